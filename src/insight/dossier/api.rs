//! What is asked of a case as a file.

use crate::text::Language;
use serde::Deserialize;
use utoipa::IntoParams;

/// The query of a case as a file.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ExportCase {
    /// The language of the page for people; that of `Accept-Language`, if it is left out.
    #[param(inline)]
    pub lang: Option<Language>,
}
