//! `GET /admin/actions`

use axum::extract::{Query, State};
use domain::id::OperatorActionId;
use domain::operator_action::OperatorAction;
use jiff::Timestamp;
use serde::Serialize;
use store::operator_actions::{self, Line};
use utoipa::ToSchema;

use crate::app::App;
use crate::http::{Operator, Page, PageQuery, Problem};

/// One thing that an operator did.
#[derive(Serialize, ToSchema)]
#[schema(as = OperatorActionLine)]
pub struct OperatorActionBody {
    /// Which line.
    pub id: OperatorActionId,
    /// When.
    pub at: Timestamp,
    /// The name today of who did it; null: it was done on the command line, by somebody with the machine in hand.
    pub operator: Option<String>,
    /// What, by its `kind`.
    pub action: OperatorAction,
    /// The name today of whom it is about.
    pub person: Option<String>,
    /// The name today of the group that it is about.
    pub group: Option<String>,
}

/// What operators did, the newest first. Nobody can change or remove a line of it.
#[utoipa::path(get, path = "/admin/actions", tag = "admin", params(PageQuery),
    responses((status = 200, body = Page<OperatorActionBody>)))]
pub async fn list_operator_actions(
    State(app): State<App>,
    _operator: Operator,
    Query(query): Query<PageQuery>,
) -> Result<axum::Json<Page<OperatorActionBody>>, Problem> {
    let limit = query.limit();
    let mut connection = app.connection().await?;
    let lines = operator_actions::list(&mut connection, query.after()?, i64::from(limit) + 1).await?;
    let items = lines.into_iter().map(OperatorActionBody::from).collect();
    Ok(axum::Json(Page::cut(items, limit as usize, |line: &OperatorActionBody| line.id)))
}

impl From<Line> for OperatorActionBody {
    fn from(line: Line) -> Self {
        Self {
            id: line.id,
            at: line.at,
            operator: line.operator,
            action: line.action,
            person: line.person,
            group: line.group,
        }
    }
}
