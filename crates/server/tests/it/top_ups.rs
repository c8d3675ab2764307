//! Credit that members buy beside their part: when it comes, in which order it is used, and what becomes of it.

use serde_json::{Value, json};
use store::testing::TestDatabase;

use crate::metering::{spend, thirty_thousand};
use crate::support::{CardServer, PAYS, Person, TestServer, Trio};

/// 5 USD, the least that is sold.
const PACK: i64 = 5_000_000_000;

fn path(group: &str) -> String {
    format!("/groups/{group}/top-up")
}

/// Orders a pack; the share to be paid.
async fn order(person: &Person, group: &str) -> String {
    person.post(&path(group), &json!({"packs": 1})).await.created().str("share_id").to_owned()
}

/// Pays an order by hand, and the payee says that it came; the payment.
async fn pay(person: &Person, payee: &Person, share: &str) -> String {
    let claimed = person.post(&format!("/shares/{share}/payments"), &json!({"method": "manual"})).await.created();
    payee.act(&format!("/payments/{}/confirm", claimed.str("id"))).await.ok();
    claimed.str("id").to_owned()
}

/// What somebody bought, and what is left of it.
async fn bought(person: &Person, group: &str) -> [i64; 2] {
    let member = person.member(group, person).await;
    ["topped_up", "topped_up_left"].map(|name| member[name].as_i64().unwrap())
}

#[tokio::test]
async fn credit_that_is_bought_comes_when_it_is_paid_and_is_used_before_anything_is_borrowed() {
    let (chat, Trio { group, ann, bo, .. }) = thirty_thousand().await;
    let share = order(&bo, &group).await;
    assert_eq!(bought(&bo, &group).await, [0, 0], "an unpaid order gives nothing");
    pay(&bo, &ann, &share).await;
    assert_eq!(bought(&bo, &group).await, [PACK, PACK]);
    assert_eq!(bo.group(&group).await["credit"]["topped_up_nanousd"], PACK);
    chat.server.audit().await;

    spend(&chat, &bo, &group, 9_900).await;
    assert_eq!(bought(&bo, &group).await, [PACK, PACK], "the own part first");
    spend(&chat, &bo, &group, 300).await;
    assert_eq!(bought(&bo, &group).await, [PACK, PACK - 200]);
    let member = bo.member(&group, &bo).await;
    assert_eq!((&member["own"], &member["borrowed"]), (&json!(10_000), &json!(0)), "nothing is borrowed");
    chat.server.audit().await;

    // It is nobody else's: Ann borrows of Cy's past days only.
    spend(&chat, &ann, &group, 10_000).await;
    assert_eq!(ann.group(&group).await["credit"]["borrowable_nanousd"], 3000);
    chat.server.audit().await;

    // Nor does it end the pool sooner: of that 20,000 of 30,000 are used on its thirteenth day of 30.
    let hers = ann.get(&format!("/groups/{group}/usage/summary")).await.ok();
    assert_eq!((&hers["group"]["chat_nanousd"], &hers["group"]["forecast_nanousd"]), (&json!(20_200), &json!(30_200)));
    assert_eq!(hers["mine"]["forecast_nanousd"], 20_000, "all that Bo did not use of the pool");
    let his = bo.get(&format!("/groups/{group}/usage/summary")).await.ok();
    assert_eq!(his["mine"]["forecast_nanousd"], 10_200 * 30 / 13, "more than the pool would leave him");
    assert_eq!(his["mine"]["used_up_on"], Value::Null, "what he bought lasts");
}

#[tokio::test]
async fn an_order_that_is_not_paid_lapses_and_changes_nothing_else() {
    let server = TestServer::start().await;
    let trio = server.sandbox_trio().await;
    trio.all_pay().await;
    let Trio { group, ann, bo, .. } = &trio;
    ann.leap(group, "day", 5).await.ok();
    let before = bo.group(group).await;
    let share = order(bo, group).await;
    let after = bo.group(group).await;
    for name in ["usable_nanousd", "borrowable_nanousd", "lendable_nanousd"] {
        assert_eq!(after["credit"][name], before["credit"][name], "{name}");
    }
    let own = |group: &Value| group["members"].as_array().unwrap().iter().find(|one| one["user_id"] == bo.id).cloned();
    let (own_before, own_after) = (own(&before).unwrap(), own(&after).unwrap());
    assert_eq!((&own_after["share"], &own_after["to_pay"]), (&own_before["share"], &own_before["to_pay"]));

    ann.leap(group, "day", 8).await.ok();
    let invoices = bo.get(&format!("/groups/{group}/invoices")).await.ok();
    let newest = &invoices["items"][0];
    assert_eq!((&newest["kind"], &newest["total"]["amount"]), (&json!("top_up"), &json!(600)));
    let [lapsed] = newest["shares"].as_array().unwrap().as_slice() else { panic!("one member buys") };
    assert_eq!(
        (&lapsed["id"], &lapsed["status"], &lapsed["to_pay"]["amount"]),
        (&json!(share), &json!("voided"), &json!(0))
    );
    assert_ne!(bo.group(group).await["credit"]["usable_nanousd"], 0, "nobody is suspended for it");
    server.audit().await;
    // There can be a new one, which can be taken back.
    order(bo, group).await;
    bo.delete(&path(group)).await.no_content();
    assert_eq!(bo.get(&path(group)).await.ok()["ordered"], Value::Null);
    bo.delete(&path(group)).await.no_content();
    server.audit().await;
}

#[tokio::test]
async fn what_is_left_goes_on_to_the_next_period_once() {
    let server = TestServer::start().await;
    let trio = server.sandbox_trio().await;
    trio.all_pay().await;
    let Trio { group, ann, bo, .. } = &trio;
    let share = order(bo, group).await;
    pay(bo, ann, &share).await;
    ann.next_month(group).await;
    assert_eq!(bought(bo, group).await, [PACK, PACK]);
    let credit = bo.group(group).await["credit"].clone();
    assert_eq!((&credit["topped_up_nanousd"], &credit["topped_up_lapsing_nanousd"]), (&json!(PACK), &json!(PACK)));
    server.audit().await;

    // What is paid in this period comes into this one, and goes on alone.
    trio.all_pay().await;
    let share = order(bo, group).await;
    pay(bo, ann, &share).await;
    let credit = bo.group(group).await["credit"].clone();
    assert_eq!((&credit["topped_up_nanousd"], &credit["topped_up_lapsing_nanousd"]), (&json!(2 * PACK), &json!(PACK)));
    ann.next_month(group).await;
    assert_eq!(bought(bo, group).await, [PACK, PACK]);
    server.audit().await;
    ann.next_month(group).await;
    assert_eq!(bought(bo, group).await, [0, 0]);
    server.audit().await;
}

#[tokio::test]
async fn what_is_paid_when_the_month_is_over_and_not_closed_yet_is_not_lost() {
    let database = TestDatabase::create().await;
    let server = TestServer::start_unscheduled(&database.url, &[]).await;
    let trio = server.trio().await;
    trio.all_pay().await;
    let Trio { group, ann, bo, .. } = &trio;
    let share = order(bo, group).await;
    let over = "UPDATE periods SET starts_on = starts_on - days, starts_at = starts_at - (ends_at - starts_at), ends_at = starts_at
                WHERE group_id = $1::uuid";
    server.meddle(over, group).await;
    pay(bo, ann, &share).await;
    assert_eq!(bought(bo, group).await, [PACK, PACK]);
    server.audit().await;
}

#[tokio::test]
async fn a_saved_card_pays_for_what_is_ordered_only_when_its_member_says_so() {
    let server = CardServer::start().await;
    let Trio { group, bo, .. } = server.trio().await;
    server.save_card(&bo, &group, PAYS).await;
    let share = order(&bo, &group).await;
    server.minute().await;
    assert_eq!(bo.get(&path(&group)).await.ok()["ordered"]["to_pay"]["amount"], 600);
    bo.post(&format!("/shares/{share}/payments"), &json!({"method": "card"})).await.created();
    assert_eq!(bought(&bo, &group).await, [PACK, PACK]);
    server.audit().await;
}

#[tokio::test]
async fn credit_goes_back_with_the_money_that_bought_it() {
    let server = TestServer::start().await;
    let trio = server.trio().await;
    trio.all_pay().await;
    let Trio { group, ann, bo, .. } = &trio;
    let share = order(bo, group).await;
    let payment = pay(bo, ann, &share).await;
    let refund = async |amount: i64| {
        ann.post(&format!("/payments/{payment}/refund"), &json!({"amount": amount, "from": "share"})).await.created();
    };
    refund(300).await;
    assert_eq!(bought(bo, group).await, [PACK / 2, PACK / 2]);
    server.audit().await;
    refund(300).await;
    assert_eq!(bought(bo, group).await, [0, 0]);
    server.audit().await;
}

#[tokio::test]
async fn nothing_is_sold_that_could_not_go_on_to_the_next_month() {
    let server = TestServer::start().await;
    let Trio { group, ann, bo, cy } = server.trio().await;
    let is_sold = async |person: &Person| person.get(&path(&group)).await.ok()["offers"] != json!([]);
    cy.act(&format!("/groups/{group}/leave")).await.ok();
    assert_eq!((is_sold(&cy).await, is_sold(&bo).await), (false, true));
    cy.post(&path(&group), &json!({"packs": 1})).await.refused(422, "validation_failed");
    ann.act(&format!("/groups/{group}/cancel")).await.ok();
    assert!(!is_sold(&bo).await);
    bo.post(&path(&group), &json!({"packs": 1})).await.refused(422, "validation_failed");
}

#[tokio::test]
async fn who_is_removed_gets_back_what_their_unused_credit_cost() {
    let server = TestServer::start().await;
    let trio = server.trio().await;
    trio.all_pay().await;
    let Trio { group, ann, bo, cy } = &trio;
    let balance = async |who: &Person| -server.balance(group, &format!("balance:{}", who.id), "USD").await;
    let share = order(bo, group).await;
    pay(bo, ann, &share).await;
    // Bo had a sixth of the period left to pay, as it were: what the days cost is the same with and without the pack.
    ann.delete(&format!("/groups/{group}/members/{}", bo.id)).await.no_content();
    let of_days = balance(bo).await - 600;
    server.audit().await;

    // Cy's payment is under way when they are removed: it arrives, and all of it is on the balance.
    let share = order(cy, group).await;
    let claimed = cy.post(&format!("/shares/{share}/payments"), &json!({"method": "manual"})).await.created();
    ann.delete(&format!("/groups/{group}/members/{}", cy.id)).await.no_content();
    assert_eq!(balance(cy).await, of_days);
    ann.act(&format!("/payments/{}/confirm", claimed.str("id"))).await.ok();
    assert_eq!(balance(cy).await, of_days + 600);
    server.audit().await;
}

#[tokio::test]
async fn who_is_removed_gets_back_what_was_not_given_back_before() {
    let server = TestServer::start().await;
    let trio = server.trio().await;
    trio.all_pay().await;
    let Trio { group, ann, bo, cy } = &trio;
    let balance = async |who: &Person| -server.balance(group, &format!("balance:{}", who.id), "USD").await;
    ann.delete(&format!("/groups/{group}/members/{}", bo.id)).await.no_content();
    let of_days = balance(bo).await;

    let mut payments = Vec::new();
    for _ in 0..2 {
        let share = order(cy, group).await;
        payments.push(pay(cy, ann, &share).await);
    }
    let whole = json!({"amount": 600, "from": "share"});
    ann.post(&format!("/payments/{}/refund", payments[0]), &whole).await.created();
    assert_eq!((bought(cy, group).await, balance(cy).await), ([PACK, PACK], 0));
    ann.delete(&format!("/groups/{group}/members/{}", cy.id)).await.no_content();
    // Cy's days are worth more than Bo's were, as Bo's went to the others.
    assert!(balance(cy).await >= of_days + 600);
    server.audit().await;
}

#[tokio::test]
async fn what_cannot_be_ordered_is_refused_with_the_reason() {
    let server = TestServer::start().await;
    let (ann, bo) = (server.sign_up("Ann").await, server.sign_up("Bo").await);
    let forming = ann.make_group("trio").await;
    ann.get(&path(&forming)).await.refused(409, "no_period");
    ann.post(&path(&forming), &json!({"packs": 1})).await.refused(409, "no_period");
    bo.join(&ann, &forming).await;
    ann.act(&format!("/groups/{forming}/start")).await.ok();
    let group = forming;

    let offers = bo.get(&path(&group)).await.ok()["offers"].clone();
    assert_eq!(offers.as_array().unwrap().len(), 10);
    assert_eq!(
        offers[1],
        json!({"packs": 2, "credit_nanousd": 2 * PACK, "price": {"amount": 1200, "currency": "USD"}})
    );
    for packs in [0, 11] {
        bo.post(&path(&group), &json!({"packs": packs})).await.refused(422, "validation_failed");
    }
    let share = order(&bo, &group).await;
    bo.post(&path(&group), &json!({"packs": 1})).await.refused(409, "top_up_ordered");
    // Others have their own.
    order(&ann, &group).await;
    bo.post(&format!("/shares/{share}/payments"), &json!({"method": "manual"})).await.created();
    bo.delete(&path(&group)).await.refused(409, "top_up_processing");
    assert_eq!(bo.get(&path(&group)).await.ok()["ordered"]["is_processing"], true);
    server.meddle("UPDATE shares SET status = 'past_due' WHERE group_id = $1::uuid AND status = 'due'", &group).await;
    ann.delete(&path(&group)).await.no_content();
    ann.post(&path(&group), &json!({"packs": 1})).await.refused(409, "share_past_due");
}
