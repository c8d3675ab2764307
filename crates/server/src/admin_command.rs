//! `potluck admin`: what only somebody with the machine in hand may do.

use clap::Subcommand;
use domain::operator_action::OperatorAction;
use server::accounts;
use server::app::App;
use server::config::Settings;
use server::keys::Keys;
use server::lifecycle::Lifecycle;
use store::operator_actions;

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
    let mut tx = database.pool.begin().await?;
    let made = store::users::make_operator(&mut tx, &server::http::email::normalise(email)).await?;
    let user_id = made.ok_or(NO_ACCOUNT)?;
    operator_actions::record(&mut tx, None, &OperatorAction::OperatorMade { user_id }).await?;
    tx.commit().await?;
    tracing::info!("done: the account is an operator now");
    Ok(())
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
