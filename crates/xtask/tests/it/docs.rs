//! Documents that name places in the code do not go stale.

use crate::assert_none;
use crate::tree::Tree;

/// Where `file::test` without a folder is looked for.
const TESTS: &str = "crates/server/tests/it/";

/// Everything between single backquotes that looks like a file, a folder or a test and is not there.
fn stale(tree: &Tree, document: &str) -> Vec<String> {
    let Some(text) = tree.text(document) else { return vec![format!("there is no {document}")] };
    let quoted = text.split('`').skip(1).step_by(2);
    let mut broken = Vec::new();
    for named in quoted {
        let (path, item) = named.split_once("::").map_or((named, None), |(path, item)| (path, Some(item)));
        let is_place =
            path.contains('/') && !path.starts_with('/') || [".rs", ".md"].iter().any(|end| path.ends_with(end));
        if !is_place || path.contains(' ') {
            continue;
        }
        let found = [path.to_owned(), format!("{TESTS}{path}")].into_iter().find(|path| exists(tree, path));
        match (found, item) {
            (None, _) => broken.push(format!("{document} names {path}, which is not there")),
            (Some(found), Some(item)) if !tree.text(&found).unwrap_or_default().contains(&format!("fn {item}(")) => {
                broken.push(format!("{document} names {item}, which is not in {found}"));
            }
            (Some(_), _) => {}
        }
    }
    broken
}

fn exists(tree: &Tree, path: &str) -> bool {
    tree.all().any(|(file, _)| file == path || file.starts_with(&format!("{}/", path.trim_end_matches('/'))))
}

#[test]
fn the_table_of_requirements_names_tests_that_exist() {
    assert_none(&stale(&Tree::of_this_checkout(), "docs/asvs.md"));
}

#[test]
fn the_table_of_money_cases_names_tests_that_exist() {
    assert_none(&stale(&Tree::of_this_checkout(), "docs/money-cases.md"));
}

#[test]
fn stale_places_are_caught() {
    let check = |text: &str| {
        let files =
            [("docs/a.md", text), ("crates/server/tests/it/routes.rs", "fn it_holds() {}"), ("web/src/a.ts", "")];
        stale(&Tree::made_up(&files), "docs/a.md").len()
    };
    for good in [
        "see `routes.rs::it_holds` and `web/src/a.ts` in `web/src`",
        "`/metrics`, `GET /x`, `unsafe_code = \"forbid\"`, `__Host-`",
    ] {
        assert_eq!(check(good), 0, "{good}");
    }
    for bad in ["`routes.rs::it_broke`", "`web/src/b.ts`", "`web/lib`", "`nowhere.rs`"] {
        assert_eq!(check(bad), 1, "{bad}");
    }
    assert_eq!(stale(&Tree::made_up(&[]), "docs/a.md").len(), 1);
}
