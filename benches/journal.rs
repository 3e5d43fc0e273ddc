//! The record: what an entry adds to a write, and how long it takes to walk a million of them.
//!
//!     cargo bench --bench journal                                                SQLite, in a temporary directory
//!     cargo bench --bench journal -- postgres://postgres@127.0.0.1:5432/NAME     PostgreSQL: an empty database
//!
//! `ENTRIES` says how many are walked (1,000,000). Targets: under 15 % of a write, and under 20 s.
#![expect(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a bench that cannot write has nothing to measure, and says what it measured"
)]

use chrono::{DateTime, TimeDelta, Utc};
use greffe::access::classification::Classification;
use greffe::access::context::Context;
use greffe::access::permissions::{Permission, Role};
use greffe::access::trace::Trace;
use greffe::clock::registry_day;
use greffe::db::types::{Instant, Json};
use greffe::db::{DatabaseUrl, Db};
use greffe::insight::audit::checkpoints::service::make_due;
use greffe::journal::store::{NewEntry, append_many};
use greffe::journal::verify::walk;
use greffe::journal::{self, Subject};
use greffe::matters::notes;
use greffe::people::identity;
use greffe::people::identity::model::OrganizationKind;
use greffe::people::identity::service::{NewAccount, create_account};
use greffe::signing::tokens::Tokens;
use greffe::text::{Language, Text};
use greffe::unparsed::Unparsed;
use serde_json::json;
use std::time::Duration;

const WRITES: u32 = 400;
const CHAINS: usize = 20_000;

fn main() {
    let url = std::env::args().find(|argument| argument.starts_with("postgres"));
    let folder = tempfile::tempdir().expect("a folder");
    let url: DatabaseUrl = url
        .unwrap_or_else(|| format!("sqlite:{}", folder.path().join("bench.db").display()))
        .parse()
        .expect("a database URL");
    let db = Db::open(&url, 2, Duration::from_secs(10)).expect("a pool");
    db.migrate().expect("migrations run");
    let now: DateTime<Utc> = "2026-11-01T15:00:00Z".parse().expect("an instant");
    let now = Instant::at(now);
    let caller = caller(&db, now);
    appending(&db, &caller);
    walking(&db, now);
}

fn caller(db: &Db, now: Instant) -> Context {
    let account = NewAccount {
        username: "first".to_owned(),
        display_name: "First".to_owned(),
        role: Role::Administrator,
        language: Language::En,
        clearance: Classification::ProtectedB,
        password_hash: String::new(),
        organization: "DOJ".to_owned(),
        organization_name: Text::new("Justice", "Justice"),
        organization_kind: OrganizationKind::Other,
    };
    let user = db
        .write_now(|connection| {
            let id = create_account(connection, &account, now)?;
            identity::store::principal(connection, id, now)
        })
        .expect("an account")
        .expect("a person");
    let (today, request_id) = (registry_day(now), "bench".to_owned());
    Context {
        user,
        now,
        today,
        request_id,
        language: Language::En,
        required: Permission::WriteNotes,
        trace: Trace::default(),
    }
}

/// A note on a case, with its own entry, and with one entry more: the difference is what an entry costs.
fn appending(db: &Db, caller: &Context) {
    let case = json!({"proceeding": "ALJR", "style_of_cause": "Doe v. Canada", "language": "en"});
    let case = Unparsed::json(case);
    let case = db
        .write_now(|connection| greffe::registry::cases::service::create(connection, caller, &case))
        .expect("a case")
        .id;
    let note =
        Unparsed::json(json!({"body": "The applicant's record was served by courier on the respondent."}));
    let write = |more: bool| {
        let began = std::time::Instant::now();
        db.write_now(|connection| {
            let made = notes::service::create(connection, caller, case, &note)?;
            if more {
                let nothing = journal::service::ABSENT;
                journal::append(
                    connection,
                    caller,
                    Subject::Case(case),
                    "note.created",
                    nothing,
                    Some(&made),
                )?;
            }
            Ok(())
        })
        .expect("a note");
        began.elapsed()
    };
    for _ in 0..50 {
        write(false);
        write(true);
    }
    let mut one: Vec<_> = Vec::new();
    let mut two: Vec<_> = Vec::new();
    for _ in 0..WRITES {
        one.push(write(false));
        two.push(write(true));
    }
    let median = |mut all: Vec<Duration>| {
        all.sort();
        all.get(all.len() / 2).copied().unwrap_or_default().as_secs_f64() * 1e6
    };
    let (one, two) = (median(one), median(two));
    let entry = (two - one).max(0.0);
    println!(
        "a write {one:.0} us, an entry {entry:.0} us of it: {:.1} % of the rest",
        100.0 * entry / (one - entry)
    );
}

fn walking(db: &Db, now: Instant) {
    let wanted: usize = std::env::var("ENTRIES").ok().and_then(|all| all.parse().ok()).unwrap_or(1_000_000);
    let secret = "only-for-a-bench-only-for-a-bench-only".into();
    let tokens = Tokens::with_secret(&secret).expect("a key");
    let after = Json::of(&json!({
        "id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10", "type": "application_filed", "occurred_on": "2026-03-09",
        "stage": "commenced", "note": "As the registry's index says.", "recorded_by": "019a8e2a-0000-7000-8000-000000000001"
    }))
    .expect("JSON");
    let subjects: Vec<String> = (0..CHAINS).map(|number| format!("user:bench-{number:08}")).collect();
    let began = std::time::Instant::now();
    // A number that is prime to that of the chains: neighbours in a chain are not neighbours in the table.
    let mut next = subjects.iter().cycle().step_by(7919);
    for batch in 0..wanted.div_ceil(2_000) {
        db.write_now(|connection| {
            let entries: Vec<_> = (&mut next)
                .take(2_000)
                .map(|subject| NewEntry {
                    subject,
                    case_id: None,
                    action: "user.updated",
                    actor: "user:019a8e2a-0000-7000-8000-000000000001",
                    request_id: "019a8e2b-11aa-7f00-a000-000000000000",
                    at: now,
                    kind: "write",
                    before: Some(after.clone()),
                    after: Some(after.clone()),
                })
                .collect();
            append_many(connection, &entries)?;
            if batch % 50 == 49 {
                make_due(connection, &tokens, now, TimeDelta::MIN)?;
            }
            Ok(())
        })
        .expect("entries");
    }
    println!("filled in {:.1} s", began.elapsed().as_secs_f64());
    let began = std::time::Instant::now();
    let report = db.snapshot_now(|connection| walk(connection, None, true)).expect("a walk");
    assert!(report.breaks.is_empty(), "{:?}", report.breaks.first());
    println!(
        "{} entries in {} chains and {} checkpoints walked in {:.1} s",
        report.entries,
        report.chains,
        report.checkpoints,
        began.elapsed().as_secs_f64()
    );
}
