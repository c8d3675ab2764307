use std::collections::{BTreeMap, BTreeSet};

use super::{Fallback, Party, Split, SplitError, divide};
use crate::carry::Carry;
use crate::credit::NanoUsd;
use crate::id::UserId;
use crate::money::{Currency, Money};

fn user(n: u128) -> UserId {
    UserId::from_uuid(uuid::Uuid::from_u128(n))
}

fn parties(n: u128) -> Vec<Party> {
    (1..=n).map(user).map(Party::new).collect()
}

fn map<T: Copy>(values: &[T]) -> BTreeMap<UserId, T> {
    (1..).map(user).zip(values.iter().copied()).collect()
}

/// Parts of `total` in minor units, in id order, in period 0.
fn parts(total: &str, split: &Split, members: u128) -> Result<Vec<i64>, SplitError> {
    let portions = divide(total.parse().unwrap(), split, &parties(members), 0)?;
    Ok(portions.iter().map(|portion| portion.amount.minor).collect())
}

fn percent(basis_points: &[u32]) -> Split {
    Split::Percent { basis_points: map(basis_points) }
}

fn fixed(amounts: &[i64], rest: &[u128]) -> Split {
    let rest = rest.iter().copied().map(user).collect();
    Split::Fixed { amounts: map(amounts), rest }
}

#[test]
fn equal_parts() {
    assert_eq!(parts("24.00 USD", &Split::Equal, 3), Ok(vec![800, 800, 800]));
    assert_eq!(parts("16.00 USD", &Split::Equal, 2), Ok(vec![800, 800]));
    assert_eq!(parts("38.00 USD", &Split::Equal, 5), Ok(vec![760; 5]));
    assert_eq!(parts("10.00 USD", &Split::Equal, 3), Ok(vec![334, 333, 333]));
    assert_eq!(parts("10.00 USD", &Split::Equal, 0), Err(SplitError::NoMembers));
}

#[test]
fn a_third_each_in_percent_of_ten_and_of_a_cent() {
    let thirds = percent(&[3333, 3333, 3334]);
    assert_eq!(parts("10.00 USD", &thirds, 3), Ok(vec![333, 333, 334]));
    assert_eq!(parts("0.01 USD", &thirds, 3), Ok(vec![0, 0, 1]));
}

#[test]
fn jpy_and_kwd() {
    assert_eq!(parts("1000 JPY", &Split::Equal, 3), Ok(vec![334, 333, 333]));
    assert_eq!(parts("1.000 KWD", &Split::Equal, 3), Ok(vec![334, 333, 333]));
    assert_eq!(parts("2 JPY", &percent(&[5000, 2500, 2500]), 3), Ok(vec![1, 1, 0]));
}

#[test]
fn percentages_are_refused_with_their_difference() {
    assert_eq!(parts("1.00 USD", &percent(&[5000, 5001]), 2), Err(SplitError::PercentOver { by: 1 }));
    assert_eq!(parts("1.00 USD", &percent(&[3333, 3333, 3333]), 3), Err(SplitError::PercentUnder { by: 1 }));
}

#[test]
fn zero_share_is_never_given_the_odd_cent() {
    assert_eq!(parts("0.05 USD", &percent(&[0, 5000, 5000]), 3), Ok(vec![0, 3, 2]));
    let weights = Split::Weights { weights: map(&[0, 1, 1]) };
    let mut members = parties(3);
    // Owed by rounding, but paying nothing in this split.
    members[0].carry = Carry::new(9, 10).unwrap();
    for period in 0..6 {
        let portions = divide(Money::new(5, Currency::USD), &weights, &members, period).unwrap();
        assert_eq!(portions[0].amount.minor, 0);
        assert_eq!(portions[0].carry, members[0].carry);
    }
    let none = Split::Weights { weights: map(&[0, 0]) };
    assert_eq!(parts("1.00 USD", &none, 2), Err(SplitError::NoWeight));
}

#[test]
fn weights_are_proportions() {
    let weights = Split::Weights { weights: map(&[1, 2, 4]) };
    assert_eq!(parts("0.70 USD", &weights, 3), Ok(vec![10, 20, 40]));
    assert_eq!(parts("0.10 USD", &weights, 3), Ok(vec![1, 3, 6]));
}

#[test]
fn fixed_amounts_and_the_rest() {
    // One pays 10.00, the other two share what is left, of the old price and of a higher one.
    let split = fixed(&[1000], &[2, 3]);
    assert_eq!(parts("24.00 USD", &split, 3), Ok(vec![1000, 700, 700]));
    assert_eq!(parts("26.01 USD", &split, 3), Ok(vec![1000, 801, 800]));
    let by = |minor| Money::new(minor, Currency::USD);
    assert_eq!(parts("9.00 USD", &split, 3), Err(SplitError::FixedOver { by: by(100) }));
    let all = fixed(&[1000, 1000, 400], &[]);
    assert_eq!(parts("24.00 USD", &all, 3), Ok(vec![1000, 1000, 400]));
    assert_eq!(parts("25.50 USD", &all, 3), Err(SplitError::FixedUnder { by: by(150) }));
    // A fixed amount and a part of the rest as well.
    assert_eq!(parts("24.00 USD", &fixed(&[400], &[1, 2]), 2), Ok(vec![1400, 1000]));
    assert_eq!(parts("1.00 USD", &fixed(&[-1], &[2]), 2), Err(SplitError::NegativeAmount(user(1))));
}

#[test]
fn members_and_split_must_match() {
    assert_eq!(parts("1.00 USD", &percent(&[10_000]), 2), Err(SplitError::Missing(user(2))));
    assert_eq!(parts("1.00 USD", &percent(&[5000, 5000]), 1), Err(SplitError::Stranger(user(2))));
    assert_eq!(parts("1.00 USD", &fixed(&[50], &[2]), 3), Err(SplitError::Missing(user(3))));
    assert_eq!(parts("1.00 USD", &fixed(&[50], &[3]), 2), Err(SplitError::Stranger(user(3))));
    let twice = [parties(1), parties(1)].concat();
    assert_eq!(divide(Money::new(1, Currency::USD), &Split::Equal, &twice, 0), Err(SplitError::Twice(user(1))));
    assert_eq!(divide(Money::new(-1, Currency::USD), &Split::Equal, &parties(1), 0), Err(SplitError::NegativeTotal));
}

#[test]
fn the_odd_cent_goes_round() {
    let mut members = parties(3);
    let mut first_two_years = vec![0; 3];
    for period in 0..24 {
        let portions = divide(Money::new(1000, Currency::USD), &Split::Equal, &members, period).unwrap();
        for (index, portion) in portions.iter().enumerate() {
            members[index].carry = portion.carry;
            first_two_years[index] += portion.amount.minor;
        }
    }
    assert_eq!(first_two_years, [8000, 8000, 8000]);
    assert!(members.iter().all(|party| party.carry == Carry::ZERO));
}

#[test]
fn ties_turn_with_the_period() {
    let odd_cent = |period| {
        let portions = divide(Money::new(1, Currency::USD), &Split::Equal, &parties(3), period).unwrap();
        portions.iter().position(|portion| portion.amount.minor == 1).unwrap()
    };
    assert_eq!([0, 1, 2, 3].map(odd_cent), [0, 2, 1, 0]);
}

/// Parts of `total` of three who used this much, in id order.
fn parts_by_use(total: &str, split: &Split, used: [i64; 3]) -> Vec<i64> {
    let members = parties(3).into_iter().zip(used).map(|(party, used)| Party { used: NanoUsd(used), ..party });
    let portions = divide(total.parse().unwrap(), split, &members.collect::<Vec<_>>(), 0).unwrap();
    portions.iter().map(|portion| portion.amount.minor).collect()
}

#[test]
fn by_usage_and_equal_when_nobody_used_anything() {
    assert_eq!(parts_by_use("24.00 USD", &Split::Usage, [3_000_000, 1_000_000, 0]), [1800, 600, 0]);
    assert_eq!(parts_by_use("24.00 USD", &Split::Usage, [0, 0, 0]), [800, 800, 800]);
    assert_eq!(parts_by_use("24.00 USD", &Split::Usage, [i64::MAX, i64::MAX, 1]), [1200, 1200, 0]);
    assert!(Split::Usage.is_by_usage() && Split::Usage.gives_equal_credit());
}

#[test]
fn a_base_in_equal_parts_and_the_rest_by_usage() {
    let split = |base_basis_points| Split::BaseAndUsage { base_basis_points };
    // 6.00 equally and 18.00 by usage.
    assert_eq!(parts_by_use("24.00 USD", &split(2500), [2, 1, 0]), [1400, 800, 200]);
    assert_eq!(parts_by_use("24.00 USD", &split(0), [2, 1, 0]), [1600, 800, 0]);
    assert_eq!(parts_by_use("24.00 USD", &split(10_000), [2, 1, 0]), [800, 800, 800]);
    assert_eq!(parts_by_use("24.00 USD", &split(2500), [0, 0, 0]), [800, 800, 800]);
    assert_eq!(parts_by_use("24.00 USD", &split(1), [i64::MAX, i64::MAX, i64::MAX]), [800, 800, 800]);
    assert_eq!(parts("1.00 USD", &split(10_001), 2), Err(SplitError::PercentOver { by: 1 }));
}

#[test]
fn a_sponsor_pays_up_to_the_cap_and_the_fall_back_shares_the_rest() {
    let split = |cap, fallback| Split::Sponsor { payer: user(2), cap, fallback };
    assert_eq!(parts("24.00 USD", &split(None, Fallback::Equal), 3), Ok(vec![0, 2400, 0]));
    assert_eq!(parts("24.00 USD", &split(Some(3000), Fallback::Equal), 3), Ok(vec![0, 2400, 0]));
    assert_eq!(parts("24.00 USD", &split(Some(1500), Fallback::Equal), 3), Ok(vec![300, 1800, 300]));
    let others = Fallback::Weights { weights: map(&[2, 0, 1]) };
    assert_eq!(parts("24.00 USD", &split(Some(1500), others), 3), Ok(vec![600, 1500, 300]));
    assert_eq!(parts("24.00 USD", &split(Some(-1), Fallback::Equal), 3), Err(SplitError::NegativeAmount(user(2))));
    assert_eq!(parts("24.00 USD", &split(None, Fallback::Equal), 1), Err(SplitError::Stranger(user(2))));
    let short = Fallback::Percent { basis_points: map(&[5000, 0, 4000]) };
    assert_eq!(parts("24.00 USD", &split(None, short), 3), Err(SplitError::PercentUnder { by: 1000 }));
}

#[test]
fn json_form_names_the_mode() {
    let split = Split::Fixed { amounts: map(&[1000]), rest: BTreeSet::from([user(2)]) };
    let sponsor = Split::Sponsor { payer: user(1), cap: Some(5), fallback: Fallback::Equal };
    let base = Split::BaseAndUsage { base_basis_points: 2500 };
    for split in [Split::Equal, percent(&[10_000]), split, sponsor, base, Split::Usage] {
        let text = serde_json::to_string(&split).unwrap();
        assert!(text.starts_with("{\"mode\":"), "{text}");
        assert_eq!(serde_json::from_str::<Split>(&text).unwrap(), split);
    }
}
