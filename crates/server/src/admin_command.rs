//! `potluck admin`: what only somebody with the machine in hand may do.

use clap::Subcommand;
use server::accounts;
use server::app::App;
use server::config::Settings;
use server::keys::Keys;
use server::lifecycle::Lifecycle;

use crate::Failure;
use crate::database::Database;

const NO_ACCOUNT: &str = "there is no account with this address";

#[derive(Subcommand)]
pub(crate) enum Action {
    /// Let the account with this address run the server, beside those who already do.
    MakeOperator {
        /// The address that it signs in with.
        email: String,
    },
    /// Make a link by which the account with this address gets a new password: hand it to its owner, and to nobody else.
    ResetLink {
        /// The address that it signs in with.
        email: String,
    },
}

/// Does it. With the embedded database the server must be stopped first: it has one owner at a time.
pub(crate) async fn run(settings: Settings, action: &Action) -> Result<(), Failure> {
    let database = Database::open(&settings).await?;
    let outcome = match action {
        Action::MakeOperator { email } => make_operator(&database, email).await,
        Action::ResetLink { email } => reset_link(&database, settings, email).await,
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
    Err(NO_ACCOUNT.into())
}

async fn reset_link(database: &Database, settings: Settings, email: &str) -> Result<(), Failure> {
    let keys = Keys::load(&settings)?;
    let app = App::new(database.pool.clone(), settings, keys, Lifecycle::default()).await?;
    let Some((url, expires_at)) = accounts::make_reset_link(&app, email).await? else {
        return Err(NO_ACCOUNT.into());
    };
    #[expect(clippy::print_stdout, reason = "the link is the command's output")]
    {
        println!("{url}\nIt works once, until {expires_at}.");
    }
    Ok(())
}
