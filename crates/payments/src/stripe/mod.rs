//! Stripe, by the few calls that Potluck makes. docs/decisions/0016 says why this is not a library.

mod client;
mod event;
mod wire;

use std::fmt;

use async_trait::async_trait;
use domain::id::{PaymentId, RefundId, UserId};
use jiff::Timestamp;
use zeroize::Zeroizing;

use crate::currencies::to_vendor;
use crate::gateway::{
    BegunSetup, CardRef, Charge, ChargeRef, ChargeState, CustomerRef, Decline, Dispute, DisputeRef, Gateway,
    GatewayError, NewCharge, NewRefund, NewSetup, Presence, Refund, RefundRef, SessionRef, Setup,
};
use client::{Client, Form};
pub use event::{Event, Subject};
use wire::{DisputeWire, ErrorWire, IntentWire, List, Named, RefundWire, SessionWire};

/// Where Stripe answers.
const API_BASE: &str = "https://api.stripe.com";
/// What is asked for with a charge, so that its fee is in the answer.
const WITH_FEE: &str = "latest_charge.balance_transaction";
/// The most that a list has on a page.
const PAGE: &str = "100";

/// The key of an operator's account: wiped when dropped, and never printed.
#[derive(Clone)]
pub struct ApiKey(Zeroizing<String>);

impl ApiKey {
    /// Takes the key over.
    #[must_use]
    pub fn new(key: String) -> Self {
        Self(Zeroizing::new(key))
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("secret")
    }
}

/// Stripe's API, or whatever speaks it at another address.
#[derive(Debug)]
pub struct Stripe {
    client: Client,
}

impl Stripe {
    /// The account with this key, at Stripe's own address unless another is given.
    pub fn new(key: ApiKey, api_base: Option<&str>) -> Result<Self, GatewayError> {
        Ok(Self { client: Client::new(key, api_base.unwrap_or(API_BASE))? })
    }

    async fn intents_of(
        &self,
        customer: &CustomerRef,
        since: Timestamp,
        after: Option<&str>,
    ) -> Result<List<IntentWire>, GatewayError> {
        let mut query = Form::default();
        query.add("customer", customer.as_str());
        query.add("created[gte]", since.as_second());
        query.add("limit", PAGE);
        query.add("expand[]", format!("data.{WITH_FEE}"));
        if let Some(after) = after {
            query.add("starting_after", after);
        }
        self.client.get("/v1/payment_intents", &query).await
    }
}

#[async_trait]
impl Gateway for Stripe {
    async fn create_customer(&self, user: UserId) -> Result<CustomerRef, GatewayError> {
        let mut form = Form::default();
        form.add("metadata[user]", user);
        let customer: Named = self.client.post("/v1/customers", &form, Some(&format!("customer-{user}"))).await?;
        Ok(CustomerRef(customer.id))
    }

    async fn forget_customer(&self, customer: &CustomerRef) -> Result<(), GatewayError> {
        let path = format!("/v1/customers/{}", client::segment(customer.as_str()));
        match self.client.delete::<Named>(&path).await {
            // Gone before.
            Ok(_) | Err(GatewayError::NotFound) => Ok(()),
            Err(error) => Err(error),
        }
    }

    async fn begin_setup(&self, setup: &NewSetup) -> Result<BegunSetup, GatewayError> {
        let mut form = Form::default();
        form.add("mode", "setup");
        form.add("customer", setup.customer.as_str());
        form.add("payment_method_types[0]", "card");
        form.add("client_reference_id", setup.id);
        form.add("success_url", &setup.done_url);
        form.add("cancel_url", &setup.cancelled_url);
        let path = "/v1/checkout/sessions";
        let session: SessionWire = self.client.post(path, &form, Some(&setup.id.to_string())).await?;
        let url = session.url.ok_or(GatewayError::Unreadable("a session without an address"))?;
        Ok(BegunSetup { session: SessionRef(session.id), url })
    }

    async fn fetch_setup(&self, session: &SessionRef) -> Result<Setup, GatewayError> {
        let mut query = Form::default();
        query.add("expand[]", "setup_intent.payment_method");
        let path = format!("/v1/checkout/sessions/{}", client::segment(session.as_str()));
        self.client.get::<SessionWire>(&path, &query).await?.read()
    }

    async fn forget_card(&self, card: &CardRef) -> Result<(), GatewayError> {
        let path = format!("/v1/payment_methods/{}/detach", client::segment(card.as_str()));
        match self.client.post::<Named>(&path, &Form::default(), None).await {
            // Gone, or detached before.
            Ok(_) | Err(GatewayError::NotFound | GatewayError::Refused { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    async fn charge(&self, charge: &NewCharge) -> Result<Charge, GatewayError> {
        let amount = to_vendor(charge.amount).ok_or(GatewayError::Unreadable("an amount that cannot be charged"))?;
        let mut form = Form::default();
        form.add("amount", amount);
        form.add("currency", charge.amount.currency.code().to_lowercase());
        form.add("customer", charge.customer.as_str());
        form.add("payment_method", charge.card.as_str());
        form.add("payment_method_types[0]", "card");
        form.add("confirm", "true");
        form.add("metadata[payment]", charge.payment);
        form.add("metadata[group]", charge.group);
        form.add("expand[]", WITH_FEE);
        match &charge.presence {
            Presence::Away => form.add("off_session", "true"),
            Presence::Here { return_url } => form.add("return_url", return_url),
        }
        let key = charge.payment.to_string();
        match self.client.post_or_error::<IntentWire>("/v1/payment_intents", &form, Some(&key)).await? {
            Ok(intent) => intent.read(),
            Err(error) => declined(error, charge),
        }
    }

    async fn authenticate(&self, charge: &ChargeRef, card: &CardRef, return_url: &str) -> Result<Charge, GatewayError> {
        let mut form = Form::default();
        form.add("payment_method", card.as_str());
        form.add("return_url", return_url);
        form.add("expand[]", WITH_FEE);
        let path = format!("/v1/payment_intents/{}/confirm", client::segment(charge.as_str()));
        match self.client.post_or_error::<IntentWire>(&path, &form, None).await? {
            Ok(intent) => intent.read(),
            // Declined, or not in a state to be confirmed any more: how it stands is the answer.
            Err(_) => self.fetch_charge(charge).await,
        }
    }

    async fn cancel(&self, charge: &ChargeRef) -> Result<Charge, GatewayError> {
        let path = format!("/v1/payment_intents/{}/cancel", client::segment(charge.as_str()));
        match self.client.post_or_error::<IntentWire>(&path, &Form::default(), None).await? {
            Ok(intent) => intent.read(),
            // It has ended already.
            Err(_) => self.fetch_charge(charge).await,
        }
    }

    async fn fetch_charge(&self, charge: &ChargeRef) -> Result<Charge, GatewayError> {
        let mut query = Form::default();
        query.add("expand[]", WITH_FEE);
        let path = format!("/v1/payment_intents/{}", client::segment(charge.as_str()));
        self.client.get::<IntentWire>(&path, &query).await?.read()
    }

    async fn find_charge(
        &self,
        customer: &CustomerRef,
        payment: PaymentId,
        since: Timestamp,
    ) -> Result<Option<Charge>, GatewayError> {
        let mut after: Option<String> = None;
        loop {
            let page = self.intents_of(customer, since, after.as_deref()).await?;
            let last = page.data.last().map(|intent| intent.id.clone());
            if let Some(found) = page.data.into_iter().find(|intent| intent.payment() == Some(payment)) {
                return found.read().map(Some);
            }
            match last.filter(|_| page.has_more) {
                Some(last) => after = Some(last),
                None => return Ok(None),
            }
        }
    }

    async fn refund(&self, refund: &NewRefund) -> Result<Refund, GatewayError> {
        let amount = to_vendor(refund.amount).ok_or(GatewayError::Unreadable("an amount that cannot be refunded"))?;
        let mut form = Form::default();
        form.add("payment_intent", refund.charge.as_str());
        form.add("amount", amount);
        form.add("metadata[refund]", refund.refund);
        let key = refund.refund.to_string();
        self.client.post::<RefundWire>("/v1/refunds", &form, Some(&key)).await.map(RefundWire::read)
    }

    async fn fetch_refund(&self, refund: &RefundRef) -> Result<Refund, GatewayError> {
        let path = format!("/v1/refunds/{}", client::segment(refund.as_str()));
        self.client.get::<RefundWire>(&path, &Form::default()).await.map(RefundWire::read)
    }

    async fn find_refund(&self, charge: &ChargeRef, refund: RefundId) -> Result<Option<Refund>, GatewayError> {
        let mut query = Form::default();
        query.add("payment_intent", charge.as_str());
        query.add("limit", PAGE);
        let page: List<RefundWire> = self.client.get("/v1/refunds", &query).await?;
        Ok(page.data.into_iter().map(RefundWire::read).find(|found| found.refund == Some(refund)))
    }

    async fn fetch_dispute(&self, dispute: &DisputeRef) -> Result<Dispute, GatewayError> {
        let path = format!("/v1/disputes/{}", client::segment(dispute.as_str()));
        self.client.get::<DisputeWire>(&path, &Form::default()).await?.read()
    }
}

/// What a refused charge means: a card that was declined comes with the charge that it was declined for.
fn declined(error: ErrorWire, charge: &NewCharge) -> Result<Charge, GatewayError> {
    if error.is_too_small() {
        return Ok(Charge {
            // There is none: nothing was made that could be asked for.
            reference: ChargeRef(String::new()),
            payment: Some(charge.payment),
            amount: charge.amount,
            state: ChargeState::Failed(Decline::TooSmall),
        });
    }
    error.into_intent()?.read()
}
