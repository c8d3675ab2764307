//! The simulated vendors as a program: `simulator [--listen 127.0.0.1:PORT [--webhooks URL SECRET]]`.
//!
//! Its first line of output is its address. It answers at a usual model's speed until it is told otherwise by
//! `POST /control/script` (`{"default": {..}}` or `{"queue": {..}}`, see `Script`) or by a model's name.

use std::{
    error::Error,
    io::Write,
    net::{Ipv4Addr, SocketAddr},
};

use simulator::{AiVendor, Script};

// One thread: measurements share their processors with it, and to wake another for each token costs more than the token.
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (address, webhooks) = match *arguments.as_slice() {
        [] => (None, None),
        ["--listen", address] => (Some(address), None),
        ["--listen", address, "--webhooks", url, secret] => (Some(address), Some((url, secret))),
        _ => return Err("usage: simulator [--listen 127.0.0.1:PORT [--webhooks URL SECRET]]".into()),
    };
    let address: SocketAddr = address.map_or(Ok((Ipv4Addr::LOCALHOST, 0).into()), str::parse)?;
    if !address.ip().is_loopback() {
        return Err("the simulator listens on the loopback only: it shows what it was asked to everybody".into());
    }
    let vendor = AiVendor::listen(address).await?;
    vendor.set_default(Script::lifelike());
    if let Some((url, secret)) = webhooks {
        vendor.webhooks_to(url, secret);
    }
    let mut output = std::io::stdout();
    writeln!(output, "{}", vendor.url())?;
    output.flush()?;
    // Until a signal ends the process; there is nothing to clean up.
    std::future::pending().await
}
