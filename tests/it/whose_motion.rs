//! Whose motion it is: what an entry about a motion says of who brought it, against what the motion says; whose answer keeps a time;
//! and what is taken for the same motion, or for another.

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

/// The texts of the warnings of this code.
fn warned(recorded: &Value, code: &str) -> Vec<String> {
    let warnings = recorded["effects"]["warnings"].as_array().unwrap().iter();
    let found = warnings.filter(|one| one["code"] == code);
    found.map(|one| one["text"]["en"].as_str().unwrap().to_owned()).collect()
}

/// The days of the open deadlines of a case under a rule.
fn open(actor: &Actor<'_>, case: &str, rule: &str) -> Vec<String> {
    let page = actor.get(&format!("/v1/cases/{case}/deadlines?status=open")).must(200);
    let all = page["items"].as_array().unwrap().iter().filter(|one| one["rule"] == rule);
    let mut days: Vec<_> = all.map(|one| one["due_on"].as_str().unwrap().to_owned()).collect();
    days.sort();
    days
}

fn event(kind: &str, on: &str, facts: Value) -> Value {
    json!({"type": kind, "occurred_on": on, "facts": facts})
}

/// The same, served on its day.
fn served(kind: &str, on: &str, facts: Value) -> Value {
    json!({"type": kind, "occurred_on": on, "served_on": on, "facts": facts})
}

/// A motion in writing of a side, served and filed on a day.
fn motion(on: &str, filed_by: &str) -> Value {
    served("motion_filed", on, json!({"in_writing": true, "filed_by": filed_by}))
}

fn answer(on: &str, filed_by: &str) -> Value {
    served("motion_response_filed", on, json!({"in_writing": true, "filed_by": filed_by}))
}

fn about(mut event: Value, entry: &str) -> Value {
    event["about"] = json!(entry);
    event
}

fn id(recorded: &Value) -> String {
    recorded["event"]["id"].as_str().unwrap().to_owned()
}

fn a_hearing_is_of_the_motion_of_whoever_brought_it(api: &Api) {
    let manager = api.manager();
    for (proceeding, answers) in [("JR-T", "applicant"), ("MAND", "applicant"), ("ALJR", "applicant")] {
        let case = case_of(&manager, proceeding);
        let theirs =
            served("motion_filed", "2026-03-10", json!({"in_writing": false, "filed_by": "responding"}));
        let theirs = id(&record(&manager, &case, theirs));
        record(&manager, &case, motion("2026-03-11", "initiating"));
        let day = event("motion_hearing_scheduled", "2026-03-16", json!({"motion_hearing_on": "2026-04-14"}));
        let set = record(&manager, &case, about(day, &theirs));
        // FCR 365(1)(a): two days before Tuesday 14 April, without the week-end: Friday 10. It is the
        // respondent's motion, and the applicant answers it.
        assert_eq!(times(&set, "started"), [time("FCR-365(1)(a)", "2026-04-10", answers)], "{set:#}");
        assert_eq!(warned(&set, "fact_not_sent"), Vec::<String>::new(), "the motion says whose it is");
        let late = served("motion_response_filed", "2026-04-09", json!({"filed_by": "responding"}));
        let refused = manager.post(&format!("/v1/cases/{case}/events"), about(late, &theirs));
        refused.refused(422, "invalid_body").at("/facts/filed_by", "filer_differs");
        let met = record(&manager, &case, about(answer("2026-04-09", "initiating"), &theirs));
        assert_eq!(times(&met, "met"), [time("FCR-365(1)(a)", "2026-04-10", answers)]);
    }
}

fn who_brought_a_motion_is_said_once(api: &Api) {
    let manager = api.manager();
    let case = case_of(&manager, "JR-T");
    let ours = id(&record(&manager, &case, motion("2026-03-10", "initiating")));
    let events = format!("/v1/cases/{case}/events");
    let decision = |filed_by: &str| {
        event("motion_decided", "2026-03-17", json!({"outcome": "dismissed", "filed_by": filed_by}))
    };
    for wrong in ["responding", "other"] {
        for query in ["", "?dry_run=true"] {
            let refused = manager.post(&format!("{events}{query}"), about(decision(wrong), &ours));
            let refused = refused.refused(422, "invalid_body").at("/facts/filed_by", "filer_differs");
            assert!(
                refused.text.contains("the applicant") && refused.text.contains(&ours),
                "{}",
                refused.text
            );
        }
    }
    let refused = manager.post(&events, about(answer("2026-03-16", "initiating"), &ours));
    refused.refused(422, "invalid_body").at("/facts/filed_by", "filer_differs");
    // One that names none is about none, and that is said.
    let stray = record(&manager, &case, decision("responding"));
    assert_eq!((times(&stray, "cancelled"), &stray["effects"]["about"]), (vec![], &Value::Null));
    let text = warned(&stray, "filer_differs");
    assert!(text.len() == 1 && text[0].contains("filed_by") && text[0].contains(&ours), "{text:?}");
    let at = |recorded: &str| format!("{events}/{recorded}");
    let refused = manager.patch(&at(&id(&stray)), "*", json!({"about": ours}));
    refused.refused(422, "invalid_body").at("/facts/filed_by", "filer_differs");
    let put = json!({"about": ours, "facts": {"filed_by": "initiating"}});
    let put = manager.patch(&at(&id(&stray)), "*", put).must(200);
    assert_eq!(times(&put, "cancelled"), [time("FCR-369(2)", "2026-03-20", "respondent")], "{put:#}");
    // The motion's own entry was wrong: it is put right first, and what contradicts it now is named.
    let other = json!({"facts": {"filed_by": "responding"}});
    let corrected = manager.patch(&at(&ours), "*", other).must(200);
    assert_eq!(warned(&corrected, "filer_differs").len(), 1, "{corrected:#}");
    let put = json!({"facts": {"filed_by": "responding"}});
    let put = manager.patch(&at(&id(&stray)), "*", put).must(200);
    assert_eq!(warned(&put, "filer_differs"), Vec::<String>::new(), "{put:#}");
}

fn a_filing_that_says_otherwise_is_another_motion(api: &Api) {
    let manager = api.manager();
    let said = || json!({"in_writing": true, "filed_by": "initiating", "motion_kind": "extension"});
    for (fact, value) in
        [("filed_by", json!("other")), ("motion_kind", json!("production")), ("in_writing", json!(false))]
    {
        let case = case_of(&manager, "JR-T");
        let first = id(&record(&manager, &case, event("motion_served", "2026-03-10", said())));
        let mut facts = said();
        facts[fact] = value;
        let filed = record(&manager, &case, served("motion_filed", "2026-03-10", facts));
        assert_eq!(filed["effects"]["about"], Value::Null, "{fact}: {filed:#}");
        let text = warned(&filed, "differs_from_motion");
        assert!(text.len() == 1 && text[0].contains(fact) && text[0].contains(&first), "{text:?}");
        // Each has its time, and a decision says of which it is.
        let decided =
            record(&manager, &case, event("motion_decided", "2026-03-16", json!({"outcome": "moot"})));
        assert_eq!(warned(&decided, "which_motion").len(), 1, "{fact}: {decided:#}");
        // Where it is the same all the same, that is said, and nothing that contradicts it.
        let at = format!("/v1/cases/{case}/events/{}", id(&filed));
        let code = if fact == "filed_by" { "filer_differs" } else { "differs_from_motion" };
        let pointer = format!("/facts/{fact}");
        let refused = manager.patch(&at, "*", json!({"about": first})).refused(422, "invalid_body");
        let refused = refused.at(&pointer, code);
        assert!(refused.text.contains(&first), "{}", refused.text);
        let put = manager.patch(&at, "*", json!({"about": first, "facts": {fact: null}})).must(200);
        assert_eq!(put["effects"]["about"], json!({"event_id": first, "is_supposed": false}));
    }
    // What agrees is the same.
    let case = case_of(&manager, "JR-T");
    let first = id(&record(&manager, &case, event("motion_served", "2026-03-10", said())));
    let filed =
        record(&manager, &case, event("motion_filed", "2026-03-11", json!({"filed_by": "initiating"})));
    assert_eq!(filed["effects"]["about"], json!({"event_id": first, "is_supposed": true}));
}

fn a_motion_that_was_filed_first_is_served(api: &Api) {
    let manager = api.manager();
    for proceeding in ["JR-T", "ALJR"] {
        let case = case_of(&manager, proceeding);
        let filed =
            |on: &str| event("motion_filed", on, json!({"in_writing": true, "filed_by": "initiating"}));
        let first = id(&record(&manager, &case, filed("2026-03-10")));
        let second = id(&record(&manager, &case, filed("2026-03-11")));
        let next = manager.get(&format!("/v1/cases/{case}/next-events")).must(200);
        let mut next = next["items"].as_array().unwrap().iter();
        let service = next.find(|one| one["type"] == "motion_served").unwrap();
        let named: Vec<_> = service["about"].as_array().unwrap().iter().map(|one| &one["event_id"]).collect();
        assert_eq!(named, [&json!(first), &json!(second)]);
        // Two could be meant: it runs its time, and is about neither.
        let unsaid =
            record(&manager, &case, event("motion_served", "2026-03-12", json!({"in_writing": true})));
        assert_eq!(warned(&unsaid, "which_motion").len(), 1, "{unsaid:#}");
        // FCR 369(2): ten days after Thursday 12 March end on Sunday 22: Monday 23.
        assert_eq!(open(&manager, &case, "FCR-369(2)"), ["2026-03-23"]);
        let at = format!("/v1/cases/{case}/events/{}", id(&unsaid));
        let put = manager.patch(&at, "*", json!({"about": first, "facts": {"in_writing": null}})).must(200);
        assert_eq!(put["effects"]["about"], json!({"event_id": first, "is_supposed": false}));
        // The filing said that it is in writing, and whose it is.
        assert_eq!(warned(&put, "fact_not_sent"), Vec::<String>::new(), "{put:#}");
        assert_eq!(open(&manager, &case, "FCR-369(2)"), ["2026-03-23"], "{put:#}");
        // One is left.
        let served = record(&manager, &case, event("motion_served", "2026-03-13", json!({})));
        assert_eq!(
            served["effects"]["about"],
            json!({"event_id": second, "is_supposed": true}),
            "{served:#}"
        );
        assert_eq!(times(&served, "started"), [time("FCR-369(2)", "2026-03-23", "respondent")]);
        // Whoever answers may name the service.
        let met = record(&manager, &case, about(answer("2026-03-16", "responding"), &id(&served)));
        assert_eq!(met["effects"]["about"]["event_id"], second);
        assert_eq!((times(&met, "met").len(), open(&manager, &case, "FCR-369(2)").len()), (1, 1));
        // The next is a motion of its own.
        let third =
            record(&manager, &case, event("motion_served", "2026-03-17", json!({"in_writing": true})));
        assert_eq!(third["effects"].get("about"), None, "{third:#}");
    }
}

fn an_entry_follows_the_motion_that_it_is_about(api: &Api) {
    let manager = api.manager();
    let case = case_of(&manager, "JR-T");
    let first = id(&record(&manager, &case, motion("2026-03-10", "initiating")));
    let second = id(&record(&manager, &case, motion("2026-03-20", "initiating")));
    let events = format!("/v1/cases/{case}/events");
    let out_of_order = |sent: Value| {
        let refused = manager.post(&events, sent).refused(422, "event_out_of_order");
        refused.at("/occurred_on", "before_cause");
    };
    out_of_order(about(answer("2026-03-16", "responding"), &second));
    out_of_order(about(answer("2026-03-09", "responding"), &first));
    out_of_order(answer("2026-03-09", "responding"));
    let met = record(&manager, &case, about(answer("2026-03-16", "responding"), &first));
    assert_eq!(times(&met, "met"), [time("FCR-369(2)", "2026-03-20", "respondent")], "{met:#}");
    let unsaid =
        record(&manager, &case, event("motion_decided", "2026-03-18", json!({"outcome": "granted"})));
    assert_eq!(warned(&unsaid, "which_motion").len(), 1, "it is after one of them");
    let at = |entry: &str| format!("{events}/{entry}");
    let put = |entry: &str| manager.patch(&at(&id(&unsaid)), "*", json!({"about": entry}));
    put(&second).refused(422, "event_out_of_order").at("/occurred_on", "before_cause");
    put(&first).must(200);
    // The second may be of a later day, and the decision on the first stays where it is.
    manager
        .patch(&at(&second), "*", json!({"occurred_on": "2026-03-23", "served_on": "2026-03-23"}))
        .must(200);
    manager.patch(&at(&first), "*", json!({"occurred_on": "2026-03-17"})).refused(422, "event_out_of_order");
}

fn an_answer_of_neither_side_keeps_no_time_of_a_party(api: &Api) {
    let manager = api.manager();
    let open = |case: &str| open(&manager, case, "FCR-369(2)");
    for proceeding in ["JR-T", "MAND"] {
        let case = case_of(&manager, proceeding);
        record(&manager, &case, motion("2026-03-10", "initiating"));
        let answered = record(&manager, &case, answer("2026-03-12", "other"));
        // FCR 369(2): the respondent has the ten days, whatever an intervener says.
        assert_eq!((times(&answered, "met"), open(&case)), (vec![], vec!["2026-03-20".to_owned()]));
        let answered = record(&manager, &case, answer("2026-03-16", "responding"));
        assert_eq!(times(&answered, "met"), [time("FCR-369(2)", "2026-03-20", "respondent")]);
        // Nor does an intervener's reply keep the time of whoever brought the motion.
        let reply = |by: &str| event("motion_reply_filed", "2026-03-17", json!({"filed_by": by}));
        let replied = record(&manager, &case, reply("other"));
        assert_eq!(times(&replied, "met"), [], "{replied:#}");
        assert_eq!(
            times(&record(&manager, &case, reply("initiating")), "met").len(),
            2,
            "one of each response"
        );
        // A motion of neither is answered by each party: here the respondent's time is followed.
        let case = case_of(&manager, proceeding);
        record(&manager, &case, motion("2026-03-10", "other"));
        assert_eq!(times(&record(&manager, &case, answer("2026-03-12", "initiating")), "met"), []);
        assert_eq!(open(&case), ["2026-03-20"]);
        let answered = record(&manager, &case, answer("2026-03-13", "responding"));
        assert_eq!(times(&answered, "met"), [time("FCR-369(2)", "2026-03-20", "party")], "{answered:#}");
        assert_eq!(times(&record(&manager, &case, reply("other")), "met").len(), 2);
    }
}

fn a_reply_says_on_which_of_two_motions_it_is(api: &Api) {
    let manager = api.manager();
    let case = case_of(&manager, "JR-T");
    let first = id(&record(&manager, &case, motion("2026-03-10", "initiating")));
    record(&manager, &case, motion("2026-03-11", "initiating"));
    record(&manager, &case, about(answer("2026-03-16", "responding"), &first));
    let reply = event("motion_reply_filed", "2026-03-18", json!({"filed_by": "initiating"}));
    // The response to the other may not be on record yet.
    let unsaid = record(&manager, &case, reply.clone());
    assert_eq!((times(&unsaid, "met"), warned(&unsaid, "which_motion").len()), (vec![], 1), "{unsaid:#}");
    let said = record(&manager, &case, about(reply, &first));
    // FCR 369(3), 6(2): four days without the week-end, 17 to 20 March.
    assert_eq!(times(&said, "met"), [time("FCR-369(3)", "2026-03-20", "applicant")]);
}

fn what_comes_from_another_docket_says_what_it_is_about(api: &Api) {
    let manager = api.manager();
    let wrong = case_of(&manager, "JR-T");
    record(&manager, &wrong, motion("2026-03-10", "initiating"));
    let answered = record(&manager, &wrong, answer("2026-03-16", "responding"));
    let right = case_of(&manager, "JR-T");
    let only = id(&record(&manager, &right, motion("2026-03-11", "initiating")));
    let to = json!({"case_id": right, "reason": "It is the other file's."});
    let from = format!("/v1/cases/{wrong}/events/{}/move", id(&answered));
    let moved = manager.post(&from, to).must(200);
    let moved = &moved["recorded"];
    assert_eq!((times(moved, "met"), moved["effects"].get("about")), (vec![], None), "{moved:#}");
    let text = warned(moved, "which_motion");
    assert!(text.len() == 1 && text[0].contains(&only), "{text:?}");
    assert_eq!(open(&manager, &right, "FCR-369(2)"), ["2026-03-23"], "no time is lost by a guess");
    let at = format!("/v1/cases/{right}/events/{}", id(moved));
    let put = manager.patch(&at, "*", json!({"about": only})).must(200);
    assert_eq!(times(&put, "met"), [time("FCR-369(2)", "2026-03-23", "respondent")], "{put:#}");
}

fn a_day_that_the_filing_names_takes_the_place_of_that_of_the_service(api: &Api) {
    let manager = api.manager();
    let case = case_of(&manager, "ALJR");
    let day = |day: &str| json!({"filed_by": "responding", "in_writing": false, "motion_hearing_on": day});
    let first = record(&manager, &case, event("motion_served", "2026-10-06", day("2026-12-01")));
    // FCR 365(1)(a): two days before Tuesday 1 December, without the week-end (FCR 6(2)): Friday 27 November.
    assert_eq!(open(&manager, &case, "FCR-365(1)(a)"), ["2026-11-27"]);
    let filed = event("motion_filed", "2026-10-08", json!({"motion_hearing_on": "2026-12-03"}));
    let filed = record(&manager, &case, about(filed, &id(&first)));
    assert_eq!(open(&manager, &case, "FCR-365(1)(a)"), ["2026-12-01"], "one motion is heard once");
    assert_eq!(warned(&filed, "fact_not_sent"), Vec::<String>::new(), "its service said the rest");
    let day = event("motion_hearing_scheduled", "2026-10-20", json!({"motion_hearing_on": "2026-12-08"}));
    record(&manager, &case, about(day, &id(&first)));
    assert_eq!(open(&manager, &case, "FCR-365(1)(a)"), ["2026-12-04"]);
}

on_both!(
    a_day_that_the_filing_names_takes_the_place_of_that_of_the_service,
    a_hearing_is_of_the_motion_of_whoever_brought_it,
    who_brought_a_motion_is_said_once,
    a_filing_that_says_otherwise_is_another_motion,
    a_motion_that_was_filed_first_is_served,
    an_entry_follows_the_motion_that_it_is_about,
    an_answer_of_neither_side_keeps_no_time_of_a_party,
    a_reply_says_on_which_of_two_motions_it_is,
    what_comes_from_another_docket_says_what_it_is_about,
);
