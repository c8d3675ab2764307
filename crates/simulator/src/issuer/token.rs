//! Its ID tokens, right and wrong.

use std::time::{SystemTime, UNIX_EPOCH};

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

use super::{CLIENT, IssuerFault, Somebody, keys::Key};

const HOUR_SECONDS: u64 = 3600;

/// How its client shows who it is: both parts are encoded as in a form first (RFC 6749 §2.3.1).
pub(super) fn expected_client() -> String {
    format!("Basic {}", STANDARD.encode(format!("{}:a+secret%3A+with+signs%2F%2B", CLIENT.0)))
}

pub(super) fn sign(issuer: &str, somebody: &Somebody, nonce: Option<String>, fault: IssuerFault) -> String {
    let claims = claims(issuer, somebody, nonce, fault);
    let (first, second) = (Key::first(), Key::second());
    match fault {
        IssuerFault::Unsigned => {
            let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
            format!("{}.{}.", part(&json!({"alg": "none", "kid": first.id})), part(&claims))
        }
        IssuerFault::SignedByClientSecret => {
            encode(Algorithm::HS256, first.id, &claims, &EncodingKey::from_secret(CLIENT.1.as_bytes()))
        }
        IssuerFault::SignedByPublicKey => {
            let public = first.public().map(|key| json!(key).to_string()).unwrap_or_default();
            encode(Algorithm::HS256, first.id, &claims, &EncodingKey::from_secret(public.as_bytes()))
        }
        IssuerFault::SignedByAnother => encode(Algorithm::ES256, first.id, &claims, &second.secret),
        IssuerFault::NewKey => encode(Algorithm::ES256, second.id, &claims, &second.secret),
        IssuerFault::Rsa => {
            let rsa = Key::rsa();
            encode(rsa.algorithm, rsa.id, &claims, &rsa.secret)
        }
        _ => encode(first.algorithm, first.id, &claims, &first.secret),
    }
}

#[expect(clippy::disallowed_methods, reason = "an issuer has a clock of its own")]
fn claims(issuer: &str, somebody: &Somebody, nonce: Option<String>, fault: IssuerFault) -> Value {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map(|since| since.as_secs()).unwrap_or_default();
    let (from, until) = match fault {
        IssuerFault::Expired => (now - 24 * HOUR_SECONDS, now - 23 * HOUR_SECONDS),
        IssuerFault::NotYet => (now + 23 * HOUR_SECONDS, now + 24 * HOUR_SECONDS),
        _ => (now, now + HOUR_SECONDS),
    };
    let mut claims = json!({
        "iss": if fault == IssuerFault::OtherIssuer { "https://id.example" } else { issuer },
        "aud": match fault {
            IssuerFault::OtherAudience => json!("another client"),
            IssuerFault::SeveralAudiences => json!([CLIENT.0, "another client"]),
            _ => json!(CLIENT.0),
        },
        "sub": if fault == IssuerFault::NoSubject { "" } else { &somebody.subject },
        "iat": from,
        "nbf": from,
        "exp": until,
        "email_verified": somebody.email_verified,
    });
    let optional = [
        ("email", somebody.email.clone()),
        ("name", somebody.name.clone()),
        ("nonce", if fault == IssuerFault::OtherNonce { Some("another".to_owned()) } else { nonce }),
    ];
    for (claim, value) in optional {
        if let Some(value) = value {
            claims[claim] = json!(value);
        }
    }
    if let Some(claims) = claims.as_object_mut() {
        match fault {
            IssuerFault::NoNonce => drop(claims.remove("nonce")),
            IssuerFault::NoExpiry => drop(claims.remove("exp")),
            _ => {}
        }
    }
    claims
}

fn encode(algorithm: Algorithm, key_id: &str, claims: &Value, key: &EncodingKey) -> String {
    let header = Header { kid: Some(key_id.to_owned()), ..Header::new(algorithm) };
    jsonwebtoken::encode(&header, claims, key).unwrap_or_default()
}
