-- Joining with money, other plans, the end of a group (MONEY.md §2).

-- What a plan costs and gives, and since when that is told: a dearer one counts for periods that open 14 days later.
CREATE TABLE plan_offers (
    plan_code text NOT NULL,
    offered_at timestamptz NOT NULL,
    price_minor bigint NOT NULL CHECK (price_minor >= 0),
    currency text NOT NULL,
    credit_nanousd bigint NOT NULL CHECK (credit_nanousd >= 0),
    PRIMARY KEY (plan_code, offered_at)
);

ALTER TABLE groups
    -- Since when it has its plan; what was offered until then is what it agreed to.
    ADD COLUMN plan_since timestamptz,
    -- The plan that counts from the next period on, and whether the group is over when this one is.
    ADD COLUMN next_plan_code text,
    ADD COLUMN ends_with_period boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT groups_one_future CHECK (next_plan_code IS NULL OR NOT ends_with_period);

-- A period has its own bill, and one for each member who joined and each upgrade in the middle of it.
ALTER TABLE invoices
    ADD COLUMN kind text NOT NULL DEFAULT 'period' CHECK (kind IN ('period', 'joining', 'upgrade')),
    -- The first day of the period that it bills.
    ADD COLUMN from_day integer NOT NULL DEFAULT 0 CHECK (from_day BETWEEN 0 AND 30);
ALTER TABLE invoices DROP CONSTRAINT invoices_period_key;
CREATE UNIQUE INDEX invoices_period_key ON invoices (group_id, period_id) WHERE kind = 'period';
CREATE INDEX invoices_of_period_idx ON invoices (group_id, period_id);

-- What a joiner's share pays for: parts of the others' shares. They get them back once it is paid.
CREATE TABLE joining_parts (
    group_id uuid NOT NULL,
    -- The joiner's.
    share_id uuid NOT NULL,
    -- Whose slices were taken over.
    from_share_id uuid NOT NULL,
    from_day integer NOT NULL CHECK (from_day BETWEEN 0 AND 30),
    currency text NOT NULL,
    amount_minor bigint NOT NULL CHECK (amount_minor > 0),
    -- What was passed on of it, by a credit note; null until the joiner has paid.
    passed_minor bigint CHECK (passed_minor BETWEEN 0 AND amount_minor),
    PRIMARY KEY (group_id, share_id, from_share_id),
    FOREIGN KEY (group_id, share_id) REFERENCES shares,
    FOREIGN KEY (group_id, from_share_id) REFERENCES shares
);
CREATE INDEX joining_parts_from_idx ON joining_parts (group_id, from_share_id);
CREATE INDEX joining_parts_waiting_idx ON joining_parts (group_id, share_id) WHERE passed_minor IS NULL;

-- A share is lowered once for the days that its member does not have, and for each refund and each joiner.
ALTER TABLE credit_notes
    DROP CONSTRAINT credit_notes_reason_check,
    ADD CONSTRAINT credit_notes_reason_check CHECK (reason IN ('removed', 'suspended', 'refunded', 'joined')),
    DROP CONSTRAINT IF EXISTS credit_notes_once;
DROP INDEX IF EXISTS credit_notes_once;
CREATE UNIQUE INDEX credit_notes_once ON credit_notes (group_id, share_id, reason)
    WHERE reason IN ('removed', 'suspended');

-- Which plans a group had.
CREATE TABLE plan_changes (
    group_id uuid NOT NULL REFERENCES groups,
    id uuid NOT NULL,
    from_code text NOT NULL,
    to_code text NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (group_id, id)
);

-- The same as before, with the order told where a member has several shares of a period.
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
         FROM usage WHERE group_id = of_group AND period_id = of_period)
    ), 'UTF8'))
$$;
