//! Joining and being removed in the middle of a period: credit moves at once; a joiner owes what follows it, and what somebody
//! who was removed does not have any more is credited.

use domain::carry::Carry;
use domain::credit_note::CreditReason;
use domain::fair_share::{self, Moved, Pool, PoolError};
use domain::id::{InvoiceId, MembershipId, UserId};
use domain::invoice::{self, InvoiceKind};
use domain::ledger::events;
use domain::money::Money;
use domain::split::Split;
use jiff::Timestamp;
use store::groups::Group;
use store::invoices::Bills;
use store::joinings::{self, Part};
use store::periods::Opened;
use store::{PgConnection, carries, invoices, ledger, periods, pools, shares};
use uuid::Uuid;

use super::bill::{charge, use_balances};
use super::crediting::credit;
use super::error::OpenError;
use super::topping_up::take_back;

/// Takes somebody who has just joined into the open period, if there is one: their credit at once, and what it costs as a share
/// of their own.
pub async fn join(
    connection: &mut PgConnection,
    group: &Group,
    membership: MembershipId,
    user: UserId,
    now: Timestamp,
) -> Result<(), OpenError> {
    let Some(opened) = periods::open(&mut *connection, group.id).await? else { return Ok(()) };
    let Some(mut locked) = pools::lock(&mut *connection, group.id, opened.id).await? else { return Ok(()) };
    let day = locked.pool.day;
    let follows = what_follows(&mut *connection, group, &opened, &locked.pool).await?;
    let moved = join_pool(&mut locked.pool, user)?;
    pools::put(&mut *connection, group.id, opened.id, &locked.pool).await?;
    ledger::post(&mut *connection, group.id, &events::credit_joined(membership, opened.id, &moved)?).await?;
    bill_joiner(connection, group, &opened, user, day, &follows, now).await
}

/// What a pool becomes when somebody joins it today, and what they get: the part of an average member.
pub fn join_pool(pool: &mut Pool, user: UserId) -> Result<Vec<Moved>, PoolError> {
    let (weight, _) = joiners_weight(pool);
    let day = pool.day;
    fair_share::join(pool, user, weight, day)
}

/// What somebody weighs who joins, and everybody together then.
fn joiners_weight(pool: &Pool) -> (u64, u64) {
    let weights: Vec<u64> = pool.members.iter().filter(|member| member.present).map(|member| member.weight).collect();
    let sum = weights.iter().fold(0_u64, |sum, weight| sum.saturating_add(*weight));
    let count = u64::try_from(weights.len()).unwrap_or(u64::MAX);
    let average = sum.checked_div(count).unwrap_or(0).max(1);
    (average, sum.saturating_add(average))
}

/// What somebody who joins the open period today pays for: the part of everybody's share that their slices cost. Nothing where
/// the bill goes by usage, because theirs will be on it; and nothing of what a sponsor pays for everybody.
pub async fn what_follows(
    connection: &mut PgConnection,
    group: &Group,
    opened: &Opened,
    pool: &Pool,
) -> Result<Vec<Part>, OpenError> {
    let sponsor = match &opened.split {
        Split::Sponsor { payer, .. } => Some(*payer),
        _ => None,
    };
    let (weight, all) = joiners_weight(pool);
    let mut follows = Vec::new();
    for held in joinings::stakes(connection, group.id, opened.id).await? {
        let is_there = pool.member(held.user).is_some_and(|member| member.present && !member.suspended);
        if is_there && sponsor != Some(held.user) {
            let amount = held.stake.follows(weight, all, pool.day, pool.days)?;
            follows.extend((amount.minor > 0).then_some(Part { from: held.share, amount }));
        }
    }
    Ok(follows)
}

/// What a joiner pays in all.
pub fn price_of(follows: &[Part], opened: &Opened) -> Result<Money, OpenError> {
    let currency = opened.price.currency;
    Ok(Money::sum(currency, follows.iter().map(|part| part.amount)).map_err(domain::ledger::LedgerError::from)?)
}

async fn bill_joiner(
    connection: &mut PgConnection,
    group: &Group,
    opened: &Opened,
    user: UserId,
    day: u32,
    follows: &[Part],
    now: Timestamp,
) -> Result<(), OpenError> {
    let price = price_of(follows, opened)?;
    if price.is_zero() {
        return Ok(());
    }
    let carries = carries::of_group(&mut *connection, group.id).await?;
    let carry = carries.iter().find(|(of, _)| *of == user).map_or(Carry::ZERO, |(_, carry)| *carry);
    let draft = invoice::of_member(&opened.plan, &opened.period, user, price, carry);
    let id = InvoiceId::from_uuid(Uuid::now_v7());
    let bills = Bills { kind: InvoiceKind::Joining, from_day: day };
    let issued = charge(&mut *connection, group, opened.id, id, bills, draft, now).await?;
    for share in issued.shares() {
        for part in follows {
            joinings::insert(&mut *connection, group.id, share, day, *part).await?;
        }
    }
    use_balances(connection, group, issued, now).await
}

/// Takes somebody who was just removed out of the open period: what they have left goes to those who stay. What their
/// running turns hold is settled as usual. The days after this one are not owed, or, where they were paid, on their balance.
pub async fn remove(
    connection: &mut PgConnection,
    group: &Group,
    membership: MembershipId,
    user: UserId,
    now: Timestamp,
) -> Result<(), OpenError> {
    let Some(opened) = periods::open(&mut *connection, group.id).await? else { return Ok(()) };
    let Some(mut locked) = pools::lock(&mut *connection, group.id, opened.id).await? else { return Ok(()) };
    let day = locked.pool.day;
    let moved = fair_share::leave_now(&mut locked.pool, user, day)?;
    pools::put(&mut *connection, group.id, opened.id, &locked.pool).await?;
    ledger::post(&mut *connection, group.id, &events::credit_left(membership, opened.id, &moved)?).await?;
    take_back(&mut *connection, group, opened.id, user, now).await?;
    for locked in shares::lock_of_period(&mut *connection, group.id, opened.id, user).await? {
        let (bills, _) = invoices::bills(&mut *connection, group.id, locked.invoice).await?;
        if bills.kind == InvoiceKind::TopUp {
            continue;
        }
        let stake = joinings::stake_of(&mut *connection, &locked, bills.from_day).await?;
        let unused = stake.unused(day, opened.period.days)?;
        credit(&mut *connection, group, opened.id, &locked, CreditReason::Removed, unused, now).await?;
    }
    Ok(())
}
