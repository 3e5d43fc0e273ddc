//! Time limits that do more than run from one event: from the expiry of another, again and again, moved with a hearing,
//! by the hour, or suspended.

use crate::support::api::TODAY;
use crate::support::*;
use serde_json::{Value, json};

/// Opens a case of a proceeding: its id.
#[track_caller]
fn case_of(actor: &Actor<'_>, proceeding: &str, more: Value) -> String {
    let mut body =
        json!({"proceeding": proceeding, "style_of_cause": "Doe v. Canada (MCI)", "language": "en"});
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    actor.post("/v1/cases", body).must(201)["id"].as_str().unwrap().to_owned()
}

#[track_caller]
fn served(actor: &Actor<'_>, case: &str, event: &str, on: &str) {
    record(
        actor,
        case,
        json!({"type": event, "occurred_on": on, "served_on": on, "service_method": "personal"}),
    );
}

#[track_caller]
fn happened(actor: &Actor<'_>, case: &str, event: &str, on: &str) -> Value {
    record(actor, case, json!({"type": event, "occurred_on": on}))
}

fn due(actor: &Actor<'_>, case: &str, rule: &str) -> Value {
    deadline(actor, case, rule)["due_on"].clone()
}

/// An application without leave, up to the service of the applicant's affidavits on 5 March 2026.
fn with_affidavits(manager: &Actor<'_>) -> String {
    let case = case_of(manager, "JR-T", json!({}));
    happened(manager, &case, "application_issued", "2026-02-02");
    served(manager, &case, "application_served", "2026-02-05");
    served(manager, &case, "applicant_affidavits_served", "2026-03-05");
    happened(manager, &case, "applicant_affidavits_filed", "2026-03-05");
    case
}

fn a_bar_has_no_last_day_and_what_comes_before_it_is_never_met(api: &Api) {
    let manager = api.manager();
    let notified = |person: &str| {
        let case = case_of(&manager, "PRRA", json!({"style_of_cause": person}));
        let mailed = json!({"type": "notification_given", "occurred_on": "2026-03-02", "served_on": "2026-03-02",
            "service_method": "ordinary_mail"});
        record(&manager, &case, mailed);
        happened(&manager, &case, "application_received", "2026-03-20");
        case
    };
    let decided = |case: &str, on: &str| {
        record(
            &manager,
            case,
            json!({"type": "decision_made", "occurred_on": on, "facts": {"outcome": "refused"}}),
        )
    };
    // IRPR 160(4)(b), 162: given on 9 March; all of 10 March to 8 April has to pass.
    let case = notified("Doe, Jane");
    let bar = deadline(&manager, &case, "PRRA-NODECISION");
    assert_eq!((&bar["not_before_on"], &bar["due_on"]), (&json!("2026-04-09"), &Value::Null));
    let early = decided(&case, "2026-04-08");
    assert_eq!(early["effects"]["warnings"][0]["code"], "before_the_bar", "{early:#}");
    assert_eq!(early["effects"]["deadlines"]["missed"][0]["rule"], "PRRA-NODECISION", "{early:#}");
    let bar = deadline(&manager, &case, "PRRA-NODECISION");
    assert_eq!((&bar["status"], &bar["warnings"][0]["code"]), (&json!("missed"), &json!("before_the_bar")));
    // The day was wrong: the decision came with the bar lifted.
    let event = early["event"]["id"].as_str().unwrap();
    let at = format!("/v1/cases/{case}/events/{event}");
    let corrected = manager.patch(&at, "*", json!({"occurred_on": "2026-04-09"})).must(200);
    assert_eq!(corrected["effects"]["warnings"], json!([]), "{corrected:#}");
    let bar = deadline(&manager, &case, "PRRA-NODECISION");
    assert_eq!((&bar["status"], &bar["warnings"]), (&json!("met"), &json!([])));

    let case = notified("Roe, Richard");
    let lawful = decided(&case, "2026-04-09");
    assert_eq!(lawful["effects"]["warnings"], json!([]));
    assert_eq!(lawful["effects"]["deadlines"]["met"][0]["rule"], "PRRA-NODECISION", "{lawful:#}");
}

fn a_time_runs_from_the_expiry_of_another_or_from_what_came_first(api: &Api) {
    let manager = api.manager();
    let case = with_affidavits(&manager);
    // FCR 307: thirty days from 5 March are Saturday 4 April; Easter Monday is a holiday: Tuesday 7 April.
    let affidavits = deadline(&manager, &case, "FCR-307");
    assert_eq!(
        (&affidavits["due_on"], &affidavits["nominal_on"]),
        (&json!("2026-04-07"), &json!("2026-04-04"))
    );
    // FCR 308: twenty days from the nominal end are Friday 24 April; from the 7th, Monday 27 April.
    let cross = deadline(&manager, &case, "FCR-308");
    assert_eq!(
        (&cross["due_on"], &cross["arguable_latest_on"]),
        (&json!("2026-04-24"), &json!("2026-04-27"))
    );
    // FCR 309: twenty days from that end, 24 April: Thursday 14 May.
    let records = deadline(&manager, &case, "FCR-309");
    assert_eq!(records["due_on"], "2026-05-14");
    // Where rule 308 runs to Monday 27 April, twenty days more are Sunday 17 May; the 18th is Victoria Day: Tuesday 19.
    assert_eq!(records["arguable_latest_on"], "2026-05-19");
    let readings = records["explanation"]["readings"].as_array().unwrap();
    assert!(
        readings.iter().any(|one| one["code"] == "other_expiry" && one["date"] == "2026-05-19"),
        "{records:#}"
    );

    // The respondent files on 20 March: that comes first. Twenty days from it: Thursday 9 April; from there 29 April.
    served(&manager, &case, "respondent_affidavits_served", "2026-03-20");
    let filed = happened(&manager, &case, "respondent_affidavits_filed", "2026-03-20");
    let mut moved: Vec<_> = filed["effects"]["deadlines"]["moved"].as_array().unwrap().clone();
    moved.sort_by_key(|one| one["rule"].to_string());
    let told: Vec<_> = moved.iter().map(|one| (one["rule"].clone(), one["due_on"].clone())).collect();
    assert_eq!(told, [(json!("FCR-308"), json!("2026-04-09")), (json!("FCR-309"), json!("2026-04-29"))]);
    assert_eq!(moved[0]["why"]["code"], "trigger");
    assert_eq!(moved[0]["id"], cross["id"], "it is the same deadline");
}

fn what_is_in_time_on_one_reading_alone_is_said_to_be(api: &Api) {
    let manager = api.manager();
    let filed = |on: &str| {
        let case = with_affidavits(&manager);
        served(&manager, &case, "applicant_record_served", on);
        let filed = happened(&manager, &case, "applicant_record_filed", on);
        let codes = filed["effects"]["warnings"].as_array().unwrap().iter().map(|one| one["code"].clone());
        (codes.collect::<Vec<_>>(), deadline(&manager, &case, "FCR-309"))
    };
    // FCR 309: Thursday 14 May, and Tuesday 19 May on the reading that is the best for the applicant.
    let (said, record) = filed("2026-05-14");
    assert_eq!((said, &record["status"], &record["warnings"]), (vec![], &json!("met"), &json!([])));
    for on in ["2026-05-15", "2026-05-19"] {
        let (said, record) = filed(on);
        assert_eq!(said, ["in_time_on_a_reading"], "{on}");
        assert_eq!((&record["status"], &record["warnings"][0]["code"]), (&json!("met"), &json!(said[0])));
    }
    let (said, record) = filed("2026-05-20");
    assert_eq!((said, &record["status"]), (vec![], &json!("met_late")));
}

fn an_event_after_the_expiry_changes_nothing(api: &Api) {
    let manager = api.manager();
    let case = with_affidavits(&manager);
    served(&manager, &case, "respondent_affidavits_served", "2026-04-10");
    let filed = happened(&manager, &case, "respondent_affidavits_filed", "2026-04-10");
    assert!(filed["effects"]["deadlines"]["moved"].as_array().unwrap().is_empty(), "{filed:#}");
    assert_eq!(due(&manager, &case, "FCR-308"), "2026-04-24", "the earlier of the two");
    assert_eq!(deadline(&manager, &case, "FCR-307")["status"], "met_late");
}

fn an_extension_carries_along_what_waits_for_that_end(api: &Api) {
    let manager = api.manager();
    let case = with_affidavits(&manager);
    let affidavits = deadline(&manager, &case, "FCR-307");
    act(&manager, &affidavits, "extend", json!({"until": "2026-04-20", "by": "order"})).must(200);
    // Twenty days from 20 April are Sunday 10 May: Monday 11. From the nominal 10 May again twenty: Saturday 30: 1 June.
    assert_eq!(due(&manager, &case, "FCR-308"), "2026-05-11");
    assert_eq!(due(&manager, &case, "FCR-309"), "2026-06-01");
    let said = actions(&manager, &case);
    assert_eq!(&said[said.len() - 2..], ["deadline.extended", "deadlines.recalculated"]);
}

fn what_waits_for_a_time_that_consent_may_not_carry_is_safe_without_it(api: &Api) {
    let manager = api.manager();
    let case = with_affidavits(&manager);
    let affidavits = deadline(&manager, &case, "FCR-307");
    // Consent carries thirty days by fifteen (FCR 7(2)); this is far more.
    let extended =
        act(&manager, &affidavits, "extend", json!({"until": "2026-06-30", "by": "consent"})).must(200);
    assert_eq!(extended["safe_on"], "2026-04-07");
    assert_eq!(extended["explanation"]["readings"][0]["code"], "consent_over_half");
    // Twenty days from 30 June are Monday 20 July; without the consent, from 4 April, they are Friday 24 April.
    let cross = deadline(&manager, &case, "FCR-308");
    assert_eq!((&cross["due_on"], &cross["safe_on"]), (&json!("2026-07-20"), &json!("2026-04-24")));
    // From there twenty more: Thursday 14 May.
    assert_eq!(deadline(&manager, &case, "FCR-309")["safe_on"], "2026-05-14");
}

fn what_follows_a_time_may_be_done_before_that_ends(api: &Api) {
    let manager = api.manager();
    let case = with_affidavits(&manager);
    let cross = deadline(&manager, &case, "FCR-308");
    assert!(cross["trigger_on"].as_str().unwrap() > "2026-03-09");
    let done = act(&manager, &cross, "complete", json!({"on": "2026-03-09"})).must(200);
    assert_eq!(done["status"], "met");
}

fn a_decision_that_is_received_later_moves_what_runs_from_its_notice(api: &Api) {
    let manager = api.manager();
    let case = case_of(&manager, "RAD", json!({}));
    happened(&manager, &case, "notice_of_appeal_filed", "2025-12-01");
    record(
        &manager,
        &case,
        json!({"type": "decision_delivered", "occurred_on": "2026-02-10", "facts": {"outcome": "confirmed"}}),
    );
    // IRPA 49(2)(e): fifteen days after the notification.
    assert_eq!(due(&manager, &case, "IRPA-49(2)(e)"), "2026-02-25");
    happened(&manager, &case, "decision_received", "2026-02-17");
    assert_eq!(due(&manager, &case, "IRPA-49(2)(e)"), "2026-03-04");
}

fn a_receipt_starts_nothing_that_does_not_run(api: &Api) {
    let manager = api.manager();
    let case = case_of(&manager, "RAD", json!({}));
    happened(&manager, &case, "notice_of_appeal_filed", "2025-12-01");
    record(
        &manager,
        &case,
        json!({"type": "decision_delivered", "occurred_on": "2026-02-10", "facts": {"outcome": "referred_back"}}),
    );
    let received = happened(&manager, &case, "decision_received", "2026-02-17");
    let started = received["effects"]["deadlines"]["started"].as_array().unwrap();
    assert!(!started.iter().any(|one| one["rule"] == "IRPA-49(2)(e)"), "{received:#}");
}

fn each_review_meets_the_limit_of_the_one_before(api: &Api) {
    let manager = api.manager();
    let case = case_of(&manager, "ID", json!({}));
    record(
        &manager,
        &case,
        json!({"type": "detention_begun", "occurred_on": "2026-03-06",
               "facts": {"detained_at": "2026-03-06T14:30", "designated_foreign_national": false}}),
    );
    // 48 hours by the clock, across the change of clocks on 8 March 2026.
    let first = deadline(&manager, &case, "ID-48H");
    assert_eq!(first["due_at"], "2026-03-08T15:30:00-04:00");
    assert_eq!(first["trigger_at"], "2026-03-06T14:30:00-05:00", "by the clock of the registry");
    let review = |kind: &str, on: &str| {
        record(
            &manager,
            &case,
            json!({"type": "detention_reviewed", "occurred_on": on, "facts": {"kind": kind, "outcome": "continued"}}),
        )
    };
    review("forty_eight_hour", "2026-03-08");
    assert_eq!(deadline(&manager, &case, "ID-48H")["status"], "met");
    let week = deadline(&manager, &case, "ID-7D");
    assert_eq!((&week["status"], &week["due_on"]), (&json!("open"), &json!("2026-03-15")));
    review("seven_day", "2026-03-13");
    review("thirty_day", "2026-04-10");
    let page = manager.get(&format!("/v1/cases/{case}/deadlines")).must(200);
    let monthly: Vec<_> = page["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["rule"] == "ID-30D")
        .map(|one| (one["status"].clone(), one["due_on"].clone()))
        .collect();
    assert_eq!(
        monthly,
        [(json!("met"), json!("2026-04-12")), (json!("open"), json!("2026-05-10"))],
        "the review of 10 April meets the limit that the one of 13 March started, and starts another"
    );
    record(&manager, &case, json!({"type": "person_released", "occurred_on": "2026-04-20"}));
    assert_ne!(deadline(&manager, &case, "ID-7D")["status"], "open");
    let open = manager.get(&format!("/v1/deadlines?case_id={case}&status=open&rule=ID-30D")).must(200);
    assert_eq!(open["items"], json!([]), "release ends the reviews");
}

fn a_hearing_that_is_adjourned_moves_what_is_counted_back_from_it(api: &Api) {
    let manager = api.manager();
    let case = case_of(&manager, "STAY-REM", json!({}));
    happened(&manager, &case, "removal_scheduled", "2026-03-02");
    happened(&manager, &case, "stay_motion_filed", "2026-03-03");
    let schedule = |recorded: &str, hearing: &str| {
        record(
            &manager,
            &case,
            json!({"type": "hearing_scheduled", "occurred_on": recorded, "facts": {"hearing_on": hearing}}),
        )
    };
    schedule("2026-03-04", "2026-03-19");
    let ours = deadline(&manager, &case, "FCR-365(1)(a)");
    assert_eq!(ours["due_at"], "2026-03-17T14:00:00-04:00", "by 14:00 two days before the hearing");
    let again = schedule("2026-03-10", "2026-03-26");
    let moved = again["effects"]["deadlines"]["moved"].as_array().unwrap();
    let ours_again = moved.iter().find(|one| one["rule"] == "FCR-365(1)(a)").unwrap();
    assert_eq!((&ours_again["id"], &ours_again["due_on"]), (&ours["id"], &json!("2026-03-24")));
    assert_eq!(ours_again["previous_due_on"], "2026-03-17");
    let before = record_refused(&manager, &case, "2026-03-12", "2026-03-11");
    before.refused(422, "invalid_body").at("/facts/hearing_on", "contradictory_fact");
}

fn record_refused(actor: &Actor<'_>, case: &str, recorded: &str, hearing: &str) -> Answer {
    let event =
        json!({"type": "hearing_scheduled", "occurred_on": recorded, "facts": {"hearing_on": hearing}});
    actor.post(&format!("/v1/cases/{case}/events"), event)
}

fn a_fact_that_contradicts_its_event_or_today_is_refused(api: &Api) {
    let manager = api.manager();
    let detained = |case: &str, at: &str| {
        let facts = json!({"detained_at": at, "designated_foreign_national": false});
        let event = json!({"type": "detention_begun", "occurred_on": "2026-09-14", "facts": facts});
        manager.post(&format!("/v1/cases/{case}/events"), event)
    };
    let case = case_of(&manager, "ID", json!({}));
    for at in [
        "2027-09-14T22:00",
        "2016-09-14T22:00",
        "2026-09-15T09:00",
        "2026-09-13T09:00",
        // 00:30 on the 15th in Ottawa.
        "2026-09-15T04:30:00Z",
        // 23:00 on the 13th there.
        "2026-09-14T03:00:00Z",
    ] {
        let refused = detained(&case, at);
        let refused = refused.refused(422, "invalid_body").at("/facts/detained_at", "contradictory_fact");
        assert!(refused.text.contains("2026-09-14"), "both days are named: {}", refused.text);
    }
    // 22:00 on the 14th in Ottawa, and in Calgary.
    detained(&case, "2026-09-15T02:00:00Z").must(201);
    assert_eq!(deadline(&manager, &case, "ID-48H")["due_at"], "2026-09-16T22:00:00-04:00");
    let west = case_of(&manager, "ID", json!({"office": "Calgary"}));
    detained(&west, "2026-09-15T02:00:00-02:00").must(201);
    let due = deadline(&manager, &west, "ID-48H");
    assert_eq!(
        (&due["due_at"], &due["trigger_at"]),
        (&json!("2026-09-16T22:00:00-06:00"), &json!("2026-09-14T22:00:00-06:00"))
    );

    let corrected = |at: &str| {
        let events = manager.get(&format!("/v1/cases/{case}/events")).must(200);
        let event = &events["items"][0];
        manager.patch(
            &format!("/v1/cases/{case}/events/{}", event["id"].as_str().unwrap()),
            &format!("\"{}\"", event["version"]),
            json!({"facts": {"detained_at": at}}),
        )
    };
    corrected("2026-09-16T22:00").refused(422, "invalid_body").at("/facts/detained_at", "contradictory_fact");
    corrected("2026-09-14T20:00").must(200);
    assert_eq!(deadline(&manager, &case, "ID-48H")["due_at"], "2026-09-16T20:00:00-04:00");
}

fn an_hour_that_has_not_come_is_refused(api: &Api) {
    let manager = api.manager();
    let case = case_of(&manager, "ID", json!({}));
    // It is 10:00 in Ottawa.
    let detained = |at: &str| {
        let facts = json!({"detained_at": at, "designated_foreign_national": false});
        let event = json!({"type": "detention_begun", "occurred_on": TODAY, "facts": facts});
        manager.post(&format!("/v1/cases/{case}/events?dry_run=true"), event)
    };
    let ahead = detained(&format!("{TODAY}T23:59"));
    ahead.refused(422, "invalid_body").at("/facts/detained_at", "contradictory_fact");
    detained(&format!("{TODAY}T10:00")).must(200);
}

fn a_departure_period_stands_still_while_it_is_suspended(api: &Api) {
    let manager = api.manager();
    let case = case_of(&manager, "REM", json!({}));
    record(
        &manager,
        &case,
        json!({"type": "order_enforceable", "occurred_on": "2026-02-10", "facts": {"order": "departure"}}),
    );
    assert_eq!(due(&manager, &case, "IRPR-224(2)"), "2026-03-12");
    let suspended = json!({"type": "departure_period_suspended", "occurred_on": "2026-03-02",
        "facts": {"enforceable_on": "2026-02-10", "suspended": [["2026-02-20", "2026-02-28"], ["2026-03-10", "2026-03-10"]]}});
    record(&manager, &case, suspended);
    assert_eq!(due(&manager, &case, "IRPR-224(2)"), "2026-03-22", "nine days in February and one in March");
    let nonsense = json!({"type": "departure_period_suspended", "occurred_on": "2026-03-02",
        "facts": {"enforceable_on": "2026-02-10", "suspended": [["2026-02-28", "2026-02-20"]]}});
    manager
        .post(&format!("/v1/cases/{case}/events"), nonsense)
        .refused(422, "invalid_body")
        .at("/facts/suspended", "invalid_fact");
}

fn a_case_of_2023_is_dated_by_the_law_of_2023(api: &Api) {
    let manager = api.manager();
    // The record of a sponsorship appeal was due 120 days after the notice under the Rules of 2002, and 60 days after the
    // Division's request under those of 2022, in force on 14 January 2023.
    for (on, version, due) in [("2022-12-01", "2002", "2023-03-31"), ("2023-02-01", "2023", "2023-04-03")] {
        let body = json!({"rule": "IAD-RECORD-SPONS", "trigger_on": on});
        let computed = manager.post("/v1/deadlines/compute", body).must(200)["deadlines"][0].clone();
        let case = case_of(&manager, "IAD", json!({}));
        happened(&manager, &case, "sponsorship_refusal_received", on);
        let appeal =
            json!({"type": "notice_of_appeal_received", "occurred_on": on, "facts": {"kind": "sponsorship"}});
        record(&manager, &case, appeal);
        let requested = json!({"type": "record_requested", "occurred_on": on, "served_on": on, "facts": {"kind": "sponsorship"}});
        record(&manager, &case, requested);
        for dated in [computed, deadline(&manager, &case, "IAD-RECORD-SPONS")] {
            assert_eq!(
                (&dated["rule_version"], &dated["due_on"]),
                (&json!(version), &json!(due)),
                "{dated:#}"
            );
        }
    }
}

fn the_crown_is_served_when_the_notice_is_filed(api: &Api) {
    let manager = api.manager();
    // FCR 133(3), 127(3): the Minister's ten days run from the issue or the filing, whenever a copy comes.
    let case = case_of(&manager, "JR-T", json!({}));
    happened(&manager, &case, "application_issued", "2026-02-02");
    assert_eq!(due(&manager, &case, "FCR-305"), "2026-02-12");
    served(&manager, &case, "application_served", "2026-02-05");
    assert_eq!(due(&manager, &case, "FCR-305"), "2026-02-12", "service in fact moves nothing");
    assert_eq!(due(&manager, &case, "FCR-304(3)"), "2026-02-16", "the fifteenth is a Sunday");
    let appeal = case_of(&manager, "FCA-APP", json!({}));
    happened(&manager, &appeal, "notice_of_appeal_filed", "2026-02-02");
    assert_eq!(due(&manager, &appeal, "FCR-341"), "2026-02-12");
    assert_eq!(due(&manager, &appeal, "FCR-339(1)"), "2026-02-12");
}

fn an_appeal_to_the_supreme_court_has_its_weeks(api: &Api) {
    let manager = api.manager();
    let case = case_of(&manager, "SCC-A", json!({}));
    happened(&manager, &case, "leave_granted", "2026-01-12");
    happened(&manager, &case, "notice_of_appeal_filed", "2026-01-20");
    // SCC Rules 35(1), 36: 56 days from 20 January: 11 in January, 39 with February, 17 March.
    assert_eq!(due(&manager, &case, "SCC-35(1)"), "2026-03-17");
    happened(&manager, &case, "appellant_documents_filed", "2026-03-03");
    served(&manager, &case, "appellant_documents_served", "2026-03-03");
    assert_eq!(deadline(&manager, &case, "SCC-35(1)")["status"], "met");
    assert_eq!(due(&manager, &case, "SCC-36"), "2026-04-28", "28 in March, 28 in April");
    assert_eq!(due(&manager, &case, "SCC-56(b)"), "2026-03-31");
}

fn an_appeal_that_was_pending_keeps_the_older_times(api: &Api) {
    let manager = api.manager();
    // IADR 105(2), (4): by the day of the appeal, not by that of what starts the time.
    let case = case_of(&manager, "IAD", json!({}));
    let record_of = |kind: &str, on: &str, facts: Value| {
        record(&manager, &case, json!({"type": kind, "occurred_on": on, "served_on": on, "facts": facts}))
    };
    let appeal = json!({"type": "notice_of_appeal_received", "occurred_on": "2023-01-10", "facts": {"kind": "sponsorship"}});
    record(&manager, &case, appeal);
    record_of("record_requested", "2023-02-01", json!({"kind": "sponsorship"}));
    // 120 days, not 60: 27 in February, 58 with March, 88, 119 with May, 1 June.
    assert_eq!(due(&manager, &case, "IAD-RECORD-SPONS"), "2023-06-01");
    record_of("appeal_record_received", "2023-06-01", json!({}));
    let found = manager.get(&format!("/v1/cases/{case}/deadlines")).must(200);
    let rules: Vec<_> = found["items"].as_array().unwrap().iter().map(|one| one["rule"].clone()).collect();
    assert!(
        !rules.contains(&json!("IAD-DISCLOSE")),
        "sixty days from the record are of the new Rules: {rules:?}"
    );
    record(
        &manager,
        &case,
        json!({"type": "hearing_scheduled", "occurred_on": "2023-06-05", "facts": {"hearing_on": "2023-09-21"}}),
    );
    assert_eq!(due(&manager, &case, "IAD-DISCLOSE"), "2023-09-01", "20 days before the hearing");
    assert_eq!(due(&manager, &case, "IAD-DISCLOSE-REPLY"), "2023-09-11", "10 days before it");
    assert_eq!(due(&manager, &case, "IADR-55(3)"), "2023-09-01", "20 days before it, as for documents");
}

fn a_letter_is_deemed_received_by_the_rules_of_who_sent_it(api: &Api) {
    let manager = api.manager();
    let ask = |facts: Value| json!({"rule": "ALJR-72-OUT", "trigger_on": "2026-05-04", "service_method": "ordinary_mail", "facts": facts});
    for facts in [json!({}), json!({"decided_by": "officer"})] {
        let refused = manager.post("/v1/deadlines/compute", ask(facts)).refused(422, "rule_not_computable");
        refused.at("/service_method", "unsupported_service_method");
    }
    manager
        .post("/v1/deadlines/compute", ask(json!({"decided_by": "nobody"})))
        .refused(422, "rule_not_computable")
        .at("/facts/decided_by", "invalid_fact");
    let iad = manager.post("/v1/deadlines/compute", ask(json!({"decided_by": "iad"}))).must(200);
    assert_eq!(iad["deadlines"][0]["effective_on"], "2026-05-11");
    assert_eq!(iad["deadlines"][0]["due_on"], "2026-07-10");
}

fn notices_to_the_minister_start_what_they_start(api: &Api) {
    let manager = api.manager();
    let case = case_of(&manager, "RPD", json!({}));
    happened(&manager, &case, "claim_made", "2026-01-05");
    let referred =
        json!({"type": "claim_referred", "occurred_on": "2026-01-06", "facts": {"made_at": "inland"}});
    record(&manager, &case, referred);
    // IRPR 159.9: sixty days are a target: 25 in January, 53 with February, 7 March, a Saturday.
    assert_eq!(due(&manager, &case, "IRPR-159.9"), "2026-03-09");
    served(&manager, &case, "basis_of_claim_received_by_minister", "2026-01-12");
    assert_eq!(due(&manager, &case, "RPDR-23"), "2026-01-22");
    let notice = json!({"type": "minister_notified_of_issue", "occurred_on": "2026-01-20", "served_on": "2026-01-20",
        "facts": {"issue": "inadmissibility"}});
    record(&manager, &case, notice);
    assert_eq!(due(&manager, &case, "RPDR-28(3)"), "2026-02-09");
    served(&manager, &case, "notice_to_appear_received", "2026-01-21");
    assert_eq!(deadline(&manager, &case, "RPDR-25(3)")["not_before_on"], "2026-02-10");
    record(
        &manager,
        &case,
        json!({"type": "hearing_scheduled", "occurred_on": "2026-01-21", "facts": {"hearing_on": "2026-02-26"}}),
    );
    assert_eq!(due(&manager, &case, "RPDR-44(3)"), "2026-02-16");
}

on_both!(
    a_bar_has_no_last_day_and_what_comes_before_it_is_never_met,
    what_waits_for_a_time_that_consent_may_not_carry_is_safe_without_it,
    what_follows_a_time_may_be_done_before_that_ends,
    a_decision_that_is_received_later_moves_what_runs_from_its_notice,
    a_receipt_starts_nothing_that_does_not_run,
    a_time_runs_from_the_expiry_of_another_or_from_what_came_first,
    what_is_in_time_on_one_reading_alone_is_said_to_be,
    an_event_after_the_expiry_changes_nothing,
    an_extension_carries_along_what_waits_for_that_end,
    each_review_meets_the_limit_of_the_one_before,
    a_hearing_that_is_adjourned_moves_what_is_counted_back_from_it,
    a_fact_that_contradicts_its_event_or_today_is_refused,
    an_hour_that_has_not_come_is_refused,
    a_departure_period_stands_still_while_it_is_suspended,
    a_case_of_2023_is_dated_by_the_law_of_2023,
    the_crown_is_served_when_the_notice_is_filed,
    an_appeal_to_the_supreme_court_has_its_weeks,
    an_appeal_that_was_pending_keeps_the_older_times,
    a_letter_is_deemed_received_by_the_rules_of_who_sent_it,
    notices_to_the_minister_start_what_they_start,
);
