//! Which database this process uses: the configured one, or the embedded one that it starts and stops.

use std::time::Duration;

use embedded_postgres::{Options, Postgres, Step};
use server::config::Settings;
use store::PgPool;
use store::pool::{self, Shares};

use crate::Failure;

const DATABASE: &str = "potluck";
/// How often the embedded PostgreSQL is looked after.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// A reachable, migrated database.
pub(crate) struct Database {
    pub(crate) pool: PgPool,
    embedded: Option<Postgres>,
}

impl Database {
    /// Connects, starting the embedded PostgreSQL first where no other is configured, and migrates.
    pub(crate) async fn open(settings: &Settings) -> Result<Self, Failure> {
        let (url, embedded) = if let Some(url) = &settings.database_url {
            (url.reveal().to_owned(), None)
        } else {
            let postgres = start_embedded(settings).await?;
            pool::create_database(&postgres.url("postgres"), DATABASE).await?;
            (postgres.url(DATABASE), Some(postgres))
        };
        let pool = pool::connect(&url, Shares::of(settings.database_connections_max).common).await?;
        pool::migrate(&pool).await?;
        server::jobs::migrate(&pool).await?;
        Ok(Self { pool, embedded })
    }

    /// Resolves with the reason when the embedded PostgreSQL ends although nobody stopped it.
    pub(crate) async fn lost(&self) -> String {
        let Some(postgres) = &self.embedded else { return std::future::pending().await };
        let mut look = tokio::time::interval(LOOK_EVERY);
        loop {
            look.tick().await;
            if let Some(reason) = postgres.wait(Duration::ZERO) {
                return reason;
            }
        }
    }

    /// Closes the connections and stops the embedded PostgreSQL cleanly.
    pub(crate) async fn close(self) -> Result<(), Failure> {
        self.pool.close().await;
        if let Some(postgres) = self.embedded {
            tokio::task::spawn_blocking(move || postgres.stop()).await??;
        }
        Ok(())
    }
}

/// `potluck migrate`
pub(crate) async fn migrate(settings: &Settings) -> Result<(), Failure> {
    let database = Database::open(settings).await?;
    tracing::info!("the schema is up to date");
    database.close().await
}

async fn start_embedded(settings: &Settings) -> Result<Postgres, Failure> {
    let mut options = Options::new(&settings.data_dir);
    options.bin_dir.clone_from(&settings.postgres_bin);
    let postgres = tokio::task::spawn_blocking(move || {
        embedded_postgres::start(&options, &|step: &Step| tracing::info!("{step}"))
    })
    .await??;
    Ok(postgres)
}
