-- Sandbox groups, whose clock an operator moves ahead of the real one (MONEY.md §2).

ALTER TABLE groups
    ADD COLUMN is_sandbox boolean NOT NULL DEFAULT false,
    ADD COLUMN clock_ahead_seconds bigint NOT NULL DEFAULT 0 CHECK (clock_ahead_seconds >= 0),
    ADD CONSTRAINT groups_real_time CHECK (is_sandbox OR clock_ahead_seconds = 0);
CREATE INDEX groups_sandbox_idx ON groups (id) WHERE is_sandbox;

-- A group's time: the database's, and what its clock is ahead.
CREATE FUNCTION group_now(of_group uuid) RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT now() + clock_ahead_seconds * interval '1 second' FROM groups WHERE id = of_group
$$;

-- Since when a share is due, beside it, so that those that are overdue are found in the order of an index.
ALTER TABLE shares ADD COLUMN invoiced_at timestamptz NOT NULL DEFAULT now();
UPDATE shares s SET invoiced_at = i.final_at FROM invoices i
WHERE i.group_id = s.group_id AND i.id = s.invoice_id AND i.final_at IS NOT NULL;
CREATE INDEX shares_overdue_idx ON shares (invoiced_at, id) WHERE status = 'due';
