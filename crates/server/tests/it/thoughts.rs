//! What a model thinks before it answers: told apart from the answer, with its time, and sealed.

use serde_json::{Value, json};
use simulator::Script;

use crate::support::ChatServer;

#[tokio::test]
async fn thinking_is_told_before_the_answer_and_kept_with_it() {
    let chat = ChatServer::start_with_all_vendors().await;
    let (ann, group) = chat.ann_on("every").await;
    let conversation = ann.converse(&group).await;
    let reasoning = Some("The question is short. I answer it.".to_owned());
    chat.vendor.set_default(Script { reasoning, token_delay_ms: 50, ..Script::words(8) });
    let body = json!({"text": "What shall we cook?", "model": "sim-anthropic"});
    let events = ann.ask(&conversation, &body).await.rest().await;
    let names: Vec<&str> = events.iter().map(|event| event.name.as_str()).collect();
    assert_eq!(names[..3], ["turn.started", "turn.thought", "text.delta"]);
    assert_eq!(names.iter().filter(|name| **name == "turn.thought").count(), 1);
    let told = events[1].data["thought_ms"].as_u64().unwrap();
    assert!(told > 0);

    let answer = &ann.messages(&conversation).await[1];
    assert_eq!(answer["reasoning"], "The question is short. I answer it.");
    assert_eq!(answer["thought_ms"], json!(told));
    assert!(!answer["text"].as_str().unwrap().contains("I answer it"));

    // Whoever thinks about nothing has nothing to tell.
    chat.vendor.set_default(Script::words(8));
    ann.say(&conversation, "And on Thursday?").await;
    let answer = &ann.messages(&conversation).await[3];
    assert_eq!((&answer["reasoning"], &answer["thought_ms"]), (&Value::Null, &Value::Null));
}
