//! What opens a case to somebody, or closes it: the acts after which whoever follows the changes
//! has to be told that there may be more to see than the changes that they were shown. Pure.
//!
//! Whoever may not see a case is not shown its changes, nor those from when they could;
//! once they may, they are told that it is there, at the place of the act that opened it, though
//! they may not read of that act itself: that a wall was lifted is not for them. It is told to
//! everybody to whom the act may have opened the case, to those as well who could see it before:
//! they read it once more.

use crate::access::context::Principal;
use crate::access::redaction::ids_in;
use crate::journal::actions::noun;
use crate::journal::model::{Subject, case_in};
use crate::journal::store::EntryRow;
use serde_json::Value;
use std::collections::BTreeSet;

/// The acts that may open a case, or more than one, with all that are done to these nouns.
pub const ACTS: [&str; 3] = ["case.updated", "case.opened_in_emergency", POLICY];
/// The act by which everybody may see other cases; it is no write of a person.
pub const POLICY: &str = "policy.changed";
/// The nouns whose acts may open a case, or more than one.
pub const NOUNS: [&str; 7] = ["wall", "assignment", "group", "group_member", "office", "user", "position"];

/// The traits of a case that say who sees it.
const TRAITS: [&str; 5] = ["classification", "confidentiality", "organization", "office", "proceeding"];

/// What an entry may have opened to a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opening {
    /// The case that it is about.
    Case,
    /// More than one case.
    More,
}

/// What an entry may have opened to a reader, or closed, who may see what it is about.
#[must_use]
pub fn of(entry: &EntryRow, reader: &Principal) -> Option<Opening> {
    let opened = if case_in(&entry.subject).is_some() { Opening::Case } else { Opening::More };
    let is_so = match (noun(&entry.action), entry.action.as_str()) {
        (_, POLICY) => true,
        // Of a wall around somebody else nobody is told.
        (_, "wall.updated") => names(entry, reader),
        (_, "case.opened_in_emergency") => entry.actor == Subject::User(reader.id).to_string(),
        (_, "case.updated") => changes_a_trait(entry),
        ("group", _) => reader.groups.iter().any(|group| entry.subject == Subject::Group(*group).to_string()),
        ("office", _) => !reader.portfolios.is_empty(),
        ("user", _) => entry.subject == Subject::User(reader.id).to_string(),
        ("assignment" | "group_member" | "position", _) => names(entry, reader),
        _ => false,
    };
    is_so.then_some(opened)
}

/// What an entry says, before and after.
fn sides(entry: &EntryRow) -> [Option<Value>; 2] {
    [&entry.before, &entry.after].map(|side| side.as_ref()?.parse().ok())
}

/// Whether an entry changes what says who sees a case.
fn changes_a_trait(entry: &EntryRow) -> bool {
    let sides = sides(entry);
    TRAITS.iter().any(|name| {
        let [before, after] = sides.each_ref().map(|side| {
            let side = side.as_ref()?;
            side.get(name).or_else(|| side.get(format!("{name}_id")))
        });
        before != after
    })
}

/// Whether an entry names the reader, or a group of theirs.
fn names(entry: &EntryRow, reader: &Principal) -> bool {
    let mut named = BTreeSet::new();
    sides(entry).iter().flatten().for_each(|value| ids_in(value, &mut named));
    reader.holders().any(|holder| named.contains(&holder.uuid()))
}
