//! Turns and requests by API keys that are admitted and ended together: who is slow or at fault is so alone.

use futures_util::future::join_all;
use serde_json::json;
use simulator::{Script, Tokens, Usage};
use sqlx::Acquire;

use crate::support::{ChatServer, OUTPUT_TOKENS_MAX, Program, Shown, Wire, echo};

/// Two groups with a program each, on one server.
struct TwoGroups {
    chat: ChatServer,
    groups: [String; 2],
    programs: [Program; 2],
}

async fn two_groups() -> TwoGroups {
    let chat = ChatServer::start().await;
    let (ann, anns) = chat.ann().await;
    let bo = chat.server.sign_up("Bo").await;
    let bos = bo.make_group("pair").await;
    bo.act(&format!("/groups/{bos}/start")).await.ok();
    chat.vendor.set_default(Script::words(3).with_usage(Usage::EchoEstimate));
    let programs = [ann.program(&chat.server, &anns).await, bo.program(&chat.server, &bos).await];
    TwoGroups { chat, groups: [anns, bos], programs }
}

impl TwoGroups {
    /// Nothing runs or is held any more, and the books are in order.
    async fn settled(&self) {
        self.chat.server.until("SELECT NOT EXISTS (SELECT 1 FROM gateway_requests)").await;
        self.chat.server.until("SELECT NOT EXISTS (SELECT 1 FROM holds WHERE status = 'held')").await;
        self.chat.server.audit().await;
    }

    async fn rows(&self, of: usize) -> i64 {
        sqlx::query_scalar("SELECT count(*) FROM usage WHERE group_id = $1::uuid")
            .bind(&self.groups[of])
            .fetch_one(&mut *self.chat.server.database().await)
            .await
            .unwrap()
    }
}

#[tokio::test]
async fn a_group_that_somebody_has_locked_holds_nobody_up() {
    let two = two_groups().await;
    let mut elsewhere = two.chat.server.database().await;
    let mut lock = elsewhere.begin().await.unwrap();
    sqlx::query("SELECT 1 FROM periods WHERE group_id = $1::uuid FOR UPDATE")
        .bind(&two.groups[1])
        .fetch_one(&mut *lock)
        .await
        .unwrap();

    let [ann, bo] = &two.programs;
    let waiting = join_all((0..5).map(|_| bo.chat("Wait")));
    let others = async {
        for reply in join_all((0..20).map(|_| ann.chat("Go on"))).await {
            reply.ok();
        }
        assert_eq!(two.rows(1).await, 0, "nothing went past the lock");
        lock.rollback().await.unwrap();
    };
    let (replies, ()) = futures_util::join!(waiting, others);
    for reply in replies {
        reply.ok();
    }
    two.settled().await;
    assert_eq!((two.rows(0).await, two.rows(1).await), (20, 5));
}

#[tokio::test]
async fn what_is_at_fault_fails_alone() {
    let two = two_groups().await;
    let mut connection = two.chat.server.database().await;
    for statement in [
        "CREATE TABLE refused AS SELECT id FROM groups WHERE false",
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
         BEGIN
             IF EXISTS (SELECT FROM refused WHERE id = NEW.group_id) THEN RAISE EXCEPTION 'out of order'; END IF;
             RETURN NEW;
         END $$",
        "CREATE TRIGGER refuse BEFORE INSERT ON holds FOR EACH ROW EXECUTE FUNCTION refuse()",
    ] {
        sqlx::query(statement).execute(&mut *connection).await.unwrap();
    }
    two.chat.server.meddle("INSERT INTO refused SELECT $1::uuid", &two.groups[1]).await;

    let asked = (0..40).map(|n| two.programs[n % 2].chat("Together"));
    for (n, reply) in join_all(asked).await.into_iter().enumerate() {
        if n % 2 == 0 {
            reply.ok();
        } else {
            reply.openai_error(500, "internal");
        }
    }
    two.settled().await;
    assert_eq!((two.rows(0).await, two.rows(1).await), (20, 0));
}

#[tokio::test]
async fn a_keys_daily_cap_is_exact_when_its_requests_come_together() {
    let two = two_groups().await;
    let program = &two.programs[0];
    program.chat("Same").await.ok();
    two.settled().await;
    let held: i64 = sqlx::query_scalar("SELECT total_nanousd FROM holds")
        .fetch_one(&mut *two.chat.server.database().await)
        .await
        .unwrap();
    // Enough for three more of this size, each of which costs all that it holds.
    two.chat
        .server
        .meddle(
            "UPDATE api_keys SET daily_cap_nanousd = counted_nanousd + 3 * (SELECT total_nanousd FROM holds)
             WHERE group_id = $1::uuid",
            &two.groups[0],
        )
        .await;
    let all = Tokens {
        input: u64::try_from(held).unwrap() - OUTPUT_TOKENS_MAX,
        output: OUTPUT_TOKENS_MAX,
        ..Tokens::default()
    };
    two.chat.vendor.set_default(Script::words(3).with_usage(Usage::Custom(all)));
    let replies = join_all((0..12).map(|_| program.chat("Same"))).await;
    let (good, refused): (Vec<_>, Vec<_>) = replies.into_iter().partition(|reply| reply.status == 200);
    assert_eq!(good.len(), 3);
    for reply in refused {
        reply.openai_error(429, "insufficient_quota");
    }
    two.settled().await;
}

#[tokio::test]
async fn turns_and_requests_that_come_together_are_each_charged_once() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    chat.vendor.set_default(Script::words(3).with_usage(Usage::EchoEstimate));
    let program = ann.program(&chat.server, &group).await;
    let mut conversations = Vec::new();
    for _ in 0..10 {
        conversations.push(ann.converse(&group).await);
    }
    let turns = join_all(conversations.iter().map(|conversation| ann.say(conversation, "Together")));
    let requests = join_all((0..10).map(|_| program.chat("Together")));
    let (answers, replies) = futures_util::join!(turns, requests);
    assert!(answers.iter().all(|answer| answer.ended()["status"] == "finished"));
    for reply in replies {
        reply.ok();
    }
    chat.server.until("SELECT NOT EXISTS (SELECT 1 FROM holds WHERE status = 'held')").await;
    chat.server.until("SELECT count(*) = 20 FROM usage").await;
    chat.server.until("SELECT NOT EXISTS (SELECT 1 FROM turns WHERE status = 'running')").await;
    chat.server.audit().await;
}

#[tokio::test]
async fn a_conversation_that_somebody_has_locked_holds_nobody_up() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    chat.vendor.set_default(echo(3));
    let (locked, free) = (ann.converse(&group).await, ann.converse(&group).await);
    let mut elsewhere = chat.server.database().await;
    let mut lock = elsewhere.begin().await.unwrap();
    sqlx::query("SELECT 1 FROM conversations WHERE id = $1::uuid FOR UPDATE")
        .bind(&locked)
        .fetch_one(&mut *lock)
        .await
        .unwrap();

    let waiting = ann.say(&locked, "Wait");
    let other = async {
        // It is the same member's, and goes through the same pool.
        assert_eq!(ann.say(&free, "Go on").await.ended()["status"], "finished");
        lock.rollback().await.unwrap();
    };
    let (answer, ()) = futures_util::join!(waiting, other);
    assert_eq!(answer.ended()["status"], "finished");
    chat.server.until("SELECT count(*) = 2 FROM usage").await;
    chat.server.audit().await;
}

#[tokio::test]
async fn a_round_does_not_wait_for_who_changes_its_group_or_closes_an_account() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let conversation = ann.converse(&group).await;
    let mut tx = chat.server.app.begin().await.unwrap();
    store::groups::lock(&mut tx, group.parse().unwrap()).await.unwrap();
    store::closing::lock(&mut tx, ann.id.parse().unwrap()).await.unwrap();
    store::closing::lock_places(&mut tx, ann.id.parse().unwrap()).await.unwrap();

    assert_eq!(ann.say(&conversation, "Go on").await.ended()["status"], "finished");
    tx.rollback().await.unwrap();
    chat.server.audit().await;
}

#[tokio::test]
async fn pages_look_again_when_nobody_knows_whether_a_round_was_committed() {
    let chat = ChatServer::start_unscheduled().await;
    let wire = Wire::to(&chat.server.database_url);
    let node = chat.another_by(&wire).await;
    let (ann, group) = chat.ann().await;
    let conversation = ann.converse(&group).await;
    let mut page = ann.events("/events").await;
    chat.vendor.queue(Script { hold_after: Some(2), ..Script::words(3) });
    let asked = ann.at(&node.url).ask(&conversation, &json!({"text": "What if it breaks?"})).await;
    page.until("turn.started").await;
    chat.vendor.until(|counts| counts.held_streams == 1).await;

    wire.lose_commits(true);
    chat.vendor.release();
    chat.server.until("SELECT NOT EXISTS (SELECT 1 FROM turns WHERE status = 'running')").await;
    wire.lose_commits(false);
    page.until("resync").await;
    assert_eq!(Shown::of(&asked.rest().await).ended()["status"], "finished");
    chat.server.audit().await;
}
