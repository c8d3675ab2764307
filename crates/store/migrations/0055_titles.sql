-- Titles by a cheap model: calls of their own, charged like turns and told apart from them.

-- Whether the member's new conversations are named by a model after their first answer.
ALTER TABLE users ADD COLUMN automatic_titles boolean NOT NULL DEFAULT true;

ALTER TABLE usage ADD COLUMN purpose text NOT NULL DEFAULT 'answer' CHECK (purpose IN ('answer', 'title'));
CREATE OR REPLACE VIEW charged_usage AS
SELECT * FROM usage u
WHERE NOT EXISTS (SELECT FROM usage c WHERE c.group_id = u.group_id AND c.corrects_id = u.id);

-- How much of a day's usage titles are; the other columns hold all of it. A column, and no longer key, so that the binary before
-- this one goes on adding to the same rows.
ALTER TABLE usage_by_day ADD COLUMN titles bigint NOT NULL DEFAULT 0;
ALTER TABLE usage_by_day ADD COLUMN title_input_tokens bigint NOT NULL DEFAULT 0;
ALTER TABLE usage_by_day ADD COLUMN title_output_tokens bigint NOT NULL DEFAULT 0;
ALTER TABLE usage_by_day ADD COLUMN title_cost_nanousd bigint NOT NULL DEFAULT 0;
