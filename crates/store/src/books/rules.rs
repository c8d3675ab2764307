//! Each rule of the books as the query that finds what breaks it.
//!
//! A query gets a range of groups, from after `$1` to `$2`, and returns a row for each place that is not in order: the group,
//! the place, what it should be, and what it is.

/// Something that must be true of the books after every event.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// In words.
    pub says: &'static str,
    pub(super) sql: &'static str,
}

/// All of them, apart from prices, which are no SQL's business.
pub const RULES: &[Rule] = &[
    Rule {
        says: "a transaction sums to zero in each unit",
        sql: "SELECT group_id, 'transaction ' || transaction_id || ' ' || unit, '0', sum(amount)::text
              FROM ledger_entries WHERE group_id > $1 AND group_id <= $2
              GROUP BY group_id, transaction_id, unit HAVING sum(amount) <> 0",
    },
    Rule {
        says: "what members owe is what their open shares say",
        sql: "SELECT group_id, account || ' ' || unit, coalesce(open, 0)::text, coalesce(owed, 0)::text
              FROM (SELECT group_id, 'receivable:' || user_id AS account, currency AS unit,
                           sum(amount_minor - paid_minor - credited_minor) AS open
                    FROM shares WHERE group_id > $1 AND group_id <= $2 GROUP BY group_id, user_id, currency) s
              FULL JOIN (SELECT group_id, account, unit, sum(amount) AS owed FROM ledger_entries
                         WHERE group_id > $1 AND group_id <= $2 AND account LIKE 'receivable:%'
                         GROUP BY group_id, account, unit) e USING (group_id, account, unit)
              WHERE coalesce(open, 0) <> coalesce(owed, 0)",
    },
    Rule {
        says: "shares sum to their invoice",
        sql: "SELECT i.group_id, 'invoice ' || i.number || ' ' || i.currency, i.total_minor::text,
                     coalesce(sum(s.amount_minor), 0)::text
              FROM invoices i LEFT JOIN shares s ON s.group_id = i.group_id AND s.invoice_id = i.id AND s.currency = i.currency
              WHERE i.group_id > $1 AND i.group_id <= $2 AND i.status = 'final'
              GROUP BY i.group_id, i.id HAVING coalesce(sum(s.amount_minor), 0) <> i.total_minor",
    },
    Rule {
        says: "a confirmed payment is in the ledger, once",
        sql: "SELECT group_id, 'payment ' || id || ' ' || currency, amount_minor::text, coalesce(posted, 0)::text
              FROM (SELECT p.group_id, p.id, p.currency, p.amount_minor,
                           (SELECT sum(e.amount) FROM ledger_transactions t
                            JOIN ledger_entries e ON e.group_id = t.group_id AND e.transaction_id = t.id
                            WHERE t.group_id = p.group_id AND t.source = 'payment' AND t.source_id = p.id
                              AND t.kind = 'payment_confirmed' AND e.account = 'cash' AND e.unit = p.currency) AS posted
                    FROM payments p
                    WHERE p.group_id > $1 AND p.group_id <= $2
                      AND p.status IN ('confirmed', 'disputed', 'lost')) p
              WHERE coalesce(posted, 0) <> amount_minor",
    },
    Rule {
        says: "the cash is what was paid and not given back, paid out, disputed or taken as a fee",
        sql: "SELECT group_id, 'cash ' || unit, coalesce(expected, 0)::text, coalesce(cash, 0)::text
              FROM (SELECT group_id, unit, sum(amount) AS expected
                    FROM (SELECT group_id, currency AS unit, amount_minor AS amount FROM payments
                          WHERE group_id > $1 AND group_id <= $2 AND status IN ('confirmed', 'disputed', 'lost')
                          UNION ALL
                          SELECT group_id, currency, -amount_minor FROM refunds
                          WHERE group_id > $1 AND group_id <= $2 AND status <> 'failed'
                          UNION ALL
                          SELECT group_id, currency, -amount_minor FROM payouts
                          WHERE group_id > $1 AND group_id <= $2
                          UNION ALL
                          SELECT group_id, currency, -amount_minor FROM disputes
                          WHERE group_id > $1 AND group_id <= $2 AND status <> 'won'
                          UNION ALL
                          SELECT group_id, unit, -amount FROM ledger_entries
                          WHERE group_id > $1 AND group_id <= $2 AND account = 'fees') parts GROUP BY group_id, unit) p
              FULL JOIN (SELECT group_id, unit, sum(amount) AS cash FROM ledger_entries
                         WHERE group_id > $1 AND group_id <= $2 AND account = 'cash' GROUP BY group_id, unit) e
                  USING (group_id, unit)
              WHERE coalesce(expected, 0) <> coalesce(cash, 0)",
    },
    Rule {
        says: "what is disputed is what open disputes say",
        sql: "SELECT group_id, 'disputed ' || unit, coalesce(open, 0)::text, coalesce(disputed, 0)::text
              FROM (SELECT group_id, currency AS unit, sum(amount_minor) AS open FROM disputes
                    WHERE group_id > $1 AND group_id <= $2 AND status = 'open' GROUP BY group_id, currency) d
              FULL JOIN (SELECT group_id, unit, sum(amount) AS disputed FROM ledger_entries
                         WHERE group_id > $1 AND group_id <= $2 AND account = 'disputed' GROUP BY group_id, unit) e
                  USING (group_id, unit)
              WHERE coalesce(open, 0) <> coalesce(disputed, 0)",
    },
    Rule {
        says: "nobody gets back more than they paid",
        sql: "SELECT p.group_id, 'payment ' || p.id || ' ' || p.currency, 'at most ' || p.amount_minor, sum(r.amount_minor)::text
              FROM payments p JOIN refunds r ON r.group_id = p.group_id AND r.payment_id = p.id AND r.status <> 'failed'
              WHERE p.group_id > $1 AND p.group_id <= $2
              GROUP BY p.group_id, p.id HAVING sum(r.amount_minor) > p.amount_minor",
    },
    Rule {
        says: "a share is open while there is something to pay, and only then",
        sql: "SELECT group_id, 'share ' || id || ' ' || currency, 'nothing open, or a share that is due', status
              FROM shares WHERE group_id > $1 AND group_id <= $2 AND status <> 'processing'
                AND (amount_minor - paid_minor - credited_minor > 0) <> (status IN ('due', 'past_due'))",
    },
    Rule {
        says: "credit notes sum to what was taken off their share",
        sql: "SELECT s.group_id, 'share ' || s.id || ' ' || s.currency, s.credited_minor::text,
                     coalesce(sum(c.amount_minor), 0)::text
              FROM shares s LEFT JOIN credit_notes c ON c.group_id = s.group_id AND c.share_id = s.id
              WHERE s.group_id > $1 AND s.group_id <= $2
              GROUP BY s.group_id, s.id HAVING coalesce(sum(c.amount_minor), 0) <> s.credited_minor",
    },
    Rule {
        says: "what joiners paid for is what credit notes passed on",
        sql: "SELECT group_id, 'share ' || share_id, coalesce(passed, 0)::text, coalesce(noted, 0)::text
              FROM (SELECT group_id, from_share_id AS share_id, sum(passed_minor) AS passed FROM joining_parts
                    WHERE group_id > $1 AND group_id <= $2 GROUP BY group_id, from_share_id) j
              FULL JOIN (SELECT group_id, share_id, sum(amount_minor) AS noted FROM credit_notes
                         WHERE group_id > $1 AND group_id <= $2 AND reason = 'joined' GROUP BY group_id, share_id) n
                  USING (group_id, share_id)
              WHERE coalesce(passed, 0) <> coalesce(noted, 0)",
    },
    Rule {
        says: "a balance that was paid out is in the ledger, once",
        sql: "SELECT group_id, 'payout ' || id || ' ' || currency, amount_minor::text, coalesce(posted, 0)::text
              FROM (SELECT p.group_id, p.id, p.currency, p.amount_minor,
                           (SELECT -sum(e.amount) FROM ledger_transactions t
                            JOIN ledger_entries e ON e.group_id = t.group_id AND e.transaction_id = t.id
                            WHERE t.group_id = p.group_id AND t.source = 'payout' AND t.source_id = p.id
                              AND t.kind = 'balance_paid_out' AND e.account = 'cash' AND e.unit = p.currency) AS posted
                    FROM payouts p WHERE p.group_id > $1 AND p.group_id <= $2) p
              WHERE coalesce(posted, 0) <> amount_minor",
    },
    Rule {
        says: "nothing below zero waits for a charge",
        sql: "SELECT group_id, account || ' ' || unit, 'at least 0', sum(amount)::text
              FROM ledger_entries WHERE group_id > $1 AND group_id <= $2 AND account LIKE 'waiting:%'
              GROUP BY group_id, account, unit HAVING sum(amount) < 0",
    },
    Rule {
        says: "nobody's balance is below zero",
        sql: "SELECT group_id, account || ' ' || unit, 'at least 0', (-sum(amount))::text
              FROM ledger_entries WHERE group_id > $1 AND group_id <= $2 AND account LIKE 'balance:%'
              GROUP BY group_id, account, unit HAVING sum(amount) > 0",
    },
    Rule {
        says: "what is still to be earned is what was billed, and nothing once the period is closed",
        sql: "SELECT p.group_id, 'period ' || p.id || ' ' || p.currency,
                     CASE WHEN p.status = 'closed' THEN 0 ELSE coalesce(billed, 0) END::text, coalesce(deferred, 0)::text
              FROM periods p
              LEFT JOIN (SELECT i.group_id, i.period_id, sum(s.amount_minor - s.credited_minor) AS billed
                         FROM invoices i JOIN shares s ON s.group_id = i.group_id AND s.invoice_id = i.id
                         WHERE i.group_id > $1 AND i.group_id <= $2 GROUP BY i.group_id, i.period_id) b
                  ON b.group_id = p.group_id AND b.period_id = p.id
              LEFT JOIN (SELECT group_id, account, -sum(amount) AS deferred FROM ledger_entries
                         WHERE group_id > $1 AND group_id <= $2 AND account LIKE 'deferred:%' GROUP BY group_id, account) e
                  ON e.group_id = p.group_id AND e.account = 'deferred:' || p.group_id || ':' || p.id
              WHERE p.group_id > $1 AND p.group_id <= $2
                AND coalesce(deferred, 0) <> CASE WHEN p.status = 'closed' THEN 0 ELSE coalesce(billed, 0) END",
    },
    Rule {
        says: "a closed period is as it was when it was closed",
        sql: "SELECT group_id, 'period ' || id, encode(closed_digest, 'hex'), encode(period_digest(group_id, id), 'hex')
              FROM periods WHERE group_id > $1 AND group_id <= $2 AND status = 'closed'
                AND closed_digest IS DISTINCT FROM period_digest(group_id, id)",
    },
    Rule {
        says: "grants sum to the pool",
        sql: "SELECT p.group_id, 'period ' || p.id || ' nano_usd', (p.pool_nanousd - p.voided_nanousd)::text,
                     coalesce(granted, 0)::text
              FROM periods p
              LEFT JOIN (SELECT m.group_id, m.period_id, sum(slice) AS granted FROM period_members m, unnest(m.slices) slice
                         WHERE m.group_id > $1 AND m.group_id <= $2 GROUP BY m.group_id, m.period_id) g
                  ON g.group_id = p.group_id AND g.period_id = p.id
              WHERE p.group_id > $1 AND p.group_id <= $2 AND coalesce(granted, 0) <> p.pool_nanousd - p.voided_nanousd",
    },
    Rule {
        says: "what is lent is what is borrowed",
        sql: "SELECT group_id, 'period ' || period_id || ' nano_usd', sum(lent_nanousd)::text, sum(borrowed_nanousd)::text
              FROM period_members WHERE group_id > $1 AND group_id <= $2
              GROUP BY group_id, period_id HAVING sum(lent_nanousd) <> sum(borrowed_nanousd)",
    },
    Rule {
        says: "the ledger's grants are what members have left, and nothing once the period is closed",
        sql: "SELECT group_id, account || ' nano_usd', coalesce(left_over, 0)::text, coalesce(granted, 0)::text
              FROM (SELECT m.group_id, 'grant:' || m.period_id || ':' || m.user_id AS account,
                           CASE WHEN p.status = 'closed' THEN 0
                                ELSE (SELECT sum(slice) FROM unnest(m.slices) slice) - m.own_nanousd - m.lent_nanousd
                           END AS left_over
                    FROM period_members m JOIN periods p ON p.group_id = m.group_id AND p.id = m.period_id
                    WHERE m.group_id > $1 AND m.group_id <= $2) m
              FULL JOIN (SELECT group_id, account, -sum(amount) AS granted FROM ledger_entries
                         WHERE group_id > $1 AND group_id <= $2 AND account LIKE 'grant:%' GROUP BY group_id, account) e
                  USING (group_id, account)
              WHERE coalesce(left_over, 0) <> coalesce(granted, 0)",
    },
    Rule {
        says: "the ledger's top-ups are what members have left of what they bought, and nothing once the period is closed",
        sql: "SELECT group_id, account || ' nano_usd', coalesce(left_over, 0)::text, coalesce(bought, 0)::text
              FROM (SELECT m.group_id, 'top_up:' || m.period_id || ':' || m.user_id AS account,
                           CASE WHEN p.status = 'closed' THEN 0
                                ELSE top_up_carried_nanousd + top_up_bought_nanousd - top_up_used_nanousd
                           END AS left_over
                    FROM period_members m JOIN periods p ON p.group_id = m.group_id AND p.id = m.period_id
                    WHERE m.group_id > $1 AND m.group_id <= $2) m
              FULL JOIN (SELECT group_id, account, -sum(amount) AS bought FROM ledger_entries
                         WHERE group_id > $1 AND group_id <= $2 AND account LIKE 'top_up:%' GROUP BY group_id, account) e
                  USING (group_id, account)
              WHERE coalesce(left_over, 0) <> coalesce(bought, 0)",
    },
    Rule {
        says: "a top-up is in the ledger once it is paid, and only then",
        sql: "SELECT t.group_id, 'share ' || t.share_id || ' nano_usd',
                     CASE WHEN t.status IN ('granted', 'taken_back') THEN t.credit_nanousd ELSE 0 END::text,
                     coalesce(posted, 0)::text
              FROM top_ups t
              LEFT JOIN (SELECT l.group_id, l.source_id, -sum(e.amount) AS posted
                         FROM ledger_transactions l
                         JOIN ledger_entries e ON e.group_id = l.group_id AND e.transaction_id = l.id
                         WHERE l.group_id > $1 AND l.group_id <= $2 AND l.kind = 'topped_up' AND e.account LIKE 'top_up:%'
                         GROUP BY l.group_id, l.source_id) g ON g.group_id = t.group_id AND g.source_id = t.share_id
              WHERE t.group_id > $1 AND t.group_id <= $2
                AND coalesce(posted, 0) <> CASE WHEN t.status IN ('granted', 'taken_back') THEN t.credit_nanousd ELSE 0 END",
    },
    Rule {
        says: "what the ledger has on hold is what running turns hold",
        sql: "SELECT group_id, account || ' nano_usd', coalesce(held, 0)::text, coalesce(on_hold, 0)::text
              FROM (SELECT group_id, 'hold:' || period_id || ':' || user_id AS account, sum(total_nanousd) AS held
                    FROM holds WHERE group_id > $1 AND group_id <= $2 AND status = 'held'
                    GROUP BY group_id, period_id, user_id) h
              FULL JOIN (SELECT group_id, account, -sum(amount) AS on_hold FROM ledger_entries
                         WHERE group_id > $1 AND group_id <= $2 AND account LIKE 'hold:%' GROUP BY group_id, account) e
                  USING (group_id, account)
              WHERE coalesce(held, 0) <> coalesce(on_hold, 0)",
    },
    Rule {
        says: "what turns are charged for is what the ledger says is spent",
        sql: "SELECT group_id, account || ' nano_usd', coalesce(charged, 0)::text, coalesce(spent, 0)::text
              FROM (SELECT group_id, 'spent:' || period_id || ':' || user_id AS account, sum(cost_nanousd) AS charged
                    FROM charged_usage WHERE group_id > $1 AND group_id <= $2 GROUP BY group_id, period_id, user_id) u
              FULL JOIN (SELECT group_id, account, -sum(amount) AS spent FROM ledger_entries
                         WHERE group_id > $1 AND group_id <= $2 AND account LIKE 'spent:%' GROUP BY group_id, account) e
                  USING (group_id, account)
              WHERE coalesce(charged, 0) <> coalesce(spent, 0)",
    },
    Rule {
        says: "what members took from the pool and of what they bought is what they hold and were charged for, the operator's part apart",
        sql: "SELECT group_id, 'period ' || period_id || ' member ' || user_id || ' nano_usd',
                     (coalesce(held, 0) + coalesce(charged, 0))::text, coalesce(taken, 0)::text
              FROM (SELECT group_id, period_id, user_id, own_nanousd + borrowed_nanousd + top_up_used_nanousd AS taken
                    FROM period_members WHERE group_id > $1 AND group_id <= $2) m
              FULL JOIN (SELECT group_id, period_id, user_id, sum(total_nanousd) AS held FROM holds
                         WHERE group_id > $1 AND group_id <= $2 AND status = 'held'
                         GROUP BY group_id, period_id, user_id) h USING (group_id, period_id, user_id)
              FULL JOIN (SELECT group_id, period_id, user_id, sum(cost_nanousd - overrun_nanousd) AS charged
                         FROM charged_usage WHERE group_id > $1 AND group_id <= $2
                         GROUP BY group_id, period_id, user_id) u USING (group_id, period_id, user_id)
              WHERE coalesce(taken, 0) <> coalesce(held, 0) + coalesce(charged, 0)",
    },
    Rule {
        says: "a day's usage is that of its turns",
        sql: "SELECT group_id, 'day ' || used_on || ' member ' || user_id || ' ' || model || ' nano_usd',
                     coalesce(t.cost, 0)::text, coalesce(d.cost_nanousd, 0)::text
              FROM (SELECT group_id, used_on, user_id, model, api_key_id IS NOT NULL AS by_api, count(*) AS turns,
                           sum(output_tokens) AS output_tokens, sum(cost_nanousd) AS cost,
                           coalesce(sum(cost_nanousd) FILTER (WHERE purpose = 'title'), 0) AS of_titles
                    FROM charged_usage WHERE group_id > $1 AND group_id <= $2 GROUP BY 1, 2, 3, 4, 5) t
              FULL JOIN (SELECT * FROM usage_by_day WHERE group_id > $1 AND group_id <= $2) d
                  USING (group_id, used_on, user_id, model, by_api)
              WHERE (coalesce(t.turns, 0), coalesce(t.output_tokens, 0), coalesce(t.cost, 0), coalesce(t.of_titles, 0))
                    IS DISTINCT FROM (coalesce(d.turns, 0), coalesce(d.output_tokens, 0), coalesce(d.cost_nanousd, 0),
                                      coalesce(d.title_cost_nanousd, 0))",
    },
    Rule {
        says: "a group has one owner while it has members",
        sql: "SELECT group_id, 'the number of owners', '1', count(*) FILTER (WHERE role = 'owner')::text
              FROM memberships WHERE group_id > $1 AND group_id <= $2 AND ended_at IS NULL
              GROUP BY group_id HAVING count(*) FILTER (WHERE role = 'owner') <> 1",
    },
];
