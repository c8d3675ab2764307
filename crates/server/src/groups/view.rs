//! A group as one of its members sees it.

use domain::credit::NanoUsd;
use domain::fair_share::{Standing, standing};
use domain::group::{GroupStatus, MembershipStatus, Role, SeatNumber};
use domain::id::{GroupId, PeriodId, ShareId, UserId};
use domain::invoice::ShareStatus;
use domain::money::{Amount, Money};
use domain::plan::Plan;
use domain::split::{Party, Portion, Split};
use jiff::Timestamp;
use serde::Serialize;
use store::groups::{Group, Membership, Seated};
use store::invoices::Share;
use store::periods::Opened;
use store::pools::PeriodPool;
use store::{PgConnection, groups, invitations, invoices, periods, pools, splits};
use utoipa::ToSchema;

use super::next_body::NextBody;
use super::plan_body::PlanBody;
use super::proposal_body::ProposalBody;
use super::prospect::{self, next_terms};
use crate::app::App;
use crate::http::Problem;
use crate::periods::{OpenError, plan_of};

/// A group, with its members and their parts.
#[derive(Serialize, ToSchema)]
#[schema(as = Group)]
pub struct GroupBody {
    /// Which one.
    pub id: GroupId,
    /// What its members call it.
    pub name: String,
    /// Forming, active or archived.
    pub status: GroupStatus,
    /// What it pays for.
    pub plan: PlanBody,
    /// The IANA name of the zone in which its days begin.
    pub time_zone: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// What the caller is in it.
    pub role: Role,
    /// Who the caller is.
    pub you: UserId,
    /// How it distributes the price of the next invoice that is made.
    pub split: Split,
    /// Another split that waits for somebody's approval.
    #[schema(required)]
    pub proposal: Option<ProposalBody>,
    /// Who is in it, by seat.
    pub members: Vec<MemberBody>,
    /// How many invitations can still be accepted.
    pub invitations_open: usize,
    /// The period that is open; null while forming.
    #[schema(required)]
    pub period: Option<PeriodBody>,
    /// How the caller stands in it; null while forming.
    #[schema(required)]
    pub credit: Option<CreditBody>,
    /// What is different after the period that is open; null when nothing is.
    #[schema(required)]
    pub next: Option<NextBody>,
    /// What the clock of a sandbox says; null for a real group.
    #[schema(required)]
    pub sandbox_now: Option<Timestamp>,
}

/// A member of a group, with their part of the price and of the credit.
#[derive(Serialize, ToSchema)]
#[schema(as = Member)]
pub struct MemberBody {
    /// Who.
    pub user_id: UserId,
    /// What the others call them.
    pub name: String,
    /// Owner or member.
    pub role: Role,
    /// Active, or leaving at the period's end.
    pub status: MembershipStatus,
    /// Where they sit; picks their colour.
    pub seat: SeatNumber,
    /// Since when.
    pub joined_at: Timestamp,
    /// Their share of the period's invoice; without one, what their share of the next would be. While forming: with every
    /// seat taken. Where the period is billed by usage: by what was used so far.
    pub share: Amount,
    /// What is still to be paid of it, of all that they were invoiced for the period; nothing when it is not invoiced.
    pub to_pay: Amount,
    /// Which share that is, of several the one to be paid next; null when it is not invoiced.
    #[schema(required)]
    pub share_id: Option<ShareId>,
    /// Whether it is paid; null when it is not invoiced.
    #[schema(required)]
    pub share_status: Option<ShareStatus>,
    /// Their part of the pool, in nano-USD.
    pub grant: NanoUsd,
    /// Used or held of it by themselves.
    pub own: NanoUsd,
    /// Used or held of it by others.
    pub lent: NanoUsd,
    /// Used or held by them of the others' parts.
    pub borrowed: NanoUsd,
    /// What is left of their part.
    pub available: NanoUsd,
    /// What they bought beside their part, in this period and the one before.
    pub topped_up: NanoUsd,
    /// What is left of that.
    pub topped_up_left: NanoUsd,
}

/// The open period.
#[derive(Serialize, ToSchema)]
#[schema(as = Period)]
pub struct PeriodBody {
    /// Which one.
    pub id: PeriodId,
    /// Counted from 0.
    pub number: u32,
    /// Its first instant.
    pub starts_at: Timestamp,
    /// The next period's first instant.
    pub ends_at: Timestamp,
    /// Today, counted from 0.
    pub day: u32,
    /// How many days it has.
    pub days: u32,
    /// Whether its bill goes by usage, and is made when it is over.
    pub in_arrears: bool,
    /// The credit in it, in nano-USD.
    pub pool_nanousd: NanoUsd,
    /// What was used of it.
    pub used_nanousd: NanoUsd,
    /// What running turns hold of it.
    pub held_nanousd: NanoUsd,
}

/// How the caller stands, in nano-USD.
#[derive(Serialize, ToSchema)]
#[schema(as = Credit)]
pub struct CreditBody {
    /// What is left of their own part.
    pub available_nanousd: NanoUsd,
    /// What they can use of that now: all of it, or while their share is unpaid only the days that have come.
    pub usable_nanousd: NanoUsd,
    /// What they can use now of what they bought beside their part: after it, and before they borrow.
    pub topped_up_nanousd: NanoUsd,
    /// What of that was bought in the period before, and lapses with this one.
    pub topped_up_lapsing_nanousd: NanoUsd,
    /// What they could borrow now beside it.
    pub borrowable_nanousd: NanoUsd,
    /// What the others cannot take of it today.
    pub kept_nanousd: NanoUsd,
    /// What the others could borrow of it now.
    pub lendable_nanousd: NanoUsd,
    /// When they can use more than now if nobody uses anything until then: a day of this period, or when the next one opens.
    pub next_slice_at: Timestamp,
    /// How much more of their own that is; 0 when it is a loan that grows, or the next period's, which is not opened yet.
    pub next_slice_nanousd: NanoUsd,
}

/// What the members' parts are read from.
struct Parts {
    price: Money,
    shares: Vec<Share>,
    prospect: Vec<Portion>,
    pool: Option<PeriodPool>,
}

/// Loads the group of a membership and shows it to that member.
pub(super) async fn view(
    app: &App,
    connection: &mut PgConnection,
    membership: &Membership,
) -> Result<GroupBody, Problem> {
    let group = groups::find(&mut *connection, membership.group()).await?.ok_or_else(Problem::not_found)?;
    let members = groups::members(&mut *connection, &[group.id]).await?;
    let invitations_open = invitations::count_open(&mut *connection, membership).await?;
    let opened = periods::open(&mut *connection, group.id).await?;
    let plan = plan_of(&mut *connection, &app.catalogue, &group, opened.as_ref()).await?.ok_or(OpenError::PlanGone)?;
    let proposal = splits::open(&mut *connection, membership).await?;
    let next = NextBody::of(&mut *connection, app, &group, opened.as_ref()).await?;
    let terms = next_terms(&mut *connection, app, &group, opened.as_ref()).await?;
    let mut parts = Parts { price: terms.price, shares: Vec::new(), prospect: Vec::new(), pool: None };
    let mut held = NanoUsd::ZERO;
    if let Some(opened) = &opened {
        parts.shares = invoices::shares_of_period(&mut *connection, membership, opened.id).await?;
        parts.pool = pools::load(&mut *connection, group.id, opened.id).await?;
        held = periods::held(connection, group.id, opened.id).await?;
    }
    parts.prospect = match opened.as_ref().zip(parts.pool.as_ref()) {
        Some((opened, pool)) if opened.split.is_by_usage() => {
            parts.price = opened.price;
            so_far(opened, pool)?
        }
        _ => prospect(&terms, &group, &members, opened.as_ref())?,
    };
    let you = membership.user();
    let own_seat = members.iter().find(|member| member.user() == you).ok_or_else(Problem::not_found)?;
    Ok(GroupBody {
        role: own_seat.member.role,
        members: members.iter().map(|member| parts.member(member)).collect(),
        period: opened.as_ref().zip(parts.pool.as_ref()).map(|(opened, pool)| period_body(opened, pool, held)),
        credit: parts.pool.as_ref().map(|pool| credit_body(pool, you)).transpose()?,
        id: group.id,
        name: group.name,
        status: group.status,
        plan: (&plan).into(),
        time_zone: group.time_zone,
        created_at: group.created_at,
        you,
        split: group.split,
        proposal: proposal.map(ProposalBody::from),
        invitations_open,
        next,
        sandbox_now: group.is_sandbox.then_some(group.now),
    })
}

/// The shares of the next invoice: while forming as if every seat were taken, then among those who stay.
fn prospect(plan: &Plan, group: &Group, members: &[Seated], opened: Option<&Opened>) -> Result<Vec<Portion>, Problem> {
    let staying = members.iter().filter(|member| member.member.status == MembershipStatus::Active);
    let staying: Vec<UserId> = staying.map(Seated::user).collect();
    let (users, number) = match opened {
        None => (prospect::with_free_seats(staying, group.seats), 0),
        Some(opened) => (staying, opened.period.number.saturating_add(1)),
    };
    if users.is_empty() {
        return Ok(Vec::new());
    }
    let parties: Vec<Party> = users.into_iter().map(Party::new).collect();
    prospect::shares(plan.price, &group.split, &parties, number).map_err(Problem::internal)
}

/// The shares of the open period by what was used so far.
fn so_far(opened: &Opened, pool: &PeriodPool) -> Result<Vec<Portion>, Problem> {
    let members = &pool.pool.members;
    let parties: Vec<Party> =
        members.iter().map(|member| Party { used: member.used(), ..Party::new(member.user) }).collect();
    prospect::shares(opened.price, &opened.split, &parties, opened.period.number).map_err(Problem::internal)
}

impl Parts {
    fn member(&self, member: &Seated) -> MemberBody {
        let user = member.user();
        let own: Vec<&Share> = self.shares.iter().filter(|share| share.user == user).collect();
        let sum = |of: fn(&Share) -> Money| own.iter().fold(0_i64, |sum, share| sum.saturating_add(of(share).minor));
        // Somebody who joined twice, or whose group took a larger plan, has several: the one to be paid next stands for all.
        let share = own.iter().find(|share| share.status.is_open()).or(own.last()).copied();
        let amount = match share {
            Some(share) => Money::new(sum(|share| share.amount), share.amount.currency),
            None => prospect::share_of(&self.prospect, user, self.price),
        };
        let standing = self.pool.as_ref().map_or_else(Standing::default, |pool| standing(&pool.pool, user));
        MemberBody {
            user_id: user,
            name: member.name.clone(),
            role: member.member.role,
            status: member.member.status,
            seat: member.seat,
            joined_at: member.joined_at,
            share: amount.into(),
            to_pay: Money::new(sum(|share| share.open), amount.currency).into(),
            share_id: share.map(|share| share.id),
            share_status: share.map(|share| share.status),
            grant: standing.grant,
            own: standing.own,
            lent: standing.lent,
            borrowed: standing.borrowed,
            available: standing.available,
            topped_up: standing.top_up.total(),
            topped_up_left: standing.top_up.left(),
        }
    }
}

fn period_body(opened: &Opened, pool: &PeriodPool, held: NanoUsd) -> PeriodBody {
    let taken = pool.pool.members.iter().map(|member| member.own.get().saturating_add(member.borrowed.get()));
    let taken = NanoUsd(taken.fold(0, i64::saturating_add));
    PeriodBody {
        id: opened.id,
        number: opened.period.number,
        starts_at: opened.period.starts_at,
        ends_at: opened.period.ends_at,
        day: pool.pool.day,
        days: opened.period.days,
        in_arrears: opened.split.is_by_usage(),
        pool_nanousd: opened.pool,
        used_nanousd: taken.less(held),
        held_nanousd: held,
    }
}

fn credit_body(pool: &PeriodPool, user: UserId) -> Result<CreditBody, Problem> {
    let own = standing(&pool.pool, user);
    let next_slice_at = match own.next_slice_day {
        Some(day) => pool.period.day_starts_at(day, &pool.zone).map_err(Problem::internal)?,
        None => pool.period.ends_at,
    };
    Ok(CreditBody {
        available_nanousd: own.available,
        usable_nanousd: own.usable,
        topped_up_nanousd: own.topped_up,
        topped_up_lapsing_nanousd: own.top_up.left_of_carried().min(own.topped_up),
        borrowable_nanousd: own.surplus,
        kept_nanousd: own.kept,
        lendable_nanousd: own.lendable,
        next_slice_at,
        next_slice_nanousd: own.next_slice,
    })
}
