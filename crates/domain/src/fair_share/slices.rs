//! How grants come in slices, one for each day.

use super::PoolError;
use crate::apportion::apportion;
use crate::credit::NanoUsd;

/// What members weigh by what they pay, in minor units: the amounts themselves, and equal weights when nobody pays
/// anything.
#[must_use]
pub fn weights(amounts: &[i64]) -> Vec<u64> {
    let paid: Vec<u64> = amounts.iter().map(|amount| u64::try_from(*amount).unwrap_or(0)).collect();
    if paid.iter().all(|amount| *amount == 0) {
        return vec![1; paid.len()];
    }
    paid
}

/// A pool in slices: for each weight, what comes on each of the period's days.
///
/// The grants are `apportion(total, weights)`, and a grant `g` comes on day `k` as
/// `floor(g*(k+1)/D) - floor(g*k/D)`.
pub fn open(total: NanoUsd, weights: &[u64], days: u32) -> Result<Vec<Vec<NanoUsd>>, PoolError> {
    if days == 0 {
        return Err(PoolError::NoSuchDay);
    }
    let grants = apportion(total.get(), weights)?;
    Ok(grants.into_iter().map(|grant| spread(NanoUsd(grant), 0, days)).collect())
}

/// An amount spread evenly over the days from `first` to the last; nothing before.
pub(super) fn spread(amount: NanoUsd, first: u32, days: u32) -> Vec<NanoUsd> {
    let span = i128::from(days.saturating_sub(first));
    let until = |day: u32| {
        // An i64 times a u32, divided by at least as much: fits.
        let passed = i128::from(day.saturating_sub(first));
        let product = i128::from(amount.get()).saturating_mul(passed);
        let part = product.checked_div(span).unwrap_or(0);
        i64::try_from(part).unwrap_or(i64::MAX)
    };
    (0..days).map(|day| NanoUsd(until(day.saturating_add(1)).saturating_sub(until(day)))).collect()
}

/// Adds slices day by day.
pub(super) fn add(slices: &mut [NanoUsd], more: &[NanoUsd]) {
    for (slice, extra) in slices.iter_mut().zip(more) {
        *slice = super::plus(*slice, *extra);
    }
}
