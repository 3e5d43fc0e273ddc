//! Whom a check of conflicts would find nothing about, while many cases are opened one after the
//! other: what a person is near to is read once.
//!
//! A case that was just opened is linked to no other, and nobody held a role in it before. Then a
//! person is far from it where no name in it may be theirs, no party in it is them by account, and
//! no party in it may be one in a case in which a name may be theirs ([`super::suspects_store`]
//! says the same of cases that are there already). Who is near is checked as ever.

use super::folding::ReadName;
use super::{keys, suspects_store};
use crate::db::Connection;
use crate::error::Result;
use crate::ids::UserId;
use crate::people::identity;
use std::collections::hash_map::Entry;
use std::collections::{BTreeSet, HashMap, HashSet};

/// By what the names in a case are found.
#[derive(Debug, Default)]
pub struct NameTraces {
    /// The keys of all of them, those of counsel among them.
    pub all: HashSet<String>,
    /// The keys of parties.
    pub of_parties: HashSet<String>,
    /// The accounts of parties.
    pub accounts: Vec<UserId>,
}

/// What people are near to, read once each.
#[derive(Debug, Default)]
pub struct NearnessCache(HashMap<UserId, Nearness>);

#[derive(Debug)]
struct Nearness {
    keys: BTreeSet<String>,
    /// The keys of the parties to the cases in which a name may be theirs.
    beside: HashSet<String>,
}

impl NearnessCache {
    /// Whether a check would find nothing about a person in a case that was just opened with these
    /// names. Somebody who does not exist is far from nothing: the check itself says so.
    pub fn is_far(&mut self, connection: &mut Connection, user: UserId, names: &NameTraces) -> Result<bool> {
        if names.accounts.contains(&user) {
            return Ok(false);
        }
        let known = match self.0.entry(user) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => {
                let Some(name) = identity::principals::names(connection, &[user])?.remove(&user) else {
                    return Ok(false);
                };
                let keys = keys::of_name(&ReadName::new(&name));
                let beside = suspects_store::beside(connection, &keys)?;
                unknown.insert(Nearness { keys, beside })
            }
        };
        let is_named = known.keys.iter().any(|key| names.all.contains(key));
        Ok(!is_named && names.of_parties.is_disjoint(&known.beside))
    }

    /// Forgets those who are near to more by now: a case was opened with these names.
    pub fn opened(&mut self, names: &NameTraces) {
        self.0.retain(|_, known| !known.keys.iter().any(|key| names.all.contains(key)));
    }
}
