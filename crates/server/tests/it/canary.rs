//! The first promise: what a member writes, and what is answered, is nowhere to be found on the machine's disk.

use std::path::Path;

use memchr::memmem;
use reqwest::Method;
use serde_json::json;
use simulator::{AiVendor, Fault, Script};

use crate::support::{Process, Program, configure, question};

/// Words that no program would write by itself, one for each place that holds a member's text.
const QUESTION: &str = "qzvxkwj-question-canary";
const ANSWER: &str = "qzvxkwj-answer-canary";
const TITLE: &str = "qzvxkwj-title-canary";
const RENAMED: &str = "qzvxkwj-renamed-canary";
const INSTRUCTIONS: &str = "qzvxkwj-instructions-canary";
const DRAFT: &str = "qzvxkwj-draft-canary";
const SEARCHED: &str = "qzvxkwj-searched-canary";
const FILE: &str = "qzvxkwj-file-canary";
const PROMPT: &str = "qzvxkwj-prompt-canary";
const THOUGHT: &str = "qzvxkwj-thought-canary";
const FOLDER: &str = "qzvxkwj-folder-canary";
const IMPORTED: &str = "qzvxkwj-imported-canary";
const FILE_NAME: &str = "qzvxkwj-filename-canary";
/// A group's name is not sealed: that it is found shows that the search finds what is there.
const GROUP: &str = "qzvxkwj-group-control";

// The simulated vendor goes on answering while a start is waited for.
#[tokio::test(flavor = "multi_thread")]
async fn messages_and_titles_are_nowhere_in_the_data_directory_the_log_or_the_write_ahead_log() {
    let data = tempfile::tempdir().unwrap();
    let vendor = AiVendor::start().await.unwrap();
    let reasoning = Some(format!("They ask. {THOUGHT}, I think."));
    vendor.set_default(Script { reasoning, ..Script::text(format!("This is the {ANSWER}, said twice: {ANSWER}.")) });
    let config = configure(data.path(), &vendor, "", "20.00");
    let server = Process::start(data.path(), &[("POTLUCK_CONFIG", &config), ("POTLUCK_AUTOMATIC_TITLES", "true")]);
    let ann = server.sign_up("Ann").await;
    let group = ann.post("/groups", &json!({"name": GROUP, "plan": "pair"})).await.created();
    let group = group.str("id");
    ann.act(&format!("/groups/{group}/start")).await.ok();

    let titled = json!({"group_id": group, "title": TITLE});
    let conversation = ann.post("/conversations", &titled).await.created();
    let conversation = conversation.str("id");
    let shown = ann.say(conversation, &format!("Please repeat {QUESTION}.")).await;
    assert!(shown.text.contains(ANSWER));
    ann.patch(&format!("/conversations/{conversation}"), &json!({"title": RENAMED})).await.ok();
    ann.put(&format!("/conversations/{conversation}/instructions"), &json!({"text": INSTRUCTIONS})).await.no_content();
    ann.put(&format!("/drafts/{conversation}"), &json!({"text": DRAFT})).await.no_content();
    let file = ann.attach(&format!("{FILE_NAME}.txt"), format!("A file says {FILE}.").as_bytes()).await;
    ann.ask(conversation, &json!({"text": "Read this.", "attachments": [file]})).await.rest().await;
    ann.keep_prompt(PROMPT, PROMPT).await;
    let folder = ann.make_folder(group, FOLDER).await;
    ann.patch(&format!("/conversations/{conversation}"), &json!({"folder_id": folder})).await.ok();
    let from_elsewhere = json!({"group_id": group, "origin": format!("elsewhere:{IMPORTED}"), "title": IMPORTED,
        "messages": [{"role": "user", "text": IMPORTED, "created_at": "2026-11-25T10:00:00Z"}]});
    ann.post("/conversations/import", &from_elsewhere).await.created();
    ann.events(&format!("/search?q={SEARCHED}")).await.rest().await;
    // A title can also be taken from a question, and an answer to a mutation is kept for its retry.
    let untitled = ann.converse(group).await;
    let mut changes = ann.events("/events").await;
    ann.say(&untitled, QUESTION).await;
    // And from what a model says when it is asked for one.
    while !ann.get(&format!("/conversations/{untitled}")).await.ok().str("title").contains(ANSWER) {
        changes.until("conversation.changed").await;
    }
    let once = ann.request(Method::POST, "/conversations").header("idempotency-key", "once").json(&titled);
    assert_eq!(once.send().await.unwrap().status(), 201);
    // A failing vendor quotes what it was asked.
    vendor.queue(Script::text("").with_fault(Fault::ErrorBeforeFirstByte { status: 400 }));
    ann.say(&untitled, QUESTION).await;
    // What members' own programs ask and are answered is not even kept sealed; refusals quote none of it.
    let made = ann.post("/api-keys", &json!({"name": "Editor", "group_id": group})).await.created();
    let program = Program::new(&server.url, made.str("id"), made.str("secret"));
    assert!(program.chat(QUESTION).await.ok().text.contains(ANSWER));
    let streamed = program.stream(QUESTION).await.text().await.unwrap();
    assert!(streamed.contains(ANSWER), "{streamed}");
    for fault in
        [Fault::ErrorBeforeFirstByte { status: 400 }, Fault::ErrorBeforeFirstByte { status: 500 }, Fault::Refuse]
    {
        vendor.queue(Script::text("").with_fault(fault));
        program.chat(QUESTION).await;
    }
    let mut unsupported = question("sim", QUESTION, false);
    unsupported["n"] = json!(3);
    program.post("/v1/chat/completions", &unsupported).await.openai_error(400, "unsupported_parameter");
    let list = ann.get("/conversations").await.ok();
    for title in [RENAMED, ANSWER] {
        assert!(list.text.contains(title), "the member reads {title}");
    }
    // After the clean stop everything is in the tables' files as well as in the write-ahead log.
    server.stop();

    let files = files_below(data.path());
    assert!(files.iter().any(|(name, _)| name.contains("pg_wal")), "the write-ahead log is searched");
    assert!(files.iter().any(|(name, _)| name.ends_with("potluck.log")), "the server's log is searched");
    assert!(files.iter().any(|(name, _)| name.contains("/files/")), "the object store is searched");
    let found = |text: &str| -> Vec<&str> {
        files.iter().filter(|(_, bytes)| contains(bytes, text)).map(|(name, _)| name.as_str()).collect()
    };
    assert!(found(GROUP).iter().any(|name| name.contains("pg_wal")), "the search finds what is not sealed");
    let secret = &program.secret[12..];
    for canary in [
        QUESTION,
        ANSWER,
        TITLE,
        RENAMED,
        INSTRUCTIONS,
        DRAFT,
        SEARCHED,
        FILE,
        FILE_NAME,
        PROMPT,
        FOLDER,
        THOUGHT,
        IMPORTED,
        secret,
    ] {
        assert_eq!(found(canary), Vec::<&str>::new(), "{canary} was found");
    }
}

fn files_below(directory: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(directory).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_dir() {
            files.extend(files_below(&entry.path()));
        } else if entry.file_type().unwrap().is_file() {
            files.push((entry.path().display().to_string(), std::fs::read(entry.path()).unwrap()));
        }
    }
    files
}

fn contains(bytes: &[u8], text: &str) -> bool {
    memmem::find(bytes, text.as_bytes()).is_some()
}
