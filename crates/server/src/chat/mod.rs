//! Private chat: models, conversations, messages, and the turns that answer. One file for each endpoint.
//!
//! A turn, file by file: `start_turn` (the request, its body in `asking`) · `beginning` (the one transaction before it) · `question` (what is asked,
//! where in the tree, with what before it) · `metering` (what it may cost) · `running` (the task that asks the vendor) ·
//! `realtime::turns` (the answer while it grows) · `running::keep` (its checkpoints) · `ending` (the one transaction at the
//! end) · `watching` (what browsers see). `titling` names a conversation after its first answer; `replay` is for turns that are sent again, `reaper` for those of dead nodes.

mod asking;
mod attachments;
mod beginning;
mod conversation;
mod create_conversation;
mod delete_conversation;
mod delete_message;
mod drafts;
mod ending;
mod fallback;
mod folders;
mod get_conversation;
mod get_turn;
mod import_conversation;
mod instructions;
mod list_conversations;
mod list_messages;
mod list_models;
mod own;
mod prompts;
mod question;
mod reaper;
mod replay;
mod running;
mod search;
mod searching;
mod snapshots;
mod start_turn;
mod stop_turn;
mod sweep;
mod titling;
mod trouble;
mod turn;
mod turn_events;
mod update_conversation;
mod watching;

pub use asking::*;
pub use attachments::*;
pub use create_conversation::*;
pub use delete_conversation::*;
pub use delete_message::*;
pub use drafts::*;
pub use folders::*;
pub use get_conversation::*;
pub use get_turn::*;
pub use import_conversation::*;
pub use instructions::*;
pub use list_conversations::*;
pub use list_messages::*;
pub use list_models::*;
pub use prompts::*;
pub use reaper::reap;
pub use search::*;
pub use snapshots::*;
pub use start_turn::*;
pub use stop_turn::*;
pub use sweep::sweep;
pub use titling::give_back_abandoned;
pub use turn_events::*;
pub use update_conversation::*;
