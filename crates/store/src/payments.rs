//! Attempts to pay a share. Whoever makes or answers one has locked the share's row.

use domain::id::{GroupId, PaymentId, ShareId, UserId};
use domain::money::Money;
use domain::payment::PaymentStatus;
use jiff::Timestamp;
use sqlx::PgConnection;

use crate::invoices::money;
use crate::shares::Locked;
use crate::{Error, Result};

/// The name of the constraint that keeps a share to one live attempt.
pub const LIVE_KEY: &str = "payments_live_key";

/// An attempt to pay a share.
#[derive(Clone, Debug)]
pub struct Payment {
    /// Which one.
    pub id: PaymentId,
    /// In which group.
    pub group: GroupId,
    /// Of which share.
    pub share: ShareId,
    /// Who pays.
    pub payer: UserId,
    /// How much.
    pub amount: Money,
    /// Claimed, confirmed or rejected.
    pub status: PaymentStatus,
}

/// A payment in the list of whoever answers it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The payment.
    pub payment: Payment,
    /// The group's name.
    pub group_name: String,
    /// The payer's name.
    pub payer_name: String,
    /// The number of the invoice.
    pub invoice_number: String,
    /// `manual` or `card`.
    pub method: String,
    /// What the payer noted.
    pub reference: Option<String>,
    /// When it was claimed.
    pub created_at: Timestamp,
}

/// Adds an attempt to pay what is open of a share. Refused by [`LIVE_KEY`] when there is a live one.
pub async fn insert(
    connection: &mut PgConnection,
    id: PaymentId,
    share: &Locked,
    payer: UserId,
    method: &str,
    status: PaymentStatus,
    reference: Option<&str>,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO payments (group_id, id, share_id, payer_id, method, amount_minor, currency, status, reference)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        share.group.uuid(),
        id.uuid(),
        share.id.uuid(),
        payer.uuid(),
        method,
        share.share.open().minor,
        share.share.open().currency.code(),
        status.as_str(),
        reference,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The payment with this id, for whoever may answer it: an operator, or its group's payee. To others it is not there.
///
/// Two who answer at once take turns at its share's lock, so look again after [`crate::shares::lock_paid_by`].
pub async fn find_for(
    connection: &mut PgConnection,
    user: UserId,
    is_operator: bool,
    id: PaymentId,
) -> Result<Option<Payment>> {
    let row = sqlx::query!(
        "SELECT p.id, p.group_id, p.share_id, p.payer_id, p.amount_minor, p.currency, p.status
         FROM payments p JOIN groups g ON g.id = p.group_id
         WHERE p.id = $1 AND ($3 OR g.payee_id = $2)",
        id.uuid(),
        user.uuid(),
        is_operator,
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        Ok(Payment {
            id: row.id.into(),
            group: row.group_id.into(),
            share: row.share_id.into(),
            payer: row.payer_id.into(),
            amount: money(row.amount_minor, &row.currency)?,
            status: status(&row.status)?,
        })
    })
    .transpose()
}

/// Notes that a payment was confirmed or rejected.
pub async fn answer(
    connection: &mut PgConnection,
    payment: &Payment,
    status: PaymentStatus,
    by: UserId,
    reason: Option<&str>,
) -> Result<()> {
    sqlx::query!(
        "UPDATE payments SET status = $3, answered_by = $4, answered_at = now(), reason = $5
         WHERE group_id = $1 AND id = $2",
        payment.group.uuid(),
        payment.id.uuid(),
        status.as_str(),
        by.uuid(),
        reason,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The payments in this state that the user may answer, newest first, from after the payment `after`.
pub async fn list_for(
    connection: &mut PgConnection,
    user: UserId,
    is_operator: bool,
    in_status: Option<PaymentStatus>,
    after: Option<PaymentId>,
    limit: i64,
) -> Result<Vec<Listed>> {
    let rows = sqlx::query!(
        r#"SELECT p.id, p.group_id, p.share_id, p.payer_id, p.amount_minor, p.currency, p.status, p.method, p.reference, p.created_at,
                g.name AS group_name, u.name AS payer_name, i.number AS "number!"
         FROM payments p JOIN groups g ON g.id = p.group_id JOIN users u ON u.id = p.payer_id
         JOIN shares s ON s.group_id = p.group_id AND s.id = p.share_id
         JOIN invoices i ON i.group_id = s.group_id AND i.id = s.invoice_id
         WHERE ($2 OR g.payee_id = $1) AND ($3::text IS NULL OR p.status = $3) AND ($4::uuid IS NULL OR p.id < $4)
         ORDER BY p.id DESC LIMIT $5"#,
        user.uuid(),
        is_operator,
        in_status.map(PaymentStatus::as_str),
        after.map(PaymentId::uuid),
        limit,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Listed {
                payment: Payment {
                    id: row.id.into(),
                    group: row.group_id.into(),
                    share: row.share_id.into(),
                    payer: row.payer_id.into(),
                    amount: money(row.amount_minor, &row.currency)?,
                    status: status(&row.status)?,
                },
                group_name: row.group_name,
                payer_name: row.payer_name,
                invoice_number: row.number,
                method: row.method,
                reference: row.reference,
                created_at: row.created_at.to_jiff(),
            })
        })
        .collect()
}

fn status(name: &str) -> Result<PaymentStatus> {
    name.parse().map_err(|_| Error::Unreadable("payments.status"))
}
