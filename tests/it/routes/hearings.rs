//! `/v1/cases/{id}/hearings`, and hearings wherever a day is shown: calendars, feeds, reminders.

use crate::support::*;
use greffe::db::schema::hearings;
use greffe::db::types::Instant;
use greffe::duties::notifications::dispatch::remind;
use greffe::matters::hearings::service::index_missing;
use serde_json::{Value, json};
use std::sync::atomic::AtomicBool;

/// A case in which leave was granted on 20 October 2026: the hearing is to be held by 18 January.
#[track_caller]
fn with_leave(actor: &Actor<'_>) -> String {
    let case = case_with(actor, "2026-03-02");
    take_to(actor, &case, "reply_filed");
    record(
        actor,
        &case,
        json!({"type": "leave_granted", "occurred_on": "2026-10-20",
        "ordered": [{"rule": "FCCIRPR-15-CTR", "due_on": "2026-11-10"}]}),
    );
    case
}

#[track_caller]
fn set(actor: &Actor<'_>, case: &str, facts: Value) -> Value {
    record(actor, case, json!({"type": "hearing_scheduled", "occurred_on": "2026-10-26", "facts": facts}))
}

/// The hearings that a calendar shows: each with its day.
#[track_caller]
fn in_calendar(actor: &Actor<'_>, asked: &str) -> Vec<(String, Value)> {
    let shown = actor.get(&format!("/v1/deadlines/calendar?from=2026-11-01&to=2027-01-31{asked}")).must(200);
    let mut found = Vec::new();
    for day in shown["days"].as_array().unwrap() {
        let date = day["date"].as_str().unwrap();
        found.extend(day["hearings"].as_array().unwrap().iter().map(|one| (date.to_owned(), one.clone())));
    }
    found
}

#[track_caller]
fn days(actor: &Actor<'_>, case: &str) -> Vec<String> {
    in_calendar(actor, &format!("&case_id={case}")).into_iter().map(|(day, _)| day).collect()
}

/// The content lines of a new feed.
#[track_caller]
fn feed(api: &Api, actor: &Actor<'_>, body: Value) -> String {
    let made = actor.post("/v1/feeds", body).must(201);
    let url = made["url"].as_str().unwrap();
    api.anonymous().get(&url[url.find("/v1/").unwrap()..]).text.replace("\r\n ", "")
}

fn a_hearing_is_shown_on_its_day_with_its_hour_and_its_place(api: &Api) {
    let organization = api.organization();
    let litigator = organization.litigator();
    let case = with_leave(&litigator);
    set(
        &litigator,
        &case,
        json!({"hearing_on": "2026-12-15", "hearing_at": "2026-12-15T19:00:00Z", "hearing_place": "90 Sparks Street",
        "hearing_room": "4", "hearing_remote": false, "hearing_language": "fr", "hearing_judge": "Roy J.", "hearing_minutes": 90}),
    );
    let found = in_calendar(&litigator, "&responsible=me");
    let [(day, hearing)] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(day, "2026-12-15");
    assert_eq!(hearing["hearing_at"], "2026-12-15T14:00:00-05:00", "by the clock of the office");
    assert_eq!(hearing["hour"], json!({"en": "14:00 (Eastern Time)", "fr": "14 h (heure de l'Est)"}));
    assert_eq!((&hearing["place"], &hearing["judge"]), (&json!("90 Sparks Street"), &json!("Roy J.")));
    assert_eq!((&hearing["kind"], &hearing["status"]), (&json!("hearing"), &json!("scheduled")));
    let listed = litigator.get(&format!("/v1/cases/{case}/hearings?include=count")).must(200);
    assert_eq!((&listed["items"], &listed["count"]), (&json!([hearing]), &json!(1)));
    // An hour without an offset is that of the office.
    let event = format!("/v1/cases/{case}/events/{}", hearing["event_id"].as_str().unwrap());
    let hour = json!({"facts": {"hearing_at": "2026-12-15T09:30", "hearing_place": null}});
    litigator.patch(&event, "*", hour).must(200);
    let (_, hearing) = &in_calendar(&litigator, "&accountable=me")[0];
    assert_eq!(hearing["hearing_at"], "2026-12-15T09:30:00-05:00");
    assert_eq!((hearing.get("place"), &hearing["version"]), (None, &json!(2)));
    litigator.patch(&format!("/v1/cases/{case}"), "*", json!({"office": "VANCOUVER"})).must(200);
    let (_, hearing) = &in_calendar(&litigator, "")[0];
    assert_eq!(hearing["hour"]["en"], "09:30 (Pacific Time)", "by the clock of the office that it has now");
    assert_eq!(in_calendar(&litigator, "&role=JCO"), [], "a role has deadlines");
    assert_eq!(in_calendar(&litigator, "&status=met"), []);
    // Our own side attends a hearing: it is nothing that the others have to do.
    assert_eq!(in_calendar(&litigator, "&side=ours").len(), 1);
    for side in ["theirs", "court"] {
        assert_eq!(in_calendar(&litigator, &format!("&side={side}")), [], "{side}");
    }
    assert_eq!(in_calendar(&organization.litigator(), "&responsible=me"), [], "nobody else's");
}

fn a_motion_has_a_hearing_of_its_own(api: &Api) {
    let manager = api.organization().litigator();
    let case = case_of(&manager, "JR-T");
    record(&manager, &case, json!({"type": "application_issued", "occurred_on": "2026-10-19"}));
    let filed = |on: &str, heard: &str| {
        let facts = json!({"filed_by": "initiating", "in_writing": false, "motion_hearing_on": heard, "hearing_room": "4"});
        let sent = json!({"type": "motion_filed", "occurred_on": on, "served_on": on, "facts": facts});
        record(&manager, &case, sent)["event"]["id"].as_str().unwrap().to_owned()
    };
    let first = filed("2026-10-19", "2026-12-01");
    let second = filed("2026-10-20", "2026-10-27");
    let hearings = || -> Vec<(String, String)> {
        let listed = manager.get(&format!("/v1/cases/{case}/hearings")).must(200);
        let all = listed["items"].as_array().unwrap().iter();
        let all = all.filter(|one| one["kind"] == "motion_hearing");
        let text = |one: &Value, field: &str| one[field].as_str().unwrap().to_owned();
        all.map(|one| (text(one, "hearing_on"), text(one, "status"))).collect()
    };
    let held = |day: &str, status: &str| (day.to_owned(), status.to_owned());
    assert_eq!(hearings(), [held("2026-10-27", "scheduled"), held("2026-12-01", "scheduled")]);
    let shown = in_calendar(&manager, &format!("&case_id={case}"));
    assert_eq!((shown[0].0.as_str(), &shown[0].1["room"]), ("2026-12-01", &json!("4")), "{shown:?}");
    // Another day moves that of its motion; one that could be of either is a hearing by itself.
    let day = |on: &str| json!({"type": "motion_hearing_scheduled", "occurred_on": "2026-10-21", "facts": {"motion_hearing_on": on}});
    let mut moved = day("2026-12-08");
    moved["about"] = json!(first);
    record(&manager, &case, moved);
    let unsaid = record(&manager, &case, day("2026-12-15"));
    let set = ["2026-10-27", "2026-12-08", "2026-12-15"].map(|day| held(day, "scheduled"));
    assert_eq!(hearings(), set);
    assert_eq!(days(&manager, &case), ["2026-12-08", "2026-12-15"]);
    let at = format!("/v1/cases/{case}/events/{}", unsaid["event"]["id"].as_str().unwrap());
    manager.patch(&at, "*", json!({"about": first})).must(200);
    assert_eq!(days(&manager, &case), ["2026-12-15"], "it is the same, on another day");
    // One is heard, and the other goes with its motion.
    let heard = json!({"type": "motion_heard", "occurred_on": "2026-10-27", "about": second});
    record(&manager, &case, heard);
    assert_eq!(hearings()[0], held("2026-10-27", "held"));
    let closed = happened(&manager, &case, "application_discontinued", "2026-10-28", json!({}));
    assert_eq!(
        (closed["effects"]["stage"]["to"].as_str(), days(&manager, &case)),
        (Some("discontinued"), vec![])
    );
    happened(&manager, &case, "case_reopened", "2026-10-28", json!({}));
    assert_eq!(days(&manager, &case), ["2026-12-15"]);
    let withdrawn = json!({"type": "motion_decided", "occurred_on": "2026-10-29", "about": first, "facts": {"outcome": "withdrawn"}});
    record(&manager, &case, withdrawn);
    assert_eq!(days(&manager, &case), Vec::<String>::new());
    assert_eq!(hearings()[0], held("2026-10-27", "held"), "what was held was held");
}

fn what_a_hearing_says_must_fit_its_day(api: &Api) {
    let litigator = api.litigator();
    let case = with_leave(&litigator);
    let events = format!("/v1/cases/{case}/events");
    let minutes = |value: Value| json!({"hearing_on": "2026-12-15", "hearing_minutes": value});
    for (facts, pointer, code) in [
        (
            json!({"hearing_on": "2026-12-15", "hearing_at": "2026-12-16T10:00"}),
            "/facts/hearing_at",
            "contradictory_fact",
        ),
        (
            json!({"hearing_on": "2026-12-15", "hearing_at": "2026-12-15T02:00Z"}),
            "/facts/hearing_at",
            "contradictory_fact",
        ),
        (json!({"hearing_on": "2026-12-15", "hearing_at": "ten"}), "/facts/hearing_at", "invalid_fact"),
        (json!({"hearing_on": "2026-12-15", "hearing_room": "a\nb"}), "/facts/hearing_room", "invalid_fact"),
        (json!({"hearing_on": "2026-12-15", "hearing_room": " "}), "/facts/hearing_room", "invalid_fact"),
        (
            json!({"hearing_on": "2026-12-15", "hearing_place": "a\u{202e}b"}),
            "/facts/hearing_place",
            "invalid_fact",
        ),
        (
            json!({"hearing_on": "2026-12-15", "hearing_judge": "a\u{200b}b"}),
            "/facts/hearing_judge",
            "invalid_fact",
        ),
        (
            json!({"hearing_on": "2026-12-15", "hearing_language": "de"}),
            "/facts/hearing_language",
            "invalid_fact",
        ),
        (json!({"hearing_at": "2026-12-15T10:00"}), "/facts/hearing_on", "required"),
        (minutes(json!(0)), "/facts/hearing_minutes", "invalid_fact"),
        (minutes(json!(-90)), "/facts/hearing_minutes", "invalid_fact"),
        (minutes(json!(1441)), "/facts/hearing_minutes", "invalid_fact"),
        (minutes(json!(90.5)), "/facts/hearing_minutes", "invalid_fact"),
        (minutes(json!(1e300)), "/facts/hearing_minutes", "invalid_fact"),
        (minutes(json!("90")), "/facts/hearing_minutes", "invalid_fact"),
    ] {
        let event = json!({"type": "hearing_scheduled", "occurred_on": "2026-10-26", "facts": facts});
        litigator.post(&events, event).refused(422, "invalid_body").at(pointer, code);
    }
    let next = litigator.get(&format!("/v1/cases/{case}/next-events")).must(200);
    let items = next["items"].as_array().unwrap();
    let scheduled = items.iter().find(|item| item["type"] == "hearing_scheduled").unwrap();
    let place = scheduled["facts"].as_array().unwrap().iter().find(|fact| fact["code"] == "hearing_place");
    assert_eq!(place.unwrap()["kind"], "text");
    let length = scheduled["facts"].as_array().unwrap().iter().find(|fact| fact["code"] == "hearing_minutes");
    assert_eq!(
        (&length.unwrap()["minimum"], &length.unwrap()["maximum"]),
        (&json!(1), &json!(1440)),
        "{scheduled:#}"
    );
    set(&litigator, &case, minutes(json!(1440)));
}

/// The codes of the warnings about what was recorded or corrected.
#[track_caller]
fn warned(made: &Value) -> Vec<&str> {
    let warnings = made["effects"]["warnings"].as_array().unwrap().iter();
    warnings.map(|warning| warning["code"].as_str().unwrap()).collect()
}

#[track_caller]
fn address(made: &Value) -> String {
    let event = &made["event"];
    format!("/v1/cases/{}/events/{}", event["case_id"].as_str().unwrap(), event["id"].as_str().unwrap())
}

fn an_odd_day_of_a_hearing_is_warned_of(api: &Api) {
    let litigator = api.litigator();
    let case = with_leave(&litigator);
    for (day, codes) in [
        ("2026-12-15", &[][..]),
        ("2027-01-18", &[]),
        ("2027-01-19", &["after_window"]),
        ("2026-12-19", &["on_day_off"]),
        ("2026-12-20", &["on_day_off"]),
        ("2026-12-25", &["on_day_off"]),
        ("2027-01-23", &["on_day_off", "after_window"]),
    ] {
        let event =
            json!({"type": "hearing_scheduled", "occurred_on": "2026-10-26", "facts": {"hearing_on": day}});
        let shown = litigator.post(&format!("/v1/cases/{case}/events?dry_run=true"), event).must(200);
        assert_eq!(warned(&shown), codes, "{day}: {shown:#}");
    }
    let first = set(&litigator, &case, json!({"hearing_on": "2026-12-15"}));
    let moved =
        litigator.patch(&address(&first), "*", json!({"facts": {"hearing_on": "2027-01-24"}})).must(200);
    assert_eq!(warned(&moved), ["on_day_off", "after_window"], "{moved:#}");
    let text = &moved["effects"]["warnings"][0]["text"];
    assert!(
        text["en"].as_str().unwrap().starts_with("Hearing: Sunday 24 January 2027 is a day off"),
        "{text}"
    );
    let text = &moved["effects"]["warnings"][1]["text"];
    assert!(text["fr"].as_str().unwrap().contains("le lundi 18 janvier 2027"), "{text}");
    litigator.patch(&address(&first), "*", json!({"facts": {"hearing_on": "2026-12-15"}})).must(200);
    let held = record(&litigator, &case, json!({"type": "hearing_held", "occurred_on": "2026-10-30"}));
    assert_eq!(warned(&held), ["held_before_day", "before_window"], "{held:#}");
    // Whatever makes it so is told of it.
    let set_for =
        |day: &str| litigator.patch(&address(&first), "*", json!({"facts": {"hearing_on": day}})).must(200);
    assert_eq!(warned(&set_for("2026-10-30")), Vec::<&str>::new());
    assert_eq!(warned(&set_for("2026-12-16")), ["held_before_day"]);
    let other = with_leave(&litigator);
    let held = record(&litigator, &other, json!({"type": "hearing_held", "occurred_on": "2026-10-30"}));
    assert!(warned(&held).contains(&"held_without_day"), "{held:#}");
}

fn an_hour_that_the_clocks_leave_out_or_show_twice_is_said(api: &Api) {
    let manager = api.organization().manager();
    for (office, left_out, twice, taken) in [
        ("OTTAWA", Some("2027-03-14T02:30"), Some("2027-11-07T01:30"), "2027-11-07T01:30:00-04:00"),
        ("HALIFAX", Some("2027-03-14T02:30"), Some("2027-11-07T01:30"), "2027-11-07T01:30:00-03:00"),
        ("ST. JOHN'S", Some("2027-03-14T02:30"), Some("2027-11-07T01:30"), "2027-11-07T01:30:00-02:30"),
        ("REGINA", None, None, "2027-11-07T01:30:00-06:00"),
    ] {
        let case = with_leave(&manager);
        manager.patch(&format!("/v1/cases/{case}"), "*", json!({"office": office})).must(200);
        let at = |hour: &str| {
            json!({"type": "hearing_scheduled", "occurred_on": "2026-10-26",
            "facts": {"hearing_on": &hour[..10], "hearing_at": hour}})
        };
        let events = format!("/v1/cases/{case}/events");
        if let Some(hour) = left_out {
            let refused = manager.post(&events, at(hour)).refused(422, "invalid_body");
            assert!(refused.text.contains("01:30 or 03:30"), "{}", refused.text);
            refused.at("/facts/hearing_at", "no_such_hour");
        }
        let made = manager.post(&events, at("2027-11-07T01:30")).must(201);
        assert_eq!(warned(&made).contains(&"hour_comes_twice"), twice.is_some(), "{office}: {made:#}");
        assert_eq!(made["event"]["facts"]["hearing_at"], taken, "{office}");
        let second = manager.post(&events, at("2027-11-07T01:30-05:00")).must(201);
        assert!(!warned(&second).contains(&"hour_comes_twice"), "{second:#}");
    }
    let compute =
        |at: &str| manager.post("/v1/deadlines/compute", json!({"rule": "ID-48H", "trigger_at": at}));
    compute("2026-03-08T02:30").refused(422, "invalid_body").at("/trigger_at", "no_such_hour");
    let twice = compute("2026-11-01T01:30").must(200);
    let twice = &twice["deadlines"][0];
    assert_eq!(twice["warnings"][0]["code"], "hour_comes_twice", "{twice:#}");
    assert_eq!(twice["due_at"], "2026-11-03T00:30:00-05:00", "from the first");
}

fn what_set_the_day_of_a_hearing_that_was_held_is_not_struck(api: &Api) {
    let litigator = api.organization().litigator();
    let case = with_leave(&litigator);
    let why = || json!({"reason": "Another file."});
    let first = set(&litigator, &case, json!({"hearing_on": "2026-10-28"}));
    let second = set(&litigator, &case, json!({"hearing_on": "2026-10-30"}));
    let held = record(&litigator, &case, json!({"type": "hearing_held", "occurred_on": "2026-10-30"}));
    litigator.post(&format!("{}/strike", address(&first)), why()).must(200);
    for asked in ["strike?dry_run=true", "strike"] {
        let refused = litigator.post(&format!("{}/{asked}", address(&second)), why());
        let refused = refused.refused(409, "docket_out_of_order");
        assert_eq!(refused.json["detail"], "\"Hearing held\" of 2026-10-30 rests on it: strike that first.");
    }
    let to = with_leave(&litigator);
    let body = json!({"case_id": to, "reason": "The other file's."});
    litigator.post(&format!("{}/move", address(&second)), body).refused(409, "docket_out_of_order");
    litigator.post(&format!("{}/strike", address(&held)), why()).must(200);
    litigator.post(&format!("{}/strike", address(&second)), why()).must(200);
}

fn a_hearing_is_one_entry_whatever_set_its_day(api: &Api) {
    let litigator = api.organization().litigator();
    let case = with_leave(&litigator);
    let why = || json!({"reason": "Another file."});
    let listed = || {
        let page = litigator.get(&format!("/v1/cases/{case}/hearings?include=count")).must(200);
        assert_eq!(page["count"], 1, "{page:#}");
        page["items"][0].clone()
    };
    let days = |hearing: &Value| {
        let days = hearing["days"].as_array().unwrap().iter();
        days.map(|one| (one["hearing_on"].as_str().unwrap().to_owned(), one["struck"] == true))
            .collect::<Vec<_>>()
    };
    let day = |day: &str, struck| (day.to_owned(), struck);
    let first = set(&litigator, &case, json!({"hearing_on": "2026-12-15"}));
    let id = listed()["id"].clone();
    let second = set(&litigator, &case, json!({"hearing_on": "2026-12-17"}));
    assert_eq!(days(&listed()), [day("2026-12-15", false), day("2026-12-17", false)]);
    litigator.post(&format!("{}/strike", address(&first)), why()).must(200);
    let now = listed();
    assert_eq!(
        (&now["id"], &now["status"], &now["hearing_on"]),
        (&id, &json!("scheduled"), &json!("2026-12-17"))
    );
    assert_eq!(days(&now), [day("2026-12-15", true), day("2026-12-17", false)]);
    litigator.post(&format!("{}/strike", address(&second)), why()).must(200);
    let now = listed();
    assert_eq!((&now["id"], &now["status"]), (&id, &json!("vacated")), "{now:#}");
    assert_eq!(days(&now), [day("2026-12-15", true), day("2026-12-17", true)]);
    set(&litigator, &case, json!({"hearing_on": "2026-12-18"}));
    let now = listed();
    assert_eq!(
        (&now["id"], &now["status"], &now["hearing_on"]),
        (&id, &json!("scheduled"), &json!("2026-12-18"))
    );
    litigator.post(&format!("{}/restore", address(&first)), why()).must(200);
    assert_eq!(days(&listed())[0], day("2026-12-15", false));
    assert_eq!(listed()["days"][2]["set_on"], "2026-10-26");
}

fn every_hour_on_a_docket_is_told_by_the_clock_of_the_office(api: &Api) {
    let manager = api.organization().manager();
    let case = with_leave(&manager);
    let written = json!({"hearing_on": "2026-12-15", "hearing_at": "2026-12-15T19:00:00Z"});
    let made = set(&manager, &case, written);
    let told = || {
        let docket = manager.get(&format!("/v1/cases/{case}/events")).must(200)["items"].clone();
        let whole = manager.get(&format!("/v1/cases/{case}?include=events")).must(200)["events"].clone();
        let listed = manager.get(&format!("/v1/cases/{case}/hearings")).must(200)["items"][0].clone();
        let last = |events: &Value| events.as_array().unwrap().last().unwrap()["facts"]["hearing_at"].clone();
        let read = manager.get(&address(&made)).must(200)["facts"]["hearing_at"].clone();
        [last(&docket), last(&whole), listed["hearing_at"].clone(), read]
    };
    assert_eq!(made["event"]["facts"]["hearing_at"], "2026-12-15T14:00:00-05:00", "{made:#}");
    assert_eq!(told(), [(); 4].map(|()| json!("2026-12-15T14:00:00-05:00")));
    manager.patch(&format!("/v1/cases/{case}"), "*", json!({"office": "ST. JOHN'S"})).must(200);
    assert_eq!(told(), [(); 4].map(|()| json!("2026-12-15T15:30:00-03:30")));
}

fn the_window_is_met_while_a_day_within_it_is_set(api: &Api) {
    let litigator = api.litigator();
    let case = with_leave(&litigator);
    let window = || {
        let window = deadline(&litigator, &case, "IRPA-74(b)");
        (window["status"].as_str().unwrap().to_owned(), window["due_on"].as_str().unwrap().to_owned())
    };
    let due = "2027-01-18".to_owned();
    assert_eq!(window(), ("open".to_owned(), due.clone()));
    let named = deadline(&litigator, &case, "IRPA-74(b)")["name"].clone();
    assert_eq!(named, json!({"en": "Hearing to be held by", "fr": "Audition à tenir au plus tard"}));
    let early = set(&litigator, &case, json!({"hearing_on": "2026-11-10"}));
    assert_eq!(early["effects"]["warnings"][0]["code"], "before_window", "{early:#}");
    let after = set(&litigator, &case, json!({"hearing_on": "2027-01-19"}));
    assert_eq!(window().0, "open", "no day within it is set");
    let event = |made: &Value| format!("/v1/cases/{case}/events/{}", made["event"]["id"].as_str().unwrap());
    let moved =
        litigator.patch(&event(&after), "*", json!({"facts": {"hearing_on": "2027-01-18"}})).must(200);
    assert_eq!(moved["effects"]["deadlines"]["met"][0]["rule"], "IRPA-74(b)");
    assert_eq!((window().0, days(&litigator, &case)), ("met".to_owned(), vec!["2027-01-18".to_owned()]));
    record(&litigator, &case, json!({"type": "tribunal_record_received", "occurred_on": "2026-10-27"}));
    assert_eq!(window().0, "met", "what has nothing to do with it leaves it");
    let adjourned =
        record(&litigator, &case, json!({"type": "hearing_adjourned", "occurred_on": "2026-10-28"}));
    assert_eq!(adjourned["effects"]["stage"]["to"], "further_steps");
    assert_eq!((window(), days(&litigator, &case)), (("open".to_owned(), due), vec![]));
    assert_eq!(deadline(&litigator, &case, "FC-CERTQ-NOTICE")["status"], "cancelled");
    litigator.post(&format!("{}/strike", event(&adjourned)), json!({"reason": "Another file."})).must(200);
    assert_eq!((window().0, days(&litigator, &case)), ("met".to_owned(), vec!["2027-01-18".to_owned()]));
    let held = record(&litigator, &case, json!({"type": "hearing_held", "occurred_on": "2026-11-01"}));
    assert_eq!(held["effects"]["deadlines"]["met"][0]["closed_on"], "2026-11-01", "met on another day");
    let heard = deadline(&litigator, &case, "IRPA-74(b)");
    assert_eq!((&heard["status"], &heard["closed_on"]), (&json!("met"), &json!("2026-11-01")));
    let (day, hearing) = in_calendar(&litigator, &format!("&case_id={case}")).remove(0);
    assert_eq!((day.as_str(), &hearing["status"]), ("2026-11-01", &json!("held")));
}

fn a_hearing_that_is_moved_stays_the_same_one(api: &Api) {
    let litigator = api.organization().litigator();
    let case = with_leave(&litigator);
    set(&litigator, &case, json!({"hearing_on": "2026-12-15"}));
    let first = in_calendar(&litigator, "").remove(0).1;
    let again = set(&litigator, &case, json!({"hearing_on": "2026-12-17"}));
    let found = in_calendar(&litigator, "");
    assert_eq!((found.len(), found[0].0.as_str(), &found[0].1["id"]), (1, "2026-12-17", &first["id"]));
    let notices = litigator.walk(&format!("/v1/deadlines?case_id={case}&rule=FC-CERTQ-NOTICE")).0;
    assert_eq!(notices.len(), 1, "and so does what is counted back from it: {notices:#?}");
    let strike = format!("/v1/cases/{case}/events/{}/strike", again["event"]["id"].as_str().unwrap());
    let dry = litigator.post(&format!("{strike}?dry_run=true"), json!({"reason": "Not ours."}));
    dry.must(200);
    assert_eq!(days(&litigator, &case), ["2026-12-17"], "nothing is written");
    litigator.post(&strike, json!({"reason": "Not ours."})).must(200);
    assert_eq!(days(&litigator, &case), ["2026-12-15"]);
    record(&litigator, &case, json!({"type": "settlement_reached", "occurred_on": "2026-10-30"}));
    assert_eq!(days(&litigator, &case), Vec::<String>::new(), "the case is closed");
    let listed = litigator.get(&format!("/v1/cases/{case}/hearings")).must(200);
    assert_eq!(listed["items"][0]["status"], "vacated");
    record(&litigator, &case, json!({"type": "case_reopened", "occurred_on": "2026-10-31"}));
    assert_eq!(days(&litigator, &case), ["2026-12-15"]);
}

fn every_feed_of_the_case_has_it_and_walls_hold(api: &Api) {
    let organization = api.organization();
    let (manager, litigator, analyst) =
        (organization.manager(), organization.litigator(), organization.analyst());
    let group = group_of(&manager, &[(&analyst.id, "member", None)]);
    let case = with_leave(&litigator);
    manager
        .post(&format!("/v1/cases/{case}/assignments"), json!({"group_id": group, "role": "JPL"}))
        .must(201);
    set(
        &litigator,
        &case,
        json!({"hearing_on": "2026-12-15", "hearing_at": "2026-12-15T14:00", "hearing_place": "Ottawa"}),
    );
    let start = "DTSTART:20261215T190000Z";
    let in_french = feed(api, &litigator, json!({"scope": "case", "case_id": case, "language": "fr"}));
    assert!(in_french.contains(start), "{in_french}");
    assert!(in_french.contains(r"SUMMARY:Audience\, 14 h (heure de l'Est) ("), "{in_french}");
    assert!(!in_french.contains("Audition à tenir"), "a day is set: {in_french}");
    let of_me = |actor: &Actor<'_>| feed(api, actor, json!({"scope": "me", "language": "en"}));
    assert!(of_me(&litigator).contains(start) && of_me(&litigator).contains("LOCATION:Ottawa"));
    assert!(of_me(&analyst).contains(start), "through the group");
    let of_group = json!({"scope": "group", "group_id": group, "language": "en"});
    assert!(feed(api, &analyst, of_group.clone()).contains(start));
    let wall = json!({"user_id": analyst.id, "reason": "Acted for the applicant."});
    manager.post(&format!("/v1/cases/{case}/walls"), wall).must(201);
    for seen in [of_me(&analyst), feed(api, &analyst, of_group)] {
        assert!(!seen.contains(start), "{seen}");
    }
    assert_eq!(in_calendar(&analyst, ""), []);
    analyst.get(&format!("/v1/cases/{case}/hearings")).refused(404, "not_found");
    assert_eq!(in_calendar(&manager, &format!("&case_id={case}")).len(), 1, "and others see it");
}

fn hearings_of_other_tribunals_are_hearings(api: &Api) {
    let manager = api.organization().manager();
    let open = |proceeding: &str| {
        let mut new = new_case("2026-10-01");
        new["proceeding"] = json!(proceeding);
        new["decision"] = json!({});
        new["office"] = json!("TORONTO");
        manager.post("/v1/cases", new).must(201)["id"].as_str().unwrap().to_owned()
    };
    let detention = open("ID");
    record(
        &manager,
        &detention,
        json!({"type": "detention_begun", "occurred_on": "2026-10-30",
        "facts": {"detained_at": "2026-10-30T10:00", "designated_foreign_national": false}}),
    );
    record(
        &manager,
        &detention,
        json!({"type": "review_scheduled", "occurred_on": "2026-10-31",
        "facts": {"review_on": "2026-11-01", "kind": "forty_eight_hour", "hearing_at": "2026-11-01T13:00"}}),
    );
    let (day, review) = in_calendar(&manager, &format!("&case_id={detention}")).remove(0);
    assert_eq!((day.as_str(), &review["name"]["en"]), ("2026-11-01", &json!("Detention review")));
    assert_eq!(review["hour"]["fr"], "13 h (heure de l'Est)");
    record(&manager, &detention, json!({"type": "review_adjourned", "occurred_on": "2026-10-31"}));
    assert_eq!(days(&manager, &detention), Vec::<String>::new());
    let appeal = open("IAD");
    record(
        &manager,
        &appeal,
        json!({"type": "notice_of_appeal_received", "occurred_on": "2026-10-05", "facts": {"kind": "residency"}}),
    );
    record(
        &manager,
        &appeal,
        json!({"type": "adr_conference_scheduled", "occurred_on": "2026-10-20", "facts": {"conference_on": "2026-11-20"}}),
    );
    record(
        &manager,
        &appeal,
        json!({"type": "hearing_scheduled", "occurred_on": "2026-10-21", "facts": {"hearing_on": "2026-12-01"}}),
    );
    let found = in_calendar(&manager, &format!("&case_id={appeal}"));
    let kinds: Vec<_> =
        found.iter().map(|(day, one)| (day.as_str(), one["kind"].as_str().unwrap())).collect();
    assert_eq!(kinds, [("2026-11-20", "adr_conference"), ("2026-12-01", "hearing")]);
}

fn a_sealed_case_keeps_what_people_wrote_of_it(api: &Api) {
    let organization = api.organization();
    let (manager, litigator) = (organization.manager(), organization.litigator());
    let case = with_leave(&litigator);
    let facts =
        json!({"hearing_on": "2026-12-15", "hearing_room": "Room of Doe", "hearing_at": "2026-12-15T14:00"});
    let made = set(&litigator, &case, facts);
    manager.patch(&format!("/v1/cases/{case}"), "*", json!({"confidentiality": "sealed"})).must(200);
    let other = organization.analyst();
    let (_, hearing) = in_calendar(&other, &format!("&case_id={case}")).remove(0);
    assert_eq!((hearing.get("room"), &hearing["hour"]["en"]), (None, &json!("14:00 (Eastern Time)")));
    let event = format!("/v1/cases/{case}/events/{}", made["event"]["id"].as_str().unwrap());
    for path in [event.clone(), format!("/v1/cases/{case}/events"), format!("/v1/cases/{case}/journal")] {
        let told = other.get(&path);
        assert!(told.status == 200 && !told.text.contains("Room of Doe"), "{path}: {}", told.text);
        assert!(litigator.get(&path).text.contains("Room of Doe"), "{path}");
    }
    let written = json!({"facts": {"hearing_room": "2"}});
    other
        .patch(&event, "*", written.clone())
        .refused(422, "invalid_body")
        .at("/facts/hearing_room", "not_shown");
    litigator.patch(&event, "*", written).must(200);
}

fn people_are_reminded_of_a_hearing_and_of_its_move(api: &Api) {
    let api = &api.own(Settings::default());
    let run = |day: &str| {
        let at = format!("{day}T16:00:00Z").parse::<chrono::DateTime<chrono::Utc>>().unwrap();
        remind(&api.db, Instant::at(at), false, &AtomicBool::new(false)).unwrap()
    };
    let litigator = api.litigator();
    let case = with_leave(&litigator);
    set(
        &litigator,
        &case,
        json!({"hearing_on": "2026-12-15", "hearing_at": "2026-12-15T14:00", "hearing_place": "Ottawa"}),
    );
    let told = || {
        let (items, _) = litigator.walk("/v1/notifications");
        let of_hearing = items.into_iter().filter(|item| item.get("hearing_id").is_some());
        of_hearing
            .map(|item| (item["kind"].as_str().unwrap().to_owned(), item["text"].clone()))
            .collect::<Vec<_>>()
    };
    run("2026-11-20");
    assert_eq!(told(), [], "not yet");
    for day in ["2026-12-01", "2026-12-02"] {
        run(day);
    }
    let text = json!({
        "en": "Hearing, no court file yet: Tuesday 15 December 2026, 14:00 (Eastern Time), Ottawa (in 14 days).",
        "fr": "Audience, aucun dossier de la cour pour l'instant : le mardi 15 décembre 2026, 14 h (heure de l'Est), Ottawa (dans 14 jours)."
    });
    assert_eq!(told(), [("hearing_reminder".to_owned(), text)]);
    set(&litigator, &case, json!({"hearing_on": "2027-01-15"}));
    for day in ["2026-12-03", "2026-12-04"] {
        run(day);
    }
    let (kind, text) = told().remove(0);
    assert_eq!((told().len(), kind.as_str()), (2, "hearing_moved"), "{text}");
    assert!(text["en"].as_str().unwrap().contains("now Friday 15 January 2027 (in 43 days)."), "{text}");
    record(&litigator, &case, json!({"type": "hearing_adjourned", "occurred_on": "2026-10-30"}));
    for day in ["2027-01-05", "2027-01-14", "2027-01-18"] {
        run(day);
    }
    assert_eq!(told().len(), 2, "what is not held is not told");
}

fn what_was_held_on_another_day_has_no_hour_of_the_day_that_was_set(api: &Api) {
    let litigator = api.organization().litigator();
    let case = with_leave(&litigator);
    set(&litigator, &case, json!({"hearing_on": "2026-12-15", "hearing_at": "2026-12-15T09:30:00-05:00"}));
    let hearing = || {
        let page = litigator.get(&format!("/v1/cases/{case}/hearings")).must(200);
        page["items"][0].clone()
    };
    assert!(hearing().get("hearing_at").is_some());
    let held = record(&litigator, &case, json!({"type": "hearing_held", "occurred_on": "2026-11-01"}));
    let early = hearing();
    assert_eq!((&early["hearing_on"], &early["status"]), (&json!("2026-11-01"), &json!("held")));
    assert!(early.get("hearing_at").is_none(), "{early:#}");
    // The hearing was held before: what follows it is refused until that entry is right, and says which it is.
    let judged = json!({"type": "judgment_delivered", "occurred_on": "2026-10-30", "facts": {"outcome": "dismissed", "question_certified": false}});
    let entry = held["event"]["id"].as_str().unwrap();
    let refused = litigator.post(&format!("/v1/cases/{case}/events"), judged.clone());
    let refused = refused.refused(422, "event_out_of_order");
    let refused = refused.at("/occurred_on", "before_cause");
    assert!(refused.text.contains(&format!("PATCH /v1/cases/{{id}}/events/{entry}")), "{}", refused.text);
    let at = format!("/v1/cases/{case}/events/{entry}");
    litigator.patch(&at, "*", json!({"occurred_on": "2026-10-28"})).must(200);
    record(&litigator, &case, judged);
}

fn hearings_of_earlier_dockets_are_made_up_for_once(api: &Api) {
    use diesel::prelude::*;
    let api = &api.own(Settings::default());
    let litigator = api.organization().litigator();
    let case = with_leave(&litigator);
    set(&litigator, &case, json!({"hearing_on": "2026-12-15"}));
    let heard = |kind: &str, day: &str| {
        let facts = json!({"filed_by": "initiating", "in_writing": false, "motion_hearing_on": day});
        json!({"type": kind, "occurred_on": "2026-10-26", "facts": facts})
    };
    record(&litigator, &case, heard("motion_filed", "2026-12-01"));
    // One that is set by itself, in a case without another.
    let alone = case_of(&litigator, "JR-T");
    record(&litigator, &alone, heard("stay_motion_filed", "2026-12-02"));
    let listed = |case: &str| litigator.get(&format!("/v1/cases/{case}/hearings")).must(200)["items"].clone();
    let before = (listed(&case), listed(&alone));
    assert_eq!(
        (before.0.as_array().unwrap().len(), before.1.as_array().unwrap().len()),
        (2, 1),
        "{before:?}"
    );
    let of_motions =
        hearings::table.filter(hearings::hearing_on.lt("2026-12-10".parse::<chrono::NaiveDate>().unwrap()));
    api.db.write_now(|connection| Ok(diesel::delete(of_motions).execute(connection)?)).unwrap();
    assert_eq!((listed(&case).as_array().unwrap().len(), listed(&alone)), (1, json!([])));
    let now = Instant::at("2026-11-02T15:00:00Z".parse().unwrap());
    assert_eq!(index_missing(&api.db, now).unwrap(), 2, "two cases were behind");
    assert_eq!((listed(&case), listed(&alone)), before, "and what was there is as it was");
    assert_eq!(index_missing(&api.db, now).unwrap(), 0);
}

on_both!(
    hearings_of_earlier_dockets_are_made_up_for_once,
    a_motion_has_a_hearing_of_its_own,
    what_was_held_on_another_day_has_no_hour_of_the_day_that_was_set,
    a_hearing_is_shown_on_its_day_with_its_hour_and_its_place,
    what_a_hearing_says_must_fit_its_day,
    the_window_is_met_while_a_day_within_it_is_set,
    a_hearing_that_is_moved_stays_the_same_one,
    every_feed_of_the_case_has_it_and_walls_hold,
    hearings_of_other_tribunals_are_hearings,
    a_sealed_case_keeps_what_people_wrote_of_it,
    people_are_reminded_of_a_hearing_and_of_its_move,
    an_odd_day_of_a_hearing_is_warned_of,
    an_hour_that_the_clocks_leave_out_or_show_twice_is_said,
    what_set_the_day_of_a_hearing_that_was_held_is_not_struck,
    a_hearing_is_one_entry_whatever_set_its_day,
    every_hour_on_a_docket_is_told_by_the_clock_of_the_office,
);
