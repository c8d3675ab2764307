//! Passwords, computed away from the threads that serve requests, a few at a time.

use vault::{ContentKey, OpenError, PasswordError, Wrapped, password};
use zeroize::Zeroizing;

use crate::app::App;
use crate::http::{Fields, Problem};
use crate::keys::random;

/// The shortest password, in characters (NIST SP 800-63B asks for at least 8).
const CHARACTERS_MIN: usize = 10;

/// A password that is being set, or offered; wiped when dropped.
pub(super) type Password = Zeroizing<String>;

/// What a new password leaves behind.
pub(super) struct Kept {
    pub(super) login_hash: String,
    pub(super) wrap: store::users::Wrap,
}

/// Refuses a password that is too short to be one or too long to be hashed.
pub(super) fn check(fields: &mut Fields, field: &str, typed: &str) {
    fields.check(
        typed.chars().count() >= CHARACTERS_MIN,
        field,
        "too_short",
        format!("Use at least {CHARACTERS_MIN} characters; a few words together are good."),
    );
    fields.check(
        typed.len() <= vault::MAX_PASSWORD_BYTES,
        field,
        "too_long",
        format!("Use at most {} bytes.", vault::MAX_PASSWORD_BYTES),
    );
}

/// Hashes a new password for signing in, and wraps the content key by it: two derivations with salts of their own.
pub(super) async fn keep(
    app: &App,
    user: domain::id::UserId,
    typed: Password,
    content_key: ContentKey,
) -> Result<(Kept, ContentKey), Problem> {
    apart(app, move || {
        let salt = random();
        let wrapped = vault::wrap_by_password(&content_key, user.uuid(), &typed, salt, random())?;
        let login_hash = password::hash_login(&typed, random())?;
        let wrap = store::users::Wrap { salt: salt.to_vec(), wrapped: wrapped.into_bytes() };
        Ok::<_, PasswordError>((Kept { login_hash, wrap }, content_key))
    })
    .await?
    .map_err(Problem::internal)
}

/// Whether the password is the account's. Takes as long without an account as with one.
pub(super) async fn verify(app: &App, typed: Password, login_hash: Option<String>) -> Result<bool, Problem> {
    apart(app, move || match login_hash {
        Some(hash) => password::verify_login(&typed, &hash),
        None => password::verify_nobody(&typed),
    })
    .await
}

/// Opens the content key with a password that was verified.
pub(super) async fn unwrap(
    app: &App,
    user: domain::id::UserId,
    typed: Password,
    wrap: store::users::Wrap,
) -> Result<ContentKey, Problem> {
    apart(app, move || {
        let salt = wrap.salt.as_slice().try_into().map_err(|_| OpenError::Malformed)?;
        vault::unwrap_by_password(user.uuid(), &typed, &salt, &Wrapped::from_bytes(wrap.wrapped))
    })
    .await?
    .map_err(Problem::internal)
}

async fn apart<T: Send + 'static>(app: &App, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Problem> {
    let _turn = app.hashing.acquire().await.map_err(Problem::internal)?;
    tokio::task::spawn_blocking(work).await.map_err(Problem::internal)
}
