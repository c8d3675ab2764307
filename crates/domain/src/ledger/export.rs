//! The ledger as text: for spreadsheets, and for the tools of plain-text accounting.
//!
//! Accounts get the five roots that those tools know, and the group's id after their name, because each group has books of
//! its own: `Assets:Receivable:<group>:<user>`. Credit is counted in `CREDIT`, which is one USD of usage at list price, and
//! never mixed with money: its accounts are all below `Equity:Credit`.

use std::collections::BTreeSet;
use std::fmt;

use jiff::Timestamp;
use uuid::Uuid;

use super::{Account, Entry, Kind, Source, Unit};
use crate::decimal;
use crate::id::GroupId;
use crate::words::words;

/// The commodity of the credit book, and its digits after the point.
const CREDIT: (&str, u8) = ("CREDIT", 9);

words! {
    /// How the ledger is written.
    Format {
        /// One line for each entry, with a heading.
        Csv = "csv",
        /// A journal for hledger.
        Hledger = "hledger",
        /// A journal for beancount.
        Beancount = "beancount",
    }
}

/// A transaction as it stands in a group's ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posted {
    /// Whose ledger.
    pub group: GroupId,
    /// Which transaction.
    pub id: Uuid,
    /// When it was posted.
    pub posted_at: Timestamp,
    /// What it was posted for.
    pub source: Source,
    /// Which one of those.
    pub source_id: Uuid,
    /// What happened to it.
    pub kind: Kind,
    /// Its lines; none for an event that moved nothing.
    pub entries: Vec<Entry>,
}

/// Writes transactions one after the other. It remembers the group that it is at, never the whole ledger, so those of a group
/// have to come together.
#[derive(Debug)]
pub struct Journal {
    format: Format,
    units: BTreeSet<Unit>,
    group: Option<GroupId>,
    accounts: BTreeSet<(Account, Unit)>,
}

impl Journal {
    /// A journal with nothing in it yet.
    #[must_use]
    pub const fn new(format: Format) -> Self {
        Self { format, units: BTreeSet::new(), group: None, accounts: BTreeSet::new() }
    }

    /// What comes before the first transaction.
    #[must_use]
    pub const fn heading(&self) -> &'static str {
        match self.format {
            Format::Csv => "posted_at,group,transaction,source,source_id,kind,account,amount,unit\n",
            Format::Hledger => "; Dates are UTC. CREDIT is one USD of usage at list price.\ndecimal-mark .\n",
            Format::Beancount => {
                "; Dates are UTC. CREDIT is one USD of usage at list price.\noption \"title\" \"Potluck\"\n"
            }
        }
    }

    /// A transaction, after whatever has to be declared before it.
    #[must_use]
    pub fn write(&mut self, posted: &Posted) -> String {
        let mut text = String::new();
        // Writing to a `String` cannot fail.
        let _written = match self.format {
            Format::Csv => csv(&mut text, posted),
            Format::Hledger | Format::Beancount if posted.entries.is_empty() => Ok(()),
            Format::Hledger => self.declare(&mut text, posted).and_then(|()| hledger(&mut text, posted)),
            Format::Beancount => self.declare(&mut text, posted).and_then(|()| beancount(&mut text, posted)),
        };
        text
    }

    /// Declares the units and accounts that come for the first time.
    fn declare(&mut self, text: &mut impl fmt::Write, posted: &Posted) -> fmt::Result {
        if self.group.replace(posted.group) != Some(posted.group) {
            self.accounts.clear();
        }
        for entry in &posted.entries {
            let (commodity, digits) = commodity(entry.unit);
            if self.units.insert(entry.unit) && self.format == Format::Hledger {
                writeln!(text, "\ncommodity {} {commodity}", sample(digits))?;
            }
            if self.accounts.insert((entry.account, entry.unit)) {
                let path = Path(posted.group, entry.account);
                match self.format {
                    Format::Beancount => writeln!(text, "1970-01-01 open {path} {commodity}")?,
                    _ => writeln!(text, "account {path}")?,
                }
            }
        }
        Ok(())
    }
}

fn csv(text: &mut impl fmt::Write, posted: &Posted) -> fmt::Result {
    let Posted { group, id, posted_at, source, source_id, kind, entries } = posted;
    for entry in entries {
        let (commodity, digits) = commodity(entry.unit);
        let amount = decimal::format(entry.amount, digits, digits);
        writeln!(text, "{posted_at},{group},{id},{source},{source_id},{kind},{},{amount},{commodity}", entry.account)?;
    }
    Ok(())
}

fn hledger(text: &mut impl fmt::Write, posted: &Posted) -> fmt::Result {
    let Posted { group, id, source, source_id, kind, .. } = posted;
    writeln!(text, "\n{} {kind}  ; group:{group}, transaction:{id}, {source}:{source_id}", date(posted))?;
    lines(text, posted)
}

fn beancount(text: &mut impl fmt::Write, posted: &Posted) -> fmt::Result {
    let Posted { group, id, source, source_id, kind, .. } = posted;
    writeln!(text, "\n{} * \"{kind}\"", date(posted))?;
    writeln!(text, "  group: \"{group}\"\n  transaction: \"{id}\"\n  {source}: \"{source_id}\"")?;
    lines(text, posted)
}

fn lines(text: &mut impl fmt::Write, posted: &Posted) -> fmt::Result {
    for entry in &posted.entries {
        let (commodity, digits) = commodity(entry.unit);
        let amount = decimal::format(entry.amount, digits, digits);
        writeln!(text, "  {}  {amount} {commodity}", Path(posted.group, entry.account))?;
    }
    Ok(())
}

fn date(posted: &Posted) -> jiff::civil::Date {
    posted.posted_at.to_zoned(jiff::tz::TimeZone::UTC).date()
}

/// A unit's name, and how many digits after the point its amounts have.
const fn commodity(unit: Unit) -> (&'static str, u8) {
    match unit {
        Unit::Money(currency) => (currency.code(), currency.exponent()),
        Unit::NanoUsd => CREDIT,
    }
}

/// An amount with so many digits; hledger wants to see a point also where no digits follow.
fn sample(digits: u8) -> String {
    format!("1000.{}", "0".repeat(usize::from(digits)))
}

/// An account's place below the five roots. Beancount's names begin with capital letters or digits, so ids are in capitals.
struct Path(GroupId, Account);

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let group = self.0.uuid();
        match self.1 {
            Account::Receivable(user) => write!(f, "Assets:Receivable:{group:X}:{:X}", user.uuid()),
            Account::Cash => write!(f, "Assets:Cash:{group:X}"),
            Account::Deferred { period, .. } => write!(f, "Liabilities:Deferred:{group:X}:{:X}", period.uuid()),
            Account::Balance(user) => write!(f, "Liabilities:Balance:{group:X}:{:X}", user.uuid()),
            Account::Waiting(user) => write!(f, "Assets:Waiting:{group:X}:{:X}", user.uuid()),
            Account::Disputed => write!(f, "Assets:Disputed:{group:X}"),
            Account::Fees => write!(f, "Expenses:Fees:{group:X}"),
            Account::Revenue => write!(f, "Income:Revenue:{group:X}"),
            Account::PoolSource(period) => write!(f, "Equity:Credit:Pool:{group:X}:{:X}", period.uuid()),
            Account::Grant { period, user } => {
                write!(f, "Equity:Credit:Grant:{group:X}:{:X}:{:X}", period.uuid(), user.uuid())
            }
            Account::TopUp { period, user } => {
                write!(f, "Equity:Credit:TopUp:{group:X}:{:X}:{:X}", period.uuid(), user.uuid())
            }
            Account::Hold { period, user } => {
                write!(f, "Equity:Credit:Hold:{group:X}:{:X}:{:X}", period.uuid(), user.uuid())
            }
            Account::Spent { period, user } => {
                write!(f, "Equity:Credit:Spent:{group:X}:{:X}:{:X}", period.uuid(), user.uuid())
            }
            Account::Overrun => write!(f, "Equity:Credit:Overrun:{group:X}"),
            Account::Expired(period) => write!(f, "Equity:Credit:Expired:{group:X}:{:X}", period.uuid()),
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{Format, Journal, Posted};
    use crate::id::{GroupId, InvoiceId, PeriodId, UserId};
    use crate::ledger::Transaction;
    use crate::ledger::events::{credit_expired, invoice_final};
    use crate::money::{Currency, Money};

    const GROUP: GroupId = GroupId::from_uuid(Uuid::from_u128(0xa));
    const PERIOD: PeriodId = PeriodId::from_uuid(Uuid::from_u128(0xb));
    const USER: UserId = UserId::from_uuid(Uuid::from_u128(0xc));

    fn posted(transaction: &Transaction) -> Posted {
        Posted {
            group: GROUP,
            id: Uuid::from_u128(0xd),
            posted_at: "2026-11-30T23:30:00Z".parse().unwrap(),
            source: transaction.source(),
            source_id: transaction.source_id(),
            kind: transaction.kind(),
            entries: transaction.entries().to_vec(),
        }
    }

    /// The journal of these transactions, its ids shortened to their last digit.
    fn journal(format: Format, transactions: &[Transaction]) -> String {
        let mut journal = Journal::new(format);
        let mut text = String::new();
        for transaction in transactions {
            text += &journal.write(&posted(transaction));
        }
        text.replace("00000000-0000-0000-0000-00000000000", "#")
    }

    fn invoice(price: Money) -> Transaction {
        invoice_final(InvoiceId::from_uuid(Uuid::from_u128(0xe)), GROUP, PERIOD, &[(USER, price)]).unwrap()
    }

    #[test]
    fn a_journal_for_hledger_declares_what_it_uses_once() {
        let eight = invoice(Money::new(800, Currency::USD));
        let text = journal(Format::Hledger, &[eight.clone(), eight]);
        let transaction = "
2026-11-30 invoice_final  ; group:#a, transaction:#d, invoice:#e
  Assets:Receivable:#A:#C  8.00 USD
  Liabilities:Deferred:#A:#B  -8.00 USD
";
        let declared = "
commodity 1000.00 USD
account Assets:Receivable:#A:#C
account Liabilities:Deferred:#A:#B
";
        assert_eq!(text, format!("{declared}{transaction}{transaction}"));
    }

    #[test]
    fn a_journal_for_beancount_opens_accounts_before_they_are_used() {
        let expired = credit_expired(PERIOD, &[(USER, crate::credit::NanoUsd(1_500_000_001))]).unwrap();
        let expected = "1970-01-01 open Equity:Credit:Grant:#A:#B:#C CREDIT
1970-01-01 open Equity:Credit:Expired:#A:#B CREDIT

2026-11-30 * \"credit_expired\"
  group: \"#a\"
  transaction: \"#d\"
  period: \"#b\"
  Equity:Credit:Grant:#A:#B:#C  1.500000001 CREDIT
  Equity:Credit:Expired:#A:#B  -1.500000001 CREDIT
";
        assert_eq!(journal(Format::Beancount, &[expired]), expected);
    }

    #[test]
    fn each_currency_has_its_own_digits() {
        for (price, amount, sample) in [
            (Money::new(500, Currency::JPY), "500,JPY", "commodity 1000. JPY"),
            (Money::new(1234, Currency::KWD), "1.234,KWD", "commodity 1000.000 KWD"),
        ] {
            let line = format!("2026-11-30T23:30:00Z,#a,#d,invoice,#e,invoice_final,receivable:#c,{amount}");
            assert_eq!(journal(Format::Csv, &[invoice(price)]).lines().next(), Some(line.as_str()));
            assert!(journal(Format::Hledger, &[invoice(price)]).contains(sample));
        }
    }

    #[test]
    fn what_moved_nothing_is_not_written() {
        let nothing = invoice(Money::new(0, Currency::USD));
        for format in Format::ALL {
            assert_eq!(journal(*format, std::slice::from_ref(&nothing)), "", "{format}");
        }
    }
}
