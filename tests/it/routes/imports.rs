//! `/v1/imports`: files that bring cases in, and keep them in step with another system.

use crate::support::story::full_docket;
use crate::support::*;
use greffe::clock::Clock;
use greffe::journal::verify::walk;
use greffe::registry::imports::worker;
use serde_json::{Value, json};
use std::sync::atomic::AtomicBool;

/// The line of a case, known elsewhere by this id.
fn line(id: &str, more: Value) -> Value {
    let mut line = new_case("2026-03-02");
    line["external_ids"] = json!([{"system": "GCMS", "id": id}]);
    line.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    line
}

fn ndjson(lines: &[Value]) -> Vec<u8> {
    lines.iter().flat_map(|line| format!("{line}\n").into_bytes()).collect()
}

/// Announces an import and sends its file.
#[track_caller]
fn send<'a>(actor: &'a Actor<'a>, announced: Value, query: &str, file: Vec<u8>) -> (String, Answer) {
    let import = actor.post(&format!("/v1/imports{query}"), announced);
    let etag = import.etag();
    let address = format!("/v1/imports/{}", import.must(201)["id"].as_str().unwrap());
    let sender = actor.with_header("If-Match", &etag);
    let sent = sender.send("PUT", &format!("{address}/file"), Some(("application/octet-stream", file)));
    (address, sent)
}

/// Works off what waits, as a server does.
fn work_off(api: &Api) {
    let clock = Clock::starting_at(format!("{}T15:00:00Z", api::TODAY).parse().unwrap());
    worker::run(&api.db, &clock, &AtomicBool::new(false)).unwrap();
}

/// Imports lines of JSON: the import once it is over, and its results.
#[track_caller]
fn import(actor: &Actor<'_>, lines: &[Value], announced: Value, query: &str) -> (Value, Vec<Value>) {
    let (address, sent) = send(actor, announced, query, ndjson(lines));
    sent.must(202);
    work_off(actor.api);
    (actor.get(&address).must(200), actor.walk(&format!("{address}/results")).0)
}

fn plain() -> Value {
    json!({"format": "ndjson"})
}

fn counts(import: &Value) -> [i64; 5] {
    ["created", "updated", "unchanged", "failed", "skipped"].map(|name| import[name].as_i64().unwrap())
}

/// The deadlines of a case: rule, date and status.
fn deadlines(actor: &Actor<'_>, case: &str) -> Vec<(String, String, String)> {
    let page = actor.get(&format!("/v1/cases/{case}/deadlines?limit=200")).must(200);
    let text = |deadline: &Value, field: &str| deadline[field].as_str().unwrap_or_default().to_owned();
    let items = page["items"].as_array().unwrap();
    let mut all: Vec<_> = items
        .iter()
        .map(|deadline| (text(deadline, "rule"), text(deadline, "due_on"), text(deadline, "status")))
        .collect();
    all.sort();
    all
}

fn a_file_brings_a_case_in_with_its_history(api: &Api) {
    let house = api.organization();
    let (manager, litigator) = (house.manager(), house.litigator());
    let by_hand = case_with(&manager, "2026-03-02");
    take_to(&manager, &by_hand, "notice_of_appeal_filed");
    let whole = line(
        "A1",
        json!({
            "events": full_docket(), "file_number": "imm 1234 26",
            "assignments": [{"username": litigator.username, "role": "JCO", "from": "2026-03-10T14:00:00Z"}]
        }),
    );
    let (done, results) = import(&manager, std::slice::from_ref(&whole), plain(), "");
    assert_eq!((&done["status"], counts(&done)), (&json!("done"), [1, 0, 0, 0, 0]), "{results:#?}");
    assert_eq!(done["percent"], 100);
    let case = results[0]["case_id"].as_str().unwrap();
    let read = manager.get(&format!("/v1/cases/{case}?include=parties,events,assignments")).must(200);
    let there = manager.get(&format!("/v1/cases/{by_hand}")).must(200);
    assert_eq!((&read["stage"], &read["status"]), (&there["stage"], &there["status"]));
    assert_eq!(read["events"].as_array().unwrap().len(), full_docket().len());
    assert_eq!(read["assignments"][0]["user_id"], litigator.id.as_str());
    assert_eq!(read["assignments"][0]["from"], "2026-03-10T14:00:00Z");
    assert_eq!(read["parties"][0]["name"], "Jane Doe");
    let confirmed = |all: Vec<(String, String, String)>| {
        let known = |(rule, due_on, status): (String, String, String)| {
            let status = if status == "missed" { "imported_unconfirmed".to_owned() } else { status };
            (rule, due_on, status)
        };
        let mut all: Vec<_> = all.into_iter().map(known).collect();
        all.sort();
        all
    };
    let (here, there) = (deadlines(&manager, case), deadlines(&manager, &by_hand));
    assert_eq!(here.len(), there.len());
    let days = |all: &[(String, String, String)]| {
        all.iter().map(|one| (one.0.clone(), one.1.clone())).collect::<Vec<_>>()
    };
    assert_eq!(days(&here), days(&there), "the law dates them as if they had been recorded one by one");
    for (here, there) in here.iter().zip(confirmed(there)) {
        let is_alike = here.2 == there.2 || (there.2 == "open" && here.2 == "imported_unconfirmed");
        assert!(is_alike, "{here:?} and {there:?}");
    }
    // What was imported is what any other change of the docket rests on.
    let entry = read["events"][1]["id"].as_str().unwrap();
    let address = format!("/v1/cases/{case}/events/{entry}");
    let etag = manager.get(&address).etag();
    manager.patch(&address, &etag, json!({"served_on": "2026-03-11"})).must(200);
}

fn the_same_file_twice_changes_nothing(api: &Api) {
    let house = api.organization();
    let (manager, litigator) = (house.manager(), house.litigator());
    let lines: Vec<_> = ["T1", "T2"]
        .iter()
        .map(|id| {
            line(
                id,
                json!({
                    "events": full_docket(), "file_number": "IMM-77-26", "office": "toronto",
                    "decision": {"body": "Refugee Appeal Division", "decided_on": "2026-02-27", "notified_on": "2026-03-02",
                        "location": "in_canada"},
                    "parties": [{"kind": "person", "capacity": "applicant", "name": " Jane Doe ", "uci": "11-2233-4455",
                        "aliases": ["J. Doe"], "external_ids": [{"system": "gcms", "id": "P"}]}],
                    "assignments": [{"username": litigator.username, "role": "JCO"}],
                    "deadlines": [{"rule": "IRPA-74-CERTIFY", "status": "waived", "note": "No question."}]
                }),
            )
        })
        .collect();
    // Whatever the case has no such deadline of is refused with what it has.
    let (done, results) = import(&manager, &lines, plain(), "");
    let known: Vec<_> = results.iter().map(|result| result["fault"]["errors"][0]["code"].as_str()).collect();
    let lines: Vec<_> = if counts(&done)[3] == 0 {
        lines
    } else {
        assert_eq!(known, [Some("no_such_deadline"); 2], "{results:#?}");
        let without = |mut line: Value| {
            line.as_object_mut().unwrap().remove("deadlines");
            line
        };
        lines.into_iter().map(without).collect()
    };
    let (_, results) = import(&manager, &lines, plain(), "");
    let case = format!("/v1/cases/{}", results[0]["case_id"].as_str().unwrap());
    let (before, entries) = (manager.get(&case).etag(), journal_count(&manager, &case[10..]));
    let (again, results) = import(&manager, &lines, plain(), "");
    assert_eq!(counts(&again), [0, 0, 2, 0, 0], "{results:#?}");
    assert_eq!(manager.get(&case).etag(), before);
    assert_eq!(journal_count(&manager, &case[10..]), entries, "nothing was written");
}

fn a_line_brings_a_case_to_what_it_says(api: &Api) {
    let manager = api.manager();
    let docket = full_docket();
    let (_, results) = import(&manager, &[line("S1", json!({"events": docket[..1]}))], plain(), "");
    let case = results[0]["case_id"].as_str().unwrap().to_owned();
    let mut served = docket[1].clone();
    served["note"] = json!("By hand at the registry.");
    let later = json!({
        "external_ids": [{"system": "GCMS", "id": "S1"}], "style_of_cause": "Doe c. Canada", "language": "fr",
        "decision": {"notified_on": "2026-03-03"}, "events": [docket[0], served],
        "parties": [{"kind": "person", "capacity": "applicant", "name": "Jane Doe", "language": "fr"},
            {"kind": "organization", "capacity": "respondent", "name": "Minister"}]
    });
    let (done, results) = import(&manager, std::slice::from_ref(&later), plain(), "");
    assert_eq!(counts(&done), [0, 1, 0, 0, 0], "{results:#?}");
    let read = manager.get(&format!("/v1/cases/{case}?include=parties,events")).must(200);
    assert_eq!((&read["style_of_cause"], &read["language"]), (&json!("Doe c. Canada"), &json!("fr")));
    assert_eq!(read["decision"]["notified_on"], "2026-03-03");
    assert_eq!(read["decision"]["decided_on"], "2026-02-27", "what a line leaves out stays");
    assert_eq!(read["parties"].as_array().unwrap().len(), 2);
    assert_eq!(read["parties"][0]["language"], "fr");
    assert_eq!(read["events"].as_array().unwrap().len(), 2);
    assert_eq!(read["events"][1]["note"], "By hand at the registry.");
    let mut corrected = later;
    corrected["events"][1]["note"] = json!("By bailiff.");
    let (done, _) = import(&manager, &[corrected], plain(), "");
    assert_eq!(counts(&done), [0, 1, 0, 0, 0]);
    let events = manager.get(&format!("/v1/cases/{case}/events")).must(200);
    assert_eq!(events["items"][1]["note"], "By bailiff.");
    let other = json!({"external_ids": [{"system": "GCMS", "id": "S1"}], "proceeding": "MAND"});
    let (_, results) = import(&manager, &[other], plain(), "");
    assert_eq!(results[0]["fault"]["errors"][0]["code"], "another_proceeding", "{results:#?}");
}

fn days_that_had_passed_wait_to_be_confirmed(api: &Api) {
    let manager = api.manager();
    let (_, results) = import(&manager, &[line("U1", json!({}))], plain(), "");
    let case = results[0]["case_id"].as_str().unwrap().to_owned();
    let waiting = deadline(&manager, &case, "ALJR-72-IN");
    assert_eq!(
        (&waiting["due_on"], &waiting["status"]),
        (&json!("2026-03-17"), &json!("imported_unconfirmed"))
    );
    let mine = manager.get(&format!("/v1/deadlines?status=imported_unconfirmed&case_id={case}")).must(200);
    assert_eq!(mine["items"].as_array().unwrap().len(), deadlines(&manager, &case).len());
    let address = format!("/v1/deadlines/{}", waiting["id"].as_str().unwrap());
    let status = || manager.get(&address).must(200)["status"].clone();
    manager.post(&format!("{address}/complete"), json!({"on": "2026-03-16"})).must(200);
    assert_eq!(status(), "met");
    manager.post(&format!("{address}/undo"), json!({"reason": "Another case."})).must(200);
    assert_eq!(status(), "imported_unconfirmed", "what was known before is known again");
    // The docket says what became of it: then it is known.
    let docket = full_docket();
    record(&manager, &case, docket[0].clone());
    assert_eq!(status(), "imported_unconfirmed", "it is to be served, too");
    record(&manager, &case, docket[1].clone());
    assert_eq!(status(), "met");
}

fn a_day_that_is_to_come_after_all_has_to_be_met(api: &Api) {
    let manager = api.manager();
    import(&manager, &[line("V1", json!({}))], plain(), "");
    let later =
        json!({"external_ids": [{"system": "GCMS", "id": "V1"}], "decision": {"notified_on": "2026-10-26"}});
    let (_, results) = import(&manager, &[later], plain(), "");
    let case = results[0]["case_id"].as_str().unwrap().to_owned();
    let open = deadline(&manager, &case, "ALJR-72-IN");
    assert_eq!((&open["due_on"], &open["status"]), (&json!("2026-11-10"), &json!("open")));
    // What a later line starts in the past is no alarm either.
    let events = json!([full_docket()[0].clone(), full_docket()[1].clone()]);
    let (_, results) = import(&manager, &[line("V2", json!({}))], plain(), "");
    let case = results[0]["case_id"].as_str().unwrap().to_owned();
    let docket = json!({"external_ids": [{"system": "GCMS", "id": "V2"}], "events": events});
    import(&manager, std::slice::from_ref(&docket), plain(), "");
    let left: Vec<_> = deadlines(&manager, &case).into_iter().filter(|one| one.2 == "open").collect();
    assert_eq!(left, [], "their days had passed");
    // What somebody struck here was said, and is not said again.
    let entry = manager.get(&format!("/v1/cases/{case}/events")).must(200)["items"][1]["id"].clone();
    let strike = format!("/v1/cases/{case}/events/{}/strike", entry.as_str().unwrap());
    manager.post(&strike, json!({"reason": "Another case."})).must(200);
    let (again, _) = import(&manager, &[docket], plain(), "");
    assert_eq!(counts(&again), [0, 0, 1, 0, 0]);
}

fn nobody_sends_a_file_in_the_name_of_another(api: &Api) {
    let house = api.organization();
    let (manager, other) = (house.manager(), house.manager());
    let import = manager.post("/v1/imports", plain());
    let etag = import.etag();
    let address = format!("/v1/imports/{}", import.must(201)["id"].as_str().unwrap());
    let sender = other.with_header("If-Match", &etag);
    let file = Some(("application/octet-stream", ndjson(&[line("O1", json!({}))])));
    sender.send("PUT", &format!("{address}/file"), file).refused(403, "forbidden");
    other.get(&format!("{address}/results")).refused(403, "forbidden");
    assert_eq!(other.get(&address).must(200)["status"], "awaiting_file");
}

fn what_was_done_to_deadlines_elsewhere_is_done_here(api: &Api) {
    let manager = api.manager();
    let acts = json!([{"rule": "ALJR-72-IN", "status": "met", "on": "2026-03-16"}]);
    let lines = [
        line("D1", json!({"deadlines": acts})),
        line("D2", json!({"deadlines": [{"rule": "ALJR-72-IN", "status": "met"}]})),
        line(
            "D3",
            json!({"deadlines": [{"rule": "ALJR-72-IN", "status": "extended", "until": "2026-12-15", "by": "order"}]}),
        ),
    ];
    let (done, results) = import(&manager, &lines, plain(), "");
    assert_eq!(counts(&done), [2, 0, 0, 1, 0], "{results:#?}");
    let case = results[0]["case_id"].as_str().unwrap();
    assert_eq!(deadline(&manager, case, "ALJR-72-IN")["status"], "met");
    assert_eq!(results[1]["fault"]["errors"][0]["pointer"], "/deadlines/0/on");
    let extended = deadline(&manager, results[2]["case_id"].as_str().unwrap(), "ALJR-72-IN");
    assert_eq!((&extended["status"], &extended["due_on"]), (&json!("open"), &json!("2026-12-15")));
    let (again, _) = import(&manager, &[lines[0].clone(), lines[2].clone()], plain(), "");
    assert_eq!(counts(&again), [0, 0, 2, 0, 0]);
}

/// Lines of which the second to the last are wrong, each in its way.
fn with_faults() -> Vec<Value> {
    let docket = full_docket();
    vec![
        line("W1", json!({})),
        line("W2", json!({"language": "de"})),
        line("W3", json!({"events": [docket[0], {"type": "hearing_held", "occurred_on": "2026-08-18"}]})),
        line("W4", json!({"decision": {"notified_on": "2026-02-31"}})),
        line("W1", json!({})),
        json!({"external_ids": [{"system": "GCMS", "id": "W6"}]}),
        line("W7", json!({"assignments": [{"username": "nobody-at-all", "role": "JCO"}]})),
    ]
}

fn what_is_wrong_is_named_and_the_rest_comes_in(api: &Api) {
    let manager = api.manager();
    let (address, sent) = send(&manager, plain(), "", {
        let mut file = ndjson(&with_faults());
        file.extend(b"{\"external_ids\": [\n\n");
        file
    });
    sent.must(202);
    work_off(api);
    let (results, _) = manager.walk(&format!("{address}/results"));
    let found: Vec<_> = results
        .iter()
        .map(|result| {
            let fault = &result["fault"]["errors"][0];
            (
                result["line"].as_i64().unwrap(),
                result["status"].as_str().unwrap(),
                fault["pointer"].as_str(),
                fault["code"].as_str(),
            )
        })
        .collect();
    assert_eq!(found[0], (1, "created", None, None));
    assert_eq!(found[1], (2, "failed", Some("/language"), Some("invalid_value")));
    assert_eq!((found[2].0, found[2].1), (3, "failed"));
    assert_eq!(results[2]["fault"]["code"], "event_not_allowed", "{:#}", results[2]);
    assert_eq!(found[3], (4, "failed", Some("/decision/notified_on"), Some("invalid_date")));
    assert_eq!(found[4], (5, "failed", Some("/external_ids"), Some("repeated")));
    assert_eq!(found[5], (6, "failed", Some("/proceeding"), Some("required")));
    assert_eq!(found[6], (7, "failed", Some("/assignments/0/username"), Some("unknown_user")));
    assert_eq!(results[7]["fault"]["code"], "malformed_body");
    let french = &results[5]["fault"]["errors"][0]["message"]["fr"];
    assert!(french.as_str().unwrap().contains("requis"), "{french}");
    let read = manager.get(&address).must(200);
    assert_eq!((&read["status"], counts(&read)), (&json!("done"), [1, 0, 0, 7, 0]));
    for left in ["W2", "W3", "W4", "W6", "W7"] {
        let found = manager.get(&format!("/v1/cases?external_id=GCMS:{left}")).must(200);
        assert_eq!(found["items"], json!([]), "{left}: nothing is half-written");
    }
    let failed = manager.walk(&format!("{address}/results?status=failed")).0;
    assert_eq!(failed.len(), 7);
}

/// Cases of which some cannot be held by whom they are given to: parties, counsel of the first, and the roles of one person.
fn in_conflict() -> Vec<(Value, Vec<&'static str>)> {
    let case = |name: &str, counsel: Option<&str>, roles: Vec<&'static str>| {
        let mut party = json!({"kind": "person", "capacity": "applicant", "name": name});
        if let Some(counsel) = counsel {
            party["counsel"] = json!({"name": counsel});
        }
        (party, roles)
    };
    vec![
        case("Omar Sayegh", None, vec!["JCO"]),
        case("LAVOIE, Paul", None, vec!["JCO"]),
        case("Nadia Haddad", Some("Me Paul Lavoie"), vec![]),
        case("Nadia Haddad", None, vec!["JCO"]),
        case("Irma Kovacs", None, vec!["DEC", "JCO"]),
        case("Irma Kovacs", None, vec!["JCO", "JCO"]),
        case("Lena Brandt", None, vec!["JCO", "XXX"]),
        case("Lena Brandt", None, vec!["JCO", "JPL"]),
    ]
}

fn nobody_comes_in_on_a_case_where_they_could_not_be_assigned(api: &Api) {
    let lawyer = |house: &fixtures::Organization<'_>| {
        let administrator = house.administrator();
        let username = format!("paul-{}", administrator.username);
        let new = json!({"username": username, "display_name": "Paul Lavoie", "password": fixtures::PASSWORD, "role": "litigator"});
        let made = administrator.post("/v1/users", new).must(201);
        (made["id"].as_str().unwrap().to_owned(), username)
    };
    let body = |party: &Value| {
        let mut case = new_case("2026-03-02");
        case["parties"] = json!([party]);
        case
    };
    let api = &api.own(Settings::default());
    let by_hand = api.organization();
    let (manager, (paul, _)) = (by_hand.manager(), lawyer(&by_hand));
    let mut expected = Vec::new();
    for (party, roles) in in_conflict() {
        let case = manager.post("/v1/cases", body(&party)).must(201)["id"].as_str().unwrap().to_owned();
        let assign = |role: &&str| {
            let held = json!({"user_id": paul, "role": role, "from": "2026-03-10T14:00:00Z"});
            manager.post(&format!("/v1/cases/{case}/assignments"), held)
        };
        let refused = roles.iter().map(assign).find(|answer| answer.status != 201);
        expected.push(refused.map(|answer| answer.json["errors"][0]["code"].clone()));
        if expected.last().unwrap().is_some() {
            // A line that is refused is refused whole: nothing of its case stays to be found.
            let parties = manager.get(&format!("/v1/cases/{case}/parties")).must(200);
            let party = &parties["items"][0];
            let address = format!("/v1/cases/{case}/parties/{}", party["id"].as_str().unwrap());
            assert_eq!(manager.delete(&address, "*").status, 204);
        }
    }
    assert!(expected[0].is_none() && expected[1].is_some() && expected[3].is_some(), "{expected:?}");
    let house = api.organization();
    let (manager, (_, username)) = (house.manager(), lawyer(&house));
    let lines: Vec<_> = in_conflict()
        .into_iter()
        .enumerate()
        .map(|(number, (party, roles))| {
            let held =
                |role: &&str| json!({"username": username, "role": role, "from": "2026-03-10T14:00:00Z"});
            let held: Vec<_> = roles.iter().map(held).collect();
            line(&format!("C{number}"), json!({"parties": [party], "assignments": held}))
        })
        .collect();
    let (_, results) = import(&manager, &lines, plain(), "");
    let found: Vec<_> = results
        .iter()
        .map(|result| (result["status"] != "created").then(|| result["fault"]["errors"][0]["code"].clone()))
        .collect();
    assert_eq!(found, expected, "{results:#?}");
    let place = results[6]["fault"]["errors"][0]["pointer"].as_str().unwrap();
    assert!(place.starts_with("/assignments/1/"), "{place}");
    let report = api.db.snapshot_now(|connection| walk(connection, None, true)).unwrap();
    assert_eq!(report.breaks, [], "the entries of many lines are chained like those of one");
    let case = results[7]["case_id"].as_str().unwrap();
    let mut told = actions(&manager, case);
    told.dedup();
    assert_eq!(told, ["case.created", "party.created", "assignment.created", "deadlines.taken_over"]);
}

fn a_line_costs_few_statements(api: &Api) {
    let api = &api.own(Settings { connections: 1, ..Settings::default() });
    let house = api.organization();
    let (manager, litigator, other) = (house.manager(), house.litigator(), house.litigator());
    let lines: Vec<_> = (0..40)
        .map(|number| {
            let party = |name: &str| json!({"kind": "person", "capacity": "applicant", "name": format!("{name} {number}")});
            let held = [(&litigator, "JCO"), (&other, "JPL")]
                .map(|(who, role)| json!({"username": who.username, "role": role, "from": "2026-03-10T14:00:00Z"}));
            let parties = ["Jane Doe", "John Roe", "Sam Poe"].map(party);
            let events = &full_docket()[..8];
            line(&format!("S{number}"), json!({"events": events, "parties": parties, "assignments": held}))
        })
        .collect();
    let (_, sent) = send(&manager, plain(), "", ndjson(&lines));
    sent.must(202);
    let before = backend::statements(api.database());
    work_off(api);
    let cost = backend::statements(api.database()) - before;
    // How many lines a transaction takes is a matter of time: a slow machine takes one.
    assert!((40 * 10..40 * 45).contains(&cost), "{cost} statements for 40 lines");
}

fn all_is_kept_or_nothing(api: &Api) {
    let manager = api.manager();
    let announced = json!({"format": "ndjson", "mode": "all_or_nothing"});
    let lines = [line("N1", json!({})), line("N2", json!({})), line("N3", json!({"language": "de"}))];
    let (done, results) = import(&manager, &lines, announced.clone(), "");
    assert_eq!((&done["status"], counts(&done)), (&json!("failed"), [0, 0, 0, 1, 2]), "{results:#?}");
    assert_eq!(manager.get("/v1/cases?external_id=GCMS:N1").must(200)["items"], json!([]));
    let (done, _) = import(&manager, &lines[..2], announced, "");
    assert_eq!((&done["status"], counts(&done)), (&json!("done"), [2, 0, 0, 0, 0]));
}

fn a_dry_run_says_what_would_become_of_each_line(api: &Api) {
    let manager = api.manager();
    import(&manager, &[line("Y1", json!({}))], plain(), "");
    let mut other = line("Y1", json!({}));
    other["style_of_cause"] = json!("Roe v. Canada");
    let lines = [other, line("Y2", json!({})), line("Y3", json!({"language": "de"}))];
    for announced in [plain(), json!({"format": "ndjson", "mode": "all_or_nothing"})] {
        let (done, results) = import(&manager, &lines, announced, "?dry_run=true");
        let became: Vec<_> = results.iter().map(|result| result["status"].as_str().unwrap()).collect();
        let is_whole = done["mode"] == "all_or_nothing";
        assert_eq!(
            became,
            if is_whole { ["skipped", "skipped", "failed"] } else { ["updated", "created", "failed"] }
        );
        assert!(results[1].get("case_id").is_none(), "there is no such case");
    }
    assert_eq!(manager.get("/v1/cases?external_id=GCMS:Y2").must(200)["items"], json!([]));
    let found = manager.get("/v1/cases?external_id=GCMS:Y1").must(200);
    assert_ne!(found["items"][0]["style_of_cause"], "Roe v. Canada");
}

/// The mapping of a table as a department keeps one, in French.
fn mapping() -> Value {
    json!({
        "columns": [
            {"column": "Numéro", "to": "/external_ids/0/id"},
            {"column": "Intitulé", "to": "/style_of_cause"},
            {"column": "Décision", "to": "/decision/decided_on"},
            {"column": "Avis", "to": "/decision/notified_on", "dates": ["%d/%m/%Y"]},
            {"column": "Organisme", "to": "/decision/body", "codes": {"SAR": "rad"}},
            {"column": "Demandeur", "to": "/parties/0/name"},
            {"column": "Dépôt", "to": "/events/0/occurred_on"}
        ],
        "constants": [
            {"to": "/external_ids/0/system", "value": "GCMS"}, {"to": "/proceeding", "value": "ALJR"},
            {"to": "/language", "value": "fr"}, {"to": "/decision/location", "value": "in_canada"},
            {"to": "/parties/0/kind", "value": "person"}, {"to": "/parties/0/capacity", "value": "applicant"},
            {"to": "/events/0/type", "value": "application_filed"},
            {"to": "/events/0/facts/reasons_received", "value": "true", "kind": "boolean"}
        ]
    })
}

const TABLE: &str = "Numéro;Intitulé;Décision;Avis;Organisme;Demandeur;Dépôt\r\n\
    F1;Éluard c. Canada (MCI);27 février 2026;02/03/2026;SAR;Éva Éluard;9 mars 2026\r\n\
    F2;Roe c. Canada (MCI);31 février 2026;02/03/2026;SAR;Jean Roe;\r\n\
    F3;Poe c. Canada (MCI);2026-02-27;02/03/2026;SAR;;\r\n";

fn a_table_comes_in_by_its_mapping(api: &Api) {
    let manager = api.manager();
    let windows: Vec<u8> = TABLE.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let announced = json!({"format": "csv", "mapping": mapping()});
    let (address, sent) = send(&manager, announced.clone(), "", windows);
    sent.must(202);
    work_off(api);
    let (results, _) = manager.walk(&format!("{address}/results"));
    let became: Vec<_> = results
        .iter()
        .map(|result| (result["line"].as_i64().unwrap(), result["status"].as_str().unwrap()))
        .collect();
    assert_eq!(became, [(2, "created"), (3, "failed"), (4, "created")], "{results:#?}");
    assert_eq!(results[1]["fault"]["errors"][0]["pointer"], "/decision/decided_on");
    let case = manager.get("/v1/cases?external_id=GCMS:F1").must(200)["items"][0].clone();
    assert_eq!(
        (&case["style_of_cause"], &case["stage"]),
        (&json!("Éluard c. Canada (MCI)"), &json!("commenced"))
    );
    assert_eq!(case["decision"]["decided_on"], "2026-02-27");
    // The same table, as the next version of the program writes it.
    let utf16: Vec<u8> = format!("\u{feff}{TABLE}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let (address, sent) = send(&manager, announced, "", utf16);
    sent.must(202);
    work_off(api);
    assert_eq!(counts(&manager.get(&address).must(200)), [0, 0, 2, 1, 0]);
}

fn a_workbook_comes_in_by_its_mapping(api: &Api) {
    use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
    let manager = api.manager();
    let mut book = Workbook::new();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    let sheet = book.add_worksheet().set_name("Dossiers").unwrap();
    let header = ["Numéro", "Intitulé", "Décision", "Avis", "Organisme", "Demandeur", "Dépôt"];
    for (column, name) in (0..).zip(header) {
        sheet.write(0, column, name).unwrap();
    }
    sheet.write(1, 0, 1234.0).unwrap();
    sheet.write(1, 1, "Doe c. Canada (MCI)").unwrap();
    sheet.write_datetime_with_format(1, 2, ExcelDateTime::from_ymd(2026, 2, 27).unwrap(), &day).unwrap();
    sheet.write(1, 3, "02/03/2026").unwrap();
    sheet.write(2, 0, "F9").unwrap();
    sheet
        .write_formula(
            2,
            1,
            Formula::new("=CONCATENATE(\"Roe\", \" c. Canada\")").set_result("Roe c. Canada"),
        )
        .unwrap();
    let file = book.save_to_buffer().unwrap();
    let announced = json!({"format": "xlsx", "mapping": mapping()});
    let (_, cut) = send(&manager, announced.clone(), "", file[..file.len() / 2].to_vec());
    cut.refused(422, "invalid_body");
    let (address, sent) = send(&manager, announced.clone(), "", file.clone());
    sent.must(202);
    work_off(api);
    let (results, _) = manager.walk(&format!("{address}/results"));
    assert_eq!(results[0]["status"], "created", "{results:#?}");
    assert_eq!(results[1]["fault"]["errors"][0]["code"], "unreadable_cell");
    let case = manager.get("/v1/cases?external_id=GCMS:1234").must(200)["items"][0].clone();
    assert_eq!(case["decision"]["decided_on"], "2026-02-27");
    let mut elsewhere = announced;
    elsewhere["mapping"]["sheet"] = json!("Feuil9");
    let (_, sent) = send(&manager, elsewhere, "", file);
    sent.refused(422, "invalid_body").at("/mapping/sheet", "unknown_sheet");
}

fn a_file_that_cannot_be_read_is_refused_and_awaited_again(api: &Api) {
    let manager = api.manager();
    let announced = json!({"format": "csv", "mapping": mapping()});
    let (address, sent) = send(&manager, announced, "", b"Numero;Titre\nF1;Doe\n".to_vec());
    let refused = sent.refused(422, "invalid_body");
    refused.at("/mapping/columns/0/column", "unknown_column");
    let read = manager.get(&address);
    let etag = read.etag();
    assert_eq!(read.must(200)["status"], "awaiting_file");
    let sender = manager.with_header("If-Match", &etag);
    let file = Some(("application/octet-stream", TABLE.as_bytes().to_vec()));
    manager.send("PUT", &format!("{address}/file"), file.clone()).refused(428, "precondition_required");
    sender
        .send("PUT", &format!("{address}/file"), Some(("text/csv", Vec::new())))
        .refused(415, "unsupported_media_type");
    sender.send("PUT", &format!("{address}/file"), file.clone()).must(202);
    let etag = manager.get(&address).etag();
    manager
        .with_header("If-Match", &etag)
        .send("PUT", &format!("{address}/file"), file)
        .refused(409, "conflict");
    manager
        .post("/v1/imports", json!({"format": "csv"}))
        .refused(422, "invalid_body")
        .at("/mapping", "required");
    work_off(api);
}

fn a_mapping_and_a_file_that_cannot_be_meant_are_refused_before_any_line(api: &Api) {
    let manager = api.manager();
    let announced = json!({"format": "csv", "mapping": mapping()});
    for (wrong, of) in [
        ("/decision/notifed_on", "columns"),
        ("/style_of_cause/en", "columns"),
        ("/parties/name", "constants"),
    ] {
        let mut misspelt = announced.clone();
        misspelt["mapping"][of][0]["to"] = json!(wrong);
        if of == "constants" {
            misspelt["mapping"][of][0]["value"] = json!("en");
        }
        let refused = manager.post("/v1/imports", misspelt).refused(422, "invalid_body");
        refused.at(&format!("/mapping/{of}/0/to"), "unknown_place");
    }
    let mut twice = announced.clone();
    twice["mapping"]["columns"][1]["to"] = json!("/external_ids/0/id");
    twice["mapping"]["constants"][1]["to"] = json!("/decision");
    let refused = manager.post("/v1/imports", twice).refused(422, "invalid_body");
    refused.at("/mapping/columns/1/to", "repeated").at("/mapping/constants/1/to", "repeated");
    let sent = |file: Vec<u8>| send(&manager, announced.clone(), "", file).1;
    let mut damaged = TABLE.as_bytes().to_vec();
    damaged.extend(b"Jos\xe9");
    let refused = sent(damaged);
    let line = TABLE.lines().count() + 1;
    let detail = refused.refused(422, "invalid_body").text.clone();
    assert!(detail.contains(&format!("line {line}")), "{detail}");
    let mut open = TABLE.trim_end().as_bytes().to_vec();
    open.extend(b"\r\n\"F9;x\r\ny;z\r\n");
    let detail = sent(open).refused(422, "invalid_body").text.clone();
    assert!(detail.contains(&format!("line {line} opens a quotation mark")), "{detail}");
    let twice = TABLE.replacen("Intitulé", "Numéro", 1).into_bytes();
    sent(twice).refused(422, "invalid_body").at("/mapping/columns/0/column", "ambiguous_column");
}

fn who_ends_an_import_keeps_what_was_entered(api: &Api) {
    let manager = api.manager();
    let (address, sent) = send(&manager, plain(), "", ndjson(&[line("E1", json!({}))]));
    sent.must(202);
    // Others may be working off what waits: the lines are entered or left out, and nothing between.
    let ended = manager.post(&format!("{address}/cancel"), json!({}));
    if ended.status == 200 {
        let ended = ended.must(200);
        assert_eq!((&ended["status"], counts(&ended)), (&json!("cancelled"), [0, 0, 0, 0, 1]));
        work_off(api);
        assert_eq!(manager.get("/v1/cases?external_id=GCMS:E1").must(200)["items"], json!([]));
    }
    manager.post(&format!("{address}/cancel"), json!({})).refused(409, "conflict");
}

fn who_may_not_import_cases_sees_no_import(api: &Api) {
    let house = api.organization();
    let manager = house.manager();
    let (done, _) = import(&manager, &[line("P1", json!({}))], plain(), "");
    let address = format!("/v1/imports/{}", done["id"].as_str().unwrap());
    house.litigator().post("/v1/imports", plain()).refused(403, "forbidden");
    house.analyst().get(&address).refused(403, "forbidden");
    api.manager().get(&address).refused(404, "not_found");
    let listed = manager.get("/v1/imports?include=count").must(200);
    assert_eq!((&listed["count"], &listed["items"][0]["id"]), (&json!(1), &done["id"]));
}

fn a_mapping_of_which_every_row_would_be_wrong_is_refused(api: &Api) {
    let manager = api.manager();
    let announced = json!({"format": "csv", "mapping": mapping()});
    for wrong in ["/decision", "/parties", "/parties/9", "/parties/9/counsel", "/external_ids/1"] {
        let mut several = announced.clone();
        several["mapping"]["columns"].as_array_mut().unwrap().push(json!({"column": "X", "to": wrong}));
        let last = several["mapping"]["columns"].as_array().unwrap().len() - 1;
        let refused = manager.post("/v1/imports", several).refused(422, "invalid_body");
        assert!(refused.text.contains(&format!("/mapping/columns/{last}/to")), "{wrong}: {}", refused.text);
        assert!(
            refused.text.contains("not_one_value") || refused.text.contains("repeated"),
            "{}",
            refused.text
        );
    }
    for single in [
        "/parties/9/date_of_birth",
        "/events/9/facts/reasons_received",
        "/parties/9/aliases/0",
        "/events/9/about_entry",
    ] {
        let mut right = announced.clone();
        right["mapping"]["columns"].as_array_mut().unwrap().push(json!({"column": "X", "to": single}));
        manager.post("/v1/imports", right).must(201);
    }
    // A case has two hundred parties at most.
    let parties = |count: usize| {
        let mut many = announced.clone();
        let columns = many["mapping"]["columns"].as_array_mut().unwrap();
        columns.retain(|column| !column["to"].as_str().unwrap().starts_with("/parties"));
        let given = columns.len();
        columns.extend(
            (0..count).map(|n| json!({"column": format!("P{n}"), "to": format!("/parties/{n}/name")})),
        );
        let constants = many["mapping"]["constants"].as_array_mut().unwrap();
        constants.retain(|constant| !constant["to"].as_str().unwrap().starts_with("/parties"));
        (many, given)
    };
    manager.post("/v1/imports", parties(200).0).must(201);
    let (many, given) = parties(202);
    let refused = manager.post("/v1/imports", many).refused(422, "invalid_body");
    let refused = refused.at(&format!("/mapping/columns/{}/to", given + 200), "too_many");
    assert_eq!(refused.json["errors"].as_array().unwrap().len(), 1, "once: {}", refused.text);
    // Nothing would be found again.
    for gone in ["/external_ids/0/id", "/external_ids/0/system"] {
        let mut nameless = announced.clone();
        for of in ["columns", "constants"] {
            let places = nameless["mapping"][of].as_array_mut().unwrap();
            places.retain(|place| place["to"] != gone);
        }
        let refused = manager.post("/v1/imports", nameless).refused(422, "invalid_body");
        refused.at("/mapping", "no_external_id");
    }
}

fn what_a_line_is_told_is_what_a_line_can_do(api: &Api) {
    let manager = api.manager();
    let fault = |lines: &[Value]| {
        let (done, results) = import(&manager, lines, plain(), "");
        assert_eq!(done["failed"], 1, "{results:#?}");
        results[0]["fault"].clone()
    };
    let shortened = |status: &str, until: &str| {
        let events = full_docket().into_iter().take(2).collect::<Vec<_>>();
        let acts = json!([{"rule": "FCCIRPR-10(1)(a)", "status": status, "until": until, "by": "order"}]);
        line("W1", json!({"events": events, "deadlines": acts}))
    };
    for (status, until, code, other) in [
        ("shortened", "2026-06-30", "not_earlier", "extended"),
        ("extended", "2026-03-20", "not_later", "shortened"),
    ] {
        let said = fault(&[shortened(status, until)]);
        let error = &said["errors"][0];
        assert_eq!(
            (&error["code"], &error["pointer"]),
            (&json!(code), &json!("/deadlines/0/until")),
            "{said:#}"
        );
        let text = error["message"]["en"].as_str().unwrap();
        assert!(text.contains(other) && !text.contains("POST"), "{text}");
    }
    // An entry of the line is no entry of a docket yet.
    let mut events = full_docket().into_iter().take(2).collect::<Vec<_>>();
    events[1]["occurred_on"] = json!("2026-03-08");
    if let Some(served) = events[1].get_mut("served_on") {
        *served = json!("2026-03-08");
    }
    let said = fault(&[line("W2", json!({"events": events}))]);
    let text = said.to_string();
    assert!(text.contains("before_cause") && text.contains("It is /events/0 of the line"), "{text}");
    assert!(!text.contains("PATCH") && !text.contains("/strike"), "{text}");
    // What is no JSON is said of the line that it is.
    let (address, sent) = send(&manager, plain(), "", b"{\"external_ids\":\n".to_vec());
    sent.must(202);
    work_off(api);
    let results = manager.walk(&format!("{address}/results")).0;
    let text = results[0]["fault"]["detail"]["en"].as_str().unwrap();
    assert!(results[0]["line"] == 1 && text.contains("(column 16)") && !text.contains("line 2"), "{text}");
}

fn an_entry_is_known_by_its_id_elsewhere(api: &Api) {
    let manager = api.manager();
    let named = |id: &str, kind: &str, on: &str| {
        json!({"type": kind, "occurred_on": on, "external_ids": [{"system": "gcms", "id": id}],
            "facts": {"document_kind": "letter"}})
    };
    let first = {
        let mut filed = full_docket()[0].clone();
        filed["external_ids"] = json!([{"system": "GCMS", "id": "E1"}]);
        filed
    };
    let letters = [named("E2", "document_filed", "2026-03-12"), named("E3", "document_filed", "2026-03-12")];
    let file = |events: Vec<Value>| [line("V1", json!({"events": events}))];
    let begun = vec![first.clone(), letters[0].clone()];
    let (_, results) = import(&manager, &file(begun.clone()), plain(), "");
    let case = results[0]["case_id"].as_str().unwrap_or_else(|| panic!("{results:#?}"));
    let events = format!("/v1/cases/{case}/events");
    let docket = || manager.walk(&events).0;
    assert_eq!(docket()[1]["external_ids"], json!([{"system": "GCMS", "id": "E2"}]));
    let found = manager.get(&format!("{events}?external_id=gcms:E2&include=count")).must(200);
    assert_eq!((&found["count"], &found["items"][0]["id"]), (&json!(1), &docket()[1]["id"]));
    let (done, _) = import(&manager, &file(begun.clone()), plain(), "");
    assert_eq!(counts(&done), [0, 0, 1, 0, 0], "the same file changes nothing");
    // One more of the same kind and day is one more, and nothing else is.
    let more = vec![first.clone(), letters[0].clone(), letters[1].clone()];
    let before = docket();
    let (done, results) = import(&manager, &file(more.clone()), plain(), "");
    assert_eq!(counts(&done), [0, 1, 0, 0, 0], "{results:#?}");
    let after = docket();
    assert_eq!((after.len(), &after[..2]), (3, &before[..]));
    assert_eq!(counts(&import(&manager, &file(more.clone()), plain(), "").0), [0, 0, 1, 0, 0]);
    // Its day was wrong there: it is the same entry on another day.
    let mut moved = more.clone();
    moved[2]["occurred_on"] = json!("2026-03-13");
    import(&manager, &file(moved.clone()), plain(), "");
    assert_eq!((docket().len(), &docket()[2]["occurred_on"]), (3, &json!("2026-03-13")));
    // An entry does not become another.
    let mut another = moved.clone();
    another[2] = named("E3", "order_made", "2026-03-13");
    another[2]["facts"] = json!({});
    let (_, results) = import(&manager, &file(another), plain(), "");
    let error = &results[0]["fault"]["errors"][0];
    assert_eq!((&error["pointer"], &error["code"]), (&json!("/events/2/type"), &json!("another_event")));
    // By hand it is one of a kind in its case, too.
    let taken = manager.post(&events, named("E2", "document_filed", "2026-03-14"));
    taken.refused(409, "duplicate").at("/external_ids", "taken");
    let own = record(&manager, case, named("E4", "document_filed", "2026-03-14"));
    assert_eq!(own["event"]["external_ids"], json!([{"system": "GCMS", "id": "E4"}]));
    let at = format!("{events}/{}", own["event"]["id"].as_str().unwrap());
    let put = manager.patch(&at, "*", json!({"external_ids": []})).must(200);
    assert_eq!(put["event"].get("external_ids"), None);
    manager.patch(&at, "*", json!({"external_ids": [{"system": "GCMS", "id": "E4"}]})).must(200);
    // Two entries of one line that have the same are refused, and it goes out as it came in.
    let twice = vec![first, letters[0].clone(), letters[0].clone()];
    let (_, results) = import(&manager, &[line("V2", json!({"events": twice}))], plain(), "");
    assert_eq!(results[0]["fault"]["errors"][0]["pointer"], "/events/2/external_ids", "{results:#?}");
    let exported = manager.get("/v1/cases/export?external_id=GCMS:V1");
    assert!(exported.text.contains(r#""external_ids":[{"system":"GCMS","id":"E3"}]"#), "{}", exported.text);
}

on_both!(
    a_mapping_of_which_every_row_would_be_wrong_is_refused,
    what_a_line_is_told_is_what_a_line_can_do,
    an_entry_is_known_by_its_id_elsewhere,
    a_mapping_and_a_file_that_cannot_be_meant_are_refused_before_any_line,
    a_file_brings_a_case_in_with_its_history,
    the_same_file_twice_changes_nothing,
    a_line_brings_a_case_to_what_it_says,
    days_that_had_passed_wait_to_be_confirmed,
    a_day_that_is_to_come_after_all_has_to_be_met,
    nobody_sends_a_file_in_the_name_of_another,
    what_was_done_to_deadlines_elsewhere_is_done_here,
    what_is_wrong_is_named_and_the_rest_comes_in,
    nobody_comes_in_on_a_case_where_they_could_not_be_assigned,
    a_line_costs_few_statements,
    all_is_kept_or_nothing,
    a_dry_run_says_what_would_become_of_each_line,
    a_table_comes_in_by_its_mapping,
    a_workbook_comes_in_by_its_mapping,
    a_file_that_cannot_be_read_is_refused_and_awaited_again,
    who_ends_an_import_keeps_what_was_entered,
    who_may_not_import_cases_sees_no_import,
);
