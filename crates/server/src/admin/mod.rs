//! What only the operator sees and does. One file for each endpoint.

mod list_balances;
mod list_sandboxes;
mod move_clock;
mod pay_out;

pub use list_balances::*;
pub use list_sandboxes::*;
pub use move_clock::*;
pub use pay_out::*;
