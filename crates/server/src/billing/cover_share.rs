//! `POST /shares/{id}/cover`

use axum::extract::State;
use domain::cover::{self, CoverRefused};
use domain::id::{PaymentId, ShareId};
use domain::payment::{PaymentStatus, REFERENCE_CHARS_MAX};
use http::StatusCode;
use payments::Method;
use serde::Deserialize;
use store::{covers, groups, shares};
use utoipa::ToSchema;
use uuid::Uuid;

use super::claim_payment::{PaymentState, already_live, charge, not_charged, unavailable};
use crate::app::{App, commit};
use crate::charging::{Occasion, announce_change, begin};
use crate::http::{Caller, Fields, Json, PathId, Problem};

/// How somebody else's share is paid.
#[derive(Deserialize, ToSchema)]
pub struct CoverShare {
    /// `manual`, which is also meant when there is none, or `card`.
    #[serde(default)]
    pub method: Option<String>,
    /// What helps the payee to find the payment, up to 140 characters.
    #[serde(default)]
    pub reference: Option<String>,
}

/// Pay another member's share: by hand, which the payee then confirms or rejects with a reason, or by the caller's saved card. Once
/// it is paid, the share is covered, and its member owes the amount to the coverer (not to the operator).
#[utoipa::path(post, path = "/shares/{id}/cover", tag = "billing",
    params(("id" = String, Path, description = "The share")),
    request_body = CoverShare, responses((status = 201, body = PaymentState)))]
pub async fn cover_share(
    State(app): State<App>,
    caller: Caller,
    PathId(share): PathId<ShareId>,
    Json(typed): Json<CoverShare>,
) -> Result<(StatusCode, axum::Json<PaymentState>), Problem> {
    let mut tx = app.begin().await?;
    // The group first, like everything that moves its money.
    let group = shares::group_of(&mut tx, share).await?.ok_or_else(Problem::not_found)?;
    let group = groups::lock(&mut tx, group).await?.ok_or_else(Problem::not_found)?;
    let locked = covers::lock_share(&mut tx, caller.user, share).await?.ok_or_else(Problem::not_found)?;

    let mut fields = Fields::default();
    let reference = fields.line("reference", typed.reference.as_deref().unwrap_or(""), 0, REFERENCE_CHARS_MAX);
    let method = typed.method.as_deref().map_or(Ok(Method::Manual), str::parse);
    fields.check(method.is_ok(), "method", "unknown", "The methods are manual and card.");
    fields.finish()?;
    let method = method.map_err(Problem::internal)?;

    let status = cover::cover(locked.share.status(), locked.user, caller.user).map_err(refused)?;
    // Its payment was taken back in part: whoever covered it still has their part of it.
    if covers::of_share(&mut tx, &locked).await?.is_some() {
        return Err(refused(CoverRefused::Settled));
    }
    if !app.offered().offers(method) {
        return Err(unavailable(method));
    }
    if method == Method::Card {
        let begun = begin(&app, &mut tx, &group, &locked, caller.user, Occasion::Here).await.map_err(not_charged)?;
        commit(tx).await?;
        return charge(&app, begun).await;
    }
    let id = PaymentId::from_uuid(Uuid::now_v7());
    let reference = Some(reference.as_str()).filter(|reference| !reference.is_empty());
    let (method, claimed) = (Method::Manual.as_str(), PaymentStatus::Claimed);
    store::payments::insert(&mut tx, id, &locked, caller.user, method, claimed, reference)
        .await
        .map_err(already_live)?;
    shares::put(&mut tx, &locked, &locked.share.with_status(status)).await?;
    announce_change(&mut tx, locked.group).await?;
    commit(tx).await?;
    Ok((StatusCode::CREATED, axum::Json(PaymentState::of(id, claimed))))
}

fn refused(refused: CoverRefused) -> Problem {
    let not_coverable = |detail: &'static str| Problem::conflict("share_not_coverable", detail);
    match refused {
        CoverRefused::Yours => not_coverable("This is your own share: pay it instead."),
        CoverRefused::UnderWay => not_coverable("A payment of this share waits for its answer already."),
        CoverRefused::Settled => not_coverable("This share is paid; there is nothing to cover."),
        CoverRefused::Closed => not_coverable("There is nothing to pay for this share any more."),
    }
}
