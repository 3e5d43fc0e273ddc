//! Logs and counters.
//!
//! A line of the log has dotted fields and no personal data: ids, route patterns, durations.
//! Nothing that a caller sent in a body, a path or a query is written.

use crate::text::Complaint;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use std::io::IsTerminal as _;
use std::sync::OnceLock;
use tracing_subscriber::EnvFilter;

/// The format of the log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum LogFormat {
    /// Lines for people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// Starts the log, to standard error: standard output belongs to the command.
///
/// # Errors
/// Fails if the filter cannot be read.
pub fn start_log(filter: &str, format: LogFormat) -> Result<(), Complaint> {
    let filter = EnvFilter::try_new(filter).map_err(Complaint::verbatim)?;
    // Colours are for whoever looks at it, and wishes for them (<https://no-color.org>).
    let is_seen =
        std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|set| set.is_empty());
    let log =
        tracing_subscriber::fmt().with_env_filter(filter).with_ansi(is_seen).with_writer(std::io::stderr);
    // A second start in one process, as in tests, keeps the first log.
    let started = match format {
        LogFormat::Text => log.try_init(),
        LogFormat::Json => log.json().try_init(),
    };
    drop(started);
    quiet_panics();
    Ok(())
}

/// Logs panics with where they happened, and not with their message, which may quote what a caller
/// sent.
fn quiet_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        let thread = std::thread::current();
        tracing::error!(panic.place = %place, thread = thread.name().unwrap_or_default(), "a thread panicked");
    }));
}

/// The counters of this process.
#[must_use]
pub fn counters() -> Option<PrometheusHandle> {
    static HANDLE: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
    HANDLE.get_or_init(|| PrometheusBuilder::new().install_recorder().ok()).clone()
}
