//! `POST /v1/embeddings`

use axum::body::Body;
use axum::extract::State;
use axum::response::Response;
use http::HeaderMap;
use providers::Format;

use super::answering::answer;
use super::holder::RecentKeyHolder;
use crate::app::App;

/// Make vectors of texts, charged to the share of whoever's key it is.
pub async fn create_embedding(
    State(app): State<App>,
    holder: RecentKeyHolder,
    headers: HeaderMap,
    body: Body,
) -> Response {
    answer(app, holder, Format::Embeddings, headers, body).await
}
