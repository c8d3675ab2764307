//! Who may come in: whoever has a good key. Handlers that take a [`KeyHolder`] or a [`RecentKeyHolder`] can be reached by nobody
//! else.

use std::time::Instant;

use axum::extract::{FromRef, FromRequestParts};
use axum::response::Response;
use http::request::Parts;
use http::{HeaderMap, header};
use providers::Format;
use store::api_keys::{self, Holder};
use store::clock;

use super::refused::{Refused, Why};
use super::secret::KeySecret;
use crate::app::App;

/// A member's program, with a key that is good now.
pub struct KeyHolder(pub(super) Holder);

/// A member's program, with a key that was good a moment ago: enough for reading a request, as its admission looks again.
pub struct RecentKeyHolder(pub(super) Holder);

impl<S> FromRequestParts<S> for KeyHolder
where
    S: Send + Sync,
    App: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let app = App::from_ref(state);
        find(&app, &parts.headers).await.map(Self).map_err(|refused| refused.respond(format(parts)))
    }
}

impl<S> FromRequestParts<S> for RecentKeyHolder
where
    S: Send + Sync,
    App: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let app = App::from_ref(state);
        let known = secret(&parts.headers).and_then(|secret| app.hub.known_keys().find(&secret.hash(), Instant::now()));
        match known {
            Some(holder) => Ok(Self(holder)),
            None => find(&app, &parts.headers).await.map(Self).map_err(|refused| refused.respond(format(parts))),
        }
    }
}

async fn find(app: &App, headers: &HeaderMap) -> Result<Holder, Refused> {
    let hash = secret(headers).ok_or_else(Refused::unauthenticated)?.hash();
    let asked = Instant::now();
    let holder = app.statements.run(async |db| api_keys::find(db, &hash).await).await?;
    let holder = holder.ok_or_else(Refused::unauthenticated)?;
    if holder.limits.expires_at.is_none() {
        app.hub.known_keys().note(hash, holder.clone(), asked);
    } else if holder.limits.expired(app.statements.run(clock::now).await?) {
        return Err(Refused::new(
            Why::Unauthenticated,
            "This API key has expired. Make a new one in Potluck's settings.",
        ));
    }
    Ok(holder)
}

/// The key, as `OpenAI`'s or as Anthropic's clients send it.
fn secret(headers: &HeaderMap) -> Option<KeySecret> {
    let text = |name| headers.get(name)?.to_str().ok();
    let bearer = text(header::AUTHORIZATION).and_then(|value| {
        let (scheme, token) = value.split_once(' ')?;
        scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
    });
    bearer.or_else(|| text(header::HeaderName::from_static("x-api-key"))).and_then(KeySecret::read)
}

/// The format that a request's client speaks, as far as its head says.
pub(super) fn format(parts: &Parts) -> Format {
    match parts.uri.path() {
        "/v1/messages" | "/v1/messages/count_tokens" => Format::Messages,
        "/v1/embeddings" => Format::Embeddings,
        "/v1/responses" => Format::Responses,
        _ if parts.headers.contains_key("anthropic-version") => Format::Messages,
        _ => Format::ChatCompletions,
    }
}
