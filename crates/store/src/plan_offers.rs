//! What plans cost and give, and since when that is told: the history of the operator's catalogue.

use domain::credit::NanoUsd;
use domain::plan::{Plan, PlanCode};
use domain::plan_change::Offer;
use sqlx::PgConnection;

use crate::Result;
use crate::invoices::money;

/// Notes what a plan costs and gives from now on, unless that is what it did before. `true`: it is new.
pub async fn record(connection: &mut PgConnection, plan: &Plan) -> Result<bool> {
    let recorded = sqlx::query!(
        "INSERT INTO plan_offers (plan_code, offered_at, price_minor, currency, credit_nanousd)
         SELECT $1::text, now(), $2::bigint, $3::text, $4::bigint
         WHERE NOT EXISTS (
             SELECT 1 FROM (SELECT * FROM plan_offers WHERE plan_code = $1 ORDER BY offered_at DESC LIMIT 1) newest
             WHERE (price_minor, currency, credit_nanousd) = ($2, $3, $4))
         ON CONFLICT (plan_code, offered_at) DO NOTHING",
        plan.code.as_str(),
        plan.price.minor,
        plan.price.currency.code(),
        plan.credit.get(),
    )
    .execute(connection)
    .await?;
    Ok(recorded.rows_affected() > 0)
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
