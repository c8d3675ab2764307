//! `domain`, `papers` and `vault`: values in, decisions out. A dependency could still reach a clock or randomness through a
//! path, so the paths are looked at too.

use crate::assert_none;
use crate::tokens::tokens;
use crate::tree::Tree;

/// Words that fetch time or randomness, after a `::` or a `.`.
const FETCHING: [&str; 8] =
    ["now", "now_v1", "now_v6", "now_v7", "new_v4", "from_entropy", "from_os_rng", "try_from_os_rng"];

/// Words that stand for the outside world.
const OUTSIDE: [&str; 9] =
    ["File", "Instant", "OsRng", "SysRng", "SystemTime", "TcpStream", "UdpSocket", "UnixStream", "thread_rng"];

/// Modules of the standard library that reach outside.
const STD: [&str; 7] = ["env", "fs", "io", "net", "os", "process", "thread"];

fn broken(tree: &Tree) -> Vec<String> {
    let mut broken = Vec::new();
    for directory in ["crates/domain/src/", "crates/papers/src/", "crates/vault/src/"] {
        for (path, text) in tree.below(directory, &[".rs"]) {
            let tokens = tokens(text);
            for (at, word) in tokens.iter().enumerate() {
                let before = |back: usize| at.checked_sub(back).map_or("", |at| tokens[at].as_str());
                let fetching = FETCHING.contains(&word.as_str()) && ["::", "."].contains(&before(1));
                let of_std = STD.contains(&word.as_str()) && before(1) == "::" && before(2) == "std";
                if fetching || of_std || OUTSIDE.contains(&word.as_str()) {
                    broken.push(format!("{path}: pure code may not use `{}{}{word}`", before(2), before(1)));
                }
            }
        }
    }
    broken
}

#[test]
fn rules_and_vault_fetch_nothing_by_themselves() {
    assert_none(&broken(&Tree::of_this_checkout()));
}

#[test]
fn clocks_randomness_and_files_are_caught() {
    let check = |text: &str| broken(&Tree::made_up(&[("crates/domain/src/period.rs", text)])).len();
    assert_eq!(check("fn day(now: Timestamp) -> u8 { now.day() } // Timestamp::now() is the caller's"), 0);
    for text in [
        "let at = Timestamp::now();",
        "let id = Uuid::now_v7();",
        "use std::fs;",
        "use std::time::Instant;",
        "OsRng.fill_bytes(&mut key);",
    ] {
        assert_eq!(check(text), 1, "{text}");
    }
}
