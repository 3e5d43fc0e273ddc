//! The journal: every write is in it once, and nothing in it can be changed unseen.

use crate::support::tamper::{Formula, chain, tamper, write_anew};
use crate::support::world::World;
use crate::support::*;
use diesel::connection::SimpleConnection as _;
use greffe::ids::CaseId;
use greffe::journal::verify::{Break, Verdict, verify, walk};
use serde_json::json;

fn verdict(api: &Api) -> Verdict {
    api.db.read_now(verify).unwrap()
}

#[track_caller]
fn broken(api: &Api) -> Break {
    match verdict(api) {
        Verdict::Broken(found) => found,
        Verdict::Whole { .. } => panic!("nothing was found"),
    }
}

/// Where a chain is broken: its name, the place, whether an entry is there, and why.
#[track_caller]
fn broken_chain(api: &Api) -> (String, i64, bool, &'static str) {
    match broken(api) {
        Break::Chain { subject, position, sequence, reason } => {
            (subject, position, sequence.is_some(), reason)
        }
        Break::Checkpoint { .. } | Break::Row { .. } | Break::Statement { .. } => {
            panic!("there is no checkpoint")
        }
    }
}

fn entries_say_who_did_what_and_are_chained(api: &Api) {
    let litigator = api.litigator();
    let case = case_with(&litigator, "2026-03-02");
    let named = litigator.with_header("X-Request-Id", "the-filing");
    take_to(&named, &case, "application_filed");
    let (entries, _) = litigator.walk(&format!("/v1/cases/{case}/journal?limit=2"));
    let latest = &entries[0];
    assert_eq!(
        (&latest["action"], &latest["request_id"], &latest["kind"]),
        (&json!("event.recorded"), &json!("the-filing"), &json!("write"))
    );
    assert_eq!(latest["actor"], format!("user:{}", litigator.id));
    assert_eq!(latest["subject"], format!("case:{case}"));
    assert_eq!(latest["before"]["stage"], "anticipated");
    assert_eq!(latest["after"]["stage"], "commenced");
    assert!(latest["at"].as_str().unwrap().starts_with("2026-11-01T"), "{latest:#}");
    for pair in entries.windows(2) {
        assert_eq!(pair[0]["previous_hash"], pair[1]["hash"], "each entry names the one before it");
        assert!(pair[0]["sequence"].as_i64() > pair[1]["sequence"].as_i64(), "the latest first");
    }
    let first = entries.last().unwrap();
    assert!(
        first.get("before").is_none_or(serde_json::Value::is_null) && first["action"] == "case.created",
        "{first:#}"
    );
}

fn every_write_to_a_case_is_one_entry(api: &Api) {
    let world = World::of(api);
    let administrator = &world.administrator;
    let case = world.address(world.operations.iter().find(|one| one.id == "find_case").unwrap());
    let case = case.rsplit('/').next().unwrap().to_owned();
    let mut writes: Vec<_> =
        world.operations.iter().filter(|one| one.is_write() && !one.is_public()).collect();
    writes.retain(|one| {
        one.path.starts_with("/v1/cases/{id}")
            || one.path.starts_with("/v1/deadlines/{id}")
            || one.path.starts_with("/v1/assignments")
    });
    writes.sort_by_key(|one| one.method == "DELETE");
    let mut written = 0;
    for operation in writes {
        let (entries, version) =
            (journal_count(administrator, &case), administrator.get(&format!("/v1/cases/{case}")).etag());
        let answer = world.call(administrator, operation, &world.address(operation));
        let (more, now) = (
            journal_count(administrator, &case) - entries,
            administrator.get(&format!("/v1/cases/{case}")).etag(),
        );
        if answer.status < 300 {
            written += 1;
            assert_eq!(more, 1, "{}: {}", operation.id, answer.text);
            assert_ne!(now, version, "{} gives the case a version", operation.id);
        } else {
            assert_eq!((more, now), (0, version), "{} was refused: {}", operation.id, answer.text);
        }
    }
    assert!(written >= 12, "only {written} of the writes went through");
}

fn a_whole_journal_is_found_whole(api: &Api) {
    let api = &api.own(Settings::default());
    World::of(api);
    let Verdict::Whole { chains, entries } = verdict(api) else { panic!("it is broken") };
    assert!(chains >= 8 && entries > chains.try_into().unwrap(), "{chains} {entries}");
}

fn an_entry_that_was_changed_is_named(api: &Api) {
    let columns = [
        ("actor = 'user:nobody'", "changed"),
        ("action = 'case.updated'", "changed"),
        ("request_id = 'x'", "changed"),
        ("\"after\" = '{}'", "changed"),
        ("\"after\" = null", "changed"),
        ("kind = 'read'", "changed"),
        ("digest = hash", "changed"),
        ("digest = null", "digest is missing"),
        ("hash = previous_hash", "changed"),
        ("previous_hash = hash", "does not follow"),
        ("case_id = null", "not filed"),
        ("sequence = -1", "sequence number"),
    ];
    for (change, found) in columns {
        let api = &api.own(Settings::default());
        let litigator = api.litigator();
        let case = case_with(&litigator, "2026-03-02");
        take_to(&litigator, &case, "application_served");
        tamper(api, &format!("update journal set {change} where subject = 'case:{case}' and position = 2"));
        let (subject, position, is_entry, reason) = broken_chain(api);
        assert_eq!((subject, position, is_entry), (format!("case:{case}"), 2, true), "{change}");
        assert!(reason.contains(found), "{change}: {reason}");
    }
}

fn an_entry_that_was_removed_is_missed(api: &Api) {
    for (condition, position, reason) in [
        ("position = 2", 3, "missing"),
        ("position = (select max(position) from journal where subject = 'case:ID')", 4, "cut short"),
        ("true", 1, "whole chain is missing"),
    ] {
        let api = &api.own(Settings::default());
        let litigator = api.litigator();
        let case = litigator
            .post(
                "/v1/cases",
                json!({"proceeding": "ALJR", "style_of_cause": "Doe v. Canada", "language": "en"}),
            )
            .must(201);
        let case = case["id"].as_str().unwrap();
        take_to(&litigator, case, "application_served");
        assert_eq!(journal_count(&litigator, case), 4);
        tamper(
            api,
            &format!(
                "delete from journal where subject = 'case:{case}' and {}",
                condition.replace("ID", case)
            ),
        );
        let (subject, found, _, why) = broken_chain(api);
        assert_eq!((subject, found), (format!("case:{case}"), position), "{why}");
        assert!(why.contains(reason), "{why}");
    }
}

fn entries_from_before_digests_are_verified_as_they_were_made(api: &Api) {
    let api = &api.own(Settings::default());
    let litigator = api.litigator();
    let case = case_with(&litigator, "2026-03-02");
    take_to(&litigator, &case, "application_served");
    let subject = format!("case:{case}");
    tamper(api, "select 1");
    api.db
        .write_now(|connection| {
            write_anew(connection, &subject, 1, Formula::Old);
            Ok(())
        })
        .unwrap();
    assert!(matches!(verdict(api), Verdict::Whole { .. }));
    // A new entry follows upon an old one, and an old one upon no new one.
    litigator.post(&format!("/v1/cases/{case}/notes"), json!({"body": "A note."})).must(201);
    assert!(matches!(verdict(api), Verdict::Whole { .. }));
    let last = api.db.read_now(|connection| Ok(chain(connection, &subject).len())).unwrap();
    litigator.post(&format!("/v1/cases/{case}/notes"), json!({"body": "Another."})).must(201);
    let last = i64::try_from(last).unwrap() + 1;
    api.db
        .write_now(|connection| {
            write_anew(connection, &subject, last, Formula::Old);
            Ok(())
        })
        .unwrap();
    let (found, position, _, reason) = broken_chain(api);
    assert_eq!((found, position, reason), (subject.clone(), last, "its digest is missing"));
    tamper(
        api,
        &format!("update journal set actor = 'user:nobody' where subject = '{subject}' and position = 2"),
    );
    let (_, position, _, reason) = broken_chain(api);
    assert_eq!((position, reason), (2, "it was changed after it was written"));
}

/// What the database itself says to a statement.
fn refusal(api: &Api, statement: &str) -> Option<String> {
    let done = api.db.write_now(|connection| Ok(connection.batch_execute(statement)?));
    done.err().map(|error| error.to_string())
}

fn the_database_itself_keeps_the_journal_as_it_is(api: &Api) {
    let api = &api.own(Settings::default());
    let administrator = api.administrator();
    let case = case_with(&administrator, "2026-03-02");
    administrator.post("/v1/journal/checkpoints", json!({})).must(201);
    let mut statements = vec![
        "update journal set actor = 'user:nobody'".to_owned(),
        "update journal set \"after\" = null".to_owned(),
        "update journal set hash = 'x' where position = 1".to_owned(),
        "delete from journal where position = 1".to_owned(),
        "update journal_checkpoints set root = 'x'".to_owned(),
        "delete from journal_checkpoints".to_owned(),
    ];
    match api.backend() {
        Backend::Postgres => {
            statements.push("truncate journal".to_owned());
            statements.push("truncate journal_checkpoints".to_owned());
        }
        Backend::Sqlite => {
            statements.push("insert or replace into journal select * from journal".to_owned());
            statements.push(
                "insert or replace into journal_checkpoints select * from journal_checkpoints".to_owned(),
            );
        }
    }
    for statement in statements {
        let refused = refusal(api, &statement);
        assert!(refused.as_ref().is_some_and(|why| why.contains("append-only")), "{statement}: {refused:?}");
    }
    assert!(matches!(verdict(api), Verdict::Whole { .. }), "{case}");
}

fn a_case_that_was_disposed_of_leaves_a_chain_that_holds(api: &Api) {
    let api = &api.own(Settings::default());
    let administrator = api.administrator();
    let case = case_with(&administrator, "2026-03-02");
    take_to(&administrator, &case, "application_served");
    let count = journal_count(&administrator, &case);
    let emptied = |condition: &str| {
        refusal(
            api,
            &format!(
                "update journal set \"before\" = null, \"after\" = null where case_id = '{case}' and {condition}"
            ),
        )
    };
    assert!(emptied("true").is_some(), "it is not disposed of yet");
    // The last entry came after the disposal.
    let disposal = format!(
        "insert into disposals (case_id, authority, entries, disposed_by, disposed_at) \
         values ('{case}', '2026/001', {}, '{}', '2026-11-01T15:00:00.000000Z')",
        count - 1,
        administrator.id
    );
    assert_eq!(refusal(api, &disposal), None);
    assert!(emptied("true").is_some(), "the last entry is not of those");
    let id: CaseId = case.parse().unwrap();
    let done = api.db.write_now(|connection| greffe::journal::service::empty(connection, id)).unwrap();
    assert_eq!(done, count - 1);
    assert_eq!(
        api.db.write_now(|connection| greffe::journal::service::empty(connection, id)).unwrap(),
        0,
        "once is enough"
    );
    let report = api.db.snapshot_now(|connection| walk(connection, None, true)).unwrap();
    assert_eq!((&report.breaks[..], i64::try_from(report.emptied).unwrap()), (&[][..], count - 1));
    assert!(refusal(api, "update journal set actor = 'x', \"after\" = null where position = 1").is_some());
    // That it was made, by whom and when, is still proved.
    tamper(
        api,
        &format!("update journal set actor = 'user:nobody' where case_id = '{case}' and position = 2"),
    );
    let (_, position, _, reason) = broken_chain(api);
    assert_eq!((position, reason), (2, "it was changed after it was written"));
}

on_both!(
    entries_say_who_did_what_and_are_chained,
    every_write_to_a_case_is_one_entry,
    a_whole_journal_is_found_whole,
    an_entry_that_was_changed_is_named,
    an_entry_that_was_removed_is_missed,
    entries_from_before_digests_are_verified_as_they_were_made,
    the_database_itself_keeps_the_journal_as_it_is,
    a_case_that_was_disposed_of_leaves_a_chain_that_holds,
);
