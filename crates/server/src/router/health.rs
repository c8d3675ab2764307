//! For those who watch the server: alive, ready, and counting.

use axum::Router;
use axum::extract::{ConnectInfo, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::{HeaderMap, StatusCode, header};
use std::net::SocketAddr;
use subtle::ConstantTimeEq;

use crate::app::App;
use crate::http::Problem;
use crate::telemetry;

/// What proxies add to a request of somebody else's.
const FORWARDED: [&str; 3] = ["forwarded", "x-forwarded-for", "x-real-ip"];

pub(super) fn routes() -> Router<App> {
    Router::new().route("/healthz", get(alive)).route("/readyz", get(ready)).route("/metrics", get(metrics))
}

/// The process answers.
async fn alive() -> &'static str {
    "alive\n"
}

/// The process can do its work: the database answers, and it is not stopping.
async fn ready(State(app): State<App>) -> Response {
    let answers = match app.connection().await {
        Ok(mut connection) => store::clock::now(&mut connection).await.is_ok(),
        Err(_) => false,
    };
    if answers && !app.lifecycle.is_stopping() {
        "ready\n".into_response()
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "not ready\n").into_response()
    }
}

/// Prometheus metrics, for this machine, or for whoever has the token.
async fn metrics(
    State(app): State<App>,
    peer: Option<axum::Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
) -> Result<String, Problem> {
    let allowed = match &app.settings.metrics_token {
        Some(token) => headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.as_bytes().strip_prefix(b"Bearer "))
            .is_some_and(|given| given.ct_eq(token.reveal().as_bytes()).into()),
        // A proxy on this machine says for whom it speaks; that is not this machine.
        None => {
            peer.is_some_and(|peer| peer.0.0.ip().is_loopback())
                && !FORWARDED.iter().any(|by| headers.contains_key(*by))
        }
    };
    if allowed { Ok(telemetry::metrics().render()) } else { Err(Problem::not_found()) }
}
