//! Accounts, and their stable text form for storage.

use std::fmt;
use std::str::FromStr;

use crate::id::{GroupId, PeriodId, UserId};

/// Which of the two books an account is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Book {
    /// Counts minor units of currencies.
    Money,
    /// Counts nano-USD of usage.
    Credit,
}

/// Where an amount is. Written as its name and ids with colons between them: `grant:<period>:<user>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Account {
    /// Money: what a member still has to pay.
    Receivable(UserId),
    /// Money: invoiced for a period, and not yet earned.
    Deferred {
        /// Whose group's.
        group: GroupId,
        /// For which period.
        period: PeriodId,
    },
    /// Money: earned.
    Revenue,
    /// Money: with the payee.
    Cash,
    /// Money: what a member has paid too much.
    Balance(UserId),
    /// Money: what a member owes and is too little to charge: it goes with their next charge.
    Waiting(UserId),
    /// Money: what payment vendors keep for their service.
    Fees,
    /// Money: taken back by payers' banks until it is decided who keeps it.
    Disputed,
    /// Credit: where a period's credit comes from.
    PoolSource(PeriodId),
    /// Credit: a member's part of a period's pool that is not held or used.
    Grant {
        /// Of which period.
        period: PeriodId,
        /// Whose.
        user: UserId,
    },
    /// Credit: what a member bought beside it, and has neither held nor used in a period.
    TopUp {
        /// Of which period.
        period: PeriodId,
        /// Whose.
        user: UserId,
    },
    /// Credit: reserved by a member's running turns.
    Hold {
        /// Of which period.
        period: PeriodId,
        /// Whose turns.
        user: UserId,
    },
    /// Credit: used by a member's turns.
    Spent {
        /// Of which period.
        period: PeriodId,
        /// Whose turns.
        user: UserId,
    },
    /// Credit: used beyond what there was, at the operator's cost.
    Overrun,
    /// Credit: left at a period's end.
    Expired(PeriodId),
}

/// A text that names no account.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not an account")]
pub struct NotAnAccount(pub String);

impl Account {
    /// The book that it is in.
    #[must_use]
    pub const fn book(self) -> Book {
        match self {
            Self::Receivable(_)
            | Self::Deferred { .. }
            | Self::Revenue
            | Self::Cash
            | Self::Balance(_)
            | Self::Waiting(_)
            | Self::Fees
            | Self::Disputed => Book::Money,
            Self::PoolSource(_)
            | Self::Grant { .. }
            | Self::TopUp { .. }
            | Self::Hold { .. }
            | Self::Spent { .. }
            | Self::Overrun
            | Self::Expired(_) => Book::Credit,
        }
    }
}

impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Receivable(user) => write!(f, "receivable:{user}"),
            Self::Deferred { group, period } => write!(f, "deferred:{group}:{period}"),
            Self::Revenue => f.write_str("revenue"),
            Self::Cash => f.write_str("cash"),
            Self::Balance(user) => write!(f, "balance:{user}"),
            Self::Waiting(user) => write!(f, "waiting:{user}"),
            Self::Fees => f.write_str("fees"),
            Self::Disputed => f.write_str("disputed"),
            Self::PoolSource(period) => write!(f, "pool_source:{period}"),
            Self::Grant { period, user } => write!(f, "grant:{period}:{user}"),
            Self::TopUp { period, user } => write!(f, "top_up:{period}:{user}"),
            Self::Hold { period, user } => write!(f, "hold:{period}:{user}"),
            Self::Spent { period, user } => write!(f, "spent:{period}:{user}"),
            Self::Overrun => f.write_str("overrun"),
            Self::Expired(period) => write!(f, "expired:{period}"),
        }
    }
}

impl FromStr for Account {
    type Err = NotAnAccount;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(text).ok_or_else(|| NotAnAccount(text.to_owned()))
    }
}

fn parse(text: &str) -> Option<Account> {
    let parts: Vec<&str> = text.split(':').collect();
    let account = match parts.as_slice() {
        ["receivable", user] => Account::Receivable(user.parse().ok()?),
        ["deferred", group, period] => Account::Deferred { group: group.parse().ok()?, period: period.parse().ok()? },
        ["revenue"] => Account::Revenue,
        ["cash"] => Account::Cash,
        ["balance", user] => Account::Balance(user.parse().ok()?),
        ["waiting", user] => Account::Waiting(user.parse().ok()?),
        ["fees"] => Account::Fees,
        ["disputed"] => Account::Disputed,
        ["pool_source", period] => Account::PoolSource(period.parse().ok()?),
        ["grant", period, user] => Account::Grant { period: period.parse().ok()?, user: user.parse().ok()? },
        ["top_up", period, user] => Account::TopUp { period: period.parse().ok()?, user: user.parse().ok()? },
        ["hold", period, user] => Account::Hold { period: period.parse().ok()?, user: user.parse().ok()? },
        ["spent", period, user] => Account::Spent { period: period.parse().ok()?, user: user.parse().ok()? },
        ["overrun"] => Account::Overrun,
        ["expired", period] => Account::Expired(period.parse().ok()?),
        _ => return None,
    };
    // Ids have several spellings, accounts one.
    (account.to_string() == text).then_some(account)
}
