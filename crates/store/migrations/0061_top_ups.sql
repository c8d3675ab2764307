-- Credit that a member buys beside their part of the pool (MONEY.md §3): ordered and billed as a share of its own, given when that is
-- paid, used after the member's part, never lent. What was bought in a period and is left of it goes on to the next one, once.

ALTER TABLE period_members
    ADD COLUMN top_up_carried_nanousd bigint NOT NULL DEFAULT 0 CHECK (top_up_carried_nanousd >= 0),
    ADD COLUMN top_up_bought_nanousd bigint NOT NULL DEFAULT 0 CHECK (top_up_bought_nanousd >= 0),
    -- Held and used of both; what was carried is used first.
    ADD COLUMN top_up_used_nanousd bigint NOT NULL DEFAULT 0 CHECK (top_up_used_nanousd >= 0),
    ADD CONSTRAINT period_members_top_up CHECK (top_up_used_nanousd <= top_up_carried_nanousd + top_up_bought_nanousd);

ALTER TABLE holds ADD COLUMN top_up_nanousd bigint NOT NULL DEFAULT 0 CHECK (top_up_nanousd >= 0);

ALTER TABLE invoices
    DROP CONSTRAINT invoices_kind_check,
    ADD CONSTRAINT invoices_kind_check CHECK (kind IN ('period', 'joining', 'upgrade', 'top_up'));
ALTER TABLE credit_notes
    DROP CONSTRAINT credit_notes_reason_check,
    ADD CONSTRAINT credit_notes_reason_check CHECK (reason IN ('removed', 'suspended', 'joined', 'refunded', 'lapsed'));

-- What a share pays for, where that is credit.
CREATE TABLE top_ups (
    group_id uuid NOT NULL,
    share_id uuid NOT NULL,
    user_id uuid NOT NULL REFERENCES users,
    credit_nanousd bigint NOT NULL CHECK (credit_nanousd > 0),
    status text NOT NULL DEFAULT 'ordered' CHECK (status IN ('ordered', 'granted', 'taken_back', 'lapsed')),
    -- The period into which the credit came.
    period_id uuid,
    PRIMARY KEY (group_id, share_id),
    FOREIGN KEY (group_id, share_id) REFERENCES shares,
    CONSTRAINT top_ups_period CHECK ((status IN ('granted', 'taken_back')) = (period_id IS NOT NULL))
);
CREATE UNIQUE INDEX top_ups_ordered_key ON top_ups (group_id, user_id) WHERE status = 'ordered';

-- The same as before, with what was bought; a period in which nothing was has the digest that it had.
CREATE OR REPLACE FUNCTION period_digest(of_group uuid, of_period uuid) RETURNS bytea LANGUAGE sql STABLE AS $$
    SELECT sha256(convert_to(concat_ws(E'\n\n',
        (SELECT concat_ws(' ', number, plan_code, price_minor, currency, pool_nanousd, lending, cushion_days)
         FROM periods WHERE group_id = of_group AND id = of_period),
        (SELECT string_agg(concat_ws(' ', user_id, weight, slices, own_nanousd, lent_nanousd, borrowed_nanousd), E'\n'
                           ORDER BY user_id)
         FROM period_members WHERE group_id = of_group AND period_id = of_period),
        (SELECT string_agg(concat_ws(' ', i.number, i.total_minor, i.currency, s.user_id, s.amount_minor), E'\n'
                           ORDER BY s.user_id, i.id)
         FROM invoices i JOIN shares s ON s.group_id = i.group_id AND s.invoice_id = i.id
         WHERE i.group_id = of_group AND i.period_id = of_period),
        (SELECT string_agg(concat_ws(' ', id, user_id, input_tokens, cached_input_tokens, cache_write_tokens, output_tokens,
                                     price, cost_nanousd, overrun_nanousd, corrects_id), E'\n' ORDER BY id)
         FROM usage WHERE group_id = of_group AND period_id = of_period),
        (SELECT string_agg(concat_ws(' ', user_id, top_up_carried_nanousd, top_up_bought_nanousd, top_up_used_nanousd), E'\n'
                           ORDER BY user_id)
         FROM period_members
         WHERE group_id = of_group AND period_id = of_period AND top_up_carried_nanousd + top_up_bought_nanousd > 0)
    ), 'UTF8'))
$$;
