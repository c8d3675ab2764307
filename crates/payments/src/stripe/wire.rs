//! Stripe's own words, as far as they are read here, and what they mean.

use std::collections::HashMap;

use domain::dispute::DisputeStatus;
use domain::id::PaymentId;
use domain::money::{Currency, Money};
use domain::refund::RefundStatus;
use serde::Deserialize;

use crate::currencies::from_vendor;
use crate::gateway::{
    Card, CardRef, Charge, ChargeRef, ChargeState, Decline, Dispute, DisputeRef, GatewayError, Refund, RefundRef, Setup,
};

/// Declines after which trying the same card again annoys banks and never works.
const HARD_DECLINES: [&str; 11] = [
    "expired_card",
    "incorrect_number",
    "invalid_account",
    "invalid_number",
    "lost_card",
    "new_account_information_available",
    "pickup_card",
    "restricted_card",
    "revocation_of_all_authorizations",
    "revocation_of_authorization",
    "stolen_card",
];

#[derive(Debug, Deserialize)]
pub(super) struct Named {
    pub(super) id: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct List<T> {
    pub(super) data: Vec<T>,
    #[serde(default)]
    pub(super) has_more: bool,
}

/// Something that is given by its name, or whole where that was asked for.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Expandable<T> {
    Name(String),
    Whole(T),
}

impl<T> Expandable<T> {
    fn whole(self) -> Option<T> {
        match self {
            Self::Name(_) => None,
            Self::Whole(whole) => Some(whole),
        }
    }

    const fn as_whole(&self) -> Option<&T> {
        match self {
            Self::Name(_) => None,
            Self::Whole(whole) => Some(whole),
        }
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct SessionWire {
    pub(super) id: String,
    pub(super) url: Option<String>,
    status: Option<String>,
    setup_intent: Option<Expandable<SetupIntentWire>>,
}

#[derive(Debug, Deserialize)]
struct SetupIntentWire {
    payment_method: Option<Expandable<MethodWire>>,
}

#[derive(Debug, Deserialize)]
struct MethodWire {
    id: String,
    card: Option<CardWire>,
}

#[derive(Debug, Deserialize)]
struct CardWire {
    brand: String,
    last4: String,
    exp_year: u16,
    exp_month: u8,
}

impl SessionWire {
    pub(super) fn read(self) -> Result<Setup, GatewayError> {
        match self.status.as_deref() {
            Some("open") => return Ok(Setup::Open),
            Some("expired") => return Ok(Setup::Expired),
            Some("complete") => {}
            _ => return Err(GatewayError::Unreadable("the state of a session")),
        }
        let method = self.setup_intent.and_then(Expandable::whole).and_then(|intent| intent.payment_method);
        let method = method.and_then(Expandable::whole).ok_or(GatewayError::Unreadable("a session without a card"))?;
        let card = method.card.ok_or(GatewayError::Unreadable("a payment method that is no card"))?;
        Ok(Setup::Saved(Card {
            reference: CardRef(method.id),
            brand: card.brand,
            last_four: card.last4,
            expires: (card.exp_year, card.exp_month),
        }))
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct IntentWire {
    pub(super) id: String,
    amount: i64,
    currency: String,
    status: String,
    #[serde(default)]
    metadata: HashMap<String, String>,
    latest_charge: Option<Expandable<ChargeWire>>,
    last_payment_error: Option<LastError>,
    next_action: Option<NextAction>,
}

#[derive(Debug, Deserialize)]
struct ChargeWire {
    balance_transaction: Option<Expandable<BalanceWire>>,
}

#[derive(Debug, Deserialize)]
struct BalanceWire {
    fee: i64,
    currency: String,
}

#[derive(Debug, Deserialize)]
struct LastError {
    code: Option<String>,
    decline_code: Option<String>,
}

#[derive(Debug, Deserialize)]
struct NextAction {
    redirect_to_url: Option<Redirect>,
}

#[derive(Debug, Deserialize)]
struct Redirect {
    url: Option<String>,
}

impl IntentWire {
    pub(super) fn payment(&self) -> Option<PaymentId> {
        self.metadata.get("payment")?.parse().ok()
    }

    pub(super) fn read(self) -> Result<Charge, GatewayError> {
        let payment = self.payment();
        let amount = money(self.amount, &self.currency)?;
        let state = match self.status.as_str() {
            "succeeded" => ChargeState::Succeeded { fee: self.fee()? },
            "processing" => ChargeState::Processing,
            "requires_action" | "requires_confirmation" => ChargeState::ActionRequired { url: self.url() },
            "requires_payment_method" => self.not_paid(),
            "canceled" => ChargeState::Failed(Decline::Cancelled),
            _ => return Err(GatewayError::Unreadable("the state of a charge")),
        };
        Ok(Charge { reference: ChargeRef(self.id), payment, amount, state })
    }

    fn fee(&self) -> Result<Option<Money>, GatewayError> {
        let charge = self.latest_charge.as_ref().and_then(Expandable::as_whole);
        let balance = charge.and_then(|charge| charge.balance_transaction.as_ref()).and_then(Expandable::as_whole);
        balance.map(|balance| money(balance.fee, &balance.currency)).transpose()
    }

    fn url(&self) -> Option<String> {
        self.next_action.as_ref()?.redirect_to_url.as_ref()?.url.clone()
    }

    /// The card was declined. Where the payer's bank only wants to hear the payer, the same charge can still be made.
    fn not_paid(&self) -> ChargeState {
        let error = self.last_payment_error.as_ref();
        let code = error.and_then(|error| error.code.as_deref()).unwrap_or("not_confirmed");
        let reason = error.and_then(|error| error.decline_code.as_deref()).unwrap_or(code).to_owned();
        if code == "authentication_required" || reason == "authentication_required" {
            ChargeState::ActionRequired { url: None }
        } else if HARD_DECLINES.contains(&reason.as_str()) || HARD_DECLINES.contains(&code) {
            ChargeState::Failed(Decline::Hard { code: reason })
        } else {
            ChargeState::Failed(Decline::Soft { code: reason })
        }
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct RefundWire {
    id: String,
    status: Option<String>,
    #[serde(default)]
    metadata: HashMap<String, String>,
}

impl RefundWire {
    pub(super) fn read(self) -> Refund {
        let status = match self.status.as_deref() {
            Some("succeeded") => RefundStatus::Sent,
            Some("failed" | "canceled") => RefundStatus::Failed,
            // Pending, or waiting for the payer's bank.
            _ => RefundStatus::Sending,
        };
        let refund = self.metadata.get("refund").and_then(|id| id.parse().ok());
        Refund { reference: RefundRef(self.id), refund, status }
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct DisputeWire {
    id: String,
    amount: i64,
    currency: String,
    status: String,
    payment_intent: Option<Expandable<Named>>,
    #[serde(default)]
    balance_transactions: Vec<BalanceWire>,
}

impl DisputeWire {
    pub(super) fn read(self) -> Result<Dispute, GatewayError> {
        let status = match self.status.as_str() {
            "needs_response" | "under_review" => Some(DisputeStatus::Open),
            "won" => Some(DisputeStatus::Won),
            "lost" => Some(DisputeStatus::Lost),
            // A question by the bank before it takes anything, and its end.
            _ => None,
        };
        let charge = match self.payment_intent {
            Some(Expandable::Name(id) | Expandable::Whole(Named { id })) => ChargeRef(id),
            None => return Err(GatewayError::NotFound),
        };
        let amount = money(self.amount, &self.currency)?;
        let mut fees = self.balance_transactions.iter().filter(|taken| taken.fee > 0);
        let fee = fees.next().map(|taken| money(taken.fee, &taken.currency)).transpose()?;
        Ok(Dispute { reference: DisputeRef(self.id), charge, amount, fee, status })
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct ErrorBody {
    pub(super) error: ErrorWire,
}

#[derive(Debug, Deserialize)]
pub(super) struct ErrorWire {
    code: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    payment_intent: Option<IntentWire>,
    #[serde(skip)]
    pub(super) status: u16,
}

impl ErrorWire {
    pub(super) fn is_too_small(&self) -> bool {
        self.code.as_deref() == Some("amount_too_small")
    }

    /// The charge that was declined.
    pub(super) fn into_intent(mut self) -> Result<IntentWire, GatewayError> {
        self.payment_intent.take().ok_or_else(|| self.refusal())
    }

    pub(super) fn refusal(self) -> GatewayError {
        if self.status == 404 || self.code.as_deref() == Some("resource_missing") {
            return GatewayError::NotFound;
        }
        let code = self.code.or(self.kind).unwrap_or_default();
        // Words of theirs for logs; never what was sent.
        let code = code.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '_').take(60).collect();
        GatewayError::Refused { status: self.status, code }
    }
}

fn money(amount: i64, currency: &str) -> Result<Money, GatewayError> {
    let currency: Currency =
        currency.to_uppercase().parse().map_err(|_| GatewayError::Unreadable("an unknown currency"))?;
    from_vendor(amount, currency).ok_or(GatewayError::Unreadable("an amount"))
}
