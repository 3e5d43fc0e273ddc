//! The index of the names of cases, and finding them in others.

use super::api::{ConflictCheck, Finding};
use super::findings::capacity_of;
use super::folding::ReadName;
use super::model::{NameKind, PartyName};
use super::nearness::NameTraces;
use super::store::{self, Eyes, MissingRow, NameRow};
use super::{elsewhere, keys, suspects_store};
use crate::access::context::Context;
use crate::db::dialect::{self};
use crate::db::{Connection, Db};
use crate::duties::notifications;
use crate::duties::notifications::audience_store::CaseKey;
use crate::duties::responsibilities::matrices::service::in_force_of;
use crate::error::{Error, Fault, Result};
use crate::ids::{CaseId, CaseNameId, PartyId, UserId};
use crate::matters::cases;
use crate::matters::cases::CaseRow;
use crate::matters::cases::party::{self, PartyKind};
use crate::people::identity;
use crate::unparsed::Unparsed;
use std::collections::{BTreeSet, HashSet};

pub use super::assignment::{of_assignment, of_assignments, tell_of_assignment};
pub use super::kept::written_out;

/// The names of a party and of its counsel, with their keys; one that has none cannot be looked up,
/// and is left out.
fn names(party: &PartyName<'_>) -> Vec<NameRow> {
    let kind = NameKind::of_capacity(party.capacity);
    let own = party.is_person.then_some(party.name);
    let aliases = party.aliases.iter().copied().filter(|_| party.is_person);
    let names = own.into_iter().chain(aliases).map(|name| (kind, name));
    let row = |(kind, name): (NameKind, &str)| {
        let read = ReadName::new(name);
        let mut keys = keys::of_name(&read);
        if kind != NameKind::Counsel && name == party.name {
            keys.extend(party.uci.map(keys::of_uci));
            keys.extend(party.user_id.map(keys::of_account));
        }
        NameRow {
            id: CaseNameId::generate(),
            case_id: party.case_id,
            party_id: party.party_id,
            kind,
            name: name.to_owned(),
            folded: read.folded(),
            sounds_like: read.sounds_like(),
            keys,
        }
    };
    let counsel = party.counsel.map(|name| (NameKind::Counsel, name));
    names.chain(counsel).map(row).filter(|row| !row.keys.is_empty()).collect()
}

/// Indexes the names of a new party: call it in the transaction that enters the party.
pub fn index(connection: &mut Connection, party: &PartyName<'_>) -> Result<()> {
    store::insert(connection, &names(party))
}

/// Indexes the names of new parties, and returns by what they are found: call it in the transaction
/// that enters the parties.
pub fn index_all(connection: &mut Connection, parties: &[PartyName<'_>]) -> Result<NameTraces> {
    let rows: Vec<_> = parties.iter().flat_map(names).collect();
    store::insert(connection, &rows)?;
    let accounts = parties.iter().filter_map(|party| party.user_id).collect();
    let mut traces = NameTraces { accounts, ..NameTraces::default() };
    for row in rows {
        if row.kind == NameKind::Party {
            traces.of_parties.extend(row.keys.iter().cloned());
        }
        traces.all.extend(row.keys);
    }
    Ok(traces)
}

/// Indexes the names that a party has now, in place of those that it had.
pub fn reindex(connection: &mut Connection, party: &PartyName<'_>) -> Result<()> {
    store::delete(connection, party.case_id, party.party_id)?;
    index(connection, party)
}

/// Drops the names of a party that is removed.
pub fn forget(connection: &mut Connection, case: CaseId, party: PartyId) -> Result<()> {
    store::delete(connection, case, party)
}

/// The number of parties that one transaction takes.
const BATCH: i64 = 500;

/// The lock under which names are made up for.
const LOCK: i64 = 0x6e61_6d65_7300;

/// Indexes the names of the parties that were entered before there was an index, and returns how
/// many parties there were. Nothing is written if there is nothing to do.
pub fn index_missing(db: &Db) -> Result<usize> {
    let (mut after, mut done) = (None, 0_usize);
    while let Some(last) =
        db.read_now(|connection| store::missing(connection, after, BATCH))?.last().map(|row| row.party_id)
    {
        let from = after;
        let indexed = db.write_now(|connection| index_batch(connection, from))?;
        done = done.saturating_add(indexed);
        after = Some(last);
    }
    Ok(done)
}

/// Indexes a batch: one process at a time, and while nobody changes the parties.
fn index_batch(connection: &mut Connection, after: Option<PartyId>) -> Result<usize> {
    dialect::lock(connection, LOCK)?;
    let cases: HashSet<_> =
        store::missing(connection, after, BATCH)?.into_iter().map(|row| row.case_id).collect();
    let mut locked: Vec<_> = cases.iter().copied().collect();
    locked.sort_unstable();
    cases::dialect::lock_cases(connection, &locked)?;
    let missing = store::missing(connection, after, BATCH)?;
    let missing: Vec<_> = missing.iter().filter(|row| cases.contains(&row.case_id)).collect();
    // What an older process entered has names without keys.
    for row in &missing {
        store::delete(connection, row.case_id, row.party_id)?;
    }
    let rows: Vec<_> = missing.iter().flat_map(|row| names(&named(row))).collect();
    store::insert(connection, &rows)?;
    Ok(missing.len())
}

fn named(row: &MissingRow) -> PartyName<'_> {
    PartyName {
        case_id: row.case_id,
        party_id: row.party_id,
        is_person: row.kind == PartyKind::Person,
        capacity: row.capacity,
        name: &row.name,
        aliases: party::aliases(row.aliases.as_deref()).collect(),
        uci: row.uci.as_deref(),
        user_id: row.user_id,
        counsel: row.counsel_name.as_deref(),
    }
}

/// The findings about the names in a case, or those of one of its parties, in other cases: as far
/// as the caller is shown both.
pub fn between_cases(
    connection: &mut Connection,
    caller: &Context,
    case: &CaseRow,
    party: Option<PartyId>,
) -> Result<Vec<Finding>> {
    let view = cases::views::of(connection, caller, case)?;
    let mut own = store::own(connection, case.id, party)?;
    own.retain(|row| view.shows_name(true, capacity_of(row)));
    let mut findings = elsewhere::found(connection, Eyes::Of(caller), case.id, own)?;
    show(connection, caller, findings.iter_mut())?;
    Ok(findings)
}

/// The part of [`between_cases`] that somebody who entered these names is shown; what it leaves out
/// for them is told to whoever directs the organisation's litigation and may read it.
pub fn of_entered(
    connection: &mut Connection,
    caller: &Context,
    case: &CaseRow,
    party: Option<PartyId>,
) -> Result<Vec<Finding>> {
    let shown = between_cases(connection, caller, case, party)?;
    let own = store::own(connection, case.id, party)?;
    let eyes = Eyes::Service(case.organization_id);
    let all = elsewhere::found(connection, eyes, case.id, own)?;
    let left_out = all.into_iter().filter(|finding| {
        !shown.iter().any(|other| (other.case_id, other.party_id) == (finding.case_id, finding.party_id))
    });
    tell(connection, caller, case, left_out.map(|finding| finding.case_id).collect())?;
    Ok(shown)
}

/// Tells whoever directs the organisation's litigation that something was found in a case, and in
/// these, that the caller is not shown.
pub(super) fn tell(
    connection: &mut Connection,
    caller: &Context,
    case: &CaseRow,
    left_out: BTreeSet<CaseId>,
) -> Result<()> {
    if left_out.is_empty() {
        return Ok(());
    }
    let others: Vec<_> = left_out.into_iter().collect();
    let others = cases::service::of_ids(connection, &others)?;
    let others: Vec<_> = others.iter().map(matter).collect();
    notifications::service::tell_of_names(connection, caller, matter(case), &others)
}

/// A case, as far as seeing it goes.
const fn matter(case: &CaseRow) -> CaseKey {
    CaseKey { case_id: case.id, organization_id: case.organization_id, classification: case.classification }
}

/// Replaces what was found in each case by what the caller is shown of it: it is looked for by the
/// true names.
pub(super) fn show<'a>(
    connection: &mut Connection,
    caller: &Context,
    findings: impl Iterator<Item = &'a mut Finding>,
) -> Result<()> {
    let findings: Vec<_> = findings.collect();
    let orders = findings.iter().map(|finding| (finding.case_id, finding.confidentiality));
    let views = cases::views::of_page(connection, caller, orders)?;
    for finding in findings {
        let view = views.of(finding.case_id);
        finding.style_of_cause = view.style(&finding.style_of_cause).into_owned();
        // Names are kept of persons only, and of counsel.
        finding.name = view.name(true, finding.capacity, &finding.name).into_owned();
    }
    Ok(())
}

/// The findings about the names in a case, for a caller who may see the case.
///
/// # Errors
/// 404, 403.
pub fn of_case(connection: &mut Connection, caller: &Context, case: CaseId) -> Result<Vec<Finding>> {
    let case = cases::service::find_visible(connection, caller, case)?;
    caller.require_permission()?;
    between_cases(connection, caller, &case, None)
}

/// The findings that assigning somebody would meet.
///
/// # Errors
/// 403; 404 where the caller may not see the case; 422 where there is no such user or role, or the
/// user's organisation cannot hold it: nobody can be assigned so, and "nothing found" would say
/// that they can.
pub fn check(
    connection: &mut Connection,
    caller: &Context,
    body: &Unparsed<ConflictCheck>,
) -> Result<Vec<Finding>> {
    caller.require_permission()?;
    let asked = body.parse()?;
    let case = cases::service::find_visible(connection, caller, asked.case_id)?;
    let mut faults = Vec::new();
    let binding = in_force_of(connection, case.organization_id, caller.now)?;
    let role = binding.matrix.role(&asked.role);
    if role.is_none() {
        faults.push(Fault::unknown_role());
    }
    match identity::principals::organization_of(connection, asked.user_id)? {
        None => faults.push(Fault::unknown_user("/user_id")),
        Some(organization) => {
            let kind = identity::service::find_organization(connection, organization)?.kind;
            if role.is_some_and(|role| !role.held_by.contains(&kind)) {
                let can = binding.matrix.roles().iter().filter(|role| role.held_by.contains(&kind));
                let can: Vec<_> = can.map(|role| role.code.as_str()).collect();
                faults.push(Fault::role_not_held(&can));
            }
        }
    }
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    of_assignment(connection, caller, &case, asked.user_id, &asked.role)
}

/// The cases among these in which an assignment of a person has to be checked: all others have
/// nothing of theirs in them, nor in a case that is linked to them or shares a name with them. The
/// number of statements is constant.
pub fn suspect(connection: &mut Connection, cases: &[CaseId], user: UserId) -> Result<HashSet<CaseId>> {
    let Some(name) = identity::principals::names(connection, &[user])?.remove(&user) else {
        return Ok(HashSet::new());
    };
    suspects_store::near(connection, cases, user, &keys::of_name(&ReadName::new(&name)))
}
