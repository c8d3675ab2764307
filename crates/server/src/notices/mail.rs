//! Handing mail in at the configured SMTP server.

use std::time::Duration;

use lettre::message::header::ContentType;
use lettre::transport::smtp;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};

use crate::config::Settings;

/// How long the SMTP server may take for each of its answers.
const TIMEOUT: Duration = Duration::from_secs(30);

/// A mail that was not handed in. Never says to whom: it goes to the log and to the queue's table.
#[derive(Debug, thiserror::Error)]
pub(super) enum MailError {
    /// No SMTP server is configured on this node.
    #[error("no SMTP server is configured (POTLUCK_SMTP_URL)")]
    NotConfigured,
    /// The settings are not of their form.
    #[error("{0} is not of its form")]
    Settings(&'static str),
    /// The recipient or the text is not one that mail can have.
    #[error("the mail cannot be written")]
    Message,
    /// The server refuses this mail for good.
    #[error("the SMTP server refused the mail for good{}", code(.0.as_ref()))]
    Refused(Option<smtp::response::Code>),
    /// The server cannot be reached, or asks to come again.
    #[error("the SMTP server did not take the mail{}", code(.0.as_ref()))]
    Failed(Option<smtp::response::Code>),
}

fn code(code: Option<&smtp::response::Code>) -> String {
    code.map(|code| format!(" (code {code})")).unwrap_or_default()
}

/// Sends a plain text. A name that was typed by somebody is safe in the subject: it is encoded.
pub(super) async fn send(settings: &Settings, to: &str, subject: String, text: String) -> Result<(), MailError> {
    let url = settings.smtp_url.as_ref().ok_or(MailError::NotConfigured)?;
    let to: Address = to.parse().map_err(|_| MailError::Message)?;
    let from = settings.mail_from.parse().map_err(|_| MailError::Settings("POTLUCK_MAIL_FROM"))?;
    let message = Message::builder()
        .from(from)
        .to(to.into())
        .subject(subject)
        .header(ContentType::TEXT_PLAIN)
        .body(text)
        .map_err(|_| MailError::Message)?;
    let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.reveal())
        .map_err(|_| MailError::Settings("POTLUCK_SMTP_URL"))?
        .timeout(Some(TIMEOUT))
        .build();
    match transport.send(message).await {
        Ok(_) => Ok(()),
        Err(error) if error.is_permanent() => Err(MailError::Refused(error.status())),
        Err(error) => Err(MailError::Failed(error.status())),
    }
}
