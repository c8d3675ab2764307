//! Payments that go back to whoever made them. Whoever makes or changes one has locked its share's row.

use domain::id::{GroupId, PaymentId, RefundId, UserId};
use domain::money::Money;
use domain::refund::{Facts, RefundFrom, RefundStatus};
use domain::share::Share;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::invoices::money;
use crate::payments::Payment;
use crate::{Error, Result};

/// A refund.
#[derive(Clone, Debug)]
pub struct Refund {
    /// Which one.
    pub id: RefundId,
    /// In which group.
    pub group: GroupId,
    /// Of which payment.
    pub payment: PaymentId,
    /// Whether the money is back.
    pub status: RefundStatus,
    /// How much.
    pub amount: Money,
    /// The vendor's name for it, once it is known.
    pub vendor_ref: Option<String>,
}

/// Adds a refund of a payment.
pub async fn insert(
    connection: &mut PgConnection,
    payment: &Payment,
    id: RefundId,
    amount: Money,
    status: RefundStatus,
    from: RefundFrom,
    by: UserId,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO refunds (group_id, id, payment_id, amount_minor, currency, status, taken_from, created_by, look_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, CASE WHEN $6 = 'sending' THEN now() + interval '1 minute' END)",
        payment.group.uuid(),
        id.uuid(),
        payment.id.uuid(),
        amount.minor,
        amount.currency.code(),
        status.as_str(),
        from.as_str(),
        by.uuid(),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The refund with this id.
pub async fn find(connection: &mut PgConnection, id: RefundId) -> Result<Option<Refund>> {
    sqlx::query_as!(
        Row,
        "SELECT id, group_id, payment_id, amount_minor, currency, status, vendor_ref FROM refunds WHERE id = $1",
        id.uuid(),
    )
    .fetch_optional(connection)
    .await?
    .map(Row::read)
    .transpose()
}

/// The refund that the vendor calls so.
pub async fn find_by_vendor_ref(connection: &mut PgConnection, vendor_ref: &str) -> Result<Option<Refund>> {
    sqlx::query_as!(
        Row,
        "SELECT id, group_id, payment_id, amount_minor, currency, status, vendor_ref FROM refunds WHERE vendor_ref = $1",
        vendor_ref,
    )
    .fetch_optional(connection)
    .await?
    .map(Row::read)
    .transpose()
}

/// What refunds of some payments are decided by.
pub async fn facts(connection: &mut PgConnection, payments: &[PaymentId]) -> Result<Vec<(PaymentId, Facts)>> {
    let ids: Vec<Uuid> = payments.iter().map(|payment| payment.uuid()).collect();
    let rows = sqlx::query!(
        r#"SELECT p.id, p.status, p.currency, p.amount_minor,
                  CASE p.method WHEN 'card' THEN coalesce(p.settled_minor, 0) ELSE p.amount_minor END AS "settled_minor!",
                  (SELECT coalesce(sum(r.amount_minor), 0)::bigint FROM refunds r
                   WHERE r.group_id = p.group_id AND r.payment_id = p.id AND r.status <> 'failed') AS "refunded!",
                  (SELECT (-coalesce(sum(e.amount), 0))::bigint FROM ledger_entries e
                   WHERE e.group_id = p.group_id AND e.account = 'balance:' || p.payer_id AND e.account LIKE 'balance:%'
                     AND e.unit = p.currency) AS "balance!",
                  s.amount_minor AS share_minor, s.paid_minor, s.credited_minor, s.status AS share_status
           FROM payments p JOIN shares s ON s.group_id = p.group_id AND s.id = p.share_id
           WHERE p.id = ANY($1)"#,
        &ids,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let of = |minor| money(minor, &row.currency);
            let status = row.share_status.parse().map_err(|_| Error::Unreadable("shares.status"))?;
            let share = Share::stored(of(row.share_minor)?, of(row.paid_minor)?, of(row.credited_minor)?, status);
            let facts = Facts {
                payment: row.status.parse().map_err(|_| Error::Unreadable("payments.status"))?,
                paid: of(row.amount_minor)?,
                settled: of(row.settled_minor)?,
                refunded: of(row.refunded)?,
                share: share.map_err(|_| Error::Unreadable("shares"))?,
                balance: of(row.balance)?,
            };
            Ok((row.id.into(), facts))
        })
        .collect()
}

/// Notes what a refund has become, and the vendor's name for it.
pub async fn put(
    connection: &mut PgConnection,
    refund: &Refund,
    status: RefundStatus,
    vendor_ref: Option<&str>,
) -> Result<()> {
    sqlx::query!(
        "UPDATE refunds SET status = $3, vendor_ref = coalesce(vendor_ref, $4),
             look_at = CASE WHEN $3 = 'sending' THEN look_at END
         WHERE group_id = $1 AND id = $2",
        refund.group.uuid(),
        refund.id.uuid(),
        status.as_str(),
        vendor_ref,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Refunds whose answer should be here by now, each after a while, ever longer up to an hour.
pub async fn take_looks(connection: &mut PgConnection, limit: i64) -> Result<Vec<RefundId>> {
    let ids = sqlx::query_scalar!(
        "UPDATE refunds SET looks = looks + 1, look_at = now() + interval '1 minute' * least(power(2, least(looks, 10)), 60)
         WHERE (group_id, id) IN (SELECT group_id, id FROM refunds WHERE look_at <= now()
                                  ORDER BY look_at LIMIT $1 FOR UPDATE SKIP LOCKED)
         RETURNING id",
        limit,
    )
    .fetch_all(connection)
    .await?;
    Ok(ids.into_iter().map(RefundId::from_uuid).collect())
}

struct Row {
    id: Uuid,
    group_id: Uuid,
    payment_id: Uuid,
    amount_minor: i64,
    currency: String,
    status: String,
    vendor_ref: Option<String>,
}

impl Row {
    fn read(self) -> Result<Refund> {
        Ok(Refund {
            id: self.id.into(),
            group: self.group_id.into(),
            payment: self.payment_id.into(),
            status: self.status.parse().map_err(|_| Error::Unreadable("refunds.status"))?,
            amount: money(self.amount_minor, &self.currency)?,
            vendor_ref: self.vendor_ref,
        })
    }
}
