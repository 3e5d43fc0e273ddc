//! The assignments of a case that was just opened, as they were held elsewhere: of many cases, one
//! after the other.
//!
//! Each is judged as if it were made by itself ([`super::checks`]). What many of them rest on is
//! read once, and what is certain of a case that nobody but this transaction knows is not asked: it
//! has no walls, and no holders but those that are entered here.

use super::api::{Assignment, AssignmentInput};
use super::checks::{self, WantedHolder};
use super::model::{Of, exclusive_key};
use super::reach;
use super::service::{Wanted, put};
use super::store::{self, Assignee, AssignmentRow};
use crate::access::context::Context;
use crate::db::Connection;
use crate::db::types::Instant;
use crate::duties::responsibilities::matrices::service::{InForce, in_force_of};
use crate::duties::responsibilities::matrix::CaseRole;
use crate::error::{Code, Error, Result};
use crate::ids::UserId;
use crate::journal::Subject;
use crate::journal::service::{ABSENT, PendingEntry, pending_entry};
use crate::matters::cases::CaseRow;
use crate::teams::conflicts::nearness::{NameTraces, NearnessCache};
use std::collections::HashMap;

/// What the assignments of one organisation's cases rest on, as it is read within one transaction.
#[derive(Default)]
pub struct AssigneeCache {
    matrices: HashMap<Instant, InForce>,
    people: HashMap<UserId, Option<Assignee>>,
    nearness: NearnessCache,
}

impl AssigneeCache {
    /// Says that a case was opened with these names: somebody may be near to more by now.
    pub fn opened(&mut self, names: &NameTraces) {
        self.nearness.opened(names);
    }

    fn role(
        &mut self,
        connection: &mut Connection,
        caller: &Context,
        row: &AssignmentRow,
    ) -> Result<Option<CaseRole>> {
        let at = row.from_at.max(caller.now);
        let binding = match self.matrices.get(&at) {
            Some(known) => known.clone(),
            None => in_force_of(connection, row.organization_id, at)?,
        };
        let role = binding.matrix.role(&row.role).cloned();
        self.matrices.insert(at, binding);
        Ok(role)
    }

    fn person(&mut self, connection: &mut Connection, user: UserId) -> Result<Option<Assignee>> {
        if let Some(known) = self.people.get(&user) {
            return Ok(*known);
        }
        let found = store::candidate(connection, user)?;
        self.people.insert(user, found);
        Ok(found)
    }
}

/// Enters the assignments of a case of the caller's organisation that was just opened with these
/// names, and returns what the journal has to say of them. Nobody else may know the case yet, and
/// its deadlines must not have begun.
///
/// # Errors
/// 403, 422; 409 where a role is held twice, or a conflict was found: each under `/assignments/N`.
pub fn enter(
    connection: &mut Connection,
    caller: &Context,
    (case, names): (&CaseRow, &NameTraces),
    wanted: Vec<AssignmentInput>,
    known: &mut AssigneeCache,
) -> Result<Vec<PendingEntry>> {
    let mut made = MadeAssignments { rows: Vec::new(), written: 0 };
    for (index, new) in wanted.into_iter().enumerate() {
        let row = judged(connection, caller, (case, names), new, (&mut made, known))
            .map_err(|error| error.with_prefix(&format!("/assignments/{index}")))?;
        made.rows.push(row);
    }
    made.write(connection, caller)?;
    let entry = |row: AssignmentRow| {
        let action = if row.is_held() { "assignment.created" } else { "assignment.offered" };
        pending_entry(Subject::Case(case.id), action, ABSENT, Some(&Assignment::from(row)))
    };
    made.rows.into_iter().map(entry).collect()
}

/// The assignments of a case, the first of which are written.
struct MadeAssignments {
    rows: Vec<AssignmentRow>,
    written: usize,
}

impl MadeAssignments {
    /// Writes those that are not written yet.
    fn write(&mut self, connection: &mut Connection, caller: &Context) -> Result<()> {
        let new = self.rows.get(self.written..).unwrap_or_default();
        if let [only] = new {
            put(connection, caller, only)?;
        } else if !new.is_empty() && store::insert(connection, new)? < new.len() {
            return Err(Error::new(Code::Duplicate));
        }
        self.written = self.rows.len();
        Ok(())
    }
}

/// An assignment that may be made, beside those that were.
fn judged(
    connection: &mut Connection,
    caller: &Context,
    (case, names): (&CaseRow, &NameTraces),
    new: AssignmentInput,
    (made, known): (&mut MadeAssignments, &mut AssigneeCache),
) -> Result<AssignmentRow> {
    let AssignmentInput { user_id: user, group_id: group, role, from, until, offer, waiver } = new;
    let wanted = Wanted { user, group, role, from, until, offer };
    let mut row = wanted.row(caller, &Of::Case(case.id), case.organization_id);
    reach::permit(connection, caller, &row, Some(case))?;
    let role = known.role(connection, caller, &row)?;
    match (row.user_id, row.group_id) {
        (Some(user), None) => {
            let person = known.person(connection, user)?;
            checks::body_with(&row, Some(case), role.as_ref(), WantedHolder::Person(person))?;
        }
        _ => checks::body(connection, caller, &row, Some(case), role.as_ref())?,
    }
    if let Some(role) = role.filter(|_| row.is_held()) {
        row.exclusive_key = exclusive_key(&role, &row.of());
    }
    if row.is_held() {
        let others: Vec<_> = made.rows.iter().filter(|other| are_alongside(&row, other)).collect();
        checks::alone(connection, &row, &others)?;
    }
    let decides = |other: &AssignmentRow| other.user_id == row.user_id && other.role == "DEC";
    let is_far = match row.user_id {
        Some(user) if !made.rows.iter().any(decides) => known.nearness.is_far(connection, user, names)?,
        _ => false,
    };
    if !is_far {
        made.write(connection, caller)?;
        row.waiver = checks::conflicts(connection, caller, &row, Some(case), waiver.as_ref())?;
    }
    Ok(row)
}

/// Whether another assignment of the case is one to the same role at the same time, as
/// [`store::alongside`] finds it.
fn are_alongside(wanted: &AssignmentRow, other: &AssignmentRow) -> bool {
    let unended = |at: Instant| other.until_at.is_none_or(|until| until > at);
    other.role == wanted.role
        && other.is_held()
        && other.delegates.is_none()
        && unended(wanted.from_at)
        && unended(other.from_at)
        && wanted.until_at.is_none_or(|until| other.from_at < until)
}
