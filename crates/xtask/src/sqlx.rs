//! `cargo xtask sqlx`: the descriptions of the store's queries, which let everybody build without a database.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

use crate::failure::{Context, Failure, Outcome};
use crate::test_cluster::TestCluster;
use crate::workspace;

/// File name to content.
type Descriptions = BTreeMap<String, String>;

/// Writes `.sqlx` anew.
pub(crate) fn renew() -> Outcome {
    let fresh = describe()?;
    let directory = workspace::root().join(".sqlx");
    fs::create_dir_all(&directory).context(directory.display())?;
    let committed = read(&directory)?;
    for name in committed.keys().filter(|name| !fresh.contains_key(*name)) {
        fs::remove_file(directory.join(name)).context(name)?;
    }
    for (name, text) in fresh.iter().filter(|(name, text)| committed.get(*name) != Some(text)) {
        fs::write(directory.join(name), text).context(name)?;
    }
    println!(".sqlx describes {} queries: {}", fresh.len(), difference(&committed, &fresh));
    Ok(())
}

/// Fails when `.sqlx` is not what [`renew`] would write.
pub(crate) fn check() -> Outcome {
    let fresh = describe()?;
    let committed = read(&workspace::root().join(".sqlx"))?;
    if fresh == committed {
        println!(".sqlx is up to date: {} queries", fresh.len());
        return Ok(());
    }
    let difference = difference(&committed, &fresh);
    Err(Failure(format!(".sqlx is stale ({difference}): run `cargo xtask sqlx` and commit it")))
}

/// Builds the store against a migrated database and collects what its checked queries wrote.
fn describe() -> Outcome<Descriptions> {
    let cluster = TestCluster::start()?;
    cluster.create_migrated("sqlx")?;
    let directory = workspace::target_dir()?.join("sqlx-new");
    if directory.exists() {
        fs::remove_dir_all(&directory).context(directory.display())?;
    }
    fs::create_dir_all(&directory).context(directory.display())?;

    // The queries are described while they compile, so the store has to compile again.
    touch(&workspace::root().join("crates/store/src/lib.rs"))?;
    let built = workspace::cargo()
        .args(["check", "--quiet", "--package", "store"])
        .env("DATABASE_URL", cluster.url("sqlx"))
        .env("SQLX_OFFLINE", "false")
        .env("SQLX_OFFLINE_DIR", &directory)
        .status()
        .context("cannot run cargo")?;
    if !built.success() {
        return Err(Failure("the store does not build against the migrated database".to_owned()));
    }
    read(&directory)
}

fn read(directory: &Path) -> Outcome<Descriptions> {
    let mut descriptions = Descriptions::new();
    if !directory.exists() {
        return Ok(descriptions);
    }
    for entry in fs::read_dir(directory).context(directory.display())? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with("query-") {
            descriptions.insert(name, fs::read_to_string(entry.path()).context(entry.path().display())?);
        }
    }
    Ok(descriptions)
}

fn difference(committed: &Descriptions, fresh: &Descriptions) -> String {
    let new = fresh.keys().filter(|name| !committed.contains_key(*name)).count();
    let gone = committed.keys().filter(|name| !fresh.contains_key(*name)).count();
    let changed =
        fresh.iter().filter(|(name, text)| committed.get(*name).is_some_and(|before| before != *text)).count();
    format!("{new} new, {changed} changed, {gone} gone")
}

#[expect(clippy::disallowed_methods, reason = "a file's time, which is the machine's")]
fn touch(file: &Path) -> Outcome {
    let opened = fs::File::options().append(true).open(file).context(file.display())?;
    opened.set_modified(SystemTime::now()).context(file.display())
}
