//! Personal API keys: made, seen, limited, lost and revoked.

use serde_json::{Value, json};

use crate::support::{ChatServer, Trio, question};

#[tokio::test]
async fn a_secret_is_shown_once_and_kept_nowhere() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let program = ann.program(&chat.server, &group).await;
    assert!(program.secret.starts_with("potluck_") && program.secret.len() == 51, "{}", program.secret);

    let key = ann.api_key(&program.key_id).await;
    assert_eq!(key["hint"], program.secret[..12]);
    assert_eq!(
        (&key["name"], &key["group_id"], &key["group_name"]),
        (&json!("Editor"), &json!(group), &json!("Kitchen"))
    );
    assert_eq!((&key["last_used_at"], &key["models"], &key["expired"]), (&Value::Null, &Value::Null, &json!(false)));
    assert!(!key.to_string().contains(&program.secret[12..]));
    let stored: String = sqlx::query_scalar("SELECT row_to_json(k)::text FROM api_keys k")
        .fetch_one(&mut *chat.server.database().await)
        .await
        .unwrap();
    assert!(!stored.contains(&program.secret[12..]), "{stored}");

    program.chat("Hello").await.ok();
    assert!(ann.api_key(&program.key_id).await["last_used_at"].is_string());
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_field_by_field() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    for (field, value) in [
        ("name", json!(" ")),
        ("name", json!("two\nlines")),
        ("models", json!([])),
        ("models", json!(["sim", "unknown"])),
        // Offered by this server, and not part of the group's plan.
        ("models", json!(["sim-dear"])),
        ("daily_cap_nanousd", json!(0)),
        ("daily_cap_nanousd", json!(-1)),
        ("expires_at", json!("2020-01-01T00:00:00Z")),
    ] {
        let mut body = json!({"name": "Editor", "group_id": group});
        body[field] = value;
        let refused = ann.post("/api-keys", &body).await.refused(422, "validation_failed");
        assert_eq!(refused["errors"][0]["field"], field, "{body}");
    }
    // Nobody makes keys in other people's groups, or sees and revokes other people's keys.
    let bo = chat.server.sign_up("Bo").await;
    bo.post("/api-keys", &json!({"name": "x", "group_id": group})).await.refused(404, "not_found");
    let program = ann.program(&chat.server, &group).await;
    assert_eq!(bo.get("/api-keys").await.ok()["items"], json!([]));
    bo.delete(&format!("/api-keys/{}", program.key_id)).await.refused(404, "not_found");
    program.chat("Still good").await.ok();
}

#[tokio::test]
async fn a_revoked_key_opens_nothing_on_any_node() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let node = chat.another_node().await;
    let program = ann.program(&chat.server, &group).await;
    program.at(&node).chat("Hello").await.ok();
    ann.delete(&format!("/api-keys/{}", program.key_id)).await.no_content();
    program.chat("Hello").await.openai_error(401, "invalid_api_key");
    program.at(&node).chat("Hello").await.openai_error(401, "invalid_api_key");
    ann.delete(&format!("/api-keys/{}", program.key_id)).await.refused(404, "not_found");
    let activity = ann.get("/me/activity").await.ok();
    let noted: Vec<_> =
        activity["items"].as_array().unwrap().iter().map(|line| (&line["action"], &line["about"])).collect();
    let name = json!("Editor");
    assert_eq!(noted[..2], [(&json!("api_key_revoked"), &name), (&json!("api_key_made"), &name)]);
    assert_eq!(ann.api_key(&program.key_id).await, Value::Null);
    chat.server.audit().await;
}

#[tokio::test]
async fn what_is_no_key_opens_nothing() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let program = ann.program(&chat.server, &group).await;
    let body = question("sim", "Hello", false);
    let url = format!("{}/v1/chat/completions", chat.server.url);
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let mut other = program.secret.clone();
    other.replace_range(20..21, if &other[20..21] == "A" { "B" } else { "A" });
    let session = ann.access_token.clone().unwrap();
    for secret in [&other, &program.secret[..50], "", "sk-abc", &session] {
        let answer = http.post(&url).bearer_auth(secret).json(&body).send().await.unwrap();
        assert_eq!(answer.status(), 401, "{secret}");
        let error: Value = answer.json().await.unwrap();
        assert_eq!(error["error"]["code"], "invalid_api_key");
    }
    // And a key opens nothing but the formats.
    let me = http.get(format!("{}/api/v1/me", chat.server.url)).bearer_auth(&program.secret).send().await.unwrap();
    assert_eq!(me.status(), 401);
    assert_eq!(chat.vendor.counts().requests, 0);
}

#[tokio::test]
async fn whoever_leaves_loses_their_keys_also_when_they_come_back() {
    let chat = ChatServer::start().await;
    let Trio { group, ann, bo, .. } = chat.server.three_on("three").await;
    let program = bo.program(&chat.server, &group).await;
    program.chat("Hello").await.ok();
    ann.delete(&format!("/groups/{group}/members/{}", bo.id)).await.expect(http::StatusCode::NO_CONTENT);
    program.chat("Hello").await.openai_error(401, "invalid_api_key");
    bo.join(&ann, &group).await;
    program.chat("Hello").await.openai_error(401, "invalid_api_key");
    assert_eq!(bo.get("/api-keys").await.ok()["items"], json!([]));
    bo.program(&chat.server, &group).await.chat("Hello").await.ok();
    chat.server.audit().await;
}

#[tokio::test]
async fn a_key_is_limited_to_its_models_and_its_time() {
    let chat = ChatServer::start().await;
    let Trio { group, ann, .. } = chat.server.three_on("three").await;
    ann.pay(&ann, &group).await;
    let key = json!({"name": "Script", "group_id": group, "models": ["sim"], "expires_at": "2100-01-01T00:00:00Z"});
    let program = ann.program_with(&chat.server, &key).await;
    program.chat("Hello").await.ok();
    program
        .post("/v1/chat/completions", &question("sim-dear", "Hello", false))
        .await
        .openai_error(404, "model_not_found");
    let models = program.get("/v1/models").await.ok();
    assert_eq!(models["data"].as_array().unwrap().len(), 1);
    chat.server.meddle("UPDATE api_keys SET expires_at = now() WHERE id = $1::uuid", &program.key_id).await;
    let refused = program.chat("Hello").await;
    let message = refused.openai_error(401, "invalid_api_key")["message"].as_str().unwrap().to_owned();
    assert!(message.contains("expired"), "{message}");
    assert_eq!(ann.api_key(&program.key_id).await["expired"], true);
}

#[tokio::test]
async fn a_daily_cap_shortens_answers_and_then_refuses_until_tomorrow() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    // Its words weigh 45 bytes and one message: 31 tokens, so that 269 of the 300 are left for the answer.
    let program =
        ann.program_with(&chat.server, &json!({"name": "x", "group_id": group, "daily_cap_nanousd": 300})).await;
    chat.vendor.set_default(simulator::Script::words(1000).with_usage(simulator::Usage::EchoEstimate));
    let shortened = program.chat("Hello").await.ok();
    assert_eq!(shortened.headers["x-potluck-shortened"], "true");
    let limit: i64 = shortened.headers["x-potluck-max-output-tokens"].to_str().unwrap().parse().unwrap();
    assert!((256..300).contains(&limit), "{limit}");
    assert_eq!(shortened["usage"]["completion_tokens"], limit);
    let used = ann.api_key(&program.key_id).await["used_today_nanousd"].as_i64().unwrap();
    assert_eq!(used, limit + shortened["usage"]["prompt_tokens"].as_i64().unwrap());
    let refused = program.chat("Hello").await;
    refused.openai_error(429, "insufficient_quota");
    assert_eq!(refused.headers["x-should-retry"], "false");
    // Only the key is at its end, not its owner, and tomorrow is another day.
    ann.say(&ann.converse(&group).await, "Hello").await;
    chat.server.meddle("UPDATE api_keys SET counted_on = counted_on - 1 WHERE id = $1::uuid", &program.key_id).await;
    program.chat("Hello").await.ok();
    chat.server.audit().await;
}

#[tokio::test]
async fn a_member_can_have_fifty_keys() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let body = json!({"name": "x", "group_id": group});
    for _ in 0..50 {
        ann.post("/api-keys", &body).await.created();
    }
    ann.post("/api-keys", &body).await.refused(409, "too_many_api_keys");
}
