-- What is written with every turn and every request is written where their group's period, with its members, and their conversation
-- are locked and were read: asking again whether they are there costs a lookup and a lock for each row. Groups, users and their parts
-- in periods are never deleted.
ALTER TABLE turns DROP CONSTRAINT turns_group_id_fkey, DROP CONSTRAINT turns_user_id_fkey;
ALTER TABLE holds DROP CONSTRAINT holds_group_id_period_id_user_id_fkey;

-- Whether anybody in a group has set a cap is asked whenever its credit is used; hardly anybody has.
CREATE INDEX memberships_capped_idx ON memberships (group_id)
    WHERE ended_at IS NULL AND (turn_cap_nanousd IS NOT NULL OR day_cap_nanousd IS NOT NULL);

-- A conversation's place in its lists changes with every turn. Most are on no shelf of their own, and are found among the newest
-- (whoever has put away nearly all reads past those).
DROP INDEX conversations_shelf_idx;
CREATE INDEX conversations_shelf_idx ON conversations (user_id, shelf, updated_at DESC, id DESC) WHERE shelf <> 'recent';
