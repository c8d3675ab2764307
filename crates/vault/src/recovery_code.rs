//! The recovery code: what opens a member's history when the password is forgotten.

use zeroize::{ZeroizeOnDrop, Zeroizing};

use crate::{ParseError, secret::Secret};

/// Crockford's base32: no I, L, O or U, so that what was written by hand can be read again.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters of five bits each: 160 bits.
const CHARACTERS: usize = 32;

/// 160 random bits that the member writes down at sign-up. The server keeps no copy, only a wrap by it.
#[derive(Debug, ZeroizeOnDrop)]
pub struct RecoveryCode(Secret<20>);

impl RecoveryCode {
    /// Makes a code of 20 bytes from the operating system's random source.
    #[must_use]
    pub fn from_random(bytes: [u8; 20]) -> Self {
        Self(Secret::new(bytes))
    }

    /// The code as it is shown, in eight groups of four: `XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX-XXXX`.
    #[must_use]
    pub fn encode(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(CHARACTERS + 7));
        for five_bytes in self.0.bytes().chunks_exact(5) {
            let bits = five_bytes.iter().fold(0, |bits, &byte| bits << 8 | u64::from(byte));
            for group in [bits >> 20, bits] {
                if !text.is_empty() {
                    text.push('-');
                }
                for shift in [15, 10, 5, 0] {
                    text.push(char::from(ALPHABET[(group >> shift & 31) as usize]));
                }
            }
        }
        text
    }

    /// Reads a code as people type it: in either case, with or without dashes and spaces, the letter O for
    /// zero, I or L for one. A code with a typing error usually parses too, and then opens nothing.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        let mut values = Zeroizing::new(Vec::with_capacity(CHARACTERS));
        for typed in text.chars().filter(|&typed| !is_separator(typed)) {
            let value = value(typed).ok_or(ParseError::Character)?;
            if values.len() == CHARACTERS {
                return Err(ParseError::Length);
            }
            values.push(value);
        }
        if values.len() < CHARACTERS {
            return Err(ParseError::Length);
        }
        let mut bytes = Zeroizing::new([0; 20]);
        for (five_bytes, eight_values) in bytes.chunks_exact_mut(5).zip(values.chunks_exact(8)) {
            let bits = eight_values.iter().fold(0_u64, |bits, value| bits << 5 | value);
            let [_, _, _, low @ ..] = bits.to_be_bytes();
            five_bytes.copy_from_slice(&low);
        }
        Ok(Self(Secret::new(*bytes)))
    }

    pub(crate) fn bytes(&self) -> &[u8; 20] {
        self.0.bytes()
    }
}

/// Spaces and dashes of every kind: word processors and phones replace the plain ones.
fn is_separator(typed: char) -> bool {
    typed.is_whitespace() || matches!(typed, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// The five bits that a typed character stands for.
fn value(typed: char) -> Option<u64> {
    let meant = match typed.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    (0..).zip(ALPHABET).find_map(|(value, &character)| (char::from(character) == meant).then_some(value))
}
