-- A member's content key is being replaced: what the old one sealed is sealed anew, row by row, while the member is there
-- (docs/decisions/0013).

CREATE TABLE key_rotations (
    user_id uuid PRIMARY KEY REFERENCES users ON DELETE CASCADE,
    -- The old key, among those that the new one opens, until nothing is left under it.
    sealed_key_id uuid NOT NULL,
    began_at timestamptz NOT NULL DEFAULT now(),
    -- A round goes through all rows. When the one that is going on, or went on last, began and ended.
    round_began_at timestamptz NOT NULL DEFAULT now(),
    round_ended_at timestamptz,
    -- How far it is: the column, and the last row of it that is done. Absent: at the beginning.
    at_column text,
    at_row uuid,
    -- Rows that the round has done, and how many there were when it began.
    done_rows bigint NOT NULL DEFAULT 0 CHECK (done_rows >= 0),
    total_rows bigint NOT NULL CHECK (total_rows >= 0),
    FOREIGN KEY (user_id, sealed_key_id) REFERENCES sealed_keys ON DELETE CASCADE
);

ALTER TABLE sessions
    DROP CONSTRAINT sessions_end_reason_check,
    ADD CONSTRAINT sessions_end_reason_check
        CHECK (end_reason IN ('signed_out', 'ended', 'token_reused', 'password_changed', 'key_replaced'));
