//! `/v1/changes`: what was done since somebody last looked, as a page, a batch and a stream.

use crate::support::api::eventually;
use crate::support::backend::Backend;
use crate::support::*;
use greffe::db::types::Instant;
use greffe::db::{Db, WriteTurn, news};
use greffe::ids::UserId;
use greffe::journal::model::{EntryKind, Subject};
use greffe::journal::service::{ABSENT, Author, append_as};
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant as Stopwatch};

/// Where somebody stands who wants to know what is done from now on.
#[track_caller]
fn now_of(actor: &Actor<'_>, filters: &str) -> String {
    let page = actor.get(&format!("/v1/changes?start=latest{filters}")).must(200);
    assert_eq!((&page["items"], &page["has_more"]), (&json!([]), &json!(false)));
    page["next_cursor"].as_str().unwrap().to_owned()
}

/// All that there is after a cursor, and where it ends.
#[track_caller]
fn all_after(actor: &Actor<'_>, filters: &str, cursor: &str) -> (Vec<Value>, String) {
    let (mut items, mut cursor) = (Vec::new(), cursor.to_owned());
    loop {
        let page = actor.get(&format!("/v1/changes?cursor={cursor}{filters}")).must(200);
        items.extend(page["items"].as_array().unwrap().iter().cloned());
        page["next_cursor"].as_str().unwrap().clone_into(&mut cursor);
        if page["has_more"] == false {
            return (items, cursor);
        }
    }
}

fn types(items: &[Value]) -> Vec<&str> {
    items.iter().map(|item| item["type"].as_str().unwrap()).collect()
}

fn every_change_comes_once_in_its_order(api: &Api) {
    let litigator = api.litigator();
    let start = now_of(&litigator, "");
    let case = case_with(&litigator, "2026-03-02");
    take_to(&litigator, &case, "notice_of_appearance_filed");
    let (items, end) = all_after(&litigator, "&limit=1", &start);
    assert_eq!(types(&items)[0], "case.created", "{items:#?}");
    let recorded: Vec<_> = items.iter().filter(|item| item["type"] == "event.recorded").collect();
    assert_eq!(recorded.len(), 4);
    assert_eq!(recorded[0]["case_id"], case.as_str());
    assert_eq!(recorded[0]["actor"], format!("user:{}", litigator.id));
    assert!(recorded[0]["after"].is_object() && recorded[0].get("hash").is_none());
    let order: Vec<i64> = items.iter().map(|item| item["sequence"].as_i64().unwrap()).collect();
    assert!(order.is_sorted(), "{order:?}");
    // The case is theirs by the assignment of whoever opens it.
    let told: Vec<_> = items.iter().map(|item| (&item["sequence"], &item["type"])).collect();
    assert!(told.is_sorted_by(|one, next| one != next), "{told:#?}");
    assert_eq!(types(&items).iter().filter(|kind| **kind == "case.visible").count(), 1);
    assert_eq!(all_after(&litigator, "&limit=1", &start).0, items, "an old cursor stays good");
    assert_eq!(all_after(&litigator, "&limit=1000", &end).0, Vec::<Value>::new());
    record(&litigator, &case, json!({"type": "extension_granted", "occurred_on": "2026-03-19"}));
    assert_eq!(types(&all_after(&litigator, "", &end).0), ["event.recorded"]);
    // The beginning is the beginning of the journal, from which much is not theirs.
    let first = litigator.get("/v1/changes?limit=1").must(200);
    assert!(first["items"].as_array().unwrap().len() <= 1);
}

fn what_is_hidden_is_not_told_and_what_opens_is(api: &Api) {
    let organization = api.organization();
    let (manager, litigator) = (organization.manager(), organization.litigator());
    let [start, of_manager] = [&litigator, &manager].map(|actor| now_of(actor, ""));
    let case = case_with(&litigator, "2026-03-02");
    assert_eq!(types(&all_after(&litigator, "", &start).0)[0], "case.created");
    let wall = json!({"user_id": litigator.id, "reason": "A relative of the applicant.", "from": "2026-10-01T15:00:00Z"});
    let made = manager.post(&format!("/v1/cases/{case}/walls"), wall).must(201);
    record(&manager, &case, json!({"type": "application_filed", "occurred_on": "2026-03-09"}));
    let (hidden, end) = all_after(&litigator, "", &start);
    assert_eq!(hidden, Vec::<Value>::new(), "those from before the wall are hidden too");
    litigator.get(&format!("/v1/changes?case_id={case}")).refused(404, "not_found");
    let at = format!("/v1/cases/{case}/walls/{}", made["id"].as_str().unwrap());
    manager.patch(&at, "*", json!({"until": NOON})).must(200);
    record(&manager, &case, json!({"type": "extension_granted", "occurred_on": "2026-03-19"}));
    let (opened, _) = all_after(&litigator, "", &end);
    assert_eq!(types(&opened), ["case.visible", "event.recorded"], "{opened:#?}");
    assert_eq!((&opened[0]["case_id"], opened[0].get("after")), (&json!(case), None));
    assert_eq!(opened[0]["actor"], "system", "who lifted the wall is not told");
    let (seen, _) = all_after(&manager, "", &of_manager);
    assert!(types(&seen).contains(&"wall.created") && types(&seen).contains(&"wall.updated"), "{seen:#?}");
    // Whoever asks for other types is told of what opens all the same, and of a wall around another nothing.
    let narrow = now_of(&litigator, "&type=deadline");
    let around = |user: &str| {
        let wall = json!({"user_id": user, "reason": "A second look.", "from": "2026-10-01T15:00:00Z"});
        let made = manager.post(&format!("/v1/cases/{case}/walls"), wall).must(201);
        let at = format!("/v1/cases/{case}/walls/{}", made["id"].as_str().unwrap());
        manager.patch(&at, "*", json!({"until": NOON})).must(200);
    };
    around(&organization.litigator().id);
    assert_eq!(all_after(&litigator, "&type=deadline", &narrow).0, Vec::<Value>::new());
    around(&litigator.id);
    assert_eq!(types(&all_after(&litigator, "&type=deadline", &narrow).0), ["case.visible"]);
}

const NOON: &str = "2026-11-01T12:00:00Z";

fn a_change_of_what_one_may_see_is_told(api: &Api) {
    let organization = api.organization();
    let (administrator, litigator) = (organization.administrator(), organization.litigator());
    let other = organization.litigator();
    let start = now_of(&litigator, "");
    let aside = now_of(&other, "");
    let whole = now_of(&administrator, "&type=user");
    let user = administrator.get(&format!("/v1/users/{}", litigator.id)).must(200);
    administrator
        .patch(&format!("/v1/users/{}", litigator.id), "*", json!({"clearance": "protected_b"}))
        .must(200);
    assert_eq!(user["id"], litigator.id.as_str());
    let (items, _) = all_after(&litigator, "", &start);
    // What is written of people is for whoever may read the whole journal.
    assert_eq!(types(&items), ["access.changed"], "{items:#?}");
    assert_eq!(items[0]["subject"], format!("user:{}", litigator.id));
    assert_eq!(all_after(&other, "", &aside).0, Vec::<Value>::new(), "it is no matter of theirs");
    assert_eq!(types(&all_after(&administrator, "&type=user", &whole).0), ["user.updated"]);
}

fn types_and_cases_narrow_the_changes(api: &Api) {
    let litigator = api.litigator();
    let [case, other] = [(), ()].map(|()| case_with(&litigator, "2026-03-02"));
    let start = now_of(&litigator, "&type=event");
    take_to(&litigator, &case, "application_served");
    let (events, _) = all_after(&litigator, "&type=event", &start);
    assert_eq!(types(&events), ["event.recorded", "event.recorded"]);
    let exact = now_of(&litigator, "&type=note.created,event.struck");
    litigator.post(&format!("/v1/cases/{case}/notes"), json!({"body": "Call counsel."})).must(201);
    take_to(&litigator, &other, "application_filed");
    assert_eq!(types(&all_after(&litigator, "&type=note.created,event.struck", &exact).0), ["note.created"]);
    let of_case = litigator.get(&format!("/v1/changes?case_id={other}")).must(200);
    let of_case = of_case["items"].as_array().unwrap();
    assert_eq!(types(of_case)[0], "case.created");
    assert!(of_case.iter().all(|item| item["case_id"] == other.as_str()), "{of_case:#?}");
    litigator
        .get("/v1/changes?type=event,nonsense")
        .refused(400, "invalid_query")
        .at("/type", "invalid_value");
    litigator.get("/v1/changes?wait=51").refused(400, "invalid_query");
    litigator.get("/v1/changes?limit=1001").refused(400, "invalid_query");
    let foreign = now_of(&api.litigator(), "");
    litigator.get(&format!("/v1/changes?cursor={foreign}")).refused(400, "invalid_cursor");
    litigator.get(&format!("/v1/changes?cursor={start}")).refused(400, "invalid_cursor");
}

fn whoever_waits_is_told_at_once(api: &Api) {
    let litigator = api.litigator();
    let case = case_with(&litigator, "2026-03-02");
    let start = now_of(&litigator, "");
    let quiet = litigator.get(&format!("/v1/changes?cursor={start}&wait=1")).must(200);
    assert_eq!((&quiet["items"], &quiet["has_more"]), (&json!([]), &json!(false)));
    let watch = Stopwatch::now();
    let told = std::thread::scope(|scope| {
        let waiting = scope.spawn(|| litigator.get(&format!("/v1/changes?cursor={start}&wait=50")).must(200));
        record(&litigator, &case, json!({"type": "application_filed", "occurred_on": "2026-03-09"}));
        waiting.join().unwrap()
    });
    assert_eq!(types(told["items"].as_array().unwrap())[0], "event.recorded");
    assert!(watch.elapsed() < Duration::from_secs(30), "{:?}", watch.elapsed());
}

fn news_comes_from_other_processes_too(api: &Api) {
    let [here, there] = [(), ()].map(|()| api.database().open(4));
    let couriers = [&here, &there].map(|db| news::start(db).unwrap());
    let mut listener = here.news().listen();
    eventually("the couriers are on their way", || {
        // The first round of each rings, for what may have been missed.
        couriers.iter().all(Option::is_none) || listener.has_changed().unwrap()
    });
    listener.mark_unchanged();
    there.news().ring();
    if couriers.iter().any(Option::is_some) {
        eventually("the bell rings here", || listener.has_changed().unwrap());
    }
    couriers.into_iter().flatten().for_each(|courier| courier.stop(Duration::from_secs(5)));
}

fn a_batch_is_of_cloud_events(api: &Api) {
    let litigator = api.litigator();
    let start = now_of(&litigator, "");
    let case = case_with(&litigator, "2026-03-02");
    let asking = litigator.with_header("Accept", "application/cloudevents-batch+json");
    let answer = asking.get(&format!("/v1/changes?cursor={start}"));
    assert_eq!(answer.header("content-type"), Some("application/cloudevents-batch+json"));
    let link = answer.header("link").unwrap().to_owned();
    let events = answer.must(200);
    let first = &events[0];
    assert_eq!(
        (&first["specversion"], &first["type"]),
        (&json!("1.0"), &json!("greffe.case.created")),
        "{events:#}"
    );
    assert_eq!(first["subject"], format!("case:{case}"));
    assert!(first["id"].is_string() && first["source"].as_str().unwrap().ends_with("/v1/changes"));
    assert!(first["time"].is_string() && first["data"]["after"].is_object());
    let next = link.split(['<', '>']).nth(1).unwrap();
    assert_eq!(litigator.get(next).must(200)["items"], json!([]));
}

/// Reads a stream until it has told of so many events: their ids, types and data.
fn streamed(
    api: &Api,
    token: &str,
    query: &str,
    last: Option<&str>,
    count: usize,
) -> Vec<(String, String, Value)> {
    let mut stream = TcpStream::connect(api.address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    let last = last.map_or_else(String::new, |id| format!("Last-Event-ID: {id}\r\n"));
    let request = format!(
        "GET /v1/changes{query} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {token}\r\nAccept: text/event-stream\r\nAccept-Encoding: gzip\r\n{last}\r\n",
        api.address
    );
    stream.write_all(request.as_bytes()).unwrap();
    let (mut id, mut kind, mut events) = (String::new(), String::new(), Vec::new());
    let mut head = Vec::new();
    for line in BufReader::new(stream).lines() {
        let line = line.unwrap();
        head.push(line.to_lowercase());
        if let Some(text) = line.strip_prefix("id: ") {
            text.clone_into(&mut id);
        } else if let Some(text) = line.strip_prefix("event: ") {
            text.clone_into(&mut kind);
        } else if let Some(text) = line.strip_prefix("data: ") {
            events.push((id.clone(), kind.clone(), serde_json::from_str(text).unwrap()));
            if events.len() == count {
                break;
            }
        }
    }
    assert!(head.iter().any(|line| line.starts_with("content-type: text/event-stream")), "{head:#?}");
    assert!(!head.iter().any(|line| line == "content-encoding: gzip"), "{head:#?}");
    events
}

fn a_stream_goes_on_where_it_was_cut_off(api: &Api) {
    let litigator = api.litigator();
    let token = litigator.token().unwrap().to_owned();
    let start = now_of(&litigator, "&type=event,case");
    let case = case_with(&litigator, "2026-03-02");
    let first = streamed(api, &token, &format!("?type=event,case&cursor={start}"), None, 1);
    assert_eq!((first[0].1.as_str(), &first[0].2["type"]), ("case.created", &json!("case.created")));
    let rest = std::thread::scope(|scope| {
        let open = scope.spawn(|| streamed(api, &token, "?type=event,case", Some(&first[0].0), 3));
        take_to(&litigator, &case, "application_served");
        open.join().unwrap()
    });
    let kinds: Vec<_> = rest.iter().map(|(_, kind, _)| kind.as_str()).collect();
    assert_eq!(kinds, ["case.visible", "event.recorded", "event.recorded"], "{rest:#?}");
    let refused =
        litigator.with_header("Accept", "text/event-stream").with_header("Last-Event-ID", "nonsense");
    refused.get("/v1/changes").refused(400, "invalid_cursor");
}

/// What a writer does: an entry about its own subject, and now and then one that all share. Most touch their own alone, so that
/// they run side by side and commit in another order than they began.
fn write(db: &Db, own: Subject, shared: Subject, round: usize) {
    let author = Author::user(UserId::generate(), "r", Instant::at(NOON.parse().unwrap()));
    let subjects = [Some(own), round.is_multiple_of(5).then_some(shared)];
    db.write_now_in(WriteTurn::Beside, |connection| {
        subjects.iter().flatten().try_for_each(|subject| {
            append_as(
                connection,
                &author,
                EntryKind::Write,
                *subject,
                "organization.updated",
                ABSENT,
                Some(&round),
            )
        })
    })
    .unwrap();
}

fn what_is_committed_late_is_told_in_its_place(api: &Api) {
    let api = api.own(Settings::default());
    let organization = api.organization();
    let administrator = organization.administrator();
    let [early, late] = [(), ()].map(|()| Subject::User(organization.viewer().id.parse().unwrap()));
    let start = now_of(&administrator, "");
    let (tell, told) = channel();
    let (allow, allowed) = channel::<()>();
    std::thread::scope(|scope| {
        let slow = scope.spawn(|| {
            let author = Author::user(UserId::generate(), "r", Instant::at(NOON.parse().unwrap()));
            let (tell, allowed) = (tell, allowed);
            api.db.write_now_in(WriteTurn::Beside, |connection| {
                append_as(connection, &author, EntryKind::Write, late, "user.updated", ABSENT, Some(&1))?;
                tell.send(()).unwrap();
                allowed.recv().unwrap();
                Ok(())
            })
        });
        told.recv().unwrap();
        // An SQLite file has one writer, who is at it.
        if api.backend() == Backend::Postgres {
            write(&api.db, early, early, 1);
        }
        let (before, reached) = all_after(&administrator, "", &start);
        allow.send(()).unwrap();
        slow.join().unwrap().unwrap();
        assert_eq!(before, Vec::<Value>::new(), "the one that was numbered first is not there yet");
        let (items, _) = all_after(&administrator, "", &reached);
        let expected: &[&str] = if api.backend() == Backend::Postgres {
            &["user.updated", "organization.updated"]
        } else {
            &["user.updated"]
        };
        assert_eq!(types(&items), expected);
    });
}

fn whoever_follows_writers_side_by_side_misses_nothing(api: &Api) {
    const WRITERS: usize = 16;
    const ROUNDS: usize = 40;
    let api = api.own(Settings { connections: 32, ..Settings::default() });
    let organization = api.organization();
    let administrator = organization.administrator();
    let shared = Subject::Organization(administrator.organization_id.parse().unwrap());
    let people: Vec<Subject> =
        (0..WRITERS).map(|_| Subject::User(organization.viewer().id.parse().unwrap())).collect();
    let start = now_of(&administrator, "&limit=7");
    let told = std::thread::scope(|scope| {
        let writers: Vec<_> = people
            .iter()
            .map(|person| {
                let db = api.db.clone();
                scope.spawn(move || (0..ROUNDS).for_each(|round| write(&db, *person, shared, round)))
            })
            .collect();
        let (mut told, mut cursor) = (Vec::new(), start);
        loop {
            let is_last = writers.iter().all(std::thread::ScopedJoinHandle::is_finished);
            let (items, end) = all_after(&administrator, "&limit=7", &cursor);
            told.extend(items);
            cursor = end;
            if is_last {
                break told;
            }
        }
    });
    let told: Vec<_> = told.iter().filter(|item| item["type"] == "organization.updated").collect();
    let order: Vec<i64> = told.iter().map(|item| item["sequence"].as_i64().unwrap()).collect();
    assert!(order.is_sorted_by(|one, next| one < next), "each once, and in the order of each subject");
    let written = WRITERS * (0..ROUNDS).map(|round| 1 + usize::from(round.is_multiple_of(5))).sum::<usize>();
    assert_eq!(order.len(), written, "none is missed");
}

on_both!(
    a_batch_is_of_cloud_events,
    a_change_of_what_one_may_see_is_told,
    a_stream_goes_on_where_it_was_cut_off,
    every_change_comes_once_in_its_order,
    news_comes_from_other_processes_too,
    types_and_cases_narrow_the_changes,
    what_is_committed_late_is_told_in_its_place,
    what_is_hidden_is_not_told_and_what_opens_is,
    whoever_follows_writers_side_by_side_misses_nothing,
    whoever_waits_is_told_at_once,
);
