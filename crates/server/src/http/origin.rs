//! By which name a request came, and from whose page: another site's pages cannot act here, and a name that somebody else
//! points at this server does not lead to it.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, Method, StatusCode, Uri, header};

use super::Problem;
use crate::app::App;
use crate::config::Settings;

/// What watches the server asks by any name, and learns nothing of anybody.
const WATCHED: [&str; 3] = ["/healthz", "/readyz", "/metrics"];

/// Refuses requests by a foreign name, and changes that another site's page asks for. Access tokens already keep such a page
/// out, and `SameSite` keeps the cookie from it; this does not depend on either.
pub async fn refuse_foreign(State(app): State<App>, request: Request, next: Next) -> Response {
    if WATCHED.contains(&request.uri().path()) {
        return next.run(request).await;
    }
    let Ok(host) = host(&request) else {
        return Problem::new(StatusCode::BAD_REQUEST, "malformed_request", "Send one Host header.").into_response();
    };
    if host.as_deref().is_some_and(|host| !is_ours(&app.settings, host)) {
        return Problem::new(
            StatusCode::MISDIRECTED_REQUEST,
            "wrong_host",
            "This server has another name. Use the address that its operator gave you; operators set POTLUCK_PUBLIC_URL, and \
             let a proxy in front pass the Host header on.",
        )
        .into_response();
    }
    if is_change(request.method()) && is_from_elsewhere(&app.settings, request.headers(), host.as_deref()) {
        return Problem::new(
            StatusCode::FORBIDDEN,
            "cross_site",
            "Another site's page asked for this. Open Potluck itself and do it there.",
        )
        .into_response();
    }
    next.run(request).await
}

/// More than one name.
struct Ambiguous;

/// The name that the request was sent to; HTTP/1.0 has none.
fn host(request: &Request) -> Result<Option<String>, Ambiguous> {
    let mut named = request.headers().get_all(header::HOST).iter();
    let first = named.next();
    if named.next().is_some() {
        return Err(Ambiguous);
    }
    let named = first.map(|value| value.to_str().map(str::to_owned)).transpose().map_err(|_| Ambiguous)?;
    Ok(named.or_else(|| request.uri().authority().map(|authority| authority.as_str().to_owned())))
}

/// Whether this name leads here on purpose. Without a configured address, and open to a whole network, any name may be an
/// operator's own.
fn is_ours(settings: &Settings, host: &str) -> bool {
    let name = bare(host);
    let is_this_machine =
        name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback());
    let is_listened = name == settings.listen.ip().to_string();
    match settings.public_host() {
        Some(public) => is_this_machine || is_listened || same_host(&public, host),
        None => is_this_machine || is_listened || !settings.listen.ip().is_loopback(),
    }
}

fn is_change(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Whether a browser says that another site's page is behind this. Programs say nothing of the kind, and have no cookies that
/// they did not mean to send.
fn is_from_elsewhere(settings: &Settings, headers: &HeaderMap, host: Option<&str>) -> bool {
    if let Some(site) = headers.get("sec-fetch-site") {
        return site != "same-origin" && site != "none";
    }
    // Older browsers, and pages over plain HTTP.
    let Some(origin) = headers.get(header::ORIGIN) else { return false };
    let Some(origin) = origin.to_str().ok().and_then(host_of) else { return true };
    let is_public = settings.public_host().is_some_and(|public| same_host(&public, &origin));
    !is_public && !host.is_some_and(|host| same_host(host, &origin))
}

fn host_of(url: &str) -> Option<String> {
    Some(url.parse::<Uri>().ok()?.authority()?.as_str().to_owned())
}

/// Names are the same in upper and lower case, with and without a default port.
fn same_host(one: &str, other: &str) -> bool {
    let plain = |host: &str| {
        let host = host.to_ascii_lowercase();
        host.strip_suffix(":443").or_else(|| host.strip_suffix(":80")).map_or(host.clone(), str::to_owned)
    };
    plain(one) == plain(other)
}

/// The name without its port.
fn bare(host: &str) -> String {
    let host = host.to_ascii_lowercase();
    if let Some(address) = host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        return address.0.to_owned();
    }
    host.split_once(':').map_or(host.clone(), |(name, _)| name.to_owned())
}
