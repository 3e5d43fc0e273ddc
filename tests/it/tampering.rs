//! Ten thousand entries, and two hundred ways to change what stands in them, drawn from a seed: each is found, and named.

use crate::support::tamper::{Formula, chain, lift, write_anew};
use crate::support::*;
use diesel::connection::SimpleConnection as _;
use greffe::db::Connection;
use greffe::db::types::{Instant, Json};
use greffe::error::{Code, Error};
use greffe::ids::CheckpointId;
use greffe::insight::audit::checkpoints::service::make_due;
use greffe::journal::store::{NewEntry, append_many};
use greffe::journal::verify::{Break, JournalReport, walk};
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use serde_json::json;

const CHAINS: usize = 100;
const ENTRIES: usize = 10_000;

/// Entries in many chains, of uneven lengths, with a checkpoint after each quarter but the last.
fn fill(api: &Api, random: &mut StdRng) {
    let now: Instant =
        "2026-11-01T15:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().map(Instant::at).unwrap();
    for quarter in 0..4 {
        api.db
            .write_now(|connection| {
                for _ in 0..10 {
                    let subjects: Vec<String> = (0..ENTRIES / 40).map(|_| subject(random)).collect();
                    let entries: Vec<_> = subjects
                        .iter()
                        .enumerate()
                        .map(|(number, subject)| NewEntry {
                            subject,
                            case_id: None,
                            action: "user.updated",
                            actor: "user:somebody",
                            request_id: "a-request",
                            at: now,
                            kind: "write",
                            before: (number % 3 == 0).then(|| Json::of(&json!({"n": number})).unwrap()),
                            after: Some(Json::of(&json!({"n": number, "text": "é"})).unwrap()),
                        })
                        .collect();
                    append_many(connection, &entries)?;
                }
                if quarter < 3 {
                    let made = make_due(connection, &api.app.tokens, now, chrono::TimeDelta::MIN)?;
                    let id: CheckpointId = made.unwrap().id;
                    assert_ne!(id.uuid(), uuid::Uuid::nil());
                }
                Ok(())
            })
            .unwrap();
    }
    api.db.write_now(|connection| Ok(connection.batch_execute(lift(api.backend()))?)).unwrap();
}

fn subject(random: &mut StdRng) -> String {
    format!("user:{:03}", random.random_range(0..CHAINS))
}

/// What is found once this was done to the journal; then nothing was done.
fn found_after(api: &Api, statements: impl Fn(&mut Connection)) -> JournalReport {
    let mut found = None;
    let undone = api.db.write_now(|connection| {
        statements(connection);
        found = Some(walk(connection, None, false)?);
        Err::<(), _>(Error::new(Code::Conflict))
    });
    assert!(undone.is_err());
    found.unwrap()
}

#[track_caller]
fn named(report: &JournalReport, told: &str) -> (String, i64) {
    match &report.breaks[..] {
        [Break::Chain { subject, position, .. }] => (subject.clone(), *position),
        other => panic!("{told}: {other:?}"),
    }
}

fn run(connection: &mut Connection, statements: &str) {
    connection.batch_execute(statements).expect(statements);
}

/// A chain, a place in it, and how long it is.
fn place(api: &Api, random: &mut StdRng) -> (String, i64, i64) {
    let subject = subject(random);
    let length = api.db.read_now(|connection| Ok(chain(connection, &subject).len())).unwrap();
    let length = i64::try_from(length).unwrap();
    (subject, random.random_range(1..=length), length)
}

const EDITS: [&str; 12] = [
    "action = 'user.created'",
    "actor = 'user:nobody'",
    "request_id = 'another'",
    "at = '2026-11-01T15:00:00.000001Z'",
    "kind = 'read'",
    "\"before\" = '{\"n\":-1}'",
    "\"after\" = '{\"n\":-1}'",
    "\"after\" = null",
    "hash = digest",
    "previous_hash = digest",
    "digest = hash",
    "digest = null",
];

fn two_hundred_changes_are_all_found_and_named(api: &Api) {
    let api = &api.own(Settings::default());
    let random = &mut StdRng::seed_from_u64(5);
    fill(api, random);
    let whole = api.db.read_now(|connection| walk(connection, None, true)).unwrap();
    assert_eq!((whole.entries, whole.checkpoints, &whole.breaks[..]), (10_000, 3, &[][..]));
    for number in 0..200 {
        let (subject, position, length) = place(api, random);
        let here = format!("where subject = '{subject}' and position = {position}");
        match number % 4 {
            0 => {
                let edit = EDITS[random.random_range(0..EDITS.len())];
                let told = format!("update journal set {edit} {here}");
                let report = found_after(api, |connection| run(connection, &told));
                assert_eq!(named(&report, &told), (subject, position), "{told}");
            }
            1 => {
                let told = format!("delete from journal {here}");
                let report = found_after(api, |connection| run(connection, &told));
                assert_eq!(
                    named(&report, &told),
                    (subject, position + 1 - i64::from(position == length)),
                    "{told}"
                );
            }
            2 => {
                let other = if position == length { position - 1 } else { length };
                let told = format!(
                    "update journal set position = -1 {here}; \
                     update journal set position = {position} where subject = '{subject}' and position = {other}; \
                     update journal set position = {other} where subject = '{subject}' and position = -1"
                );
                let report = found_after(api, |connection| run(connection, &told));
                assert_eq!(named(&report, &told), (subject, position.min(other)), "{told}");
            }
            _ => {
                // A copy of the entry, behind it, and all that follow one place further.
                let told = format!(
                    "update journal set position = -position where subject = '{subject}' and position > {position}; \
                     update journal set position = 1 - position where subject = '{subject}' and position < 0; \
                     insert into journal (subject, action, actor, request_id, at, kind, \"before\", \"after\", position, previous_hash, hash, digest) \
                     select subject, action, actor, request_id, at, kind, \"before\", \"after\", position + 1, hash, hash, digest from journal {here}"
                );
                let report = found_after(api, |connection| run(connection, &told));
                assert_eq!(named(&report, &told), (subject, position + 1), "{told}");
            }
        }
    }
}

fn what_is_written_anew_with_all_its_hashes_is_found_by_a_checkpoint(api: &Api) {
    let api = &api.own(Settings::default());
    let random = &mut StdRng::seed_from_u64(6);
    fill(api, random);
    let through: Vec<i64> = api
        .db
        .read_now(|connection| {
            let all = greffe::journal::checkpoints::store::all(connection)?;
            Ok(all.into_iter().map(|one| one.through_sequence).collect())
        })
        .unwrap();
    let mut found = 0;
    for number in 0..40 {
        let (subject, position, _) = place(api, random);
        let entries = api.db.read_now(|connection| Ok(chain(connection, &subject))).unwrap();
        let sequence = entries[usize::try_from(position).unwrap() - 1].sequence;
        let here = format!("where subject = '{subject}' and position = {position}");
        let told = match number % 3 {
            0 => format!("update journal set actor = 'user:nobody' {here}"),
            1 => format!("delete from journal where subject = '{subject}' and position >= {position}"),
            _ => format!("update journal set \"after\" = null {here}"),
        };
        let report = found_after(api, |connection| {
            run(connection, &told);
            // A chain that is gone has no head, either.
            run(
                connection,
                &format!(
                    "delete from journal_heads where subject = '{subject}' and {position} = 1 and {number} % 3 = 1"
                ),
            );
            write_anew(connection, &subject, position, Formula::New);
        });
        let expected = through.iter().position(|last| sequence <= *last);
        match (&report.breaks[..], expected) {
            ([Break::Checkpoint { number, .. }], Some(window)) => {
                assert_eq!(usize::try_from(*number).unwrap(), window + 1, "{told}");
                found += 1;
            }
            ([], None) => {} // After the last checkpoint there is nothing to hold it against yet.
            (other, _) => panic!("{told}: {other:?}"),
        }
    }
    assert!(found >= 20, "{found}");
}

on_both!(
    two_hundred_changes_are_all_found_and_named,
    what_is_written_anew_with_all_its_hashes_is_found_by_a_checkpoint,
);
