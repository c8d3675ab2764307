-- What stands on invoices and receipts besides amounts: the names as they were then, so that a paper that was once read says
-- the same later. Only closing an account takes its name off them.

ALTER TABLE invoices ADD COLUMN group_name text;
ALTER TABLE shares ADD COLUMN member_name text;
UPDATE invoices i SET group_name = g.name FROM groups g WHERE g.id = i.group_id AND i.status = 'final';
UPDATE shares s SET member_name = u.name FROM users u WHERE u.id = s.user_id;

-- One for each payment that arrived.
CREATE TABLE receipts (
    group_id uuid NOT NULL REFERENCES groups,
    -- The payment's.
    id uuid NOT NULL,
    invoice_id uuid NOT NULL,
    payer_id uuid NOT NULL REFERENCES users,
    payer_name text NOT NULL,
    -- Whose share was paid.
    member_id uuid NOT NULL REFERENCES users,
    member_name text NOT NULL,
    method text NOT NULL,
    currency text NOT NULL,
    amount_minor bigint NOT NULL CHECK (amount_minor > 0),
    paid_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (group_id, id),
    FOREIGN KEY (group_id, invoice_id) REFERENCES invoices
);
CREATE INDEX receipts_of_payer_idx ON receipts (payer_id, id);
CREATE INDEX receipts_of_member_idx ON receipts (member_id);
INSERT INTO receipts (group_id, id, invoice_id, payer_id, payer_name, member_id, member_name, method, currency,
                      amount_minor, paid_at)
    SELECT p.group_id, p.id, s.invoice_id, p.payer_id, payer.name, s.user_id, member.name, p.method, p.currency,
           p.amount_minor, coalesce(p.answered_at, p.created_at)
    FROM payments p JOIN shares s ON s.group_id = p.group_id AND s.id = p.share_id
    JOIN users payer ON payer.id = p.payer_id JOIN users member ON member.id = s.user_id
    WHERE p.status = 'confirmed';
