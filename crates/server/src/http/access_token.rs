//! Access tokens: signed, ten minutes long, carrying the content key encrypted to the server's token key (DESIGN.md §5).

use domain::id::{SessionId, UserId};
use jiff::{SignedDuration, Timestamp};
use jsonwebtoken::{Algorithm, Header, Validation, errors::ErrorKind};
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
        ck: vault::encrypt_for_token(&keys.token, user.uuid(), session.uuid(), content_key, random()),
    };
    jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &keys.signing)
}

/// Checks a token: algorithm, signature, issuer, audience and times (RFC 8725).
pub fn verify(keys: &Keys, token: &str) -> Result<Proven, TokenError> {
    let mut validation = Validation::new(Algorithm::HS256);
    validation.set_issuer(&[ISSUER]);
    validation.set_audience(&[AUDIENCE]);
    validation.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
    validation.validate_nbf = true;
    // Nodes' clocks and the database's may differ by a little.
    validation.leeway = 5;
    let claims = jsonwebtoken::decode::<Claims>(token, &keys.verifying, &validation)
        .map_err(|error| match error.kind() {
            ErrorKind::ExpiredSignature => TokenError::Expired,
            _ => TokenError::Invalid,
        })?
        .claims;
    let content_key = vault::decrypt_from_token(&keys.token, claims.sub.uuid(), claims.sid.uuid(), &claims.ck)
        .map_err(|_| TokenError::Invalid)?;
    Ok(Proven { user: claims.sub, session: claims.sid, content_key })
}
