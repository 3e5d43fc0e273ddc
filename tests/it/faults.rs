//! What goes wrong around the service: a database that is away, a pool that is empty, two writers at once.

use crate::support::api::eventually;
use crate::support::backend::{admin, on};
use crate::support::*;
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use greffe::db::schema::cases;
use greffe::db::{Connection, WriteTurn};
use greffe::error::Result;
use greffe::ids::CaseId;
use greffe::journal::model::Subject;
use greffe::journal::service::{ABSENT, Author, append_security};
use greffe::journal::verify::{Verdict, verify};
use greffe::matters::cases::dialect::lock_cases;
use serde_json::json;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Barrier, mpsc};
use std::time::Duration;

#[track_caller]
fn unavailable(answer: Answer) {
    let answer = answer.refused(503, "unavailable");
    assert!(
        answer.header("retry-after").is_some_and(|wait| wait.parse::<u32>().is_ok()),
        "{:?}",
        answer.headers
    );
}

/// Takes the database away, looks what the service says, and gives it back.
fn while_it_is_away(api: &Api, look: impl FnOnce()) {
    match api.backend() {
        Backend::Postgres => {
            let name = &api.database().place;
            admin(&format!("alter database {name} allow_connections false"));
            admin(&format!(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'"
            ));
            look();
            admin(&format!("alter database {name} allow_connections true"));
        }
        // An SQLite file cannot go away under an open connection; what can be had from others is its write lock.
        Backend::Sqlite => {
            let other = api.database().open(1);
            other
                .read_now(|connection| {
                    connection.batch_execute("begin immediate")?;
                    look();
                    Ok(connection.batch_execute("rollback")?)
                })
                .unwrap();
        }
    }
}

fn a_database_that_is_away_is_503_and_comes_back(api: &Api) {
    let api = &api.own(Settings { wait: Duration::from_millis(300), ..Settings::default() });
    let manager = api.manager();
    let case = case_with(&manager, "2026-03-02");
    let notes = format!("/v1/cases/{case}/notes");
    while_it_is_away(api, || {
        if api.backend() == Backend::Postgres {
            // The first answers may meet connections that do not know yet that they are lost.
            eventually("the service notices", || api.anonymous().get("/health/ready").status == 503);
            unavailable(api.anonymous().get("/health/ready"));
            unavailable(manager.get("/v1/cases"));
        } else {
            assert_eq!(manager.get("/v1/cases").status, 200, "readers do not wait for writers");
        }
        unavailable(manager.post(&notes, json!({"body": "Lost?"})));
        assert_eq!(api.anonymous().get("/health/live").status, 200);
    });
    eventually("the service comes back", || api.anonymous().get("/health/ready").status == 200);
    assert_eq!(manager.get(&notes).must(200)["items"], json!([]), "what was refused was not done");
    manager.post(&notes, json!({"body": "Kept."})).must(201);
}

fn a_request_does_not_wait_for_ever_for_a_connection(api: &Api) {
    let api = &api.own(Settings { connections: 1, wait: Duration::from_millis(200), ..Settings::default() });
    let manager = api.manager();
    let (held, is_held) = mpsc::channel();
    let (release, released) = mpsc::channel::<()>();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            api.db.read_now(|_| {
                held.send(()).unwrap();
                released.recv().unwrap();
                Ok(())
            })
        });
        is_held.recv().unwrap();
        unavailable(manager.get("/v1/cases"));
        release.send(()).unwrap();
    });
    assert_eq!(manager.get("/v1/cases").status, 200);
}

/// However long one of them takes, and however many wait behind it.
fn who_waits_to_write_is_in_no_readers_way(api: &Api) {
    let api = &api.own(Settings { connections: 2, ..Settings::default() });
    let manager = api.manager();
    let case = case_with(&manager, "2026-03-02");
    let (held, is_held) = mpsc::channel();
    let (release, released) = mpsc::channel::<()>();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            api.db.write_now(|_| {
                held.send(()).unwrap();
                released.recv().unwrap();
                Ok(())
            })
        });
        is_held.recv().unwrap();
        let note = || manager.post(&format!("/v1/cases/{case}/notes"), json!({"body": "A note."}));
        let waiting: Vec<_> = (0..4).map(|_| scope.spawn(note)).collect();
        let read: Vec<_> = (0..4).map(|_| manager.get(&format!("/v1/cases/{case}")).status).collect();
        release.send(()).unwrap();
        assert_eq!(read, [200; 4]);
        for written in waiting {
            written.join().unwrap().must(201);
        }
    });
}

fn a_server_that_is_about_to_stop_is_not_ready(api: &Api) {
    let api = &api.own(Settings::default());
    assert_eq!(api.anonymous().get("/health/ready").must(200), json!({"status": "ok"}));
    api.app.drain();
    unavailable(api.anonymous().get("/health/ready"));
    assert_eq!(api.anonymous().get("/health/live").status, 200, "requests in flight are still answered");
}

/// Does the same from several sides at once.
fn at_once<T: Send>(work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    std::thread::scope(|scope| {
        let work = &work;
        let running: Vec<_> = (0..8).map(|number| scope.spawn(move || work(number))).collect();
        running.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

fn of_two_who_change_the_same_version_one_is_told(api: &Api) {
    let manager = api.manager();
    let case = format!("/v1/cases/{}", case_with(&manager, "2026-03-02"));
    let etag = manager.get(&case).etag();
    let answers = at_once(|number| {
        manager.patch(&case, &etag, json!({"style_of_cause": format!("Doe {number} v. Canada (MCI)")}))
    });
    let done: Vec<_> = answers.iter().filter(|answer| answer.status == 200).collect();
    assert_eq!(done.len(), 1, "{answers:#?}");
    for late in answers.iter().filter(|answer| answer.status != 200) {
        late.clone().refused(412, "stale_version");
    }
    assert_eq!(manager.get(&case).must(200)["style_of_cause"], done[0].json["style_of_cause"]);
}

fn writers_of_one_case_wait_for_each_other(api: &Api) {
    let manager = api.manager();
    let case = case_with(&manager, "2026-03-02");
    let version = |etag: String| etag.trim_matches('"').parse::<i64>().unwrap();
    let before = version(manager.get(&format!("/v1/cases/{case}")).etag());
    let notes = at_once(|number| {
        manager.post(&format!("/v1/cases/{case}/notes"), json!({"body": format!("Note {number}.")}))
    });
    assert!(notes.iter().all(|answer| answer.status == 201), "{notes:#?}");
    assert_eq!(version(manager.get(&format!("/v1/cases/{case}")).etag()), before + 8, "no change is lost");
    let mut hashes: Vec<_> = manager
        .walk(&format!("/v1/cases/{case}/journal"))
        .0
        .iter()
        .map(|entry| entry["previous_hash"].to_string())
        .collect();
    hashes.sort();
    let all = hashes.len();
    hashes.dedup();
    assert_eq!(hashes.len(), all, "the chain has no fork");
}

/// Two who take the same two cases, each the other one first.
fn of_two_who_wait_for_each_other_both_are_done(api: &Api) {
    let manager = api.manager();
    let [here, there]: [CaseId; 2] = [(); 2].map(|()| case_with(&manager, "2026-03-02").parse().unwrap());
    let both_hold_one = Barrier::new(2);
    let attempts = AtomicUsize::new(0);
    let take_both = |order: [CaseId; 2]| {
        let mut first = true;
        api.db.write_now_in(WriteTurn::Beside, |connection| {
            attempts.fetch_add(1, Ordering::SeqCst);
            let take = |connection: &mut Connection, case: CaseId| -> Result<usize> {
                let longer = cases::style_of_cause.eq(cases::style_of_cause.concat("."));
                Ok(diesel::update(cases::table.find(case)).set(longer).execute(connection)?)
            };
            let [mine, other] = order;
            take(connection, mine)?;
            // SQLite has one writer: the other cannot come in meanwhile.
            if std::mem::take(&mut first) && api.backend() == Backend::Postgres {
                both_hold_one.wait();
            }
            take(connection, other)
        })
    };
    std::thread::scope(|scope| {
        let one = scope.spawn(|| take_both([here, there]));
        let other = scope.spawn(|| take_both([there, here]));
        one.join().unwrap().unwrap();
        other.join().unwrap().unwrap();
    });
    let expected = if api.backend() == Backend::Postgres { 3 } else { 2 };
    assert_eq!(attempts.into_inner(), expected, "one gives way once, and nobody waits in vain");
    for case in [here, there] {
        let style = manager.get(&format!("/v1/cases/{case}")).must(200)["style_of_cause"].clone();
        assert!(
            style.as_str().is_some_and(|style| style.ends_with("..") && !style.ends_with("...")),
            "{style}"
        );
    }
}

/// Who writes a case and then its journal, and who writes its journal only, do not wait for each other in a circle.
/// `SQLite` has one writer, who waits for nobody.
#[test]
fn a_read_is_recorded_while_the_case_is_written_on_postgres() {
    on(Backend::Postgres, a_read_is_recorded_while_the_case_is_written);
}

fn a_read_is_recorded_while_the_case_is_written(api: &Api) {
    let case: CaseId = case_with(&api.manager(), "2026-03-02").parse().unwrap();
    let read = |connection: &mut Connection| {
        connection.batch_execute("set local lock_timeout = '2s'")?;
        let author = Author::system("a test", api.app.clock.now());
        append_security(connection, &author, Subject::Case(case), "case.read", ABSENT, Some(&json!({})))
    };
    api.db
        .write_now_in(WriteTurn::Beside, |connection| {
            lock_cases(connection, &[case])?;
            api.db.write_now_in(WriteTurn::Beside, read)
        })
        .unwrap();
}

/// Who is told to stop waiting for a turn has begun a transaction all the same: who writes next on that connection finds none.
/// `SQLite` has one writer, whose turn comes with the transaction.
#[test]
fn a_turn_that_never_comes_leaves_no_transaction_on_postgres() {
    on(Backend::Postgres, a_turn_that_never_comes_leaves_no_transaction);
}

fn a_turn_that_never_comes_leaves_no_transaction(api: &Api) {
    let [holder, other] = [(); 2].map(|()| api.database().open(1));
    let stop = format!(
        "select pg_cancel_backend(pid) from pg_stat_activity where datname = '{}' and wait_event_type = 'Lock'",
        api.database().place
    );
    let told = holder.write_now(|_| {
        std::thread::scope(|scope| {
            let waiting = scope.spawn(|| other.write_now(|_| Ok(())));
            eventually("it stops waiting", || {
                admin(&stop);
                waiting.is_finished()
            });
            Ok(waiting.join().unwrap())
        })
    });
    assert!(told.unwrap().is_err());
    other.write_now(|_| Ok(())).unwrap();
}

fn one_event_is_recorded_once_however_many_record_it(api: &Api) {
    let manager = api.manager();
    let case = case_with(&manager, "2026-03-02");
    let event = json!({"type": "application_filed", "occurred_on": "2026-03-09", "facts": {"reasons_received": true}});
    let answers = at_once(|_| manager.post(&format!("/v1/cases/{case}/events"), event.clone()));
    assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1, "{answers:#?}");
    for late in answers.iter().filter(|answer| answer.status != 201) {
        late.clone().refused(409, "event_not_allowed");
    }
    let started =
        manager.get(&format!("/v1/deadlines?case_id={case}&rule=FCCIRPR-10(1)(a)&include=count")).must(200);
    assert_eq!(started["count"], 1);
}

fn many_writers_leave_a_whole_journal(api: &Api) {
    let api = &api.own(Settings::default());
    let manager = api.manager();
    at_once(|_| {
        let case = case_with(&manager, "2026-03-02");
        take_to(&manager, &case, "notice_of_appearance_filed");
    });
    let verdict = api.db.read_now(verify).unwrap();
    assert!(matches!(verdict, Verdict::Whole { .. }), "{verdict:?}");
}

on_both!(
    a_database_that_is_away_is_503_and_comes_back,
    a_request_does_not_wait_for_ever_for_a_connection,
    who_waits_to_write_is_in_no_readers_way,
    a_server_that_is_about_to_stop_is_not_ready,
    of_two_who_change_the_same_version_one_is_told,
    writers_of_one_case_wait_for_each_other,
    of_two_who_wait_for_each_other_both_are_done,
    one_event_is_recorded_once_however_many_record_it,
    many_writers_leave_a_whole_journal,
);
