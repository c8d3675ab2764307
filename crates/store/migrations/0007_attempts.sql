-- How often something was tried that can be guessed or abused (crates/domain/src/attempt.rs). A row holds neither address nor
-- account: its key is a code over them, made with the server's secret.
CREATE TABLE attempts (
    key bytea PRIMARY KEY,
    count bigint NOT NULL CHECK (count > 0),
    ends_at timestamptz NOT NULL
);
CREATE INDEX attempts_ends_idx ON attempts (ends_at);
