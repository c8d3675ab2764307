//! Connections that are kept: for one transaction after the other, and for single statements.

use futures_util::FutureExt;
use sqlx::{PgConnection, PgPool};
use store::pool::{Chain, Statements};
use store::testing::TestDatabase;

async fn pool(connections_max: u32) -> (TestDatabase, PgPool) {
    let database = TestDatabase::create().await;
    let pool = store::pool::connect(&database.url, connections_max).await.unwrap();
    (database, pool)
}

async fn write(connection: &mut PgConnection, number: i32) -> String {
    sqlx::query_scalar("INSERT INTO numbers VALUES ($1) RETURNING pg_current_xact_id()::text")
        .bind(number)
        .fetch_one(connection)
        .await
        .unwrap()
}

/// Which process of the database serves it.
async fn backend(connection: &mut PgConnection) -> store::Result<i32> {
    Ok(sqlx::query_scalar("SELECT pg_backend_pid()").fetch_one(connection).await?)
}

async fn lock_number(connection: &mut PgConnection, number: i64) -> store::Result<()> {
    sqlx::query("SELECT pg_advisory_lock($1)").bind(number).execute(connection).await?;
    Ok(())
}

#[tokio::test]
async fn the_end_of_one_transaction_begins_the_next_and_what_has_not_ended_is_undone() {
    let (_database, pool) = pool(1).await;
    sqlx::query("CREATE TABLE numbers (number int)").execute(&pool).await.unwrap();
    let mut chain = Chain::new(&pool).await.unwrap();
    let mut transactions = Vec::new();
    for (number, another_follows) in [(1, true), (2, false), (3, true)] {
        transactions.push(write(chain.begin(number == 2).await.unwrap(), number).await);
        chain.commit(another_follows).await.unwrap();
    }
    write(chain.begin(false).await.unwrap(), 4).await;
    drop(chain);

    transactions.dedup();
    assert_eq!(transactions.len(), 3, "each is one of its own");
    let left: Vec<i32> = sqlx::query_scalar("SELECT number FROM numbers ORDER BY 1").fetch_all(&pool).await.unwrap();
    assert_eq!(left, [1, 2, 3]);
}

#[tokio::test]
async fn statements_share_a_few_connections_one_after_the_other() {
    let (_database, pool) = pool(1).await;
    let statements = Statements::new(&pool, 1);
    let (first, second) = tokio::join!(statements.run(backend), statements.run(backend));
    assert_eq!((first.unwrap(), statements.run(backend).await.unwrap()), {
        let second = second.unwrap();
        (second, second)
    });
}

#[tokio::test]
async fn a_statement_that_failed_or_was_given_up_leaves_its_connection_to_nobody() {
    let (_database, pool) = pool(1).await;
    let statements = Statements::new(&pool, 1);
    let first = statements.run(backend).await.unwrap();
    let failed = statements.run(async |db| Ok(sqlx::query("SELECT 1 / 0").execute(db).await?)).await;
    assert!(failed.is_err());
    let second = statements.run(backend).await.unwrap();

    let mut elsewhere = pool.acquire().await.unwrap();
    lock_number(&mut elsewhere, 7).await.unwrap();
    assert!(statements.run(async |db| lock_number(db, 7).await).now_or_never().is_none());
    let third = statements.run(backend).await.unwrap();
    assert!(first != second && second != third, "{first} {second} {third}");
}
