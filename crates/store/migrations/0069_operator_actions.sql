-- What operators did, for operators to read. Lines are only added.

CREATE TABLE operator_actions (
    id uuid PRIMARY KEY,
    -- Who; null: somebody with the machine in hand, on its command line.
    operator_id uuid REFERENCES users,
    -- What, with the ids of what it was done to and the amounts that belong to it (`domain::operator_action`); no names, no texts.
    action jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
-- What was noted within the last hour is not noted again.
CREATE INDEX operator_actions_of_operator_idx ON operator_actions (operator_id, created_at);

CREATE FUNCTION operator_actions_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what operators did is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER operator_actions_append_only BEFORE UPDATE OR DELETE ON operator_actions
    FOR EACH ROW EXECUTE FUNCTION operator_actions_are_append_only();
CREATE TRIGGER operator_actions_not_emptied BEFORE TRUNCATE ON operator_actions
    FOR EACH STATEMENT EXECUTE FUNCTION operator_actions_are_append_only();
