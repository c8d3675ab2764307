//! Logs and metrics. Neither ever carries text, addresses of people, or secrets.

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;

/// Starts logging to standard error: for people on a terminal, as JSON elsewhere. `RUST_LOG` chooses what.
pub fn start_logging() {
    use std::io::IsTerminal;
    let filter = EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn,graphile_worker_migrations=warn"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if std::io::stderr().is_terminal() {
        builder.compact().init();
    } else {
        builder.json().init();
    }
}

/// Starts counting, for `/metrics`. Tests start many servers in one process: each gets the same counters.
#[must_use]
pub fn metrics() -> PrometheusHandle {
    static HANDLE: std::sync::OnceLock<PrometheusHandle> = std::sync::OnceLock::new();
    HANDLE
        .get_or_init(|| {
            let recorder = PrometheusBuilder::new().build_recorder();
            let handle = recorder.handle();
            // Another recorder can only be there in a program that embeds the server; then that one counts.
            let _already_counted = metrics::set_global_recorder(recorder);
            handle
        })
        .clone()
}
