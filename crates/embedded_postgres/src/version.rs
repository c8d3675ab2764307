//! Which PostgreSQL it is.

use std::fmt;

/// A PostgreSQL version, such as 18.4.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version {
    /// Decides the format of the files.
    pub major: u32,
    /// Fixes only.
    pub minor: u32,
}

impl Version {
    /// The oldest major version that the store's SQL runs on.
    pub const OLDEST_MAJOR: u32 = 15;

    /// Reads `postgres (PostgreSQL) 18.4` or `... 15.14 (Debian 15.14-0+deb12u1)`; a beta's minor is 0.
    pub(crate) fn parse(line: &str) -> Option<Self> {
        let number = line.split_once("(PostgreSQL) ")?.1.split_whitespace().next()?;
        let digits = |text: &str| -> String { text.chars().take_while(char::is_ascii_digit).collect() };
        let (major, minor) = number.split_once('.').unwrap_or((number, "0"));
        Some(Self { major: digits(major).parse().ok()?, minor: digits(minor).parse().unwrap_or(0) })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}

#[cfg(test)]
mod tests {
    use super::Version;

    #[test]
    fn versions_are_read_from_every_builders_line() {
        let read = |line| Version::parse(line).map(|version| version.to_string());
        assert_eq!(read("postgres (PostgreSQL) 18.4").as_deref(), Some("18.4"));
        assert_eq!(read("postgres (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)").as_deref(), Some("15.14"));
        assert_eq!(read("postgres (PostgreSQL) 19beta1").as_deref(), Some("19.0"));
        assert_eq!(read("something else"), None);
    }
}
