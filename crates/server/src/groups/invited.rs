//! Whoever has an invitation's link may see and answer it, signed in or not.

use axum::extract::{FromRef, FromRequestParts, RawPathParams};
use domain::attempt::Attempt;
use domain::id::InvitationId;
use http::request::Parts;

use crate::app::App;
use crate::http::{ClientAddress, Problem, limits};

/// The invitation that `{token}` in the path proves. What is unknown, malformed or tampered with is not there.
pub struct Invited(pub InvitationId);

impl<S> FromRequestParts<S> for Invited
where
    S: Send + Sync,
    App: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let app = App::from_ref(state);
        let params = RawPathParams::from_request_parts(parts, state).await.map_err(|_| Problem::not_found())?;
        let token = params.iter().find_map(|(name, value)| (name == "token").then_some(value));
        if let Some(id) = token.and_then(|token| app.keys.invitation_of(token)) {
            return Ok(Self(id));
        }
        let client = ClientAddress::from_request_parts(parts, state).await?;
        limits::attempt_from(&app, Attempt::WrongLinkFromAddress, client).await?;
        Err(Problem::not_found())
    }
}
