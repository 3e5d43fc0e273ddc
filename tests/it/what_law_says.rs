//! What the law says of an entry and of an act: by the authority that governs it, and no other.

use crate::support::*;
use serde_json::{Value, json};

/// Opens a case of a proceeding without a decision: its id.
#[track_caller]
fn case_of(actor: &Actor<'_>, proceeding: &str) -> String {
    let body = json!({"proceeding": proceeding, "style_of_cause": "Doe v. Canada (MCI)", "language": "en"});
    actor.post("/v1/cases", body).must(201)["id"].as_str().unwrap().to_owned()
}

#[track_caller]
fn happened(actor: &Actor<'_>, case: &str, event: &str, on: &str, facts: Value) -> Value {
    record(actor, case, json!({"type": event, "occurred_on": on, "facts": facts}))
}

/// A text among the warnings about an event, in English and French.
#[track_caller]
fn warned(recorded: &Value, code: &str) -> (String, String) {
    let warnings = recorded["effects"]["warnings"].as_array().unwrap();
    let found = warnings.iter().find(|warning| warning["code"] == code);
    let text = &found.unwrap_or_else(|| panic!("no {code}: {recorded:#}"))["text"];
    (text["en"].as_str().unwrap().to_owned(), text["fr"].as_str().unwrap().to_owned())
}

/// Asserts that a text cites the law that governs, and none that was made later.
#[track_caller]
fn cites((en, fr): &(String, String), in_english: &str, in_french: &str) {
    assert!(en.contains(in_english) && !en.contains("SC 2026"), "{en}");
    assert!(fr.contains(in_french) && !fr.contains("LC 2026"), "{fr}");
}

/// A claim found ineligible on a day: the case.
#[track_caller]
fn ineligible(manager: &Actor<'_>, made: &str, found: &str, served: &str) -> String {
    let case = case_of(manager, "RPD");
    happened(manager, &case, "claim_made", made, json!({}));
    let event = json!({"type": "claim_ineligible", "occurred_on": found, "served_on": served,
        "facts": {"ground": "other"}});
    record(manager, &case, event);
    case
}

fn a_warning_cites_the_law_that_governs(api: &Api) {
    let manager = api.manager();
    // What is enacted in place of IRPR 159.9 is not in force.
    let case = case_of(&manager, "RPD");
    happened(&manager, &case, "claim_made", "2026-06-01", json!({}));
    happened(&manager, &case, "claim_referred", "2026-06-05", json!({"made_at": "inland"}));
    let on = json!({"hearing_on": "2026-08-20"});
    let set = happened(&manager, &case, "hearing_scheduled", "2026-07-01", on);
    cites(&warned(&set, "after_window"), "IRPR 159.9(1)(b)", "RIPR, al. 159.9(1)b)");

    // IRPA 49(2) was rewritten as of 26 March 2026, and the claim was found ineligible before.
    const RULE: &str = "IRPA-49(2)(b)";
    let case = ineligible(&manager, "2026-01-05", "2026-03-10", "2026-03-11");
    let early = happened(&manager, &case, "removal_order_in_force", "2026-03-12", json!({}));
    cites(&warned(&early, "before_effect"), "IRPA 49(2)(b) as it was", "LIPR, al. 49(2)b), ancienne");
    let case = ineligible(&manager, "2026-01-05", "2026-03-10", "2026-03-11");
    let day = deadline(&manager, &case, RULE);
    assert_eq!(day["rule_version"], "2012");
    for (verb, body) in [
        ("waive", json!({"reason": "By direction."})),
        ("extend", json!({"until": "2026-05-01", "by": "order"})),
        ("shorten", json!({"until": "2026-03-12", "by": "order"})),
        ("complete", json!({"on": "2026-03-12"})),
    ] {
        let refused = act(&manager, &day, verb, body).refused(422, "invalid_body");
        assert!(refused.text.contains("IRPA 49(2)(b) as it was"), "{verb}: {}", refused.text);
        assert!(!refused.text.contains("SC 2026"), "{verb}: {}", refused.text);
    }

    // So was IRPA 49(1).
    let case = case_of(&manager, "IAD");
    let received =
        json!({"type": "removal_order_received", "occurred_on": "2025-08-01", "served_on": "2025-08-01"});
    record(&manager, &case, received);
    let early = happened(&manager, &case, "removal_order_in_force", "2025-08-10", json!({}));
    cites(&warned(&early, "before_effect"), "IRPA 49(1)", "LIPR, par. 49(1)");
}

fn what_moves_a_date_is_explained_by_the_law_that_governs(api: &Api) {
    const RULE: &str = "IRPR-159.9";
    let manager = api.manager();
    let referred = || {
        let case = case_of(&manager, "RPD");
        happened(&manager, &case, "claim_made", "2026-06-01", json!({}));
        happened(&manager, &case, "claim_referred", "2026-06-05", json!({"made_at": "inland"}));
        case
    };
    let last_step = |case: &str| {
        let shown = deadline(&manager, case, RULE);
        let step = shown["explanation"]["steps"].as_array().unwrap().last().unwrap().clone();
        let text = |language: &str| step["citation"][language].as_str().unwrap().to_owned();
        (text("en"), text("fr"))
    };
    let case = referred();
    let day = deadline(&manager, &case, RULE);
    act(&manager, &day, "extend", json!({"until": "2026-12-18", "by": "direction"})).must(200);
    cites(&last_step(&case), "IRPR 159.9(1)", "RIPR, al. 159.9(1)");
    let case = referred();
    let ordered = json!({"type": "direction_given", "occurred_on": "2026-06-10",
        "ordered": [{"rule": RULE, "due_on": "2026-12-18"}]});
    record(&manager, &case, ordered);
    cites(&last_step(&case), "IRPR 159.9(1)", "RIPR, al. 159.9(1)");
    assert_eq!(deadline(&manager, &case, RULE)["rule_version"], day["rule_version"]);
}

on_both!(a_warning_cites_the_law_that_governs, what_moves_a_date_is_explained_by_the_law_that_governs,);
