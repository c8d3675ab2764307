//! Opening the vault of somebody who has shown who they are by something that does not open it: by their password, or by their
//! recovery code, which a new one then replaces.

use domain::attempt::Attempt;
use domain::id::UserId;
use http::StatusCode;
use store::PgConnection;
use store::users::{self, Wrap, WrapKind};
use vault::{ContentKey, RecoveryCode, Wrapped};
use zeroize::Zeroizing;

use super::password::{self, Password};
use super::recovery_code::{self, NewRecoveryCode};
use crate::app::App;
use crate::http::{FieldError, Problem, limits};

/// What was typed.
pub(super) enum Opening {
    /// The password.
    Password(Password),
    /// The recovery code.
    Code(RecoveryCode),
}

/// An opened vault, with what it was opened by.
pub(super) struct Opened {
    content_key: ContentKey,
    login_hash: String,
    renewed: Option<(String, Wrap)>,
}

impl Opening {
    /// One of the two.
    pub(super) fn of(
        password: Option<&Zeroizing<String>>,
        recovery_code: Option<&Zeroizing<String>>,
    ) -> Result<Self, Problem> {
        match (password, recovery_code) {
            (Some(password), _) => Ok(Self::Password(Password::typed(password))),
            (None, Some(code)) => RecoveryCode::parse(code).map(Self::Code).map_err(|_| wrong_code()),
            (None, None) => Err(wrong("password", "required", "Type your password or your recovery code.")),
        }
    }
}

impl Opened {
    /// Keeps the new recovery code, where the old one was used, and answers with it. `None`: the password was replaced in the
    /// meantime, and what was opened is not the account's key any more.
    pub(super) async fn keep(
        self,
        connection: &mut PgConnection,
        user: UserId,
    ) -> Result<Option<(ContentKey, Option<String>)>, Problem> {
        if !users::hold_login_hash(&mut *connection, user, &self.login_hash).await? {
            return Ok(None);
        }
        let Some((code, wrap)) = self.renewed else { return Ok(Some((self.content_key, None))) };
        users::put_wrap(connection, user, WrapKind::RecoveryCode, &wrap).await?;
        Ok(Some((self.content_key, Some(code))))
    }
}

/// Opens the vault. Guessing is limited.
pub(super) async fn open(app: &App, user: UserId, opening: &Opening) -> Result<Opened, Problem> {
    let subject = user.uuid().to_string();
    limits::attempt(app, Attempt::Reauthentication, &subject).await?;
    let kind = match opening {
        Opening::Password(_) => WrapKind::Password,
        Opening::Code(_) => WrapKind::RecoveryCode,
    };
    let mut connection = app.connection().await?;
    let login_hash = users::login_hash(&mut connection, user).await?.ok_or_else(Problem::unauthenticated)?;
    let wrap = users::wrap(&mut connection, user, kind).await?;
    drop(connection);
    let wrap = wrap.ok_or_else(|| Problem::internal("the account lacks a wrap of its key"))?;
    let opened = match opening {
        Opening::Password(typed) => {
            let content_key = password::unwrap(app, user, typed.clone(), wrap).await?.map_err(|_| wrong_password())?;
            Opened { content_key, login_hash, renewed: None }
        }
        Opening::Code(code) => {
            let content_key = vault::unwrap_by_recovery_code(user.uuid(), code, &Wrapped::from_bytes(wrap.wrapped))
                .map_err(|_| wrong_code())?;
            let NewRecoveryCode { code, wrap } = recovery_code::make(user, &content_key);
            Opened { content_key, login_hash, renewed: Some((code.encode().to_string(), wrap)) }
        }
    };
    limits::forgive(app, Attempt::Reauthentication, &subject).await?;
    Ok(opened)
}

fn wrong_password() -> Problem {
    wrong("password", "wrong_password", "This is not your password.")
}

fn wrong_code() -> Problem {
    wrong("recovery_code", "wrong_recovery_code", "This is not your recovery code.")
}

fn wrong(field: &str, code: &'static str, message: &'static str) -> Problem {
    Problem::new(StatusCode::FORBIDDEN, code, message).about(FieldError::new(field, code, message))
}
