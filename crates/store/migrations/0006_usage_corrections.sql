-- A stopped turn is charged by an estimate at once; when the vendor's report arrives after all, a second row has the truth
-- (MONEY.md §4). The first stays as it was.

ALTER TABLE usage ADD COLUMN corrects_id uuid;
ALTER TABLE usage ADD CONSTRAINT usage_corrects_fkey FOREIGN KEY (group_id, corrects_id) REFERENCES usage (group_id, id);
ALTER TABLE usage DROP CONSTRAINT usage_turn_key;
CREATE UNIQUE INDEX usage_turn_key ON usage (group_id, turn_id) WHERE corrects_id IS NULL;
CREATE UNIQUE INDEX usage_corrects_key ON usage (group_id, corrects_id) WHERE corrects_id IS NOT NULL;
CREATE INDEX usage_of_turn_idx ON usage (group_id, turn_id);

-- What each turn is charged for: one row a turn.
CREATE VIEW charged_usage AS
SELECT * FROM usage u
WHERE NOT EXISTS (SELECT FROM usage c WHERE c.group_id = u.group_id AND c.corrects_id = u.id);
