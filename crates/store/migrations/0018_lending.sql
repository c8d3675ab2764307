-- How a group shares what its members leave, from its next period on (MONEY.md §3); each period keeps what it was opened with.

ALTER TABLE groups ADD COLUMN lending text NOT NULL DEFAULT 'on' CHECK (lending IN ('on', 'strict', 'common'));
