//! Offices: found by any spelling, kept in one, in cases, of people and in portfolios.

use crate::support::*;
use diesel::connection::SimpleConnection as _;
use greffe::registry::offices_store::respell;
use greffe::server::works;
use serde_json::{Value, json};

#[track_caller]
fn case_of(actor: &Actor<'_>, office: &str) -> Value {
    let mut new = new_case("2026-03-02");
    new["office"] = json!(office);
    actor.post("/v1/cases", new).must(201)
}

#[track_caller]
fn portfolio(manager: &Actor<'_>, holder: &Actor<'_>, role: &str, portfolio: Value) -> Value {
    let body = json!({"user_id": holder.id, "role": role, "portfolio": portfolio});
    manager.post("/v1/assignments", body).must(201)
}

fn an_office_is_one_however_it_is_spelled(api: &Api) {
    let organization = api.organization();
    let (manager, regional, local) =
        (organization.manager(), organization.litigator(), organization.litigator());
    portfolio(&manager, &regional, "JCO", json!({"region": "quebec"}));
    let held = portfolio(&manager, &local, "JPL", json!({"office": "MONTREAL"}));
    assert_eq!(held["portfolio"]["office"], "Montréal");
    for spelled in ["MONTRÉAL", " Montréal", "montreal", "Mont-réal", "MTL"] {
        let made = case_of(&manager, spelled);
        assert_eq!((&made["office"], made.get("warnings")), (&json!("Montréal"), None), "{spelled}");
        let case = format!("/v1/cases/{}", made["id"].as_str().unwrap());
        for holder in [&regional, &local] {
            holder.get(&case).must(200);
            assert_eq!(holder.get("/v1/cases?assigned_to=me&office=MTL").json["items"][0]["id"], made["id"]);
        }
        manager.patch(&case, "*", json!({"office": "TORONTO"})).must(200);
        assert_eq!(manager.get(&case).must(200)["office"], "Toronto");
        regional.get(&case).refused(404, "not_found");
        manager.patch(&case, "*", json!({"office": spelled})).must(200);
    }
    let found = |spelled: &str| manager.walk(&format!("/v1/cases?office={spelled}")).0.len();
    assert_eq!(
        [found("Montr%C3%A9al"), found("montreal"), found("mont-real"), found("Toronto")],
        [5, 5, 5, 0]
    );
    let administrator = organization.administrator();
    let user = format!("/v1/users/{}", regional.id);
    assert_eq!(
        administrator.patch(&user, "*", json!({"office": "ST-JOHNS"})).must(200)["office"],
        "St. John's"
    );
}

fn an_unknown_office_is_kept_and_said(api: &Api) {
    let manager = api.organization().manager();
    let made = case_of(&manager, " Torotno ");
    assert_eq!(
        (&made["office"], &made["warnings"][0]["code"]),
        (&json!("Torotno"), &json!("unknown_office"))
    );
    let case = format!("/v1/cases/{}", made["id"].as_str().unwrap());
    let put_right = manager.patch(&case, "*", json!({"office": "toronto"})).must(200);
    assert_eq!((&put_right["office"], put_right.get("warnings")), (&json!("Toronto"), None));
    let again = manager.patch(&case, "*", json!({"office": "Bureau 12"})).must(200);
    assert_eq!(again["warnings"][0]["code"], "unknown_office");
    assert_eq!(manager.walk("/v1/cases?office=Bureau%2012").0.len(), 1, "and is found as it stands");
    let list = manager.get("/v1/code-lists/offices");
    let seen = manager.with_header("if-none-match", &list.etag()).get("/v1/code-lists/offices");
    assert_eq!(seen.status, 304);
    let items = list.must(200)["items"].as_array().unwrap().clone();
    let quebec = items.iter().find(|item| item["code"] == "QUEBEC").unwrap();
    assert_eq!(quebec["name"], json!({"en": "Québec", "fr": "Québec"}));
}

fn what_was_stored_before_is_brought_to_the_list(api: &Api) {
    let api = &api.own(Settings::default());
    let organization = api.organization();
    let (manager, regional, local) =
        (organization.manager(), organization.litigator(), organization.litigator());
    portfolio(&manager, &regional, "JCO", json!({"region": "quebec"}));
    portfolio(&manager, &local, "JPL", json!({"office": "Montréal"}));
    let case = format!("/v1/cases/{}", case_of(&manager, "Montréal")["id"].as_str().unwrap());
    let other = format!("/v1/cases/{}", case_of(&manager, "Bureau 12")["id"].as_str().unwrap());
    let before = "update cases set office = 'MONTRÉAL' where office = 'Montréal'; \
        update assignments set office = ' montreal' where office = 'Montréal'";
    api.db.write_now(|connection| Ok(connection.batch_execute(before)?)).unwrap();
    regional.get(&case).refused(404, "not_found");
    assert_eq!((respell(&api.db).unwrap(), respell(&api.db).unwrap()), (2, 0), "once");
    for holder in [&regional, &local] {
        assert_eq!(holder.get(&case).must(200)["office"], "Montréal");
    }
    assert_eq!(manager.get(&other).must(200)["office"], "Bureau 12", "what no list has stays");
}

fn a_work_that_follows_a_migration_is_done_once(api: &Api) {
    let api = &api.own(Settings::default());
    let manager = api.organization().manager();
    let case = format!("/v1/cases/{}", case_of(&manager, "Montréal")["id"].as_str().unwrap());
    let misspelled = || {
        let before = "update cases set office = 'MONTRÉAL' where office = 'Montréal'";
        api.db.write_now(|connection| Ok(connection.batch_execute(before)?)).unwrap();
    };
    let now = api.app.clock.now();
    misspelled();
    for work in works::unfinished(&api.db).unwrap() {
        let said = work.finish(&api.db, now).unwrap();
        assert_eq!(said.is_some(), work.name.starts_with("office_spellings "), "{}", work.name);
    }
    assert_eq!(manager.get(&case).must(200)["office"], "Montréal");
    misspelled();
    assert_eq!(works::unfinished(&api.db).unwrap().len(), 0, "no start looks at the rows again");
    let again: Vec<_> = works::all().iter().filter_map(|work| work.finish(&api.db, now).unwrap()).collect();
    assert_eq!(again.len(), 1, "and whoever asks for it has it done again");
    assert_eq!(manager.get(&case).must(200)["office"], "Montréal");
}

on_both!(
    a_work_that_follows_a_migration_is_done_once,
    an_office_is_one_however_it_is_spelled,
    an_unknown_office_is_kept_and_said,
    what_was_stored_before_is_brought_to_the_list,
);
