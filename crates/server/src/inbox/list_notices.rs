//! `GET /notices`

use axum::extract::{Query, State};
use domain::id::{GroupId, NoticeId};
use domain::notice::Notice;
use jiff::Timestamp;
use serde::Serialize;
use store::notices::{self, Told};
use utoipa::ToSchema;

use crate::app::App;
use crate::http::{Caller, Page, PageQuery, Problem};

/// What the caller is told, with how much of it is new.
#[derive(Serialize, ToSchema)]
pub struct Notices {
    /// The newest first.
    pub items: Vec<NoticeBody>,
    /// Give this as `cursor` for the next page; null at the end.
    #[schema(required)]
    pub next: Option<String>,
    /// How many, on all pages, were not read yet.
    pub unread: u64,
}

/// Something that the caller is told, once.
#[derive(Serialize, ToSchema)]
#[schema(as = ToldNotice)]
pub struct NoticeBody {
    /// Which one.
    pub id: NoticeId,
    /// When.
    pub at: Timestamp,
    /// Whether it was read.
    pub read: bool,
    /// In which group.
    pub group_id: GroupId,
    /// The group's name.
    pub group_name: String,
    /// The name of whom it names besides the caller, today.
    #[schema(required)]
    pub person: Option<String>,
    /// Where to go: a page of the app.
    pub path: String,
    /// What, by its `kind`.
    pub facts: Notice,
}

/// What the caller is told, the newest first.
#[utoipa::path(get, path = "/notices", tag = "notices", params(PageQuery), responses((status = 200, body = Notices)))]
pub async fn list_notices(
    State(app): State<App>,
    caller: Caller,
    Query(query): Query<PageQuery>,
) -> Result<axum::Json<Notices>, Problem> {
    let mut connection = app.connection().await?;
    let limit = query.limit();
    let told = notices::list(&mut connection, caller.user, query.after()?, i64::from(limit) + 1).await?;
    let unread = notices::unread(&mut connection, caller.user).await?;
    let items = told.into_iter().map(|told| NoticeBody::of(&app, told)).collect();
    let Page { items, next } = Page::cut(items, limit as usize, |notice: &NoticeBody| notice.id);
    Ok(axum::Json(Notices { items, next, unread }))
}

impl NoticeBody {
    fn of(app: &App, told: Told) -> Self {
        Self {
            id: told.id,
            at: told.at,
            read: told.read_at.is_some(),
            group_id: told.group,
            path: path(app, told.group, &told.notice),
            group_name: told.group_name,
            person: told.person,
            facts: told.notice,
        }
    }
}

/// The page on which something can be done about it.
fn path(app: &App, group: GroupId, notice: &Notice) -> String {
    match notice {
        // The link is made when it is asked for: no table holds it.
        Notice::Invited { invitation_id, .. } => format!("/invitation/{}", app.keys.invitation_token(*invitation_id)),
        Notice::SplitProposed { .. } | Notice::PriceChanged { .. } => format!("/groups/{group}"),
        Notice::CreditLow { .. } | Notice::CreditSpent { .. } => format!("/groups/{group}/usage"),
        Notice::ShareDue { .. }
        | Notice::SharePaid { .. }
        | Notice::ShareReminder { .. }
        | Notice::PaymentRejected { .. }
        | Notice::PaymentFailed { .. }
        | Notice::PaymentToConfirm { .. }
        | Notice::ShareCovered { .. }
        | Notice::CoverBegun { .. }
        | Notice::Suspended { .. } => format!("/groups/{group}/billing"),
    }
}
