//! Mailing notices: the rows say what is still to be sent. Who takes a mail on has it for a while; when they are killed, it is due
//! again after that. So a mail can go twice, with the same message id, but never not at all.

use std::time::Duration;

use domain::notice::Notice;
use futures_util::StreamExt;
use jiff::SignedDuration;
use store::notices::DueMail;
use store::{clock, notices, papers};

use super::again::again_at;
use super::mail::{self, Letter, MailError};
use super::wording::wording;
use crate::app::App;
use crate::printing::{self, Paper};

/// Mails that are sent at once.
const AT_ONCE: i64 = 4;
/// How long one may take.
const PATIENCE: Duration = Duration::from_mins(1);
/// How long a mail that was taken on is not due again: longer than it may take.
const LEASE: SignedDuration = SignedDuration::from_secs(90);

/// Sends all mails that are due.
pub async fn mail_due(app: &App) -> store::Result<()> {
    loop {
        let due = notices::take_due(&mut *app.connection().await?, LEASE, AT_ONCE).await?;
        if due.is_empty() || app.lifecycle.is_stopping() {
            return Ok(());
        }
        let sent: Vec<store::Result<()>> =
            futures_util::stream::iter(due).map(|due| deliver(app, due)).buffer_unordered(4).collect().await;
        sent.into_iter().collect::<store::Result<()>>()?;
    }
}

/// Sends one mail, and notes what became of it.
async fn deliver(app: &App, due: DueMail) -> store::Result<()> {
    let (user, id, kind) = (due.user, due.told.id, due.told.notice.kind());
    let attempts = due.attempts;
    let outcome = tokio::time::timeout(PATIENCE, send(app, due)).await.unwrap_or(Err(MailError::Failed(None)));
    let mut connection = app.connection().await?;
    let again_at = match &outcome {
        Ok(()) => None,
        Err(error) if error.is_final() => {
            tracing::warn!(notice = %id, %kind, %error, "a notice could not be mailed");
            None
        }
        Err(error) => {
            tracing::info!(notice = %id, %kind, attempts, %error, "a notice was not mailed yet");
            Some(again_at(clock::now(&mut connection).await?, attempts))
        }
    };
    notices::end_mail(&mut connection, user, id, outcome.is_ok(), again_at).await
}

async fn send(app: &App, due: DueMail) -> Result<(), MailError> {
    let Some((template, facts)) = wording(&due, &app.settings.public_url()) else { return Ok(()) };
    let words = app.letters.write(template, due.language, &facts)?;
    let paper = receipt(app, &due).await;
    mail::send(&app.settings, Letter { to: due.email, words, about: Some(due.told.id.uuid()), paper }).await
}

/// The receipt of a payment that arrived. Without it the mail still says where it is.
async fn receipt(app: &App, due: &DueMail) -> Option<Paper> {
    let Notice::SharePaid { payment_id, .. } = &due.told.notice else { return None };
    let mut connection = app.connection().await.ok()?;
    let row = papers::receipt(&mut connection, due.user, *payment_id).await.ok()??;
    let printed = printing::receipt(row, due.language);
    printed.map_err(|error| tracing::error!(notice = %due.told.id, %error, "a receipt could not be printed")).ok()
}
