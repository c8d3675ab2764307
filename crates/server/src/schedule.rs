//! Every recurring job, on one page.

use crate::app::App;

/// Starts the jobs of this node; they end with its lifecycle.
pub fn start(_app: &App) {}
