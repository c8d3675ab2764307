//! Passwords: what is taken as one, kept of it, and opened by it.

use domain::id::UserId;
use domain::password::{BYTES_MAX, CHARACTERS_MIN, PasswordRefused};
use unicode_normalization::UnicodeNormalization;
use vault::{ContentKey, OpenError, PasswordError, Scratch, Wrapped, password};
use zeroize::Zeroizing;

use crate::app::App;
use crate::hashing::Place;
use crate::http::{FieldError, Fields, Problem};
use crate::keys::random;

const _: () = assert!(BYTES_MAX <= vault::MAX_PASSWORD_BYTES, "what is taken can be hashed");

/// A password in the one form in which it is hashed (NFKC): keyboards differ in how they type an é. Wiped when dropped.
#[derive(Clone)]
pub(super) struct Password(Zeroizing<String>);

/// What a new password leaves behind.
pub(super) struct Kept {
    pub(super) login_hash: String,
    pub(super) wrap: store::users::Wrap,
}

impl Password {
    /// Takes what was typed. What is too long to be a password stays as it is: it matches nothing, and costs nothing.
    pub(super) fn typed(text: &str) -> Self {
        if text.len() > BYTES_MAX {
            return Self(Zeroizing::new(text.to_owned()));
        }
        // Sized once: growing would leave a copy of the password behind.
        let mut normal = Zeroizing::new(String::with_capacity(text.nfkc().map(char::len_utf8).sum()));
        normal.extend(text.nfkc());
        Self(normal)
    }
}

/// Takes a new password; refuses what is too short, too long, or guessed first. `known` is what others know about its owner.
pub(super) fn check(fields: &mut Fields, field: &str, typed: &str, known: &[&str]) -> Password {
    let password = Password::typed(typed);
    if let Err(refused) = domain::password::check(&password.0, known) {
        fields.refuse(match refused {
            PasswordRefused::TooShort => {
                let message = format!("Use at least {CHARACTERS_MIN} characters; a few words together are good.");
                FieldError::new(field, "too_short", message).with_limit(CHARACTERS_MIN)
            }
            PasswordRefused::TooLong => {
                let message = format!("Use at most {BYTES_MAX} bytes.");
                FieldError::new(field, "too_many_bytes", message).with_limit(BYTES_MAX)
            }
            PasswordRefused::Common => {
                let message = "This is one of the passwords that are guessed first; a few words together are good.";
                FieldError::new(field, "too_common", message)
            }
            PasswordRefused::Personal => {
                let message = "Everybody could guess this: it is your name or address. A few words together are good.";
                FieldError::new(field, "too_personal", message)
            }
        });
    }
    password
}

/// Hashes a new password for signing in, and wraps the content key by it: two derivations with salts of their own.
pub(super) async fn keep(
    app: &App,
    user: UserId,
    typed: Password,
    content_key: ContentKey,
) -> Result<(Kept, ContentKey), Problem> {
    apart(app, move |scratch| {
        let salt = random();
        let wrapped = vault::wrap_by_password(scratch, &content_key, user.uuid(), &typed.0, salt, random())?;
        let login_hash = password::hash_login(scratch, &typed.0, random())?;
        let wrap = store::users::Wrap { salt: salt.to_vec(), wrapped: wrapped.into_bytes() };
        Ok::<_, PasswordError>((Kept { login_hash, wrap }, content_key))
    })
    .await?
    .map_err(Problem::internal)
}

/// Whether the password is the account's. Takes as long without an account as with one.
pub(super) async fn verify(app: &App, typed: Password, login_hash: Option<String>) -> Result<bool, Problem> {
    if typed.0.len() > BYTES_MAX {
        return Ok(false);
    }
    apart(app, move |scratch| match login_hash {
        Some(hash) => password::verify_login(scratch, &typed.0, &hash),
        None => password::verify_nobody(scratch, &typed.0),
    })
    .await
}

/// Opens the content key if the password is the one that wraps it.
pub(super) async fn unwrap(
    app: &App,
    user: UserId,
    typed: Password,
    wrap: store::users::Wrap,
) -> Result<Result<ContentKey, OpenError>, Problem> {
    unwrap_at(place(app).await?, user, typed, wrap).await
}

/// Waits for a place to hash one password at.
pub(super) async fn place(app: &App) -> Result<Place, Problem> {
    app.hashing.place().await.map_err(Problem::internal)
}

/// The same as [`unwrap`], at a place that the caller has waited for.
pub(super) async fn unwrap_at(
    place: Place,
    user: UserId,
    typed: Password,
    wrap: store::users::Wrap,
) -> Result<Result<ContentKey, OpenError>, Problem> {
    let opened = place.run(move |scratch| {
        let salt = wrap.salt.as_slice().try_into().map_err(|_| OpenError::Malformed)?;
        vault::unwrap_by_password(scratch, user.uuid(), &typed.0, &salt, &Wrapped::from_bytes(wrap.wrapped))
    });
    opened.await.map_err(Problem::internal)
}

async fn apart<T: Send + 'static>(
    app: &App,
    work: impl FnOnce(&mut Scratch) -> T + Send + 'static,
) -> Result<T, Problem> {
    place(app).await?.run(work).await.map_err(Problem::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_the_same_however_its_letters_were_typed() {
        for (one, other) in [("re\u{301}sume\u{301} und mehr", "r\u{e9}sum\u{e9} und mehr"), ("ﬁnd ｍe", "find me")]
        {
            assert_eq!(*Password::typed(one).0, *Password::typed(other).0);
        }
        // Spaces and case are part of it.
        assert_ne!(*Password::typed(" a b").0, *Password::typed("a b").0);
        assert_ne!(*Password::typed("A").0, *Password::typed("a").0);
        // A few bytes that would grow to many are bounded before and after.
        assert_eq!(Password::typed(&"\u{fdfa}".repeat(341)).0.chars().count(), 341 * 18);
    }
}
