//! The mail that carries an invitation's link.

use domain::id::InvitationId;
use domain::invitation::{self, InvitationStatus};
use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use store::groups::Group;
use store::invitations::Invitation;
use store::{clock, groups, invitations};

use super::mail::{self, MailError};
use crate::app::App;

/// Mails an invitation, if it is still open then. The link is made at sending: neither the queue nor any table holds it.
#[derive(Debug, Serialize, Deserialize)]
pub struct InvitationMail {
    /// Which one.
    pub invitation_id: InvitationId,
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

impl TaskHandler for InvitationMail {
    const IDENTIFIER: &'static str = "invitation_mail";

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let outcome = match context.get_ext::<App>() {
            Some(app) => self.send(app).await,
            None => Err(Failure::NoApp),
        };
        outcome.map_err(|failure| failure.to_string())
    }
}

impl InvitationMail {
    async fn send(&self, app: &App) -> Result<(), Failure> {
        let Some((invitation, group, address)) = self.still_wanted(app).await? else { return Ok(()) };
        let subject = format!("{} invites you to {}", invitation.invited_by_name, group.name);
        match mail::send(&app.settings, &address, subject, text(app, &invitation, &group)).await {
            Ok(()) => {
                tracing::info!(invitation = %invitation.id, "an invitation was mailed");
                Ok(())
            }
            // Trying again would not help; the link can still be handed over by other ways.
            Err(error @ (MailError::Refused(_) | MailError::Message)) => {
                tracing::warn!(invitation = %invitation.id, %error, "an invitation could not be mailed");
                Ok(())
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The invitation with its group and address; `None` when it was answered, revoked or has expired since.
    async fn still_wanted(&self, app: &App) -> Result<Option<(Invitation, Group, String)>, Failure> {
        let mut connection = app.connection().await?;
        let Some(invitation) = invitations::find(&mut connection, self.invitation_id).await? else { return Ok(None) };
        let now = clock::now(&mut connection).await?;
        if invitation::status(invitation.status, invitation.expires_at, now) != InvitationStatus::Open {
            return Ok(None);
        }
        let Some(address) = invitation.email.clone() else { return Ok(None) };
        let group = groups::find(&mut connection, invitation.group).await?;
        Ok(group.map(|group| (invitation, group, address)))
    }
}

fn text(app: &App, invitation: &Invitation, group: &Group) -> String {
    let until = invitation.expires_at.to_zoned(TimeZone::UTC).strftime("%-d %B %Y, %H:%M UTC");
    format!(
        "Hello,\n\
         \n\
         {inviter} invites you to the group \"{group}\" on Potluck: you share one AI chat plan and its cost, and each\n\
         of you keeps a chat that nobody else can read.\n\
         \n\
         See what it costs, and accept or decline:\n\
         {url}\n\
         \n\
         The link works until {until}. Whoever has it can use it, so do not pass it on.\n\
         If you do not know {inviter}, you can forget this mail.\n",
        inviter = invitation.invited_by_name,
        group = group.name,
        url = app.invitation_url(invitation.id),
    )
}
