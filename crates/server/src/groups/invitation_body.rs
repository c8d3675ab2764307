//! An invitation, as the members of its group see it.

use domain::id::InvitationId;
use domain::invitation::{self, InvitationStatus};
use jiff::Timestamp;
use serde::Serialize;
use store::invitations::Invitation;
use utoipa::ToSchema;

use crate::app::App;

/// An offer of a seat.
#[derive(Serialize, ToSchema)]
#[schema(as = Invitation)]
pub struct InvitationBody {
    /// Which one.
    pub id: InvitationId,
    /// What the link ends with. Whoever has it can accept, also when the invitation has an address.
    pub token: String,
    /// The link to hand over.
    pub url: String,
    /// Whom it is for.
    #[schema(required)]
    pub email: Option<String>,
    /// What became of it.
    pub status: InvitationStatus,
    /// Until when it stands.
    pub expires_at: Timestamp,
    /// When it was made.
    pub created_at: Timestamp,
    /// Whether it goes by mail: it has an address, and this server sends mail.
    pub mailed: bool,
}

impl InvitationBody {
    pub(super) fn new(app: &App, invitation: Invitation, now: Timestamp) -> Self {
        Self {
            id: invitation.id,
            token: app.keys.invitation_token(invitation.id),
            url: app.invitation_url(invitation.id),
            mailed: invitation.email.is_some() && app.settings.smtp_url.is_some(),
            email: invitation.email,
            status: invitation::status(invitation.status, invitation.expires_at, now),
            expires_at: invitation.expires_at,
            created_at: invitation.created_at,
        }
    }
}
