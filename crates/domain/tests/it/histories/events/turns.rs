//! Turns: they reserve, and settle what they used, more than their hold, or nothing.

use domain::credit::NanoUsd;
use domain::fair_share::{Beside, apply, apply_settlement, release, reserve, settle, standing};
use domain::id::{HoldId, UserId};
use domain::ledger::events::{credit_reserved, credit_settled};

use super::Kind;
use crate::histories::life::{Life, Turn};

pub(crate) const RESERVE: Kind = Kind {
    name: "reserve",
    weight: 22,
    happen: |life, dice| {
        let Some(month) = life.open_month() else { return false };
        let Some(user) = dice.pick(&month.pool.members).map(|member| member.user) else { return false };
        let worst_case = NanoUsd(month.credit.get() / 1000 * dice.between(0, 400) + dice.between(0, 3));
        hold(life, user, worst_case)
    },
};

/// Somebody's turn begins, if the rules give it what it costs at most.
pub(super) fn hold(life: &mut Life, user: UserId, worst_case: NanoUsd) -> bool {
    let id = HoldId::from_uuid(life.id());
    let Some(month) = life.open_month() else { return false };
    let before = standing(&month.pool, user);
    let unpaid = month.pool.member(user).is_some_and(|member| member.unpaid || member.suspended);
    let present = month.pool.member(user).is_some_and(|member| member.present);
    let hold = match reserve(&month.pool, user, worst_case) {
        Ok(hold) => hold,
        Err(refused) => {
            let fits = refused.own_left.get() + refused.surplus.get();
            assert!(!present || worst_case.get() > fits, "refused what fits");
            let own = before.available.get() + before.topped_up.get();
            assert!(unpaid || !present || worst_case.get() > own, "refused within the own part");
            return false;
        }
    };
    assert!(present, "somebody who was removed got credit");
    let own = worst_case.min(before.usable);
    let topped_up = worst_case.less(own).min(before.topped_up);
    assert_eq!((hold.total(), hold.own, hold.topped_up), (worst_case, own, topped_up));
    apply(&mut month.pool, user, &hold);
    for loan in &hold.loans {
        let lender = standing(&month.pool, loan.lender);
        // What is kept is at most what is available: a loan that took of it would show here.
        let kept = kept(&month.pool, loan.lender);
        assert!(loan.amount.get() > 0 && lender.available.get() >= kept, "a loan took what is kept");
    }
    let transaction = credit_reserved(id, month.id, user, &hold).unwrap();
    month.running.push(Turn { id, user, hold });
    assert!(life.books.post(transaction));
    true
}

/// What is kept for a member, by the words of the rule.
fn kept(pool: &domain::fair_share::Pool, user: UserId) -> i64 {
    let Some(member) = pool.member(user).filter(|member| member.present) else { return 0 };
    let cushion = if pool.day + 1 == pool.days { 0 } else { pool.cushion };
    let first = usize::try_from(pool.day.saturating_sub(cushion)).unwrap();
    member.slices[first..].iter().map(|slice| slice.get()).sum()
}

pub(crate) const SETTLE: Kind = Kind {
    name: "settle",
    weight: 15,
    happen: |life, dice| {
        let hundredths = if dice.percent(15) { dice.between(100, 140) } else { dice.between(0, 100) };
        let place = dice.roll();
        end(life, place, Some(hundredths), dice.percent(30))
    },
};

pub(crate) const RELEASE: Kind = Kind {
    name: "release",
    weight: 4,
    happen: |life, dice| {
        let place = dice.roll();
        end(life, place, None, false)
    },
};

/// Ends a running turn, in whichever month it was made; `hundredths` of its hold were used.
fn end(life: &mut Life, place: u64, hundredths: Option<i64>, estimated: bool) -> bool {
    let running: usize = life.months.iter().map(|month| month.running.len()).sum();
    let Ok(mut at) = usize::try_from(place % u64::try_from(running.max(1)).unwrap()) else { return false };
    let open = life.status == domain::group::GroupStatus::Active;
    let last = life.months.len().saturating_sub(1);
    for (n, month) in life.months.iter_mut().enumerate() {
        if at >= month.running.len() {
            at -= month.running.len();
            continue;
        }
        let turn = month.running.swap_remove(at);
        let is_current = open && n == last;
        let beside = if is_current { Beside::of(&month.pool, turn.user) } else { Beside::NOTHING };
        let settlement = match hundredths {
            None => release(&turn.hold),
            Some(hundredths) => {
                let actual = i128::from(turn.hold.total().get()) * i128::from(hundredths) / 100;
                let actual = NanoUsd(i64::try_from(actual).unwrap());
                let settlement = settle(&turn.hold, beside, actual);
                assert_eq!(settlement.spent(), actual);
                settlement
            }
        };
        apply_settlement(&mut month.pool, turn.user, &turn.hold, &settlement);
        let charged = month.charged.entry(turn.user).or_default();
        charged.0 += settlement.spent().get();
        charged.1 += settlement.overrun_operator.get();
        let transaction = credit_settled(turn.id, month.id, turn.user, &settlement).unwrap();
        assert!(life.books.post(transaction.clone()));
        assert!(!life.books.post(transaction), "a turn was settled twice");
        if estimated && settlement.spent() <= turn.hold.total() {
            month.estimated.push((turn, settlement.spent()));
        }
        life.close_months();
        return true;
    }
    false
}
