//! Documents that name places in the code do not go stale.

use crate::assert_none;
use crate::tree::Tree;

/// Every document for people that names places.
const DOCUMENTS: [&str; 6] =
    ["ARCHITECTURE.md", "CONTRIBUTING.md", "README.md", "bench/README.md", "e2e/README.md", "docs/"];

/// What only a place ends with.
const ENDINGS: [&str; 6] = [".rs", ".md", ".ts", ".tsx", ".css", ".sql"];
/// What only a place begins with.
const BEGINNINGS: [&str; 5] = ["bench/", "crates/", "docs/", "e2e/", "web/"];

/// Everything between single backquotes that looks like a file, a folder or a test and is not there.
fn stale(tree: &Tree, document: &str) -> Vec<String> {
    let Some(text) = tree.text(document) else { return vec![format!("there is no {document}")] };
    let quoted = text.split('`').skip(1).step_by(2);
    let mut broken = Vec::new();
    for named in quoted {
        let (path, item) = named.split_once("::").map_or((named, None), |(path, item)| (path, Some(item)));
        let is_place =
            ENDINGS.iter().any(|end| path.ends_with(end)) || BEGINNINGS.iter().any(|top| path.starts_with(top));
        if !is_place || path.contains([' ', '<', '{']) {
            continue;
        }
        let found = find(tree, path);
        if found.is_empty() {
            broken.push(format!("{document} names {path}, which is not there"));
        } else if let Some(item) = item
            && !found.iter().any(|text| text.contains(&format!("fn {item}(")))
        {
            broken.push(format!("{document} names {item}, which is not in {path}"));
        }
    }
    broken
}

/// The texts of what a document calls `path`: by its whole path, by its end, or as a crate and what is in its `src`. All that is in a folder.
fn find<'a>(tree: &'a Tree, path: &str) -> Vec<&'a str> {
    let path = path.trim_end_matches('/');
    let in_crate = path.split_once('/').map(|(name, rest)| format!("/crates/{name}/src/{rest}"));
    let wholes: Vec<String> = in_crate.into_iter().chain([format!("/{path}")]).collect();
    let is_meant = |file: &str| {
        let file = format!("/{file}");
        wholes.iter().any(|whole| file.ends_with(whole) || file.contains(&format!("{whole}/")))
    };
    tree.all().filter(|(file, _)| is_meant(file)).map(|(_, text)| text).collect()
}

#[test]
fn documents_name_places_and_tests_that_exist() {
    let tree = Tree::of_this_checkout();
    let named: Vec<&str> =
        DOCUMENTS.iter().flat_map(|place| tree.below(place, &[".md"])).map(|(document, _)| document).collect();
    for must in ["ARCHITECTURE.md", "docs/asvs.md", "docs/money-cases.md", "docs/ux.md", "docs/privacy.md"] {
        assert!(named.contains(&must), "{must} is not there");
    }
    assert_none(&named.iter().flat_map(|document| stale(&tree, document)).collect::<Vec<_>>());
}

#[test]
fn stale_places_are_caught() {
    let check = |text: &str| {
        let files = [
            ("docs/a.md", text),
            ("crates/server/tests/it/routes.rs", "fn it_holds() {}"),
            ("crates/server/src/chat/fold.rs", ""),
            ("web/src/a.ts", ""),
        ];
        stale(&Tree::made_up(&files), "docs/a.md").len()
    };
    for good in [
        "see `routes.rs::it_holds`, `crates/server/tests/it/routes.rs` and `web/src/a.ts` in `web/src`",
        "`chat/fold.rs` in `crates/server/src/chat/`, also as `server/chat/fold.rs`, and `a.ts`",
        "`/metrics`, `GET /x`, `unsafe_code = \"forbid\"`, `__Host-`, `@tanstack/react-query`, `crates/server/src/<feature>/`",
    ] {
        assert_eq!(check(good), 0, "{good}");
    }
    for bad in [
        "`routes.rs::it_broke`",
        "`web/src/b.ts`",
        "`web/lib`",
        "`nowhere.rs`",
        "`b.test.tsx`",
        "`server/fold.rs`",
        "`outes.rs`",
    ] {
        assert_eq!(check(bad), 1, "{bad}");
    }
    assert_eq!(stale(&Tree::made_up(&[]), "docs/a.md").len(), 1);
}
