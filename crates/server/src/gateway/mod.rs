//! A member's share, for their own programs: personal API keys, and the vendors' own wire formats that they open.
//!
//! Nothing of what is asked or answered is kept or logged. A request is a turn without a conversation: reserved, run by a task of
//! its own, settled once, and ended by the reaper when its node dies.

mod admit;
mod answering;
mod api_key;
mod asked;
mod charges;
mod count_tokens;
mod create_api_key;
mod create_chat_completion;
mod create_embedding;
mod create_message;
mod create_response;
mod ending;
mod field;
mod handing_over;
mod holder;
mod list_api_keys;
mod list_gateway_models;
mod reaper;
mod refused;
mod revoke_api_key;
mod running;
mod secret;
mod translation;
mod vectors;
mod vigil;
mod weight;

pub use count_tokens::count_tokens;
pub use create_api_key::*;
pub use create_chat_completion::create_chat_completion;
pub use create_embedding::create_embedding;
pub use create_message::create_message;
pub use create_response::create_response;
pub use list_api_keys::*;
pub use list_gateway_models::{get_gateway_model, list_gateway_models};
pub use reaper::reap;
pub use revoke_api_key::*;
