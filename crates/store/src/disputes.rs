//! Payments that their payers' banks take back. Whoever makes or changes one has locked its share's row.

use domain::dispute::DisputeStatus;
use domain::id::DisputeId;
use domain::money::Money;
use sqlx::PgConnection;

use crate::invoices::money;
use crate::payments::Payment;
use crate::{Error, Result};

/// A dispute.
#[derive(Clone, Copy, Debug)]
pub struct Dispute {
    /// Which one.
    pub id: DisputeId,
    /// How it stands.
    pub status: DisputeStatus,
    /// How much was taken back.
    pub amount: Money,
}

/// The dispute that the vendor calls so.
pub async fn find(connection: &mut PgConnection, payment: &Payment, vendor_ref: &str) -> Result<Option<Dispute>> {
    let row = sqlx::query!(
        "SELECT id, status, amount_minor, currency FROM disputes
         WHERE group_id = $1 AND payment_id = $2 AND vendor_ref = $3",
        payment.group.uuid(),
        payment.id.uuid(),
        vendor_ref,
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        Ok(Dispute {
            id: row.id.into(),
            status: row.status.parse().map_err(|_| Error::Unreadable("disputes.status"))?,
            amount: money(row.amount_minor, &row.currency)?,
        })
    })
    .transpose()
}

/// Adds a dispute that is open.
pub async fn insert(
    connection: &mut PgConnection,
    payment: &Payment,
    id: DisputeId,
    vendor_ref: &str,
    amount: Money,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO disputes (group_id, id, payment_id, vendor_ref, amount_minor, currency, status)
         VALUES ($1, $2, $3, $4, $5, $6, 'open')",
        payment.group.uuid(),
        id.uuid(),
        payment.id.uuid(),
        vendor_ref,
        amount.minor,
        amount.currency.code(),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Notes how a dispute was decided.
pub async fn close(
    connection: &mut PgConnection,
    payment: &Payment,
    id: DisputeId,
    status: DisputeStatus,
) -> Result<()> {
    sqlx::query!(
        "UPDATE disputes SET status = $3, closed_at = now() WHERE group_id = $1 AND id = $2",
        payment.group.uuid(),
        id.uuid(),
        status.as_str(),
    )
    .execute(connection)
    .await?;
    Ok(())
}
