-- A closed account is a row without a person: shares, payments and the ledger go on to refer to it.

ALTER TABLE users ADD COLUMN closed_at timestamptz;

-- Closing an account takes its activity with it; before that nobody can.
CREATE OR REPLACE FUNCTION account_activity_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Lines are kept for a year.
    IF TG_OP = 'DELETE' AND (
        OLD.created_at < now() - interval '1 year'
        OR EXISTS (SELECT 1 FROM users WHERE id = OLD.user_id AND closed_at IS NOT NULL)
    ) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'account activity is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;

-- Whatever would go with the row of an account (ON DELETE CASCADE) belongs to the person alone, and goes when the account is
-- closed: sessions, keys, chats, and what later migrations add.
CREATE FUNCTION erase_belongings(person uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    owned record;
BEGIN
    FOR owned IN
        SELECT c.conrelid::regclass AS belongings, a.attname AS owner
        FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
        WHERE c.contype = 'f' AND c.confrelid = 'users'::regclass AND c.confdeltype = 'c'
    LOOP
        EXECUTE format('DELETE FROM %s WHERE %I = $1', owned.belongings, owned.owner) USING person;
    END LOOP;
END $$;
