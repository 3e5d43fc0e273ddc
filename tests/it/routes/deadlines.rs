//! `/v1/deadlines`: what is due across cases, and what people do about it.

use crate::support::story::full_docket;
use crate::support::*;
use serde_json::{Value, json};

/// A litigator with a case whose application was served: the notice of appearance is due on 20 March.
fn served(api: &Api) -> (Actor<'_>, String, Value) {
    let litigator = api.litigator();
    let case = case_with(&litigator, "2026-03-02");
    take_to(&litigator, &case, "application_served");
    let appearance = deadline(&litigator, &case, "FCCIRPR-8(1)");
    (litigator, case, appearance)
}

fn filters_let_through_what_they_name(api: &Api) {
    let organization = api.organization();
    let (litigator, manager) = (organization.litigator(), organization.manager());
    let case = case_with(&litigator, "2026-03-02");
    take_to(&litigator, &case, "application_served");
    let other = case_with(&litigator, "2026-03-04");
    let ask = |actor: &Actor<'_>, filter: &str| {
        let (items, _) = actor.walk(&format!("/v1/deadlines?{filter}"));
        let mut found: Vec<_> = items.iter().map(|item| item["rule"].as_str().unwrap().to_owned()).collect();
        found.sort();
        found
    };
    assert_eq!(ask(&manager, "status=met"), ["ALJR-72-IN"]);
    assert_eq!(ask(&manager, &format!("case_id={other}")), ["ALJR-72-IN"]);
    assert_eq!(
        ask(&manager, "due_before=2026-03-20&status=open&rule=FCCIRPR-8(1)"),
        Vec::<String>::new(),
        "before, not on"
    );
    assert_eq!(ask(&manager, "due_before=2026-03-21&status=open&rule=FCCIRPR-8(1)"), ["FCCIRPR-8(1)"]);
    assert_eq!(
        ask(&manager, "due_after=2026-03-20&rule=FCCIRPR-8(1)"),
        Vec::<String>::new(),
        "after, not on"
    );
    assert_eq!(ask(&manager, "due_after=2026-03-19&rule=FCCIRPR-8(1)"), ["FCCIRPR-8(1)"]);
    assert_eq!(ask(&litigator, "responsible=me&rule=FCCIRPR-8(1)"), ["FCCIRPR-8(1)"]);
    assert_eq!(ask(&manager, "responsible=me"), Vec::<String>::new());
    assert_eq!(ask(&manager, &format!("responsible={}&rule=FCCIRPR-8(1)", litigator.id)), ["FCCIRPR-8(1)"]);
    assert!(ask(&manager, "overdue=true").contains(&"FCCIRPR-8(1)".to_owned()));
    assert_eq!(
        ask(&manager, &format!("organization_id={}", api.litigator().organization_id)),
        Vec::<String>::new()
    );
    for (filter, pointer, code) in [
        ("status=none", "/status", "invalid_value"),
        ("due_before=2026-02-30", "/due_before", "invalid_date"),
        ("responsible=you", "/responsible", "invalid_value"),
        ("case_id=1", "/case_id", "invalid_id"),
        ("overdue=perhaps", "/overdue", "wrong_type"),
    ] {
        manager.get(&format!("/v1/deadlines?{filter}")).refused(400, "invalid_query").at(pointer, code);
    }
}

fn lists_are_sorted_by_day_and_paged_without_gaps(api: &Api) {
    let manager = api.manager();
    for day in ["2026-03-05", "2026-03-02", "2026-03-04", "2026-03-02"] {
        case_with(&manager, day);
    }
    let (all, _) = manager.walk("/v1/deadlines");
    let days: Vec<_> = all.iter().map(|item| item["due_on"].as_str().unwrap()).collect();
    assert_eq!(days, ["2026-03-17", "2026-03-17", "2026-03-19", "2026-03-20"]);
    for limit in 1..=3 {
        assert_eq!(manager.walk(&format!("/v1/deadlines?limit={limit}")).0, all, "limit={limit}");
    }
    let item = &all[0];
    assert!(
        item["name"]["fr"].is_string()
            && item["style_of_cause"].is_string()
            && item.get("explanation").is_none(),
        "{item:#}"
    );
}

fn a_deadline_names_who_has_it(api: &Api) {
    let (litigator, case, appearance) = served(api);
    assert_eq!(appearance["responsible"]["user_id"], litigator.id.as_str());
    assert_eq!(appearance["accountable"]["user_id"], litigator.id.as_str());
    assert_eq!(appearance["responsibility"], "R05");
    let read = litigator.get(&format!("/v1/deadlines/{}", appearance["id"].as_str().unwrap()));
    assert_eq!(read.json, appearance, "read alone and in its case it is the same");
    let whole = litigator.get(&format!("/v1/cases/{case}?include=deadlines")).must(200);
    assert!(whole["deadlines"].as_array().unwrap().contains(&appearance));
}

fn an_extension_pins_and_keeps_the_earlier_date(api: &Api) {
    let (litigator, case, appearance) = served(api);
    let before = journal_count(&litigator, &case);
    let body = json!({"until": "2026-04-20", "by": "direction", "reason": "Oral direction of 18 March."});
    let extended = act(&litigator, &appearance, "extend", body);
    assert_ne!(extended.etag(), format!("\"{}\"", appearance["version"]));
    let extended = extended.must(200);
    assert_eq!((&extended["due_on"], &extended["pinned_by"]), (&json!("2026-04-20"), &json!("direction")));
    assert_eq!(extended["previous_dates"][0]["due_on"], "2026-03-20");
    assert_eq!(extended["explanation"]["steps"].as_array().unwrap().last().unwrap()["date"], "2026-04-20");
    assert_eq!(journal_count(&litigator, &case), before + 1);
    let again = act(&litigator, &extended, "extend", json!({"until": "2026-04-27", "by": "order"})).must(200);
    assert_eq!(again["previous_dates"].as_array().unwrap().len(), 2);
    for (body, pointer, code) in [
        (json!({"until": "2026-03-01", "by": "order"}), "/until", "before_trigger"),
        (json!({"until": "2026-04-01", "by": "consent"}), "/until", "not_later"),
        (json!({"until": "2026-05-01", "by": "order", "on": "2026-05-02"}), "/until", "in_the_past"),
        (json!({"until": "2026-05-01", "by": "order", "on": "2027-05-02"}), "/on", "in_the_future"),
        (json!({"until": "2026-05-01", "by": "magic"}), "/by", "invalid_value"),
        (json!({"by": "order"}), "/until", "required"),
        (
            json!({"until": "2026-05-01", "by": "order", "event_id": world::NOBODY}),
            "/event_id",
            "unknown_event",
        ),
    ] {
        act(&litigator, &appearance, "extend", body).refused(422, "invalid_body").at(pointer, code);
    }
    act(&litigator, &appearance, "extend", json!({"until": "2150-01-04", "by": "order"}))
        .refused(422, "outside_calendar")
        .at("/until", "outside_calendar");
}

fn completing_tells_whether_it_was_in_time(api: &Api) {
    let (litigator, case, appearance) = served(api);
    for (body, code) in
        [(json!({"on": "2026-11-02"}), "in_the_future"), (json!({"on": "2016-06-01"}), "before_case")]
    {
        act(&litigator, &appearance, "complete", body).refused(422, "invalid_body").at("/on", code);
    }
    let met = act(&litigator, &appearance, "complete", json!({"on": "2026-03-20", "note": "By e-filing."}))
        .must(200);
    assert_eq!(
        (&met["status"], &met["closed_on"], &met["note"]),
        (&json!("met"), &json!("2026-03-20"), &json!("By e-filing."))
    );
    act(&litigator, &appearance, "complete", json!({"on": "2026-03-20"})).refused(409, "deadline_closed");
    act(&litigator, &appearance, "extend", json!({"until": "2026-05-01", "by": "order"}))
        .refused(409, "deadline_closed");
    let open = act(&litigator, &appearance, "reopen", json!({"reason": "It was another file."})).must(200);
    assert_eq!((&open["status"], open.get("closed_on")), (&json!("open"), None));
    let late = act(&litigator, &appearance, "complete", json!({"on": "2026-03-23"})).must(200);
    assert_eq!(late["status"], "met_late");
    let said = actions(&litigator, &case);
    assert_eq!(&said[said.len() - 3..], ["deadline.completed", "deadline.reopened", "deadline.completed"]);
}

fn what_is_waived_stays_waived_until_it_is_reopened(api: &Api) {
    let (litigator, case, appearance) = served(api);
    act(&litigator, &appearance, "waive", json!({"reason": " "}))
        .refused(422, "invalid_body")
        .at("/reason", "empty");
    let waived =
        act(&litigator, &appearance, "waive", json!({"reason": "No appearance is needed."})).must(200);
    assert_eq!(waived["status"], "waived");
    let docket = litigator.get(&format!("/v1/cases/{case}/events")).must(200);
    let event = format!("/v1/cases/{case}/events/{}", docket["items"][1]["id"].as_str().unwrap());
    litigator.patch(&event, "*", json!({"occurred_on": "2026-03-12", "served_on": "2026-03-12"})).must(200);
    assert_eq!(
        deadline(&litigator, &case, "FCCIRPR-8(1)")["status"],
        "waived",
        "a correction does not undo it"
    );
    act(&litigator, &appearance, "reopen", json!({"reason": "It is needed after all."})).must(200);
    act(&litigator, &appearance, "reopen", json!({"reason": "Twice."})).refused(409, "conflict");
}

fn what_the_docket_ended_is_opened_by_the_docket(api: &Api) {
    let (litigator, case, _) = served(api);
    let met = deadline(&litigator, &case, "ALJR-72-IN");
    assert_eq!(met["status"], "met");
    act(&litigator, &met, "reopen", json!({"reason": "By hand."})).refused(409, "conflict");
    let waived =
        act(&litigator, &met, "waive", json!({"reason": "By hand."})).refused(409, "deadline_closed");
    assert!(waived.text.contains("Correct the event") && !waived.text.contains("reopen"), "{}", waived.text);
}

fn an_analyst_completes_but_does_not_decide(api: &Api) {
    let organization = api.organization();
    let (manager, analyst) = (organization.manager(), organization.analyst());
    let case = case_with(&manager, "2026-03-02");
    take_to(&manager, &case, "application_served");
    let appearance = deadline(&analyst, &case, "FCCIRPR-8(1)");
    act(&analyst, &appearance, "extend", json!({"until": "2026-05-01", "by": "order"}))
        .refused(403, "forbidden");
    act(&analyst, &appearance, "waive", json!({"reason": "x"})).refused(403, "forbidden");
    act(&analyst, &appearance, "complete", json!({"on": "2026-03-20"})).must(200);
}

fn consent_where_only_an_order_extends_moves_nothing(api: &Api) {
    let (litigator, case, appearance) = served(api);
    // FCCIRPR 21(2): only by order.
    let body = json!({"until": "2026-04-20", "by": "consent"});
    let refused = act(&litigator, &appearance, "extend", body).refused(422, "invalid_body");
    let refused = refused.at("/by", "consent_has_no_effect");
    assert!(refused.text.contains("21(2)"), "it says what only extends it: {}", refused.text);
    let now = deadline(&litigator, &case, "FCCIRPR-8(1)");
    assert_eq!((&now["due_on"], &now["version"]), (&appearance["due_on"], &appearance["version"]));
    let ordered =
        act(&litigator, &appearance, "extend", json!({"until": "2026-04-27", "by": "order"})).must(200);
    assert_eq!((&ordered["due_on"], ordered.get("safe_on")), (&json!("2026-04-27"), None));
}

fn a_time_is_shortened_by_an_act_of_its_own(api: &Api) {
    let (litigator, case, appearance) = served(api);
    for (verb, until, code) in
        [("extend", "2026-03-18", "not_later"), ("shorten", "2026-03-25", "not_earlier")]
    {
        act(&litigator, &appearance, verb, json!({"until": until, "by": "order"}))
            .refused(422, "invalid_body")
            .at("/until", code);
    }
    act(&litigator, &appearance, "shorten", json!({"until": "2026-03-01", "by": "order"}))
        .refused(422, "invalid_body")
        .at("/until", "before_trigger");
    let body = json!({"until": "2026-03-16", "by": "order", "reason": "Time was abridged."});
    let shortened = act(&litigator, &appearance, "shorten", body).must(200);
    assert_eq!((&shortened["due_on"], &shortened["pinned"]), (&json!("2026-03-16"), &json!(true)));
    assert_eq!(shortened["explanation"]["steps"].as_array().unwrap().last().unwrap()["code"], "shortened");
    assert_eq!(actions(&litigator, &case).last().unwrap(), "deadline.shortened");
}

fn an_act_says_who_and_by_what(api: &Api) {
    let (litigator, case, appearance) = served(api);
    let docket = litigator.get(&format!("/v1/cases/{case}/events")).must(200);
    let event = docket["items"][1]["id"].clone();
    let notice = json!({"kind": "pleading", "title": "Notice of appearance"});
    let document = litigator.post(&format!("/v1/cases/{case}/documents"), notice).must(201)["id"].clone();
    let notice = record(&litigator, &case, json!({"type": "removal_scheduled", "occurred_on": "2026-03-19"}));
    let later = json!({"on": "2026-03-18", "event_id": notice["event"]["id"]});
    act(&litigator, &appearance, "complete", later)
        .refused(422, "invalid_body")
        .at("/on", "contradictory_date");
    let body = json!({"on": "2026-03-18", "event_id": event, "document_id": document});
    let met = act(&litigator, &appearance, "complete", body).must(200);
    assert_eq!(
        (&met["closed_by_user_id"], &met["closed_by_event_id"], &met["closed_by_document_id"]),
        (&json!(litigator.id), &event, &document)
    );
    act(&litigator, &appearance, "reopen", json!({"reason": "Another file."})).must(200);
    let waived = act(&litigator, &appearance, "waive", json!({"reason": "Not needed."})).must(200);
    assert_eq!(
        (&waived["closed_by_user_id"], &waived["note"]),
        (&json!(litigator.id), &json!("Not needed."))
    );
}

fn what_became_moot_cannot_be_completed(api: &Api) {
    let (litigator, case, appearance) = served(api);
    record(&litigator, &case, json!({"type": "application_discontinued", "occurred_on": "2026-03-15"}));
    assert_eq!(deadline(&litigator, &case, "FCCIRPR-8(1)")["status"], "cancelled");
    act(&litigator, &appearance, "complete", json!({"on": "2026-03-16"})).refused(409, "deadline_closed");
}

fn a_correction_says_why_and_what_stays(api: &Api) {
    let (litigator, case, appearance) = served(api);
    act(&litigator, &appearance, "extend", json!({"until": "2026-04-20", "by": "order"})).must(200);
    let proof = deadline(&litigator, &case, "FCCIRPR-7(2)");
    act(&litigator, &proof, "waive", json!({"reason": "Proof was shown."})).must(200);
    let docket = litigator.get(&format!("/v1/cases/{case}/events")).must(200);
    let event = format!("/v1/cases/{case}/events/{}", docket["items"][1]["id"].as_str().unwrap());
    let patch = json!({"occurred_on": "2026-03-12", "served_on": "2026-03-12"});
    let shown = litigator.patch(&format!("{event}?dry_run=true"), "*", patch).must(200);
    let kept: Vec<_> = shown["effects"]["deadlines"]["kept"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["rule"].clone(), one["kept_because"].clone(), one["would_be_due_on"].clone()))
        .collect();
    assert!(kept.contains(&(json!("FCCIRPR-8(1)"), json!("pinned"), json!("2026-03-23"))), "{kept:?}");
    assert!(kept.contains(&(json!("FCCIRPR-7(2)"), json!("waived"), json!("2026-03-23"))), "{kept:?}");
    assert_eq!(shown["effects"]["deadlines"]["kept"][0]["why"]["code"], "trigger");
}

fn a_correction_of_what_is_closed_is_told_and_stays_in_sight(api: &Api) {
    let litigator = api.organization().litigator();
    let case = case_with(&litigator, "2026-03-02");
    // Fifteen days from 2 March are the 17th: filed and served on the 12th it is in time, served on the 19th it is late.
    let filed = record(&litigator, &case, json!({"type": "application_filed", "occurred_on": "2026-03-12"}));
    assert_eq!(filed["effects"]["warnings"][0]["code"], "fact_not_sent", "{filed:#}");
    let served =
        json!({"type": "application_served", "occurred_on": "2026-03-12", "served_on": "2026-03-12"});
    let served = record(&litigator, &case, served);
    let event = format!("/v1/cases/{case}/events/{}", served["event"]["id"].as_str().unwrap());
    let later = json!({"occurred_on": "2026-03-19", "served_on": "2026-03-19"});
    let late = litigator.patch(&format!("{event}?dry_run=true"), "*", later).must(200);
    let met = &late["effects"]["deadlines"]["met"][0];
    assert_eq!(late["effects"]["deadlines"]["met"].as_array().unwrap().len(), 1, "told once: {late:#}");
    assert_eq!((&met["rule"], &met["status"]), (&json!("ALJR-72-IN"), &json!("met_late")), "{late:#}");
    // The decision was notified on 20 February: the limit was 9 March. What is closed stays, and says so.
    let address = format!("/v1/cases/{case}");
    let notified = json!({"decision": {"decided_on": "2026-02-18", "notified_on": "2026-02-20"}});
    let shown = litigator.patch(&format!("{address}?dry_run=true"), "*", notified.clone()).must(200);
    let kept = &shown["effects"]["deadlines"]["kept"][0];
    assert_eq!(
        (&kept["rule"], &kept["would_be_due_on"]),
        (&json!("ALJR-72-IN"), &json!("2026-03-09")),
        "{shown:#}"
    );
    litigator.patch(&address, "*", notified).must(200);
    let leave = deadline(&litigator, &case, "ALJR-72-IN");
    assert_eq!(
        (&leave["status"], &leave["warnings"][0]["code"]),
        (&json!("met"), &json!("kept_although_moved"))
    );
    let later = record(&litigator, &case, json!({"type": "removal_scheduled", "occurred_on": "2026-03-20"}));
    assert_eq!(later["effects"]["deadlines"]["kept"], json!([]), "it is told once");
    litigator
        .patch(&format!("/v1/cases/{case}"), "*", json!({"decision": {"notified_on": "2026-03-02"}}))
        .must(200);
    assert_eq!(deadline(&litigator, &case, "ALJR-72-IN")["warnings"], json!([]), "it was put right again");
}

fn what_was_done_before_its_window_says_so(api: &Api) {
    let litigator = api.organization().litigator();
    let case = case_with(&litigator, "2026-03-02");
    take_to(&litigator, &case, "leave_granted");
    let granted = deadline(&litigator, &case, "IRPA-74(b)");
    let opens = granted["not_before_on"].as_str().unwrap().to_owned();
    let start = granted["trigger_on"].as_str().unwrap().to_owned();
    record(&litigator, &case, json!({"type": "hearing_held", "occurred_on": start}));
    let heard = deadline(&litigator, &case, "IRPA-74(b)");
    assert!(start < opens && heard["status"] == "met", "{heard:#}");
    assert_eq!(heard["warnings"][0]["code"], "before_window");
}

fn who_began_it_decides_whose_lateness_is_watched(api: &Api) {
    let manager = api.manager();
    let case = case_with(&manager, "2026-02-27");
    let watched = |rule: &str| {
        let page = manager.get(&format!("/v1/deadlines?case_id={case}&rule={rule}")).must(200);
        page["items"][0]["watch_on"].clone()
    };
    assert_eq!(watched("ALJR-72-IN"), "2026-03-16", "the other side: the last arguable day");
    let address = format!("/v1/cases/{case}");
    let shown =
        manager.patch(&format!("{address}?dry_run=true"), "*", json!({"side": "initiating"})).must(200);
    assert!(shown["effects"].is_object(), "{shown:#}");
    assert_eq!(watched("ALJR-72-IN"), "2026-03-16", "a dry run changes nothing");
    manager.patch(&address, "*", json!({"side": "initiating"})).must(200);
    assert_eq!(watched("ALJR-72-IN"), "2026-03-13", "our own: the day that is safe");
    let late = manager.get(&format!("/v1/deadlines?case_id={case}&other_side_late=true")).must(200);
    assert_eq!(late["items"], json!([]));
    manager.patch(&address, "*", json!({"side": "responding"})).must(200);
    let late = manager.get(&format!("/v1/deadlines?case_id={case}&other_side_late=true")).must(200);
    assert_eq!(late["items"][0]["rule"], "ALJR-72-IN");
}

fn lists_are_narrowed_by_the_side_that_has_to_act(api: &Api) {
    let organization = api.organization();
    let (litigator, manager) = (organization.litigator(), organization.manager());
    let case = case_with(&litigator, "2026-10-27");
    let count =
        |filter: &str| litigator.walk(&format!("/v1/deadlines?limit=1&case_id={case}&{filter}")).0.len();
    assert_eq!((count("side=theirs"), count("side=ours"), count("side=court")), (1, 0, 0));
    assert_eq!((count("responsible=me"), count("responsible=me&side=theirs")), (0, 1), "me means ours");
    let mine = format!("responsible={}", litigator.id);
    assert_eq!((count(&mine), count(&format!("{mine}&side=theirs"))), (0, 1), "so does one's own id");
    let of_another = manager.walk(&format!("/v1/deadlines?case_id={case}&{mine}")).0.len();
    assert_eq!(of_another, 1, "whoever else is named is asked of both sides");
    let calendar = |filter: &str| {
        let month = "/v1/deadlines/calendar?from=2026-11-01&to=2026-11-30";
        let days = litigator.get(&format!("{month}&case_id={case}&{filter}")).must(200)["days"].take();
        days.as_array().unwrap().len()
    };
    assert_eq!((calendar("responsible=me"), calendar("side=theirs"), calendar("side=ours")), (0, 1, 0));
    assert_eq!(calendar(&mine), 0, "one's own id means what me does");
    manager.patch(&format!("/v1/cases/{case}"), "*", json!({"side": "initiating"})).must(200);
    assert_eq!((count("side=theirs"), count("side=ours"), count("responsible=me")), (0, 1, 1));
    assert_eq!((calendar("responsible=me"), calendar("side=theirs")), (1, 0));
    manager.patch(&format!("/v1/cases/{case}"), "*", json!({"side": "responding"})).must(200);
    let case = case_with(&litigator, "2026-03-02");
    take_to(&litigator, &case, "leave_granted");
    let ask = |filter: &str| litigator.walk(&format!("/v1/deadlines?limit=1&case_id={case}{filter}")).0;
    let mut of_sides = 0;
    for side in ["ours", "theirs", "court"] {
        let items = ask(&format!("&side={side}"));
        assert!(!items.is_empty(), "{side}");
        assert!(items.iter().all(|item| item["side"] == side), "{side}: {items:#?}");
        of_sides += items.len();
    }
    assert_eq!(of_sides, ask("").len(), "each is on one of them");
    manager.get("/v1/deadlines?side=mine").refused(400, "invalid_query").at("/side", "invalid_value");
}

fn lists_are_narrowed_by_court_role_and_days_left(api: &Api) {
    let organization = api.organization();
    let (litigator, manager) = (organization.litigator(), organization.manager());
    let case = case_with(&litigator, "2026-10-27");
    let ask = |filter: &str| {
        let (items, _) = manager.walk(&format!("/v1/deadlines?{filter}"));
        items.into_iter().filter(|item| item["case_id"] == case.as_str()).count()
    };
    // Fifteen days from Tuesday 27 October 2026: Wednesday 11 November, a holiday: the 12th. Today is 1 November.
    let listed = manager.get(&format!("/v1/deadlines?case_id={case}")).must(200);
    assert_eq!(
        (&listed["items"][0]["due_on"], &listed["items"][0]["days_left"]),
        (&json!("2026-11-12"), &json!(11))
    );
    assert_eq!((ask("court=FC"), ask("court=fc"), ask("court=SCC")), (1, 1, 0));
    assert_eq!((ask("proceeding=ALJR"), ask("proceeding=RAD"), ask("court=FC&proceeding=ALJR")), (1, 0, 1));
    assert_eq!((ask("days_left=11"), ask("days_left=10")), (1, 0));
    assert_eq!((ask("role=JCO"), ask("role=LIT")), (1, 0));
    for filter in ["court=NONE", "proceeding=NONE", "role=NONE", "rule=NONE"] {
        let pointer = format!("/{}", filter.split('=').next().unwrap());
        let refused = manager.get(&format!("/v1/deadlines?{filter}")).refused(400, "invalid_query");
        refused.at(&pointer, "unknown_code");
    }
    manager.get("/v1/deadlines?days_left=-1").refused(400, "invalid_query").at("/days_left", "too_small");
}

fn a_calendar_counts_and_lists_by_day(api: &Api) {
    let manager = api.manager();
    for day in ["2026-03-02", "2026-03-02", "2026-03-04"] {
        case_with(&manager, day);
    }
    let calendar = manager.get("/v1/deadlines/calendar?from=2026-03-17&to=2026-03-31").must(200);
    let days: Vec<_> = calendar["days"]
        .as_array()
        .unwrap()
        .iter()
        .map(|day| (day["date"].clone(), day["count"].clone(), day["deadlines"].as_array().unwrap().len()))
        .collect();
    assert_eq!(days, [(json!("2026-03-17"), json!(2), 2), (json!("2026-03-19"), json!(1), 1)]);
    let narrow = manager.get("/v1/deadlines/calendar?from=2026-03-19&to=2026-03-19&responsible=me").must(200);
    assert_eq!(narrow["days"], json!([]), "a manager holds none of them");
    manager
        .get("/v1/deadlines/calendar?from=2026-03-19&to=2026-03-18")
        .refused(400, "invalid_query")
        .at("/to", "out_of_range");
    manager.get("/v1/deadlines/calendar?from=2026-03-19").refused(400, "invalid_query").at("/to", "required");
    manager.post("/v1/deadlines/calendar", json!({})).refused(405, "method_not_allowed");
}

fn the_days_of_an_act_fit_what_it_is_about(api: &Api) {
    let (litigator, case, appearance) = served(api);
    let event = litigator.get(&format!("/v1/cases/{case}/events")).must(200)["items"][1]["id"].clone();
    for (verb, body, pointer, code) in [
        ("complete", json!({"on": "2016-06-01"}), "/on", "before_case"),
        ("complete", json!({"on": "2026-02-26"}), "/on", "before_case"),
        ("extend", json!({"until": "2026-04-20", "by": "order", "on": "2016-06-01"}), "/on", "before_case"),
        ("extend", json!({"until": "2016-06-01", "by": "order"}), "/until", "before_trigger"),
        ("shorten", json!({"until": "2016-06-01", "by": "order"}), "/until", "before_trigger"),
        (
            "extend",
            json!({"until": "2026-04-20", "by": "order", "on": "2026-03-12", "event_id": event}),
            "/on",
            "contradictory_date",
        ),
    ] {
        act(&litigator, &appearance, verb, body).refused(422, "invalid_body").at(pointer, code);
    }
    // What follows the end of another time, and what only an order sets.
    full_docket().into_iter().take(11).skip(2).for_each(|event| drop(record(&litigator, &case, event)));
    for rule in ["FCCIRPR-15-CTR", "IRPA-74(b)"] {
        let due = deadline(&litigator, &case, rule);
        for (verb, field) in [("complete", "on"), ("shorten", "until"), ("extend", "until")] {
            let body = if verb == "complete" { json!({}) } else { json!({"by": "order"}) };
            let mut body = body;
            body[field] = json!("2016-06-01");
            let refused = act(&litigator, &due, verb, body).refused(422, "invalid_body");
            assert!(
                refused.text.contains("before_trigger") || refused.text.contains("before_case"),
                "{rule}"
            );
        }
    }
    // What an order set after it was made.
    let order = litigator.get(&format!("/v1/cases/{case}/events")).must(200)["items"][10]["id"].clone();
    let record = deadline(&litigator, &case, "FCCIRPR-15-CTR");
    let early = json!({"until": "2026-05-30", "by": "order", "event_id": order});
    act(&litigator, &record, "shorten", early).refused(422, "invalid_body");
}

fn what_is_done_before_its_time_is_taken_with_a_warning(api: &Api) {
    let (litigator, _, appearance) = served(api);
    let done = act(&litigator, &appearance, "complete", json!({"on": "2026-03-09"})).must(200);
    let codes = |deadline: &Value| {
        let warnings = deadline["warnings"].as_array().unwrap().iter();
        warnings.map(|one| one["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!((&done["status"], codes(&done)), (&json!("met"), vec!["before_trigger".to_owned()]));
    let open = act(&litigator, &appearance, "reopen", json!({"reason": "By mistake."})).must(200);
    assert_eq!(codes(&open), Vec::<String>::new(), "of what is open nothing was done");
    // A notice that is counted back from the hearing is given before it, and may be due earlier.
    let case = case_with(&litigator, "2026-03-02");
    take_to(&litigator, &case, "hearing_scheduled");
    let notice = deadline(&litigator, &case, "FC-CERTQ-NOTICE");
    let sooner =
        act(&litigator, &notice, "shorten", json!({"until": "2026-08-07", "by": "direction"})).must(200);
    assert_eq!(sooner["due_on"], "2026-08-07");
    let later =
        act(&litigator, &notice, "extend", json!({"until": "2026-08-14", "by": "direction"})).must(200);
    assert_eq!(later["due_on"], "2026-08-14");
    let given = act(&litigator, &notice, "complete", json!({"on": "2026-08-06"})).must(200);
    assert_eq!((&given["status"], codes(&given)), (&json!("met"), vec![]));
    // What its window does not allow yet is warned of, by hand as on the docket.
    let hearing = json!({"type": "hearing_adjourned", "occurred_on": "2026-06-03"});
    record(&litigator, &case, hearing);
    let window = deadline(&litigator, &case, "IRPA-74(b)");
    let held = act(&litigator, &window, "complete", json!({"on": "2026-06-05"})).must(200);
    assert_eq!(codes(&held), ["before_window"], "{held:#}");
}

on_both!(
    the_days_of_an_act_fit_what_it_is_about,
    what_is_done_before_its_time_is_taken_with_a_warning,
    consent_where_only_an_order_extends_moves_nothing,
    a_time_is_shortened_by_an_act_of_its_own,
    an_act_says_who_and_by_what,
    what_became_moot_cannot_be_completed,
    a_correction_says_why_and_what_stays,
    a_correction_of_what_is_closed_is_told_and_stays_in_sight,
    what_was_done_before_its_window_says_so,
    who_began_it_decides_whose_lateness_is_watched,
    lists_are_narrowed_by_court_role_and_days_left,
    lists_are_narrowed_by_the_side_that_has_to_act,
    a_calendar_counts_and_lists_by_day,
    filters_let_through_what_they_name,
    lists_are_sorted_by_day_and_paged_without_gaps,
    a_deadline_names_who_has_it,
    an_extension_pins_and_keeps_the_earlier_date,
    completing_tells_whether_it_was_in_time,
    what_is_waived_stays_waived_until_it_is_reopened,
    what_the_docket_ended_is_opened_by_the_docket,
    an_analyst_completes_but_does_not_decide,
);
