//! The demo, and what only a process shows that serves: two starts on one database, new law at a start, reminders, the log.

use crate::support::api::eventually;
use crate::support::backend::{Database, folder};
use crate::support::command::{greffe, says};
use crate::support::demo::{Demo, Person};
use crate::support::*;
use serde_json::Value;
use std::path::PathBuf;

/// A folder that no other test has.
fn place(name: &str) -> PathBuf {
    let place = folder().join(format!("demo-{name}"));
    std::fs::create_dir_all(&place).unwrap();
    place
}

/// A day of mourning is proclaimed on a day on which a deadline falls: nothing moves until the organisation adopts it.
fn new_law_moves_nothing_until_it_is_adopted(api: &Api) {
    let backend = api.backend();
    let database = Database::blank(backend);
    let data = place(&format!("new-law-{backend:?}"));
    let (data, catalog) = (data.to_str().unwrap(), data.join("catalog"));
    std::fs::create_dir_all(catalog.join("calendars")).unwrap();
    let amendment = catalog.join("calendars/mourning.toml");
    std::fs::write(
        &amendment,
        "amends = \"ca-fc\"\n[[holidays]]\ncode = \"mourning_2026\"\nname = { en = \"National day of mourning\", fr = \"jour de deuil national\" }\n\
         on = { date = 2026-11-16 }\ncitation = { en = \"Proclamation\", fr = \"Proclamation\" }\n",
    )
    .unwrap();
    let catalog = catalog.to_str().unwrap().to_owned();
    let url = (backend == Backend::Postgres).then(|| database.spelled());
    let mut demo = Demo::start_with(data, url.as_deref(), &["--drain-seconds", "0"]);
    // Fifteen days from Sunday 1 November 2026: Monday 16 November.
    let case = Person::of(&demo, "litigator").post(
        "/v1/cases",
        &serde_json::json!({"proceeding": "ALJR", "style_of_cause": "Doe v. Canada", "language": "en", "file_number": "IMM-9999-26",
            "decision": {"notified_on": "2026-11-01", "location": "in_canada"}}),
    );
    let deadline = format!("/v1/deadlines/{}", case["deadlines"][0]["id"].as_str().unwrap());
    assert_eq!(case["deadlines"][0]["due_on"], "2026-11-16");
    demo.stop();
    demo.process.wait().unwrap();

    let mut impact = greffe(&["rules", "impact", "--catalog-dir", &catalog, "--data-dir", data]);
    if let Some(url) = &url {
        impact.env("GREFFE_DATABASE_URL", url);
    }
    let said = says(&mut impact);
    let line =
        said.lines().find(|line| line.starts_with("IMM-9999-26\t")).unwrap_or_else(|| panic!("{said}"));
    assert!(line.starts_with("IMM-9999-26\tALJR-72-IN\t2026-11-16\t2026-11-17\t"), "{line}");
    assert!(line.contains("National day of mourning"), "{line}");

    let mut demo =
        Demo::start_with(data, url.as_deref(), &["--drain-seconds", "0", "--catalog-dir", &catalog]);
    let manager = Person::of(&demo, "manager");
    assert_eq!(manager.get("/v1/catalog")["is_adopted"], false);
    let event = serde_json::json!({"type": "extension_granted", "occurred_on": "2026-11-01"});
    manager.post(&format!("/v1/cases/{}/events", case["id"].as_str().unwrap()), &event);
    assert_eq!(manager.get(&deadline)["due_on"], "2026-11-16", "an event moves only what it is about");
    let nothing = serde_json::json!({});
    let shown = manager.post("/v1/catalog/adopt?dry_run=true", &nothing);
    assert_eq!(manager.get(&deadline)["due_on"], "2026-11-16");
    let adopted = manager.post("/v1/catalog/adopt", &nothing);
    assert_eq!((&adopted["moved"], &adopted["proposals"]), (&shown["moved"], &shown["proposals"]));
    let moved = manager.get(&deadline);
    assert_eq!(moved["due_on"], "2026-11-17");
    assert_eq!(moved["previous_dates"][0]["due_on"], "2026-11-16");
    assert!(
        moved["previous_dates"][0]["why"]["fr"].as_str().unwrap().contains("deuil national"),
        "{moved:#}"
    );
    assert_eq!(manager.get("/v1/catalog")["is_adopted"], true);
    assert_eq!(manager.post("/v1/catalog/adopt", &nothing)["moved"], 0, "there is nothing left to move");
    demo.stop();
    demo.process.wait().unwrap();
    let mut verify = greffe(&["journal", "verify", "--data-dir", data]);
    if let Some(url) = &url {
        verify.env("GREFFE_DATABASE_URL", url);
    }
    assert!(says(&mut verify).starts_with("The journal is whole"));
}

/// How many cases and deadlines somebody of the demo sees.
fn counts(demo: &Demo) -> (Value, Value) {
    let agent: ureq::Agent = ureq::Agent::new_with_defaults();
    let token = format!("Bearer {}", demo.token("litigation_manager"));
    let count = |list: &str| {
        let request = agent
            .get(format!("{}/v1/{list}?include=count&limit=1", demo.base()))
            .header("Authorization", &token);
        request.call().unwrap().body_mut().read_json::<Value>().unwrap()["count"].clone()
    };
    (count("cases"), count("deadlines"))
}

fn a_demo_starts_twice_with_the_same_data(api: &Api) {
    let backend = api.backend();
    let database = Database::blank(backend);
    let data = place(&format!("demo-{backend:?}"));
    let start = || {
        Demo::start(
            data.to_str().unwrap(),
            (backend == Backend::Postgres).then(|| database.spelled()).as_deref(),
        )
    };
    let mut first = start();
    let people: Vec<_> = first.printed.iter().take_while(|line| !line.starts_with("http")).collect();
    assert_eq!(people.len(), 12, "{:?}", first.printed);
    for line in &people {
        let words: Vec<_> = line.split(' ').collect();
        assert!(words.len() == 3 && words[0].parse::<greffe::access::permissions::Role>().is_ok(), "{line}");
    }
    let said: Vec<_> = people.iter().map(|line| (*line).clone()).collect();
    let counted = counts(&first);
    assert!(counted.0.as_i64() > Some(0) && counted.1.as_i64() > Some(0), "{counted:?}");
    assert_eq!(first.get("/health/ready"), Some(200));

    first.stop();
    eventually("ready turns 503", || first.get("/health/ready") == Some(503));
    assert_eq!(
        first.process.wait().unwrap().code(),
        Some(0),
        "a server that is asked to stop has not failed"
    );

    let second = start();
    assert_eq!(second.printed[..12], said[..]);
    assert_eq!(counts(&second), counted, "a second start makes nothing twice");
}

#[test]
fn the_secret_of_a_feed_is_in_no_line_of_the_log() {
    let data = place("feed-log");
    let data = data.to_str().unwrap();
    let demo = Demo::start(data, None);
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let token = format!("Bearer {}", demo.token("litigator"));
    let feed: Value = agent
        .post(format!("{}/v1/feeds", demo.base()))
        .header("Authorization", &token)
        .send_json(serde_json::json!({"scope": "me", "language": "fr"}))
        .unwrap()
        .body_mut()
        .read_json()
        .unwrap();
    let path = feed["url"].as_str().unwrap().strip_prefix("https://greffe.example").unwrap();
    let secret = path.rsplit('/').next().unwrap().trim_end_matches(".ics");
    assert_eq!(demo.get(path), Some(200));
    assert_eq!(demo.get(&format!("{path}?x={secret}")), Some(200), "what programs add is not looked at");
    for misspelled in [format!("/v1/feeds/{secret}"), format!("/feeds{path}")] {
        assert!(demo.get(&misspelled) >= Some(400), "{misspelled}");
    }
    eventually("the last request is logged", || {
        Demo::logged(data).matches("http.route=unmatched").count() == 1
    });
    assert!(Demo::logged(data).contains("http.route=/v1/feeds/{token}.ics"), "by its pattern");
    let metrics =
        agent.get(format!("{}/metrics", demo.base())).call().unwrap().body_mut().read_to_string().unwrap();
    assert!(metrics.contains("/v1/feeds/{token}.ics"), "{metrics}");
    for told in [Demo::logged(data), metrics] {
        let leak = told.lines().find(|line| line.contains(secret));
        assert_eq!(leak, None);
    }
}

/// How many notifications somebody of the demo has.
fn notified(demo: &Demo, username: &str) -> u64 {
    let person = demo.printed.iter().find(|line| line.contains(&format!(" {username} "))).unwrap();
    let password = person.rsplit(' ').next().unwrap();
    let agent: ureq::Agent = ureq::Agent::new_with_defaults();
    let credentials = serde_json::json!({"username": username, "password": password});
    let pair = agent.post(format!("{}/v1/auth/token", demo.base())).send_json(credentials);
    let pair: Value = pair.unwrap().body_mut().read_json().unwrap();
    let list = agent
        .get(format!("{}/v1/notifications?include=count&limit=1", demo.base()))
        .header("Authorization", format!("Bearer {}", pair["access_token"].as_str().unwrap()));
    list.call().unwrap().body_mut().read_json::<Value>().unwrap()["count"].as_u64().unwrap()
}

#[test]
fn a_server_reminds_while_it_runs_and_stops_when_it_is_asked() {
    let data = place("reminders");
    let tuesday = ["--clock", "2026-11-03T15:00:00Z", "--reminder-interval-seconds", "1"];
    let mut demo = Demo::start_with(data.to_str().unwrap(), None, &tuesday);
    eventually("somebody is told", || notified(&demo, "litigator") > 0);
    demo.stop();
    assert_eq!(demo.process.wait().unwrap().code(), Some(0));
}

on_both!(new_law_moves_nothing_until_it_is_adopted, a_demo_starts_twice_with_the_same_data);
