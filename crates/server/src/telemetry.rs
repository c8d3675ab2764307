//! Logs and metrics. Neither ever carries text, addresses of people, or secrets.

use std::any::Any;
use std::backtrace::{Backtrace, BacktraceStatus};

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
    std::panic::set_hook(Box::new(|panic| {
        let (at, said) = (panic.location().map(ToString::to_string), said(panic.payload()));
        let backtrace = Backtrace::capture();
        let backtrace = (backtrace.status() == BacktraceStatus::Captured).then(|| backtrace.to_string());
        tracing::error!(at, said, backtrace, "a panic");
    }));
}

/// What a panic says, where that stands in the code as it is. Words that were put together can hold what a member wrote, such as
/// the text that was cut in the middle of a character.
fn said(payload: &(dyn Any + Send)) -> Option<&'static str> {
    payload.downcast_ref::<&'static str>().copied()
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

#[cfg(test)]
mod tests {
    use std::panic::catch_unwind;

    use super::*;

    #[test]
    fn a_panic_says_what_stands_in_the_code_and_nothing_of_what_somebody_wrote() {
        let own = catch_unwind(|| panic!("out of order")).unwrap_err();
        assert_eq!(said(own.as_ref()), Some("out of order"));
        let written = std::hint::black_box("Grüße".to_owned());
        let cut = catch_unwind(|| written[..3].len()).unwrap_err();
        assert!(cut.downcast_ref::<String>().is_some_and(|words| words.contains("Grüße")), "it would say the text");
        assert_eq!(said(cut.as_ref()), None);
    }
}
