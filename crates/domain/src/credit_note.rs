//! Credit notes: what changes an invoice that is final.

use std::fmt;

use crate::words::words;

words! {
    /// Why a share was lowered.
    CreditReason {
        /// Its member was removed: the days that they do not have any more.
        Removed = "removed",
        /// Its member did not pay in time: the days that they cannot use any more.
        Suspended = "suspended",
        /// A payment of it goes back to whoever made it.
        Refunded = "refunded",
        /// Somebody joined: the slices that they took over and have paid for.
        Joined = "joined",
        /// Credit that was ordered was not paid for in time, or its member did not want it any more, or it came too late.
        Lapsed = "lapsed",
    }
}

/// A credit note's number, such as `CN-2026-000001`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CreditNoteNumber(String);

impl CreditNoteNumber {
    /// The number with this place in the sequence, of a note issued in this year.
    #[must_use]
    pub fn new(year: u16, sequence: u64) -> Self {
        Self(format!("CN-{year:04}-{sequence:06}"))
    }

    /// The number as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CreditNoteNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::CreditNoteNumber;

    #[test]
    fn numbers_name_the_year_and_the_place() {
        assert_eq!(CreditNoteNumber::new(2026, 7).to_string(), "CN-2026-000007");
    }
}
