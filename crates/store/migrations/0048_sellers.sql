-- Who sells: the operator's name and address over time, as settings say them, and as each invoice names them for ever.

CREATE TABLE sellers (
    since timestamptz PRIMARY KEY DEFAULT clock_timestamp(),
    -- In one line; empty from when nobody is named any more.
    name_and_address text NOT NULL
);

ALTER TABLE invoices ADD COLUMN seller text;
