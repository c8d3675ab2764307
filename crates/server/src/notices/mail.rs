//! Handing mail in at the configured SMTP server.

use std::time::Duration;

use domain::job::JobTrouble;
use lettre::message::header::ContentType;
use lettre::message::{Attachment, Body, MultiPart, SinglePart};
use lettre::transport::smtp;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use uuid::Uuid;

use crate::config::Settings;
use crate::letters::{Unwritten, Words};
use crate::printing::Paper;

/// How long the SMTP server may take for each of its answers.
const TIMEOUT: Duration = Duration::from_secs(30);

/// A mail that is written, with where it goes.
#[derive(Debug)]
pub(super) struct Letter {
    /// The address.
    pub(super) to: String,
    /// What it says.
    pub(super) words: Words,
    /// What it is about. The same mail handed in twice has the same message id, by which mailboxes tell that it is one.
    pub(super) about: Option<Uuid>,
    /// What comes along.
    pub(super) paper: Option<Paper>,
}

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
    /// Its template does not fit: a fault of ours.
    #[error(transparent)]
    Unwritten(#[from] Unwritten),
    /// The server refuses this mail for good.
    #[error("the SMTP server refused the mail for good{}", code(.0.as_ref()))]
    Refused(Option<smtp::response::Code>),
    /// The server cannot be reached, or asks to come again.
    #[error("the SMTP server did not take the mail{}", code(.0.as_ref()))]
    Failed(Option<smtp::response::Code>),
}

impl MailError {
    /// Whether trying again would not help.
    pub(super) const fn is_final(&self) -> bool {
        matches!(self, Self::Refused(_) | Self::Message | Self::Unwritten(_))
    }

    /// The same in a word.
    pub(super) const fn trouble(&self) -> JobTrouble {
        match self {
            Self::NotConfigured | Self::Settings(_) => JobTrouble::MailNotSetUp,
            Self::Refused(_) | Self::Failed(_) => JobTrouble::MailNotTaken,
            Self::Message | Self::Unwritten(_) => JobTrouble::Other,
        }
    }
}

fn code(code: Option<&smtp::response::Code>) -> String {
    code.map(|code| format!(" (code {code})")).unwrap_or_default()
}

/// Hands a mail in.
pub(super) async fn send(settings: &Settings, letter: Letter) -> Result<(), MailError> {
    let url = settings.smtp_url.as_ref().ok_or(MailError::NotConfigured)?;
    let message = message(settings, letter)?;
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

/// A plain text, and what comes along. A name that was typed by somebody is safe in the subject: it is encoded.
fn message(settings: &Settings, letter: Letter) -> Result<Message, MailError> {
    let to: Address = letter.to.parse().map_err(|_| MailError::Message)?;
    let from = settings.mail_from.parse().map_err(|_| MailError::Settings("POTLUCK_MAIL_FROM"))?;
    let id = letter.about.map(|about| {
        let host = settings.public_host().unwrap_or_else(|| "localhost".to_owned());
        format!("<{about}@{}>", host.split(':').next().unwrap_or_default())
    });
    let mut builder = Message::builder().from(from).to(to.into()).subject(letter.words.subject);
    if let Some(id) = id {
        builder = builder.message_id(Some(id));
    }
    let message = match letter.paper {
        None => builder.header(ContentType::TEXT_PLAIN).body(letter.words.text),
        Some(paper) => {
            let pdf = ContentType::parse("application/pdf").map_err(|_| MailError::Message)?;
            let attachment = Attachment::new(paper.file_name).body(Body::new(paper.bytes), pdf);
            builder
                .multipart(MultiPart::mixed().singlepart(SinglePart::plain(letter.words.text)).singlepart(attachment))
        }
    };
    message.map_err(|_| MailError::Message)
}
