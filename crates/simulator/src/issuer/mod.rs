//! A small `OpenID` Connect issuer at `/issuer`: it recognises whoever it was told to, without asking them anything, and does wrong
//! what it was told to do wrong.

mod keys;
mod token;

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use axum::{
    Json, Router,
    body::Bytes,
    extract::{Query, State},
    http::{HeaderMap, StatusCode, Uri, header},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::{Digest, Sha256};

use keys::Key;

/// The one client that it knows, and its secret.
pub const CLIENT: (&str, &str) = ("potluck", "a secret: with signs/+");

/// Whom it recognises.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Somebody {
    /// Its name for them.
    pub subject: String,
    /// Their address.
    pub email: Option<String>,
    /// Whether it says that the address is theirs.
    #[serde(default)]
    pub email_verified: bool,
    /// Their name.
    pub name: Option<String>,
}

/// What it does wrong, or in a rarer way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IssuerFault {
    /// Nothing.
    #[default]
    None,
    /// Its tokens name another issuer.
    OtherIssuer,
    /// Its tokens are for another client.
    OtherAudience,
    /// Its tokens are for several, and do not say who asked.
    SeveralAudiences,
    /// Its tokens answer another question.
    OtherNonce,
    /// Its tokens answer no question.
    NoNonce,
    /// Its tokens are of yesterday.
    Expired,
    /// Its tokens are of tomorrow.
    NotYet,
    /// Its tokens never expire.
    NoExpiry,
    /// Its tokens name nobody.
    NoSubject,
    /// Its tokens are not signed (`alg: none`).
    Unsigned,
    /// Its tokens are signed with the client's secret (HS256).
    SignedByClientSecret,
    /// Its tokens are signed with its public key as if that were a secret (HS256).
    SignedByPublicKey,
    /// Its tokens are signed by a key that it does not publish, under the name of one that it does.
    SignedByAnother,
    /// It does not take any code.
    RefusesCodes,
    /// It answers 503.
    Down,
    /// It calls itself by another name than it is asked by.
    OtherName,
    /// No fault: it signs with RSA.
    Rsa,
    /// No fault: it signs with a key that it did not have before.
    NewKey,
}

/// What it was told, and the codes that it has given out.
#[derive(Default)]
pub(crate) struct Issuer(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    somebody: Somebody,
    fault: IssuerFault,
    codes: HashMap<String, Asked>,
    counted: u64,
}

/// What a code is for.
struct Asked {
    challenge: String,
    nonce: Option<String>,
    redirect_uri: String,
    somebody: Somebody,
}

impl Issuer {
    pub(crate) fn recognise(&self, somebody: Somebody, fault: IssuerFault) {
        let mut inner = self.inner();
        inner.somebody = somebody;
        inner.fault = fault;
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(crate) fn routes(issuer: Arc<Issuer>) -> Router {
    Router::new()
        .route("/issuer/.well-known/openid-configuration", get(document))
        .route("/issuer/authorize", get(authorize))
        .route("/issuer/token", post(token))
        .route("/issuer/keys", get(published_keys))
        .route("/control/issuer", post(control))
        .with_state(issuer)
}

/// Its own name, by the address that it is asked at.
fn name(headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    format!("http://{host}/issuer")
}

async fn document(State(issuer): State<Arc<Issuer>>, headers: HeaderMap) -> Response {
    let (fault, name) = (issuer.inner().fault, name(&headers));
    if fault == IssuerFault::Down {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let called = if fault == IssuerFault::OtherName { "https://id.example" } else { &name };
    Json(json!({
        "issuer": called,
        "authorization_endpoint": format!("{name}/authorize"),
        "token_endpoint": format!("{name}/token"),
        "jwks_uri": format!("{name}/keys"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256", "RS256"],
    }))
    .into_response()
}

async fn published_keys(State(issuer): State<Arc<Issuer>>) -> Response {
    let mut keys = vec![Key::first(), Key::rsa()];
    if issuer.inner().fault == IssuerFault::NewKey {
        keys.push(Key::second());
    }
    Json(json!({"keys": keys.iter().filter_map(Key::public).collect::<Vec<_>>()})).into_response()
}

#[derive(Deserialize)]
struct Authorize {
    response_type: String,
    client_id: String,
    redirect_uri: String,
    scope: String,
    state: String,
    nonce: Option<String>,
    code_challenge: String,
    code_challenge_method: String,
}

/// Recognises the browser at once, and sends it back.
async fn authorize(State(issuer): State<Arc<Issuer>>, Query(asked): Query<Authorize>) -> Response {
    let is_right = asked.response_type == "code"
        && asked.client_id == CLIENT.0
        && asked.code_challenge_method == "S256"
        && asked.scope.split(' ').any(|scope| scope == "openid");
    if !is_right {
        return (StatusCode::BAD_REQUEST, "this client asks in another way").into_response();
    }
    let mut inner = issuer.inner();
    inner.counted += 1;
    let code = format!("code-{}", inner.counted);
    let back = format!("{}?code={code}&state={}", asked.redirect_uri, asked.state);
    let somebody = inner.somebody.clone();
    let Authorize { code_challenge: challenge, nonce, redirect_uri, .. } = asked;
    inner.codes.insert(code, Asked { challenge, nonce, redirect_uri, somebody });
    Redirect::to(&back).into_response()
}

#[derive(Deserialize)]
struct Redeem {
    grant_type: String,
    code: String,
    redirect_uri: String,
    code_verifier: String,
}

async fn token(State(issuer): State<Arc<Issuer>>, headers: HeaderMap, body: Bytes) -> Response {
    let refused = |word: &str| (StatusCode::BAD_REQUEST, Json(json!({"error": word}))).into_response();
    let form = format!("/?{}", String::from_utf8_lossy(&body)).parse::<Uri>().ok();
    let Some(Query(sent)) = form.and_then(|form| Query::<Redeem>::try_from_uri(&form).ok()) else {
        return refused("invalid_request");
    };
    if headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()) != Some(&token::expected_client()) {
        return (StatusCode::UNAUTHORIZED, Json(json!({"error": "invalid_client"}))).into_response();
    }
    let (fault, asked) = {
        let mut inner = issuer.inner();
        (inner.fault, inner.codes.remove(&sent.code))
    };
    if fault == IssuerFault::Down {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    }
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&sent.code_verifier));
    let asked = asked.filter(|asked| asked.challenge == challenge && asked.redirect_uri == sent.redirect_uri);
    let Some(asked) = asked.filter(|_| sent.grant_type == "authorization_code" && fault != IssuerFault::RefusesCodes)
    else {
        return refused("invalid_grant");
    };
    let id_token = token::sign(&name(&headers), &asked.somebody, asked.nonce, fault);
    let unused = "an access token that nobody uses";
    Json(json!({"token_type": "Bearer", "access_token": unused, "expires_in": 60, "id_token": id_token}))
        .into_response()
}

#[derive(Deserialize)]
struct Control {
    somebody: Somebody,
    #[serde(default)]
    fault: IssuerFault,
}

async fn control(State(issuer): State<Arc<Issuer>>, Json(told): Json<Control>) {
    issuer.recognise(told.somebody, told.fault);
}
