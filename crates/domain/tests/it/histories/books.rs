//! The ledger beside a life: what its events post, with the accounts of closed periods summed up.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use domain::id::{PeriodId, UserId};
use domain::ledger::{Account, Kind, Source, Transaction, Unit};
use uuid::Uuid;

#[derive(Debug, Default)]
pub(crate) struct Books {
    accounts: HashMap<(Account, Unit), i64, BuildHasherDefault<Folding>>,
    /// What is left on the accounts of closed periods, together.
    closed: BTreeMap<Unit, i64>,
    posted: HashSet<(Source, Uuid, Kind), BuildHasherDefault<Folding>>,
    /// The last transactions, to be posted once more by mistake.
    pub(crate) recent: Vec<Transaction>,
}

const RECENT: usize = 32;

/// A quick hash: nobody attacks this table, and it is asked many million times.
#[derive(Default)]
struct Folding(u64);

impl Folding {
    fn fold(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

impl Hasher for Folding {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks();
        for word in words {
            self.fold(u64::from_be_bytes(*word));
        }
        for byte in rest {
            self.fold(u64::from(*byte));
        }
    }

    // Which variant it is, and how long an id is.
    fn write_u64(&mut self, word: u64) {
        self.fold(word);
    }

    fn write_usize(&mut self, word: usize) {
        self.fold(word as u64);
    }
}

impl Books {
    /// Posts a transaction; `false`, and nothing done, when its event was posted before.
    pub(crate) fn post(&mut self, transaction: Transaction) -> bool {
        if !self.posted.insert((transaction.source(), transaction.source_id(), transaction.kind())) {
            return false;
        }
        let mut sums: Vec<(Unit, i64)> = Vec::new();
        for entry in transaction.entries() {
            assert_ne!(entry.amount, 0, "an entry of nothing");
            *self.accounts.entry((entry.account, entry.unit)).or_default() += entry.amount;
            match sums.iter_mut().find(|(unit, _)| *unit == entry.unit) {
                Some((_, sum)) => *sum += entry.amount,
                None => sums.push((entry.unit, entry.amount)),
            }
        }
        assert!(sums.iter().all(|(_, sum)| *sum == 0), "a transaction does not sum to zero");
        if self.recent.len() == RECENT {
            self.recent.remove(0);
        }
        self.recent.push(transaction);
        true
    }

    /// What is on an account: debits less credits.
    pub(crate) fn on(&self, account: Account, unit: Unit) -> i64 {
        self.accounts.get(&(account, unit)).copied().unwrap_or(0)
    }

    /// The trial balance: zero in each unit.
    pub(crate) fn audit(&self) {
        let mut sums = self.closed.clone();
        for ((_, unit), amount) in &self.accounts {
            *sums.entry(*unit).or_default() += amount;
        }
        assert!(sums.values().all(|sum| *sum == 0), "the trial balance is off: {sums:?}");
    }

    /// Sums up a closed period: its grants and holds are empty, and the rest does not change any more.
    pub(crate) fn close(&mut self, period: PeriodId, users: impl Iterator<Item = UserId>) {
        let spent: Vec<Account> = users
            .flat_map(|user| {
                let (grant, top_up) = (Account::Grant { period, user }, Account::TopUp { period, user });
                for account in [grant, top_up, Account::Hold { period, user }] {
                    assert_eq!(
                        self.accounts.remove(&(account, Unit::NanoUsd)).unwrap_or(0),
                        0,
                        "{account} is not empty"
                    );
                }
                [Account::Spent { period, user }]
            })
            .collect();
        for account in spent.into_iter().chain([Account::PoolSource(period), Account::Expired(period)]) {
            *self.closed.entry(Unit::NanoUsd).or_default() +=
                self.accounts.remove(&(account, Unit::NanoUsd)).unwrap_or(0);
        }
    }

    /// Whether a closed period has accounts again: somebody posted to it.
    pub(crate) fn touches(&self, period: PeriodId) -> bool {
        self.accounts.keys().any(|(account, _)| match account {
            Account::Grant { period: of, .. }
            | Account::TopUp { period: of, .. }
            | Account::Hold { period: of, .. }
            | Account::Spent { period: of, .. }
            | Account::PoolSource(of)
            | Account::Expired(of) => *of == period,
            _ => false,
        })
    }
}
