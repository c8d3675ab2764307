-- Folders: places for some of a member's conversations in a group. Their names are sealed.

CREATE TABLE folders (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    id uuid NOT NULL,
    group_id uuid NOT NULL REFERENCES groups,
    name_sealed bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, id)
);

-- Null: in none. A folder that goes leaves its conversations behind.
ALTER TABLE conversations ADD COLUMN folder_id uuid;
ALTER TABLE conversations ADD CONSTRAINT conversations_folder_fkey
    FOREIGN KEY (user_id, folder_id) REFERENCES folders ON DELETE SET NULL (folder_id);
CREATE INDEX conversations_folder_idx ON conversations (user_id, folder_id, updated_at DESC) WHERE folder_id IS NOT NULL;
