//! Links that show a conversation to others, as it was when they were made. The browser seals what they show with a key that is only in
//! the link's fragment, which browsers send to no server (decision 15).

mod create;
mod get_shared;
mod list;
mod revoke;

pub use create::*;
pub use get_shared::*;
pub use list::*;
pub use revoke::*;
