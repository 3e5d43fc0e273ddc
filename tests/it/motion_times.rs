//! The times of a motion on the docket of the file that it is in: which run, from what, against whom; and that a motion with a file
//! of its own has its times there.

use crate::support::*;
use serde_json::{Value, json};

/// The deadlines among the effects of an event of one kind: the rule, the day and who has to act.
fn times(recorded: &Value, effect: &str) -> Vec<(String, String, String)> {
    let all = recorded["effects"]["deadlines"][effect].as_array().unwrap().iter();
    let text = |one: &Value, field: &str| one[field].as_str().unwrap_or_default().to_owned();
    all.map(|one| (text(one, "rule"), text(one, "due_on"), text(one, "actor"))).collect()
}

fn time(rule: &str, due_on: &str, actor: &str) -> (String, String, String) {
    (rule.to_owned(), due_on.to_owned(), actor.to_owned())
}

fn has_warning(recorded: &Value, code: &str, about: &str) -> bool {
    let warnings = recorded["effects"]["warnings"].as_array().unwrap();
    warnings.iter().any(|one| one["code"] == code && one["text"]["en"].as_str().unwrap().contains(about))
}

/// A motion that is filed and served on 10 March 2026, a Tuesday.
fn filed(facts: Value) -> Value {
    json!({"type": "motion_filed", "occurred_on": "2026-03-10", "served_on": "2026-03-10", "facts": facts})
}

fn open(actor: &Actor<'_>, case: &str, rule: &str) -> usize {
    let page = actor.get(&format!("/v1/cases/{case}/deadlines?status=open")).must(200);
    page["items"].as_array().unwrap().iter().filter(|one| one["rule"] == rule).count()
}

fn a_motion_in_writing_is_answered_in_every_file_of_the_federal_court(api: &Api) {
    let manager = api.manager();
    for proceeding in ["ALJR", "ALJR-CIT", "JR-T", "MAND", "CERT", "STAY-REM", "STAY-REL"] {
        let case = case_of(&manager, proceeding);
        let by_applicant =
            filed(json!({"motion_kind": "extension", "in_writing": true, "filed_by": "initiating"}));
        let motion = record(&manager, &case, by_applicant);
        // FCR 369(2): ten days, 11 to 20 March, a Friday.
        assert_eq!(
            times(&motion, "started"),
            [time("FCR-369(2)", "2026-03-20", "respondent")],
            "{proceeding}: {motion:#}"
        );
        let response = json!({"type": "motion_response_filed", "occurred_on": "2026-03-18", "served_on": "2026-03-18",
            "facts": {"in_writing": true, "filed_by": "responding"}});
        let response = record(&manager, &case, response);
        assert_eq!(times(&response, "met")[0].0, "FCR-369(2)", "{response:#}");
        // FCR 369(3), 6(2): four days without the week-end, 19, 20, 23 and 24 March.
        assert_eq!(
            times(&response, "started"),
            [time("FCR-369(3)", "2026-03-24", "applicant")],
            "{response:#}"
        );
        let reply = json!({"type": "motion_reply_filed", "occurred_on": "2026-03-24"});
        assert_eq!(times(&record(&manager, &case, reply), "met")[0].0, "FCR-369(3)");
    }
}

fn who_answers_a_motion_is_who_did_not_bring_it(api: &Api) {
    let manager = api.manager();
    let answers = |proceeding: &str, filed_by: Option<&str>| {
        let case = case_of(&manager, proceeding);
        let mut facts = json!({"in_writing": true});
        if let Some(filed_by) = filed_by {
            facts["filed_by"] = json!(filed_by);
        }
        let motion = record(&manager, &case, filed(facts));
        (times(&motion, "started")[0].2.clone(), case, motion)
    };
    assert_eq!(answers("JR-T", Some("initiating")).0, "respondent");
    assert_eq!(answers("JR-T", Some("responding")).0, "applicant");
    assert_eq!(answers("JR-T", Some("other")).0, "party");
    assert_eq!(answers("FCA-APP", Some("responding")).0, "appellant");
    assert_eq!(answers("SCC-L", Some("responding")).0, "applicant");
    // Where it is not said, whom the rule names; and it is said that this is supposed.
    let (actor, case, motion) = answers("JR-T", None);
    assert_eq!(actor, "respondent");
    assert!(has_warning(&motion, "fact_not_sent", "filed_by"), "{motion:#}");
    let ours = || open_of(&manager, &case, "ours");
    assert_eq!(ours(), ["FCR-369(2)"]);
    // Put right, it is the other side's turn.
    let event = format!("/v1/cases/{case}/events/{}", motion["event"]["id"].as_str().unwrap());
    let facts = json!({"facts": {"in_writing": true, "filed_by": "responding"}});
    let corrected = manager.patch(&event, "*", facts).must(200);
    assert!(!has_warning(&corrected, "fact_not_sent", "filed_by"), "{corrected:#}");
    assert_eq!(deadline(&manager, &case, "FCR-369(2)")["actor"], "applicant");
    assert_eq!((ours(), open_of(&manager, &case, "theirs")), (vec![], vec!["FCR-369(2)".to_owned()]));
}

/// The rules of the open deadlines of a case on which a side has to act.
fn open_of(actor: &Actor<'_>, case: &str, side: &str) -> Vec<String> {
    let found = actor.walk(&format!("/v1/deadlines?status=open&side={side}&case_id={case}")).0;
    found.iter().map(|one| one["rule"].as_str().unwrap().to_owned()).collect()
}

fn a_motion_for_hearing_counts_back_from_its_day(api: &Api) {
    let manager = api.manager();
    let case = case_of(&manager, "JR-T");
    let facts = json!({"filed_by": "responding", "in_writing": false, "motion_hearing_on": "2026-03-24"});
    let motion = record(&manager, &case, filed(facts));
    // FCR 362(1): three clear days before Tuesday 24 March, 23, 20 and 19: Wednesday 18; it was filed
    // on the 10th. FCR 365(1)(a): two days before, without the week-end: Friday 20, at two o'clock.
    let started = times(&motion, "started");
    assert_eq!(
        started,
        [time("FCR-362", "2026-03-18", "respondent"), time("FCR-365(1)(a)", "2026-03-20", "applicant")],
        "{motion:#}"
    );
    assert_eq!(times(&motion, "met")[0].0, "FCR-362", "{motion:#}");
    // Another day in its place moves it, and starts no second one.
    let again = json!({"filed_by": "responding", "motion_hearing_on": "2026-03-31"});
    let moved = happened(&manager, &case, "motion_hearing_scheduled", "2026-03-16", again);
    assert_eq!(times(&moved, "started"), []);
    assert_eq!(times(&moved, "moved"), [time("FCR-365(1)(a)", "2026-03-27", "applicant")], "{moved:#}");
    let response =
        json!({"type": "motion_response_filed", "occurred_on": "2026-03-26", "facts": {"in_writing": false}});
    assert_eq!(times(&record(&manager, &case, response), "met")[0].0, "FCR-365(1)(a)");
}

fn a_service_recorded_by_itself_and_with_the_filing_is_one(api: &Api) {
    let manager = api.manager();
    for (proceeding, rule) in [("JR-T", "FCR-369(2)"), ("FCA-APP", "FCR-365(1)(b)")] {
        let case = case_of(&manager, proceeding);
        let facts = json!({"in_writing": true, "filed_by": "initiating"});
        let served = json!({"type": "motion_served", "occurred_on": "2026-03-10", "facts": facts});
        record(&manager, &case, served);
        record(&manager, &case, filed(facts.clone()));
        assert_eq!(open(&manager, &case, rule), 1);
        // A second motion of the same day is another.
        record(&manager, &case, filed(facts));
        assert_eq!(open(&manager, &case, rule), 2);
    }
}

fn a_motion_with_a_file_of_its_own_has_its_times_there(api: &Api) {
    let litigator = api.organization().litigator();
    let case = case_with(&litigator, "2026-03-02");
    take_to(&litigator, &case, "notice_of_appearance_filed");
    let motion_in = |proceeding: &str| {
        let opened =
            litigator.post(&format!("/v1/cases/{case}/successor"), json!({"proceeding": proceeding}));
        opened.must(201)["id"].as_str().unwrap().to_owned()
    };
    // What its file tells starts nothing here.
    let alone = motion_in("MOT-WR");
    let told = record(&litigator, &alone, filed(json!({})));
    assert_eq!(times(&told, "started")[0].0, "FCR-369(2)");
    assert_eq!(times(&told["in_main_file"], "started"), [], "{told:#}");
    assert_eq!(told["in_main_file"]["effects"]["warnings"], json!([]));
    // What was recorded here before its file was opened runs there from then on, and here no more.
    let facts = json!({"in_writing": true, "filed_by": "initiating"});
    let here = json!({"type": "motion_filed", "occurred_on": "2026-03-12", "served_on": "2026-03-12", "facts": facts});
    record(&litigator, &case, here.clone());
    let other = json!({"type": "motion_filed", "occurred_on": "2026-03-13", "served_on": "2026-03-13", "facts": facts});
    record(&litigator, &case, other);
    assert_eq!(open(&litigator, &case, "FCR-369(2)"), 2);
    let its_own = motion_in("MOT-WR");
    let mut there = here;
    there["facts"] = json!({});
    let told = record(&litigator, &its_own, there);
    assert_eq!(
        times(&told["in_main_file"], "cancelled"),
        [time("FCR-369(2)", "2026-03-23", "respondent")],
        "{told:#}"
    );
    assert_eq!((open(&litigator, &case, "FCR-369(2)"), open(&litigator, &its_own, "FCR-369(2)")), (1, 1));
    // Struck there, it runs here again.
    let at = format!("/v1/cases/{its_own}/events/{}", told["event"]["id"].as_str().unwrap());
    litigator.post(&format!("{at}/strike"), json!({"reason": "It is no motion of its own."})).must(200);
    assert_eq!(open(&litigator, &case, "FCR-369(2)"), 2);
    // What is decided there ends the time of no other motion.
    let decided =
        json!({"type": "motion_decided", "occurred_on": "2026-03-20", "facts": {"outcome": "granted"}});
    let decided = record(&litigator, &alone, decided);
    assert_eq!(times(&decided["in_main_file"], "cancelled"), [], "{decided:#}");
    assert_eq!(open(&litigator, &case, "FCR-369(2)"), 2);
}

fn an_appeal_counts_a_motion_once_too(api: &Api) {
    let manager = api.manager();
    let case = case_of(&manager, "FCA-APP");
    let opened = manager.post(&format!("/v1/cases/{case}/successor"), json!({"proceeding": "MOT-EXT"}));
    let motion = opened.must(201)["id"].as_str().unwrap().to_owned();
    let told = record(&manager, &motion, filed(json!({"route": "court_of_appeal"})));
    assert_eq!(times(&told, "started")[0].0, "FCR-365(1)(b)", "{told:#}");
    assert_eq!(times(&told["in_main_file"], "started"), [], "{told:#}");
}

fn a_decision_ends_the_times_of_its_own_kind_of_motion(api: &Api) {
    let manager = api.manager();
    let case = case_of(&manager, "FCA-APP");
    record(&manager, &case, json!({"type": "notice_of_appeal_filed", "occurred_on": "2026-03-02"}));
    record(&manager, &case, filed(json!({"filed_by": "responding"})));
    let leave = json!({"type": "intervention_sought", "occurred_on": "2026-03-11", "served_on": "2026-03-11",
        "facts": {"filed_by": "other"}});
    let sought = record(&manager, &case, leave);
    assert_eq!(times(&sought, "started"), [time("FCR-365(1)(b)", "2026-03-23", "party")], "{sought:#}");
    let granted =
        happened(&manager, &case, "intervention_decided", "2026-03-12", json!({"outcome": "granted"}));
    assert_eq!(times(&granted, "cancelled"), [time("FCR-365(1)(b)", "2026-03-23", "party")], "{granted:#}");
    let decided = happened(&manager, &case, "motion_decided", "2026-03-13", json!({"outcome": "dismissed"}));
    assert_eq!(
        times(&decided, "cancelled"),
        [time("FCR-365(1)(b)", "2026-03-20", "appellant")],
        "{decided:#}"
    );
}

fn what_one_side_does_is_about_no_motion_of_the_other(api: &Api) {
    let manager = api.manager();
    let served = |side: &str, on: &str| json!({"type": "motion_served", "occurred_on": on, "facts": {"in_writing": true, "filed_by": side}});
    let responds = |side: &str| json!({"type": "motion_response_filed", "occurred_on": "2026-03-16", "facts": {"filed_by": side}});
    for proceeding in ["JR-T", "MAND", "CERT"] {
        let case = case_of(&manager, proceeding);
        record(&manager, &case, served("responding", "2026-03-09"));
        record(&manager, &case, served("initiating", "2026-03-11"));
        record(&manager, &case, json!({"type": "motion_filed", "occurred_on": "2026-03-11"}));
        // The applicant answers the respondent's motion; the respondent has answered nothing.
        let answered = record(&manager, &case, responds("initiating"));
        assert_eq!(times(&answered, "met"), [time("FCR-369(2)", "2026-03-19", "applicant")], "{answered:#}");
        assert_eq!(open(&manager, &case, "FCR-369(2)"), 1, "{proceeding}");
        let decided = json!({"outcome": "granted", "filed_by": "responding"});
        let decided = happened(&manager, &case, "motion_decided", "2026-03-17", decided);
        assert_eq!(times(&decided, "cancelled"), [], "the motion that was decided is the respondent's");
        let answered = record(&manager, &case, responds("responding"));
        assert_eq!(times(&answered, "met"), [time("FCR-369(2)", "2026-03-23", "respondent")]);
    }
}

fn motions_of_both_sides_have_their_own_days_and_times(api: &Api) {
    let manager = api.manager();
    let case = case_of(&manager, "JR-T");
    let filed = |side: &str, on: &str, heard: &str| {
        let facts = json!({"filed_by": side, "in_writing": false, "motion_hearing_on": heard});
        json!({"type": "motion_filed", "occurred_on": on, "served_on": on, "facts": facts})
    };
    record(&manager, &case, filed("responding", "2026-03-10", "2026-04-14"));
    record(&manager, &case, filed("initiating", "2026-03-11", "2026-04-21"));
    let later = json!({"filed_by": "initiating", "motion_hearing_on": "2026-04-28"});
    let moved = happened(&manager, &case, "motion_hearing_scheduled", "2026-03-16", later);
    // FCR 365(1)(a): two days before Tuesday 28 April, without the week-end: Friday 24.
    assert_eq!(times(&moved, "moved"), [time("FCR-365(1)(a)", "2026-04-24", "respondent")], "{moved:#}");
    assert_eq!((times(&moved, "cancelled"), times(&moved, "started")), (vec![], vec![]));
    // One of another kind, served on the day of one in writing of the other side, is another motion.
    let other = case_of(&manager, "JR-T");
    let sealed = json!({"type": "confidentiality_requested", "occurred_on": "2026-03-10", "served_on": "2026-03-10",
        "facts": {"in_writing": true, "filed_by": "responding"}});
    record(&manager, &other, sealed);
    let served = json!({"type": "motion_served", "occurred_on": "2026-03-10",
        "facts": {"in_writing": true, "filed_by": "initiating"}});
    let served = record(&manager, &other, served);
    assert_eq!(times(&served, "started"), [time("FCR-369(2)", "2026-03-20", "respondent")], "{served:#}");
    assert_eq!(open(&manager, &other, "FCR-369(2)"), 2);
}

fn a_notice_that_is_over_when_its_day_is_set_is_said(api: &Api) {
    const RULE: &str = "FCA-57";
    let manager = api.manager();
    let case = case_of(&manager, "JR-T");
    // FC Act 57(2): ten clear days before Monday 16 March: Thursday 5.
    let raised = happened(
        &manager,
        &case,
        "constitutional_question_raised",
        "2026-03-10",
        json!({"argued_on": "2026-03-16"}),
    );
    assert_eq!(times(&raised, "started")[0].1, "2026-03-05", "{raised:#}");
    assert!(has_warning(&raised, "time_had_run", "FC Act 57(2)"), "{raised:#}");
    assert_eq!(deadline(&manager, &case, RULE)["status"], "open", "leave may be asked for");
    let later = happened(
        &manager,
        &case,
        "constitutional_question_raised",
        "2026-03-10",
        json!({"argued_on": "2026-05-18"}),
    );
    assert!(!has_warning(&later, "time_had_run", "FC Act 57(2)"), "{later:#}");
}

on_both!(
    a_motion_in_writing_is_answered_in_every_file_of_the_federal_court,
    who_answers_a_motion_is_who_did_not_bring_it,
    a_motion_for_hearing_counts_back_from_its_day,
    a_service_recorded_by_itself_and_with_the_filing_is_one,
    a_motion_with_a_file_of_its_own_has_its_times_there,
    an_appeal_counts_a_motion_once_too,
    a_decision_ends_the_times_of_its_own_kind_of_motion,
    a_notice_that_is_over_when_its_day_is_set_is_said,
    motions_of_both_sides_have_their_own_days_and_times,
    what_one_side_does_is_about_no_motion_of_the_other,
);
