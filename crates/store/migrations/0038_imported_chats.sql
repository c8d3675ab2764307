-- Chats that came from elsewhere: the SHA-256 of where and which, so that each comes once.

ALTER TABLE conversations ADD COLUMN origin_hash bytea CHECK (octet_length(origin_hash) = 32);
CREATE UNIQUE INDEX conversations_origin_key ON conversations (user_id, origin_hash) WHERE origin_hash IS NOT NULL;
