-- How many times the member of a share that is due was reminded of it (MONEY.md §2). What is next is looked for by it.

ALTER TABLE shares ADD COLUMN reminded smallint NOT NULL DEFAULT 0;
DROP INDEX shares_overdue_idx;
CREATE INDEX shares_overdue_idx ON shares (reminded, invoiced_at, id) WHERE status = 'due';
