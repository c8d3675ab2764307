//! What members see live: events to their open pages, on this node and across nodes.

mod bus;
mod event;
mod hub;

pub use bus::{announce, relay};
pub use event::Event;
pub use hub::{Hub, Subscription};
