-- What happened to an account, for its member to read: sign-ins, keys, exports. Nobody changes it afterwards.

CREATE TABLE account_activity (
    user_id uuid NOT NULL REFERENCES users,
    id uuid NOT NULL,
    action text NOT NULL,
    -- The session that did it; none before somebody is signed in, and where another did it to the member.
    session_id uuid,
    browser text,
    system text,
    -- Only the network that the address belongs to: /24 or /48.
    place text,
    -- The name of what it was done to: a group's, a key's, a device's.
    about text,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, id)
);
CREATE INDEX account_activity_created_idx ON account_activity (created_at);

CREATE FUNCTION account_activity_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Lines are kept for a year.
    IF TG_OP = 'DELETE' AND OLD.created_at < now() - interval '1 year' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'account activity is append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER account_activity_append_only BEFORE UPDATE OR DELETE ON account_activity
    FOR EACH ROW EXECUTE FUNCTION account_activity_is_append_only();
