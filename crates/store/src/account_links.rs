//! Links to an account's owner.

use domain::account_link::LinkPurpose;
use domain::id::{AccountLinkId, UserId};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use sqlx::PgConnection;

use crate::{Error, Result};

/// A link that was made.
#[derive(Clone, Debug)]
pub struct AccountLink {
    /// Whose account it is for.
    pub user: UserId,
    /// What it is for.
    pub purpose: LinkPurpose,
    /// The address that it was mailed to; `None`: somebody handed it over.
    pub mailed_to: Option<String>,
    /// Until when it works.
    pub expires_at: Timestamp,
    /// When it was used, or was replaced by what was used.
    pub used_at: Option<Timestamp>,
}

/// Makes a link.
pub async fn insert(connection: &mut PgConnection, id: AccountLinkId, link: &AccountLink) -> Result<()> {
    sqlx::query!(
        "INSERT INTO account_links (user_id, id, purpose, mailed_to, expires_at) VALUES ($1, $2, $3, $4, $5)",
        link.user.uuid(),
        id.uuid(),
        link.purpose.as_str(),
        link.mailed_to,
        link.expires_at.to_sqlx() as _,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The link with this id. The caller has proven its token.
pub async fn find(connection: &mut PgConnection, id: AccountLinkId) -> Result<Option<AccountLink>> {
    let row = sqlx::query!(
        "SELECT user_id, purpose, mailed_to, expires_at, used_at FROM account_links WHERE id = $1",
        id.uuid(),
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        Ok(AccountLink {
            user: row.user_id.into(),
            purpose: row.purpose.parse().map_err(|_| Error::Unreadable("account_links.purpose"))?,
            mailed_to: row.mailed_to,
            expires_at: row.expires_at.to_jiff(),
            used_at: row.used_at.map(jiff_sqlx::Timestamp::to_jiff),
        })
    })
    .transpose()
}

/// Uses a link up; false when somebody else was faster.
pub async fn take(connection: &mut PgConnection, id: AccountLinkId) -> Result<bool> {
    let taken = sqlx::query!("UPDATE account_links SET used_at = now() WHERE id = $1 AND used_at IS NULL", id.uuid())
        .execute(connection)
        .await?;
    Ok(taken.rows_affected() == 1)
}

/// Uses up all links of the user for this purpose.
pub async fn take_all(connection: &mut PgConnection, user: UserId, purpose: LinkPurpose) -> Result<()> {
    sqlx::query!(
        "UPDATE account_links SET used_at = now() WHERE user_id = $1 AND purpose = $2 AND used_at IS NULL",
        user.uuid(),
        purpose.as_str(),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets links that have expired.
pub async fn sweep(connection: &mut PgConnection, now: Timestamp) -> Result<()> {
    sqlx::query!("DELETE FROM account_links WHERE expires_at < $1", now.to_sqlx() as _).execute(connection).await?;
    Ok(())
}
