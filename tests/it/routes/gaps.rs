//! `/v1/responsibilities/gaps`: what binds on an open case and is not held as it should be.

use crate::support::backend::statements;
use crate::support::*;
use greffe::access::classification::Classification;
use greffe::access::permissions::Role;
use serde_json::{Value, json};

const GAPS: &str = "/v1/responsibilities/gaps";

#[track_caller]
fn assign(actor: &Actor<'_>, case: &str, body: Value) -> Value {
    actor.post(&format!("/v1/cases/{case}/assignments"), body).must(201)
}

/// The kinds of the gap of a responsibility on a case; nothing where there is none.
#[track_caller]
fn kinds(actor: &Actor<'_>, case: &str, code: &str) -> Vec<String> {
    let (all, _) = actor.walk(&format!("{GAPS}?responsibility={code}"));
    let gap = all.iter().find(|gap| gap["case_id"] == case);
    let kinds = gap.map_or_else(Vec::new, |gap| gap["kinds"].as_array().unwrap().clone());
    kinds.iter().map(|kind| kind.as_str().unwrap().to_owned()).collect()
}

fn a_gap_is_whatever_is_not_held_by_somebody_who_is_there(api: &Api) {
    let organization = api.organization();
    let administrator = organization.administrator();
    let manager = organization.manager();
    let (counsel, paralegal) = (organization.litigator(), organization.analyst());
    let case = case_with(&manager, "2026-03-02");
    let gap = || kinds(&manager, &case, "R06");
    assert_eq!(gap(), ["no_accountable", "no_responsible"]);
    let held = assign(&manager, &case, json!({"user_id": counsel.id, "role": "JCO"}));
    assert_eq!(gap(), ["no_responsible"]);
    assign(&manager, &case, json!({"user_id": paralegal.id, "role": "JPL"}));
    assert_eq!(gap(), Vec::<String>::new());
    let away = json!({"from": "2026-10-20T04:00:00Z", "until": "2026-11-20T05:00:00Z"});
    let absence = counsel.post("/v1/absences", away);
    assert_eq!(gap(), ["holder_absent"]);
    let (all, _) = manager.walk(&format!("{GAPS}?responsibility=R06&kind=holder_absent"));
    let holder = &all.iter().find(|gap| gap["case_id"] == case.as_str()).unwrap()["holders"][0];
    assert_eq!((&holder["user_id"], &holder["kind"]), (&json!(counsel.id), &json!("holder_absent")));
    assert_eq!(holder["until"], "2026-11-20T05:00:00Z");
    let acting = json!({"user_id": organization.litigator().id, "until": "2026-11-20T05:00:00Z"});
    let delegate = format!("/v1/assignments/{}/delegate", held["id"].as_str().unwrap());
    let delegation = manager.post(&delegate, acting).must(201);
    assert_eq!(gap(), Vec::<String>::new(), "somebody acts");
    let end = format!("/v1/assignments/{}/end", delegation["id"].as_str().unwrap());
    manager.post(&end, json!({})).must(200);
    counsel.delete(absence.header("location").unwrap(), "*");
    assert_eq!(gap(), Vec::<String>::new());
    let user = format!("/v1/users/{}", counsel.id);
    administrator.patch(&user, "*", json!({"clearance": "protected_a"})).must(200);
    assert_eq!(gap(), ["holder_not_cleared"]);
    administrator.patch(&user, "*", json!({"clearance": "protected_b", "active": false})).must(200);
    assert_eq!(gap(), ["holder_inactive"]);
    administrator.patch(&user, "*", json!({"active": true})).must(200);
    let end = format!("/v1/assignments/{}/end", held["id"].as_str().unwrap());
    manager.post(&end, json!({"until": "2026-11-10T05:00:00Z"})).must(200);
    assert_eq!(gap(), ["expiring"]);
    let soon = manager.walk(&format!("{GAPS}?responsibility=R06&within_days=3")).0;
    assert!(soon.iter().all(|gap| gap["case_id"] != case.as_str()), "nine days are not three");
}

/// What is only anticipated asks for what has to be ready when it comes, and for nothing more yet.
fn a_case_that_is_only_anticipated_has_few_gaps(api: &Api) {
    let manager = api.organization().manager();
    let case = case_with(&manager, "2026-03-02");
    let codes = || {
        let gaps = manager.walk(GAPS).0;
        gaps.iter().map(|gap| gap["responsibility"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(codes(), ["R02", "R03", "R06"]);
    let count = || manager.get(&format!("{GAPS}/summary")).must(200)["items"][0]["gaps"].as_i64().unwrap();
    assert_eq!(count(), 3);
    record(&manager, &case, json!({"type": "application_filed", "occurred_on": "2026-03-09"}));
    let begun = codes();
    assert!(
        begun.len() > 8 && begun.contains(&"R05".to_owned()) && begun.contains(&"R06".to_owned()),
        "{begun:?}"
    );
    assert_eq!(count(), i64::try_from(begun.len()).unwrap());
}

fn a_portfolio_and_a_group_close_gaps(api: &Api) {
    let organization = api.organization();
    let manager = organization.manager();
    let (chair, paralegal) = (organization.litigator(), organization.analyst());
    let case = case_with(&manager, "2026-03-02");
    let group = group_of(&manager, &[]);
    assign(&manager, &case, json!({"group_id": group, "role": "JCO"}));
    manager
        .post("/v1/assignments", json!({"portfolio": {}, "user_id": paralegal.id, "role": "JPL"}))
        .must(201);
    assert_eq!(kinds(&manager, &case, "R06"), ["group_without_chair"]);
    assert_eq!(chair.get(&format!("/v1/cases/{case}")).status, 404);
    let member = json!({"user_id": chair.id, "capacity": "chair"});
    manager.post(&format!("/v1/groups/{group}/members"), member).must(201);
    assert_eq!(kinds(&manager, &case, "R06"), Vec::<String>::new());
    assert_eq!(chair.get(&format!("/v1/cases/{case}")).status, 200, "what a group holds its members see");
    let listed = chair.get("/v1/cases").must(200);
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    let due = chair.get("/v1/deadlines?accountable=me").must(200);
    assert!(!due["items"].as_array().unwrap().is_empty(), "whoever chairs it answers for its deadlines");
    let of_group = chair.get(&format!("/v1/deadlines?group_id={group}")).must(200);
    assert_eq!(of_group["items"].as_array().unwrap().len(), due["items"].as_array().unwrap().len());
    let by_group = manager.get("/v1/workload?by=group").must(200);
    assert!(
        by_group["items"].as_array().unwrap().iter().any(|one| one["group_id"] == group.as_str()),
        "{by_group:#}"
    );
}

fn the_summary_counts_what_the_list_shows(api: &Api) {
    let organization = api.organization();
    let manager = organization.manager();
    let (counsel, paralegal) = (organization.litigator(), organization.analyst());
    let cases: Vec<_> = (0..5).map(|_| case_with(&manager, "2026-03-02")).collect();
    take_to(&manager, &cases[1], "notice_of_appearance_filed");
    assign(&manager, &cases[0], json!({"user_id": counsel.id, "role": "JCO"}));
    assign(&manager, &cases[0], json!({"user_id": paralegal.id, "role": "JPL"}));
    assign(&manager, &cases[2], json!({"user_id": counsel.id, "role": "JPL"}));
    let (all, _) = manager.walk(GAPS);
    let (paged, pages) = manager.walk(&format!("{GAPS}?limit=7"));
    assert_eq!(paged, all);
    assert_eq!(pages, all.len().div_ceil(7));
    let counted = manager.get(&format!("{GAPS}?include=count&limit=1")).must(200);
    assert_eq!(counted["count"], all.len());
    let summary = manager.get("/v1/responsibilities/gaps/summary").must(200);
    assert_eq!((&summary["open_cases"], &summary["cases_with_gaps"]), (&json!(5), &json!(5)));
    let sum: i64 =
        summary["items"].as_array().unwrap().iter().map(|line| line["gaps"].as_i64().unwrap()).sum();
    assert_eq!(usize::try_from(sum).unwrap(), all.len());
    let stage =
        manager.get(&format!("/v1/cases/{}", cases[1])).must(200)["stage"].as_str().unwrap().to_owned();
    let (of_stage, _) = manager.walk(&format!("{GAPS}?stage={stage}"));
    assert!(!of_stage.is_empty() && of_stage.iter().all(|gap| gap["case_id"] == cases[1].as_str()));
    assert!(all.iter().all(|gap| gap["organization_id"] == manager.organization_id.as_str()));
    // Nobody sees the gaps of a case that they may not see.
    let (mine, _) = counsel.walk(GAPS);
    assert!(
        !mine.is_empty()
            && mine
                .iter()
                .all(|gap| [&cases[0], &cases[2]].contains(&&gap["case_id"].as_str().unwrap().to_owned()))
    );
    let low = organization.cleared(Role::Analyst, Classification::ProtectedA);
    assert_eq!(low.walk(GAPS).0, Vec::<Value>::new());
    manager.get(&format!("{GAPS}?kind=hole")).refused(400, "invalid_query").at("/kind", "invalid_value");
}

fn a_page_of_gaps_costs_the_same_however_many_there_are(api: &Api) {
    let api = &api.own(Settings { connections: 1, ..Settings::default() });
    let (few, many) = (api.manager(), api.manager());
    case_with(&few, "2026-03-02");
    (0..12).for_each(|_| drop(case_with(&many, "2026-03-02")));
    let cost = |actor: &Actor<'_>, path: &str| {
        let tries = (0..4).map(|_| {
            let before = statements(api.database());
            actor.get(path).must(200);
            statements(api.database()) - before
        });
        tries.min().unwrap()
    };
    assert_eq!(cost(&few, GAPS), cost(&many, GAPS));
    let case = many.get("/v1/cases").must(200)["items"][0]["id"].as_str().unwrap().to_owned();
    let responsibilities = cost(&many, &format!("/v1/cases/{case}/responsibilities"));
    assert!(responsibilities <= 4, "the case, its assignments, its walls, the matrix: {responsibilities}");
}

fn a_date_that_an_order_was_to_set_is_a_gap_until_it_is_set(api: &Api) {
    let organization = api.organization();
    let manager = organization.manager();
    let case = case_with(&manager, "2026-03-02");
    take_to(&manager, &case, "reply_filed");
    let gap = || {
        let (all, _) = manager.walk(&format!("{GAPS}?kind=date_not_ordered"));
        all.into_iter().find(|gap| gap["case_id"] == case.as_str())
    };
    let counted = || {
        let summary = manager.get(&format!("{GAPS}/summary")).must(200);
        let items = summary["items"].as_array().unwrap();
        items.iter().map(|line| line["gaps"].as_u64().unwrap()).sum::<u64>()
    };
    assert_eq!(gap(), None, "there is no such order");
    let before = counted();
    let granted = record(&manager, &case, json!({"type": "leave_granted", "occurred_on": "2026-10-20"}));
    let event = format!("/v1/cases/{case}/events/{}", granted["event"]["id"].as_str().unwrap());
    let found = gap().expect("a gap");
    assert_eq!((&found["responsibility"], &found["dates"]), (&json!("R17"), &json!(["FCCIRPR-15-CTR"])));
    assert_eq!(gap().unwrap()["kinds"].as_array().unwrap().last(), Some(&json!("date_not_ordered")));
    let (all, _) = manager.walk(&format!("{GAPS}?limit=200"));
    assert_eq!(
        counted(),
        u64::try_from(all.len()).unwrap(),
        "the count is that of the list, which was {before}"
    );
    // At a stage in which nobody has to hold it, too.
    record(
        &manager,
        &case,
        json!({"type": "hearing_scheduled", "occurred_on": "2026-10-26", "facts": {"hearing_on": "2026-12-15"}}),
    );
    assert_eq!(gap().expect("a gap")["kinds"], json!(["date_not_ordered"]));
    let date = json!({"ordered": [{"rule": "FCCIRPR-15-CTR", "due_on": "2026-11-10"}]});
    manager.patch(&event, "*", date).must(200);
    assert_eq!(gap(), None, "the date is there");
    manager.patch(&event, "*", json!({"ordered": []})).must(200);
    assert!(gap().is_some(), "and taken back");
    record(&manager, &case, json!({"type": "tribunal_record_received", "occurred_on": "2026-10-27"}));
    assert_eq!(gap(), None, "it matters no more");
    let other = case_with(&manager, "2026-03-02");
    take_to(&manager, &other, "reply_filed");
    let granted = record(&manager, &other, json!({"type": "leave_granted", "occurred_on": "2026-10-20"}));
    let of_other = || {
        let (all, _) = manager.walk(&format!("{GAPS}?kind=date_not_ordered&responsibility=R17"));
        all.iter().any(|gap| gap["case_id"] == other.as_str())
    };
    assert!(of_other());
    let strike = format!("/v1/cases/{other}/events/{}/strike", granted["event"]["id"].as_str().unwrap());
    manager.post(&strike, json!({"reason": "Another file."})).must(200);
    assert!(!of_other(), "the order is struck");
}

on_both!(
    a_case_that_is_only_anticipated_has_few_gaps,
    a_date_that_an_order_was_to_set_is_a_gap_until_it_is_set,
    a_gap_is_whatever_is_not_held_by_somebody_who_is_there,
    a_portfolio_and_a_group_close_gaps,
    the_summary_counts_what_the_list_shows,
    a_page_of_gaps_costs_the_same_however_many_there_are,
);
