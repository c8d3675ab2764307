//! Settings that are lists, addresses, or depend on one another: read from what was typed.

use std::net::IpAddr;

use ipnet::IpNet;
use reqwest::Url;

use super::issuer::secure_host;
use super::{ConfigError, Secret, StripeSettings};

/// There must be some way to pay.
pub(super) fn manual_payments(typed: String, stripe: &StripeSettings) -> Result<bool, ConfigError> {
    match typed.parse() {
        Ok(on) if on || stripe.secret_key.is_some() => Ok(on),
        Ok(_) => Err(ConfigError::Value {
            name: "POTLUCK_MANUAL_PAYMENTS",
            value: typed,
            expected: "true unless STRIPE_SECRET_KEY is set: members need a way to pay",
        }),
        Err(_) => Err(ConfigError::Value { name: "POTLUCK_MANUAL_PAYMENTS", value: typed, expected: "true or false" }),
    }
}

/// Separated by commas.
pub(super) fn webhook_secrets(typed: Option<&Secret>) -> Vec<Secret> {
    let all = typed.map_or("", Secret::reveal).split(',').map(str::trim);
    all.filter(|secret| !secret.is_empty()).map(|secret| Secret::new(secret.to_owned())).collect()
}

pub(super) fn public_url(typed: String) -> Result<String, ConfigError> {
    if typed.starts_with("http://") || typed.starts_with("https://") {
        return Ok(typed.trim_end_matches('/').to_owned());
    }
    Err(ConfigError::Value {
        name: "POTLUCK_PUBLIC_URL",
        value: typed,
        expected: "an address that begins with https:// or http://",
    })
}

/// Origins, separated by commas.
pub(super) fn push_services(typed: &str) -> Result<Vec<Url>, ConfigError> {
    let entries = typed.split(',').map(str::trim).filter(|entry| !entry.is_empty());
    let origin = |entry: &str| secure_host(entry).and_then(|_| Url::parse(entry).ok());
    entries.map(origin).collect::<Option<_>>().ok_or_else(|| ConfigError::Value {
        name: "POTLUCK_PUSH_SERVICES",
        value: typed.to_owned(),
        expected: "addresses that begin with https://, such as https://push.example.lan",
    })
}

/// Addresses and networks, separated by commas.
pub(super) fn trusted_proxies(typed: &str) -> Result<Vec<IpNet>, ConfigError> {
    let entries = typed.split(',').map(str::trim).filter(|entry| !entry.is_empty());
    let network = |entry: &str| entry.parse().or_else(|_| entry.parse::<IpAddr>().map(IpNet::from));
    entries.map(network).collect::<Result<_, _>>().map_err(|_| ConfigError::Value {
        name: "POTLUCK_TRUSTED_PROXIES",
        value: typed.to_owned(),
        expected: "addresses and networks, such as 127.0.0.1, 10.0.0.0/8",
    })
}
