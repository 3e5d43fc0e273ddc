//! Reading the cases of an export, some at a time.

use super::line::{ExportedLine, WholeCase};
use crate::access::classification::Classification;
use crate::access::context::Context;
use crate::db::Connection;
use crate::error::Result;
use crate::ids::{CaseId, OrganizationId};
use crate::journal::service::ABSENT;
use crate::journal::{self, Subject};
use crate::matters::cases::store::{self as cases, CaseFilter};
use crate::matters::cases::{CaseRow, views};
use crate::matters::docket;
use crate::people::identity;
use crate::people::offices::model::NamedOffice;
use crate::registry::cases::by_office;
use crate::registry::parties::api::Party;
use crate::{duties, registry, teams};
use serde::Serialize;
use std::collections::HashMap;

/// The number of cases that are read at a time.
pub const BATCH: i64 = 100;

/// What the journal keeps of an export.
#[derive(Serialize)]
struct ExportRecord<'a> {
    /// What was asked for, as it was asked.
    asked: &'a str,
}

/// Writes down that somebody takes cases out, before the first of them is read, and returns the
/// office of which they are asked for, as cases spell it.
///
/// # Errors
/// 403.
pub fn begin(
    connection: &mut Connection,
    caller: &Context,
    asked: &str,
    office: Option<&str>,
) -> Result<Option<NamedOffice>> {
    caller.require_permission()?;
    let office = by_office::named(connection, caller, office)?;
    let organization: OrganizationId = caller.user.organization_id;
    let record = ExportRecord { asked };
    journal::append(
        connection,
        caller,
        Subject::Organization(organization),
        "export.made",
        ABSENT,
        Some(&record),
    )?;
    Ok(office)
}

/// Cases of an export, and where the next ones begin.
pub struct ExportBatch {
    /// The cases.
    pub lines: Vec<ExportedLine>,
    /// The last of them; nothing, where there was none.
    pub last: Option<CaseId>,
}

/// The next cases of an export, as their reader is shown them: a number of statements that does not
/// depend on how many they are.
///
/// # Errors
/// 500 where something stored is no longer readable.
pub fn batch(
    connection: &mut Connection,
    caller: &Context,
    filter: &CaseFilter,
    after: Option<CaseId>,
) -> Result<ExportBatch> {
    let place = after.map(|id| (caller.now, id));
    let rows = cases::list(connection, caller, filter, place, BATCH)?;
    let last = rows.last().map(|row| row.id);
    Ok(ExportBatch { lines: lines(connection, caller, rows)?, last })
}

/// Cases that their reader may see, each as a line, as the reader is shown it.
///
/// # Errors
/// 500 where something stored is no longer readable.
pub fn lines(connection: &mut Connection, caller: &Context, rows: Vec<CaseRow>) -> Result<Vec<ExportedLine>> {
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let orders = rows.iter().map(|row| (row.id, row.confidentiality));
    let views = views::of_page(connection, caller, orders)?;
    let mut parties = grouped(registry::parties::store::of_cases(connection, &ids)?, |row| Some(row.case_id));
    let mut events = grouped(docket::store::of_cases(connection, &ids)?, |row| Some(row.case_id));
    let mut deadlines =
        grouped(duties::deadlines::store::of_cases(connection, &ids)?, |row| Some(row.case_id));
    let held = teams::assignments::store::of_cases(connection, &ids)?;
    let users: Vec<_> = held.iter().filter_map(|row| row.user_id).collect();
    let names = identity::principals::usernames(connection, caller.user.organization_id, &users)?;
    let mut assignments = grouped(held, |row| row.case_id);
    let mut lines = Vec::with_capacity(rows.len());
    for case in rows {
        let id = case.id;
        caller.trace.case(id, Classification::of_rank(case.classification));
        let parties = parties.remove(&id).unwrap_or_default();
        let whole = WholeCase {
            case,
            parties: parties.into_iter().map(Party::from).collect(),
            events: events.remove(&id).unwrap_or_default(),
            assignments: assignments.remove(&id).unwrap_or_default(),
            deadlines: deadlines.remove(&id).unwrap_or_default(),
        };
        lines.push(ExportedLine::of(whole, views.of(id), &names)?);
    }
    Ok(lines)
}

fn grouped<Row>(rows: Vec<Row>, case: impl Fn(&Row) -> Option<CaseId>) -> HashMap<CaseId, Vec<Row>> {
    let mut grouped: HashMap<CaseId, Vec<Row>> = HashMap::new();
    for row in rows {
        if let Some(case) = case(&row) {
            grouped.entry(case).or_default().push(row);
        }
    }
    grouped
}
