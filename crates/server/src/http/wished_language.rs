//! The language that a browser asks for.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use domain::language::Language;
use http::header;
use http::request::Parts;

/// The best of the languages that the request wishes for (`Accept-Language`).
pub struct WishedLanguage(pub Language);

impl<S: Send + Sync> FromRequestParts<S> for WishedLanguage {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let wishes = parts.headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        Ok(Self(Language::best(wishes.unwrap_or_default())))
    }
}
