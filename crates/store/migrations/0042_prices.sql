-- What models cost, over time (MONEY.md §5). Append-only: a rate is valid from its moment on, until the next one of its kind and band.

CREATE TABLE prices (
    provider text NOT NULL,
    model text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('input', 'cached_input', 'cache_write', 'output')),
    -- The band: requests with more tokens than this; 0 for the others.
    above_tokens bigint NOT NULL CHECK (above_tokens >= 0),
    valid_from timestamptz NOT NULL,
    -- Null: there is no such band from then on.
    pico_usd bigint CHECK (pico_usd >= 0),
    -- Who says so: the shipped catalogue of a date, the configuration, or an import.
    source text NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (provider, model, kind, above_tokens, valid_from)
);

CREATE FUNCTION prices_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'prices are append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER prices_append_only BEFORE UPDATE OR DELETE ON prices
    FOR EACH ROW EXECUTE FUNCTION prices_are_append_only();
