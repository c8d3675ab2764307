-- Conversations, messages and turns (DESIGN.md §5, §6). Every text is sealed.

CREATE TABLE conversations (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    id uuid NOT NULL,
    group_id uuid NOT NULL REFERENCES groups,
    title_sealed bytea,
    model text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, id)
);
CREATE INDEX conversations_recent_idx ON conversations (user_id, updated_at DESC, id DESC);

-- A tree: edits and regenerations are siblings.
CREATE TABLE messages (
    user_id uuid NOT NULL,
    id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    parent_id uuid,
    turn_id uuid,
    role text NOT NULL CHECK (role IN ('user', 'assistant')),
    status text NOT NULL CHECK (status IN ('complete', 'running', 'stopped', 'interrupted', 'failed')),
    -- The row of a running answer is itself the checkpoint, sealed for its final place.
    text_sealed bytea NOT NULL,
    -- The sequence number of the last delta inside `text_sealed`.
    text_seq bigint NOT NULL DEFAULT 0,
    model text,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, id),
    FOREIGN KEY (user_id, conversation_id) REFERENCES conversations ON DELETE CASCADE
);
CREATE INDEX messages_conversation_idx ON messages (user_id, conversation_id, created_at, id);

-- Who, when, which model, how much: what the operator needs to bill. Never text.
-- Turns outlive a deleted conversation, because usage and ledger refer to them.
CREATE TABLE turns (
    user_id uuid NOT NULL REFERENCES users,
    id uuid NOT NULL,
    group_id uuid NOT NULL REFERENCES groups,
    conversation_id uuid NOT NULL,
    question_id uuid NOT NULL,
    reply_id uuid NOT NULL,
    model text NOT NULL,
    provider text NOT NULL,
    status text NOT NULL CHECK (status IN ('running', 'finished', 'stopped', 'interrupted', 'failed')),
    error_code text,
    input_estimate_tokens bigint NOT NULL CHECK (input_estimate_tokens >= 0),
    max_output_tokens bigint NOT NULL CHECK (max_output_tokens > 0),
    shortened boolean NOT NULL,
    -- The prices chosen at reservation; the cost re-prices from them for ever.
    price jsonb NOT NULL,
    -- An estimate of the output so far, renewed with each checkpoint: what a reaper without keys settles by.
    output_estimate_tokens bigint NOT NULL DEFAULT 0,
    node_id uuid NOT NULL,
    lease_until timestamptz NOT NULL,
    stop_requested_at timestamptz,
    started_at timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz,
    PRIMARY KEY (user_id, id),
    CONSTRAINT turns_ended_when_ended CHECK ((status = 'running') = (ended_at IS NULL))
);
CREATE UNIQUE INDEX turns_running_key ON turns (user_id, conversation_id) WHERE status = 'running';
CREATE INDEX turns_lease_idx ON turns (lease_until) WHERE status = 'running';
CREATE INDEX turns_conversation_idx ON turns (user_id, conversation_id);

-- What a running turn reserves; ends settled or void, exactly once.
CREATE TABLE holds (
    group_id uuid NOT NULL,
    id uuid NOT NULL,
    period_id uuid NOT NULL,
    user_id uuid NOT NULL,
    turn_id uuid NOT NULL,
    status text NOT NULL DEFAULT 'held' CHECK (status IN ('held', 'settled', 'void')),
    own_nanousd bigint NOT NULL CHECK (own_nanousd >= 0),
    -- The lenders pinned at reservation: [{"lender": id, "nanousd": amount}].
    loans jsonb NOT NULL DEFAULT '[]',
    total_nanousd bigint NOT NULL CHECK (total_nanousd >= 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    ended_at timestamptz,
    PRIMARY KEY (group_id, id),
    FOREIGN KEY (group_id, period_id, user_id) REFERENCES period_members,
    CONSTRAINT holds_turn_key UNIQUE (group_id, turn_id)
);
CREATE INDEX holds_held_idx ON holds (group_id, period_id) WHERE status = 'held';

-- One row for each settled turn. Re-prices to the same cost for ever: the prices are pinned.
CREATE TABLE usage (
    group_id uuid NOT NULL,
    id uuid NOT NULL,
    period_id uuid NOT NULL,
    user_id uuid NOT NULL,
    turn_id uuid NOT NULL,
    provider text NOT NULL,
    model text NOT NULL,
    -- The local date in the group's zone, for pages and exports.
    used_on date NOT NULL,
    input_tokens bigint NOT NULL CHECK (input_tokens >= 0),
    cached_input_tokens bigint NOT NULL CHECK (cached_input_tokens >= 0),
    cache_write_tokens bigint NOT NULL CHECK (cache_write_tokens >= 0),
    output_tokens bigint NOT NULL CHECK (output_tokens >= 0),
    estimated boolean NOT NULL,
    price jsonb NOT NULL,
    cost_nanousd bigint NOT NULL CHECK (cost_nanousd >= 0),
    -- The part above the hold that the member's own credit could not bear; the operator bears it.
    overrun_nanousd bigint NOT NULL DEFAULT 0 CHECK (overrun_nanousd >= 0),
    -- The vendor's own usage report: numbers only.
    raw jsonb,
    vendor_request_id text,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (group_id, id),
    CONSTRAINT usage_turn_key UNIQUE (group_id, turn_id)
);
CREATE INDEX usage_by_day_idx ON usage (group_id, used_on, user_id, model);
