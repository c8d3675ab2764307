//! What stands on invoices and receipts: amounts that never change, and the names as they were then.

use domain::credit::NanoUsd;
use domain::id::{InvoiceId, PaymentId, UserId};
use domain::money::Money;
use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::PgConnection;

use crate::groups::Membership;
use crate::invoices::money;
use crate::shares::Locked;
use crate::{Error, Result};

/// A final invoice.
#[derive(Clone, Debug)]
pub struct InvoicePaper {
    /// Its number.
    pub number: String,
    /// When it became final.
    pub final_at: Timestamp,
    /// Who sold it, if anybody was named.
    pub seller: Option<String>,
    /// The group's name then.
    pub group_name: String,
    /// The plan's code.
    pub plan: String,
    /// The credit that a member bought beside it, when that is what is paid for.
    pub top_up: Option<NanoUsd>,
    /// The zone in which its days are named.
    pub time_zone: String,
    /// The period's first day.
    pub starts_on: Date,
    /// From which of its days on it bills, counted from 0.
    pub from_day: u32,
    /// How many days it has.
    pub days: u32,
    /// The price of the whole group.
    pub total: Money,
    /// Each member's name then and part, in the order of their ids.
    pub shares: Vec<(String, Money)>,
}

/// A payment that arrived.
#[derive(Clone, Debug)]
pub struct ReceiptPaper {
    /// Whom it is for: who paid.
    pub payer: String,
    /// Whose share was paid, when it was somebody else's.
    pub covered: Option<String>,
    /// `manual` or `card`.
    pub method: String,
    /// How much.
    pub amount: Money,
    /// When it arrived.
    pub paid_at: Timestamp,
    /// The invoice's number.
    pub invoice: String,
    /// Who sold what it pays for, if anybody was named.
    pub seller: Option<String>,
    /// The group's name when the invoice became final.
    pub group_name: String,
    /// The zone in which its days are named.
    pub time_zone: String,
    /// The period's first day.
    pub starts_on: Date,
    /// From which of its days on it bills, counted from 0.
    pub from_day: u32,
    /// How many days it has.
    pub days: u32,
}

/// A final invoice of the member's group.
pub async fn invoice(
    connection: &mut PgConnection,
    membership: &Membership,
    id: InvoiceId,
) -> Result<Option<InvoicePaper>> {
    let row = sqlx::query!(
        r#"SELECT i.number AS "number!", i.final_at AS "final_at!", coalesce(i.group_name, g.name) AS "group_name!",
                  i.seller, i.total_minor, i.currency, i.from_day, p.plan_code, p.time_zone, p.starts_on, p.days,
                  (SELECT t.credit_nanousd FROM shares s JOIN top_ups t ON t.group_id = s.group_id AND t.share_id = s.id
                   WHERE s.group_id = i.group_id AND s.invoice_id = i.id) AS top_up_nanousd
           FROM invoices i JOIN groups g ON g.id = i.group_id
           JOIN periods p ON p.group_id = i.group_id AND p.id = i.period_id
           WHERE i.group_id = $1 AND i.id = $2 AND i.status = 'final'"#,
        membership.group().uuid(),
        id.uuid(),
    )
    .fetch_optional(&mut *connection)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let shares = sqlx::query!(
        r#"SELECT coalesce(s.member_name, u.name) AS "name!", s.amount_minor, s.currency
           FROM shares s JOIN users u ON u.id = s.user_id
           WHERE s.group_id = $1 AND s.invoice_id = $2 ORDER BY s.user_id"#,
        membership.group().uuid(),
        id.uuid(),
    )
    .fetch_all(connection)
    .await?;
    Ok(Some(InvoicePaper {
        number: row.number,
        final_at: row.final_at.to_jiff(),
        seller: row.seller,
        group_name: row.group_name,
        plan: row.plan_code,
        top_up: row.top_up_nanousd.map(NanoUsd),
        time_zone: row.time_zone,
        starts_on: row.starts_on.to_jiff(),
        from_day: u32::try_from(row.from_day).map_err(|_| Error::Unreadable("invoices.from_day"))?,
        days: u32::try_from(row.days).map_err(|_| Error::Unreadable("periods.days"))?,
        total: money(row.total_minor, &row.currency)?,
        shares: shares
            .into_iter()
            .map(|share| Ok((share.name, money(share.amount_minor, &share.currency)?)))
            .collect::<Result<_>>()?,
    }))
}

/// The number of the invoice that a share is part of.
pub async fn invoice_number(connection: &mut PgConnection, locked: &Locked) -> Result<String> {
    let number = sqlx::query_scalar!(
        r#"SELECT number AS "number!" FROM invoices WHERE group_id = $1 AND id = $2"#,
        locked.group.uuid(),
        locked.invoice.uuid(),
    )
    .fetch_one(connection)
    .await?;
    Ok(number)
}

/// Writes a receipt, in the transaction in which the payment arrives.
pub async fn insert_receipt(
    connection: &mut PgConnection,
    locked: &Locked,
    payment: PaymentId,
    payer: UserId,
    method: &str,
    amount: Money,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO receipts (group_id, id, invoice_id, payer_id, payer_name, member_id, member_name, method, currency,
                               amount_minor)
         SELECT $1, $2, $3, payer.id, payer.name, member.id, member.name, $6, $7, $8
         FROM users payer, users member WHERE payer.id = $4 AND member.id = $5",
        locked.group.uuid(),
        payment.uuid(),
        locked.invoice.uuid(),
        payer.uuid(),
        locked.user.uuid(),
        method,
        amount.currency.code(),
        amount.minor,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The receipt of a payment of the user's; somebody else's is not there, and one that has not arrived has none.
pub async fn receipt(connection: &mut PgConnection, payer: UserId, id: PaymentId) -> Result<Option<ReceiptPaper>> {
    let row = sqlx::query!(
        r#"SELECT r.payer_name, CASE WHEN r.member_id <> r.payer_id THEN r.member_name END AS covered, r.method, r.currency, r.amount_minor, r.paid_at, i.number AS "number!",
                  coalesce(i.group_name, g.name) AS "group_name!", i.seller, i.from_day, p.time_zone, p.starts_on, p.days
           FROM receipts r JOIN invoices i ON i.group_id = r.group_id AND i.id = r.invoice_id
           JOIN groups g ON g.id = r.group_id JOIN periods p ON p.group_id = i.group_id AND p.id = i.period_id
           WHERE r.payer_id = $1 AND r.id = $2"#,
        payer.uuid(),
        id.uuid(),
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        Ok(ReceiptPaper {
            payer: row.payer_name,
            covered: row.covered,
            method: row.method,
            amount: money(row.amount_minor, &row.currency)?,
            paid_at: row.paid_at.to_jiff(),
            invoice: row.number,
            seller: row.seller,
            group_name: row.group_name,
            time_zone: row.time_zone,
            starts_on: row.starts_on.to_jiff(),
            from_day: u32::try_from(row.from_day).map_err(|_| Error::Unreadable("invoices.from_day"))?,
            days: u32::try_from(row.days).map_err(|_| Error::Unreadable("periods.days"))?,
        })
    })
    .transpose()
}

/// Takes the name of whoever closes their account off the papers that others keep.
pub(crate) async fn take_name_off(connection: &mut PgConnection, user: UserId, instead: &str) -> Result<()> {
    sqlx::query!("UPDATE receipts SET member_name = $2 WHERE member_id = $1", user.uuid(), instead)
        .execute(&mut *connection)
        .await?;
    sqlx::query!("UPDATE receipts SET payer_name = $2 WHERE payer_id = $1", user.uuid(), instead)
        .execute(&mut *connection)
        .await?;
    sqlx::query!("UPDATE shares SET member_name = $2 WHERE user_id = $1", user.uuid(), instead)
        .execute(connection)
        .await?;
    Ok(())
}
