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
    let noun = entry.action.split_once('.').map_or(entry.action.as_str(), |(noun, _)| noun);
    let is_of_case = entry.subject.starts_with("case:");
    let opened = if is_of_case { Opening::Case } else { Opening::More };
    let is_so = match (noun, entry.action.as_str()) {
        (_, POLICY) => true,
        // Of a wall around somebody else nobody is told.
        (_, "wall.updated") => names(entry, reader),
        (_, "case.opened_in_emergency") => entry.actor == format!("user:{}", reader.id),
        (_, "case.updated") => TRAITS.iter().any(|name| said(entry, 0, name) != said(entry, 1, name)),
        ("group", _) => reader.groups.iter().any(|group| entry.subject == format!("group:{group}")),
        ("office", _) => !reader.portfolios.is_empty(),
        ("user", _) => entry.subject == format!("user:{}", reader.id),
        ("assignment" | "group_member" | "position", _) => names(entry, reader),
        _ => false,
    };
    is_so.then_some(opened)
}

/// What an entry says of a trait, before (0) or after (1).
fn said(entry: &EntryRow, side: usize, name: &str) -> Option<Value> {
    let sides = [entry.before.as_ref(), entry.after.as_ref()];
    let value: Value = sides.get(side).copied().flatten()?.parse().ok()?;
    value.get(name).or_else(|| value.get(format!("{name}_id"))).cloned()
}

/// Whether an entry names the reader, or a group of theirs.
fn names(entry: &EntryRow, reader: &Principal) -> bool {
    let mut named = BTreeSet::new();
    for value in [entry.before.as_ref(), entry.after.as_ref()].into_iter().flatten() {
        if let Ok(value) = value.parse::<Value>() {
            ids_in(&value, &mut named);
        }
    }
    reader.holders().any(|holder| named.contains(&holder.uuid()))
}
