-- What becomes of a share's amount: paid, credited, open (MONEY.md §2).

ALTER TABLE shares
    ADD COLUMN paid_minor bigint NOT NULL DEFAULT 0 CHECK (paid_minor >= 0),
    ADD COLUMN credited_minor bigint NOT NULL DEFAULT 0 CHECK (credited_minor >= 0);
UPDATE shares SET paid_minor = amount_minor WHERE status IN ('paid', 'covered');
ALTER TABLE shares ADD CONSTRAINT shares_adds_up CHECK (paid_minor + credited_minor <= amount_minor);
CREATE INDEX shares_due_idx ON shares (group_id, invoice_id) WHERE status = 'due';
CREATE INDEX shares_of_user_idx ON shares (group_id, user_id);

CREATE SEQUENCE credit_note_numbers;

-- Changes of final invoices. The invoice and its shares' amounts stay as they are.
CREATE TABLE credit_notes (
    group_id uuid NOT NULL,
    id uuid NOT NULL,
    share_id uuid NOT NULL,
    number text NOT NULL,
    reason text NOT NULL CHECK (reason IN ('removed', 'suspended')),
    currency text NOT NULL,
    amount_minor bigint NOT NULL CHECK (amount_minor > 0),
    -- The part that was paid, and is on its payer's balance now; the rest is not owed any more.
    to_balance_minor bigint NOT NULL CHECK (to_balance_minor >= 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (group_id, id),
    FOREIGN KEY (group_id, share_id) REFERENCES shares,
    CONSTRAINT credit_notes_number_key UNIQUE (number),
    CONSTRAINT credit_notes_once UNIQUE (group_id, share_id, reason),
    CONSTRAINT credit_notes_part CHECK (to_balance_minor <= amount_minor)
);

-- What left the pool with those who were suspended.
ALTER TABLE periods ADD COLUMN voided_nanousd bigint NOT NULL DEFAULT 0 CHECK (voided_nanousd >= 0);
