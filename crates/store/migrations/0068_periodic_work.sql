-- When work that is done over and over went well last, and when it did not, on whichever node: for the operator.

CREATE TABLE periodic_work (
    -- Which (`domain::job::PeriodicWork`).
    work text PRIMARY KEY,
    succeeded_at timestamptz,
    failed_at timestamptz
);
