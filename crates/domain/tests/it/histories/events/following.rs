//! The money that follows the slices: a joiner owes what theirs cost, and who gave them gets it back once it is paid.

use domain::id::UserId;
use domain::invoice::{self, ShareStatus};
use domain::joining::{Given, passed_on};
use domain::money::Money;
use domain::split::Split;

use super::crediting::{credit, stake};
use crate::histories::life::{Days, Life};

/// What somebody who joins the open period today takes over of whose share.
pub(super) fn what_follows(life: &mut Life) -> Vec<(usize, Money)> {
    let Some(month) = life.open_month() else { return Vec::new() };
    let sponsor = match &month.split {
        Split::Sponsor { payer, .. } => Some(*payer),
        _ => None,
    };
    let there: Vec<_> = month.pool.members.iter().filter(|member| member.present).collect();
    let sum: u64 = there.iter().map(|member| member.weight).sum();
    let average = sum.checked_div(u64::try_from(there.len()).unwrap()).unwrap_or(0).max(1);
    let givers: Vec<UserId> = there
        .iter()
        .filter(|member| !member.suspended && sponsor != Some(member.user))
        .map(|member| member.user)
        .collect();
    let (id, day, days) = (month.id, month.pool.day, month.pool.days);
    let mut follows = Vec::new();
    for (at, share) in life.shares.iter().enumerate() {
        if share.month == id && givers.contains(&share.user) && !share.days.forfeited {
            let part = stake(share).follows(average, sum + average, day, days).unwrap();
            assert!(part.minor <= stake(share).left(day, days).unwrap().minor, "more follows than is left");
            follows.extend((part.minor > 0).then_some((at, part)));
        }
    }
    follows
}

/// The joiner's own bill.
pub(super) fn bill_joiner(life: &mut Life, user: UserId, follows: &[(usize, Money)]) {
    let plan = life.plan.code.clone();
    let carry = life.party(user, domain::credit::NanoUsd::ZERO).carry;
    let Some(month) = life.open_month() else { return };
    let price = Money::sum(month.price.currency, follows.iter().map(|(_, part)| *part)).unwrap();
    if price.is_zero() {
        return;
    }
    month.joined += price.minor;
    let (id, day, period) = (month.id, month.pool.day, month.period);
    for (at, part) in follows {
        life.shares[*at].days.given.push(Given { from_day: day, amount: *part });
    }
    life.bill(id, &invoice::of_member(&plan, &period, user, price, carry));
    let own = life.shares.len() - 1;
    life.shares[own].days = Days { from: day, is_joiners: true, passes_to: follows.to_vec(), ..Days::default() };
    pass_on(life, own);
    life.refresh(user);
}

/// A joiner's share that is paid is passed on, once.
pub(super) fn pass_on(life: &mut Life, at: usize) {
    if !matches!(life.shares[at].stands.status(), ShareStatus::Paid | ShareStatus::Covered) {
        return;
    }
    let to = std::mem::take(&mut life.shares[at].days.passes_to);
    let paid = life.shares[at].stands.paid();
    let follows: Vec<Money> = to.iter().map(|(_, part)| *part).collect();
    let mut passed = 0;
    for ((giver, _), amount) in to.iter().zip(passed_on(paid, &follows)) {
        let stands = life.shares[*giver].stands;
        let amount = amount.minor.min(stands.amount().minor - stands.credited().minor);
        life.shares[*giver].days.passed += amount;
        credit(life, *giver, Money::new(amount, paid.currency));
        let user = life.shares[*giver].user;
        life.refresh(user);
        passed += amount;
    }
    assert!(passed <= paid.minor, "more is passed on than was paid");
}
