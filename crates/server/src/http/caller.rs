//! Who is calling. Handlers that take a [`Caller`] can only be reached by somebody who signed in.

use std::time::Instant;

use axum::extract::{FromRef, FromRequestParts};
use domain::id::{SessionId, UserId};
use http::{StatusCode, header, request::Parts};
use store::PgConnection;
use vault::ContentKey;

use super::Problem;
use super::access_token::{self, TokenError};
use crate::app::App;

/// A signed-in member, with the key to their chats for as long as this value lives.
pub struct Caller {
    /// The member.
    pub user: UserId,
    /// The session that they came with.
    pub session: SessionId,
    /// Opens their chats.
    pub content_key: ContentKey,
}

/// A signed-in member who runs this server.
pub struct Operator(pub Caller);

impl<S> FromRequestParts<S> for Caller
where
    S: Send + Sync,
    App: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let app = App::from_ref(state);
        let token = bearer(parts).ok_or_else(Problem::unauthenticated)?;
        let proven = access_token::verify(&app.keys, token).map_err(|error| match error {
            TokenError::Expired => {
                Problem::new(StatusCode::UNAUTHORIZED, "token_expired", "The access token is too old; refresh it.")
            }
            TokenError::Invalid => Problem::unauthenticated(),
        })?;
        if !is_live(&app, proven.user, proven.session).await? {
            return Err(Problem::unauthenticated());
        }
        Ok(Self { user: proven.user, session: proven.session, content_key: proven.content_key })
    }
}

impl<S> FromRequestParts<S> for Operator
where
    S: Send + Sync,
    App: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let caller = Caller::from_request_parts(parts, state).await?;
        let app = App::from_ref(state);
        let user = store::users::find(&mut *app.connection().await?, caller.user).await?;
        // To everybody else the operator's pages are not there.
        if user.is_some_and(|user| user.is_operator) { Ok(Self(caller)) } else { Err(Problem::not_found()) }
    }
}

/// Refuses a caller whose session has ended since they were let in: their content key may have been replaced, and what they are
/// about to keep is wrapped by the one before, or was sealed with it for so long that it may be gone. Whoever keeps a key has locked the
/// account's row by then, so that nobody replaces it in between.
pub async fn still_live(connection: &mut PgConnection, user: UserId, session: SessionId) -> Result<(), Problem> {
    let is_live = store::sessions::is_live(connection, user, session).await?;
    if is_live { Ok(()) } else { Err(Problem::unauthenticated()) }
}

/// Signing out takes effect within moments, on every node: the session's row is the truth, the bus says when it changes, and
/// what was read of it is not believed for long.
async fn is_live(app: &App, user: UserId, session: SessionId) -> store::Result<bool> {
    let asked = Instant::now();
    if app.live_sessions.knows(user, session, asked) {
        return Ok(true);
    }
    let is_live = store::sessions::is_live(&mut *app.connection().await?, user, session).await?;
    if is_live {
        app.live_sessions.note(user, session, asked);
    }
    Ok(is_live)
}

fn bearer(parts: &Parts) -> Option<&str> {
    let value = parts.headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token)
}
