//! Just enough of Rust's grammar to find paths: words and punctuation without comments, strings and
//! characters, and the module paths among them.

/// Words, `::`, and single punctuation marks.
pub(crate) fn tokens(source: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let length = if first.is_whitespace() {
            first.len_utf8()
        } else if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            block_comment(rest)
        } else if let Some(length) = string(rest) {
            length
        } else if first == '\'' {
            character(rest)
        } else if is_word(first) {
            let length = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
            tokens.push(rest[..length].to_owned());
            length
        } else {
            let length = if rest.starts_with("::") { 2 } else { first.len_utf8() };
            tokens.push(rest[..length].to_owned());
            length
        };
        rest = &rest[length..];
    }
    tokens
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn block_comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while at < rest.len() {
        let here = &rest.as_bytes()[at..];
        if here.starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if here.starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    rest.len()
}

/// The length of a string literal of any kind at the start, if there is one.
fn string(rest: &str) -> Option<usize> {
    let prefix = ["", "b", "c"].into_iter().find(|prefix| {
        rest.strip_prefix(prefix).is_some_and(|after| after.trim_start_matches(['r', '#']).starts_with('"'))
    })?;
    let after = &rest[prefix.len()..];
    if let Some(raw) = after.strip_prefix('r') {
        let marks = raw.len() - raw.trim_start_matches('#').len();
        let end = format!("\"{}", "#".repeat(marks));
        let body = raw.get(marks..)?.strip_prefix('"')?;
        let found = body.find(&end)? + end.len();
        return Some(prefix.len() + 1 + marks + 1 + found);
    }
    let mut escaped = false;
    for (at, c) in after.strip_prefix('"')?.char_indices() {
        match c {
            '"' if !escaped => return Some(prefix.len() + 1 + at + 1),
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    Some(rest.len())
}

/// A character literal whole; of a lifetime only its mark.
fn character(rest: &str) -> usize {
    let mut characters = rest.char_indices().skip(1);
    match (characters.next(), characters.next()) {
        (Some((_, '\\')), Some((at, escaped))) => {
            let after = at + escaped.len_utf8();
            rest[after..].find('\'').map_or(1, |end| after + end + 1)
        }
        (Some(_), Some((at, '\''))) => at + 1,
        _ => 1,
    }
}

/// A path that begins at the crate's root, such as `["accounts", "Session"]`.
pub(crate) type Absolute = Vec<String>;

/// Every path in a file that names its place in the crate: from `crate`, or through `super` and `self`.
/// `module` is the file's own place.
pub(crate) fn crate_paths(source: &str, module: &[&str]) -> Vec<Absolute> {
    let tokens = tokens(source);
    let words: Vec<&str> = tokens.iter().map(String::as_str).collect();
    let mut place: Vec<String> = module.iter().map(|&name| name.to_owned()).collect();
    // For each open brace: whether it belongs to an inline module.
    let mut braces = Vec::new();
    let mut found = Vec::new();
    for at in 0..words.len() {
        match words[at] {
            "{" => {
                let inline = at >= 2 && words[at - 2] == "mod";
                if inline {
                    place.push(words[at - 1].to_owned());
                }
                braces.push(inline);
            }
            // The guard closes every brace; only a module's leads back up.
            "}" if braces.pop() == Some(true) => {
                place.pop();
            }
            "crate" | "super" | "self" if follows(&words, at, "::") && !precedes(&words, at, "::") => {
                expand(&words, at, &place, &mut found);
            }
            _ => {}
        }
    }
    found
}

fn follows(words: &[&str], at: usize, wanted: &str) -> bool {
    words.get(at + 1) == Some(&wanted)
}

fn precedes(words: &[&str], at: usize, wanted: &str) -> bool {
    at > 0 && words[at - 1] == wanted
}

/// Reads one path, with its groups, and returns where it ends.
fn expand(words: &[&str], mut at: usize, base: &[String], found: &mut Vec<Absolute>) -> usize {
    let mut path = base.to_vec();
    loop {
        match words.get(at) {
            Some(&"crate") => path.clear(),
            Some(&"super") => {
                path.pop();
            }
            Some(&"self") => {}
            Some(&"{") => {
                at += 1;
                while words.get(at).is_some_and(|&word| word != "}") {
                    at = if words[at] == "," { at + 1 } else { expand(words, at, &path, found) };
                }
                return at + 1;
            }
            Some(&word) => path.push(word.to_owned()),
            None => break,
        }
        if !follows(words, at, "::") {
            break;
        }
        at += 2;
    }
    found.push(path);
    at += 1;
    if words.get(at) == Some(&"as") {
        at += 2;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(source: &str, module: &[&str]) -> Vec<String> {
        crate_paths(source, module).iter().map(|path| path.join("::")).collect()
    }

    #[test]
    fn comments_strings_and_characters_hold_no_words() {
        let source = "a /* b /* c */ d */ \"e \\\" f\" r#\"g \" h\"# 'i' '\\'' b\"j\" &'k l // m\nn::o";
        assert_eq!(tokens(source), ["a", "&", "k", "l", "n", "::", "o"]);
    }

    #[test]
    fn paths_are_found_wherever_they_are_written() {
        let source = "use crate::{app::App, http::{self, Problem as P}}; fn f() -> crate::keys::Key { self::g() }";
        assert_eq!(
            joined(source, &["chat", "send"]),
            ["app::App", "http", "http::Problem", "keys::Key", "chat::send::g"]
        );
    }

    #[test]
    fn super_counts_from_the_innermost_module() {
        let source = "use super::super::billing::Invoice; mod tests { use super::*; fn f() { super::super::g() } } \
                      use super::x;";
        assert_eq!(joined(source, &["chat", "send"]), ["billing::Invoice", "chat::send::*", "chat::g", "chat::x"]);
    }
}
