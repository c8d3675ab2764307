//! A code becomes an ID token, between this server and the issuer alone.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::header;
use reqwest::Url;
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::discovery::{Discovered, read, unreachable};
use super::{Issuer, IssuerError};
use crate::config::Secret;

#[derive(Deserialize)]
struct Tokens {
    id_token: String,
}

/// RFC 6749 §5.2.
#[derive(Deserialize)]
struct Refused {
    error: String,
}

impl Issuer {
    pub(super) async fn exchange(
        &self,
        discovered: &Discovered,
        code: &str,
        verifier: &str,
    ) -> Result<String, IssuerError> {
        let (id, secret) = (self.settings.client_id.as_str(), self.settings.client_secret.as_ref().map(Secret::reveal));
        let mut fields = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", &self.redirect_uri),
            ("code_verifier", verifier),
        ];
        let mut request = self.client.post(discovered.token_endpoint.clone());
        match secret {
            // Each part is encoded first (RFC 6749 §2.3.1).
            Some(secret) if discovered.takes_basic => {
                request = request.basic_auth(encoded(id), Some(encoded(secret)));
            }
            secret => {
                fields.push(("client_id", id));
                fields.extend(secret.map(|secret| ("client_secret", secret)));
            }
        }
        let request = request
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ACCEPT, "application/json")
            .body(form(&fields));
        let response = request.send().await.map_err(unreachable)?;
        let status = response.status();
        let body = read(response).await?;
        if !status.is_success() {
            // Only the word by which the standard names it: the rest of the answer may hold anything.
            let refused = serde_json::from_slice::<Refused>(&body).map(|refused| refused.error);
            return Err(match refused {
                Ok(word) if status.is_client_error() => IssuerError::CodeRefused(word),
                _ => IssuerError::Unreachable(status.to_string()),
            });
        }
        let tokens: Tokens = serde_json::from_slice(&body)
            .map_err(|_| IssuerError::Unreachable("its answer to the code has no ID token".to_owned()))?;
        Ok(tokens.id_token)
    }
}

/// What the verifier is recognised by later (RFC 7636 §4.2).
pub(super) fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

fn form(fields: &[(&str, &str)]) -> String {
    let mut form = Url::parse("form:").ok();
    if let Some(form) = &mut form {
        form.query_pairs_mut().extend_pairs(fields);
    }
    form.and_then(|form| form.query().map(str::to_owned)).unwrap_or_default()
}

/// One value, as a form writes it.
fn encoded(text: &str) -> String {
    form(&[("", text)]).trim_start_matches('=').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_challenge_is_that_of_the_standard() {
        // RFC 7636, appendix B.
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        assert_eq!(challenge(verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn values_cannot_flow_into_each_other() {
        assert_eq!(form(&[("code", "a&b=c d"), ("x", "é")]), "code=a%26b%3Dc+d&x=%C3%A9");
        assert_eq!(encoded("=a:b"), "%3Da%3Ab");
    }
}
