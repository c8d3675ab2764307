//! The vendors that can be asked: those that the environment names, and the operator's own.

use std::time::Duration;

use providers::{ConnectError, Endpoint, Kind, Secret, Timeouts};

use super::CatalogueError;
use crate::config::{ProviderEntry, Settings, VendorSettings};

/// How long to look for a model server of this machine.
const LOCAL_CONNECT: Duration = Duration::from_millis(300);

/// The vendors that are known by name: their ids are their kinds' words.
const WELL_KNOWN: [(Kind, &str); 4] = [
    (Kind::OpenAi, "OpenAI"),
    (Kind::Anthropic, "Anthropic"),
    (Kind::Gemini, "Google Gemini"),
    (Kind::Ollama, "Ollama"),
];

/// What can be wrong with a configured vendor.
#[derive(Debug, thiserror::Error)]
pub enum VendorEntryError {
    /// A format that Potluck does not speak.
    #[error("kind must be openai, anthropic, gemini or ollama")]
    Kind,
    /// The file with the key does not read.
    #[error("api_key_file cannot be read: {0}")]
    KeyFile(std::io::Error),
    /// The variable with the key is not set.
    #[error("the environment variable {0} of api_key_env is not set")]
    KeyVariable(String),
    /// It cannot be used like this.
    #[error(transparent)]
    Connect(#[from] ConnectError),
}

/// A vendor, before it is known what it has.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) endpoint: Endpoint,
    pub(super) models: Models,
}

/// How it is known which models a vendor has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Models {
    /// All that are known of it: it is the vendor itself.
    Known,
    /// Those that the operator listed, and of the shipped ones those that it names itself: somebody else's server.
    Listed,
    /// Whatever it names, without a price: this machine's or this house's own models.
    Local,
}

/// Whether a word names a vendor that could be there.
pub(super) fn is_well_known(id: &str) -> bool {
    WELL_KNOWN.iter().any(|(kind, _)| kind.name() == id)
}

pub(super) fn load(settings: &Settings) -> Result<Vec<Found>, CatalogueError> {
    let mut vendors: Vec<Found> =
        WELL_KNOWN.iter().filter_map(|&(kind, name)| from_environment(kind, name, &settings.vendors)).collect();
    for entry in &settings.providers {
        let vendor = configured(entry).map_err(|reason| CatalogueError::Vendor { id: entry.id.clone(), reason })?;
        match vendors.iter_mut().find(|other| other.id == vendor.id) {
            Some(other) => *other = vendor,
            None => vendors.push(vendor),
        }
    }
    Ok(vendors)
}

fn from_environment(kind: Kind, name: &str, vendors: &VendorSettings) -> Option<Found> {
    let (key, base_url) = match kind {
        Kind::OpenAi => (&vendors.openai_api_key, &vendors.openai_base_url),
        Kind::Anthropic => (&vendors.anthropic_api_key, &vendors.anthropic_base_url),
        Kind::Gemini => (&vendors.gemini_api_key, &vendors.gemini_base_url),
        // Found by itself on its usual port.
        Kind::Ollama => (&None, &vendors.ollama_host),
        Kind::Demo => return None,
    };
    let own_address = kind.default_base_url().to_owned();
    let is_elsewhere = base_url.as_ref().is_some_and(|url| url.trim_end_matches('/') != own_address);
    if key.is_none() && !is_elsewhere && kind != Kind::Ollama {
        return None;
    }
    let key = key.as_ref().map(|key| Secret::new(key.reveal().to_owned()));
    let mut endpoint = Endpoint::new(kind, key);
    endpoint.base_url = base_url.clone().unwrap_or(own_address);
    if kind == Kind::Ollama {
        endpoint.timeouts = Timeouts { connect: LOCAL_CONNECT, ..Timeouts::default() };
    }
    let models = match kind {
        Kind::Ollama => Models::Local,
        _ if is_elsewhere => Models::Listed,
        _ => Models::Known,
    };
    Some(Found { id: kind.name().to_owned(), name: name.to_owned(), endpoint, models })
}

fn configured(entry: &ProviderEntry) -> Result<Found, VendorEntryError> {
    let kind = Kind::from_name(&entry.kind).filter(|kind| *kind != Kind::Demo).ok_or(VendorEntryError::Kind)?;
    let mut timeouts = Timeouts::default();
    if let Some(seconds) = entry.first_token_seconds {
        timeouts.first_token = Duration::from_secs(seconds.into());
    }
    if let Some(seconds) = entry.silence_seconds {
        timeouts.silence = Duration::from_secs(seconds.into());
    }
    let endpoint = Endpoint { kind, base_url: entry.base_url.clone(), api_key: key(entry)?, timeouts };
    Ok(Found {
        id: entry.id.clone(),
        name: entry.name.clone().unwrap_or_else(|| entry.id.clone()),
        endpoint,
        models: if kind == Kind::Ollama { Models::Local } else { Models::Listed },
    })
}

fn key(entry: &ProviderEntry) -> Result<Option<Secret>, VendorEntryError> {
    if let Some(key) = &entry.api_key {
        return Ok(Some(Secret::new(key.reveal().to_owned())));
    }
    if let Some(path) = &entry.api_key_file {
        let key = std::fs::read_to_string(path).map_err(VendorEntryError::KeyFile)?;
        return Ok(Some(Secret::new(key.trim_end().to_owned())));
    }
    // Where the variable is set, the settings have its key.
    entry.api_key_env.as_ref().map_or(Ok(None), |name| Err(VendorEntryError::KeyVariable(name.clone())))
}
