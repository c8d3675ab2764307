//! Payments that go back: by the operator, to whoever made them, or by their payers' banks.

use domain::credit::NanoUsd;
use domain::dispute::{self, DisputeStatus};
use domain::fair_share::{Standing, TopUp, standing};
use domain::id::{DisputeId, RefundId, UserId};
use domain::invoice::ShareStatus;
use domain::ledger::card_events;
use domain::money::Money;
use domain::payment::PaymentStatus;
use domain::refund::{self, Facts, RefundFrom, RefundRefused};
use domain::top_up::{TopUpStatus, Whereabouts, bought_for, worth};
use jiff::SignedDuration;

use super::Kind;
use super::cards::any_charge;
use super::claims::others_are_untouched;
use super::crediting::{credit, suspend_for_lost};
use super::topping_up::{take_back_refunded, whereabouts_of};
use super::turns::hold;
use crate::histories::dice::Dice;
use crate::histories::life::{Disputed, Life, Payment};

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

/// The buyer gets the money of a top-up back while an answer holds of its credit (decision 24).
pub(crate) const REFUND_HELD: Kind = Kind {
    name: "refund what is held",
    weight: 4,
    happen: |life, dice| {
        let Some((at, n)) = bought_by_card(life, dice) else { return false };
        let user = life.shares[at].user;
        let Some((month, Whereabouts::Bought(number))) = whereabouts_of(life, at) else { return false };
        // All of their own part, and something of what they bought.
        let Standing { usable, topped_up, .. } = standing(&month.pool, user);
        let begun = hold(life, user, NanoUsd(usable.get() + dice.between(1, topped_up.get().max(1))));
        let held = held_of_top_up(life, number, user);
        let most = refund::most(&facts(life, at, n), RefundFrom::Share);
        if held == 0 || most.minor == 0 {
            return begun;
        }
        let amount = Money::new(dice.between(1, most.minor), most.currency);
        let before = top_up_of(life, number, user);
        let given = others_are_untouched(life, at, |life| give_back(life, at, n, amount, RefundFrom::Share, false));
        let after = top_up_of(life, number, user);
        assert_eq!((after.used, after.carried), (before.used, before.carried), "what an answer holds was taken");
        assert!(held_of_top_up(life, number, user) == held && after.used.get() >= held);
        let most = bought_for(life.shares[at].stands.amount(), life.shares[at].top_up.unwrap().0, amount);
        let taken = if given { before.left_of_bought().min(most) } else { NanoUsd::ZERO };
        assert_eq!(before.bought.less(after.bought), taken, "money goes back, and its credit stays");
        true
    },
};

/// A bank takes the payment of a top-up back for good while the period into which it came is over, and an answer still runs in it.
pub(crate) const LOSE_BETWEEN: Kind = Kind {
    name: "lose between months",
    weight: 4,
    happen: |life, dice| {
        let Some((at, n)) = bought_by_card(life, dice) else { return false };
        let user = life.shares[at].user;
        let now = life.now;
        let Some((month, Whereabouts::Bought(number))) = whereabouts_of(life, at) else { return false };
        if month.period.ends_at > now {
            let ends_in = month.period.ends_at.duration_since(now);
            if month.running.is_empty() && !hold(life, user, NanoUsd(1)) {
                return false;
            }
            life.pass(ends_in + SignedDuration::from_hours(dice.between(0, 24 * 20)));
        }
        let Some(open) = life.open_month().map(|month| month.period.number).filter(|open| *open != number) else {
            return true;
        };
        let Payment { amount, card, .. } = life.shares[at].payments[n];
        if card.unwrap().dispute.is_some() {
            return true;
        }
        let id = DisputeId::from_uuid(life.id());
        let lost = Disputed { id, amount, truth: DisputeStatus::Lost, known: None };
        life.shares[at].payments[n].card.as_mut().unwrap().dispute = Some(lost);
        let is_late = ShareStatus::unpaid(life.shares[at].invoiced_at, life.now) == ShareStatus::PastDue;
        let (before, went_on) = (top_up_of(life, number, user), top_up_of(life, open, user));
        let stood = life.shares[at].stands;
        assert!(others_are_untouched(life, at, |life| hear_of_it(life, at, n)), "a dispute cannot be lost");
        let (after, share) = (top_up_of(life, number, user), &life.shares[at]);
        assert_eq!((after.used, after.carried), (before.used, before.carried), "what an answer holds was taken");
        assert_eq!(top_up_of(life, open, user), went_on, "it was taken where it would go on to");
        let owed_again = stood.paid().minor - share.stands.paid().minor;
        let taken = before.bought.less(after.bought);
        let unused = worth(share.stands.amount(), share.top_up.unwrap().0, taken).minor.min(owed_again);
        assert_eq!(
            share.stands.open().minor,
            stood.open().minor + owed_again - unused,
            "more is owed than what was used"
        );
        let goes = is_late && owed_again > 0 && !before.left_of_bought().is_zero();
        assert_eq!(goes, !taken.is_zero(), "unpaid credit stays, or goes too soon");
        true
    },
};

/// A top-up whose credit was given for a charge that has arrived.
fn bought_by_card(life: &Life, dice: &mut Dice) -> Option<(usize, usize)> {
    let has_arrived = |payment: &Payment| payment.card.is_some() && payment.status == PaymentStatus::Confirmed;
    let given = life.shares.iter().enumerate().filter_map(|(at, share)| {
        share.top_up.filter(|(_, status)| *status == TopUpStatus::Granted)?;
        Some((at, share.payments.iter().position(has_arrived)?))
    });
    // Mostly the last one, whose period is mostly not closed.
    let given: Vec<_> = given.collect();
    if dice.percent(80) { given.last().copied() } else { dice.pick(&given).copied() }
}

/// What a member has of bought credit in the month with this number.
fn top_up_of(life: &Life, number: u32, user: UserId) -> TopUp {
    let month = life.months.iter().find(|month| month.period.number == number);
    month.and_then(|month| month.pool.member(user)).map_or(TopUp::default(), |member| member.top_up)
}

/// What a member's running turns hold of it.
fn held_of_top_up(life: &Life, number: u32, user: UserId) -> i64 {
    let running = life.months.iter().filter(|month| month.period.number == number).flat_map(|month| &month.running);
    running.filter(|turn| turn.user == user).map(|turn| turn.hold.topped_up.get()).sum()
}

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
    if from == RefundFrom::Share {
        take_back_refunded(life, at, id, amount);
    }
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
