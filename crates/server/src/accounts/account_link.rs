//! Links to an account's owner: each proves one thing, once.

use domain::account_link::{self, LinkPurpose};
use domain::attempt::Attempt;
use domain::id::{AccountLinkId, UserId};
use domain::operator_action::OperatorAction;
use http::StatusCode;
use jiff::Timestamp;
use store::account_links::{self, AccountLink};
use store::{PgConnection, clock, operator_actions, users};
use uuid::Uuid;

use crate::app::{App, commit};
use crate::http::{ClientAddress, Problem, email, limits};

/// Makes a link; `mailed_to` is where it goes, `None` when somebody hands it over.
pub(super) async fn make(
    connection: &mut PgConnection,
    user: UserId,
    purpose: LinkPurpose,
    mailed_to: Option<String>,
) -> store::Result<(AccountLinkId, Timestamp)> {
    let id = AccountLinkId::from_uuid(Uuid::now_v7());
    let now = clock::now(connection).await?;
    let expires_at = now.saturating_add(purpose.life()).unwrap_or(now);
    account_links::insert(connection, id, &AccountLink { user, purpose, mailed_to, expires_at, used_at: None }).await?;
    Ok((id, expires_at))
}

/// The link that the token is of, if it still works.
pub(super) async fn prove(
    app: &App,
    client: ClientAddress,
    token: &str,
    purpose: LinkPurpose,
) -> Result<(AccountLinkId, AccountLink), Problem> {
    let Some(id) = app.keys.account_link_of(token) else {
        limits::attempt_from(app, Attempt::WrongLinkFromAddress, client).await?;
        return Err(over());
    };
    let mut connection = app.connection().await?;
    let now = clock::now(&mut connection).await?;
    let link = account_links::find(&mut connection, id).await?.filter(|link| link.purpose == purpose);
    let link = link.ok_or_else(over)?;
    account_link::check(link.expires_at, link.used_at, now).map_err(|_| over())?;
    Ok((id, link))
}

/// Used, expired, replaced or never made: one answer.
pub(super) fn over() -> Problem {
    Problem::new(StatusCode::GONE, "link_over", "This link was used before or has expired; ask for a new one.")
}

/// A link to set a new password, for whoever runs the server to hand over; `None` when nobody has the address.
pub async fn make_reset_link(app: &App, email: &str) -> store::Result<Option<(String, Timestamp)>> {
    let mut tx = app.begin().await?;
    let Some(account) = users::credentials(&mut tx, &email::normalise(email)).await? else { return Ok(None) };
    let user_id = account.user.id;
    let (id, expires_at) = make(&mut tx, user_id, LinkPurpose::PasswordReset, None).await?;
    operator_actions::record(&mut tx, None, &OperatorAction::ResetLinkMade { user_id }).await?;
    commit(tx).await?;
    Ok(Some((app.account_link_url(LinkPurpose::PasswordReset, id), expires_at)))
}
