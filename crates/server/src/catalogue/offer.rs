//! What members can really use: the known models whose vendors are there.

use std::sync::Arc;
use std::time::Duration;

use domain::price::{ModelPrice, PicoUsdPerToken};
use futures_util::future;
use providers::{Endpoint, Kind, connect, list_models};
use tokio::time::timeout;

use super::model::DIMENSIONS;
use super::models::{Known, ModelEntryError};
use super::rates::RatesError;
use super::vendors::{self, Found, Models};
use super::{CatalogueError, CurrentPrice, Model, PriceSource, Task, Vendor, VendorEntryError};

/// What is assumed of a model of Ollama's, which does not say: its usual context, and room in it for the question.
const LOCAL_CONTEXT_TOKENS: u32 = 8192;
const LOCAL_OUTPUT_TOKENS: u32 = 4096;

/// How long a start waits for vendors to say which models they have; what the configuration lists is there without them.
const LISTING_PATIENCE: Duration = Duration::from_secs(2);

/// Asks the vendors what they have, all at once, and offers what is both there and priced.
pub(super) async fn find(found: Vec<Found>, known: Vec<Known>) -> Result<Vec<Model>, CatalogueError> {
    let lists = future::join_all(found.iter().map(names)).await;
    let mut models: Vec<Model> = Vec::new();
    for (found, names) in found.into_iter().zip(lists) {
        if found.models == Models::Local && names.is_none() && !known.iter().any(|model| is_of(model, &found)) {
            continue;
        }
        let names = names.unwrap_or_default();
        let vendor = Arc::new(vendor(&found)?);
        let own = known.iter().filter(|model| is_of(model, &found)).filter(|model| {
            model.is_configured || found.models == Models::Known || names.contains(&model.vendor_model)
        });
        let mut offered: Vec<Model> = own.map(|model| priced(model, &vendor)).collect();
        let is_offered = |name: &String, offered: &[Model]| offered.iter().any(|model| model.vendor_model == *name);
        let others: Vec<&String> = names.iter().filter(|name| !is_offered(name, &offered)).collect();
        match found.models {
            Models::Local => offered.extend(others.into_iter().map(|name| free(name, &vendor))),
            Models::Listed if !others.is_empty() => tracing::warn!(
                vendor = vendor.id,
                models = ?others,
                "these models have no price and are not offered; list them under [[models]] in potluck.toml",
            ),
            Models::Listed | Models::Known => {}
        }
        tracing::info!(vendor = vendor.id, models = offered.len(), "found an AI vendor");
        offered.retain(|model| !models.iter().any(|other| other.id == model.id));
        models.extend(offered);
    }
    for model in known.iter().filter(|model| model.is_configured && !models.iter().any(|other| other.id == model.id)) {
        if !vendors::is_well_known(&model.vendor_id) {
            let reason = ModelEntryError::NoVendor(model.vendor_id.clone());
            return Err(CatalogueError::Model { id: model.id.clone(), reason });
        }
        tracing::warn!(model = model.id, vendor = model.vendor_id, "not offered: its vendor has no key");
    }
    if models.is_empty() {
        models.push(demo()?);
    }
    Ok(models)
}

fn is_of(model: &Known, found: &Found) -> bool {
    model.vendor_id == found.id
}

/// What the vendor names itself, where that matters; `None` when it does not answer.
async fn names(found: &Found) -> Option<Vec<String>> {
    if found.models == Models::Known {
        return None;
    }
    let is_expected = found.models == Models::Listed;
    match timeout(LISTING_PATIENCE, list_models(&found.endpoint)).await {
        Ok(Ok(names)) => return Some(names),
        Ok(Err(error)) if is_expected => {
            tracing::warn!(vendor = found.id, %error, "the vendor does not say which models it has");
        }
        Err(_) if is_expected => {
            tracing::warn!(vendor = found.id, "the vendor does not say in time which models it has");
        }
        Ok(Err(_)) | Err(_) => {}
    }
    None
}

fn vendor(found: &Found) -> Result<Vendor, CatalogueError> {
    let refused = |reason| CatalogueError::Vendor { id: found.id.clone(), reason: VendorEntryError::Connect(reason) };
    let provider = connect(&found.endpoint).map_err(refused)?;
    Ok(Vendor { id: found.id.clone(), name: found.name.clone(), provider })
}

fn priced(model: &Known, vendor: &Arc<Vendor>) -> Model {
    Model {
        id: model.id.clone(),
        name: model.name.clone(),
        vendor: Arc::clone(vendor),
        vendor_model: model.vendor_model.clone(),
        price: CurrentPrice::new(model.price),
        price_source: model.price_source.clone(),
        context_tokens: model.context_tokens,
        input_tokens_max: model.input_tokens_max,
        max_output_tokens: model.max_output_tokens,
        task: model.task,
        dimensions: model.dimensions,
        fallback: model.fallback.clone(),
        images: model.images,
        reasoning: model.reasoning,
    }
}

/// A model of one's own machine: it has no list price.
fn free(name: &str, vendor: &Arc<Vendor>) -> Model {
    let nothing = PicoUsdPerToken::default();
    Model {
        id: name.to_owned(),
        name: format!("{name} (local)"),
        vendor: Arc::clone(vendor),
        vendor_model: name.to_owned(),
        price: CurrentPrice::new(ModelPrice {
            input: nothing,
            cached_input: nothing,
            cache_write: nothing,
            output: nothing,
            long: None,
        }),
        price_source: PriceSource::BuiltIn,
        context_tokens: LOCAL_CONTEXT_TOKENS,
        input_tokens_max: None,
        max_output_tokens: LOCAL_OUTPUT_TOKENS,
        task: Task::Either,
        dimensions: DIMENSIONS,
        fallback: None,
        images: false,
        reasoning: false,
    }
}

/// The model that answers when there is no other. It has prices like a real one's, so that shares can be tried.
fn demo() -> Result<Model, CatalogueError> {
    let found = Found {
        id: Kind::Demo.name().to_owned(),
        name: "Demo".to_owned(),
        endpoint: Endpoint::new(Kind::Demo, None),
        models: Models::Known,
    };
    let rate = |usd_per_mtok: &str| {
        usd_per_mtok.parse::<PicoUsdPerToken>().map_err(|reason| CatalogueError::Model {
            id: found.id.clone(),
            reason: ModelEntryError::Rate(RatesError { name: "demo", reason }),
        })
    };
    let (input, output) = (rate("2.50")?, rate("10.00")?);
    Ok(Model {
        id: "demo".to_owned(),
        name: "Demo model".to_owned(),
        vendor: Arc::new(vendor(&found)?),
        vendor_model: "potluck-demo".to_owned(),
        price: CurrentPrice::new(ModelPrice { input, cached_input: input, cache_write: input, output, long: None }),
        price_source: PriceSource::BuiltIn,
        context_tokens: 128_000,
        input_tokens_max: None,
        max_output_tokens: 4096,
        task: Task::Answers,
        dimensions: DIMENSIONS,
        fallback: None,
        images: true,
        reasoning: false,
    })
}
