-- What a payment by a standing cover pays of the share that it covers: a charge can hold more, which waited for it. Null: all of it.
ALTER TABLE automatic_covers ADD COLUMN amount_minor bigint CHECK (amount_minor > 0);
