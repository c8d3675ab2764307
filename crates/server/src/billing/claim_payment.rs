//! `POST /shares/{id}/payments`

use axum::extract::State;
use domain::id::{PaymentId, ShareId};
use domain::payment::{ClaimRefused, PaymentStatus, REFERENCE_CHARS_MAX};
use http::StatusCode;
use payments::{ChargeState, Method, StartRefused};
use serde::{Deserialize, Serialize};
use store::{groups, shares};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::app::{App, commit};
use crate::charging::{Begun, ChargingError, Occasion, announce_change, begin, send};
use crate::http::{Caller, Fields, Json, PathId, Problem};

/// How the share is paid.
#[derive(Deserialize, ToSchema)]
#[schema(as = NewPayment)]
pub struct ClaimPayment {
    /// `manual`: from hand to hand or by bank transfer; `card`: by the card that the caller has saved.
    #[schema(example = "manual")]
    pub method: String,
    /// What helps the payee to find the payment, up to 140 characters.
    #[serde(default)]
    pub reference: Option<String>,
}

/// What an attempt to pay is now.
#[derive(Serialize, ToSchema)]
pub struct PaymentState {
    /// Which one.
    pub id: PaymentId,
    /// Claimed, confirmed and so on.
    pub status: PaymentStatus,
    /// Where the caller confirms it at their bank, when that is asked for.
    #[schema(required)]
    pub redirect_url: Option<String>,
}

impl PaymentState {
    /// One for which there is nowhere to go.
    pub(super) const fn of(id: PaymentId, status: PaymentStatus) -> Self {
        Self { id, status, redirect_url: None }
    }
}

/// Pay one's own share. By hand: say that it is paid; the payee then confirms it, or rejects it with a reason. By card: the saved
/// card is charged now.
#[utoipa::path(post, path = "/shares/{id}/payments", tag = "billing",
    params(("id" = String, Path, description = "The share")),
    request_body = ClaimPayment, responses((status = 201, body = PaymentState)))]
pub async fn claim_payment(
    State(app): State<App>,
    caller: Caller,
    PathId(share): PathId<ShareId>,
    Json(typed): Json<ClaimPayment>,
) -> Result<(StatusCode, axum::Json<PaymentState>), Problem> {
    let mut tx = app.begin().await?;
    // The group first, like everything that moves its money.
    let group = shares::group_of(&mut tx, share).await?.ok_or_else(Problem::not_found)?;
    let group = groups::lock(&mut tx, group).await?.ok_or_else(Problem::not_found)?;
    let locked = shares::lock_of(&mut tx, caller.user, share).await?.ok_or_else(Problem::not_found)?;

    let mut fields = Fields::default();
    let method = typed.method.parse::<Method>();
    fields.check(method.is_ok(), "method", "unknown", "The methods are manual and card.");
    let reference = fields.line("reference", typed.reference.as_deref().unwrap_or(""), 0, REFERENCE_CHARS_MAX);
    fields.finish()?;
    let method = method.map_err(Problem::internal)?;

    let is_payer = locked.user == caller.user;
    let started = payments::start(method, app.offered(), locked.share.status(), is_payer).map_err(refused)?;
    if method == Method::Card {
        let begun = begin(&app, &mut tx, &group, &locked, caller.user, Occasion::Here).await.map_err(not_charged)?;
        commit(tx).await?;
        return charge(&app, begun).await;
    }
    let id = PaymentId::from_uuid(Uuid::now_v7());
    let reference = Some(reference.as_str()).filter(|reference| !reference.is_empty());
    store::payments::insert(&mut tx, id, &locked, caller.user, started.method.as_str(), started.payment, reference)
        .await
        .map_err(already_live)?;
    shares::put(&mut tx, &locked, &locked.share.with_status(started.share)).await?;
    announce_change(&mut tx, locked.group).await?;
    commit(tx).await?;
    Ok((StatusCode::CREATED, axum::Json(PaymentState::of(id, started.payment))))
}

/// Sends a charge that has begun. Where the vendor's answer does not come, the payment stays under way and is looked at again.
pub(super) async fn charge(app: &App, begun: Begun) -> Result<(StatusCode, axum::Json<PaymentState>), Problem> {
    let mut state = PaymentState::of(begun.id, begun.status);
    if begun.status == PaymentStatus::Sending {
        match send(app, begun.id).await {
            Ok(Some(ChargeState::ActionRequired { url })) => state.redirect_url = url,
            Ok(_) => {}
            Err(ChargingError::Gateway(error)) => {
                tracing::warn!(payment = %begun.id, %error, "a charge waits for the payment vendor's answer");
            }
            Err(error) => return Err(Problem::internal(error)),
        }
        let found = store::charges::find(&mut *app.connection().await?, begun.id).await?;
        state.status = found.map_or(state.status, |attempt| attempt.payment.status);
    }
    Ok((StatusCode::CREATED, axum::Json(state)))
}

/// Why a card is not charged.
pub(super) fn not_charged(error: ChargingError) -> Problem {
    match error {
        ChargingError::NoCard => {
            Problem::conflict("no_card", "There is no card to charge: save one first, on the group's billing page.")
        }
        ChargingError::NotOffered => refused(StartRefused::Unavailable(Method::Card)),
        ChargingError::Store(error) => already_live(error),
        ChargingError::Gateway(error) => {
            tracing::warn!(%error, "the payment vendor does not answer");
            Problem::new(
                StatusCode::BAD_GATEWAY,
                "payment_vendor_unavailable",
                "The payment vendor does not answer now. Nothing was charged; try again in a moment.",
            )
        }
        error => Problem::internal(error),
    }
}

fn refused(refused: StartRefused) -> Problem {
    match refused {
        StartRefused::Unavailable(method) => unavailable(method),
        StartRefused::Claim(ClaimRefused::NotYours) => Problem::not_found(),
        StartRefused::Claim(ClaimRefused::AlreadyClaimed) => {
            not_claimable("A payment of this share is under way already; wait for its answer.")
        }
        StartRefused::Claim(ClaimRefused::Settled) => not_claimable("This share is paid; there is nothing to do."),
        StartRefused::Claim(ClaimRefused::Closed) => not_claimable("There is nothing to pay for this share any more."),
    }
}

/// The operator does not offer this way to pay.
pub(super) fn unavailable(method: Method) -> Problem {
    let detail = match method {
        Method::Card => "This server takes no cards: pay the payee directly, and claim the payment as manual.",
        Method::Manual => "This server takes cards only: save one on the group's billing page, and pay with it.",
    };
    Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "payment_method_unavailable", detail)
}

fn not_claimable(detail: &'static str) -> Problem {
    Problem::conflict("payment_not_claimable", detail)
}

/// The database has the last word on two claims at once.
pub(super) fn already_live(error: store::Error) -> Problem {
    if error.is_refusal_of(store::payments::LIVE_KEY) {
        return refused(ClaimRefused::AlreadyClaimed.into());
    }
    error.into()
}
