//! What models cost, over time: rates are appended and never changed.

use domain::price::PicoUsdPerToken;
use domain::price::history::{DatedRate, Rate};
use jiff::Timestamp;
use jiff_sqlx::ToSqlx;
use sqlx::PgConnection;

use crate::{Error, Result};

/// A rate of a model, and who says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Priced {
    /// The vendor.
    pub provider: String,
    /// The model, by Potluck's id.
    pub model: String,
    /// The rate.
    pub dated: DatedRate,
    /// The shipped catalogue of a date, the configuration, or an import.
    pub source: String,
}

/// Lets one transaction after the other look at the prices and append to them.
pub async fn take_turn(connection: &mut PgConnection) -> Result<()> {
    sqlx::query!("LOCK TABLE prices IN SHARE ROW EXCLUSIVE MODE").execute(connection).await?;
    Ok(())
}

/// All rates that were ever appended, by vendor, model, band and kind, the oldest first.
pub async fn list(connection: &mut PgConnection) -> Result<Vec<Priced>> {
    let rows = sqlx::query_as!(
        Row,
        "SELECT provider, model, kind, above_tokens, valid_from, pico_usd, source FROM prices
         ORDER BY provider, model, above_tokens, kind, valid_from",
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(Row::read).collect()
}

/// The rates that are valid now, of every model.
pub async fn valid_now(connection: &mut PgConnection) -> Result<Vec<Priced>> {
    let rows = sqlx::query_as!(
        Row,
        "SELECT DISTINCT ON (provider, model, above_tokens, kind)
                provider, model, kind, above_tokens, valid_from, pico_usd, source
         FROM prices WHERE valid_from <= now()
         ORDER BY provider, model, above_tokens, kind, valid_from DESC",
    )
    .fetch_all(connection)
    .await?;
    rows.into_iter().map(Row::read).collect()
}

/// Appends rates of a model. Refused where one of the same kind and band begins at the same moment.
pub async fn append(
    connection: &mut PgConnection,
    provider: &str,
    model: &str,
    rates: &[Rate],
    valid_from: Timestamp,
    source: &str,
) -> Result<()> {
    let kinds: Vec<String> = rates.iter().map(|rate| rate.kind.as_str().to_owned()).collect();
    let bands: Vec<i64> = rates.iter().map(|rate| i64::from(rate.above_tokens)).collect();
    let pico_usd: Vec<Option<i64>> = rates
        .iter()
        .map(|rate| rate.rate.map(|rate| i64::try_from(rate.get()).map_err(|_| Error::Unreadable("prices.pico_usd"))))
        .map(Option::transpose)
        .collect::<Result<_>>()?;
    sqlx::query!(
        "INSERT INTO prices (provider, model, kind, above_tokens, valid_from, pico_usd, source)
         SELECT $1, $2, r.kind, r.above_tokens, $3, r.pico_usd, $4
         FROM unnest($5::text[], $6::bigint[], $7::bigint[]) AS r(kind, above_tokens, pico_usd)",
        provider,
        model,
        valid_from.to_sqlx() as _,
        source,
        &kinds,
        &bands,
        &pico_usd as _,
    )
    .execute(connection)
    .await?;
    Ok(())
}

struct Row {
    provider: String,
    model: String,
    kind: String,
    above_tokens: i64,
    valid_from: jiff_sqlx::Timestamp,
    pico_usd: Option<i64>,
    source: String,
}

impl Row {
    fn read(self) -> Result<Priced> {
        let rate =
            |pico_usd: i64| u64::try_from(pico_usd).ok().and_then(|pico_usd| PicoUsdPerToken::new(pico_usd).ok());
        let rate = Rate {
            kind: self.kind.parse().map_err(|_| Error::Unreadable("prices.kind"))?,
            above_tokens: u32::try_from(self.above_tokens).map_err(|_| Error::Unreadable("prices.above_tokens"))?,
            rate: self
                .pico_usd
                .map(|pico_usd| rate(pico_usd).ok_or(Error::Unreadable("prices.pico_usd")))
                .transpose()?,
        };
        let dated = DatedRate { rate, valid_from: self.valid_from.to_jiff() };
        Ok(Priced { provider: self.provider, model: self.model, dated, source: self.source })
    }
}
