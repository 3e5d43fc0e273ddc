//! The warnings about the file number and the office of a case: in the answer to what gives it one.
//!
//! One court file holds several proceedings, and several organisations hold the same court file: a
//! number may stand in many cases. Who enters one is told where it stands already, as far as they
//! see that, and what does not look like a number of that registry.

use crate::access::context::Context;
use crate::coded::coded;
use crate::db::Connection;
use crate::error::Result;
use crate::ids::CaseId;
use crate::law::proceedings::{Catalog, Proceeding};
use crate::matters::cases::service::proceeding;
use crate::matters::cases::{CaseRow, store};
use crate::matters::links;
use crate::registry::court_files::service::NewlyGiven;
use crate::text::Text;
use chrono::Datelike as _;
use serde::Serialize;
use utoipa::ToSchema;

/// The greatest number of cases with the same number that are named.
const MOST: i64 = 20;

coded! {
    /// What there is to know about a case that was just given its file number.
    pub enum CaseWarningCode {
        /// Another case that the caller may see has the number, and is not linked to this one.
        SameFileNumber = "same_file_number";
        /// The number does not have the form that numbers of the proceeding have.
        UnusualFileNumber = "unusual_file_number";
    }
}

/// Something that a person should know about a case beside what they did.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CaseWarning {
    /// `same_file_number`: another case that you may see has it; `unusual_file_number`: it has not
    /// the form that the registry's numbers have.
    #[schema(value_type = String)]
    pub code: CaseWarningCode,
    /// The same in words.
    pub text: Text,
    /// The other case, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case_id: Option<CaseId>,
}

/// The warnings about the file number and the office that a case was given, for a caller who may
/// see the case; nothing if there are none.
pub(super) fn of(
    connection: &mut Connection,
    caller: &Context,
    case: &CaseRow,
    given: NewlyGiven,
) -> Result<Option<Vec<CaseWarning>>> {
    let mut warnings = Vec::new();
    if let Some(number) = case.file_number.as_ref().filter(|_| given.file_number) {
        warnings.extend(unusual(proceeding(case)?, number, caller.today.year()));
        let others = store::with_same_file_number(connection, caller, (case, number), MOST)?;
        let linked = links::service::linked_among(connection, case.id, &others)?;
        let twins = others.into_iter().filter(|other| !linked.contains(other));
        warnings.extend(twins.map(|other| same(number, other)));
    }
    Ok((!warnings.is_empty()).then_some(warnings))
}

fn same(number: &str, other: CaseId) -> CaseWarning {
    CaseWarning {
        code: CaseWarningCode::SameFileNumber,
        text: Text::new(
            format!(
                "Another case that you may see has the court file number {number}. If it is the same matter, work in one of them; if it is another proceeding in the same court file, link the two (POST /v1/cases/{{id}}/links)."
            ),
            format!(
                "Un autre dossier que vous pouvez voir porte le numéro de dossier de la cour {number}. S'il s'agit de la même affaire, travaillez dans un seul dossier; s'il s'agit d'une autre instance au même dossier de la cour, liez les deux (POST /v1/cases/{{id}}/links)."
            ),
        ),
        case_id: Some(other),
    }
}

fn unusual(proceeding: &Proceeding, number: &str, this_year: i32) -> Option<CaseWarning> {
    let read = Catalog::current().read_file_number(proceeding, number, this_year);
    if read.is_usual {
        return None;
    }
    let example = Catalog::current().number_like(proceeding)?;
    let name = &proceeding.name;
    Some(CaseWarning {
        code: CaseWarningCode::UnusualFileNumber,
        text: Text::new(
            format!(
                "{number} does not have the form of this registry's numbers, such as {example} ({}). It is kept as it stands: check it.",
                name.en
            ),
            format!(
                "{number} n'a pas la forme des numéros de ce greffe, par exemple {example} ({}). Il est conservé tel quel : vérifiez-le.",
                name.fr
            ),
        ),
        case_id: None,
    })
}
