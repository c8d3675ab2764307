//! Holds: the credit that running turns reserve. Each ends once, settled or void (MONEY.md §3).

use domain::credit::NanoUsd;
use domain::fair_share::{Hold, Loan};
use domain::id::{GroupId, HoldId, PeriodId, TurnId, UserId};
use jiff::{SignedDuration, Timestamp};
use jiff_sqlx::ToSqlx;
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use sqlx::types::Json;

use crate::Result;
use crate::pools::PeriodPool;

/// The name of the constraint that gives a turn one hold in its group.
pub const TURN_KEY: &str = "holds_turn_key";

/// Where a hold belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HoldKey {
    /// The group whose credit it is.
    pub group: GroupId,
    /// The hold.
    pub id: HoldId,
    /// The period that it was made in, and belongs to for good.
    pub period: PeriodId,
    /// The member whose turn it is for.
    pub user: UserId,
    /// The turn.
    pub turn: TurnId,
}

/// A hold as it was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Where it belongs.
    pub key: HoldKey,
    own: NanoUsd,
    loans: Vec<Loan>,
    created_at: Timestamp,
}

impl Held {
    /// The hold as the rules see it. Its day is that of its creation; a hold made at midnight may count as the day before's,
    /// and then gives no second ration.
    #[must_use]
    pub fn hold(&self, period: &PeriodPool) -> Hold {
        let day = period.period.day_of(self.created_at, &period.zone);
        Hold { day, own: self.own, loans: self.loans.clone() }
    }
}

/// How a hold ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HoldEnd {
    /// All or a part of it was used.
    Settled,
    /// Nothing of it was used.
    Void,
}

/// A loan as it is stored.
#[derive(Debug, Serialize, Deserialize)]
struct PinnedLoan {
    lender: UserId,
    nanousd: NanoUsd,
}

/// Keeps a hold for at most `life`. Refused by [`TURN_KEY`] when the turn has one.
pub async fn insert(
    connection: &mut PgConnection,
    key: &HoldKey,
    hold: &Hold,
    now: Timestamp,
    life: SignedDuration,
) -> Result<()> {
    let loans: Vec<_> =
        hold.loans.iter().map(|loan| PinnedLoan { lender: loan.lender, nanousd: loan.amount }).collect();
    sqlx::query!(
        "INSERT INTO holds (group_id, id, period_id, user_id, turn_id, own_nanousd, loans, total_nanousd, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        key.group.uuid(),
        key.id.uuid(),
        key.period.uuid(),
        key.user.uuid(),
        key.turn.uuid(),
        hold.own.get(),
        Json(loans) as _,
        hold.total().get(),
        now.to_sqlx() as _,
        now.saturating_add(life).unwrap_or(now).to_sqlx() as _,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The hold of a turn, while it has not ended. Whoever ends it has locked its period's pool.
pub async fn find_held(connection: &mut PgConnection, group: GroupId, turn: TurnId) -> Result<Option<Held>> {
    find(connection, group, turn, false).await
}

/// The hold of a turn that has ended: what a correction goes back to.
pub async fn find_ended(connection: &mut PgConnection, group: GroupId, turn: TurnId) -> Result<Option<Held>> {
    find(connection, group, turn, true).await
}

async fn find(connection: &mut PgConnection, group: GroupId, turn: TurnId, ended: bool) -> Result<Option<Held>> {
    let row = sqlx::query!(
        r#"SELECT id, period_id, user_id, own_nanousd, loans AS "loans: Json<Vec<PinnedLoan>>", created_at
           FROM holds WHERE group_id = $1 AND turn_id = $2 AND (status <> 'held') = $3"#,
        group.uuid(),
        turn.uuid(),
        ended,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| Held {
        key: HoldKey { group, id: row.id.into(), period: row.period_id.into(), user: row.user_id.into(), turn },
        own: NanoUsd(row.own_nanousd),
        loans: row.loans.0.into_iter().map(|loan| Loan { lender: loan.lender, amount: loan.nanousd }).collect(),
        created_at: row.created_at.to_jiff(),
    }))
}

/// Ends a hold; `false` when it had ended before.
pub async fn end(connection: &mut PgConnection, key: &HoldKey, end: HoldEnd) -> Result<bool> {
    let status = match end {
        HoldEnd::Settled => "settled",
        HoldEnd::Void => "void",
    };
    let ended = sqlx::query!(
        "UPDATE holds SET status = $3, ended_at = now() WHERE group_id = $1 AND id = $2 AND status = 'held'",
        key.group.uuid(),
        key.id.uuid(),
        status,
    )
    .execute(connection)
    .await?;
    Ok(ended.rows_affected() == 1)
}

/// What a member's running answers hold of their own credit.
pub async fn held_of_own(
    connection: &mut PgConnection,
    group: GroupId,
    period: PeriodId,
    user: UserId,
) -> Result<NanoUsd> {
    let held = sqlx::query_scalar!(
        r#"SELECT coalesce(sum(own_nanousd), 0)::bigint AS "held!" FROM holds
           WHERE group_id = $1 AND period_id = $2 AND user_id = $3 AND status = 'held'"#,
        group.uuid(),
        period.uuid(),
        user.uuid(),
    )
    .fetch_one(connection)
    .await?;
    Ok(NanoUsd(held))
}
