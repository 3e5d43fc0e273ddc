//! `/v1/proceedings`, `/v1/rules`, `/v1/calendars`, `/v1/code-lists`, `/v1/roles`, `/v1/responsibilities`: the law as data.

use crate::support::*;
use serde_json::{Value, json};

/// Every pair of languages in a document says something in both.
fn both_languages(at: &str, value: &Value) {
    match value {
        Value::Object(fields) => {
            if let (Some(Value::String(en)), Some(Value::String(fr))) = (fields.get("en"), fields.get("fr")) {
                assert!(!en.trim().is_empty() && !fr.trim().is_empty(), "{at}: {value}");
            }
            fields.iter().for_each(|(name, inner)| both_languages(&format!("{at}.{name}"), inner));
        }
        Value::Array(items) => items.iter().for_each(|inner| both_languages(at, inner)),
        _ => {}
    }
}

fn a_proceeding_is_served_whole(api: &Api) {
    let viewer = api.organization().viewer();
    let (all, _) = viewer.walk("/v1/proceedings?limit=2");
    assert!(all.iter().any(|one| one["code"] == "ALJR"));
    for listed in &all {
        let whole = viewer.get(&format!("/v1/proceedings/{}", listed["code"].as_str().unwrap())).must(200);
        both_languages(listed["code"].as_str().unwrap(), &whole);
    }
    let whole = viewer.get("/v1/proceedings/ALJR").must(200);
    let codes = |list: &str| {
        whole[list]
            .as_array()
            .unwrap_or_else(|| panic!("no {list}"))
            .iter()
            .map(|one| one["code"].as_str().unwrap())
            .collect::<Vec<_>>()
    };
    assert!(codes("stages").contains(&"leave_granted"));
    let listed = [
        "application_filed",
        "application_served",
        "proof_of_service_filed",
        "notice_of_appearance_filed",
        "reasons_requested",
        "reasons_received",
        "no_reasons_notice_received",
        "applicant_record_served",
        "applicant_record_filed",
        "respondent_memorandum_served",
        "respondent_memorandum_filed",
        "reply_served",
        "reply_filed",
        "documents_ordered",
        "leave_granted",
        "leave_dismissed",
        "tribunal_record_received",
        "further_affidavits_served",
        "cross_examinations_held",
        "further_memorandum_filed",
        "hearing_scheduled",
        "hearing_held",
        "judgment_reserved",
        "judgment_delivered",
        "notice_of_appeal_filed",
        "application_discontinued",
        "consent_judgment",
        "deemed_discontinued",
        "case_reopened",
        "extension_granted",
        "stay_granted",
        "stay_dismissed",
        "removal_scheduled",
    ];
    let events: Vec<_> = whole["event_types"]
        .as_array()
        .or_else(|| whole["events"].as_array())
        .unwrap()
        .iter()
        .map(|one| one["code"].as_str().or_else(|| one["type"].as_str()).unwrap())
        .collect();
    for code in listed {
        assert!(events.contains(&code), "the contract has {code}: {events:?}");
    }
    viewer.get("/v1/proceedings/NONE").refused(404, "not_found");
}

fn every_rule_has_its_citation_and_its_confidence(api: &Api) {
    let viewer = api.organization().viewer();
    let (all, pages) = viewer.walk("/v1/rules?limit=20");
    assert!(all.len() > 60 && pages > 2, "{} rules on {pages} pages", all.len());
    for rule in &all {
        both_languages(rule["code"].as_str().unwrap(), rule);
    }
    let rule = viewer.get("/v1/rules/FCCIRPR-8(1)").must(200);
    assert_eq!(viewer.get("/v1/rules/FCCIRPR-8%281%29").must(200), rule);
    assert!(
        rule["versions"][0]["citation"]["fr"].is_string() && rule["versions"][0]["confidence"].is_string(),
        "{rule:#}"
    );
    viewer.get("/v1/rules/NONE").refused(404, "not_found");
}

fn each_day_says_whether_it_counts_and_why_not(api: &Api) {
    let viewer = api.organization().viewer();
    let days = viewer.get("/v1/calendars/ca-fc/days?from=2026-03-30&to=2026-04-07").must(200);
    both_languages("days", &days);
    let list = days["items"].as_array().or_else(|| days["days"].as_array()).unwrap();
    assert_eq!(list.len(), 9);
    let day = |date: &str| {
        list.iter().find(|day| day["date"] == date).unwrap_or_else(|| panic!("no {date}: {days:#}")).clone()
    };
    let closed = |date: &str| day(date).as_object().unwrap().values().any(|value| value == &json!(false));
    assert!(!closed("2026-04-02"), "a Thursday: {}", day("2026-04-02"));
    for holiday in ["2026-04-03", "2026-04-04", "2026-04-05", "2026-04-06"] {
        assert!(closed(holiday) && day(holiday).to_string().contains("\"fr\""), "{}", day(holiday));
    }
    let ask = |query: &str| viewer.get(&format!("/v1/calendars/ca-fc/days?{query}"));
    ask("from=2026-03-30").refused(400, "invalid_query").at("/to", "required");
    ask("from=2026-02-30&to=2026-03-02").refused(400, "invalid_query").at("/from", "invalid_date");
    for wrong in ["from=2026-03-31&to=2026-03-30", "from=2020-01-01&to=2026-01-01"] {
        assert_eq!(ask(wrong).status, 400, "{wrong}");
    }
    for outside in ["from=1992-12-31&to=1993-01-02", "from=2099-12-31&to=2100-01-01"] {
        let answer = ask(outside);
        assert_eq!(answer.status, 422, "{outside}: {}", answer.text);
        answer.refused(422, "outside_calendar");
    }
    viewer.get("/v1/calendars/none/days?from=2026-03-30&to=2026-03-31").refused(404, "not_found");
}

fn code_lists_name_every_code_in_both_languages(api: &Api) {
    let viewer = api.organization().viewer();
    let (lists, _) = viewer.walk("/v1/code-lists");
    assert!(lists.len() >= 8, "{lists:#?}");
    for list in &lists {
        let name = list["name"].as_str().or_else(|| list["code"].as_str()).unwrap();
        let whole = viewer.get(&format!("/v1/code-lists/{name}")).must(200);
        both_languages(name, &whole);
        assert!(whole.to_string().contains("\"fr\":"), "{name} is empty: {whole}");
    }
    viewer.get("/v1/code-lists/none").refused(404, "not_found");
}

fn roles_and_responsibilities_fit_together(api: &Api) {
    let viewer = api.organization().viewer();
    let roles: Vec<_> = viewer.walk("/v1/roles").0.iter().map(|role| role["code"].clone()).collect();
    let (responsibilities, _) = viewer.walk("/v1/responsibilities?limit=7");
    assert!(responsibilities.len() > 20, "{}", responsibilities.len());
    for one in &responsibilities {
        both_languages(one["code"].as_str().unwrap(), one);
        for share in ["responsible", "accountable", "consulted", "informed"] {
            for role in one[share].as_array().unwrap() {
                assert!(roles.contains(role), "{} is held by {role}, which is no role", one["code"]);
            }
        }
        assert_eq!(one["accountable"].as_array().unwrap().len(), 1, "one answers for {one:#}");
    }
}

on_both!(
    a_proceeding_is_served_whole,
    every_rule_has_its_citation_and_its_confidence,
    each_day_says_whether_it_counts_and_why_not,
    code_lists_name_every_code_in_both_languages,
    roles_and_responsibilities_fit_together,
);
