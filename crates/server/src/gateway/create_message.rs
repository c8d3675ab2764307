//! `POST /v1/messages`: messages, as Anthropic has them.

use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use http::HeaderMap;
use providers::Format;

use super::answering::answer;
use super::holder::RecentKeyHolder;
use crate::app::App;

/// Ask a model, streamed or not, charged to the share of whoever's key it is.
pub async fn create_message(
    State(app): State<App>,
    holder: RecentKeyHolder,
    headers: HeaderMap,
    body: Body,
) -> Response {
    answer(app, holder, Format::Messages, headers, body).await
}
