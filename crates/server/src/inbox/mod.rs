//! What a member is told, by which mails, and at which devices. One file for each endpoint.

mod choices;
mod list_notices;
mod push;
mod read_notices;

pub use choices::*;
pub use list_notices::*;
pub use push::*;
pub use read_notices::*;
