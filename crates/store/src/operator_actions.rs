//! What operators did, for them to read. Lines are only added; the database refuses everything else.

use domain::id::{OperatorActionId, UserId};
use domain::operator_action::OperatorAction;
use jiff::Timestamp;
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use crate::Result;

/// A line as it is read.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its id.
    pub id: OperatorActionId,
    /// What was done.
    pub action: OperatorAction,
    /// When.
    pub at: Timestamp,
    /// The name today of who did it; nobody: it was done on the machine itself.
    pub operator: Option<String>,
    /// The name today of whom it was about.
    pub person: Option<String>,
    /// The name today of the group that it was about.
    pub group: Option<String>,
}

/// Adds a line; call it in the transaction that makes it true. `by`: nobody, when it is done on the machine itself.
pub async fn record(connection: &mut PgConnection, by: Option<UserId>, action: &OperatorAction) -> Result<()> {
    sqlx::query!(
        "INSERT INTO operator_actions (id, operator_id, action) VALUES ($1, $2, $3)",
        Uuid::now_v7(),
        by.map(UserId::uuid),
        Json(action) as _,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The same, unless the operator's last hour has such a line.
pub async fn record_hourly(connection: &mut PgConnection, by: UserId, action: &OperatorAction) -> Result<()> {
    sqlx::query!(
        "INSERT INTO operator_actions (id, operator_id, action) SELECT $1, $2, $3
         WHERE NOT EXISTS (SELECT 1 FROM operator_actions
                           WHERE operator_id = $2 AND action = $3 AND created_at > now() - interval '1 hour')",
        Uuid::now_v7(),
        by.uuid(),
        Json(action) as _,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What was done, the newest first, from after the line `after`.
pub async fn list(connection: &mut PgConnection, after: Option<OperatorActionId>, limit: i64) -> Result<Vec<Line>> {
    let rows = sqlx::query!(
        r#"SELECT a.id, a.action AS "action: Json<serde_json::Value>", a.created_at,
                  (SELECT u.name FROM users u WHERE u.id = a.operator_id) AS operator,
                  (SELECT u.name FROM users u WHERE u.id = (a.action->>'user_id')::uuid) AS person,
                  (SELECT g.name FROM groups g WHERE g.id = (a.action->>'group_id')::uuid) AS "group"
           FROM operator_actions a WHERE ($1::uuid IS NULL OR a.id < $1) ORDER BY a.id DESC LIMIT $2"#,
        after.map(OperatorActionId::uuid),
        limit,
    )
    .fetch_all(connection)
    .await?;
    let read = rows.into_iter().filter_map(|row| {
        // During an upgrade, a newer node may write a kind that this one does not know yet.
        let action = serde_json::from_value(row.action.0).ok()?;
        let (id, at) = (row.id.into(), row.created_at.to_jiff());
        Some(Line { id, action, at, operator: row.operator, person: row.person, group: row.group })
    });
    Ok(read.collect())
}
