-- Answers to mutations that carried an `Idempotency-Key`, so that a retry gets the first answer and does nothing twice.

CREATE TABLE idempotent_requests (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    -- SHA-256 of the key: keys are the client's, and may be anything.
    key_hash bytea NOT NULL,
    -- SHA-256 of method, path and body, sealed: a bare hash of a short message could be guessed.
    fingerprint bytea NOT NULL,
    -- Absent while the first request runs, and for ever when the server was killed in the middle of it.
    status smallint,
    -- An answer can hold a member's text.
    answer_sealed bytea,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, key_hash)
);
CREATE INDEX idempotent_requests_created_idx ON idempotent_requests (created_at);
