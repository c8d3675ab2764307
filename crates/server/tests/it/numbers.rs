//! What a member with 10,000 conversations of 20 messages waits for. Not a test but a measurement, on a machine that does
//! nothing else: bench/README.md.

use std::time::{Duration, Instant};

use jiff::Timestamp;
use reqwest::Method;
use serde_json::json;
use server::http::access_token;
use uuid::Uuid;
use vault::{ContentKey, Place};

use crate::support::{ChatServer, Events, Person};

const CONVERSATIONS: usize = 10_000;
const MESSAGES_EACH: usize = 20;
/// Conversations that are written at once.
const BATCH: usize = 250;
const ROUNDS: usize = 21;

#[tokio::test(flavor = "multi_thread")]
#[ignore = "a measurement: `cargo xtask numbers`"]
async fn two_hundred_thousand_messages() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let now: Timestamp = Timestamp::from_second(1_790_000_000).unwrap();
    let token = ann.access_token.as_deref().unwrap();
    let key = access_token::verify(&chat.server.app.keys, token).unwrap_or_else(|_| panic!("a good token")).content_key;
    let conversations = fill(&chat, &ann, &group, &key, now).await;

    let list =
        median(async || ann.get(&format!("/conversations?group_id={group}&shelf=recent")).await.ok().text.len()).await;
    let open =
        median(async || ann.get(&format!("/conversations/{}/messages", conversations[77])).await.ok().text.len()).await;
    // In the newest of all, in the oldest of all, and nowhere.
    let newest = search(&ann, "newest needle").await;
    let oldest = search(&ann, "oldest needle").await;
    let nowhere = search(&ann, "no such needle").await;
    assert_eq!((newest.hits, oldest.hits, nowhere.hits), (1, 1, 0));

    println!("list {list:?} · open {open:?} · first hit {:?} · everything {:?}", newest.first, nowhere.whole);
    println!("the oldest of {} messages is found after {:?}", CONVERSATIONS * MESSAGES_EACH, oldest.first);
    if cfg!(debug_assertions) {
        return;
    }
    assert!(list < Duration::from_millis(10), "listing takes {list:?}");
    assert!(open < Duration::from_millis(10), "opening takes {open:?}");
    assert!(newest.first < Duration::from_millis(100), "the first hit takes {:?}", newest.first);
    assert!(nowhere.whole < Duration::from_millis(1500), "everything takes {:?}", nowhere.whole);
}

/// Writes the conversations as the server would have; gives their ids, the newest first.
async fn fill(chat: &ChatServer, ann: &Person, group: &str, key: &ContentKey, now: Timestamp) -> Vec<Uuid> {
    let (user, group): (Uuid, Uuid) = (ann.id.parse().unwrap(), group.parse().unwrap());
    let mut connection = chat.server.database().await;
    let mut all = Vec::new();
    for start in (0..CONVERSATIONS).step_by(BATCH) {
        let (mut ids, mut titles, mut times) = (Vec::new(), Vec::new(), Vec::new());
        let (mut places, mut messages, mut parents, mut roles) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (mut texts, mut said) = (Vec::new(), Vec::new());
        for index in start..start + BATCH {
            let id = Uuid::now_v7();
            // The first is the newest.
            let used_at = now.as_second() - 3600 * i64::try_from(index).unwrap();
            let mut parent = None;
            for number in 0..MESSAGES_EACH {
                let message = Uuid::now_v7();
                let place = Place { member: user, conversation: id, row: message, field: "text" };
                texts.push(vault::seal(key, &place, fresh(), text(index, number).as_bytes()));
                places.push(id);
                messages.push(message);
                parents.push(parent.replace(message));
                roles.push(if number % 2 == 0 { "user" } else { "assistant" }.to_owned());
                said.push(used_at - i64::try_from(MESSAGES_EACH - number).unwrap());
            }
            let place = Place { member: user, conversation: id, row: id, field: "title" };
            titles.push(vault::seal(key, &place, fresh(), format!("Conversation {index}").as_bytes()));
            times.push(used_at);
            ids.push(id);
        }
        sqlx::query(
            "INSERT INTO conversations (user_id, id, group_id, title_sealed, created_at, updated_at)
             SELECT $1, id, $2, title, to_timestamp(at), to_timestamp(at)
             FROM unnest($3::uuid[], $4::bytea[], $5::bigint[]) row (id, title, at)",
        )
        .bind(user)
        .bind(group)
        .bind(&ids)
        .bind(&titles)
        .bind(&times)
        .execute(&mut *connection)
        .await
        .unwrap();
        sqlx::query(
            "INSERT INTO messages (user_id, id, conversation_id, parent_id, role, status, text_sealed, created_at)
             SELECT $1, id, conversation, parent, role, 'complete', text, to_timestamp(at)
             FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::bytea[], $7::bigint[])
                  row (conversation, id, parent, role, text, at)",
        )
        .bind(user)
        .bind(&places)
        .bind(&messages)
        .bind(&parents)
        .bind(&roles)
        .bind(&texts)
        .bind(&said)
        .execute(&mut *connection)
        .await
        .unwrap();
        all.extend(ids);
    }
    sqlx::query("ANALYZE").execute(&mut *connection).await.unwrap();
    all
}

fn fresh() -> [u8; 24] {
    let (a, b) = (Uuid::now_v7().into_bytes(), Uuid::now_v7().into_bytes());
    std::array::from_fn(|at| if at < 16 { a[at] } else { b[at - 8] })
}

/// About what people ask, and about what models answer.
fn text(conversation: usize, number: usize) -> String {
    let needle = match (conversation, number) {
        (0, 1) => "The newest needle. ",
        (last, 1) if last == CONVERSATIONS - 1 => "The oldest needle. ",
        _ => "",
    };
    let said = if number.is_multiple_of(2) { 2 } else { 12 };
    let sentence = format!("Everybody at table {conversation} brings a dish, and number {number} is shared. ");
    format!("{needle}{}", sentence.repeat(said))
}

async fn median(work: impl AsyncFn() -> usize) -> Duration {
    let mut took = Vec::new();
    for _ in 0..ROUNDS {
        let before = Instant::now();
        assert!(work().await > 100, "there is something");
        took.push(before.elapsed());
    }
    took.sort_unstable();
    took[ROUNDS / 2]
}

struct Searched {
    hits: usize,
    first: Duration,
    whole: Duration,
}

async fn search(ann: &Person, q: &str) -> Searched {
    let before = Instant::now();
    let request = ann.request(Method::POST, "/search").json(&json!({"q": q}));
    let mut events = Events::of(request.send().await.unwrap()).await;
    let (mut hits, mut first) = (0, Duration::MAX);
    while let Some(event) = events.next().await {
        if event.name == "search.hit" {
            hits += 1;
            first = first.min(before.elapsed());
        }
    }
    Searched { hits, first, whole: before.elapsed() }
}
