//! Payments that go back: by the operator, to whoever made them, or by their payers' banks.

use domain::dispute::{self, DisputeStatus};
use domain::id::{DisputeId, RefundId};
use domain::invoice::ShareStatus;
use domain::ledger::card_events;
use domain::money::Money;
use domain::payment::PaymentStatus;
use domain::refund::{self, Facts, RefundFrom, RefundRefused};

use super::Kind;
use super::cards::any_charge;
use super::claims::others_are_untouched;
use super::crediting::{credit, suspend_for_lost};
use crate::histories::life::{Disputed, Life};

pub(crate) const REFUND: Kind = Kind {
    name: "refund",
    weight: 6,
    happen: |life, dice| {
        let Some((at, n)) = any_charge(life, dice) else { return false };
        let payment = life.shares[at].payments[n];
        let amount = Money::new(dice.between(-2, payment.amount.minor + 2), payment.amount.currency);
        let from = if dice.percent(70) { RefundFrom::Share } else { RefundFrom::Balance };
        let comes_back = dice.percent(10);
        others_are_untouched(life, at, |life| give_back(life, at, n, amount, from, comes_back))
    },
};

fn facts(life: &Life, at: usize, n: usize) -> Facts {
    let payment = life.shares[at].payments[n];
    let (card, currency) = (payment.card.unwrap(), payment.amount.currency);
    Facts {
        payment: payment.status,
        paid: payment.amount,
        settled: Money::new(card.settled, currency),
        refunded: Money::new(card.refunded, currency),
        share: life.shares[at].stands,
        balance: Money::new(life.balance(payment.by), currency),
    }
}

fn give_back(life: &mut Life, at: usize, n: usize, amount: Money, from: RefundFrom, comes_back: bool) -> bool {
    let payment = life.shares[at].payments[n];
    match refund::decide(&facts(life, at, n), from, amount) {
        Ok(()) => {}
        Err(RefundRefused::TooMuch { most }) => {
            assert!(most.minor < amount.minor && most.minor >= 0);
            return false;
        }
        Err(_) => return false,
    }
    if from == RefundFrom::Share {
        // Somebody else may have paid a part of the share: what goes to them does not go to this payer.
        let to_coverer = life.shares[at].cover.map_or(0, |(_, left)| amount.minor.min(left.minor));
        let gets = match life.shares[at].cover {
            Some((coverer, _)) if coverer == payment.by => to_coverer,
            _ if payment.by == life.shares[at].user => amount.minor - to_coverer,
            _ => 0,
        };
        if life.balance(payment.by) + gets < amount.minor {
            return false;
        }
        credit(life, at, amount);
        let user = life.shares[at].user;
        life.refresh(user);
    }
    let id = RefundId::from_uuid(life.id());
    assert!(life.books.post(card_events::refund_sent(id, payment.by, amount).unwrap()));
    life.paid -= amount.minor;
    let card = life.shares[at].payments[n].card.as_mut().unwrap();
    card.refunded += amount.minor;
    assert!(card.refunded <= payment.amount.minor, "somebody got back more than they paid");
    if comes_back {
        let posting = card_events::refund_failed(id, payment.by, amount).unwrap();
        assert!(life.books.post(posting.clone()) && !life.books.post(posting), "it came back twice");
        life.paid += amount.minor;
        life.shares[at].payments[n].card.as_mut().unwrap().refunded -= amount.minor;
    }
    true
}

/// A bank takes a charge back, or decides; what is heard of it comes late, twice and in any order.
pub(crate) const DISPUTE: Kind = Kind {
    name: "dispute",
    weight: 5,
    happen: |life, dice| {
        let Some((at, n)) = any_charge(life, dice) else { return false };
        let payment = life.shares[at].payments[n];
        let is_new = payment.card.unwrap().dispute.is_none();
        if is_new && (payment.status != PaymentStatus::Confirmed || dice.percent(60)) {
            return false;
        }
        let id = DisputeId::from_uuid(life.id());
        let part = if dice.percent(80) { payment.amount.minor } else { dice.between(1, payment.amount.minor) };
        let card = life.shares[at].payments[n].card.as_mut().unwrap();
        let dispute = card.dispute.get_or_insert(Disputed {
            id,
            amount: Money::new(part, payment.amount.currency),
            truth: DisputeStatus::Open,
            known: None,
        });
        if dispute.truth == DisputeStatus::Open && dice.percent(50) {
            dispute.truth = if dice.percent(40) { DisputeStatus::Won } else { DisputeStatus::Lost };
        }
        others_are_untouched(life, at, |life| hear_of_it(life, at, n))
    },
};

fn hear_of_it(life: &mut Life, at: usize, n: usize) -> bool {
    let payment = life.shares[at].payments[n];
    let Some(Disputed { id, amount, truth, known }) = payment.card.unwrap().dispute else { return false };
    if !dispute::hear(known, truth) {
        return false;
    }
    if known.is_none() {
        assert!(life.books.post(card_events::dispute_opened(id, amount).unwrap()));
        life.paid -= amount.minor;
        life.disputed += amount.minor;
        life.shares[at].payments[n].status = PaymentStatus::Disputed;
    }
    match truth {
        DisputeStatus::Open => {}
        DisputeStatus::Won => {
            let posting = card_events::dispute_won(id, amount).unwrap();
            assert!(life.books.post(posting.clone()) && !life.books.post(posting));
            life.paid += amount.minor;
            life.disputed -= amount.minor;
            life.shares[at].payments[n].status = PaymentStatus::Confirmed;
        }
        DisputeStatus::Lost => {
            life.disputed -= amount.minor;
            lose(life, at, n, id, amount);
        }
    }
    life.shares[at].payments[n].card.as_mut().unwrap().dispute =
        Some(Disputed { id, amount, truth, known: Some(truth) });
    let user = life.shares[at].user;
    life.refresh(user);
    true
}

/// It is owed again by whom it had paid for.
fn lose(life: &mut Life, at: usize, n: usize, id: DisputeId, amount: Money) {
    let share = &life.shares[at];
    let payment = share.payments[n];
    let (owner, card) = (share.user, payment.card.unwrap());
    let is_late = ShareStatus::unpaid(share.invoiced_at, life.now) == ShareStatus::PastDue;
    let settled = Money::new(card.settled, amount.currency);
    let reopened = share.stands.reopen(amount, settled).unwrap();
    assert_eq!(reopened.owed.minor + reopened.rest.minor, amount.minor);
    let balance = Money::new(life.balance(payment.by), amount.currency);
    let loss = dispute::lose(&reopened, balance).unwrap();
    let share = &mut life.shares[at];
    share.stands = reopened.share;
    share.payments[n].status = PaymentStatus::Lost;
    if payment.by != owner
        && let Some((_, left)) = &mut share.cover
    {
        left.minor = (left.minor - reopened.owed.minor).max(0);
    }
    let posting = card_events::dispute_lost(id, owner, payment.by, &loss).unwrap();
    assert!(life.books.post(posting.clone()) && !life.books.post(posting), "a loss was posted twice");
    if is_late && life.shares[at].stands.status() == ShareStatus::Due {
        suspend_for_lost(life, at);
    }
}

/// Every dispute comes to its end.
pub(crate) fn decide_all(life: &mut Life) {
    for at in 0..life.shares.len() {
        for n in 0..life.shares[at].payments.len() {
            let Some(card) = life.shares[at].payments[n].card.as_mut() else { continue };
            let Some(dispute) = card.dispute.as_mut().filter(|dispute| dispute.known == Some(DisputeStatus::Open))
            else {
                continue;
            };
            dispute.truth = DisputeStatus::Lost;
            assert!(hear_of_it(life, at, n), "a dispute cannot end");
        }
    }
}
