//! What only the operator sees and does. One file for each endpoint.

mod get_margin;
mod list_all_groups;
mod list_balances;
mod list_jobs;
mod list_operator_actions;
mod list_sandboxes;
mod list_users;
mod move_clock;
mod pay_out;
mod retry_job;

pub use get_margin::*;
pub use list_all_groups::*;
pub use list_balances::*;
pub use list_jobs::*;
pub use list_operator_actions::*;
pub use list_sandboxes::*;
pub use list_users::*;
pub use move_clock::*;
pub use pay_out::*;
pub use retry_job::*;
