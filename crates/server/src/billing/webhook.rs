//! `POST /webhooks/stripe`

use axum::extract::State;
use http::{HeaderMap, StatusCode};
use payments::Event;
use payments::signature::{self, NotSigned};
use store::clock;

use crate::app::App;
use crate::charging;
use crate::config::Secret;
use crate::http::{Problem, RawBody};

/// What the vendor signs its webhooks in.
const SIGNATURE: &str = "stripe-signature";

/// The payment vendor says that something has happened. Only what its secret signed is heard, and nothing of what it says is
/// believed: what it is about is fetched. An event that comes twice, late or in another order ends the same.
#[utoipa::path(post, path = "/webhooks/stripe", tag = "billing", security(()),
    request_body(content = String, description = "As Stripe sends it", content_type = "application/json"),
    responses((status = 204)))]
pub async fn stripe_webhook(
    State(app): State<App>,
    headers: HeaderMap,
    RawBody(body): RawBody,
) -> Result<StatusCode, Problem> {
    if app.gateway().is_none() {
        return Err(Problem::not_found());
    }
    let now = clock::now(&mut *app.connection().await?).await?;
    let secrets: Vec<&str> = app.settings.stripe.webhook_secrets.iter().map(Secret::reveal).collect();
    let signed = headers.get(SIGNATURE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    signature::verify(signed, &body, &secrets, now).map_err(not_signed)?;
    let event = Event::read(&body).map_err(|_| {
        Problem::new(StatusCode::BAD_REQUEST, "malformed_webhook", "This is no event of the payment vendor's.")
    })?;
    charging::receive(&app, &event).await.map_err(Problem::internal)?;
    Ok(StatusCode::NO_CONTENT)
}

fn not_signed(refused: NotSigned) -> Problem {
    let detail = match refused {
        NotSigned::Malformed => "Sign the webhook in the header Stripe-Signature.",
        NotSigned::Forged => {
            "The signature is by no secret of this server: set STRIPE_WEBHOOK_SECRET to the endpoint's."
        }
        NotSigned::Stale => "The webhook is older than five minutes; send it anew, with a signature of now.",
    };
    Problem::new(StatusCode::BAD_REQUEST, "webhook_not_signed", detail)
}
