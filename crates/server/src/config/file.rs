//! The form of `potluck.toml`.

use std::path::Path;

use serde::Deserialize;

use super::{ConfigError, Secret};

/// The file; every key is optional, and an unknown one is refused so that a misspelling is noticed.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct File {
    pub(super) listen: Option<String>,
    pub(super) public_url: Option<String>,
    pub(super) trusted_proxies: Option<Vec<String>>,
    pub(super) sign_up: Option<String>,
    pub(super) email_verification: Option<bool>,
    pub(super) oidc: OidcEntry,
    pub(super) data_dir: Option<String>,
    pub(super) postgres_bin: Option<String>,
    pub(super) secret: Option<Secret>,
    pub(super) secret_previous: Option<Secret>,
    pub(super) database_url: Option<Secret>,
    pub(super) database_connections: Option<u32>,
    pub(super) files_url: Option<Secret>,
    pub(super) push_services: Option<Vec<String>>,
    pub(super) smtp_url: Option<Secret>,
    pub(super) mail_from: Option<String>,
    pub(super) mail_templates: Option<String>,
    pub(super) metrics_token: Option<Secret>,
    pub(super) seller: Option<String>,
    pub(super) manual_payments: Option<bool>,
    pub(super) stripe_secret_key: Option<Secret>,
    pub(super) stripe_webhook_secret: Option<Secret>,
    pub(super) stripe_api_base: Option<String>,
    pub(super) automatic_titles: Option<bool>,
    pub(super) openai_api_key: Option<Secret>,
    pub(super) openai_base_url: Option<String>,
    pub(super) anthropic_api_key: Option<Secret>,
    pub(super) anthropic_base_url: Option<String>,
    pub(super) gemini_api_key: Option<Secret>,
    pub(super) gemini_base_url: Option<String>,
    pub(super) ollama_host: Option<String>,
    pub(super) plans: Vec<PlanEntry>,
    pub(super) providers: Vec<ProviderEntry>,
    pub(super) models: Vec<ModelEntry>,
}

/// The issuer that people may sign in with.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct OidcEntry {
    pub(super) issuer: Option<String>,
    pub(super) client_id: Option<String>,
    pub(super) client_secret: Option<Secret>,
    pub(super) name: Option<String>,
}

/// A plan that the operator sells.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanEntry {
    /// Short lower-case name; one that is shipped is replaced.
    pub code: String,
    /// What people see.
    pub name: String,
    /// 2 to 5.
    pub seats: u8,
    /// A month, for the whole group: "24.00 USD".
    pub price: String,
    /// List-price usage included, in USD: "20.00".
    pub credit_usd: String,
    /// Ids of the models that the plan allows; absent: all.
    pub models: Option<Vec<String>>,
}

/// An AI vendor or server.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProviderEntry {
    /// Short name that models refer to.
    pub id: String,
    /// What people see; absent: the id.
    pub name: Option<String>,
    /// `openai`, `anthropic`, `gemini` or `ollama`.
    pub kind: String,
    /// Where it answers, with the version's path as in `http://127.0.0.1:8000/v1`.
    pub base_url: String,
    /// The key itself.
    pub api_key: Option<Secret>,
    /// A file that holds the key.
    pub api_key_file: Option<String>,
    /// An environment variable that holds the key.
    pub api_key_env: Option<String>,
    /// How long to wait for the first token, in seconds; absent: 120. A slow machine reads a long question for minutes.
    pub first_token_seconds: Option<u32>,
    /// How long it may say nothing after that, in seconds; absent: 60.
    pub silence_seconds: Option<u32>,
}

/// A model with its list prices, in USD for a million tokens.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ModelEntry {
    /// The id in potluck; one that is shipped is replaced.
    pub id: String,
    /// What people see; absent: the id.
    pub name: Option<String>,
    /// The id of its provider.
    pub provider: String,
    /// The vendor's name for it; absent: the id.
    pub vendor_model: Option<String>,
    /// "1.00"
    pub input_usd_per_mtok: String,
    /// Absent: as the input.
    pub cached_input_usd_per_mtok: Option<String>,
    /// Absent: as the input.
    pub cache_write_usd_per_mtok: Option<String>,
    /// "2.00"; may be absent for one that makes embeddings.
    #[serde(default)]
    pub output_usd_per_mtok: String,
    /// How much it can read.
    pub context_tokens: u32,
    /// Longer requests are refused: above this the vendor charges more for all of it. Absent: no limit of its own.
    pub input_tokens_max: Option<u32>,
    /// How much it can write in one answer; may be absent for one that makes embeddings.
    #[serde(default)]
    pub max_output_tokens: u32,
    /// Whether it makes embeddings, and does not answer.
    #[serde(default)]
    pub embeddings: bool,
    /// How many numbers an embedding has where a request does not say. Absent: 3072, as of the vendors' largest models.
    pub dimensions: Option<u32>,
    /// The id of a model that answers chats while this one's vendor is down. Absent: none.
    pub fallback: Option<String>,
    /// What all of a long request costs instead. Absent: the same at every length.
    pub long: Option<LongEntry>,
    /// Whether it reads images.
    #[serde(default)]
    pub images: bool,
    /// Whether it thinks before it answers.
    #[serde(default)]
    pub reasoning: bool,
}

/// List prices of requests that are longer than so many tokens, for all of the request and its answer.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LongEntry {
    /// The longest request that is not long.
    pub above_tokens: u32,
    /// "2.00"
    pub input_usd_per_mtok: String,
    /// Absent: as the input.
    pub cached_input_usd_per_mtok: Option<String>,
    /// Absent: as the input.
    pub cache_write_usd_per_mtok: Option<String>,
    /// "3.00"
    pub output_usd_per_mtok: String,
}

impl ProviderEntry {
    /// Takes the key from the environment, where neither it nor its file is named.
    pub(super) fn read_key(&mut self, variable: &dyn Fn(&str) -> Option<String>) {
        if let (None, None, Some(name)) = (&self.api_key, &self.api_key_file, &self.api_key_env) {
            self.api_key = variable(name).map(Secret::new);
        }
    }
}

impl File {
    /// Reads the file at `path`.
    pub(super) fn read(path: &Path) -> Result<Self, ConfigError> {
        let text =
            std::fs::read_to_string(path).map_err(|source| ConfigError::Read { path: path.to_owned(), source })?;
        toml::from_str(&text).map_err(|source| ConfigError::Parse { path: path.to_owned(), source: Box::new(source) })
    }
}
