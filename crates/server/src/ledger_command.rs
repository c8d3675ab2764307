//! `potluck ledger`: proves the books, and writes them out for other tools.

use std::io::{BufWriter, Write, stdout};

use clap::Subcommand;
use domain::id::GroupId;
use domain::ledger::export::{Format, Journal};
use domain::margin::margin;
use server::admin::{month_from, parse_month};
use server::config::Settings;
use store::margins::{self, OfGroup};
use store::{books, ledger};

use crate::Failure;
use crate::database::Database;

/// Transactions that are in memory at once.
const PAGE: i64 = 2000;

#[derive(Subcommand)]
pub(crate) enum Action {
    /// Check that everything that is counted twice comes to the same; says what does not and where, and fails.
    Check,
    /// Write what each group's period that began in a month was billed, paid, and used at list prices, as CSV to standard output.
    Margin {
        /// Such as `2026-11`.
        month: String,
    },
    /// Write all transactions to standard output.
    Export {
        /// `csv`, `hledger` or `beancount`.
        #[arg(long, default_value = "csv")]
        format: Format,
        /// Only those of the group with this id.
        #[arg(long)]
        group: Option<GroupId>,
    },
}

/// Does it, on the books as they are at one moment. With the embedded database the server must be stopped first: it has one
/// owner at a time.
pub(crate) async fn run(settings: &Settings, action: &Action) -> Result<(), Failure> {
    let database = Database::open(settings).await?;
    let outcome = match action {
        Action::Check => check(&database).await,
        Action::Margin { month } => margins(&database, month).await,
        Action::Export { format, group } => export(&database, *format, *group).await,
    };
    database.close().await?;
    outcome
}

async fn check(database: &Database) -> Result<(), Failure> {
    let mut snapshot = books::snapshot(&database.pool).await?;
    let mut out = BufWriter::new(stdout());
    let (mut breaches, mut written) = (0_u64, Ok(()));
    let checked = books::check(&mut snapshot, |breach| {
        breaches = breaches.saturating_add(1);
        if written.is_ok() {
            written = writeln!(out, "{breach}");
        }
    })
    .await?;
    written?;
    for ((account, unit), amount) in &checked.trial_balance {
        writeln!(out, "{account:<12} {amount:>24} {unit}")?;
    }
    for (unit, sum) in checked.sums() {
        writeln!(out, "{:<12} {sum:>24} {unit}", "together")?;
        breaches = breaches.saturating_add(u64::from(sum != 0));
    }
    let (groups, usage) = (checked.groups, checked.usage_rows);
    writeln!(out, "{groups} groups, {usage} usage rows priced again, {} rules.", books::RULES.len())?;
    out.flush()?;
    if breaches > 0 {
        return Err(format!("the books are not in order in {breaches} places").into());
    }
    writeln!(out, "The books are in order.")?;
    Ok(out.flush()?)
}

async fn margins(database: &Database, month: &str) -> Result<(), Failure> {
    let month = parse_month(month).and_then(month_from).ok_or("write the month like 2026-11")?;
    let mut snapshot = books::snapshot(&database.pool).await?;
    let mut out = BufWriter::new(stdout());
    writeln!(out, "group,plan,billed,paid,list_cost,margin")?;
    let mut after = None;
    loop {
        let page = margins::by_group(&mut snapshot, month, after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.group);
        for OfGroup { group, plan, came, .. } in &page {
            let left = margin(came.billed, came.list_cost).map(|left| left.to_string()).unwrap_or_default();
            writeln!(out, "{group},{plan},{},{},{} USD,{left}", came.billed, came.paid, came.list_cost)?;
        }
    }
    Ok(out.flush()?)
}

async fn export(database: &Database, format: Format, group: Option<GroupId>) -> Result<(), Failure> {
    let mut snapshot = books::snapshot(&database.pool).await?;
    let mut out = BufWriter::new(stdout());
    let mut journal = Journal::new(format);
    out.write_all(journal.heading().as_bytes())?;
    let mut after = None;
    loop {
        let page = ledger::list(&mut snapshot, group, after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = Some((last.group, last.id));
        for posted in &page {
            out.write_all(journal.write(posted).as_bytes())?;
        }
    }
    Ok(out.flush()?)
}
