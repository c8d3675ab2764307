//! `GET /groups/{id}/invitations`

use axum::extract::{Query, State};
use store::{clock, invitations};

use super::invitation_body::InvitationBody;
use crate::app::App;
use crate::http::{Member, Page, PageQuery, Problem};

/// The group's invitations that can still be accepted, newest first.
#[utoipa::path(get, path = "/groups/{id}/invitations", tag = "invitations",
    params(("id" = String, Path, description = "The group"), PageQuery),
    responses((status = 200, body = Page<InvitationBody>)))]
pub async fn list_invitations(
    State(app): State<App>,
    member: Member,
    Query(query): Query<PageQuery>,
) -> Result<axum::Json<Page<InvitationBody>>, Problem> {
    let mut connection = app.connection().await?;
    let limit = query.limit();
    let open = invitations::open(&mut connection, &member.membership, query.after()?, i64::from(limit) + 1).await?;
    let now = clock::now(&mut connection).await?;
    let items = open.into_iter().map(|invitation| InvitationBody::new(&app, invitation, now)).collect();
    Ok(axum::Json(Page::cut(items, limit as usize, |invitation: &InvitationBody| invitation.id)))
}
