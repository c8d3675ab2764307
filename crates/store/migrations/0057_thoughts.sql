-- What a model thought before it answered, as far as its vendor tells, sealed; and how long that took.
ALTER TABLE messages ADD COLUMN reasoning_sealed bytea;
ALTER TABLE messages ADD COLUMN thought_ms bigint CHECK (thought_ms >= 0);
