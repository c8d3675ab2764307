use super::{
    Beside, Bought, Correction, Hold, Lending, Loan, MemberCredit, Moved, Pool, PoolError, Refused, Settlement, apply,
    apply_correction, apply_settlement, correct, enlarge, join, leave_now, open, release, reserve, return_coming,
    settle, standing, take_back, top_up, void_coming, weights,
};
use crate::apportion::ApportionError;
use crate::credit::NanoUsd;
use crate::id::UserId;
use crate::money::{Currency, Money};

fn user(n: u128) -> UserId {
    UserId::from_uuid(uuid::Uuid::from_u128(n))
}

const A: u128 = 1;
const B: u128 = 2;
const C: u128 = 3;

/// A pool of 30 days with a cushion of 3, and members 1, 2, ... with these weights.
fn pool(total: i64, weights: &[u64], day: u32) -> Pool {
    let slices = open(NanoUsd(total), weights, 30).unwrap();
    let members = (1..).zip(weights).zip(slices);
    Pool {
        day,
        days: 30,
        cushion: 3,
        lending: Lending::On,
        members: members.map(|((n, weight), slices)| MemberCredit::new(user(n), *weight, slices)).collect(),
    }
}

/// Reserves, books and uses all of it.
fn spend(pool: &mut Pool, n: u128, amount: i64) -> Result<Hold, Refused> {
    let hold = reserve(pool, user(n), NanoUsd(amount))?;
    apply(pool, user(n), &hold);
    Ok(hold)
}

fn loans(parts: &[(u128, i64)]) -> Vec<Loan> {
    parts.iter().map(|&(n, amount)| Loan { lender: user(n), amount: NanoUsd(amount) }).collect()
}

/// The example of MONEY.md §3: 30,000 for 30 days and three, on day 12; B used 4,000 and A all of 10,000.
fn worked_example() -> Pool {
    let mut pool = pool(30_000, &[800, 800, 800], 12);
    spend(&mut pool, B, 4000).unwrap();
    spend(&mut pool, A, 10_000).unwrap();
    pool
}

#[test]
fn worked_example_of_the_rules() {
    let mut pool = worked_example();
    let c = standing(&pool, user(C));
    assert_eq!((c.grant, c.kept, c.lendable), (NanoUsd(10_000), NanoUsd(7000), NanoUsd(3000)));
    // B has 6,000 left, and 7,000 are kept.
    assert_eq!(standing(&pool, user(B)).lendable, NanoUsd(0));
    assert_eq!(standing(&pool, user(A)).surplus, NanoUsd(3000));
    let hold = spend(&mut pool, A, 500).unwrap();
    assert_eq!(hold, Hold { day: 12, own: NanoUsd(0), topped_up: NanoUsd(0), loans: loans(&[(C, 500)]) });
    let c = standing(&pool, user(C));
    assert_eq!((c.available, c.lent, c.lendable), (NanoUsd(9500), NanoUsd(500), NanoUsd(2500)));
    assert_eq!(standing(&pool, user(A)).borrowed, NanoUsd(500));
}

#[test]
fn slices_sum_to_the_grants_and_the_grants_to_the_pool() {
    let slices = open(NanoUsd(20_000_000_000), &[1, 1, 1], 31).unwrap();
    let grants: Vec<i64> = slices.iter().map(|slices| slices.iter().map(|s| s.0).sum()).collect();
    assert_eq!(grants, [6_666_666_667, 6_666_666_667, 6_666_666_666]);
    let days = open(NanoUsd(100), &[1], 30).unwrap();
    assert_eq!(days[0].iter().map(|s| s.0).collect::<Vec<_>>()[..6], [3, 3, 4, 3, 3, 4]);
    assert_eq!(open(NanoUsd(1), &[1], 0), Err(PoolError::NoSuchDay));
    assert_eq!(open(NanoUsd(1), &[], 30), Err(ApportionError::NoWeight.into()));
    assert_eq!(weights(&[800, 0, 1600]), [800, 0, 1600]);
    assert_eq!(weights(&[0, 0]), [1, 1]);
}

#[test]
fn all_of_ones_own_can_be_used_on_the_first_day() {
    let mut pool = pool(30_000, &[1, 1, 1], 0);
    let hold = spend(&mut pool, A, 10_000).unwrap();
    assert_eq!(hold, Hold { day: 0, own: NanoUsd(10_000), topped_up: NanoUsd(0), loans: vec![] });
    // Nothing is lent before days have passed: on day 4 the first one is older than the cushion of three.
    let refused = Refused { own_left: NanoUsd(0), surplus: NanoUsd(0), next_slice_day: Some(4) };
    assert_eq!(reserve(&pool, user(A), NanoUsd(1)), Err(refused));
    // Where nothing is lent, nothing comes before the period ends.
    pool.lending = Lending::Strict;
    assert_eq!(reserve(&pool, user(A), NanoUsd(1)), Err(Refused { next_slice_day: None, ..refused }));
}

#[test]
fn refused_with_all_that_would_fit() {
    let mut pool = worked_example();
    let refused = Refused { own_left: NanoUsd(0), surplus: NanoUsd(3000), next_slice_day: Some(13) };
    assert_eq!(reserve(&pool, user(A), NanoUsd(3001)), Err(refused));
    assert_eq!(spend(&mut pool, A, 3000).unwrap().loans, loans(&[(C, 3000)]));
    // The next day, one more of C's slices is older than the cushion.
    pool.go_to(13);
    assert_eq!(standing(&pool, user(A)).surplus, NanoUsd(333));
}

#[test]
fn what_is_lent_is_divided_between_those_who_ran_out() {
    let mut pool = pool(30_000, &[1, 1, 1], 12);
    spend(&mut pool, A, 10_000).unwrap();
    // A alone could have all of the others' 6,000.
    assert_eq!(standing(&pool, user(A)).surplus, NanoUsd(6000));
    spend(&mut pool, B, 10_000).unwrap();
    // C lends 3,000: half each.
    assert_eq!(standing(&pool, user(A)).surplus, NanoUsd(1500));
    spend(&mut pool, A, 1500).unwrap();
    assert_eq!(standing(&pool, user(A)).surplus, NanoUsd(0));
    assert_eq!(standing(&pool, user(B)).surplus, NanoUsd(1500));
    spend(&mut pool, B, 1500).unwrap();
    assert_eq!(standing(&pool, user(C)).lendable, NanoUsd(0));
    assert_eq!(standing(&pool, user(C)).available, NanoUsd(7000));
}

#[test]
fn own_credit_is_used_before_loans_and_lenders_give_in_proportion() {
    let mut pool = pool(40_000, &[1, 1, 1, 1], 12);
    spend(&mut pool, B, 1500).unwrap();
    spend(&mut pool, A, 9900).unwrap();
    let hold = spend(&mut pool, A, 400).unwrap();
    // 300 over three lenders with 1,500, 3,000 and 3,000 to lend.
    let expected = loans(&[(B, 60), (C, 120), (4, 120)]);
    assert_eq!(hold, Hold { day: 12, own: NanoUsd(100), topped_up: NanoUsd(0), loans: expected });
}

#[test]
fn on_the_last_day_only_that_days_slice_is_kept() {
    let mut pool = pool(30_000, &[1, 1, 1], 29);
    spend(&mut pool, A, 10_000).unwrap();
    let c = standing(&pool, user(C));
    assert_eq!((c.kept, c.lendable), (NanoUsd(334), NanoUsd(9666)));
    assert_eq!((c.next_slice_day, c.next_slice), (None, NanoUsd(0)));
}

#[test]
fn strict_groups_lend_nothing_and_common_ones_everything() {
    let mut pool = worked_example();
    pool.lending = Lending::Strict;
    assert_eq!(standing(&pool, user(A)).surplus, NanoUsd(0));
    assert_eq!(standing(&pool, user(C)).lendable, NanoUsd(0));
    pool.lending = Lending::Common;
    assert_eq!(standing(&pool, user(A)).surplus, NanoUsd(16_000));
    assert_eq!(spend(&mut pool, A, 16_000).unwrap().loans, loans(&[(B, 6000), (C, 10_000)]));
}

#[test]
fn an_unpaid_share_buys_only_the_days_that_have_come() {
    let mut pool = worked_example();
    pool.members[2].unpaid = true;
    let c = standing(&pool, user(C));
    // Days 0 to 12 of 333 or 334 each.
    assert_eq!((c.available, c.usable, c.lendable), (NanoUsd(10_000), NanoUsd(4333), NanoUsd(0)));
    assert_eq!(standing(&pool, user(A)).surplus, NanoUsd(0));
    let refused = Refused { own_left: NanoUsd(4333), surplus: NanoUsd(0), next_slice_day: Some(13) };
    assert_eq!(reserve(&pool, user(C), NanoUsd(4334)), Err(refused));
    assert!(spend(&mut pool, C, 4333).is_ok());
    pool.go_to(13);
    assert_eq!(standing(&pool, user(C)).usable, NanoUsd(333));
    pool.members[2].unpaid = false;
    assert_eq!(standing(&pool, user(C)).usable, NanoUsd(5667));
}

#[test]
fn strangers_and_removed_members_reserve_nothing() {
    let mut pool = worked_example();
    assert_eq!(reserve(&pool, user(9), NanoUsd(1)), Err(Refused::default()));
    leave_now(&mut pool, user(C), 12).unwrap();
    assert_eq!(reserve(&pool, user(C), NanoUsd(0)), Err(Refused::default()));
    assert_eq!(standing(&pool, user(9)).grant, NanoUsd(0));
}

#[test]
fn settled_below_the_hold() {
    let hold = Hold { day: 12, own: NanoUsd(100), topped_up: NanoUsd(0), loans: loans(&[(B, 60), (C, 240)]) };
    let settlement = settle(&hold, Beside::NOTHING, NanoUsd(200));
    assert_eq!(
        settlement,
        Settlement {
            own: NanoUsd(100),
            loans: loans(&[(B, 20), (C, 80)]),
            returned_own: NanoUsd(0),
            returned_loans: loans(&[(B, 40), (C, 160)]),
            ..Settlement::default()
        }
    );
    assert_eq!(settlement.spent(), NanoUsd(200));
    let little = settle(&hold, Beside::NOTHING, NanoUsd(30));
    assert_eq!((little.own, little.returned_own), (NanoUsd(30), NanoUsd(70)));
    assert_eq!((little.loans, little.returned_loans), (vec![], hold.loans.clone()));
    let nothing = release(&hold);
    assert_eq!((nothing.spent(), nothing.returned_own), (NanoUsd(0), NanoUsd(100)));
}

#[test]
fn actual_above_hold_is_paid_by_the_member_then_by_the_operator() {
    let hold = Hold { day: 12, own: NanoUsd(100), topped_up: NanoUsd(0), loans: loans(&[(C, 50)]) };
    let settlement = settle(&hold, Beside::own(NanoUsd(30)), NanoUsd(200));
    assert_eq!((settlement.own, settlement.loans.clone()), (NanoUsd(100), hold.loans.clone()));
    assert_eq!((settlement.overrun_own, settlement.overrun_operator), (NanoUsd(30), NanoUsd(20)));
    assert_eq!(settlement.spent(), NanoUsd(200));
}

#[test]
fn an_estimate_that_was_too_high_goes_back_to_lenders_first() {
    let mut pool = worked_example();
    let hold = spend(&mut pool, A, 2000).unwrap();
    let settlement = settle(&hold, Beside::NOTHING, NanoUsd(1500));
    apply_settlement(&mut pool, user(A), &hold, &settlement);
    let correction = correct(&hold, NanoUsd(1500), Beside::NOTHING, NanoUsd(400));
    assert_eq!(correction, Correction { returned_loans: loans(&[(C, 1100)]), ..Correction::default() });
    apply_correction(&mut pool, user(A), &hold, &correction);
    assert_eq!(standing(&pool, user(A)).borrowed, NanoUsd(400));
    assert_eq!(standing(&pool, user(C)).lent, NanoUsd(400));
    assert_eq!(pool.member(user(A)).unwrap().borrowed_today, NanoUsd(400));

    let mixed = Hold { day: 12, own: NanoUsd(100), topped_up: NanoUsd(0), loans: loans(&[(B, 60), (C, 240)]) };
    let correction = correct(&mixed, NanoUsd(200), Beside::NOTHING, NanoUsd(30));
    let expected =
        Correction { returned_own: NanoUsd(70), returned_loans: loans(&[(B, 20), (C, 80)]), ..Correction::default() };
    assert_eq!(correction, expected);
}

#[test]
fn an_estimate_that_was_too_low_is_paid_by_the_member_then_by_the_operator() {
    let hold = Hold { day: 12, own: NanoUsd(100), topped_up: NanoUsd(0), loans: loans(&[(C, 50)]) };
    let correction = correct(&hold, NanoUsd(120), Beside::own(NanoUsd(5)), NanoUsd(140));
    let expected = Correction { more_own: NanoUsd(5), more_operator: NanoUsd(15), ..Correction::default() };
    assert_eq!(correction, expected);
    assert_eq!(correct(&hold, NanoUsd(120), Beside::own(NanoUsd(5)), NanoUsd(120)), Correction::default());
}

#[test]
fn what_was_bought_is_used_after_the_own_part_and_before_loans() {
    let mut pool = pool(30_000, &[800, 800, 800], 12);
    spend(&mut pool, A, 9_900).unwrap();
    top_up(&mut pool, user(A), NanoUsd(500)).unwrap();
    let hold = spend(&mut pool, A, 1_000).unwrap();
    assert_eq!((hold.own, hold.topped_up, hold.borrowed()), (NanoUsd(100), NanoUsd(500), NanoUsd(400)));
    // 550 were used: the own part first, and what was bought next; all loans go back.
    let settlement = settle(&hold, Beside::NOTHING, NanoUsd(550));
    assert_eq!(
        (settlement.own, settlement.topped_up, settlement.returned_top_up),
        (NanoUsd(100), NanoUsd(450), NanoUsd(50))
    );
    assert_eq!((settlement.loans.len(), settlement.spent()), (0, NanoUsd(550)));
    apply_settlement(&mut pool, user(A), &hold, &settlement);
    let a = standing(&pool, user(A));
    assert_eq!((a.available, a.topped_up, a.borrowed), (NanoUsd(0), NanoUsd(50), NanoUsd(0)));
    // The truth was less: it goes back the same way.
    let correction = correct(&hold, NanoUsd(550), Beside::NOTHING, NanoUsd(80));
    assert_eq!((correction.returned_own, correction.returned_top_up), (NanoUsd(20), NanoUsd(450)));
    apply_correction(&mut pool, user(A), &hold, &correction);
    assert_eq!((standing(&pool, user(A)).available, standing(&pool, user(A)).topped_up), (NanoUsd(20), NanoUsd(500)));
}

#[test]
fn what_was_bought_is_never_lent_and_goes_with_whoever_bought_it() {
    let mut pool = pool(30_000, &[1, 1, 1], 29);
    let surplus = standing(&pool, user(A)).surplus;
    top_up(&mut pool, user(B), NanoUsd(5_000)).unwrap();
    assert_eq!(standing(&pool, user(A)).surplus, surplus);
    // Who has something left of what they bought is not among those who ran out.
    spend(&mut pool, B, 10_000).unwrap();
    spend(&mut pool, A, 10_000).unwrap();
    assert_eq!(standing(&pool, user(A)).surplus, standing(&pool, user(C)).lendable);
    // Suspended, they cannot use it; removed, it is not the others'.
    pool.members[1].suspended = true;
    assert_eq!(reserve(&pool, user(B), NanoUsd(1)).unwrap_err().own_left, NanoUsd(0));
    let grants = |pool: &Pool| pool.members.iter().map(|member| member.grant().get()).sum::<i64>();
    leave_now(&mut pool, user(B), 29).unwrap();
    assert_eq!(grants(&pool), 30_000);
    assert_eq!(top_up(&mut pool, user(B), NanoUsd(1)), Err(PoolError::NotIn(user(B))));
    assert_eq!(take_back(&mut pool, user(B), NanoUsd(9_000)), Ok(NanoUsd(5_000)));
}

#[test]
fn what_comes_back_can_be_borrowed_again_today() {
    let mut pool = worked_example();
    let hold = spend(&mut pool, A, 2000).unwrap();
    let settlement = settle(&hold, Beside::NOTHING, NanoUsd(500));
    apply_settlement(&mut pool, user(A), &hold, &settlement);
    let a = pool.member(user(A)).unwrap();
    assert_eq!((a.borrowed, a.borrowed_today), (NanoUsd(500), NanoUsd(500)));
    assert_eq!(standing(&pool, user(A)).surplus, NanoUsd(2500));
}

#[test]
fn a_hold_settled_the_next_day_gives_no_second_ration() {
    let mut pool = worked_example();
    let yesterday = spend(&mut pool, A, 1000).unwrap();
    pool.go_to(13);
    spend(&mut pool, A, 700).unwrap();
    apply_settlement(&mut pool, user(A), &yesterday, &release(&yesterday));
    let a = pool.member(user(A)).unwrap();
    assert_eq!((a.borrowed, a.borrowed_today), (NanoUsd(700), NanoUsd(700)));
    pool.go_to(12);
    assert_eq!(pool.day, 13);
}

#[test]
fn joining_takes_the_same_fraction_from_everybody() {
    let mut pool = pool(30_000, &[800, 800], 0);
    pool.go_to(15);
    let moved = join(&mut pool, user(C), 800, 15).unwrap();
    let part = |from| Moved { from: user(from), to: user(C), amount: NanoUsd(2500) };
    assert_eq!(moved, [part(A), part(B)]);
    let c = standing(&pool, user(C));
    assert_eq!((c.grant, c.available, c.kept), (NanoUsd(5000), NanoUsd(5000), NanoUsd(5000)));
    assert_eq!(standing(&pool, user(A)).grant, NanoUsd(12_500));
    assert_eq!(pool.member(user(C)).unwrap().slices[14], NanoUsd(0));
    assert_eq!(join(&mut pool, user(C), 800, 15), Err(PoolError::AlreadyIn(user(C))));
    assert_eq!(join(&mut pool, user(4), 800, 30), Err(PoolError::NoSuchDay));
}

#[test]
fn join_on_the_last_day() {
    let mut pool = pool(30_000, &[1, 1], 29);
    let moved = join(&mut pool, user(C), 1, 29).unwrap();
    // A third of each last slice of 500.
    assert_eq!(moved.iter().map(|part| part.amount.0).collect::<Vec<_>>(), [166, 166]);
    assert_eq!(standing(&pool, user(C)).available, NanoUsd(332));
}

#[test]
fn a_joiner_gets_at_most_what_somebody_has_left() {
    let mut pool = pool(30_000, &[1, 1], 0);
    spend(&mut pool, A, 14_000).unwrap();
    let moved = join(&mut pool, user(C), 1, 0).unwrap();
    assert_eq!(moved.iter().map(|part| part.amount.0).collect::<Vec<_>>(), [1000, 5000]);
    assert_eq!(standing(&pool, user(A)).available, NanoUsd(0));
}

#[test]
fn join_and_leave_the_same_day() {
    let mut pool = pool(30_000, &[1, 1], 10);
    join(&mut pool, user(C), 1, 10).unwrap();
    let moved = leave_now(&mut pool, user(C), 10).unwrap();
    assert_eq!(moved.iter().map(|part| part.amount.0).collect::<Vec<_>>(), [3333, 3333]);
    for n in [A, B] {
        assert_eq!(standing(&pool, user(n)).grant, NanoUsd(15_000));
    }
    // And again: the place in the pool is taken up where it was left.
    join(&mut pool, user(C), 1, 10).unwrap();
    assert_eq!(pool.members.len(), 3);
    assert_eq!(standing(&pool, user(C)).available, NanoUsd(6666));
}

#[test]
fn whoever_is_removed_leaves_what_is_unused_to_the_others() {
    let mut pool = worked_example();
    // A third of C's turns is still running.
    let running = spend(&mut pool, C, 1000).unwrap();
    let moved = leave_now(&mut pool, user(C), 12).unwrap();
    let part = |to| Moved { from: user(C), to: user(to), amount: NanoUsd(4500) };
    assert_eq!(moved, [part(A), part(B)]);
    assert_eq!(standing(&pool, user(A)).available, NanoUsd(4500));
    assert_eq!(leave_now(&mut pool, user(C), 12), Err(PoolError::NotIn(user(C))));
    // What it gives back is kept for nobody.
    apply_settlement(&mut pool, user(C), &running, &release(&running));
    let c = standing(&pool, user(C));
    assert_eq!((c.usable, c.kept, c.lendable), (NanoUsd(0), NanoUsd(0), NanoUsd(1000)));
}

#[test]
fn the_last_member_takes_nothing_away() {
    let mut pool = pool(30_000, &[1], 3);
    assert_eq!(leave_now(&mut pool, user(A), 3), Ok(vec![]));
    assert_eq!(standing(&pool, user(A)).grant, NanoUsd(30_000));
}

#[test]
fn a_weight_of_nothing_borrows_nothing() {
    let mut pool = pool(30_000, &[1, 1, 0], 12);
    assert_eq!(standing(&pool, user(C)).surplus, NanoUsd(0));
    assert!(spend(&mut pool, C, 1).is_err());
    assert!(spend(&mut pool, C, 0).is_ok());
}

#[test]
fn who_joined_and_did_not_pay_gives_back_what_was_still_to_come() {
    let mut pool = pool(30_000, &[800, 800], 10);
    join(&mut pool, user(C), 800, 10).unwrap();
    assert_eq!(standing(&pool, user(C)).grant, NanoUsd(6666));
    spend(&mut pool, C, 500).unwrap();
    let all = bought(200, 200);
    let moved = return_coming(&mut pool, user(C), 13, all).unwrap();
    let back: i64 = moved.iter().map(|part| part.amount.get()).sum();
    // Three of twenty days have come; the seventeen that come go back in equal parts.
    assert_eq!((moved.len(), back), (2, 6666 - 999));
    assert_eq!(pool.members.iter().map(|member| member.grant().get()).sum::<i64>(), 30_000);
    assert_eq!(return_coming(&mut pool, user(C), 30, all), Ok(vec![]));
}

fn bought(unpaid: i64, all: i64) -> Bought {
    let usd = |minor| Money::new(minor, Currency::USD);
    Bought { unpaid: usd(unpaid), all: usd(all) }
}

#[test]
fn who_does_not_pay_an_upgrade_keeps_the_slices_that_the_first_share_bought() {
    let mut pool = pool(30_000, &[800, 800, 800], 10);
    assert_eq!(void_coming(&mut pool, user(C), 20, bought(200, 800)), Ok(NanoUsd(833)));
    assert_eq!(void_coming(&mut pool, user(B), 20, bought(800, 800)), Ok(NanoUsd(3334)));
    assert_eq!(void_coming(&mut pool, user(A), 20, bought(0, 0)), Ok(NanoUsd(3334)));
}

#[test]
fn an_upgrade_adds_to_everybodys_coming_slices_by_weight() {
    let mut pool = pool(30_000, &[1000, 2000], 10);
    let before = standing(&pool, user(B)).available;
    let added = enlarge(&mut pool, NanoUsd(2000), 10).unwrap();
    assert_eq!(added, [(user(A), NanoUsd(667)), (user(B), NanoUsd(1333))]);
    assert_eq!(standing(&pool, user(B)).available.get() - before.get(), 1333);
    assert_eq!(pool.members[0].slices[..10].iter().map(|slice| slice.get()).sum::<i64>(), 3333);
    assert_eq!(enlarge(&mut pool, NanoUsd(1), 30), Err(PoolError::NoSuchDay));
}
