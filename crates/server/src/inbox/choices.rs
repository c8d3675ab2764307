//! `GET /me/mails`, `PUT /me/mails`: which notices the caller wants by mail too.

use axum::extract::State;
use domain::notice::NoticeTopic;
use serde::{Deserialize, Serialize};
use store::notices;
use utoipa::ToSchema;

use crate::app::{App, commit};
use crate::http::{Caller, Json, Problem};
use crate::realtime::{Event, announce};

/// What is mailed besides being shown in the app. Mails about the account's safety always come.
#[derive(Serialize, Deserialize, ToSchema)]
pub struct MailChoices {
    /// Shares, payments, suspension.
    pub billing: bool,
    /// Invitations and splits.
    pub group: bool,
    /// One's own part of the credit.
    pub credit: bool,
}

/// Which mails the caller wants.
#[utoipa::path(get, path = "/me/mails", tag = "notices", responses((status = 200, body = MailChoices)))]
pub async fn get_mail_choices(State(app): State<App>, caller: Caller) -> Result<axum::Json<MailChoices>, Problem> {
    let unwanted = notices::unwanted(&mut *app.connection().await?, caller.user).await?;
    let wants = |topic| !unwanted.contains(&topic);
    Ok(axum::Json(MailChoices {
        billing: wants(NoticeTopic::Billing),
        group: wants(NoticeTopic::Group),
        credit: wants(NoticeTopic::Credit),
    }))
}

/// Choose which mails to get. It counts for what happens from now on.
#[utoipa::path(put, path = "/me/mails", tag = "notices",
    request_body = MailChoices, responses((status = 200, body = MailChoices)))]
pub async fn choose_mails(
    State(app): State<App>,
    caller: Caller,
    Json(chosen): Json<MailChoices>,
) -> Result<axum::Json<MailChoices>, Problem> {
    let wanted = [
        (NoticeTopic::Billing, chosen.billing),
        (NoticeTopic::Group, chosen.group),
        (NoticeTopic::Credit, chosen.credit),
    ];
    let unwanted: Vec<NoticeTopic> = wanted.into_iter().filter(|(_, wants)| !wants).map(|(topic, _)| topic).collect();
    let mut tx = app.begin().await?;
    notices::put_unwanted(&mut tx, caller.user, &unwanted).await?;
    announce(&mut tx, &[caller.user], Event::AccountChanged {}).await?;
    commit(tx).await?;
    Ok(axum::Json(chosen))
}
