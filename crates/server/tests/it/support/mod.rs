//! A server on an ephemeral port with a database of its own, and people who use it.

mod books;
mod gathering;
mod person;
mod process;
mod reply;
mod server;
mod smtp;

pub use gathering::Trio;
pub use person::Person;
pub use process::Process;
pub use reply::Reply;
pub use server::TestServer;
pub use smtp::MailSink;

/// A browser's worth of HTTP client, without redirects or proxies. Cookies are carried by hand, to see what they say.
fn client() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap()
}
