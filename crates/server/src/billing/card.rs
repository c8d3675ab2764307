//! `/me/card`: the card that a member has saved at the payment vendor.

use axum::extract::State;
use domain::id::{CardSetupId, GroupId};
use http::StatusCode;
use payments::Setup;
use serde::{Deserialize, Serialize};
use store::cards::{self, SavedCard};
use store::groups;
use utoipa::ToSchema;

use super::claim_payment::not_charged;
use crate::app::App;
use crate::charging;
use crate::http::{Caller, Json, PathId, Problem};

/// What is known of a card: its number never comes to this server.
#[derive(Serialize, ToSchema)]
#[schema(as = Card)]
pub struct CardBody {
    /// Such as `visa`.
    pub brand: String,
    /// The last four digits.
    pub last_four: String,
    /// The last year that it works in.
    pub expires_year: u16,
    /// The last month of that.
    pub expires_month: u8,
    /// Its bank says that it will not work any more: save another.
    pub is_refused: bool,
}

/// The card that shares are charged to by themselves.
#[derive(Serialize, ToSchema)]
#[schema(as = MyCard)]
pub struct MyCardBody {
    /// Null: none is saved.
    #[schema(required)]
    pub card: Option<CardBody>,
}

/// Where a member comes back to.
#[derive(Deserialize, ToSchema)]
pub struct NewCard {
    /// To the bills of this group of theirs.
    pub group_id: GroupId,
}

/// Where a card is typed.
#[derive(Serialize, ToSchema)]
pub struct CardPage {
    /// The payment vendor's page; the browser goes there.
    pub url: String,
}

/// The caller's saved card.
#[utoipa::path(get, path = "/me/card", tag = "billing", responses((status = 200, body = MyCardBody)))]
pub async fn get_card(State(app): State<App>, caller: Caller) -> Result<axum::Json<MyCardBody>, Problem> {
    let account = cards::account(&mut *app.connection().await?, caller.user).await?;
    Ok(axum::Json(MyCardBody { card: account.and_then(|account| account.card).map(CardBody::from) }))
}

/// Save a card, at the payment vendor's own page. From then on the caller's shares are charged to it by themselves.
#[utoipa::path(post, path = "/me/card", tag = "billing", request_body = NewCard,
    responses((status = 201, body = CardPage)))]
pub async fn begin_card(
    State(app): State<App>,
    caller: Caller,
    Json(typed): Json<NewCard>,
) -> Result<(StatusCode, axum::Json<CardPage>), Problem> {
    groups::membership(&mut *app.connection().await?, typed.group_id, caller.user)
        .await?
        .ok_or_else(Problem::not_found)?;
    let url = charging::begin_setup(&app, caller.user, typed.group_id).await.map_err(not_charged)?;
    Ok((StatusCode::CREATED, axum::Json(CardPage { url })))
}

/// The caller is back from the payment vendor's page: keep the card, if they saved one. Null: they did not, or not yet.
#[utoipa::path(post, path = "/me/card/{id}/finish", tag = "billing",
    params(("id" = String, Path, description = "The visit, as the address that they came back to names it")),
    responses((status = 200, body = MyCardBody)))]
pub async fn finish_card(
    State(app): State<App>,
    caller: Caller,
    PathId(id): PathId<CardSetupId>,
) -> Result<axum::Json<MyCardBody>, Problem> {
    if app.gateway().is_none() {
        return Err(Problem::not_found());
    }
    let found = charging::finish_setup(&app, caller.user, id).await.map_err(not_charged)?;
    match found.ok_or_else(Problem::not_found)? {
        Setup::Open | Setup::Expired => Ok(axum::Json(MyCardBody { card: None })),
        Setup::Saved(_) => get_card(State(app), caller).await,
    }
}

/// Forget the caller's card, here and at the payment vendor. Nothing is charged by itself any more.
#[utoipa::path(delete, path = "/me/card", tag = "billing", responses((status = 204)))]
pub async fn remove_card(State(app): State<App>, caller: Caller) -> Result<StatusCode, Problem> {
    charging::remove_card(&app, caller.user).await.map_err(not_charged)?;
    Ok(StatusCode::NO_CONTENT)
}

impl From<SavedCard> for CardBody {
    fn from(card: SavedCard) -> Self {
        Self {
            brand: card.brand,
            last_four: card.last_four,
            expires_year: card.expires.0,
            expires_month: card.expires.1,
            is_refused: card.is_refused,
        }
    }
}
