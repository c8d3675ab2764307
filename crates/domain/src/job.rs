//! Work that the server does by itself: what is queued, what is done over and over, and how it goes.

use crate::words::words;

words! {
    /// What is queued.
    JobKind {
        /// A mail with an invitation's link.
        InvitationMail = "invitation_mail",
        /// A mail about an account's safety, or with one of its links.
        AccountMail = "account_mail",
        /// The mail of a notice.
        NoticeMail = "notice_mail",
        /// A push to a device.
        Push = "push",
    }
}

words! {
    /// How a queued job stands.
    JobState {
        /// It has not been tried yet.
        Waiting = "waiting",
        /// A node is doing it.
        Running = "running",
        /// It was tried in vain, and will be tried again.
        Failing = "failing",
        /// It was tried so often that nobody tries any more.
        GivenUp = "given_up",
    }
}

words! {
    /// Why a job failed, in a word: what it says beside that is for the log.
    JobTrouble {
        /// The mail server did not take the mail.
        MailNotTaken = "mail_not_taken",
        /// This node has no mail server, or its settings make no sense.
        MailNotSetUp = "mail_not_set_up",
        /// The database did not answer.
        Database = "database",
        /// Something else, which the log has.
        Other = "other",
    }
}

words! {
    /// What is done over and over.
    PeriodicWork {
        /// Periods that end, and the next ones.
        Periods = "periods",
        /// Shares that are not paid, and cards that are charged.
        Shares = "shares",
        /// Answers that dead nodes left.
        Turns = "turns",
        /// What has served its time.
        Sweep = "sweep",
        /// What models cost.
        Prices = "prices",
        /// Mails of notices.
        Mails = "mails",
        /// Pushes to devices.
        Pushes = "pushes",
    }
}

/// Names a job in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JobId(pub i64);

impl std::str::FromStr for JobId {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

/// What the queue knows of a job's tries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tries {
    /// How often it was begun.
    pub attempts: u32,
    /// How often it is at most.
    pub attempts_max: u32,
    /// Whether a node has it now.
    pub is_running: bool,
    /// Whether it has failed.
    pub has_failed: bool,
}

/// How a job stands.
#[must_use]
pub const fn state(tries: Tries) -> JobState {
    if tries.is_running {
        JobState::Running
    } else if tries.attempts >= tries.attempts_max {
        JobState::GivenUp
    } else if tries.has_failed && tries.attempts > 0 {
        JobState::Failing
    } else {
        JobState::Waiting
    }
}

/// Whether it makes sense to try a job now: it failed, and nobody has it.
#[must_use]
pub const fn can_be_retried(state: JobState) -> bool {
    matches!(state, JobState::Failing | JobState::GivenUp)
}

/// What a failed job leaves in the queue: the word first.
#[must_use]
pub fn failure(trouble: JobTrouble, said: &impl std::fmt::Display) -> String {
    format!("{trouble}: {said}")
}

/// The word in what a failed job left. Anything else, such as what a panic says, may hold what somebody wrote.
#[must_use]
pub fn trouble(left: &str) -> JobTrouble {
    let word = left.split(':').next().unwrap_or_default();
    word.parse().unwrap_or(JobTrouble::Other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_that_failed_can_be_tried_when_nobody_has_it() {
        let tries = |attempts, is_running, has_failed| Tries { attempts, attempts_max: 3, is_running, has_failed };
        for (tries, expected, can) in [
            (tries(0, false, false), JobState::Waiting, false),
            (tries(1, true, false), JobState::Running, false),
            (tries(1, false, true), JobState::Failing, true),
            (tries(2, true, true), JobState::Running, false),
            (tries(3, false, true), JobState::GivenUp, true),
            // The operator had it tried anew.
            (tries(0, false, true), JobState::Waiting, false),
        ] {
            assert_eq!((state(tries), can_be_retried(state(tries))), (expected, can), "{tries:?}");
        }
    }

    #[test]
    fn only_the_word_is_read_of_what_a_failed_job_left() {
        let left = failure(JobTrouble::MailNotTaken, &"the server said 450");
        assert_eq!(left, "mail_not_taken: the server said 450");
        assert_eq!(trouble(&left), JobTrouble::MailNotTaken);
        for other in ["", "what somebody wrote", "mail_not_taken somehow", "Database: away"] {
            assert_eq!(trouble(other), JobTrouble::Other, "{other:?}");
        }
    }
}
