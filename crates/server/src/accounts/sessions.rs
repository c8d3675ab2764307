//! `GET /sessions`, `POST /sessions/{id}/end`, `POST /sessions/end-others`: the devices that are signed in.

use axum::extract::State;
use domain::activity::Action;
use domain::id::SessionId;
use http::StatusCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::clock;
use store::sessions::{self, EndReason, Session};
use utoipa::ToSchema;
use zeroize::Zeroizing;

use super::password::Password;
use super::reauthenticate::reauthenticate;
use super::session;
use crate::app::{App, commit};
use crate::http::{Caller, Device, Json, Page, PathId, Problem};

/// A signed-in device.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionRow {
    /// Which one.
    pub id: SessionId,
    /// The browser's name, such as Firefox; null: it did not say.
    pub browser: Option<String>,
    /// The system's name, such as Windows; null: it did not say.
    pub system: Option<String>,
    /// The network that it was last used from: a /24 or a /48, not the address.
    pub place: Option<String>,
    /// When it signed in.
    pub created_at: Timestamp,
    /// When it last came for a new access token: it does every ten minutes while it is used.
    pub last_used_at: Timestamp,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// Showing again that it is you.
#[derive(Deserialize, ToSchema)]
pub struct Reauthentication {
    /// The account's password.
    #[schema(value_type = String)]
    pub password: Zeroizing<String>,
}

/// How many sessions were ended.
#[derive(Debug, Serialize, ToSchema)]
pub struct EndedSessions {
    /// The number.
    pub ended: usize,
}

impl SessionRow {
    pub(super) fn new(session: Session, current: SessionId) -> Self {
        Self {
            id: session.id,
            browser: session.device.browser,
            system: session.device.system,
            place: session.device.place,
            created_at: session.created_at,
            last_used_at: session.last_used_at,
            current: session.id == current,
        }
    }
}

/// The devices that are signed in, the last used first.
#[utoipa::path(get, path = "/sessions", tag = "accounts", responses((status = 200, body = Page<SessionRow>)))]
pub async fn list_sessions(State(app): State<App>, caller: Caller) -> Result<axum::Json<Page<SessionRow>>, Problem> {
    let mut connection = app.connection().await?;
    let now = clock::now(&mut connection).await?;
    let sessions = sessions::list(&mut connection, caller.user, now).await?;
    let rows = sessions.into_iter().map(|session| SessionRow::new(session, caller.session)).collect();
    Ok(axum::Json(Page::whole(rows)))
}

/// Sign a device out. Its access token and its open streams end with it.
#[utoipa::path(post, path = "/sessions/{id}/end", tag = "accounts", params(("id" = String, Path)),
    request_body = Reauthentication, responses((status = 204)))]
pub async fn end_session(
    State(app): State<App>,
    caller: Caller,
    device: Device,
    PathId(id): PathId<SessionId>,
    Json(typed): Json<Reauthentication>,
) -> Result<StatusCode, Problem> {
    let is_own = sessions::is_live(&mut *app.connection().await?, caller.user, id).await?;
    if !is_own {
        return Err(Problem::not_found());
    }
    reauthenticate(&app, caller.user, "password", Password::typed(&typed.password)).await?;

    let mut tx = app.begin().await?;
    session::end(&mut tx, caller.user, id, EndReason::Ended).await?;
    device.note_of(&mut tx, &caller, Action::SessionEnded, None).await?;
    commit(tx).await?;
    app.live_sessions.forget(&[id]);
    Ok(StatusCode::NO_CONTENT)
}

/// Sign every device out but this one.
#[utoipa::path(post, path = "/sessions/end-others", tag = "accounts",
    request_body = Reauthentication, responses((status = 200, body = EndedSessions)))]
pub async fn end_other_sessions(
    State(app): State<App>,
    caller: Caller,
    device: Device,
    Json(typed): Json<Reauthentication>,
) -> Result<axum::Json<EndedSessions>, Problem> {
    reauthenticate(&app, caller.user, "password", Password::typed(&typed.password)).await?;

    let mut tx = app.begin().await?;
    let ended = session::end_others(&mut tx, caller.user, Some(caller.session), EndReason::Ended).await?;
    device.note_of(&mut tx, &caller, Action::OtherSessionsEnded, None).await?;
    commit(tx).await?;
    app.live_sessions.forget(&ended);
    Ok(axum::Json(EndedSessions { ended: ended.len() }))
}
