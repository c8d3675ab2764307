//! Showing again that it is you, as fully as at sign-in, before something that cannot be taken back or takes everything along.

use http::StatusCode;
use serde::Deserialize;
use store::clock;
use utoipa::ToSchema;
use zeroize::Zeroizing;

use super::password::Password;
use super::reauthenticate::{Reauthenticated, reauthenticate};
use super::second_factor;
use crate::app::{App, commit};
use crate::http::{Caller, Device, Problem};

/// The password, and a code where signing in asks for one.
#[derive(Deserialize, ToSchema)]
pub struct Proof {
    /// The account's password.
    #[schema(value_type = String)]
    pub password: Zeroizing<String>,
    /// What the authenticator app shows, or a backup code; for accounts with a second factor.
    #[serde(default)]
    pub code: Option<String>,
}

/// Refuses whoever could not sign in.
pub(super) async fn prove(
    app: &App,
    caller: &Caller,
    device: &Device,
    typed: &Proof,
) -> Result<Reauthenticated, Problem> {
    let proven = reauthenticate(app, caller.user, "password", Password::typed(&typed.password)).await?;
    let mut tx = app.begin().await?;
    let now = clock::now(&mut tx).await?;
    let (user, session, code) = (caller.user, Some(caller.session), typed.code.as_deref());
    let verdict = second_factor::check(app, &mut tx, device, user, session, code, now).await?;
    // Whatever it is: a wrong code has been counted.
    commit(tx).await?;
    verdict.into_result(StatusCode::FORBIDDEN)?;
    Ok(proven)
}
