//! Whose message it is (RFC 8292).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use serde::Deserialize;

#[derive(Deserialize)]
struct Claims {
    exp: u64,
    sub: String,
}

/// Whom one can ask about a message; `None`: it is not signed by this key for this service, or for longer than a day.
pub(super) fn contact(authorization: &str, server_key: &str, service: &str) -> Option<String> {
    let (token, key) = authorization.strip_prefix("vapid t=")?.split_once(", k=")?;
    let point = URL_SAFE_NO_PAD.decode(key).ok().filter(|_| key == server_key)?;
    let coordinate = |from: usize| Some(URL_SAFE_NO_PAD.encode(point.get(from..from + 32)?));
    let public = DecodingKey::from_ec_components(&coordinate(1)?, &coordinate(33)?).ok()?;
    let mut wanted = Validation::new(Algorithm::ES256);
    wanted.set_audience(&[service]);
    wanted.set_required_spec_claims(&["aud", "exp", "sub"]);
    let claims = decode::<Claims>(token, &public, &wanted).ok()?.claims;
    let is_short = claims.exp <= jsonwebtoken::get_current_timestamp() + 24 * 3600;
    let is_somebody = claims.sub.starts_with("mailto:") || claims.sub.starts_with("https://");
    (is_short && is_somebody).then_some(claims.sub)
}
