//! `GET /me/activity`

use axum::extract::{Query, State};
use domain::activity::Action;
use domain::id::{ActivityId, SessionId};
use jiff::Timestamp;
use serde::Serialize;
use store::audit::{self, Recorded};
use utoipa::ToSchema;

use crate::app::App;
use crate::http::{Caller, Page, PageQuery, Problem};

/// One thing that happened to the account.
#[derive(Serialize, ToSchema)]
#[schema(as = Activity)]
pub struct ActivityBody {
    /// Which line.
    pub id: ActivityId,
    /// What happened.
    pub action: Action,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// The browser's name.
    pub browser: Option<String>,
    /// The operating system's name.
    pub system: Option<String>,
    /// The network that it came from; never the whole address.
    pub place: Option<String>,
    /// The name of what it was done to.
    pub about: Option<String>,
    /// Whether the caller's own session did it.
    pub this_session: bool,
}

impl ActivityBody {
    fn of(line: Recorded, session: SessionId) -> Self {
        Self {
            id: line.id,
            action: line.action,
            at: line.at,
            browser: line.browser,
            system: line.system,
            place: line.place,
            about: line.about,
            this_session: line.session == Some(session),
        }
    }
}

/// What happened to the caller's account in the last year, the newest first: sign-ins, also failed ones, keys, exports,
/// groups. Nobody can change it.
#[utoipa::path(get, path = "/me/activity", tag = "accounts", params(PageQuery),
    responses((status = 200, body = Page<ActivityBody>)))]
pub async fn list_activity(
    State(app): State<App>,
    caller: Caller,
    Query(page): Query<PageQuery>,
) -> Result<axum::Json<Page<ActivityBody>>, Problem> {
    let limit = page.limit();
    let rows = audit::list(&mut *app.connection().await?, caller.user, page.after()?, i64::from(limit) + 1).await?;
    let page = Page::cut(rows, limit as usize, |line| line.id);
    let items = page.items.into_iter().map(|line| ActivityBody::of(line, caller.session)).collect();
    Ok(axum::Json(Page { items, next: page.next }))
}
