//! Payment by hand: claimed by the payer, confirmed or rejected by the payee, by the wrong people too, and more than once.

use domain::fair_share::{Standing, standing};
use domain::id::{PaymentId, UserId};
use domain::invoice::ShareStatus;
use domain::ledger::events;
use domain::payment::{ClaimRefused, DecisionRefused, PaymentStatus, claim, decide};

use super::Kind;
use crate::histories::dice::Dice;
use crate::histories::life::{Life, Payment};

pub(crate) const CLAIM: Kind = Kind {
    name: "claim",
    weight: 22,
    happen: |life, dice| {
        let Some(at) = any_share(life, dice) else { return false };
        let by_payer = dice.percent(90);
        claim_share(life, at, by_payer)
    },
};

pub(crate) const CONFIRM: Kind = Kind {
    name: "confirm",
    weight: 18,
    happen: |life, dice| {
        let Some(at) = any_share(life, dice) else { return false };
        let is_payee = dice.percent(90);
        others_are_untouched(life, at, |life| answer(life, at, is_payee, PaymentStatus::Confirmed))
    },
};

pub(crate) const REJECT: Kind = Kind {
    name: "reject",
    weight: 2,
    happen: |life, dice| {
        let Some(at) = any_share(life, dice) else { return false };
        others_are_untouched(life, at, |life| answer(life, at, true, PaymentStatus::Rejected))
    },
};

/// Mostly a recent one; old ones come too.
pub(super) fn any_share(life: &Life, dice: &mut Dice) -> Option<usize> {
    let recent = life.shares.len().min(if dice.percent(80) { 6 } else { usize::MAX });
    let back = dice.index(recent);
    life.shares.len().checked_sub(back + 1)
}

fn claim_share(life: &mut Life, at: usize, is_payer: bool) -> bool {
    let before = life.shares[at].stands.status();
    match claim(before, is_payer) {
        Ok(status) => {
            begin(life, at, life.shares[at].user, status);
            let under_way = life.shares[at].payments.iter().filter(|payment| payment.status.is_under_way()).count();
            assert_eq!(under_way, 1, "two attempts for one share are under way");
            true
        }
        Err(refused) => {
            let may = is_payer && matches!(before, ShareStatus::Due | ShareStatus::PastDue);
            assert!(!may, "an open share cannot be claimed: {refused:?}");
            assert!(is_payer || refused == ClaimRefused::NotYours);
            false
        }
    }
}

/// A payment of what is open is under way.
pub(super) fn begin(life: &mut Life, at: usize, by: UserId, status: ShareStatus) {
    let id = PaymentId::from_uuid(life.id());
    let share = &mut life.shares[at];
    let amount = share.stands.open();
    assert!(amount.minor > 0, "nothing is to be paid");
    share.payments.push(Payment { id, by, amount, status: PaymentStatus::Claimed, by_itself: false, card: None });
    share.stands = share.stands.with_status(status);
}

/// The payee's answer to the newest claim.
fn answer(life: &mut Life, at: usize, is_payee: bool, answer: PaymentStatus) -> bool {
    let user = life.shares[at].user;
    let Some(payment) = life.shares[at].payments.last().copied() else { return false };
    match decide(payment.status, is_payee) {
        Ok(()) => {
            life.shares[at].payments.last_mut().unwrap().status = answer;
            if answer == PaymentStatus::Confirmed {
                arrive(life, at, payment);
            } else {
                life.shares[at].stands = life.shares[at].stands.payment_failed();
            }
            life.refresh(user);
            true
        }
        Err(refused) => {
            assert!(!is_payee || payment.status != PaymentStatus::Claimed, "a claim cannot be answered: {refused:?}");
            assert!(is_payee || refused == DecisionRefused::NotPayee);
            // Confirmed once more, it would be posted once all the same.
            if payment.status == PaymentStatus::Confirmed && payment.card.is_none() {
                let Payment { id, by, amount, .. } = payment;
                assert!(!life.books.post(events::cover_confirmed(id, user, by, amount, amount).unwrap()));
            }
            false
        }
    }
}

/// The money is there: what is more than is owed by now is on the payer's balance.
fn arrive(life: &mut Life, at: usize, payment: Payment) {
    let Payment { id, by, amount, .. } = payment;
    let share = &mut life.shares[at];
    let (owed, settled) = (share.stands.open(), share.stands.settle(amount).unwrap());
    assert_eq!(settled.settles.minor + settled.more.minor, amount.minor);
    share.stands = settled.share;
    if by != share.user && share.stands.status() == ShareStatus::Paid {
        share.stands = share.stands.with_status(ShareStatus::Covered);
        share.cover = Some((by, settled.settles));
    }
    let transaction = events::cover_confirmed(id, share.user, by, owed, amount).unwrap();
    assert!(life.books.post(transaction), "paid twice");
    life.paid += amount.minor;
    super::when_paid(life, at);
}

/// Claims an open share and confirms the claim.
pub(crate) fn settle_by_hand(life: &mut Life, at: usize) {
    if life.shares[at].stands.status() != ShareStatus::Processing {
        assert!(claim_share(life, at, true), "an open share cannot be claimed");
    }
    assert!(answer(life, at, true, PaymentStatus::Confirmed), "a claim cannot be confirmed");
}

/// One member's payment or default changes nobody else's credit. A joiner's payment settles what the others are open with, and
/// may so open theirs.
pub(super) fn others_are_untouched(life: &mut Life, at: usize, change: impl FnOnce(&mut Life) -> bool) -> bool {
    let (user, is_joiners) = (life.shares[at].user, life.shares[at].days.is_joiners);
    let others = |life: &Life| -> Vec<Standing> {
        let Some(month) = life.months.last() else { return Vec::new() };
        let others = month.pool.members.iter().filter(|member| member.user != user);
        others.map(|member| standing(&month.pool, member.user)).collect()
    };
    let before = others(life);
    let changed = change(life);
    for (before, after) in before.iter().zip(&others(life)) {
        let part = |standing: &Standing| (standing.grant, standing.available, standing.kept);
        assert_eq!(part(before), part(after), "one member's payment changed another's credit");
        let use_of = |standing: &Standing| (standing.usable, standing.lendable);
        let opened = is_joiners && after.usable >= before.usable && after.lendable >= before.lendable;
        assert!(opened || use_of(before) == use_of(after), "one member's payment changed what another can use");
    }
    changed
}
