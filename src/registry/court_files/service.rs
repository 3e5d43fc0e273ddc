//! Carrying a change of what is the court file's to each of its cases.

use crate::access::confidentiality::Confidentiality;
use crate::access::context::Context;
use crate::access::portfolio::FileLanguage;
use crate::db::Connection;
use crate::error::Result;
use crate::journal::{self, Subject};
use crate::matters::cases::{CaseRow, store};
use serde::Serialize;

/// The journal's record of what a case has in common with the others of its file.
#[derive(Serialize)]
struct CommonRecord<'a> {
    file_number: Option<&'a str>,
    confidentiality: Confidentiality,
    office: Option<&'a str>,
    /// With the office, what portfolios went by.
    language: FileLanguage,
}

impl<'a> CommonRecord<'a> {
    fn of(case: &'a CaseRow) -> Self {
        Self {
            file_number: case.file_number.as_deref(),
            confidentiality: case.confidentiality,
            office: case.office.as_deref(),
            language: case.language,
        }
    }
}

/// Changes cases as a change of the case whose file they share does, each on its own record: the
/// caller need not see them. Gives those that became another.
///
/// # Errors
/// Those of the change.
pub fn write_each(
    connection: &mut Connection,
    caller: &Context,
    cases: Vec<CaseRow>,
    mut change: impl FnMut(&mut CaseRow) -> Result<()>,
) -> Result<Vec<CaseRow>> {
    let mut changed = Vec::new();
    for before in cases {
        let mut after = before.clone();
        change(&mut after)?;
        if after == before {
            continue;
        }
        after.version = before.version.saturating_add(1);
        after.updated_at = caller.now;
        let order = Some(after.confidentiality).filter(|order| *order != before.confidentiality);
        store::update(connection, &after, order)?;
        let subject = Subject::Case(after.id);
        let (from, to) = (CommonRecord::of(&before), CommonRecord::of(&after));
        journal::append(connection, caller, subject, "case.updated", Some(&from), Some(&to))?;
        changed.push(after);
    }
    Ok(changed)
}
