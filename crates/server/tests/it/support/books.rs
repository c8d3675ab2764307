use sqlx::{PgConnection, Row};

use super::TestServer;

/// What must be true of the books after every event (MONEY.md §3, §6, §7): each query returns the rows that break it.
const RULES: [(&str, &str); 8] = [
    (
        "the ledger sums to zero in each unit",
        "SELECT group_id::text || ' ' || unit FROM ledger_entries GROUP BY group_id, unit HAVING sum(amount) <> 0",
    ),
    (
        "what members owe is what their open shares say",
        "SELECT s.group_id::text || ' ' || s.user_id::text
         FROM (SELECT group_id, user_id,
                      sum(amount_minor) FILTER (WHERE status IN ('due', 'processing', 'past_due')) AS open
               FROM shares GROUP BY group_id, user_id) s
         LEFT JOIN (SELECT group_id, account, sum(amount) AS owed FROM ledger_entries GROUP BY group_id, account) e
             ON e.group_id = s.group_id AND e.account = 'receivable:' || s.user_id
         WHERE coalesce(s.open, 0) <> coalesce(e.owed, 0)",
    ),
    (
        "shares sum to their invoice",
        "SELECT i.number FROM invoices i JOIN shares s ON s.group_id = i.group_id AND s.invoice_id = i.id
         GROUP BY i.group_id, i.id, i.number, i.total_minor HAVING sum(s.amount_minor) <> i.total_minor",
    ),
    (
        "grants sum to the pool",
        "SELECT p.id::text FROM periods p
         JOIN LATERAL (SELECT sum(slice) AS granted FROM period_members m, unnest(m.slices) slice
                       WHERE m.group_id = p.group_id AND m.period_id = p.id) g ON true
         WHERE g.granted <> p.pool_nanousd",
    ),
    (
        "what is lent is what is borrowed",
        "SELECT period_id::text FROM period_members GROUP BY group_id, period_id
         HAVING sum(lent_nanousd) <> sum(borrowed_nanousd)",
    ),
    (
        "the ledger's grants are what members have left, and nothing once the period is closed",
        "SELECT m.period_id::text || ' ' || m.user_id::text FROM period_members m
         JOIN periods p ON p.group_id = m.group_id AND p.id = m.period_id
         LEFT JOIN (SELECT group_id, account, -sum(amount) AS left_over FROM ledger_entries GROUP BY group_id, account) e
             ON e.group_id = m.group_id AND e.account = 'grant:' || m.period_id || ':' || m.user_id
         WHERE coalesce(e.left_over, 0) <> CASE WHEN p.status = 'closed' THEN 0
             ELSE (SELECT sum(slice) FROM unnest(m.slices) slice) - m.own_nanousd - m.lent_nanousd END",
    ),
    (
        "what turns are charged for is what the ledger says is spent",
        "SELECT period_id::text || ' ' || user_id::text
         FROM (SELECT group_id, period_id, user_id, 'spent:' || period_id || ':' || user_id AS account,
                      sum(cost_nanousd) AS charged FROM charged_usage GROUP BY group_id, period_id, user_id) u
         FULL JOIN (SELECT group_id, account, -sum(amount) AS spent FROM ledger_entries
                    WHERE account LIKE 'spent:%' GROUP BY group_id, account) e USING (group_id, account)
         WHERE coalesce(u.charged, 0) <> coalesce(e.spent, 0)",
    ),
    (
        "a group has one owner while it has members",
        "SELECT group_id::text FROM memberships WHERE ended_at IS NULL GROUP BY group_id
         HAVING count(*) FILTER (WHERE role = 'owner') <> 1",
    ),
];

/// The rules that the books break, each with where.
pub async fn broken_rules(connection: &mut PgConnection) -> Vec<(&'static str, Vec<String>)> {
    let mut all = Vec::new();
    for (rule, query) in RULES {
        let broken = sqlx::query(query).fetch_all(&mut *connection).await.unwrap();
        let broken: Vec<String> = broken.iter().map(|row| row.get(0)).collect();
        if !broken.is_empty() {
            all.push((rule, broken));
        }
    }
    all
}

impl TestServer {
    /// Fails unless the books of every group are in order.
    #[track_caller]
    pub fn audit(&self) -> impl Future<Output = ()> {
        let at = std::panic::Location::caller();
        async move {
            let broken = broken_rules(&mut *self.database().await).await;
            assert!(broken.is_empty(), "{at}: {broken:?}");
        }
    }

    /// What is on the accounts of a group whose names begin like this, in one unit: debits above zero.
    pub async fn balance(&self, group: &str, account: &str, unit: &str) -> i64 {
        sqlx::query_scalar(
            "SELECT coalesce(sum(amount), 0)::bigint FROM ledger_entries
             WHERE group_id = $1::uuid AND account LIKE $2 || '%' AND unit = $3",
        )
        .bind(group)
        .bind(account)
        .bind(unit)
        .fetch_one(&mut *self.database().await)
        .await
        .unwrap()
    }

    /// Changes the database behind the server's back, as time or an operator would.
    pub async fn meddle(&self, statement: &'static str, id: &str) {
        sqlx::query(statement).bind(id).execute(&mut *self.database().await).await.unwrap();
    }
}

/// Moves a group's calendar: what was anchored on one date is anchored on an earlier one, period bounds and all.
const MOVE_BACK: [&str; 2] = [
    "UPDATE groups SET anchor_on = anchor_on - interval '1 month' WHERE id = $1::uuid",
    "UPDATE periods p SET (starts_on, starts_at, ends_at, days) =
         (SELECT s::date, s AT TIME ZONE g.time_zone, e AT TIME ZONE g.time_zone, e::date - s::date
          FROM groups g, LATERAL (SELECT g.anchor_on + p.number * interval '1 month' AS s,
                                         g.anchor_on + (p.number + 1) * interval '1 month' AS e) bounds
          WHERE g.id = p.group_id)
     WHERE group_id = $1::uuid",
];

impl TestServer {
    /// Lets a month go by for a group: the period that is open is over.
    pub async fn end_period(&self, group: &str) {
        let mut tx = self.app.begin().await.unwrap();
        for statement in MOVE_BACK {
            sqlx::query(statement).bind(group).execute(&mut *tx).await.unwrap();
        }
        tx.commit().await.unwrap();
    }

    /// Waits until a query says so.
    pub async fn until(&self, query: &'static str) {
        let asking = async {
            while !sqlx::query_scalar::<_, bool>(query).fetch_one(&self.app.db).await.unwrap() {
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(20), asking).await.expect("it comes true");
    }
}
