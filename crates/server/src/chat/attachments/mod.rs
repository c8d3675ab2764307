//! Files that go with questions. `upload` takes one in, `look` says what it is, `document` has its text read by a process of its own,
//! `fetch` gives it back, `remove` takes back what was not sent, `sweep` takes away what nobody has any more. `told` is what a model
//! is told and shown of them.

mod attachment;
pub mod document;
mod fetch;
mod look;
mod remove;
mod sweep;
pub(super) mod told;
mod upload;

pub use attachment::AttachmentBody;
pub use fetch::*;
pub use remove::*;
pub(super) use sweep::remove_loose_soon;
pub use sweep::sweep_attachments;
pub use upload::*;
