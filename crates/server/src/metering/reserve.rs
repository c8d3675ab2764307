//! Before a turn: hold the most that it can cost, or say what is left and when more comes.

use domain::credit::NanoUsd;
use domain::fair_share::{self, Caps, Hold, Pool, Refused};
use domain::id::{GroupId, HoldId, TurnId, UserId};
use domain::ledger::LedgerError;
use domain::ledger::events::credit_reserved;
use domain::price::{ModelPrice, longest_output, worst_case};
use domain::turn::HOLD_LIFE_MINUTES;
use jiff::{SignedDuration, Timestamp};
use store::holds::{HoldKey, NewHold};
use store::pools::PeriodPool;

use super::changes::Changes;

/// What a turn needs.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// Whose credit.
    pub group: GroupId,
    /// Who asks.
    pub user: UserId,
    /// For which turn.
    pub turn: TurnId,
    /// What a token costs.
    pub price: ModelPrice,
    /// What it costs of the model that would answer in its place.
    pub fallback: Option<ModelPrice>,
    /// At least as many tokens as the request will be counted as.
    pub input_estimate: u64,
    /// The longest answer that is wished for.
    pub max_output_tokens: u32,
    /// Whether a shorter one will do as well.
    pub may_be_shorter: bool,
}

impl Wanted {
    /// The longest answer that there is credit for; `None` when none will do that there is.
    fn longest_output(&self, credit: NanoUsd) -> Option<u32> {
        longest_output(credit, self.input_estimate, self.price, self.max_output_tokens)
            .filter(|tokens| self.may_be_shorter || *tokens == self.max_output_tokens)
    }
}

/// What a turn got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reserved {
    /// The most that the member can be charged without a vendor's report.
    pub held: NanoUsd,
    /// The longest answer that this pays for.
    pub max_output_tokens: u32,
    /// Whether that is less than was wished for.
    pub shortened: bool,
    /// Whether it pays for the whole answer of the fall-back too.
    pub covers_fallback: bool,
}

/// Why nothing was reserved.
#[derive(Debug, thiserror::Error)]
pub enum ReserveError {
    /// The group has no period now.
    #[error("the group has no open period")]
    NoPeriod,
    /// A share of the member's is past due.
    #[error("the member is suspended")]
    Suspended,
    /// There is not enough credit, not even for a short answer.
    #[error("there is not enough credit")]
    Exhausted(Exhausted),
    /// The member does not allow themselves so much, not even for a short answer.
    #[error("the member's own cap is reached")]
    Capped(Caps),
    /// The database refused, or was not there.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// What was decided does not add up: a fault of ours.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// What is left, and when more comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exhausted {
    /// What the member can still use of their own.
    pub own_left: NanoUsd,
    /// What they could borrow beside it.
    pub borrowable: NanoUsd,
    /// When more comes: on a day of this period, or with the next one.
    pub next_slice_at: Timestamp,
}

/// Decides about a turn, and notes what is to be written. `counted`: what the member holds and has spent today.
pub(super) fn decide(
    period: &mut PeriodPool,
    caps: Caps,
    counted: NanoUsd,
    wanted: &Wanted,
    changes: &mut Changes,
) -> Result<Reserved, ReserveError> {
    if period.pool.member(wanted.user).is_some_and(|member| member.suspended) {
        return Err(ReserveError::Suspended);
    }
    let left = caps.left(counted);
    let whole = whole_of_either(&period.pool, wanted, left);
    let covers_fallback = whole.is_some();
    let allowed = match left {
        Some(left) if whole.is_none() => wanted.longest_output(left).ok_or(ReserveError::Capped(caps))?,
        _ => wanted.max_output_tokens,
    };
    let fitted = whole.map_or_else(|| fit(&period.pool, &Wanted { max_output_tokens: allowed, ..*wanted }), Ok);
    let (hold, max_output_tokens) = fitted.map_err(|refused| ReserveError::Exhausted(exhausted(period, &refused)))?;
    let id = HoldId::from_uuid(uuid::Uuid::now_v7());
    let transaction = credit_reserved(id, period.id, wanted.user, &hold)?;
    fair_share::apply(&mut period.pool, wanted.user, &hold);

    let (total, shortened) = (hold.total(), max_output_tokens < wanted.max_output_tokens);
    let key = HoldKey { group: wanted.group, id, period: period.id, user: wanted.user, turn: wanted.turn };
    let life = SignedDuration::from_mins(HOLD_LIFE_MINUTES.into());
    changes.hold(NewHold { key, hold, now: period.now, life });
    changes.post(period, transaction);
    Ok(Reserved { held: total, max_output_tokens, shortened, covers_fallback })
}

/// The hold for the whole answer, whichever of two models gives it. `None`: there is no second one, or not enough for it, and then
/// the first is asked alone.
fn whole_of_either(pool: &Pool, wanted: &Wanted, left: Option<NanoUsd>) -> Option<(Hold, u32)> {
    let price = wanted.fallback?.or_dearer(wanted.price, wanted.input_estimate);
    let worst = worst_case(wanted.input_estimate, wanted.max_output_tokens, price);
    if left.is_some_and(|left| left < worst) {
        return None;
    }
    fair_share::reserve(pool, wanted.user, worst).ok().map(|hold| (hold, wanted.max_output_tokens))
}

/// The hold for the longest answer that fits, up to what is wished for.
fn fit(pool: &Pool, wanted: &Wanted) -> Result<(Hold, u32), Refused> {
    let hold = |tokens| {
        let worst = worst_case(wanted.input_estimate, tokens, wanted.price);
        fair_share::reserve(pool, wanted.user, worst).map(|hold| (hold, tokens))
    };
    hold(wanted.max_output_tokens).or_else(|refused| {
        let left = refused.own_left.checked_add(refused.surplus).unwrap_or(refused.own_left);
        match wanted.longest_output(left) {
            Some(tokens) => hold(tokens),
            None => Err(refused),
        }
    })
}

fn exhausted(period: &PeriodPool, refused: &Refused) -> Exhausted {
    let next_slice_at = refused
        .next_slice_day
        .and_then(|day| period.period.day_starts_at(day, &period.zone).ok())
        .unwrap_or(period.period.ends_at);
    Exhausted { own_left: refused.own_left, borrowable: refused.surplus, next_slice_at }
}

#[cfg(test)]
mod tests {
    use domain::fair_share::{Lending, MemberCredit, open};

    use super::*;

    /// One member with this much credit for one day, asking for 1,000 tokens after 100, at 1 USD per million tokens.
    fn fitted(credit: i64, may_be_shorter: bool) -> Result<(i64, u32), Refused> {
        let user = UserId::from_uuid(uuid::Uuid::from_u128(1));
        let slices = open(NanoUsd(credit), &[1], 1).unwrap().remove(0);
        let members = vec![MemberCredit::new(user, 1, slices)];
        let pool = Pool { day: 0, days: 1, cushion: 3, lending: Lending::On, members };
        let rate = "1.00".parse().unwrap();
        let price = ModelPrice { input: rate, cached_input: rate, cache_write: rate, output: rate, long: None };
        let (group, turn) = (GroupId::from_uuid(uuid::Uuid::nil()), TurnId::from_uuid(uuid::Uuid::nil()));
        let wanted = Wanted {
            group,
            user,
            turn,
            price,
            fallback: None,
            input_estimate: 100,
            max_output_tokens: 1000,
            may_be_shorter,
        };
        fit(&pool, &wanted).map(|(hold, tokens)| (hold.total().get(), tokens))
    }

    #[test]
    fn an_answer_is_as_long_as_there_is_credit_for_and_at_least_256_tokens() {
        assert_eq!(fitted(5_000_000, true), Ok((1_100_000, 1000)));
        assert_eq!(fitted(1_100_000, true), Ok((1_100_000, 1000)));
        assert_eq!(fitted(600_999, true), Ok((600_000, 500)));
        assert_eq!(fitted(356_000, true), Ok((356_000, 256)));
        assert_eq!(fitted(355_999, true).unwrap_err().own_left, NanoUsd(355_999));
    }

    #[test]
    fn whoever_needs_a_whole_answer_gets_that_or_nothing() {
        assert_eq!(fitted(1_100_000, false), Ok((1_100_000, 1000)));
        assert_eq!(fitted(1_099_999, false).unwrap_err().own_left, NanoUsd(1_099_999));
    }

    #[test]
    fn a_hold_is_large_enough_for_the_fallback_where_there_is_credit_for_all_of_it() {
        let user = UserId::from_uuid(uuid::Uuid::from_u128(1));
        let price = |text: &str| {
            let rate = text.parse().unwrap();
            ModelPrice { input: rate, cached_input: rate, cache_write: rate, output: rate, long: None }
        };
        let (group, turn) = (GroupId::from_uuid(uuid::Uuid::nil()), TurnId::from_uuid(uuid::Uuid::nil()));
        for (credit, cap, held) in [
            (5_000_000, None, Some(2_200_000)),
            (2_200_000, None, Some(2_200_000)),
            (2_199_999, None, None),
            (5_000_000, Some(2_199_999), None),
        ] {
            let slices = open(NanoUsd(credit), &[1], 1).unwrap().remove(0);
            let members = vec![MemberCredit::new(user, 1, slices)];
            let pool = Pool { day: 0, days: 1, cushion: 3, lending: Lending::On, members };
            let wanted = Wanted {
                group,
                user,
                turn,
                price: price("1.00"),
                fallback: Some(price("2.00")),
                input_estimate: 100,
                max_output_tokens: 1000,
                may_be_shorter: true,
            };
            let whole = whole_of_either(&pool, &wanted, cap.map(NanoUsd));
            assert_eq!(whole.map(|(hold, _)| hold.total().get()), held, "{credit} {cap:?}");
        }
    }
}
