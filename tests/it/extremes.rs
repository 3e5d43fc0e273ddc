//! Days and instants at the ends of what can be written, thrown at every place that takes one: each is an answer, and the service
//! is as it was. Which places there are is read from the document and from the law.

use crate::support::document::{Operation, document, resolved};
use crate::support::world::World;
use crate::support::*;
use serde_json::{Value, json};

const DAYS: [&str; 11] = [
    "0001-01-01",
    "0000-01-01",
    "-0001-01-01",
    "-262143-01-01",
    "1992-12-31",
    "2099-12-31",
    "2100-01-01",
    "9998-12-31",
    "9999-12-31",
    "10000-01-01",
    "+262142-12-31",
];

const INSTANTS: [&str; 14] = [
    "0001-01-01T00:00:00Z",
    "0001-01-01T00:00:00+23:59",
    "0000-01-01T00:00:00Z",
    "-262143-01-01T00:00:00Z",
    "1992-12-31T23:59:59Z",
    "2016-12-31T23:59:60Z",
    "2099-12-31T23:59:59Z",
    "2099-12-31T23:59:59-23:59",
    "9998-12-31T23:59:59.999999999Z",
    "9998-12-31T23:59:59-23:59",
    "9999-12-31T23:59:59Z",
    "9999-12-31T23:59:59-23:59",
    "+262142-12-31T23:59:59Z",
    "+262142-12-31T23:59",
];

/// Texts that are an instant or a local time, by their names: the document gives them no format.
const WRITTEN: [&str; 3] = ["trigger_at", "as_of", "until"];

/// What a schema takes: the extremes of its format.
fn extremes(document: &Value, name: &str, schema: &Value) -> Vec<&'static str> {
    let schema = resolved(document, schema);
    let branches = ["oneOf", "anyOf", "allOf"].iter().filter_map(|key| schema[*key].as_array()).flatten();
    let mut found: Vec<_> = branches.flat_map(|branch| extremes(document, name, branch)).collect();
    match schema["format"].as_str() {
        Some("date") => found.extend(DAYS),
        Some("date-time") => found.extend(INSTANTS),
        None if WRITTEN.contains(&name) && schema["type"] != "object" => {
            found.extend(DAYS.iter().chain(&INSTANTS));
        }
        _ => {}
    }
    found
}

/// The bodies that an operation is sent: its example, with one field or one field of a part of it at an extreme.
fn bodies(document: &Value, schema: &Value, example: &Value) -> Vec<Value> {
    let schema = resolved(document, schema);
    let mut all = Vec::new();
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        for extreme in extremes(document, name, field) {
            let mut body = example.clone();
            body[name] = json!(extreme);
            all.push(body);
        }
        let part = [field].into_iter().chain(field["oneOf"].as_array().into_iter().flatten());
        for part in part.filter(|part| resolved(document, part)["properties"].is_object()) {
            let inner = if example[name].is_object() { example[name].clone() } else { json!({}) };
            for changed in bodies(document, part, &inner) {
                let mut body = example.clone();
                body[name] = changed;
                all.push(body);
            }
        }
    }
    all
}

#[track_caller]
fn answered(what: &str, sent: &str, answer: &Answer) {
    assert!(answer.status < 500, "{what} with {sent}: {}", answer.text);
}

fn no_day_and_no_instant_is_too_much_for_an_operation(api: &Api) {
    let api = &api.own(Settings::default());
    let (world, document) = (World::of(api), document(api));
    let mut thrown = 0;
    let sends = |operation: &Operation, address: &str, body: Option<&Value>| {
        let actor = world.caller(operation).with_header("If-Match", "*");
        let kind = operation.body_type().unwrap_or_default();
        let body = body.map(|body| (kind.as_str(), body.to_string().into_bytes()));
        actor.send(&operation.method, address, body)
    };
    for operation in &world.operations {
        for parameter in operation.parameters("query") {
            let name = parameter["name"].as_str().unwrap();
            for extreme in extremes(&document, name, &parameter["schema"]) {
                let encoded = extreme.replace('+', "%2B");
                let plain = world.address(operation);
                let plain = plain.split('?').next().unwrap();
                let both = [
                    format!("{plain}?{name}={encoded}"),
                    world.asking(operation, &format!("{name}={encoded}")),
                ];
                for address in both {
                    let body = operation.body_type().map(|_| world.body(operation));
                    answered(&operation.id, &address, &sends(operation, &address, body.as_ref()));
                    thrown += 1;
                }
            }
        }
        let Some(kind) = operation.json_type() else { continue };
        let schema = &operation.described["requestBody"]["content"][&kind]["schema"];
        for body in bodies(&document, schema, &world.body(operation)) {
            let answer = sends(operation, &world.address(operation), Some(&body));
            answered(&operation.id, &body.to_string(), &answer);
            thrown += 1;
        }
    }
    assert!(thrown > 800, "the document has lost its dates: {thrown}");
    as_ever(api);
}

/// On one database: none has a part in what the law computes.
#[test]
fn no_day_and_no_instant_is_too_much_for_the_law() {
    let api = &Api::shared(Backend::Sqlite).own(Settings::default());
    let litigator = api.litigator();
    let mut questions: Vec<Value> = Vec::new();
    let (rules, _) = litigator.walk("/v1/rules?limit=200");
    assert!(rules.len() > 50, "{}", rules.len());
    for rule in &rules {
        questions.extend(DAYS.map(|day| json!({"rule": rule["code"], "trigger_on": day})));
        questions.extend(INSTANTS.map(|at| json!({"rule": rule["code"], "trigger_at": at})));
    }
    let mut facts = 0;
    for proceeding in litigator.get("/v1/proceedings?limit=200").must(200)["items"].as_array().unwrap() {
        let code = proceeding["code"].as_str().unwrap();
        let known = litigator.get(&format!("/v1/proceedings/{code}")).must(200);
        for event in known["events"].as_array().unwrap() {
            let asked = |day: &str, facts: Value| json!({"proceeding": code, "event": event["code"], "occurred_on": day, "facts": facts});
            questions.extend(DAYS.map(|day| asked(day, json!({}))));
            for fact in event["facts"].as_array().into_iter().flatten() {
                let name = fact["code"].as_str().unwrap();
                let values: Vec<_> = match fact["kind"].as_str().unwrap() {
                    "date" => DAYS.iter().map(|day| json!(day)).collect(),
                    "instant" => INSTANTS.iter().map(|at| json!(at)).collect(),
                    "spans" => DAYS.iter().map(|day| json!([["0001-01-01", day]])).collect(),
                    _ => continue,
                };
                facts += values.len();
                questions.extend(values.into_iter().map(|value| asked("2026-03-09", json!({ name: value }))));
            }
        }
    }
    assert!(facts > 300, "the law has lost its dates: {facts}");
    let lines = questions.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    let lines = Some(("application/x-ndjson", lines.into_bytes()));
    let answer = litigator.send("POST", "/v1/deadlines/compute.ndjson", lines);
    let mut answers = answer.text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    for question in &questions {
        let answer = answers.next().unwrap_or_else(|| panic!("no answer to {question}"));
        let refused = answer["problem"]["status"].as_u64();
        assert!(
            refused.map_or(answer["deadlines"].is_array(), |status| status < 500),
            "{question}: {answer}"
        );
    }
    as_ever(api);
}

fn a_fact_that_no_calendar_covers_is_named(api: &Api) {
    let api = &api.own(Settings::default());
    let litigator = api.litigator();
    let mut new = new_case("2026-03-02");
    new["proceeding"] = json!("ID");
    let case = litigator.post("/v1/cases", new).must(201)["id"].as_str().unwrap().to_owned();
    let events = format!("/v1/cases/{case}/events");
    let detained = |at: &str| {
        json!({"type": "detention_begun", "occurred_on": "2026-03-09",
               "facts": {"detained_at": at, "designated_foreign_national": false}})
    };
    for at in ["+262142-12-31T23:59", "9998-12-31T23:59", "2100-01-01T00:00Z", "1992-12-31T23:59"] {
        litigator
            .post(&events, detained(at))
            .refused(422, "outside_calendar")
            .at("/facts/detained_at", "outside_calendar");
        let asked = json!({"rule": "ID-48H", "trigger_at": at});
        if at == "+262142-12-31T23:59" {
            litigator
                .post("/v1/deadlines/compute", asked)
                .refused(422, "outside_calendar")
                .at("/trigger_at", "outside_calendar");
        }
    }
    litigator
        .post(&events, detained("yesterday"))
        .refused(422, "invalid_body")
        .at("/facts/detained_at", "invalid_fact");
    litigator.post(&events, detained("2026-03-09T10:00")).must(201);
    litigator
        .post("/v1/deadlines/compute", json!({"rule": "FCCIRPR-8(1)", "trigger_on": "9999-01-01"}))
        .refused(422, "outside_calendar")
        .at("/trigger_on", "outside_calendar");
    as_ever(api);
}

/// The service takes reads, writes and sign-ins, and is ready.
#[track_caller]
fn as_ever(api: &Api) {
    let manager = api.manager();
    let case = case_with(&manager, "2026-03-02");
    assert_eq!(manager.get(&format!("/v1/cases/{case}")).status, 200);
    assert_eq!(api.anonymous().get("/health/ready").status, 200);
}

on_both!(no_day_and_no_instant_is_too_much_for_an_operation, a_fact_that_no_calendar_covers_is_named,);
