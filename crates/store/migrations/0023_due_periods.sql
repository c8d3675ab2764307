-- Periods that are over are read page by page, in the order of an index: a page costs the same however many are due.

CREATE INDEX periods_due_idx ON periods (ends_at, group_id) WHERE status <> 'closed';
DROP INDEX periods_ending_idx;
