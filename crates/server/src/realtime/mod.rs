//! What members see live: events to their open pages, on this node and across nodes, and answers while they grow.

mod answer;
mod bus;
mod crier;
mod event;
mod hub;
mod known_keys;
mod live_sessions;
mod one_each;
mod recent;
mod turn_event;
mod turns;

pub use answer::{Answer, Position, Thoughts};
pub use bus::{announce, announce_all, announce_each, relay};
pub use crier::{Crier, News};
pub use event::Event;
pub use hub::{Hub, Revocations, Stops, Subscription};
pub use known_keys::KnownKeys;
pub use live_sessions::LiveSessions;
pub use one_each::OneEach;
pub use turn_event::{AnswerText, ErrorBody, TurnEvent, TurnFinished, TurnStarted, TurnThought, UsageBody};
pub use turns::{ANSWER_BYTES_MAX, LiveTurn, Registered, TooLong, Turns, Watcher};
