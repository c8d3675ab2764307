use std::collections::BTreeMap;

use domain::carry::Carry;
use domain::credit::NanoUsd;
use domain::id::UserId;
use domain::money::{Currency, Money};
use domain::split::{Fallback, Party, Portion, Split, divide};
use proptest::prelude::{Just, Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};

fn user(n: usize) -> UserId {
    UserId::from_uuid(uuid::Uuid::from_u128(u128::try_from(n).unwrap()))
}

fn parties(n: usize) -> Vec<Party> {
    (0..n).map(user).map(Party::new).collect()
}

fn by_user<T>(values: Vec<T>) -> BTreeMap<UserId, T> {
    values.into_iter().enumerate().map(|(n, value)| (user(n), value)).collect()
}

/// A split for some members, and each one's weight in it.
fn weighted() -> impl Strategy<Value = (Split, Vec<u32>)> {
    let equal = (1_usize..=5).prop_map(|n| (Split::Equal, vec![1; n]));
    let weights = proptest::collection::vec(0_u32..2000, 1..=5)
        .prop_filter("somebody pays", |weights| weights.iter().any(|w| *w > 0))
        .prop_map(|weights| (Split::Weights { weights: by_user(weights.clone()) }, weights));
    let percent = proptest::collection::vec(0_u32..=10_000, 0..=4).prop_map(|mut cuts| {
        cuts.extend([0, 10_000]);
        cuts.sort_unstable();
        let parts: Vec<u32> = cuts.windows(2).map(|pair| pair[1] - pair[0]).collect();
        (Split::Percent { basis_points: by_user(parts.clone()) }, parts)
    });
    prop_oneof![equal, weights, percent]
}

fn money(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

fn minors(portions: &[Portion]) -> Vec<i64> {
    portions.iter().map(|portion| portion.amount.minor).collect()
}

/// The most that a carry reaches with five members and any weights; one unit in an equal split.
const CARRY_MAX: i64 = 3;

proptest! {
    #[test]
    fn parts_sum_to_the_total_and_each_is_within_one_unit(
        (split, weights) in weighted(),
        total in 0_i64..=10_000_000_000,
        period in any::<u32>(),
    ) {
        let portions = divide(money(total), &split, &parties(weights.len()), period).unwrap();
        let parts = minors(&portions);
        prop_assert_eq!(parts.iter().sum::<i64>(), total);
        let sum: i128 = weights.iter().copied().map(i128::from).sum();
        for (part, weight) in parts.iter().zip(&weights) {
            let off = i128::from(*part) * sum - i128::from(total) * i128::from(*weight);
            prop_assert!(off.abs() <= sum, "{part} is more than a unit off");
            prop_assert!(*weight > 0 || *part == 0);
        }
    }

    #[test]
    fn the_order_of_members_is_irrelevant(
        (split, weights) in weighted(),
        total in 0_i64..=100_000,
        period in 0_u32..100,
        turn in 0_usize..5,
    ) {
        let members = parties(weights.len());
        let mut turned = members.clone();
        turned.rotate_left(turn % weights.len());
        turned.reverse();
        let (one, other) = (divide(money(total), &split, &members, period), divide(money(total), &split, &turned, period));
        prop_assert_eq!(one, other);
    }

    #[test]
    fn carry_is_bounded_over_120_periods(
        (split, weights) in weighted(),
        totals in proptest::collection::vec(0_i64..=5000, 120),
    ) {
        let mut members = parties(weights.len());
        let most = if split == Split::Equal { 1 } else { CARRY_MAX };
        let (most, least) = (Carry::new(most, 1).unwrap(), Carry::new(-most, 1).unwrap());
        for (period, total) in (0..).zip(totals) {
            let portions = divide(money(total), &split, &members, period).unwrap();
            for (member, portion) in members.iter_mut().zip(portions) {
                prop_assert!(least < portion.carry && portion.carry < most, "{:?}", portion.carry);
                member.carry = portion.carry;
            }
        }
    }

    #[test]
    fn fixed_amounts_are_paid_and_the_rest_is_shared(
        amounts in proptest::collection::vec(proptest::option::of(0_i64..=1000), 1..=5),
        rest in 0_i64..=1000,
    ) {
        let members = parties(amounts.len());
        let fixed: i64 = amounts.iter().flatten().sum();
        let without: Vec<usize> = (0..amounts.len()).filter(|n| amounts[*n].is_none()).collect();
        let rest = if without.is_empty() { 0 } else { rest };
        let split = Split::Fixed {
            amounts: amounts.iter().enumerate().filter_map(|(n, amount)| Some((user(n), (*amount)?))).collect(),
            rest: without.iter().copied().map(user).collect(),
        };
        let parts = minors(&divide(money(fixed + rest), &split, &members, 3).unwrap());
        for (n, part) in parts.iter().enumerate() {
            let count = i64::try_from(without.len()).unwrap();
            match amounts[n] {
                Some(amount) => prop_assert_eq!(*part, amount),
                None => prop_assert!(*part == rest / count || *part == rest / count + 1),
            }
        }
        prop_assert_eq!(parts.iter().sum::<i64>(), fixed + rest);
    }

    #[test]
    fn any_agreement_fits_any_members_and_any_price(
        split in agreements(),
        members in proptest::sample::subsequence(vec![0_usize, 1, 2, 3, 4, 5, 6], 1..=5),
        total in 0_i64..=10_000,
        used in proptest::collection::vec(0_i64..=1_000_000_000_000_000, 7),
        period in 0_u32..100,
    ) {
        let users: Vec<UserId> = members.iter().copied().map(user).collect();
        let parties: Vec<Party> =
            members.iter().map(|n| Party { used: NanoUsd(used[*n]), ..Party::new(user(*n)) }).collect();
        let fitted = split.fitted(money(total), &users);
        let parts = minors(&divide(money(total), &fitted, &parties, period).unwrap());
        prop_assert_eq!(parts.iter().sum::<i64>(), total);
        prop_assert!(parts.iter().all(|part| *part >= 0));
        // What fits already stays as it is, and what was fitted fits.
        if divide(money(total), &split, &parties, period).is_ok() {
            prop_assert_eq!(minors(&divide(money(total), &split, &parties, period).unwrap()), parts);
        }
        prop_assert_eq!(fitted.fitted(money(total), &users), fitted);
    }
}

/// Everything that can be stored as a group's agreement, also what never fits.
fn agreements() -> impl Strategy<Value = Split> {
    let numbers = || proptest::collection::btree_map((0_usize..7).prop_map(user), 0_u32..20_000, 0..=5);
    let fallback = prop_oneof![
        Just(Fallback::Equal),
        numbers().prop_map(|basis_points| Fallback::Percent { basis_points }),
        numbers().prop_map(|weights| Fallback::Weights { weights }),
    ];
    let amounts = proptest::collection::btree_map((0_usize..7).prop_map(user), -10_i64..5000, 0..=5);
    let rest = proptest::collection::btree_set((0_usize..7).prop_map(user), 0..=3);
    let cap = proptest::option::of(0_i64..20_000);
    prop_oneof![
        Just(Split::Equal),
        Just(Split::Usage),
        (0_u32..=10_000).prop_map(|base_basis_points| Split::BaseAndUsage { base_basis_points }),
        numbers().prop_map(|basis_points| Split::Percent { basis_points }),
        numbers().prop_map(|weights| Split::Weights { weights }),
        (amounts, rest).prop_map(|(amounts, rest)| Split::Fixed { amounts, rest }),
        (0_usize..7, cap, fallback).prop_map(|(payer, cap, fallback)| Split::Sponsor {
            payer: user(payer),
            cap,
            fallback
        }),
    ]
}
