//! `POST /groups/{id}/invitations`

use axum::extract::State;
use domain::attempt::Attempt;
use domain::group;
use domain::id::{GroupId, InvitationId};
use domain::invitation;
use domain::notice::Notice;
use http::StatusCode;
use jiff::Timestamp;
use serde::Deserialize;
use store::groups::{self, Seated};
use store::{PgConnection, clock, invitations, users};
use utoipa::ToSchema;
use uuid::Uuid;

use super::invitation_body::InvitationBody;
use crate::app::{App, commit};
use crate::http::{Fields, Json, Member, Problem, email, limits};
use crate::jobs;
use crate::notices::InvitationMail;
use crate::realtime::{Event, announce};
use crate::telling::tell;

/// Whom to invite.
#[derive(Deserialize, ToSchema)]
#[schema(as = NewInvitation)]
pub struct CreateInvitation {
    /// Where to mail the link, if this server sends mail. The address binds nobody: whoever has the link can accept.
    #[serde(default)]
    pub email: Option<String>,
}

/// Offer a seat. Any member may; the first who accepts gets the seat. The offer stands for seven days.
#[utoipa::path(post, path = "/groups/{id}/invitations", tag = "invitations",
    params(("id" = String, Path, description = "The group")),
    request_body = CreateInvitation, responses((status = 201, body = InvitationBody)))]
pub async fn create_invitation(
    State(app): State<App>,
    member: Member,
    Json(typed): Json<CreateInvitation>,
) -> Result<(StatusCode, axum::Json<InvitationBody>), Problem> {
    let mut fields = Fields::default();
    let address = typed.email.filter(|typed| !typed.trim().is_empty());
    let address = address.map(|typed| email::check(&mut fields, "email", &typed));
    fields.finish()?;

    if address.is_some() {
        check_may_mail(&app, &member).await?;
    }

    let mut tx = app.begin().await?;
    let group = groups::lock_of(&mut tx, &member.membership).await?;
    let members = groups::members(&mut tx, &[group.id]).await?;
    let open = invitations::count_open(&mut tx, &member.membership).await?;
    group::invite(group.status, group.seats, members.len(), open)?;

    let id = InvitationId::from_uuid(Uuid::now_v7());
    let now = clock::now(&mut tx).await?;
    let expires_at = invitation::expires_at(now);
    invitations::insert(&mut tx, &member.membership, id, address.as_deref(), expires_at).await?;
    if address.is_some() && app.settings.smtp_url.is_some() {
        jobs::enqueue(&app, &mut tx, InvitationMail { invitation_id: id }).await?;
    }
    if let Some(address) = &address {
        tell_invited(&mut tx, group.id, id, &member, address, expires_at).await?;
    }
    let made = invitations::find(&mut tx, id).await?.ok_or_else(Problem::not_found)?;
    let users: Vec<_> = members.iter().map(Seated::user).collect();
    announce(&mut tx, &users, Event::GroupChanged { group_id: group.id }).await?;
    commit(tx).await?;
    Ok((StatusCode::CREATED, axum::Json(InvitationBody::new(&app, made, now))))
}

/// Tells whoever has shown that the address is theirs, also in the app.
async fn tell_invited(
    connection: &mut PgConnection,
    group: GroupId,
    invitation_id: InvitationId,
    by: &Member,
    address: &str,
    until: Timestamp,
) -> store::Result<()> {
    match users::find_verified(&mut *connection, address).await? {
        Some(user) => tell(connection, group, user, Notice::Invited { invitation_id, by: by.user(), until }).await,
        None => Ok(()),
    }
}

/// Few mails go out in the name of somebody whose own address may be somebody else's.
async fn check_may_mail(app: &App, member: &Member) -> Result<(), Problem> {
    let inviter = member.caller.user;
    let user = users::find(&mut *app.connection().await?, inviter).await?;
    if !app.settings.verifies_email() || user.is_some_and(|user| user.email_verified) {
        return Ok(());
    }
    limits::attempt(app, Attempt::UnverifiedInvitation, &inviter.to_string()).await.map(drop).map_err(|refused| {
        if refused.code() != limits::TOO_MANY {
            return refused;
        }
        let detail = "Confirm your own address before you have more invitations mailed, by the link in the mail that you got.             Links that you hand over yourself are not limited.";
        Problem::new(StatusCode::FORBIDDEN, "email_unverified", detail)
    })
}
