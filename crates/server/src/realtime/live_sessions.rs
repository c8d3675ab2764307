//! Which sessions were found live a moment ago, so that not every request asks the database.

use std::sync::Arc;
use std::time::Instant;

use domain::id::{SessionId, UserId};

use super::Event;
use super::recent::Recent;

/// Sessions that this node knows to be live. The bus takes out those that end; time takes out the rest. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct LiveSessions(Arc<Recent<SessionId, UserId>>);

impl LiveSessions {
    /// Whether this session of the user was live a moment ago. `false`: ask the database.
    #[must_use]
    pub fn knows(&self, user: UserId, session: SessionId, now: Instant) -> bool {
        self.0.find(&session, now) == Some(user)
    }

    /// Notes that the database says so. `asked` is when it was asked.
    pub fn note(&self, user: UserId, session: SessionId, asked: Instant) {
        self.0.note(session, user, asked);
    }

    /// Forgets sessions that this node ended.
    pub fn forget(&self, sessions: &[SessionId]) {
        for session in sessions {
            self.0.forget(session);
        }
    }

    /// Forgets a session that some node ended; all of them when events may have been missed.
    pub(super) fn hear(&self, event: &Event) {
        match event {
            Event::SessionEnded { session_id } => self.forget(&[*session_id]),
            Event::Resync {} => self.0.forget_all(),
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
    fn a_session_is_known_to_its_user_only() {
        let (live, now) = (LiveSessions::default(), Instant::now());
        live.note(ANN, session(1), now);
        assert!(live.knows(ANN, session(1), now));
        assert!(!live.knows(BO, session(1), now));
        assert!(!live.knows(ANN, session(2), now));
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
}
