//! `GET /groups/{id}/splits`

use axum::extract::{Query, State};
use store::splits;

use super::proposal_body::ProposalBody;
use crate::app::App;
use crate::http::{Member, Page, PageQuery, Problem};

/// The splits that were proposed in the group, newest first, with everybody's part and who agreed when.
#[utoipa::path(get, path = "/groups/{id}/splits", tag = "groups",
    params(("id" = String, Path, description = "The group"), PageQuery),
    responses((status = 200, body = Page<ProposalBody>)))]
pub async fn list_splits(
    State(app): State<App>,
    member: Member,
    Query(query): Query<PageQuery>,
) -> Result<axum::Json<Page<ProposalBody>>, Problem> {
    let mut connection = app.connection().await?;
    let limit = query.limit();
    let found = splits::list(&mut connection, &member.membership, query.after()?, i64::from(limit) + 1).await?;
    let items = found.into_iter().map(ProposalBody::from).collect();
    Ok(axum::Json(Page::cut(items, limit as usize, |proposal: &ProposalBody| proposal.id)))
}
