-- A closed period never changes any more (MONEY.md §7). What it came to is summed up at its close, so that whoever checks the
-- books later can tell. The calendar is not part of it, and neither is whether a share was paid since.

ALTER TABLE periods ADD COLUMN closed_digest bytea;

CREATE INDEX usage_of_period_idx ON usage (group_id, period_id);

CREATE FUNCTION period_digest(of_group uuid, of_period uuid) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(convert_to(concat_ws(E'\n\n',
        (SELECT concat_ws(' ', number, plan_code, price_minor, currency, pool_nanousd, lending, cushion_days)
         FROM periods WHERE group_id = of_group AND id = of_period),
        (SELECT string_agg(concat_ws(' ', user_id, weight, slices, own_nanousd, lent_nanousd, borrowed_nanousd), E'\n'
                           ORDER BY user_id)
         FROM period_members WHERE group_id = of_group AND period_id = of_period),
        (SELECT string_agg(concat_ws(' ', i.number, i.total_minor, i.currency, s.user_id, s.amount_minor), E'\n'
                           ORDER BY s.user_id)
         FROM invoices i JOIN shares s ON s.group_id = i.group_id AND s.invoice_id = i.id
         WHERE i.group_id = of_group AND i.period_id = of_period),
        (SELECT string_agg(concat_ws(' ', id, user_id, input_tokens, cached_input_tokens, cache_write_tokens, output_tokens,
                                     price, cost_nanousd, overrun_nanousd, corrects_id), E'\n' ORDER BY id)
         FROM usage WHERE group_id = of_group AND period_id = of_period)
    ), 'UTF8'))
$$;

UPDATE periods SET closed_digest = period_digest(group_id, id) WHERE status = 'closed';
ALTER TABLE periods ADD CONSTRAINT periods_digest_when_closed CHECK ((status = 'closed') = (closed_digest IS NOT NULL));
