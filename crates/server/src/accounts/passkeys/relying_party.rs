//! Who asks for passkeys: this server, by the name that people reach it by.

use http::StatusCode;
use jiff::SignedDuration;
use webauthn_rs::prelude::{Url, WebauthnError};
use webauthn_rs::{Webauthn, WebauthnBuilder};

use crate::config::Settings;
use crate::http::Problem;

/// How long somebody may look for their key.
pub(super) const CEREMONY_LIFE: SignedDuration = SignedDuration::from_mins(5);

/// Where passkeys work; `None`: nowhere. Browsers want a name and HTTPS, and make one exception: this machine, as `localhost`.
pub(in crate::accounts) fn origin(settings: &Settings) -> Option<Url> {
    let mut origin = Url::parse(&settings.public_url()).ok()?;
    let address = origin.host_str().map(|host| host.trim_matches(['[', ']']).parse::<std::net::IpAddr>());
    if let Some(Ok(address)) = address
        && (address.is_loopback() || address.is_unspecified())
    {
        origin.set_host(Some("localhost")).ok()?;
    }
    let name = origin.domain()?;
    (origin.scheme() == "https" || name == "localhost" || name.ends_with(".localhost")).then_some(origin)
}

/// The library, set up for this server.
pub(super) fn relying_party(settings: &Settings) -> Result<Webauthn, Problem> {
    let origin = origin(settings).ok_or_else(|| {
        Problem::new(
            StatusCode::CONFLICT,
            "passkeys_unavailable",
            "Passkeys need this server to be reached by a name over HTTPS (POTLUCK_PUBLIC_URL); ask its operator.",
        )
    })?;
    let name = origin.domain().unwrap_or_default();
    WebauthnBuilder::new(name, &origin).and_then(|it| it.rp_name("Potluck").build()).map_err(Problem::internal)
}

/// What a browser brought does not fit. Why is for the log only: it says nothing that its owner could do about it.
pub(super) fn refused(error: &WebauthnError) -> Problem {
    tracing::info!(%error, "a passkey was refused");
    not_accepted()
}

/// The passkey, the challenge or the time is not the right one.
pub(super) fn not_accepted() -> Problem {
    Problem::new(
        StatusCode::UNAUTHORIZED,
        "passkey_refused",
        "This passkey was not accepted. Try again, or sign in with your password.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin_of(public_url: &str) -> Option<String> {
        let lookup = |name: &str| (name == "POTLUCK_PUBLIC_URL").then(|| public_url.to_owned());
        origin(&Settings::load(&lookup).unwrap()).map(|origin| origin.to_string())
    }

    #[test]
    fn passkeys_work_by_name_over_https_and_on_this_machine() {
        for (public_url, expected) in [
            ("https://potluck.example", Some("https://potluck.example/")),
            ("https://potluck.example:8443", Some("https://potluck.example:8443/")),
            ("http://127.0.0.1:8080", Some("http://localhost:8080/")),
            ("http://[::1]:8080", Some("http://localhost:8080/")),
            ("http://0.0.0.0:8080", Some("http://localhost:8080/")),
            ("http://localhost:8080", Some("http://localhost:8080/")),
            ("http://potluck.example", None),
            ("https://192.0.2.1", None),
        ] {
            assert_eq!(origin_of(public_url).as_deref(), expected, "{public_url}");
        }
    }
}
