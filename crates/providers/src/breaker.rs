//! A vendor that is down is left alone for a while: asking it again and again would make everybody wait, and it worse.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::{ErrorKind, ProviderError};

/// So many failures in a row, whoever asked, and the vendor counts as down.
const FAILURES_MAX: u32 = 10;
/// How long it is then left alone; twice as long after each probe that fails.
const PAUSE: Duration = Duration::from_secs(5);
const PAUSE_MAX: Duration = Duration::from_mins(1);

/// How a vendor is doing, as far as this node has seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Health {
    /// It answers.
    Up,
    /// It failed the last time.
    Troubled,
    /// It failed so often that it is left alone for a while.
    Down,
}

impl Health {
    /// The word for it in the API and in metrics.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Troubled => "troubled",
            Self::Down => "down",
        }
    }
}

/// Opens after failures, and lets one request through to see whether the vendor is back.
#[derive(Debug, Default)]
pub(crate) struct Breaker(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    failures: u32,
    /// Nobody asks before; then one does.
    closed_until: Option<Instant>,
    pause: Duration,
}

impl State {
    fn look(&self, now: Instant) -> Result<(), ProviderError> {
        match self.closed_until {
            Some(until) if now < until => {
                Err(ProviderError { retry_after: Some(until - now), ..ProviderError::new(ErrorKind::Unreachable) })
            }
            _ => Ok(()),
        }
    }
}

impl Breaker {
    /// Whether the vendor may be asked now. `Err`: for how long not.
    pub(crate) fn admit(&self, now: Instant) -> Result<(), ProviderError> {
        let mut state = self.state();
        state.look(now)?;
        if state.closed_until.is_some() {
            // The others wait for what this one finds.
            state.closed_until = Some(now + state.pause);
        }
        Ok(())
    }

    /// Refuses as [`Breaker::admit`] does, for a request that says nothing about the next ones: nobody waits for what it finds.
    pub(crate) fn look(&self, now: Instant) -> Result<(), ProviderError> {
        self.state().look(now)
    }

    /// Notes how a request went. A vendor that refuses one is there all the same.
    pub(crate) fn note(&self, error: Option<&ProviderError>, now: Instant) {
        let is_failure = error.is_some_and(|error| {
            matches!(error.kind, ErrorKind::Unreachable | ErrorKind::Overloaded | ErrorKind::Stalled)
        });
        let mut state = self.state();
        if !is_failure {
            *state = State::default();
            return;
        }
        state.failures = state.failures.saturating_add(1);
        if state.failures >= FAILURES_MAX {
            state.pause = (state.pause * 2).clamp(PAUSE, PAUSE_MAX);
            state.closed_until = Some(now + state.pause);
        }
    }

    pub(crate) fn health(&self) -> Health {
        let state = self.state();
        match (state.closed_until, state.failures) {
            (Some(_), _) => Health::Down,
            (None, 0) => Health::Up,
            (None, _) => Health::Troubled,
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vendor_that_is_down_is_left_alone_and_then_tried_by_one() {
        let (breaker, start) = (Breaker::default(), Instant::now());
        let down = ProviderError::new(ErrorKind::Overloaded);
        let after = |seconds| start + Duration::from_secs(seconds);
        for _ in 1..FAILURES_MAX {
            breaker.note(Some(&down), start);
            assert_eq!((breaker.admit(start).is_ok(), breaker.health()), (true, Health::Troubled));
        }
        breaker.note(Some(&down), start);
        assert_eq!(breaker.health(), Health::Down);
        let refused = breaker.admit(after(1)).unwrap_err();
        assert_eq!((refused.kind, refused.retry_after), (ErrorKind::Unreachable, Some(Duration::from_secs(4))));
        // One tries, the others still wait; it fails, and the pause is twice as long.
        assert_eq!(breaker.admit(after(5)), Ok(()));
        assert!(breaker.admit(after(5)).is_err());
        breaker.note(Some(&down), after(5));
        assert!(breaker.admit(after(14)).is_err());
        assert_eq!(breaker.admit(after(15)), Ok(()));
        // It is back.
        breaker.note(None, after(15));
        assert_eq!((breaker.admit(after(15)), breaker.health()), (Ok(()), Health::Up));
    }

    #[test]
    fn a_vendor_that_refuses_is_there() {
        let (breaker, now) = (Breaker::default(), Instant::now());
        for kind in [ErrorKind::RateLimited, ErrorKind::BadRequest, ErrorKind::ModelUnknown, ErrorKind::Authentication]
        {
            for _ in 0..FAILURES_MAX {
                breaker.note(Some(&ProviderError::new(kind)), now);
            }
            assert_eq!((breaker.admit(now), breaker.health()), (Ok(()), Health::Up));
        }
        for _ in 0..100 {
            breaker.note(Some(&ProviderError::new(ErrorKind::Unreachable)), now);
        }
        assert!(breaker.admit(now + PAUSE_MAX).is_ok(), "a pause has an end");
    }
}
