//! `GET /invitations/{token}`

use axum::extract::State;
use domain::apportion::apportion;
use domain::credit::NanoUsd;
use domain::fair_share;
use domain::group::{GroupStatus, MembershipStatus, SeatNumber};
use domain::id::UserId;
use domain::invitation::{self, InvitationStatus};
use domain::money::Amount;
use domain::plan::Plan;
use domain::split::{Party, Portion};
use jiff::Timestamp;
use serde::Serialize;
use store::groups::{Group, Seated};
use store::periods::Opened;
use store::pools::PeriodPool;
use store::{clock, groups, invitations, periods, pools};
use utoipa::ToSchema;

use super::invited::Invited;
use super::plan_body::PlanBody;
use super::prospect::{self, next_terms};
use crate::app::App;
use crate::http::Problem;
use crate::periods::{OpenError, join_pool, plan_of, price_of, what_follows};

/// What somebody who was invited sees before they answer.
#[derive(Serialize, ToSchema)]
pub struct InvitationPreview {
    /// Whether it can still be accepted.
    pub status: InvitationStatus,
    /// The group's name.
    pub group_name: String,
    /// What the group pays for.
    pub plan: PlanBody,
    /// Who invites.
    pub invited_by: String,
    /// Who is there, by seat.
    pub members: Vec<PreviewSeat>,
    /// Their part of the next invoice: while forming with every seat taken, else among those who stay, and they. Rounding can
    /// change it by a minor unit.
    pub share: Amount,
    /// What they pay for the rest of the period that is running: what the slices cost that they take over. Null while forming.
    #[schema(required)]
    pub joining: Option<Amount>,
    /// The credit that they get, in nano-USD: while forming in a whole period, else until the running one ends.
    pub credit_nanousd: NanoUsd,
    /// Until when it stands.
    pub expires_at: Timestamp,
    /// How many seats are free.
    pub seats_left: u8,
    /// Whether chatting begins at once, or when every seat is taken or the owner starts.
    pub starts: Starts,
}

/// Somebody who is there already.
#[derive(Serialize, ToSchema)]
pub struct PreviewSeat {
    /// Their name.
    pub name: String,
    /// Where they sit.
    pub seat: SeatNumber,
}

/// When the group's credit can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Starts {
    /// It is running.
    Now,
    /// When every seat is taken, or the owner starts earlier.
    WhenFull,
}

/// See an invitation: who invites, into what, and what it costs. No account is needed.
#[utoipa::path(get, path = "/invitations/{token}", tag = "invitations", security(()),
    params(("token" = String, Path, description = "What the link ends with")),
    responses((status = 200, body = InvitationPreview)))]
pub async fn preview_invitation(
    State(app): State<App>,
    Invited(id): Invited,
) -> Result<axum::Json<InvitationPreview>, Problem> {
    let mut connection = app.connection().await?;
    let invitation = invitations::find(&mut connection, id).await?.ok_or_else(Problem::not_found)?;
    let group = groups::find(&mut connection, invitation.group).await?.ok_or_else(Problem::not_found)?;
    let members = groups::members(&mut connection, &[group.id]).await?;
    let now = clock::now(&mut connection).await?;
    let opened = periods::open(&mut connection, group.id).await?;
    let plan = plan_of(&mut connection, &app.catalogue, &group, opened.as_ref()).await?.ok_or(OpenError::PlanGone)?;
    let terms = next_terms(&mut connection, &app, &group, opened.as_ref()).await?;
    let pool = match &opened {
        Some(opened) => pools::load(&mut connection, group.id, opened.id).await?,
        None => None,
    };
    let joining = match opened.as_ref().zip(pool.as_ref()) {
        Some((opened, pool)) => {
            let follows = what_follows(&mut connection, &group, opened, &pool.pool).await?;
            Some(price_of(&follows, opened)?.into())
        }
        None => None,
    };

    let joiner = prospect::stranger(u8::MAX);
    let portions = next_shares(&terms, &group, &members, opened.as_ref(), joiner)?;
    let taken = u8::try_from(members.len()).unwrap_or(u8::MAX);
    Ok(axum::Json(InvitationPreview {
        status: invitation::status(invitation.status, invitation.expires_at, now),
        group_name: group.name.clone(),
        invited_by: invitation.invited_by_name,
        share: prospect::share_of(&portions, joiner, terms.price).into(),
        joining,
        credit_nanousd: credit_of(&plan, &group, &portions, pool, joiner)?,
        members: members.into_iter().map(|member| PreviewSeat { name: member.name, seat: member.seat }).collect(),
        plan: (&plan).into(),
        expires_at: invitation.expires_at,
        seats_left: group.seats.saturating_sub(taken),
        starts: if group.status == GroupStatus::Forming { Starts::WhenFull } else { Starts::Now },
    }))
}

/// The shares of the next invoice with the joiner in it.
fn next_shares(
    plan: &Plan,
    group: &Group,
    members: &[Seated],
    opened: Option<&Opened>,
    joiner: UserId,
) -> Result<Vec<Portion>, Problem> {
    let staying = members.iter().filter(|member| member.member.status == MembershipStatus::Active);
    let mut users: Vec<UserId> = staying.map(Seated::user).collect();
    let number = match opened {
        None => {
            users = prospect::with_free_seats(users, group.seats.saturating_sub(1));
            0
        }
        Some(opened) => opened.period.number.saturating_add(1),
    };
    users.push(joiner);
    let parties: Vec<Party> = users.into_iter().map(Party::new).collect();
    prospect::shares(plan.price, &group.split, &parties, number).map_err(Problem::internal)
}

/// The joiner's credit: of the running pool what joining it today gives, else their part of a whole one.
fn credit_of(
    plan: &Plan,
    group: &Group,
    portions: &[Portion],
    pool: Option<PeriodPool>,
    joiner: UserId,
) -> Result<NanoUsd, Problem> {
    if let Some(mut running) = pool {
        join_pool(&mut running.pool, joiner).map_err(Problem::internal)?;
        return Ok(fair_share::standing(&running.pool, joiner).grant);
    }
    let equal = group.split.gives_equal_credit();
    let amounts: Vec<i64> = portions.iter().map(|portion| if equal { 1 } else { portion.amount.minor }).collect();
    let grants = apportion(plan.credit.get(), &fair_share::weights(&amounts)).map_err(Problem::internal)?;
    let own = portions.iter().zip(grants).find(|(portion, _)| portion.user == joiner);
    Ok(own.map_or(NanoUsd::ZERO, |(_, grant)| NanoUsd(grant)))
}
