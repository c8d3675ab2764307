//! Runs checks one after the other, tells each one's end, and adds up.

use std::fs::{self, File};
use std::io::{IsTerminal, Write, stdout};
use std::path::PathBuf;
use std::process::{Command, ExitCode, ExitStatus, Stdio};
use std::time::Instant;

use crate::checks::counts::Counts;
use crate::failure::{Context, Failure, Outcome};
use crate::workspace;

/// How a check that could be carried out ended. What could not be carried out is a [`Failure`].
pub(crate) enum Ending {
    /// Nothing to complain about.
    Passed,
    /// Tests ran; the text is shown when one failed.
    Counted(Counts, String),
    /// Not carried out here; how to change that.
    Skipped(String),
}

/// The checks so far.
pub(crate) struct Run {
    started: Instant,
    logs: PathBuf,
    tests: Counts,
    checks: Counts,
    failed: Vec<String>,
}

impl Run {
    /// Output goes to files below the target directory, one for each check.
    pub(crate) fn new() -> Outcome<Self> {
        let logs = workspace::target_dir()?.join("xtask/logs");
        fs::create_dir_all(&logs).context(logs.display())?;
        let zero = Counts::default();
        Ok(Self { started: Instant::now(), logs, tests: zero, checks: zero, failed: Vec::new() })
    }

    /// Carries out one check and says how it ended; true when nothing failed.
    pub(crate) fn check(&mut self, name: &str, work: impl FnOnce(&Log) -> Outcome<Ending>) -> bool {
        let log = Log { path: self.logs.join(format!("{}.log", name.to_lowercase().replace(' ', "-"))) };
        if stdout().is_terminal() {
            print!("....  {name}\r");
            // Only for the eye.
            let _ = stdout().flush();
        }
        let started = Instant::now();
        let ending = work(&log);
        let seconds = started.elapsed().as_secs_f32();
        let line = |mark: &str, remark: &str| println!("{mark:<5} {name:<28} {seconds:>7.1} s  {remark}");
        match ending {
            Ok(Ending::Passed) => {
                line("ok", "");
                self.checks.passed += 1;
            }
            Ok(Ending::Skipped(advice)) => {
                line("skip", &advice);
                self.checks.skipped += 1;
            }
            Ok(Ending::Counted(counts, output)) => {
                self.tests += counts;
                if counts.failed == 0 {
                    line("ok", &counts.to_string());
                    self.checks.passed += 1;
                    return true;
                }
                line("FAIL", &counts.to_string());
                println!("{}\n", output.trim_end());
                self.failed.push(name.to_owned());
                return false;
            }
            Err(Failure(output)) => {
                line("FAIL", "");
                println!("{}\n", output.trim_end());
                self.checks.failed += 1;
                self.failed.push(name.to_owned());
                return false;
            }
        }
        true
    }

    /// Closes with the counts. A failed check that has no tests of its own counts as one failure, so that the
    /// last line never looks better than the run was.
    pub(crate) fn close(self) -> ExitCode {
        let Counts { passed, failed, skipped } = self.checks;
        println!("\nChecks without tests: {failed} failed, {skipped} skipped; {passed} checks passed.");
        if !self.failed.is_empty() {
            println!("Failed: {}. Each one's output is also in {}.", self.failed.join(", "), self.logs.display());
        }
        println!("Took {:.0} s.", self.started.elapsed().as_secs_f32());
        let mut total = self.tests;
        total += Counts { passed: 0, failed, skipped };
        println!("{total}");
        if self.failed.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
    }
}

/// Where one check's output goes.
pub(crate) struct Log {
    path: PathBuf,
}

impl Log {
    /// Runs a command to its end and returns all that it printed, in order.
    pub(crate) fn run(&self, command: &mut Command) -> Outcome<(ExitStatus, String)> {
        let file = File::create(&self.path).context(self.path.display())?;
        let same = file.try_clone()?;
        let name = command.get_program().to_string_lossy().into_owned();
        // Plain text, for people and for counting.
        command.env_remove("FORCE_COLOR").env("NO_COLOR", "1").env("CARGO_TERM_COLOR", "never");
        let status = command.stdin(Stdio::null()).stdout(same).stderr(file).status().context(name)?;
        let output = fs::read(&self.path).context(self.path.display())?;
        Ok((status, String::from_utf8_lossy(&output).into_owned()))
    }

    /// A command that is the whole check.
    pub(crate) fn passes(&self, command: &mut Command) -> Outcome<Ending> {
        let (status, output) = self.run(command)?;
        if status.success() { Ok(Ending::Passed) } else { Err(Failure(output)) }
    }

    /// A command that runs tests. It fails too when it ran none, or fails without a failed test.
    pub(crate) fn counts(&self, command: &mut Command, read: impl FnOnce(&str) -> Option<Counts>) -> Outcome<Ending> {
        let (status, output) = self.run(command)?;
        match read(&output).filter(|counts| counts.passed + counts.failed > 0) {
            Some(counts) if status.success() == (counts.failed == 0) => Ok(Ending::Counted(counts, output)),
            Some(counts) => Err(Failure(format!("{output}\nIt ended with {status}, but says: {counts}"))),
            None => Err(Failure(format!("{output}\nIt ended with {status} and ran no tests."))),
        }
    }
}
