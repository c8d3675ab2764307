//! Files that go with questions: what is taken and refused, what a model is told and shown, who can read them, and when they go.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::support::{ChatServer, Shown, TestServer};

/// A picture of one pixel.
const PIXEL: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8, 6,
    0, 0, 0, 0x1f, 0x15, 0xc4, 0x89, 0, 0, 0, 13, b'I', b'D', b'A', b'T', 0x78, 0x9c, 0x63, 0xf8, 0xcf, 0xc0, 0xf0,
    0x1f, 0, 5, 0, 1, 0xff, 0x56, 0xc7, 0x2f, 0x0d, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];

/// A model that sees pictures, beside the one that does not.
const SEEING: &str = "[[models]]\nid = 'sim-sees'\nprovider = 'sim'\nvendor_model = 'plain'\ninput_usd_per_mtok = '0.001'\n\
    output_usd_per_mtok = '0.001'\ncontext_tokens = 100000\nmax_output_tokens = 300\nimages = true\n\
    [[plans]]\ncode = 'seeing'\nname = 'seeing'\nseats = 2\nprice = '24.00 USD'\ncredit_usd = '20.00'\n";

/// A PDF whose pages say these lines.
fn pdf(pages: &[&str]) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len()).map(|page| format!("{} 0 R", 4 + 2 * page)).collect();
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), pages.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    for (page, line) in pages.iter().enumerate() {
        let content = format!("BT /F1 12 Tf 72 720 Td ({line}) Tj ET");
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {} 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
            5 + 2 * page
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
    }
    let mut file = "%PDF-1.4\n".to_owned();
    let mut places = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        places.push(file.len());
        write!(file, "{} 0 obj\n{object}\nendobj\n", index + 1).unwrap();
    }
    let table = file.len();
    write!(file, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).unwrap();
    for place in places {
        writeln!(file, "{place:010} 00000 n ").unwrap();
    }
    write!(file, "trailer << /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1).unwrap();
    file.into_bytes()
}

/// What the vendor was sent last: the content of each message.
fn asked(chat: &ChatServer) -> Vec<Value> {
    let request = chat.vendor.requests().pop().unwrap();
    request.body["messages"].as_array().unwrap().iter().map(|message| message["content"].clone()).collect()
}

/// How many objects wait to be taken away, and how many are named.
async fn objects(server: &TestServer) -> (i64, i64) {
    let mut database = server.database().await;
    let loose = sqlx::query_scalar("SELECT count(*) FROM loose_objects").fetch_one(&mut *database).await.unwrap();
    let named = sqlx::query_scalar("SELECT count(*) FROM attachments").fetch_one(&mut *database).await.unwrap();
    (loose, named)
}

#[tokio::test]
async fn a_text_goes_with_a_question_and_stays_with_it() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let conversation = ann.converse(&group).await;
    let notes = ann.upload("my%20notes.md", "# Soup\n晚饭".as_bytes()).await.created();
    assert_eq!((notes.str("name"), notes.str("kind"), &notes["bytes"]), ("my notes.md", "text/plain", &json!(13)));
    let id = notes.str("id");
    let body = json!({"text": "What is this?", "attachments": [id]});
    ann.ask(&conversation, &body).await.rest().await;
    assert_eq!(asked(&chat), [json!("<file name=\"my notes.md\">\n# Soup\n晚饭\n</file>\n\nWhat is this?")]);
    let messages = ann.messages(&conversation).await;
    assert_eq!((&messages[0]["text"], &messages[0]["attachments"][0]["id"]), (&json!("What is this?"), &json!(id)));
    assert_eq!(messages[1]["attachments"], json!([]));
    assert_eq!(ann.download(id).await, "# Soup\n晚饭".as_bytes());

    // It is still there when the talk goes on, when it is edited, and when it is answered again.
    ann.say(&conversation, "And now?").await;
    assert!(asked(&chat)[0].as_str().unwrap().starts_with("<file name="));
    let edited = json!({"text": "What is that?", "parent_id": null, "attachments": [id]});
    ann.ask(&conversation, &edited).await.rest().await;
    assert!(asked(&chat)[0].as_str().unwrap().ends_with("What is that?"));
    chat.server.audit().await;
}

#[tokio::test]
async fn the_same_turn_with_other_files_is_another_question() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let conversation = ann.converse(&group).await;
    let (one, two) = (ann.attach("1.txt", b"one").await, ann.attach("2.txt", b"two").await);
    let turn = uuid::Uuid::now_v7();
    let body = |files: &[&str]| json!({"id": turn, "text": "Well?", "attachments": files});
    ann.ask(&conversation, &body(&[&one])).await.rest().await;
    let path = format!("/conversations/{conversation}/turns");
    assert_eq!(ann.post(&path, &body(&[&one])).await.str("id"), turn.to_string());
    ann.post(&path, &body(&[&two])).await.refused(409, "payload_conflict");
    ann.post(&path, &body(&[])).await.refused(409, "payload_conflict");
}

#[tokio::test]
async fn pictures_are_shown_to_models_that_see() {
    let chat = ChatServer::start_with(SEEING, "20.00").await;
    let (ann, group) = chat.ann_on("seeing").await;
    let conversation = ann.converse(&group).await;
    let seen = ann.upload("dot.png", PIXEL).await.created();
    assert_eq!((seen.str("kind"), &seen["width"], &seen["height"]), ("image/png", &json!(1), &json!(1)));
    let path = format!("/conversations/{conversation}/turns");
    let body = |model: &str| json!({"text": "What is on it?", "attachments": [seen.str("id")], "model": model});
    ann.post(&path, &body("sim")).await.refused(422, "model_sees_no_pictures");
    ann.ask(&conversation, &body("sim-sees")).await.rest().await;
    let content = asked(&chat).remove(0);
    assert!(content[0]["image_url"]["url"].as_str().unwrap().starts_with("data:image/png;base64,iVBOR"), "{content}");
    assert_eq!(content[1], json!({"type": "text", "text": "What is on it?"}));

    // A model that does not see goes on with the talk, and is told that there is a picture.
    ann.ask(&conversation, &json!({"text": "Thanks.", "model": "sim"})).await.rest().await;
    assert_eq!(asked(&chat)[0], "<picture name=\"dot.png\" shown=\"no\" />\n\nWhat is on it?");
    chat.server.audit().await;
}

#[tokio::test]
async fn the_text_of_a_pdf_is_read() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let conversation = ann.converse(&group).await;
    let id = ann.attach("menu.pdf", &pdf(&["Soup of the day", "Bread and cheese"])).await;
    ann.ask(&conversation, &json!({"text": "", "attachments": [id]})).await.rest().await;
    let told = asked(&chat).remove(0);
    let told = told.as_str().unwrap();
    assert!(told.contains("Soup of the day") && told.contains("Bread and cheese"), "{told}");
}

#[tokio::test]
async fn what_no_model_can_read_is_refused_in_words() {
    let server = TestServer::start().await;
    let ann = server.sign_up("Ann").await;
    // A picture that would be 65,535 pixels wide and high once it is unpacked.
    let mut giant = PIXEL.to_vec();
    giant[16..24].copy_from_slice(&[0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff]);
    let mut heavy = PIXEL.to_vec();
    heavy.resize(5 * 1024 * 1024 + 1, 0);
    let many_pages = pdf(&vec!["x"; 1001]);
    let cases: [(&str, &[u8], u16, &str); 10] = [
        ("empty.txt", b"", 422, "file_empty"),
        ("lies.png", b"PK\x03\x04 packed", 422, "file_type_unknown"),
        ("bomb.zip", &[0x1f, 0x8b, 8, 0, 0], 422, "file_type_unknown"),
        ("latin.txt", b"caf\xe9", 422, "file_type_unknown"),
        ("cut.png", &PIXEL[..12], 422, "file_broken"),
        ("giant.png", &giant, 422, "picture_too_large"),
        ("heavy.png", &heavy, 422, "picture_too_large"),
        ("lies.pdf", b"%PDF-1.7 and nothing after it", 422, "file_broken"),
        ("scan.pdf", &pdf(&[""]), 422, "document_without_text"),
        ("long.pdf", &many_pages, 422, "document_too_hard"),
    ];
    for (name, bytes, status, code) in cases {
        ann.upload(name, bytes).await.refused(status, code);
    }
    ann.upload("huge.txt", &vec![b'x'; 20 * 1024 * 1024 + 1]).await.refused(413, "file_too_large");
    // What lies about its kind without harm is what it is.
    assert_eq!(ann.upload("page.png", b"<script>alert(1)</script>").await.created().str("kind"), "text/plain");
    let long = ann.upload("long.txt", &vec![b'x'; 2 * 1024 * 1024]).await.created();
    assert_eq!(long["cut"], true);
}

#[tokio::test]
async fn a_question_takes_only_its_authors_own_files() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let bo = chat.server.sign_up("Bo").await;
    bo.join(&ann, &group).await;
    let (here, there) = (ann.converse(&group).await, ann.converse(&group).await);
    let path = format!("/conversations/{here}/turns");
    let of_bo = bo.attach("bo.txt", b"Bo's").await;
    for path in [format!("/attachments/{of_bo}"), "/attachments/nonsense".to_owned()] {
        ann.get(&path).await.refused(404, "not_found");
        ann.delete(&path).await.refused(404, "not_found");
    }
    let refused = |ids: Value| json!({"text": "Read this.", "attachments": ids});
    ann.post(&path, &refused(json!([of_bo]))).await.refused(422, "validation_failed");
    let own = ann.attach("ann.txt", b"Ann's").await;
    ann.post(&path, &refused(json!([own, own]))).await.refused(422, "validation_failed");
    ann.post(&path, &refused(json!(vec![uuid::Uuid::now_v7(); 11]))).await.refused(422, "validation_failed");
    ann.ask(&there, &refused(json!([own]))).await.rest().await;
    // It is in another chat now.
    ann.post(&path, &refused(json!([own]))).await.refused(422, "validation_failed");
    ann.delete(&format!("/attachments/{own}")).await.refused(409, "attachment_in_use");
}

#[tokio::test]
async fn files_go_with_their_chat_their_account_and_when_they_are_not_sent() {
    let chat = ChatServer::start().await;
    let (ann, group) = chat.ann().await;
    let bo = chat.server.sign_up("Bo").await;
    let server = &chat.server;
    let taken_back = ann.attach("1.txt", b"taken back").await;
    ann.delete(&format!("/attachments/{taken_back}")).await.no_content();
    ann.get(&format!("/attachments/{taken_back}")).await.refused(404, "not_found");

    let conversation = ann.converse(&group).await;
    let sent = ann.attach("2.txt", b"sent").await;
    ann.ask(&conversation, &json!({"text": "Read this.", "attachments": [sent]})).await.rest().await;
    ann.delete(&format!("/conversations/{conversation}")).await.no_content();

    let forgotten = ann.attach("3.txt", b"forgotten").await;
    sqlx::query("UPDATE attachments SET created_at = now() - interval '2 days' WHERE id = $1::uuid")
        .bind(&forgotten)
        .execute(&mut *server.database().await)
        .await
        .unwrap();
    bo.attach("4.txt", b"of somebody who leaves").await;
    bo.post("/me/close", &json!({"password": "Bo has a long password"})).await.no_content();

    server::chat::sweep(&server.app).await.unwrap();
    assert_eq!(objects(server).await, (0, 0));
    ann.get(&format!("/attachments/{forgotten}")).await.refused(404, "not_found");
}

#[tokio::test]
async fn a_file_that_was_changed_in_the_object_store_is_not_shown() {
    let chat = ChatServer::start_with(SEEING, "20.00").await;
    let (ann, group) = chat.ann_on("seeing").await;
    let conversation = ann.converse(&group).await;
    let (dot, other) = (ann.attach("dot.png", PIXEL).await, ann.attach("other.png", PIXEL).await);
    // Whoever has the object store swaps two files of one member.
    let (user, app) = (ann.id.parse().unwrap(), &chat.server.app);
    let mut stolen = app.files.get(user, other.parse().unwrap()).await.unwrap();
    let sealed = futures_util::StreamExt::next(&mut stolen).await.unwrap().unwrap();
    app.files.put(user, dot.parse().unwrap(), vec![sealed]).await.unwrap();
    let body = json!({"text": "What is on it?", "attachments": [dot], "model": "sim-sees"});
    let shown = crate::support::Shown::of(&ann.ask(&conversation, &body).await.rest().await);
    assert_eq!(shown.text, "");
    let messages = ann.messages(&conversation).await;
    assert_eq!((&messages[1]["status"], &messages[1]["error"]["code"]), (&json!("failed"), &json!("file_unreadable")));
    assert!(chat.vendor.requests().is_empty(), "nothing was asked, and nothing is charged");
    chat.server.audit().await;
}

#[tokio::test]
async fn an_answer_is_stopped_from_another_node_while_its_pictures_are_still_fetched() {
    let chat = ChatServer::start_with(SEEING, "20.00").await;
    let (ann, group) = chat.ann_on("seeing").await;
    let conversation = ann.converse(&group).await;
    let files = tempfile::tempdir().unwrap();
    let node = chat.another_unscheduled(&[("POTLUCK_FILES_URL", &format!("file://{}", files.path().display()))]).await;
    let there = ann.at(&node.url);
    let picture = there.attach("dot.png", PIXEL).await;
    // Whoever opens it waits until somebody writes into it.
    let object = files.path().join(&ann.id).join(&picture);
    std::fs::remove_file(&object).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(&object).status().unwrap().success());

    let body = json!({"text": "What is on it?", "attachments": [picture], "model": "sim-sees"});
    let mut events = there.ask(&conversation, &body).await;
    let turn = events.until("turn.started").await.data["turn_id"].as_str().unwrap().to_owned();
    ann.act(&format!("/turns/{turn}/stop")).await.ok();
    let shown = Shown::of(&events.rest().await);
    assert_eq!((&shown.ended()["status"], &shown.ended()["cost_nanousd"]), (&json!("stopped"), &json!(0)));
    assert_eq!(chat.vendor.counts().requests, 0);
    chat.server.audit().await;
    std::fs::OpenOptions::new().read(true).write(true).open(&object).unwrap();
}
