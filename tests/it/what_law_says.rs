//! What the law says of an entry and of an act: by the authority that governs it, and no other.

use crate::support::*;
use serde_json::{Value, json};

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
    const RULE: &str = "IRPA-49(2)(b)";
    let manager = api.manager();
    // What is enacted in place of IRPR 159.9 is not in force.
    let case = case_of(&manager, "RPD");
    happened(&manager, &case, "claim_made", "2026-06-01", json!({}));
    happened(&manager, &case, "claim_referred", "2026-06-05", json!({"made_at": "inland"}));
    let on = json!({"hearing_on": "2026-08-20"});
    let set = happened(&manager, &case, "hearing_scheduled", "2026-07-01", on);
    cites(&warned(&set, "after_window"), "IRPR 159.9(1)(b)", "RIPR, al. 159.9(1)b)");

    // IRPA 49(2) was rewritten as of 26 March 2026, and the claim was found ineligible before.
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

fn every_entry_before_the_day_by_law_is_warned_of(api: &Api) {
    let manager = api.manager();
    let case = ineligible(&manager, "2026-05-05", "2026-09-10", "2026-09-12");
    let warned_on = |recorded: &Value, day: &str| {
        let (en, fr) = warned(recorded, "before_effect");
        assert!(en.contains("19 September 2026") && en.contains(day), "{en}");
        assert!(fr.contains("19 septembre 2026"), "{fr}");
        assert_eq!(recorded["effects"]["warnings"].as_array().unwrap().len(), 1, "{recorded:#}");
    };
    let first = happened(&manager, &case, "removal_order_in_force", "2026-09-14", json!({}));
    warned_on(&first, "14 September 2026");
    let second = happened(&manager, &case, "removal_order_in_force", "2026-09-15", json!({}));
    warned_on(&second, "15 September 2026");
    let at = format!("/v1/cases/{case}/events/{}", second["event"]["id"].as_str().unwrap());
    let later = manager.patch(&at, "*", json!({"occurred_on": "2026-09-16"})).must(200);
    warned_on(&later, "16 September 2026");
    let right = manager.patch(&at, "*", json!({"occurred_on": "2026-09-19"})).must(200);
    assert_eq!(right["effects"]["warnings"], json!([]), "{right:#}");
    assert_eq!(deadline(&manager, &case, "IRPA-49(2)(b)")["status"], "met");
}

fn a_condition_of_an_act_is_moved_by_nobody(api: &Api) {
    let manager = api.manager();
    let refused = |case: &str, rule: &str| {
        let day = deadline(&manager, case, rule);
        assert_eq!(day["status"], "open", "{day:#}");
        for (verb, body, pointer) in [
            ("extend", json!({"until": "2027-12-17", "by": "order"}), "/by"),
            ("shorten", json!({"until": "2026-10-31", "by": "direction"}), "/by"),
            ("waive", json!({"reason": "Both sides agree."}), "/reason"),
        ] {
            act(&manager, &day, verb, body).refused(422, "invalid_body").at(pointer, "fixed_by_law");
        }
        let ordered = json!({"type": "direction_given", "occurred_on": "2026-10-31",
            "ordered": [{"rule": rule, "due_on": "2027-12-17"}]});
        let refused = manager.post(&format!("/v1/cases/{case}/events"), ordered);
        refused.refused(422, "invalid_body").at("/ordered/0/rule", "unknown_rule");
    };
    // The year for a claim, and the fourteen days after an entry across the land border.
    let entered = || {
        let case = case_of(&manager, "RPD");
        happened(&manager, &case, "entry_recorded", "2026-10-20", json!({"limit_applies": true}));
        happened(&manager, &case, "land_border_entry_recorded", "2026-10-20", json!({}));
        case
    };
    let case = entered();
    refused(&case, "IRPA-101-1Y");
    refused(&case, "IRPA-101(1)(b.2)");
    // What is done within the time meets it: it is no day on which something takes effect.
    let made = happened(&manager, &case, "claim_made", "2026-10-26", json!({}));
    assert_eq!(made["effects"]["warnings"], json!([]), "{made:#}");
    assert_eq!(deadline(&manager, &case, "IRPA-101-1Y")["status"], "met");
    let day = deadline(&manager, &entered(), "IRPA-101-1Y");
    act(&manager, &day, "complete", json!({"on": "2026-10-26"})).must(200);

    // A detention is reviewed, whoever agrees to what.
    let case = case_of(&manager, "ID");
    let facts = json!({"detained_at": "2026-10-30T14:30", "designated_foreign_national": false});
    happened(&manager, &case, "detention_begun", "2026-10-30", facts);
    refused(&case, "ID-48H");
    let review = json!({"kind": "forty_eight_hour", "outcome": "continued"});
    happened(&manager, &case, "detention_reviewed", "2026-10-31", review);
    assert_eq!(deadline(&manager, &case, "ID-48H")["status"], "met");
    refused(&case, "ID-7D");
}

fn each_act_before_a_bar_is_told_and_the_first_one_after_it_counts(api: &Api) {
    const BAR: &str = "IRPA-24(4)";
    let manager = api.manager();
    // Twelve months from 10 March 2025 have passed when all of 10 March 2026 has.
    let case = case_of(&manager, "RPD");
    happened(&manager, &case, "claim_made", "2025-01-06", json!({}));
    happened(&manager, &case, "claim_referred", "2025-01-06", json!({"made_at": "inland"}));
    happened(&manager, &case, "hearing_scheduled", "2025-02-03", json!({"hearing_on": "2025-03-03"}));
    happened(&manager, &case, "hearing_held", "2025-03-03", json!({}));
    happened(&manager, &case, "decision_delivered", "2025-03-10", json!({"outcome": "rejected"}));
    let asked = |on: &str| happened(&manager, &case, "permit_requested", on, json!({}));
    for on in ["2025-09-01", "2025-12-01", "2026-03-10"] {
        warned(&asked(on), "before_the_bar");
        assert_eq!(deadline(&manager, &case, BAR)["status"], "missed", "{on}");
    }
    let lawful = asked("2026-03-11");
    assert_eq!(lawful["effects"]["warnings"], json!([]), "{lawful:#}");
    let bar = deadline(&manager, &case, BAR);
    assert_eq!((&bar["status"], &bar["closed_on"]), (&json!("met"), &json!("2026-03-11")), "{bar:#}");
    assert_eq!(bar["warnings"], json!([]));
    // Struck, it never was: what came too early is what there is.
    let at = format!("/v1/cases/{case}/events/{}/strike", lawful["event"]["id"].as_str().unwrap());
    manager.post(&at, json!({"reason": "It was asked for another person."})).must(200);
    assert_eq!(deadline(&manager, &case, BAR)["status"], "missed");
}

/// The bars on the docket of a case, each with the first day on which it lets something be done.
fn bars(actor: &Actor<'_>, case: &str) -> Vec<(String, String)> {
    let page = actor.get(&format!("/v1/cases/{case}/deadlines?status=open")).must(200);
    let bars = page["items"].as_array().unwrap().iter().filter(|one| {
        ["IRPA-112", "IRPA-25(1", "IRPA-24(4"]
            .iter()
            .any(|bar| one["rule"].as_str().unwrap().starts_with(bar))
    });
    let text = |one: &Value, field: &str| one[field].as_str().unwrap_or_default().to_owned();
    let mut bars: Vec<_> = bars.map(|one| (text(one, "rule"), text(one, "not_before_on"))).collect();
    bars.sort();
    bars
}

fn a_refused_claim_bars_what_may_be_asked_for_twelve_months(api: &Api) {
    let manager = api.manager();
    let all = |day: &str| {
        ["IRPA-112(2)(b.1)", "IRPA-24(4)", "IRPA-25(1.2)(c)"]
            .map(|rule| (rule.to_owned(), day.to_owned()))
            .to_vec()
    };
    // Twelve months from 10 March 2026 have passed when all of 10 March 2027 has.
    let case = case_of(&manager, "RPD");
    happened(&manager, &case, "claim_made", "2026-01-05", json!({}));
    happened(&manager, &case, "claim_referred", "2026-01-06", json!({"made_at": "inland"}));
    happened(&manager, &case, "hearing_scheduled", "2026-02-02", json!({"hearing_on": "2026-03-02"}));
    happened(&manager, &case, "hearing_held", "2026-03-02", json!({}));
    happened(&manager, &case, "decision_delivered", "2026-03-10", json!({"outcome": "rejected"}));
    assert_eq!(bars(&manager, &case), all("2027-03-11"));
    let early = happened(&manager, &case, "permit_requested", "2026-09-01", json!({}));
    warned(&early, "before_the_bar");

    // A claim that is withdrawn before any evidence was heard bars no humanitarian request.
    let case = case_of(&manager, "RPD");
    happened(&manager, &case, "claim_made", "2026-01-05", json!({}));
    happened(&manager, &case, "claim_withdrawn", "2026-02-10", json!({}));
    let withdrawn = bars(&manager, &case);
    assert_eq!(withdrawn, [all("2027-02-11")[0].clone(), all("2027-02-11")[1].clone()], "{withdrawn:?}");

    // The appeal, and the Federal Court after it, count from their own day; each by what was decided.
    let case = case_of(&manager, "RAD");
    happened(&manager, &case, "notice_of_appeal_filed", "2026-01-05", json!({}));
    happened(&manager, &case, "decision_delivered", "2026-04-20", json!({"outcome": "confirmed"}));
    assert_eq!(bars(&manager, &case), all("2027-04-21"));
    for (body, expected) in [
        ("rad", all("2026-06-02".replace("2026", "2027").as_str())),
        ("prra_officer", vec![("IRPA-112(2)(c)".to_owned(), "2027-06-02".to_owned())]),
        ("visa_officer", vec![]),
    ] {
        let mut new = new_case("2026-03-02");
        new["decision"]["body"] = json!(body);
        let case = manager.post("/v1/cases", new).must(201)["id"].as_str().unwrap().to_owned();
        take_to(&manager, &case, "reply_filed");
        happened(&manager, &case, "leave_dismissed", "2026-06-01", json!({}));
        assert_eq!(bars(&manager, &case), expected, "{body}");
    }

    // The application for protection itself.
    let case = case_of(&manager, "PRRA");
    happened(&manager, &case, "application_received", "2025-02-03", json!({}));
    happened(&manager, &case, "decision_made", "2025-05-05", json!({"outcome": "refused"}));
    assert_eq!(bars(&manager, &case), [("IRPA-112(2)(c)".to_owned(), "2026-05-06".to_owned())]);
    let again = happened(&manager, &case, "protection_applied_for", "2026-05-06", json!({}));
    assert_eq!(again["effects"]["warnings"], json!([]), "{again:#}");
}

fn who_was_excluded_is_not_barred_from_protection(api: &Api) {
    let manager = api.manager();
    let rules = |case: &str| bars(&manager, case).into_iter().map(|(rule, _)| rule).collect::<Vec<_>>();
    // IRPA 112(2)(b.1): unless it was rejected on the basis of section E or F of Article 1. Neither
    // 24(4) nor 25(1.2)(c) excepts that.
    let others = ["IRPA-24(4)", "IRPA-25(1.2)(c)"];
    for article in ["article_1e", "article_1f"] {
        let case = case_of(&manager, "RPD");
        happened(&manager, &case, "claim_made", "2026-01-05", json!({}));
        happened(&manager, &case, "claim_referred", "2026-01-06", json!({"made_at": "inland"}));
        happened(&manager, &case, "hearing_scheduled", "2026-02-02", json!({"hearing_on": "2026-03-02"}));
        happened(&manager, &case, "hearing_held", "2026-03-02", json!({}));
        let facts = json!({"outcome": "rejected", "exclusion": article});
        let decided = happened(&manager, &case, "decision_delivered", "2026-03-10", facts);
        assert_eq!(rules(&case), others, "{article}");
        // Said later, or taken back, it is as it should be.
        let at = format!("/v1/cases/{case}/events/{}", decided["event"]["id"].as_str().unwrap());
        manager.patch(&at, "*", json!({"facts": {"exclusion": null}})).must(200);
        assert_eq!(rules(&case).len(), 3, "{article}");
        let case = case_of(&manager, "RAD");
        happened(&manager, &case, "notice_of_appeal_filed", "2026-01-05", json!({}));
        let facts = json!({"outcome": "confirmed", "exclusion": article});
        happened(&manager, &case, "decision_delivered", "2026-04-20", facts);
        assert_eq!(rules(&case), others, "{article}");
        let case = case_with(&manager, "2026-03-02");
        take_to(&manager, &case, "reply_filed");
        happened(&manager, &case, "leave_dismissed", "2026-06-01", json!({"exclusion": article}));
        assert_eq!(rules(&case), others, "{article}");
    }
}

fn a_judgment_on_appeal_leaves_the_bars_of_a_refusal_or_ends_them(api: &Api) {
    let manager = api.manager();
    let all = |day: &str| {
        ["IRPA-112(2)(b.1)", "IRPA-24(4)", "IRPA-25(1.2)(c)"]
            .map(|rule| (rule.to_owned(), day.to_owned()))
            .to_vec()
    };
    let appealed = |outcome: &str, application: &str| {
        let case = case_with(&manager, "2026-03-02");
        take_to(&manager, &case, "hearing_held");
        let facts = json!({"outcome": outcome, "question_certified": true});
        happened(&manager, &case, "judgment_delivered", "2026-09-10", facts);
        happened(&manager, &case, "notice_of_appeal_filed", "2026-10-05", json!({}));
        let before = bars(&manager, &case);
        happened(&manager, &case, "appeal_decided", "2026-10-20", json!({"application": application}));
        (before, bars(&manager, &case))
    };
    // IRPA 112(2)(b.1)(ii)(C): twelve months since the Federal Court denied the application.
    assert_eq!(appealed("dismissed", "dismissed"), (all("2027-09-11"), all("2027-09-11")));
    assert_eq!(appealed("dismissed", "allowed"), (all("2027-09-11"), vec![]));
    assert_eq!(appealed("allowed", "allowed"), (vec![], vec![]));
    assert_eq!(
        appealed("allowed", "dismissed"),
        (vec![], all("2027-10-21")),
        "from the first that denied it"
    );
}

fn a_question_in_a_record_has_its_notice_with_it(api: &Api) {
    let manager = api.manager();
    let case = case_of(&manager, "RAD");
    happened(&manager, &case, "notice_of_appeal_filed", "2026-01-05", json!({}));
    let raised = happened(&manager, &case, "record_raises_constitutional_question", "2026-02-02", json!({}));
    assert_eq!(raised["effects"]["deadlines"]["started"][0]["rule"], "RADR-25(4)", "{raised:#}");
    happened(&manager, &case, "constitutional_question_notice", "2026-02-02", json!({}));
    assert_eq!(deadline(&manager, &case, "RADR-25(4)")["status"], "met");
}

fn an_order_without_an_appeal_is_in_force_on_its_day(api: &Api) {
    const RULE: &str = "IRPA-49(1)(a)";
    let manager = api.manager();
    let ordered = |appeal_lies: bool, conditional: Option<bool>| {
        let case = case_of(&manager, "ID");
        happened(&manager, &case, "hearing_requested", "2026-02-02", json!({"ground": "non_compliance"}));
        happened(&manager, &case, "hearing_scheduled", "2026-02-03", json!({"hearing_on": "2026-03-02"}));
        happened(&manager, &case, "hearing_held", "2026-03-02", json!({}));
        let mut facts = json!({"outcome": "removal_order"});
        facts["appeal_lies"] = json!(appeal_lies);
        if let Some(conditional) = conditional {
            facts["conditional"] = json!(conditional);
        }
        let made = happened(&manager, &case, "decision_delivered", "2026-03-02", facts);
        let started = made["effects"]["deadlines"]["started"].as_array().unwrap().clone();
        (case, started.into_iter().find(|one| one["rule"] == RULE), made)
    };
    assert!(ordered(true, Some(false)).1.is_none());
    assert!(ordered(false, Some(true)).1.is_none(), "a claimant's order is conditional");
    // Whether it is, decides; and that is said.
    let (_, day, made) = ordered(false, None);
    assert!(day.is_none() && warned(&made, "fact_not_sent").0.contains("conditional"), "{made:#}");
    let (case, day, _) = ordered(false, Some(false));
    assert_eq!(day.unwrap()["due_on"], "2026-03-02");
    happened(&manager, &case, "removal_order_in_force", "2026-03-02", json!({}));
    assert_eq!(deadline(&manager, &case, RULE)["status"], "met");
}

fn a_date_that_the_office_decides_is_said_where_none_is_named(api: &Api) {
    let manager = api.manager();
    // IADR 16(b), thirty days from 25 May 2026: 24 June, a holiday in Quebec alone.
    let warnings = |office: Option<&str>, received: &str| {
        let mut new = json!({"proceeding": "IAD", "style_of_cause": "Doe v. Canada (MCI)", "language": "en"});
        if let Some(office) = office {
            new["office"] = json!(office);
        }
        let case = manager.post("/v1/cases", new).must(201)["id"].as_str().unwrap().to_owned();
        happened(&manager, &case, "removal_order_received", received, json!({}));
        deadline(&manager, &case, "IAD-REMOVAL")["warnings"].clone()
    };
    let said = warnings(None, "2026-05-25");
    assert_eq!(said[0]["code"], "no_office", "{said:#}");
    assert!(said[0]["text"]["en"].as_str().unwrap().contains("Montréal"), "{said:#}");
    // And so it is where a date is only asked for.
    let asked = |office: Option<&str>| {
        let mut body = json!({"rule": "IAD-REMOVAL", "trigger_on": "2026-05-25"});
        if let Some(office) = office {
            body["office"] = json!(office);
        }
        manager.post("/v1/deadlines/compute", body).must(200)["deadlines"][0]["warnings"].clone()
    };
    assert_eq!((asked(None)[0]["code"].clone(), asked(Some("Toronto"))), (json!("no_office"), json!([])));
    for (office, received) in
        [(Some("Toronto"), "2026-05-25"), (Some("Montréal"), "2026-05-25"), (None, "2026-05-04")]
    {
        assert_eq!(warnings(office, received), json!([]), "{office:?}: {received}");
    }
}

on_both!(
    a_refused_claim_bars_what_may_be_asked_for_twelve_months,
    who_was_excluded_is_not_barred_from_protection,
    a_judgment_on_appeal_leaves_the_bars_of_a_refusal_or_ends_them,
    each_act_before_a_bar_is_told_and_the_first_one_after_it_counts,
    a_question_in_a_record_has_its_notice_with_it,
    an_order_without_an_appeal_is_in_force_on_its_day,
    a_date_that_the_office_decides_is_said_where_none_is_named,
    a_condition_of_an_act_is_moved_by_nobody,
    a_warning_cites_the_law_that_governs,
    every_entry_before_the_day_by_law_is_warned_of,
    what_moves_a_date_is_explained_by_the_law_that_governs,
);
