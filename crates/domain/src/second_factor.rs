//! Codes that are typed when signing in: what they may look like, and how often somebody may guess.

use jiff::{SignedDuration, Timestamp};

/// Wrong codes in a row that make nobody wait: people mistype, and codes run out while they are typed.
const FREE_GUESSES: u32 = 5;
/// The first wait after that; each further wrong code doubles it.
const FIRST_WAIT: SignedDuration = SignedDuration::from_secs(30);
/// The longest wait. At one guess an hour, three of a million codes being right, guessing takes a lifetime.
const WAIT_MAX: SignedDuration = SignedDuration::from_hours(1);

/// How many backup codes a set has.
pub const BACKUP_CODES: usize = 10;
/// Crockford's base32: no I, L, O or U, so that what was written by hand can be read again.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const BACKUP_CHARACTERS: usize = 10;
const CODE_DIGITS: usize = 6;

/// The wrong codes since the last right one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attempts {
    /// How many.
    pub wrong_in_a_row: u32,
    /// When the last of them came.
    pub last_wrong_at: Option<Timestamp>,
}

/// A code as it was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Code {
    /// Six digits of the authenticator app.
    App(String),
    /// A backup code in its normal form.
    Backup(String),
}

impl Attempts {
    /// Until when nothing is tried; `None`: the next code may come now.
    #[must_use]
    pub fn wait_until(self, now: Timestamp) -> Option<Timestamp> {
        let waits = self.wrong_in_a_row.checked_sub(FREE_GUESSES)?;
        let wait = (0..waits).try_fold(FIRST_WAIT, |wait, _| {
            let doubled = wait.saturating_add(wait);
            if doubled < WAIT_MAX { Ok(doubled) } else { Err(WAIT_MAX) }
        });
        let (Ok(wait) | Err(wait)) = wait;
        let until = self.last_wrong_at?.checked_add(wait).ok()?;
        (until > now).then_some(until)
    }
}

impl Code {
    /// Reads a code as people type it: in either case, with or without spaces and dashes, the letter O for zero, I or L for
    /// one. `None`: it can be no code at all.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let typed: String = text
            .chars()
            .filter(|character| !character.is_whitespace() && *character != '-')
            .take(BACKUP_CHARACTERS.saturating_add(1))
            .collect();
        if typed.len() == CODE_DIGITS && typed.bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(Self::App(typed));
        }
        let meant: String = typed.chars().map(meant).collect();
        let is_backup = meant.len() == BACKUP_CHARACTERS && meant.bytes().all(|byte| ALPHABET.contains(&byte));
        is_backup.then_some(Self::Backup(meant))
    }
}

fn meant(typed: char) -> char {
    match typed.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    }
}

/// A backup code out of random bytes, each of which gives five bits: 50 together.
#[must_use]
pub fn backup_code(random: [u8; BACKUP_CHARACTERS]) -> String {
    random.iter().map(|byte| char::from(ALPHABET[usize::from(byte & 31)])).collect()
}

/// A backup code as it is shown: in two groups of five.
#[must_use]
pub fn shown(code: &str) -> String {
    match code.split_at_checked(5) {
        Some((first, second)) => format!("{first}-{second}"),
        None => code.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds_to_wait(wrong_in_a_row: u32) -> i64 {
        let now = Timestamp::from_second(1_800_000_000).unwrap();
        let attempts = Attempts { wrong_in_a_row, last_wrong_at: Some(now) };
        attempts.wait_until(now).map_or(0, |until| until.duration_since(now).as_secs())
    }

    #[test]
    fn some_guesses_are_free_and_then_each_costs_twice_as_long() {
        let waits: Vec<i64> = [0, 1, 4, 5, 6, 7, 11, 12, 100, u32::MAX].map(seconds_to_wait).into();
        assert_eq!(waits, [0, 0, 0, 30, 60, 120, 1920, 3600, 3600, 3600]);
    }

    #[test]
    fn a_wait_ends_by_itself() {
        let then = Timestamp::from_second(1_800_000_000).unwrap();
        let attempts = Attempts { wrong_in_a_row: 5, last_wrong_at: Some(then) };
        let after = |seconds| then.checked_add(SignedDuration::from_secs(seconds)).unwrap();
        assert_eq!(attempts.wait_until(after(29)), Some(after(30)));
        assert_eq!(attempts.wait_until(after(30)), None);
    }

    #[test]
    fn codes_are_read_as_they_are_typed() {
        let (app, backup) =
            (|code: &str| Some(Code::App(code.to_owned())), |code: &str| Some(Code::Backup(code.to_owned())));
        for (typed, expected) in [
            ("123456", app("123456")),
            (" 123 456 ", app("123456")),
            ("ABCDE-FGH1K", backup("ABCDEFGH1K")),
            ("abcde fghik", backup("ABCDEFGH1K")),
            ("oo000-lI111", backup("0000011111")),
            ("", None),
            ("12345", None),
            ("1234567", None),
            ("ABCDE-FGH1K-2", None),
            ("ABCDE-FGHUK", None),
            ("１２３４５６", None),
        ] {
            assert_eq!(Code::read(typed), expected, "{typed:?}");
        }
        assert_eq!(Code::read(&"1".repeat(1_000_000)), None);
    }

    #[test]
    fn a_backup_code_is_read_back_as_it_was_shown() {
        let code = backup_code([0, 31, 32, 63, 255, 1, 2, 3, 4, 5]);
        assert_eq!(code, "0Z0ZZ12345");
        assert_eq!(Code::read(&shown(&code)), Some(Code::Backup(code)));
    }
}
