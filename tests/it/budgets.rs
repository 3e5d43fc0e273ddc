//! Nothing that is sent costs more than it is worth: facts, bodies, answers and dear queries have bounds.

use crate::support::api::Settings;
use crate::support::document::{document, operations};
use crate::support::world::World;
use crate::support::*;
use serde_json::{Map, Value, json};
use std::future::Future;
use std::task::{Context, Waker};

/// The largest answer to a request that is refused, in bytes, whatever was sent.
const LARGEST_REFUSAL: usize = 64 * 1024;

fn facts_beyond_their_bounds_are_refused_where_they_stand(api: &Api) {
    let litigator = api.litigator();
    let span = |from: &str, to: &str| json!([from, to]);
    let spans: Vec<Value> = (0..1000).map(|_| span("2026-01-01", "2026-01-02")).collect();
    let ask = |facts: Value| {
        let rule = json!({"rule": "IRPR-224(2)", "trigger_on": "2026-02-10", "facts": facts});
        litigator.post("/v1/deadlines/compute", rule)
    };
    let enough: Vec<Value> = spans.iter().take(100).cloned().collect();
    ask(json!({ "suspended": enough })).must(200);
    let refused = |facts: Value, pointer: &str, code: &str| {
        ask(facts.clone()).refused(422, "invalid_body").at(pointer, code);
        let event = json!({"proceeding": "REM", "event": "order_enforceable", "occurred_on": "2026-02-10", "facts": facts});
        litigator.post("/v1/deadlines/compute", event).refused(422, "invalid_body").at(pointer, code);
    };
    refused(json!({ "suspended": spans }), "/facts/suspended", "too_many");
    refused(
        json!({"suspended": [span("2026-01-01", "9999-12-31")]}),
        "/facts/suspended/0/1",
        "outside_calendar",
    );
    refused(
        json!({"suspended": [span("0001-01-01", "2026-01-01")]}),
        "/facts/suspended/0/0",
        "outside_calendar",
    );
    refused(json!({"local_holidays": vec!["2026-06-24"; 101]}), "/facts/local_holidays", "too_many");
    refused(json!({"suspended": [[["2026-01-01"]]]}), "/facts/suspended/0/0", "too_deep");
    refused(json!({"suspended": "x".repeat(5000)}), "/facts/suspended", "too_long");
    let many: Map<String, Value> = (0..60).map(|number| (format!("fact_{number}"), json!(true))).collect();
    refused(json!(many), "/facts", "too_many");

    // What a docket keeps is computed again and again: it comes through the same door.
    let case = case_with(&litigator, "2026-03-02");
    let events = format!("/v1/cases/{case}/events");
    let filed = json!({"type": "application_filed", "occurred_on": "2026-03-09", "facts": {"reasons_received": spans}});
    litigator.post(&events, filed).refused(422, "invalid_body").at("/facts/reasons_received", "too_many");
    let filed = json!({"type": "application_filed", "occurred_on": "2026-03-09", "facts": many});
    litigator.post(&events, filed).refused(422, "invalid_body").at("/facts", "too_many");
}

fn faults_without_end_are_named_as_far_as_anybody_reads(api: &Api) {
    let anonymous = api.anonymous();
    let fields = |number: usize| -> Value {
        (0..number).map(|number| (format!("f{number}"), json!(1))).collect::<Map<_, _>>().into()
    };
    let answer = anonymous.post("/v1/auth/token", fields(500)).refused(422, "invalid_body");
    let errors = answer.json["errors"].as_array().unwrap().clone();
    assert_eq!(errors.len(), 51, "fifty, and how many more there are");
    // Of the fields that are missing the two are said, too.
    let last = errors.last().unwrap();
    assert_eq!(
        (&last["code"], &last["in"], &last["pointer"]),
        (&json!("more_faults"), &json!("body"), &json!(""))
    );
    assert!(last["message"].as_str().unwrap().starts_with("452 more"), "{last}");
    let french = anonymous.accept_language("fr").post("/v1/auth/token", fields(500));
    let said = french.json["errors"].as_array().unwrap().last().unwrap()["message"].clone();
    assert!(said.as_str().unwrap().starts_with("452 autres"), "{said}");

    // Ninety thousand are not looked at, whoever sends them.
    let litigator = api.litigator();
    for (actor, address) in [(&anonymous, "/v1/auth/token"), (&litigator, "/v1/deadlines/compute")] {
        let answer = actor.post(address, fields(90_000)).refused(422, "invalid_body").at("", "too_many");
        assert!(answer.bytes.len() < 2000, "{}", answer.text);
    }

    // A name is quoted as far as it can be one.
    let long = json!({"n".repeat(900): 1});
    let answer = litigator.post("/v1/deadlines/compute", long).refused(422, "invalid_body");
    let pointer = answer.json["errors"][0]["pointer"].as_str().unwrap();
    assert!(pointer.ends_with('…') && pointer.len() < 310, "{pointer}");

    let unknown: Vec<String> = (0..2000).map(|number| format!("p{number}")).collect();
    for address in ["/", "/health/live", "/v1/cases"] {
        let answer = litigator.get(&format!("{address}?{}", &unknown[..1000].join("&")));
        answer.clone().refused(400, "invalid_query");
        assert!(answer.bytes.len() < LARGEST_REFUSAL, "{address}: {}", answer.bytes.len());
    }
}

/// Bodies of which each is of a size that goes, and beyond all measure in one way.
fn extremes() -> Vec<(&'static str, Vec<u8>)> {
    let nested = |depth: usize| format!("{{\"a\": {}{}}}", "[".repeat(depth), "]".repeat(depth));
    let names: Map<String, Value> = (0..9000).map(|number| (format!("field_{number}"), json!({}))).collect();
    let long_name = json!({"a~b/c".repeat(190): {"x".repeat(190): [{"y".repeat(900): "\u{1}"}]}});
    let controls: Vec<&str> = vec!["\u{1}"; 9000];
    vec![
        ("deep", nested(30).into_bytes()),
        ("too deep", nested(20_000).into_bytes()),
        ("many fields", Value::Object(names).to_string().into_bytes()),
        (
            "too many fields",
            format!("{{{}}}", (0..90_000).map(|n| format!("\"{n}\":0")).collect::<Vec<_>>().join(","))
                .into_bytes(),
        ),
        ("a long list", json!(vec![json!({}); 9000]).to_string().into_bytes()),
        ("a long text", json!("x".repeat(900_000)).to_string().into_bytes()),
        ("long names", long_name.to_string().into_bytes()),
        ("control characters", json!({ "a": controls }).to_string().into_bytes()),
        ("numbers", br#"{"a": 1e999, "b": -1e999, "c": 99999999999999999999999999999999999999999}"#.to_vec()),
        ("one long number", [&b"{\"a\": "[..], &[b'9'; 100_000], b"}"].concat()),
    ]
}

fn no_body_of_any_operation_is_answered_at_length(api: &Api) {
    let world = World::of(api);
    let extremes = extremes();
    for operation in &world.operations {
        let Some(kind) = operation.json_type() else { continue };
        let actor = world.caller(operation).with_header("If-Match", "*");
        for (what, body) in &extremes {
            let answer =
                actor.send(&operation.method, &world.address(operation), Some((&kind, body.clone())));
            assert!(
                (400..500).contains(&answer.status),
                "{} {what}: {} {}",
                operation.id,
                answer.status,
                answer.text
            );
            assert!(
                answer.bytes.len() <= LARGEST_REFUSAL,
                "{} {what}: {} bytes",
                operation.id,
                answer.bytes.len()
            );
            operation.documents(&answer);
        }
    }
}

/// Every field of an example, filled beyond measure: what the schema knows of is judged as well as what it does not.
fn no_field_of_any_operation_is_answered_at_length(api: &Api) {
    let world = World::of(api);
    let document = document(api);
    for operation in &world.operations {
        let Some(example) = operation.body_example(&document) else { continue };
        let Some(kind) = operation.json_type() else { continue };
        let actor = world.caller(operation).with_header("If-Match", "*");
        let Some(fields) = example.as_object() else { continue };
        for name in fields.keys() {
            for extreme in
                [json!("x".repeat(200_000)), json!(vec!["\u{1}"; 3000]), json!(vec![json!({"a": [1]}); 2000])]
            {
                let mut body = example.clone();
                body[name] = extreme;
                let bytes = body.to_string().into_bytes();
                let answer = actor.send(&operation.method, &world.address(operation), Some((&kind, bytes)));
                // What a directory sends beside what is kept is taken and not kept.
                let is_taken = operation.path.starts_with("/v1/scim/") && answer.status < 300;
                let status = answer.status;
                assert!(is_taken || (400..500).contains(&status), "{} {name}: {status}", operation.id);
                assert!(
                    answer.bytes.len() <= LARGEST_REFUSAL,
                    "{} {name}: {} bytes",
                    operation.id,
                    answer.bytes.len()
                );
            }
        }
    }
}

/// What is sent as a body says how much it may hold, so that it can be judged before anything is done with it.
fn whatever_is_sent_is_bounded_by_the_document(api: &Api) {
    let document = document(api);
    let mut unbounded = Vec::new();
    for operation in operations(&document) {
        for content in operation.described["requestBody"]["content"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(_, one)| one)
        {
            look(&document, &content["schema"], &operation.id, &mut unbounded);
        }
    }
    assert_eq!(unbounded, Vec::<String>::new());
}

fn look(document: &Value, schema: &Value, place: &str, unbounded: &mut Vec<String>) {
    let has = |name: &str| schema.get(name).is_some();
    let is = |kind: &str| match &schema["type"] {
        Value::Array(kinds) => kinds.iter().any(|one| one == kind),
        one => one == kind,
    };
    if let Some(name) = schema["$ref"].as_str().and_then(|path| path.rsplit('/').next()) {
        look(document, &document["components"]["schemas"][name], place, unbounded);
    }
    for branch in ["anyOf", "oneOf", "allOf"] {
        schema[branch]
            .as_array()
            .into_iter()
            .flatten()
            .for_each(|inner| look(document, inner, place, unbounded));
    }
    if is("string") && !["maxLength", "format", "enum", "x-extensible-enum"].into_iter().any(has) {
        unbounded.push(format!("{place}: a text without maxLength"));
    }
    if is("array") && !has("maxItems") {
        unbounded.push(format!("{place}: a list without maxItems"));
    }
    for (name, inner) in schema["properties"].as_object().into_iter().flatten() {
        look(document, inner, &format!("{place}/{name}"), unbounded);
    }
}

/// Polls once: who has to wait stands in the lane from then on, as long as it is kept.
fn stand<T>(entering: &mut std::pin::Pin<Box<impl Future<Output = T>>>) -> bool {
    entering.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending()
}

fn dear_queries_refuse_nobody_but_each_other(api: &Api) {
    let api = &api.own(Settings::default());
    let manager = api.manager();
    let case = case_with(&manager, "2026-03-02");
    let dear = [
        "/v1/cases?include=count",
        "/v1/deadlines?include=count",
        "/v1/deadlines/calendar?from=2026-03-01&to=2026-03-31",
        "/v1/responsibilities/gaps/summary",
        "/v1/responsibilities/gaps",
        "/v1/workload",
        &format!("/v1/cases/{case}/conflicts"),
    ];
    let lane = &api.app.lanes.dear;
    actix_web::rt::System::new().block_on(async {
        // As ten and more such queries under way: each turn is taken, and all the room.
        let mut turns = Vec::new();
        while lane.free() > 0 {
            turns.push(lane.enter(None).await.unwrap());
        }
        let mut waiting = Vec::new();
        loop {
            let mut next = Box::pin(lane.enter(None));
            if !stand(&mut next) {
                break;
            }
            waiting.push(next);
        }
        assert!(waiting.len() >= 10, "{}", waiting.len());
        for address in dear {
            let refused = manager.get(address).refused(503, "unavailable");
            assert_eq!(refused.header("retry-after"), Some("2"), "{address}");
        }
        manager.post("/v1/catalog/adopt?dry_run=true", json!({})).refused(503, "unavailable");
        // Whatever is cheap goes on: reading, writing, computing, signing in, and asking whether it lives.
        manager.get("/v1/cases").must(200);
        manager.get(&format!("/v1/cases/{case}?include=parties,events,deadlines")).must(200);
        manager.post(&format!("/v1/cases/{case}/notes"), json!({"body": "It goes on."})).must(201);
        manager
            .post("/v1/deadlines/compute", json!({"rule": "FCCIRPR-13", "trigger_on": "2026-06-14"}))
            .must(200);
        api.organization().viewer().get("/v1/me").must(200);
        api.anonymous().get("/health/live").must(200);
        api.anonymous().get("/health/ready").must(200);
        drop(waiting);
        drop(turns);
    });
    for address in dear {
        manager.get(address).must(200);
    }
    assert!(lane.free() > 0, "every turn was given back");
}

/// Requests that wait for a connection wait without a thread: what needs neither is answered, however many they are.
fn who_waits_for_a_connection_is_in_nobodys_way(api: &Api) {
    let api = &api.own(Settings { connections: 1, ..Settings::default() });
    let manager = api.manager();
    manager.get("/v1/cases").must(200);
    let (held, is_held) = std::sync::mpsc::channel();
    std::thread::scope(|scope| {
        // Of the scope: where an assertion fails the connection is let go, and nobody waits for ever.
        let (release, released) = std::sync::mpsc::channel::<()>();
        scope.spawn(move || {
            let holding = api.db.read(move |_| {
                held.send(()).unwrap();
                let _ = released.recv();
                Ok(())
            });
            actix_web::rt::System::new().block_on(holding).unwrap();
        });
        is_held.recv().unwrap();
        let asking: Vec<_> = (0..20).map(|_| scope.spawn(|| manager.get("/v1/cases").status)).collect();
        // A computation takes a thread of the same kind, and no connection: for as long as its caller is remembered, a second.
        for _ in 0..4 {
            api.anonymous().get("/health/live").must(200);
            manager
                .post("/v1/deadlines/compute", json!({"rule": "FCCIRPR-13", "trigger_on": "2026-06-14"}))
                .must(200);
        }
        assert!(asking.iter().all(|one| !one.is_finished()), "they wait for the one connection");
        release.send(()).unwrap();
        assert!(asking.into_iter().all(|one| one.join().unwrap() == 200));
    });
}

on_both!(
    facts_beyond_their_bounds_are_refused_where_they_stand,
    faults_without_end_are_named_as_far_as_anybody_reads,
    no_body_of_any_operation_is_answered_at_length,
    no_field_of_any_operation_is_answered_at_length,
    whatever_is_sent_is_bounded_by_the_document,
    dear_queries_refuse_nobody_but_each_other,
    who_waits_for_a_connection_is_in_nobodys_way,
);
