//! Carrying a change of what is the court file's to each of its cases.

use crate::access::confidentiality::Confidentiality;
use crate::access::context::Context;
use crate::access::portfolio::FileLanguage;
use crate::db::Connection;
use crate::error::Result;
use crate::journal::{self, Subject};
use crate::matters::cases::service::others_in_file;
use crate::matters::cases::{CaseRow, store};
use crate::people::offices;
use serde::Serialize;
use std::collections::BTreeMap;

/// What of a court file's place a case was just given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NewlyGiven {
    /// Its number.
    pub file_number: bool,
    /// Its office.
    pub office: bool,
}

impl NewlyGiven {
    /// All of it: the case is new.
    pub const ALL: Self = Self { file_number: true, office: true };
}

/// Gives the other cases of a court file the number and the office that one of them was given.
/// Gives those that became another.
///
/// # Errors
/// 503 where the database is gone.
pub fn carry(
    connection: &mut Connection,
    caller: &Context,
    case: &CaseRow,
    given: NewlyGiven,
) -> Result<Vec<CaseRow>> {
    if given == (NewlyGiven { file_number: false, office: false }) {
        return Ok(Vec::new());
    }
    let others = others_in_file(connection, case)?;
    // What an office is depends on whose list it stands in.
    let mut own = BTreeMap::new();
    if let Some(office) = case.office.as_deref().filter(|_| given.office) {
        for organization in others.iter().map(|other| other.organization_id) {
            own.insert(organization, offices::service::named(connection, organization, office)?.own);
        }
    }
    write_each(connection, caller, others, |other| {
        if given.file_number {
            other.file_number.clone_from(&case.file_number);
        }
        if given.office && other.office != case.office {
            let own = own.get(&other.organization_id).cloned().unwrap_or_default();
            other.office.clone_from(&case.office);
            (other.office_region, other.office_as) = (own.region, own.read_as);
        }
        Ok(())
    })
}

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
