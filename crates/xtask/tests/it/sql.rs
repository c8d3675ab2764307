//! SQL is written in `store` and nowhere else. Tests may look into the database, and turn its clock, from outside.

use crate::assert_none;
use crate::tokens::tokens;
use crate::tree::Tree;

fn broken(tree: &Tree) -> Vec<String> {
    let mut broken = Vec::new();
    for (path, text) in tree.below("crates/", &[".rs"]) {
        if path.starts_with("crates/store/") || path.contains("/tests/") {
            continue;
        }
        let tokens = tokens(text);
        for (at, word) in tokens.iter().enumerate() {
            let is_query = word.starts_with("query") || word == "raw_sql" || word == "QueryBuilder";
            let before = |back: usize| at.checked_sub(back).map_or("", |at| tokens[at].as_str());
            let macro_call = ["query", "query_as", "query_scalar", "query_file"].contains(&word.as_str())
                && tokens.get(at + 1).is_some_and(|next| next == "!");
            let of_sqlx =
                is_query && before(1) == "::" && before(2) == "sqlx" || is_query && in_group_of_sqlx(&tokens, at);
            if macro_call || of_sqlx {
                broken.push(format!("{path}: `{word}` belongs in crates/store"));
            }
        }
    }
    broken
}

/// Inside the braces of `use sqlx::{...}`.
fn in_group_of_sqlx(tokens: &[String], at: usize) -> bool {
    let statement = tokens[..at].iter().rposition(|token| token == ";" || token == "}").map_or(0, |end| end + 1);
    let words: Vec<&str> = tokens[statement..at].iter().map(String::as_str).collect();
    words.windows(3).any(|three| three == ["sqlx", "::", "{"]) && words.contains(&"use")
}

#[test]
fn only_the_store_speaks_sql() {
    assert_none(&broken(&Tree::of_this_checkout()));
}

#[test]
fn queries_elsewhere_are_caught() {
    let check = |path: &str, text: &str| broken(&Tree::made_up(&[(path, text)])).len();
    let query = "sqlx::query(\"SELECT 1\").execute(c)";
    assert_eq!(check("crates/store/src/users.rs", query), 0);
    assert_eq!(check("crates/server/tests/it/chat.rs", query), 0);
    assert_eq!(check("crates/server/src/app.rs", "fn f(c: sqlx::PgConnection, query: &str) { search(query) }"), 0);
    for text in [query, "use sqlx::{PgPool, query_as};", "query!(\"SELECT 1\")", "sqlx::raw_sql(TEXT)"] {
        assert_eq!(check("crates/server/src/chat/send.rs", text), 1, "{text}");
    }
}
