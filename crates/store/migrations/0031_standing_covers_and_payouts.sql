-- Cover that happens by itself, and balances that are paid out (MONEY.md §2).

-- Who covers the others' shares when they are not paid in time, up to how much in a period.
CREATE TABLE standing_covers (
    group_id uuid NOT NULL REFERENCES groups,
    user_id uuid NOT NULL REFERENCES users,
    currency text NOT NULL,
    limit_minor bigint NOT NULL CHECK (limit_minor > 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (group_id, user_id)
);

-- Payments that a standing cover began.
CREATE TABLE automatic_covers (
    group_id uuid NOT NULL,
    payment_id uuid NOT NULL,
    PRIMARY KEY (group_id, payment_id),
    FOREIGN KEY (group_id, payment_id) REFERENCES payments
);

-- What members who have gone, or whose group is over, got back.
CREATE TABLE payouts (
    group_id uuid NOT NULL REFERENCES groups,
    id uuid NOT NULL,
    user_id uuid NOT NULL REFERENCES users,
    currency text NOT NULL,
    amount_minor bigint NOT NULL CHECK (amount_minor > 0),
    paid_by uuid NOT NULL REFERENCES users,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (group_id, id)
);

-- Balances are few among all entries; whoever pays them out looks through all groups.
CREATE INDEX ledger_entries_balances_idx ON ledger_entries (group_id, account, unit, amount) WHERE account LIKE 'balance:%';
