//! What bounds each list that an answer holds, written down: a list that is not here has no bound yet.

use crate::support::document::{document, operations};
use crate::support::*;
use serde_json::Value;
use std::collections::BTreeSet;

/// What bounds a list of this place: the schema, and the field.
const BOUNDS: [(&str, &[&str]); 7] = [
    (
        "`limit`, at most 200 a page, or 1,000",
        &["*Page/items", "ProvisionedUsers/Resources", "follow_changes"],
    ),
    (
        "what the program itself holds: the catalog, the policy, the schemas of SCIM",
        &[
            "Calendar/*",
            "CalendarDay/reasons",
            "CodeList/items",
            "CodeListItem/spellings",
            "DeadlineStart/*",
            "EventFact/*",
            "EventMove/*",
            "EventType/*",
            "Office/local_holidays",
            "Finding/grounds",
            "Me/*",
            "NetworkInstrument/*",
            "NextEvent/*",
            "NextEventFact/*",
            "NextEvents/items",
            "Office/codes",
            "OpenReading/rules",
            "OwedDuty/*",
            "Policy*",
            "Proceeding/*",
            "ProceedingDeadline/*",
            "ProceedingHearing/*",
            "ProceedingSuccessor/*",
            "ProvisionedUser/schemas",
            "ProvisionedUsers/schemas",
            "ResourceType*",
            "RetentionLine/*",
            "Rule/*",
            "RuleFact/*",
            "RulePeriod/*",
            "RuleReceipt*",
            "RuleVersion/*",
            "Scim*",
            "ServiceProviderConfig/*",
            "User/*",
        ],
    ),
    (
        "`maxItems` of the body with which it was sent",
        &[
            "CaseRole/held_by",
            "CreatedServiceKey/scopes",
            "CaseEvent/ordered",
            "*/external_ids",
            "CaseDocument/*",
            "Hearing/days",
            "LiaisonOfficer/*",
            "MayGive/roles",
            "Meeting/*",
            "Party/aliases",
            "OwnOffice/spellings",
            "ProvisionedUser/*",
            "Reminders/*",
            "Responsibility/*",
            "ServiceKey/scopes",
            "TellingEntry/ordered",
        ],
    ),
    (
        "a number of its own: days of a calendar, findings, proposals, candidates, entries of a proof, events and parties",
        &[
            "CalendarDays/days",
            "Candidate/reasons",
            "Case/conflicts",
            "Case/events",
            "Case/parties",
            "Case/warnings",
            "Assignment/warnings",
            "DeadlineCalendar/days",
            "DeadlineCalendarDay/*",
            "Excluded/reasons",
            "Findings/items",
            "ImportFault/errors",
            "Party/conflicts",
            "Proof/*",
            "Recalculated/proposals",
            "Suggestions/*",
        ],
    ),
    (
        "the events of a docket, and the rules that an event starts; of an explanation the facts, too",
        &[
            "Case/deadlines",
            "ComputedDeadline/*",
            "ComputedDeadlines/*",
            "Deadline/warnings",
            "DeadlineEffects/*",
            "Effects/*",
            "Explanation/*",
        ],
    ),
    (
        "acts of people, each on the record, one line an act: nobody makes a thousand of them at once",
        &[
            "Case/assignments",
            "CaseResponsibility/*",
            "CaseRetention/holds",
            "Deadline/previous_dates",
            "Disposal/removed",
            "Gap/*",
            "GapSummary/items",
            "Handover/*",
            "MatrixChanges/*",
            "Profile/positions",
        ],
    ),
    (
        "webhooks: 200 for an organisation, 50 types for each, and two secrets while they overlap",
        &["IntegrationStatus/webhooks", "Webhook/keys", "Webhook/types"],
    ),
];

fn fits(pattern: &str, place: &str) -> bool {
    match pattern.split_once('*') {
        Some((before, after)) => place.starts_with(before) && place[before.len()..].ends_with(after),
        None => pattern == place,
    }
}

fn every_list_of_an_answer_has_a_bound(api: &Api) {
    let document = document(api);
    let mut found = BTreeSet::new();
    for operation in operations(&document) {
        for (status, answer) in operation.described["responses"].as_object().unwrap() {
            if status.starts_with('2') {
                for content in answer["content"].as_object().into_iter().flatten().map(|(_, content)| content)
                {
                    gather(&document, &content["schema"], &operation.id, &mut BTreeSet::new(), &mut found);
                }
            }
        }
    }
    assert!(found.len() > 100, "the answers have lost their lists: {found:?}");
    let patterns = || BOUNDS.iter().flat_map(|(_, patterns)| patterns.iter());
    let unbounded: Vec<_> =
        found.iter().filter(|place| !patterns().any(|pattern| fits(pattern, place))).collect();
    assert!(unbounded.is_empty(), "say in `BOUNDS` what bounds these: {unbounded:?}");
    let gone: Vec<_> = patterns().filter(|pattern| !found.iter().any(|place| fits(pattern, place))).collect();
    assert!(gone.is_empty(), "no answer holds these any more: {gone:?}");
}

/// The lists below a schema, each as the named schema and the field in which it stands.
fn gather(
    document: &Value,
    schema: &Value,
    place: &str,
    seen: &mut BTreeSet<String>,
    found: &mut BTreeSet<String>,
) {
    if let Some(name) = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
        if seen.insert(name.to_owned()) {
            gather(document, &document["components"]["schemas"][name], name, seen, found);
        }
        return;
    }
    for branch in ["anyOf", "oneOf", "allOf"] {
        schema[branch]
            .as_array()
            .into_iter()
            .flatten()
            .for_each(|one| gather(document, one, place, seen, found));
    }
    if schema["type"] == "array" {
        found.insert(place.to_owned());
        gather(document, &schema["items"], place, seen, found);
    }
    for (name, inner) in schema["properties"].as_object().into_iter().flatten() {
        gather(document, inner, &format!("{place}/{name}"), seen, found);
    }
}

on_both!(every_list_of_an_answer_has_a_bound);
