//! `GET /turns/{id}`

use super::own::OwnTurn;
use super::turn::TurnBody;

/// One turn.
#[utoipa::path(get, path = "/turns/{id}", tag = "chat", params(("id" = String, Path)),
    responses((status = 200, body = TurnBody)))]
pub async fn get_turn(own: OwnTurn) -> axum::Json<TurnBody> {
    axum::Json(own.turn.into())
}
