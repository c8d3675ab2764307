//! Mails about an account, to its owner. They are about its safety: nobody can choose to go without.

use domain::account_link::{self, LinkPurpose};
use domain::id::{AccountLinkId, UserId};
use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext};
use serde::{Deserialize, Serialize};
use store::{account_links, clock, users};

use super::failure::Failure;
use super::mail::{self, Letter, MailError};
use crate::app::App;
use crate::letters::{Facts, Template};

/// A mail to an account's owner. The queue holds neither address nor link: both are looked up at sending.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AccountMail {
    /// A link that proves something, if it still works then.
    Link {
        /// Which one.
        link_id: AccountLinkId,
    },
    /// The password was set: whoever did not do that must know.
    PasswordSet {
        /// Whose.
        user_id: UserId,
    },
    /// A copy of a session's refresh token was used, and the session ended.
    TokenReused {
        /// Whose.
        user_id: UserId,
    },
}

impl TaskHandler for AccountMail {
    const IDENTIFIER: &'static str = "account_mail";

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let outcome = match context.get_ext::<App>() {
            Some(app) => self.send(app).await,
            None => Err(Failure::NoApp),
        };
        outcome.map_err(|failure| failure.left())
    }
}

impl AccountMail {
    async fn send(&self, app: &App) -> Result<(), Failure> {
        let letter = match self {
            Self::Link { link_id } => link_letter(app, *link_id).await?,
            Self::PasswordSet { user_id } => password_letter(app, *user_id).await?,
            Self::TokenReused { user_id } => reuse_letter(app, *user_id).await?,
        };
        let Some(letter) = letter else { return Ok(()) };
        match mail::send(&app.settings, letter).await {
            Err(error) if error.is_final() => {
                tracing::warn!(mail = ?self, %error, "a mail to an account's owner could not be sent");
                Ok(())
            }
            outcome => Ok(outcome?),
        }
    }
}

/// `None` when the link was used or has expired since.
async fn link_letter(app: &App, id: AccountLinkId) -> Result<Option<Letter>, Failure> {
    let mut connection = app.connection().await?;
    let now = clock::now(&mut connection).await?;
    let link = account_links::find(&mut connection, id).await?;
    let Some(link) = link.filter(|link| account_link::check(link.expires_at, link.used_at, now).is_ok()) else {
        return Ok(None);
    };
    let Some(to) = link.mailed_to else { return Ok(None) };
    let Some(user) = users::find(&mut connection, link.user).await? else { return Ok(None) };
    let template = match link.purpose {
        LinkPurpose::PasswordReset => Template::PasswordReset,
        LinkPurpose::EmailVerification => Template::EmailVerification,
    };
    let facts = Facts::default()
        .with("url", app.account_link_url(link.purpose, id))
        .with("until", user.language.moment(link.expires_at));
    let words = app.letters.write(template, user.language, &facts).map_err(MailError::from)?;
    Ok(Some(Letter { to, words, about: Some(id.uuid()), paper: None }))
}

async fn password_letter(app: &App, user: UserId) -> Result<Option<Letter>, Failure> {
    let url = format!("{}/forgot-password", app.settings.public_url());
    safety_letter(app, user, Template::PasswordChanged, url).await
}

async fn reuse_letter(app: &App, user: UserId) -> Result<Option<Letter>, Failure> {
    let url = format!("{}/settings/devices", app.settings.public_url());
    safety_letter(app, user, Template::SignInCopied, url).await
}

/// What somebody must know about their account, and where they do something about it.
async fn safety_letter(app: &App, user: UserId, template: Template, url: String) -> Result<Option<Letter>, Failure> {
    let Some(user) = users::find(&mut *app.connection().await?, user).await? else { return Ok(None) };
    let words =
        app.letters.write(template, user.language, &Facts::default().with("url", url)).map_err(MailError::from)?;
    Ok(Some(Letter { to: user.email, words, about: None, paper: None }))
}
