//! Finds, starts and stops the PostgreSQL that Potluck brings along.
//!
//! With no `DATABASE_URL`, Potluck runs a real PostgreSQL of its own: on a Unix socket, in its data
//! directory, as root too, with nothing to set up. The binary `potluck`, the developer commands and the
//! tests all start it through [`start`].
//!
//! What this crate promises:
//!
//! - **One owner.** A locked file belongs to the process that runs the data directory; a second one gets
//!   [`StartError::AlreadyRunning`].
//! - **Clean ends.** [`Postgres::stop`] (and dropping) shuts down in order. When the owner is killed, the
//!   kernel tells PostgreSQL to shut down; what is still running at the next start is ended first.
//! - **No half-made cluster.** A new cluster appears under its final name only when it is complete.
//! - **Quiet logs.** PostgreSQL logs its own life, never statements or values.
//!
//! The calls block; asynchronous programs call them where blocking is allowed.
//!
//! Deliberately absent: `psql` (the packages have none), TCP, Windows, downloads, and upgrades from one
//! major version's files to the next (the matching binaries are chosen instead, or a clear error given).

mod binaries;
pub mod client;
mod cluster;
mod error;
mod lock;
mod options;
mod postgres;
mod previous;
mod process;
mod run_as;
mod socket;
mod version;

pub use crate::client::{ClientError, Row};
pub use crate::error::{StartError, StopError};
pub use crate::options::{Durability, Options, Step, default_search_roots};
pub use crate::postgres::{Postgres, start};
pub use crate::run_as::RunAs;
pub use crate::version::Version;
