//! The readers of what was done: for each act that the journal knows, the permission of the
//! operation that reads what it was done to. Pure.
//!
//! An entry about a wall is for whoever may read walls, one about a session for whoever reads the
//! whole journal, which has no other reader of what others did with their own. Whoever lacks the
//! permission finds no such entry: not in a list, not in its count, not in a proof. An act without
//! a line here is not recorded, so that none can be forgotten.

use super::model::Action;
use crate::access::context::Principal;
use crate::access::permissions::Permission::{
    self, ImportCases, ManageHolds, ManageServiceAccounts, ManageUsers, ManageWalls, ManageWebhooks,
    ReadCases, ReadCheckpoints, ReadDirectory, ReadGroups, ReadNetwork, ReadPolicy, ReadReference,
    ReadWholeJournal,
};

/// An act, `noun.verb`, or all acts on a noun, with the permission that reading of it takes. The
/// line of an act goes before that of its noun, and is never the wider of the two.
const LINES: [(Action, Permission); 44] = [
    ("absence", ReadDirectory),
    ("access", ReadWholeJournal),
    ("action_item", ReadGroups),
    ("assignment", ReadCases),
    ("case", ReadCases),
    ("case.opened_in_emergency", ManageWalls),
    ("checkpoint", ReadCheckpoints),
    ("clock", ReadCheckpoints),
    ("database", ReadCheckpoints),
    ("deadline", ReadCases),
    ("deadlines", ReadCases),
    ("document", ReadCases),
    ("event", ReadCases),
    ("export", ReadWholeJournal),
    ("feed", ReadWholeJournal),
    ("group", ReadGroups),
    ("group_decision", ReadGroups),
    ("group_meeting", ReadGroups),
    ("group_member", ReadGroups),
    ("hearing", ReadCases),
    ("hold", ManageHolds),
    ("identity", ManageUsers),
    ("import", ImportCases),
    ("law", ReadReference),
    ("liaison_officer", ReadNetwork),
    ("link", ReadCases),
    ("matrix", ReadReference),
    ("note", ReadCases),
    ("notification", ReadWholeJournal),
    ("office", ReadReference),
    ("organization", ReadDirectory),
    ("party", ReadCases),
    ("policy", ReadPolicy),
    ("position", ReadReference),
    ("reminders", ReadReference),
    ("responsibility", ReadReference),
    ("role", ReadReference),
    ("service_account", ManageServiceAccounts),
    ("service_key", ManageServiceAccounts),
    ("session", ReadWholeJournal),
    ("sign_in", ReadWholeJournal),
    ("user", ReadDirectory),
    ("wall", ManageWalls),
    ("webhook", ManageWebhooks),
];

/// What an act is done to.
#[must_use]
pub fn noun(action: &str) -> &str {
    action.split_once('.').map_or(action, |(noun, _)| noun)
}

/// The permission that reading an act takes; an act that has no line is unknown.
#[must_use]
pub fn reading(action: &str) -> Option<Permission> {
    let of = |name: &str| LINES.iter().find(|(line, _)| *line == name).map(|(_, permission)| *permission);
    of(action).or_else(|| of(noun(action)))
}

/// The lines that keep entries from a person: acts, as they are written, and nouns, as the
/// beginning of what is done to them.
#[must_use]
pub fn kept_from(person: &Principal) -> (Vec<Action>, Vec<String>) {
    let kept = LINES.iter().filter(|(_, permission)| !person.may(*permission)).map(|(line, _)| *line);
    let (acts, nouns): (Vec<_>, Vec<_>) = kept.partition(|line| line.contains('.'));
    (acts, nouns.into_iter().map(|noun| format!("{noun}.%")).collect())
}

/// A boxed query over the journal, without what is kept from a person.
macro_rules! readable {
    ($query:expr, $person:expr) => {{
        let (acts, nouns) = $crate::journal::actions::kept_from($person);
        let mut query = $query;
        if !acts.is_empty() {
            query = query.filter(journal::action.ne_all(acts));
        }
        for noun in nouns {
            query = query.filter(journal::action.not_like(noun));
        }
        query
    }};
}
pub(crate) use readable;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::permissions::Role;

    #[test]
    fn an_act_is_read_by_its_own_line_or_that_of_its_noun() {
        assert_eq!(reading("case.opened_in_emergency"), Some(ManageWalls));
        assert_eq!(reading("case.updated"), Some(ReadCases));
        assert_eq!(reading("wall.created"), Some(ManageWalls));
        assert_eq!(reading("position.settled"), Some(ReadReference), "as it was written once");
        assert_eq!(reading("nonsense.done"), None);
        assert_eq!(reading("groups.made"), None, "a noun is meant whole");
    }

    #[test]
    fn the_line_of_an_act_is_narrower_than_that_of_its_noun() {
        for (line, permission) in LINES {
            let Some((noun, _)) = line.split_once('.') else { continue };
            let of_noun = reading(noun).unwrap();
            for role in Role::ALL {
                assert!(!role.gives(permission) || role.gives(of_noun), "{line} {role:?}");
            }
        }
    }

    #[test]
    fn there_is_one_line_for_each() {
        let lines: std::collections::BTreeSet<_> = LINES.iter().map(|(line, _)| line).collect();
        assert_eq!(lines.len(), LINES.len());
    }
}
