-- Passkeys: what signs somebody in without a password, and opens their vault where the authenticator can.

CREATE TABLE passkeys (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    id uuid NOT NULL,
    -- The authenticator's own name for it.
    credential_id bytea NOT NULL,
    -- Its public key and counter, as the WebAuthn library keeps them.
    credential jsonb NOT NULL,
    name text NOT NULL,
    -- The content key wrapped by what this passkey gives. Null: it gives nothing, or the content key is another one since; then
    -- signing in with it asks for the password too.
    wrapped bytea,
    created_at timestamptz NOT NULL DEFAULT now(),
    last_used_at timestamptz,
    PRIMARY KEY (user_id, id),
    CONSTRAINT passkeys_credential_key UNIQUE (user_id, credential_id)
);

-- What was asked of a browser and not answered yet. Each counts once, and not for long.
CREATE TABLE passkey_ceremonies (
    id uuid PRIMARY KEY,
    -- Whose it is; null while nobody has said who signs in.
    user_id uuid REFERENCES users ON DELETE CASCADE,
    -- The passkey that was right, when only the vault is still to be opened.
    passkey_id uuid,
    -- The challenge, as the WebAuthn library keeps it.
    state jsonb NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX passkey_ceremonies_expires_idx ON passkey_ceremonies (expires_at);
