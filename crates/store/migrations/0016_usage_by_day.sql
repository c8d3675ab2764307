-- What was used, added up as it is recorded: pages and exports do not get slower with every turn.

CREATE TABLE usage_by_day (
    group_id uuid NOT NULL,
    -- The local date in the group's zone.
    used_on date NOT NULL,
    user_id uuid NOT NULL,
    model text NOT NULL,
    -- Whether a program asked by an API key, and not a person in a chat.
    by_api boolean NOT NULL,
    turns bigint NOT NULL,
    input_tokens bigint NOT NULL,
    cached_input_tokens bigint NOT NULL,
    cache_write_tokens bigint NOT NULL,
    output_tokens bigint NOT NULL,
    cost_nanousd bigint NOT NULL,
    PRIMARY KEY (group_id, used_on, user_id, model, by_api)
);

INSERT INTO usage_by_day
SELECT group_id, used_on, user_id, model, api_key_id IS NOT NULL, count(*), sum(input_tokens), sum(cached_input_tokens),
       sum(cache_write_tokens), sum(output_tokens), sum(cost_nanousd)
FROM charged_usage GROUP BY group_id, used_on, user_id, model, api_key_id IS NOT NULL;
