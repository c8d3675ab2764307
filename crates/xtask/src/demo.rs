//! `cargo xtask start --demo`: Potluck with a simulated AI vendor and payment vendor, a group of three and some history.
//!
//! Its data is apart from the real one's, and so are its settings: no key, database or file of the developer's
//! own is used, and nothing leaves the machine.

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};

use rustix::process::{Pid, Signal, kill_process};
use signal_hook::consts::{SIGCHLD, SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::failure::{Context, Failure, Outcome};
use crate::workspace;

/// The vendors whose wire formats the simulator speaks: kind, what is added to its address, a model with its prices.
const VENDORS: [(&str, &str, &str, &str, &str); 3] = [
    ("openai", "/v1", "Simulated GPT", "1.25", "10.00"),
    ("anthropic", "", "Simulated Claude", "3.00", "15.00"),
    ("gemini", "", "Simulated Gemini", "0.30", "2.50"),
];

/// What signs the simulated payment vendor's webhooks.
const WEBHOOK_SECRET: &str = "whsec_demo";
/// Where the demo's Potluck listens unless `POTLUCK_LISTEN` says otherwise.
const LISTEN: &str = "127.0.0.1:8080";

/// Runs simulator and server until the server ends; a signal is passed on to it.
pub(crate) fn run(passed: &[&str]) -> Outcome {
    let home = workspace::root().join("data/demo");
    fs::create_dir_all(&home).context(home.display())?;

    // Before anything is started, so that no signal falls between.
    let mut signals = Signals::new([SIGCHLD, SIGHUP, SIGINT, SIGTERM])?;
    let (mut simulator, address) = Simulator::start()?;
    fs::write(home.join("potluck.toml"), settings(&address)).context(home.display())?;
    let mut seed = potluck(&home)?;
    let seeded = seed.arg("seed-demo").status().context("potluck seed-demo")?;
    if !seeded.success() {
        return Err(Failure(format!("the demo's data could not be made ({seeded})")));
    }
    let mut server = potluck(&home)?;
    let mut server = server.arg("serve").args(passed).process_group(0).spawn().context("potluck serve")?;
    let status = watch(&mut signals, &mut server, &mut simulator)?;
    if status.success() { Ok(()) } else { Err(Failure(format!("potluck ended ({status})"))) }
}

/// The simulated vendor; ends when dropped.
struct Simulator {
    process: Child,
    // Open as long as it lives, so that nothing it prints can end it.
    output: Option<BufReader<ChildStdout>>,
}

impl Simulator {
    /// Starts it on a port that is free; its first line says which.
    fn start() -> Outcome<(Self, String)> {
        let mut command = ending_with_us(&workspace::program("simulator")?);
        let listen = workspace::variable("POTLUCK_LISTEN").unwrap_or_else(|| LISTEN.into());
        let listen = listen.to_string_lossy();
        let webhooks = format!("http://{listen}/api/v1/webhooks/stripe");
        command
            .args(["--listen", "127.0.0.1:0", "--webhooks", &webhooks, WEBHOOK_SECRET])
            .stdout(Stdio::piped())
            .process_group(0);
        let mut process = command.spawn().context("simulator")?;
        let output = process.stdout.take().map(BufReader::new);
        let mut simulator = Self { process, output };
        let mut line = String::new();
        if let Some(output) = &mut simulator.output {
            output.read_line(&mut line)?;
        }
        match line.split_whitespace().find(|word| word.starts_with("http://")) {
            Some(address) => Ok((simulator, address.trim_end_matches('/').to_owned())),
            None => Err(Failure(format!("the simulator does not say where it listens: {line:?}"))),
        }
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        // Gone already is as good.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A configuration of its own, which also keeps ./potluck.toml out of the demo.
fn settings(simulator: &str) -> String {
    let vendor = |(kind, path, model, input, output): (&str, &str, &str, &str, &str)| {
        format!(
            "[[providers]]\nid = \"simulated-{kind}\"\nname = \"Simulator\"\nkind = \"{kind}\"\n\
             base_url = \"{simulator}{path}\"\napi_key = \"demo\"\n\n\
             [[models]]\nid = \"simulated-{kind}\"\nname = \"{model}\"\nprovider = \"simulated-{kind}\"\n\
             input_usd_per_mtok = \"{input}\"\noutput_usd_per_mtok = \"{output}\"\n\
             context_tokens = 128000\nmax_output_tokens = 4096\n\n"
        )
    };
    let cards = format!(
        "stripe_secret_key = \"sk_test_demo\"\nstripe_webhook_secret = \"{WEBHOOK_SECRET}\"\nstripe_api_base = \"{simulator}\"\n\n"
    );
    cards + &VENDORS.map(vendor).concat()
}

/// Potluck with the demo's settings, and none of the developer's own.
fn potluck(home: &Path) -> Outcome<Command> {
    let mut command = ending_with_us(&workspace::program("potluck")?);
    for foreign in [
        "DATABASE_URL",
        "NATS_URL",
        "POTLUCK_FILES_URL",
        "POTLUCK_SMTP_URL",
        "POTLUCK_SECRET",
        "STRIPE_SECRET_KEY",
        "STRIPE_WEBHOOK_SECRET",
        "STRIPE_API_BASE",
        "POTLUCK_MANUAL_PAYMENTS",
        "OPENAI_API_KEY",
        "OPENAI_BASE_URL",
        "ANTHROPIC_API_KEY",
        "ANTHROPIC_BASE_URL",
        "GEMINI_API_KEY",
        "GEMINI_BASE_URL",
    ] {
        command.env_remove(foreign);
    }
    command
        .current_dir(workspace::root())
        .env("POTLUCK_CONFIG", home.join("potluck.toml"))
        .env("POTLUCK_DATA_DIR", home);
    Ok(command)
}

/// A command that the kernel ends when this process is killed, where it can.
fn ending_with_us(program: &Path) -> Command {
    let can = Command::new("setpriv").args(["--pdeathsig", "TERM", "true"]).status();
    if can.is_ok_and(|status| status.success()) {
        let mut command = Command::new("setpriv");
        command.args(["--pdeathsig", "TERM", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    }
}

fn watch(signals: &mut Signals, server: &mut Child, simulator: &mut Simulator) -> Outcome<ExitStatus> {
    let mut answering = true;
    loop {
        if let Some(status) = server.try_wait()? {
            return Ok(status);
        }
        for signal in signals.wait() {
            match signal {
                SIGCHLD => {
                    let ended = simulator.process.try_wait()?;
                    if let (true, Some(status)) = (answering, ended) {
                        answering = false;
                        println!("The simulated vendor has ended ({status}); answers will fail.");
                    }
                }
                SIGINT => send(server, Signal::INT),
                _ => send(server, Signal::TERM),
            }
        }
    }
}

fn send(child: &Child, signal: Signal) {
    // It may just have ended; then there is nobody to tell.
    let _ = kill_process(Pid::from_child(child), signal);
}
