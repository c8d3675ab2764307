-- Payments that go back to whoever made them, and those that their banks take back (MONEY.md §2, §6).

CREATE TABLE refunds (
    group_id uuid NOT NULL,
    id uuid NOT NULL,
    payment_id uuid NOT NULL,
    amount_minor bigint NOT NULL CHECK (amount_minor > 0),
    currency text NOT NULL,
    status text NOT NULL CHECK (status IN ('sending', 'sent', 'failed')),
    taken_from text NOT NULL CHECK (taken_from IN ('share', 'balance')),
    vendor_ref text,
    created_by uuid NOT NULL REFERENCES users,
    created_at timestamptz NOT NULL DEFAULT now(),
    look_at timestamptz,
    looks integer NOT NULL DEFAULT 0,
    PRIMARY KEY (group_id, id),
    FOREIGN KEY (group_id, payment_id) REFERENCES payments,
    CONSTRAINT refunds_id_key UNIQUE (id)
);
CREATE INDEX refunds_of_payment_idx ON refunds (group_id, payment_id);
CREATE UNIQUE INDEX refunds_vendor_ref_key ON refunds (vendor_ref) WHERE vendor_ref IS NOT NULL;
CREATE INDEX refunds_looking_idx ON refunds (look_at) WHERE look_at IS NOT NULL;

CREATE TABLE disputes (
    group_id uuid NOT NULL,
    id uuid NOT NULL,
    payment_id uuid NOT NULL,
    vendor_ref text NOT NULL,
    amount_minor bigint NOT NULL CHECK (amount_minor > 0),
    currency text NOT NULL,
    status text NOT NULL CHECK (status IN ('open', 'won', 'lost')),
    opened_at timestamptz NOT NULL DEFAULT now(),
    closed_at timestamptz,
    PRIMARY KEY (group_id, id),
    FOREIGN KEY (group_id, payment_id) REFERENCES payments,
    CONSTRAINT disputes_vendor_ref_key UNIQUE (vendor_ref)
);
CREATE INDEX disputes_of_payment_idx ON disputes (group_id, payment_id);
