//! Keeping deadlines true to the docket and to who holds them. What people do to them is in [`super::acts`].

use super::dating::Planning;
use super::engine::Law;
use super::model::DeadlineStatus;
use super::plan::{self, Change, Plan};
use super::store::{self, DeadlineRow};
use crate::access::context::Context;
use crate::cases::store::CaseRow;
use crate::db::Connection;
use crate::docket::replay::State;
use crate::error::{Error, Result};
use crate::ids::{CaseId, DeadlineId, EventId};
use crate::profiles;
use crate::responsibilities;
use crate::responsibilities::model::holders;
use std::collections::HashSet;

/// What would change in a case's deadlines, if its docket stood like this.
///
/// # Errors
/// 422 where a date cannot be computed.
pub fn plan(
    connection: &mut Connection,
    caller: &Context,
    case: &CaseRow,
    state: &State,
    touched: Option<EventId>,
) -> Result<Plan> {
    let kept = store::of_case(connection, case.id)?;
    let holdings = responsibilities::store::current_holdings(connection, case.id, caller.now)?;
    let settled = profiles::service::settled(connection, case.organization_id)?;
    let planning = Planning {
        law: Law::current(),
        case,
        holdings: &holdings,
        settled: &settled,
        now: caller.now,
        today: caller.today,
        touched,
        recalculates: false,
    };
    plan::plan(&planning, state, &kept)
}

/// Writes what was planned. The journal's entry is that of the act which caused it.
///
/// # Errors
/// The database's own.
pub fn apply(connection: &mut Connection, changes: &[Change]) -> Result<()> {
    // One deadline can change in two ways at once; the row that comes of it is written once.
    let mut written = HashSet::new();
    for change in changes.iter().rev() {
        if !written.insert(change.after.id) {
            continue;
        }
        let is_new = changes
            .iter()
            .any(|other| other.after.id == change.after.id && other.kind == plan::ChangeKind::Started);
        if is_new {
            store::insert(connection, &change.after)?;
        } else {
            store::update(connection, &change.after)?;
        }
    }
    Ok(())
}

/// Writes who now holds the open deadlines of a case: after every change of its assignments.
///
/// # Errors
/// The database's own.
pub fn refresh_holders(connection: &mut Connection, caller: &Context, case: CaseId) -> Result<()> {
    let holdings = responsibilities::store::current_holdings(connection, case, caller.now)?;
    for mut row in store::of_case(connection, case)? {
        let Some(responsibility) = row.responsibility.clone() else { continue };
        if row.status != DeadlineStatus::Open.code() {
            continue;
        }
        let before = row.clone();
        let held = holders(&responsibility, &holdings);
        row.responsible_user_id = held.responsible.as_ref().map(|held| held.user_id);
        row.responsible_role = held.responsible.map(|held| held.role);
        row.accountable_user_id = held.accountable.as_ref().map(|held| held.user_id);
        row.accountable_role = held.accountable.map(|held| held.role);
        if row != before {
            row.version = row.version.saturating_add(1);
            row.updated_at = caller.now;
            // Whoever has it now may have to be told at once.
            row.remind_on = Some(caller.today);
            store::update(connection, &row)?;
        }
    }
    Ok(())
}

/// The deadline and its case, where the caller may see them.
///
/// # Errors
/// 404, 403.
pub fn find(connection: &mut Connection, caller: &Context, id: DeadlineId) -> Result<(DeadlineRow, CaseRow)> {
    let found = store::find_visible(connection, caller, id)?.ok_or_else(Error::not_found)?;
    caller.permit()?;
    Ok(found)
}

/// What a case shows of this feature, whole: for a case that is read with its parts.
///
/// # Errors
/// The database's own.
pub fn of_case(connection: &mut Connection, case: CaseId) -> Result<Vec<super::api::Deadline>> {
    Ok(store::of_case(connection, case)?.into_iter().map(Into::into).collect())
}
