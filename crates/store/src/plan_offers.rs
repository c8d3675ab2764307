//! What plans cost and give, and since when that is told: the history of the operator's catalogue.

use domain::credit::NanoUsd;
use domain::id::PlanOfferId;
use domain::money::Money;
use domain::plan::{Plan, PlanCode};
use domain::plan_change::Offer;
use jiff::Timestamp;
use sqlx::PgConnection;

use crate::invoices::money;
use crate::{Error, Result};

/// What a plan costs from now on, of which not everybody may have been told.
#[derive(Clone, Debug)]
pub struct Untold {
    /// Which offer.
    pub id: PlanOfferId,
    /// Of which plan.
    pub plan: PlanCode,
    /// What it cost before; nothing is known of that when it is the first.
    pub before: Option<Money>,
    /// What it costs.
    pub after: Money,
    /// Since when.
    pub offered_at: Timestamp,
}

/// Notes what a plan costs and gives from now on, unless that is what it did before. `true`: it is new.
pub async fn record(connection: &mut PgConnection, id: PlanOfferId, plan: &Plan) -> Result<bool> {
    let recorded = sqlx::query!(
        "INSERT INTO plan_offers (plan_code, offered_at, price_minor, currency, credit_nanousd, id)
         SELECT $1::text, now(), $2::bigint, $3::text, $4::bigint, $5::uuid
         WHERE NOT EXISTS (
             SELECT 1 FROM (SELECT * FROM plan_offers WHERE plan_code = $1 ORDER BY offered_at DESC LIMIT 1) newest
             WHERE (price_minor, currency, credit_nanousd) = ($2, $3, $4))
         ON CONFLICT (plan_code, offered_at) DO NOTHING",
        plan.code.as_str(),
        plan.price.minor,
        plan.price.currency.code(),
        plan.credit.get(),
        id.uuid(),
    )
    .execute(connection)
    .await?;
    Ok(recorded.rows_affected() > 0)
}

/// The offers of which not everybody may have been told, the oldest first.
pub async fn untold(connection: &mut PgConnection) -> Result<Vec<Untold>> {
    let rows = sqlx::query!(
        r#"SELECT o.id, o.plan_code, o.offered_at, o.price_minor, o.currency, before.price_minor AS "before_minor?",
                  before.currency AS "before_currency?"
           FROM plan_offers o
           LEFT JOIN LATERAL (SELECT price_minor, currency FROM plan_offers b
                              WHERE b.plan_code = o.plan_code AND b.offered_at < o.offered_at
                              ORDER BY b.offered_at DESC LIMIT 1) before ON true
           WHERE o.told_at IS NULL ORDER BY o.offered_at, o.id"#,
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            let before = row.before_minor.zip(row.before_currency);
            Ok(Untold {
                id: row.id.into(),
                plan: row.plan_code.parse().map_err(|_| Error::Unreadable("plan_offers.plan_code"))?,
                before: before.map(|(minor, currency)| money(minor, &currency)).transpose()?,
                after: money(row.price_minor, &row.currency)?,
                offered_at: row.offered_at.to_jiff(),
            })
        })
        .collect()
}

/// Notes that everybody has been told of an offer.
pub async fn set_told(connection: &mut PgConnection, id: PlanOfferId) -> Result<()> {
    sqlx::query!("UPDATE plan_offers SET told_at = now() WHERE id = $1", id.uuid()).execute(connection).await?;
    Ok(())
}

/// The offers of a plan, the oldest first.
pub async fn list(connection: &mut PgConnection, plan: &PlanCode) -> Result<Vec<Offer>> {
    let rows = sqlx::query!(
        "SELECT offered_at, price_minor, currency, credit_nanousd FROM plan_offers WHERE plan_code = $1 ORDER BY offered_at",
        plan.as_str(),
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Offer {
                price: money(row.price_minor, &row.currency)?,
                credit: NanoUsd(row.credit_nanousd),
                offered_at: row.offered_at.to_jiff(),
            })
        })
        .collect()
}
