//! Who used how much of which model: by day, as a table for other programs, and at a glance. Amounts only, never text.

mod caps;
mod csv;
mod daily;
mod lending;
mod pace;
mod summary;

pub use caps::*;
pub use csv::*;
pub use daily::*;
pub use lending::*;
pub use summary::*;
