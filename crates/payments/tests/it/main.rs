//! Stripe's wire format, against the simulated vendor that speaks it.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail loudly and read like examples")]

use domain::dispute::DisputeStatus;
use domain::id::{CardSetupId, GroupId, PaymentId, RefundId, UserId};
use domain::money::{Currency, Money};
use domain::refund::RefundStatus;
use jiff::Timestamp;
use payments::{
    ApiKey, CardRef, Charge, ChargeState, CustomerRef, Decline, DisputeRef, Event, Gateway, GatewayError, NewCharge,
    NewRefund, NewSetup, Presence, Setup, Stripe, Subject, signature,
};
use simulator::{PaymentFault, PaymentVendor, sign};
use uuid::Uuid;

const PAYS: &str = "4242 4242 4242 4242";
const ASKS: &str = "4000002760003184";

struct Desk {
    vendor: PaymentVendor,
    stripe: Stripe,
    customer: CustomerRef,
    card: CardRef,
}

/// Somebody with this card.
async fn desk(number: &str) -> Desk {
    let vendor = PaymentVendor::start().await.unwrap();
    let stripe = Stripe::new(ApiKey::new("sk_test_simulated".to_owned()), Some(&vendor.url())).unwrap();
    let customer = stripe.create_customer(UserId::from_uuid(Uuid::now_v7())).await.unwrap();
    let begun = stripe
        .begin_setup(&NewSetup {
            id: CardSetupId::from_uuid(Uuid::now_v7()),
            customer: customer.clone(),
            done_url: "http://potluck/done".to_owned(),
            cancelled_url: "http://potluck/back".to_owned(),
        })
        .await
        .unwrap();
    assert_eq!(stripe.fetch_setup(&begun.session).await, Ok(Setup::Open));
    assert!(vendor.type_card(&begun.url, number));
    let Ok(Setup::Saved(card)) = stripe.fetch_setup(&begun.session).await else { panic!("no card was saved") };
    assert_eq!((card.brand.as_str(), card.expires), ("visa", (2034, 12)));
    assert!(number.replace(' ', "").ends_with(&card.last_four));
    Desk { vendor, stripe, customer, card: card.reference }
}

fn usd(minor: i64) -> Money {
    Money::new(minor, Currency::USD)
}

impl Desk {
    fn new_charge(&self, amount: Money, presence: Presence) -> NewCharge {
        NewCharge {
            payment: PaymentId::from_uuid(Uuid::now_v7()),
            group: GroupId::from_uuid(Uuid::now_v7()),
            amount,
            customer: self.customer.clone(),
            card: self.card.clone(),
            presence,
        }
    }

    async fn charge(&self, amount: Money) -> Charge {
        self.stripe.charge(&self.new_charge(amount, Presence::Away)).await.unwrap()
    }
}

#[tokio::test]
async fn a_saved_card_is_charged_once_for_each_payment() {
    let desk = desk(PAYS).await;
    let new = desk.new_charge(usd(800), Presence::Away);
    let charge = desk.stripe.charge(&new).await.unwrap();
    assert_eq!((charge.payment, charge.amount), (Some(new.payment), usd(800)));
    assert_eq!(charge.state, ChargeState::Succeeded { fee: Some(usd(34)) });
    assert_eq!(desk.stripe.charge(&new).await, Ok(charge.clone()));
    assert_eq!(desk.stripe.fetch_charge(&charge.reference).await, Ok(charge));
    assert_eq!(desk.vendor.all("pi_").len(), 1);
    // The same key for another amount is a mistake of ours, and is refused.
    let other = NewCharge { amount: usd(900), ..new };
    let refused = desk.stripe.charge(&other).await.unwrap_err();
    assert!(matches!(&refused, GatewayError::Refused { status: 400, .. }), "{refused}");
}

#[tokio::test]
async fn declines_say_whether_another_day_may_help() {
    for (number, expected) in [
        ("4000000000000341", Decline::Soft { code: "generic_decline".to_owned() }),
        ("4000000000009995", Decline::Soft { code: "insufficient_funds".to_owned() }),
        ("4000000000000069", Decline::Hard { code: "expired_card".to_owned() }),
    ] {
        let desk = desk(number).await;
        let charge = desk.charge(usd(800)).await;
        assert_eq!(charge.state, ChargeState::Failed(expected), "{number}");
        assert_eq!(desk.stripe.fetch_charge(&charge.reference).await, Ok(charge));
    }
    let desk = desk(PAYS).await;
    assert_eq!(desk.charge(usd(49)).await.state, ChargeState::Failed(Decline::TooSmall));
}

#[tokio::test]
async fn a_bank_that_asks_is_answered_by_the_payer() {
    let desk = desk(ASKS).await;
    let charge = desk.charge(usd(800)).await;
    assert_eq!(charge.state, ChargeState::ActionRequired { url: None }, "nobody is there");
    let here = desk.stripe.authenticate(&charge.reference, &desk.card, "http://potluck/back").await.unwrap();
    let ChargeState::ActionRequired { url: Some(url) } = here.state else { panic!("{:?}", here.state) };
    assert!(url.starts_with(&desk.vendor.url()));
    desk.vendor.answer_at_bank(charge.reference.as_str(), true);
    let paid = desk.stripe.fetch_charge(&charge.reference).await.unwrap();
    assert!(matches!(paid.state, ChargeState::Succeeded { .. }));
    // Too late to take it back, or to ask once more: how it stands is the answer.
    assert_eq!(desk.stripe.cancel(&charge.reference).await, Ok(paid.clone()));
    assert_eq!(desk.stripe.authenticate(&charge.reference, &desk.card, "http://potluck/back").await, Ok(paid));

    let here = Presence::Here { return_url: "http://potluck/back".to_owned() };
    let second = desk.stripe.charge(&desk.new_charge(usd(800), here)).await.unwrap();
    assert!(matches!(second.state, ChargeState::ActionRequired { url: Some(_) }));
    let cancelled = desk.stripe.cancel(&second.reference).await.unwrap();
    assert_eq!(cancelled.state, ChargeState::Failed(Decline::Cancelled));
}

#[tokio::test]
async fn an_answer_that_was_lost_is_found_by_its_key_or_by_looking() {
    let desk = desk(PAYS).await;
    let since = Timestamp::UNIX_EPOCH;
    let new = desk.new_charge(usd(800), Presence::Away);
    assert_eq!(desk.stripe.find_charge(&desk.customer, new.payment, since).await, Ok(None));
    desk.vendor.fail_next("/v1/payment_intents", PaymentFault::LoseAnswer);
    assert!(matches!(desk.stripe.charge(&new).await, Err(GatewayError::Lost(_))));
    // Soon after: by its key.
    let charge = desk.stripe.charge(&new).await.unwrap();
    // A day later the keys are gone.
    desk.vendor.prune_keys();
    assert_eq!(desk.stripe.find_charge(&desk.customer, new.payment, since).await, Ok(Some(charge)));
    assert_eq!(desk.vendor.all("pi_").len(), 1);

    // Many charges later it is on another page.
    for _ in 0..101 {
        desk.charge(usd(100)).await;
    }
    assert!(desk.stripe.find_charge(&desk.customer, new.payment, since).await.unwrap().is_some());

    for (fault, expected) in [
        (PaymentFault::LoseCall, GatewayError::Lost("the connection broke")),
        (PaymentFault::Answer { status: 500 }, GatewayError::Unavailable { status: 500 }),
        (PaymentFault::Answer { status: 429 }, GatewayError::Unavailable { status: 429 }),
    ] {
        desk.vendor.fail_next("/v1/payment_intents", fault);
        let error = desk.stripe.charge(&desk.new_charge(usd(800), Presence::Away)).await.unwrap_err();
        assert_eq!(error, expected);
    }
}

#[tokio::test]
async fn refunds_are_made_once_and_found_again() {
    let desk = desk(PAYS).await;
    let charge = desk.charge(usd(800)).await;
    let new =
        NewRefund { refund: RefundId::from_uuid(Uuid::now_v7()), charge: charge.reference.clone(), amount: usd(300) };
    assert_eq!(desk.stripe.find_refund(&charge.reference, new.refund).await, Ok(None));
    let refund = desk.stripe.refund(&new).await.unwrap();
    assert_eq!((refund.refund, refund.status), (Some(new.refund), RefundStatus::Sent));
    assert_eq!(desk.stripe.refund(&new).await, Ok(refund.clone()));
    assert_eq!(desk.stripe.find_refund(&charge.reference, new.refund).await, Ok(Some(refund.clone())));
    desk.vendor.fail_refund(refund.reference.as_str());
    let failed = desk.stripe.fetch_refund(&refund.reference).await.unwrap();
    assert_eq!(failed.status, RefundStatus::Failed);
    let too_much = NewRefund { refund: RefundId::from_uuid(Uuid::now_v7()), amount: usd(900), ..new };
    assert!(matches!(desk.stripe.refund(&too_much).await, Err(GatewayError::Refused { status: 400, .. })));
}

#[tokio::test]
async fn disputes_are_followed_to_their_end() {
    let desk = desk(PAYS).await;
    let charge = desk.charge(usd(800)).await;
    let name = DisputeRef(desk.vendor.open_dispute(charge.reference.as_str()).unwrap());
    let open = desk.stripe.fetch_dispute(&name).await.unwrap();
    assert_eq!((open.charge.clone(), open.amount, open.fee), (charge.reference, usd(800), Some(usd(1500))));
    assert_eq!(open.status, Some(DisputeStatus::Open));
    desk.vendor.close_dispute(name.as_str(), false);
    assert_eq!(desk.stripe.fetch_dispute(&name).await.unwrap().status, Some(DisputeStatus::Lost));
    let nobody = DisputeRef("dp_nothing".to_owned());
    assert_eq!(desk.stripe.fetch_dispute(&nobody).await, Err(GatewayError::NotFound));
}

#[tokio::test]
async fn webhooks_are_signed_and_say_what_to_fetch() {
    let desk = desk(PAYS).await;
    let charge = desk.charge(usd(800)).await;
    let event = desk.vendor.events().pop().unwrap();
    let body = event.to_string();
    let now = Timestamp::from_second(2_000_000_000).unwrap();
    let header = sign("whsec_sim", 2_000_000_000, &body);
    assert_eq!(signature::verify(&header, body.as_bytes(), &["whsec_sim"], now), Ok(()));
    assert_eq!(Event::read(body.as_bytes()).unwrap().subject, Some(Subject::Charge(charge.reference)));
}

#[test]
fn keys_do_not_print() {
    let stripe = Stripe::new(ApiKey::new("sk_live_canary".to_owned()), None).unwrap();
    assert!(!format!("{stripe:?}").contains("canary"));
}
