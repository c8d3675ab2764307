//! `POST /v1/messages/count_tokens`

use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, header};
use providers::{Fields, Format, RawRequest};
use store::api_keys::Holder;

use super::admit::check_group;
use super::answering::read;
use super::asked::{betas, chosen};
use super::charges::check_charges;
use super::holder::KeyHolder;
use super::refused::{Refused, Why};
use crate::app::App;

/// Ask how many tokens a message has, before it is sent. It costs nothing, and nothing is answered.
pub async fn count_tokens(
    State(app): State<App>,
    KeyHolder(holder): KeyHolder,
    headers: HeaderMap,
    body: Body,
) -> Response {
    match count(&app, &holder, &headers, body).await {
        Ok(counted) => {
            ([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], counted).into_response()
        }
        Err(refused) => refused.respond(Format::Messages),
    }
}

async fn count(app: &App, holder: &Holder, headers: &HeaderMap, sent: Body) -> Result<Bytes, Refused> {
    check_group(app, holder)?;
    let body = read(app, headers, sent).await?;
    let fields = Fields::read(&body.bytes)
        .map_err(|_| Refused::new(Why::Invalid, "The body is not a JSON object whose fields each come once."))?;
    let model = chosen(app, holder, Format::Messages, &fields)?;
    // What could not be asked is not counted either.
    check_charges(Format::Messages, &fields)?;
    let provider = &model.vendor.provider;
    if !provider.counts_tokens() {
        let message = "The vendor of this model does not count tokens; ask for it with one of Anthropic's models.";
        return Err(Refused::new(Why::Unsupported, message).about("model"));
    }
    let request = RawRequest {
        format: Format::Messages,
        fields,
        model: model.vendor_model.clone(),
        max_output_tokens: 0,
        streams: false,
        betas: betas(Format::Messages, headers)?,
    };
    provider.count_tokens(&request).await.map_err(|refused| Refused::vendor(refused, true))
}
