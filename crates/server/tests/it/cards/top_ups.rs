//! Credit that was bought by card, when the bank takes the payment back for good: what is left of it goes, what was used is owed.

use std::sync::Arc;

use domain::id::TurnId;
use domain::price::{ModelPrice, TokenUsage};
use domain::turn::{Outcome, Purpose};
use serde_json::{Value, json};
use server::metering::{Call, Closing, Ends, Wanted};
use server::periods;
use uuid::Uuid;

use super::{days_later, trio_with_a_card};
use crate::support::{CardServer, PAYS, Person, Trio};

/// 5 USD, the least that is sold, for 6.00 USD.
const PACK: i64 = 5_000_000_000;

/// Buys a pack by card; its share.
async fn buy(person: &Person, group: &str) -> String {
    let ordered = person.post(&format!("/groups/{group}/top-up"), &json!({"packs": 1})).await.created();
    let share = ordered.str("share_id").to_owned();
    person.post(&format!("/shares/{share}/payments"), &json!({"method": "card"})).await.created();
    assert_eq!(left(person, group).await, PACK);
    share
}

/// What is left of what somebody bought.
async fn left(person: &Person, group: &str) -> i64 {
    person.member(group, person).await["topped_up_left"].as_i64().unwrap()
}

/// Uses all of a member's part, and so much of what they bought.
async fn use_of_it(cards: &CardServer, person: &Person, group: &str, nanousd: i64) {
    let closing = begin_to_use(cards, person, group, nanousd).await;
    cards.app.till.end(&closing).await.unwrap().unwrap();
}

/// Holds all of a member's part, and so much of what they bought; how it ends, with all of it used.
async fn begin_to_use(cards: &CardServer, person: &Person, group: &str, nanousd: i64) -> Arc<Closing> {
    let available = person.member(group, person).await["available"].as_i64().unwrap();
    // Ten for each token of the question, and one for each of the answer.
    let all = u64::try_from(available + nanousd).unwrap();
    let output = 300 + all % 10;
    let input = (all - output) / 10;
    let (group, user, turn) = (group.parse().unwrap(), person.id.parse().unwrap(), TurnId::from_uuid(Uuid::now_v7()));
    let rate = "0.01".parse().unwrap();
    let answer = "0.001".parse().unwrap();
    let price = ModelPrice { input: rate, cached_input: rate, cache_write: rate, output: answer, long: None };
    let wanted = Wanted {
        group,
        user,
        turn,
        price,
        fallback: None,
        input_estimate: input,
        max_output_tokens: u32::try_from(output).unwrap(),
        may_be_shorter: false,
    };
    cards.app.till.reserve(wanted).await.unwrap();
    Arc::new(Closing {
        ends: Ends::Call(Call {
            group,
            id: turn,
            user,
            purpose: Purpose::Title,
            model: "m".to_owned(),
            provider: "p".to_owned(),
            input_estimate: input,
            price,
        }),
        outcome: Outcome::Finished,
        usage: Some(TokenUsage { input, output, ..TokenUsage::default() }),
        raw_usage: None,
        vendor_request_id: None,
        counted_output: output,
        only_if_lapsed: false,
    })
}

/// The bank takes a payment back, for good.
async fn lose(cards: &CardServer, charge: &str) {
    let dispute = cards.vendor.open_dispute(charge).unwrap();
    cards.vendor.close_dispute(&dispute, false);
    cards.deliver_all().await;
}

/// How a share stands, and what is still to be paid of it.
async fn stands(person: &Person, group: &str, share: &str) -> (String, i64) {
    let invoices = person.get(&format!("/groups/{group}/invoices")).await.ok();
    let mut shares = invoices["items"].as_array().unwrap().iter().flat_map(|one| one["shares"].as_array().unwrap());
    let found: &Value = shares.find(|one| one["id"] == share).unwrap();
    (found["status"].as_str().unwrap().to_owned(), found["to_pay"]["amount"].as_i64().unwrap())
}

#[tokio::test]
async fn what_is_left_of_it_goes_and_who_used_some_is_suspended_until_that_is_paid() {
    for (used, status, to_pay) in [(0, "voided", 0), (2_000_000_000, "past_due", 240), (PACK, "past_due", 600)] {
        let (cards, Trio { group, bo, .. }) = trio_with_a_card().await;
        bo.pay_by_card(&group).await.created();
        let share = buy(&bo, &group).await;
        use_of_it(&cards, &bo, &group, used).await;
        assert_eq!(left(&bo, &group).await, PACK - used);
        let charge = cards.last_charge();
        days_later(&cards, &group, 8).await;
        lose(&cards, &charge).await;
        assert_eq!(stands(&bo, &group, &share).await, (status.to_owned(), to_pay));
        assert_eq!(left(&bo, &group).await, 0);
        assert_eq!(bo.told().await.contains(&"suspended".to_owned()), used > 0);
        cards.audit().await;
        if to_pay > 0 {
            bo.post(&format!("/shares/{share}/payments"), &json!({"method": "card"})).await.created();
            assert_eq!(stands(&bo, &group, &share).await, ("paid".to_owned(), 0));
            assert_eq!(left(&bo, &group).await, 0, "what was used is paid, and nothing more was bought");
            cards.audit().await;
        }
    }
}

#[tokio::test]
async fn within_the_days_of_grace_its_member_is_reminded_and_keeps_it_until_they_are_over() {
    let (cards, Trio { group, bo, .. }) = trio_with_a_card().await;
    bo.pay_by_card(&group).await.created();
    let share = buy(&bo, &group).await;
    lose(&cards, &cards.last_charge()).await;
    assert_eq!(stands(&bo, &group, &share).await, ("due".to_owned(), 600));
    for (days, reminded) in [(1, 1), (2, 2), (2, 3)] {
        days_later(&cards, &group, days).await;
        periods::dun(&cards.app).await.unwrap();
        let reminders = bo.told().await.iter().filter(|kind| *kind == "share_reminder").count();
        assert_eq!((reminders, left(&bo, &group).await), (reminded, PACK));
    }
    days_later(&cards, &group, 2).await;
    periods::dun(&cards.app).await.unwrap();
    assert_eq!((stands(&bo, &group, &share).await, left(&bo, &group).await), (("voided".to_owned(), 0), 0));
    assert!(!bo.told().await.contains(&"suspended".to_owned()), "nothing is owed");
    cards.audit().await;
}

#[tokio::test]
async fn while_an_answer_keeps_its_month_from_closing_what_is_left_is_taken_there() {
    let cards = CardServer::start().await;
    let trio = cards.sandbox_trio().await;
    let Trio { group, ann, bo, .. } = &trio;
    cards.save_card(bo, group, PAYS).await;
    trio.all_pay().await;
    let share = buy(bo, group).await;
    let charge = cards.last_charge();
    let running = begin_to_use(&cards, bo, group, 2_000_000_000).await;
    ann.next_month(group).await;
    assert_eq!(left(bo, group).await, 0, "it has not gone on yet");
    lose(&cards, &charge).await;
    // Only what the answer uses is owed.
    assert_eq!(stands(bo, group, &share).await, ("past_due".to_owned(), 240));
    cards.app.till.end(&running).await.unwrap().unwrap();
    ann.leap(group, "day", 1).await.ok();
    cards.until("SELECT NOT EXISTS (SELECT FROM periods WHERE status = 'closing')").await;
    assert_eq!(left(bo, group).await, 0, "nothing of it goes on");
    assert_eq!(stands(bo, group, &share).await, ("past_due".to_owned(), 240));
    cards.audit().await;
}

#[tokio::test]
async fn what_went_on_to_the_next_month_goes_as_well() {
    let cards = CardServer::start().await;
    let trio = cards.sandbox_trio().await;
    let Trio { group, ann, bo, .. } = &trio;
    cards.save_card(bo, group, PAYS).await;
    trio.all_pay().await;
    let share = buy(bo, group).await;
    let charge = cards.last_charge();
    ann.next_month(group).await;
    assert_eq!(left(bo, group).await, PACK);
    lose(&cards, &charge).await;
    assert_eq!((stands(bo, group, &share).await, left(bo, group).await), (("voided".to_owned(), 0), 0));
    cards.audit().await;
}
