-- What members are told, in which language, and which mails they can do without (MONEY.md §2).

ALTER TABLE users ADD COLUMN language text NOT NULL DEFAULT 'en';

-- One row for each event and member, written in the event's transaction. It is what the app shows, and the mail that is still
-- to be sent.
CREATE TABLE notices (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    id uuid NOT NULL,
    group_id uuid NOT NULL REFERENCES groups,
    kind text NOT NULL,
    -- What it is about: a share, a payment, a period.
    about uuid NOT NULL,
    -- Ids of whom it names, and the amounts that belong to it (`domain::notice`).
    facts jsonb NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    read_at timestamptz,
    -- When the mail is to be tried; null: it was handed in, given up, or is not wanted.
    mail_due_at timestamptz DEFAULT now(),
    mail_attempts integer NOT NULL DEFAULT 0,
    mailed_at timestamptz,
    PRIMARY KEY (user_id, id),
    CONSTRAINT notices_once UNIQUE (user_id, kind, about)
);
CREATE INDEX notices_unread_idx ON notices (user_id) WHERE read_at IS NULL;
CREATE INDEX notices_mail_due_idx ON notices (mail_due_at) WHERE mail_due_at IS NOT NULL;

-- Mails that a member does not want. Those about the account's safety are no topic: they always come.
CREATE TABLE unwanted_mail (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    topic text NOT NULL CHECK (topic IN ('billing', 'group', 'credit')),
    PRIMARY KEY (user_id, topic)
);
