//! `GET /admin/users`

use axum::extract::{Query, State};
use domain::id::UserId;
use domain::operator_action::OperatorAction;
use jiff::Timestamp;
use serde::Serialize;
use store::directory::{self, Person};
use store::operator_actions;
use utoipa::ToSchema;

use crate::app::App;
use crate::http::{Operator, Page, PageQuery, Problem};

/// Somebody with an account, as the operator sees them: never what they wrote.
#[derive(Serialize, ToSchema)]
#[schema(as = KnownUser)]
pub struct KnownUserBody {
    /// Who.
    pub id: UserId,
    /// What the others call them.
    pub name: String,
    /// Where they get mail.
    pub email: String,
    /// Whether they showed that it is theirs.
    pub is_verified: bool,
    /// Whether they run this server.
    pub is_operator: bool,
    /// Since when they have their account.
    pub created_at: Timestamp,
    /// The names of the groups that they are in.
    pub groups: Vec<String>,
}

/// Everybody with an account on this server, newest first. That somebody looked is noted for the other operators.
#[utoipa::path(get, path = "/admin/users", tag = "admin", params(PageQuery),
    responses((status = 200, body = Page<KnownUserBody>)))]
pub async fn list_users(
    State(app): State<App>,
    Operator(operator): Operator,
    Query(query): Query<PageQuery>,
) -> Result<axum::Json<Page<KnownUserBody>>, Problem> {
    let limit = query.limit();
    let mut connection = app.connection().await?;
    operator_actions::record_hourly(&mut connection, operator.user, &OperatorAction::PeopleListed {}).await?;
    let found = directory::people(&mut connection, query.after()?, i64::from(limit) + 1).await?;
    let items = found.into_iter().map(KnownUserBody::from).collect();
    Ok(axum::Json(Page::cut(items, limit as usize, |user: &KnownUserBody| user.id)))
}

impl From<Person> for KnownUserBody {
    fn from(person: Person) -> Self {
        Self {
            id: person.id,
            name: person.name,
            email: person.email,
            is_verified: person.is_verified,
            is_operator: person.is_operator,
            created_at: person.created_at,
            groups: person.groups,
        }
    }
}
