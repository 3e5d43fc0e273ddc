//! What is asked of a list of cases.

use crate::access::portfolio::FileLanguage;
use crate::http::page::{Include, page_params};
use crate::ids::OrganizationId;
use crate::matters::cases::model::CaseStatus;
use serde::Deserialize;
use utoipa::IntoParams;

/// The query of a list of cases.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListCases {
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
    /// `-updated_at` (the latest change first, which is also what leaving it out means),
    /// `updated_at`, or `id`: as they were opened, which no change moves.
    #[param(pattern = "^(-?updated_at|id)$")]
    pub sort: Option<String>,
    /// The greatest number of items, 1 to 200.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// `count`: the number of all of them too.
    #[param(inline)]
    include: Option<Include>,
}

page_params!(ListCases);
