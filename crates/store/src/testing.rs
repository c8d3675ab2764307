//! A database of its own for every test, made in milliseconds from a migrated template (feature `testing`).
//!
//! The cluster is `cargo xtask test`'s (or `cargo xtask dev-db`'s), named by `POTLUCK_TEST_POSTGRES`; it is thrown away as a
//! whole, so nothing is dropped here.

pub mod history;
pub mod population;

use std::hash::{DefaultHasher, Hash, Hasher};

use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use uuid::Uuid;

/// A fresh, migrated database.
#[derive(Debug)]
pub struct TestDatabase {
    /// Where clients connect to it.
    pub url: String,
}

/// Any number that no other user of advisory locks in the cluster takes.
const TEMPLATE_LOCK: i64 = 0x0070_6f74_6c75_636b;

impl TestDatabase {
    /// Makes one.
    ///
    /// # Panics
    ///
    /// Without `POTLUCK_TEST_POSTGRES`, or when the cluster refuses.
    #[expect(clippy::expect_used, clippy::panic, reason = "tests fail loudly")]
    pub async fn create() -> Self {
        let admin_url = std::env::var("POTLUCK_TEST_POSTGRES")
            .unwrap_or_else(|_| panic!("POTLUCK_TEST_POSTGRES is not set: run the tests with `cargo xtask test rust`"));
        let mut admin = PgConnection::connect(&admin_url).await.expect("the test cluster answers");
        let template = Self::template(&mut admin, &admin_url).await.expect("the template is made");
        let name = format!("test_{}", Uuid::now_v7().simple());
        admin
            .execute(AssertSqlSafe(format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")))
            .await
            .expect("the database is made");
        Self { url: with_database(&admin_url, &name) }
    }

    /// Makes the template once for each state of the migrations, whichever test comes first.
    async fn template(admin: &mut PgConnection, admin_url: &str) -> crate::Result<String> {
        let mut hasher = DefaultHasher::new();
        for migration in sqlx::migrate!().iter() {
            migration.checksum.hash(&mut hasher);
        }
        let template = format!("template_{:x}", hasher.finish());
        sqlx::query("SELECT pg_advisory_lock($1)").bind(TEMPLATE_LOCK).execute(&mut *admin).await?;
        let exists: bool = sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)")
            .bind(&template)
            .fetch_one(&mut *admin)
            .await?;
        if !exists {
            let half_made = format!("{template}_new");
            admin.execute(AssertSqlSafe(format!("DROP DATABASE IF EXISTS {half_made}"))).await?;
            admin.execute(AssertSqlSafe(format!("CREATE DATABASE {half_made}"))).await?;
            let pool = crate::pool::connect(&with_database(admin_url, &half_made), 1).await?;
            crate::pool::migrate(&pool).await?;
            pool.close().await;
            admin.execute(AssertSqlSafe(format!("ALTER DATABASE {half_made} RENAME TO {template}"))).await?;
        }
        sqlx::query("SELECT pg_advisory_unlock($1)").bind(TEMPLATE_LOCK).execute(admin).await?;
        Ok(template)
    }
}

/// The same cluster, another database.
fn with_database(url: &str, database: &str) -> String {
    use sqlx::ConnectOptions;
    #[expect(clippy::expect_used, reason = "tests fail loudly")]
    let options: PgConnectOptions = url.parse().expect("the cluster's URL reads");
    options.database(database).to_url_lossy().to_string()
}
