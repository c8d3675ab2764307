//! `GET /groups/{id}/activity`

use axum::extract::{Query, State};
use domain::group_event::GroupEvent;
use domain::id::{GroupEventId, UserId};
use jiff::Timestamp;
use serde::Serialize;
use store::{covers, group_activity};
use utoipa::ToSchema;

use crate::app::App;
use crate::http::{Member, Page, PageQuery, Problem};

/// One thing that happened in a group.
#[derive(Serialize, ToSchema)]
#[schema(as = GroupActivity)]
pub struct GroupActivityBody {
    /// Which line.
    pub id: GroupEventId,
    /// When.
    pub at: Timestamp,
    /// What, by its `kind`.
    pub event: GroupEvent,
    /// The names of those whom it is about, today.
    pub people: Vec<NamedBody>,
}

/// Somebody by their name.
#[derive(Clone, Serialize, ToSchema)]
#[schema(as = Named)]
pub struct NamedBody {
    /// Who.
    pub user_id: UserId,
    /// Their name.
    pub name: String,
}

/// What happened in the group, the newest first: who came and went, what was agreed, billed and paid.
#[utoipa::path(get, path = "/groups/{id}/activity", tag = "groups",
    params(("id" = String, Path, description = "The group"), PageQuery),
    responses((status = 200, body = Page<GroupActivityBody>)))]
pub async fn list_group_activity(
    State(app): State<App>,
    member: Member,
    Query(query): Query<PageQuery>,
) -> Result<axum::Json<Page<GroupActivityBody>>, Problem> {
    let mut connection = app.connection().await?;
    let limit = query.limit();
    let lines = group_activity::list(&mut connection, &member.membership, query.after()?, i64::from(limit) + 1).await?;
    let users: Vec<UserId> = lines.iter().flat_map(|line| line.event.people()).collect();
    let names = covers::names(&mut connection, &users).await?;
    let people_in = |event: &GroupEvent| {
        let found = event.people().filter_map(|user| names.iter().find(|person| person.user == user));
        found.map(|person| NamedBody { user_id: person.user, name: person.name.clone() }).collect()
    };
    let items = lines.into_iter().map(|line| GroupActivityBody {
        id: line.id,
        at: line.at,
        people: people_in(&line.event),
        event: line.event,
    });
    Ok(axum::Json(Page::cut(items.collect(), limit as usize, |line: &GroupActivityBody| line.id)))
}
