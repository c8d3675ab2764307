//! How a group changes what each of its members pays.

use serde_json::{Value, json};
use server::periods::roll_over;
use simulator::{Script, Tokens, Usage};

use crate::billing::plan_of_three;
use crate::support::{ChatServer, Person, Reply, TestServer, Trio};

async fn put(person: &Person, group: &str, split: &Value) -> Reply {
    person.put(&format!("/groups/{group}/split"), split).await
}

async fn preview(person: &Person, group: &str, split: &Value) -> Reply {
    person.put(&format!("/groups/{group}/split?preview=true"), split).await
}

async fn answer(person: &Person, group: &str, proposal: &Value, answer: &str) -> Reply {
    person.act(&format!("/groups/{group}/splits/{}/{answer}", proposal["id"].as_str().unwrap())).await
}

fn percent(of: &Trio, parts: [u32; 3]) -> Value {
    json!({"mode": "percent", "basis_points": {&of.ann.id: parts[0], &of.bo.id: parts[1], &of.cy.id: parts[2]}})
}

/// What somebody pays now and then, and whether they are asked.
fn part(change: &Value, of: &Person) -> (i64, i64, bool) {
    let parts = change["parts"].as_array().unwrap();
    let part = parts.iter().find(|part| part["user_id"] == of.id).unwrap();
    let minor = |name: &str| part[name]["amount"].as_i64().unwrap();
    (minor("before"), minor("after"), part["asked"] == true)
}

#[tokio::test]
async fn a_change_that_raises_parts_waits_for_those_it_raises_and_counts_from_the_next_period() {
    let server = TestServer::start().await;
    let trio = server.trio().await;
    let Trio { group, ann, bo, cy } = &trio;
    let split = percent(&trio, [2000, 3000, 5000]);

    let shown = preview(ann, group, &split).await.ok();
    assert_eq!(
        (shown.str("outcome"), shown.str("starts"), &shown["proposal"]),
        ("preview", "next_period", &json!(null))
    );
    assert_eq!(part(&shown, ann), (800, 480, false));
    assert_eq!(part(&shown, bo), (800, 720, false));
    assert_eq!(part(&shown, cy), (800, 1200, true));
    assert_eq!(bo.group(group).await["proposal"], json!(null), "a preview changes nothing");

    let mut heard = server.app.hub.subscribe(cy.id.parse().unwrap());
    let proposed = put(ann, group, &split).await.ok();
    assert_eq!(proposed.str("outcome"), "proposed");
    heard.next().await.unwrap();
    let waiting = cy.group(group).await["proposal"].clone();
    assert_eq!((&waiting["proposed_by_name"], &waiting["status"]), (&json!("Ann"), &json!("open")));
    assert_eq!(part(&waiting, cy), (800, 1200, true));

    // Nobody answers for somebody else, and the proposer has no say in it twice.
    answer(bo, group, &waiting, "approve").await.refused(409, "not_asked");
    answer(ann, group, &waiting, "approve").await.refused(409, "not_asked");
    put(bo, group, &json!({"mode": "equal"})).await.refused(409, "proposal_open");
    let agreed = answer(cy, group, &waiting, "approve").await.ok();
    assert_eq!(agreed.str("status"), "agreed");
    answer(cy, group, &waiting, "approve").await.refused(409, "already_answered");

    // The running period's bill is final and stays as it is; the next one goes by the new split.
    assert_eq!(cy.share(group).await["amount"]["amount"], 800);
    assert_eq!(cy.group(group).await["split"], split);
    server.end_period(group).await;
    roll_over(&server.app).await.unwrap();
    let amounts =
        [ann.share(group).await, bo.share(group).await, cy.share(group).await].map(|s| s["amount"]["amount"].clone());
    assert_eq!(amounts, [json!(480), json!(720), json!(1200)]);
    server.audit().await;

    // The history says who agreed when.
    let history = bo.get(&format!("/groups/{group}/splits")).await.ok();
    let items = history["items"].as_array().unwrap();
    assert_eq!((items.len(), &items[0]["status"]), (1, &json!("agreed")));
    let parts = items[0]["parts"].as_array().unwrap();
    let of_cy = parts.iter().find(|part| part["user_id"] == cy.id).unwrap();
    assert_eq!(of_cy["answer"], "approved");
    assert!(of_cy["answered_at"].is_string() && items[0]["ended_at"].is_string());
}

#[tokio::test]
async fn what_raises_nobody_counts_at_once() {
    let server = TestServer::start().await;
    let trio = server.trio().await;
    let Trio { group, ann, bo, .. } = &trio;
    let sponsor = json!({"mode": "sponsor", "payer": ann.id, "fallback": {"mode": "equal"}});
    let changed = put(ann, group, &sponsor).await.ok();
    assert_eq!((changed.str("outcome"), &changed["proposal"]["status"]), ("changed", &json!("agreed")));
    server.end_period(group).await;
    roll_over(&server.app).await.unwrap();
    assert_eq!(ann.share(group).await["amount"]["amount"], 2400);
    let share = bo.share(group).await;
    assert_eq!((&share["amount"]["amount"], &share["status"]), (&json!(0), &json!("paid")));
    // The sponsor's guests have the same credit.
    assert_eq!(bo.member(group, bo).await["grant"], ann.member(group, ann).await["grant"]);
    server.audit().await;
}

#[tokio::test]
async fn one_who_declines_ends_it_and_the_proposer_can_take_it_back() {
    let server = TestServer::start().await;
    let trio = server.trio().await;
    let Trio { group, ann, bo, cy } = &trio;
    let split = percent(&trio, [0, 5000, 5000]);
    let first = put(ann, group, &split).await.ok()["proposal"].clone();
    answer(bo, group, &first, "approve").await.ok();
    assert_eq!(answer(cy, group, &first, "decline").await.ok().str("status"), "declined");
    assert_eq!(cy.group(group).await["split"], json!({"mode": "equal"}));
    answer(ann, group, &first, "withdraw").await.refused(409, "proposal_over");

    let second = put(ann, group, &split).await.ok()["proposal"].clone();
    answer(bo, group, &second, "withdraw").await.refused(403, "forbidden");
    assert_eq!(answer(ann, group, &second, "withdraw").await.ok().str("status"), "withdrawn");
    answer(bo, group, &second, "approve").await.refused(409, "proposal_over");

    // Members who come or go are not those that it was made for.
    put(ann, group, &split).await.ok();
    cy.act(&format!("/groups/{group}/leave")).await.ok();
    assert_eq!(ann.group(group).await["proposal"], json!(null));
    put(cy, group, &split).await.refused(409, "leaving");
    put(ann, group, &split).await.refused(422, "split_stranger");
    let history = bo.get(&format!("/groups/{group}/splits?limit=2")).await.ok();
    let states: Vec<&Value> = history["items"].as_array().unwrap().iter().map(|item| &item["status"]).collect();
    assert_eq!(states, ["lapsed", "withdrawn"]);
    assert!(history["next"].is_string());
}

#[tokio::test]
async fn splits_that_do_not_add_up_are_refused_with_the_difference() {
    let server = TestServer::start().await;
    let trio = server.trio().await;
    let Trio { group, ann, bo, cy } = &trio;
    let fixed = |amounts: Value, rest: Value| json!({"mode": "fixed", "amounts": amounts, "rest": rest});
    let over = preview(ann, group, &percent(&trio, [5000, 5000, 1])).await.refused(422, "split_over");
    assert_eq!(over["basis_points"], 1);
    let under = put(ann, group, &percent(&trio, [3333, 3333, 3333])).await.refused(422, "split_under");
    assert_eq!(under["basis_points"], 1);
    let all = |n: i64| json!({&ann.id: n, &bo.id: n, &cy.id: n});
    let under = preview(ann, group, &fixed(all(700), json!([]))).await.refused(422, "split_under");
    assert_eq!((&under["amount"], &under["currency"]), (&json!(300), &json!("USD")));
    let over = preview(ann, group, &fixed(all(900), json!([]))).await.refused(422, "split_over");
    assert_eq!(over["amount"], 300);
    preview(ann, group, &fixed(json!({&ann.id: -5}), json!([bo.id, cy.id]))).await.refused(422, "split_negative");
    preview(ann, group, &fixed(json!({&ann.id: 5}), json!([bo.id]))).await.refused(422, "split_incomplete");
    preview(ann, group, &fixed(all(i64::MAX), json!([]))).await.refused(422, "split_too_large");
    preview(ann, group, &json!({"mode": "weights", "weights": all(0)})).await.refused(422, "split_empty");
    preview(ann, group, &json!({"mode": "weights", "weights": all(-1)})).await.refused(422, "validation_failed");
    preview(ann, group, &json!({"mode": "percent", "basis_points": {&group[..]: 10_000}}))
        .await
        .refused(422, "split_stranger");
    preview(ann, group, &json!({"mode": "base_and_usage", "base_basis_points": 10_001}))
        .await
        .refused(422, "split_over");
    preview(ann, group, &json!({"mode": "by_moonlight"})).await.refused(422, "validation_failed");
    let nested = json!({"mode": "sponsor", "payer": ann.id, "fallback": {"mode": "usage"}});
    preview(ann, group, &nested).await.refused(422, "validation_failed");
    assert_eq!(bo.get(&format!("/groups/{group}/splits")).await.ok()["items"], json!([]), "nothing half-done");

    // To somebody who is no member, the group and its splits are not there.
    let dee = server.sign_up("Dee").await;
    put(&dee, group, &json!({"mode": "equal"})).await.refused(404, "not_found");
    dee.get(&format!("/groups/{group}/splits")).await.refused(404, "not_found");
    let proposal = put(ann, group, &percent(&trio, [0, 5000, 5000])).await.ok()["proposal"].clone();
    answer(&dee, group, &proposal, "approve").await.refused(404, "not_found");
    let elsewhere = dee.make_group("trio").await;
    answer(&dee, &elsewhere, &proposal, "approve").await.refused(404, "not_found");
}

#[tokio::test]
async fn a_forming_group_agrees_before_it_owes_anything() {
    let server = TestServer::start().await;
    let (ann, bo) = (server.sign_up("Ann").await, server.sign_up("Bo").await);
    let group = ann.make_group("duo").await;
    let weights = json!({"mode": "weights", "weights": {&ann.id: 3}});
    let changed = put(&ann, &group, &weights).await.ok();
    assert_eq!((changed.str("outcome"), changed.str("starts")), ("changed", "first_period"));
    // Who comes later weighs as much as the average.
    bo.join(&ann, &group).await;
    assert_eq!(bo.group(&group).await["split"], json!({"mode": "weights", "weights": {&ann.id: 3, &bo.id: 3}}));
    assert_eq!(bo.share(&group).await["amount"], ann.share(&group).await["amount"]);
    server.audit().await;
}

#[tokio::test]
async fn fixed_amounts_when_the_price_rises() {
    let (before, after) = (plan_of_three("24.00 USD"), plan_of_three("30.00 USD"));
    let config = |file: &tempfile::NamedTempFile| file.path().to_str().unwrap().to_owned();
    let server = TestServer::start_with(&[("POTLUCK_CONFIG", &config(&before))]).await;
    let Trio { group, ann, bo, cy } = server.three_on("odd").await;
    let fixed = json!({"mode": "fixed", "amounts": {&ann.id: 1000, &bo.id: 1000, &cy.id: 400}, "rest": []});
    let proposal = put(&cy, &group, &fixed).await.ok()["proposal"].clone();
    answer(&ann, &group, &proposal, "approve").await.ok();
    assert_eq!(answer(&bo, &group, &proposal, "approve").await.ok().str("status"), "agreed");
    let dearer = TestServer::start_on(&server.database_url, &[("POTLUCK_CONFIG", &config(&after))]).await;
    server
        .meddle("UPDATE plan_offers SET offered_at = offered_at - interval '14 days' WHERE plan_code = $1", "odd")
        .await;
    server.end_period(&group).await;
    roll_over(&dearer.app).await.unwrap();
    // Nobody agreed on the difference, so everybody pays the same of it.
    let amounts = [ann.share(&group).await, bo.share(&group).await, cy.share(&group).await]
        .map(|s| s["amount"]["amount"].clone());
    assert_eq!(amounts, [json!(1200), json!(1200), json!(600)]);
    server.audit().await;
}

#[tokio::test]
async fn by_usage_everybody_owes_what_they_used_when_the_period_is_over() {
    let chat = ChatServer::start().await;
    let server = &chat.server;
    let Trio { group, ann, bo, cy } = server.three_on("three").await;
    for person in [&ann, &bo, &cy] {
        person.pay(&ann, &group).await;
    }
    let proposal = put(&ann, &group, &json!({"mode": "usage"})).await.ok();
    assert!(proposal["estimated"] == true);
    for person in [&bo, &cy] {
        answer(person, &group, &proposal["proposal"], "approve").await.ok();
    }
    server.end_period(&group).await;
    roll_over(&server.app).await.unwrap();

    // Nothing is owed yet, everybody has the same credit and can use it.
    let draft = bo.get(&format!("/groups/{group}/invoices")).await.ok()["items"][0].clone();
    assert_eq!((&draft["status"], &draft["number"], &draft["shares"]), (&json!("draft"), &json!(null), &json!([])));
    let credit = bo.group(&group).await["credit"].clone();
    assert_eq!(credit["usable_nanousd"], credit["available_nanousd"]);
    server.audit().await;
    for (person, tokens) in [(&ann, 300), (&bo, 100)] {
        let usage = Usage::Custom(Tokens { input: tokens - 1, output: 1, ..Tokens::default() });
        chat.vendor.queue(Script::words(1).with_usage(usage));
        person.say(&person.converse(&group).await, "Spend").await;
    }
    let total = draft["total"]["amount"].as_i64().unwrap();
    assert_eq!(ann.member(&group, &ann).await["share"]["amount"], total * 3 / 4, "what it would be so far");

    server.end_period(&group).await;
    roll_over(&server.app).await.unwrap();
    let items = bo.get(&format!("/groups/{group}/invoices")).await.ok()["items"].clone();
    let billed = &items[1];
    assert_eq!((&billed["status"], items[0]["status"].as_str()), (&json!("final"), Some("draft")));
    let amount = |person: &Person| {
        let shares = billed["shares"].as_array().unwrap();
        let share = shares.iter().find(|share| share["user_id"] == person.id).unwrap();
        (share["amount"]["amount"].as_i64().unwrap(), share["status"].as_str().unwrap().to_owned())
    };
    assert_eq!(amount(&ann), (total * 3 / 4, "due".to_owned()));
    assert_eq!(amount(&bo), (total / 4, "due".to_owned()));
    assert_eq!(amount(&cy), (0, "paid".to_owned()));
    server.audit().await;

    // While no bill is final, another split counts at once.
    let back = put(&ann, &group, &json!({"mode": "equal"})).await.ok();
    assert_eq!(back.str("starts"), "this_period");
    for person in [&bo, &cy] {
        answer(person, &group, &back["proposal"], "approve").await.ok();
    }
    server.end_period(&group).await;
    roll_over(&server.app).await.unwrap();
    let items = bo.get(&format!("/groups/{group}/invoices")).await.ok()["items"].clone();
    let amounts: Vec<&Value> = items[1]["shares"].as_array().unwrap().iter().map(|s| &s["amount"]["amount"]).collect();
    assert_eq!(amounts, [total / 3, total / 3, total / 3]);
    server.audit().await;
}
