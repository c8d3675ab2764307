//! `GET /groups/{id}/settle-up`, `POST /groups/{id}/settle-up`

use std::collections::BTreeMap;

use axum::extract::State;
use domain::id::{PaybackId, UserId};
use domain::money::{Amount, Money};
use domain::settle_up::{self, SettleRefused, Transfer};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use store::covers::{self, Memo, Person};
use store::{PgConnection, groups};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::{App, commit};
use crate::charging::announce_change;
use crate::http::{FieldError, Json, Member, Problem};

/// What the members of a group owe each other for covered shares. None of it is in the operator's books.
#[derive(Serialize, ToSchema)]
pub struct SettleUp {
    /// Who is owed how much (above zero) or owes it (below zero); nobody whose debts are settled.
    pub balances: Vec<SettleBalance>,
    /// The fewest transfers that settle everything.
    pub transfers: Vec<SettleTransfer>,
}

/// How somebody stands with the others.
#[derive(Serialize, ToSchema)]
pub struct SettleBalance {
    /// Who.
    pub user_id: UserId,
    /// Their name.
    pub name: String,
    /// What they are owed; below zero: what they owe.
    pub net: Amount,
}

/// A payment from one member to another.
#[derive(Serialize, ToSchema)]
pub struct SettleTransfer {
    /// Who pays.
    pub from_user_id: UserId,
    /// Their name.
    pub from_name: String,
    /// Who gets it.
    pub to_user_id: UserId,
    /// Their name.
    pub to_name: String,
    /// How much.
    pub amount: Amount,
}

/// What somebody paid back to the caller.
#[derive(Deserialize, ToSchema)]
pub struct Payback {
    /// Who paid.
    pub from_user_id: UserId,
    /// How much.
    pub amount: Amount,
}

/// What members owe each other because they covered shares, and the fewest transfers that settle it.
#[utoipa::path(get, path = "/groups/{id}/settle-up", tag = "billing",
    params(("id" = String, Path, description = "The group")), responses((status = 200, body = SettleUp)))]
pub async fn get_settle_up(State(app): State<App>, member: Member) -> Result<axum::Json<SettleUp>, Problem> {
    Ok(axum::Json(view(&mut *app.connection().await?, &member).await?))
}

/// Say that another member has paid one back: what they owe is less. Only whoever got the money says so.
#[utoipa::path(post, path = "/groups/{id}/settle-up", tag = "billing",
    params(("id" = String, Path, description = "The group")),
    request_body = Payback, responses((status = 201, body = SettleUp)))]
pub async fn record_payback(
    State(app): State<App>,
    member: Member,
    Json(typed): Json<Payback>,
) -> Result<(StatusCode, axum::Json<SettleUp>), Problem> {
    let mut tx = app.begin().await?;
    let group = groups::lock_of(&mut tx, &member.membership).await?;
    let amount = Money::try_from(typed.amount).map_err(|_| invalid("This is no currency that Potluck knows."))?;
    let payment = Transfer { from: typed.from_user_id, to: member.user(), minor: amount.minor };
    let memos = covers::memos(&mut tx, &member.membership).await?;
    let memo = memos.into_iter().find(|(currency, _)| currency == amount.currency.code()).map(|(_, memo)| memo);
    settle_up::pay_back(&nets(&memo.unwrap_or_default())?, payment).map_err(|refused| match refused {
        SettleRefused::NoPayment => invalid("Name another member, and an amount above zero."),
        SettleRefused::TooMuch { most } => Problem::new(
            StatusCode::UNPROCESSABLE_ENTITY,
            "more_than_owed",
            "This is more than this member owes you; lower the amount.",
        )
        .with("amount", most)
        .with("currency", amount.currency.code()),
    })?;
    covers::insert_payback(&mut tx, group.id, PaybackId::from_uuid(Uuid::now_v7()), payment, amount).await?;
    let body = view(&mut tx, &member).await?;
    announce_change(&mut tx, group.id).await?;
    commit(tx).await?;
    Ok((StatusCode::CREATED, axum::Json(body)))
}

async fn view(connection: &mut PgConnection, member: &Member) -> Result<SettleUp, Problem> {
    let (mut balances, mut transfers) = (Vec::new(), Vec::new());
    for (currency, memo) in covers::memos(&mut *connection, &member.membership).await? {
        let nets = nets(&memo)?;
        let people = covers::names(&mut *connection, &nets.keys().copied().collect::<Vec<_>>()).await?;
        for (user, net) in &nets {
            let net = covers::amount(*net, &currency)?.into();
            balances.push(SettleBalance { user_id: *user, name: name_of(&people, *user), net });
        }
        for transfer in settle_up::fewest(&nets).map_err(Problem::internal)? {
            transfers.push(SettleTransfer {
                from_user_id: transfer.from,
                from_name: name_of(&people, transfer.from),
                to_user_id: transfer.to,
                to_name: name_of(&people, transfer.to),
                amount: covers::amount(transfer.minor, &currency)?.into(),
            });
        }
    }
    Ok(SettleUp { balances, transfers })
}

fn nets(memo: &Memo) -> Result<BTreeMap<UserId, i64>, Problem> {
    settle_up::nets(&memo.owed, &memo.paid).map_err(Problem::internal)
}

fn name_of(people: &[Person], user: UserId) -> String {
    people.iter().find(|person| person.user == user).map(|person| person.name.clone()).unwrap_or_default()
}

fn invalid(message: &str) -> Problem {
    Problem::invalid(vec![FieldError::new("amount", "invalid", message)])
}
