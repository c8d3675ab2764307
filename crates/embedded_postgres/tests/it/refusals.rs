//! What cannot be started, and what is said about it.

use std::fs;

use embedded_postgres::{ClientError, StartError, client};

use crate::support::{directory, options, start};

#[test]
fn a_second_owner_is_refused_and_told_by_whom() {
    let directory = directory();
    let options = options(directory.path());
    let first = start(&options);
    let error = embedded_postgres::start(&options, &|_| {}).unwrap_err();
    let StartError::AlreadyRunning { pid, .. } = &error else { panic!("{error}") };
    assert_eq!(*pid, Some(std::process::id()));
    let message = error.to_string();
    assert!(message.contains(&format!("process {}", std::process::id())), "{message}");
    assert!(message.contains("POTLUCK_DATA_DIR"), "{message}");
    // The refused start has done the first no harm.
    client::run(first.socket_dir(), "postgres", "SELECT 1").unwrap();
    first.stop().unwrap();
    start(&options).stop().unwrap();
}

#[test]
fn a_directory_without_programs_is_named() {
    let directory = directory();
    let mut options = options(directory.path());
    options.bin_dir = Some(directory.path().join("nothing-here"));
    let error = embedded_postgres::start(&options, &|_| {}).unwrap_err();
    assert!(matches!(error, StartError::NoBinaries { .. }), "{error}");
    assert!(error.to_string().contains("nothing-here"), "{error}");
}

#[test]
fn another_versions_files_are_not_touched() {
    let directory = directory();
    let options = options(directory.path());
    let cluster = options.data_dir.join("cluster");
    fs::create_dir_all(&cluster).unwrap();
    fs::write(cluster.join("PG_VERSION"), "9\n").unwrap();
    let error = embedded_postgres::start(&options, &|_| {}).unwrap_err();
    assert!(matches!(error, StartError::WrongVersion { data: 9, .. }), "{error}");
    assert_eq!(fs::read_dir(&cluster).unwrap().count(), 1);
}

#[test]
fn a_start_that_fails_shows_postgresqls_reason() {
    let directory = directory();
    let options = options(directory.path());
    start(&options).stop().unwrap();
    let conf = options.data_dir.join("cluster/postgresql.conf");
    let good = fs::read_to_string(&conf).unwrap();
    fs::write(&conf, format!("{good}\nno_such_setting = on\n")).unwrap();
    let error = embedded_postgres::start(&options, &|_| {}).unwrap_err();
    assert!(matches!(error, StartError::DidNotStart { .. }), "{error}");
    assert!(error.to_string().contains("no_such_setting"), "{error}");

    fs::write(&conf, good).unwrap();
    start(&options).stop().unwrap();
}

#[test]
fn refused_sql_says_why_and_where() {
    let directory = directory();
    let postgres = start(&options(directory.path()));
    let run = |database: &str, sql: &str| client::run(postgres.socket_dir(), database, sql).unwrap_err();
    let ClientError::Refused { code, position, .. } = run("postgres", "SELECT 1; SELECT nothing") else {
        panic!("not refused");
    };
    assert_eq!((code.as_str(), position.as_deref()), ("42703", Some("18")));
    let ClientError::Refused { code, .. } = run("missing", "SELECT 1") else { panic!("not refused") };
    assert_eq!(code, "3D000");
}
