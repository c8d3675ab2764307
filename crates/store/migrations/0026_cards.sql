-- Cards at the payment vendor, and payments by them (MONEY.md §2). Card numbers never come here: what is kept is the vendor's
-- names for things, the brand and the last four digits.

CREATE TABLE payer_accounts (
    user_id uuid PRIMARY KEY REFERENCES users ON DELETE CASCADE,
    customer_ref text NOT NULL,
    card_ref text,
    card_brand text,
    card_last_four text,
    card_expires_year integer,
    card_expires_month integer,
    card_saved_at timestamptz,
    -- Its bank says that this card will not work any more.
    card_refused boolean NOT NULL DEFAULT false,
    CONSTRAINT payer_accounts_customer_key UNIQUE (customer_ref),
    CONSTRAINT payer_accounts_whole_card CHECK (num_nulls(
        card_ref, card_brand, card_last_four, card_expires_year, card_expires_month, card_saved_at) IN (0, 6))
);

-- Visits to the vendor's page on which a card is saved.
CREATE TABLE card_setups (
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    id uuid NOT NULL,
    session_ref text NOT NULL,
    status text NOT NULL CHECK (status IN ('open', 'saved', 'expired')),
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, id),
    CONSTRAINT card_setups_session_key UNIQUE (session_ref)
);

ALTER TABLE payments
    DROP CONSTRAINT payments_status_check,
    ADD CONSTRAINT payments_status_check CHECK (status IN ('claimed', 'confirmed', 'rejected',
        'sending', 'action_required', 'failed', 'put_off', 'disputed', 'lost')),
    -- The vendor's name for the charge, once it is known.
    ADD COLUMN vendor_ref text,
    -- What it is charged to. The same words are sent again when an answer was lost.
    ADD COLUMN customer_ref text,
    ADD COLUMN card_ref text,
    -- Whether the payer was there when it began.
    ADD COLUMN payer_present boolean NOT NULL DEFAULT false,
    -- Which of the tries on set days it is, or stands for; null: somebody covers the share.
    ADD COLUMN try_number integer CHECK (try_number > 0),
    -- The vendor's word for why it did not work.
    ADD COLUMN failure text,
    -- What of a charge paid the share, once it arrived; null: all of it, by hand.
    ADD COLUMN settled_minor bigint CHECK (settled_minor >= 0),
    ADD COLUMN changed_at timestamptz NOT NULL DEFAULT now(),
    -- When the vendor is asked again, while its answer is not here, and how often it was.
    ADD COLUMN look_at timestamptz,
    ADD COLUMN looks integer NOT NULL DEFAULT 0,
    ADD CONSTRAINT payments_by_card CHECK (method = 'manual' OR num_nulls(customer_ref, card_ref) = 0);

-- At most one attempt under way for each share. A payment that was taken back may be followed by another.
DROP INDEX payments_live_key;
CREATE UNIQUE INDEX payments_live_key ON payments (group_id, share_id)
    WHERE status IN ('claimed', 'sending', 'action_required');
CREATE UNIQUE INDEX payments_vendor_ref_key ON payments (vendor_ref) WHERE vendor_ref IS NOT NULL;
CREATE INDEX payments_looking_idx ON payments (look_at) WHERE look_at IS NOT NULL;
CREATE INDEX payments_of_share_idx ON payments (group_id, share_id);
