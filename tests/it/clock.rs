//! The machine's clock against the record: it does not go back unnoticed.

use crate::support::backend::Database;
use crate::support::command::{SECRET, create_user, greffe, outcome};
use crate::support::*;
use chrono::{DateTime, TimeDelta, Utc};
use greffe::clock::{Clock, TOLERANCE};
use greffe::db::types::Instant;
use greffe::journal::service::{ABSENT, Author, append_as_system, append_security, pending_entry};
use greffe::journal::verify::{VerifyOptions, examine};
use greffe::journal::{Subject, times::TimeFindings};
use serde_json::json;

fn at(text: &str) -> Instant {
    Instant::at(text.parse::<DateTime<Utc>>().unwrap())
}

fn append(api: &Api, subject: Subject, when: Instant) {
    let by = Author::system("test", when);
    api.db
        .write_now(|connection| append_security(connection, &by, subject, "policy.changed", ABSENT, ABSENT))
        .unwrap();
}

fn kept(api: &Api, subject: Subject) -> Vec<Instant> {
    let chain = api.db.read_now(|connection| Ok(tamper::chain(connection, &subject.to_string())));
    chain.unwrap().into_iter().map(|entry| entry.at).collect()
}

fn examined(api: &Api, now: Instant) -> TimeFindings {
    let asked = VerifyOptions { now: Some(now), ..VerifyOptions::default() };
    let report = api.db.snapshot_now(|connection| examine(connection, asked)).unwrap();
    assert_eq!(report.breaks, []);
    report.times
}

/// Who waited for another is as late as that one; whose clock is wrong is not made right by it, and is named.
fn an_entry_is_never_a_little_before_the_one_it_follows(api: &Api) {
    let api = &api.own(Settings::default());
    let noon = at("2026-11-01T12:00:00Z");
    let before = |length: TimeDelta| Instant::at(noon.utc() - length);
    append(api, Subject::Service, noon);
    append(api, Subject::Service, before(TOLERANCE));
    let many = [(); 2].map(|()| pending_entry(Subject::Service, "policy.changed", ABSENT, ABSENT).unwrap());
    api.db
        .write_now(|connection| append_as_system(connection, "test", before(TimeDelta::seconds(1)), &many))
        .unwrap();
    assert_eq!(kept(api, Subject::Service), [noon; 4]);
    assert_eq!(examined(api, noon), TimeFindings::default());
    // By far too early: what the clock showed is what is kept.
    let far = before(TOLERANCE + TimeDelta::seconds(1));
    append(api, Subject::Service, far);
    assert_eq!(kept(api, Subject::Service)[4], far);
    let times = examined(api, noon);
    assert_eq!((times.back_in_chain.entries, times.back.entries, times.ahead.entries), (1, 1, 0));
    assert_eq!(times.back_in_chain.by, 301_000_000);
    assert!(
        times.told()[0].en.contains("301 s") || times.told()[0].en.contains("5 min"),
        "{:?}",
        times.told()
    );
    // In another chain, too, a time before that of a lower number is named; a little is nothing.
    let elsewhere = Subject::User(greffe::ids::UserId::generate());
    append(api, elsewhere, noon);
    append(api, Subject::User(greffe::ids::UserId::generate()), before(TimeDelta::minutes(4)));
    append(api, Subject::User(greffe::ids::UserId::generate()), before(TimeDelta::hours(3)));
    let times = examined(api, noon);
    assert_eq!((times.back_in_chain.entries, times.back.entries), (1, 2));
    let yesterday = before(TimeDelta::days(1));
    assert_eq!(examined(api, yesterday).ahead.entries, 8, "all are from after that");
}

/// The machine's clock is set back while the service runs: times run on, and it is not ready.
fn a_clock_that_was_set_back_is_noticed(api: &Api) {
    let clock = Clock::of_the_machine();
    let api = &api.own(Settings { clock: clock.clone(), ..Settings::default() });
    let administrator = api.administrator();
    api.anonymous().get("/health/ready").must(200);
    let shown = clock.now();
    clock.not_before(Instant::at(shown.utc() + TimeDelta::minutes(4)));
    api.anonymous().get("/health/ready").must(200);
    let hour = Instant::at(shown.utc() + TimeDelta::minutes(50));
    clock.not_before(hour);
    let answer = api.anonymous().get("/health/ready");
    assert_eq!((answer.status, answer.json["code"].clone()), (503, json!("unavailable")));
    let french = api.anonymous().accept_language("fr").get("/health/ready");
    assert!(french.json["detail"].as_str().unwrap().contains("horloge"), "{:?}", french.json);
    api.anonymous().get("/health/live").must(200);
    let organization =
        administrator.post("/v1/service-accounts", json!({"name": "Later", "role": "viewer"})).must(201);
    let made: DateTime<Utc> = organization["created_at"].as_str().unwrap().parse().unwrap();
    assert!(made >= hour.utc(), "what is written runs on from there");
}

/// The journal is from after what the machine's clock shows: nothing is written by it until somebody has said which is wrong.
fn a_clock_behind_the_journal_stops_who_would_write(api: &Api) {
    let database = Database::create(api.backend());
    let (db, machine) = (database.open(1), Clock::of_the_machine());
    let tomorrow = Instant::at(machine.now().utc() + TimeDelta::days(1));
    let by = Author::system("test", tomorrow);
    db.write_now(|connection| {
        append_security(connection, &by, Subject::Service, "policy.changed", ABSENT, ABSENT)
    })
    .unwrap();
    drop(db);
    let run = |arguments: &[&str]| {
        let mut command = greffe(arguments);
        command.env("GREFFE_DATABASE_URL", database.spelled()).env("GREFFE_SIGNING_SECRET", SECRET);
        outcome(command.write_stdin(fixtures::PASSWORD))
    };
    // A port that is taken: whoever comes as far as that has passed the clock.
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let serve = ["serve", "--port", port.as_str(), "--workers", "1"];
    let create = create_user("viewer");
    for writing in [&serve[..], &create, &["remind"], &["journal", "checkpoint"]] {
        let (done, said) = run(writing);
        assert!(
            !done && said.contains("before the last entry of the journal") && said.contains("--accept-clock"),
            "{writing:?}: {said}"
        );
    }
    let (whole, said) = run(&["journal", "verify"]);
    assert!(whole && said.contains("1 are from after the time that this machine's clock shows"), "{said}");
    let (_, said) = run(&[&serve[..], &["--accept-clock"]].concat());
    assert!(said.contains("cannot listen"), "{said}");
    let (_, said) = run(&serve);
    assert!(said.contains("cannot listen"), "once is enough: {said}");
    assert!(run(&create).0);
    let (whole, said) = run(&["journal", "verify"]);
    assert!(whole && said.contains("are from before the entry before them in their chain"), "{said}");
    let entries = database.open(1).read_now(|connection| Ok(tamper::chain(connection, "service"))).unwrap();
    let accepted = entries.iter().find(|entry| entry.action == "clock.set_back").unwrap();
    assert!(
        accepted.at < tomorrow && accepted.before.as_ref().unwrap().get().contains("\"sequence\":1"),
        "{accepted:?}"
    );
}

on_both!(
    an_entry_is_never_a_little_before_the_one_it_follows,
    a_clock_that_was_set_back_is_noticed,
    a_clock_behind_the_journal_stops_who_would_write,
);
