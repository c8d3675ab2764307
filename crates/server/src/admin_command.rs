//! `potluck admin`: what only somebody with the machine in hand may do.

use clap::Subcommand;
use server::config::Settings;

use crate::Failure;
use crate::database::Database;

#[derive(Subcommand)]
pub(crate) enum Action {
    /// Let the account with this address run the server, beside those who already do.
    MakeOperator {
        /// The address that it signs in with.
        email: String,
    },
}

/// Does it. With the embedded database the server must be stopped first: it has one owner at a time.
pub(crate) async fn run(settings: &Settings, action: &Action) -> Result<(), Failure> {
    let database = Database::open(settings).await?;
    let outcome = match action {
        Action::MakeOperator { email } => make_operator(&database, email).await,
    };
    database.close().await?;
    outcome
}

async fn make_operator(database: &Database, email: &str) -> Result<(), Failure> {
    let mut connection = database.pool.acquire().await?;
    if store::users::make_operator(&mut connection, &server::http::email::normalise(email)).await? {
        tracing::info!("done: the account is an operator now");
        return Ok(());
    }
    Err("there is no account with this address".into())
}
