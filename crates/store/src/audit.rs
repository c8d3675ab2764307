//! What happened to an account, for its member to read. Lines are only added; the database refuses everything else.

use domain::activity::Action;
use domain::id::{ActivityId, SessionId, UserId};
use jiff::Timestamp;
use sqlx::PgConnection;

use crate::Result;

/// A line to be added.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// Its id.
    pub id: ActivityId,
    /// To whose account.
    pub user: UserId,
    /// What.
    pub action: Action,
    /// The session that did it.
    pub session: Option<SessionId>,
    /// The browser's name.
    pub browser: Option<&'a str>,
    /// The operating system's name.
    pub system: Option<&'a str>,
    /// The network that the address belongs to.
    pub place: Option<&'a str>,
    /// The name of what it was done to, such as a group's or a key's; never a member's text.
    pub about: Option<&'a str>,
}

/// A line as it is read.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// Its id.
    pub id: ActivityId,
    /// What.
    pub action: Action,
    /// When.
    pub at: Timestamp,
    /// The session that did it.
    pub session: Option<SessionId>,
    /// The browser's name.
    pub browser: Option<String>,
    /// The operating system's name.
    pub system: Option<String>,
    /// The network that the address belongs to.
    pub place: Option<String>,
    /// The name of what it was done to.
    pub about: Option<String>,
}

/// Adds a line; call it in the transaction that makes it true.
pub async fn record(connection: &mut PgConnection, entry: &Entry<'_>) -> Result<()> {
    sqlx::query!(
        "INSERT INTO account_activity (user_id, id, action, session_id, browser, system, place, about)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        entry.user.uuid(),
        entry.id.uuid(),
        entry.action.as_str(),
        entry.session.map(SessionId::uuid),
        entry.browser,
        entry.system,
        entry.place,
        entry.about,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The member's lines, the newest first, from after the line `after`.
pub async fn list(
    connection: &mut PgConnection,
    user: UserId,
    after: Option<ActivityId>,
    limit: i64,
) -> Result<Vec<Recorded>> {
    let rows = sqlx::query!(
        "SELECT id, action, created_at, session_id, browser, system, place, about FROM account_activity
         WHERE user_id = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3",
        user.uuid(),
        after.map(ActivityId::uuid),
        limit,
    )
    .fetch_all(connection)
    .await?;
    let read = rows.into_iter().filter_map(|row| {
        // During an upgrade, a newer node may write a kind that this one does not know yet.
        let action = row.action.parse().ok()?;
        Some(Recorded {
            id: row.id.into(),
            action,
            at: row.created_at.to_jiff(),
            session: row.session_id.map(SessionId::from_uuid),
            browser: row.browser,
            system: row.system,
            place: row.place,
            about: row.about,
        })
    });
    Ok(read.collect())
}

/// Forgets lines that are older than a year.
pub async fn sweep(connection: &mut PgConnection) -> Result<()> {
    sqlx::query!("DELETE FROM account_activity WHERE created_at < now() - interval '1 year'")
        .execute(connection)
        .await?;
    Ok(())
}
