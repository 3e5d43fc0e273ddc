//! Dry runs: what an act would do, without doing it.

use serde::Deserialize;
use utoipa::IntoParams;

/// Whether to write.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DryRun {
    /// `true`: show what would follow, and write nothing.
    pub dry_run: Option<bool>,
}

impl DryRun {
    /// Whether nothing is to be written.
    #[must_use]
    pub fn is_dry(&self) -> bool {
        self.dry_run.unwrap_or(false)
    }
}
