use sqlx::PgConnection;
use store::books::{self, Breach};

use super::TestServer;

/// What is not in order in the books of every group.
pub async fn breaches(connection: &mut PgConnection) -> Vec<Breach> {
    let mut breaches = Vec::new();
    let checked = books::check(connection, |breach| breaches.push(breach)).await.unwrap();
    assert!(checked.sums().values().all(|sum| *sum == 0) || !breaches.is_empty(), "{checked:?}");
    breaches
}

impl TestServer {
    /// Fails unless the books of every group are in order.
    #[track_caller]
    pub fn audit(&self) -> impl Future<Output = ()> {
        let at = std::panic::Location::caller();
        async move {
            let breaches = breaches(&mut *self.database().await).await;
            assert!(breaches.is_empty(), "{at}: {breaches:#?}");
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
