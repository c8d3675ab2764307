//! What a group sees of its shares: each with its newest payment.

use domain::id::{InvoiceId, PaymentId, PeriodId, ShareId, UserId};
use domain::invoice::ShareStatus;
use domain::money::Money;
use domain::payment::PaymentStatus;
use jiff::Timestamp;
use sqlx::PgConnection;
use uuid::Uuid;

use super::money;
use crate::groups::Membership;
use crate::{Error, Result};

/// A member's part of an invoice, with their newest payment for it.
#[derive(Clone, Debug)]
pub struct Share {
    /// Which one.
    pub id: ShareId,
    /// Of which invoice.
    pub invoice: InvoiceId,
    /// Whose.
    pub user: UserId,
    /// Their name.
    pub name: String,
    /// What was invoiced.
    pub amount: Money,
    /// What credit notes have taken off it.
    pub credited: Money,
    /// What is still to be paid.
    pub open: Money,
    /// Due, paid and so on.
    pub status: ShareStatus,
    /// The newest attempt to pay it.
    pub payment: Option<SharePayment>,
}

/// An attempt to pay a share, as its group sees it.
#[derive(Clone, Debug)]
pub struct SharePayment {
    /// Which one.
    pub id: PaymentId,
    /// Claimed, confirmed or rejected.
    pub status: PaymentStatus,
    /// How.
    pub method: String,
    /// What the payer noted.
    pub reference: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Why it was rejected.
    pub reason: Option<String>,
    /// Why a card was declined.
    pub failure: Option<String>,
    /// Who pays.
    pub payer: UserId,
    /// What of it went back, or is on its way.
    pub refunded: Money,
}

/// The shares of some of the group's invoices, by their members' ids.
pub async fn shares(
    connection: &mut PgConnection,
    membership: &Membership,
    invoices: &[InvoiceId],
) -> Result<Vec<Share>> {
    let ids: Vec<Uuid> = invoices.iter().map(|invoice| invoice.uuid()).collect();
    let rows = sqlx::query!(
        r#"SELECT s.id, s.invoice_id, s.user_id, u.name, s.amount_minor, s.paid_minor, s.credited_minor, s.currency, s.status,
                  p.id AS "payment_id?", p.status AS "payment_status?", p.method AS "method?", p.reference,
                  p.created_at AS "paid_at?", p.reason, p.failure, p.payer_id AS "payer_id?",
                  (SELECT coalesce(sum(r.amount_minor), 0)::bigint FROM refunds r
                   WHERE r.group_id = p.group_id AND r.payment_id = p.id AND r.status <> 'failed') AS "refunded!"
           FROM shares s JOIN users u ON u.id = s.user_id
           LEFT JOIN LATERAL (SELECT * FROM payments p WHERE p.group_id = s.group_id AND p.share_id = s.id
                              ORDER BY p.id DESC LIMIT 1) p ON true
           WHERE s.group_id = $1 AND s.invoice_id = ANY($2) ORDER BY s.invoice_id, s.user_id"#,
        membership.group().uuid(),
        &ids,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let payment = match (row.payment_id, row.payment_status, row.method, row.paid_at, row.payer_id) {
                (Some(id), Some(status), Some(method), Some(created_at), Some(payer)) => Some(SharePayment {
                    id: id.into(),
                    status: status.parse().map_err(|_| Error::Unreadable("payments.status"))?,
                    method,
                    reference: row.reference,
                    created_at: created_at.to_jiff(),
                    reason: row.reason,
                    failure: row.failure,
                    payer: payer.into(),
                    refunded: money(row.refunded, &row.currency)?,
                }),
                _ => None,
            };
            Ok(Share {
                id: row.id.into(),
                invoice: row.invoice_id.into(),
                user: row.user_id.into(),
                name: row.name,
                amount: money(row.amount_minor, &row.currency)?,
                credited: money(row.credited_minor, &row.currency)?,
                open: money(row.amount_minor - row.paid_minor - row.credited_minor, &row.currency)?,
                status: row.status.parse().map_err(|_| Error::Unreadable("shares.status"))?,
                payment,
            })
        })
        .collect()
}

/// The shares of a period's invoices, by their members' ids; without those of what members bought beside it.
pub async fn shares_of_period(
    connection: &mut PgConnection,
    membership: &Membership,
    period: PeriodId,
) -> Result<Vec<Share>> {
    let invoices = sqlx::query_scalar!(
        "SELECT id FROM invoices WHERE group_id = $1 AND period_id = $2 AND kind <> 'top_up'",
        membership.group().uuid(),
        period.uuid(),
    )
    .fetch_all(&mut *connection)
    .await?;
    let invoices: Vec<InvoiceId> = invoices.into_iter().map(InvoiceId::from_uuid).collect();
    shares(connection, membership, &invoices).await
}
