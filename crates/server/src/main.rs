//! Roles and start-up: what `potluck` does when it is called.

mod admin_command;
mod database;
mod ledger_command;
mod prices_command;
mod read_document;
mod seed_demo;
mod serve;

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use server::config::Settings;
use server::telemetry;

/// Turns are many small pieces of text; the system's allocator takes a fifth of the time for them, and gives back to nobody what
/// password hashing had. It asks for no huge pages (`no_thp`): they held a fifth more memory, and were no quicker.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A small group shares one AI chat plan and its cost; each member's chat is private.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    role: Role,
}

#[derive(Subcommand)]
enum Role {
    /// Run the server, and the embedded database where no other is configured.
    Serve,
    /// Bring the database's schema up to date, and stop.
    Migrate,
    /// Print the OpenAPI document.
    Openapi,
    /// Print the text of a document on standard input: the server's own use.
    #[command(name = server::chat::document::ROLE, hide = true)]
    ReadDocument,
    /// Make a group of three with some history, to look around in.
    SeedDemo,
    /// Change what no web page may change.
    #[command(subcommand)]
    Admin(admin_command::Action),
    /// Prove the books, or write them out for other tools.
    #[command(subcommand)]
    Ledger(ledger_command::Action),
    /// List what models cost, and import prices.
    #[command(subcommand)]
    Prices(prices_command::Action),
}

/// What ends the program early.
type Failure = Box<dyn std::error::Error + Send + Sync>;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments.role) {
        Ok(code) => code,
        Err(failure) => {
            #[expect(clippy::print_stderr, reason = "the person who typed the command reads it")]
            {
                eprintln!("potluck: {failure}");
            }
            ExitCode::FAILURE
        }
    }
}

fn run(role: &Role) -> Result<ExitCode, Failure> {
    if let Role::ReadDocument = role {
        return read_document::run();
    }
    if let Role::Openapi = role {
        #[expect(clippy::print_stdout, reason = "the document is the command's output")]
        {
            println!("{}", server::router::openapi().to_pretty_json()?);
        }
        return Ok(ExitCode::SUCCESS);
    }
    telemetry::start_logging();
    let settings = Settings::load(&|name| std::env::var(name).ok())?;
    let runtime = tokio::runtime::Runtime::new()?;
    match role {
        Role::Serve => runtime.block_on(serve::serve(settings)),
        Role::Migrate => runtime.block_on(database::migrate(&settings)),
        Role::SeedDemo => runtime.block_on(seed_demo::seed(settings)),
        Role::Admin(action) => runtime.block_on(admin_command::run(settings, action)),
        Role::Ledger(action) => runtime.block_on(ledger_command::run(&settings, action)),
        Role::Prices(action) => runtime.block_on(prices_command::run(&settings, action)),
        Role::Openapi | Role::ReadDocument => Ok(()),
    }?;
    Ok(ExitCode::SUCCESS)
}
