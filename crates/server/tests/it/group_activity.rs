//! What happened in a group, as its members read it.

use serde_json::{Value, json};

use crate::support::{Person, TestServer, Trio};

/// Each line as its kind and the people whom it names, the oldest first.
async fn story(person: &Person, group: &str) -> Vec<String> {
    let lines = person.get(&format!("/groups/{group}/activity")).await.ok();
    let told = |line: &Value| {
        let people = line["people"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap());
        let words: Vec<&str> = std::iter::once(line["event"]["kind"].as_str().unwrap()).chain(people).collect();
        words.join(" ")
    };
    lines["items"].as_array().unwrap().iter().rev().map(told).collect()
}

#[tokio::test]
async fn who_came_and_what_was_billed_paid_and_agreed_is_told_in_order() {
    let server = TestServer::start().await;
    let Trio { group, ann, bo, cy } = server.trio().await;
    let begun = ["made Ann", "joined Bo", "joined Cy", "invoiced", "period_opened"];
    assert_eq!(story(&bo, &group).await, begun);

    ann.pay(&ann, &group).await;
    let share = cy.share(&group).await;
    let cover = bo.post(&format!("/shares/{}/cover", share["id"].as_str().unwrap()), &json!({})).await.created();
    ann.act(&format!("/payments/{}/confirm", cover.str("id"))).await.ok();
    let split = json!({"mode": "percent", "basis_points": {&ann.id: 2000, &bo.id: 6000, &cy.id: 2000}});
    let proposed = ann.put(&format!("/groups/{group}/split"), &split).await.ok();
    let proposal = proposed["proposal"]["id"].as_str().unwrap();
    bo.act(&format!("/groups/{group}/splits/{proposal}/approve")).await.ok();
    ann.patch(&format!("/groups/{group}"), &json!({"name": "Dining room"})).await.ok();
    cy.act(&format!("/groups/{group}/leave")).await.ok();
    cy.act(&format!("/groups/{group}/stay")).await.ok();
    ann.post(&format!("/groups/{group}/owner"), &json!({"user_id": bo.id})).await.ok();
    bo.delete(&format!("/groups/{group}/members/{}", cy.id)).await.no_content();
    cy.patch("/me", &json!({"name": "Cyril"})).await.ok();
    assert_eq!(
        story(&bo, &group).await[begun.len()..],
        [
            "paid Ann",
            "covered Cyril Bo",
            "split_proposed Ann",
            "split_changed Ann",
            "renamed Ann",
            "leaving Cyril",
            "stayed Cyril",
            "owner_changed Bo",
            "removed Cyril Bo",
        ]
    );
    cy.get(&format!("/groups/{group}/activity")).await.refused(404, "not_found");
}

#[tokio::test]
async fn lines_come_page_by_page_and_open_pages_hear_of_new_ones() {
    let server = TestServer::start().await;
    let Trio { group, ann, bo, .. } = server.trio().await;
    let path = format!("/groups/{group}/activity");
    let first = bo.get(&format!("{path}?limit=3")).await.ok();
    let second = bo.get(&format!("{path}?limit=3&cursor={}", first.str("next"))).await.ok();
    let kinds = |page: &Value| {
        let lines = page["items"].as_array().unwrap();
        lines.iter().map(|line| line["event"]["kind"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(kinds(&first), ["period_opened", "invoiced", "joined"]);
    assert_eq!((kinds(&second), &second["next"]), (vec!["joined".to_owned(), "made".to_owned()], &Value::Null));

    let mut events = bo.events("/events").await;
    events.until("hello").await;
    ann.pay(&ann, &group).await;
    events.until("group.changed").await;
}

#[tokio::test]
async fn nobody_changes_what_happened() {
    let server = TestServer::start().await;
    server.trio().await;
    for statement in ["UPDATE group_activity SET created_at = now()", "DELETE FROM group_activity"] {
        let refused = sqlx::query(statement).execute(&mut *server.database().await).await.unwrap_err();
        assert!(refused.to_string().contains("append-only"), "{refused}");
    }
}

#[tokio::test]
async fn plans_and_the_end_of_a_group_are_told() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    let group = ann.make_group("duo").await;
    ann.act(&format!("/groups/{group}/start")).await.ok();
    let path = format!("/groups/{group}/plan");
    ann.put(&path, &json!({"plan": "trio"})).await.ok();
    ann.put(&path, &json!({"plan": "duo"})).await.ok();
    ann.act(&format!("/groups/{group}/resume")).await.ok();
    ann.act(&format!("/groups/{group}/cancel")).await.ok();
    let told = story(&ann, &group).await;
    let since = told.iter().position(|line| line == "plan_changed Ann").unwrap();
    let kinds: Vec<&str> = told[since..].iter().map(String::as_str).filter(|line| *line != "invoiced").collect();
    assert_eq!(kinds, ["plan_changed Ann", "plan_chosen Ann", "resumed Ann", "ending Ann"]);
}
