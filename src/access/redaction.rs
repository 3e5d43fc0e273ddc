//! A record as one person may read it: the journal, stored findings, and whatever else hands on
//! JSON that was written once and is read by many. Pure.
//!
//! A record names a case wherever the id of one stands in it, under whatever key, in a list, or as
//! `case:ID`: nothing has to be told of a new key. Its reader is shown of each case what they are
//! shown of it anyhow ([`View`]); what speaks of a case of which they may not know is not there,
//! and nor is what another case says of one that was disposed of. An object with a `case_id` speaks
//! of that case, and so does all that is in it; every other one of what it stands in.

use super::fields::{IDENTIFIERS, View};
use crate::ids::CaseId;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Texts that people write, of which nobody can say what is in them.
pub const TEXTS: [&str; 6] =
    ["note", "reason", "release_reason", "hearing_place", "hearing_room", "hearing_judge"];

/// Findings that rest on a name in the case itself, too, and not only on the one that they show.
const OF_BOTH_SIDES: [&str; 3] = ["acted_for_the_same_person", "same_name", "similar_name"];

/// The cases that records name, as one person is shown them.
#[derive(Clone, Debug, Default)]
pub struct NamedCases {
    /// The view that the person has of each case that they may see.
    pub views: BTreeMap<CaseId, View>,
    /// The cases of which they may not know.
    pub hidden: BTreeSet<CaseId>,
    /// The cases that were disposed of: they are named by their own record alone.
    pub disposed: BTreeSet<CaseId>,
}

/// Whatever in a record has the form of an id: any of them may be a case's.
pub fn ids_in(value: &Value, found: &mut BTreeSet<Uuid>) {
    match value {
        Value::String(text) => found.extend(id_in(text)),
        Value::Array(items) => items.iter().for_each(|item| ids_in(item, found)),
        Value::Object(object) => {
            found.extend(object.keys().filter_map(|key| id_in(key)));
            object.values().for_each(|inner| ids_in(inner, found));
        }
        _ => {}
    }
}

/// The id that a text is, or ends with: `ID`, `case:ID`, `/v1/cases/ID`.
fn id_in(text: &str) -> Option<Uuid> {
    text.rsplit([':', '/']).next().filter(|end| end.len() == 36)?.parse().ok()
}

/// Takes out of a record of a case what a person may not read, and says whether there was anything.
pub fn redact(value: &mut Value, case: CaseId, named: &NamedCases) -> bool {
    RecordRedaction { named, own: case }.redact(value, case)
}

/// One record, read by one person.
struct RecordRedaction<'a> {
    named: &'a NamedCases,
    /// The case whose record it is.
    own: CaseId,
}

impl RecordRedaction<'_> {
    fn redact(&self, value: &mut Value, case: CaseId) -> bool {
        match value {
            Value::Object(object) => {
                let names_hidden = object.iter().any(|(key, inner)| {
                    self.is_hidden(key) || inner.as_str().is_some_and(|text| self.is_hidden(text))
                });
                let case = case_of(object).unwrap_or(case);
                match self.named.views.get(&case).filter(|_| !names_hidden) {
                    Some(view) => self.redact_object(object, case, view),
                    None => empty(object),
                }
            }
            Value::Array(items) => {
                let before = items.len();
                items.retain(|item| !item.as_str().is_some_and(|text| self.is_hidden(text)));
                let changed = items.len() != before;
                self.redact_all(items.iter_mut(), case) || changed
            }
            _ => false,
        }
    }

    /// Whether a text is the id of a case of which nothing is said here.
    fn is_hidden(&self, text: &str) -> bool {
        let Some(case) = id_in(text).map(CaseId::from) else { return false };
        self.named.hidden.contains(&case) || (case != self.own && self.named.disposed.contains(&case))
    }

    fn redact_object(&self, object: &mut Map<String, Value>, case: CaseId, view: &View) -> bool {
        let mut changed = false;
        let kept_back = [(view.identifiers, &IDENTIFIERS[..]), (view.texts, &TEXTS[..])];
        for key in kept_back.iter().filter(|(is_shown, _)| !is_shown).flat_map(|(_, keys)| *keys) {
            changed |= object.remove(*key).is_some();
        }
        // That there is a finding at all tells of the name on which it rests: one that is not shown
        // takes the waiver with it.
        let before = object.len();
        object.retain(|_, inner| !self.tells_of_a_name(inner, case, view));
        changed |= object.len() != before;
        changed |= replace(object, "style_of_cause", |style| view.style(style).into_owned());
        // Whatever has a name and a capacity is a party, or a name that was found: counsel has a
        // capacity, too.
        let capacity = object.get("capacity").and_then(Value::as_str).map(str::to_owned);
        if let Some(capacity) = capacity {
            let is_person = object.get("kind").and_then(Value::as_str) != Some("organization");
            changed |= replace(object, "name", |name| view.name(is_person, &capacity, name).into_owned());
            if !view.shows_name(is_person, &capacity) {
                changed |= object.remove("user_id").is_some();
                changed |= object.remove("aliases").is_some();
            }
        }
        self.redact_all(object.values_mut(), case) || changed
    }

    /// Whether what was waived rests on a name that is not shown: in the case itself, or where it
    /// was found.
    fn tells_of_a_name(&self, value: &Value, case: CaseId, own: &View) -> bool {
        let findings = value.get("findings").and_then(Value::as_array);
        findings.into_iter().flatten().filter_map(Value::as_object).any(|finding| {
            let said = |key: &str| finding.get(key).and_then(Value::as_str).unwrap_or_default();
            let there = case_of(finding).unwrap_or(case);
            if there != self.own && self.named.disposed.contains(&there) {
                return false; // There is no name any more.
            }
            let view = self.named.views.get(&there);
            let is_shown = view.is_some_and(|view| view.shows_name(true, said("capacity")));
            !is_shown || (!own.names && OF_BOTH_SIDES.contains(&said("code")))
        })
    }

    /// All of them, whatever was found in the first.
    fn redact_all<'v>(&self, values: impl Iterator<Item = &'v mut Value>, case: CaseId) -> bool {
        let mut changed = false;
        for value in values {
            changed |= self.redact(value, case);
        }
        changed
    }
}

fn case_of(object: &Map<String, Value>) -> Option<CaseId> {
    object.get("case_id")?.as_str()?.parse().ok()
}

fn empty(object: &mut Map<String, Value>) -> bool {
    let had = !object.is_empty();
    object.clear();
    had
}

/// Whether another text was put under the key.
fn replace(object: &mut Map<String, Value>, key: &str, by: impl Fn(&str) -> String) -> bool {
    let Some(Value::String(text)) = object.get_mut(key) else { return false };
    let shown = by(text);
    let changed = shown != *text;
    *text = shown;
    changed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::classification::Classification;
    use crate::access::confidentiality::Confidentiality;
    use crate::access::context::Principal;
    use crate::access::permissions::Role;
    use crate::ids::{OrganizationId, UserId};
    use serde_json::json;

    fn viewer() -> Principal {
        Principal {
            id: UserId::generate(),
            organization_id: OrganizationId::generate(),
            role: Role::Viewer,
            clearance: Classification::ProtectedB,
            holds_elsewhere: false,
            has_large_caseload: false,
            groups: Vec::new(),
            portfolios: Vec::new(),
            emergency_cases: Vec::new(),
            scopes: None,
            may_give: None,
            known_to: None,
        }
    }

    #[test]
    fn a_record_says_of_each_case_what_its_reader_is_shown_of_it() {
        let (own, open, hidden) = (CaseId::generate(), CaseId::generate(), CaseId::generate());
        let view = |order| View::of(&viewer(), order, false);
        let named = NamedCases {
            views: BTreeMap::from([
                (own, view(Confidentiality::Anonymised)),
                (open, view(Confidentiality::None)),
            ]),
            hidden: BTreeSet::from([hidden]),
            disposed: BTreeSet::new(),
        };
        let record = json!({
            "style_of_cause": "Doe v. Minister", "stage": "commenced",
            "parties": [
                {"case_id": own, "kind": "person", "capacity": "applicant", "name": "Jane Doe", "uci": "12345678",
                 "counsel": {"name": "Ann Advocate"}},
                {"case_id": own, "kind": "organization", "capacity": "respondent", "name": "Acme", "address": "1 Main"}],
            "others": [
                {"case_id": open, "capacity": "applicant", "name": "Jane Doe", "style_of_cause": "Doe v. Minister"},
                {"case_id": hidden, "capacity": "applicant", "name": "Jane Doe", "style_of_cause": "Doe v. Minister"}],
        });
        let mut found = BTreeSet::new();
        ids_in(&record, &mut found);
        assert_eq!(found, [own, open, hidden].map(CaseId::uuid).into());
        let mut read = record.clone();
        assert!(redact(&mut read, own, &named));
        assert_eq!(
            read,
            json!({
                "style_of_cause": "D. v. Minister", "stage": "commenced",
                "parties": [
                    {"case_id": own, "kind": "person", "capacity": "applicant", "name": "J.D.", "counsel": {"name": "Ann Advocate"}},
                    {"case_id": own, "kind": "organization", "capacity": "respondent", "name": "Acme"}],
                "others": [
                    {"case_id": open, "capacity": "applicant", "name": "Jane Doe", "style_of_cause": "Doe v. Minister"},
                    {}],
            })
        );
        let mut nothing = json!({"stage": "commenced", "case_id": own});
        assert!(!redact(&mut nothing, own, &named));
    }

    #[test]
    fn a_case_is_named_by_its_id_under_whatever_key() {
        let (own, hidden) = (CaseId::generate(), CaseId::generate());
        let view = View::of(&viewer(), Confidentiality::None, false);
        let views = BTreeMap::from([(own, view)]);
        let (subject, path) = (format!("case:{hidden}"), format!("/v1/cases/{hidden}"));
        for record in [
            json!({"successor_id": hidden, "link": "appeal_of"}),
            json!({"whatever": hidden, "count": 1}),
            json!({"subject": subject}),
            json!({"location": path}),
            json!({(hidden.to_string()): 3}),
        ] {
            let mut found = BTreeSet::new();
            ids_in(&record, &mut found);
            assert_eq!(found, BTreeSet::from([hidden.uuid()]), "{record}");
            for (hidden, disposed) in [(vec![hidden], vec![]), (vec![], vec![hidden])] {
                let named = NamedCases {
                    views: views.clone(),
                    hidden: hidden.into_iter().collect(),
                    disposed: disposed.into_iter().collect(),
                };
                let mut read = json!({"here": own, "there": [record]});
                assert!(redact(&mut read, own, &named));
                assert_eq!(read, json!({"here": own, "there": [{}]}), "{record}");
            }
        }
        let named = NamedCases { views, hidden: BTreeSet::from([hidden]), disposed: BTreeSet::from([own]) };
        let mut listed = json!({"cases": [own, hidden], "authority": "DA 1"});
        assert!(redact(&mut listed, own, &named));
        assert_eq!(listed, json!({"cases": [own], "authority": "DA 1"}), "its own record names it still");
    }

    #[test]
    fn a_waiver_that_tells_of_a_name_is_not_there() {
        use Confidentiality::{Anonymised, None};
        let (own, other) = (CaseId::generate(), CaseId::generate());
        let view = |order| View::of(&viewer(), order, false);
        let waived = |code: &str, capacity: &str| {
            let finding =
                json!({"case_id": other, "code": code, "severity": "waivable", "capacity": capacity});
            json!({"user_id": "u", "waiver": {"reason": "Another of that name.", "findings": [finding]}})
        };
        let is_shown = |record: Value, here, there| {
            let views = BTreeMap::from([(own, view(here)), (other, view(there))]);
            let mut read = record;
            redact(&mut read, own, &NamedCases { views, ..NamedCases::default() });
            read.get("waiver").is_some()
        };
        assert!(is_shown(waived("acted_in_the_matter", "applicant"), None, None));
        assert!(!is_shown(waived("acted_in_the_matter", "applicant"), None, Anonymised));
        assert!(
            is_shown(waived("acted_in_the_matter", "counsel"), None, Anonymised),
            "counsel act in public"
        );
        assert!(
            !is_shown(waived("acted_for_the_same_person", "counsel"), Anonymised, None),
            "the other side"
        );
    }

    #[test]
    fn texts_go_with_the_seal() {
        let own = CaseId::generate();
        let named = |order| NamedCases {
            views: BTreeMap::from([(own, View::of(&viewer(), order, false))]),
            ..NamedCases::default()
        };
        let record = json!({"event": {"case_id": own, "type": "filed", "note": "x"}, "reason": "y", "release_reason": "z"});
        let mut read = record.clone();
        assert!(!redact(&mut read, own, &named(Confidentiality::Anonymised)) && read == record);
        assert!(redact(&mut read, own, &named(Confidentiality::Sealed)));
        assert_eq!(read, json!({"event": {"case_id": own, "type": "filed"}}));
    }
}
