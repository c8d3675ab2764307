//! Members at the payment vendor: their name there, and the card that they saved.

use domain::id::{CardSetupId, UserId};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use sqlx::PgConnection;

use crate::{Error, Result};

/// A member at the payment vendor.
#[derive(Clone, Debug)]
pub struct PayerAccount {
    /// Their name there.
    pub customer: String,
    /// The card that they saved, if they have.
    pub card: Option<SavedCard>,
}

/// What is kept of a card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedCard {
    /// The vendor's name for it.
    pub reference: String,
    /// Such as `visa`.
    pub brand: String,
    /// The last four digits.
    pub last_four: String,
    /// The last year and month that it works in.
    pub expires: (u16, u8),
    /// Its bank says that it will not work any more.
    pub is_refused: bool,
}

/// A visit to the page on which cards are saved.
#[derive(Clone, Debug)]
pub struct CardSetup {
    /// Which one.
    pub id: CardSetupId,
    /// Whose.
    pub user: UserId,
    /// The vendor's name for it.
    pub session: String,
    /// Whether what became of it is not known yet.
    pub is_open: bool,
}

/// The member at the vendor, if they ever were there.
pub async fn account(connection: &mut PgConnection, user: UserId) -> Result<Option<PayerAccount>> {
    let row = sqlx::query!(
        "SELECT customer_ref, card_ref, card_brand, card_last_four, card_expires_year, card_expires_month, card_refused
         FROM payer_accounts WHERE user_id = $1",
        user.uuid(),
    )
    .fetch_optional(connection)
    .await?;
    row.map(|row| {
        let whole = (row.card_ref, row.card_brand, row.card_last_four, row.card_expires_year, row.card_expires_month);
        let card = match whole {
            (Some(reference), Some(brand), Some(last_four), Some(year), Some(month)) => Some(SavedCard {
                reference,
                brand,
                last_four,
                expires: expires(year, month)?,
                is_refused: row.card_refused,
            }),
            _ => None,
        };
        Ok(PayerAccount { customer: row.customer_ref, card })
    })
    .transpose()
}

fn expires(year: i32, month: i32) -> Result<(u16, u8)> {
    match (u16::try_from(year), u8::try_from(month)) {
        (Ok(year), Ok(month)) => Ok((year, month)),
        _ => Err(Error::Unreadable("payer_accounts.card_expires")),
    }
}

/// Notes a member's name at the vendor, unless they have one.
pub async fn insert_account(connection: &mut PgConnection, user: UserId, customer: &str) -> Result<()> {
    sqlx::query!(
        "INSERT INTO payer_accounts (user_id, customer_ref) VALUES ($1, $2) ON CONFLICT (user_id) DO NOTHING",
        user.uuid(),
        customer,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Keeps a card in place of the one before, whose name it returns.
pub async fn put_card(connection: &mut PgConnection, user: UserId, card: &SavedCard) -> Result<Option<String>> {
    let before = sqlx::query_scalar!("SELECT card_ref FROM payer_accounts WHERE user_id = $1 FOR UPDATE", user.uuid())
        .fetch_optional(&mut *connection)
        .await?
        .flatten();
    let (year, month) = card.expires;
    sqlx::query!(
        "UPDATE payer_accounts SET card_ref = $2, card_brand = $3, card_last_four = $4, card_expires_year = $5,
             card_expires_month = $6, card_refused = false, card_saved_at = now()
         WHERE user_id = $1",
        user.uuid(),
        card.reference,
        card.brand,
        card.last_four,
        i32::from(year),
        i32::from(month),
    )
    .execute(connection)
    .await?;
    Ok(before.filter(|before| *before != card.reference))
}

/// Forgets a member's card; its name at the vendor, if there was one.
pub async fn remove_card(connection: &mut PgConnection, user: UserId) -> Result<Option<String>> {
    let before = sqlx::query_scalar!("SELECT card_ref FROM payer_accounts WHERE user_id = $1 FOR UPDATE", user.uuid())
        .fetch_optional(&mut *connection)
        .await?
        .flatten();
    sqlx::query!(
        "UPDATE payer_accounts SET card_ref = NULL, card_brand = NULL, card_last_four = NULL, card_expires_year = NULL,
             card_expires_month = NULL, card_saved_at = NULL, card_refused = false
         WHERE user_id = $1",
        user.uuid(),
    )
    .execute(connection)
    .await?;
    Ok(before)
}

/// Notes that a card will not work any more, if it is still the member's.
pub async fn set_refused(connection: &mut PgConnection, user: UserId, card: &str) -> Result<()> {
    sqlx::query!(
        "UPDATE payer_accounts SET card_refused = true WHERE user_id = $1 AND card_ref = $2",
        user.uuid(),
        card,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Notes that a member goes to the vendor's page.
pub async fn insert_setup(connection: &mut PgConnection, user: UserId, id: CardSetupId, session: &str) -> Result<()> {
    sqlx::query!(
        "INSERT INTO card_setups (user_id, id, session_ref, status) VALUES ($1, $2, $3, 'open')",
        user.uuid(),
        id.uuid(),
        session,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The member's visit with this id.
pub async fn setup_of(connection: &mut PgConnection, user: UserId, id: CardSetupId) -> Result<Option<CardSetup>> {
    let row = sqlx::query!(
        "SELECT session_ref, status FROM card_setups WHERE user_id = $1 AND id = $2",
        user.uuid(),
        id.uuid(),
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| CardSetup { id, user, session: row.session_ref, is_open: row.status == "open" }))
}

/// The visit that the vendor calls so, locked until the transaction ends.
pub async fn lock_setup(connection: &mut PgConnection, session: &str) -> Result<Option<CardSetup>> {
    let row = sqlx::query!(
        "SELECT user_id, id, session_ref, status FROM card_setups WHERE session_ref = $1 FOR UPDATE",
        session,
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| CardSetup {
        id: row.id.into(),
        user: row.user_id.into(),
        session: row.session_ref,
        is_open: row.status == "open",
    }))
}

/// Notes what became of a visit.
pub async fn end_setup(connection: &mut PgConnection, setup: &CardSetup, with_card: bool) -> Result<()> {
    sqlx::query!(
        "UPDATE card_setups SET status = $3 WHERE user_id = $1 AND id = $2",
        setup.user.uuid(),
        setup.id.uuid(),
        if with_card { "saved" } else { "expired" },
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets visits that began before then.
pub async fn sweep_setups(connection: &mut PgConnection, before: Timestamp) -> Result<()> {
    sqlx::query!("DELETE FROM card_setups WHERE created_at < $1", before.to_sqlx() as _).execute(connection).await?;
    Ok(())
}

/// Customers of closed accounts that the vendor should forget now; each is looked at again only after a while, ever longer up to an
/// hour. Not while a payment of theirs is under way.
pub async fn take_leaving(connection: &mut PgConnection, limit: i64) -> Result<Vec<String>> {
    let taken = sqlx::query_scalar!(
        "UPDATE leaving_customers
         SET looks = looks + 1, look_at = now() + interval '1 minute' * least(power(2, least(looks, 10)), 60)
         WHERE customer_ref IN (
             SELECT customer_ref FROM leaving_customers c
             WHERE look_at <= now()
               AND NOT EXISTS (SELECT 1 FROM payments p WHERE p.look_at IS NOT NULL AND p.customer_ref = c.customer_ref)
             ORDER BY look_at LIMIT $1 FOR UPDATE SKIP LOCKED)
         RETURNING customer_ref",
        limit,
    )
    .fetch_all(connection)
    .await?;
    Ok(taken)
}

/// Notes that the vendor has forgotten a customer.
pub async fn set_left(connection: &mut PgConnection, customer: &str) -> Result<()> {
    sqlx::query!("DELETE FROM leaving_customers WHERE customer_ref = $1", customer).execute(connection).await?;
    Ok(())
}
