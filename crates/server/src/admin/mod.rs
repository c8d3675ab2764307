//! What only the operator sees and does. One file for each endpoint.

mod get_margin;
mod list_balances;
mod list_sandboxes;
mod move_clock;
mod pay_out;

pub use get_margin::*;
pub use list_balances::*;
pub use list_sandboxes::*;
pub use move_clock::*;
pub use pay_out::*;
