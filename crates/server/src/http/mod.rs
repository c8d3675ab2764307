//! What every endpoint shares: who calls, what came in, and how a refusal reads.

pub mod access_token;
mod body;
mod caller;
mod client_address;
mod device;
pub mod email;
mod fields;
pub mod idempotency;
mod large_body;
pub mod limits;
mod member;
mod noting;
pub mod origin;
mod page;
mod path;
mod problem;
mod problem_code;
mod session_over;
pub mod sse;
mod unopened;
mod wished_language;
pub mod wrapping;

pub use body::{Json, RawBody, body_cut, body_late, parse as parse_json};
pub use caller::{Caller, Operator, still_live};
pub use client_address::ClientAddress;
pub use device::Device;
pub use fields::{FieldError, Fields};
pub use large_body::{LargeBody, Unread, read_large, room_for};
pub use member::{Member, Owner};
pub use page::{Cursor, Page, PageQuery};
pub use path::PathId;
pub use problem::{Problem, ProblemBody, Refusal};
pub use problem_code::{FieldCode, ProblemCode};
pub use session_over::session_over;
pub use unopened::unless_sealed;
pub use wished_language::WishedLanguage;
