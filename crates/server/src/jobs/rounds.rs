//! How the rounds of periodic work went, noted for the operator.

use std::time::Duration;

use domain::job::PeriodicWork;
use store::periodic_work;
use tokio::time::Instant;

use crate::app::App;

/// How often it is noted that work still goes as it went before: rounds are many, and this is a row that all nodes write.
const NOTE_EVERY: Duration = Duration::from_mins(1);

/// The rounds of one kind of work on this node.
#[derive(Debug)]
pub struct Rounds {
    work: PeriodicWork,
    noted: Option<(bool, Instant)>,
}

impl Rounds {
    /// Before the first.
    #[must_use]
    pub const fn of(work: PeriodicWork) -> Self {
        Self { work, noted: None }
    }

    /// Notes how a round went: when that is another way than before, and once a minute.
    pub async fn note(&mut self, app: &App, succeeded: bool) {
        if self.is_known(succeeded) {
            return;
        }
        match note(app, self.work, succeeded).await {
            Ok(()) => self.noted = Some((succeeded, Instant::now())),
            // The next round tries again.
            Err(error) => tracing::debug!(work = %self.work, %error, "how work went could not be noted"),
        }
    }

    fn is_known(&self, succeeded: bool) -> bool {
        self.noted.is_some_and(|(before, at)| before == succeeded && at.elapsed() < NOTE_EVERY)
    }
}

async fn note(app: &App, work: PeriodicWork, succeeded: bool) -> store::Result<()> {
    periodic_work::note(&mut *app.connection().await?, work, succeeded).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn what_goes_as_before_is_noted_once_a_minute_and_what_changes_at_once() {
        let mut rounds = Rounds::of(PeriodicWork::Mails);
        assert!(!rounds.is_known(true), "nothing was noted");
        rounds.noted = Some((true, Instant::now()));
        assert!(rounds.is_known(true));
        assert!(!rounds.is_known(false), "it fails now");
        tokio::time::advance(NOTE_EVERY).await;
        assert!(!rounds.is_known(true), "a minute has gone by");
    }
}
