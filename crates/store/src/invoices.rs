//! Invoices and their shares. An invoice is written final and never changed; a share's status is.

mod shares;

use domain::id::{GroupId, InvoiceId, PeriodId, ShareId};
use domain::invoice::{Invoice, InvoiceKind, InvoiceStatus, ShareDraft};
use domain::money::Money;
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use sqlx::PgConnection;
use uuid::Uuid;

pub use self::shares::{Share, SharePayment, shares, shares_of_period};
use crate::groups::Membership;
use crate::{Error, Result};

/// An invoice with the bounds of its period.
#[derive(Clone, Debug)]
pub struct Billed {
    /// Which one.
    pub id: InvoiceId,
    /// Its number, once it is final.
    pub number: Option<String>,
    /// Whether it can still change.
    pub status: InvoiceStatus,
    /// What it is for.
    pub kind: InvoiceKind,
    /// The number of its period.
    pub period_number: u32,
    /// When its period began.
    pub starts_at: Timestamp,
    /// When its period ends.
    pub ends_at: Timestamp,
    /// The price of the whole group.
    pub total: Money,
    /// When it became final.
    pub final_at: Option<Timestamp>,
}

/// What an invoice is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bills {
    /// A period, somebody who joined it, an upgrade in it, or credit that somebody bought in it.
    pub kind: InvoiceKind,
    /// From which of its days on.
    pub from_day: u32,
}

impl Bills {
    /// A whole period.
    pub const PERIOD: Self = Self { kind: InvoiceKind::Period, from_day: 0 };
}

/// The next number in the sequence of invoices. One that is taken and not used leaves a gap.
pub async fn next_number(connection: &mut PgConnection) -> Result<u64> {
    let number = sqlx::query_scalar!(r#"SELECT nextval('invoice_numbers') AS "number!""#).fetch_one(connection).await?;
    u64::try_from(number).map_err(|_| Error::Unreadable("invoice_numbers"))
}

/// Adds a final invoice and its shares.
pub async fn insert(
    connection: &mut PgConnection,
    group: GroupId,
    period: PeriodId,
    id: InvoiceId,
    bills: Bills,
    invoice: &Invoice,
    shares: &[(ShareId, ShareDraft)],
) -> Result<()> {
    let total = invoice.bill().total;
    sqlx::query!(
        "INSERT INTO invoices (group_id, id, period_id, number, status, total_minor, currency, final_at, kind, from_day, created_at,
                               group_name, seller)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $8, (SELECT name FROM groups WHERE id = $1),
                 nullif((SELECT name_and_address FROM sellers ORDER BY since DESC LIMIT 1), ''))",
        group.uuid(),
        id.uuid(),
        period.uuid(),
        invoice.number().as_str(),
        InvoiceStatus::Final.as_str(),
        total.minor,
        total.currency.code(),
        invoice.final_at().to_sqlx() as _,
        bills.kind.as_str(),
        i32::try_from(bills.from_day).map_err(|_| Error::Unreadable("invoices.from_day"))?,
    )
    .execute(&mut *connection)
    .await?;
    insert_shares(connection, group, id, invoice.final_at(), shares).await
}

/// Adds an invoice that waits for its period's end.
pub async fn insert_draft(
    connection: &mut PgConnection,
    group: GroupId,
    period: PeriodId,
    id: InvoiceId,
    total: Money,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO invoices (group_id, id, period_id, status, total_minor, currency) VALUES ($1, $2, $3, $4, $5, $6)",
        group.uuid(),
        id.uuid(),
        period.uuid(),
        InvoiceStatus::Draft.as_str(),
        total.minor,
        total.currency.code(),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The invoice of a period that waits for its end, if it has one.
pub async fn draft_of_period(
    connection: &mut PgConnection,
    group: GroupId,
    period: PeriodId,
) -> Result<Option<InvoiceId>> {
    let id = sqlx::query_scalar!(
        "SELECT id FROM invoices WHERE group_id = $1 AND period_id = $2 AND status = 'draft'",
        group.uuid(),
        period.uuid(),
    )
    .fetch_optional(connection)
    .await?;
    Ok(id.map(InvoiceId::from_uuid))
}

/// Adds to the total of an invoice that waits for its period's end.
pub async fn add_to_draft(connection: &mut PgConnection, group: GroupId, id: InvoiceId, more: Money) -> Result<()> {
    sqlx::query!(
        "UPDATE invoices SET total_minor = total_minor + $3 WHERE group_id = $1 AND id = $2 AND status = 'draft'",
        group.uuid(),
        id.uuid(),
        more.minor,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What an invoice is for, and of which period it is.
pub async fn bills(connection: &mut PgConnection, group: GroupId, id: InvoiceId) -> Result<(Bills, PeriodId)> {
    let row = sqlx::query!(
        "SELECT kind, from_day, period_id FROM invoices WHERE group_id = $1 AND id = $2",
        group.uuid(),
        id.uuid(),
    )
    .fetch_one(connection)
    .await?;
    let bills = Bills {
        kind: row.kind.parse().map_err(|_| Error::Unreadable("invoices.kind"))?,
        from_day: u32::try_from(row.from_day).map_err(|_| Error::Unreadable("invoices.from_day"))?,
    };
    Ok((bills, row.period_id.into()))
}

/// Makes a draft final: its number, and its shares.
pub async fn finalize(
    connection: &mut PgConnection,
    group: GroupId,
    id: InvoiceId,
    invoice: &Invoice,
    shares: &[(ShareId, ShareDraft)],
) -> Result<()> {
    sqlx::query!(
        "UPDATE invoices SET status = $3, number = $4, final_at = $5, group_name = (SELECT name FROM groups WHERE id = $1),
             seller = nullif((SELECT name_and_address FROM sellers ORDER BY since DESC LIMIT 1), '')
         WHERE group_id = $1 AND id = $2 AND status = 'draft'",
        group.uuid(),
        id.uuid(),
        InvoiceStatus::Final.as_str(),
        invoice.number().as_str(),
        invoice.final_at().to_sqlx() as _,
    )
    .execute(&mut *connection)
    .await?;
    insert_shares(connection, group, id, invoice.final_at(), shares).await
}

async fn insert_shares(
    connection: &mut PgConnection,
    group: GroupId,
    id: InvoiceId,
    invoiced_at: Timestamp,
    shares: &[(ShareId, ShareDraft)],
) -> Result<()> {
    let ids: Vec<Uuid> = shares.iter().map(|(share_id, _)| share_id.uuid()).collect();
    let users: Vec<Uuid> = shares.iter().map(|(_, share)| share.user.uuid()).collect();
    let amounts: Vec<i64> = shares.iter().map(|(_, share)| share.amount.minor).collect();
    let currencies: Vec<String> = shares.iter().map(|(_, share)| share.amount.currency.code().to_owned()).collect();
    let statuses: Vec<String> = shares.iter().map(|(_, share)| share.status.as_str().to_owned()).collect();
    sqlx::query!(
        "INSERT INTO shares (group_id, id, invoice_id, user_id, amount_minor, currency, status, invoiced_at, member_name)
         SELECT $1, s.id, $2, s.user_id, s.amount, s.currency, s.status, $8,
                (SELECT name FROM users WHERE users.id = s.user_id)
         FROM unnest($3::uuid[], $4::uuid[], $5::bigint[], $6::text[], $7::text[])
             AS s(id, user_id, amount, currency, status)",
        group.uuid(),
        id.uuid(),
        &ids,
        &users,
        &amounts,
        &currencies,
        &statuses,
        invoiced_at.to_sqlx() as _,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The group's invoices, newest first, from after the invoice `after`.
pub async fn list(
    connection: &mut PgConnection,
    membership: &Membership,
    after: Option<InvoiceId>,
    limit: i64,
) -> Result<Vec<Billed>> {
    let rows = sqlx::query!(
        "SELECT i.id, i.number, i.status, i.kind, i.total_minor, i.currency, i.final_at, p.number AS period_number, p.starts_at, p.ends_at
         FROM invoices i JOIN periods p ON p.group_id = i.group_id AND p.id = i.period_id
         WHERE i.group_id = $1 AND ($2::uuid IS NULL OR i.id < $2) ORDER BY i.id DESC LIMIT $3",
        membership.group().uuid(),
        after.map(InvoiceId::uuid),
        limit,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Billed {
                id: row.id.into(),
                number: row.number,
                status: row.status.parse().map_err(|_| Error::Unreadable("invoices.status"))?,
                kind: row.kind.parse().map_err(|_| Error::Unreadable("invoices.kind"))?,
                period_number: u32::try_from(row.period_number).map_err(|_| Error::Unreadable("periods.number"))?,
                starts_at: row.starts_at.to_jiff(),
                ends_at: row.ends_at.to_jiff(),
                total: money(row.total_minor, &row.currency)?,
                final_at: row.final_at.map(jiff_sqlx::Timestamp::to_jiff),
            })
        })
        .collect()
}

/// What the group is billed for a period, credit notes taken off; nothing while it is a draft.
pub async fn billed_of_period(
    connection: &mut PgConnection,
    group: GroupId,
    period: PeriodId,
) -> Result<Option<Money>> {
    let row = sqlx::query!(
        r#"SELECT sum(s.amount_minor - s.credited_minor)::bigint AS "billed!", s.currency
           FROM invoices i JOIN shares s ON s.group_id = i.group_id AND s.invoice_id = i.id
           WHERE i.group_id = $1 AND i.period_id = $2 GROUP BY s.currency"#,
        group.uuid(),
        period.uuid(),
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| money(row.billed, &row.currency)).transpose()
}

pub(crate) fn money(minor: i64, currency: &str) -> Result<Money> {
    Ok(Money::new(minor, currency.parse().map_err(|_| Error::Unreadable("currency"))?))
}
