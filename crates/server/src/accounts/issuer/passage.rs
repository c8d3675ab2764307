//! A browser's way to the issuer and back. One random secret stands for it, in a cookie of that browser: state, nonce and PKCE
//! verifier are made of it, and what the server keeps meanwhile opens only with it.

use ::cookie::time::Duration;
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::Cookie;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::id::UserId;
use http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::PgConnection;
use store::issuers::{self, Passage as Row};
use uuid::Uuid;
use vault::{ServerSeal, derive_server_key};
use zeroize::Zeroizing;

use crate::accounts::cookie::{self, Kind};
use crate::app::App;
use crate::http::Problem;
use crate::issuer::{Identity, Issuer, IssuerError, Passage};
use crate::keys::random;

/// How long somebody may take with the issuer, and then with their password.
const LIFE: SignedDuration = SignedDuration::from_mins(15);

/// What only one browser has.
pub(super) struct PassageSecret(Zeroizing<[u8; 32]>);

/// What is kept for it, sealed.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct Kept {
    /// Where in the app to go on.
    pub(super) next: Option<String>,
    /// Whom the issuer has recognised.
    pub(super) identity: Option<Identity>,
}

impl PassageSecret {
    pub(super) fn new() -> Self {
        Self(Zeroizing::new(random()))
    }

    /// Of the browser that sends this cookie.
    pub(super) fn of(app: &App, jar: &CookieJar) -> Result<Self, Problem> {
        let sent = cookie::read(app, jar, Kind::Issuer).and_then(|value| URL_SAFE_NO_PAD.decode(value).ok());
        let sent = sent.map(Zeroizing::new);
        let secret = sent.and_then(|bytes| bytes.as_slice().try_into().ok()).ok_or_else(over)?;
        Ok(Self(Zeroizing::new(secret)))
    }

    /// What goes to the issuer and comes back.
    pub(super) fn passage(&self) -> Passage {
        let text = |label: &str| URL_SAFE_NO_PAD.encode(*derive_server_key(self.0.as_slice(), label));
        Passage { state: text("state"), nonce: text("nonce"), verifier: Zeroizing::new(text("verifier")) }
    }

    pub(super) fn cookie(&self, app: &App) -> CookieJar {
        let life = Duration::seconds(LIFE.as_secs());
        CookieJar::new().add(cookie::set(app, Kind::Issuer, URL_SAFE_NO_PAD.encode(*self.0), life))
    }

    /// Notes that this browser goes to the issuer; `user` is who ties their account.
    pub(super) async fn begin(
        &self,
        connection: &mut PgConnection,
        user: Option<UserId>,
        next: Option<String>,
        now: Timestamp,
    ) -> Result<(), Problem> {
        self.keep(connection, user, &Kept { next, identity: None }, now).await
    }

    /// Notes whom the issuer has recognised, for the next step; `user` is whose account it is.
    pub(super) async fn prove(
        &self,
        connection: &mut PgConnection,
        user: Option<UserId>,
        identity: Identity,
        now: Timestamp,
    ) -> Result<(), Problem> {
        self.keep(connection, user, &Kept { next: None, identity: Some(identity) }, now).await
    }

    async fn keep(
        &self,
        connection: &mut PgConnection,
        user: Option<UserId>,
        kept: &Kept,
        now: Timestamp,
    ) -> Result<(), Problem> {
        let text = Zeroizing::new(serde_json::to_vec(kept).map_err(Problem::internal)?);
        let sealed = self.seal().seal(Uuid::nil(), random(), &text);
        let row = Row { user, is_proven: kept.identity.is_some(), kept: sealed };
        Ok(issuers::begin(connection, &self.hash(), &row, now, LIFE).await?)
    }

    /// Takes a passage whose issuer has not answered yet: an answer counts once.
    pub(super) async fn take_begun(
        &self,
        connection: &mut PgConnection,
        now: Timestamp,
    ) -> Result<(Option<UserId>, Kept), Problem> {
        self.read(issuers::take(connection, &self.hash(), false, now).await?)
    }

    /// Takes a passage whose issuer has answered: of two that come at once, one is let in.
    pub(super) async fn take_proven(
        &self,
        connection: &mut PgConnection,
        now: Timestamp,
    ) -> Result<(Option<UserId>, Kept), Problem> {
        self.read(issuers::take(connection, &self.hash(), true, now).await?)
    }

    /// Looks at a passage whose issuer has answered.
    pub(super) async fn proven(
        &self,
        connection: &mut PgConnection,
        now: Timestamp,
    ) -> Result<(Option<UserId>, Kept), Problem> {
        self.read(issuers::proven(connection, &self.hash(), now).await?)
    }

    fn read(&self, row: Option<Row>) -> Result<(Option<UserId>, Kept), Problem> {
        let row = row.ok_or_else(over)?;
        let kept = self.seal().open(Uuid::nil(), &row.kept).map_err(Problem::internal)?;
        Ok((row.user, serde_json::from_slice(&kept).map_err(Problem::internal)?))
    }

    fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0.as_slice()).into()
    }

    fn seal(&self) -> ServerSeal {
        ServerSeal::from_secret(self.0.as_slice(), "issuer passage")
    }
}

/// Takes the cookie away: it has done its work.
pub(super) fn forget(app: &App) -> Cookie<'static> {
    cookie::unset(app, Kind::Issuer)
}

/// The server's issuer, or why there is none.
pub(super) fn issuer(app: &App) -> Result<&Issuer, Problem> {
    app.issuer.as_ref().ok_or_else(|| {
        Problem::conflict(
            "issuer_unavailable",
            "This server has no other way to sign in; use your address and password.",
        )
    })
}

/// Too late, another browser, or done already.
pub(super) fn over() -> Problem {
    Problem::new(
        StatusCode::UNAUTHORIZED,
        "issuer_over",
        "This sign-in took too long, or was used before. Begin again.",
    )
}

/// What the issuer did, for the log, and what to do about it, for people.
pub(super) fn refused(error: &IssuerError) -> Problem {
    tracing::warn!(%error, "nobody was signed in by the issuer");
    match error {
        IssuerError::Unreachable(_) => Problem::new(
            StatusCode::BAD_GATEWAY,
            "issuer_unreachable",
            "The other sign-in does not answer right now. Try again in a moment, or ask whoever runs this server.",
        ),
        IssuerError::CodeRefused(_) | IssuerError::Token(_) => {
            Problem::new(StatusCode::UNAUTHORIZED, "issuer_refused", "The other sign-in was not accepted. Begin again.")
        }
    }
}
