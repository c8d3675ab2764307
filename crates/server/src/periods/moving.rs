//! Joining and being removed in the middle of a period: credit moves at once; what somebody who was removed does not have any
//! more is credited.

use domain::credit_note::CreditReason;
use domain::dunning;
use domain::fair_share::{self, Moved, Pool, PoolError};
use domain::id::{MembershipId, UserId};
use domain::ledger::events;
use jiff::Timestamp;
use store::groups::Group;
use store::{PgConnection, ledger, periods, pools, shares};

use super::crediting::credit;
use super::error::OpenError;

/// Takes somebody who has just joined into the open period, if there is one.
pub async fn join(
    connection: &mut PgConnection,
    group: &Group,
    membership: MembershipId,
    user: UserId,
    now: Timestamp,
) -> Result<(), OpenError> {
    let Some(opened) = periods::open(&mut *connection, group.id).await? else { return Ok(()) };
    let Some(mut locked) = pools::lock(&mut *connection, group.id, opened.id, now).await? else { return Ok(()) };
    let moved = join_pool(&mut locked.pool, user)?;
    pools::put(&mut *connection, group.id, opened.id, &locked.pool).await?;
    ledger::post(connection, group.id, &events::credit_joined(membership, opened.id, &moved)?).await?;
    Ok(())
}

/// What a pool becomes when somebody joins it today, and what they get: the part of an average member.
pub fn join_pool(pool: &mut Pool, user: UserId) -> Result<Vec<Moved>, PoolError> {
    let weights: Vec<u64> = pool.members.iter().filter(|member| member.present).map(|member| member.weight).collect();
    let sum = weights.iter().fold(0_u64, |sum, weight| sum.saturating_add(*weight));
    let count = u64::try_from(weights.len()).unwrap_or(u64::MAX);
    let average = sum.checked_div(count).unwrap_or(0).max(1);
    let day = pool.day;
    fair_share::join(pool, user, average, day)
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
    let Some(mut locked) = pools::lock(&mut *connection, group.id, opened.id, now).await? else { return Ok(()) };
    let day = locked.pool.day;
    let moved = fair_share::leave_now(&mut locked.pool, user, day)?;
    pools::put(&mut *connection, group.id, opened.id, &locked.pool).await?;
    ledger::post(&mut *connection, group.id, &events::credit_left(membership, opened.id, &moved)?).await?;
    for locked in shares::lock_of_period(&mut *connection, group.id, opened.id, user).await? {
        let unused = dunning::unused(locked.share.amount(), day, opened.period.days)?;
        credit(&mut *connection, group, opened.id, &locked, CreditReason::Removed, unused, now).await?;
    }
    Ok(())
}
