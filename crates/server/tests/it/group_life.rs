//! What happens to a group between its periods: people who come in the middle, other plans, its end; by a clock that is moved.

use domain::id::PaymentId;
use domain::ledger::events;
use domain::payment::PaymentStatus;
use serde_json::{Value, json};
use server::periods::pass_on_paid;
use store::{ledger, shares};

use crate::support::{ChatServer, Person, TestServer, Trio};

/// A Trio that was started by two, in a sandbox; both have paid 12.00.
async fn two_of_three(server: &TestServer) -> (String, Person, Person) {
    let (ann, bo) = (server.sign_up("Ann").await, server.sign_up("Bo").await);
    let group = server.sandbox(&ann, &json!({"plan": "trio"})).await;
    bo.join(&ann, &group).await;
    ann.act(&format!("/groups/{group}/start")).await.ok();
    for person in [&ann, &bo] {
        person.pay(&ann, &group).await;
    }
    (group, ann, bo)
}

async fn days(person: &Person, group: &str) -> i64 {
    person.group(group).await["period"]["days"].as_i64().unwrap()
}

async fn balance_of(server: &TestServer, group: &str, person: &Person) -> i64 {
    -server.balance(group, &format!("balance:{}", person.id), "USD").await
}

/// What a third of the days from `day` on of a share of 12.00 costs.
fn third_of_the_rest(day: i64, days: i64) -> i64 {
    (1200 - 1200 * day / days) / 3
}

#[tokio::test]
async fn who_joins_in_the_middle_pays_for_the_slices_that_they_take_and_the_money_follows_them() {
    let server = TestServer::start().await;
    let (group, ann, bo) = two_of_three(&server).await;
    ann.leap(&group, "day", 10).await.ok();
    let token = ann.invite(&group).await;
    let part = third_of_the_rest(10, days(&ann, &group).await);
    let seen = server.stranger().get(&format!("/invitations/{token}")).await.ok();
    assert_eq!(seen["joining"], json!({"amount": 2 * part, "currency": "USD"}), "the price is told before");

    let cy = server.sign_up("Cy").await;
    cy.accept(&token).await.ok();
    let share = cy.share(&group).await;
    assert_eq!((&share["amount"]["amount"], &share["status"]), (&json!(2 * part), &json!("due")));
    assert_eq!(cy.member(&group, &cy).await["grant"], seen["credit_nanousd"], "and so was the credit");
    assert_eq!(balance_of(&server, &group, &bo).await, 0, "nothing follows before it is paid");
    server.audit().await;

    cy.pay(&ann, &group).await;
    for person in [&ann, &bo] {
        assert_eq!(balance_of(&server, &group, person).await, part);
    }
    server.audit().await;

    // The next bill is shared by three, and paid from the balances first.
    ann.next_month(&group).await;
    let share = bo.share(&group).await;
    assert_eq!((&share["amount"]["amount"], &share["to_pay"]["amount"]), (&json!(800), &json!(800 - part)));
    assert_eq!(server.balance(&group, "revenue", "USD").await, -2400, "the first period cost what it costs");
    server.audit().await;
}

#[tokio::test]
async fn join_on_the_last_day() {
    let server = TestServer::start().await;
    let (group, ann, _) = two_of_three(&server).await;
    let days = days(&ann, &group).await;
    ann.leap(&group, "day", u32::try_from(days - 1).unwrap()).await.ok();
    assert_eq!(ann.group(&group).await["period"]["day"], days - 1);
    let cy = server.sign_up("Cy").await;
    cy.join(&ann, &group).await;
    assert_eq!(cy.share(&group).await["amount"]["amount"], 2 * third_of_the_rest(days - 1, days));
    server.audit().await;
    ann.next_month(&group).await;
    assert_eq!(cy.share(&group).await["amount"]["amount"], 800);
    server.audit().await;
}

#[tokio::test]
async fn join_and_leave_the_same_day() {
    let server = TestServer::start().await;
    let (group, ann, bo) = two_of_three(&server).await;
    ann.leap(&group, "day", 10).await.ok();
    let days = days(&ann, &group).await;
    let part = third_of_the_rest(10, days);
    let before = bo.member(&group, &bo).await;
    let cy = server.sign_up("Cy").await;
    cy.join(&ann, &group).await;
    ann.delete(&format!("/groups/{group}/members/{}", cy.id)).await.no_content();
    // One day is owed, of those that they joined for.
    let a_day = 2 * part / (days - 10);
    assert_eq!(server.balance(&group, &format!("receivable:{}", cy.id), "USD").await, a_day);
    assert_eq!(bo.member(&group, &bo).await["grant"], before["grant"], "the slices are back");
    server.audit().await;
    // They come again, pay both, and go again.
    cy.join(&ann, &group).await;
    server.audit().await;
    cy.pay_all(&ann, &group).await;
    server.audit().await;
    ann.delete(&format!("/groups/{group}/members/{}", cy.id)).await.no_content();
    server.audit().await;
    ann.leap(&group, "month", 2).await.ok();
    server.audit().await;
}

#[tokio::test]
async fn who_joins_and_does_not_pay_costs_nobody_anything() {
    let server = TestServer::start().await;
    let (group, ann, bo) = two_of_three(&server).await;
    ann.leap(&group, "day", 5).await.ok();
    let before = bo.member(&group, &bo).await["grant"].as_i64().unwrap();
    let cy = server.sign_up("Cy").await;
    cy.join(&ann, &group).await;
    let joined = bo.member(&group, &bo).await["grant"].as_i64().unwrap();
    let happened = ann.leap(&group, "day", 8).await.ok();
    assert_eq!(happened["happened"][0]["shares"], 1);
    assert_eq!(cy.share(&group).await["status"], "past_due");
    // The slices that had not come are back; those that had were Cy's, and are owed.
    let after = bo.member(&group, &bo).await["grant"].as_i64().unwrap();
    assert!(joined < after && after < before, "{joined} {after} {before}");
    let owed = cy.share(&group).await["to_pay"]["amount"].as_i64().unwrap();
    assert_eq!(balance_of(&server, &group, &bo).await, 0);
    server.audit().await;
    cy.pay(&ann, &group).await;
    let passed = balance_of(&server, &group, &ann).await + balance_of(&server, &group, &bo).await;
    assert_eq!(passed, owed, "what they pay in the end goes to those whose slices they had");
    server.audit().await;
}

#[tokio::test]
async fn a_joiners_share_that_is_paid_in_another_way_is_passed_on_too() {
    let server = TestServer::start().await;
    let (group, ann, bo) = two_of_three(&server).await;
    ann.leap(&group, "day", 10).await.ok();
    let part = third_of_the_rest(10, days(&ann, &group).await);
    let cy = server.sign_up("Cy").await;
    cy.join(&ann, &group).await;

    // As by card: the share is settled by somebody who knows nothing of joiners.
    let share = cy.share(&group).await["id"].as_str().unwrap().to_owned();
    let mut tx = server.app.begin().await.unwrap();
    let locked = shares::lock(&mut tx, group.parse().unwrap(), share.parse().unwrap()).await.unwrap().unwrap();
    let open = locked.share.open();
    shares::put(&mut tx, &locked, &locked.share.settle(open).unwrap().share).await.unwrap();
    let payment = PaymentId::from_uuid(uuid::Uuid::now_v7());
    store::payments::insert(&mut tx, payment, &locked, locked.user, "manual", PaymentStatus::Confirmed, None)
        .await
        .unwrap();
    let posting = events::payment_confirmed(payment, locked.user, open, open).unwrap();
    ledger::post(&mut tx, locked.group, &posting).await.unwrap();
    tx.commit().await.unwrap();
    for _ in 0..2 {
        pass_on_paid(&server.app).await.unwrap();
        for person in [&ann, &bo] {
            assert_eq!(balance_of(&server, &group, person).await, part);
        }
        server.audit().await;
    }
}

async fn plan(person: &Person, group: &str, plan: &str) -> crate::support::Reply {
    person.put(&format!("/groups/{group}/plan"), &json!({"plan": plan})).await
}

#[tokio::test]
async fn an_upgrade_counts_now_and_costs_the_difference_of_the_days_that_come() {
    let server = TestServer::start().await;
    let Trio { group, ann, bo, .. } = server.sandbox_trio().await;
    for person in [&ann, &bo] {
        person.pay(&ann, &group).await;
    }
    ann.leap(&group, "day", 2).await.ok();
    bo.put(&format!("/groups/{group}/plan"), &json!({"plan": "squad"})).await.refused(403, "forbidden");
    let preview = ann.put(&format!("/groups/{group}/plan?preview=true"), &json!({"plan": "squad"})).await.ok();
    assert_eq!(ann.group(&group).await["plan"]["code"], "trio");
    let before = bo.member(&group, &bo).await["grant"].as_i64().unwrap();

    let changed = plan(&ann, &group, "squad").await.ok();
    for name in ["plan", "more", "more_credit_nanousd", "parts"] {
        assert_eq!(changed[name], preview[name], "{name}");
    }
    assert_eq!(changed.str("starts"), "now");
    let days = days(&ann, &group).await;
    let more = (3800 - 3800 * 2 / days) - (2400 - 2400 * 2 / days);
    assert_eq!(changed["more"]["amount"], more);
    let parts: Vec<i64> =
        changed["parts"].as_array().unwrap().iter().map(|p| p["amount"]["amount"].as_i64().unwrap()).collect();
    assert_eq!(parts.iter().sum::<i64>(), more);
    let seen = bo.group(&group).await;
    assert_eq!((&seen["plan"]["code"], &seen["plan"]["seats"]), (&json!("squad"), &json!(5)));
    assert!(bo.member(&group, &bo).await["grant"].as_i64().unwrap() > before);
    let invoices = bo.get(&format!("/groups/{group}/invoices")).await.ok();
    assert_eq!(
        (&invoices["items"][0]["kind"], &invoices["items"][0]["total"]["amount"]),
        (&json!("upgrade"), &json!(more))
    );
    server.audit().await;

    // Bo pays the difference, Ann does not: her first share still buys what it bought.
    bo.pay_all(&ann, &group).await;
    ann.leap(&group, "day", 8).await.ok();
    assert_eq!(ann.share(&group).await["status"], "past_due");
    server.audit().await;
    ann.next_month(&group).await;
    assert_eq!(bo.share(&group).await["amount"]["amount"].as_i64().unwrap() / 10, 126);
    server.audit().await;
    plan(&ann, &group, "squad").await.refused(409, "same_plan");
    plan(&ann, &group, "nonsense").await.refused(422, "validation_failed");
}

#[tokio::test]
async fn a_downgrade_counts_from_the_next_period_and_can_be_taken_back() {
    let server = TestServer::start().await;
    let trio = server.sandbox_trio().await;
    let Trio { group, ann, bo, cy } = &trio;
    trio.all_pay().await;
    let refused = plan(ann, group, "duo").await.refused(409, "too_few_seats");
    assert_eq!(refused["members"], 3);
    cy.act(&format!("/groups/{group}/leave")).await.ok();
    assert_eq!(plan(ann, group, "duo").await.ok().str("starts"), "next_period");
    let seen = bo.group(group).await;
    assert_eq!((&seen["plan"]["code"], &seen["next"]["plan"]["code"]), (&json!("trio"), &json!("duo")));
    assert_eq!(ann.act(&format!("/groups/{group}/resume")).await.ok()["next"], json!(null));
    plan(ann, group, "duo").await.ok();
    ann.next_month(group).await;
    let seen = bo.group(group).await;
    assert_eq!(
        (&seen["plan"]["code"], &seen["plan"]["seats"], &seen["next"]),
        (&json!("duo"), &json!(2), &json!(null))
    );
    assert_eq!(bo.share(group).await["amount"]["amount"], 800);
    server.audit().await;
}

#[tokio::test]
async fn who_stays_after_all_keeps_the_plan_that_has_a_seat_for_them() {
    let server = TestServer::start().await;
    let Trio { group, ann, cy, .. } = server.sandbox_trio().await;
    cy.act(&format!("/groups/{group}/leave")).await.ok();
    plan(&ann, &group, "duo").await.ok();
    cy.act(&format!("/groups/{group}/stay")).await.ok();
    ann.next_month(&group).await;
    let seen = ann.group(&group).await;
    assert_eq!((&seen["plan"]["code"], &seen["next"]), (&json!("trio"), &json!(null)));
    assert_eq!(seen["members"].as_array().unwrap().len(), 3);
    server.audit().await;
}

#[tokio::test]
async fn a_forming_group_takes_another_plan_for_nothing_and_starts_when_it_is_full() {
    let server = TestServer::start().await;
    let (ann, bo) = (server.sign_up("Ann").await, server.sign_up("Bo").await);
    let group = ann.make_group("squad").await;
    bo.join(&ann, &group).await;
    assert_eq!(plan(&ann, &group, "trio").await.ok().str("starts"), "first_period");
    assert_eq!(ann.group(&group).await.str("status"), "forming");
    plan(&ann, &group, "duo").await.ok();
    assert_eq!(ann.group(&group).await.str("status"), "active");
    assert_eq!(bo.share(&group).await["amount"]["amount"], 800);
    server.audit().await;
}

#[tokio::test]
async fn group_deleted_with_open_invoices() {
    let server = TestServer::start().await;
    let trio = server.sandbox_trio().await;
    let Trio { group, ann, bo, cy } = &trio;
    let path = format!("/groups/{group}");
    ann.delete(&path).await.refused(409, "group_running");
    bo.act(&format!("{path}/cancel")).await.refused(403, "forbidden");
    assert_eq!(ann.act(&format!("{path}/cancel")).await.ok()["next"]["ends"], true);
    assert_eq!(ann.act(&format!("{path}/resume")).await.ok()["next"], json!(null));
    ann.act(&format!("{path}/cancel")).await.ok();
    ann.next_month(group).await;

    // It is over: everybody still sees it, nothing more is billed, and what is owed can be paid.
    let seen = bo.group(group).await;
    assert_eq!((seen.str("status"), &seen["period"]), ("archived", &json!(null)));
    assert_eq!(ann.delete(&path).await.refused(409, "open_invoices")["shares"], 3);
    ann.act(&format!("{path}/cancel")).await.refused(409, "group_over");
    server.audit().await;
    for person in [ann, bo, cy] {
        person.pay_all(ann, group).await;
    }
    bo.delete(&path).await.refused(403, "forbidden");
    ann.delete(&path).await.no_content();
    ann.get(&path).await.refused(404, "not_found");
    server.audit().await;
}

#[tokio::test]
async fn a_balance_is_paid_out_when_its_member_has_gone() {
    let server = TestServer::start().await;
    let trio = server.sandbox_trio().await;
    let Trio { group, ann, bo, cy } = &trio;
    trio.all_pay().await;
    ann.delete(&format!("/groups/{group}/members/{}", cy.id)).await.no_content();
    let owed = balance_of(&server, group, cy).await;
    assert!(owed > 700);
    bo.get("/admin/balances").await.refused(404, "not_found");
    let listed = ann.get("/admin/balances").await.ok();
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    assert_eq!(
        (&listed["items"][0]["user_id"], &listed["items"][0]["amount"]["amount"]),
        (&json!(cy.id), &json!(owed))
    );

    let pay = async |person: &Person, whom: &Person, minor: i64| {
        let body = json!({"group_id": group, "user_id": whom.id, "amount": {"amount": minor, "currency": "USD"}});
        person.post("/admin/balances", &body).await
    };
    pay(bo, cy, 1).await.refused(404, "not_found");
    pay(ann, bo, 1).await.refused(409, "still_a_member");
    for wrong in [0, -1, owed + 1, i64::MAX] {
        assert_eq!(pay(ann, cy, wrong).await.refused(422, "more_than_balance")["amount"], owed);
    }
    assert_eq!(pay(ann, cy, 100).await.created()["left"]["amount"], owed - 100);
    assert_eq!(pay(ann, cy, owed - 100).await.created()["left"]["amount"], 0);
    assert_eq!(server.balance(group, "cash", "USD").await, 2400 - owed);
    assert_eq!(ann.get("/admin/balances").await.ok()["items"], json!([]));
    let done = &ann.get("/admin/actions").await.ok()["items"][0];
    assert_eq!((&done["action"]["kind"], &done["person"]), (&json!("balance_paid_out"), &json!("Cy")));
    assert_eq!(done["action"]["amount"]["amount"], owed - 100);
    server.audit().await;
}

#[tokio::test]
async fn a_share_that_is_not_paid_in_time_is_covered_up_to_the_limit() {
    let server = TestServer::start().await;
    let Trio { group, ann, bo, cy } = server.sandbox_trio().await;
    let path = format!("/groups/{group}/standing-cover");
    assert_eq!(bo.get(&path).await.ok()["limit"], json!(null));
    for wrong in [json!({"amount": 0, "currency": "USD"}), json!({"amount": 1, "currency": "usd"})] {
        bo.put(&path, &json!({"limit": wrong})).await.refused(422, "validation_failed");
    }
    let limit = json!({"limit": {"amount": 1000, "currency": "USD"}});
    assert_eq!(bo.put(&path, &limit).await.ok().body, limit);
    bo.pay(&ann, &group).await;
    ann.leap(&group, "day", 8).await.ok();
    // Ann and Cy have not paid; the limit is enough for one of them.
    let shares = [ann.share(&group).await, cy.share(&group).await];
    let statuses: Vec<&Value> = shares.iter().map(|share| &share["status"]).collect();
    assert!(statuses.contains(&&json!("processing")) && statuses.contains(&&json!("past_due")), "{statuses:?}");
    let covered = shares.iter().find(|share| share["status"] == "processing").unwrap();
    server.audit().await;
    ann.act(&format!("/payments/{}/confirm", covered["payment"]["id"].as_str().unwrap())).await.ok();
    let settle_up = bo.get(&format!("/groups/{group}/settle-up")).await.ok();
    assert_eq!(
        (&settle_up["transfers"][0]["to_name"], &settle_up["transfers"][0]["amount"]["amount"]),
        (&json!("Bo"), &json!(800))
    );
    server.audit().await;

    for person in [&ann, &cy] {
        person.pay_all(&ann, &group).await;
    }
    // A rejected one is not begun again.
    bo.put(&path, &json!({"limit": null})).await.ok();
    bo.put(&path, &limit).await.ok();
    ann.next_month(&group).await;
    for person in [&ann, &bo] {
        person.pay_all(&ann, &group).await;
    }
    ann.leap(&group, "day", 8).await.ok();
    let share = cy.share(&group).await;
    assert_eq!(share["status"], "processing");
    let reason = json!({"reason": "Nothing has arrived."});
    ann.post(&format!("/payments/{}/reject", share["payment"]["id"].as_str().unwrap()), &reason).await.ok();
    ann.leap(&group, "day", 1).await.ok();
    assert_eq!(cy.share(&group).await["status"], "past_due");
    server.audit().await;
}

#[tokio::test]
async fn a_sandbox_lives_months_in_a_moment_and_a_real_group_does_not() {
    let server = TestServer::start().await;
    let trio = server.sandbox_trio().await;
    let Trio { group, ann, bo, .. } = &trio;
    let before: jiff::Timestamp = ann.group(group).await["sandbox_now"].as_str().unwrap().parse().unwrap();
    let moved = ann.leap(group, "month", 12).await.ok();
    let now: jiff::Timestamp = moved.str("now").parse().unwrap();
    assert!(now.duration_since(before) >= jiff::SignedDuration::from_hours(24 * 365));
    let opened: i64 = moved["happened"].as_array().unwrap().iter().map(|one| one["periods"].as_i64().unwrap()).sum();
    assert_eq!((opened, &ann.group(group).await["period"]["number"]), (12, &json!(12)));
    // Nobody paid: suspended on the seventh day of the first period, not twelve months later.
    let first = moved["happened"].as_array().unwrap().iter().find(|one| one["shares"] == 3).unwrap();
    let at: jiff::Timestamp = first["at"].as_str().unwrap().parse().unwrap();
    assert!(at.duration_since(before) < jiff::SignedDuration::from_hours(24 * 8));
    server.audit().await;
    let listed = ann.get("/admin/sandboxes").await.ok();
    assert_eq!((&listed["items"][0]["id"], &listed["items"][0]["periods"]), (&json!(group), &json!(13)));

    bo.leap(group, "day", 1).await.refused(404, "not_found");
    bo.post("/groups", &json!({"name": "Mine", "plan": "duo", "sandbox": true})).await.refused(403, "forbidden");
    for times in [0, 37] {
        ann.leap(group, "day", times).await.refused(422, "leap_out_of_range");
    }
    let far = server.sandbox(ann, &json!({"plan": "duo"})).await;
    for _ in 0..3 {
        ann.leap(&far, "month", 36).await.ok();
    }
    ann.leap(&far, "month", 36).await.refused(422, "leap_too_far");
    let real = ann.make_group("duo").await;
    ann.leap(&real, "day", 1).await.refused(404, "not_found");
    assert_eq!(ann.group(&real).await["sandbox_now"], json!(null));
    server.audit().await;
}

#[tokio::test]
async fn daylight_saving_inside_a_period() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    let group = server.sandbox(&ann, &json!({"plan": "duo", "time_zone": "America/New_York"})).await;
    ann.act(&format!("/groups/{group}/start")).await.ok();
    let zone = jiff::tz::TimeZone::get("America/New_York").unwrap();
    let mut before: Option<jiff::Timestamp> = None;
    let mut lengths = std::collections::BTreeSet::new();
    for _ in 0..12 {
        let seen = ann.group(&group).await;
        let at = |name: &str| -> jiff::Timestamp { seen["period"][name].as_str().unwrap().parse().unwrap() };
        let (starts, ends) = (at("starts_at"), at("ends_at"));
        assert!(before.is_none_or(|end| end == starts), "periods tile");
        assert_eq!(starts.to_zoned(zone.clone()).time(), jiff::civil::time(0, 0, 0, 0));
        let hours = ends.duration_since(starts).as_hours();
        lengths.insert(hours - 24 * seen["period"]["days"].as_i64().unwrap());
        before = Some(ends);
        ann.next_month(&group).await;
        server.audit().await;
    }
    assert_eq!(lengths.into_iter().collect::<Vec<_>>(), [-1, 0, 1], "an hour less in spring, one more in autumn");
}

#[tokio::test]
async fn owner_or_last_funded_member_leaves() {
    let server = TestServer::start().await;
    let trio = server.sandbox_trio().await;
    let Trio { group, ann, bo, cy } = &trio;
    bo.pay(ann, group).await;
    ann.act(&format!("/groups/{group}/leave")).await.refused(409, "owner_must_hand_over");
    ann.post(&format!("/groups/{group}/owner"), &json!({"user_id": cy.id})).await.ok();
    ann.act(&format!("/groups/{group}/leave")).await.ok();
    // Bo is the only one who paid, and goes too.
    bo.act(&format!("/groups/{group}/leave")).await.ok();
    ann.next_month(group).await;
    server.audit().await;
    let seen = cy.group(group).await;
    assert_eq!((seen.str("role"), seen["members"].as_array().unwrap().len()), ("owner", 1));
    // Cy has not paid the first month: the second is theirs to pay alone, and buys nothing until it is paid.
    assert_eq!(cy.share(group).await["amount"]["amount"], 2400);
    assert_eq!(cy.group(group).await["credit"]["usable_nanousd"], 0);
    cy.pay_all(ann, group).await;
    assert_ne!(cy.group(group).await["credit"]["usable_nanousd"], 0);
    server.audit().await;
}

#[tokio::test]
async fn a_sandbox_chats_in_its_own_time() {
    let chat = ChatServer::start().await;
    let server = &chat.server;
    let ann = server.sign_up("Ann").await;
    let group = server.sandbox(&ann, &json!({"plan": "three"})).await;
    ann.act(&format!("/groups/{group}/start")).await.ok();
    ann.pay(&ann, &group).await;
    ann.leap(&group, "day", 3).await.ok();
    ann.say(&ann.converse(&group).await, "What day is it?").await;
    let seen = ann.group(&group).await;
    assert_eq!(seen["period"]["day"], 3);
    assert!(seen["period"]["used_nanousd"].as_i64().unwrap() > 0);
    let today: jiff::Timestamp = seen["sandbox_now"].as_str().unwrap().parse().unwrap();
    let usage = ann.get(&format!("/groups/{group}/usage")).await.ok();
    assert_eq!(usage["items"][0]["day"], today.to_zoned(jiff::tz::TimeZone::UTC).date().to_string());
    server.audit().await;
}

#[tokio::test]
async fn model_price_change_mid_period() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let used = async |node: &TestServer| {
        let ann = ann.at(&node.url);
        let before = ann.group(&group).await["period"]["used_nanousd"].as_i64().unwrap();
        chat.vendor.queue(crate::support::echo(7));
        ann.say(&ann.converse(&group).await, "What does it cost?").await;
        let after = ann.group(&group).await["period"]["used_nanousd"].as_i64().unwrap();
        after - before
    };
    let first = used(&chat.server).await;
    let dearer = chat.another_node_at("0.003").await;
    assert_eq!(used(&dearer).await, 3 * first, "what is asked from now on costs the new price");
    // Every row re-prices by the prices that it was made with: the audit does it.
    chat.server.audit().await;
    let rows = ann.get(&format!("/groups/{group}/usage")).await.ok();
    let costs: i64 = rows["items"].as_array().unwrap().iter().map(|row| row["cost_nanousd"].as_i64().unwrap()).sum();
    assert_eq!(costs, 4 * first);
}
