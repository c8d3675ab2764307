//! What operators did, for them to read. Lines are only added; the database refuses everything else.

use domain::id::{OperatorActionId, UserId};
use domain::operator_action::OperatorAction;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;
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

/// The same, unless the operator's last hour has such a line. Of two that come at the same moment the second waits for the first, and sees
/// what it noted.
pub async fn record_hourly(connection: &mut PgConnection, by: UserId, action: &OperatorAction) -> Result<()> {
    sqlx::query!(
        "WITH looked AS (
             INSERT INTO operator_looks AS l (operator_id, kind, noted_at) VALUES ($2, $3::jsonb->>'kind', now())
             ON CONFLICT (operator_id, kind) DO UPDATE SET noted_at = excluded.noted_at
             WHERE l.noted_at <= now() - interval '1 hour'
             RETURNING l.operator_id
         )
         INSERT INTO operator_actions (id, operator_id, action) SELECT $1, operator_id, $3 FROM looked",
        Uuid::now_v7(),
        by.uuid(),
        Json(action) as _,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What an id looks like. A newer node may write other things in its place.
const UUID: &str = "^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$";

/// What was done, the newest first, from after the line `after`.
pub async fn list(connection: &mut PgConnection, after: Option<OperatorActionId>, limit: i64) -> Result<Vec<Line>> {
    let rows = sqlx::query!(
        r#"SELECT a.id, a.action AS "action: Json<Value>", a.created_at,
                  (SELECT u.name FROM users u WHERE u.id = a.operator_id) AS operator,
                  (SELECT u.name FROM users u WHERE u.id = substring(a.action->>'user_id', $3::text)::uuid) AS person,
                  (SELECT g.name FROM groups g WHERE g.id = substring(a.action->>'group_id', $3::text)::uuid) AS "group"
           FROM operator_actions a WHERE ($1::uuid IS NULL OR a.id < $1) ORDER BY a.id DESC LIMIT $2"#,
        after.map(OperatorActionId::uuid),
        limit,
        UUID,
    )
    .fetch_all(connection)
    .await?;
    let read = rows.into_iter().map(|row| {
        let (id, at) = (row.id.into(), row.created_at.to_jiff());
        let action = read(&row.action);
        Line { id, action, at, operator: row.operator, person: row.person, group: row.group }
    });
    Ok(read.collect())
}

/// What a line holds. During an upgrade a newer node may write what this one does not know.
fn read(line: &Value) -> OperatorAction {
    OperatorAction::deserialize(line).unwrap_or_else(|_| {
        let name = line.get("kind").and_then(Value::as_str).unwrap_or_default();
        OperatorAction::Unknown { name: name.to_owned() }
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_a_newer_node_writes_is_known_by_its_name() {
        let unknown = |name: &str| OperatorAction::Unknown { name: name.to_owned() };
        for (line, action) in [
            (json!({"kind": "people_listed"}), OperatorAction::PeopleListed {}),
            (json!({"kind": "vault_opened", "user_id": 1}), unknown("vault_opened")),
            // A kind that is known, with something else in it.
            (json!({"kind": "job_retried", "job_id": 7, "job": "carrier_pigeon"}), unknown("job_retried")),
            (json!({"kind": 1}), unknown("")),
            (json!([]), unknown("")),
        ] {
            assert_eq!(read(&line), action, "{line}");
        }
    }
}
