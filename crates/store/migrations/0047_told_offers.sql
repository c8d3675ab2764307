-- Whether everybody whom a new price concerns has been told of it: that goes on where it was broken off.

ALTER TABLE plan_offers
    ADD COLUMN id uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
    ADD COLUMN told_at timestamptz;
UPDATE plan_offers SET told_at = offered_at;
