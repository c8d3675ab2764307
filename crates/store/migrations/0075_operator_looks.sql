-- When it was last noted that an operator looked at something: once an hour, also of two who come at the same moment. They take turns on
-- this row.
CREATE TABLE operator_looks (
    operator_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    -- The kind of the noted action.
    kind text NOT NULL,
    noted_at timestamptz NOT NULL,
    PRIMARY KEY (operator_id, kind)
);
DROP INDEX operator_actions_of_operator_idx;
