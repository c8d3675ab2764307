//! `POST /auth/issuer/finish`

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::CookieJar;
use domain::activity::Action;
use domain::id::UserId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::{clock, issuers, users};
use subtle::ConstantTimeEq;
use utoipa::ToSchema;

use super::passage::{PassageSecret, forget, issuer, over, refused};
use crate::app::{App, commit};
use crate::http::{Device, Json, Problem};
use crate::issuer::Identity;
use crate::realtime::{Event, announce};

/// What the issuer sent along with the browser.
#[derive(Deserialize, ToSchema)]
pub struct FinishIssuerSignIn {
    /// The code.
    pub code: String,
    /// The question that it answers.
    pub state: String,
}

/// What comes next.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum IssuerStep {
    /// An account is tied to them: `POST /auth/issuer/unlock` opens the chats.
    Unlock {
        /// The account's address, for the browser's password manager.
        email: String,
        /// Where to go on then.
        next: Option<String>,
    },
    /// They have no account yet: `POST /auth/issuer/sign-up` makes one.
    SignUp {
        /// Their address, as the issuer knows it.
        email: Option<String>,
        /// Their name, as the issuer knows it.
        name: Option<String>,
        /// Where to go on then.
        next: Option<String>,
    },
    /// The signed-in member's account is tied to them now.
    Linked {},
}

/// Take the issuer's answer. Nobody is signed in by it alone: the chats open with the member's own password. Which browser asked is
/// known by a cookie, which `POST /auth/issuer/begin` gave it.
#[utoipa::path(post, path = "/auth/issuer/finish", tag = "accounts", security(()),
    request_body = FinishIssuerSignIn, responses((status = 200, body = IssuerStep)))]
pub async fn finish_issuer_sign_in(
    State(app): State<App>,
    device: Device,
    jar: CookieJar,
    Json(answered): Json<FinishIssuerSignIn>,
) -> Result<Response, Problem> {
    let secret = PassageSecret::of(&app, &jar)?;
    let passage = secret.passage();
    // Another page's answer in this browser would sign its owner into somebody else's account.
    if !bool::from(passage.state.as_bytes().ct_eq(answered.state.as_bytes())) {
        return Err(over());
    }
    let mut connection = app.connection().await?;
    let now = clock::now(&mut connection).await?;
    let (links, kept) = secret.take_begun(&mut connection, now).await?;
    drop(connection);
    let identity = issuer(&app)?.redeem(&answered.code, &passage).await.map_err(|error| refused(&error))?;
    match links {
        Some(user) => {
            tie(&app, &device, user, &identity).await?;
            Ok((CookieJar::new().add(forget(&app)), axum::Json(IssuerStep::Linked {})).into_response())
        }
        None => Ok(axum::Json(recognise(&app, &secret, kept.next, identity, now).await?).into_response()),
    }
}

/// Ties the account of somebody who was signed in when they asked for it.
async fn tie(app: &App, device: &Device, user: UserId, identity: &Identity) -> Result<(), Problem> {
    let mut tx = app.begin().await?;
    issuers::link(&mut tx, user, &identity.issuer, &identity.subject, identity.email.as_deref())
        .await
        .map_err(tied_already)?;
    device.note(&mut tx, user, None, Action::IssuerLinked, None).await?;
    announce(&mut tx, &[user], Event::AccountChanged {}).await?;
    commit(tx).await?;
    tracing::info!(%user, "tied their account to the issuer");
    Ok(())
}

/// Keeps whom the issuer has recognised until the chats are open, and says by what they open.
async fn recognise(
    app: &App,
    secret: &PassageSecret,
    next: Option<String>,
    identity: Identity,
    now: Timestamp,
) -> Result<IssuerStep, Problem> {
    let mut tx = app.begin().await?;
    let owner = issuers::owner(&mut tx, &identity.issuer, &identity.subject).await?;
    let account = match owner {
        Some(user) => users::find(&mut tx, user).await?,
        None => None,
    };
    let (email, name) = (identity.email.clone(), identity.name.clone());
    secret.prove(&mut tx, owner, identity, now).await?;
    commit(tx).await?;
    Ok(match account {
        Some(user) => IssuerStep::Unlock { email: user.email, next },
        None => IssuerStep::SignUp { email, name, next },
    })
}

/// One account here for one there.
pub(super) fn tied_already(error: store::Error) -> Problem {
    if error.is_refusal_of(issuers::SUBJECT_KEY) {
        Problem::conflict("issuer_taken", "Another account here is tied to that one already. Sign in with it instead.")
    } else if error.is_refusal_of(issuers::USER_KEY) {
        Problem::conflict("issuer_linked", "Your account is tied already.")
    } else {
        error.into()
    }
}
