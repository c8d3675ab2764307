//! `GET` and `PUT /groups/{id}/caps`

use axum::extract::State;
use domain::credit::NanoUsd;
use domain::fair_share::Caps;
use serde::{Deserialize, Serialize};
use store::caps;
use utoipa::ToSchema;

use crate::app::{App, commit};
use crate::http::{Fields, Json, Member, Problem};

/// What a member allows themselves at most; null: as much as there is.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Caps)]
pub struct CapsBody {
    /// For one question or request.
    pub turn_nanousd: Option<NanoUsd>,
    /// For one day of the group, chats and API keys together.
    pub day_nanousd: Option<NanoUsd>,
}

impl From<Caps> for CapsBody {
    fn from(caps: Caps) -> Self {
        Self { turn_nanousd: caps.turn, day_nanousd: caps.day }
    }
}

/// The caller's own caps in a group.
#[utoipa::path(get, path = "/groups/{id}/caps", tag = "usage", params(("id" = String, Path)),
    responses((status = 200, body = CapsBody)))]
pub async fn get_caps(State(app): State<App>, member: Member) -> Result<axum::Json<CapsBody>, Problem> {
    let caps = caps::find(&mut *app.connection().await?, &member.membership).await?;
    Ok(axum::Json(caps.into()))
}

/// Set the caller's own caps, from the next question on. Answers are shortened to what fits, or refused.
#[utoipa::path(put, path = "/groups/{id}/caps", tag = "usage", params(("id" = String, Path)),
    request_body = CapsBody, responses((status = 200, body = CapsBody)))]
pub async fn set_caps(
    State(app): State<App>,
    member: Member,
    Json(typed): Json<CapsBody>,
) -> Result<axum::Json<CapsBody>, Problem> {
    let mut fields = Fields::default();
    for (field, cap) in [("turn_nanousd", typed.turn_nanousd), ("day_nanousd", typed.day_nanousd)] {
        let message = "Give more than nothing, or leave this out.";
        fields.check(cap.is_none_or(|cap| cap > NanoUsd::ZERO), field, "not_positive", message);
    }
    fields.finish()?;
    let caps = Caps { turn: typed.turn_nanousd, day: typed.day_nanousd };
    let mut tx = app.begin().await?;
    caps::set(&mut tx, &member.membership, caps).await?;
    commit(tx).await?;
    Ok(axum::Json(caps.into()))
}
