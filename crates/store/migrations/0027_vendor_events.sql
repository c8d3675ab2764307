-- The inbox of the payment vendor's webhooks: each event once, whatever order they come in. What an event says is not kept and not
-- believed; what it is about is fetched and applied in one transaction.

CREATE TABLE vendor_events (
    id text PRIMARY KEY,
    subject text NOT NULL CHECK (subject IN ('charge', 'setup', 'refund', 'dispute')),
    reference text NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    applied_at timestamptz,
    -- When it is tried again, while it is not applied, and how often it was.
    look_at timestamptz NOT NULL DEFAULT now(),
    looks integer NOT NULL DEFAULT 0
);
CREATE INDEX vendor_events_waiting_idx ON vendor_events (look_at) WHERE applied_at IS NULL;
