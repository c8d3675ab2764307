//! What happened in groups, for their members to read. Lines are only added; the database refuses everything else.

use domain::group_event::GroupEvent;
use domain::id::{GroupEventId, GroupId};
use jiff::Timestamp;
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use crate::Result;
use crate::groups::Membership;

/// A line as it is read.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its id.
    pub id: GroupEventId,
    /// What happened.
    pub event: GroupEvent,
    /// When.
    pub at: Timestamp,
}

/// Adds a line; call it in the transaction that makes it true.
pub async fn record(connection: &mut PgConnection, group: GroupId, event: &GroupEvent) -> Result<()> {
    sqlx::query!(
        "INSERT INTO group_activity (group_id, id, event) VALUES ($1, $2, $3)",
        group.uuid(),
        Uuid::now_v7(),
        Json(event) as _,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The group's lines, the newest first, from after the line `after`.
pub async fn list(
    connection: &mut PgConnection,
    membership: &Membership,
    after: Option<GroupEventId>,
    limit: i64,
) -> Result<Vec<Line>> {
    let rows = sqlx::query!(
        r#"SELECT id, event AS "event: Json<serde_json::Value>", created_at FROM group_activity
           WHERE group_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3"#,
        membership.group().uuid(),
        after.map(GroupEventId::uuid),
        limit,
    )
    .fetch_all(connection)
    .await?;
    let read = rows.into_iter().filter_map(|row| {
        // During an upgrade, a newer node may write a kind that this one does not know yet.
        let event = serde_json::from_value(row.event.0).ok()?;
        Some(Line { id: row.id.into(), event, at: row.created_at.to_jiff() })
    });
    Ok(read.collect())
}
