//! The rows that change with time alone, and until when they were looked at.

use crate::access::holding::Capacity;
use crate::db::Connection;
use crate::db::predicates::is_held;
use crate::db::schema::{assignments, group_members, job_watermarks, matrices, walled_users, walls};
use crate::db::types::Instant;
use crate::error::Result;
use crate::ids::{CaseId, GroupId, OrganizationId};
use diesel::prelude::*;

/// The name of the run in the table of watermarks.
const NAME: &str = "holders";

/// What an assignment bears on: a case, or a portfolio of an organisation.
pub type Borne = (Option<CaseId>, OrganizationId);

/// The instant until which the changes were looked at, if they ever were.
pub fn done_until(connection: &mut Connection) -> Result<Option<Instant>> {
    let found = job_watermarks::table.find(NAME).select(job_watermarks::done_until);
    Ok(found.first(connection).optional()?)
}

/// Keeps the instant until which the changes were looked at, in the place of the one before if
/// there is one.
pub fn set_done_until(connection: &mut Connection, is_there: bool, now: Instant) -> Result<()> {
    if is_there {
        diesel::update(job_watermarks::table.find(NAME))
            .set(job_watermarks::done_until.eq(now))
            .execute(connection)?;
    } else {
        diesel::insert_into(job_watermarks::table)
            .values((job_watermarks::name.eq(NAME), job_watermarks::done_until.eq(now)))
            .execute(connection)?;
    }
    Ok(())
}

/// Whether an instant of a row lies after one and not after another.
macro_rules! changed_between {
    ($from:expr, $until:expr, $since:expr, $now:expr) => {
        $from.gt($since).and($from.le($now)).or($until.gt($since).and($until.le($now)).assume_not_null())
    };
}

/// The groups whose chair changed.
pub fn newly_chaired(connection: &mut Connection, since: Instant, now: Instant) -> Result<Vec<GroupId>> {
    Ok(group_members::table
        .filter(group_members::capacity.eq(Capacity::Chair))
        .filter(changed_between!(group_members::from_at, group_members::until_at, since, now))
        .select(group_members::group_id)
        .distinct()
        .load(connection)?)
}

/// What the assignments bear on that began or ended.
pub fn changed_assignments(connection: &mut Connection, since: Instant, now: Instant) -> Result<Vec<Borne>> {
    Ok(assignments::table
        .filter(changed_between!(assignments::from_at, assignments::until_at, since, now))
        .select((assignments::case_id, assignments::organization_id))
        .load(connection)?)
}

/// What the assignments of these groups bear on.
pub fn of_groups(connection: &mut Connection, groups: &[GroupId]) -> Result<Vec<Borne>> {
    Ok(assignments::table
        .filter(assignments::group_id.eq_any(groups.iter().copied().map(Some)))
        .filter(is_held())
        .select((assignments::case_id, assignments::organization_id))
        .distinct()
        .load(connection)?)
}

/// The cases around which a wall began or fell, or whose wall is around a group that somebody
/// joined or left.
pub fn newly_walled(connection: &mut Connection, since: Instant, now: Instant) -> Result<Vec<CaseId>> {
    Ok(walled_users::table
        .filter(changed_between!(walled_users::from_at, walled_users::until_at, since, now))
        .select(walled_users::case_id)
        .distinct()
        .load(connection)?)
}

/// The organisations of which a version of the matrix began to bind.
pub fn newly_bound(connection: &mut Connection, since: Instant, now: Instant) -> Result<Vec<OrganizationId>> {
    Ok(matrices::table
        .filter(matrices::from_at.gt(since).assume_not_null())
        .filter(matrices::from_at.le(now).assume_not_null())
        .select(matrices::organization_id)
        .load(connection)?)
}

/// The cases from which a wall keeps a group.
pub fn walled_from(connection: &mut Connection, group: GroupId) -> Result<Vec<CaseId>> {
    let walled = walls::table.filter(walls::group_id.eq(group));
    Ok(walled.select(walls::case_id).distinct().load(connection)?)
}
