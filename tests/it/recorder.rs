//! What is recorded beside writes: who read what, who was refused, and who may see that.

use crate::support::world::NOBODY;
use crate::support::*;
use diesel::connection::SimpleConnection as _;
use greffe::access::classification::Classification;
use greffe::access::permissions::Role;
use greffe::access::privilege::Privilege;
use greffe::access::trace::{AccessRecord, Item};
use greffe::ids::NoteId;
use greffe::journal::recorder::By;
use greffe::journal::service::record_policy;
use serde_json::{Value, json};
use std::time::Duration;

/// A server that records reads from this classification upward.
fn recording(api: &Api, from: Classification) -> Api {
    api.own(Settings { record_reads_from: from, ..Settings::default() })
}

/// Waits until everything is kept that was answered before.
#[track_caller]
fn settle(api: &Api) {
    assert!(api.app.recorder.flush(Duration::from_secs(20)), "the recorder did not keep what it was given");
}

/// The reads that the journal of a case holds, the first first: action, operation and classification or privilege.
#[track_caller]
fn reads(actor: &Actor<'_>, case: &str) -> Vec<Value> {
    let (mut entries, _) = actor.walk(&format!("/v1/cases/{case}/journal?kind=read"));
    entries.reverse();
    entries
}

fn classified(actor: &Actor<'_>, classification: &str) -> String {
    let mut body = new_case("2026-03-02");
    body["classification"] = json!(classification);
    actor.post("/v1/cases", body).must(201)["id"].as_str().unwrap().to_owned()
}

fn a_read_of_a_classified_case_is_recorded_once(api: &Api) {
    let api = &recording(api, Classification::ProtectedB);
    let organization = api.organization();
    let (manager, viewer) = (organization.manager(), organization.viewer());
    let case = classified(&manager, "protected_b");
    for _ in 0..3 {
        viewer.with_header("X-Request-Id", "the-reading").get(&format!("/v1/cases/{case}")).must(200);
    }
    viewer.get(&format!("/v1/cases/{case}/notes")).must(200);
    let deadline = deadline(&manager, &case, "ALJR-72-IN")["id"].as_str().map(str::to_owned);
    settle(api);
    let entries = reads(&manager, &case);
    let told: Vec<_> = entries
        .iter()
        .filter(|entry| entry["actor"] == format!("user:{}", viewer.id))
        .map(|entry| entry["after"]["operation"].as_str().unwrap())
        .collect();
    assert_eq!(told, ["find_case", "list_case_notes"], "{entries:#?}");
    let first = &entries[0];
    assert_eq!(
        (&first["action"], &first["kind"], &first["request_id"], &first["subject"]),
        (&json!("case.read"), &json!("read"), &json!("the-reading"), &json!(format!("case:{case}")))
    );
    assert_eq!(first["after"], json!({"operation": "find_case", "classification": "protected_b"}));
    // What leads to a case by way of a part of it is a read of the case.
    viewer.get(&format!("/v1/deadlines/{}", deadline.unwrap())).must(200);
    settle(api);
    assert_eq!(reads(&manager, &case).last().unwrap()["after"]["operation"], "find_deadline");
    let writes = manager.get(&format!("/v1/cases/{case}/journal?kind=write&include=count")).must(200);
    assert!(writes["items"].as_array().unwrap().iter().all(|entry| entry["kind"] == "write"));
    assert_eq!(writes["count"], writes["items"].as_array().unwrap().len());
    manager.get(&format!("/v1/cases/{case}/journal?kind=guess")).refused(400, "invalid_query");
}

fn what_is_below_the_threshold_or_not_shown_is_not_recorded(api: &Api) {
    let api = &recording(api, Classification::ProtectedB);
    let manager = api.manager();
    for classification in ["unclassified", "protected_a"] {
        let case = classified(&manager, classification);
        manager.get(&format!("/v1/cases/{case}")).must(200);
        settle(api);
        assert_eq!(reads(&manager, &case), Vec::<Value>::new(), "{classification}");
    }
    let case = classified(&manager, "protected_b");
    manager.get("/v1/cases").must(200);
    manager.get(&format!("/v1/cases/{case}/notes/{NOBODY}")).refused(404, "not_found");
    manager.post(&format!("/v1/cases/{case}/notes"), json!({"body": "A note."})).must(201);
    settle(api);
    assert_eq!(reads(&manager, &case), Vec::<Value>::new());
    let api = &recording(api, Classification::Unclassified);
    let manager = api.manager();
    let case = classified(&manager, "unclassified");
    manager.get(&format!("/v1/cases/{case}")).must(200);
    settle(api);
    assert_eq!(reads(&manager, &case)[0]["after"]["classification"], "unclassified");
}

fn nobody_reads_protected_c_off_the_record(api: &Api) {
    let api = &recording(api, Classification::ProtectedB);
    let organization = api.organization();
    let manager = organization.cleared(Role::LitigationManager, Classification::ProtectedC);
    let reader = organization.cleared(Role::Viewer, Classification::ProtectedC);
    let case = classified(&manager, "protected_c");
    let by_reader = |entry: &&Value| entry["actor"] == format!("user:{}", reader.id);
    reader.get(&format!("/v1/cases/{case}")).must(200);
    // Without waiting: the answer did.
    assert_eq!(reads(&manager, &case).iter().filter(by_reader).count(), 1);
    let run =
        |statement: &str| api.db.write_now(|connection| Ok(connection.batch_execute(statement)?)).unwrap();
    run("alter table journal rename to journal_away");
    let refused = reader.get(&format!("/v1/cases/{case}/parties")).refused(503, "unavailable");
    assert!(
        refused.header("retry-after").is_some() && !refused.text.contains("Jane Doe"),
        "{}",
        refused.text
    );
    run("alter table journal_away rename to journal");
    reader.get(&format!("/v1/cases/{case}/parties")).must(200);
    assert_eq!(reads(&manager, &case).iter().filter(by_reader).count(), 2);
}

fn nobody_reads_what_is_privileged_off_the_record(api: &Api) {
    let manager = api.manager();
    let case = classified(&manager, "unclassified");
    let note = NoteId::generate();
    let by = By {
        user: manager.id.parse().unwrap(),
        at: api.app.clock.now(),
        request_id: "r".to_owned(),
        operation: "find_case_note".to_owned(),
    };
    let sight =
        AccessRecord { case: case.parse().unwrap(), item: Item::Note(note, Privilege::SolicitorClient) };
    actix_web::rt::System::new().block_on(api.app.recorder.read(&by, &[sight])).unwrap();
    let entries = reads(&manager, &case);
    assert_eq!(entries[0]["action"], "note.read");
    let said =
        json!({"operation": "find_case_note", "note_id": note.to_string(), "privilege": "solicitor_client"});
    assert_eq!(entries[0]["after"], said);
}

fn refusals_are_recorded_and_say_nothing_of_what_there_is(api: &Api) {
    let organization = api.organization();
    let (administrator, viewer) = (organization.administrator(), organization.viewer());
    let hidden = case_with(&api.manager(), "2026-03-02");
    let own = case_with(&administrator, "2026-03-02");
    for _ in 0..2 {
        viewer.get(&format!("/v1/cases/{hidden}")).refused(404, "not_found");
    }
    viewer.get(&format!("/v1/cases/{NOBODY}")).refused(404, "not_found");
    viewer.post(&format!("/v1/cases/{own}/notes"), json!({"body": "A note."})).refused(403, "forbidden");
    // Not there, in a case that may be seen: nobody was refused.
    viewer.get(&format!("/v1/cases/{own}/notes/{NOBODY}")).refused(404, "not_found");
    settle(api);
    let address = format!("/v1/journal?action=access.refused&actor=user:{}", viewer.id);
    let (mut entries, _) = administrator.walk(&address);
    entries.reverse();
    let said: Vec<_> = entries.iter().map(|entry| entry["after"].clone()).collect();
    assert_eq!(
        said,
        [
            json!({"operation": "find_case", "id": hidden}),
            json!({"operation": "find_case", "id": NOBODY}),
            json!({"operation": "create_case_note", "id": own}),
        ]
    );
    for entry in &entries {
        assert_eq!(
            (&entry["kind"], &entry["subject"]),
            (&json!("security"), &json!(format!("user:{}", viewer.id)))
        );
    }
    assert_eq!(actions(&administrator, &own).iter().filter(|action| *action == "access.refused").count(), 0);
}

fn the_journal_across_cases_shows_what_one_may_see(api: &Api) {
    let (organization, other) = (api.organization(), api.organization());
    let (manager, walled, stranger) = (organization.manager(), organization.manager(), other.manager());
    let (case, foreign) = (case_with(&manager, "2026-03-02"), case_with(&stranger, "2026-03-02"));
    let wall = json!({"user_id": walled.id, "reason": "Acted for the applicant."});
    manager.post(&format!("/v1/cases/{case}/walls"), wall).must(201);
    let group = group_of(&manager, &[]);
    let subjects = |actor: &Actor<'_>| -> std::collections::BTreeSet<String> {
        let (entries, _) = actor.walk("/v1/journal?limit=200");
        entries.iter().map(|entry| entry["subject"].as_str().unwrap().to_owned()).collect()
    };
    let (seen, behind, elsewhere) = (subjects(&manager), subjects(&walled), subjects(&stranger));
    let [case_chain, foreign_chain] = [&case, &foreign].map(|id| format!("case:{id}"));
    let person = format!("user:{}", walled.id);
    let own = [format!("organization:{}", manager.organization_id), person.clone(), format!("group:{group}")];
    assert!(seen.contains(&case_chain) && !seen.contains(&foreign_chain));
    assert!(!behind.contains(&case_chain), "the wall hides what was done to the case");
    assert!(elsewhere.contains(&foreign_chain) && !elsewhere.contains(&case_chain));
    for subject in &own {
        assert!(
            seen.contains(subject) && behind.contains(subject) && !elsewhere.contains(subject),
            "{subject}"
        );
    }
    let hidden = walled.get(&format!("/v1/journal?subject={case_chain}&include=count")).must(200);
    assert_eq!((&hidden["count"], hidden["items"].as_array().unwrap().len()), (&json!(0), 0));
    organization.analyst().get("/v1/journal").refused(403, "forbidden");
}

fn the_journal_across_cases_is_filtered_and_paged(api: &Api) {
    let manager = api.manager();
    let case = case_with(&manager, "2026-03-02");
    take_to(&manager, &case, "application_served");
    let (all, _) = manager.walk("/v1/journal?limit=200");
    let (paged, pages) = manager.walk("/v1/journal?limit=2");
    assert_eq!(all, paged);
    assert!(
        pages > 2 && all.windows(2).all(|pair| pair[0]["sequence"].as_i64() > pair[1]["sequence"].as_i64())
    );
    let count = |filter: &str| {
        let page = manager.get(&format!("/v1/journal?include=count&limit=200&{filter}")).must(200);
        assert_eq!(page["count"], page["items"].as_array().unwrap().len(), "{filter}");
        page["items"].as_array().unwrap().len()
    };
    let expected = |field: &str, value: &str| all.iter().filter(|entry| entry[field] == value).count();
    let (subject, actor) = (format!("case:{case}"), format!("user:{}", manager.id));
    assert_eq!(count(&format!("subject={subject}")), expected("subject", &subject));
    assert_eq!(count(&format!("actor={actor}")), expected("actor", &actor));
    assert_eq!(count("action=event.recorded"), expected("action", "event.recorded"));
    assert_eq!(count("kind=write"), expected("kind", "write"));
    assert_eq!((count("from=2026-10-01T00:00:00Z"), count("from=2027-01-01T00:00:00Z")), (all.len(), 0));
    assert_eq!((count("until=2027-01-01T00:00:00Z"), count("until=2026-10-01T00:00:00Z")), (all.len(), 0));
    manager.get("/v1/journal?subject=case").refused(400, "invalid_query");
}

fn a_policy_is_recorded_when_it_changes(api: &Api) {
    let api = &api.own(Settings::default());
    let now = api.app.clock.now();
    let record =
        |digest: &str| api.db.write_now(|connection| record_policy(connection, digest, now)).unwrap();
    assert_eq!(
        [record("a"), record("a"), record("b"), record("b"), record("a")],
        [true, false, true, false, true]
    );
    let (entries, _) = api.manager().walk("/v1/journal?subject=service&action=policy.changed");
    assert_eq!(entries.len(), 3);
    assert_eq!((&entries[0]["before"]["digest"], &entries[0]["after"]["digest"]), (&json!("b"), &json!("a")));
    assert_eq!((&entries[0]["actor"], &entries[0]["kind"]), (&json!("system"), &json!("security")));
}

on_both!(
    a_read_of_a_classified_case_is_recorded_once,
    what_is_below_the_threshold_or_not_shown_is_not_recorded,
    nobody_reads_protected_c_off_the_record,
    nobody_reads_what_is_privileged_off_the_record,
    refusals_are_recorded_and_say_nothing_of_what_there_is,
    the_journal_across_cases_shows_what_one_may_see,
    the_journal_across_cases_is_filtered_and_paged,
    a_policy_is_recorded_when_it_changes,
);
