-- Covered shares and what members owe each other for it, outside of the operator's books (MONEY.md §2).

CREATE TABLE covers (
    group_id uuid NOT NULL,
    share_id uuid NOT NULL,
    payment_id uuid NOT NULL,
    coverer_id uuid NOT NULL REFERENCES users,
    debtor_id uuid NOT NULL REFERENCES users,
    currency text NOT NULL,
    amount_minor bigint NOT NULL CHECK (amount_minor > 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    -- A share is covered once.
    PRIMARY KEY (group_id, share_id),
    FOREIGN KEY (group_id, share_id) REFERENCES shares,
    FOREIGN KEY (group_id, payment_id) REFERENCES payments,
    CONSTRAINT covers_somebody_else CHECK (coverer_id <> debtor_id)
);

-- What members paid back to each other, as whoever got it says.
CREATE TABLE paybacks (
    group_id uuid NOT NULL REFERENCES groups,
    id uuid NOT NULL,
    from_id uuid NOT NULL REFERENCES users,
    to_id uuid NOT NULL REFERENCES users,
    currency text NOT NULL,
    amount_minor bigint NOT NULL CHECK (amount_minor > 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (group_id, id),
    CONSTRAINT paybacks_somebody_else CHECK (from_id <> to_id)
);
