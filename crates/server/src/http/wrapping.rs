//! What surrounds every request: its id, its line in the log, the form of refusals, and the browser's safety headers.

use axum::extract::{MatchedPath, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderName, HeaderValue, StatusCode, header};
use uuid::Uuid;

use super::Problem;
use super::body::body_too_large;
use crate::app::App;
use crate::lifecycle::count_panic;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Gives the request an id, logs how it went, and writes the body of a refusal. The log names the route, never the path: a
/// path can hold an invitation's token.
pub async fn complete_problems(request: Request, next: Next) -> Response {
    let request_id = Uuid::now_v7().to_string();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let is_api = request.uri().path().starts_with("/api/");
    let started = std::time::Instant::now();

    let mut response = next.run(request).await;
    let status = response.status();
    let problem = response.extensions_mut().remove::<Problem>();
    if let Some(problem) = problem.or_else(|| (is_api && !status.is_success()).then(|| by_status(status)).flatten()) {
        if let Some(cause) = problem.cause() {
            tracing::error!(%request_id, %method, route, cause, "a request failed");
        }
        response = problem.respond(Some(request_id.clone()));
    }
    let duration = started.elapsed();
    tracing::debug!(%request_id, %method, route, status = status.as_u16(), ?duration, "request");
    metrics::counter!("potluck_http_requests_total",
        "method" => method.as_str().to_owned(), "route" => route.clone().unwrap_or_default(),
        "status" => status.as_u16().to_string())
    .increment(1);
    metrics::histogram!("potluck_http_request_seconds", "route" => route.unwrap_or_default())
        .record(duration.as_secs_f64());
    if let Ok(value) = HeaderValue::from_str(&request_id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

/// The problem for what the router itself refuses.
fn by_status(status: StatusCode) -> Option<Problem> {
    match status {
        StatusCode::NOT_FOUND => Some(Problem::not_found()),
        StatusCode::METHOD_NOT_ALLOWED => {
            Some(Problem::new(status, "method_not_allowed", "This address does not answer that method; see /api/docs."))
        }
        StatusCode::PAYLOAD_TOO_LARGE => Some(body_too_large()),
        StatusCode::BAD_REQUEST => {
            Some(Problem::new(status, "malformed_request", "The address or a parameter in it is malformed."))
        }
        status if status.is_server_error() => Some(Problem::internal("the router refused")),
        _ => None,
    }
}

/// A handler that panicked is our fault and one request's trouble.
#[must_use]
pub fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    count_panic("handler");
    Problem::internal("a handler panicked").into_response()
}

/// What no page of ours does needs any of these; passkeys, the clipboard and full screen stay at the browser's default.
const PERMISSIONS: &str = "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), \
    gyroscope=(), hid=(), magnetometer=(), microphone=(), midi=(), payment=(), serial=(), usb=()";

/// Only what this server sends itself is run, drawn or fetched.
const CONTENT_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
    font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; frame-src 'self'; \
    base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// The page that draws diagrams, and its policy: scripts of ours in an origin of nobody's, no network, no other page. What a model
/// wrote is drawn there (decision 22).
const DIAGRAM_PAGE: &str = "/diagram.html";
const DIAGRAM_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; base-uri 'none'; \
    form-action 'none'; frame-ancestors 'self'; sandbox allow-scripts";

/// Two years, and for every name below this one.
const ONLY_HTTPS: HeaderValue = HeaderValue::from_static("max-age=63072000; includeSubDomains");

/// Headers that keep a browser from doing what no page of ours needs.
pub async fn guard_browser(State(app): State<App>, request: Request, next: Next) -> Response {
    let policy = if request.uri().path() == DIAGRAM_PAGE { DIAGRAM_POLICY } else { CONTENT_POLICY };
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert("cross-origin-opener-policy", HeaderValue::from_static("same-origin"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    headers.insert("permissions-policy", HeaderValue::from_static(PERMISSIONS));
    if app.settings.is_https() {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, ONLY_HTTPS);
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}
