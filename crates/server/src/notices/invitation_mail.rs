//! The mail that carries an invitation's link.

use domain::id::InvitationId;
use domain::invitation::{self, InvitationStatus};
use domain::language::Language;
use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext};
use serde::{Deserialize, Serialize};
use store::groups::Group;
use store::invitations::Invitation;
use store::{clock, groups, invitations, users};

use super::failure::Failure;
use super::mail::{self, Letter, MailError};
use crate::app::App;
use crate::letters::{Facts, Template};

/// Mails an invitation, if it is still open then. The link is made at sending: neither the queue nor any table holds it.
#[derive(Debug, Serialize, Deserialize)]
pub struct InvitationMail {
    /// Which one.
    pub invitation_id: InvitationId,
}

impl TaskHandler for InvitationMail {
    const IDENTIFIER: &'static str = "invitation_mail";

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let outcome = match context.get_ext::<App>() {
            Some(app) => self.send(app).await,
            None => Err(Failure::NoApp),
        };
        outcome.map_err(|failure| failure.left())
    }
}

impl InvitationMail {
    async fn send(&self, app: &App) -> Result<(), Failure> {
        let Some((invitation, group, to)) = self.still_wanted(app).await? else { return Ok(()) };
        // In the inviter's language: of whoever is invited only the address is known.
        let inviter = users::find(&mut *app.connection().await?, invitation.invited_by).await?;
        let language = inviter.map_or(Language::English, |inviter| inviter.language);
        let facts = Facts::default()
            .with("inviter", &invitation.invited_by_name)
            .with("group", &group.name)
            .with("url", app.invitation_url(invitation.id))
            .with("until", language.moment(invitation.expires_at));
        let words = app.letters.write(Template::Invitation, language, &facts).map_err(MailError::from)?;
        let letter = Letter { to, words, about: Some(invitation.id.uuid()), paper: None };
        match mail::send(&app.settings, letter).await {
            Ok(()) => {
                tracing::info!(invitation = %invitation.id, "an invitation was mailed");
                Ok(())
            }
            // The link can still be handed over by other ways.
            Err(error) if error.is_final() => {
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
