//! The real binary: its embedded database, its signals, and what a kill leaves behind.

use std::io::Write;
use std::net::TcpStream;

use embedded_postgres::Options;
use serde_json::json;
use simulator::{AiVendor, Script};
use sqlx::{Connection, PgConnection};

use crate::support::{Process, Shown, breaches, configure};

#[tokio::test]
async fn a_killed_server_comes_back_with_everything_that_was_committed() {
    let data = tempfile::tempdir().unwrap();
    let server = Process::start(data.path(), &[]);
    let ann = server.sign_up("Ann").await;
    server.kill();

    let server = Process::start(data.path(), &[]);
    ann.at(&server.url).get("/me").await.ok();
    let body = json!({"email": "ann@example.org", "password": "Ann has a long password"});
    server.stranger().post("/auth/sign-in", &body).await.ok();
    server.stop();
}

#[test]
fn a_second_server_on_the_same_data_directory_refuses_and_says_why() {
    let data = tempfile::tempdir().unwrap();
    let first = Process::start(data.path(), &[]);
    let second = std::process::Command::new(env!("CARGO_BIN_EXE_potluck"))
        .arg("serve")
        .env_remove("DATABASE_URL")
        .env("POTLUCK_DATA_DIR", data.path())
        .env("POTLUCK_LISTEN", "127.0.0.1:0")
        .output()
        .unwrap();
    let said = String::from_utf8(second.stderr).unwrap();
    assert!(!second.status.success());
    assert!(said.contains("is in use by"), "{said}");
    first.stop();
}

#[test]
fn a_client_that_never_ends_its_request_does_not_hold_a_stop_up() {
    let data = tempfile::tempdir().unwrap();
    let server = Process::start(data.path(), &[]);
    let mut stalled = TcpStream::connect(server.url.trim_start_matches("http://")).unwrap();
    stalled
        .write_all(b"POST /api/v1/auth/sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{")
        .unwrap();
    server.stop();
}

// The simulated vendor goes on answering while a start is waited for.
#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_a_kill_cut_off_is_kept_as_it_was_saved_and_its_books_add_up() {
    let data = tempfile::tempdir().unwrap();
    let vendor = AiVendor::start().await.unwrap();
    vendor.queue(Script { hold_after: Some(40), ..Script::words(90) });
    let config = configure(data.path(), &vendor, "", "20.00");
    let server = Process::start(data.path(), &[("POTLUCK_CONFIG", &config)]);
    let ann = server.sign_up("Ann").await;
    let group = ann.make_group("pair").await;
    ann.act(&format!("/groups/{group}/start")).await.ok();
    let conversation = ann.converse(&group).await;
    let mut events = ann.ask(&conversation, &json!({"text": "Go on."})).await;
    let turn = events.until("turn.started").await.data["turn_id"].as_str().unwrap().to_owned();
    vendor.until(|counts| counts.held_streams == 1).await;
    // The row is the checkpoint: a page that reads it shows what a crash leaves.
    let saved = loop {
        let [_, answer] = ann.messages(&conversation).await.try_into().unwrap();
        let text = answer["text"].as_str().unwrap().to_owned();
        if text.split_whitespace().count() == 40 {
            break text;
        }
        tokio::task::yield_now().await;
    };
    server.kill();

    // Nobody renews the lease any more; it ends by itself, and the reaper ends the turn.
    let server = Process::start(data.path(), &[("POTLUCK_CONFIG", &config)]);
    let ann = ann.at(&server.url);
    let ended = ann.events(&format!("/turns/{turn}/events")).await.rest().await;
    let shown = Shown::of(&ended);
    assert_eq!((&shown.ended()["status"], &shown.text), (&json!("interrupted"), &saved));
    assert_eq!(shown.ended()["usage"]["estimated"], true);
    let [question, answer] = ann.messages(&conversation).await.try_into().unwrap();
    assert_eq!((&question["text"], &answer["text"]), (&json!("Go on."), &json!(saved)));
    assert_eq!(answer["status"], "interrupted");

    let group = ann.get(&format!("/groups/{group}")).await.ok();
    assert_eq!(group["period"]["held_nanousd"], 0, "the hold is settled");
    assert_eq!(group["period"]["used_nanousd"], shown.ended()["cost_nanousd"]);
    server.stop();
    let postgres = embedded_postgres::start(&Options::new(data.path()), &|_| {}).unwrap();
    let mut connection = PgConnection::connect(&postgres.url("potluck")).await.unwrap();
    assert_eq!(breaches(&mut connection).await, []);
    connection.close().await.unwrap();
    postgres.stop().unwrap();
}
