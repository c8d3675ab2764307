//! Opening a session: an access token for the page's memory, a refresh token for the browser's cookie jar.

use ::cookie::time::Duration;
use axum_extra::extract::CookieJar;
use domain::id::{SessionId, UserId};
use domain::language::Language;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use store::PgConnection;
use store::sealed_keys::{self, SealedKey};
use store::sessions::{EndReason, RefreshToken as Row};
use store::users::{self, User};
use utoipa::ToSchema;
use vault::{ContentKey, RefreshToken};

use super::cookie::{self, Kind};
use super::known_browser::{KnownBrowser, Owner};
use super::older_keys::{self, Gathered};
use super::rotation::Resumption;
use crate::app::App;
use crate::http::{Device, Problem, access_token};
use crate::keys::random;
use crate::realtime::{Event, announce, announce_all};

/// A session that is not used for this long ends.
const IDLE_DAYS: i64 = 30;
/// However much it is used, a session ends after this long: then the member shows again that it is them.
const LIFE_DAYS: i64 = 180;

/// An account, as its owner sees it.
#[derive(Debug, Serialize, ToSchema)]
pub struct UserBody {
    /// Who it is.
    pub id: UserId,
    /// The address that they sign in with.
    pub email: String,
    /// What the others in a group see.
    pub name: String,
    /// Whether they run this server.
    pub operator: bool,
    /// Whether mail to the address was seen to arrive; where it was not, no invitation is mailed in their name.
    pub email_verified: bool,
    /// The language that they are written to in.
    pub language: Language,
    /// Whether a model names their new conversations, at their cost.
    pub automatic_titles: bool,
}

/// A signed-in session.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionBody {
    /// Who signed in.
    pub user: UserBody,
    /// Send it as `Authorization: Bearer`; keep it in memory only.
    pub access_token: String,
    /// Always `Bearer`.
    pub token_type: &'static str,
    /// Seconds until the access token stops being accepted.
    pub expires_in: i64,
}

/// A session that was opened by something that does not open the chats by itself.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct UnlockedSession {
    /// The session.
    #[serde(flatten)]
    pub(super) session: SessionBody,
    /// Where a recovery code opened the chats: the one that takes its place. Shown this once.
    pub(super) recovery_code: Option<String>,
}

impl From<User> for UserBody {
    fn from(user: User) -> Self {
        Self {
            id: user.id,
            email: user.email,
            name: user.name,
            operator: user.is_operator,
            email_verified: user.email_verified,
            language: user.language,
            automatic_titles: user.automatic_titles,
        }
    }
}

/// A refresh token that was just stored, still to be handed to the browser.
pub(super) struct Issued {
    /// The session that it continues.
    pub(super) session: SessionId,
    access_token: String,
    refresh_token: RefreshToken,
    /// When that was.
    now: Timestamp,
    /// What the session can go on with, where a content key is being replaced.
    resumption: Option<Resumption>,
}

/// A session that waits for its next pair of tokens, with all that takes no key done.
pub(super) struct Pending {
    pub(super) session: SessionId,
    user: UserId,
    began_at: Timestamp,
    now: Timestamp,
    older: Vec<SealedKey>,
}

/// Begins a session for the user.
pub(super) async fn begin(connection: &mut PgConnection, user: UserId, device: &Device) -> Result<Pending, Problem> {
    let session = SessionId::from_uuid(uuid::Uuid::now_v7());
    let now = store::sessions::insert(&mut *connection, user, session, &device.into()).await?;
    announce(&mut *connection, &[user], Event::AccountChanged {}).await?;
    let older = sealed_keys::list(connection, user).await?;
    Ok(Pending { session, user, began_at: now, now, older })
}

/// Goes on with the session that a refresh token was shown for.
pub(super) async fn go_on(connection: &mut PgConnection, shown: &Row, now: Timestamp) -> Result<Pending, Problem> {
    let Row { session, user, began_at, .. } = *shown;
    let older = sealed_keys::list(connection, user).await?;
    Ok(Pending { session, user, began_at, now, older })
}

impl Pending {
    /// Adds the next pair of tokens.
    pub(super) async fn issue(
        self,
        app: &App,
        connection: &mut PgConnection,
        content_key: &ContentKey,
    ) -> Result<Issued, Problem> {
        let Self { session, user, began_at, now, older } = self;
        let refresh_token = RefreshToken::from_random(random());
        let wrapped = vault::wrap_by_refresh_token(content_key, user.uuid(), &refresh_token, random()).into_bytes();
        let after = |begin: Timestamp, days: i64| begin.checked_add(SignedDuration::from_hours(24 * days));
        let idle_until = after(now, IDLE_DAYS).map_err(Problem::internal)?;
        let expires_at = after(began_at, LIFE_DAYS).map_err(Problem::internal)?.min(idle_until);
        let row = Row { user, session, began_at, wrapped, expires_at, rotated_at: None };
        store::sessions::insert_refresh_token(connection, &refresh_token.hash(), &row).await?;
        let Gathered { key, older, is_rotating } = older_keys::gather(user, content_key, older);
        let access_token = access_token::sign(&app.keys, user, session, &key, now).map_err(Problem::internal)?;
        let resumption = is_rotating.then(|| Resumption { user, session, key, older });
        Ok(Issued { session, access_token, refresh_token, now, resumption })
    }
}

/// Opens a new session for the user.
pub(super) async fn open(
    app: &App,
    connection: &mut PgConnection,
    user: UserId,
    device: &Device,
    content_key: &ContentKey,
) -> Result<Issued, Problem> {
    begin(connection, user, device).await?.issue(app, connection, content_key).await
}

/// Ends one session of the user, in the caller's transaction; every node and every open stream hears of it. After the
/// commit, `app.live_sessions.forget` spares this node the moment until it hears it too.
pub(super) async fn end(
    connection: &mut PgConnection,
    user: UserId,
    session: SessionId,
    reason: EndReason,
) -> store::Result<bool> {
    let is_ended = store::sessions::end(connection, user, session, reason).await?;
    announce_all(connection, user, vec![Event::SessionEnded { session_id: session }, Event::AccountChanged {}]).await?;
    Ok(is_ended)
}

/// Ends all sessions of the user except the one to keep. No browser is known any more; that of the one that goes on is again with its
/// next refresh.
pub(super) async fn end_others(
    connection: &mut PgConnection,
    user: UserId,
    kept: Option<SessionId>,
    reason: EndReason,
) -> store::Result<Vec<SessionId>> {
    // Before the sessions are locked: the account is what everybody locks first.
    users::forget_browsers(connection, user).await?;
    let ended = store::sessions::end_others(connection, user, kept, reason).await?;
    let over = ended.iter().map(|&session_id| Event::SessionEnded { session_id });
    let events = over.chain([Event::AccountChanged {}]).collect();
    announce_all(connection, user, events).await?;
    Ok(ended)
}

impl Issued {
    /// The answer, once the transaction is committed: the body for the page, the cookies for the browser.
    pub(super) fn respond(self, app: &App, browser: KnownBrowser, user: User) -> (CookieJar, SessionBody) {
        if let Some(resumption) = self.resumption {
            resumption.spawn(app);
        }
        let refresh =
            cookie::set(app, Kind::Refresh, self.refresh_token.encode().to_string(), Duration::days(IDLE_DAYS));
        let known = browser.remember(app, Owner::new(&user, self.now));
        let body = SessionBody {
            user: user.into(),
            access_token: self.access_token,
            token_type: "Bearer",
            expires_in: access_token::LIFETIME_SECONDS,
        };
        (CookieJar::new().add(refresh).add(known), body)
    }
}

/// Takes the refresh cookie away from the browser.
pub(super) fn forget(app: &App) -> CookieJar {
    CookieJar::new().add(cookie::unset(app, Kind::Refresh))
}

/// The refresh token that the browser sent, if it is of its form.
pub(super) fn refresh_token(app: &App, jar: &CookieJar) -> Option<RefreshToken> {
    RefreshToken::parse(cookie::read(app, jar, Kind::Refresh)?).ok()
}
