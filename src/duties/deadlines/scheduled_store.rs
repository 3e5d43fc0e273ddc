//! The changes that time itself makes: an assignment begins or ends, a delegation goes back,
//! another takes the chair of a group, a version of the matrix begins to bind, a wall begins or
//! falls. Nobody acts at that instant, so a run looks again and again at what came since the last
//! one, and gives the open deadlines their new holders.

use crate::access::holding::Capacity;
use crate::db::dialect;
use crate::db::predicates::is_held;
use crate::db::schema::{assignments, group_members, job_watermarks, matrices, walls};
use crate::db::types::Instant;
use crate::db::views::walled_users;
use crate::db::{Connection, Db};
use crate::error::Result;
use crate::ids::{CaseId, GroupId, OrganizationId};
use diesel::prelude::*;
use std::collections::BTreeSet;

/// The name of this run in the table of watermarks, and in the lock of whoever runs.
const NAME: &str = "holders";
const LOCK: i64 = 0x7475_726E_7300_0001;

/// Gives the open deadlines whose holders changed with time alone their new ones, and returns how
/// many. It does nothing if another process is at it.
pub fn run(db: &Db, now: Instant) -> Result<usize> {
    db.write_now(|connection| {
        if !dialect::try_lock(connection, LOCK)? {
            return Ok(0);
        }
        let since: Option<Instant> = job_watermarks::table
            .find(NAME)
            .select(job_watermarks::done_until)
            .first(connection)
            .optional()?;
        let changed = match since {
            // The first run: whoever wrote until now also wrote the holders.
            None => 0,
            Some(since) if since >= now => return Ok(0),
            Some(since) => refresh_changed(connection, since, now)?,
        };
        if since.is_some() {
            diesel::update(job_watermarks::table.find(NAME))
                .set(job_watermarks::done_until.eq(now))
                .execute(connection)?;
        } else {
            diesel::insert_into(job_watermarks::table)
                .values((job_watermarks::name.eq(NAME), job_watermarks::done_until.eq(now)))
                .execute(connection)?;
        }
        Ok(changed)
    })
}

/// Whether an instant of a row lies after one and not after another.
macro_rules! changed_between {
    ($from:expr, $until:expr, $since:expr, $now:expr) => {
        $from.gt($since).and($from.le($now)).or($until.gt($since).and($until.le($now)).assume_not_null())
    };
}

fn refresh_changed(connection: &mut Connection, since: Instant, now: Instant) -> Result<usize> {
    let groups: Vec<GroupId> = group_members::table
        .filter(group_members::capacity.eq(Capacity::Chair))
        .filter(changed_between!(group_members::from_at, group_members::until_at, since, now))
        .select(group_members::group_id)
        .distinct()
        .load(connection)?;
    let mut found: Vec<(Option<CaseId>, OrganizationId)> = assignments::table
        .filter(changed_between!(assignments::from_at, assignments::until_at, since, now))
        .select((assignments::case_id, assignments::organization_id))
        .load(connection)?;
    found.extend(of_groups(connection, &groups)?);
    // A wall that begins or falls, and who joins a group that a wall is around.
    let walled: Vec<CaseId> = walled_users::table
        .filter(changed_between!(walled_users::from_at, walled_users::until_at, since, now))
        .select(walled_users::case_id)
        .distinct()
        .load(connection)?;
    let matrices: Vec<OrganizationId> = matrices::table
        .filter(matrices::from_at.gt(since).assume_not_null())
        .filter(matrices::from_at.le(now).assume_not_null())
        .select(matrices::organization_id)
        .load(connection)?;
    let mut organizations: BTreeSet<_> = matrices.into_iter().collect();
    organizations
        .extend(found.iter().filter(|(case, _)| case.is_none()).map(|(_, organization)| *organization));
    let cases: BTreeSet<_> = found.into_iter().filter_map(|(case, _)| case).chain(walled).collect();
    let cases: Vec<_> = cases.into_iter().collect();
    let mut changed = crate::duties::deadlines::holders_store::refresh(connection, &cases, now)?;
    for organization in organizations {
        let more =
            crate::duties::deadlines::holders_store::refresh_organization(connection, organization, now)?;
        changed = changed.saturating_add(more);
    }
    Ok(changed)
}

fn of_groups(
    connection: &mut Connection,
    groups: &[GroupId],
) -> Result<Vec<(Option<CaseId>, OrganizationId)>> {
    Ok(assignments::table
        .filter(assignments::group_id.eq_any(groups.iter().copied().map(Some)))
        .filter(is_held())
        .select((assignments::case_id, assignments::organization_id))
        .distinct()
        .load(connection)?)
}

/// Gives the open deadlines on which a group bears their new holders: after another took its chair,
/// or joined it while a wall stood around it.
pub fn of_group(connection: &mut Connection, group: GroupId, now: Instant) -> Result<()> {
    let found = of_groups(connection, &[group])?;
    let walled = walls::table.filter(walls::group_id.eq(group)).select(walls::case_id).distinct();
    let mut cases: Vec<CaseId> = walled.load(connection)?;
    cases.extend(found.iter().filter_map(|(case, _)| *case));
    crate::duties::deadlines::holders_store::refresh(connection, &cases, now)?;
    let organizations: BTreeSet<_> =
        found.into_iter().filter(|(case, _)| case.is_none()).map(|(_, organization)| organization).collect();
    for organization in organizations {
        crate::duties::deadlines::holders_store::refresh_organization(connection, organization, now)?;
    }
    Ok(())
}
