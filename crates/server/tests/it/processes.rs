//! The real binary: its embedded database, its signals, and what a kill leaves behind.

use serde_json::json;

use crate::support::Process;

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
