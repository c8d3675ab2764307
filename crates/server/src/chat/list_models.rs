//! `GET /models`

use axum::extract::{Query, State};
use domain::id::GroupId;
use serde::{Deserialize, Serialize};
use store::groups;
use utoipa::{IntoParams, ToSchema};

use crate::app::App;
use crate::catalogue::Model;
use crate::http::{Caller, Page, Problem};

/// Whose models.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListModels {
    /// Only those that this group's plan includes.
    pub group_id: Option<GroupId>,
}

/// A model that can be asked.
#[derive(Serialize, ToSchema)]
pub struct ModelBody {
    /// What requests call it.
    pub id: String,
    /// What people see.
    pub name: String,
    /// Who answers, as people see it.
    pub provider: String,
    /// How its vendor is doing: `up`, `troubled`, or `down`, when it is left alone for a while.
    #[schema(example = "up")]
    pub health: &'static str,
    /// Whether it is the demo model, that only pretends.
    pub demo: bool,
    /// How many tokens request and answer can have together.
    pub context_tokens: u32,
    /// How many tokens one answer can have.
    pub max_output_tokens: u32,
    /// The model that answers chats in its place while its vendor is down.
    pub fallback: Option<String>,
    /// Whether it answers when nobody chose a model.
    pub default: bool,
    /// List prices.
    pub price: PriceBody,
    /// What it can do beside text.
    pub abilities: AbilitiesBody,
}

/// List prices, in nano-USD for a million tokens.
#[derive(Serialize, ToSchema)]
pub struct PriceBody {
    /// Read anew.
    pub input_nanousd_per_mtok: u64,
    /// Read from the vendor's cache.
    pub cached_input_nanousd_per_mtok: u64,
    /// Answered.
    pub output_nanousd_per_mtok: u64,
}

/// What a model can do beside text.
#[derive(Serialize, ToSchema)]
pub struct AbilitiesBody {
    /// Reads images.
    pub images: bool,
    /// Thinks before it answers.
    pub reasoning: bool,
}

impl ModelBody {
    fn new(model: &Model, default: bool) -> Self {
        let price = model.price.get();
        Self {
            id: model.id.clone(),
            name: model.name.clone(),
            provider: model.vendor.name.clone(),
            health: model.vendor.provider.health().name(),
            demo: model.is_demo(),
            context_tokens: model.context_tokens,
            max_output_tokens: model.max_output_tokens,
            fallback: model.fallback.clone(),
            default,
            price: PriceBody {
                input_nanousd_per_mtok: price.input.nano_usd_per_million(),
                cached_input_nanousd_per_mtok: price.cached_input.nano_usd_per_million(),
                output_nanousd_per_mtok: price.output.nano_usd_per_million(),
            },
            abilities: AbilitiesBody { images: model.images, reasoning: model.reasoning },
        }
    }
}

/// The models that answer on this server, or those of them that a group's plan includes.
#[utoipa::path(get, path = "/models", tag = "chat", params(ListModels),
    responses((status = 200, body = Page<ModelBody>)))]
pub async fn list_models(
    State(app): State<App>,
    caller: Caller,
    Query(filter): Query<ListModels>,
) -> Result<axum::Json<Page<ModelBody>>, Problem> {
    let plan = match filter.group_id {
        Some(group) => {
            let mut connection = app.connection().await?;
            groups::membership(&mut connection, group, caller.user).await?.ok_or_else(Problem::not_found)?;
            groups::find(&mut connection, group).await?.map(|group| group.plan)
        }
        None => None,
    };
    let included = app
        .catalogue
        .models()
        .iter()
        .filter(|model| model.answers())
        .filter(|model| plan.as_ref().is_none_or(|plan| app.catalogue.includes(plan, model)));
    let items = included.enumerate().map(|(index, model)| ModelBody::new(model, index == 0)).collect();
    Ok(axum::Json(Page::whole(items)))
}
