//! Two thousand entries, and two hundred ways to change what stands in them, drawn from a seed: each is found, and named.

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

const CHAINS: usize = 20;
const ENTRIES: usize = 2_000;

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
    assert_eq!((whole.entries, whole.checkpoints, &whole.breaks[..]), (2_000, 3, &[][..]));
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

/// What does not belong into a column, for either backend. `SQLite` takes anything, `PostgreSQL` an instant without end, and
/// nothing where the column was made to take it.
fn nonsense(backend: Backend, table: &str, column: &str) -> Vec<String> {
    let set = |value: &str| format!("update {table} set \"{column}\" = {value}");
    match backend {
        Backend::Sqlite => ["x'ff00'", "5.5", "cast(\"{}\" as blob)"]
            .iter()
            .map(|value| value.replace("{}", column))
            // A number in a column of texts becomes its digits.
            .filter(|value| !(value == "5.5" && TEXTS.contains(&column)))
            // The first entry of a chain has nothing before it.
            .filter(|value| !(value.starts_with("cast") && column == "before"))
            .map(|value| format!("pragma defer_foreign_keys = on; {}", set(&value)))
            .chain(MOMENTS.contains(&column).then(|| set("'2026-02-30T15:00:00.000000Z'")))
            .chain(MOMENTS.contains(&column).then(|| set("'2026-11-01 15:00:00.000000Z'")))
            .chain(
                (column == "case_id")
                    .then(|| format!("pragma defer_foreign_keys = on; {}", set("upper(case_id)"))),
            )
            .collect(),
        Backend::Postgres if MOMENTS.contains(&column) => vec![set("'infinity'"), set("'-infinity'")],
        // The key of a table takes no null.
        Backend::Postgres
            if [
                ("journal_heads", "subject"),
                ("disposals", "case_id"),
                ("journal", "sequence"),
                ("journal_checkpoints", "id"),
            ]
            .contains(&(table, column)) =>
        {
            vec![]
        }
        Backend::Postgres if NULLABLE.contains(&column) => vec![],
        Backend::Postgres => {
            vec![format!("alter table {table} alter column \"{column}\" drop not null; {}", set("null"))]
        }
    }
}

const MOMENTS: [&str; 3] = ["at", "last_at", "created_at"];
const NULLABLE: [&str; 4] = ["case_id", "before", "after", "digest"];
const TEXTS: [&str; 18] = [
    "subject",
    "case_id",
    "action",
    "actor",
    "request_id",
    "at",
    "kind",
    "before",
    "after",
    "previous_hash",
    "hash",
    "digest",
    "last_at",
    "id",
    "root",
    "previous_root",
    "statement",
    "created_at",
];

fn a_row_is_named_whatever_was_done_to_it(api: &Api) {
    let api = &api.own(Settings::default());
    let manager = api.organization().manager();
    let case = case_with(&manager, "2026-03-02");
    api.administrator().post("/v1/journal/checkpoints", json!({})).must(201);
    let backend = api.backend();
    let subject = format!("case:{case}");
    let here = format!("where subject = '{subject}' and position = 1");
    let mut tried = 0;
    let mut spoil = |table: &str, columns: &[&str], here: &str, place: &str| {
        for column in columns {
            for told in nonsense(backend, table, column) {
                let told = format!("{told} {here}");
                let report = found_after(api, |connection| {
                    run(connection, lift(backend));
                    run(connection, &told);
                });
                match &report.breaks[..] {
                    [Break::Row { place: named, field }] => {
                        assert_eq!(field, column, "{told}");
                        assert!(named.contains(place), "{told}: {named}");
                    }
                    other => panic!("{told}: {other:?}"),
                }
                tried += 1;
            }
        }
    };
    let sequence = "(sequence ";
    spoil(
        "journal",
        &[
            "subject",
            "case_id",
            "action",
            "actor",
            "request_id",
            "at",
            "kind",
            "before",
            "after",
            "position",
            "previous_hash",
            "hash",
            "digest",
        ],
        &here,
        sequence,
    );
    spoil(
        "journal_heads",
        &["subject", "length", "hash", "last_at"],
        &format!("where subject = '{subject}'"),
        "the head of ",
    );
    spoil(
        "journal_checkpoints",
        &[
            "id",
            "number",
            "after_sequence",
            "through_sequence",
            "entries",
            "chains",
            "root",
            "previous_root",
            "statement",
            "created_at",
        ],
        "",
        "checkpoint ",
    );
    let insert = format!(
        "insert into disposals (case_id, authority, entries, disposed_by, disposed_at) select '{case}', 'R', {}, '{}', created_at from cases limit 1",
        if backend == Backend::Sqlite { "'many'" } else { "null" },
        manager.id
    );
    let report = found_after(api, |connection| {
        if backend == Backend::Postgres {
            run(connection, "alter table disposals alter column entries drop not null");
        }
        run(connection, &insert);
    });
    let told: Vec<_> = report.breaks.iter().map(ToString::to_string).collect();
    assert_eq!(told, [format!("the disposal of case {case}: its entries holds what is never written there")]);
    let least = if backend == Backend::Sqlite { 60 } else { 20 };
    assert!(tried >= least, "{tried}");
}

fn bytes_that_are_no_text_are_named(api: &Api) {
    // PostgreSQL takes none.
    if api.backend() == Backend::Postgres {
        return;
    }
    let api = &api.own(Settings::default());
    let manager = api.organization().manager();
    let case = case_with(&manager, "2026-03-02");
    api.administrator().post("/v1/journal/checkpoints", json!({})).must(201);
    let subject = format!("case:{case}");
    let first = api.db.read_now(|connection| Ok(chain(connection, &subject).remove(0).sequence)).unwrap();
    for (table, column, here, place) in [
        ("journal", "subject", format!("sequence = {first}"), format!("(sequence {first})")),
        ("journal", "action", format!("sequence = {first}"), format!("(sequence {first})")),
        ("journal", "after", format!("sequence = {first}"), format!("(sequence {first})")),
        ("journal", "hash", format!("sequence = {first}"), format!("(sequence {first})")),
        ("journal", "digest", format!("sequence = {first}"), format!("(sequence {first})")),
        ("journal", "at", format!("sequence = {first}"), format!("(sequence {first})")),
        ("journal_heads", "hash", format!("subject = '{subject}'"), subject.clone()),
        ("journal_checkpoints", "root", "number = 1".to_owned(), "checkpoint 1".to_owned()),
        ("journal_checkpoints", "statement", "number = 1".to_owned(), "checkpoint 1".to_owned()),
    ] {
        let mut found = Vec::new();
        let undone = api.db.write_now(|connection| {
            run(connection, lift(Backend::Sqlite));
            run(connection, &format!("update {table} set \"{column}\" = cast(x'ff41' as text) where {here}"));
            found = walk(connection, None, true)?.breaks;
            Err::<(), _>(Error::new(Code::Conflict))
        });
        assert_eq!(undone.unwrap_err().code(), Code::Conflict);
        let told: Vec<_> = found.iter().map(ToString::to_string).collect();
        assert!(told.iter().any(|one| one.contains(&place)), "{table}.{column}: {told:#?}");
    }
}

fn a_row_that_cannot_be_read_hides_no_other_break(api: &Api) {
    let api = &api.own(Settings::default());
    let manager = api.organization().manager();
    let cases = [case_with(&manager, "2026-03-02"), case_with(&manager, "2026-03-02")];
    let endless = if api.backend() == Backend::Postgres { "infinity" } else { "no instant" };
    let mut found = Vec::new();
    let undone = api.db.write_now(|connection| {
        run(connection, lift(api.backend()));
        run(
            connection,
            &format!(
                "update journal set at = '{endless}' where subject = 'case:{}' and position = 1",
                cases[0]
            ),
        );
        run(
            connection,
            &format!(
                "update journal set actor = 'user:nobody' where subject = 'case:{}' and position = 1",
                cases[1]
            ),
        );
        found = walk(connection, None, true)?.breaks;
        Err::<(), _>(Error::new(Code::Conflict))
    });
    assert!(undone.is_err());
    let told: Vec<_> = found.iter().map(ToString::to_string).collect();
    assert!(
        told[0].starts_with(&format!("case:{} entry 1 (sequence ", cases[0])) && told[0].contains("its at "),
        "{told:#?}"
    );
    let changed = told
        .iter()
        .any(|one| one.starts_with(&format!("case:{} entry 1 ", cases[1])) && one.contains("was changed"));
    assert!(changed, "{told:#?}");
}

on_both!(
    a_row_is_named_whatever_was_done_to_it,
    bytes_that_are_no_text_are_named,
    a_row_that_cannot_be_read_hides_no_other_break,
    two_hundred_changes_are_all_found_and_named,
    what_is_written_anew_with_all_its_hashes_is_found_by_a_checkpoint,
);
