-- Conversations that are shown to others by a link, as they were when it was made. The browser seals them with a key that is only in
-- the link: the server has never seen it.

CREATE TABLE snapshots (
    user_id uuid NOT NULL,
    id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    -- Sealed by the browser, not by the vault.
    content_sealed bytea NOT NULL,
    -- Whether the link alone does not open it.
    has_password boolean NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    -- Null: until it is taken back.
    expires_at timestamptz,
    PRIMARY KEY (user_id, id),
    CONSTRAINT snapshots_id_key UNIQUE (id),
    FOREIGN KEY (user_id, conversation_id) REFERENCES conversations ON DELETE CASCADE
);
CREATE INDEX snapshots_conversation_idx ON snapshots (user_id, conversation_id);
CREATE INDEX snapshots_expiry_idx ON snapshots (expires_at) WHERE expires_at IS NOT NULL;
