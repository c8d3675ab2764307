//! The books: whether everything that is counted twice comes to the same (MONEY.md §3, §6, §7).
//!
//! The rules are one table, [`RULES`]; `potluck ledger check` and the tests ask the same ones. Groups are gone through in
//! ranges of their ids, so that any number of them takes the same memory.

mod repricing;
mod rules;

use std::collections::BTreeMap;
use std::fmt;

use domain::id::GroupId;
use sqlx::{PgConnection, PgPool, PgTransaction};
use uuid::Uuid;

pub use rules::RULES;

use crate::{Error, Result};

/// Groups that are looked at together.
const GROUPS_AT_ONCE: i64 = 1000;

/// A place where the books are not in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// What should be true.
    pub rule: &'static str,
    /// In which group.
    pub group: GroupId,
    /// Where in it: an account with its unit, or the row.
    pub place: String,
    /// What it should be.
    pub expected: String,
    /// What it is.
    pub found: String,
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rule, group, place, expected, found } = self;
        write!(f, "group {group}: {place} is {found} and should be {expected} ({rule})")
    }
}

/// What a check went through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// How many groups.
    pub groups: u64,
    /// How many usage rows were priced again.
    pub usage_rows: u64,
    /// Debits less credits, by the accounts' name and unit.
    pub trial_balance: BTreeMap<(String, String), i128>,
}

impl Checked {
    /// What is left over in each unit: nothing, where the books are in order.
    #[must_use]
    pub fn sums(&self) -> BTreeMap<&str, i128> {
        let mut sums = BTreeMap::new();
        for ((_, unit), amount) in &self.trial_balance {
            let sum: &mut i128 = sums.entry(unit.as_str()).or_default();
            *sum = sum.saturating_add(*amount);
        }
        sums
    }
}

/// The database as it is at one moment, whatever others write meanwhile: what is counted first and what is counted last
/// belong together.
pub async fn snapshot(pool: &PgPool) -> Result<PgTransaction<'static>> {
    Ok(pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?)
}

/// Looks at every group, and tells of each place that is not in order.
pub async fn check(connection: &mut PgConnection, mut tell: impl FnMut(Breach)) -> Result<Checked> {
    let mut checked = Checked::default();
    let mut after = Uuid::nil();
    while after < Uuid::max() {
        let range = range_after(&mut *connection, after).await?;
        checked.groups = checked.groups.saturating_add(range.groups);
        for rule in RULES {
            let broken = sqlx::query_as::<_, (Uuid, String, String, String)>(rule.sql)
                .bind(after)
                .bind(range.last)
                .fetch_all(&mut *connection)
                .await?;
            for (group, place, expected, found) in broken {
                tell(Breach { rule: rule.says, group: group.into(), place, expected, found });
            }
        }
        let priced = repricing::check(&mut *connection, after, range.last, &mut tell).await?;
        checked.usage_rows = checked.usage_rows.saturating_add(priced);
        add_up(&mut *connection, after, range.last, &mut checked.trial_balance).await?;
        after = range.last;
    }
    Ok(checked)
}

/// Ids from after one to `last`, and how many groups have them.
struct Range {
    last: Uuid,
    groups: u64,
}

/// The next groups; the last range has no end, so that rows of a group that is not there are found too.
async fn range_after(connection: &mut PgConnection, after: Uuid) -> Result<Range> {
    let row = sqlx::query!(
        r#"SELECT count(*) AS "groups!", (array_agg(id ORDER BY id DESC))[1] AS last
           FROM (SELECT id FROM groups WHERE id > $1 ORDER BY id LIMIT $2) g"#,
        after,
        GROUPS_AT_ONCE,
    )
    .fetch_one(connection)
    .await?;
    let last = row.last.filter(|_| row.groups == GROUPS_AT_ONCE).unwrap_or(Uuid::max());
    Ok(Range { last, groups: crate::usage::counted(row.groups)? })
}

/// Adds the accounts of some groups to the trial balance.
async fn add_up(
    connection: &mut PgConnection,
    after: Uuid,
    last: Uuid,
    trial_balance: &mut BTreeMap<(String, String), i128>,
) -> Result<()> {
    let sums = sqlx::query!(
        r#"SELECT split_part(account, ':', 1) AS "name!", unit, sum(amount)::text AS "amount!"
           FROM ledger_entries WHERE group_id > $1 AND group_id <= $2 GROUP BY 1, 2"#,
        after,
        last,
    )
    .fetch_all(connection)
    .await?;
    for row in sums {
        let amount: i128 = row.amount.parse().map_err(|_| Error::Unreadable("ledger_entries.amount"))?;
        let sum = trial_balance.entry((row.name, row.unit)).or_default();
        *sum = sum.saturating_add(amount);
    }
    Ok(())
}
