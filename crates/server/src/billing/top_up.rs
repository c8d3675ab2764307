//! `GET`, `POST` and `DELETE /groups/{id}/top-up`

use axum::extract::State;
use domain::attempt::Attempt;
use domain::credit::NanoUsd;
use domain::group::MembershipStatus;
use domain::id::ShareId;
use domain::invoice::ShareStatus;
use domain::money::Amount;
use domain::top_up::{self, Offer, OrderRefused, PACKS_MAX};
use http::StatusCode;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::groups::{self, Group, Membership};
use store::periods::Opened;
use store::top_ups::{self, Ordered};
use store::{PgConnection, periods as stored, pools, shares};
use utoipa::ToSchema;

use crate::app::{App, commit};
use crate::charging::announce_change;
use crate::http::{Fields, Json, Member, Problem, limits};
use crate::periods;

/// What extra credit costs, and what the caller has ordered.
#[derive(Serialize, ToSchema)]
pub struct TopUps {
    /// What can be ordered: as much for each unit of credit as the plan costs. Empty where the plan costs or gives nothing, and where
    /// the group ends or the caller leaves with the period.
    pub offers: Vec<TopUpOffer>,
    /// The order that waits for its payment; there is one at a time.
    #[schema(required)]
    pub ordered: Option<TopUpOrder>,
    /// When the open period ends. What is left of credit bought in it then goes on to the next one, and lapses with that.
    pub period_ends_at: Timestamp,
}

/// So much credit for so much money.
#[derive(Serialize, ToSchema)]
pub struct TopUpOffer {
    /// How many packs.
    pub packs: u32,
    /// How much credit, in nano-USD.
    pub credit_nanousd: NanoUsd,
    /// What the caller alone pays for it.
    pub price: Amount,
}

/// An order.
#[derive(Serialize, ToSchema)]
pub struct TopUpOrder {
    /// The share to be paid, like every other share.
    pub share_id: ShareId,
    /// How much credit comes when it is paid, in nano-USD.
    pub credit_nanousd: NanoUsd,
    /// What is still to be paid; nothing when the caller's balance has paid it, and the credit is there.
    pub to_pay: Amount,
    /// Whether a payment is under way; the order cannot be taken back then.
    pub is_processing: bool,
}

/// How much.
#[derive(Deserialize, ToSchema)]
pub struct OrderTopUp {
    /// How many packs, as in the offers.
    pub packs: u32,
}

/// What credit beside the caller's part of the plan costs, and what they have ordered.
#[utoipa::path(get, path = "/groups/{id}/top-up", tag = "billing",
    params(("id" = String, Path, description = "The group")), responses((status = 200, body = TopUps)))]
pub async fn get_top_up(State(app): State<App>, member: Member) -> Result<axum::Json<TopUps>, Problem> {
    let mut connection = app.connection().await?;
    let opened = stored::open(&mut connection, member.group()).await?.ok_or_else(no_period)?;
    let ordered = top_ups::ordered(&mut connection, &member.membership).await?;
    let group = groups::find(&mut connection, member.group()).await?.ok_or_else(Problem::not_found)?;
    let offers = (1..=PACKS_MAX).filter_map(|packs| {
        let offer = offer(&group, &member, &opened, packs)?;
        Some(TopUpOffer { packs, credit_nanousd: offer.credit, price: offer.price.into() })
    });
    Ok(axum::Json(TopUps {
        offers: offers.collect(),
        ordered: ordered.map(TopUpOrder::from),
        period_ends_at: opened.period.ends_at,
    }))
}

/// Order credit beside the caller's part: theirs alone, used after their part and before anything is borrowed, never lent. It comes
/// when its share is paid; an order that is not paid in seven days lapses, and changes nothing else.
#[utoipa::path(post, path = "/groups/{id}/top-up", tag = "billing",
    params(("id" = String, Path, description = "The group")),
    request_body = OrderTopUp, responses((status = 201, body = TopUpOrder)))]
pub async fn order_top_up(
    State(app): State<App>,
    member: Member,
    Json(typed): Json<OrderTopUp>,
) -> Result<(StatusCode, axum::Json<TopUpOrder>), Problem> {
    // Each makes a numbered invoice, and everybody in the group hears of it.
    limits::attempt(&app, Attempt::TopUpOrder, &member.membership.id().to_string()).await?;
    let mut tx = app.begin().await?;
    let group = groups::lock_of(&mut tx, &member.membership).await?;
    let opened = stored::open(&mut tx, group.id).await?.ok_or_else(no_period)?;
    may_order(&mut tx, &group, &opened, &member.membership).await?;

    let mut fields = Fields::default();
    let offer = offer(&group, &member, &opened, typed.packs);
    fields.check(offer.is_some(), "packs", "out_of_range", "Order as many packs as the offers say.");
    fields.finish()?;
    let offer = offer.ok_or_else(Problem::not_found)?;

    let share = periods::order_top_up(&mut tx, &group, &opened, member.user(), offer, group.now)
        .await
        .map_err(Problem::internal)?;
    let locked = shares::lock(&mut tx, group.id, share).await?.ok_or_else(Problem::not_found)?;
    announce_change(&mut tx, group.id).await?;
    commit(tx).await?;
    let order = TopUpOrder {
        share_id: share,
        credit_nanousd: offer.credit,
        to_pay: locked.share.open().into(),
        is_processing: false,
    };
    Ok((StatusCode::CREATED, axum::Json(order)))
}

/// Take an order back that is not paid. What the caller's balance had paid of it is on the balance again. Asking twice is no mistake.
#[utoipa::path(delete, path = "/groups/{id}/top-up", tag = "billing",
    params(("id" = String, Path, description = "The group")), responses((status = 204)))]
pub async fn cancel_top_up(State(app): State<App>, member: Member) -> Result<StatusCode, Problem> {
    let mut tx = app.begin().await?;
    let group = groups::lock_of(&mut tx, &member.membership).await?;
    let ordered = top_ups::ordered_by(&mut tx, group.id, member.user()).await?;
    let Some(locked) = ordered else { return Ok(StatusCode::NO_CONTENT) };
    if locked.share.status() == ShareStatus::Processing {
        return Err(Problem::conflict(
            "top_up_processing",
            "A payment of this order is under way; it can be taken back when that has come to nothing.",
        ));
    }
    periods::lapse(&mut tx, &group, &locked, group.now).await.map_err(Problem::internal)?;
    announce_change(&mut tx, group.id).await?;
    commit(tx).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Nothing is sold that could not go on to the next period.
fn offer(group: &Group, member: &Member, opened: &Opened, packs: u32) -> Option<Offer> {
    let goes_on = !group.ends_with_period && member.membership.status() == MembershipStatus::Active;
    top_up::offer(opened.price, opened.pool, packs).filter(|_| goes_on)
}

async fn may_order(
    connection: &mut PgConnection,
    group: &Group,
    opened: &Opened,
    membership: &Membership,
) -> Result<(), Problem> {
    let has_open_order = top_ups::ordered(&mut *connection, membership).await?.is_some();
    let pool = pools::load(connection, group.id, opened.id).await?.ok_or_else(no_period)?;
    top_up::order(pool.pool.member(membership.user()), has_open_order).map_err(|refused| match refused {
        OrderRefused::NoPart => no_period(),
        OrderRefused::Suspended => {
            Problem::conflict("share_past_due", "A share of yours is past due: pay it first, and everything goes on.")
        }
        OrderRefused::AlreadyOrdered => Problem::conflict(
            "top_up_ordered",
            "You have ordered credit already: pay for that, or take the order back.",
        ),
    })
}

fn no_period() -> Problem {
    Problem::conflict("no_period", "There is no credit to add to before the group's first month has begun.")
}

impl From<Ordered> for TopUpOrder {
    fn from(ordered: Ordered) -> Self {
        Self {
            share_id: ordered.share,
            credit_nanousd: ordered.credit,
            to_pay: ordered.to_pay.into(),
            is_processing: ordered.is_processing,
        }
    }
}
