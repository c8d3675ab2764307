-- A change of a row that no index knows of stays on the row's page, and touches no index. Where one index knows of it, or the page is
-- full, it is written into every index of the table.

-- Leases are renewed every second. What runs is little, and looked through without an index of its own: running turns are the rows
-- of `turns_running_key`, and requests by API keys are gone when they have ended.
DROP INDEX turns_lease_idx;
DROP INDEX gateway_requests_lease_idx;

-- Room for that on the page: an answer's row is written when its turn begins, once a second while it grows, and at its end.
ALTER TABLE messages SET (fillfactor = 40);
ALTER TABLE turns SET (fillfactor = 80);
ALTER TABLE gateway_requests SET (fillfactor = 50);
