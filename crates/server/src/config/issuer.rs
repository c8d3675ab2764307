//! The `OpenID` Connect issuer: all of it, or none.

use super::file::OidcEntry;
use super::{ConfigError, Secret};

/// An `OpenID` Connect issuer, and this server as it knows it.
#[derive(Clone, Debug)]
pub struct IssuerSettings {
    /// Its address, as it calls itself in its tokens.
    pub url: String,
    /// This server's name with it.
    pub client_id: String,
    /// What this server shows it; absent: it is a public client, and PKCE alone protects the code.
    pub client_secret: Option<Secret>,
    /// What people know it by.
    pub name: String,
}

impl IssuerSettings {
    pub(super) fn assemble(
        file: &OidcEntry,
        variable: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Option<Self>, ConfigError> {
        let text = |name: &str, in_file: &Option<String>| variable(name).or_else(|| in_file.clone());
        let (url, client_id) =
            (text("POTLUCK_OIDC_ISSUER", &file.issuer), text("POTLUCK_OIDC_CLIENT_ID", &file.client_id));
        let (url, client_id) = match (url, client_id) {
            (None, None) => return Ok(None),
            (Some(url), Some(client_id)) => (url, client_id),
            (Some(_), None) => return Err(missing("POTLUCK_OIDC_CLIENT_ID", "this server's name with the issuer")),
            (None, Some(_)) => return Err(missing("POTLUCK_OIDC_ISSUER", "the issuer's address")),
        };
        let Some(host) = secure_host(&url) else {
            return Err(ConfigError::Value {
                name: "POTLUCK_OIDC_ISSUER",
                value: url,
                expected: "an address that begins with https://",
            });
        };
        Ok(Some(Self {
            client_id,
            client_secret: variable("POTLUCK_OIDC_CLIENT_SECRET")
                .map(Secret::new)
                .or_else(|| file.client_secret.clone()),
            name: text("POTLUCK_OIDC_NAME", &file.name).unwrap_or(host),
            url,
        }))
    }
}

/// The host of an HTTPS address; of any on this machine.
pub(super) fn secure_host(url: &str) -> Option<String> {
    let url: http::Uri = url.parse().ok()?;
    let host = url.host()?;
    let is_here = host == "localhost"
        || host.trim_matches(['[', ']']).parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback());
    (url.scheme_str() == Some("https") || url.scheme_str() == Some("http") && is_here).then(|| host.to_owned())
}

fn missing(name: &'static str, expected: &'static str) -> ConfigError {
    ConfigError::Value { name, value: String::new(), expected }
}
