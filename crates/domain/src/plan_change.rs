//! Changing a group's plan, and ending the group: what is more counts now and is paid for pro rata, what is less counts from
//! the next period and can be taken back until then.

use jiff::{SignedDuration, Timestamp};

use crate::credit::NanoUsd;
use crate::group::{GroupStatus, Role};
use crate::money::{Money, MoneyError};
use crate::period::{PeriodError, prorate};
use crate::plan::Plan;

/// How many days before a period opens its new price has to be told.
pub const NOTICE_DAYS: i64 = 14;

/// When another plan counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// At once, for nothing: the group has not started.
    BeforeStart,
    /// At once, paid for pro rata.
    Now,
    /// From the next period on.
    NextPeriod,
}

/// Why a group does not get another plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChangeRefused {
    /// Only the owner changes it.
    #[error("only the group's owner can change its plan")]
    NotOwner,
    /// It is over.
    #[error("this group is archived")]
    Archived,
    /// It has it.
    #[error("the group has this plan already")]
    Same,
    /// More people stay than it has seats.
    #[error("{members} members stay, and the plan has fewer seats")]
    TooFewSeats {
        /// So many.
        members: usize,
    },
}

/// When another plan counts for a group of which `staying` members stay.
///
/// One that costs as much or more and has as many seats or more is an upgrade.
pub fn change(
    group: GroupStatus,
    actor: Role,
    current: &Plan,
    wanted: &Plan,
    staying: usize,
) -> Result<Change, ChangeRefused> {
    if actor != Role::Owner {
        return Err(ChangeRefused::NotOwner);
    }
    if group == GroupStatus::Archived {
        return Err(ChangeRefused::Archived);
    }
    if current.code == wanted.code {
        return Err(ChangeRefused::Same);
    }
    if staying > usize::from(wanted.seats) {
        return Err(ChangeRefused::TooFewSeats { members: staying });
    }
    let is_more = wanted.price.currency == current.price.currency
        && wanted.price.minor >= current.price.minor
        && wanted.credit >= current.credit
        && wanted.seats >= current.seats;
    Ok(match group {
        GroupStatus::Forming => Change::BeforeStart,
        _ if is_more => Change::Now,
        _ => Change::NextPeriod,
    })
}

/// What an upgrade adds to a period that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Supplement {
    /// To its price.
    pub price: Money,
    /// To its credit.
    pub credit: NanoUsd,
}

/// Why an upgrade cannot be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SupplementError {
    /// Days that are not in the period.
    #[error(transparent)]
    Days(#[from] PeriodError),
    /// Amounts that do not add up.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// What the dearer plan costs and gives more than the other for the days from `day` on, that day included.
pub fn supplement(current: &Plan, wanted: &Plan, day: u32, days: u32) -> Result<Supplement, SupplementError> {
    let of_price = |plan: &Plan| prorate(plan.price, day..days, days);
    let price = of_price(wanted)?.checked_sub(of_price(current)?)?;
    let until = |plan: &Plan, day: u32| {
        i128::from(plan.credit.get()).saturating_mul(i128::from(day)).checked_div(i128::from(days)).unwrap_or(0)
    };
    let of_credit = |plan: &Plan| until(plan, days).saturating_sub(until(plan, day));
    let credit = i64::try_from(of_credit(wanted).saturating_sub(of_credit(current))).unwrap_or(0);
    Ok(Supplement { price, credit: NanoUsd(credit.max(0)) })
}

/// What a plan costs and gives from a moment on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer {
    /// A month's price.
    pub price: Money,
    /// The credit in it.
    pub credit: NanoUsd,
    /// Since when it is told.
    pub offered_at: Timestamp,
}

/// The offer that a period is opened by: the newest that the group took its plan by, or that was told [`NOTICE_DAYS`] or more
/// before the period opens. `None`: nothing was told in time, and what counted before counts on.
#[must_use]
pub fn in_force(offers: &[Offer], agreed_at: Option<Timestamp>, opens_at: Timestamp) -> Option<Offer> {
    let notice = SignedDuration::from_hours(NOTICE_DAYS.saturating_mul(24));
    let in_time = |offer: &&Offer| {
        agreed_at.is_some_and(|agreed_at| offer.offered_at <= agreed_at)
            || opens_at.duration_since(offer.offered_at) >= notice
    };
    offers.iter().filter(in_time).max_by_key(|offer| offer.offered_at).copied()
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::{Change, ChangeRefused, Offer, Supplement, change, in_force, supplement};
    use crate::credit::NanoUsd;
    use crate::group::{GroupStatus, Role};
    use crate::money::{Currency, Money};
    use crate::plan::{Plan, shipped_plans};

    fn plans() -> [Plan; 3] {
        shipped_plans().try_into().unwrap()
    }

    #[test]
    fn more_counts_now_and_less_from_the_next_period() {
        let [duo, trio, squad] = plans();
        let ask = |from, to, staying| change(GroupStatus::Active, Role::Owner, from, to, staying);
        assert_eq!(ask(&duo, &trio, 2), Ok(Change::Now));
        assert_eq!(ask(&squad, &trio, 3), Ok(Change::NextPeriod));
        assert_eq!(ask(&squad, &trio, 4), Err(ChangeRefused::TooFewSeats { members: 4 }));
        assert_eq!(ask(&trio, &trio, 3), Err(ChangeRefused::Same));
        // More seats for less, or in another currency: from the next period.
        let cheap = Plan { price: Money::new(1, Currency::USD), ..squad.clone() };
        assert_eq!(ask(&trio, &cheap, 3), Ok(Change::NextPeriod));
        let euro = Plan { price: Money::new(9900, Currency::EUR), ..squad.clone() };
        assert_eq!(ask(&trio, &euro, 3), Ok(Change::NextPeriod));
        let by = |status, role| change(status, role, &duo, &squad, 1);
        assert_eq!(by(GroupStatus::Forming, Role::Owner), Ok(Change::BeforeStart));
        assert_eq!(by(GroupStatus::Archived, Role::Owner), Err(ChangeRefused::Archived));
        assert_eq!(by(GroupStatus::Active, Role::Member), Err(ChangeRefused::NotOwner));
    }

    #[test]
    fn an_upgrade_costs_and_gives_the_difference_of_the_days_that_come() {
        let [duo, trio, _] = plans();
        let more = |day| supplement(&duo, &trio, day, 30).unwrap();
        assert_eq!(more(0), Supplement { price: Money::new(800, Currency::USD), credit: NanoUsd(7_000_000_000) });
        assert_eq!(more(15), Supplement { price: Money::new(400, Currency::USD), credit: NanoUsd(3_500_000_000) });
        assert_eq!(more(29).price, Money::new(80 - 54, Currency::USD));
        assert!(supplement(&duo, &trio, 31, 30).is_err());
    }

    #[test]
    fn plan_price_change_mid_period() {
        let at = |text: &str| -> Timestamp { text.parse().unwrap() };
        let offer =
            |minor, text| Offer { price: Money::new(minor, Currency::USD), credit: NanoUsd(1), offered_at: at(text) };
        let offers = [offer(2400, "2027-01-01T00:00:00Z"), offer(3000, "2027-03-10T00:00:00Z")];
        let price = |agreed, opens| in_force(&offers, agreed, at(opens)).map(|offer| offer.price.minor);
        let agreed = Some(at("2027-01-15T00:00:00Z"));
        // Told on the 10th: too late for the period of the 15th, in time for that of the 24th.
        assert_eq!(price(agreed, "2027-03-15T00:00:00Z"), Some(2400));
        assert_eq!(price(agreed, "2027-03-23T23:59:59Z"), Some(2400));
        assert_eq!(price(agreed, "2027-03-24T00:00:00Z"), Some(3000));
        // Who takes the plan now has seen what it costs now.
        assert_eq!(price(Some(at("2027-03-11T00:00:00Z")), "2027-03-12T00:00:00Z"), Some(3000));
        assert_eq!(price(None, "2027-01-02T00:00:00Z"), None);
    }
}
