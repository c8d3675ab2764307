//! Inside `server`: a file uses only its own module and floors below it, so nothing runs back up, there are no
//! circles, and no feature knows another.

use crate::assert_none;
use crate::tokens::crate_paths;
use crate::tree::Tree;

/// From the ground up; docs/decisions/0003 says why the ground has two floors. The binary's own files stand on the top and
/// are not in the library.
const FLOORS: [(&str, &[&str]); 10] = [
    ("ground", &["assets", "config", "letters", "lifecycle", "printing", "seldom", "telemetry"]),
    ("what stands on the ground", &["catalogue", "files", "hashing", "issuer", "keeping", "keys", "push", "realtime"]),
    ("what members are told", &["telling"]),
    ("credit", &["metering"]),
    ("app", &["app", "sealing"]),
    ("what every room needs", &["http", "jobs", "notices"]),
    ("what features share", &["periods", "receiving"]),
    ("payments by card, which settle shares", &["charging"]),
    ("features", &["accounts", "admin", "billing", "chat", "gateway", "groups", "inbox", "live", "usage"]),
    ("halls", &["router", "schedule"]),
];

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|(_, modules)| modules.contains(&module))
}

/// The module that a file below `crates/server/src/` is.
fn module(path: &str) -> Option<Vec<&str>> {
    let mut parts: Vec<&str> = path.strip_prefix("crates/server/src/")?.strip_suffix(".rs")?.split('/').collect();
    if parts.last() == Some(&"mod") {
        parts.pop();
    }
    Some(parts)
}

/// `main.rs` and the modules that it names.
fn binary_modules(tree: &Tree) -> Vec<&str> {
    let main = tree.text("crates/server/src/main.rs").unwrap_or_default();
    let named = main.lines().filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';'));
    named.chain(["main", "lib"]).collect()
}

fn broken(tree: &Tree) -> Vec<String> {
    let binary = binary_modules(tree);
    let mut broken = Vec::new();
    for (path, text) in tree.below("crates/server/src/", &[".rs"]) {
        let Some(module) = module(path) else { continue };
        let own = module[0];
        if binary.contains(&own) {
            continue;
        }
        let Some(own_floor) = floor(own) else {
            broken.push(format!("{path}: the module `{own}` stands on no floor; see FLOORS in this test"));
            continue;
        };
        for used in crate_paths(text, &module) {
            let name = used.first().map_or("*", String::as_str);
            let allowed = name == own || floor(name).is_some_and(|floor| floor < own_floor);
            if !allowed {
                broken.push(format!("{path}: `{own}` ({}) may not use `{}`", FLOORS[own_floor].0, used.join("::")));
            }
        }
    }
    broken
}

#[test]
fn files_use_only_lower_floors() {
    assert_none(&broken(&Tree::of_this_checkout()));
}

#[test]
fn every_way_upwards_or_sideways_is_caught() {
    let check = |path: &str, text: &str| {
        let path = format!("crates/server/src/{path}");
        broken(&Tree::made_up(&[("crates/server/src/main.rs", "mod serve;\n"), (&path, text)])).len()
    };
    for (path, text) in [
        ("app.rs", "use crate::config::Settings;"),
        ("chat/turns/send.rs", "use crate::{app::App, http::{Member, Problem}};\nuse super::super::fold::Fold;"),
        ("chat.rs", "mod tests { use super::*; }"),
        ("chat/mod.rs", "fn f() { crate::metering::reserve(); }"),
        ("router.rs", "use crate::{accounts, chat};"),
        ("serve.rs", "use server::router; use crate::Failure;"),
        ("chat/send.rs", "// crate::billing is not used\nconst A: &str = \"crate::billing\";"),
    ] {
        assert_eq!(check(path, text), 0, "{path}: {text}");
    }
    for (path, text) in [
        ("app.rs", "use crate::accounts::Session;"),
        ("chat/send.rs", "use crate::billing::Invoice;"),
        ("chat/send.rs", "use super::super::billing::Invoice;"),
        ("chat/send.rs", "mod tests { use super::super::super::billing; }"),
        ("chat/send.rs", "use crate::{app::App, billing::{Invoice}};"),
        ("http/mod.rs", "fn f() -> crate::jobs::Job { g() }"),
        ("config.rs", "use crate::keys::Keys;"),
        ("chat.rs", "use crate::*;"),
        ("chat.rs", "use crate::Thing;"),
        ("schedule.rs", "use crate::router::openapi;"),
        ("helpers.rs", ""),
    ] {
        assert_eq!(check(path, text), 1, "{path}: {text}");
    }
}
