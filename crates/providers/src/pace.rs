//! How often answers go on: the more there are at once, the less often each, in larger steps.
//!
//! A step costs the network and every program on the way the same, whether it brings one token or five. Without a bound, a node
//! with thousands of answers would spend all its time on steps, and new requests would wait. Nobody sees that what they read comes
//! in steps of a twentieth of a second.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// So many steps a second all answers of a vendor take together at most.
const STEPS_A_SECOND_MAX: u32 = 6_000;
/// Rests that would be shorter are none: each is a timer.
const REST_MIN: Duration = Duration::from_millis(10);
/// The longest rest, beyond which people see steps.
const REST_MAX: Duration = Duration::from_millis(150);

/// The pace of a vendor's answers. Cloning copies one pointer.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pace(Arc<AtomicU32>);

/// An answer that is on its way. It counts until it is dropped.
#[derive(Debug)]
pub(crate) struct OnItsWay(Pace);

impl Pace {
    /// One answer more.
    pub(crate) fn begin(&self) -> OnItsWay {
        self.0.fetch_add(1, Ordering::Relaxed);
        OnItsWay(self.clone())
    }
}

impl OnItsWay {
    /// How long to rest between two steps at the moment. `None`: not at all.
    pub(crate) fn rest(&self) -> Option<Duration> {
        let answers = self.0.0.load(Ordering::Relaxed);
        let rest = Duration::from_secs(answers.into()) / STEPS_A_SECOND_MAX;
        (rest >= REST_MIN).then_some(rest.min(REST_MAX))
    }
}

impl Drop for OnItsWay {
    fn drop(&mut self) {
        self.0.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_more_answers_there_are_the_less_often_each_goes_on() {
        let pace = Pace::default();
        let mut answers = Vec::new();
        for (count, rest_ms) in [(1, None), (59, None), (60, Some(10)), (600, Some(100)), (5_000, Some(150))] {
            answers.extend((answers.len()..count).map(|_| pace.begin()));
            assert_eq!(answers[0].rest(), rest_ms.map(Duration::from_millis), "{count}");
        }
        answers.truncate(10);
        assert_eq!(answers[0].rest(), None);
    }
}
