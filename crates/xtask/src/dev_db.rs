//! `cargo xtask dev-db`: a migrated database for whoever writes queries.

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::failure::Outcome;
use crate::test_cluster::TestCluster;

/// Runs until a signal comes.
pub(crate) fn run() -> Outcome {
    let mut signals = Signals::new([SIGHUP, SIGINT, SIGTERM])?;
    let cluster = TestCluster::start()?;
    cluster.create_migrated("dev")?;
    println!("A throw-away database with all migrations runs until Ctrl-C. In another terminal:\n");
    println!("export SQLX_OFFLINE=false DATABASE_URL='{}'", cluster.url("dev"));
    signals.forever().next();
    println!("\nStopping it.");
    Ok(())
}
