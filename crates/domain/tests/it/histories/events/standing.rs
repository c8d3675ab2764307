//! Covers that happen by themselves, up to a limit.

use domain::cover::{Standing, automatic, cover};
use domain::id::{PeriodId, UserId};
use domain::invoice::ShareStatus;
use domain::money::Money;
use domain::payment::PaymentStatus;

use super::Kind;
use super::claims::begin;
use crate::histories::life::Life;

pub(crate) const LIMIT: Kind = Kind {
    name: "cover limit",
    weight: 2,
    happen: |life, dice| {
        let Some(by) = dice.pick(&life.members).map(|seat| seat.member.user) else { return false };
        if dice.percent(30) {
            return life.standing.remove(&by).is_some();
        }
        let limit = Money::new(dice.between(1, 6000), life.plan.price.currency);
        life.standing.insert(by, limit) != Some(limit)
    },
};

/// What somebody has covered of a period by themselves.
fn used(life: &Life, by: UserId, month: PeriodId) -> i64 {
    let of_month = life.shares.iter().filter(|share| share.month == month);
    let payments = of_month.flat_map(|share| &share.payments);
    payments
        .filter(|payment| payment.by == by && payment.by_itself && payment.status != PaymentStatus::Rejected)
        .map(|payment| payment.amount.minor)
        .sum()
}

/// The share was not paid in time: whoever said that they would covers it.
pub(crate) fn cover_by_itself(life: &mut Life, at: usize) -> bool {
    let (owner, month, open) = (life.shares[at].user, life.shares[at].month, life.shares[at].stands.open());
    let is_past_due = |user: UserId| {
        life.shares.iter().any(|share| share.user == user && share.stands.status() == ShareStatus::PastDue)
    };
    let able = life
        .members
        .iter()
        .map(|seat| seat.member.user)
        .filter(|user| !is_past_due(*user) && life.shares[at].payments.iter().all(|payment| payment.by != *user));
    let standing: Vec<Standing> = able
        .filter_map(|by| {
            let limit = *life.standing.get(&by)?;
            Some(Standing { by, limit, used: Money::new(used(life, by, month), limit.currency) })
        })
        .collect();
    // Of a payment that a bank took back in part, whoever covered the share still has their part.
    if life.shares[at].cover.is_some_and(|(_, left)| !left.is_zero()) {
        return false;
    }
    let Some(by) = automatic(owner, open, &standing) else { return false };
    let limit = life.standing[&by];
    let status = cover(life.shares[at].stands.status(), owner, by).unwrap();
    begin(life, at, by, status);
    life.shares[at].payments.last_mut().unwrap().by_itself = true;
    assert!(used(life, by, month) <= limit.minor, "more is covered than the limit");
    life.refresh(owner);
    true
}
