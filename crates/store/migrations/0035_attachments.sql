-- Files that go with questions. Their bytes are in the object store, sealed piece by piece under their id; what they are called
-- and what they say is sealed here.

CREATE TABLE attachments (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    id uuid NOT NULL,
    -- Null until a question has it.
    conversation_id uuid,
    -- Its name and kind.
    about_sealed bytea NOT NULL,
    -- What a model is told of it; null for a picture.
    text_sealed bytea,
    bytes bigint NOT NULL CHECK (bytes > 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, id),
    FOREIGN KEY (user_id, conversation_id) REFERENCES conversations ON DELETE CASCADE
);
CREATE INDEX attachments_conversation_idx ON attachments (user_id, conversation_id);
CREATE INDEX attachments_age_idx ON attachments (created_at);

-- Versions of a question share their files.
CREATE TABLE message_attachments (
    user_id uuid NOT NULL,
    message_id uuid NOT NULL,
    place integer NOT NULL,
    attachment_id uuid NOT NULL,
    PRIMARY KEY (user_id, message_id, place),
    FOREIGN KEY (user_id, message_id) REFERENCES messages ON DELETE CASCADE,
    FOREIGN KEY (user_id, attachment_id) REFERENCES attachments ON DELETE CASCADE
);
CREATE INDEX message_attachments_attachment_idx ON message_attachments (user_id, attachment_id);

-- Objects that no row names any more, and those that one will name in a moment: whatever is still here when its time has come
-- is taken out of the object store. Outlives the account.
CREATE TABLE loose_objects (
    user_id uuid NOT NULL,
    id uuid NOT NULL,
    remove_after timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, id)
);
CREATE INDEX loose_objects_due_idx ON loose_objects (remove_after);

CREATE FUNCTION loosen_object() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO loose_objects (user_id, id) VALUES (OLD.user_id, OLD.id) ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
CREATE TRIGGER attachments_loosen_object AFTER DELETE ON attachments FOR EACH ROW EXECUTE FUNCTION loosen_object();
