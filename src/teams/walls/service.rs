//! Putting walls up and taking them down.

use super::api::{Wall, WallInput, WallPatch};
use super::store::{self, WallRow};
use crate::access::context::Context;
use crate::access::grants;
use crate::db::Connection;
use crate::db::types::Instant;
use crate::duties::deadlines;
use crate::error::{Code, Error, Fault, Result};
use crate::ids::{CaseId, GroupId, UserId, WallId};
use crate::journal::service::ABSENT;
use crate::journal::{self, Subject};
use crate::matters::cases;
use crate::people::identity;
use crate::teams::groups;
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};
use std::collections::HashSet;

/// A page of the walls around a case that the caller may see, wherever in its court file they were
/// put up.
///
/// # Errors
/// 404, 403.
pub fn list(
    connection: &mut Connection,
    caller: &Context,
    case: CaseId,
    (after, limit): (Option<WallId>, i64),
) -> Result<Vec<Wall>> {
    cases::service::find_visible(connection, caller, case)?;
    caller.require_permission()?;
    let file = cases::service::with_their_files(connection, &[case])?;
    let rows = store::list(connection, &file, after, limit)?;
    shown(connection, caller, case, rows)
}

/// Counts the walls of such a list.
pub fn count(connection: &mut Connection, case: CaseId) -> Result<i64> {
    let file = cases::service::with_their_files(connection, &[case])?;
    store::count(connection, &file)
}

/// A wall around a case that the caller may see, wherever in its court file it was put up.
///
/// # Errors
/// 404, 403.
pub fn find(connection: &mut Connection, caller: &Context, case: CaseId, id: WallId) -> Result<Wall> {
    cases::service::find_visible(connection, caller, case)?;
    let file = cases::service::with_their_files(connection, &[case])?;
    let row = store::find(connection, &file, id)?;
    caller.require_permission()?;
    shown(connection, caller, case, vec![row])?.pop().ok_or_else(Error::not_found)
}

/// Walls as they are around a case. Of one that was put up around another of its court file, the
/// caller is told which and why only if they may see that.
fn shown(
    connection: &mut Connection,
    caller: &Context,
    case: CaseId,
    rows: Vec<WallRow>,
) -> Result<Vec<Wall>> {
    let elsewhere: Vec<_> = rows.iter().map(|row| row.case_id).filter(|of| *of != case).collect();
    let seen = cases::service::visible_among(connection, caller, &elsewhere)?;
    let around = |row: WallRow| {
        let on = row.case_id;
        let wall = Wall::from(row);
        if on == case { wall } else { wall.around(case, seen.contains(&on)) }
    };
    Ok(rows.into_iter().map(around).collect())
}

/// Whether a wall keeps the user from the case now.
pub fn stands(connection: &mut Connection, caller: &Context, case: CaseId, user: UserId) -> Result<bool> {
    store::stands(connection, case, user, caller.now)
}

/// Puts the walls around one case around another that follows it, too: whom one was kept from
/// concerns the same persons in the next.
pub fn carry_over(connection: &mut Connection, caller: &Context, from: CaseId, to: CaseId) -> Result<()> {
    let walls = lasting(connection, caller, &[from])?;
    put_around(connection, caller, &walls, to)
}

/// The walls around some cases that stand, or will.
pub fn lasting(connection: &mut Connection, caller: &Context, cases: &[CaseId]) -> Result<Vec<WallRow>> {
    store::lasting(connection, cases, caller.now)
}

/// Puts walls like these around a case.
pub fn put_around(
    connection: &mut Connection,
    caller: &Context,
    walls: &[WallRow],
    to: CaseId,
) -> Result<()> {
    for wall in walls {
        let row = WallRow {
            id: WallId::generate(),
            case_id: to,
            version: 1,
            created_by: caller.user.id,
            created_at: caller.now,
            updated_at: caller.now,
            ..wall.clone()
        };
        store::insert(connection, &row)?;
        let wall = Wall::from(row);
        journal::append(connection, caller, Subject::Case(to), "wall.created", ABSENT, Some(&wall))?;
    }
    if walls.is_empty() { Ok(()) } else { refresh_holders(connection, caller, to) }
}

/// Writes who holds the open deadlines of a case, and of the others that share its court file: a
/// wall around one is around all.
fn refresh_holders(connection: &mut Connection, caller: &Context, case: CaseId) -> Result<()> {
    let cases = cases::service::with_their_files(connection, &[case])?;
    deadlines::holders_store::refresh(connection, &cases, caller.now).map(drop)
}

/// Whether a wall is around the group itself now, on the case.
pub fn stands_around(
    connection: &mut Connection,
    caller: &Context,
    case: CaseId,
    group: GroupId,
) -> Result<bool> {
    let cases = cases::service::with_their_files(connection, &[case])?;
    store::stands_around(connection, &cases, group, caller.now)
}

/// Those of these cases from which a wall keeps the user at an instant.
pub fn around(
    connection: &mut Connection,
    cases: &[CaseId],
    user: UserId,
    at: Instant,
) -> Result<HashSet<CaseId>> {
    store::around(connection, cases, user, at)
}

/// Puts up a wall.
///
/// # Errors
/// 404, 403, 422.
pub fn create(
    connection: &mut Connection,
    caller: &Context,
    case: CaseId,
    body: &Unparsed<WallInput>,
) -> Result<Wall> {
    cases::service::lock(connection, caller, case)?;
    let new = body.parse()?;
    // What the database keeps is cut to microseconds: so is what is compared and answered.
    let from = new.from.map_or(caller.now, |from| from);
    let until: Option<Instant> = new.until;
    let mut faults = Vec::new();
    match (new.user_id, new.group_id) {
        (Some(user), None) => {
            let found = identity::service::find_user(connection, caller, user);
            faults.extend(unless_found(found, || Fault::unknown_user("/user_id"))?);
        }
        (None, Some(group)) => {
            let found = groups::service::find_visible(connection, caller, group);
            faults.extend(unless_found(found, unknown_group)?);
        }
        _ => faults.push(Fault::body(
            "/user_id",
            "one_screened",
            "A wall keeps out a person or a group: give user_id or group_id, and not both.",
            "Un cloisonnement vise une personne ou un groupe : donnez user_id ou group_id, mais pas les deux.",
        )),
    }
    if until.is_some_and(|until| until <= from) {
        faults.push(Fault::ends_before_it_begins());
    }
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    let row = WallRow {
        id: WallId::generate(),
        case_id: case,
        user_id: new.user_id,
        reason: new.reason.trim().to_owned(),
        from_at: from,
        until_at: until,
        version: 1,
        created_by: caller.user.id,
        created_at: caller.now,
        updated_at: caller.now,
        group_id: new.group_id,
    };
    store::insert(connection, &row)?;
    let wall = Wall::from(row);
    journal::append(connection, caller, Subject::Case(case), "wall.created", ABSENT, Some(&wall))?;
    refresh_holders(connection, caller, case)?;
    Ok(wall)
}

/// Refuses a caller around whom the wall is, or around whose group it is, or was while they were in
/// it. Whoever has broken the glass sees the case, and changes nothing of what keeps them from it.
fn not_around_oneself(connection: &mut Connection, caller: &Context, wall: &WallRow) -> Result<()> {
    for user in caller.user.walled_as() {
        let is_around = match wall.group_id {
            Some(group) => groups::service::was_in(connection, group, user, wall.from_at, wall.created_at)?,
            None => wall.user_id == Some(user),
        };
        if is_around {
            return Err(Error::new(Code::Forbidden).with_detail(
                "This wall is around you, or around a group of yours: nobody changes the wall around themselves. Ask somebody else who manages the walls.",
                "Ce cloisonnement vous vise, ou vise un groupe dont vous êtes membre : nul ne modifie le cloisonnement qui le vise. Adressez-vous à une autre personne qui gère les cloisonnements.",
            ));
        }
    }
    Ok(())
}

/// Changes the end or the reason of a wall. A wall that ends when it begins never stood: that is
/// how one which is still to come is called off.
///
/// # Errors
/// 404, 403, 428, 412, 422.
pub fn update(
    connection: &mut Connection,
    caller: &Context,
    case: CaseId,
    id: WallId,
    precondition: &Precondition,
    body: &Unparsed<WallPatch>,
) -> Result<Wall> {
    let before = store::find(connection, &[case], id)?;
    cases::service::lock(connection, caller, case)?;
    grants::sees_what_it_opens(caller)?;
    not_around_oneself(connection, caller, &before)?;
    precondition.require(Version(before.version))?;
    let patch = body.parse()?;
    let mut row = before.clone();
    if let Some(reason) = patch.reason {
        reason.trim().clone_into(&mut row.reason);
    }
    if let Some(until) = patch.until {
        row.until_at = until;
    }
    if row.until_at.is_some_and(|until| until < row.from_at) {
        return Err(Error::invalid(vec![Fault::ends_before_it_begins()]));
    }
    row.version = before.version.saturating_add(1);
    row.updated_at = caller.now;
    if !store::update(connection, &row, before.version)? {
        return Err(Error::new(Code::StaleVersion));
    }
    let (before, after) = (Wall::from(before), Wall::from(row));
    journal::append(connection, caller, Subject::Case(case), "wall.updated", Some(&before), Some(&after))?;
    refresh_holders(connection, caller, case)?;
    Ok(after)
}

/// The error of a body that names something, if it was not found.
fn unless_found<T>(found: Result<T>, fault: fn() -> Fault) -> Result<Option<Fault>> {
    match found {
        Ok(_) => Ok(None),
        Err(error) if error.code() == Code::NotFound => Ok(Some(fault())),
        Err(error) => Err(error),
    }
}

fn unknown_group() -> Fault {
    Fault::body(
        "/group_id",
        "unknown_group",
        "There is no such group. GET /v1/groups lists those that you may see.",
        "Ce groupe n'existe pas. GET /v1/groups énumère ceux que vous pouvez voir.",
    )
}
