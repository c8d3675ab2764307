//! Payment by hand: claimed by the payer, confirmed or rejected by the payee, by the wrong people too, and more than once.

use domain::fair_share::{Standing, standing};
use domain::id::{PaymentId, UserId};
use domain::invoice::ShareStatus;
use domain::ledger::events;
use domain::payment::{ClaimRefused, DecisionRefused, PaymentStatus, claim, decide};

use super::Kind;
use crate::histories::dice::Dice;
use crate::histories::life::Life;

pub(crate) const CLAIM: Kind = Kind {
    name: "claim",
    weight: 12,
    happen: |life, dice| {
        let Some(at) = any_share(life, dice) else { return false };
        let by_payer = dice.percent(90);
        claim_share(life, at, by_payer)
    },
};

pub(crate) const CONFIRM: Kind = Kind {
    name: "confirm",
    weight: 9,
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
fn any_share(life: &Life, dice: &mut Dice) -> Option<usize> {
    let recent = life.shares.len().min(if dice.percent(80) { 6 } else { usize::MAX });
    let back = dice.index(recent);
    life.shares.len().checked_sub(back + 1)
}

fn claim_share(life: &mut Life, at: usize, is_payer: bool) -> bool {
    let before = life.shares[at].status;
    match claim(before, is_payer) {
        Ok(status) => {
            let id = PaymentId::from_uuid(life.id());
            life.set_share(at, status);
            life.shares[at].payments.push((id, PaymentStatus::Claimed));
            let alive =
                life.shares[at].payments.iter().filter(|(_, status)| *status != PaymentStatus::Rejected).count();
            assert_eq!(alive, 1, "two live attempts for one share");
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

/// The payee's answer to the newest claim.
fn answer(life: &mut Life, at: usize, is_payee: bool, answer: PaymentStatus) -> bool {
    let share = &life.shares[at];
    let (user, amount, invoiced_at) = (share.user, share.amount, share.invoiced_at);
    let Some((id, status)) = share.payments.last().copied() else { return false };
    match decide(status, is_payee) {
        Ok(()) => {
            life.shares[at].payments.last_mut().unwrap().1 = answer;
            if answer == PaymentStatus::Confirmed {
                life.set_share(at, ShareStatus::Paid);
                assert!(life.books.post(events::payment_confirmed(id, user, amount, amount).unwrap()), "paid twice");
                life.paid += amount.minor;
            } else {
                life.set_share(at, ShareStatus::unpaid(invoiced_at, life.now));
            }
            true
        }
        Err(refused) => {
            assert!(!is_payee || status != PaymentStatus::Claimed, "a claim cannot be answered: {refused:?}");
            assert!(is_payee || refused == DecisionRefused::NotPayee);
            // Confirmed once more, it would be posted once all the same.
            if status == PaymentStatus::Confirmed {
                assert!(!life.books.post(events::payment_confirmed(id, user, amount, amount).unwrap()));
            }
            false
        }
    }
}

/// Claims an open share and confirms the claim.
pub(crate) fn settle_by_hand(life: &mut Life, at: usize) {
    if life.shares[at].status != ShareStatus::Processing {
        assert!(claim_share(life, at, true), "an open share cannot be claimed");
    }
    assert!(answer(life, at, true, PaymentStatus::Confirmed), "a claim cannot be confirmed");
}

/// One member's payment or default changes nobody else's credit.
fn others_are_untouched(life: &mut Life, at: usize, change: impl FnOnce(&mut Life) -> bool) -> bool {
    let user = life.shares[at].user;
    let others = |life: &Life| -> Vec<(UserId, Standing)> {
        let Some(month) = life.months.last() else { return Vec::new() };
        let others = month.pool.members.iter().filter(|member| member.user != user);
        others.map(|member| (member.user, standing(&month.pool, member.user))).collect()
    };
    let before = others(life);
    let changed = change(life);
    for ((_, before), (_, after)) in before.iter().zip(&others(life)) {
        let own = |standing: &Standing| (standing.grant, standing.usable, standing.kept, standing.lendable);
        assert_eq!(own(before), own(after), "one member's payment changed another's credit");
    }
    changed
}
