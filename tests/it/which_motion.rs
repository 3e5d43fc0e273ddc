//! Several motions in one file: which of them is answered, heard and decided; and that no time of the others is lost.

use crate::support::*;
use serde_json::{Value, json};

/// The deadlines among the effects of an event of one kind: the rule and the day.
fn times(recorded: &Value, effect: &str) -> Vec<(String, String)> {
    let all = recorded["effects"]["deadlines"][effect].as_array().unwrap().iter();
    let text = |one: &Value, field: &str| one[field].as_str().unwrap_or_default().to_owned();
    all.map(|one| (text(one, "rule"), text(one, "due_on"))).collect()
}

fn time(rule: &str, due_on: &str) -> (String, String) {
    (rule.to_owned(), due_on.to_owned())
}

/// The text of the only warning of this code.
#[track_caller]
fn warned(recorded: &Value, code: &str) -> String {
    let warnings = recorded["effects"]["warnings"].as_array().unwrap();
    let found: Vec<_> = warnings.iter().filter(|one| one["code"] == code).collect();
    assert_eq!(found.len(), 1, "{code}: {recorded:#}");
    found[0]["text"]["en"].as_str().unwrap().to_owned()
}

#[track_caller]
fn not_warned(recorded: &Value, code: &str) {
    let warnings = recorded["effects"]["warnings"].as_array().unwrap();
    assert!(warnings.iter().all(|one| one["code"] != code), "{recorded:#}");
}

/// The open deadlines of a case under a rule: their days.
fn open(actor: &Actor<'_>, case: &str, rule: &str) -> Vec<String> {
    let page = actor.get(&format!("/v1/cases/{case}/deadlines?status=open")).must(200);
    let all = page["items"].as_array().unwrap().iter().filter(|one| one["rule"] == rule);
    let mut days: Vec<_> = all.map(|one| one["due_on"].as_str().unwrap().to_owned()).collect();
    days.sort();
    days
}

/// A motion in writing of the applicant, served and filed on a day.
fn motion(on: &str) -> Value {
    let facts = json!({"in_writing": true, "filed_by": "initiating"});
    json!({"type": "motion_filed", "occurred_on": on, "served_on": on, "facts": facts})
}

fn response(on: &str) -> Value {
    let facts = json!({"in_writing": true, "filed_by": "responding"});
    json!({"type": "motion_response_filed", "occurred_on": on, "served_on": on, "facts": facts})
}

fn decision(on: &str) -> Value {
    json!({"type": "motion_decided", "occurred_on": on, "facts": {"outcome": "dismissed"}})
}

fn about(mut event: Value, entry: &str) -> Value {
    event["about"] = json!(entry);
    event
}

fn id(recorded: &Value) -> String {
    recorded["event"]["id"].as_str().unwrap().to_owned()
}

/// Opens a motion in the file of a case: its id.
fn motion_in(actor: &Actor<'_>, case: &str, proceeding: &str) -> String {
    let opened = actor.post(&format!("/v1/cases/{case}/successor"), json!({"proceeding": proceeding}));
    opened.must(201)["id"].as_str().unwrap().to_owned()
}

/// Two motions in writing of one side: their times end on Friday 20 and, the 21st being a Saturday, on Monday 23 March.
fn two_motions(actor: &Actor<'_>, proceeding: &str) -> (String, String, String) {
    let case = case_of(actor, proceeding);
    let first = record(actor, &case, motion("2026-03-10"));
    let second = record(actor, &case, motion("2026-03-11"));
    (case, id(&first), id(&second))
}

fn an_event_says_which_motion_it_is_about(api: &Api) {
    let manager = api.manager();
    for proceeding in ["JR-T", "MAND", "ALJR"] {
        let (case, first, second) = two_motions(&manager, proceeding);
        let answered = record(&manager, &case, about(response("2026-03-16"), &second));
        assert_eq!(times(&answered, "met"), [time("FCR-369(2)", "2026-03-23")], "{answered:#}");
        assert_eq!(answered["event"]["about"], second);
        assert_eq!(answered["effects"]["about"], json!({"event_id": second, "is_supposed": false}));
        not_warned(&answered, "which_motion");
        assert_eq!(
            open(&manager, &case, "FCR-369(2)"),
            ["2026-03-20"],
            "{proceeding}: the first is not answered"
        );
        let decided = record(&manager, &case, about(decision("2026-03-17"), &first));
        assert_eq!(times(&decided, "cancelled"), [time("FCR-369(2)", "2026-03-20")], "{decided:#}");
        // FCR 369(3), 6(2): four days without the week-end: 17, 18, 19 and 20 March. It is the second's.
        assert_eq!(open(&manager, &case, "FCR-369(3)"), ["2026-03-20"]);
        let decided = record(&manager, &case, about(decision("2026-03-18"), &second));
        assert_eq!(times(&decided, "cancelled"), [time("FCR-369(3)", "2026-03-20")], "{decided:#}");
        let read = manager.get(&format!("/v1/cases/{case}?include=events")).must(200);
        assert_eq!(read["events"].as_array().unwrap().last().unwrap()["about"], second);
        let journal = manager.get(&format!("/v1/cases/{case}/journal")).must(200);
        assert_eq!(journal["items"][0]["after"]["event"]["about"], second);
    }
}

fn what_could_be_about_two_is_about_none_until_that_is_said(api: &Api) {
    let manager = api.manager();
    let (case, first, second) = two_motions(&manager, "JR-T");
    let both = ["2026-03-20", "2026-03-23"];
    let dry =
        manager.post(&format!("/v1/cases/{case}/events?dry_run=true"), decision("2026-03-16")).must(200);
    assert!(warned(&dry, "which_motion").contains(&second), "{dry:#}");
    let answered = record(&manager, &case, response("2026-03-16"));
    let text = warned(&answered, "which_motion");
    assert!(text.contains(&first) && text.contains(&second) && text.contains("\"about\""), "{text}");
    assert_eq!((times(&answered, "met"), &answered["effects"]["about"]), (vec![], &Value::Null));
    assert_eq!(open(&manager, &case, "FCR-369(2)"), both);
    assert_eq!(open(&manager, &case, "FCR-369(3)"), ["2026-03-20"], "whoever may reply has their days");
    let decided = record(&manager, &case, decision("2026-03-17"));
    warned(&decided, "which_motion");
    assert_eq!(times(&decided, "cancelled"), []);
    assert_eq!(open(&manager, &case, "FCR-369(2)"), both, "neither time is lost");
    // Each is put right.
    let at = |recorded: &Value| format!("/v1/cases/{case}/events/{}", id(recorded));
    let put =
        |recorded: &Value, entry: Value| manager.patch(&at(recorded), "*", json!({"about": entry})).must(200);
    let corrected = put(&answered, json!(first));
    assert_eq!(times(&corrected, "met"), [time("FCR-369(2)", "2026-03-20")], "{corrected:#}");
    not_warned(&corrected, "which_motion");
    let corrected = put(&decided, json!(first));
    assert_eq!(times(&corrected, "cancelled"), [time("FCR-369(3)", "2026-03-20")], "{corrected:#}");
    assert_eq!(open(&manager, &case, "FCR-369(2)"), ["2026-03-23"], "the second is not decided");
    // Taken back, nothing says it any more.
    let unsaid = put(&decided, Value::Null);
    warned(&unsaid, "which_motion");
    assert_eq!(unsaid["event"].get("about"), None);
    assert_eq!(times(&unsaid, "reopened"), [time("FCR-369(3)", "2026-03-20")], "{unsaid:#}");
    put(&decided, json!(first));
    // One is left, and it is said that it is meant.
    let decided = record(&manager, &case, decision("2026-03-18"));
    assert_eq!(decided["effects"]["about"], json!({"event_id": second, "is_supposed": true}));
    assert_eq!(times(&decided, "cancelled"), [time("FCR-369(2)", "2026-03-23")], "{decided:#}");
    not_warned(&decided, "which_motion");
}

fn a_reply_is_on_a_motion_that_was_answered(api: &Api) {
    let manager = api.manager();
    let (case, first, _) = two_motions(&manager, "JR-T");
    record(&manager, &case, about(response("2026-03-16"), &first));
    let reply = json!({"type": "motion_reply_filed", "occurred_on": "2026-03-18", "facts": {"filed_by": "initiating"}});
    let reply = record(&manager, &case, about(reply, &first));
    assert_eq!(reply["effects"]["about"], json!({"event_id": first, "is_supposed": false}));
    assert_eq!(times(&reply, "met"), [time("FCR-369(3)", "2026-03-20")]);
    // What nothing says of which it is ends with the last that is pending.
    let (case, first, second) = two_motions(&manager, "JR-T");
    record(&manager, &case, response("2026-03-16"));
    record(&manager, &case, about(decision("2026-03-17"), &first));
    assert_eq!(open(&manager, &case, "FCR-369(3)"), ["2026-03-20"]);
    let decided = record(&manager, &case, about(decision("2026-03-17"), &second));
    let ended = [time("FCR-369(2)", "2026-03-23"), time("FCR-369(3)", "2026-03-20")];
    assert_eq!(times(&decided, "cancelled"), ended, "{decided:#}");
}

fn what_is_no_motion_of_the_docket_is_refused(api: &Api) {
    let manager = api.manager();
    let (case, first, second) = two_motions(&manager, "JR-T");
    let (_, elsewhere, _) = two_motions(&manager, "JR-T");
    let letter =
        json!({"type": "document_filed", "occurred_on": "2026-03-12", "facts": {"document_kind": "letter"}});
    let letter = record(&manager, &case, letter);
    let at = |entry: &str| format!("/v1/cases/{case}/events/{entry}");
    manager.post(&format!("{}/strike", at(&second)), json!({"reason": "It was not filed."})).must(200);
    let sought = json!({"type": "intervention_sought", "occurred_on": "2026-03-12"});
    record(&manager, &case, json!({"type": "application_issued", "occurred_on": "2026-03-02"}));
    let sought = id(&record(&manager, &case, sought));
    let unknown = "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e12".to_owned();
    for wrong in [&unknown, &elsewhere, &id(&letter), &second, &sought] {
        for query in ["", "?dry_run=true"] {
            let sent = about(decision("2026-03-16"), wrong);
            let refused = manager.post(&format!("/v1/cases/{case}/events{query}"), sent);
            let refused = refused.refused(422, "invalid_body");
            let fault = &refused.json["errors"][0];
            assert_eq!((&fault["pointer"], &fault["code"]), (&json!("/about"), &json!("no_such_motion")));
            let text = fault["message"].as_str().unwrap();
            assert!(text.contains(&first) && !text.contains(&second) && !text.contains(&sought), "{text}");
        }
    }
    // A response is about any motion, a letter about none.
    record(&manager, &case, about(response("2026-03-16"), &sought));
    let refused = manager.patch(&at(&id(&letter)), "*", json!({"about": first})).refused(422, "invalid_body");
    assert_eq!(refused.json["errors"][0]["code"], "not_applicable", "{}", refused.text);
    // Nor is it about a motion that came later.
    let decided = id(&record(&manager, &case, decision("2026-03-16")));
    let later = id(&record(&manager, &case, motion("2026-03-17")));
    let refused = manager.patch(&at(&decided), "*", json!({"about": later})).refused(422, "invalid_body");
    assert_eq!(refused.json["errors"][0]["pointer"], "/about", "{}", refused.text);
    // What may be recorded next names what it may be about.
    let next = manager.get(&format!("/v1/cases/{case}/next-events")).must(200);
    let of = |event: &str| {
        let items = next["items"].as_array().unwrap();
        items.iter().find(|one| one["type"] == event).unwrap().clone()
    };
    let pending = json!([{"event_id": later, "type": "motion_filed", "on": "2026-03-17"}]);
    assert_eq!(of("motion_decided")["about"], pending);
    assert_eq!(of("motion_response_filed")["about"].as_array().unwrap().len(), 2);
    assert_eq!(of("document_filed").get("about"), None);
}

fn a_motion_that_another_entry_names_is_not_struck_under_it(api: &Api) {
    let manager = api.manager();
    let (case, first, second) = two_motions(&manager, "JR-T");
    let answered = id(&record(&manager, &case, about(response("2026-03-16"), &first)));
    let at = |entry: &str| format!("/v1/cases/{case}/events/{entry}");
    let reason = json!({"reason": "It is the other file's."});
    let refused = manager.post(&format!("{}/strike", at(&first)), reason.clone());
    let refused = refused.refused(409, "docket_out_of_order");
    assert!(refused.text.contains("Response to a motion"), "{}", refused.text);
    // What only is supposed to be about it follows the docket.
    manager.post(&format!("{}/strike", at(&second)), reason.clone()).must(200);
    let decided = record(&manager, &case, decision("2026-03-17"));
    assert_eq!(decided["effects"]["about"]["event_id"], first);
    let restored = manager.post(&format!("{}/restore", at(&second)), reason.clone()).must(200);
    warned(&restored, "which_motion");
    // It is moved without what it named, and that is said.
    let (other, there, _) = two_motions(&manager, "JR-T");
    let to = json!({"case_id": other, "reason": "It is the other file's."});
    let dry = manager.post(&format!("{}/move?dry_run=true", at(&answered)), to.clone()).must(200);
    warned(&dry["recorded"], "about_not_carried");
    let moved = manager.post(&format!("{}/move", at(&answered)), to).must(200);
    assert_eq!(moved["recorded"]["event"].get("about"), None, "{moved:#}");
    assert!(warned(&moved["recorded"], "which_motion").contains(&there));
    assert_eq!(moved["struck"]["event"]["about"], first, "what is struck stays as it was");
    manager.post(&format!("{}/strike", at(&first)), reason).must(200);
}

fn the_filing_of_one_of_several_that_were_served_says_of_which(api: &Api) {
    let manager = api.manager();
    let case = case_of(&manager, "JR-T");
    let served = |on: &str| json!({"type": "motion_served", "occurred_on": on, "facts": {"in_writing": true, "filed_by": "initiating"}});
    let filed = |on: &str| json!({"type": "motion_filed", "occurred_on": on, "facts": {"in_writing": true, "filed_by": "initiating"}});
    let first = id(&record(&manager, &case, served("2026-03-10")));
    let second = id(&record(&manager, &case, served("2026-03-11")));
    let one = record(&manager, &case, filed("2026-03-12"));
    warned(&one, "which_motion");
    not_warned(&one, "service_not_recorded");
    assert_eq!(times(&one, "started"), []);
    let put = json!({"about": second});
    let put = manager.patch(&format!("/v1/cases/{case}/events/{}", id(&one)), "*", put).must(200);
    assert_eq!(put["effects"]["about"], json!({"event_id": second, "is_supposed": false}));
    let other = record(&manager, &case, filed("2026-03-12"));
    assert_eq!(other["effects"]["about"], json!({"event_id": first, "is_supposed": true}));
    // The response names the filing, and is about what was served.
    let answered = record(&manager, &case, about(response("2026-03-16"), &id(&one)));
    assert_eq!(times(&answered, "met"), [time("FCR-369(2)", "2026-03-23")], "{answered:#}");
    assert_eq!(open(&manager, &case, "FCR-369(2)"), ["2026-03-20"]);
}

fn a_day_is_set_for_one_motion(api: &Api) {
    let manager = api.manager();
    let case = case_of(&manager, "JR-T");
    let filed = |on: &str, heard: &str| {
        let facts = json!({"filed_by": "initiating", "in_writing": false, "motion_hearing_on": heard});
        json!({"type": "motion_filed", "occurred_on": on, "served_on": on, "facts": facts})
    };
    record(&manager, &case, filed("2026-03-10", "2026-04-14"));
    let second = id(&record(&manager, &case, filed("2026-03-11", "2026-04-21")));
    let day = json!({"type": "motion_hearing_scheduled", "occurred_on": "2026-03-16", "facts": {"motion_hearing_on": "2026-04-28"}});
    // FCR 365(1)(a): two days before, without the week-end: Friday 10, Friday 17 and Friday 24 April.
    let unsaid = record(&manager, &case, day.clone());
    warned(&unsaid, "which_motion");
    assert_eq!((times(&unsaid, "moved"), times(&unsaid, "cancelled")), (vec![], vec![]));
    assert_eq!(open(&manager, &case, "FCR-365(1)(a)"), ["2026-04-10", "2026-04-17", "2026-04-24"]);
    let at = format!("/v1/cases/{case}/events/{}", id(&unsaid));
    manager.patch(&at, "*", json!({"about": second})).must(200);
    assert_eq!(open(&manager, &case, "FCR-365(1)(a)"), ["2026-04-10", "2026-04-24"], "it is moved");
}

fn a_motion_that_is_filed_and_not_served_is_said_to_run_no_time(api: &Api) {
    let manager = api.manager();
    for (proceeding, rule) in
        [("JR-T", "FCR 369(2)"), ("FCA-APP", "FCR 365(1)(b)"), ("SCC-L", "SCC Rules 49(1)")]
    {
        let case = case_of(&manager, proceeding);
        let filed = |served: Option<&str>| {
            let mut filed = motion("2026-03-10");
            filed["served_on"] = json!(served);
            filed.as_object_mut().unwrap().retain(|_, value| !value.is_null());
            filed
        };
        let silent = record(&manager, &case, filed(None));
        let text = warned(&silent, "service_not_recorded");
        assert!(text.contains(rule) && text.contains("motion_served"), "{text}");
        let put = json!({"served_on": "2026-03-10"});
        let put = manager.patch(&format!("/v1/cases/{case}/events/{}", id(&silent)), "*", put).must(200);
        not_warned(&put, "service_not_recorded");
        assert_eq!(times(&put, "started").len(), 1, "{put:#}");
        not_warned(&record(&manager, &case, filed(Some("2026-03-10"))), "service_not_recorded");
    }
    let alone = case_of(&manager, "MOT-WR");
    let filed = json!({"type": "motion_filed", "occurred_on": "2026-03-10"});
    assert!(warned(&record(&manager, &alone, filed), "service_not_recorded").contains("FCR 369(2)"));
}

fn a_motion_in_two_files_is_found(api: &Api) {
    let litigator = api.organization().litigator();
    let case = case_with(&litigator, "2026-03-02");
    take_to(&litigator, &case, "notice_of_appearance_filed");
    let own = json!({"type": "motion_filed", "occurred_on": "2026-03-24", "served_on": "2026-03-24"});
    let its_own = motion_in(&litigator, &case, "MOT-WR");
    let told = record(&litigator, &its_own, own.clone());
    let entry = told["in_main_file"]["event"]["id"].as_str().unwrap();
    // Recorded here again, it is found; and as it may be another, its time runs.
    let twin = record(&litigator, &case, motion("2026-03-24"));
    assert!(warned(&twin, "motion_in_two_files").contains(entry), "{twin:#}");
    assert_eq!(times(&twin, "started").len(), 1);
    // It is no motion that is answered here.
    let sent = about(response("2026-03-26"), entry);
    litigator.post(&format!("/v1/cases/{case}/events"), sent).refused(422, "invalid_body");
    // One here, served a day before what its file tells: that is said there.
    let strike = format!("/v1/cases/{case}/events/{}/strike", id(&twin));
    litigator.post(&strike, json!({"reason": "It has a file of its own."})).must(200);
    let here = id(&record(&litigator, &case, motion("2026-03-25")));
    let another = motion_in(&litigator, &case, "MOT-WR");
    let late = json!({"type": "motion_filed", "occurred_on": "2026-03-26"});
    let told = record(&litigator, &another, late);
    assert!(warned(&told["in_main_file"], "motion_in_two_files").contains(&here), "{told:#}");
    // Of two of one day it is not known which has its own file: none of their times is ended.
    let again = record(&litigator, &case, motion("2026-03-25"));
    let third = motion_in(&litigator, &case, "MOT-WR");
    let mut same = own;
    (same["occurred_on"], same["served_on"]) = (json!("2026-03-25"), json!("2026-03-25"));
    let told = record(&litigator, &third, same);
    let text = warned(&told["in_main_file"], "which_motion");
    assert!(text.contains(&here) && text.contains(&id(&again)), "{text}");
    assert_eq!(times(&told["in_main_file"], "cancelled"), []);
    assert_eq!(open(&litigator, &case, "FCR-369(2)").len(), 2);
}

fn who_brought_a_motion_replies_to_its_response(api: &Api) {
    let manager = api.manager();
    let case = case_of(&manager, "JR-T");
    let mut sought = motion("2026-03-10");
    sought["facts"]["filed_by"] = json!("other");
    record(&manager, &case, sought);
    record(&manager, &case, response("2026-03-16"));
    assert_eq!(deadline(&manager, &case, "FCR-369(3)")["actor"], "party", "it is the intervener's reply");
    let case = case_of(&manager, "JR-T");
    record(&manager, &case, motion("2026-03-10"));
    let mut answers = response("2026-03-16");
    answers["facts"]["filed_by"] = json!("other");
    record(&manager, &case, answers);
    assert_eq!(deadline(&manager, &case, "FCR-369(3)")["actor"], "applicant");
}

fn what_decides_the_case_ends_every_motion_and_reopening_gives_them_back(api: &Api) {
    let manager = api.manager();
    let (case, first, second) = two_motions(&manager, "JR-T");
    record(&manager, &case, json!({"type": "application_issued", "occurred_on": "2026-03-12"}));
    let ended = happened(&manager, &case, "application_discontinued", "2026-03-16", json!({}));
    let cancelled = times(&ended, "cancelled");
    assert_eq!(cancelled.iter().filter(|(rule, _)| rule == "FCR-369(2)").count(), 2, "{ended:#}");
    let again = happened(&manager, &case, "case_reopened", "2026-03-17", json!({}));
    assert_eq!(times(&again, "reopened").iter().filter(|(rule, _)| rule == "FCR-369(2)").count(), 2);
    let decided = record(&manager, &case, decision("2026-03-18"));
    let text = warned(&decided, "which_motion");
    assert!(text.contains(&first) && text.contains(&second), "{text}");
}

fn a_stay_is_a_motion_that_is_answered(api: &Api) {
    let manager = api.manager();
    let stay = |facts: Value| json!({"type": "stay_motion_filed", "occurred_on": "2026-03-10", "served_on": "2026-03-10", "facts": facts});
    for proceeding in ["JR-T", "ALJR-CIT", "MAND"] {
        let case = case_of(&manager, proceeding);
        let heard = json!({"filed_by": "initiating", "in_writing": false, "motion_hearing_on": "2026-04-14"});
        let filed = record(&manager, &case, stay(heard));
        // FCR 365(1)(a): two days before Tuesday 14 April, without the week-end: Friday 10.
        assert_eq!(
            times(&filed, "started"),
            [time("FCR-365(1)(a)", "2026-04-10")],
            "{proceeding}: {filed:#}"
        );
        let other = record(&manager, &case, motion("2026-03-11"));
        let refused = happened(&manager, &case, "stay_dismissed", "2026-03-16", json!({}));
        assert_eq!(refused["effects"]["about"]["event_id"], id(&filed), "{refused:#}");
        assert_eq!(times(&refused, "cancelled"), [time("FCR-365(1)(a)", "2026-04-10")]);
        assert_eq!(open(&manager, &case, "FCR-369(2)"), ["2026-03-23"], "the other is pending");
        let heard = happened(&manager, &case, "motion_heard", "2026-03-16", json!({}));
        assert_eq!(heard["effects"]["about"]["event_id"], id(&other));
    }
    // FCR 365(1)(b): ten days after service, Friday 20 March; SCC Rules 49(1): ten days, the same.
    for (proceeding, rule) in [
        ("FCA-APP", "FCR-365(1)(b)"),
        ("FCA-CQ", "FCR-365(1)(b)"),
        ("SCC-L", "SCC-49(1)"),
        ("SCC-A", "SCC-49(1)"),
    ] {
        let case = case_of(&manager, proceeding);
        let filed = record(&manager, &case, stay(json!({"filed_by": "initiating"})));
        assert_eq!(times(&filed, "started"), [time(rule, "2026-03-20")], "{proceeding}: {filed:#}");
        let granted = happened(&manager, &case, "stay_granted", "2026-03-16", json!({}));
        assert_eq!(times(&granted, "cancelled"), [time(rule, "2026-03-20")]);
    }
}

fn what_every_court_may_do_it_may_do_in_each_of_its_files(api: &Api) {
    let manager = api.manager();
    for proceeding in ["FCA-CQ", "FCA-APP", "SCC-L", "SCC-A", "HC", "ALJR-CIT", "CERT"] {
        let case = case_of(&manager, proceeding);
        record(&manager, &case, motion("2026-03-10"));
        let day = json!({"motion_hearing_on": "2026-04-14"});
        happened(&manager, &case, "motion_hearing_scheduled", "2026-03-16", day);
        happened(&manager, &case, "motion_heard", "2026-04-14", json!({}));
        happened(&manager, &case, "anonymity_requested", "2026-04-15", json!({}));
        happened(&manager, &case, "anonymity_ordered", "2026-04-16", json!({}));
        let read = manager.get(&format!("/v1/cases/{case}")).must(200);
        assert_eq!(read["confidentiality"], "anonymised", "{proceeding}");
    }
}

fn a_question_outlives_a_motion_in_its_file(api: &Api) {
    let manager = api.manager();
    let case = case_of(&manager, "JR-T");
    let raised = json!({"argued_on": "2026-05-18"});
    happened(&manager, &case, "constitutional_question_raised", "2026-03-02", raised.clone());
    record(&manager, &case, motion("2026-03-10"));
    record(&manager, &case, decision("2026-03-16"));
    assert_eq!(open(&manager, &case, "FCA-57").len(), 1, "it is for the hearing of the application");
    let alone = case_of(&manager, "MOT-WR");
    happened(&manager, &alone, "constitutional_question_raised", "2026-03-02", raised);
    record(&manager, &alone, json!({"type": "motion_filed", "occurred_on": "2026-03-10"}));
    record(&manager, &alone, decision("2026-03-16"));
    assert_eq!(open(&manager, &alone, "FCA-57"), Vec::<String>::new());
}

fn an_order_dates_the_time_of_no_motion_that_it_does_not_name(api: &Api) {
    let manager = api.manager();
    let (case, first, _) = two_motions(&manager, "ALJR");
    let until = json!([{"rule": "FCR-369(2)", "due_on": "2026-04-15"}]);
    let order = json!({"type": "order_made", "occurred_on": "2026-03-12", "ordered": until});
    let recorded = record(&manager, &case, order);
    assert_eq!(times(&recorded, "moved"), [], "whichever it is, the last day of the other stays");
    let text = warned(&recorded, "which_time_is_ordered");
    assert!(text.contains(&first) && text.contains("POST /v1/deadlines/"), "{text}");
    assert_eq!(open(&manager, &case, "FCR-369(2)"), ["2026-03-20", "2026-03-23"]);
    // An order on the first is about no time of the second.
    let mut decided = about(decision("2026-03-13"), &first);
    decided["ordered"] = until;
    record(&manager, &case, decided);
    assert!(open(&manager, &case, "FCR-369(2)").contains(&"2026-03-23".to_owned()));
}

on_both!(
    an_order_dates_the_time_of_no_motion_that_it_does_not_name,
    a_stay_is_a_motion_that_is_answered,
    what_every_court_may_do_it_may_do_in_each_of_its_files,
    a_question_outlives_a_motion_in_its_file,
    an_event_says_which_motion_it_is_about,
    what_could_be_about_two_is_about_none_until_that_is_said,
    a_reply_is_on_a_motion_that_was_answered,
    what_is_no_motion_of_the_docket_is_refused,
    a_motion_that_another_entry_names_is_not_struck_under_it,
    the_filing_of_one_of_several_that_were_served_says_of_which,
    a_day_is_set_for_one_motion,
    a_motion_that_is_filed_and_not_served_is_said_to_run_no_time,
    a_motion_in_two_files_is_found,
    who_brought_a_motion_replies_to_its_response,
    what_decides_the_case_ends_every_motion_and_reopening_gives_them_back,
);
