//! A server on an ephemeral port with a database of its own, and people who use it.

mod accounting;
mod authenticator;
mod books;
mod cards;
mod events;
mod files;
mod gathering;
mod notices;
mod person;
mod process;
mod program;
mod pushes;
mod python;
mod reply;
mod server;
mod smtp;
mod vendor;
mod wire;

pub use accounting::{bean_check, text, tool};
pub use authenticator::Authenticator;
pub use books::breaches;
pub use cards::{ASKS, CardServer, DECLINED, EXPIRED, PAYS, WEBHOOK_SECRET};
pub use events::{Event, Events, Shown};
pub use gathering::Trio;
pub use person::Person;
pub use process::Process;
pub use program::{Program, payloads, question};
pub use python::python;
pub use reply::Reply;
pub use server::{SECRET, TestServer};
pub use smtp::{Mail, MailSink};
pub use vendor::{ChatServer, OUTPUT_TOKENS_MAX, configure, echo};
pub use wire::Wire;

/// A browser's worth of HTTP client, without redirects or proxies. Cookies are carried by hand, to see what they say.
fn client() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap()
}
