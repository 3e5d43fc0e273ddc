//! What is asked of an export.

use crate::access::portfolio::FileLanguage;
use crate::coded::coded;
use crate::ids::OrganizationId;
use crate::matters::cases::model::CaseStatus;
use crate::text::Language;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterIn};

coded! {
    /// The form in which cases are exported.
    #[derive(Default)]
    pub enum ExportFormat {
        /// A case a line, whole, as an import takes it.
        #[default]
        Ndjson = "ndjson", "JSON, one case a line", "JSON, un dossier par ligne";
        /// A row a case, without its docket: a table to compute with.
        Csv = "csv", "CSV", "CSV";
        /// The same table as a workbook, of which every cell is text.
        Xlsx = "xlsx", "Excel workbook", "Classeur Excel";
    }
}

/// The query of an export.
#[derive(Deserialize)]
pub struct ExportCases {
    /// In which form.
    #[serde(flatten)]
    pub form: ExportForm,
    /// Of which cases.
    #[serde(flatten)]
    pub cases: ExportTable,
}

impl IntoParams for ExportCases {
    fn into_params(place: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let mut parameters = ExportForm::into_params(&place);
        parameters.extend(ExportTable::into_params(place));
        parameters
    }
}

/// The form of an export at the address that has all of them.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ExportForm {
    /// `ndjson`, each case whole, which is also what leaving it out means; `csv`, a row a case; or
    /// `xlsx`, the same table as a workbook. The tables have addresses of their own: prefer those.
    #[param(inline)]
    pub format: Option<ExportFormat>,
}

/// The query of an export at the address of a table: the language, and which cases.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ExportTable {
    /// The language whose habits a table follows: semicolons in French. The caller's, if it is left
    /// out.
    #[param(inline)]
    pub lang: Option<Language>,
    /// Only open or closed ones.
    #[param(inline)]
    pub status: Option<CaseStatus>,
    /// Only those of this proceeding.
    pub proceeding: Option<String>,
    /// Only those at this stage.
    pub stage: Option<String>,
    /// Only those of this organisation.
    pub organization_id: Option<OrganizationId>,
    /// Only those in this language: `en`, `fr` or `both`.
    #[param(inline)]
    pub language: Option<FileLanguage>,
    /// Only those of this registry office.
    pub office: Option<String>,
    /// Only those with this court file number, in whichever spelling.
    pub file_number: Option<String>,
    /// Only those with this id in another system, as `SYSTEM:ID`.
    #[param(pattern = "^[^:]+:.+$", example = "GCMS:A123")]
    pub external_id: Option<String>,
    /// `me`: only those to which the caller is assigned now.
    #[param(pattern = "^me$")]
    pub assigned_to: Option<String>,
}
