-- Splits: what a period is billed by, what was proposed, and who agreed when (MONEY.md §1).

ALTER TABLE periods ADD COLUMN split jsonb NOT NULL DEFAULT '{"mode": "equal"}';

-- A bill by usage waits for its period's end: it has neither number nor shares before.
ALTER TABLE invoices ALTER COLUMN number DROP NOT NULL;
ALTER TABLE invoices ADD CONSTRAINT invoices_numbered_when_final
    CHECK ((status = 'final') = (number IS NOT NULL AND final_at IS NOT NULL));

CREATE TABLE split_proposals (
    group_id uuid NOT NULL REFERENCES groups,
    id uuid NOT NULL,
    proposed_by uuid NOT NULL REFERENCES users,
    split jsonb NOT NULL,
    currency text NOT NULL,
    -- The amounts are those of the usage so far.
    estimated boolean NOT NULL,
    status text NOT NULL CHECK (status IN ('open', 'agreed', 'declined', 'withdrawn', 'lapsed')),
    created_at timestamptz NOT NULL DEFAULT now(),
    ended_at timestamptz,
    PRIMARY KEY (group_id, id),
    CONSTRAINT split_proposals_ended_when_ended CHECK ((status = 'open') = (ended_at IS NULL))
);
-- A group decides about one split at a time.
CREATE UNIQUE INDEX split_proposals_open_key ON split_proposals (group_id) WHERE status = 'open';

-- Everybody's part as it was shown to them, and the answers of those who were asked.
CREATE TABLE split_proposal_parts (
    group_id uuid NOT NULL,
    proposal_id uuid NOT NULL,
    user_id uuid NOT NULL REFERENCES users,
    before_minor bigint NOT NULL CHECK (before_minor >= 0),
    after_minor bigint NOT NULL CHECK (after_minor >= 0),
    asked boolean NOT NULL,
    answer text CHECK (answer IN ('approved', 'declined')),
    answered_at timestamptz,
    PRIMARY KEY (group_id, proposal_id, user_id),
    FOREIGN KEY (group_id, proposal_id) REFERENCES split_proposals,
    CONSTRAINT split_proposal_parts_asked_answer CHECK (asked OR answer IS NULL),
    CONSTRAINT split_proposal_parts_answered_when CHECK ((answer IS NULL) = (answered_at IS NULL))
);
