//! The simulated AI vendor as a program: `simulator [--listen 127.0.0.1:PORT]`.
//!
//! Its first line of output is its address. It answers at a usual model's speed until it is told otherwise by
//! `POST /control/script` (`{"default": {..}}` or `{"queue": {..}}`, see `Script`) or by a model's name.

use std::{
    error::Error,
    io::Write,
    net::{Ipv4Addr, SocketAddr},
};

use simulator::{AiVendor, Script};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let address: SocketAddr = match (arguments.next().as_deref(), arguments.next(), arguments.next()) {
        (None, _, _) => (Ipv4Addr::LOCALHOST, 0).into(),
        (Some("--listen"), Some(address), None) => address.parse()?,
        _ => return Err("usage: simulator [--listen 127.0.0.1:PORT]".into()),
    };
    if !address.ip().is_loopback() {
        return Err("the simulator listens on the loopback only: it shows what it was asked to everybody".into());
    }
    let vendor = AiVendor::listen(address).await?;
    vendor.set_default(Script::lifelike());
    let mut output = std::io::stdout();
    writeln!(output, "{}", vendor.url())?;
    output.flush()?;
    // Until a signal ends the process; there is nothing to clean up.
    std::future::pending().await
}
