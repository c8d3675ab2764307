//! Asking for the password once more, before something that an unlocked device alone must not do.

use domain::attempt::Attempt;
use domain::id::UserId;
use http::StatusCode;
use store::users;

use super::password::{self, Password};
use crate::app::App;
use crate::http::{FieldError, Problem, limits};

/// What was proven: the login hash that the password matched. Whoever changes it compares first.
pub(super) struct Reauthenticated {
    pub(super) login_hash: String,
}

/// Refuses whoever does not know the account's password; `field` is where they typed it. Guessing is limited.
pub(super) async fn reauthenticate(
    app: &App,
    user: UserId,
    field: &str,
    typed: Password,
) -> Result<Reauthenticated, Problem> {
    let subject = user.uuid().to_string();
    limits::attempt(app, Attempt::Reauthentication, &subject).await?;
    let login_hash = users::login_hash(&mut *app.connection().await?, user).await?;
    let login_hash = login_hash.ok_or_else(Problem::unauthenticated)?;
    if !password::verify(app, typed, Some(login_hash.clone())).await? {
        let message = "This is not your password.";
        let error = FieldError::new(field, "wrong_password", message);
        return Err(Problem::new(StatusCode::FORBIDDEN, "wrong_password", message).about(error));
    }
    limits::forgive(app, Attempt::Reauthentication, &subject).await?;
    Ok(Reauthenticated { login_hash })
}
