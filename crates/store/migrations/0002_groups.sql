-- Groups, seats and invitations (DESIGN.md §2).

CREATE TABLE groups (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    plan_code text NOT NULL,
    seats smallint NOT NULL CHECK (seats BETWEEN 1 AND 5),
    time_zone text NOT NULL,
    status text NOT NULL DEFAULT 'forming' CHECK (status IN ('forming', 'active', 'archived')),
    -- The local date on which period 0 starts; every later period is counted from it.
    anchor_on date,
    split jsonb NOT NULL DEFAULT '{"mode": "equal"}',
    -- Whom the operator named to confirm payments by hand; nobody: the operator.
    payee_id uuid REFERENCES users,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT groups_anchor_once_active CHECK (status <> 'active' OR anchor_on IS NOT NULL)
);

CREATE TABLE memberships (
    group_id uuid NOT NULL REFERENCES groups,
    id uuid NOT NULL,
    user_id uuid NOT NULL REFERENCES users,
    role text NOT NULL CHECK (role IN ('owner', 'member')),
    status text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'leaving', 'ended')),
    seat smallint NOT NULL CHECK (seat BETWEEN 1 AND 5),
    joined_at timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz,
    PRIMARY KEY (group_id, id),
    CONSTRAINT memberships_ended_when_ended CHECK ((status = 'ended') = (ended_at IS NOT NULL))
);
-- The last word on a raced seat: two live memberships never share one.
CREATE UNIQUE INDEX memberships_seat_key ON memberships (group_id, seat) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX memberships_user_key ON memberships (group_id, user_id) WHERE ended_at IS NULL;
CREATE UNIQUE INDEX memberships_owner_key ON memberships (group_id) WHERE role = 'owner' AND ended_at IS NULL;
CREATE INDEX memberships_of_user_idx ON memberships (user_id) WHERE ended_at IS NULL;

-- The link's token is not stored: it is the invitation's id and a code over it, made with the server's secret.
CREATE TABLE invitations (
    group_id uuid NOT NULL REFERENCES groups,
    id uuid NOT NULL,
    invited_by uuid NOT NULL REFERENCES users,
    email text,
    status text NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'accepted', 'declined', 'revoked')),
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    answered_at timestamptz,
    accepted_by uuid REFERENCES users,
    PRIMARY KEY (group_id, id),
    CONSTRAINT invitations_id_key UNIQUE (id),
    CONSTRAINT invitations_accepted_by_somebody CHECK ((status = 'accepted') = (accepted_by IS NOT NULL))
);
