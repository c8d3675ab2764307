//! docs/ux.md names the browser test that shows each point: `suite: *title*`, with "…" for what is left out of a title, or `suite: all`.

use crate::assert_none;
use crate::tree::Tree;

const DOCUMENT: &str = "docs/ux.md";
const SUITES: &str = "e2e/tests/";
const SUITE_END: &str = ".test.ts";

/// In the place of `${…}` in a title.
const SOMETHING: char = '\0';

/// Every name of a suite or a test that is in none of them.
fn stale(tree: &Tree) -> Vec<String> {
    let Some(text) = tree.text(DOCUMENT) else { return vec![format!("there is no {DOCUMENT}")] };
    let cells = text.lines().filter(|line| line.starts_with('|')).filter_map(|line| line.split('|').nth(2));
    cells.flat_map(|cell| stale_in(tree, cell)).collect()
}

fn stale_in(tree: &Tree, cell: &str) -> Vec<String> {
    let mut broken = Vec::new();
    let mut suite = "";
    for (index, part) in cell.split('*').enumerate() {
        if index % 2 == 1 {
            let titles: Vec<String> = files(tree, suite).flat_map(titles).collect();
            if !titles.iter().any(|title| is_named(title, part)) {
                broken.push(format!("{DOCUMENT} names *{part}*, which is no test of {suite:?}"));
            }
            continue;
        }
        for clause in part.split(';') {
            let mut pieces = clause.split(": ").peekable();
            while let Some(piece) = pieces.next() {
                let Some(after) = pieces.peek() else { continue };
                let names = piece.trim().trim_start_matches("all,");
                suite = names.rsplit(", ").next().unwrap_or_default().trim();
                if after.trim_start().starts_with("all") {
                    let none = names.split(", ").map(str::trim).filter(|name| files(tree, name).next().is_none());
                    broken.extend(none.map(|name| format!("{DOCUMENT} names the suite {name}, which is not there")));
                }
            }
        }
    }
    broken
}

/// The file of a suite, or the files of a folder of suites.
fn files<'a>(tree: &'a Tree, suite: &'a str) -> impl Iterator<Item = &'a str> {
    let of_suite = move |path: &str| {
        path.strip_prefix(SUITES).and_then(|path| path.strip_suffix(SUITE_END)).is_some_and(|name| {
            name == suite || name.strip_prefix(suite).is_some_and(|rest| rest.starts_with('/') && !suite.is_empty())
        })
    };
    tree.all().filter(move |(path, _)| of_suite(path)).map(|(_, text)| text)
}

/// The names of the tests in a file: the first text after each `test(`, and after the list of each `test.for(`.
fn titles(text: &str) -> Vec<String> {
    let is_call = |before: &str| !before.ends_with(|last: char| last.is_alphanumeric() || last == '.' || last == '_');
    let after = |call: &'static str| {
        text.match_indices(call)
            .filter(move |(at, _)| is_call(&text[..*at]))
            .map(move |(at, _)| &text[at + call.len()..])
    };
    let listed = after("test.for(").filter_map(|list| list.split_once(")(").map(|(_, rest)| rest));
    after("test(").chain(listed).filter_map(|rest| title(rest.trim_start())).collect()
}

fn title(text: &str) -> Option<String> {
    let quote = text.chars().next().filter(|first| ['\'', '"', '`'].contains(first))?;
    let mut title = String::new();
    let mut rest = text[1..].chars();
    loop {
        match rest.next()? {
            '\\' => title.push(rest.next()?),
            '$' if quote == '`' => {
                title.push(SOMETHING);
                rest.find(|&end| end == '}')?;
            }
            end if end == quote => return Some(title),
            letter => title.push(letter),
        }
    }
}

/// Whether a document's words are a test's name: all of it, or its parts in their order around each "…".
fn is_named(title: &str, words: &str) -> bool {
    let mut pieces = words.split('…').map(str::trim);
    let first = pieces.next().unwrap_or_default();
    let Some(mut rest) = title.strip_prefix(first) else { return false };
    let mut last = None;
    for piece in pieces {
        let Some(at) = rest.find(piece) else { return false };
        rest = &rest[at + piece.len()..];
        last = Some(piece);
    }
    match last {
        None => rest.is_empty(),
        Some(last) => last.is_empty() || rest.is_empty() || title.ends_with(last),
    }
}

#[test]
fn what_people_can_expect_names_browser_tests_that_exist() {
    assert_none(&stale(&Tree::of_this_checkout()));
}

#[test]
fn stale_names_are_caught() {
    let check = |cell: &str| {
        let suite = "test('a draft goes on; and: there', async () => {});\n\
                     for (const device of DEVICES) {\n  test(`offline, it is said (${device})`, async () => {});\n}\n\
                     test(\n  'one’s own, and \"more\"',\n);\ntest.for([\n  ['de'],\n])(\n  '%s is one', async () => {});\nretest('not one');\nawait other.test('nor this');\n";
        let row = format!("| point | {cell} |\n");
        stale(&Tree::made_up(&[
            (DOCUMENT, &row),
            ("e2e/tests/drafts.test.ts", suite),
            ("e2e/tests/accessibility/chat.test.ts", "test('the chat', () => {});"),
        ]))
        .len()
    };
    for good in [
        "drafts: *a draft goes on; and: there*; `Diagram.test.tsx`",
        "drafts: *a draft …*, *one’s own, and \"more\"*, on both devices",
        "drafts: *… is one*",
        "drafts: *offline, …*, by `watch.ts`; drafts: *… there*",
        "accessibility: all; accessibility/chat: *the chat*; drafts, accessibility: all",
        "accessibility: all, drafts: *a draft … there*, and by hand: `docs/ux.md`",
        "not yet",
    ] {
        assert_eq!(check(good), 0, "{good}");
    }
    for bad in [
        "drafts: *a draft*",
        "drafts: *a draft … elsewhere*",
        "drafts: *draft …*",
        "drafts: *not one*",
        "drafts: *nor this*",
        "accessibility: *a draft …*",
        "draft: *a draft …*",
        "*a draft …*",
        "drafts, nothing: all",
        "access: all",
    ] {
        assert_eq!(check(bad), 1, "{bad}");
    }
}
