-- What an operator looks at once a month: what was billed and used in the periods that began in it. What is rare has an index of
-- its own, so that looking costs the same however much was used.
CREATE INDEX usage_overrun_idx ON usage (group_id, period_id) WHERE overrun_nanousd > 0;
CREATE INDEX periods_starts_on_idx ON periods (starts_on, group_id);
