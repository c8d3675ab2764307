//! Whether an ID token is to be believed (`OpenID` Connect Core 1.0 §3.1.3.7, RFC 8725).

use jsonwebtoken::jwk::{Jwk, JwkSet, KeyAlgorithm, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde::Deserialize;
use serde::de::IgnoredAny;
use subtle::ConstantTimeEq;

use super::{Identity, IssuerError};

/// Public-key signatures only. A token that names another algorithm is not looked at.
const ALGORITHMS: [Algorithm; 6] =
    [Algorithm::RS256, Algorithm::PS256, Algorithm::ES256, Algorithm::ES384, Algorithm::EdDSA, Algorithm::RS512];
/// How far the issuer's clock may be off.
const LEEWAY_SECONDS: u64 = 60;
/// Longer names are none.
const SUBJECT_BYTES_MAX: usize = 255;

/// For whom and about what it has to be.
pub(super) struct Expected<'a> {
    pub(super) issuer: &'a str,
    pub(super) client_id: &'a str,
    pub(super) nonce: &'a str,
}

#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: Audience,
    azp: Option<String>,
    nonce: Option<String>,
    email: Option<String>,
    #[serde(default)]
    email_verified: Truth,
    name: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    Several(Vec<String>),
    One(IgnoredAny),
}

/// A claim that some issuers write as a text.
#[derive(Deserialize, Default)]
#[serde(untagged)]
enum Truth {
    #[default]
    Absent,
    Said(bool),
    Written(String),
}

/// The name of the key that it claims to be signed with.
pub(super) fn key_id(token: &str) -> Result<Option<String>, IssuerError> {
    Ok(jsonwebtoken::decode_header(token).map_err(|_| IssuerError::Token("it is no signed token"))?.kid)
}

pub(super) fn verify(token: &str, keys: &JwkSet, expected: &Expected<'_>) -> Result<Identity, IssuerError> {
    let header = jsonwebtoken::decode_header(token).map_err(|_| IssuerError::Token("it is no signed token"))?;
    if !ALGORITHMS.contains(&header.alg) {
        return Err(IssuerError::Token("its algorithm is not allowed"));
    }
    let key =
        key_for(keys, header.kid.as_deref(), header.alg).ok_or(IssuerError::Token("its key is not the issuer's"))?;
    let key = DecodingKey::from_jwk(key).map_err(|_| IssuerError::Token("its key does not read"))?;
    let mut validation = Validation::new(header.alg);
    validation.set_issuer(&[expected.issuer]);
    validation.set_audience(&[expected.client_id]);
    validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    validation.validate_nbf = true;
    validation.leeway = LEEWAY_SECONDS;
    let claims = jsonwebtoken::decode::<Claims>(token, &key, &validation)
        .map_err(|_| IssuerError::Token("signature, issuer, audience or time is wrong"))?
        .claims;
    believe(claims, expected)
}

/// The rest of what has to be right, once the signature is.
fn believe(claims: Claims, expected: &Expected<'_>) -> Result<Identity, IssuerError> {
    let is_for_others_too = match &claims.aud {
        Audience::Several(clients) => clients.len() > 1,
        Audience::One(_) => false,
    };
    if is_for_others_too && claims.azp.is_none() || claims.azp.is_some_and(|azp| azp != expected.client_id) {
        return Err(IssuerError::Token("it was made for another client"));
    }
    let nonce = claims.nonce.unwrap_or_default();
    if !bool::from(nonce.as_bytes().ct_eq(expected.nonce.as_bytes())) {
        return Err(IssuerError::Token("it was made for another sign-in"));
    }
    if claims.sub.is_empty() || claims.sub.len() > SUBJECT_BYTES_MAX {
        return Err(IssuerError::Token("it names nobody"));
    }
    let email_verified = match claims.email_verified {
        Truth::Absent => false,
        Truth::Said(is_so) => is_so,
        Truth::Written(text) => text == "true",
    };
    Ok(Identity { issuer: claims.iss, subject: claims.sub, email: claims.email, email_verified, name: claims.name })
}

/// The key by that name; without a name, the only one that could have signed it.
fn key_for<'a>(keys: &'a JwkSet, key_id: Option<&str>, algorithm: Algorithm) -> Option<&'a Jwk> {
    let mut fitting = keys.keys.iter().filter(|key| {
        let is_for_signing = !matches!(key.common.public_key_use, Some(PublicKeyUse::Encryption));
        let is_for_this = key.common.key_algorithm.is_none_or(|named| is_named(named, algorithm));
        is_for_signing && is_for_this && key_id.is_none_or(|id| key.common.key_id.as_deref() == Some(id))
    });
    let key = fitting.next()?;
    fitting.next().is_none().then_some(key)
}

fn is_named(named: KeyAlgorithm, algorithm: Algorithm) -> bool {
    named.to_string().parse::<Algorithm>().is_ok_and(|named| named == algorithm)
}
