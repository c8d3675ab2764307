-- That entries belong to a transaction is checked once a statement too, and not by a query for each row. Transactions are never
-- deleted, so nothing else can part them.

CREATE OR REPLACE FUNCTION ledger_transaction_balances() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    unbalanced uuid;
BEGIN
    SELECT transaction_id INTO unbalanced FROM added
    GROUP BY group_id, transaction_id, unit HAVING sum(amount) <> 0 LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'ledger transaction % does not sum to zero', unbalanced
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'ledger_transaction_balances';
    END IF;
    IF EXISTS (
        SELECT FROM added a LEFT JOIN ledger_transactions t ON t.group_id = a.group_id AND t.id = a.transaction_id
        WHERE t.id IS NULL
    ) THEN
        RAISE EXCEPTION 'ledger entries without their transaction'
            USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'ledger_entries_transaction';
    END IF;
    RETURN NULL;
END $$;
ALTER TABLE ledger_entries DROP CONSTRAINT ledger_entries_group_id_transaction_id_fkey;
