//! `POST /payments/{id}/authenticate` and `POST /payments/{id}/refresh`: the payer's part of a payment by card.

use axum::extract::State;
use domain::id::PaymentId;

use super::claim_payment::{PaymentState, not_charged};
use crate::app::App;
use crate::charging;
use crate::http::{Caller, PathId, Problem};

/// Confirm one's payment at one's bank: the answer says where. Null: nothing is to be confirmed any more.
#[utoipa::path(post, path = "/payments/{id}/authenticate", tag = "billing",
    params(("id" = String, Path, description = "The payment")), responses((status = 200, body = PaymentState)))]
pub async fn authenticate_payment(
    State(app): State<App>,
    caller: Caller,
    PathId(id): PathId<PaymentId>,
) -> Result<axum::Json<PaymentState>, Problem> {
    if app.gateway().is_none() {
        return Err(Problem::not_found());
    }
    let found = charging::authenticate(&app, caller.user, id).await.map_err(not_charged)?;
    let redirect_url = found.ok_or_else(Problem::not_found)?;
    let status = charging::refresh(&app, caller.user, id).await.map_err(not_charged)?;
    let status = status.ok_or_else(Problem::not_found)?;
    Ok(axum::Json(PaymentState { id, status, redirect_url }))
}

/// Ask the payment vendor now how one's payment by card stands; it is asked by itself as well, only later.
#[utoipa::path(post, path = "/payments/{id}/refresh", tag = "billing",
    params(("id" = String, Path, description = "The payment")), responses((status = 200, body = PaymentState)))]
pub async fn refresh_payment(
    State(app): State<App>,
    caller: Caller,
    PathId(id): PathId<PaymentId>,
) -> Result<axum::Json<PaymentState>, Problem> {
    let status = charging::refresh(&app, caller.user, id).await.map_err(not_charged)?;
    let status = status.ok_or_else(Problem::not_found)?;
    Ok(axum::Json(PaymentState::of(id, status)))
}
