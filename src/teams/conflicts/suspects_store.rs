//! The cases in which an assignment has to be checked at all.

use super::model::NameKind;
use crate::db::Connection;
use crate::db::schema::{assignments, case_links, case_names, name_keys, parties};
use crate::error::Result;
use crate::ids::{CaseId, UserId};
use diesel::prelude::*;
use std::collections::{BTreeSet, HashSet};

/// The cases among these that are near a person with these keys: they appear there, by account, by
/// a role or by a name that may be theirs, or in a case that is linked to it; or a party there may
/// be one in a case in which they appear.
pub fn near(
    connection: &mut Connection,
    cases: &[CaseId],
    user: UserId,
    keys: &BTreeSet<String>,
) -> Result<HashSet<CaseId>> {
    let (others, keyed) = diesel::alias!(case_names as others, name_keys as keyed);
    let theirs = keyed
        .filter(keyed.field(name_keys::key).eq_any(keys.iter().cloned().collect::<Vec<_>>()))
        .select(keyed.field(name_keys::case_name_id));
    let theirs =
        others.filter(others.field(case_names::id).eq_any(theirs)).select(others.field(case_names::case_id));
    let mut there: HashSet<CaseId> = theirs.load(connection)?.into_iter().collect();
    let as_party: Vec<CaseId> =
        parties::table.filter(parties::user_id.eq(user)).select(parties::case_id).load(connection)?;
    let decided: Vec<Option<CaseId>> = assignments::table
        .filter(assignments::user_id.eq(user))
        .filter(assignments::role.eq("DEC"))
        .select(assignments::case_id)
        .load(connection)?;
    there.extend(as_party);
    there.extend(decided.into_iter().flatten());
    let links: Vec<(CaseId, CaseId)> = case_links::table
        .filter(case_links::case_id.eq_any(cases).or(case_links::other_case_id.eq_any(cases)))
        .select((case_links::case_id, case_links::other_case_id))
        .load(connection)?;
    let own: Vec<(CaseId, String)> = name_keys::table
        .inner_join(case_names::table.on(case_names::id.eq(name_keys::case_name_id)))
        .filter(case_names::case_id.eq_any(cases))
        .filter(name_keys::kind.eq(NameKind::Party))
        .select((case_names::case_id, name_keys::key))
        .load(connection)?;
    let beside = beside(connection, keys)?;
    let linked = links.into_iter().flat_map(|(one, other)| {
        let near = |case: CaseId, by: CaseId| there.contains(&by).then_some(case);
        [near(one, other), near(other, one)]
    });
    let sharing = own.into_iter().filter(|(_, key)| beside.contains(key)).map(|(case, _)| case);
    let near: HashSet<_> = there.iter().copied().chain(linked.flatten()).chain(sharing).collect();
    Ok(cases.iter().copied().filter(|case| near.contains(case)).collect())
}

/// The keys of the parties to the cases in which a name stands that has one of these keys.
pub fn beside(connection: &mut Connection, keys: &BTreeSet<String>) -> Result<HashSet<String>> {
    let keys: Vec<_> = keys.iter().cloned().collect();
    let (others, keyed) = diesel::alias!(case_names as others, name_keys as keyed);
    let theirs =
        keyed.filter(keyed.field(name_keys::key).eq_any(keys)).select(keyed.field(name_keys::case_name_id));
    let theirs =
        others.filter(others.field(case_names::id).eq_any(theirs)).select(others.field(case_names::case_id));
    let beside = name_keys::table
        .inner_join(case_names::table.on(case_names::id.eq(name_keys::case_name_id)))
        .filter(case_names::case_id.eq_any(theirs))
        .filter(name_keys::kind.eq(NameKind::Party))
        .select(name_keys::key)
        .distinct();
    Ok(beside.load(connection)?.into_iter().collect())
}
