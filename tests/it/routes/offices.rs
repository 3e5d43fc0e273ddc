//! Offices: found by any spelling, kept in one, in cases, of people and in portfolios.

use crate::support::tamper::tamper;
use crate::support::*;
use diesel::connection::SimpleConnection as _;
use greffe::registry::offices::respelling_store::respell;
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

/// The entry about what became of the office of a case when it was read anew.
#[track_caller]
fn read_anew(actor: &Actor<'_>, case: &str) -> Value {
    let entries = actor.walk(&format!("{case}/journal")).0;
    entries.into_iter().find(|one| one["action"] == "case.office_read").unwrap()
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

/// A case from before an office was refused that no list has: its address.
fn case_from_before(manager: &Actor<'_>, office: &str) -> String {
    let case = case_of(manager, "Toronto")["id"].as_str().unwrap().to_owned();
    tamper(manager.api, &format!("update cases set office = '{office}' where id = '{case}'"));
    format!("/v1/cases/{case}")
}

fn an_unknown_office_is_refused_and_the_nearest_named(api: &Api) {
    let manager = api.organization().manager();
    let opened = |office: &str| {
        let mut new = new_case("2026-03-02");
        new["office"] = json!(office);
        manager.post("/v1/cases", new)
    };
    for (written, meant) in [("Halifxa", "Halifax"), (" Torotno ", "Toronto"), ("Vancover", "Vancouver")] {
        let refused = opened(written).refused(422, "invalid_body").at("/office", "unknown_office");
        assert!(refused.text.contains(meant), "{}", refused.text);
    }
    let refused = opened("Nowhere").refused(422, "invalid_body").at("/office", "unknown_office");
    assert!(refused.text.contains("/v1/offices"), "the way out: {}", refused.text);
    let case = format!("/v1/cases/{}", case_of(&manager, "toronto")["id"].as_str().unwrap());
    let moved = manager.patch(&case, "*", json!({"office": "Halifxa"})).refused(422, "invalid_body");
    moved.at("/office", "unknown_office");
    assert_eq!(manager.get(&case).must(200)["office"], "Toronto");
    // One that was kept before stays until it is put right.
    let old = case_from_before(&manager, "Bureau 12");
    let kept = manager.patch(&old, "*", json!({"office": "Bureau 12", "language": "fr"})).must(200);
    assert_eq!(kept["office"], "Bureau 12");
    assert_eq!(manager.walk("/v1/cases?office=Bureau%2012").0.len(), 1, "and is found as it stands");
    assert_eq!(manager.patch(&old, "*", json!({"office": "MTL"})).must(200)["office"], "Montréal");
    let list = manager.get("/v1/code-lists/offices");
    let seen = manager.with_header("if-none-match", &list.etag()).get("/v1/code-lists/offices");
    assert_eq!(seen.status, 304);
    let items = list.must(200)["items"].as_array().unwrap().clone();
    let quebec = items.iter().find(|item| item["code"] == "QUEBEC").unwrap();
    assert_eq!(quebec["name"], json!({"en": "Québec", "fr": "Québec"}));
    assert_eq!((&quebec["region"], &quebec["zone"]), (&json!("quebec"), &json!("America/Toronto")));
    assert!(quebec["spellings"].as_array().unwrap().contains(&json!("Québec")), "{quebec:#}");
}

/// Val-d'Or, which no list has.
fn val_dor() -> Value {
    json!({"code": "VALDOR", "name": {"en": "Val-d'Or", "fr": "Val-d'Or"}, "region": "quebec", "zone": "America/Toronto",
           "calendar": "ca-irb-qc", "spellings": ["VDO"]})
}

fn an_organization_has_offices_of_its_own(api: &Api) {
    let organization = api.organization();
    let (administrator, manager) = (organization.administrator(), organization.manager());
    let (regional, stranger) = (organization.litigator(), api.organization().administrator());
    portfolio(&manager, &regional, "JCO", json!({"region": "quebec"}));
    let case = case_from_before(&manager, "val d''or");
    regional.get(&case).refused(404, "not_found");
    manager.post("/v1/offices", val_dor()).refused(403, "forbidden");
    let made = administrator.post("/v1/offices", val_dor());
    assert_eq!(
        made.header("location"),
        Some(format!("/v1/offices/{}", made.json["id"].as_str().unwrap()).as_str())
    );
    let made = made.must(201);
    // What named it before is brought to it, is seen by who has its region, and is on the record.
    assert_eq!(regional.get(&case).must(200)["office"], "Val-d'Or");
    let entry = read_anew(&manager, &case);
    assert_eq!(
        (&entry["before"]["office"], &entry["after"]["office"]),
        (&json!("val d'or"), &json!("Val-d'Or"))
    );
    for spelled in ["VALDOR", "Val d’Or", "vdo"] {
        let next = case_of(&manager, spelled);
        assert_eq!((&next["office"], next.get("warnings")), (&json!("Val-d'Or"), None), "{spelled}");
        regional.get(&format!("/v1/cases/{}", next["id"].as_str().unwrap())).must(200);
    }
    assert_eq!(manager.walk("/v1/cases?office=VDO").0.len(), 4);
    assert_eq!(regional.walk("/v1/cases?assigned_to=me").0.len(), 4);
    let held = manager.get(&format!("{case}/responsibilities")).must(200);
    assert!(held.to_string().contains(&regional.id), "{held:#}");
    let gaps = manager.get("/v1/responsibilities/gaps/summary").must(200);
    assert_eq!(gaps["open_cases"], 4, "{gaps:#}");
    let user = format!("/v1/users/{}", regional.id);
    let named = administrator.patch(&user, "*", json!({"office": "VDO"})).must(200);
    assert_eq!((&named["office"], named.get("warnings")), (&json!("Val-d'Or"), None));
    // The days off of the calendar that it goes by hold there.
    let dated = |office: &str| {
        let body = json!({"rule": "IAD-REMOVAL", "trigger_on": "2026-05-25", "office": office});
        manager.post("/v1/deadlines/compute", body).must(200)["deadlines"][0]["due_on"].clone()
    };
    assert_eq!((dated("vdo"), dated("Toronto")), (json!("2026-06-25"), json!("2026-06-24")));
    // It is one of the list for its people, and nobody else's.
    let listed = |actor: &Actor<'_>| {
        let list = actor.get("/v1/code-lists/offices").must(200)["items"].as_array().unwrap().clone();
        list.into_iter().find(|item| item["code"] == "VALDOR")
    };
    let item = listed(&manager).unwrap();
    assert_eq!((&item["zone"], &item["region"]), (&json!("America/Toronto"), &json!("quebec")));
    assert!(
        item["spellings"].as_array().unwrap().contains(&json!("VDO")) && item["id"] == made["id"],
        "{item:#}"
    );
    assert!(listed(&stranger).is_none());
    let office = format!("/v1/offices/{}", made["id"].as_str().unwrap());
    stranger.get(&office).refused(404, "not_found");
    let there = |actor: &Actor<'_>| {
        let mut new = new_case("2026-03-02");
        new["office"] = json!("VDO");
        actor.post("/v1/cases", new).refused(422, "invalid_body").at("/office", "unknown_office");
    };
    there(&stranger);
    assert_eq!(manager.get("/v1/offices?include=count").must(200)["count"], 1);
    // A change follows for what names it; what is removed leaves the name, and nothing else.
    let moved = json!({"written": "Val d'Or (Qc)", "region": "northern"});
    let etag = administrator.get(&office).etag();
    administrator.patch(&office, &etag, moved).must(200);
    administrator.patch(&office, &etag, json!({"region": "quebec"})).refused(412, "stale_version");
    assert_eq!(manager.get(&case).must(200)["office"], "Val d'Or (Qc)");
    regional.get(&case).refused(404, "not_found");
    let etag = administrator.get(&office).etag();
    assert_eq!(administrator.delete(&office, &etag).status, 204);
    assert_eq!(manager.get(&case).must(200)["office"], "Val d'Or (Qc)");
    there(&manager);
    let journal = administrator
        .walk("/v1/journal?limit=200")
        .0
        .into_iter()
        .find(|one| one["action"] == "office.created")
        .unwrap();
    assert_eq!(journal["after"]["code"], "VALDOR", "{journal:#}");
}

fn an_office_is_what_it_can_be(api: &Api) {
    let administrator = api.administrator();
    let wrong = json!({"code": "MTL", "name": {"en": "X", "fr": "X"}, "region": "moon", "zone": "Moon/Sea", "calendar": "ca-fc",
                       "spellings": ["toronto"]});
    administrator
        .post("/v1/offices", wrong)
        .refused(422, "invalid_body")
        .at("/code", "taken")
        .at("/spellings", "taken")
        .at("/region", "unknown_region")
        .at("/zone", "unknown_zone")
        .at("/calendar", "unknown_calendar");
    administrator.post("/v1/offices", val_dor()).must(201);
    administrator.post("/v1/offices", val_dor()).refused(422, "invalid_body").at("/code", "taken");
    let mut abroad = val_dor();
    (abroad["code"], abroad["zone"]) = (json!("PARIS"), json!("Europe/Paris"));
    abroad["name"] = json!({"en": "Paris", "fr": "Paris"});
    abroad.as_object_mut().unwrap().remove("calendar");
    abroad["spellings"] = json!([]);
    let refused = administrator.post("/v1/offices", abroad).refused(422, "invalid_body");
    let refused = refused.at("/zone", "zone_abroad");
    assert!(refused.text.contains("America/St_Johns") && refused.text.contains("America/Whitehorse"));
    let mut older = val_dor();
    (older["code"], older["name"]) = (json!("KUUJJUAQ"), json!({"en": "Kuujjuaq", "fr": "Kuujjuaq"}));
    (older["spellings"], older["zone"]) = (json!([]), json!("Canada/Eastern"));
    older.as_object_mut().unwrap().remove("calendar");
    administrator.post("/v1/offices", older).must(201);
    // One name is one fault, in however many ways it is written.
    let mut twice = val_dor();
    (twice["code"], twice["written"]) = (json!("TORONTO"), json!("Toronto"));
    (twice["name"], twice["spellings"]) =
        (json!({"en": "Toronto", "fr": "Toronto"}), json!(["toronto", "TORONTO"]));
    let refused = administrator.post("/v1/offices", twice).refused(422, "invalid_body");
    let taken = refused.json["errors"].as_array().unwrap().iter().filter(|fault| fault["code"] == "taken");
    assert_eq!(taken.count(), 1, "{}", refused.text);
    let mut elsewhere = val_dor();
    (elsewhere["code"], elsewhere["name"]) = (json!("GASPE"), json!({"en": "Gaspé", "fr": "Gaspé"}));
    (elsewhere["spellings"], elsewhere["zone"]) = (json!([]), json!("America/Halifax"));
    administrator.post("/v1/offices", elsewhere).refused(422, "invalid_body").at("/zone", "contradictory");
}

fn an_unknown_office_is_said_wherever_one_is_named(api: &Api) {
    let organization = api.organization();
    let (administrator, manager) = (organization.administrator(), organization.manager());
    let body = json!({"user_id": manager.id, "role": "JPL", "portfolio": {"office": "Torotno"}});
    let held = manager.post_once("/v1/assignments", "key", body.clone());
    assert_eq!(manager.post_once("/v1/assignments", "key", body).text, held.text);
    let user = json!({"username": format!("u.{}", manager.username), "display_name": "U", "language": "en", "role": "viewer",
                      "password": "seven otters borrow a piano", "office": "Torotno"});
    let made = administrator.post("/v1/users", user).must(201);
    let at = format!("/v1/users/{}", made["id"].as_str().unwrap());
    let changed = administrator.patch(&at, "*", json!({"office": "Bureau 12"})).must(200);
    for answer in [&held.must(201), &made, &changed] {
        let warning = &answer["warnings"][0];
        assert_eq!(warning["code"], "unknown_office", "{answer:#}");
        assert!(warning["text"]["en"] != warning["text"]["fr"], "{warning}");
    }
    let put_right = administrator.patch(&at, "*", json!({"office": "MTL"})).must(200);
    assert_eq!((&put_right["office"], put_right.get("warnings")), (&json!("Montréal"), None));
    // No list would read as if it had no cases.
    manager.get("/v1/cases?office=nowhere").refused(400, "invalid_query").at("/office", "unknown_code");
    assert_eq!(
        manager.get("/v1/cases?office=Yellowknife").must(200)["items"],
        json!([]),
        "known, and without cases"
    );
    let compute = |office: &str| {
        let body = json!({"rule": "ALJR-72-IN", "trigger_on": "2026-06-09", "office": office});
        manager.post("/v1/deadlines/compute", body)
    };
    for spelled in ["Montréal", "MTL", "Québec", "QC", "Yellowknife"] {
        compute(spelled).must(200);
    }
    compute("nowhere").refused(422, "rule_not_computable").at("/office", "unknown_office");
}

fn what_was_stored_before_is_brought_to_the_list(api: &Api) {
    let api = &api.own(Settings::default());
    let organization = api.organization();
    let (manager, regional, local) =
        (organization.manager(), organization.litigator(), organization.litigator());
    portfolio(&manager, &regional, "JCO", json!({"region": "quebec"}));
    portfolio(&manager, &local, "JPL", json!({"office": "Montréal"}));
    let case = format!("/v1/cases/{}", case_of(&manager, "Montréal")["id"].as_str().unwrap());
    let other = case_from_before(&manager, "Bureau 12");
    let before = "update cases set office = 'MONTRÉAL' where office = 'Montréal'; \
        update assignments set office = ' montreal' where office = 'Montréal'";
    api.db.write_now(|connection| Ok(connection.batch_execute(before)?)).unwrap();
    regional.get(&case).refused(404, "not_found");
    let etag = manager.get(&case).etag();
    let now = api.app.clock.now();
    assert_eq!((respell(&api.db, now).unwrap(), respell(&api.db, now).unwrap()), (2, 0), "once");
    for holder in [&regional, &local] {
        assert_eq!(holder.get(&case).must(200)["office"], "Montréal");
    }
    assert_ne!(manager.get(&case).etag(), etag, "what is shown is another version");
    let entry = read_anew(&manager, &case);
    assert_eq!(
        (&entry["before"]["office"], &entry["after"]["office"], &entry["actor"]),
        (&json!("MONTRÉAL"), &json!("Montréal"), &json!("system")),
        "{entry:#}"
    );
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
    an_unknown_office_is_refused_and_the_nearest_named,
    an_organization_has_offices_of_its_own,
    an_office_is_what_it_can_be,
    an_unknown_office_is_said_wherever_one_is_named,
    what_was_stored_before_is_brought_to_the_list,
);
