//! When what could not be sent is tried again.

use jiff::{SignedDuration, Timestamp};

/// How long to wait at most.
const AT_MOST: SignedDuration = SignedDuration::from_hours(4);

/// One minute after the first time, then twice as long each time.
pub(super) fn again_at(now: Timestamp, attempts: u32) -> Timestamp {
    let minutes = 1_i64.checked_shl(attempts.saturating_sub(1)).filter(|minutes| *minutes > 0).unwrap_or(i64::MAX);
    now + SignedDuration::from_secs(minutes.saturating_mul(60)).min(AT_MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_tried_again_later_and_later() {
        let now: Timestamp = "2026-11-23T00:00:00Z".parse().unwrap();
        let minutes = |attempts| again_at(now, attempts).duration_since(now).as_mins();
        assert_eq!([1, 2, 3, 8, 9, 100].map(minutes), [1, 2, 4, 128, 240, 240]);
    }
}
