//! The journal: every write is in it once, and nothing in it can be changed unseen.

use crate::support::world::World;
use crate::support::*;
use diesel::connection::SimpleConnection as _;
use greffe::journal::verify::{Break, Verdict, verify};
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

/// Changes the database behind everybody's back.
#[track_caller]
fn tamper(api: &Api, statement: &str) {
    api.db.write_now(|connection| Ok(connection.batch_execute(statement)?)).expect(statement);
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
        "actor = 'user:nobody'",
        "action = 'case.updated'",
        "request_id = 'x'",
        "\"after\" = '{}'",
        "kind = 'read'",
    ];
    for change in columns {
        let api = &api.own(Settings::default());
        let litigator = api.litigator();
        let case = case_with(&litigator, "2026-03-02");
        take_to(&litigator, &case, "application_served");
        tamper(api, &format!("update journal set {change} where subject = 'case:{case}' and position = 2"));
        let found = broken(api);
        assert_eq!((found.subject, found.position), (format!("case:{case}"), 2), "{change}");
        assert!(found.sequence.is_some() && found.reason.contains("changed"), "{}", found.reason);
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
        let found = broken(api);
        assert_eq!((found.subject.clone(), found.position), (format!("case:{case}"), position), "{found}");
        assert!(found.reason.contains(reason), "{found}");
    }
}

on_both!(
    entries_say_who_did_what_and_are_chained,
    every_write_to_a_case_is_one_entry,
    a_whole_journal_is_found_whole,
    an_entry_that_was_changed_is_named,
    an_entry_that_was_removed_is_missed,
);
