//! Small rules that keep the house easy to read.

use std::collections::BTreeMap;

use crate::assert_none;
use crate::tree::Tree;

/// Longer than this, a file has more than one owner.
const LINES_MAX: usize = 600;

/// Files that a person reads. Locks, snapshots, recordings and generated files are written by programs.
const READ: [&str; 10] = [".rs", ".ts", ".tsx", ".css", ".sql", ".md", ".toml", ".yml", ".html", ".sh"];

fn too_long(tree: &Tree) -> Vec<String> {
    let long = |text: &str| text.lines().count() > LINES_MAX;
    tree.below("", &READ)
        .filter(|(path, text)| !path.contains(".gen.") && long(text))
        .map(|(path, text)| format!("{path} has {} lines, more than {LINES_MAX}", text.lines().count()))
        .collect()
}

/// Decisions are `NNNN-what.md`, numbered once, with their date near the top.
fn undated(tree: &Tree) -> Vec<String> {
    let mut broken = Vec::new();
    let mut numbers: BTreeMap<&str, &str> = BTreeMap::new();
    for (path, text) in tree.below("docs/decisions/", &[".md"]) {
        if path.ends_with("README.md") {
            continue;
        }
        let name = path.trim_start_matches("docs/decisions/");
        let (number, _) = name.split_once('-').unwrap_or(("", name));
        if number.len() != 4 || !number.bytes().all(|byte| byte.is_ascii_digit()) {
            broken.push(format!("{path} does not begin with a number of four digits"));
        } else if let Some(other) = numbers.insert(number, path) {
            broken.push(format!("{path} and {other} have the same number"));
        }
        if !text.lines().take(8).any(has_date) {
            broken.push(format!("{path} has no date (such as 2026-11-23) in its first lines"));
        }
    }
    broken
}

/// Migrations that came from two sides with one number: the second would never be applied.
fn doubled_migrations(tree: &Tree) -> Vec<String> {
    let mut numbers: BTreeMap<&str, &str> = BTreeMap::new();
    let mut broken = Vec::new();
    for (path, _) in tree.below("crates/store/migrations/", &[".sql"]) {
        let (number, _) = path.trim_start_matches("crates/store/migrations/").split_once('_').unwrap_or((path, ""));
        if let Some(other) = numbers.insert(number, path) {
            broken.push(format!("{path} and {other} have the same number"));
        }
    }
    broken
}

fn has_date(line: &str) -> bool {
    let is_date = |ten: &[u8]| {
        ten.iter().enumerate().all(|(at, byte)| if at == 4 || at == 7 { *byte == b'-' } else { byte.is_ascii_digit() })
    };
    line.as_bytes().windows(10).any(is_date)
}

/// Everybody installs from the registry that they have set up. Cargo writes its own index's name into its lock,
/// wherever the packages came from; npm was told not to.
fn registries(tree: &Tree) -> Vec<String> {
    // In pieces, or this file would be the first to be found.
    let hosts = [
        ["registry", "npmjs", "org"],
        ["registry", "yarnpkg", "com"],
        ["static", "crates", "io"],
        ["index", "crates", "io"],
        ["files", "pythonhosted", "org"],
        ["proxy", "golang", "org"],
    ]
    .map(|parts| parts.join("."));
    let mut broken = Vec::new();
    for (path, text) in tree.all().filter(|(path, _)| *path != "Cargo.lock") {
        broken.extend(hosts.iter().filter(|host| text.contains(*host)).map(|host| format!("{path} names {host}")));
        if path == "package-lock.json" && text.contains("\"resolved\": \"http") {
            broken.push(format!("{path} says where its packages were downloaded"));
        }
    }
    broken
}

#[test]
fn no_file_is_too_long() {
    assert_none(&too_long(&Tree::of_this_checkout()));
}

#[test]
fn decisions_are_numbered_and_dated() {
    assert_none(&undated(&Tree::of_this_checkout()));
}

#[test]
fn migrations_are_numbered_once() {
    assert_none(&doubled_migrations(&Tree::of_this_checkout()));
}

#[test]
fn no_registry_is_named() {
    assert_none(&registries(&Tree::of_this_checkout()));
}

#[test]
fn untidy_trees_are_caught() {
    let long = "line\n".repeat(LINES_MAX + 1);
    assert_eq!(too_long(&Tree::made_up(&[("web/src/a.tsx", &long)])).len(), 1);
    assert_eq!(too_long(&Tree::made_up(&[("web/src/schema.gen.ts", &long), ("Cargo.lock", &long)])).len(), 0);

    let decision = |name: &str, text: &str| undated(&Tree::made_up(&[(&format!("docs/decisions/{name}"), text)])).len();
    assert_eq!(decision("0001-a.md", "# 1. A\n\n2026-11-23. Why."), 0);
    assert_eq!(decision("0001-a.md", "# 1. A\n\nWhy."), 1);
    assert_eq!(decision("why.md", "2026-11-23"), 1);
    let twice = [("docs/decisions/0001-a.md", "2026-11-23"), ("docs/decisions/0001-b.md", "2026-11-23")];
    assert_eq!(undated(&Tree::made_up(&twice)).len(), 1);

    let migrations = |names: [&str; 2]| {
        let paths = names.map(|name| format!("crates/store/migrations/{name}"));
        doubled_migrations(&Tree::made_up(&[(&paths[0], ""), (&paths[1], "")])).len()
    };
    assert_eq!((migrations(["0001_a.sql", "0002_b.sql"]), migrations(["0001_a.sql", "0001_b.sql"])), (0, 1));

    let named = format!("see https://{}.{}.org/left-pad", "registry", "npmjs");
    assert_eq!(registries(&Tree::made_up(&[("README.md", &named)])).len(), 1);
    assert_eq!(registries(&Tree::made_up(&[("package-lock.json", "\"resolved\": \"https://x/a.tgz\"")])).len(), 1);
}
