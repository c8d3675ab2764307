-- Periods, invoices, shares, payments and the ledger (MONEY.md §1, §2, §6).

-- A period is a snapshot: what the plan cost and gave when it was opened.
CREATE TABLE periods (
    group_id uuid NOT NULL REFERENCES groups,
    id uuid NOT NULL,
    number integer NOT NULL CHECK (number >= 0),
    status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'closing', 'closed')),
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    starts_on date NOT NULL,
    days integer NOT NULL CHECK (days BETWEEN 28 AND 31),
    time_zone text NOT NULL,
    plan_code text NOT NULL,
    price_minor bigint NOT NULL CHECK (price_minor >= 0),
    currency text NOT NULL,
    pool_nanousd bigint NOT NULL CHECK (pool_nanousd >= 0),
    lending text NOT NULL DEFAULT 'on' CHECK (lending IN ('on', 'strict', 'common')),
    cushion_days integer NOT NULL DEFAULT 3 CHECK (cushion_days >= 0),
    PRIMARY KEY (group_id, id),
    CONSTRAINT periods_id_key UNIQUE (id),
    CONSTRAINT periods_number_key UNIQUE (group_id, number),
    CONSTRAINT periods_forward CHECK (starts_at < ends_at)
);
CREATE UNIQUE INDEX periods_open_key ON periods (group_id) WHERE status = 'open';
CREATE INDEX periods_ending_idx ON periods (ends_at) WHERE status <> 'closed';

-- Each member's part of the pool (MONEY.md §3): one slice for every day, and what became of the whole.
CREATE TABLE period_members (
    group_id uuid NOT NULL,
    period_id uuid NOT NULL,
    user_id uuid NOT NULL REFERENCES users,
    weight bigint NOT NULL CHECK (weight >= 0),
    slices bigint[] NOT NULL,
    own_nanousd bigint NOT NULL DEFAULT 0 CHECK (own_nanousd >= 0),
    lent_nanousd bigint NOT NULL DEFAULT 0 CHECK (lent_nanousd >= 0),
    borrowed_nanousd bigint NOT NULL DEFAULT 0 CHECK (borrowed_nanousd >= 0),
    borrowed_today_nanousd bigint NOT NULL DEFAULT 0 CHECK (borrowed_today_nanousd >= 0),
    -- The day (0-based) that `borrowed_today_nanousd` counts.
    borrowed_day integer NOT NULL DEFAULT 0,
    -- False once the member was removed: nothing is kept for them any more.
    present boolean NOT NULL DEFAULT true,
    PRIMARY KEY (group_id, period_id, user_id),
    FOREIGN KEY (group_id, period_id) REFERENCES periods
);

-- What rounding still owes each member, as a fraction of a minor unit (MONEY.md §1).
CREATE TABLE split_carries (
    group_id uuid NOT NULL REFERENCES groups,
    user_id uuid NOT NULL REFERENCES users,
    numerator bigint NOT NULL,
    denominator bigint NOT NULL CHECK (denominator > 0),
    PRIMARY KEY (group_id, user_id)
);

CREATE SEQUENCE invoice_numbers;

CREATE TABLE invoices (
    group_id uuid NOT NULL REFERENCES groups,
    id uuid NOT NULL,
    period_id uuid NOT NULL,
    number text NOT NULL,
    status text NOT NULL CHECK (status IN ('draft', 'final')),
    total_minor bigint NOT NULL CHECK (total_minor >= 0),
    currency text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    final_at timestamptz,
    PRIMARY KEY (group_id, id),
    FOREIGN KEY (group_id, period_id) REFERENCES periods,
    CONSTRAINT invoices_number_key UNIQUE (number),
    CONSTRAINT invoices_period_key UNIQUE (group_id, period_id)
);

CREATE TABLE shares (
    group_id uuid NOT NULL,
    id uuid NOT NULL,
    invoice_id uuid NOT NULL,
    user_id uuid NOT NULL REFERENCES users,
    amount_minor bigint NOT NULL CHECK (amount_minor >= 0),
    currency text NOT NULL,
    status text NOT NULL
        CHECK (status IN ('due', 'processing', 'paid', 'past_due', 'covered', 'voided', 'refunded')),
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (group_id, id),
    FOREIGN KEY (group_id, invoice_id) REFERENCES invoices,
    CONSTRAINT shares_id_key UNIQUE (id),
    CONSTRAINT shares_member_key UNIQUE (group_id, invoice_id, user_id)
);

CREATE TABLE payments (
    group_id uuid NOT NULL,
    id uuid NOT NULL,
    share_id uuid NOT NULL,
    payer_id uuid NOT NULL REFERENCES users,
    method text NOT NULL CHECK (method IN ('manual', 'card')),
    amount_minor bigint NOT NULL CHECK (amount_minor > 0),
    currency text NOT NULL,
    status text NOT NULL CHECK (status IN ('claimed', 'confirmed', 'rejected')),
    reference text,
    reason text,
    created_at timestamptz NOT NULL DEFAULT now(),
    answered_at timestamptz,
    answered_by uuid REFERENCES users,
    PRIMARY KEY (group_id, id),
    FOREIGN KEY (group_id, share_id) REFERENCES shares,
    CONSTRAINT payments_id_key UNIQUE (id)
);
-- At most one live attempt for each share.
CREATE UNIQUE INDEX payments_live_key ON payments (group_id, share_id) WHERE status IN ('claimed', 'confirmed');
CREATE INDEX payments_claimed_idx ON payments (created_at) WHERE status = 'claimed';

-- Double entry, append-only. `(source, source_id, kind)` makes every event postable once.
CREATE TABLE ledger_transactions (
    group_id uuid NOT NULL,
    id uuid NOT NULL,
    source text NOT NULL,
    source_id uuid NOT NULL,
    kind text NOT NULL,
    posted_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (group_id, id),
    CONSTRAINT ledger_transactions_once UNIQUE (group_id, source, source_id, kind)
);

-- A positive amount is a debit, a negative one a credit.
CREATE TABLE ledger_entries (
    group_id uuid NOT NULL,
    transaction_id uuid NOT NULL,
    line smallint NOT NULL,
    account text NOT NULL,
    unit text NOT NULL,
    amount bigint NOT NULL CHECK (amount <> 0),
    PRIMARY KEY (group_id, transaction_id, line),
    FOREIGN KEY (group_id, transaction_id) REFERENCES ledger_transactions
);
CREATE INDEX ledger_entries_account_idx ON ledger_entries (group_id, account, unit);

-- The database checks what the rules promise: at commit, every touched transaction sums to zero in each unit.
CREATE FUNCTION ledger_transaction_balances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM ledger_entries
        WHERE group_id = NEW.group_id AND transaction_id = NEW.transaction_id
        GROUP BY unit HAVING sum(amount) <> 0
    ) THEN
        RAISE EXCEPTION 'ledger transaction % does not sum to zero', NEW.transaction_id
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'ledger_transaction_balances';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_transaction_balances AFTER INSERT ON ledger_entries
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_transaction_balances();

CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER ledger_transactions_append_only BEFORE UPDATE OR DELETE ON ledger_transactions
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
CREATE TRIGGER ledger_entries_append_only BEFORE UPDATE OR DELETE ON ledger_entries
    FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only();
