//! All that is kept of one member, for the archive that they can take with them. The rows are written into it as they come;
//! what is sealed comes sealed.

use domain::id::{ConversationId, FolderId, GroupId, UsageId, UserId};
use jiff::Timestamp;
use serde_json::Value;
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use crate::Result;

/// A conversation without its messages.
#[derive(Clone, Debug)]
pub struct Conversation {
    /// Which one.
    pub id: ConversationId,
    /// In which group.
    pub group: GroupId,
    /// In which folder.
    pub folder: Option<FolderId>,
    /// Its title, sealed.
    pub title_sealed: Option<Vec<u8>>,
    /// What the model is told before everything else, sealed.
    pub instructions_sealed: Option<Vec<u8>>,
    /// The model that was chosen for it.
    pub model: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When something was last asked or changed in it.
    pub updated_at: Timestamp,
}

/// The account itself.
pub async fn profile(connection: &mut PgConnection, user: UserId) -> Result<Value> {
    let row = sqlx::query_scalar!(
        r#"SELECT jsonb_build_object('id', id, 'email', email, 'name', name, 'operator', is_operator, 'language', language,
                                     'unwanted_mail', (SELECT coalesce(jsonb_agg(topic ORDER BY topic), '[]') FROM unwanted_mail
                                                       WHERE user_id = id),
                                     'card', (SELECT jsonb_build_object('brand', card_brand, 'last_four', card_last_four,
                                                                        'expires_year', card_expires_year,
                                                                        'expires_month', card_expires_month)
                                              FROM payer_accounts WHERE user_id = id AND card_ref IS NOT NULL),
                                     'created_at', created_at) AS "row!: Json<Value>"
           FROM users WHERE id = $1"#,
        user.uuid(),
    )
    .fetch_one(connection)
    .await?;
    Ok(row.0)
}

/// What the member was told, the oldest first.
pub async fn notices(connection: &mut PgConnection, user: UserId) -> Result<Vec<Value>> {
    let rows = sqlx::query_scalar!(
        r#"SELECT jsonb_build_object('group_id', group_id, 'at', created_at, 'read_at', read_at, 'facts', facts)
                  AS "row!: Json<Value>"
           FROM notices WHERE user_id = $1 ORDER BY id"#,
        user.uuid(),
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// The groups that the member is or was in.
pub async fn groups(connection: &mut PgConnection, user: UserId) -> Result<Vec<Value>> {
    let rows = sqlx::query_scalar!(
        r#"SELECT jsonb_build_object('group_id', g.id, 'name', g.name, 'plan', g.plan_code, 'time_zone', g.time_zone,
                                     'role', m.role, 'status', m.status, 'seat', m.seat, 'joined_at', m.joined_at,
                                     'left_at', m.ended_at) AS "row!: Json<Value>"
           FROM memberships m JOIN groups g ON g.id = m.group_id
           WHERE m.user_id = $1 ORDER BY m.joined_at, m.id"#,
        user.uuid(),
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// The member's shares of invoices.
pub async fn shares(connection: &mut PgConnection, user: UserId) -> Result<Vec<Value>> {
    let rows = sqlx::query_scalar!(
        r#"SELECT jsonb_build_object('share_id', s.id, 'group_id', s.group_id, 'invoice_number', i.number,
                                     'period_starts_at', p.starts_at, 'period_ends_at', p.ends_at,
                                     'amount', s.amount_minor, 'currency', s.currency, 'status', s.status)
                  AS "row!: Json<Value>"
           FROM shares s
           JOIN invoices i ON i.group_id = s.group_id AND i.id = s.invoice_id
           JOIN periods p ON p.group_id = i.group_id AND p.id = i.period_id
           WHERE s.user_id = $1 ORDER BY p.starts_at, s.id"#,
        user.uuid(),
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// What the member paid, or said to have paid, by hand and by card, and what of it went back.
pub async fn payments(connection: &mut PgConnection, user: UserId) -> Result<Vec<Value>> {
    let rows = sqlx::query_scalar!(
        r#"SELECT jsonb_build_object('payment_id', id, 'group_id', group_id, 'share_id', share_id, 'method', method,
                                     'amount', amount_minor, 'currency', currency, 'status', status,
                                     'reference', reference, 'reason', reason, 'failure', failure, 'created_at', created_at,
                                     'answered_at', answered_at, 'refunds', (
                      SELECT coalesce(jsonb_agg(jsonb_build_object('refund_id', r.id, 'amount', r.amount_minor, 'status', r.status,
                                                                   'created_at', r.created_at) ORDER BY r.id), '[]')
                      FROM refunds r WHERE r.group_id = p.group_id AND r.payment_id = p.id)) AS "row!: Json<Value>"
           FROM payments p WHERE payer_id = $1 ORDER BY created_at, id"#,
        user.uuid(),
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// The member's API keys, also those that are revoked; nothing by which one could be used.
pub async fn api_keys(connection: &mut PgConnection, user: UserId) -> Result<Vec<Value>> {
    let rows = sqlx::query_scalar!(
        r#"SELECT jsonb_build_object('api_key_id', id, 'group_id', group_id, 'name', name, 'hint', hint, 'models', models,
                                     'created_at', created_at, 'last_used_at', last_used_at,
                                     'revoked_at', revoked_at) AS "row!: Json<Value>"
           FROM api_keys WHERE user_id = $1 ORDER BY created_at, id"#,
        user.uuid(),
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// What the member's turns were charged, by id from after `after`.
pub async fn usage(
    connection: &mut PgConnection,
    user: UserId,
    after: Option<UsageId>,
    limit: i64,
) -> Result<Vec<(UsageId, Value)>> {
    let rows = sqlx::query!(
        r#"SELECT id AS "id!", jsonb_build_object('group_id', group_id, 'turn_id', turn_id, 'day', used_on,
                  'purpose', purpose, 'provider', provider, 'model', model, 'input_tokens', input_tokens,
                  'cached_input_tokens', cached_input_tokens, 'cache_write_tokens', cache_write_tokens,
                  'output_tokens', output_tokens, 'estimated', estimated, 'cost_nanousd', cost_nanousd,
                  'recorded_at', recorded_at) AS "row!: Json<Value>"
           FROM charged_usage WHERE user_id = $1 AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3"#,
        user.uuid(),
        after.map(UsageId::uuid),
        limit,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id.into(), row.row.0)).collect())
}

/// The member's conversations in all groups, the oldest first, from after the conversation `after`.
pub async fn conversations(
    connection: &mut PgConnection,
    user: UserId,
    after: Option<ConversationId>,
    limit: i64,
) -> Result<Vec<Conversation>> {
    let rows = sqlx::query!(
        "SELECT id, group_id, folder_id, title_sealed, instructions_sealed, model, created_at, updated_at FROM conversations
         WHERE user_id = $1 AND NOT temporary AND ($2::uuid IS NULL OR id > $2) ORDER BY id LIMIT $3",
        user.uuid(),
        after.map(ConversationId::uuid),
        limit,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Conversation {
            id: row.id.into(),
            group: row.group_id.into(),
            folder: row.folder_id.map(FolderId::from_uuid),
            title_sealed: row.title_sealed,
            instructions_sealed: row.instructions_sealed,
            model: row.model,
            created_at: row.created_at.to_jiff(),
            updated_at: row.updated_at.to_jiff(),
        })
        .collect())
}

/// What the member has typed and not sent yet, by place: a conversation, or the group of a new one.
pub async fn drafts(connection: &mut PgConnection, user: UserId) -> Result<Vec<(Uuid, Vec<u8>)>> {
    let rows =
        sqlx::query!("SELECT place_id, text_sealed FROM drafts WHERE user_id = $1 ORDER BY place_id", user.uuid())
            .fetch_all(connection)
            .await?;
    Ok(rows.into_iter().map(|row| (row.place_id, row.text_sealed)).collect())
}
