-- Signing in by an OpenID Connect issuer (docs/decisions/0012).

-- An account that was made by the issuer comes in by it alone; its password opens the chats, and nothing else before that.
ALTER TABLE users ADD COLUMN signs_in_by_password boolean NOT NULL DEFAULT true;

-- Who somebody is to the issuer. Its name for them decides, never an address.
CREATE TABLE issuer_links (
    user_id uuid PRIMARY KEY REFERENCES users ON DELETE CASCADE,
    issuer text NOT NULL,
    subject text NOT NULL,
    -- The address that the issuer knew when they linked, so that they recognise their account there.
    email text,
    created_at timestamptz NOT NULL DEFAULT now(),
    last_used_at timestamptz,
    CONSTRAINT issuer_links_subject_key UNIQUE (issuer, subject)
);

-- A browser's way to the issuer and back. It is recognised by a secret that only that browser has, and what is kept of it opens
-- only with that secret.
CREATE TABLE issuer_passages (
    secret_hash bytea PRIMARY KEY,
    -- Whose it is: who links their account, or whom the issuer has recognised.
    user_id uuid REFERENCES users ON DELETE CASCADE,
    -- Whether the issuer has said who it is.
    is_proven boolean NOT NULL DEFAULT false,
    kept bytea NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX issuer_passages_expires_idx ON issuer_passages (expires_at);
