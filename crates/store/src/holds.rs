//! Holds: the credit that running turns reserve. Each ends once, settled or void (MONEY.md §3).

use domain::credit::NanoUsd;
use domain::fair_share::{Hold, Loan};
use domain::id::{GroupId, HoldId, PeriodId, TurnId, UserId};
use jiff::{SignedDuration, Timestamp};
use jiff_sqlx::ToSqlx;
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

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
    topped_up: NanoUsd,
    loans: Vec<Loan>,
    created_at: Timestamp,
}

impl Held {
    /// The hold as the rules see it. Its day is that of its creation; a hold made at midnight may count as the day before's,
    /// and then gives no second ration.
    #[must_use]
    pub fn hold(&self, period: &PeriodPool) -> Hold {
        let day = period.period.day_of(self.created_at, &period.zone);
        Hold { day, own: self.own, topped_up: self.topped_up, loans: self.loans.clone() }
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

impl HoldEnd {
    pub(crate) fn status(self) -> &'static str {
        match self {
            Self::Settled => "settled",
            Self::Void => "void",
        }
    }
}

/// A loan as it is stored.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct PinnedLoan {
    lender: UserId,
    nanousd: NanoUsd,
}

/// A hold that is made.
#[derive(Clone, Debug)]
pub struct NewHold {
    /// Where it belongs.
    pub key: HoldKey,
    /// What it holds.
    pub hold: Hold,
    /// When it is made, by the group's time.
    pub now: Timestamp,
    /// For how long it is kept at most.
    pub life: SignedDuration,
}

/// New holds, column by column.
pub(crate) struct Columns {
    pub(crate) groups: Vec<Uuid>,
    pub(crate) ids: Vec<Uuid>,
    pub(crate) periods: Vec<Uuid>,
    pub(crate) users: Vec<Uuid>,
    pub(crate) turns: Vec<Uuid>,
    pub(crate) own: Vec<i64>,
    pub(crate) topped_up: Vec<i64>,
    pub(crate) loans: Vec<Json<Vec<PinnedLoan>>>,
    pub(crate) totals: Vec<i64>,
    pub(crate) made_at: Vec<jiff_sqlx::Timestamp>,
    pub(crate) expire_at: Vec<jiff_sqlx::Timestamp>,
}

impl Columns {
    pub(crate) fn of(new: &[NewHold]) -> Self {
        let keys = |id: fn(&HoldKey) -> Uuid| new.iter().map(|new| id(&new.key)).collect();
        let amounts = |of: fn(&Hold) -> NanoUsd| new.iter().map(|new| of(&new.hold).get()).collect();
        let times = |of: fn(&NewHold) -> Timestamp| new.iter().map(|new| of(new).to_sqlx()).collect();
        let pinned = |loan: &Loan| PinnedLoan { lender: loan.lender, nanousd: loan.amount };
        Self {
            groups: keys(|key| key.group.uuid()),
            ids: keys(|key| key.id.uuid()),
            periods: keys(|key| key.period.uuid()),
            users: keys(|key| key.user.uuid()),
            turns: keys(|key| key.turn.uuid()),
            own: amounts(|hold| hold.own),
            topped_up: amounts(|hold| hold.topped_up),
            loans: new.iter().map(|new| Json(new.hold.loans.iter().map(pinned).collect())).collect(),
            totals: amounts(Hold::total),
            made_at: times(|new| new.now),
            expire_at: times(|new| new.now.saturating_add(new.life).unwrap_or(new.now)),
        }
    }
}

/// A hold that has ended.
pub type EndedHold = (HoldKey, HoldEnd);

/// The holds of these turns that have not ended. Whoever ends one has locked its period's pool.
pub async fn find_held(connection: &mut PgConnection, turns: &[(GroupId, TurnId)]) -> Result<Vec<Held>> {
    find(connection, turns, false).await
}

/// The hold of a turn that has ended: what a correction goes back to.
pub async fn find_ended(connection: &mut PgConnection, group: GroupId, turn: TurnId) -> Result<Option<Held>> {
    Ok(find(connection, &[(group, turn)], true).await?.pop())
}

async fn find(connection: &mut PgConnection, turns: &[(GroupId, TurnId)], ended: bool) -> Result<Vec<Held>> {
    let (groups, ids): (Vec<Uuid>, Vec<Uuid>) = turns.iter().map(|(group, turn)| (group.uuid(), turn.uuid())).unzip();
    let rows = sqlx::query!(
        r#"SELECT h.group_id, h.id, h.period_id, h.user_id, h.turn_id, h.own_nanousd, h.top_up_nanousd, h.loans AS "loans: Json<Vec<PinnedLoan>>",
                  h.created_at
           FROM unnest($1::uuid[], $2::uuid[]) AS wanted(group_id, turn_id) JOIN holds h USING (group_id, turn_id)
           WHERE (h.status <> 'held') = $3"#,
        &groups,
        &ids,
        ended,
    )
    .fetch_all(connection)
    .await?;
    let held = rows.into_iter().map(|row| Held {
        key: HoldKey {
            group: row.group_id.into(),
            id: row.id.into(),
            period: row.period_id.into(),
            user: row.user_id.into(),
            turn: row.turn_id.into(),
        },
        own: NanoUsd(row.own_nanousd),
        topped_up: NanoUsd(row.top_up_nanousd),
        loans: row.loans.0.into_iter().map(|loan| Loan { lender: loan.lender, amount: loan.nanousd }).collect(),
        created_at: row.created_at.to_jiff(),
    });
    Ok(held.collect())
}

/// Holds that have outlived every stream and belong to nothing on any list: their node died while it asked for a title.
pub async fn abandoned(connection: &mut PgConnection, limit: i64) -> Result<Vec<(GroupId, TurnId)>> {
    let rows = sqlx::query!(
        "SELECT h.group_id, h.turn_id FROM holds h
         WHERE h.status = 'held' AND h.expires_at < group_now(h.group_id)
           AND NOT EXISTS (SELECT FROM turns t WHERE t.user_id = h.user_id AND t.id = h.turn_id)
           AND NOT EXISTS (SELECT FROM gateway_requests r WHERE r.group_id = h.group_id AND r.id = h.turn_id)
         LIMIT $1",
        limit,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.group_id.into(), row.turn_id.into())).collect())
}

/// What a member's running answers hold of their own credit, with what they bought.
pub async fn held_of_own(
    connection: &mut PgConnection,
    group: GroupId,
    period: PeriodId,
    user: UserId,
) -> Result<NanoUsd> {
    let held = sqlx::query_scalar!(
        r#"SELECT coalesce(sum(own_nanousd + top_up_nanousd), 0)::bigint AS "held!" FROM holds
           WHERE group_id = $1 AND period_id = $2 AND user_id = $3 AND status = 'held'"#,
        group.uuid(),
        period.uuid(),
        user.uuid(),
    )
    .fetch_one(connection)
    .await?;
    Ok(NanoUsd(held))
}
