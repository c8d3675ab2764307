//! `POST /admin/balances`

use axum::extract::State;
use domain::id::{GroupId, PayoutId, UserId};
use domain::ledger::{Account, events};
use domain::money::{Amount, Money};
use domain::operator_action::OperatorAction;
use http::StatusCode;
use serde::{Deserialize, Serialize};
use store::{groups, ledger, operator_actions, payouts};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::{App, commit};
use crate::http::{Json, Operator, Problem};

/// Which balance, and how much of it.
#[derive(Deserialize, ToSchema)]
pub struct PayOut {
    /// In which group.
    pub group_id: GroupId,
    /// Whose.
    pub user_id: UserId,
    /// What was given back: at most the balance.
    pub amount: Amount,
}

/// A balance that was given back.
#[derive(Serialize, ToSchema)]
pub struct PaidOut {
    /// Which payout.
    pub id: PayoutId,
    /// What is left of the balance.
    pub left: Amount,
}

/// Say that a balance was given back to somebody who has left the group, or whose group is over.
#[utoipa::path(post, path = "/admin/balances", tag = "admin",
    request_body = PayOut, responses((status = 201, body = PaidOut)))]
pub async fn pay_out(
    State(app): State<App>,
    Operator(operator): Operator,
    Json(typed): Json<PayOut>,
) -> Result<(StatusCode, axum::Json<PaidOut>), Problem> {
    let mut tx = app.begin().await?;
    // Two who pay out at once take turns.
    let group = groups::lock(&mut tx, typed.group_id).await?.ok_or_else(Problem::not_found)?;
    if !payouts::is_due(&mut tx, group.id, typed.user_id).await? {
        return Err(Problem::conflict(
            "still_a_member",
            "A member's balance pays for their next share; it is not paid out.",
        ));
    }
    let amount = Money::try_from(typed.amount).map_err(|_| more_than_balance(0))?;
    let account = Account::Balance(typed.user_id);
    let balance = ledger::balance(&mut tx, group.id, account, amount.currency).await?.saturating_neg();
    if !(1..=balance).contains(&amount.minor) {
        return Err(more_than_balance(balance));
    }
    let id = PayoutId::from_uuid(Uuid::now_v7());
    payouts::insert(&mut tx, group.id, id, typed.user_id, amount, operator.user).await?;
    let posting = events::balance_paid_out(id, typed.user_id, amount).map_err(Problem::internal)?;
    ledger::post(&mut tx, group.id, &posting).await?;
    let (group_id, user_id) = (group.id, typed.user_id);
    let paid_out = OperatorAction::BalancePaidOut { group_id, payout_id: id, user_id, amount: amount.into() };
    operator_actions::record(&mut tx, Some(operator.user), &paid_out).await?;
    commit(tx).await?;
    let left = Money::new(balance.saturating_sub(amount.minor), amount.currency);
    Ok((StatusCode::CREATED, axum::Json(PaidOut { id, left: left.into() })))
}

fn more_than_balance(balance: i64) -> Problem {
    Problem::new(
        StatusCode::UNPROCESSABLE_ENTITY,
        "more_than_balance",
        "Pay out at least one minor unit, and at most what is on the balance.",
    )
    .with("amount", balance)
}
