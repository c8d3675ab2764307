//! `POST /payments/{id}/reject`

use axum::extract::State;
use domain::id::PaymentId;
use domain::payment::REASON_CHARS_MAX;
use payments::Verdict;
use serde::Deserialize;
use utoipa::ToSchema;

use super::answer::answer;
use super::claim_payment::PaymentState;
use crate::app::App;
use crate::http::{Caller, Fields, Json, PathId, Problem};

/// Why the payment is rejected.
#[derive(Deserialize, ToSchema)]
pub struct RejectPayment {
    /// Up to 280 characters; the payer reads it.
    pub reason: String,
}

/// Say that a claimed payment has not arrived: its share is due again, and the payer can claim it again. For the payee.
#[utoipa::path(post, path = "/payments/{id}/reject", tag = "billing",
    params(("id" = String, Path, description = "The payment")),
    request_body = RejectPayment, responses((status = 200, body = PaymentState)))]
pub async fn reject_payment(
    State(app): State<App>,
    caller: Caller,
    PathId(id): PathId<PaymentId>,
    Json(typed): Json<RejectPayment>,
) -> Result<axum::Json<PaymentState>, Problem> {
    let mut fields = Fields::default();
    let reason = fields.line("reason", &typed.reason, 1, REASON_CHARS_MAX);
    fields.finish()?;
    Ok(axum::Json(answer(&app, &caller, id, Verdict::Rejected, Some(&reason)).await?))
}
