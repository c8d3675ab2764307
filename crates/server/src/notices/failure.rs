//! Why a queued mail is to be tried again.

use domain::job::{self, JobTrouble};

use super::mail::MailError;

/// Why a queued mail is to be tried again.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    #[error("the job has no server to work for")]
    NoApp,
    #[error(transparent)]
    Store(#[from] store::Error),
    #[error(transparent)]
    Mail(#[from] MailError),
}

impl Failure {
    /// What is left in the queue: a word for the operator, and what the log would say.
    pub(super) fn left(&self) -> String {
        job::failure(self.trouble(), self)
    }

    const fn trouble(&self) -> JobTrouble {
        match self {
            Self::NoApp => JobTrouble::Other,
            Self::Store(_) => JobTrouble::Database,
            Self::Mail(error) => error.trouble(),
        }
    }
}
