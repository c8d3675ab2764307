//! The rules of Potluck: values in, decisions out; no I/O, no clock, no randomness.
//!
//! Every amount is an integer: [`money`] counts minor units of a currency, [`credit`] counts AI usage in
//! nano-USD, and no function takes one for the other. Time is an argument. What a rule refuses is a
//! small closed enum that says why.
#![cfg_attr(not(test), deny(clippy::float_arithmetic, clippy::as_conversions, clippy::arithmetic_side_effects))]

pub mod account;
pub mod account_link;
pub mod activity;
pub mod api_key;
pub mod apportion;
pub mod attachment;
pub mod attempt;
pub mod carry;
pub mod charge;
pub mod conversation;
pub mod cover;
pub mod credit;
pub mod credit_note;
mod decimal;
pub mod dispute;
pub mod dunning;
pub mod fair_share;
pub mod group;
pub mod group_event;
pub mod id;
pub mod invitation;
pub mod invoice;
pub mod job;
pub mod joining;
pub mod language;
pub mod ledger;
pub mod margin;
pub mod money;
pub mod notice;
pub mod operator_action;
pub mod password;
pub mod payment;
pub mod period;
pub mod plan;
pub mod plan_change;
pub mod price;
pub mod proposal;
pub mod push;
pub mod refund;
pub mod second_factor;
pub mod settle_up;
pub mod share;
pub mod sign_up;
pub mod split;
pub mod test_clock;
pub mod top_up;
pub mod turn;
pub mod words;
