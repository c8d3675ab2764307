//! `POST /payments/{id}/confirm`

use axum::extract::State;
use domain::id::PaymentId;
use payments::Verdict;

use super::answer::answer;
use super::claim_payment::PaymentState;
use crate::app::App;
use crate::http::{Caller, PathId, Problem};

/// Confirm that a claimed payment has arrived: its share is paid. For the payee: the operator, or whom the operator named.
#[utoipa::path(post, path = "/payments/{id}/confirm", tag = "billing",
    params(("id" = String, Path, description = "The payment")), responses((status = 200, body = PaymentState)))]
pub async fn confirm_payment(
    State(app): State<App>,
    caller: Caller,
    PathId(id): PathId<PaymentId>,
) -> Result<axum::Json<PaymentState>, Problem> {
    Ok(axum::Json(answer(&app, &caller, id, Verdict::Confirmed, None).await?))
}
