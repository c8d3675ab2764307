-- Of each use, fewer places to write it to. A turn has one use and at most one correction of each; both are found by the turn.
CREATE UNIQUE INDEX usage_once_key ON usage (group_id, turn_id, corrects_id) NULLS NOT DISTINCT;
DROP INDEX usage_turn_key;
DROP INDEX usage_of_turn_idx;

-- Who is suspended is asked whenever credit is reserved, whatever the number of shares that were paid before.
CREATE INDEX shares_past_due_idx ON shares (group_id, user_id) WHERE status = 'past_due';
