//! Attempts to pay a share by card. Whoever makes or changes one has locked its share's row.

use domain::id::{GroupId, PaymentId, ShareId, UserId};
use domain::money::Money;
use domain::payment::PaymentStatus;
use jiff::Timestamp;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::invoices::money;
use crate::payments::Payment;
use crate::shares::Locked;
use crate::{Error, Result};

/// An attempt by card.
#[derive(Clone, Debug)]
pub struct CardPayment {
    /// What every attempt has.
    pub payment: Payment,
    /// The vendor's name for it, once it is known.
    pub vendor_ref: Option<String>,
    /// The payer's name at the vendor.
    pub customer: String,
    /// The card that it is charged to.
    pub card: String,
    /// Whether the payer was there when it began.
    pub payer_present: bool,
    /// What of it paid the share, once it arrived.
    pub settled: Money,
    /// When it began.
    pub created_at: Timestamp,
    /// When it became what it is.
    pub changed_at: Timestamp,
    /// How often the vendor was asked about it later.
    pub looks: u32,
}

/// What an attempt begins with.
#[derive(Clone, Debug)]
pub struct NewCardPayment<'a> {
    /// Which one.
    pub id: PaymentId,
    /// Who pays.
    pub payer: UserId,
    /// How much is charged, or put off.
    pub amount: Money,
    /// Sending, or put off.
    pub status: PaymentStatus,
    /// The payer's name at the vendor.
    pub customer: &'a str,
    /// Their card.
    pub card: &'a str,
    /// Whether they are there.
    pub payer_present: bool,
    /// Which of the tries on set days it is, or stands for; nothing for whoever covers.
    pub try_number: Option<u32>,
}

/// A share whose member's card is to be charged.
#[derive(Clone, Copy, Debug)]
pub struct Chargeable {
    /// In which group.
    pub group: GroupId,
    /// Which one.
    pub share: ShareId,
}

/// Adds an attempt. Refused by [`crate::payments::LIVE_KEY`] when there is one under way.
pub async fn insert(connection: &mut PgConnection, share: &Locked, attempt: &NewCardPayment<'_>) -> Result<()> {
    let try_number = attempt.try_number.map(i32::try_from).transpose().map_err(|_| Error::Unreadable("try_number"))?;
    sqlx::query!(
        "INSERT INTO payments (group_id, id, share_id, payer_id, method, amount_minor, currency, status, customer_ref,
                               card_ref, payer_present, try_number, look_at)
         VALUES ($1, $2, $3, $4, 'card', $5, $6, $7, $8, $9, $10, $11,
                 CASE WHEN $7 = 'sending' THEN now() + interval '1 minute' END)",
        share.group.uuid(),
        attempt.id.uuid(),
        share.id.uuid(),
        attempt.payer.uuid(),
        attempt.amount.minor,
        attempt.amount.currency.code(),
        attempt.status.as_str(),
        attempt.customer,
        attempt.card,
        attempt.payer_present,
        try_number,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The attempt by card with this id.
pub async fn find(connection: &mut PgConnection, id: PaymentId) -> Result<Option<CardPayment>> {
    sqlx::query_as!(
        Row,
        r#"SELECT id, group_id, share_id, payer_id, amount_minor, currency, status, vendor_ref,
                  customer_ref AS "customer_ref!", card_ref AS "card_ref!", payer_present,
                  coalesce(settled_minor, 0) AS "settled_minor!", created_at, changed_at, looks
           FROM payments WHERE id = $1 AND method = 'card'"#,
        id.uuid(),
    )
    .fetch_optional(connection)
    .await?
    .map(Row::read)
    .transpose()
}

/// The attempt that the vendor calls so.
pub async fn find_by_vendor_ref(connection: &mut PgConnection, vendor_ref: &str) -> Result<Option<CardPayment>> {
    sqlx::query_as!(
        Row,
        r#"SELECT id, group_id, share_id, payer_id, amount_minor, currency, status, vendor_ref,
                  customer_ref AS "customer_ref!", card_ref AS "card_ref!", payer_present,
                  coalesce(settled_minor, 0) AS "settled_minor!", created_at, changed_at, looks
           FROM payments WHERE vendor_ref = $1 AND method = 'card'"#,
        vendor_ref,
    )
    .fetch_optional(connection)
    .await?
    .map(Row::read)
    .transpose()
}

/// Notes the vendor's name for an attempt; it keeps the first.
pub async fn name(connection: &mut PgConnection, payment: &Payment, vendor_ref: &str) -> Result<()> {
    sqlx::query!(
        "UPDATE payments SET vendor_ref = coalesce(vendor_ref, $3) WHERE group_id = $1 AND id = $2",
        payment.group.uuid(),
        payment.id.uuid(),
        vendor_ref,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Notes what an attempt has become. It is looked at again only while its answer is still to come.
pub async fn put(
    connection: &mut PgConnection,
    payment: &Payment,
    status: PaymentStatus,
    failure: Option<&str>,
) -> Result<()> {
    sqlx::query!(
        "UPDATE payments SET status = $3, failure = $4, changed_at = now(),
             answered_at = CASE WHEN $5 THEN NULL ELSE now() END,
             look_at = CASE WHEN $5 THEN now() + interval '1 hour' END
         WHERE group_id = $1 AND id = $2",
        payment.group.uuid(),
        payment.id.uuid(),
        status.as_str(),
        failure,
        status.is_under_way(),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Notes that a charge arrived, and what of it paid its share.
pub async fn confirm(connection: &mut PgConnection, payment: &Payment, settled: Money) -> Result<()> {
    sqlx::query!(
        "UPDATE payments SET status = 'confirmed', failure = NULL, settled_minor = $3, changed_at = now(),
             answered_at = now(), look_at = NULL
         WHERE group_id = $1 AND id = $2",
        payment.group.uuid(),
        payment.id.uuid(),
        settled.minor,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Notes that an attempt is too little for the vendor: what is open of its share is put off.
pub async fn put_off(connection: &mut PgConnection, payment: &Payment, open: Money) -> Result<()> {
    sqlx::query!(
        "UPDATE payments SET status = 'put_off', amount_minor = $3, changed_at = now(), answered_at = now(), look_at = NULL
         WHERE group_id = $1 AND id = $2",
        payment.group.uuid(),
        payment.id.uuid(),
        open.minor,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Attempts whose answer should be here by now; they are looked at again only after a while, ever longer up to an hour.
pub async fn take_looks(connection: &mut PgConnection, limit: i64) -> Result<Vec<PaymentId>> {
    let ids = sqlx::query_scalar!(
        "UPDATE payments SET looks = looks + 1, look_at = now() + interval '1 minute' * least(power(2, least(looks, 10)), 60)
         WHERE (group_id, id) IN (SELECT group_id, id FROM payments WHERE look_at <= now()
                                  ORDER BY look_at LIMIT $1 FOR UPDATE SKIP LOCKED)
         RETURNING id",
        limit,
    )
    .fetch_all(connection)
    .await?;
    Ok(ids.into_iter().map(PaymentId::from_uuid).collect())
}

/// Shares that are to be paid by a card that works, with tries left, in the order of their ids, after `after`. What was taken
/// back by a bank is not charged again by itself, and credit that was ordered is paid by whoever wants it.
pub async fn chargeable(
    connection: &mut PgConnection,
    tries_max: u32,
    after: Option<ShareId>,
    limit: i64,
) -> Result<Vec<Chargeable>> {
    let rows = sqlx::query!(
        "SELECT s.group_id, s.id FROM shares s
         JOIN payer_accounts a ON a.user_id = s.user_id AND a.card_ref IS NOT NULL AND NOT a.card_refused
         WHERE s.status IN ('due', 'past_due') AND ($2::uuid IS NULL OR s.id > $2)
           AND NOT EXISTS (SELECT 1 FROM top_ups t WHERE t.group_id = s.group_id AND t.share_id = s.id)
           AND NOT EXISTS (SELECT 1 FROM payments p WHERE p.group_id = s.group_id AND p.share_id = s.id
                           AND (p.status = 'lost' OR p.try_number >= $1))
         ORDER BY s.id LIMIT $3",
        i32::try_from(tries_max).unwrap_or(i32::MAX),
        after.map(ShareId::uuid),
        limit,
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| Chargeable { group: row.group_id.into(), share: row.id.into() }).collect())
}

/// Whether a share is charged to its member's card by itself, as long as there are tries left.
pub async fn is_automatic(connection: &mut PgConnection, share: &Locked) -> Result<bool> {
    let is_automatic = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM payer_accounts WHERE user_id = $3 AND card_ref IS NOT NULL AND NOT card_refused)
              AND NOT EXISTS (SELECT 1 FROM payments WHERE group_id = $1 AND share_id = $2 AND status = 'lost')
              AND NOT EXISTS (SELECT 1 FROM top_ups WHERE group_id = $1 AND share_id = $2) AS "is!""#,
        share.group.uuid(),
        share.id.uuid(),
        share.user.uuid(),
    )
    .fetch_one(connection)
    .await?;
    Ok(is_automatic)
}

/// How many of the tries on set days a share has had.
pub async fn tried(connection: &mut PgConnection, share: &Locked) -> Result<u32> {
    let tried = sqlx::query_scalar!(
        r#"SELECT coalesce(max(try_number), 0) AS "tried!" FROM payments WHERE group_id = $1 AND share_id = $2"#,
        share.group.uuid(),
        share.id.uuid(),
    )
    .fetch_one(connection)
    .await?;
    u32::try_from(tried).map_err(|_| Error::Unreadable("payments.try_number"))
}

struct Row {
    id: Uuid,
    group_id: Uuid,
    share_id: Uuid,
    payer_id: Uuid,
    amount_minor: i64,
    currency: String,
    status: String,
    vendor_ref: Option<String>,
    customer_ref: String,
    card_ref: String,
    payer_present: bool,
    settled_minor: i64,
    created_at: jiff_sqlx::Timestamp,
    changed_at: jiff_sqlx::Timestamp,
    looks: i32,
}

impl Row {
    fn read(self) -> Result<CardPayment> {
        Ok(CardPayment {
            payment: Payment {
                id: self.id.into(),
                group: self.group_id.into(),
                share: self.share_id.into(),
                payer: self.payer_id.into(),
                amount: money(self.amount_minor, &self.currency)?,
                status: self.status.parse().map_err(|_| Error::Unreadable("payments.status"))?,
            },
            vendor_ref: self.vendor_ref,
            customer: self.customer_ref,
            card: self.card_ref,
            payer_present: self.payer_present,
            settled: money(self.settled_minor, &self.currency)?,
            created_at: self.created_at.to_jiff(),
            changed_at: self.changed_at.to_jiff(),
            looks: u32::try_from(self.looks).map_err(|_| Error::Unreadable("payments.looks"))?,
        })
    }
}
