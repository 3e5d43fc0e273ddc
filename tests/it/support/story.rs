//! The first steps of most stories.

use super::actor::Actor;
use super::answer::Answer;
use serde_json::{Value, json};

/// The body of a case whose decision was notified in Canada on this day.
pub fn new_case(notified_on: &str) -> Value {
    json!({
        "proceeding": "ALJR", "style_of_cause": "Doe v. The Minister of Citizenship and Immigration", "language": "en",
        "decision": {"body": "Refugee Appeal Division", "decided_on": "2026-02-27", "notified_on": notified_on, "location": "in_canada"},
        "parties": [{"kind": "person", "capacity": "applicant", "name": "Jane Doe"}]
    })
}

/// Opens a case: its id.
#[track_caller]
pub fn case_with(actor: &Actor<'_>, notified_on: &str) -> String {
    let made = actor.post("/v1/cases", new_case(notified_on)).must(201);
    made["id"].as_str().unwrap().to_owned()
}

/// A group of the manager's with these people in it, each from an instant and until another.
#[track_caller]
pub fn group_of(manager: &Actor<'_>, people: &[(&str, &str, Option<&str>)]) -> String {
    let code = format!("G-{}", uuid::Uuid::now_v7().simple());
    let name = json!({"en": "Team", "fr": "Équipe"});
    let group = manager.post("/v1/groups", json!({"code": code, "kind": "litigation_team", "name": name}));
    let group = group.must(201)["id"].as_str().unwrap().to_owned();
    for (user, capacity, until) in people {
        let mut member = json!({"user_id": user, "capacity": capacity, "from": "2026-01-05T15:00:00Z"});
        if let Some(until) = until {
            member["until"] = json!(until);
        }
        manager.post(&format!("/v1/groups/{group}/members"), member).must(201);
    }
    group
}

/// Records an event that must be accepted: the event and its effects.
#[track_caller]
pub fn record(actor: &Actor<'_>, case: &str, event: Value) -> Value {
    actor.post(&format!("/v1/cases/{case}/events"), event).must(201)
}

/// Opens a case of a proceeding without a decision: its id.
#[track_caller]
pub fn case_of(actor: &Actor<'_>, proceeding: &str) -> String {
    let body = json!({"proceeding": proceeding, "style_of_cause": "Doe v. Canada (MCI)", "language": "en"});
    actor.post("/v1/cases", body).must(201)["id"].as_str().unwrap().to_owned()
}

/// Records an event with facts, which must be accepted: the event and its effects.
#[track_caller]
pub fn happened(actor: &Actor<'_>, case: &str, event: &str, on: &str, facts: Value) -> Value {
    record(actor, case, json!({"type": event, "occurred_on": on, "facts": facts}))
}

/// Takes a case through the events of a full application, up to and with this one.
#[track_caller]
pub fn take_to(actor: &Actor<'_>, case: &str, last: &str) {
    for event in full_docket() {
        let reached = event["type"] == last;
        record(actor, case, event);
        if reached {
            return;
        }
    }
    panic!("no {last} in the docket of the story");
}

/// The docket of an application that goes all the way.
pub fn full_docket() -> Vec<Value> {
    vec![
        json!({"type": "application_filed", "occurred_on": "2026-03-09", "facts": {"reasons_received": true}}),
        json!({"type": "application_served", "occurred_on": "2026-03-10", "served_on": "2026-03-10", "service_method": "personal"}),
        json!({"type": "proof_of_service_filed", "occurred_on": "2026-03-12"}),
        json!({"type": "notice_of_appearance_filed", "occurred_on": "2026-03-18"}),
        json!({"type": "applicant_record_served", "occurred_on": "2026-04-01", "served_on": "2026-04-01", "service_method": "personal"}),
        json!({"type": "applicant_record_filed", "occurred_on": "2026-04-02"}),
        json!({"type": "respondent_memorandum_served", "occurred_on": "2026-04-27", "served_on": "2026-04-27", "service_method": "personal"}),
        json!({"type": "respondent_memorandum_filed", "occurred_on": "2026-04-28"}),
        json!({"type": "reply_served", "occurred_on": "2026-05-05", "served_on": "2026-05-05", "service_method": "personal"}),
        json!({"type": "reply_filed", "occurred_on": "2026-05-05"}),
        json!({"type": "leave_granted", "occurred_on": "2026-06-01", "ordered": [
            {"rule": "FCCIRPR-15-CTR", "due_on": "2026-06-22"}, {"rule": "FCCIRPR-15-FURTHER-AFFIDAVITS", "due_on": "2026-07-06"}]}),
        json!({"type": "hearing_scheduled", "occurred_on": "2026-06-02", "facts": {"hearing_on": "2026-08-18"}}),
        json!({"type": "tribunal_record_received", "occurred_on": "2026-06-19"}),
        json!({"type": "hearing_held", "occurred_on": "2026-08-18"}),
        json!({"type": "judgment_delivered", "occurred_on": "2026-09-10", "facts": {"outcome": "dismissed", "question_certified": true}}),
        json!({"type": "notice_of_appeal_filed", "occurred_on": "2026-10-05"}),
    ]
}

/// The deadline of a case under a rule.
#[track_caller]
pub fn deadline(actor: &Actor<'_>, case: &str, rule: &str) -> Value {
    let page = actor.get(&format!("/v1/cases/{case}/deadlines")).must(200);
    let found = page["items"].as_array().unwrap().iter().find(|deadline| deadline["rule"] == rule);
    found.unwrap_or_else(|| panic!("no {rule} among {page:#}")).clone()
}

/// Acts on a deadline.
pub fn act(actor: &Actor<'_>, deadline: &Value, verb: &str, body: Value) -> Answer {
    actor.post(&format!("/v1/deadlines/{}/{verb}", deadline["id"].as_str().unwrap()), body)
}

/// How many entries the journal of a case has.
#[track_caller]
pub fn journal_count(actor: &Actor<'_>, case: &str) -> i64 {
    actor.get(&format!("/v1/cases/{case}/journal?include=count&limit=1")).must(200)["count"].as_i64().unwrap()
}

/// What the journal of a case says was done, the first first.
#[track_caller]
pub fn actions(actor: &Actor<'_>, case: &str) -> Vec<String> {
    let (entries, _) = actor.walk(&format!("/v1/cases/{case}/journal"));
    entries.iter().rev().map(|entry| entry["action"].as_str().unwrap().to_owned()).collect()
}

/// A file number of the Federal Court that nobody else has: of what is in an id, without letters.
pub fn own_number(id: &str, year: &str) -> String {
    let digits = u32::from_str_radix(&id[id.len() - 8..], 16).unwrap();
    format!("IMM-{digits}-{year}")
}
