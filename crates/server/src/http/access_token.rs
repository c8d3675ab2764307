//! Access tokens: signed, ten minutes long, carrying the content key encrypted to the server's token key (DESIGN.md §5).
//!
//! The key that signs is another one every day; the header names it (`kid`). A key signs only tokens that begin on its day, so
//! that one which got known is worth nothing afterwards.

use domain::id::{SessionId, UserId};
use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use vault::ContentKey;

use crate::keys::{Keys, random};

/// How long an access token is accepted, in seconds.
pub const LIFETIME_SECONDS: i64 = 600;

const ISSUER: &str = "potluck";
const AUDIENCE: &str = "potluck-api";

/// What a token says. `ck` opens only with the server's token key, for this member and session.
#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: UserId,
    sid: SessionId,
    iat: i64,
    nbf: i64,
    exp: i64,
    ck: String,
}

/// Why a token does not let anybody in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenError {
    /// Its time is over: refresh.
    Expired,
    /// Not one of ours, or tampered with.
    Invalid,
}

/// What a good token proves.
pub struct Proven {
    /// The member.
    pub user: UserId,
    /// The session.
    pub session: SessionId,
    /// Opens the member's chats, for as long as the request or the turn lasts.
    pub content_key: ContentKey,
}

/// Makes a token.
pub fn sign(
    keys: &Keys,
    user: UserId,
    session: SessionId,
    content_key: &ContentKey,
    now: Timestamp,
) -> Result<String, jsonwebtoken::errors::Error> {
    let claims = Claims {
        iss: ISSUER.to_owned(),
        aud: AUDIENCE.to_owned(),
        sub: user,
        sid: session,
        iat: now.as_second(),
        nbf: now.as_second(),
        exp: now.saturating_add(SignedDuration::from_secs(LIFETIME_SECONDS)).unwrap_or(now).as_second(),
        ck: vault::encrypt_for_token(&keys.current.token, user.uuid(), session.uuid(), content_key, random()),
    };
    let key = keys.current.signing_key_at(claims.iat);
    let header = Header { kid: Some(keys.current.key_id(&key)), ..Header::new(Algorithm::HS256) };
    jsonwebtoken::encode(&header, &claims, &EncodingKey::from_secret(key.key.as_slice()))
}

/// Checks a token: key, algorithm, signature, issuer, audience and times (RFC 8725).
pub fn verify(keys: &Keys, token: &str) -> Result<Proven, TokenError> {
    let header = jsonwebtoken::decode_header(token).map_err(|_| TokenError::Invalid)?;
    let (secret, key) = header.kid.and_then(|kid| keys.signing_key(&kid)).ok_or(TokenError::Invalid)?;
    let mut validation = Validation::new(Algorithm::HS256);
    validation.set_issuer(&[ISSUER]);
    validation.set_audience(&[AUDIENCE]);
    validation.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
    validation.validate_nbf = true;
    // Nodes' clocks and the database's may differ by a little.
    validation.leeway = 5;
    let claims = jsonwebtoken::decode::<Claims>(token, &DecodingKey::from_secret(key.key.as_slice()), &validation)
        .map_err(|error| match error.kind() {
            ErrorKind::ExpiredSignature => TokenError::Expired,
            _ => TokenError::Invalid,
        })?
        .claims;
    let is_of_its_day = secret.signing_key_at(claims.iat).day == key.day;
    let is_short = claims.exp.checked_sub(claims.iat).is_some_and(|seconds| seconds <= LIFETIME_SECONDS);
    if !is_of_its_day || !is_short {
        return Err(TokenError::Invalid);
    }
    let content_key = vault::decrypt_from_token(&secret.token, claims.sub.uuid(), claims.sid.uuid(), &claims.ck)
        .map_err(|_| TokenError::Invalid)?;
    Ok(Proven { user: claims.sub, session: claims.sid, content_key })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use uuid::Uuid;

    use super::*;
    use crate::config::Settings;

    const SECRET: &str = "a secret of more than thirty-two characters";
    const OTHER: &str = "another secret of more than thirty-two characters";
    const USER: UserId = UserId::from_uuid(Uuid::from_u128(1));
    const SESSION: SessionId = SessionId::from_uuid(Uuid::from_u128(2));

    fn keys(secret: &str, previous: &str) -> Keys {
        let lookup = |name: &str| match name {
            "POTLUCK_SECRET" => Some(secret.to_owned()),
            "POTLUCK_SECRET_PREVIOUS" => Some(previous.to_owned()),
            _ => None,
        };
        Keys::load(&Settings::load(&lookup).unwrap()).unwrap()
    }

    #[expect(clippy::disallowed_methods, reason = "what is checked is compared with this machine's clock")]
    fn now() -> Timestamp {
        Timestamp::now()
    }

    fn good(keys: &Keys) -> String {
        sign(keys, USER, SESSION, &ContentKey::from_random([7; 32]), now()).unwrap()
    }

    /// Signs any header and claims with the key of that day.
    fn forge(keys: &Keys, header: &Header, claims: &Value, day_of: i64) -> String {
        let key = keys.current.signing_key_at(day_of);
        jsonwebtoken::encode(header, claims, &EncodingKey::from_secret(key.key.as_slice())).unwrap()
    }

    fn verdict(keys: &Keys, token: &str) -> Option<TokenError> {
        verify(keys, token).err()
    }

    /// The claims of a good token, and its header, to be changed.
    fn parts(keys: &Keys) -> (Header, Value) {
        let token = good(keys);
        let mut lenient = Validation::new(Algorithm::HS256);
        lenient.set_audience(&[AUDIENCE]);
        let key = keys.current.signing_key_at(now().as_second());
        let key = DecodingKey::from_secret(key.key.as_slice());
        let claims = jsonwebtoken::decode::<Value>(&token, &key, &lenient).unwrap().claims;
        (jsonwebtoken::decode_header(&token).unwrap(), claims)
    }

    #[test]
    fn claims_that_are_not_ours_are_refused_though_the_signature_is_right() {
        let keys = keys(SECRET, "");
        let second = now().as_second();
        let (header, claims) = parts(&keys);
        assert_eq!(verdict(&keys, &forge(&keys, &header, &claims, second)), None);
        for (name, value, expected) in [
            ("aud", json!("another-api"), TokenError::Invalid),
            ("aud", Value::Null, TokenError::Invalid),
            ("iss", json!("somebody"), TokenError::Invalid),
            ("exp", json!(second - 10), TokenError::Expired),
            ("exp", json!(second + LIFETIME_SECONDS + 60), TokenError::Invalid),
            ("exp", json!(i64::MIN), TokenError::Invalid),
            ("nbf", json!(second + 60), TokenError::Invalid),
            ("iat", json!(second - 3 * 86_400), TokenError::Invalid),
            ("iat", json!(i64::MIN), TokenError::Invalid),
            ("sub", json!(Uuid::from_u128(3)), TokenError::Invalid),
            ("sid", json!(Uuid::from_u128(3)), TokenError::Invalid),
            ("ck", json!("AAAA"), TokenError::Invalid),
        ] {
            let mut claims = claims.clone();
            claims[name] = value.clone();
            assert_eq!(verdict(&keys, &forge(&keys, &header, &claims, second)), Some(expected), "{name} {value}");
        }
    }

    #[test]
    fn another_algorithm_or_another_key_is_refused() {
        let keys = keys(SECRET, "");
        let second = now().as_second();
        let (header, claims) = parts(&keys);
        for alg in [Algorithm::HS384, Algorithm::HS512] {
            let confused = Header { alg, ..header.clone() };
            assert_eq!(verdict(&keys, &forge(&keys, &confused, &claims, second)), Some(TokenError::Invalid), "{alg:?}");
        }
        let yesterday = keys.current.key_id(&keys.current.signing_key_at(second - 86_400));
        for kid in [None, Some(String::new()), Some("../../dev/null".to_owned()), Some(yesterday)] {
            let named = Header { kid: kid.clone(), ..header.clone() };
            assert_eq!(verdict(&keys, &forge(&keys, &named, &claims, second)), Some(TokenError::Invalid), "{kid:?}");
        }
        // A key of another day, under its right name, signs nothing for today.
        let old = second - 86_400;
        let named = Header { kid: Some(keys.current.key_id(&keys.current.signing_key_at(old))), ..header };
        assert_eq!(verdict(&keys, &forge(&keys, &named, &claims, old)), Some(TokenError::Invalid));
    }

    #[test]
    fn after_a_change_of_the_secret_old_tokens_are_good_until_they_expire_if_the_operator_says_so() {
        let token = good(&keys(OTHER, ""));
        assert_eq!(verdict(&keys(SECRET, OTHER), &token), None);
        assert_eq!(verdict(&keys(SECRET, ""), &token), Some(TokenError::Invalid));
        // New ones are signed by the new secret.
        assert_eq!(verdict(&keys(SECRET, ""), &good(&keys(SECRET, OTHER))), None);
    }

    #[test]
    fn a_token_is_good_over_midnight() {
        let keys = keys(SECRET, "");
        let before_midnight = now().as_second().div_euclid(86_400) * 86_400 - 1;
        let key = keys.current.signing_key_at(before_midnight);
        assert_ne!(key.day, keys.current.signing_key_at(before_midnight + 1).day);
        assert_eq!(keys.signing_key(&keys.current.key_id(&key)).unwrap().1.key, key.key);
    }
}
