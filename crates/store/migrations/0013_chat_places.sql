-- Where a conversation is listed, how far it was read, what stands above it, and what was typed but not sent.

ALTER TABLE conversations
    ADD COLUMN shelf text NOT NULL DEFAULT 'recent'
        CONSTRAINT conversations_shelf_check CHECK (shelf IN ('recent', 'pinned', 'archived')),
    -- Answers that ended later are unread.
    ADD COLUMN read_at timestamptz NOT NULL DEFAULT now(),
    -- What the model is told before everything else.
    ADD COLUMN instructions_sealed bytea;
CREATE INDEX conversations_shelf_idx ON conversations (user_id, shelf, updated_at DESC, id DESC);

-- The place is a conversation, or a group: the draft of a new chat in it.
CREATE TABLE drafts (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    place_id uuid NOT NULL,
    text_sealed bytea NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, place_id)
);

-- A search goes through a member's messages from the newest on.
CREATE INDEX messages_recent_idx ON messages (user_id, created_at DESC, id DESC);
