//! What happens to the database under a service that runs: work that panics, a writer that is held, a disk that is full, a file
//! that may only be read, a schema that a newer program made. Nothing of it lasts longer than its cause.

use crate::support::api::eventually;
use crate::support::backend::{Database, admin};
use crate::support::command::{SECRET, complains, greffe};
use crate::support::*;
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use greffe::db::schema::write_trials::dsl::{filler, write_trials};
use greffe::db::{Connection, DatabaseUrl, Db};
use greffe::error::{Error, Result, Trouble};
use serde_json::json;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

#[track_caller]
fn unavailable(answer: Answer) {
    let answer = answer.refused(503, "unavailable");
    let waits = answer.header("retry-after").is_some_and(|wait| wait.parse::<u32>().is_ok());
    assert!(waits, "{:?}", answer.headers);
}

fn write(connection: &mut Connection, text: &str) -> Result<()> {
    diesel::update(write_trials).set(filler.eq(text)).execute(connection)?;
    Ok(())
}

fn kept(db: &Db) -> String {
    db.read_now(|connection| Ok(write_trials.select(filler).first(connection)?)).unwrap()
}

/// Runs something asynchronous of the database's.
fn run<T>(work: impl Future<Output = T>) -> T {
    actix_web::rt::System::new().block_on(work)
}

fn work_that_panics_leaves_nothing_and_stops_nobody(api: &Api) {
    // One connection for all: whatever a panic leaves on it, the next one finds.
    let settings = || Settings { connections: 1, wait: Duration::from_secs(2), ..Settings::default() };
    let api = &api.own(settings());
    let manager = api.manager();
    let case = case_with(&manager, "2026-03-02");
    let note = |number: usize| {
        manager.post(&format!("/v1/cases/{case}/notes"), json!({"body": format!("Note {number}.")})).must(201)
    };
    let panics = |work: &dyn Fn()| assert!(catch_unwind(AssertUnwindSafe(work)).is_err(), "it panicked");
    let doomed = |connection: &mut Connection| -> Result<()> {
        write(connection, "never kept")?;
        panic!("in the midst of writing")
    };
    panics(&|| drop(api.db.write_now(doomed)));
    note(1);
    let refused = run(api.db.write(doomed)).unwrap_err();
    assert_eq!(refused.code().as_str(), "internal", "{refused}");
    note(2);
    panics(&|| drop(api.db.snapshot_now(|_| -> Result<()> { panic!("in the midst of reading") })));
    note(3);
    let refused = run(api.db.read(|_| -> Result<()> { panic!("in the midst of reading") })).unwrap_err();
    assert_eq!(refused.code().as_str(), "internal", "{refused}");
    note(4);
    assert_ne!(kept(&api.db), "never kept");
    assert_eq!(
        manager.get(&format!("/v1/cases/{case}/notes")).must(200)["items"].as_array().unwrap().len(),
        4
    );
    assert_eq!(api.anonymous().get("/health/ready").status, 200);
}

/// `PostgreSQL` answers `commit` with a success, and rolls back, where a statement before it failed.
fn what_is_said_to_be_kept_is_kept(api: &Api) {
    let api = &api.own(Settings::default());
    let said = api.db.write_now(|connection| {
        write(connection, "kept")?;
        let failed = connection.batch_execute("select no_such_column from organizations");
        assert!(failed.is_err());
        Ok(())
    });
    assert_eq!(said.is_ok(), kept(&api.db) == "kept", "{said:?}");
    api.db.write_now(|connection| write(connection, "another")).unwrap();
    assert_eq!(kept(&api.db), "another");
}

fn whether_it_is_ready_is_tried_by_writing(api: &Api) {
    let api = &api.own(Settings { wait: Duration::from_millis(300), ..Settings::default() });
    let ready = || api.anonymous().get("/health/ready");
    assert_eq!(ready().must(200), json!({"status": "ok"}));
    let other = api.database().open(1);
    let held = |connection: &mut Connection| {
        if api.backend() == Backend::Postgres {
            connection.batch_execute("lock table write_trials in access exclusive mode")?;
        }
        eventually("the service notices that its writer is held", || ready().status == 503);
        let since = Instant::now();
        unavailable(ready());
        assert!(since.elapsed() < Duration::from_secs(4), "it is told soon: {:?}", since.elapsed());
        assert_eq!(api.anonymous().get("/health/live").status, 200);
        Err::<(), _>(Error::internal("nothing is kept"))
    };
    other.write_now(held).unwrap_err();
    eventually("the service notices that its writer is free", || ready().status == 200);
    // However many ask, there is one trial at a time, and none waits behind another.
    std::thread::scope(|scope| {
        let asked: Vec<_> = (0..40).map(|_| scope.spawn(|| ready().status)).collect();
        assert!(asked.into_iter().all(|asked| asked.join().unwrap() == 200));
    });
}

/// Takes the room for anything new away, and gives it back.
fn without_room(api: &Api, look: impl FnOnce()) {
    match api.backend() {
        Backend::Postgres => {
            let name = &api.database().place;
            let reconnect =
                format!("select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'");
            admin(&format!("alter database {name} set default_transaction_read_only = on"));
            admin(&reconnect);
            look();
            admin(&format!("alter database {name} set default_transaction_read_only = off"));
            admin(&reconnect);
        }
        Backend::Sqlite => {
            let pages = |most: &str| {
                let bound = format!("pragma max_page_count = {most}");
                api.db.write_now(|connection| Ok(connection.batch_execute(&bound)?)).unwrap();
            };
            pages("1");
            look();
            pages("1073741823");
        }
    }
}

fn a_disk_without_room_is_503_and_not_ready_until_there_is_room(api: &Api) {
    let api = &api.own(Settings::default());
    let manager = api.manager();
    let notes = format!("/v1/cases/{}/notes", case_with(&manager, "2026-03-02"));
    let write = || manager.post(&notes, json!({"body": "Of some length. ".repeat(1000)}));
    let ready = || api.anonymous().get("/health/ready").status;
    assert_eq!(ready(), 200);
    without_room(api, || {
        // What is left of free pages, and connections that do not know yet, go first.
        eventually("there is no room", || write().status == 503);
        for _ in 0..3 {
            unavailable(write());
            eventually("the service says so", || ready() == 503);
        }
        assert_eq!(manager.get(&notes).status, 200, "what is there can be read");
        unavailable(manager.post("/v1/cases", new_case("2026-03-02")));
    });
    eventually("there is room again", || write().status == 201);
    eventually("the service says so", || ready() == 200);
    let verdict = api.db.read_now(greffe::journal::verify::verify).unwrap();
    assert!(matches!(verdict, greffe::journal::verify::Verdict::Whole { .. }), "{verdict:?}");
}

/// The same database, of which only reading is allowed.
fn only_to_read(database: &Database) -> DatabaseUrl {
    match &database.url {
        DatabaseUrl::Sqlite(path) => format!("sqlite:file:{}?mode=ro", path.display()).parse().unwrap(),
        DatabaseUrl::Postgres(_) => {
            let read_only = "options=-c%20default_transaction_read_only%3Don";
            let url = database.spelled();
            let joint = if url.contains('?') { '&' } else { '?' };
            format!("{url}{joint}{read_only}").parse().unwrap()
        }
    }
}

fn a_database_that_may_only_be_read_is_not_ready(api: &Api) {
    let database = Database::create(api.backend());
    let before = database.open(1);
    before.write_now(|connection| write(connection, "before")).unwrap();
    let db = Db::open(&only_to_read(&database), 1, Duration::from_secs(2)).unwrap();
    assert_eq!(kept(&db), "before");
    for _ in 0..2 {
        let refused = db.write_now(|connection| write(connection, "after")).unwrap_err();
        assert_eq!(refused.code().as_str(), "unavailable", "{refused}");
        assert_eq!(refused.trouble(), Some(Trouble::Storage), "{refused}");
        assert_eq!(run(db.ready()).unwrap_err().code().as_str(), "unavailable");
    }
    assert_eq!(kept(&db), "before");
    run(before.ready()).unwrap();
}

const NEWER: &str = "99991231000000";

fn a_program_older_than_the_schema_does_not_serve_it(api: &Api) {
    let api = &api.own(Settings::default());
    let ready = || api.anonymous().get("/health/ready").status;
    assert_eq!(ready(), 200);
    let execute = |statement: String| {
        api.db.write_now(|connection| Ok(connection.batch_execute(&statement)?)).unwrap();
    };
    execute(format!("insert into __diesel_schema_migrations (version) values ('{NEWER}')"));
    eventually("a program that runs gives way", || ready() == 503);
    let refused = api.db.migrate().unwrap_err();
    assert!(refused.to_string().contains(NEWER), "{refused}");
    let url = api.database().spelled();
    let commands: [&[&str]; 6] = [
        &["serve", "--port", "0"],
        &["demo", "--fill-only", "--cases", "0"],
        &["migrate"],
        &["remind"],
        &["journal", "verify"],
        &["rules", "impact"],
    ];
    for command in commands {
        let said = complains(
            greffe(command)
                .env("GREFFE_DATABASE_URL", &url)
                .envs((command[0] == "serve").then_some(("GREFFE_SIGNING_SECRET", SECRET))),
        );
        assert!(said.contains(NEWER) && said.contains("newer"), "{command:?}: {said}");
    }
    execute(format!("delete from __diesel_schema_migrations where version = '{NEWER}'"));
    eventually("it is as it was", || ready() == 200);
}

on_both!(
    work_that_panics_leaves_nothing_and_stops_nobody,
    what_is_said_to_be_kept_is_kept,
    whether_it_is_ready_is_tried_by_writing,
    a_disk_without_room_is_503_and_not_ready_until_there_is_room,
    a_database_that_may_only_be_read_is_not_ready,
    a_program_older_than_the_schema_does_not_serve_it,
);
