//! `POST /payments/{id}/refund`

use axum::extract::State;
use domain::credit_note::CreditReason;
use domain::id::{PaymentId, RefundId};
use domain::money::{Amount, Money};
use domain::operator_action::OperatorAction;
use domain::refund::{self, Facts, RefundFrom, RefundRefused, RefundStatus};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use store::groups::Group;
use store::shares::Locked;
use store::{PgConnection, groups, operator_actions, refunds, shares};
use utoipa::ToSchema;

use super::answer::is_operator;
use crate::app::{App, commit};
use crate::charging::{begin_refund, send_refund};
use crate::http::{Caller, Fields, Json, PathId, Problem};
use crate::periods;

/// What goes back.
#[derive(Deserialize, ToSchema)]
pub struct NewRefund {
    /// How much, in minor units; at most what the payer paid and has not got back.
    pub amount: i64,
    /// `share`: the share is lowered by a credit note first. `balance`: what earlier credit notes left on the payer's balance.
    pub from: RefundFrom,
}

/// What a refund is now.
#[derive(Serialize, ToSchema)]
pub struct RefundState {
    /// Which one.
    pub id: RefundId,
    /// Sending, sent or failed.
    pub status: RefundStatus,
    /// How much.
    pub amount: Amount,
}

/// Give a payment back, or a part of it, to whoever made it: to their card, or by hand what was paid by hand. For the payee.
#[utoipa::path(post, path = "/payments/{id}/refund", tag = "billing",
    params(("id" = String, Path, description = "The payment")),
    request_body = NewRefund, responses((status = 201, body = RefundState)))]
pub async fn refund_payment(
    State(app): State<App>,
    caller: Caller,
    PathId(id): PathId<PaymentId>,
    Json(typed): Json<NewRefund>,
) -> Result<(StatusCode, axum::Json<RefundState>), Problem> {
    let mut tx = app.begin().await?;
    let is_operator = is_operator(&mut tx, &caller).await?;
    let find = async |tx: &mut PgConnection| {
        let found = store::payments::find_for(tx, caller.user, is_operator, id).await?;
        found.ok_or_else(Problem::not_found)
    };
    let found = find(&mut tx).await?;
    let group = groups::lock(&mut tx, found.group).await?.ok_or_else(Problem::not_found)?;
    let locked = shares::lock_paid_by(&mut tx, &found).await?;
    // Again under the lock: it may have been answered, disputed or given back in between.
    let payment = find(&mut tx).await?;
    let amount = Money::new(typed.amount, payment.amount.currency);
    refund::decide(&facts(&mut tx, id).await?, typed.from, amount).map_err(refused)?;
    if typed.from == RefundFrom::Share {
        credit(&mut tx, &group, &locked, amount).await?;
        // A share that several people paid: only what this payer gets of it can go back to them.
        refund::decide(&facts(&mut tx, id).await?, RefundFrom::Balance, amount).map_err(refused)?;
    }
    let (refund, mut status) =
        begin_refund(&mut tx, &payment, amount, typed.from, caller.user).await.map_err(Problem::internal)?;
    if typed.from == RefundFrom::Share {
        // Credit that it bought goes with it.
        periods::take_back_refunded(&mut tx, &group, &locked, refund, amount).await.map_err(Problem::internal)?;
    }
    if is_operator {
        let (group_id, user_id) = (payment.group, payment.payer);
        let given_back = OperatorAction::PaymentRefunded { group_id, payment_id: id, user_id, amount: amount.into() };
        operator_actions::record(&mut tx, Some(caller.user), &given_back).await?;
    }
    commit(tx).await?;
    if status == RefundStatus::Sending {
        // Where the vendor's answer does not come, it is looked at again.
        match send_refund(&app, refund).await {
            Ok(heard) => status = heard.unwrap_or(status),
            Err(error) => tracing::warn!(%refund, %error, "a refund waits for the payment vendor's answer"),
        }
    }
    Ok((StatusCode::CREATED, axum::Json(RefundState { id: refund, status, amount: amount.into() })))
}

async fn facts(connection: &mut PgConnection, payment: PaymentId) -> Result<Facts, Problem> {
    let found = refunds::facts(connection, &[payment]).await?;
    found.into_iter().next().map(|(_, facts)| facts).ok_or_else(Problem::not_found)
}

/// The credit note comes first: what was paid is on its payer's balance then.
async fn credit(connection: &mut PgConnection, group: &Group, locked: &Locked, amount: Money) -> Result<(), Problem> {
    let (_, period) = shares::invoiced(&mut *connection, locked).await?;
    periods::issue(connection, group, period, locked, CreditReason::Refunded, amount, group.now)
        .await
        .map_err(Problem::internal)
}

fn refused(refused: RefundRefused) -> Problem {
    match refused {
        RefundRefused::NotPaid => Problem::conflict(
            "payment_not_refundable",
            "Only a payment that has arrived, and was not taken back by a bank, can be given back.",
        ),
        RefundRefused::NoAmount => {
            let mut fields = Fields::default();
            fields.check(false, "amount", "out_of_range", "Give back at least one minor unit.");
            fields.finish().err().unwrap_or_else(Problem::not_found)
        }
        RefundRefused::TooMuch { most } => Problem::conflict(
            "refund_too_much",
            format!("At most {most} of this payment can be given back this way; ask for less."),
        )
        .with("most", serde_json::json!(Amount::from(most))),
    }
}
