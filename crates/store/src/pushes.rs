//! Devices that somebody wants to be told at, and what is still to be sent there: written in the transaction of its event
//! (`notices::insert`, `turns::end`).

use domain::id::{ConversationId, GroupId, SessionId, UserId};
use domain::language::Language;
use domain::notice::Notice;
use domain::push::{DEVICES_MAX, PushChoices, WORTH_HOURS};
use jiff::{SignedDuration, Timestamp};
use jiff_sqlx::ToSqlx;
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use crate::Result;

/// A device that somebody wants to be told at.
#[derive(Clone, Debug)]
pub struct Device {
    /// Where its push service takes messages, encrypted by the server.
    pub subscription_encrypted: Vec<u8>,
    /// Tells one browser from another.
    pub endpoint_hash: [u8; 32],
    /// What its owner wants there.
    pub choices: PushChoices,
}

/// Which push: what somebody is told, at which of their devices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PushId {
    /// Whom.
    pub user: UserId,
    /// The session of the device.
    pub session: SessionId,
    /// The turn or the notice.
    pub about: Uuid,
}

/// A push that somebody has taken on.
#[derive(Clone, Debug)]
pub struct DuePush {
    /// Which one.
    pub id: PushId,
    /// Where it goes, encrypted by the server.
    pub subscription_encrypted: Vec<u8>,
    /// What they read.
    pub language: Language,
    /// What they are told; `None`: nothing any more, it is read or gone.
    pub news: Option<News>,
    /// How often it was tried, this time included.
    pub attempts: u32,
}

/// What is pushed.
#[derive(Clone, Debug)]
pub enum News {
    /// An answer is complete.
    Answer {
        /// In which group's chats.
        group: GroupId,
        /// In which chat.
        conversation: ConversationId,
    },
    /// What is under the bell, too.
    Notice {
        /// What they are told.
        notice: Box<Notice>,
        /// In which group.
        group: GroupId,
        /// Its name today.
        group_name: String,
        /// Its zone, in which its days are named.
        time_zone: String,
    },
}

/// From now on the member is told at this device. The browser is nobody else's any more, and too many devices are not kept.
pub async fn put_device(
    connection: &mut PgConnection,
    user: UserId,
    session: SessionId,
    device: &Device,
) -> Result<()> {
    sqlx::query!(
        "DELETE FROM push_devices WHERE endpoint_hash = $1 AND (user_id, session_id) <> ($2, $3)",
        device.endpoint_hash.as_slice(),
        user.uuid(),
        session.uuid(),
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "INSERT INTO push_devices (user_id, session_id, subscription_encrypted, endpoint_hash, answers, shares)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (user_id, session_id) DO UPDATE
         SET subscription_encrypted = excluded.subscription_encrypted, endpoint_hash = excluded.endpoint_hash,
             answers = excluded.answers, shares = excluded.shares",
        user.uuid(),
        session.uuid(),
        device.subscription_encrypted,
        device.endpoint_hash.as_slice(),
        device.choices.answers,
        device.choices.shares,
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "DELETE FROM push_devices d USING (
             SELECT session_id FROM push_devices WHERE user_id = $1 AND session_id <> $2
             ORDER BY created_at DESC, session_id DESC OFFSET $3
         ) too_many
         WHERE d.user_id = $1 AND d.session_id = too_many.session_id",
        user.uuid(),
        session.uuid(),
        i64::from(DEVICES_MAX) - 1,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What the member wants at this device, and where it is, encrypted by the server; `None`: they are not told there.
pub async fn find_device(
    connection: &mut PgConnection,
    user: UserId,
    session: SessionId,
) -> Result<Option<(PushChoices, Vec<u8>)>> {
    let row = sqlx::query!(
        "SELECT answers, shares, subscription_encrypted FROM push_devices WHERE user_id = $1 AND session_id = $2",
        user.uuid(),
        session.uuid(),
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| (PushChoices { answers: row.answers, shares: row.shares }, row.subscription_encrypted)))
}

/// From now on nobody is told at this device.
pub async fn remove_device(connection: &mut PgConnection, user: UserId, session: SessionId) -> Result<()> {
    sqlx::query!("DELETE FROM push_devices WHERE user_id = $1 AND session_id = $2", user.uuid(), session.uuid())
        .execute(connection)
        .await?;
    Ok(())
}

/// Takes on pushes that are due: they are due again after `lease`, should whoever took them on be killed. Of each device one, and
/// none while another one goes there or is about to be tried again.
pub async fn take_due(connection: &mut PgConnection, lease: SignedDuration, limit: i64) -> Result<Vec<DuePush>> {
    let rows = sqlx::query!(
        r#"WITH due AS MATERIALIZED (
               SELECT p.user_id, p.session_id, p.about, d.subscription_encrypted
               FROM pushes p JOIN push_devices d USING (user_id, session_id)
               WHERE p.due_at <= now() AND NOT EXISTS (
                   SELECT 1 FROM pushes other WHERE other.user_id = p.user_id AND other.session_id = p.session_id
                      AND ((other.due_at, other.about) < (p.due_at, p.about)
                           OR other.attempts > 0 AND other.due_at > now() AND other.due_at <= now() + make_interval(secs => $1)))
               ORDER BY p.due_at LIMIT $2 FOR UPDATE OF p SKIP LOCKED
           ), taken AS (
               UPDATE pushes p SET attempts = p.attempts + 1, due_at = now() + make_interval(secs => $1)
               FROM due WHERE p.user_id = due.user_id AND p.session_id = due.session_id AND p.about = due.about
               RETURNING p.user_id, p.session_id, p.about, p.kind, p.attempts, due.subscription_encrypted
           )
           SELECT t.user_id AS "user_id!", t.session_id AS "session_id!", t.about AS "about!", t.attempts AS "attempts!",
                  t.subscription_encrypted AS "subscription_encrypted!", u.language,
                  c.id AS "conversation_id?", a.group_id AS "answered_in?", n.facts AS "facts?: Json<serde_json::Value>", n.group_id AS "group_id?",
                  g.name AS "group_name?", g.time_zone AS "time_zone?"
           FROM taken t JOIN users u ON u.id = t.user_id
                LEFT JOIN turns a ON t.kind = 'answer' AND a.user_id = t.user_id AND a.id = t.about
                LEFT JOIN conversations c ON c.user_id = a.user_id AND c.id = a.conversation_id AND c.read_at < a.ended_at
                                         AND NOT c.temporary
                LEFT JOIN notices n ON t.kind = 'notice' AND n.user_id = t.user_id AND n.id = t.about AND n.read_at IS NULL
                LEFT JOIN groups g ON g.id = n.group_id"#,
        lease.as_secs_f64(),
        limit,
    )
    .fetch_all(connection)
    .await?;
    let due = rows.into_iter().map(|row| {
        let notice = row.facts.and_then(|facts| serde_json::from_value(facts.0).ok());
        let told = notice.zip(row.group_id).zip(row.group_name).zip(row.time_zone);
        let answer = row.conversation_id.zip(row.answered_in);
        let answer =
            answer.map(|(conversation, group)| News::Answer { group: group.into(), conversation: conversation.into() });
        let news = answer.or_else(|| {
            told.map(|(((notice, group), group_name), time_zone)| News::Notice {
                notice: Box::new(notice),
                group: group.into(),
                group_name,
                time_zone,
            })
        });
        DuePush {
            id: PushId { user: row.user_id.into(), session: row.session_id.into(), about: row.about },
            subscription_encrypted: row.subscription_encrypted,
            language: row.language.parse().unwrap_or(Language::English),
            news,
            attempts: u32::try_from(row.attempts).unwrap_or(u32::MAX),
        }
    });
    Ok(due.collect())
}

/// The push is done with: it went, or never will.
pub async fn remove(connection: &mut PgConnection, id: PushId) -> Result<()> {
    sqlx::query!(
        "DELETE FROM pushes WHERE user_id = $1 AND session_id = $2 AND about = $3",
        id.user.uuid(),
        id.session.uuid(),
        id.about,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Whatever waits to be sent to this device is tried again at this time, and no sooner.
pub async fn put_off(
    connection: &mut PgConnection,
    user: UserId,
    session: SessionId,
    again_at: Timestamp,
) -> Result<()> {
    sqlx::query!(
        "UPDATE pushes SET due_at = greatest(due_at, $3) WHERE user_id = $1 AND session_id = $2",
        user.uuid(),
        session.uuid(),
        again_at.to_sqlx() as _,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets pushes that are worth nothing any more or have no device, and devices whose session nobody can go on with.
pub async fn sweep(connection: &mut PgConnection) -> Result<()> {
    sqlx::query!(
        "DELETE FROM push_devices d WHERE NOT EXISTS (
             SELECT 1 FROM refresh_tokens t
             WHERE t.user_id = d.user_id AND t.session_id = d.session_id AND t.expires_at > now())"
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "DELETE FROM pushes p WHERE p.created_at < now() - make_interval(hours => $1)
            OR NOT EXISTS (SELECT 1 FROM push_devices d WHERE d.user_id = p.user_id AND d.session_id = p.session_id)",
        i32::try_from(WORTH_HOURS).unwrap_or(i32::MAX),
    )
    .execute(connection)
    .await?;
    Ok(())
}
