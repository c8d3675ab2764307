//! Mails about an account, to its owner.

use domain::account_link::{self, LinkPurpose};
use domain::id::{AccountLinkId, UserId};
use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use store::account_links::AccountLink;
use store::{account_links, clock, users};

use super::mail::{self, MailError};
use crate::app::App;

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

/// Why the mail is to be tried again.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("the job has no server to work for")]
    NoApp,
    #[error(transparent)]
    Store(#[from] store::Error),
    #[error(transparent)]
    Mail(#[from] MailError),
}

/// A mail that is written, with where it goes.
struct Letter {
    to: String,
    subject: &'static str,
    text: String,
}

impl TaskHandler for AccountMail {
    const IDENTIFIER: &'static str = "account_mail";

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let outcome = match context.get_ext::<App>() {
            Some(app) => self.send(app).await,
            None => Err(Failure::NoApp),
        };
        outcome.map_err(|failure| failure.to_string())
    }
}

impl AccountMail {
    async fn send(&self, app: &App) -> Result<(), Failure> {
        let letter = match self {
            Self::Link { link_id } => link_letter(app, *link_id).await?,
            Self::PasswordSet { user_id } => password_letter(app, *user_id).await?,
            Self::TokenReused { user_id } => reuse_letter(app, *user_id).await?,
        };
        let Some(Letter { to, subject, text }) = letter else { return Ok(()) };
        match mail::send(&app.settings, &to, subject.to_owned(), text).await {
            // Trying again would not help.
            Err(error @ (MailError::Refused(_) | MailError::Message)) => {
                tracing::warn!(mail = ?self, %error, "a mail to an account's owner could not be sent");
                Ok(())
            }
            outcome => Ok(outcome?),
        }
    }
}

/// `None` when the link was used or has expired since.
async fn link_letter(app: &App, id: AccountLinkId) -> store::Result<Option<Letter>> {
    let mut connection = app.connection().await?;
    let now = clock::now(&mut connection).await?;
    let link = account_links::find(&mut connection, id).await?;
    let Some(link) = link.filter(|link| account_link::check(link.expires_at, link.used_at, now).is_ok()) else {
        return Ok(None);
    };
    let url = app.account_link_url(link.purpose, id);
    let until = link.expires_at.to_zoned(TimeZone::UTC).strftime("%-d %B %Y, %H:%M UTC").to_string();
    let AccountLink { purpose, mailed_to: Some(to), .. } = link else { return Ok(None) };
    Ok(Some(match purpose {
        LinkPurpose::PasswordReset => {
            Letter { to, subject: "Set a new password for Potluck", text: reset_text(&url, &until) }
        }
        LinkPurpose::EmailVerification => {
            Letter { to, subject: "Confirm your address for Potluck", text: verification_text(&url, &until) }
        }
    }))
}

async fn password_letter(app: &App, user: UserId) -> store::Result<Option<Letter>> {
    let user = users::find(&mut *app.connection().await?, user).await?;
    let text = password_text(&app.settings.public_url());
    Ok(user.map(|user| Letter { to: user.email, subject: "Your Potluck password was changed", text }))
}

async fn reuse_letter(app: &App, user: UserId) -> store::Result<Option<Letter>> {
    let user = users::find(&mut *app.connection().await?, user).await?;
    let text = reuse_text(&app.settings.public_url());
    Ok(user.map(|user| Letter { to: user.email, subject: "A copy of your Potluck sign-in was used", text }))
}

fn reset_text(url: &str, until: &str) -> String {
    format!(
        "Hello,\n\
         \n\
         somebody, hopefully you, forgot the password of your Potluck account. Set a new one here:\n\
         {url}\n\
         \n\
         Have your recovery code at hand, or open the link in a browser that is still signed in: one of the two keeps your\n\
         chats readable. The link works once, until {until}.\n\
         If you did not ask for it, you can forget this mail; nothing was changed.\n"
    )
}

fn verification_text(url: &str, until: &str) -> String {
    format!(
        "Hello,\n\
         \n\
         confirm that this is the address of your Potluck account:\n\
         {url}\n\
         \n\
         The link works until {until}. If you have no account there, you can forget this mail.\n"
    )
}

fn password_text(url: &str) -> String {
    format!(
        "Hello,\n\
         \n\
         the password of your Potluck account was changed, and every other device was signed out.\n\
         \n\
         If that was not you, set a new one at once with \"Forgot your password?\":\n\
         {url}/forgot-password\n"
    )
}

fn reuse_text(url: &str) -> String {
    format!(
        "Hello,\n\
         \n\
         somebody used a copy of your sign-in at Potluck, so that sign-in was ended at once. It can also happen when a browser's profile\n\
         is copied or restored from a backup.\n\
         \n\
         If that was not you, change your password, look where you are signed in, and have your encryption key replaced:\n\
         {url}/settings/devices\n"
    )
}
