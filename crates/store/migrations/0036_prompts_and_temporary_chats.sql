-- What members ask again and again, under a name; and chats that are in no list and do not stay.

CREATE TABLE prompts (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    id uuid NOT NULL,
    name_sealed bytea NOT NULL,
    text_sealed bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, id)
);

-- Deleted when its member leaves it, and in any case a day after it was last used.
ALTER TABLE conversations ADD COLUMN temporary boolean NOT NULL DEFAULT false;
CREATE INDEX conversations_temporary_idx ON conversations (updated_at) WHERE temporary;
