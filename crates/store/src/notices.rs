//! What members are told. A row is written in the transaction of its event; it is what the app shows, and the mail that is still
//! to be sent.

use domain::id::{GroupId, NoticeId, UserId};
use domain::language::Language;
use domain::notice::{Notice, NoticeTopic};
use jiff::{SignedDuration, Timestamp};
use jiff_sqlx::ToSqlx;
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use crate::{Error, Result};

/// A notice as its member reads it.
#[derive(Clone, Debug)]
pub struct Told {
    /// Which one.
    pub id: NoticeId,
    /// In which group.
    pub group: GroupId,
    /// The group's name today.
    pub group_name: String,
    /// What they are told.
    pub notice: Notice,
    /// The name of whom it names, today.
    pub person: Option<String>,
    /// When.
    pub at: Timestamp,
    /// When they read it.
    pub read_at: Option<Timestamp>,
}

/// A notice whose mail somebody has taken on.
#[derive(Clone, Debug)]
pub struct DueMail {
    /// Whom it tells.
    pub user: UserId,
    /// Their address.
    pub email: String,
    /// Their name.
    pub name: String,
    /// What they read.
    pub language: Language,
    /// The group's zone, in which its days are named.
    pub time_zone: String,
    /// What they are told.
    pub told: Told,
    /// How often it was tried, this time included.
    pub attempts: u32,
}

/// Adds notices, to be mailed and pushed as well where they may be and their members want that; what happens in a sandbox leaves the
/// app for nobody. Returns who was not told before.
pub async fn insert(
    connection: &mut PgConnection,
    group: GroupId,
    notices: &[(UserId, Notice)],
) -> Result<Vec<UserId>> {
    let users: Vec<Uuid> = notices.iter().map(|(user, _)| user.uuid()).collect();
    let ids: Vec<Uuid> = notices.iter().map(|_| Uuid::now_v7()).collect();
    let kinds: Vec<String> = notices.iter().map(|(_, notice)| notice.kind().as_str().to_owned()).collect();
    let topics: Vec<String> = notices.iter().map(|(_, notice)| notice.kind().topic().as_str().to_owned()).collect();
    let mailed: Vec<bool> = notices.iter().map(|(_, notice)| notice.kind().is_mailed()).collect();
    let pushed: Vec<bool> = notices.iter().map(|(_, notice)| notice.kind().is_pushed()).collect();
    let abouts: Vec<Uuid> = notices.iter().map(|(_, notice)| notice.about()).collect();
    let facts: Vec<serde_json::Value> = notices
        .iter()
        .map(|(_, notice)| serde_json::to_value(notice).map_err(|_| Error::Unreadable("notices.facts")))
        .collect::<Result<_>>()?;
    let told = sqlx::query_scalar!(
        "WITH told AS (
             INSERT INTO notices (user_id, id, group_id, kind, about, facts, mail_due_at)
             SELECT n.user_id, n.id, $1, n.kind, n.about, n.facts,
                    CASE WHEN n.mailed AND NOT EXISTS (SELECT 1 FROM unwanted_mail u WHERE u.user_id = n.user_id AND u.topic = n.topic)
                               AND NOT EXISTS (SELECT 1 FROM groups g WHERE g.id = $1 AND g.is_sandbox)
                         THEN now() END
             FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::bool[], $7::uuid[], $8::jsonb[])
                 AS n(user_id, id, kind, topic, mailed, about, facts)
             ON CONFLICT ON CONSTRAINT notices_once DO NOTHING RETURNING user_id, id
         ), pushed AS (
             INSERT INTO pushes (user_id, session_id, about, kind, due_at)
             SELECT d.user_id, d.session_id, t.id, 'notice', now()
             FROM told t JOIN unnest($3::uuid[], $9::bool[]) AS n(id, pushed) ON n.id = t.id AND n.pushed
                         JOIN push_devices d ON d.user_id = t.user_id AND d.shares
             WHERE NOT EXISTS (SELECT 1 FROM groups g WHERE g.id = $1 AND g.is_sandbox)
         )
         SELECT user_id FROM told",
        group.uuid(),
        &users,
        &ids,
        &kinds,
        &topics,
        &mailed,
        &abouts,
        &facts,
        &pushed,
    )
    .fetch_all(connection)
    .await?;
    Ok(told.into_iter().map(UserId::from_uuid).collect())
}

/// The member's notices, the newest first, from after the notice `after`.
pub async fn list(
    connection: &mut PgConnection,
    user: UserId,
    after: Option<NoticeId>,
    limit: i64,
) -> Result<Vec<Told>> {
    let rows = sqlx::query!(
        r#"SELECT n.id, n.group_id, g.name AS group_name, n.facts AS "facts: Json<serde_json::Value>", n.created_at, n.read_at,
                  (SELECT u.name FROM users u WHERE u.id = coalesce(n.facts->>'by', n.facts->>'covered')::uuid) AS person
           FROM notices n JOIN groups g ON g.id = n.group_id
           WHERE n.user_id = $1 AND ($2::uuid IS NULL OR n.id < $2) ORDER BY n.id DESC LIMIT $3"#,
        user.uuid(),
        after.map(NoticeId::uuid),
        limit,
    )
    .fetch_all(connection)
    .await?;
    let read = rows.into_iter().filter_map(|row| {
        // During an upgrade, a newer node may write a kind that this one does not know yet.
        let notice = serde_json::from_value(row.facts.0).ok()?;
        Some(Told {
            id: row.id.into(),
            group: row.group_id.into(),
            group_name: row.group_name,
            notice,
            person: row.person,
            at: row.created_at.to_jiff(),
            read_at: row.read_at.map(jiff_sqlx::Timestamp::to_jiff),
        })
    });
    Ok(read.collect())
}

/// How many the member has not read.
pub async fn unread(connection: &mut PgConnection, user: UserId) -> Result<u64> {
    let unread = sqlx::query_scalar!(
        r#"SELECT count(*) AS "unread!" FROM notices WHERE user_id = $1 AND read_at IS NULL"#,
        user.uuid(),
    )
    .fetch_one(connection)
    .await?;
    u64::try_from(unread).map_err(|_| Error::Unreadable("notices"))
}

/// Notes that the member has read one of theirs; false when it is not theirs.
pub async fn read(connection: &mut PgConnection, user: UserId, id: NoticeId) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE notices SET read_at = coalesce(read_at, now()) WHERE user_id = $1 AND id = $2",
        user.uuid(),
        id.uuid(),
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes that the member has read all up to this one, and not what came since.
pub async fn read_up_to(connection: &mut PgConnection, user: UserId, id: NoticeId) -> Result<()> {
    sqlx::query!(
        "UPDATE notices SET read_at = now() WHERE user_id = $1 AND id <= $2 AND read_at IS NULL",
        user.uuid(),
        id.uuid(),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes on mails that are due: they are due again after `lease`, should whoever took them on be killed.
pub async fn take_due(connection: &mut PgConnection, lease: SignedDuration, limit: i64) -> Result<Vec<DueMail>> {
    let rows = sqlx::query!(
        r#"UPDATE notices n
           SET mail_attempts = n.mail_attempts + 1, mail_due_at = now() + make_interval(secs => $1)
           FROM (SELECT user_id, id FROM notices WHERE mail_due_at <= now()
                 ORDER BY mail_due_at LIMIT $2 FOR UPDATE SKIP LOCKED) due, users u, groups g
           WHERE n.user_id = due.user_id AND n.id = due.id AND u.id = n.user_id AND g.id = n.group_id
           RETURNING n.user_id, n.id, n.group_id, g.name AS group_name, g.time_zone, n.facts AS "facts: Json<serde_json::Value>",
                     n.created_at, n.read_at, n.mail_attempts, u.email, u.name, u.language,
                     (SELECT p.name FROM users p WHERE p.id = coalesce(n.facts->>'by', n.facts->>'covered')::uuid) AS person"#,
        lease.as_secs_f64(),
        limit,
    )
    .fetch_all(connection)
    .await?;
    let taken = rows.into_iter().filter_map(|row| {
        // A newer node will send what this one does not know yet.
        let notice = serde_json::from_value(row.facts.0).ok()?;
        Some(DueMail {
            user: row.user_id.into(),
            email: row.email,
            name: row.name,
            language: row.language.parse().unwrap_or(Language::English),
            time_zone: row.time_zone,
            told: Told {
                id: row.id.into(),
                group: row.group_id.into(),
                group_name: row.group_name,
                notice,
                person: row.person,
                at: row.created_at.to_jiff(),
                read_at: row.read_at.map(jiff_sqlx::Timestamp::to_jiff),
            },
            attempts: u32::try_from(row.mail_attempts).unwrap_or(u32::MAX),
        })
    });
    Ok(taken.collect())
}

/// Notes what became of a mail: it went (`sent`), is tried again at `again_at`, or, without either, never is.
pub async fn end_mail(
    connection: &mut PgConnection,
    user: UserId,
    id: NoticeId,
    sent: bool,
    again_at: Option<Timestamp>,
) -> Result<()> {
    sqlx::query!(
        "UPDATE notices SET mailed_at = CASE WHEN $3 THEN now() ELSE mailed_at END, mail_due_at = $4
         WHERE user_id = $1 AND id = $2",
        user.uuid(),
        id.uuid(),
        sent,
        again_at.map(ToSqlx::to_sqlx) as _,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The topics that the member wants no mail about.
pub async fn unwanted(connection: &mut PgConnection, user: UserId) -> Result<Vec<NoticeTopic>> {
    let rows = sqlx::query_scalar!("SELECT topic FROM unwanted_mail WHERE user_id = $1 ORDER BY topic", user.uuid())
        .fetch_all(connection)
        .await?;
    rows.iter().map(|topic| topic.parse().map_err(|_| Error::Unreadable("unwanted_mail.topic"))).collect()
}

/// From now on the member wants no mail about these topics, and about all others.
pub async fn put_unwanted(connection: &mut PgConnection, user: UserId, topics: &[NoticeTopic]) -> Result<()> {
    let topics: Vec<String> = topics.iter().map(|topic| topic.as_str().to_owned()).collect();
    sqlx::query!("DELETE FROM unwanted_mail WHERE user_id = $1 AND topic <> ALL($2)", user.uuid(), &topics)
        .execute(&mut *connection)
        .await?;
    sqlx::query!(
        "INSERT INTO unwanted_mail (user_id, topic) SELECT $1, topic FROM unnest($2::text[]) topic ON CONFLICT DO NOTHING",
        user.uuid(),
        &topics,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets notices that are older than a year, and gives up mail that could not go for three days.
pub async fn sweep(connection: &mut PgConnection) -> Result<()> {
    sqlx::query!(
        "UPDATE notices SET mail_due_at = NULL WHERE mail_due_at <= now() AND created_at < now() - interval '3 days'"
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!("DELETE FROM notices WHERE created_at < now() - interval '1 year'").execute(connection).await?;
    Ok(())
}
