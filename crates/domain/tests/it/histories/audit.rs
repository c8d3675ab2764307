//! What must be true after every event (MONEY.md §3, §6, §7).

use std::cmp::Ordering;

use domain::carry::Carry;
use domain::credit::NanoUsd;
use domain::fair_share::MemberCredit;
use domain::group::{GroupStatus, Role};
use domain::invoice::ShareStatus;
use domain::ledger::{Account, Unit};

use super::life::{GROUP, Life, Month, PEOPLE, number_of, person};

/// The most that a carry reaches with five members, whatever the splits; in an equal split it is one unit.
const CARRY_MAX: i64 = 3;

impl Life {
    pub(crate) fn audit(&self) {
        self.books.audit();
        self.audit_members();
        self.audit_money();
        self.months.iter().for_each(|month| self.audit_credit(month));
    }

    fn audit_members(&self) {
        let owners = self.members.iter().filter(|seat| seat.member.role == Role::Owner).count();
        assert!(owners == 1 || self.members.is_empty(), "a group has one owner");
        assert!(self.members.len() <= usize::from(self.plan.seats), "more members than seats");
        for (at, seat) in self.members.iter().enumerate() {
            assert!(seat.number.get() <= self.plan.seats, "somebody sits beyond the plan's seats");
            let twice = self.members[..at]
                .iter()
                .any(|other| other.number == seat.number || other.member.user == seat.member.user);
            assert!(!twice, "a seat or a member is there twice");
        }
        let open = usize::from(self.status == GroupStatus::Active);
        assert!(self.months.len() >= open, "an active group has a period");
    }

    fn audit_money(&self) {
        let unit = Unit::Money(self.plan.price.currency);
        let mut open = [0_i64; PEOPLE];
        for share in &self.shares {
            let (due, status) = (share.stands.open().minor, share.stands.status());
            if due > 0 {
                open[number_of(share.user)] += due;
            }
            let is_due = matches!(status, ShareStatus::Due | ShareStatus::PastDue);
            assert!(status == ShareStatus::Processing || is_due == (due > 0), "a share is {status}, and {due} is open");
            let sum = share.stands.paid().minor + share.stands.credited().minor + due;
            assert_eq!(sum, share.stands.amount().minor, "a share's parts sum to what was invoiced");
        }
        for n in 0..PEOPLE {
            assert!(self.balance(person(n)) >= 0, "a balance is below zero");
            assert!(self.waiting(person(n)) >= 0, "less than nothing waits for a charge");
        }
        for (n, open) in open.into_iter().enumerate() {
            assert_eq!(
                self.books.on(Account::Receivable(person(n)), unit),
                open,
                "what is owed is what open shares say"
            );
        }
        assert_eq!(self.books.on(Account::Cash, unit), self.paid);
        assert_eq!(self.books.on(Account::Fees, unit), self.fees);
        assert_eq!(self.books.on(Account::Disputed, unit), self.disputed, "what is disputed is what is known to be");
        assert_eq!(self.books.on(Account::Revenue, unit), -self.earned);
        for month in &self.months {
            let deferred = Account::Deferred { group: GROUP, period: month.id };
            let billed = if month.billed { month.price.minor + month.joined } else { 0 };
            let billed = billed + month.sold - month.credited;
            assert_eq!(self.books.on(deferred, unit), -billed, "a period that is not over is not earned");
        }
        let most = Carry::new(CARRY_MAX, 1).unwrap();
        let least = Carry::new(-CARRY_MAX, 1).unwrap();
        for carry in self.carries.values() {
            assert!(carry.cmp(&least) == Ordering::Greater && *carry < most, "rounding owes somebody {carry}");
        }
    }

    fn audit_credit(&self, month: &Month) {
        let members = &month.pool.members;
        let sum = |of: fn(&MemberCredit) -> NanoUsd| members.iter().map(|member| of(member).get()).sum::<i64>();
        assert_eq!(sum(|member| member.lent), sum(|member| member.borrowed), "what is lent is what is borrowed");
        let (mut granted, mut taken, mut all_bought) = (0, 0, 0);
        for member in members {
            let (period, user) = (month.id, member.user);
            let on = |account| -self.books.on(account, Unit::NanoUsd);
            let held: i64 =
                month.running.iter().filter(|turn| turn.user == user).map(|turn| turn.hold.total().get()).sum();
            let (charged, overrun) = month.charged.get(&user).copied().unwrap_or_default();
            let grant = member.grant().get();
            granted += grant;
            let left = grant - member.own.get() - member.lent.get();
            assert!(left >= 0, "more than a grant was used");
            let bought = member.top_up;
            assert!(bought.used <= bought.total(), "more was used than was bought");
            assert_eq!(member.own.get() + member.borrowed.get() + bought.used.get(), held + charged - overrun);
            assert_eq!(
                on(Account::TopUp { period, user }),
                bought.left().get(),
                "the ledger disagrees with what was bought"
            );
            all_bought += bought.total().get();
            assert_eq!(on(Account::Grant { period, user }), left, "the ledger disagrees with the pool");
            assert_eq!(on(Account::Hold { period, user }), held);
            assert_eq!(on(Account::Spent { period, user }), charged, "usage is what is spent");
            assert!(member.borrowed_today <= member.borrowed);
            taken += held + charged - overrun;
        }
        assert_eq!(granted, month.credit.get() - month.voided.get(), "the grants sum to the pool");
        assert!(taken <= month.credit.get() + all_bought, "credit was spent twice");
    }
}
