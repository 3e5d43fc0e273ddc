//! The views that the caller has of cases that they may see ([`crate::access::fields`]): of one, or
//! of a page of them.
//!
//! Nothing has to be asked about a case under no order. Where some are under one, one statement
//! asks whether the caller holds a role on them, and another reads the names that become initials,
//! however many cases there are.

use super::model::StoredStatus;
use super::party::PartyKind;
use super::{CaseRow, store};
use crate::access::confidentiality::Confidentiality;
use crate::access::context::Context;
use crate::access::fields::View;
use crate::access::permissions::Permission;
use crate::access::redaction::{NamedCases, ids_in};
use crate::db::Connection;
use crate::error::Result;
use crate::ids::CaseId;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// The caller's view of a case.
pub fn of(connection: &mut Connection, caller: &Context, case: &CaseRow) -> Result<View> {
    Ok(of_page(connection, caller, [(case.id, case.confidentiality)])?.of(case.id).clone())
}

/// The caller's views of some cases.
#[derive(Clone, Debug)]
pub struct Views {
    under_order: HashMap<CaseId, View>,
    /// The view of every other case.
    open: View,
}

impl Views {
    /// The view of a case that is one of them.
    #[must_use]
    pub fn of(&self, case: CaseId) -> &View {
        self.under_order.get(&case).unwrap_or(&self.open)
    }
}

/// The caller's views of the cases of a page, each with what a court has ordered in it.
pub fn of_page(
    connection: &mut Connection,
    caller: &Context,
    cases: impl IntoIterator<Item = (CaseId, Confidentiality)>,
) -> Result<Views> {
    let orders: HashMap<_, _> = cases.into_iter().collect();
    let open = View::of(&caller.user, Confidentiality::None, false);
    let under_order: Vec<CaseId> =
        orders.iter().filter(|(_, order)| **order != Confidentiality::None).map(|(case, _)| *case).collect();
    let held = held(connection, caller, &under_order)?;
    let mut views = HashMap::new();
    for case in under_order {
        let order = orders.get(&case).copied().unwrap_or(Confidentiality::Sealed);
        views.insert(case, View::of(&caller.user, order, held.contains(&case)));
    }
    name(connection, &mut views)?;
    Ok(Views { under_order: views, open })
}

/// The caller's views of these cases: of each that they may see, and of no other.
pub fn of_ids(
    connection: &mut Connection,
    caller: &Context,
    ids: &[CaseId],
) -> Result<BTreeMap<CaseId, View>> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let orders = store::orders_among(connection, caller, ids)?;
    let views = of_page(connection, caller, orders.iter().copied())?;
    Ok(orders.into_iter().map(|(case, _)| (case, views.of(case).clone())).collect())
}

/// The caller's views of the cases among these ids: some, all or none of them may be a case's.
pub fn named(connection: &mut Connection, caller: &Context, ids: &[CaseId]) -> Result<NamedCases> {
    let mut named = NamedCases::default();
    if ids.is_empty() {
        return Ok(named);
    }
    let known = store::known_among(connection, ids)?;
    let (ids, statuses): (Vec<_>, Vec<_>) = known.into_iter().unzip();
    named.views = of_ids(connection, caller, &ids)?;
    for (id, status) in ids.into_iter().zip(statuses) {
        if !named.views.contains_key(&id) {
            named.hidden.insert(id);
        } else if status == StoredStatus::Disposed {
            named.disposed.insert(id);
        }
    }
    Ok(named)
}

/// The cases among those that a record names of which the caller may not know, and those that were
/// disposed of.
pub fn hidden_in(connection: &mut Connection, caller: &Context, record: &Value) -> Result<BTreeSet<CaseId>> {
    let mut ids = BTreeSet::new();
    ids_in(record, &mut ids);
    let ids: Vec<_> = ids.into_iter().map(CaseId::from).collect();
    let NamedCases { mut hidden, disposed, .. } = named(connection, caller, &ids)?;
    hidden.extend(disposed);
    Ok(hidden)
}

/// The cases under an order on which the caller holds a role, or which the caller has opened in an
/// emergency. Nothing is asked about a caller who is shown them anyway.
fn held(connection: &mut Connection, caller: &Context, cases: &[CaseId]) -> Result<HashSet<CaseId>> {
    if cases.is_empty() || caller.user.may(Permission::ReadSealed) {
        return Ok(HashSet::new());
    }
    let mut held: HashSet<_> = store::held_among(connection, caller, cases)?.into_iter().collect();
    held.extend(cases.iter().filter(|case| caller.user.emergency_cases.contains(case)));
    Ok(held)
}

/// Gives the views that show initials the names that these stand for.
fn name(connection: &mut Connection, views: &mut HashMap<CaseId, View>) -> Result<()> {
    let hidden: Vec<CaseId> = views.iter().filter(|(_, view)| !view.names).map(|(case, _)| *case).collect();
    if hidden.is_empty() {
        return Ok(());
    }
    let mut known: HashMap<CaseId, (Vec<String>, Vec<String>)> = HashMap::new();
    for (case, kind, capacity, name) in store::party_names(connection, &hidden)? {
        let is_person = kind == PartyKind::Person;
        let (persons, others) = known.entry(case).or_default();
        let shown = views.get(&case).is_some_and(|view| view.shows_name(is_person, capacity.code()));
        if shown { others.push(name) } else { persons.push(name) }
    }
    for (case, (persons, others)) in known {
        if let Some(view) = views.remove(&case) {
            views.insert(case, view.knowing(persons, others));
        }
    }
    Ok(())
}
