-- Codes of an authenticator app, and the backup codes for when it is lost.

-- The server has to check a code before it has any key of the member's: the secret is encrypted by a key of the server's own,
-- so it is safe from whoever has only the database.
CREATE TABLE second_factors (
    user_id uuid PRIMARY KEY REFERENCES users ON DELETE CASCADE,
    secret_encrypted bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    -- Null until the first code was right: a half-made second factor asks for nothing.
    confirmed_at timestamptz,
    -- The half minute of the last code that was right. No code counts twice.
    last_step bigint NOT NULL DEFAULT 0,
    wrong_in_a_row int NOT NULL DEFAULT 0,
    last_wrong_at timestamptz
);

-- Only hashes, made with a key of the server's own. A code that was used is gone.
CREATE TABLE backup_codes (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    code_hash bytea NOT NULL,
    PRIMARY KEY (user_id, code_hash)
);
