//! The pages that a person sees: typing a card, and confirming a payment at their bank. Really clicked through by browsers.

use std::sync::Arc;

use axum::{
    extract::{Path, State as Shared},
    http::StatusCode,
    response::{Html, IntoResponse, Redirect, Response},
};
use bytes::Bytes;

use super::{cards::CARDS, intents, objects::Fields, sessions, state::State, webhooks};

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:30rem;margin:3rem auto;padding:0 1rem;color:#1d1b16;\
background:#faf8f3}h1{font-size:1.4rem}label{display:block;margin:1rem 0 .25rem;font-weight:600}input{font:inherit;width:100%;\
box-sizing:border-box;padding:.5rem .75rem;border:1px solid #8a8577;border-radius:.5rem}button{font:inherit;margin-top:1.25rem;\
margin-right:.5rem;padding:.5rem 1.25rem;border:1px solid #1d1b16;border-radius:.5rem;background:#1d1b16;color:#fff}button.quiet,\
a{background:none;color:#1d1b16}.error{color:#9b1c1c}li{margin:.25rem 0}code{font-size:.95rem}";

fn page(title: &str, body: &str) -> Response {
    let html = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><style>{STYLE}</style></head>\
         <body><main><h1>{title}</h1>{body}</main></body></html>"
    );
    Html(html).into_response()
}

fn gone() -> Response {
    (StatusCode::NOT_FOUND, page("Nothing here", "<p>This page is gone.</p>")).into_response()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

fn card_form(back: &str, error: Option<&str>) -> Response {
    let error = error.map_or(String::new(), |error| format!("<p class=\"error\" role=\"alert\">{error}</p>"));
    let cards = CARDS
        .iter()
        .map(|card| format!("<li><code>{}</code> {}</li>", card.number, card.about))
        .collect::<Vec<_>>()
        .concat();
    page(
        "Save a card",
        &format!(
            "<p>This is a simulated payment vendor. No money moves; never type a real card.</p>{error}\
             <form method=\"post\"><label for=\"number\">Card number</label>\
             <input id=\"number\" name=\"number\" inputmode=\"numeric\" autocomplete=\"off\" required>\
             <button type=\"submit\">Save card</button> <a href=\"{}\">Back without a card</a></form>\
             <h2>Test cards</h2><ul>{cards}</ul>",
            escape(back)
        ),
    )
}

pub(super) async fn show_session(Shared(state): Shared<Arc<State>>, Path(id): Path<String>) -> Response {
    let session = state.lock().objects.get(&id).cloned().filter(|session| session["status"] == "open");
    session.map_or_else(gone, |session| card_form(session["cancel_url"].as_str().unwrap_or("#"), None))
}

pub(super) async fn save_card(Shared(state): Shared<Arc<State>>, Path(id): Path<String>, body: Bytes) -> Response {
    let fields = Fields::read(&body);
    let saved = sessions::complete(&mut state.lock(), &id, fields.get("number").unwrap_or_default());
    match saved {
        Ok(url) => {
            webhooks::hand_on(&state, false).await;
            Redirect::to(&url).into_response()
        }
        Err(error) => {
            let back =
                state.lock().objects.get(&id).and_then(|session| Some(session["cancel_url"].as_str()?.to_owned()));
            card_form(&back.unwrap_or_default(), Some(error))
        }
    }
}

pub(super) async fn show_bank(Shared(state): Shared<Arc<State>>, Path(id): Path<String>) -> Response {
    let waits = state.lock().objects.get(&id).is_some_and(|intent| intent["status"] == "requires_action");
    if !waits {
        return gone();
    }
    page(
        "Your bank asks",
        "<p>This is a simulated bank. Did you make this payment?</p><form method=\"post\">\
         <button name=\"answer\" value=\"yes\">Confirm payment</button>\
         <button class=\"quiet\" name=\"answer\" value=\"no\">Refuse</button></form>",
    )
}

pub(super) async fn answer_bank(Shared(state): Shared<Arc<State>>, Path(id): Path<String>, body: Bytes) -> Response {
    let confirmed = Fields::read(&body).get("answer") == Some("yes");
    let url = {
        let mut inner = state.lock();
        intents::answer_at_bank(&mut inner, &id, confirmed);
        inner.objects.get(&id).and_then(|intent| Some(intent["return_url"].as_str()?.to_owned()))
    };
    webhooks::hand_on(&state, false).await;
    let Some(url) = url else { return gone() };
    let status = if confirmed { "succeeded" } else { "failed" };
    let joint = if url.contains('?') { '&' } else { '?' };
    Redirect::to(&format!("{url}{joint}payment_intent={id}&redirect_status={status}")).into_response()
}
