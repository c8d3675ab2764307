-- Losing a password: links to an account's owner, and what becomes of a content key that nobody can open (DESIGN.md §5).

ALTER TABLE users ADD COLUMN email_verified_at timestamptz;
-- Accounts that were there before addresses were verified stay as they are.
UPDATE users SET email_verified_at = created_at;

-- The link's token is not stored: it is the link's id and a code over it, made with the server's secret.
CREATE TABLE account_links (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    id uuid NOT NULL,
    purpose text NOT NULL CHECK (purpose IN ('password_reset', 'email_verification')),
    -- The address that it was mailed to; absent: somebody handed it over.
    mailed_to text,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    used_at timestamptz,
    PRIMARY KEY (user_id, id),
    CONSTRAINT account_links_id_key UNIQUE (id)
);
CREATE INDEX account_links_expires_idx ON account_links (expires_at);

-- A content key that was replaced when the password was lost without its recovery code. What it sealed stays sealed until the
-- member unlocks it; then the key is wrapped by the one that they have now, and the old wraps are gone.
CREATE TABLE sealed_keys (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    id uuid NOT NULL,
    sealed_at timestamptz NOT NULL DEFAULT now(),
    password_salt bytea,
    by_password bytea,
    by_recovery_code bytea,
    by_content_key bytea,
    PRIMARY KEY (user_id, id),
    CONSTRAINT sealed_keys_wrapped CHECK (num_nonnulls(by_password, by_recovery_code, by_content_key) > 0)
);
