//! Payment by card: begun, and decided by the vendor's word, which comes late, more than once, in any order or only when it is asked
//! for again.

use domain::charge::{self, Limits, Plan, Word, arrive, hear, plan};
use domain::id::{PaymentId, UserId};
use domain::invoice::ShareStatus;
use domain::ledger::card_events;
use domain::money::Money;
use domain::payment::{PaymentStatus, claim};

use super::Kind;
use super::claims::{any_share, others_are_untouched};
use super::when_paid;
use crate::histories::dice::Dice;
use crate::histories::life::{Charge, Life, Payment};

pub(crate) const CHARGE: Kind = Kind {
    name: "charge",
    weight: 14,
    happen: |life, dice| {
        let Some(at) = any_share(life, dice) else { return false };
        let owner = life.shares[at].user;
        let member = dice.pick(&life.members).map(|seat| seat.member.user);
        let by = member.filter(|_| dice.percent(15)).unwrap_or(owner);
        begin(life, at, by, truth(dice))
    },
};

/// A webhook, the call's own answer, or a look that is taken later: each is the truth as it is then.
pub(crate) const HEAR: Kind = Kind {
    name: "hear of charge",
    weight: 16,
    happen: |life, dice| {
        let Some((at, n)) = any_charge(life, dice) else { return false };
        // What was not decided is decided meanwhile, and a vendor may change its mind about what did not work.
        let charge = life.shares[at].payments[n].card.as_mut().unwrap();
        match charge.truth {
            Word::Processing | Word::ActionRequired if dice.percent(70) => charge.truth = truth(dice),
            Word::Failed if dice.percent(3) => charge.truth = Word::Succeeded,
            _ => {}
        }
        others_are_untouched(life, at, |life| hear_truth(life, at, n))
    },
};

fn truth(dice: &mut Dice) -> Word {
    match dice.below(20) {
        0..=10 => Word::Succeeded,
        11..=15 => Word::Failed,
        16..=18 => Word::ActionRequired,
        _ => Word::Processing,
    }
}

/// A charge of a share that is mostly a recent one.
pub(super) fn any_charge(life: &Life, dice: &mut Dice) -> Option<(usize, usize)> {
    let at = any_share(life, dice)?;
    let payments = &life.shares[at].payments;
    let n = dice.index(payments.len());
    payments.get(n)?.card.map(|_| (at, n))
}

/// What the vendor can charge in the currency of this life.
pub(crate) fn limits(life: &Life) -> Limits {
    match life.plan.price.currency.exponent() {
        3 => Limits { minimum: 10, step: 10 },
        _ => Limits { minimum: 50, step: 1 },
    }
}

fn begin(life: &mut Life, at: usize, by: UserId, truth: Word) -> bool {
    let share = &life.shares[at];
    let owner = share.user;
    let Ok(processing) = claim(share.stands.status(), true) else { return false };
    // Whoever covered it still has a part of it.
    if by != owner && share.cover.is_some_and(|(_, left)| !left.is_zero()) {
        return false;
    }
    let open = share.stands.open();
    let waiting = Money::new(life.waiting(by), open.currency);
    let id = PaymentId::from_uuid(life.id());
    let limits = limits(life);
    let (amount, status) = match plan(open, waiting, limits).unwrap() {
        Plan::Charge(amount) => (amount, PaymentStatus::Sending),
        Plan::PutOff => (open, PaymentStatus::PutOff),
    };
    assert!(status == PaymentStatus::PutOff || (amount.minor >= limits.minimum && amount.minor % limits.step == 0));
    let card = Charge { truth, settled: 0, refunded: 0, dispute: None };
    let share = &mut life.shares[at];
    share.payments.push(Payment { id, by, amount, status, by_itself: false, card: Some(card) });
    if status == PaymentStatus::Sending {
        share.stands = share.stands.with_status(processing);
        let under_way = share.payments.iter().filter(|payment| payment.status.is_under_way()).count();
        assert_eq!(under_way, 1, "two attempts for one share are under way");
        return true;
    }
    share.stands = share.stands.settle(open).unwrap().share;
    if by != owner {
        share.stands = share.stands.with_status(ShareStatus::Covered);
        share.cover = Some((by, open));
    }
    assert!(life.books.post(card_events::put_off(id, owner, by, open).unwrap()));
    when_paid(life, at);
    life.refresh(owner);
    true
}

/// Hears how a charge really is.
fn hear_truth(life: &mut Life, at: usize, n: usize) -> bool {
    let payment = life.shares[at].payments[n];
    let truth = payment.card.unwrap().truth;
    let heard = hear(payment.status, truth);
    match heard {
        Some(PaymentStatus::Confirmed) => confirmed(life, at, n),
        Some(PaymentStatus::Failed) => {
            let share = &mut life.shares[at];
            share.payments[n].status = PaymentStatus::Failed;
            share.stands = share.stands.payment_failed();
            when_paid(life, at);
        }
        Some(status) => life.shares[at].payments[n].status = status,
        None => {}
    }
    let has_arrived =
        matches!(payment.status, PaymentStatus::Confirmed | PaymentStatus::Disputed | PaymentStatus::Lost);
    if has_arrived && truth == Word::Succeeded {
        let settled = life.shares[at].payments[n].card.unwrap().settled;
        let arrival = charge::Arrival {
            share: life.shares[at].stands,
            settles: Money::new(settled, payment.amount.currency),
            waited: Money::zero(payment.amount.currency),
            put_off: Money::zero(payment.amount.currency),
            more: Money::new(payment.amount.minor - settled, payment.amount.currency),
        };
        let again = card_events::charge_arrived(payment.id, life.shares[at].user, payment.by, &arrival).unwrap();
        assert!(!life.books.post(again), "a charge was posted twice");
    }
    let user = life.shares[at].user;
    life.refresh(user);
    heard.is_some()
}

/// The money is there.
fn confirmed(life: &mut Life, at: usize, n: usize) {
    let Payment { id, by, amount, status, .. } = life.shares[at].payments[n];
    let waiting = Money::new(life.waiting(by), amount.currency);
    let limits = limits(life);
    let share = &mut life.shares[at];
    let arrival = arrive(status, share.stands, waiting, amount, limits).unwrap();
    assert_eq!(arrival.settles.minor + arrival.waited.minor + arrival.more.minor, amount.minor);
    share.payments[n].status = PaymentStatus::Confirmed;
    share.payments[n].card.as_mut().unwrap().settled = arrival.settles.minor;
    share.stands = arrival.share;
    let paid_for_them = arrival.settles.checked_add(arrival.put_off).unwrap();
    if by != share.user {
        if share.stands.status() == ShareStatus::Paid {
            share.stands = share.stands.with_status(ShareStatus::Covered);
        }
        if !paid_for_them.is_zero() {
            share.cover = Some((by, paid_for_them));
        }
    }
    let posting = card_events::charge_arrived(id, share.user, by, &arrival).unwrap();
    assert!(life.books.post(posting), "a charge was posted twice");
    let fee = Money::new(amount.minor * 3 / 100, amount.currency);
    let posting = card_events::fee_taken(id, fee).unwrap();
    assert!(life.books.post(posting.clone()) && !life.books.post(posting), "a fee was posted twice");
    life.paid += amount.minor - fee.minor;
    life.fees += fee.minor;
    when_paid(life, at);
}

/// A charge that is under way comes to its end.
pub(crate) fn settle_charge(life: &mut Life, at: usize) {
    let under_way = |life: &Life| life.shares[at].payments.iter().position(|payment| payment.status.is_under_way());
    while let Some(n) = under_way(life).filter(|n| life.shares[at].payments[*n].card.is_some()) {
        life.shares[at].payments[n].card.as_mut().unwrap().truth = Word::Succeeded;
        assert!(hear_truth(life, at, n), "a charge cannot arrive");
    }
}
