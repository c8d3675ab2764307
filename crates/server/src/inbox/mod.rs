//! What a member is told, and by which mails. One file for each endpoint.

mod choices;
mod list_notices;
mod read_notices;

pub use choices::*;
pub use list_notices::*;
pub use read_notices::*;
