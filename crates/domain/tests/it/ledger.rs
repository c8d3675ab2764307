use std::collections::BTreeMap;

use domain::credit::NanoUsd;
use domain::id::{GroupId, InvoiceId, PaymentId, PeriodId, UserId};
use domain::ledger::events::{credit_expired, credit_granted, invoice_final, payment_confirmed, revenue_earned};
use domain::ledger::{Account, Transaction, Unit};
use domain::money::{Currency, Money};
use proptest::prelude::{prop_assert_eq, proptest};
use uuid::Uuid;

/// What is on every account after some transactions: debits less credits.
#[derive(Default)]
pub(crate) struct TrialBalance(BTreeMap<(Account, Unit), i64>);

impl TrialBalance {
    /// Posts a transaction, and checks that all accounts still sum to zero in each unit.
    pub(crate) fn post(&mut self, transaction: &Transaction) {
        for entry in transaction.entries() {
            assert_ne!(entry.amount, 0);
            *self.0.entry((entry.account, entry.unit)).or_default() += entry.amount;
        }
        let mut sums: BTreeMap<Unit, i64> = BTreeMap::new();
        for ((_, unit), amount) in &self.0 {
            *sums.entry(*unit).or_default() += amount;
        }
        assert!(sums.values().all(|sum| *sum == 0), "{sums:?}");
    }

    /// What is on an account, counted as a credit.
    pub(crate) fn credited(&self, account: Account) -> i64 {
        let on_it = self.0.iter().filter(|((of, _), _)| *of == account);
        -on_it.map(|(_, amount)| amount).sum::<i64>()
    }
}

fn user(n: usize) -> UserId {
    UserId::from_uuid(Uuid::from_u128(u128::try_from(n).unwrap()))
}

proptest! {
    #[test]
    fn receivable_is_what_is_still_to_be_paid(
        shares in proptest::collection::vec((0_i64..100_000, 0_i64..200_000), 1..=5),
    ) {
        let (group, period) = (GroupId::from_uuid(Uuid::from_u128(1)), PeriodId::from_uuid(Uuid::from_u128(2)));
        let usd = |minor| Money::new(minor, Currency::USD);
        let mut books = TrialBalance::default();
        let amounts: Vec<(UserId, Money)> =
            shares.iter().enumerate().map(|(n, (amount, _))| (user(n), usd(*amount))).collect();
        let invoice = InvoiceId::from_uuid(Uuid::from_u128(3));
        books.post(&invoice_final(invoice, group, period, &amounts).unwrap());
        for (n, (owed, paid)) in shares.iter().enumerate() {
            let payment = PaymentId::from_uuid(Uuid::from_u128(4));
            books.post(&payment_confirmed(payment, user(n), usd(*owed), usd(*paid)).unwrap());
            prop_assert_eq!(-books.credited(Account::Receivable(user(n))), (owed - paid).max(0));
            prop_assert_eq!(books.credited(Account::Balance(user(n))), (paid - owed).max(0));
        }
        let total: i64 = shares.iter().map(|(owed, _)| owed).sum();
        books.post(&revenue_earned(group, period, usd(total)).unwrap());
        prop_assert_eq!(books.credited(Account::Revenue), total);
        prop_assert_eq!(books.credited(Account::Deferred { group, period }), 0);
        let paid: i64 = shares.iter().map(|(_, paid)| paid).sum();
        prop_assert_eq!(-books.credited(Account::Cash), paid);
    }

    #[test]
    fn credit_granted_and_expired_is_the_pool(grants in proptest::collection::vec(0_i64..1_000_000_000_000, 1..=5)) {
        let period = PeriodId::from_uuid(Uuid::from_u128(2));
        let of_each: Vec<(UserId, NanoUsd)> =
            grants.iter().enumerate().map(|(n, grant)| (user(n), NanoUsd(*grant))).collect();
        let mut books = TrialBalance::default();
        books.post(&credit_granted(period, &of_each).unwrap());
        books.post(&credit_expired(period, &of_each).unwrap());
        let pool: i64 = grants.iter().sum();
        prop_assert_eq!(books.credited(Account::Expired(period)), pool);
        for (user, _) in of_each {
            prop_assert_eq!(books.credited(Account::Grant { period, user }), 0);
        }
    }
}
