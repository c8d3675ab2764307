//! Inside the web app: features do not know each other; `ui` and `lib` know no feature; one file asks over HTTP.

use crate::assert_none;
use crate::tree::Tree;

/// What a file belongs to, from its path below `web/src/`.
#[derive(Debug, PartialEq, Eq)]
enum Room {
    /// `main.tsx`, `routes/`, and what serves tests: may import everything.
    Free,
    Feature(String),
    Ui,
    Lib,
}

fn room(path: &str) -> Option<Room> {
    let mut parts = path.strip_prefix("web/src/")?.split('/');
    Some(match (parts.next()?, parts.next()) {
        ("features", Some(name)) => Room::Feature(name.to_owned()),
        ("ui", _) => Room::Ui,
        ("lib", _) => Room::Lib,
        _ => Room::Free,
    })
}

fn broken(tree: &Tree) -> Vec<String> {
    let mut broken = Vec::new();
    for (path, text) in tree.below("web/src/", &[".ts", ".tsx", ".css"]) {
        for import in imports(text) {
            let Some(target) = resolve(path, import) else { continue };
            let allowed = match (room(path), room(&target)) {
                (Some(Room::Feature(own)), Some(Room::Feature(other))) => own == other,
                (Some(Room::Ui | Room::Lib), Some(Room::Feature(_))) | (Some(Room::Lib), Some(Room::Ui)) => false,
                (Some(Room::Free), _) => true,
                _ => !target.starts_with("web/src/routes/"),
            };
            if !allowed {
                broken.push(format!("{path} may not import {import}"));
            }
        }
    }
    broken
}

/// The quoted words after `from`, `import` and `import(`.
fn imports(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for quote in ['"', '\''] {
        let pieces: Vec<&str> = text.split(quote).collect();
        for pair in pieces.windows(2) {
            let before = pair[0].trim_end_matches(['(', ' ', '\n']);
            if before.ends_with("from") || before.ends_with("import") {
                found.push(pair[1]);
            }
        }
    }
    found
}

/// A path from the checkout's top, for imports that stay in it.
fn resolve(from: &str, import: &str) -> Option<String> {
    let (mut parts, rest): (Vec<&str>, &str) = match import.strip_prefix("@/") {
        Some(rest) => (vec!["web", "src"], rest),
        None if import.starts_with('.') => (from.rsplit_once('/')?.0.split('/').collect(), import),
        None => return None,
    };
    for part in rest.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            name => parts.push(name),
        }
    }
    // A directory's own file stands for it.
    Some(parts.join("/") + "/")
}

/// The one file that may call `fetch`: it alone can tell a lost connection from a fault of our own.
const REACH: &str = "web/src/lib/api/reach.ts";

fn loose_fetches(tree: &Tree) -> Vec<String> {
    let is_test = |path: &str| path.contains(".test.") || path.starts_with("web/src/test/");
    tree.below("web/src/", &[".ts", ".tsx"])
        .filter(|(path, text)| *path != REACH && !is_test(path) && calls_fetch(text))
        .map(|(path, _)| format!("{path} may not call fetch: {REACH} does"))
        .collect()
}

fn calls_fetch(text: &str) -> bool {
    text.match_indices("fetch(")
        .any(|(at, _)| !text[..at].ends_with(|last: char| last.is_alphanumeric() || last == '_'))
}

#[test]
fn one_file_asks_over_http() {
    assert_none(&loose_fetches(&Tree::of_this_checkout()));
    let check = |path: &str, text: &str| loose_fetches(&Tree::made_up(&[(path, text)])).len();
    for (path, text) in [
        (REACH, "return fetch(request);"),
        ("web/src/features/chat/Chat.tsx", "void refetch(); queries.prefetch(query);"),
        ("web/src/lib/api/client.test.ts", "await fetch(url);"),
    ] {
        assert_eq!(check(path, text), 0, "{path}: {text}");
    }
    for text in ["await fetch(url);", "globalThis.fetch(url)"] {
        assert_eq!(check("web/src/features/chat/Chat.tsx", text), 1, "{text}");
    }
}

#[test]
fn features_do_not_import_each_other() {
    assert_none(&broken(&Tree::of_this_checkout()));
}

#[test]
fn every_forbidden_import_is_caught() {
    let check = |path: &str, text: &str| broken(&Tree::made_up(&[(path, text)])).len();
    for (path, text) in [
        ("web/src/features/chat/Chat.tsx", "import { Button } from '@/ui/Button';\nimport { fold } from './fold';"),
        ("web/src/features/chat/parts/Reply.tsx", "import { fold } from '../fold';"),
        ("web/src/routes/chat.tsx", "import { Chat } from '@/features/chat/Chat';"),
        ("web/src/ui/Button.tsx", "import { cx } from './cx';\nimport { t } from '@/lib/i18n';"),
        ("web/src/lib/api.ts", "import createClient from 'openapi-fetch';"),
    ] {
        assert_eq!(check(path, text), 0, "{path}: {text}");
    }
    for (path, text) in [
        ("web/src/features/chat/Chat.tsx", "import { Share } from '@/features/billing/Share';"),
        ("web/src/features/chat/Chat.tsx", "import { Share } from '../billing/Share';"),
        ("web/src/features/chat/Chat.tsx", "export * from \"../billing\";"),
        ("web/src/features/chat/Chat.tsx", "const later = await import('../billing/Share');"),
        ("web/src/features/chat/Chat.tsx", "import { route } from '@/routes/chat';"),
        ("web/src/ui/Button.tsx", "import { Chat } from '../features/chat/Chat';"),
        ("web/src/lib/api.ts", "import { Chat } from '@/features/chat/Chat';"),
        ("web/src/lib/api.ts", "import { Button } from '@/ui/Button';"),
    ] {
        assert_eq!(check(path, text), 1, "{path}: {text}");
    }
}
