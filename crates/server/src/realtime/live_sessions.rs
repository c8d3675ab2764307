//! Which sessions were found live a moment ago, so that not every request asks the database.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use domain::id::{SessionId, UserId};

use super::Event;

/// The longest that a session can go on here after another node ended it and the bus did not say so.
const GOOD_FOR: Duration = Duration::from_secs(3);

/// More than a node has at once; beyond it those that are over are thrown away.
const SESSIONS_MAX: usize = 10_000;

/// Sessions that this node knows to be live. The bus takes out those that end; time takes out the rest. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct LiveSessions(Arc<Mutex<HashMap<SessionId, Seen>>>);

#[derive(Clone, Copy, Debug)]
struct Seen {
    user: UserId,
    until: Instant,
}

impl LiveSessions {
    /// Whether this session of the user was live a moment ago. `false`: ask the database.
    #[must_use]
    pub fn knows(&self, user: UserId, session: SessionId, now: Instant) -> bool {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.get(&session).is_some_and(|seen| seen.user == user && now < seen.until)
    }

    /// Notes that the database says so. `asked` is when it was asked: what it said is true of no later moment.
    pub fn note(&self, user: UserId, session: SessionId, asked: Instant) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() >= SESSIONS_MAX {
            seen.retain(|_, seen| asked < seen.until);
            if seen.len() >= SESSIONS_MAX {
                seen.clear();
            }
        }
        seen.insert(session, Seen { user, until: asked + GOOD_FOR });
    }

    /// Forgets sessions that this node ended.
    pub fn forget(&self, sessions: &[SessionId]) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for session in sessions {
            seen.remove(session);
        }
    }

    /// Forgets a session that some node ended; all of them when events may have been missed.
    pub(super) fn hear(&self, event: &Event) {
        match event {
            Event::SessionEnded { session_id } => self.forget(&[*session_id]),
            Event::Resync {} => self.0.lock().unwrap_or_else(PoisonError::into_inner).clear(),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const ANN: UserId = UserId::from_uuid(Uuid::from_u128(1));
    const BO: UserId = UserId::from_uuid(Uuid::from_u128(2));

    fn session(number: u128) -> SessionId {
        SessionId::from_uuid(Uuid::from_u128(number))
    }

    #[test]
    fn a_session_is_known_to_its_user_and_not_for_long() {
        let (live, now) = (LiveSessions::default(), Instant::now());
        assert!(!live.knows(ANN, session(1), now));
        live.note(ANN, session(1), now);
        assert!(live.knows(ANN, session(1), now));
        assert!(!live.knows(BO, session(1), now));
        assert!(!live.knows(ANN, session(2), now));
        assert!(!live.knows(ANN, session(1), now + GOOD_FOR));
    }

    #[test]
    fn what_the_bus_says_is_forgotten_at_once_and_everything_when_it_was_silent() {
        let (live, now) = (LiveSessions::default(), Instant::now());
        let known = || [1, 2, 3].map(|number| live.knows(ANN, session(number), now));
        for number in 1..=3 {
            live.note(ANN, session(number), now);
        }
        live.hear(&Event::SessionEnded { session_id: session(2) });
        assert_eq!(known(), [true, false, true]);
        live.hear(&Event::Resync {});
        assert_eq!(known(), [false; 3]);
    }

    #[test]
    fn it_does_not_grow_for_ever() {
        let (live, now) = (LiveSessions::default(), Instant::now());
        for number in 0..(2 * SESSIONS_MAX as u128 + 5) {
            live.note(ANN, session(number), now);
        }
        assert!(live.0.lock().unwrap().len() <= SESSIONS_MAX);
        assert!(live.knows(ANN, session(2 * SESSIONS_MAX as u128 + 4), now));
    }
}
