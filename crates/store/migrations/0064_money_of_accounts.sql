-- Only accounts of money are looked up by name. Those of credit are in the pools; each turn wrote five entries into an index for nobody.
DROP INDEX ledger_entries_account_idx;
CREATE INDEX ledger_entries_money_idx ON ledger_entries (group_id, account, unit) WHERE unit <> 'nano_usd';
