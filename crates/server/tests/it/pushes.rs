//! Pushes: what reaches a device while nobody looks, encrypted to its browser, and never what anybody wrote.

use domain::push::{DEVICES_MAX, PushChoices};
use serde_json::{Value, json};
use simulator::PushFault;
use store::pushes::{self, Device};
use uuid::Uuid;

use crate::support::{ChatServer, SECRET, echo};

#[tokio::test]
async fn an_answer_that_nobody_has_read_is_pushed_without_a_word_of_it() {
    let chat = ChatServer::start_unscheduled().await;
    let (ann, group) = chat.ann().await;
    let mut browser = chat.browser(&ann).await;
    assert_eq!(ann.told_here().await, Value::Null, "nobody is told anything unasked");
    let state = ann.put("/me/push", &browser.wants(true, false)).await.ok();
    assert_eq!(state["device"], json!({"endpoint": browser.endpoint(), "answers": true, "shares": false}));
    let conversation = ann.converse(&group).await;
    ann.say(&conversation, "A secret question").await;
    chat.push().await;

    let pushed = browser.next().await;
    let expected = json!({
        "title": "Your answer is ready",
        "body": "Open the chat to read it.",
        "path": format!("/groups/{group}/chat/{conversation}"),
        "tag": format!("chat {conversation}"),
    });
    assert_eq!(pushed.text, expected);
    assert_eq!((&*pushed.urgency, pushed.ttl, pushed.bytes), ("high", 24 * 3600, 86 + 1024 + 16));
    assert_eq!(pushed.contact, "mailto:potluck@localhost");
    chat.push().await;
    assert_eq!((browser.received(), chat.waiting().await), (1, 0), "it is told once");
}

#[tokio::test]
async fn an_answer_waits_a_moment_and_is_not_pushed_when_it_was_read_by_then() {
    let chat = ChatServer::start_unscheduled().await;
    let (ann, group) = chat.ann().await;
    let browser = chat.browser(&ann).await;
    ann.put("/me/push", &browser.wants(true, true)).await.ok();
    let conversation = ann.converse(&group).await;
    ann.say(&conversation, "I am looking").await;
    server::notices::push_due(&chat.server.app).await.unwrap();
    assert_eq!((browser.received(), chat.waiting().await), (0, 1), "it waits for its reader");
    let answer = ann.messages(&conversation).await[1]["id"].clone();
    ann.patch(&format!("/conversations/{conversation}"), &json!({"read_to": answer})).await.ok();
    chat.push().await;
    assert_eq!((browser.received(), chat.waiting().await), (0, 0));
}

#[tokio::test]
async fn stopped_broken_and_temporary_answers_are_pushed_to_nobody() {
    let chat = ChatServer::start_unscheduled().await;
    let (ann, group) = chat.ann().await;
    let browser = chat.browser(&ann).await;
    ann.put("/me/push", &browser.wants(true, true)).await.ok();
    let conversation = ann.converse(&group).await;
    chat.vendor.queue(echo(3).with_fault(simulator::Fault::ErrorBeforeFirstByte { status: 400 }));
    ann.say(&conversation, "This breaks").await;
    let unlisted = json!({"group_id": group, "temporary": true});
    let temporary = ann.post("/conversations", &unlisted).await.created().str("id").to_owned();
    ann.say(&temporary, "This is gone soon").await;
    let other = ann.converse(&group).await;
    ann.say(&other, "This is deleted").await;
    ann.delete(&format!("/conversations/{other}")).await.no_content();
    chat.push().await;
    assert_eq!((browser.received(), chat.waiting().await), (0, 0));
}

#[tokio::test]
async fn a_share_is_pushed_in_its_payers_language_where_it_is_wanted() {
    let chat = ChatServer::start_unscheduled().await;
    let (ann, bo) = (chat.server.sign_up("Ann").await, chat.server.sign_up("Bo").await);
    let (hers, mut his) = (chat.browser(&ann).await, chat.browser(&bo).await);
    ann.put("/me/push", &hers.wants(true, false)).await.ok();
    bo.put("/me/push", &his.wants(false, true)).await.ok();
    bo.patch("/me", &json!({"language": "de"})).await.ok();
    let group = ann.make_group("pair").await;
    bo.join(&ann, &group).await;
    chat.push().await;
    let pushed = his.next().await;
    assert_eq!(pushed.text["title"], "Dein Anteil an Kitchen: 12,00\u{a0}USD");
    assert!(pushed.text["body"].as_str().unwrap().starts_with("Bitte zahle ihn bis "), "{}", pushed.text);
    assert_eq!(pushed.text["path"], format!("/groups/{group}/billing"));
    assert_eq!(pushed.urgency, "normal");
    assert_eq!(hers.received(), 0, "she wants to hear of answers alone");
}

#[tokio::test]
async fn what_was_read_under_the_bell_is_not_pushed_as_well() {
    let chat = ChatServer::start_unscheduled().await;
    let ann = chat.server.sign_up("Ann").await;
    let browser = chat.browser(&ann).await;
    ann.put("/me/push", &browser.wants(true, true)).await.ok();
    let group = ann.make_group("pair").await;
    ann.act(&format!("/groups/{group}/start")).await.ok();
    assert_eq!(chat.waiting().await, 1);
    let notice = ann.notices().await[0]["id"].as_str().unwrap().to_owned();
    ann.act(&format!("/notices/{notice}/read")).await.no_content();
    chat.push().await;
    assert_eq!((browser.received(), chat.waiting().await), (0, 0));
}

#[tokio::test]
async fn a_device_is_told_until_it_is_switched_off_or_signed_out_or_its_browser_is_somebody_elses() {
    let chat = ChatServer::start_unscheduled().await;
    let (ann, group) = chat.ann().await;
    let bo = chat.server.sign_up("Bo").await;
    let conversation = ann.converse(&group).await;
    let browser = chat.browser(&ann).await;
    let wants = browser.wants(true, false);

    ann.put("/me/push", &wants).await.ok();
    ann.delete("/me/push").await.no_content();
    ann.say(&conversation, "Switched off").await;

    ann.put("/me/push", &wants).await.ok();
    bo.put("/me/push", &wants).await.ok();
    assert_eq!(ann.told_here().await, Value::Null);
    ann.say(&conversation, "Bo sits there now").await;

    let phone = chat.server.another_device("Ann", "a phone").await;
    phone.put("/me/push", &wants).await.ok();
    assert_eq!((ann.told_here().await, bo.told_here().await), (Value::Null, Value::Null));
    ann.say(&conversation, "To the phone").await;
    assert_eq!(chat.waiting().await, 1);
    phone.act("/auth/sign-out").await.no_content();
    chat.push().await;
    assert_eq!(browser.received(), 0, "it was signed out before the push went");
    pushes::sweep(&mut *chat.server.database().await).await.unwrap();
    assert_eq!(chat.waiting().await, 0);
}

#[tokio::test]
async fn a_browser_that_is_gone_is_forgotten_and_a_busy_service_is_asked_again() {
    let chat = ChatServer::start_unscheduled().await;
    let (ann, group) = chat.ann().await;
    let mut browser = chat.browser(&ann).await;
    ann.put("/me/push", &browser.wants(true, false)).await.ok();
    let conversation = ann.converse(&group).await;
    ann.say(&conversation, "The service is busy").await;
    chat.vendor.push_service_is(PushFault::Busy { retry_after_s: 600 });
    chat.push().await;
    let again = "SELECT attempts = 1 AND due_at > now() + interval '9 minutes' FROM pushes";
    let is_later: bool = sqlx::query_scalar(again).fetch_one(&mut *chat.server.database().await).await.unwrap();
    assert!(is_later, "no sooner than the service asked");
    chat.vendor.push_service_is(PushFault::None);
    chat.push().await;
    assert_eq!(browser.next().await.text["title"], "Your answer is ready");

    ann.say(&conversation, "The service refuses it").await;
    chat.vendor.push_service_is(PushFault::Refuses);
    chat.push().await;
    assert_eq!(chat.waiting().await, 0);
    assert_ne!(ann.told_here().await, Value::Null, "the next may be taken");

    ann.say(&conversation, "The browser is gone").await;
    chat.vendor.push_service_is(PushFault::Gone);
    chat.push().await;
    assert_eq!(ann.told_here().await, Value::Null);
}

#[tokio::test]
async fn a_busy_service_is_not_asked_with_everything_that_waits_for_a_device() {
    let chat = ChatServer::start_unscheduled().await;
    let (ann, group) = chat.ann().await;
    let browser = chat.browser(&ann).await;
    ann.put("/me/push", &browser.wants(true, false)).await.ok();
    for text in ["One", "Two"] {
        ann.say(&ann.converse(&group).await, text).await;
    }
    chat.vendor.push_service_is(PushFault::Busy { retry_after_s: 600 });
    chat.push().await;
    let both_wait =
        "SELECT sum(attempts) = 1 AND count(*) = 2 AND min(due_at) > now() + interval '9 minutes' FROM pushes";
    let both_wait: bool = sqlx::query_scalar(both_wait).fetch_one(&mut *chat.server.database().await).await.unwrap();
    assert!(both_wait, "it was asked once, and both are put off");
    chat.vendor.push_service_is(PushFault::None);
    chat.push().await;
    assert_eq!((browser.received(), chat.waiting().await), (2, 0));
}

#[tokio::test]
async fn a_device_that_does_not_answer_holds_up_no_other() {
    let chat = ChatServer::start_unscheduled().await;
    // Connections are taken, and nothing is ever said.
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let silent_url = format!("http://{}", silent.local_addr().unwrap());
    let services = format!("{},{silent_url}", chat.vendor.url());
    let node = chat.another_unscheduled(&[("POTLUCK_PUSH_SERVICES", &services)]).await;
    let (ann, group) = chat.ann().await;
    let phone = chat.server.another_device("Ann", "a phone").await;
    let mut well = chat.browser(&phone).await;
    phone.put("/me/push", &well.wants(true, false)).await.ok();
    let mut hanging = chat.browser(&ann).await.wants(true, false);
    hanging["endpoint"] = json!(silent_url);
    ann.at(&node.url).put("/me/push", &hanging).await.ok();
    for text in ["One", "Two"] {
        ann.say(&ann.converse(&group).await, text).await;
    }
    let told = async {
        well.next().await;
        well.next().await;
        let untried = "SELECT count(*) FROM pushes WHERE attempts = 0 AND due_at <= now()";
        sqlx::query_scalar::<_, i64>(untried).fetch_one(&mut *chat.server.database().await).await.unwrap()
    };
    tokio::select! {
        () = chat.push_on(&node) => panic!("one is still under way"),
        untried = told => assert_eq!(untried, 1, "the other one for that device waits, and is not put off yet"),
    }
}

#[tokio::test]
async fn a_browser_is_told_by_the_key_that_it_subscribed_with_while_that_is_accepted() {
    let chat = ChatServer::start_unscheduled().await;
    let (ann, group) = chat.ann().await;
    let mut browser = chat.browser(&ann).await;
    ann.put("/me/push", &browser.wants(true, false)).await.ok();
    let conversation = ann.converse(&group).await;
    ann.say(&conversation, "Before the secret was changed").await;
    let new = "another secret for tests only, of more than 32 characters";
    let both = chat.another_unscheduled(&[("POTLUCK_SECRET", new), ("POTLUCK_SECRET_PREVIOUS", SECRET)]).await;
    chat.push_on(&both).await;
    assert_eq!(browser.next().await.text["title"], "Your answer is ready");

    ann.say(&conversation, "After the old one is forgotten").await;
    let only = chat.another_unscheduled(&[("POTLUCK_SECRET", new)]).await;
    chat.push_on(&only).await;
    assert_eq!((browser.received(), ann.told_here().await), (1, Value::Null), "it has to subscribe anew");
}

#[tokio::test]
async fn where_a_browser_is_stands_nowhere_in_plain() {
    let chat = ChatServer::start_unscheduled().await;
    let ann = chat.server.sign_up("Ann").await;
    let browser = chat.browser(&ann).await;
    ann.put("/me/push", &browser.wants(true, true)).await.ok();
    let found: bool = sqlx::query_scalar(
        "SELECT bool_or(position('/push/'::bytea IN subscription_encrypted) > 0 OR position('/push/'::bytea IN endpoint_hash) > 0)
         FROM push_devices",
    )
    .fetch_one(&mut *chat.server.database().await)
    .await
    .unwrap();
    assert!(!found);
}

#[tokio::test]
async fn only_browsers_at_push_services_out_there_or_the_operators_own_are_taken() {
    let chat = ChatServer::start_unscheduled().await;
    let ann = chat.server.sign_up("Ann").await;
    let browser = chat.browser(&ann).await;
    let good = browser.wants(true, true);
    for (field, value) in [
        ("endpoint", "https://127.0.0.1/push/0".to_owned()),
        ("endpoint", "https://169.254.169.254/latest/meta-data".to_owned()),
        ("endpoint", "http://push.example.org/0".to_owned()),
        ("endpoint", "https://localhost:5432/".to_owned()),
        ("endpoint", format!("https://push.example.org/{}", "a".repeat(1024))),
        ("endpoint", "nonsense".to_owned()),
        ("p256dh", "BAAA".to_owned()),
        ("p256dh", "!".to_owned()),
        ("auth", "AAAA".to_owned()),
    ] {
        let mut bad = good.clone();
        bad[field] = json!(value);
        let refused = ann.put("/me/push", &bad).await.refused(422, "validation_failed");
        assert_eq!(refused["errors"][0]["field"], field, "{value}");
    }
    assert_eq!(ann.told_here().await, Value::Null);
    // A name that leads into this network is taken, and then not called.
    let mut inward = good.clone();
    inward["endpoint"] = json!("https://localhost.localdomain/push/0");
    let taken = ann.put("/me/push", &inward).await;
    assert_eq!(taken.status, 200, "{}", taken.text);
}

#[tokio::test]
async fn one_device_too_many_takes_the_place_of_the_first() {
    let chat = ChatServer::start_unscheduled().await;
    let ann = chat.server.sign_up("Ann").await;
    let user = ann.id.parse::<Uuid>().unwrap();
    let mut connection = chat.server.database().await;
    let choices = PushChoices { answers: true, shares: true };
    let mut sessions = Vec::new();
    for number in 0..=u8::try_from(DEVICES_MAX).unwrap() {
        let session = Uuid::now_v7();
        sqlx::query("INSERT INTO sessions (user_id, id) VALUES ($1, $2)")
            .bind(user)
            .bind(session)
            .execute(&mut *connection)
            .await
            .unwrap();
        let device = Device { subscription_encrypted: vec![number], endpoint_hash: [number; 32], choices };
        pushes::put_device(&mut connection, user.into(), session.into(), &device).await.unwrap();
        sessions.push(session);
    }
    let mut is_told = async |session: Uuid| {
        pushes::find_device(&mut connection, user.into(), session.into()).await.unwrap().is_some()
    };
    assert!(!is_told(sessions[0]).await);
    assert!(is_told(sessions[1]).await && is_told(sessions[usize::try_from(DEVICES_MAX).unwrap()]).await);
}
