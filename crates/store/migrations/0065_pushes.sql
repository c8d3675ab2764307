-- Pushes: what reaches a device while no page of Potluck is open there. For each device that somebody switched them on at.

CREATE TABLE push_devices (
    user_id uuid NOT NULL,
    session_id uuid NOT NULL,
    -- Where the browser's push service takes messages, and the keys by which only that browser reads them: encrypted with a key
    -- of the server's own, which sends while nobody is there.
    subscription_encrypted bytea NOT NULL,
    -- A browser has one address, whoever uses it: by this it is known that it is somebody else's now.
    endpoint_hash bytea NOT NULL,
    -- What its owner wants there.
    answers boolean NOT NULL,
    shares boolean NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, session_id),
    FOREIGN KEY (user_id, session_id) REFERENCES sessions ON DELETE CASCADE
);
CREATE INDEX push_devices_endpoint_idx ON push_devices (endpoint_hash);

-- What is still to be sent to a device: a reference, never a text. It does not refer to the device: whoever ends a turn must not
-- fail because a session ends at the same moment.
CREATE TABLE pushes (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    session_id uuid NOT NULL,
    -- The turn that was answered, or the notice.
    about uuid NOT NULL,
    kind text NOT NULL CONSTRAINT pushes_kind_check CHECK (kind IN ('answer', 'notice')),
    created_at timestamptz NOT NULL DEFAULT now(),
    due_at timestamptz NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    PRIMARY KEY (user_id, session_id, about)
);
CREATE INDEX pushes_due_idx ON pushes (due_at);
