//! What can happen to a group: one file for each rule. A new one is added to [`KINDS`].

mod cards;
mod claims;
mod corrections;
mod covering;
mod crediting;
mod disputes;
mod duplicates;
mod following;
mod joining;
mod leaving;
mod plans;
mod splits;
mod standing;
mod time;
mod topping_up;
mod turns;

pub(crate) use cards::settle_charge;
pub(crate) use claims::settle_by_hand;
pub(crate) use crediting::suspend;
pub(crate) use disputes::decide_all;
pub(crate) use splits::Proposal;
pub(crate) use standing::cover_by_itself;
pub(crate) use topping_up::{carry_over, lapse};
pub(crate) use turns::SETTLE;

use super::dice::Dice;
use super::life::Life;

/// A share may be paid by now: what follows from that, once.
fn when_paid(life: &mut Life, at: usize) {
    following::pass_on(life, at);
    topping_up::fulfil(life, at);
}

/// A kind of event.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    /// How often it comes, beside the others.
    pub(crate) weight: u64,
    /// Does it, if it can be done now; whether it changed anything. What the rules refuse is looked at too.
    pub(crate) happen: fn(&mut Life, &mut Dice) -> bool,
}

pub(crate) const KINDS: [Kind; 31] = [
    time::PASS,
    joining::JOIN,
    joining::START,
    leaving::LEAVE,
    leaving::STAY,
    leaving::REMOVE,
    leaving::HAND_OVER,
    splits::PROPOSE,
    splits::ANSWER,
    plans::PRICE,
    plans::CHANGE,
    plans::CANCEL,
    plans::RESUME,
    claims::CLAIM,
    claims::CONFIRM,
    claims::REJECT,
    covering::COVER,
    cards::CHARGE,
    cards::HEAR,
    disputes::REFUND,
    disputes::DISPUTE,
    disputes::REFUND_HELD,
    disputes::LOSE_BETWEEN,
    standing::LIMIT,
    topping_up::ORDER,
    topping_up::CANCEL,
    turns::RESERVE,
    turns::SETTLE,
    turns::RELEASE,
    corrections::CORRECT,
    duplicates::AGAIN,
];
