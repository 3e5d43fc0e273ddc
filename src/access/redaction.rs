//! A record of cases in JSON, as one person may read it: the journal's before and after, a feed of changes, an export. Pure.
//!
//! The record is what was written; what a person may read of it goes by the case as it is now. Keys are known wherever they
//! stand: an object with a `case_id` speaks of that case, and so does all that is in it.

use super::fields::{IDENTIFIERS, View};
use crate::ids::CaseId;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The keys by which an object says of which case it speaks.
const CASES: [&str; 2] = ["case_id", "successor_id"];

/// The cases that a record names.
pub fn cases_in(value: &Value, found: &mut BTreeSet<CaseId>) {
    match value {
        Value::Object(object) => {
            found.extend(CASES.iter().filter_map(|key| case_of(object, key)));
            object.values().for_each(|inner| cases_in(inner, found));
        }
        Value::Array(items) => items.iter().for_each(|item| cases_in(item, found)),
        _ => {}
    }
}

/// Takes out of a record of a case what a person may not read, and says whether there was anything. An object that speaks of a
/// case of which the person may not know, and so has no view, is emptied.
pub fn redact(value: &mut Value, case: CaseId, views: &BTreeMap<CaseId, View>) -> bool {
    match value {
        Value::Object(object) => {
            let named: Vec<CaseId> = CASES.iter().filter_map(|key| case_of(object, key)).collect();
            let is_hidden = named.iter().any(|named| !views.contains_key(named));
            let case = case_of(object, "case_id").unwrap_or(case);
            match views.get(&case).filter(|_| !is_hidden) {
                Some(view) => redact_object(object, case, view, views),
                None => empty(object),
            }
        }
        Value::Array(items) => redact_all(items.iter_mut(), case, views),
        _ => false,
    }
}

fn case_of(object: &Map<String, Value>, key: &str) -> Option<CaseId> {
    object.get(key)?.as_str()?.parse().ok()
}

fn empty(object: &mut Map<String, Value>) -> bool {
    let had = !object.is_empty();
    object.clear();
    had
}

fn redact_object(
    object: &mut Map<String, Value>,
    case: CaseId,
    view: &View,
    views: &BTreeMap<CaseId, View>,
) -> bool {
    let mut changed = false;
    if !view.identifiers {
        for key in IDENTIFIERS {
            changed |= object.remove(key).is_some();
        }
    }
    changed |= replace(object, "style_of_cause", |style| view.style(style).into_owned());
    // Whatever has a name and a capacity is a party, or a name that was found: counsel has a capacity, too.
    let capacity = object.get("capacity").and_then(Value::as_str).map(str::to_owned);
    if let Some(capacity) = capacity {
        let is_person = object.get("kind").and_then(Value::as_str) != Some("organization");
        changed |= replace(object, "name", |name| view.name(is_person, &capacity, name).into_owned());
        if !view.shows_name(is_person, &capacity) {
            changed |= object.remove("user_id").is_some();
        }
    }
    changed | redact_all(object.values_mut(), case, views)
}

/// All of them, whatever was found in the first.
fn redact_all<'a>(
    values: impl Iterator<Item = &'a mut Value>,
    case: CaseId,
    views: &BTreeMap<CaseId, View>,
) -> bool {
    let mut changed = false;
    for value in values {
        changed |= redact(value, case, views);
    }
    changed
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
            roams: false,
            holds_much: false,
            groups: Vec::new(),
            portfolios: Vec::new(),
            opened: Vec::new(),
            scopes: None,
        }
    }

    #[test]
    fn a_record_says_of_each_case_what_its_reader_is_shown_of_it() {
        let (own, open, hidden) = (CaseId::generate(), CaseId::generate(), CaseId::generate());
        let view = |order| View::of(&viewer(), order, false);
        let views =
            BTreeMap::from([(own, view(Confidentiality::Anonymised)), (open, view(Confidentiality::None))]);
        let record = json!({
            "style_of_cause": "Doe v. Minister", "stage": "commenced",
            "parties": [
                {"case_id": own, "kind": "person", "capacity": "applicant", "name": "Jane Doe", "uci": "12345678",
                 "counsel": {"name": "Ann Advocate"}},
                {"case_id": own, "kind": "organization", "capacity": "respondent", "name": "Acme", "address": "1 Main"}],
            "findings": [
                {"case_id": open, "capacity": "applicant", "name": "Jane Doe", "style_of_cause": "Doe v. Minister"},
                {"case_id": hidden, "capacity": "applicant", "name": "Jane Doe", "style_of_cause": "Doe v. Minister"}],
        });
        let mut found = BTreeSet::new();
        cases_in(&record, &mut found);
        assert_eq!(found, BTreeSet::from([own, open, hidden]));
        let mut read = record.clone();
        assert!(redact(&mut read, own, &views));
        assert_eq!(
            read,
            json!({
                "style_of_cause": "D. v. Minister", "stage": "commenced",
                "parties": [
                    {"case_id": own, "kind": "person", "capacity": "applicant", "name": "J.D.", "counsel": {"name": "Ann Advocate"}},
                    {"case_id": own, "kind": "organization", "capacity": "respondent", "name": "Acme"}],
                "findings": [
                    {"case_id": open, "capacity": "applicant", "name": "Jane Doe", "style_of_cause": "Doe v. Minister"},
                    {}],
            })
        );
        let mut followed = json!({"successor_id": hidden, "link": "appeal_of"});
        assert!(redact(&mut followed, own, &views) && followed == json!({}));
        let mut nothing = json!({"stage": "commenced", "case_id": own});
        assert!(!redact(&mut nothing, own, &views));
    }
}
