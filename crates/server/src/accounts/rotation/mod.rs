//! A new content key: everything that was sealed with the old one is sealed anew in the background, while its member is there
//! (docs/decisions/0013).

mod begin;
mod resealing;
mod status;

pub use begin::*;
pub(super) use resealing::Resumption;
pub use status::*;
