//! What members are told: each once, in the app and by mail.

use reqwest::Method;
use serde_json::json;
use server::periods::{catch_up_sandboxes, dun, tell_prices};
use store::testing::TestDatabase;

use crate::mail::{with_mail, with_mail_and};
use crate::metering::{spend, thirty_thousand};
use crate::support::{MailSink, Person, TestServer, Trio};

/// How many notices are new to them.
async fn unread(person: &Person) -> u64 {
    person.get("/notices").await.ok()["unread"].as_u64().unwrap()
}

#[tokio::test]
async fn everybody_is_told_of_their_share_and_reads_it_on_every_device() {
    let server = TestServer::start().await;
    let Trio { group, ann, bo, .. } = server.trio().await;
    let notice = bo.notices().await.remove(0);
    let share = bo.share(&group).await;
    assert_eq!(notice["facts"]["kind"], "share_due");
    assert_eq!(notice["facts"]["amount"], json!({"amount": 800, "currency": "USD"}));
    assert_eq!(notice["facts"]["share_id"], share["id"]);
    assert_eq!((&notice["group_name"], &notice["read"]), (&json!("Kitchen"), &json!(false)));
    assert_eq!(notice["path"], format!("/groups/{group}/billing"));
    assert_eq!((unread(&bo).await, unread(&ann).await), (1, 1));

    // Another device of his hears that it was read.
    let mut events = bo.events("/events").await;
    events.until("hello").await;
    let path = format!("/notices/{}/read", notice["id"].as_str().unwrap());
    ann.act(&path).await.refused(404, "not_found");
    bo.act(&path).await.no_content();
    events.until("notices.changed").await;
    assert_eq!((unread(&bo).await, unread(&ann).await), (0, 1));
}

#[tokio::test]
async fn reading_all_of_them_leaves_what_came_since() {
    let server = TestServer::start().await;
    let Trio { group, ann, bo, .. } = server.trio().await;
    let seen = bo.notices().await[0]["id"].clone();
    bo.pay(&ann, &group).await;
    bo.post("/notices/read", &json!({"up_to": seen})).await.no_content();
    let notices = bo.notices().await;
    let read: Vec<_> =
        notices.iter().map(|one| (one["facts"]["kind"].as_str().unwrap(), one["read"] == true)).collect();
    assert_eq!(read, [("share_paid", false), ("share_due", true)]);
    let first = bo.get("/notices?limit=1").await.ok();
    let second = bo.get(&format!("/notices?limit=1&cursor={}", first.str("next"))).await.ok();
    assert_eq!((&second["items"][0]["facts"]["kind"], &second["next"]), (&json!("share_due"), &json!(null)));
}

#[tokio::test]
async fn payments_and_covers_are_told_to_those_whom_they_concern() {
    let server = TestServer::start().await;
    let Trio { group, ann, bo, cy } = server.trio().await;
    let claimed = bo.claim(&group).await;
    ann.post(&format!("/payments/{claimed}/reject"), &json!({"reason": "Nothing came"})).await.ok();
    let rejected = bo.notices().await.remove(0);
    assert_eq!(
        (&rejected["facts"]["kind"], &rejected["facts"]["reason"]),
        (&json!("payment_rejected"), &json!("Nothing came"))
    );

    let share = cy.share(&group).await;
    let cover = bo.post(&format!("/shares/{}/cover", share["id"].as_str().unwrap()), &json!({})).await.created();
    ann.act(&format!("/payments/{}/confirm", cover.str("id"))).await.ok();
    let (paid, covered) = (bo.notices().await.remove(0), cy.notices().await.remove(0));
    assert_eq!((&paid["facts"]["kind"], &paid["person"]), (&json!("share_paid"), &json!("Cy")));
    assert_eq!((&covered["facts"]["kind"], &covered["person"]), (&json!("share_covered"), &json!("Bo")));
    assert_eq!(ann.told().await, ["share_due"], "it is none of hers");
}

#[tokio::test]
async fn who_is_suspended_is_told_once() {
    let server = TestServer::start().await;
    let Trio { group, ann, cy, .. } = server.trio().await;
    for statement in [
        "UPDATE invoices SET final_at = final_at - interval '8 days' WHERE group_id = $1::uuid",
        "UPDATE shares SET invoiced_at = invoiced_at - interval '8 days' WHERE group_id = $1::uuid",
    ] {
        server.meddle(statement, &group).await;
    }
    ann.pay(&ann, &group).await;
    dun(&server.app).await.unwrap();
    dun(&server.app).await.unwrap();
    assert_eq!(cy.told().await, ["suspended", "share_due"]);
    assert_eq!(ann.told().await, ["share_paid", "share_due"]);
}

#[tokio::test]
async fn a_split_is_told_to_those_whose_part_it_raises() {
    let server = TestServer::start().await;
    let Trio { group, ann, bo, cy } = server.trio().await;
    let split = json!({"mode": "percent", "basis_points": {&ann.id: 2000, &bo.id: 6000, &cy.id: 2000}});
    ann.put(&format!("/groups/{group}/split"), &split).await.ok();
    let asked = bo.notices().await.remove(0);
    assert_eq!((&asked["facts"]["kind"], &asked["person"]), (&json!("split_proposed"), &json!("Ann")));
    assert_eq!((&asked["facts"]["before"]["amount"], &asked["facts"]["after"]["amount"]), (&json!(800), &json!(1440)));
    assert_eq!(cy.told().await, ["share_due"]);
}

#[tokio::test]
async fn little_and_no_credit_are_told_once_each() {
    let (chat, Trio { group, bo, .. }) = thirty_thousand().await;
    let before = bo.told().await;
    let since = async || bo.told().await.into_iter().rev().skip(before.len()).collect::<Vec<_>>();
    spend(&chat, &bo, &group, 7_999).await;
    assert_eq!(since().await, Vec::<String>::new());
    spend(&chat, &bo, &group, 100).await;
    spend(&chat, &bo, &group, 100).await;
    assert_eq!(since().await, ["credit_low"]);
    assert_eq!(bo.notices().await[0]["facts"]["left_nanousd"], 10_000 - 7_999 - 100);
    spend(&chat, &bo, &group, 1_801).await;
    assert_eq!(since().await, ["credit_low", "credit_spent"]);
}

#[tokio::test]
async fn a_notice_is_mailed_in_its_readers_language_with_the_receipt() {
    let mut sink = MailSink::start("250 fine").await;
    let server = with_mail(&sink).await;
    let ann = server.sign_up("Ann").await;
    let body = json!({"email": "bo@example.org", "password": "Bo has a long password", "name": "Bo"});
    let request = server.stranger().request(Method::POST, "/auth/sign-up").header("accept-language", "de-AT,en;q=0.5");
    let signed_up = crate::support::Reply::read(request.json(&body).send().await.unwrap()).await.created();
    assert_eq!(signed_up["user"]["language"], "de");
    let bo = server.stranger().with_session(&signed_up);
    let group = ann.make_group("duo").await;
    bo.join(&ann, &group).await;

    let mut mails = [sink.next().await, sink.next().await];
    mails.sort_by(|a, b| a.to.cmp(&b.to));
    let text = mails[1].read();
    assert!(mails[1].to.contains("<bo@example.org>"), "{:?}", mails[1].to);
    assert!(text.contains("Hallo Bo,") && text.contains("8,00\u{a0}USD"), "{text}");
    assert!(text.contains(&format!("https://pot.example/groups/{group}/billing")), "{text}");
    assert!(text.contains("https://pot.example/settings/notifications"), "{text}");
    assert!(mails[0].read().contains("Hello Ann,"), "{}", mails[0].text);

    bo.patch("/me", &json!({"language": "ja"})).await.ok();
    bo.pay(&ann, &group).await;
    let mail = sink.next().await;
    assert!(mail.text.contains("Content-Type: application/pdf") && mail.text.contains("receipt-PL-"), "{}", mail.text);
    let id = bo.notices().await[0]["id"].as_str().unwrap().to_owned();
    assert_eq!(mail.head("Message-ID"), Some(format!("<{id}@pot.example>").as_str()));
}

#[tokio::test]
async fn who_chose_to_go_without_is_told_in_the_app_alone() {
    let mut sink = MailSink::start("250 fine").await;
    let server = with_mail(&sink).await;
    let (ann, bo) = (server.sign_up("Ann").await, server.sign_up("Bo").await);
    assert_eq!(bo.get("/me/mails").await.ok().body, json!({"billing": true, "group": true, "credit": true}));
    let none = json!({"billing": false, "group": true, "credit": true});
    assert_eq!(bo.put("/me/mails", &none).await.ok().body, none);
    assert_eq!(bo.get("/me/mails").await.ok().body, none);
    let group = ann.make_group("duo").await;
    bo.join(&ann, &group).await;
    assert_eq!(bo.told().await, ["share_due"]);
    assert!(sink.next().await.to.contains("ann@example.org"));
    server.until("SELECT NOT EXISTS (SELECT 1 FROM notices WHERE mail_due_at IS NOT NULL)").await;
    assert!(sink.is_empty());
}

#[tokio::test]
async fn a_mail_that_was_not_taken_is_tried_again_with_the_same_id() {
    let mut sink = MailSink::start("450 come again").await;
    let server = with_mail(&sink).await;
    let ann = server.sign_up("Ann").await;
    let group = ann.make_group("duo").await;
    ann.act(&format!("/groups/{group}/start")).await.ok();
    sink.next().await;
    server.until("SELECT EXISTS (SELECT 1 FROM notices WHERE mail_attempts = 1 AND mail_due_at < now() + interval '61 seconds')").await;
    assert_eq!(ann.told().await, ["share_due"], "the app does not wait for the mail");
}

#[tokio::test]
async fn what_a_killed_node_was_mailing_is_mailed_by_another_when_its_time_is_over() {
    let database = TestDatabase::create().await;
    let first = TestServer::start_on(&database.url, &[]).await;
    let (ann, bo) = (first.sign_up("Ann").await, first.sign_up("Bo").await);
    let group = ann.make_group("duo").await;
    ann.act(&format!("/groups/{group}/start")).await.ok();
    // It takes the mail on, and is never heard of again.
    let lease = jiff::SignedDuration::from_hours(1);
    let taken = store::notices::take_due(&mut *first.database().await, lease, 10).await.unwrap();
    assert_eq!(taken.len(), 1);
    server::jobs::migrate(&first.app.db).await.unwrap();

    let mut sink = MailSink::start("250 fine").await;
    let own = [("POTLUCK_SMTP_URL", sink.url.as_str()), ("POTLUCK_EMAIL_VERIFICATION", "false")];
    let _second = TestServer::start_on(&database.url, &own).await;
    let other = bo.make_group("duo").await;
    bo.act(&format!("/groups/{other}/start")).await.ok();
    assert!(sink.next().await.to.contains("bo@example.org"), "Ann's is somebody else's for now");
    first
        .meddle("UPDATE notices SET mail_due_at = now() WHERE mail_due_at IS NOT NULL AND group_id = $1::uuid", &group)
        .await;
    let mail = sink.next().await;
    assert!(mail.to.contains("ann@example.org"));
    assert_eq!(mail.head("Message-ID"), Some(format!("<{}@localhost>", taken[0].told.id).as_str()));
    first.until("SELECT NOT EXISTS (SELECT 1 FROM notices WHERE mailed_at IS NULL)").await;
}

#[tokio::test]
async fn whoever_owns_an_address_finds_its_invitations_in_the_app() {
    let mut sink = MailSink::start("250 fine").await;
    let server = with_mail_and(&sink, &[]).await;
    let ann = server.sign_up("Ann").await;
    sink.next().await;
    let bo = server.sign_up("Bo").await;
    sink.next().await;
    let group = ann.make_group("duo").await;
    let mut invite = async || {
        ann.post(&format!("/groups/{group}/invitations"), &json!({"email": "bo@example.org"})).await.created();
        sink.next().await
    };
    invite().await;
    assert_eq!(bo.told().await, Vec::<String>::new(), "he has not shown that it is his");
    server.meddle("UPDATE users SET email_verified_at = now() WHERE id = $1::uuid", &bo.id).await;
    let open = ann.get(&format!("/groups/{group}/invitations")).await.ok();
    ann.delete(&format!("/groups/{group}/invitations/{}", open["items"][0]["id"].as_str().unwrap())).await.no_content();
    invite().await;
    let notice = bo.notices().await.remove(0);
    assert_eq!((&notice["facts"]["kind"], &notice["person"]), (&json!("invited"), &json!("Ann")));
    let token = notice["path"].as_str().unwrap().strip_prefix("/invitation/").unwrap();
    bo.accept(token).await.ok();
}

#[tokio::test]
async fn whoever_covers_by_themselves_is_told_what_to_pay() {
    let server = TestServer::start().await;
    let Trio { group, ann, bo, cy } = server.sandbox_trio().await;
    let limit = json!({"limit": {"amount": 1000, "currency": "USD"}});
    bo.put(&format!("/groups/{group}/standing-cover"), &limit).await.ok();
    ann.pay(&ann, &group).await;
    bo.pay(&ann, &group).await;
    ann.leap(&group, "day", 8).await.ok();
    let begun = bo.notices().await.remove(0);
    assert_eq!((&begun["facts"]["kind"], &begun["person"]), (&json!("cover_begun"), &json!("Cy")));
    assert_eq!(begun["facts"]["amount"], json!({"amount": 800, "currency": "USD"}));
    let reminded = ["share_reminder"; 3];
    assert_eq!(cy.told().await, [&reminded[..], &["share_due"]].concat(), "nobody is suspended");
}

#[tokio::test]
async fn who_has_not_paid_is_reminded_on_days_one_three_and_five_once_each() {
    let server = TestServer::start_unscheduled(&TestDatabase::create().await.url, &[]).await;
    let Trio { group, ann, bo, cy } = server.sandbox_trio().await;
    ann.pay(&ann, &group).await;
    let mut reminders = Vec::new();
    for _ in 0..7 {
        ann.leap(&group, "day", 1).await.ok();
        // The schedule looks again and again.
        catch_up_sandboxes(&server.app, async || Ok(())).await.unwrap();
        reminders.push(cy.told().await.iter().filter(|kind| *kind == "share_reminder").count());
    }
    assert_eq!(reminders, [1, 1, 2, 2, 3, 3, 3]);
    assert_eq!(cy.told().await[0], "suspended");
    let told = cy.notices().await;
    let last = &told[1]["facts"];
    assert_eq!((&last["number"], &last["amount"]["amount"]), (&json!(3), &json!(800)));
    assert_eq!(last["pay_by"], told[4]["facts"]["pay_by"], "it is the day that the first notice named");
    assert_eq!(ann.told().await, ["share_paid", "share_due"], "who has paid is left alone");
    assert_eq!(bo.told().await, cy.told().await);
    server.audit().await;
}

#[tokio::test]
async fn a_real_groups_reminders_come_by_the_schedule_and_what_was_missed_is_made_good_by_one() {
    let server = TestServer::start_unscheduled(&TestDatabase::create().await.url, &[]).await;
    let Trio { group, ann, bo, cy } = server.trio().await;
    ann.pay(&ann, &group).await;
    // Bo says that he has paid: his claim is waited for.
    bo.claim(&group).await;
    for statement in [
        "UPDATE invoices SET final_at = final_at - interval '4 days' WHERE group_id = $1::uuid",
        "UPDATE shares SET invoiced_at = invoiced_at - interval '4 days' WHERE group_id = $1::uuid",
    ] {
        server.meddle(statement, &group).await;
    }
    dun(&server.app).await.unwrap();
    dun(&server.app).await.unwrap();
    assert_eq!(cy.told().await, ["share_reminder", "share_due"]);
    assert_eq!(cy.notices().await[0]["facts"]["number"], 2);
    assert_eq!(bo.told().await, ["share_due"]);
}

#[tokio::test]
async fn what_happens_in_a_sandbox_is_mailed_to_nobody() {
    let mut sink = MailSink::start("250 fine").await;
    let server = with_mail(&sink).await;
    let ann = server.sign_up("Ann").await;
    let sandbox = server.sandbox(&ann, &json!({"plan": "duo"})).await;
    ann.act(&format!("/groups/{sandbox}/start")).await.ok();
    ann.leap(&sandbox, "day", 8).await.ok();
    assert_eq!(ann.told().await[0], "suspended");
    let waiting = "SELECT NOT EXISTS (SELECT 1 FROM notices WHERE mail_due_at IS NOT NULL OR mailed_at IS NOT NULL)";
    server.until(waiting).await;
    // What happens elsewhere is mailed as ever, and is the first mail that comes.
    let group = ann.make_group("duo").await;
    ann.act(&format!("/groups/{group}/start")).await.ok();
    assert!(sink.next().await.read().contains("Kitchen"));
    assert!(sink.is_empty());
}

/// A server whose plan for two costs so much.
async fn selling_at(database: &TestDatabase, folder: &std::path::Path, price: &str) -> TestServer {
    let config = folder.join(price.replace(' ', "-"));
    let plan =
        format!("[[plans]]\ncode = \"pair\"\nname = \"Pair\"\nseats = 2\nprice = \"{price}\"\ncredit_usd = \"9.00\"\n");
    std::fs::write(&config, plan).unwrap();
    let server = TestServer::start_on(&database.url, &[("POTLUCK_CONFIG", config.to_str().unwrap())]).await;
    tell_prices(&server.app).await.unwrap();
    server
}

#[tokio::test]
async fn everybody_on_a_plan_is_told_once_what_it_will_cost() {
    let (database, folder) = (TestDatabase::create().await, tempfile::tempdir().unwrap());
    let first = selling_at(&database, folder.path(), "10.00 USD").await;
    let ann = first.sign_up("Ann").await;
    let group = ann.make_group("pair").await;
    ann.act(&format!("/groups/{group}/start")).await.ok();
    let other = first.sign_up("Bo").await;
    other.make_group("pair").await;
    for price in ["10.00 USD", "12.00 USD", "12.00 USD"] {
        selling_at(&database, folder.path(), price).await;
    }
    // A node that was stopped before everybody was told: the next one goes on, and tells nobody twice.
    first.meddle("UPDATE plan_offers SET told_at = NULL WHERE $1 <> ''", &group).await;
    tell_prices(&first.app).await.unwrap();
    assert_eq!(ann.told().await, ["price_changed", "share_due"]);
    let told = ann.notices().await.remove(0);
    let amounts = (&told["facts"]["before"]["amount"], &told["facts"]["after"]["amount"], &told["facts"]["plan"]);
    assert_eq!(amounts, (&json!(1000), &json!(1200), &json!("Pair")));
    assert_eq!(other.told().await, Vec::<String>::new(), "a group that has not started pays what it sees when it does");
}
