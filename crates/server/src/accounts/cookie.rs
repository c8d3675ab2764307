//! The cookies of signing in: strict ones, for this server's own pages and nobody's scripts.

use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use cookie::time::Duration;

use crate::app::App;

/// Over HTTPS, browsers take a cookie of such a name from this very host only, and only over HTTPS, for all of its paths
/// (docs/decisions/0006).
const HOST_PREFIX: &str = "__Host-";
/// Over plain HTTP, the only place that the browser then sends it to.
const PLAIN_PATH: &str = "/api/v1/auth";

/// What is kept in a browser for this server alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The refresh token of its session.
    Refresh,
    /// The secret of its way to the issuer and back.
    Issuer,
    /// That somebody has signed in there.
    Known,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Refresh => "potluck_refresh",
            Self::Issuer => "potluck_issuer",
            Self::Known => "potluck_known",
        }
    }
}

/// A cookie to be set.
pub(super) fn set(app: &App, kind: Kind, value: String, max_age: Duration) -> Cookie<'static> {
    let is_https = app.settings.is_https();
    Cookie::build((full_name(app, kind), value))
        .path(if is_https { "/" } else { PLAIN_PATH })
        .http_only(true)
        .same_site(SameSite::Strict)
        .secure(is_https)
        .max_age(max_age)
        .build()
}

/// Takes a cookie away from the browser.
pub(super) fn unset(app: &App, kind: Kind) -> Cookie<'static> {
    set(app, kind, String::new(), Duration::ZERO)
}

/// What the browser sent.
pub(super) fn read<'a>(app: &App, jar: &'a CookieJar, kind: Kind) -> Option<&'a str> {
    jar.get(&full_name(app, kind)).map(Cookie::value)
}

fn full_name(app: &App, kind: Kind) -> String {
    let prefix = if app.settings.is_https() { HOST_PREFIX } else { "" };
    format!("{prefix}{}", kind.name())
}
