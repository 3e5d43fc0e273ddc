//! How many statements a request costs: as many for a case with much in it as for one with little.

use crate::support::backend::statements;
use crate::support::*;
use serde_json::json;

/// How many statements the database is sent for some work: the least of some tries, since who asks is remembered for a
/// moment and then asked for again.
fn cost(api: &Api, mut work: impl FnMut()) -> usize {
    work();
    let tries = (0..4).map(|_| {
        let before = statements(api.database());
        work();
        statements(api.database()) - before
    });
    tries.min().unwrap()
}

/// A server with one connection, so that none has to be opened while statements are counted.
fn quiet(api: &Api) -> Api {
    api.own(Settings { connections: 1, ..Settings::default() })
}

/// Puts much into a case.
fn fill(manager: &Actor<'_>, case: &str) {
    for number in 0..12 {
        let party = json!({"kind": "person", "capacity": "other", "name": format!("Person {number}")});
        manager.post(&format!("/v1/cases/{case}/parties"), party).must(201);
        manager.post(&format!("/v1/cases/{case}/notes"), json!({"body": "A note."})).must(201);
        record(manager, case, json!({"type": "removal_scheduled", "occurred_on": "2026-03-10"}));
    }
}

fn reading_a_case_costs_one_statement_a_part(api: &Api) {
    let api = &quiet(api);
    let manager = api.manager();
    let (small, large) = (case_with(&manager, "2026-03-02"), case_with(&manager, "2026-03-02"));
    take_to(&manager, &large, "reply_filed");
    fill(&manager, &large);
    let held = json!({"user_id": manager.id, "role": "JCO"});
    manager.post(&format!("/v1/cases/{large}/assignments"), held).must(201);
    let read = |case: &str, parts: &str| {
        let address = format!("/v1/cases/{case}{parts}");
        cost(api, || drop(manager.get(&address).must(200)))
    };
    let all = "?include=parties,events,deadlines,assignments";
    assert_eq!(read(&small, all), read(&large, all));
    assert!((1..=5).contains(&read(&large, all)), "{}", read(&large, all));
    assert_eq!(read(&large, ""), 1);
}

fn a_list_costs_the_same_however_long_it_is(api: &Api) {
    let api = &quiet(api);
    let (few, many) = (api.manager(), api.manager());
    case_with(&few, "2026-03-02");
    (0..12).for_each(|_| drop(case_with(&many, "2026-03-02")));
    for list in [
        "/v1/cases",
        "/v1/deadlines",
        "/v1/deadlines?status=open&responsible=me",
        "/v1/deadlines?court=FC&proceeding=ALJR&days_left=30&overdue=false",
        "/v1/users",
        "/v1/cases?assigned_to=me",
    ] {
        let ask = |actor: &Actor<'_>| cost(api, || drop(actor.get(list).must(200)));
        assert_eq!((ask(&few), ask(&many)), (1, 1), "{list}");
    }
    let counted = cost(api, || drop(many.get("/v1/cases?include=count&limit=3").must(200)));
    assert_eq!(counted, 2, "a count is one more");
    let calendar = |actor: &Actor<'_>| {
        cost(api, || drop(actor.get("/v1/deadlines/calendar?from=2026-03-01&to=2026-06-01").must(200)))
    };
    assert_eq!(
        (calendar(&few), calendar(&many)),
        (4, 4),
        "the days, their deadlines, hearings and action items"
    );
}

fn orders_cost_two_statements_however_many_cases_are_under_one(api: &Api) {
    let api = &quiet(api);
    let open = |count: usize| {
        let organization = api.organization();
        let (manager, analyst) = (organization.manager(), organization.analyst());
        for _ in 0..count {
            let mut new = new_case("2026-03-02");
            new["confidentiality"] = json!("anonymised");
            manager.post("/v1/cases", new).must(201);
        }
        (manager, analyst)
    };
    let ((manager, one), (_, many)) = (open(1), open(12));
    for list in ["/v1/cases", "/v1/deadlines"] {
        let ask = |actor: &Actor<'_>| cost(api, || drop(actor.get(list).must(200)));
        assert_eq!((ask(&one), ask(&many)), (3, 3), "{list}, whether roles are held, the names");
        assert_eq!(ask(&manager), 1, "who is shown all is not asked about");
    }
}

fn names_and_work_cost_the_same_however_much_there_is(api: &Api) {
    let api = &quiet(api);
    let organization = api.organization();
    let manager = organization.manager();
    let (small, large) = (case_with(&manager, "2026-03-02"), case_with(&manager, "2026-03-02"));
    let conflicts =
        |case: &str| cost(api, || drop(manager.get(&format!("/v1/cases/{case}/conflicts")).must(200)));
    let check = |case: &str| {
        let asked = json!({"case_id": case, "user_id": manager.id, "role": "JCO"});
        cost(api, || drop(manager.post("/v1/conflicts/check", asked.clone()).must(200)))
    };
    let suggest = || {
        let asked = json!({"case_id": small, "role": "JCO"});
        cost(api, || drop(manager.post("/v1/assignments/suggest", asked.clone()).must(200)))
    };
    let workload = || cost(api, || drop(manager.get("/v1/workload").must(200)));
    let (few_suggested, little_work) = (suggest(), workload());
    fill(&manager, &large);
    for _ in 0..8 {
        let made = json!({"user_id": organization.litigator().id, "role": "JCO"});
        manager.post(&format!("/v1/cases/{}/assignments", case_with(&manager, "2026-03-02")), made).must(201);
    }
    assert_eq!(
        (conflicts(&small), conflicts(&large)),
        (3, 3),
        "the case, its names, and where else they are"
    );
    assert_eq!(check(&small), check(&large));
    assert!(check(&large) <= 10, "{}", check(&large));
    assert_eq!((suggest(), workload()), (few_suggested, little_work));
    assert!(few_suggested <= 13 && little_work <= 7, "{few_suggested} {little_work}");
}

fn a_computation_needs_no_database(api: &Api) {
    let api = &quiet(api);
    let manager = api.manager();
    let asked = json!({"rule": "FCCIRPR-13", "trigger_on": "2026-06-14"});
    assert_eq!(cost(api, || drop(manager.post("/v1/deadlines/compute", asked.clone()).must(200))), 0);
}

fn an_event_costs_the_same_on_a_long_docket(api: &Api) {
    let api = &quiet(api);
    let manager = api.manager();
    let (small, large) = (case_with(&manager, "2026-03-02"), case_with(&manager, "2026-03-02"));
    fill(&manager, &large);
    let event = json!({"type": "extension_granted", "occurred_on": "2026-03-11"});
    let on = |case: &str| cost(api, || drop(record(&manager, case, event.clone())));
    let (small, large) = (on(&small), on(&large));
    assert_eq!(small, large);
    assert!(small <= 13, "an event costs {small} statements");
}

fn a_calendar_costs_the_same_however_much_is_due(api: &Api) {
    let api = &quiet(api);
    let (few, many) = (api.litigator(), api.litigator());
    let address = |actor: &Actor<'_>, feed: serde_json::Value| {
        let url = actor.post("/v1/feeds", feed).must(201)["url"].as_str().unwrap().to_owned();
        url[url.find("/v1/").unwrap()..].to_owned()
    };
    let (small, mut large) = (case_with(&few, "2026-03-02"), String::new());
    for _ in 0..8 {
        large = case_with(&many, "2026-03-02");
        take_to(&many, &large, "application_served");
    }
    let ask = |address: &str| cost(api, || assert_eq!(api.anonymous().get(address).status, 200));
    let me = || json!({"scope": "me", "language": "en"});
    let of = |case: &str| json!({"scope": "case", "case_id": case, "language": "en"});
    assert_eq!((ask(&address(&few, me())), ask(&address(&many, me()))), (4, 4));
    assert_eq!((ask(&address(&few, of(&small))), ask(&address(&many, of(&large)))), (4, 4));
}

on_both!(
    a_calendar_costs_the_same_however_much_is_due,
    reading_a_case_costs_one_statement_a_part,
    a_list_costs_the_same_however_long_it_is,
    orders_cost_two_statements_however_many_cases_are_under_one,
    names_and_work_cost_the_same_however_much_there_is,
    a_computation_needs_no_database,
    an_event_costs_the_same_on_a_long_docket,
);
