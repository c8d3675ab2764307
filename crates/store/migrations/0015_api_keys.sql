-- Personal API keys, and what they run: a member's share, used by their own programs.

CREATE TABLE api_keys (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    id uuid NOT NULL,
    group_id uuid NOT NULL REFERENCES groups,
    -- The place in the group that it belongs to: whoever leaves loses it, also when they come back.
    membership_id uuid NOT NULL,
    name text NOT NULL,
    -- SHA-256 of a secret of 256 random bits, which is nowhere; and how it begins, to recognise it by.
    secret_hash bytea NOT NULL,
    hint text NOT NULL,
    -- Null: all that the plan includes.
    models text[],
    daily_cap_nanousd bigint CHECK (daily_cap_nanousd > 0),
    -- What its requests hold and spent on this local day of the group.
    counted_on date NOT NULL,
    counted_nanousd bigint NOT NULL DEFAULT 0 CHECK (counted_nanousd >= 0),
    expires_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    last_used_at timestamptz,
    revoked_at timestamptz,
    PRIMARY KEY (user_id, id),
    CONSTRAINT api_keys_secret_key UNIQUE (secret_hash)
);

-- Requests that run now, with all that it takes to end one whose node died. Who, when, which model: never content.
CREATE TABLE gateway_requests (
    group_id uuid NOT NULL,
    -- Its hold and its usage have this as their turn.
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    api_key_id uuid NOT NULL,
    model text NOT NULL,
    provider text NOT NULL,
    price jsonb NOT NULL,
    input_estimate_tokens bigint NOT NULL CHECK (input_estimate_tokens >= 0),
    -- About as many tokens as were delivered so far, renewed with the lease.
    output_estimate_tokens bigint NOT NULL DEFAULT 0,
    -- The local day whose count its hold is in.
    held_on date NOT NULL,
    node_id uuid NOT NULL,
    lease_until timestamptz NOT NULL,
    started_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (group_id, id)
);
CREATE INDEX gateway_requests_lease_idx ON gateway_requests (lease_until);

-- Which key a usage is of; null for a turn of a chat.
ALTER TABLE usage ADD COLUMN api_key_id uuid;
CREATE OR REPLACE VIEW charged_usage AS
SELECT * FROM usage u
WHERE NOT EXISTS (SELECT FROM usage c WHERE c.group_id = u.group_id AND c.corrects_id = u.id);
