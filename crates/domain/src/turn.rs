//! Turns: one question and its answer, how they end and what they then cost.

use crate::credit::NanoUsd;
use crate::price::{ModelPrice, TokenUsage, cost};
use crate::words::words;

/// How long a node may say nothing before another ends its turn for it.
pub const LEASE_SECONDS: u32 = 15;
/// The longest time between two renewals of a lease: three can fail before it runs out.
pub const LEASE_RENEWAL_SECONDS: u32 = 5;
/// How long reserved credit is held: longer than any stream.
pub const HOLD_LIFE_MINUTES: u32 = 15;

words! {
    /// What state a turn is in. Only `running` ever changes.
    TurnStatus {
        /// Being answered.
        Running = "running",
        /// Answered.
        Finished = "finished",
        /// Stopped by the member; what was seen is kept.
        Stopped = "stopped",
        /// Cut off, by the vendor in mid-answer or by a server that went down; what came is kept.
        Interrupted = "interrupted",
        /// Refused or broken before the first token.
        Failed = "failed",
    }
}

words! {
    /// What a vendor was asked for.
    Purpose {
        /// The answer to a question, in a chat or by an API key.
        Answer = "answer",
        /// A name for a conversation.
        Title = "title",
    }
}

/// What ended a turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The vendor said that the answer is complete.
    Finished,
    /// The member stopped it.
    Stopped,
    /// The stream broke, the time ran out, or the node that ran it died.
    Interrupted,
    /// The vendor, or the way there, reported an error.
    Failed,
}

/// How a turn ended, and what to settle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ending {
    /// Never `running`.
    pub status: TurnStatus,
    /// What the turn costs, at the price that it was reserved at.
    pub cost: NanoUsd,
    /// What it used; `None` when nothing is charged for want of proof.
    pub usage: Option<TokenUsage>,
    /// Whether the usage is our count, as the vendor told none.
    pub estimated: bool,
}

/// How a turn ends, and what it costs.
///
/// - Usage reported: exactly that, even above the hold (`fair_share::settle` says who pays then).
/// - No usage, or a report of nothing for an answer that has text: the estimated request and the counted answer, at most
///   the hold, marked as estimated.
/// - No usage and no text: nothing.
///
/// `counted_output` is the tokens of the text that was delivered, and 0 only without text (`price::count_output`).
/// An error after the first token is an interruption: the member has a part of an answer.
#[must_use]
pub fn end(
    outcome: Outcome,
    hold: NanoUsd,
    usage: Option<TokenUsage>,
    input_estimate: u64,
    counted_output: u64,
    price: ModelPrice,
) -> Ending {
    let delivered = counted_output > 0;
    let status = match outcome {
        Outcome::Finished => TurnStatus::Finished,
        Outcome::Stopped => TurnStatus::Stopped,
        Outcome::Failed if !delivered => TurnStatus::Failed,
        Outcome::Interrupted | Outcome::Failed => TurnStatus::Interrupted,
    };
    let (usage, estimated) = match usage.filter(|usage| usage.output > 0 || !delivered) {
        Some(reported) => (Some(reported), false),
        None if delivered => {
            (Some(TokenUsage { input: input_estimate, output: counted_output, ..TokenUsage::default() }), true)
        }
        None => (None, false),
    };
    let exact = usage.map_or(NanoUsd::ZERO, |usage| cost(usage, price));
    Ending { status, cost: if estimated { exact.min(hold) } else { exact }, usage, estimated }
}

#[cfg(test)]
mod tests {
    use super::{Ending, Outcome, TurnStatus, end};
    use crate::credit::NanoUsd;
    use crate::price::{ModelPrice, TokenUsage};

    const HOLD: NanoUsd = NanoUsd(1_000_000);

    /// Ends a turn at 1 USD in and 2 USD out per million tokens, whose request was estimated at 100 tokens.
    fn ended(outcome: Outcome, usage: Option<(u64, u64)>, counted_output: u64) -> Ending {
        let rate = |text: &str| text.parse().unwrap();
        let price = ModelPrice {
            input: rate("1.00"),
            cached_input: rate("1.00"),
            cache_write: rate("1.00"),
            output: rate("2.00"),
            long: None,
        };
        let usage = usage.map(|(input, output)| TokenUsage { input, output, ..TokenUsage::default() });
        end(outcome, HOLD, usage, 100, counted_output, price)
    }

    #[test]
    fn usage_reported_is_charged_exactly() {
        for outcome in [Outcome::Finished, Outcome::Stopped, Outcome::Interrupted, Outcome::Failed] {
            let ending = ended(outcome, Some((80, 40)), 33);
            assert_eq!((ending.cost, ending.estimated), (NanoUsd(160_000), false));
        }
    }

    #[test]
    fn actual_above_the_hold_is_not_cut() {
        assert_eq!(ended(Outcome::Finished, Some((0, 1000)), 5).cost, NanoUsd(2_000_000));
    }

    #[test]
    fn stream_cut_before_usage_is_estimated() {
        for (outcome, status) in [
            (Outcome::Finished, TurnStatus::Finished),
            (Outcome::Stopped, TurnStatus::Stopped),
            (Outcome::Interrupted, TurnStatus::Interrupted),
            (Outcome::Failed, TurnStatus::Interrupted),
        ] {
            let ending = ended(outcome, None, 50);
            assert_eq!((ending.status, ending.cost, ending.estimated), (status, NanoUsd(200_000), true));
            assert_eq!(ending.usage.map(|usage| (usage.input, usage.output)), Some((100, 50)));
        }
    }

    #[test]
    fn estimates_never_exceed_the_hold() {
        assert_eq!(ended(Outcome::Stopped, None, 10_000).cost, HOLD);
    }

    #[test]
    fn usage_null_or_zero_with_text() {
        for usage in [None, Some((0, 0)), Some((90, 0))] {
            let ending = ended(Outcome::Finished, usage, 1);
            assert_eq!((ending.cost, ending.estimated), (NanoUsd(102_000), true));
        }
    }

    #[test]
    fn error_before_the_first_token_costs_nothing() {
        let nothing = Ending { status: TurnStatus::Failed, cost: NanoUsd::ZERO, usage: None, estimated: false };
        assert_eq!(ended(Outcome::Failed, None, 0), nothing);
        let interrupted = ended(Outcome::Interrupted, None, 0);
        assert_eq!(interrupted, Ending { status: TurnStatus::Interrupted, ..nothing });
        assert_eq!(ended(Outcome::Stopped, None, 0).cost, NanoUsd::ZERO);
    }
}
