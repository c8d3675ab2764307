//! A server on an ephemeral port with a database of its own, and people who use it.

mod person;
mod reply;
mod server;

pub use person::Person;
pub use reply::Reply;
pub use server::TestServer;
