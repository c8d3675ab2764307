//! Random lives of a pool, with an auditor: after each event, everything that must always hold is recomputed
//! from the slices and from a ledger that the same events were posted to.

use domain::credit::NanoUsd;
use domain::fair_share::{
    Beside, CUSHION_DAYS, Hold, Lending, MemberCredit, Pool, apply, apply_correction, apply_settlement, correct, join,
    leave_now, open, release, reserve, settle, standing, top_up,
};
use domain::id::{HoldId, MembershipId, PeriodId, ShareId, UserId};
use domain::ledger::Account;
use domain::ledger::events::{
    credit_corrected, credit_expired, credit_granted, credit_joined, credit_left, credit_reserved, credit_settled,
    top_ups_lapsed, topped_up,
};
use proptest::prelude::{Just, Strategy, any, prop_assert_eq, prop_oneof, proptest};
use uuid::Uuid;

use crate::ledger::TrialBalance;

const PERIOD: PeriodId = PeriodId::from_uuid(Uuid::from_u128(1));

fn user(n: usize) -> UserId {
    UserId::from_uuid(Uuid::from_u128(u128::try_from(n).unwrap() + 1))
}

#[derive(Clone, Debug)]
enum Event {
    /// A member asks for a thousandth of the pool so many times, and so much more.
    Reserve { member: usize, thousandths: i64, more: i64 },
    /// A running turn ends, having used so many hundredths of its hold.
    Settle { turn: usize, hundredths: i64 },
    /// A running turn ends before its first token.
    Release { turn: usize },
    /// A node dies with so many of the running turns: each is ended by what was saved of it, in hundredths of its hold.
    Crash { turns: usize, hundredths: i64 },
    /// The vendor reports after all what a turn used that was charged by an estimate, in hundredths of its hold.
    Correct { turn: usize, hundredths: i64 },
    /// So many midnights pass.
    Days(u32),
    /// Somebody joins, perhaps again.
    Join { member: usize, weight: u64 },
    /// The owner removes somebody.
    Leave { member: usize },
    /// Somebody buys a thousandth of the pool so many times beside their part.
    TopUp { member: usize, thousandths: i64 },
    /// A share is paid, or its payment falls through.
    Pay { member: usize, unpaid: bool },
}

fn events() -> impl Strategy<Value = Event> {
    prop_oneof![
        10 => (0_usize..5, 0_i64..400, -3_i64..3)
            .prop_map(|(member, thousandths, more)| Event::Reserve { member, thousandths, more }),
        6 => (any::<usize>(), 0_i64..=130).prop_map(|(turn, hundredths)| Event::Settle { turn, hundredths }),
        2 => any::<usize>().prop_map(|turn| Event::Release { turn }),
        1 => (1_usize..6, 0_i64..=100).prop_map(|(turns, hundredths)| Event::Crash { turns, hundredths }),
        3 => (any::<usize>(), 0_i64..=150).prop_map(|(turn, hundredths)| Event::Correct { turn, hundredths }),
        4 => (1_u32..4).prop_map(Event::Days),
        1 => (0_usize..5, 0_u64..2000).prop_map(|(member, weight)| Event::Join { member, weight }),
        1 => (0_usize..5).prop_map(|member| Event::Leave { member }),
        1 => (0_usize..5, 0_i64..400).prop_map(|(member, thousandths)| Event::TopUp { member, thousandths }),
        1 => (0_usize..5, any::<bool>()).prop_map(|(member, unpaid)| Event::Pay { member, unpaid }),
    ]
}

/// A pool, the turns that run on it, and the ledger beside it.
struct Life {
    pool: Pool,
    total: i64,
    running: Vec<(UserId, Hold)>,
    books: TrialBalance,
    /// Turns that ended with an estimate, and what was charged for each: the truth may still come.
    estimated: Vec<(UserId, Hold, NanoUsd)>,
    /// Used by turns that have ended, the operator's part apart.
    settled: i64,
    /// What was bought beside the pool.
    bought: i64,
}

impl Life {
    fn new(total: i64, weights: &[u64], days: u32, cushion: u32, lending: Lending) -> Self {
        let slices = open(NanoUsd(total), weights, days).unwrap();
        let members: Vec<MemberCredit> = slices
            .into_iter()
            .zip(weights)
            .enumerate()
            .map(|(n, (slices, weight))| MemberCredit::new(user(n), *weight, slices))
            .collect();
        let mut books = TrialBalance::default();
        let grants: Vec<_> = members.iter().map(|member| (member.user, member.grant())).collect();
        books.post(&credit_granted(PERIOD, &grants).unwrap());
        let pool = Pool { day: 0, days, cushion, lending, members };
        Self { pool, total, running: vec![], estimated: vec![], books, settled: 0, bought: 0 }
    }

    fn happen(&mut self, event: &Event) {
        let today = self.pool.day;
        match *event {
            Event::Reserve { member, thousandths, more } => {
                self.reserve(user(member), (self.total / 1000 * thousandths + more).max(0));
            }
            Event::Settle { turn, hundredths } => self.end(turn, Some(hundredths)),
            Event::Release { turn } => self.end(turn, None),
            Event::Crash { turns, hundredths } => {
                for _ in 0..turns {
                    self.end(0, Some(hundredths));
                }
            }
            Event::Correct { turn, hundredths } => self.correct(turn, hundredths),
            Event::Days(days) => self.pool.go_to((today + days).min(self.pool.days - 1)),
            Event::Join { member, weight } => {
                if let Ok(moved) = join(&mut self.pool, user(member), weight, today) {
                    self.books.post(&credit_joined(membership(), PERIOD, &moved).unwrap());
                }
            }
            Event::Leave { member } => {
                if let Ok(moved) = leave_now(&mut self.pool, user(member), today) {
                    self.books.post(&credit_left(membership(), PERIOD, &moved).unwrap());
                }
            }
            Event::TopUp { member, thousandths } => {
                let amount = NanoUsd(self.total / 1000 * thousandths);
                if top_up(&mut self.pool, user(member), amount).is_ok() {
                    self.books.post(&topped_up(share(), PERIOD, user(member), amount).unwrap());
                    self.bought += amount.get();
                }
            }
            Event::Pay { member, unpaid } => {
                let others = |pool: &Pool| -> Vec<(NanoUsd, NanoUsd)> {
                    let others = (0..5).filter(|n| *n != member).map(|n| standing(pool, user(n)));
                    others.map(|standing| (standing.grant, standing.usable)).collect()
                };
                let before = others(&self.pool);
                for one in self.pool.members.iter_mut().filter(|one| one.user == user(member)) {
                    one.unpaid = unpaid;
                }
                assert_eq!(others(&self.pool), before, "one member's default changed another's share");
            }
        }
        self.audit();
    }

    /// The period is over: nothing new is held, what still runs ends on what was held for it, and what is left expires.
    fn close(&mut self, hundredths: i64) {
        self.pool.go_to(self.pool.days - 1);
        while let Some((user, hold)) = self.running.pop() {
            let actual = NanoUsd(hold.total().get() * hundredths / 100);
            let settlement = settle(&hold, Beside::NOTHING, actual);
            let beyond = (settlement.overrun_own, settlement.overrun_top_up);
            assert_eq!(beyond, (NanoUsd::ZERO, NanoUsd::ZERO), "a closing period has nothing beyond the hold");
            apply_settlement(&mut self.pool, user, &hold, &settlement);
            self.books.post(&credit_settled(hold_id(), PERIOD, user, &settlement).unwrap());
            self.settled += settlement.spent().get() - settlement.overrun_operator.get();
            self.audit();
        }
        let left: Vec<_> = self.pool.members.iter().map(|member| (member.user, member.available())).collect();
        let bought: Vec<_> = self.pool.members.iter().map(|member| (member.user, member.top_up.left())).collect();
        let expired: i64 = left.iter().chain(&bought).map(|(_, left)| left.get()).sum();
        assert_eq!(expired + self.settled, self.total + self.bought, "what is not used expires, and nothing else");
        self.books.post(&credit_expired(PERIOD, &left).unwrap());
        self.books.post(&top_ups_lapsed(PERIOD, &bought).unwrap());
        for (user, _) in left {
            assert_eq!(self.books.credited(Account::Grant { period: PERIOD, user }), 0);
            assert_eq!(self.books.credited(Account::TopUp { period: PERIOD, user }), 0);
            assert_eq!(self.books.credited(Account::Hold { period: PERIOD, user }), 0);
        }
    }

    fn reserve(&mut self, user: UserId, worst_case: i64) {
        let worst_case = NanoUsd(worst_case);
        let before = standing(&self.pool, user);
        let member = self.pool.member(user).filter(|member| member.present);
        match reserve(&self.pool, user, worst_case) {
            Ok(hold) => {
                assert_eq!(hold.total(), worst_case);
                assert_eq!(hold.own, worst_case.min(before.usable), "the own part is used first");
                let beside = worst_case.less(hold.own).min(before.topped_up);
                assert_eq!(hold.topped_up, beside, "what was bought is used before anything is borrowed");
                apply(&mut self.pool, user, &hold);
                for loan in &hold.loans {
                    assert!(loan.lender != user && loan.amount.get() > 0);
                    let lender = self.pool.member(loan.lender).unwrap();
                    assert!(lender.available().get() >= self.kept(lender), "a loan took what is kept");
                    assert!(!lender.unpaid);
                }
                self.books.post(&credit_reserved(hold_id(), PERIOD, user, &hold).unwrap());
                self.running.push((user, hold));
            }
            Err(refused) if member.is_some() => {
                let fits = NanoUsd(refused.own_left.get() + refused.surplus.get());
                assert!(worst_case > fits, "refused what fits");
                assert_eq!(reserve(&self.pool, user, fits).map(|hold| hold.total()), Ok(fits));
                assert_eq!(refused.own_left.get(), before.usable.get() + before.topped_up.get());
                let unpaid = member.is_some_and(|member| member.unpaid);
                let own = before.available.get() + before.topped_up.get();
                assert!(unpaid || worst_case.get() > own, "refused within the own part");
            }
            Err(refused) => assert_eq!(refused.own_left, NanoUsd::ZERO),
        }
    }

    fn end(&mut self, turn: usize, hundredths: Option<i64>) {
        if self.running.is_empty() {
            return;
        }
        let (user, hold) = self.running.swap_remove(turn % self.running.len());
        let settlement = match hundredths {
            None => release(&hold),
            Some(hundredths) => {
                let actual = NanoUsd(hold.total().get() * hundredths / 100);
                let settlement = settle(&hold, Beside::of(&self.pool, user), actual);
                assert_eq!(settlement.spent(), actual);
                settlement
            }
        };
        apply_settlement(&mut self.pool, user, &hold, &settlement);
        self.books.post(&credit_settled(hold_id(), PERIOD, user, &settlement).unwrap());
        self.settled += settlement.spent().get() - settlement.overrun_operator.get();
        if settlement.spent() <= hold.total() {
            self.estimated.push((user, hold, settlement.spent()));
        }
    }

    /// The truth about a turn that was charged by an estimate, in hundredths of its hold.
    fn correct(&mut self, turn: usize, hundredths: i64) {
        if self.estimated.is_empty() {
            return;
        }
        let (user, hold, estimate) = self.estimated.swap_remove(turn % self.estimated.len());
        let actual = NanoUsd(hold.total().get() * hundredths / 100);
        let (before, others) = (Beside::of(&self.pool, user), self.others_lent(user));
        let correction = correct(&hold, estimate, before, actual);
        apply_correction(&mut self.pool, user, &hold, &correction);
        self.books.post(&credit_corrected(hold_id(), PERIOD, user, &correction).unwrap());
        let lenders: i64 = correction.returned_loans.iter().map(|loan| loan.amount.get()).sum();
        let returned = correction.returned_own.get() + correction.returned_top_up.get() + lenders;
        let from_member = correction.more_own.get() + correction.more_top_up.get();
        let more = from_member + correction.more_operator.get();
        assert_eq!(estimate.get() - returned + more, actual.get(), "the truth is charged in the end");
        assert!(correction.more_own <= before.own, "more was taken than the member had left");
        assert_eq!(self.others_lent(user), others - lenders, "a correction took from the others");
        self.settled += from_member - returned;
    }

    /// What everybody else's parts have lent.
    fn others_lent(&self, user: UserId) -> i64 {
        self.pool.members.iter().filter(|member| member.user != user).map(|member| member.lent.get()).sum()
    }

    /// What is kept for a member, by the words of the rule.
    fn kept(&self, member: &MemberCredit) -> i64 {
        if !member.present || self.pool.lending == Lending::Common {
            return 0;
        }
        let cushion = if self.pool.day == self.pool.days - 1 { 0 } else { self.pool.cushion };
        let first = usize::try_from(self.pool.day.saturating_sub(cushion)).unwrap();
        member.slices[first..].iter().map(|slice| slice.get()).sum()
    }

    fn audit(&self) {
        let members = &self.pool.members;
        let sum = |of: fn(&MemberCredit) -> NanoUsd| members.iter().map(|member| of(member).get()).sum::<i64>();
        assert_eq!(sum(MemberCredit::grant), self.total, "the grants sum to the pool");
        assert_eq!(sum(|member| member.lent), sum(|member| member.borrowed));
        let held: i64 = self.running.iter().map(|(_, hold)| hold.total().get()).sum();
        let taken = sum(|member| member.own) + sum(|member| member.lent) + sum(|member| member.top_up.used);
        assert_eq!(taken, held + self.settled);
        assert!(held + self.settled <= self.total + self.bought, "credit was spent twice");
        assert_eq!(sum(|member| member.top_up.total()), self.bought);
        for member in members {
            assert!(member.slices.iter().all(|slice| slice.get() >= 0));
            assert_eq!(member.slices.len(), usize::try_from(self.pool.days).unwrap());
            let left = member.grant().get() - member.own.get() - member.lent.get();
            assert!(left >= 0, "more than a grant was used");
            assert_eq!(left, member.available().get());
            assert!(member.borrowed_today <= member.borrowed);
            let grant = Account::Grant { period: PERIOD, user: member.user };
            assert_eq!(self.books.credited(grant), left, "the ledger disagrees with the pool");
            let top_up = Account::TopUp { period: PERIOD, user: member.user };
            assert!(member.top_up.used <= member.top_up.total(), "more was used than was bought");
            assert_eq!(self.books.credited(top_up), member.top_up.left().get());
            let on_hold = self.running.iter().filter(|(user, _)| *user == member.user);
            let on_hold: i64 = on_hold.map(|(_, hold)| hold.total().get()).sum();
            let account = Account::Hold { period: PERIOD, user: member.user };
            assert_eq!(self.books.credited(account), on_hold);
        }
    }
}

fn hold_id() -> HoldId {
    HoldId::from_uuid(Uuid::from_u128(2))
}

fn share() -> ShareId {
    ShareId::from_uuid(Uuid::from_u128(4))
}

fn membership() -> MembershipId {
    MembershipId::from_uuid(Uuid::from_u128(3))
}

fn lendings() -> impl Strategy<Value = Lending> {
    prop_oneof![4 => Just(Lending::On), 1 => Just(Lending::Strict), 1 => Just(Lending::Common)]
}

fn paying() -> impl Strategy<Value = Vec<u64>> {
    proptest::collection::vec(0_u64..5000, 1..=4).prop_filter("somebody pays", |weights| weights.iter().any(|w| *w > 0))
}

proptest! {
    #[test]
    fn whatever_happens_the_pool_stays_fair_and_exact(
        total in 0_i64..=32_000_000_000,
        weights in paying(),
        days in 28_u32..=31,
        cushion in 0_u32..6,
        lending in lendings(),
        events in proptest::collection::vec(events(), 1..120),
        late in 0_i64..=130,
    ) {
        let mut life = Life::new(total, &weights, days, cushion, lending);
        life.audit();
        for event in &events {
            life.happen(event);
        }
        life.close(late);
    }

    #[test]
    fn whoever_keeps_pace_has_lent_nothing(
        total in 30_i64..=1_000_000,
        weights in proptest::collection::vec(1_u64..100, 2..=5),
        greed in proptest::collection::vec((1_usize..5, 0_i64..300), 30),
    ) {
        let mut life = Life::new(total, &weights, 30, CUSHION_DAYS, Lending::On);
        for (day, (member, thousandths)) in (0..30).zip(greed) {
            life.pool.go_to(day);
            // Everything that had come by yesterday is used.
            let steady = life.pool.member(user(0)).unwrap();
            let come: i64 = steady.slices[..usize::try_from(day).unwrap()].iter().map(|slice| slice.get()).sum();
            life.reserve(user(0), come - steady.own.get());
            life.happen(&Event::Reserve { member, thousandths, more: 0 });
            life.happen(&Event::Reserve { member, thousandths: 1, more: 0 });
            prop_assert_eq!(standing(&life.pool, user(0)).lent, NanoUsd::ZERO);
        }
    }

    #[test]
    fn those_who_ran_out_get_their_part_whoever_comes_first(
        weights in proptest::collection::vec(1_u64..100, 2..=4),
        first in any::<proptest::sample::Index>(),
        steps in proptest::collection::vec(1_i64..2000, 1..40),
        day in 5_u32..29,
    ) {
        // The last member never came; the others have used all of theirs.
        let mut all = weights.clone();
        all.push(weights.iter().sum());
        let mut life = Life::new(1_000_000, &all, 30, CUSHION_DAYS, Lending::On);
        life.pool.go_to(day);
        for n in 0..weights.len() {
            let own = life.pool.member(user(n)).unwrap().grant();
            life.reserve(user(n), own.get());
        }
        let sleeper = standing(&life.pool, user(weights.len()));
        // Whoever is first takes all that they can get, in small bites.
        let first = first.index(weights.len());
        for step in steps {
            let wanted = standing(&life.pool, user(first)).surplus.get().min(step);
            life.reserve(user(first), wanted);
        }
        let whole: u64 = weights.iter().sum();
        for n in (0..weights.len()).filter(|n| *n != first) {
            let part = u128::try_from(sleeper.lendable.get()).unwrap() * u128::from(weights[n]) / u128::from(whole);
            prop_assert_eq!(standing(&life.pool, user(n)).surplus.get(), i64::try_from(part).unwrap());
        }
    }
}
