//! Credit that moves when somebody joins or is removed in the middle of a period.

use super::slices::{add, spread, weights};
use super::{MemberCredit, Pool, PoolError, plus, total};
use crate::apportion::apportion;
use crate::credit::NanoUsd;
use crate::id::UserId;
use crate::money::Money;

/// Credit that goes from one member's grant to another's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    /// Whose grant shrinks.
    pub from: UserId,
    /// Whose grant grows.
    pub to: UserId,
    /// By how much; above zero.
    pub amount: NanoUsd,
}

/// Takes somebody into the pool on a day: the same fraction of everybody's slices from that day on (the joiner's part
/// of all weights), at most what each has left, spread over the same days.
///
/// Whoever was removed from this pool before can join again.
pub fn join(pool: &mut Pool, user: UserId, weight: u64, day: u32) -> Result<Vec<Moved>, PoolError> {
    if day >= pool.days {
        return Err(PoolError::NoSuchDay);
    }
    if pool.member(user).is_some_and(|member| member.present) {
        return Err(PoolError::AlreadyIn(user));
    }
    let present = pool.members.iter().filter(|member| member.present);
    let all = present.fold(u128::from(weight), |sum, member| sum.saturating_add(u128::from(member.weight)));
    let (days, mut moved) = (pool.days, Vec::new());
    for member in pool.members.iter_mut().filter(|member| member.present) {
        let coming = total(member.slices_since(day));
        let product = u128::try_from(coming.get()).unwrap_or(0).saturating_mul(u128::from(weight));
        let fraction = product.checked_div(all).unwrap_or(0);
        let fraction = NanoUsd(i64::try_from(fraction).unwrap_or(i64::MAX));
        let amount = fraction.min(member.available());
        if !amount.is_zero() {
            member.respread(coming.less(amount), day, days);
            moved.push(Moved { from: member.user, to: user, amount });
        }
    }
    let grant = moved.iter().map(|part| part.amount).fold(NanoUsd::ZERO, plus);
    let slices = spread(grant, day, days);
    match pool.member_mut(user) {
        Some(former) => {
            former.present = true;
            former.weight = weight;
            add(&mut former.slices, &slices);
        }
        None => pool.members.push(MemberCredit::new(user, weight, slices)),
    }
    Ok(moved)
}

/// Removes somebody from the pool at once: what they have left goes to those who stay, by weight, spread over the days
/// from `day` on. What their running turns give back later is lendable at once, as nothing is kept for them.
///
/// With nobody else there it stays where it is.
pub fn leave_now(pool: &mut Pool, user: UserId, day: u32) -> Result<Vec<Moved>, PoolError> {
    if day >= pool.days {
        return Err(PoolError::NoSuchDay);
    }
    let staying: Vec<&MemberCredit> =
        pool.members.iter().filter(|member| member.present && member.user != user).collect();
    let amounts: Vec<i64> = staying.iter().map(|member| i64::try_from(member.weight).unwrap_or(i64::MAX)).collect();
    let staying: Vec<UserId> = staying.iter().map(|member| member.user).collect();
    let leaver = pool.member_mut(user).filter(|member| member.present);
    let leaver = leaver.ok_or(PoolError::NotIn(user))?;
    leaver.present = false;
    if staying.is_empty() {
        return Ok(Vec::new());
    }
    let left = leaver.available();
    leaver.give_up(left);
    hand_out(pool, user, left, &staying, &weights(&amounts), day)
}

/// Gives what comes from a day on back to the others, by weight: whoever joined in the middle of the period took it from them,
/// and has not paid for it.
pub fn return_coming(pool: &mut Pool, user: UserId, from: u32, bought: Bought) -> Result<Vec<Moved>, PoolError> {
    let others: Vec<&MemberCredit> =
        pool.members.iter().filter(|member| member.present && !member.suspended && member.user != user).collect();
    let amounts: Vec<i64> = others.iter().map(|member| i64::try_from(member.weight).unwrap_or(i64::MAX)).collect();
    let others: Vec<UserId> = others.iter().map(|member| member.user).collect();
    if from >= pool.days || others.is_empty() {
        return Ok(Vec::new());
    }
    let joiner = pool.member_mut(user).ok_or(PoolError::NotIn(user))?;
    let coming = bought.of(total(joiner.slices_since(from))).min(joiner.available());
    joiner.give_up(coming);
    hand_out(pool, user, coming, &others, &weights(&amounts), from)
}

/// Adds credit to the pool from a day on, as an upgrade does: to everybody who is there, by weight. Who gets how much.
pub fn enlarge(pool: &mut Pool, amount: NanoUsd, day: u32) -> Result<Vec<(UserId, NanoUsd)>, PoolError> {
    if day >= pool.days {
        return Err(PoolError::NoSuchDay);
    }
    let days = pool.days;
    let mut present: Vec<&mut MemberCredit> = pool.members.iter_mut().filter(|member| member.present).collect();
    let amounts: Vec<i64> = present.iter().map(|member| i64::try_from(member.weight).unwrap_or(i64::MAX)).collect();
    let parts = apportion(amount.get(), &weights(&amounts))?;
    let mut grants = Vec::with_capacity(present.len());
    for (member, part) in present.iter_mut().zip(parts.into_iter().map(NanoUsd)) {
        add(&mut member.slices, &spread(part, day, days));
        grants.push((member.user, part));
    }
    Ok(grants)
}

/// Adds what one member gave up to the slices of others, spread over the days from `day` on.
fn hand_out(
    pool: &mut Pool,
    from: UserId,
    amount: NanoUsd,
    to: &[UserId],
    weights: &[u64],
    day: u32,
) -> Result<Vec<Moved>, PoolError> {
    let (days, mut moved) = (pool.days, Vec::new());
    for (to, amount) in to.iter().copied().zip(apportion(amount.get(), weights)?.into_iter().map(NanoUsd)) {
        if amount.is_zero() {
            continue;
        }
        if let Some(member) = pool.member_mut(to) {
            add(&mut member.slices, &spread(amount, day, days));
        }
        moved.push(Moved { from, to, amount });
    }
    Ok(moved)
}

/// Which part of somebody's coming slices an unpaid share bought: all of them, unless other shares of theirs bought some too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bought {
    /// What the unpaid share costs for these days.
    pub unpaid: Money,
    /// What all of the member's shares cost for them.
    pub all: Money,
}

impl Bought {
    fn of(self, coming: NanoUsd) -> NanoUsd {
        let product = i128::from(coming.get()).saturating_mul(i128::from(self.unpaid.minor.max(0)));
        let part = product.checked_div(i128::from(self.all.minor.max(self.unpaid.minor))).unwrap_or(0);
        if self.all.minor <= self.unpaid.minor { coming } else { NanoUsd(i64::try_from(part).unwrap_or(coming.get())) }
    }
}

/// Takes what comes from a day on out of the pool, for somebody who does not pay for it. What they have used or lent of it stays
/// theirs; the pool is smaller by what is returned.
pub fn void_coming(pool: &mut Pool, user: UserId, from: u32, bought: Bought) -> Result<NanoUsd, PoolError> {
    let member = pool.member_mut(user).ok_or(PoolError::NotIn(user))?;
    let coming = bought.of(total(member.slices_since(from)));
    let amount = coming.min(member.available());
    member.give_up(amount);
    Ok(amount)
}

impl MemberCredit {
    /// Replaces the slices from a day on by `amount`, spread evenly.
    fn respread(&mut self, amount: NanoUsd, day: u32, days: u32) {
        let first = usize::try_from(day).unwrap_or(usize::MAX);
        for (index, slice) in spread(amount, day, days).into_iter().enumerate() {
            if index >= first
                && let Some(place) = self.slices.get_mut(index)
            {
                *place = slice;
            }
        }
    }

    /// Takes an amount out of the slices, from the last day backwards.
    fn give_up(&mut self, amount: NanoUsd) {
        let mut left = amount;
        for slice in self.slices.iter_mut().rev() {
            let taken = left.min(*slice);
            *slice = slice.less(taken);
            left = left.less(taken);
        }
    }
}
