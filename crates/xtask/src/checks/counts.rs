//! How many tests passed, read from what the test programs print.

use std::fmt;
use std::ops::AddAssign;

use serde_json::Value;

/// Numbers of tests.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) skipped: u64,
}

impl Counts {
    fn new(passed: u64, failed: u64, skipped: u64) -> Self {
        Self { passed, failed, skipped }
    }

    /// `Summary [ 5.5s] 30 tests run: 28 passed (1 slow), 1 failed, 1 timed out, 2 skipped`: the last line of
    /// that kind.
    pub(crate) fn from_nextest(output: &str) -> Option<Self> {
        let (_, summary) = output.lines().rev().find_map(|line| {
            let line = line.trim();
            line.starts_with("Summary").then(|| line.split_once(" run: "))?
        })?;
        let failed = number_before(summary, "failed") + number_before(summary, "timed");
        Some(Self::new(number_before(summary, "passed"), failed, number_before(summary, "skipped")))
    }

    /// The sum over all `test result: ok. 5 passed; 0 failed; 1 ignored; ...` of `cargo test`.
    pub(crate) fn from_cargo_test(output: &str) -> Option<Self> {
        let mut sum = None;
        for line in output.lines().filter(|line| line.starts_with("test result: ")) {
            let one =
                Self::new(number_before(line, "passed"), number_before(line, "failed"), number_before(line, "ignored"));
            *sum.get_or_insert_default() += one;
        }
        sum
    }

    /// Vitest's JSON report.
    pub(crate) fn from_vitest(report: &[u8]) -> Option<Self> {
        let report: Value = serde_json::from_slice(report).ok()?;
        let number = |name: &str| report[name].as_u64();
        Some(Self::new(
            number("numPassedTests")?,
            // A file that does not load has failed without a test of its own.
            number("numFailedTests")?.max(number("numFailedTestSuites").unwrap_or(0)),
            number("numPendingTests")? + number("numTodoTests").unwrap_or(0),
        ))
    }

    /// The last line that reads `12 passed, 0 failed` or `12 passed, 0 failed, 1 skipped`, in full.
    pub(crate) fn from_closing_line(output: &str) -> Option<Self> {
        output.lines().rev().find_map(|line| {
            let line = line.trim();
            let counts =
                Self::new(number_before(line, "passed"), number_before(line, "failed"), number_before(line, "skipped"));
            let with_skipped =
                format!("{} passed, {} failed, {} skipped", counts.passed, counts.failed, counts.skipped);
            (line == counts.to_string() || line == with_skipped).then_some(counts)
        })
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(f, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

/// The number right before a word, or zero.
fn number_before(line: &str, word: &str) -> u64 {
    let words: Vec<&str> = line.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.windows(2).find_map(|pair| if pair[1] == word { pair[0].parse().ok() } else { None }).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nextest_is_counted_with_its_side_remarks() {
        let read = Counts::from_nextest;
        let line = "     Summary [   5.549s] 30 tests run: 30 passed, 0 skipped";
        assert_eq!(read(line), Some(Counts::new(30, 0, 0)));
        let line = "Summary [  60.1s] 29/30 tests run: 26 passed (2 slow), 2 failed, 1 timed out, 4 skipped\n FAIL x";
        assert_eq!(read(line), Some(Counts::new(26, 3, 4)));
        assert_eq!(read("Summary [   0.1s] 1 test run: 1 passed, 0 skipped"), Some(Counts::new(1, 0, 0)));
        assert_eq!(read("error: could not compile"), None);
    }

    #[test]
    fn cargo_tests_results_are_summed() {
        let output = "test result: ok. 5 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.1s\n\
                      running 2 tests\n\
                      test result: FAILED. 1 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out\n";
        assert_eq!(Counts::from_cargo_test(output), Some(Counts::new(6, 1, 1)));
        assert_eq!(Counts::from_cargo_test("error"), None);
    }

    #[test]
    fn vitests_report_counts_files_that_do_not_load() {
        let report = br#"{"numPassedTests": 8, "numFailedTests": 0, "numFailedTestSuites": 1, "numPendingTests": 2, "numTodoTests": 1}"#;
        assert_eq!(Counts::from_vitest(report), Some(Counts::new(8, 1, 3)));
        assert_eq!(Counts::from_vitest(b"{}"), None);
    }

    #[test]
    fn a_closing_line_must_be_exact() {
        let read = Counts::from_closing_line;
        assert_eq!(read("x\n12 passed, 0 failed\n\n"), Some(Counts::new(12, 0, 0)));
        assert_eq!(read("12 passed, 1 failed, 2 skipped"), Some(Counts::new(12, 1, 2)));
        assert_eq!(read("about 12 passed, 0 failed"), None);
        assert_eq!(read("nothing"), None);
    }

    #[test]
    fn the_sum_is_the_last_line() {
        let mut sum = Counts::new(1, 0, 0);
        assert_eq!(sum.to_string(), "1 passed, 0 failed");
        sum += Counts::new(2, 1, 3);
        assert_eq!(sum.to_string(), "3 passed, 1 failed, 3 skipped");
    }
}
