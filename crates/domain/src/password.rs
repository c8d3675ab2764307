//! What a new password must be: long enough, and not one of those that are tried first (NIST SP 800-63B §3.1.1.2).
//!
//! There are no rules about kinds of characters. `common_passwords.txt` has about 9,300 lower-case passwords of 8 to 40
//! characters: those of Django's list (20,000 from public leaks, by Royce Williams; BSD) and the longer ones of
//! `@zxcvbn-ts/language-common` (MIT). It is small on purpose: it stops what guessers try in the first minutes, not everything
//! that ever leaked.

/// The shortest password, in characters.
pub const CHARACTERS_MIN: usize = 10;
/// The longest password, in bytes of UTF-8. Longer ones add no strength, only work.
pub const BYTES_MAX: usize = 1024;

const COMMON: &str = include_str!("common_passwords.txt");
/// So many characters added to a common password do not make it another one.
const DECORATION_MAX: usize = 6;

/// Why a password is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordRefused {
    /// Too few characters.
    #[error("shorter than {CHARACTERS_MIN} characters")]
    TooShort,
    /// Too many bytes.
    #[error("longer than {BYTES_MAX} bytes")]
    TooLong,
    /// Among those that are guessed first, also with a few digits or signs at its end.
    #[error("one of the most common passwords")]
    Common,
    /// The person's own name or address, or this program's.
    #[error("made of what everybody knows about the account")]
    Personal,
}

/// Whether somebody may take this password; `known` is what others know about them.
pub fn check(password: &str, known: &[&str]) -> Result<(), PasswordRefused> {
    if password.len() > BYTES_MAX {
        return Err(PasswordRefused::TooLong);
    }
    if password.chars().count() < CHARACTERS_MIN {
        return Err(PasswordRefused::TooShort);
    }
    let password = password.to_lowercase();
    let plain = undecorated(&password);
    if is_repetition(&password) || [password.as_str(), plain].into_iter().any(is_common) {
        return Err(PasswordRefused::Common);
    }
    let is_known = |word: &str| !word.is_empty() && (password == word || plain == word);
    let personal = known.iter().any(|word| {
        let word = word.to_lowercase();
        is_known(&word) || word.split_once('@').is_some_and(|(local, _)| is_known(local))
    });
    if personal || plain == "potluck" { Err(PasswordRefused::Personal) } else { Ok(()) }
}

/// Without the digits and signs that people add to get past a rule.
fn undecorated(password: &str) -> &str {
    let plain = password.trim_end_matches(|c: char| !c.is_alphabetic());
    let added = password.chars().count().saturating_sub(plain.chars().count());
    if added <= DECORATION_MAX { plain } else { password }
}

fn is_common(password: &str) -> bool {
    COMMON.lines().any(|common| common == password)
}

/// One to three characters, over and over.
fn is_repetition(password: &str) -> bool {
    let characters: Vec<char> = password.chars().collect();
    (1..=3).any(|length| characters.iter().zip(characters.iter().skip(length)).all(|(one, next)| one == next))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_guessed_first_is_refused_and_what_is_not_is_taken() {
        use PasswordRefused::{Common, Personal, TooLong, TooShort};
        for (password, decision) in [
            ("", Err(TooShort)),
            ("nine char", Err(TooShort)),
            ("ten charac", Ok(())),
            // Counted in characters, not in bytes.
            ("ääääää", Err(TooShort)),
            ("qwertyuiop", Err(Common)),
            ("QwErTyUiOp", Err(Common)),
            ("Password2024!", Err(Common)),
            ("basketball!!", Err(Common)),
            ("basketball 17 11 2024", Ok(())),
            ("aaaaaaaaaaaa", Err(Common)),
            ("abcabcabcabc", Err(Common)),
            ("ann@example.org", Err(Personal)),
            ("Ann.Smithson", Err(Personal)),
            ("ann.smithson99", Err(Personal)),
            ("ann smithson", Err(Personal)),
            ("potluck!!!", Err(Personal)),
            ("potluck demo", Ok(())),
            ("Ann Smithson has a dog", Ok(())),
            ("correct horse battery staple", Ok(())),
            ("пароль из многих слов", Ok(())),
        ] {
            assert_eq!(
                check(password, &["ann.smithson@example.org", "Ann Smithson", "ann@example.org"]),
                decision,
                "{password}"
            );
        }
        assert_eq!(check(&"ä".repeat(512), &[]), Err(Common));
        assert_eq!(check(&"äbcdefghi".repeat(103), &[]), Err(TooLong));
    }

    #[test]
    fn the_list_is_lower_case_sorted_and_without_what_is_too_short_anyway() {
        let lines: Vec<&str> = COMMON.lines().collect();
        assert!(lines.len() > 9_000, "{}", lines.len());
        assert!(lines.is_sorted());
        assert!(lines.iter().all(|line| line.len() >= 8 && line.to_lowercase() == *line));
    }
}
