//! The first promise, from the operator's chair: a backup made while people write, logs and traces of everything, the metrics, and
//! every answer that the operator can ask for.

use std::path::{Path, PathBuf};

use serde_json::json;
use simulator::{AiVendor, Script};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{ConnectOptions, Executor};

use crate::routes::everything_that;
use crate::support::{Process, configure};

const QUESTION: &str = "qzvxkwj-asked";
const ANSWER: &str = "qzvxkwj-answered";
const TITLE: &str = "qzvxkwj-titled";
/// Not sealed: each search must find it where it can be.
const GROUP: &str = "qzvxkwj-control";

// The simulated vendor goes on answering while a start is waited for.
#[tokio::test(flavor = "multi_thread")]
async fn backups_logs_traces_metrics_and_operators_answers_hold_nothing_of_a_chat() {
    let data = tempfile::tempdir().unwrap();
    let vendor = AiVendor::start().await.unwrap();
    vendor.set_default(Script::text(format!("This is the {ANSWER}.")));
    let config = configure(data.path(), &vendor, "", "20.00");
    // Every library says all that it can say.
    let server = Process::start(data.path(), &[("POTLUCK_CONFIG", &config), ("RUST_LOG", "trace")]);
    let (operator, ann) = (server.sign_up("Olga").await, server.sign_up("Ann").await);
    let group = ann.post("/groups", &json!({"name": GROUP, "plan": "pair"})).await.created();
    let group = group.str("id");
    ann.act(&format!("/groups/{group}/start")).await.ok();
    let conversation = ann.post("/conversations", &json!({"group_id": group, "title": TITLE})).await.created();
    let conversation = conversation.str("id");
    assert!(ann.say(conversation, &format!("Please repeat {QUESTION}.")).await.text.contains(ANSWER));
    assert!(ann.get("/conversations").await.ok().text.contains(TITLE), "the member reads it");

    let answers = everything_that(&operator, group, conversation).await;
    let metrics = reqwest::Client::builder().no_proxy().build().unwrap().get(format!("{}/metrics", server.url));
    let metrics = metrics.send().await.unwrap().text().await.unwrap();
    assert!(metrics.contains("potluck_http_requests_total"), "{metrics}");
    let backup = tempfile::tempdir().unwrap();
    back_up(data.path(), backup.path()).await;
    let log = std::fs::read_to_string(&server.log).unwrap();
    server.stop();

    let mut searched = files_below(backup.path());
    assert!(searched.iter().any(|(name, _)| name.contains("pg_wal")), "the write-ahead log is backed up");
    assert!(searched.iter().any(|(_, bytes)| contains(bytes, GROUP)), "the backup holds what is not sealed");
    let traced = log.matches("\"level\":\"TRACE\"").count();
    assert!(traced > 0, "everything is logged: {traced} of {} lines are traces", log.lines().count());
    assert!(answers.len() > 20, "the operator asks for everything");
    searched.push(("the log".into(), log.into_bytes()));
    searched.push(("the metrics".into(), metrics.into_bytes()));
    searched.extend(answers.into_iter().map(|(operation, text)| (operation, text.into_bytes())));
    for canary in [QUESTION, ANSWER, TITLE] {
        let places: Vec<&str> =
            searched.iter().filter(|(_, bytes)| contains(bytes, canary)).map(|(name, _)| name.as_str()).collect();
        assert_eq!(places, Vec::<&str>::new(), "{canary} was found");
    }
}

/// A backup as `pg_basebackup` makes it: the cluster's files, copied while it runs, between PostgreSQL's own two calls.
async fn back_up(data: &Path, to: &Path) {
    let cluster = find(data, "PG_VERSION").parent().unwrap().to_owned();
    let socket = find(data, ".s.PGSQL.5432").parent().unwrap().to_owned();
    let options = PgConnectOptions::new_without_pgpass().socket(socket).username("postgres").database("postgres");
    let mut connection: PgConnection = options.connect().await.unwrap();
    connection.execute("SELECT pg_backup_start('canary', true)").await.unwrap();
    for (name, bytes) in files_below(&cluster) {
        let file = to.join(Path::new(&name).strip_prefix(&cluster).unwrap());
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, bytes).unwrap();
    }
    connection.execute("SELECT * FROM pg_backup_stop()").await.unwrap();
}

/// The shortest path to an entry of this name.
fn find(directory: &Path, name: &str) -> PathBuf {
    let mut waiting = std::collections::VecDeque::from([directory.to_owned()]);
    while let Some(next) = waiting.pop_front() {
        for entry in std::fs::read_dir(next).into_iter().flatten().flatten() {
            if entry.file_name() == name {
                return entry.path();
            }
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                waiting.push_back(entry.path());
            }
        }
    }
    panic!("there is no {name} below {}", directory.display())
}

/// Files can come and go while a cluster runs.
fn files_below(directory: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(directory).into_iter().flatten().flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => files.extend(files_below(&entry.path())),
            Ok(kind) if kind.is_file() => {
                files.extend(std::fs::read(entry.path()).ok().map(|bytes| (entry.path().display().to_string(), bytes)));
            }
            _ => {}
        }
    }
    files
}

fn contains(bytes: &[u8], text: &str) -> bool {
    memchr::memmem::find(bytes, text.as_bytes()).is_some()
}
