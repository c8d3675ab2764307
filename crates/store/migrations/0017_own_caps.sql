-- What members allow themselves at most; null: as much as there is.

ALTER TABLE memberships ADD COLUMN turn_cap_nanousd bigint CHECK (turn_cap_nanousd > 0);
ALTER TABLE memberships ADD COLUMN day_cap_nanousd bigint CHECK (day_cap_nanousd > 0);
