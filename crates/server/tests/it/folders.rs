//! Folders: places for some of a member's conversations, with sealed names.

use serde_json::{Value, json};
use simulator::Script;

use crate::support::{ChatServer, Person};

async fn listed(person: &Person, query: &str) -> Vec<String> {
    let list = person.get(&format!("/conversations?{query}")).await.ok();
    list["items"].as_array().unwrap().iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn conversations_go_into_a_folder_and_out_of_it_and_stay_when_it_goes() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let mut other_device = ann.events("/events").await;
    let folder = ann.make_folder(&group, "Recipes").await;
    other_device.until("folders.changed").await;
    let made = ann.get("/folders").await.ok();
    let recipes = json!([{"id": folder, "group_id": group, "name": "Recipes", "sealed": false}]);
    assert_eq!(made["items"], recipes);

    let (soup, taxes) = (ann.converse(&group).await, ann.converse(&group).await);
    let path = format!("/conversations/{soup}");
    let filed = ann.patch(&path, &json!({"folder_id": folder})).await.ok();
    assert_eq!(filed["folder_id"], json!(folder));
    other_device.until("conversation.changed").await;
    assert_eq!(listed(&ann, &format!("folder_id={folder}")).await, vec![soup.clone()]);
    assert_eq!(listed(&ann, "shelf=recent&unfiled=true").await, vec![taxes.clone()]);
    assert_eq!(listed(&ann, "").await.len(), 2);
    // What is not said stays.
    assert_eq!(ann.patch(&path, &json!({"title": "Soup"})).await.ok()["folder_id"], json!(folder));
    assert_eq!(ann.patch(&path, &json!({"folder_id": null})).await.ok()["folder_id"], Value::Null);

    let renamed = ann.put(&format!("/folders/{folder}"), &json!({"name": "Food"})).await.ok();
    assert_eq!(renamed.str("name"), "Food");
    other_device.until("folders.changed").await;
    ann.patch(&path, &json!({"folder_id": folder})).await.ok();
    ann.delete(&format!("/folders/{folder}")).await.no_content();
    assert_eq!(ann.get("/folders").await.ok()["items"], json!([]));
    assert_eq!(ann.get(&path).await.ok()["folder_id"], Value::Null);
    assert_eq!(listed(&ann, "unfiled=true").await.len(), 2);
}

#[tokio::test]
async fn a_folder_is_its_makers_and_its_groups() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let bo = chat.server.sign_up("Bo").await;
    let other_group = ann.make_group("pair").await;
    let (here, there) = (ann.make_folder(&group, "Here").await, ann.make_folder(&other_group, "There").await);
    let conversation = ann.converse(&group).await;
    let path = format!("/conversations/{conversation}");
    let refused = ann.patch(&path, &json!({"folder_id": there})).await.refused(422, "validation_failed");
    assert_eq!(refused["errors"][0]["field"], "folder_id");

    assert_eq!(bo.get("/folders").await.ok()["items"], json!([]));
    bo.post("/folders", &json!({"group_id": group, "name": "Mine"})).await.refused(404, "not_found");
    bo.put(&format!("/folders/{here}"), &json!({"name": "Mine"})).await.refused(404, "not_found");
    bo.delete(&format!("/folders/{here}")).await.refused(404, "not_found");
    for name in ["", " ", "two\nlines", &"x".repeat(61)] {
        let body = json!({"group_id": group, "name": name});
        ann.post("/folders", &body).await.refused(422, "validation_failed");
    }
}

#[tokio::test]
async fn a_search_can_keep_to_a_folder() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    chat.vendor.set_default(Script::text("Take a pumpkin."));
    let folder = ann.make_folder(&group, "Recipes").await;
    let (inside, outside) = (ann.converse(&group).await, ann.converse(&group).await);
    for conversation in [&inside, &outside] {
        ann.say(conversation, "Which vegetable?").await;
    }
    ann.patch(&format!("/conversations/{inside}"), &json!({"folder_id": folder})).await.ok();
    let found = async |query: &str| -> Vec<String> {
        let events = ann.events(&format!("/search?q=pumpkin{query}")).await.rest().await;
        let hits = events.iter().filter(|event| event.name == "search.hit");
        hits.map(|hit| hit.data["conversation_id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(found("").await.len(), 2);
    assert_eq!(found(&format!("&folder_id={folder}")).await, [inside]);
}
