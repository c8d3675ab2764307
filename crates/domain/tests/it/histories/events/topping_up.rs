//! Members buy credit beside their part: ordered, paid, used, carried on once, and taken back.

use domain::credit::NanoUsd;
use domain::fair_share::{carry_over as carry, take_back, take_back_carried, top_up};
use domain::id::{RefundId, UserId};
use domain::invoice::{self, ShareStatus};
use domain::ledger::events;
use domain::money::Money;
use domain::top_up::{OrderRefused, TopUpStatus, Whereabouts, bought_for, offer, order, whereabouts, worth};

use super::Kind;
use super::crediting::credit;
use crate::histories::life::{Life, Month};

pub(crate) const ORDER: Kind = Kind {
    name: "order a top-up",
    weight: 5,
    happen: |life, dice| {
        let Some(user) = dice.pick(&life.members).map(|seat| seat.member.user) else { return false };
        let has_open = life.shares.iter().any(|share| share.user == user && is_ordered(share.top_up));
        let packs = u32::try_from(dice.between(1, 3)).unwrap();
        let (carry, plan) = (life.party(user, NanoUsd::ZERO).carry, life.plan.code.clone());
        let Some(month) = life.open_month() else { return false };
        let Some(offer) = offer(month.price, month.credit, packs) else { return false };
        if let Err(refused) = order(month.pool.member(user), has_open) {
            assert!(has_open || refused != OrderRefused::AlreadyOrdered);
            return false;
        }
        month.sold += offer.price.minor;
        let (id, period) = (month.id, month.period);
        life.bill(id, &invoice::of_member(&plan, &period, user, offer.price, carry));
        let at = life.shares.len() - 1;
        life.shares[at].top_up = Some((offer.credit, TopUpStatus::Ordered));
        // It has no days to give.
        life.shares[at].days.forfeited = true;
        fulfil(life, at);
        life.refresh(user);
        true
    },
};

pub(crate) const CANCEL: Kind = Kind {
    name: "cancel a top-up",
    weight: 1,
    happen: |life, _| {
        let open =
            life.shares.iter().position(|share| is_ordered(share.top_up) && share.stands.status() == ShareStatus::Due);
        open.is_some_and(|at| lapse(life, at))
    },
};

fn is_ordered(top_up: Option<(NanoUsd, TopUpStatus)>) -> bool {
    top_up.is_some_and(|(_, status)| status == TopUpStatus::Ordered)
}

/// Its credit comes when it is paid, into the period that is open then; or its money goes back, when its member has gone.
pub(super) fn fulfil(life: &mut Life, at: usize) {
    let share = &life.shares[at];
    let (id, user) = (share.id, share.user);
    let Some((amount, TopUpStatus::Ordered)) = share.top_up else { return };
    if !matches!(share.stands.status(), ShareStatus::Paid | ShareStatus::Covered) {
        return;
    }
    if let Some(month) = life.open_month()
        && top_up(&mut month.pool, user, amount).is_ok()
    {
        let (posting, number) = (events::topped_up(id, month.id, user, amount).unwrap(), month.period.number);
        assert!(life.books.post(posting), "a top-up was given twice");
        life.shares[at].top_up = Some((amount, TopUpStatus::Granted));
        life.shares[at].came_into = Some(number);
        return;
    }
    assert!(lapse(life, at));
}

/// An order comes to nothing: it is not owed any more, and nothing else changes. `false`: it is none, or was paid for.
pub(crate) fn lapse(life: &mut Life, at: usize) -> bool {
    let Some((amount, TopUpStatus::Ordered)) = life.shares[at].top_up else { return false };
    life.shares[at].top_up = Some((amount, TopUpStatus::Lapsed));
    let stands = life.shares[at].stands;
    credit(life, at, stands.amount().checked_sub(stands.credited()).unwrap());
    let user = life.shares[at].user;
    life.refresh(user);
    true
}

/// Its member was removed in the period with this number: what they have not used of it is not owed, or on their balance, if it came then.
pub(super) fn give_back(life: &mut Life, at: usize, number: u32) {
    if lapse(life, at) || life.shares[at].came_into != Some(number) {
        return;
    }
    let stands = life.shares[at].stands;
    take_left(life, at, stands.amount().checked_sub(stands.credited()).unwrap());
}

/// Its payment was taken back for good: what is left of it is not owed, and only what was used of it is.
pub(super) fn take_back_unpaid(life: &mut Life, at: usize) {
    take_left(life, at, life.shares[at].stands.open());
}

/// Takes what is left of the credit that this much of the share pays for.
fn take_left(life: &mut Life, at: usize, of: Money) {
    let share = &life.shares[at];
    let (id, user, price) = (share.id, share.user, share.stands.amount());
    let Some((amount, TopUpStatus::Granted)) = share.top_up else { return };
    let most = amount.less(bought_for(price, amount, price.checked_sub(of).unwrap()));
    let mut taken = NanoUsd::ZERO;
    if let Some((month, is_in)) = whereabouts_of(life, at) {
        taken = match is_in {
            Whereabouts::Bought(_) => take_back(&mut month.pool, user, most).unwrap(),
            Whereabouts::Carried(_) => take_back_carried(&mut month.pool, user, most),
        };
        let posting = events::top_up_taken_back(id, month.id, user, taken).unwrap();
        assert!(life.books.post(posting), "a top-up was taken back twice");
    }
    life.shares[at].top_up = Some((amount, TopUpStatus::TakenBack));
    let mut unused = worth(price, amount, taken);
    unused.minor = unused.minor.min(of.minor);
    credit(life, at, unused);
}

/// The month in whose pool the credit of a top-up is, if it is in one: one that is over is there for as long as an answer runs in it.
pub(super) fn whereabouts_of(life: &mut Life, at: usize) -> Option<(&mut Month, Whereabouts)> {
    let unclosed: Vec<u32> = life.months.iter().map(|month| month.period.number).collect();
    let is_in = whereabouts(life.shares[at].came_into?, &unclosed)?;
    let (Whereabouts::Bought(number) | Whereabouts::Carried(number)) = is_in;
    life.months.iter_mut().find(|month| month.period.number == number).map(|month| (month, is_in))
}

/// Money that is given back takes its credit along, as far as that is left in the period into which it came.
pub(super) fn take_back_refunded(life: &mut Life, at: usize, refund: RefundId, refunded: Money) {
    let share = &life.shares[at];
    let (user, price) = (share.user, share.stands.amount());
    let Some((amount, TopUpStatus::Granted)) = share.top_up else { return };
    let Some((month, Whereabouts::Bought(_))) = whereabouts_of(life, at) else { return };
    let taken = take_back(&mut month.pool, user, bought_for(price, amount, refunded)).unwrap();
    let posting = events::top_up_refunded(refund, month.id, user, taken).unwrap();
    assert!(life.books.post(posting), "a refund took its credit twice");
}

/// A period closes: what its members bought in it and have left goes on to the next one, once; the rest lapses.
pub(crate) fn carry_over(life: &mut Life, closing: &Month) {
    let (mut carried, mut lapsed): (Vec<(UserId, NanoUsd)>, _) = (Vec::new(), Vec::new());
    let mut open = life.open_month();
    for member in &closing.pool.members {
        let goes_on = member.top_up.left_of_bought();
        let taken = open.as_mut().is_some_and(|open| carry(&mut open.pool, member.user, goes_on));
        let goes_on = if taken { goes_on } else { NanoUsd::ZERO };
        carried.push((member.user, goes_on));
        lapsed.push((member.user, member.top_up.left().less(goes_on)));
    }
    if let Some(to) = open.map(|open| open.id) {
        assert!(life.books.post(events::top_ups_carried(closing.id, to, &carried).unwrap()));
    }
    assert!(life.books.post(events::top_ups_lapsed(closing.id, &lapsed).unwrap()));
}
