//! Shares that are about to change: paid, credited, past due. Whoever changes one has locked its row.

use domain::credit_note::{CreditNoteNumber, CreditReason};
use domain::id::{CreditNoteId, GroupId, InvoiceId, PeriodId, ShareId, UserId};
use domain::money::Money;
use domain::share::{Credited, Share};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::invoices::money;
use crate::payments::Payment;
use crate::{Error, Result};

/// A share whose row is locked until the transaction ends.
#[derive(Clone, Copy, Debug)]
pub struct Locked {
    /// Which one.
    pub id: ShareId,
    /// In which group.
    pub group: GroupId,
    /// Of which invoice.
    pub invoice: InvoiceId,
    /// Whose.
    pub user: UserId,
    /// Its amount, and what became of it.
    pub share: Share,
}

/// A share that may have to be dunned: its group and itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overdue {
    /// In which group.
    pub group: GroupId,
    /// Which one.
    pub share: ShareId,
    /// When it was invoiced.
    pub invoiced_at: Timestamp,
}

/// In which group a share is, to lock that before it.
pub async fn group_of(connection: &mut PgConnection, id: ShareId) -> Result<Option<GroupId>> {
    let group = sqlx::query_scalar!("SELECT group_id FROM shares WHERE id = $1", id.uuid());
    Ok(group.fetch_optional(connection).await?.map(GroupId::from_uuid))
}

/// The user's share with this id; somebody else's is not there.
pub async fn lock_of(connection: &mut PgConnection, user: UserId, id: ShareId) -> Result<Option<Locked>> {
    sqlx::query_as!(
        ShareRow,
        "SELECT id, group_id, invoice_id, user_id, amount_minor, paid_minor, credited_minor, currency, status
         FROM shares WHERE id = $1 AND user_id = $2 FOR UPDATE",
        id.uuid(),
        user.uuid(),
    )
    .fetch_optional(connection)
    .await?
    .map(ShareRow::read)
    .transpose()
}

/// The share of a payment that was found.
pub async fn lock_paid_by(connection: &mut PgConnection, payment: &Payment) -> Result<Locked> {
    lock(connection, payment.group, payment.share).await?.ok_or(Error::Unreadable("payments.share_id"))
}

/// A share of a group, for the schedule.
pub async fn lock(connection: &mut PgConnection, group: GroupId, id: ShareId) -> Result<Option<Locked>> {
    sqlx::query_as!(
        ShareRow,
        "SELECT id, group_id, invoice_id, user_id, amount_minor, paid_minor, credited_minor, currency, status
         FROM shares WHERE group_id = $1 AND id = $2 FOR UPDATE",
        group.uuid(),
        id.uuid(),
    )
    .fetch_optional(connection)
    .await?
    .map(ShareRow::read)
    .transpose()
}

/// A member's shares of a period's invoices.
pub async fn lock_of_period(
    connection: &mut PgConnection,
    group: GroupId,
    period: PeriodId,
    user: UserId,
) -> Result<Vec<Locked>> {
    sqlx::query_as!(
        ShareRow,
        "SELECT s.id, s.group_id, s.invoice_id, s.user_id, s.amount_minor, s.paid_minor, s.credited_minor, s.currency,
                s.status
         FROM shares s JOIN invoices i ON i.group_id = s.group_id AND i.id = s.invoice_id
         WHERE s.group_id = $1 AND i.period_id = $2 AND s.user_id = $3 ORDER BY s.id FOR UPDATE OF s",
        group.uuid(),
        period.uuid(),
        user.uuid(),
    )
    .fetch_all(connection)
    .await?
    .into_iter()
    .map(ShareRow::read)
    .collect()
}

/// Notes what became of a share.
pub async fn put(connection: &mut PgConnection, locked: &Locked, share: &Share) -> Result<()> {
    sqlx::query!(
        "UPDATE shares SET status = $3, paid_minor = $4, credited_minor = $5 WHERE group_id = $1 AND id = $2",
        locked.group.uuid(),
        locked.id.uuid(),
        share.status().as_str(),
        share.paid().minor,
        share.credited().minor,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// When a share's invoice became final, and of which period it is.
pub async fn invoiced(connection: &mut PgConnection, locked: &Locked) -> Result<(Timestamp, PeriodId)> {
    let row = sqlx::query!(
        r#"SELECT final_at AS "final_at!", period_id FROM invoices WHERE group_id = $1 AND id = $2"#,
        locked.group.uuid(),
        locked.invoice.uuid(),
    )
    .fetch_one(connection)
    .await?;
    Ok((row.final_at.to_jiff(), row.period_id.into()))
}

/// How many times the member of a share was reminded of it.
pub async fn reminded(connection: &mut PgConnection, locked: &Locked) -> Result<u32> {
    let reminded = sqlx::query_scalar!(
        "SELECT reminded FROM shares WHERE group_id = $1 AND id = $2",
        locked.group.uuid(),
        locked.id.uuid(),
    )
    .fetch_one(connection)
    .await?;
    u32::try_from(reminded).map_err(|_| Error::Unreadable("shares.reminded"))
}

/// Notes that the member of a share was reminded of it so many times.
pub async fn set_reminded(connection: &mut PgConnection, locked: &Locked, times: u32) -> Result<()> {
    sqlx::query!(
        "UPDATE shares SET reminded = $3 WHERE group_id = $1 AND id = $2",
        locked.group.uuid(),
        locked.id.uuid(),
        i16::try_from(times).map_err(|_| Error::Unreadable("shares.reminded"))?,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Shares that are still due although they were invoiced at `before` or earlier, and of which their members were reminded so many
/// times, by that time, from after `after`: in the order of their index, so that each page costs the same however many are due.
pub async fn overdue(
    connection: &mut PgConnection,
    reminded: u32,
    before: Timestamp,
    after: Option<(Timestamp, ShareId)>,
    limit: i64,
) -> Result<Vec<Overdue>> {
    let (invoiced, share) = after.map_or((Timestamp::UNIX_EPOCH, Uuid::nil()), |(at, share)| (at, share.uuid()));
    let rows = sqlx::query!(
        "SELECT group_id, id, invoiced_at FROM shares
         WHERE status = 'due' AND reminded = $5 AND invoiced_at <= $1 AND (invoiced_at, id) > ($2, $3)
         ORDER BY invoiced_at, id LIMIT $4",
        before.to_sqlx() as _,
        invoiced.to_sqlx() as _,
        share,
        limit,
        i16::try_from(reminded).map_err(|_| Error::Unreadable("shares.reminded"))?,
    )
    .fetch_all(connection)
    .await?;
    let rows = rows.into_iter().map(|row| Overdue {
        group: row.group_id.into(),
        share: row.id.into(),
        invoiced_at: row.invoiced_at.to_jiff(),
    });
    Ok(rows.collect())
}

/// The same of one group, however often their members were reminded: all of them, because a group has few.
pub async fn overdue_of(connection: &mut PgConnection, group: GroupId, before: Timestamp) -> Result<Vec<Overdue>> {
    let rows = sqlx::query!(
        "SELECT id, invoiced_at FROM shares
         WHERE group_id = $1 AND status = 'due' AND invoiced_at <= $2 ORDER BY invoiced_at, id",
        group.uuid(),
        before.to_sqlx() as _,
    )
    .fetch_all(connection)
    .await?;
    let rows =
        rows.into_iter().map(|row| Overdue { group, share: row.id.into(), invoiced_at: row.invoiced_at.to_jiff() });
    Ok(rows.collect())
}

/// How many shares of a group somebody still has to pay.
pub async fn count_open(connection: &mut PgConnection, group: GroupId) -> Result<u64> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM shares
           WHERE group_id = $1 AND status IN ('due', 'processing', 'past_due')"#,
        group.uuid(),
    )
    .fetch_one(connection)
    .await?;
    u64::try_from(count).map_err(|_| Error::Unreadable("shares"))
}

/// Who has a share in the group that is past due.
pub async fn suspended(connection: &mut PgConnection, group: GroupId) -> Result<Vec<UserId>> {
    let rows = sqlx::query_scalar!(
        "SELECT DISTINCT user_id FROM shares WHERE group_id = $1 AND status = 'past_due' ORDER BY user_id",
        group.uuid(),
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(UserId::from_uuid).collect())
}

/// The next number in the sequence of credit notes. One that is taken and not used leaves a gap.
pub async fn next_credit_note(connection: &mut PgConnection) -> Result<u64> {
    let number =
        sqlx::query_scalar!(r#"SELECT nextval('credit_note_numbers') AS "number!""#).fetch_one(connection).await?;
    u64::try_from(number).map_err(|_| Error::Unreadable("credit_note_numbers"))
}

/// Whether a share was lowered for this reason before.
pub async fn is_credited(connection: &mut PgConnection, locked: &Locked, reason: CreditReason) -> Result<bool> {
    let found = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT 1 FROM credit_notes WHERE group_id = $1 AND share_id = $2 AND reason = $3) AS "found!""#,
        locked.group.uuid(),
        locked.id.uuid(),
        reason.as_str(),
    )
    .fetch_one(connection)
    .await?;
    Ok(found)
}

/// Adds a credit note. Each share has at most one for each reason.
pub async fn insert_credit_note(
    connection: &mut PgConnection,
    locked: &Locked,
    id: CreditNoteId,
    number: &CreditNoteNumber,
    reason: CreditReason,
    amount: Money,
    credited: &Credited,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO credit_notes (group_id, id, share_id, number, reason, currency, amount_minor, to_balance_minor, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, group_now($1))",
        locked.group.uuid(),
        id.uuid(),
        locked.id.uuid(),
        number.as_str(),
        reason.as_str(),
        amount.currency.code(),
        amount.minor,
        credited.to_balance.minor,
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub(crate) struct ShareRow {
    pub id: Uuid,
    pub group_id: Uuid,
    pub invoice_id: Uuid,
    pub user_id: Uuid,
    pub amount_minor: i64,
    pub paid_minor: i64,
    pub credited_minor: i64,
    pub currency: String,
    pub status: String,
}

impl ShareRow {
    pub(crate) fn read(self) -> Result<Locked> {
        let status = self.status.parse().map_err(|_| Error::Unreadable("shares.status"))?;
        let amount = money(self.amount_minor, &self.currency)?;
        let of = |minor| Money::new(minor, amount.currency);
        Ok(Locked {
            id: self.id.into(),
            group: self.group_id.into(),
            invoice: self.invoice_id.into(),
            user: self.user_id.into(),
            share: Share::stored(amount, of(self.paid_minor), of(self.credited_minor), status)
                .map_err(|_| Error::Unreadable("shares"))?,
        })
    }
}
