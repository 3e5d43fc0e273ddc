//! The changes that time itself makes: an assignment begins or ends, a delegation goes back,
//! another takes the chair of a group, a version of the matrix begins to bind, a wall begins or
//! falls. Nobody acts at that instant, so a run looks again and again at what came since the last
//! one, and gives the open deadlines their new holders.

use super::holders_store;
use super::scheduled_store::{self as store, Borne};
use crate::db::types::Instant;
use crate::db::{Connection, Db, dialect};
use crate::error::Result;
use crate::ids::{CaseId, GroupId, OrganizationId};
use crate::matters::cases;
use std::collections::BTreeSet;

/// The lock of whoever runs.
const LOCK: i64 = 0x7475_726E_7300_0001;

/// Gives the open deadlines whose holders changed with time alone their new ones, and returns how
/// many. It does nothing if another process is at it.
pub fn run(db: &Db, now: Instant) -> Result<usize> {
    db.write_now(|connection| {
        if !dialect::try_lock(connection, LOCK)? {
            return Ok(0);
        }
        let since = store::done_until(connection)?;
        let changed = match since {
            // The first run: whoever wrote until now also wrote the holders.
            None => 0,
            Some(since) if since >= now => return Ok(0),
            Some(since) => refresh_changed(connection, since, now)?,
        };
        store::set_done_until(connection, since.is_some(), now)?;
        Ok(changed)
    })
}

fn refresh_changed(connection: &mut Connection, since: Instant, now: Instant) -> Result<usize> {
    let groups = store::newly_chaired(connection, since, now)?;
    let mut borne = store::changed_assignments(connection, since, now)?;
    borne.extend(store::of_groups(connection, &groups)?);
    let walled = store::newly_walled(connection, since, now)?;
    let organizations = store::newly_bound(connection, since, now)?;
    refresh(connection, borne, walled, organizations, now)
}

/// Gives the open deadlines on which a group bears their new holders: after another took its chair,
/// or joined it while a wall stood around it.
pub fn of_group(connection: &mut Connection, group: GroupId, now: Instant) -> Result<()> {
    let borne = store::of_groups(connection, &[group])?;
    let walled = store::walled_from(connection, group)?;
    let walled = cases::service::with_their_files(connection, &walled)?;
    refresh(connection, borne, walled, Vec::new(), now)?;
    Ok(())
}

/// Gives the open deadlines their new holders on what assignments bear on, in these cases, and in
/// all cases of these organisations; returns how many changed.
fn refresh(
    connection: &mut Connection,
    borne: Vec<Borne>,
    cases: Vec<CaseId>,
    organizations: Vec<OrganizationId>,
    now: Instant,
) -> Result<usize> {
    let mut cases: BTreeSet<_> = cases.into_iter().collect();
    let mut organizations: BTreeSet<_> = organizations.into_iter().collect();
    for (case, organization) in borne {
        match case {
            Some(case) => drop(cases.insert(case)),
            // A portfolio may bear on any case of its organisation.
            None => drop(organizations.insert(organization)),
        }
    }
    let cases: Vec<_> = cases.into_iter().collect();
    let mut changed = holders_store::refresh(connection, &cases, now)?;
    for organization in organizations {
        let more = holders_store::refresh_organization(connection, organization, now)?;
        changed = changed.saturating_add(more);
    }
    Ok(changed)
}
