//! E-mail addresses, as people type them.

use unicode_normalization::UnicodeNormalization;

use super::Fields;

/// The longest address that mail can be sent to (RFC 5321 §4.5.3.1.3).
const ADDRESS_BYTES_MAX: usize = 254;

/// The form in which addresses are kept and compared: trimmed, in lower case, and each letter written in one way (NFC): keyboards
/// differ in how they type an é.
#[must_use]
pub fn normalise(address: &str) -> String {
    address.trim().to_lowercase().nfc().collect()
}

/// Takes an address in its normal form. Whether mail arrives there, only mail can tell; this refuses what cannot be one.
pub fn check(fields: &mut Fields, field: &str, address: &str) -> String {
    let address = normalise(address);
    let looks_right = address.len() <= ADDRESS_BYTES_MAX
        && !address.chars().any(|c| c.is_whitespace() || c.is_control())
        && address.parse::<lettre::Address>().is_ok();
    fields.check(looks_right, field, "not_an_email", "Give an e-mail address, such as ann@example.org.");
    address
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_compared_without_case_and_what_cannot_be_one_is_refused() {
        for (typed, good) in [
            (" Ann@Example.org ", true),
            ("ann", false),
            ("ann@", false),
            ("@example.org", false),
            ("ann smith@example.org", false),
            ("ann@example.org\nbcc: eve@example.org", false),
        ] {
            let mut fields = Fields::default();
            let address = check(&mut fields, "email", typed);
            assert_eq!(fields.finish().is_ok(), good, "{typed:?}");
            assert!(!good || address == "ann@example.org");
        }
    }

    #[test]
    fn letters_that_look_the_same_are_the_same() {
        assert_eq!(normalise("RENE\u{301}E@example.org"), "ren\u{e9}e@example.org");
    }
}
