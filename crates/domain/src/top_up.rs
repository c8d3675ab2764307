//! Buying credit beside one's part of the pool (MONEY.md §3): what it costs, who may, and what becomes of an order.
//!
//! A top-up is ordered and billed as a share of its own, and its credit comes when that is paid: an unpaid share buys no credit. An
//! order that is not paid lapses, and changes nothing else.

use crate::credit::NanoUsd;
use crate::fair_share::MemberCredit;
use crate::money::Money;
use crate::words::words;

/// What is bought at once: 5 USD of usage at list price.
pub const PACK: NanoUsd = NanoUsd(5_000_000_000);
/// The most packs in one order.
pub const PACKS_MAX: u32 = 10;

words! {
    /// What became of an order.
    TopUpStatus {
        /// To be paid.
        Ordered = "ordered",
        /// Paid: its credit was given.
        Granted = "granted",
        /// Its member was removed, or did not pay after all: what was left of its credit was taken back.
        TakenBack = "taken_back",
        /// Not paid in time, taken back, or paid when its member had gone: it gives nothing.
        Lapsed = "lapsed",
    }
}

/// What some packs cost and give.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Offer {
    /// To be paid, by whoever buys alone.
    pub price: Money,
    /// List-price usage.
    pub credit: NanoUsd,
}

/// What `packs` cost in a period that costs and gives this much: as much for each unit of credit as the plan itself, rounded up to
/// the next minor unit. `None`: not sold, as the plan costs or gives nothing, or too many at once.
#[must_use]
pub fn offer(price: Money, pool: NanoUsd, packs: u32) -> Option<Offer> {
    if packs == 0 || packs > PACKS_MAX || price.minor <= 0 || pool <= NanoUsd::ZERO {
        return None;
    }
    let credit = PACK.get().checked_mul(i64::from(packs))?;
    let product = i128::from(price.minor).checked_mul(i128::from(credit))?;
    let pool = i128::from(pool.get());
    let minor = product.checked_add(pool.checked_sub(1)?)?.checked_div(pool)?;
    Some(Offer { price: Money::new(i64::try_from(minor).ok()?, price.currency), credit: NanoUsd(credit) })
}

/// Why a member cannot order now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OrderRefused {
    /// They have no part of the open period.
    #[error("no part of the open period")]
    NoPart,
    /// A share of theirs is past due; that one first.
    #[error("a share is past due")]
    Suspended,
    /// An order of theirs waits for its payment.
    #[error("an order is open")]
    AlreadyOrdered,
}

/// Whether a member may order.
pub fn order(member: Option<&MemberCredit>, has_open_order: bool) -> Result<(), OrderRefused> {
    let member = member.filter(|member| member.present).ok_or(OrderRefused::NoPart)?;
    if member.suspended {
        return Err(OrderRefused::Suspended);
    }
    if has_open_order { Err(OrderRefused::AlreadyOrdered) } else { Ok(()) }
}

/// What the `unused` part of a top-up cost, rounded down: what goes back to somebody who was removed.
#[must_use]
pub fn worth(price: Money, credit: NanoUsd, unused: NanoUsd) -> Money {
    let product = i128::from(price.minor).saturating_mul(i128::from(unused.min(credit).get()));
    let minor = product.checked_div(i128::from(credit.get())).unwrap_or(0);
    Money::new(i64::try_from(minor).unwrap_or(0), price.currency)
}

/// The credit that an `amount` of the price bought, rounded up: what goes when that much is paid back.
#[must_use]
pub fn bought_for(price: Money, credit: NanoUsd, amount: Money) -> NanoUsd {
    let product = i128::from(credit.get()).saturating_mul(i128::from(amount.minor.clamp(0, price.minor.max(0))));
    let price = i128::from(price.minor);
    let bought = product.saturating_add(price).saturating_sub(1).checked_div(price).unwrap_or(0);
    NanoUsd(i64::try_from(bought).unwrap_or(0))
}

/// Where the credit of a top-up is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whereabouts {
    /// In the period with this number, into which it came.
    Bought(u32),
    /// In the one with this number, to which it has gone on.
    Carried(u32),
}

/// Where the credit is that came into a period, by the numbers of the periods that are not closed yet. It goes on when the period into
/// which it came is closed, not when that ends, and lapses when the next one is.
#[must_use]
pub fn whereabouts(came_into: u32, unclosed: &[u32]) -> Option<Whereabouts> {
    let next = came_into.checked_add(1)?;
    if unclosed.contains(&came_into) {
        Some(Whereabouts::Bought(came_into))
    } else if unclosed.contains(&next) {
        Some(Whereabouts::Carried(next))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::UserId;
    use crate::money::Currency;

    #[test]
    fn credit_beside_the_plan_costs_as_much_as_the_plans_and_never_less() {
        let usd = |minor| Money::new(minor, Currency::USD);
        for (price, pool, packs, cost) in [
            // A Trio: 24.00 for 20.00.
            (usd(2400), 20, 1, Some(usd(600))),
            (usd(2400), 20, 3, Some(usd(1800))),
            (usd(2401), 20, 1, Some(usd(601))),
            (usd(1), 20, 1, Some(usd(1))),
            (Money::new(3600, Currency::JPY), 20, 1, Some(Money::new(900, Currency::JPY))),
            (Money::new(7_500, Currency::KWD), 20, 1, Some(Money::new(1_875, Currency::KWD))),
            (usd(2400), 20, PACKS_MAX, Some(usd(6000))),
            (usd(2400), 20, PACKS_MAX + 1, None),
            (usd(2400), 20, 0, None),
            (usd(0), 20, 1, None),
            (usd(2400), 0, 1, None),
        ] {
            let offer = offer(price, NanoUsd(pool * 1_000_000_000), packs);
            assert_eq!(offer.map(|offer| offer.price), cost, "{price} for {pool}, {packs} packs");
            assert!(offer.is_none_or(|offer| offer.credit.get() == PACK.get() * i64::from(packs)));
        }
    }

    #[test]
    fn whoever_has_a_part_and_no_open_order_may_order() {
        let user = UserId::from_uuid(uuid::Uuid::from_u128(1));
        let member = MemberCredit::new(user, 1, vec![NanoUsd(1)]);
        let gone = MemberCredit { present: false, ..member.clone() };
        let suspended = MemberCredit { suspended: true, ..member.clone() };
        let unpaid = MemberCredit { unpaid: true, ..member.clone() };
        assert_eq!(order(Some(&member), false), Ok(()));
        assert_eq!(order(Some(&unpaid), false), Ok(()));
        assert_eq!(order(None, false), Err(OrderRefused::NoPart));
        assert_eq!(order(Some(&gone), false), Err(OrderRefused::NoPart));
        assert_eq!(order(Some(&suspended), false), Err(OrderRefused::Suspended));
        assert_eq!(order(Some(&member), true), Err(OrderRefused::AlreadyOrdered));
    }

    #[test]
    fn credit_goes_on_when_its_period_is_closed_and_lapses_with_the_next_one() {
        for (unclosed, is_in) in [
            (&[3][..], Some(Whereabouts::Bought(3))),
            // Its period is over, and an answer still runs in it.
            (&[3, 4], Some(Whereabouts::Bought(3))),
            (&[4], Some(Whereabouts::Carried(4))),
            (&[4, 5], Some(Whereabouts::Carried(4))),
            (&[5], None),
            (&[], None),
        ] {
            assert_eq!(whereabouts(3, unclosed), is_in, "{unclosed:?}");
        }
        assert_eq!(whereabouts(u32::MAX, &[0]), None);
    }

    #[test]
    fn what_is_paid_back_takes_its_credit_along() {
        let usd = |minor| Money::new(minor, Currency::USD);
        for (amount, credit) in
            [(0, 0), (1, 8_333_334), (300, 2_500_000_000), (600, 5_000_000_000), (601, 5_000_000_000), (-1, 0)]
        {
            assert_eq!(bought_for(usd(600), PACK, usd(amount)).get(), credit, "{amount}");
        }
        assert_eq!(bought_for(usd(0), PACK, usd(1)), NanoUsd::ZERO);
    }

    #[test]
    fn what_is_unused_is_worth_its_part_of_the_price() {
        let price = Money::new(600, Currency::USD);
        for (unused, worth_minor) in [(0, 0), (1, 0), (2_500_000_000, 300), (4_999_999_999, 599), (6_000_000_000, 600)]
        {
            assert_eq!(worth(price, PACK, NanoUsd(unused)).minor, worth_minor, "{unused}");
        }
        assert_eq!(worth(price, NanoUsd::ZERO, NanoUsd(1)).minor, 0);
    }
}
