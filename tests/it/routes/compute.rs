//! `POST /v1/deadlines/compute`: a date and its reasons, without a case.

use crate::support::*;
use serde_json::{Value, json};

fn compute(actor: &Actor<'_>, body: Value) -> Answer {
    actor.post("/v1/deadlines/compute", body)
}

fn every_worked_example_comes_out_over_http(api: &Api) {
    let examples: Vec<Value> = serde_json::from_str(include_str!("../../data/examples.json")).unwrap();
    assert!(examples.len() >= 80, "{}", examples.len());
    let viewer = api.organization().viewer();
    let mut wrong = Vec::new();
    for example in &examples {
        let answer = compute(&viewer, example["request"].clone());
        let computed = answer.json["deadlines"][0].clone();
        for field in
            ["due_on", "safe_on", "arguable_latest_on", "effective_on", "not_before_on", "no_fixed_date"]
        {
            let expected = example["expect"].get(field);
            // Of these an example says all there is to say; of the others only what it is about.
            let always = ["safe_on", "arguable_latest_on", "not_before_on", "no_fixed_date"].contains(&field);
            if (always || expected.is_some()) && computed.get(field) != expected {
                wrong.push(format!("{} {field}: {} instead of {expected:?}", example["id"], computed[field]));
            }
        }
        if let Some(at) = example["expect"]["due_at"].as_str()
            && !computed["due_at"].as_str().is_some_and(|due_at| due_at.starts_with(at))
        {
            wrong.push(format!("{} due_at: {} instead of {at}", example["id"], computed["due_at"]));
        }
        let last = computed["explanation"]["steps"]
            .as_array()
            .and_then(|steps| steps.last())
            .cloned()
            .unwrap_or_default();
        if computed["due_on"].is_string() && last["date"] != computed["due_on"] {
            wrong.push(format!("{}: the last step is at {}", example["id"], last["date"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn an_event_starts_every_rule_that_it_would_on_a_docket(api: &Api) {
    let viewer = api.organization().viewer();
    let body = json!({"proceeding": "ALJR", "event": "application_served", "occurred_on": "2026-03-10",
                      "served_on": "2026-03-10", "service_method": "personal"});
    let computed = compute(&viewer, body).must(200);
    let mut dates: Vec<_> = computed["deadlines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["rule"].clone(), one["due_on"].clone()))
        .collect();
    dates.sort_by_key(|(rule, _)| rule.to_string());
    assert_eq!(dates[0].0, "FCCIRPR-7(2)");
    assert_eq!(dates[1], (json!("FCCIRPR-8(1)"), json!("2026-03-20")));
    let nothing =
        json!({"proceeding": "ALJR", "event": "proof_of_service_filed", "occurred_on": "2026-03-10"});
    assert_eq!(compute(&viewer, nothing).must(200)["deadlines"], json!([]));
}

fn what_cannot_be_computed_is_named_at_its_pointer(api: &Api) {
    let viewer = api.organization().viewer();
    let refused = [
        (json!({}), "/rule", "required"),
        (json!({"rule": "FCCIRPR-8(1)"}), "/trigger_on", "required"),
        (json!({"rule": "FCCIRPR-8(1)", "trigger_on": "2026-02-30"}), "/trigger_on", "invalid_date"),
        (
            json!({"rule": "FCCIRPR-8(1)", "trigger_on": "2026-03-02", "trigger_at": "2026-03-02T10:00"}),
            "/trigger_at",
            "not_applicable",
        ),
        (json!({"rule": "FCCIRPR-8(1)", "trigger_at": "yesterday"}), "/trigger_at", "invalid_instant"),
        (
            json!({"rule": "FCCIRPR-8(1)", "trigger_on": "2026-03-02", "event": "x"}),
            "/event",
            "not_applicable",
        ),
        (
            json!({"proceeding": "NONE", "event": "x", "occurred_on": "2026-03-02"}),
            "/proceeding",
            "unknown_proceeding",
        ),
        (
            json!({"proceeding": "ALJR", "event": "none", "occurred_on": "2026-03-02"}),
            "/event",
            "unknown_event",
        ),
        (json!({"proceeding": "ALJR", "event": "application_filed"}), "/occurred_on", "required"),
    ];
    for (body, pointer, code) in refused {
        compute(&viewer, body).refused(422, "invalid_body").at(pointer, code);
    }
    let unknown = compute(&viewer, json!({"rule": "NO-SUCH-RULE", "trigger_on": "2026-03-02"}));
    let unknown = unknown.refused(422, "rule_not_computable");
    assert_eq!(unknown.json["errors"][0]["pointer"], "/rule");
}

fn the_law_of_a_day_can_stand_in_the_address(api: &Api) {
    let viewer = api.organization().viewer();
    let body = json!({"rule": "FCCIRPR-10(1)(a)", "trigger_on": "2025-06-02", "overlays": ["FC-SPECIAL-ORDER-2025"]});
    let ask = |as_of: &str| viewer.post(&format!("/v1/deadlines/compute?as_of={as_of}"), body.clone());
    assert_eq!(ask("2025-05-13").must(200)["deadlines"][0]["due_on"], "2025-07-02", "not known yet");
    assert_eq!(ask("2025-05-14").must(200)["deadlines"][0]["due_on"], "2025-08-18");
    let mut both = body.clone();
    both["as_of"] = json!("2025-05-13");
    viewer
        .post("/v1/deadlines/compute?as_of=2025-05-14", both)
        .refused(422, "invalid_body")
        .at("/as_of", "contradictory");
}

fn outside_the_calendars_nothing_is_guessed(api: &Api) {
    let viewer = api.organization().viewer();
    for day in ["2099-12-31", "2100-01-01"] {
        let answer = compute(&viewer, json!({"rule": "FCCIRPR-8(1)", "trigger_on": day}));
        assert_eq!(answer.status, 422, "{day}: {}", answer.text);
        answer.is_problem();
    }
}

/// What many questions, each a line, are answered at an address: a line each.
fn compute_many(actor: &Actor<'_>, address: &str, questions: &[u8]) -> Vec<Value> {
    let answer = actor.send("POST", address, Some(("application/x-ndjson", questions.to_vec())));
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/x-ndjson")));
    answer.text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn many_questions_are_answered_as_each_is_alone(api: &Api) {
    let viewer = api.organization().viewer();
    let examples: Vec<Value> = serde_json::from_str(include_str!("../../data/examples.json")).unwrap();
    let wrong = [
        json!({"rule": "NO-SUCH-RULE", "trigger_on": "2026-03-02"}),
        json!({"rule": "FCCIRPR-8(1)", "trigger_on": "2026-02-30"}),
        json!({"rule": "FCCIRPR-8(1)", "trigger_on": "2100-01-01"}),
        json!({"rule": "FCCIRPR-8(1)", "whatever": 1}),
    ];
    // More of them than are computed at a time.
    let questions: Vec<&Value> =
        examples.iter().map(|example| &example["request"]).chain(&wrong).cycle().take(600).collect();
    let lines = questions.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n\n");
    for address in ["/v1/deadlines/compute.ndjson", "/v1/deadlines/compute"] {
        let answers = compute_many(&viewer, address, lines.as_bytes());
        assert_eq!(answers.len(), questions.len(), "{address}");
        let mut alone: Vec<Value> = Vec::new();
        for (n, (answer, question)) in answers.iter().zip(&questions).enumerate() {
            assert_eq!(answer["line"], 2 * n + 1, "empty lines are counted, and not answered");
            if alone.len() < examples.len() + wrong.len() {
                alone.push(compute(&viewer, (*question).clone()).json);
            }
            let alone = &alone[n % (examples.len() + wrong.len())];
            if alone.get("deadlines").is_some() {
                let warnings = answer.get("warnings");
                assert_eq!(
                    (&answer["deadlines"], warnings),
                    (&alone["deadlines"], alone.get("warnings")),
                    "{question}"
                );
            } else {
                for field in ["type", "title", "status", "code", "errors", "detail"] {
                    assert_eq!(answer["problem"][field], alone[field], "{question}");
                }
                assert!(answer.get("deadlines").is_none());
            }
        }
    }
}

fn a_line_that_is_none_spoils_no_other(api: &Api) {
    let viewer = api.organization().viewer().accept_language("fr");
    let good = json!({"rule": "FCCIRPR-8(1)", "trigger_on": "2026-03-10"}).to_string();
    let long = format!("{{\"rule\": \"{}\"}}", "x".repeat(70_000));
    let lines = format!("\u{feff}{good}\r\n{{\"rule\":\n{long}\n[]\n{good}");
    let answers = compute_many(&viewer, "/v1/deadlines/compute.ndjson", lines.as_bytes());
    let met: Vec<_> = answers.iter().map(|answer| answer["problem"]["code"].as_str()).collect();
    assert_eq!(met, [None, Some("malformed_body"), Some("invalid_body"), Some("invalid_body"), None]);
    assert_eq!(answers[0]["deadlines"], answers[4]["deadlines"]);
    assert_eq!(answers[2]["problem"]["errors"][0]["code"], "line_too_long");
    assert!(answers[2]["problem"]["errors"][0]["message"].as_str().unwrap().starts_with("La ligne"));
    assert!(compute_many(&viewer, "/v1/deadlines/compute.ndjson", b"").is_empty());
    let as_of = "/v1/deadlines/compute.ndjson?as_of=2025-05-14";
    let body = json!({"rule": "FCCIRPR-10(1)(a)", "trigger_on": "2025-06-02", "overlays": ["FC-SPECIAL-ORDER-2025"]});
    let answers = compute_many(&viewer, as_of, body.to_string().as_bytes());
    assert_eq!(answers[0]["deadlines"][0]["due_on"], "2025-08-18");
}

fn many_questions_are_json_lines_from_somebody_who_may_ask(api: &Api) {
    let viewer = api.organization().viewer();
    let many = "/v1/deadlines/compute.ndjson";
    viewer.post(many, json!({})).refused(415, "unsupported_media_type");
    viewer.get(many).refused(405, "method_not_allowed");
    let lines = Some(("application/x-ndjson", b"{}\n".to_vec()));
    assert_eq!(api.anonymous().send("POST", many, lines.clone()).status, 401);
    assert_eq!(viewer.send("POST", "/v1/deadlines/compute", lines).status, 200);
}

fn an_office_of_ones_own_counts_in_every_line(api: &Api) {
    let administrator = api.organization().administrator();
    let office = json!({"code": "VALDOR", "name": {"en": "Val-d'Or", "fr": "Val-d'Or"}, "region": "quebec",
                        "zone": "America/Toronto", "calendar": "ca-irb-qc", "spellings": ["VDO"]});
    administrator.post("/v1/offices", office).must(201);
    let dated = |office: &str| json!({"rule": "IAD-REMOVAL", "trigger_on": "2026-05-25", "office": office});
    let lines = ["vdo", "Toronto", "vdo"].map(|office| dated(office).to_string()).join("\n");
    let answers = compute_many(&administrator, "/v1/deadlines/compute.ndjson", lines.as_bytes());
    let due: Vec<_> = answers.iter().map(|answer| answer["deadlines"][0]["due_on"].clone()).collect();
    assert_eq!(due, ["2026-06-25", "2026-06-24", "2026-06-25"]);
    // Nor do any others that stand between make it another.
    let offices = (0..1500).map(|n| if n % 100 == 0 { "vdo".to_owned() } else { format!("Nowhere {n}") });
    let lines = offices.map(|office| dated(&office).to_string()).collect::<Vec<_>>().join("\n");
    let answers = compute_many(&administrator, "/v1/deadlines/compute.ndjson", lines.as_bytes());
    for answer in answers.iter().step_by(100) {
        assert_eq!(answer["deadlines"][0]["due_on"], "2026-06-25", "{answer}");
    }
}

on_both!(
    many_questions_are_answered_as_each_is_alone,
    a_line_that_is_none_spoils_no_other,
    many_questions_are_json_lines_from_somebody_who_may_ask,
    an_office_of_ones_own_counts_in_every_line,
    every_worked_example_comes_out_over_http,
    an_event_starts_every_rule_that_it_would_on_a_docket,
    what_cannot_be_computed_is_named_at_its_pointer,
    outside_the_calendars_nothing_is_guessed,
    the_law_of_a_day_can_stand_in_the_address,
);
