//! Credit that members buy beside their part: what was ordered, and what became of it. Its bill is a share like any other.
//!
//! Whoever writes one has locked its group (`groups::lock`).

use domain::credit::NanoUsd;
use domain::id::{GroupId, PeriodId, ShareId, UserId};
use domain::money::Money;
use domain::top_up::TopUpStatus;
use sqlx::PgConnection;

use crate::groups::Membership;
use crate::invoices::money;
use crate::shares::{self, Locked};
use crate::{Error, Result};

/// The name of the index that gives a member one open order in a group.
pub const ORDERED_KEY: &str = "top_ups_ordered_key";

/// What a share pays for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TopUp {
    /// How much credit.
    pub credit: NanoUsd,
    /// What became of it.
    pub status: TopUpStatus,
}

/// An order that waits for its payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ordered {
    /// The share to be paid.
    pub share: ShareId,
    /// How much credit that gives.
    pub credit: NanoUsd,
    /// What is still to be paid.
    pub to_pay: Money,
    /// Whether a payment is under way.
    pub is_processing: bool,
}

/// Notes what a new share pays for.
pub async fn insert(
    connection: &mut PgConnection,
    group: GroupId,
    share: ShareId,
    user: UserId,
    credit: NanoUsd,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO top_ups (group_id, share_id, user_id, credit_nanousd) VALUES ($1, $2, $3, $4)",
        group.uuid(),
        share.uuid(),
        user.uuid(),
        credit.get(),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What a share pays for; `None`: no credit.
pub async fn of_share(connection: &mut PgConnection, locked: &Locked) -> Result<Option<TopUp>> {
    let row = sqlx::query!(
        "SELECT credit_nanousd, status FROM top_ups WHERE group_id = $1 AND share_id = $2",
        locked.group.uuid(),
        locked.id.uuid(),
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        let status = row.status.parse().map_err(|_| Error::Unreadable("top_ups.status"))?;
        Ok(TopUp { credit: NanoUsd(row.credit_nanousd), status })
    })
    .transpose()
}

/// The member's order that waits for its payment.
pub async fn ordered(connection: &mut PgConnection, membership: &Membership) -> Result<Option<Ordered>> {
    let row = sqlx::query!(
        r#"SELECT t.share_id, t.credit_nanousd, s.amount_minor - s.paid_minor - s.credited_minor AS "open!", s.currency,
                  s.status = 'processing' AS "is_processing!"
           FROM top_ups t JOIN shares s ON s.group_id = t.group_id AND s.id = t.share_id
           WHERE t.group_id = $1 AND t.user_id = $2 AND t.status = 'ordered'"#,
        membership.group().uuid(),
        membership.user().uuid(),
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        Ok(Ordered {
            share: row.share_id.into(),
            credit: NanoUsd(row.credit_nanousd),
            to_pay: money(row.open, &row.currency)?,
            is_processing: row.is_processing,
        })
    })
    .transpose()
}

/// The share of a member's order that waits for its payment, locked.
pub async fn ordered_by(connection: &mut PgConnection, group: GroupId, user: UserId) -> Result<Option<Locked>> {
    let share = sqlx::query_scalar!(
        "SELECT share_id FROM top_ups WHERE group_id = $1 AND user_id = $2 AND status = 'ordered'",
        group.uuid(),
        user.uuid(),
    )
    .fetch_optional(&mut *connection)
    .await?;
    match share {
        Some(share) => shares::lock(connection, group, share.into()).await,
        None => Ok(None),
    }
}

/// Notes that an order was paid, and that its credit came into this period.
pub async fn set_granted(connection: &mut PgConnection, locked: &Locked, period: PeriodId) -> Result<()> {
    sqlx::query!(
        "UPDATE top_ups SET status = 'granted', period_id = $3 WHERE group_id = $1 AND share_id = $2",
        locked.group.uuid(),
        locked.id.uuid(),
        period.uuid(),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The number of the period into which the credit came that a share pays for; `None`: it did not.
pub async fn came_into(connection: &mut PgConnection, locked: &Locked) -> Result<Option<u32>> {
    let number = sqlx::query_scalar!(
        "SELECT p.number FROM top_ups t JOIN periods p ON p.group_id = t.group_id AND p.id = t.period_id
         WHERE t.group_id = $1 AND t.share_id = $2",
        locked.group.uuid(),
        locked.id.uuid(),
    )
    .fetch_optional(connection)
    .await?;
    number.map(|number| u32::try_from(number).map_err(|_| Error::Unreadable("periods.number"))).transpose()
}

/// Notes what became of an order or of a credit that was given.
pub async fn set_status(connection: &mut PgConnection, locked: &Locked, status: TopUpStatus) -> Result<()> {
    sqlx::query!(
        "UPDATE top_ups SET status = $3 WHERE group_id = $1 AND share_id = $2",
        locked.group.uuid(),
        locked.id.uuid(),
        status.as_str(),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The shares whose credit came to a member in a period, and was not taken back.
pub async fn granted_in(
    connection: &mut PgConnection,
    group: GroupId,
    period: PeriodId,
    user: UserId,
) -> Result<Vec<ShareId>> {
    let shares = sqlx::query_scalar!(
        "SELECT share_id FROM top_ups
         WHERE group_id = $1 AND period_id = $2 AND user_id = $3 AND status = 'granted' ORDER BY share_id",
        group.uuid(),
        period.uuid(),
        user.uuid(),
    )
    .fetch_all(connection)
    .await?;
    Ok(shares.into_iter().map(ShareId::from_uuid).collect())
}
