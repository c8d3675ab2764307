//! `POST /shares/{id}/payments`

use axum::extract::State;
use domain::id::{PaymentId, ShareId};
use domain::payment::{ClaimRefused, PaymentStatus, REFERENCE_CHARS_MAX};
use http::StatusCode;
use payments::{Method, StartRefused};
use serde::{Deserialize, Serialize};
use store::shares;
use utoipa::ToSchema;
use uuid::Uuid;

use super::news::announce_change;
use crate::app::{App, commit};
use crate::http::{Caller, Fields, Json, PathId, Problem};

/// How the share is paid.
#[derive(Deserialize, ToSchema)]
#[schema(as = NewPayment)]
pub struct ClaimPayment {
    /// `manual`: from hand to hand or by bank transfer.
    #[schema(example = "manual")]
    pub method: String,
    /// What helps the payee to find the payment, up to 140 characters.
    #[serde(default)]
    pub reference: Option<String>,
}

/// What an attempt to pay is now.
#[derive(Serialize, ToSchema)]
pub struct PaymentState {
    /// Which one.
    pub id: PaymentId,
    /// Claimed, confirmed or rejected.
    pub status: PaymentStatus,
}

/// Say that one's own share is paid. The payee then confirms it, or rejects it with a reason.
#[utoipa::path(post, path = "/shares/{id}/payments", tag = "billing",
    params(("id" = String, Path, description = "The share")),
    request_body = ClaimPayment, responses((status = 201, body = PaymentState)))]
pub async fn claim_payment(
    State(app): State<App>,
    caller: Caller,
    PathId(share): PathId<ShareId>,
    Json(typed): Json<ClaimPayment>,
) -> Result<(StatusCode, axum::Json<PaymentState>), Problem> {
    let mut tx = app.begin().await?;
    let locked = shares::lock_of(&mut tx, caller.user, share).await?.ok_or_else(Problem::not_found)?;

    let mut fields = Fields::default();
    let method = typed.method.parse::<Method>();
    fields.check(method.is_ok(), "method", "unknown", "The methods are manual and card.");
    let reference = fields.line("reference", typed.reference.as_deref().unwrap_or(""), 0, REFERENCE_CHARS_MAX);
    fields.finish()?;
    let method = method.map_err(Problem::internal)?;

    let started = payments::start(method, locked.share.status(), locked.user == caller.user).map_err(refused)?;
    let id = PaymentId::from_uuid(Uuid::now_v7());
    let reference = Some(reference.as_str()).filter(|reference| !reference.is_empty());
    store::payments::insert(&mut tx, id, &locked, caller.user, started.method.as_str(), started.payment, reference)
        .await
        .map_err(already_live)?;
    shares::put(&mut tx, &locked, &locked.share.with_status(started.share)).await?;
    announce_change(&mut tx, locked.group).await?;
    commit(tx).await?;
    Ok((StatusCode::CREATED, axum::Json(PaymentState { id, status: started.payment })))
}

fn refused(refused: StartRefused) -> Problem {
    match refused {
        StartRefused::Unavailable(_) => Problem::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "payment_method_unavailable",
            "This server takes no cards yet: pay the payee directly, and claim the payment as manual.",
        ),
        StartRefused::Claim(ClaimRefused::NotYours) => Problem::not_found(),
        StartRefused::Claim(ClaimRefused::AlreadyClaimed) => {
            not_claimable("This share is claimed as paid already; wait for the payee's answer.")
        }
        StartRefused::Claim(ClaimRefused::Settled) => not_claimable("This share is paid; there is nothing to do."),
        StartRefused::Claim(ClaimRefused::Closed) => not_claimable("There is nothing to pay for this share any more."),
    }
}

fn not_claimable(detail: &'static str) -> Problem {
    Problem::conflict("payment_not_claimable", detail)
}

/// The database has the last word on two claims at once.
pub(super) fn already_live(error: store::Error) -> Problem {
    if error.is_refusal_of(store::payments::LIVE_KEY) {
        return refused(ClaimRefused::AlreadyClaimed.into());
    }
    error.into()
}
