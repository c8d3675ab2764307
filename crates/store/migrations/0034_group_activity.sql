-- What happened in a group, for its members to read. Lines are only added.

CREATE TABLE group_activity (
    group_id uuid NOT NULL REFERENCES groups,
    id uuid NOT NULL,
    -- What, with the ids of whom it names and the amounts that belong to it (`domain::group_event`).
    event jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (group_id, id)
);

CREATE FUNCTION group_activity_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'group activity is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER group_activity_append_only BEFORE UPDATE OR DELETE ON group_activity
    FOR EACH ROW EXECUTE FUNCTION group_activity_is_append_only();
