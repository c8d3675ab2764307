//! The end of the month for many groups, with a server that is killed again and again.

use server::periods;
use sqlx::Row;
use store::groups;
use store::testing::population;

use crate::support::{Process, TestServer};

const GROUPS: i64 = 120;

#[tokio::test]
async fn a_month_that_is_closed_through_kills_is_billed_once() {
    let server = TestServer::start().await;
    let mut connection = server.app.db.acquire().await.unwrap();
    population::make_groups(&mut connection, GROUPS).await.unwrap();
    for group in population::forming(&mut connection).await.unwrap() {
        let mut tx = server.app.begin().await.unwrap();
        let group = groups::lock(&mut tx, group).await.unwrap().unwrap();
        periods::open_first(&server.app, &mut tx, &group, group.now).await.unwrap();
        tx.commit().await.unwrap();
    }
    population::let_a_month_go_by(&mut connection).await.unwrap();

    // A server closes what is due as soon as it starts. Each is killed in the middle of it, the last one is not.
    let data = tempfile::tempdir().unwrap();
    let start = || Process::start(data.path(), &[("DATABASE_URL", &server.database_url)]);
    let mut kills_in_the_middle = 0;
    for part in 1..=3 {
        let running = start();
        while population::periods_by_status(&mut connection).await.unwrap().0 < GROUPS * part / 4 {}
        running.kill();
        let (closed, _) = population::periods_by_status(&mut connection).await.unwrap();
        kills_in_the_middle += i64::from(closed < GROUPS);
        server.audit().await;
    }
    let running = start();
    while population::periods_by_status(&mut connection).await.unwrap().0 < GROUPS {}
    running.stop();
    assert!(kills_in_the_middle > 0, "no kill came in the middle");

    assert_eq!(population::periods_by_status(&mut connection).await.unwrap(), (GROUPS, GROUPS));
    let billed = "SELECT (SELECT count(*) FROM invoices), (SELECT count(*) FROM shares),
                         (SELECT count(*) FROM ledger_transactions WHERE kind = 'revenue_earned'),
                         (SELECT count(*) FROM ledger_transactions WHERE kind = 'invoice_final')";
    let row = sqlx::query(billed).fetch_one(&mut *connection).await.unwrap();
    let counts: [i64; 4] = [0, 1, 2, 3].map(|column| row.get(column));
    assert_eq!(counts, [2 * GROUPS, 10 * GROUPS, GROUPS, 2 * GROUPS], "something was billed twice or not at all");
    server.audit().await;
}
