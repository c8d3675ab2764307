//! `GET /security-notices`, `POST /security-notices/{id}/dismiss`: what happened to an account that its member should know.

use axum::extract::State;
use domain::id::SessionId;
use http::StatusCode;
use jiff::Timestamp;
use serde::Serialize;
use store::sessions;
use utoipa::ToSchema;

use crate::app::App;
use crate::http::{Caller, Page, PathId, Problem};

/// Something that happened to the account.
#[derive(Debug, Serialize, ToSchema)]
pub struct SecurityNotice {
    /// Which one.
    pub id: SessionId,
    /// `token_reused`: a session's key was used twice, so somebody has a copy of it; the session was ended.
    pub kind: &'static str,
    /// The browser that the session was opened in.
    pub browser: Option<String>,
    /// Its system.
    pub system: Option<String>,
    /// The network that it was last used from.
    pub place: Option<String>,
    /// When it was ended.
    pub at: Timestamp,
}

/// What happened and was not dismissed yet, the newest first.
#[utoipa::path(get, path = "/security-notices", tag = "accounts",
    responses((status = 200, body = Page<SecurityNotice>)))]
pub async fn list_security_notices(
    State(app): State<App>,
    caller: Caller,
) -> Result<axum::Json<Page<SecurityNotice>>, Problem> {
    let ended = sessions::untold(&mut *app.connection().await?, caller.user).await?;
    let notices = ended.into_iter().map(|session| SecurityNotice {
        id: session.id,
        kind: "token_reused",
        browser: session.device.browser,
        system: session.device.system,
        place: session.device.place,
        at: session.last_used_at,
    });
    Ok(axum::Json(Page::whole(notices.collect())))
}

/// I have seen it.
#[utoipa::path(post, path = "/security-notices/{id}/dismiss", tag = "accounts", params(("id" = String, Path)),
    responses((status = 204)))]
pub async fn dismiss_security_notice(
    State(app): State<App>,
    caller: Caller,
    PathId(id): PathId<SessionId>,
) -> Result<StatusCode, Problem> {
    let is_own = sessions::tell(&mut *app.connection().await?, caller.user, id).await?;
    if is_own { Ok(StatusCode::NO_CONTENT) } else { Err(Problem::not_found()) }
}
