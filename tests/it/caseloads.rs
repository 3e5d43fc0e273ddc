//! A page of one's own cases is read from the caseload of its reader: it is the page that all cases, read one by one, would give.

use crate::support::backend::lines_between;
use crate::support::*;
use serde_json::{Value, json};

fn ids(items: &[Value]) -> Vec<String> {
    items.iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

fn assign(manager: &Actor<'_>, case: &str, assignment: Value) -> String {
    let made = manager.post(&format!("/v1/cases/{case}/assignments"), assignment).must(201);
    format!("/v1/assignments/{}", made["id"].as_str().unwrap())
}

fn end(manager: &Actor<'_>, assignment: &str) {
    manager.post(&format!("{assignment}/end"), json!({"reason": "On leave."})).must(200);
}

/// Of every ten cases the reader holds nine, in one way or another; walls keep them from the middle of what they hold.
fn what_is_kept_back_leaves_no_gap_and_no_page_short(api: &Api) {
    let organization = api.organization();
    let (manager, reader) = (organization.manager(), organization.litigator());
    let group = group_of(&manager, &[(&reader.id, "member", None)]);
    let mine = |role: &str| json!({"user_id": reader.id, "role": role});
    let ours = json!({"group_id": group, "role": "JPL"});
    let mut seen = Vec::new();
    for number in 0..40 {
        let case = case_with(&manager, "2026-03-02");
        match number % 10 {
            0 => {}
            1 | 2 => drop(assign(&manager, &case, ours.clone())),
            3 => {
                assign(&manager, &case, ours.clone());
                assign(&manager, &case, mine("JCO"));
            }
            4 => {
                assign(&manager, &case, mine("JPL"));
                assign(&manager, &case, mine("JCO"));
            }
            5 => {
                // Theirs no longer, and theirs again in another role.
                let first = assign(&manager, &case, mine("JPL"));
                end(&manager, &first);
                assign(&manager, &case, mine("JCO"));
            }
            _ => drop(assign(&manager, &case, mine("JPL"))),
        }
        if (8..30).contains(&number) {
            let wall = json!({"user_id": reader.id, "reason": "Advised the applicant."});
            manager.post(&format!("/v1/cases/{case}/walls"), wall).must(201);
        } else if number % 10 != 0 {
            seen.push(case.clone());
        }
        if number % 7 == 0 {
            record(&manager, &case, json!({"type": "case_closed", "occurred_on": "2026-03-20"}));
        }
    }
    // What was theirs alone and is no longer.
    let gone = seen.pop().unwrap();
    let (assignments, _) = manager.walk(&format!("/v1/cases/{gone}/assignments"));
    for assignment in assignments.iter().filter(|one| one["user_id"] == json!(reader.id)) {
        let address = format!("/v1/assignments/{}", assignment["id"].as_str().unwrap());
        end(&manager, &address);
    }
    for filter in ["", "&status=open", "&status=closed", "&assigned_to=me", "&language=en"] {
        for sort in ["updated_at", "-updated_at", "id"] {
            let order = format!("{filter}&sort={sort}").replace("&assigned_to=me", "");
            let (all, _) = manager.walk(&format!("/v1/cases?limit=100{order}"));
            let expected: Vec<_> = ids(&all).into_iter().filter(|id| seen.contains(id)).collect();
            assert!(!expected.is_empty());
            for limit in [1, 2, 5, 50] {
                let list = format!("/v1/cases?limit={limit}{filter}&sort={sort}");
                let (items, pages) = reader.walk(&list);
                assert_eq!(ids(&items), expected, "{list}");
                assert_eq!(pages, expected.len().div_ceil(limit), "{list}: a page is short");
            }
        }
    }
}

/// How many lines differ from what the assignments and the cases say.
fn differing(api: &Api) -> i64 {
    const SAID: &str = "select a.id, coalesce(a.user_id, a.group_id), a.case_id, c.status, c.updated_at, a.from_at, a.until_at \
                        from assignments a join cases c on c.id = a.case_id where a.status = 'held'";
    const KEPT: &str = "select assignment_id, holder_id, case_id, case_status, case_changed_at, from_at, until_at from caseloads";
    lines_between(api, SAID, KEPT)
}

fn a_caseload_says_what_assignments_and_cases_say(api: &Api) {
    let organization = api.organization();
    let (manager, holder, other) =
        (organization.manager(), organization.litigator(), organization.litigator());
    let case = case_with(&manager, "2026-03-02");
    let at = format!("/v1/cases/{case}");
    let is_told = |what: &str| assert_eq!(differing(api), 0, "{what}");
    let held = assign(&manager, &case, json!({"user_id": holder.id, "role": "JPL"}));
    is_told("an assignment");
    record(&manager, &case, json!({"type": "case_closed", "occurred_on": "2026-03-20"}));
    is_told("a case that was closed");
    manager.patch(&at, "*", json!({"style_of_cause": "Doe v. Canada"})).must(200);
    is_told("a case that was changed");
    end(&manager, &held);
    is_told("an assignment that ended");
    let offered = json!({"user_id": other.id, "role": "JPL", "offer": true});
    let offered = assign(&manager, &case, offered);
    is_told("an offer");
    other.post(&format!("{offered}/accept"), json!({})).must(200);
    is_told("an offer that was accepted");
    manager.post(&format!("{at}/notes"), json!({"body": "A note."})).must(201);
    is_told("a case with a note");
}

on_both!(what_is_kept_back_leaves_no_gap_and_no_page_short, a_caseload_says_what_assignments_and_cases_say);
