//! `GET` and `PUT /groups/{id}/standing-cover`

use axum::extract::State;
use domain::money::{Amount, Money};
use domain::plan::PRICE_MINOR_MAX;
use serde::{Deserialize, Serialize};
use store::standing_covers;
use utoipa::ToSchema;

use crate::app::{App, commit};
use crate::http::{Fields, Json, Member, Problem};

/// Up to how much a member pays for others by themselves.
#[derive(Deserialize, Serialize, ToSchema)]
#[schema(as = StandingCover)]
pub struct StandingCoverBody {
    /// The most in a period; null: nothing.
    #[schema(required)]
    pub limit: Option<Amount>,
}

/// Up to how much the caller covers others by themselves.
#[utoipa::path(get, path = "/groups/{id}/standing-cover", tag = "billing",
    params(("id" = String, Path, description = "The group")), responses((status = 200, body = StandingCoverBody)))]
pub async fn get_standing_cover(
    State(app): State<App>,
    member: Member,
) -> Result<axum::Json<StandingCoverBody>, Problem> {
    let limit = standing_covers::find(&mut *app.connection().await?, &member.membership).await?;
    Ok(axum::Json(StandingCoverBody { limit: limit.map(Amount::from) }))
}

/// Cover others by oneself: when a member's share is not paid in time, a payment of it by the caller begins, as if they had
/// covered it by hand, until the limit for the period is reached. Nobody is suspended then, and the member owes it to the caller.
#[utoipa::path(put, path = "/groups/{id}/standing-cover", tag = "billing",
    params(("id" = String, Path, description = "The group")),
    request_body = StandingCoverBody, responses((status = 200, body = StandingCoverBody)))]
pub async fn set_standing_cover(
    State(app): State<App>,
    member: Member,
    Json(typed): Json<StandingCoverBody>,
) -> Result<axum::Json<StandingCoverBody>, Problem> {
    let limit = typed.limit.map(Money::try_from).transpose();
    let mut fields = Fields::default();
    fields.check(limit.is_ok(), "limit", "unknown", "Name a currency by its three letters, such as USD.");
    let limit = limit.unwrap_or_default();
    let fits = limit.is_none_or(|limit| (1..=PRICE_MINOR_MAX).contains(&limit.minor));
    fields.check(fits, "limit", "out_of_range", "Name an amount above 0, or null for none.");
    fields.finish()?;
    let mut tx = app.begin().await?;
    standing_covers::set(&mut tx, &member.membership, limit).await?;
    commit(tx).await?;
    Ok(axum::Json(StandingCoverBody { limit: limit.map(Amount::from) }))
}
