-- What a member sees of their sessions: on which device and where each was used last, and why one ended.

ALTER TABLE sessions
    ADD COLUMN browser text,
    ADD COLUMN system text,
    -- Only the network that the address belongs to: /24 or /48.
    ADD COLUMN place text,
    ADD COLUMN end_reason text,
    -- When the member was told of an end that they should know about.
    ADD COLUMN end_told_at timestamptz,
    ADD CONSTRAINT sessions_end_reason_check
        CHECK (end_reason IN ('signed_out', 'ended', 'token_reused', 'password_changed'));
