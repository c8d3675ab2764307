//! What models cost now: the dated prices in the database, which the shipped catalogue and the configuration are written into when
//! the server starts.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use domain::price::ModelPrice;
use domain::price::history::{DatedRate, Rate, changes, price_at};
use jiff::Timestamp;
use store::prices::{self, Priced};
use store::{PgConnection, PgPool, clock};

use super::{Catalogue, Model};

/// How the source of an import begins.
pub const IMPORT: &str = "import: ";

/// Who says what a model costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PriceSource {
    /// The shipped catalogue, as of this time.
    Shipped(Timestamp),
    /// The operator's configuration.
    Configured,
    /// It is the demo, or runs on one's own machine.
    BuiltIn,
}

impl PriceSource {
    fn name(&self) -> String {
        match self {
            Self::Shipped(as_of) => format!("shipped catalogue of {}", as_of.strftime("%Y-%m-%d")),
            Self::Configured => "potluck.toml".to_owned(),
            Self::BuiltIn => "built in".to_owned(),
        }
    }

    /// Whether it is believed in place of what was said last. The configuration is always; the rest gives way to imports.
    fn replaces(&self, last_source: Option<&str>) -> bool {
        *self == Self::Configured || !last_source.is_some_and(|source| source.starts_with(IMPORT))
    }
}

/// The price of a model as it was found a moment ago. Cheap to clone; all clones show the same.
#[derive(Clone, Debug)]
pub struct CurrentPrice(Arc<RwLock<ModelPrice>>);

impl CurrentPrice {
    pub(super) fn new(price: ModelPrice) -> Self {
        Self(Arc::new(RwLock::new(price)))
    }

    /// The price.
    #[must_use]
    pub fn get(&self) -> ModelPrice {
        *self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn set(&self, price: ModelPrice) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = price;
    }
}

impl Catalogue {
    /// Writes what models cost by the shipped catalogue and the configuration into the dated prices, where it is not what they say,
    /// and goes by them from then on.
    pub async fn adopt_prices(&self, db: &PgPool) -> store::Result<()> {
        let mut tx = db.begin().await?;
        prices::take_turn(&mut tx).await?;
        let now = clock::now(&mut tx).await?;
        let histories = by_model(prices::list(&mut tx).await?);
        for model in &self.models {
            adopt(&mut tx, model, histories.get(&key(model)), now).await?;
        }
        tx.commit().await?;
        self.refresh_prices(&mut *db.acquire().await?).await
    }

    /// Looks what models cost now: an import may say so, from a time on that has come.
    pub async fn refresh_prices(&self, connection: &mut PgConnection) -> store::Result<()> {
        let now = clock::now(connection).await?;
        let valid = by_model(prices::valid_now(connection).await?);
        for model in &self.models {
            let rates = valid.get(&key(model)).map(|(rates, _)| rates.as_slice()).unwrap_or_default();
            match price_at(rates, now) {
                Some(price) => model.price.set(price),
                None => {
                    tracing::error!(model = model.id, "a rate of this model is missing; it stays at its last price");
                }
            }
        }
        Ok(())
    }
}

/// Rates by vendor and model, with the source of the newest.
type Histories = HashMap<(String, String), (Vec<DatedRate>, String)>;

fn key(model: &Model) -> (String, String) {
    (model.vendor.id.clone(), model.id.clone())
}

fn by_model(rates: Vec<Priced>) -> Histories {
    let mut histories: HashMap<(String, String), Vec<Priced>> = HashMap::new();
    for rate in rates {
        histories.entry((rate.provider.clone(), rate.model.clone())).or_default().push(rate);
    }
    let read = |(key, rates): ((String, String), Vec<Priced>)| {
        let newest = rates.iter().max_by_key(|rate| rate.dated.valid_from).map(|rate| rate.source.clone());
        (key, (rates.into_iter().map(|rate| rate.dated).collect(), newest.unwrap_or_default()))
    };
    histories.into_iter().map(read).collect()
}

async fn adopt(
    connection: &mut PgConnection,
    model: &Model,
    history: Option<&(Vec<DatedRate>, String)>,
    now: Timestamp,
) -> store::Result<()> {
    let source = &model.price_source;
    if !source.replaces(history.map(|(_, source)| source.as_str())) {
        return Ok(());
    }
    let old = history.and_then(|(rates, _)| price_at(rates, now));
    let rates: Vec<Rate> = changes(old, model.price.get()).into_iter().map(|change| change.rate).collect();
    if rates.is_empty() {
        return Ok(());
    }
    // What is known first was valid since the catalogue's date; what changes, changes now.
    let valid_from = match source {
        PriceSource::Shipped(as_of) if history.is_none() => (*as_of).min(now),
        _ => now,
    };
    prices::append(connection, &model.vendor.id, &model.id, &rates, valid_from, &source.name()).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_configuration_is_always_believed_and_the_rest_gives_way_to_imports() {
        let shipped = PriceSource::Shipped(Timestamp::UNIX_EPOCH);
        for (source, last, replaces) in [
            (&PriceSource::Configured, Some("import: list.toml"), true),
            (&shipped, None, true),
            (&shipped, Some("shipped catalogue of 2026-01-01"), true),
            (&shipped, Some("potluck.toml"), true),
            (&shipped, Some("import: list.toml"), false),
            (&PriceSource::BuiltIn, Some("import: list.toml"), false),
        ] {
            assert_eq!(source.replaces(last), replaces, "{source:?} after {last:?}");
        }
        assert_eq!(shipped.name(), "shipped catalogue of 1970-01-01");
    }
}
