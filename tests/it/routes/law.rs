//! `/v1/catalog`, `/v1/readings`, `/v1/organizations/{id}/profile`: the law as an organisation goes by it.

use crate::support::*;
use diesel::connection::SimpleConnection as _;
use serde_json::{Value, json};
use std::fmt::Write as _;

fn profile(actor: &Actor<'_>) -> String {
    format!("/v1/organizations/{}/profile", actor.organization_id)
}

fn take_position(actor: &Actor<'_>, body: Value, dry: bool) -> Answer {
    let query = if dry { "?dry_run=true" } else { "" };
    actor.post(&format!("/v1/organizations/{}/positions{query}", actor.organization_id), body)
}

fn adopted(code: &str) -> Value {
    json!({"code": code, "position": "adopted", "reason": "The committee decided so.", "group": "Practice committee",
           "decision_number": "2026-4", "decided_on": "2026-02-27"})
}

/// A manager with a case whose first time limit ends on Saturday 14 March 2026.
fn with_a_saturday(api: &Api) -> (Actor<'_>, String) {
    let manager = api.manager();
    let case = case_with(&manager, "2026-02-27");
    (manager, case)
}

fn a_position_is_proposed_before_it_moves_anything(api: &Api) {
    let (manager, case) = with_a_saturday(api);
    let before = deadline(&manager, &case, "ALJR-72-IN");
    assert_eq!((&before["due_on"], &before["safe_on"]), (&json!("2026-03-16"), &json!("2026-03-13")));

    let proposed = take_position(&manager, adopted("nominal_end"), true).must(200);
    let line = &proposed["recalculation"]["proposals"][0];
    assert_eq!((&line["old_due_on"], &line["new_due_on"]), (&json!("2026-03-16"), &json!("2026-03-13")));
    assert_eq!((&line["why"]["code"], &line["rule"]), (&json!("position"), &json!("ALJR-72-IN")));
    assert!(line["why"]["text"]["fr"].as_str().unwrap().contains("décision 2026-4"), "{line:#}");
    assert_eq!(deadline(&manager, &case, "ALJR-72-IN"), before, "a proposal moves nothing");
    assert_eq!(manager.get(&profile(&manager)).must(200)["positions"], json!([]));

    let entries = journal_count(&manager, &case);
    let version = manager.get(&format!("/v1/cases/{case}")).etag();
    let taken = take_position(&manager, adopted("nominal_end"), false).must(201);
    assert_eq!(taken["recalculation"]["moved"], 1);
    let after = deadline(&manager, &case, "ALJR-72-IN");
    assert_eq!((&after["due_on"], after.get("safe_on")), (&json!("2026-03-13"), None));
    let earlier = &after["previous_dates"][0];
    assert_eq!((&earlier["due_on"], &earlier["reason"]), (&json!("2026-03-16"), &json!("recalculated")));
    assert!(earlier["why"]["en"].as_str().unwrap().contains("decision 2026-4"), "{earlier:#}");
    assert_eq!(after["explanation"]["steps"].as_array().unwrap().last().unwrap()["code"], "position");
    assert_eq!(journal_count(&manager, &case), entries + 1);
    assert_ne!(manager.get(&format!("/v1/cases/{case}")).etag(), version, "the case has a new version");

    let kept = manager.get(&profile(&manager)).must(200)["positions"][0].clone();
    assert_eq!(
        (&kept["taken_by"], &kept["group"], &kept["position"]),
        (&json!(manager.id), &json!("Practice committee"), &json!("adopted"))
    );
}

fn a_position_is_given_up_and_stays_on_record(api: &Api) {
    let (manager, case) = with_a_saturday(api);
    take_position(&manager, adopted("nominal_end"), false).must(201);
    take_position(&manager, adopted("nominal_end"), false).refused(409, "conflict");
    let open =
        json!({"code": "nominal_end", "position": "open", "reason": "A judgment made it doubtful again."});
    let given_up = take_position(&manager, open.clone(), false).must(201);
    assert!(given_up.get("position").is_none(), "{given_up:#}");
    assert_eq!(deadline(&manager, &case, "ALJR-72-IN")["due_on"], "2026-03-16");
    let positions = manager.get(&profile(&manager)).must(200)["positions"].clone();
    assert!(positions[0]["until"].is_string(), "{positions:#}");
    take_position(&manager, open, false).refused(409, "conflict");
}

fn new_deadlines_go_by_the_positions_that_hold(api: &Api) {
    let manager = api.manager();
    take_position(&manager, adopted("FC-SPECIAL-ORDER-2025"), false).must(201);
    let case = case_with(&manager, "2026-03-02");
    take_to(&manager, &case, "application_filed");
    // 75 days from Monday 9 March 2026 are Saturday 23 May: Monday 25.
    assert_eq!(deadline(&manager, &case, "FCCIRPR-10(1)(a)")["due_on"], "2026-05-25");
    let elsewhere = api.manager();
    let case = case_with(&elsewhere, "2026-03-02");
    take_to(&elsewhere, &case, "application_filed");
    let open = deadline(&elsewhere, &case, "FCCIRPR-10(1)(a)");
    assert_eq!(
        (&open["due_on"], &open["arguable_latest_on"]),
        (&json!("2026-04-08"), &json!("2026-05-25")),
        "where nobody took a position on it, the rule says thirty days, and the other side may go by the order"
    );
    assert_eq!(open["explanation"]["readings"][0]["code"], "FC-SPECIAL-ORDER-2025");
}

fn what_is_pinned_stays_and_is_said_to(api: &Api) {
    let (manager, case) = with_a_saturday(api);
    let open = deadline(&manager, &case, "ALJR-72-IN");
    act(&manager, &open, "extend", json!({"until": "2026-04-01", "by": "order"})).must(200);
    let taken = take_position(&manager, adopted("nominal_end"), false).must(201);
    let recalculation = &taken["recalculation"];
    assert_eq!((&recalculation["moved"], &recalculation["kept"]), (&json!(0), &json!(1)));
    assert_eq!(recalculation["proposals"][0]["kept_because"], "pinned");
    assert_eq!(deadline(&manager, &case, "ALJR-72-IN")["due_on"], "2026-04-01");
}

fn what_a_walled_manager_may_not_see_is_moved_and_not_shown(api: &Api) {
    let organization = api.organization();
    let (manager, other) = (organization.manager(), organization.manager());
    let case = case_with(&manager, "2026-02-27");
    manager
        .post(
            &format!("/v1/cases/{case}/walls"),
            json!({"user_id": other.id, "reason": "Acted for the applicant."}),
        )
        .must(201);
    let taken = take_position(&other, adopted("nominal_end"), false).must(201);
    assert_eq!(taken["recalculation"]["proposals"], json!([]));
    assert_eq!(taken["recalculation"]["moved"], 0);
    assert_eq!(deadline(&manager, &case, "ALJR-72-IN")["due_on"], "2026-03-13");
}

fn what_is_not_open_takes_no_position(api: &Api) {
    let organization = api.organization();
    let manager = organization.manager();
    let body = |code: &str, rule: Option<&str>| {
        let mut body = adopted(code);
        if let Some(rule) = rule {
            body["rule"] = json!(rule);
        }
        body
    };
    for (body, pointer, code) in [
        (body("no_such_reading", None), "/code", "unknown_reading"),
        (body("nominal_end", Some("NO-SUCH")), "/rule", "unknown_rule"),
        (body("nominal_end", Some("FCCIRPR-13")), "/rule", "rule_not_concerned"),
    ] {
        take_position(&manager, body, false).refused(422, "invalid_body").at(pointer, code);
    }
    let mut future = adopted("nominal_end");
    future["decided_on"] = json!("2026-11-02");
    take_position(&manager, future, false).refused(422, "invalid_body").at("/decided_on", "in_the_future");
    take_position(&organization.litigator(), adopted("nominal_end"), false).refused(403, "forbidden");
    let stranger = api.manager();
    stranger
        .post(&format!("/v1/organizations/{}/positions", manager.organization_id), adopted("nominal_end"))
        .refused(404, "not_found");
    stranger.get(&profile(&manager)).refused(404, "not_found");
}

fn readings_are_listed_with_what_they_bear_on(api: &Api) {
    let viewer = api.organization().viewer();
    let (all, _) = viewer.walk("/v1/readings?limit=2");
    let code = |code: &str| all.iter().find(|one| one["code"] == code).unwrap_or_else(|| panic!("no {code}"));
    assert!(code("nominal_end")["rules"].as_array().unwrap().contains(&json!("ALJR-72-IN")));
    assert_eq!(code("RAD-PRACTICE-NOTICE-2020")["kind"], "overlay");
    for expected in ["recess_not_counted", "local_holidays", "summer_not_counted", "from_rolled_expiry"] {
        assert!(code(expected)["text"]["fr"].is_string());
    }
}

fn the_law_is_adopted_by_who_may(api: &Api) {
    let organization = api.organization();
    let manager = organization.manager();
    let law = manager.get("/v1/catalog").must(200);
    assert_eq!(law["is_adopted"], true, "a new organisation begins with the present law: {law:#}");
    assert!(law["adopted"].get("adopted_by").is_none());
    let shown = manager.post("/v1/catalog/adopt?dry_run=true", json!({})).must(200);
    assert_eq!((&shown["law_version"], &shown["moved"]), (&law["version"], &json!(0)));
    manager.post("/v1/catalog/adopt", json!({"version": "another"})).refused(409, "conflict");
    manager.post("/v1/catalog/adopt", json!({"version": law["version"]})).must(200);
    assert_eq!(manager.get("/v1/catalog").must(200)["adopted"]["adopted_by"], manager.id.as_str());
    organization.litigator().post("/v1/catalog/adopt", json!({})).refused(403, "forbidden");
}

fn what_is_adopted_already_is_not_adopted_again(api: &Api) {
    let organization = api.organization();
    let (manager, other) = (organization.manager(), organization.administrator());
    let entries = || {
        let of = format!("/v1/journal?action=law.adopted&subject=organization:{}", manager.organization_id);
        other.get(&of).must(200)["items"].as_array().unwrap().len()
    };
    manager.post("/v1/catalog/adopt", json!({})).must(200);
    let adopted = manager.get("/v1/catalog").must(200)["adopted"].clone();
    assert_eq!(other.post("/v1/catalog/adopt", json!({})).must(200)["moved"], 0);
    assert_eq!(manager.get("/v1/catalog").must(200)["adopted"], adopted, "it was the first who adopted it");
    assert_eq!(entries(), 1);
}

fn the_database_itself_lets_one_position_hold(api: &Api) {
    let manager = api.manager();
    let again = |rule: &str| {
        let sql = format!(
            "insert into positions (id, organization_id, kind, code, rule, position, reason, taken_by, from_at, version) \
             values ('{}', '{}', 'reading', 'nominal_end', {rule}, 'rejected', 'x', '{}', '2026-01-01T00:00:00.000000Z', 1)",
            greffe::ids::PositionId::generate(),
            manager.organization_id,
            manager.id
        );
        api.db.write_now(|connection| Ok(connection.batch_execute(&sql)?))
    };
    for rule in ["null", "'ALJR-72-IN'", "'FCCIRPR-13'"] {
        again(rule).unwrap();
        let error = again(rule).expect_err("two would hold");
        assert_eq!(error.code(), greffe::error::Code::Duplicate, "{error}");
    }
}

/// As they were when both could be taken at the same moment.
fn of_two_positions_that_both_held_the_later_one_stays(api: &Api) {
    let api = &api.own(Settings::default());
    let manager = api.manager();
    let tree = if api.backend() == Backend::Sqlite { "sqlite" } else { "postgres" };
    let migration = |name: &str, way: &str| {
        let folder = format!("migrations/{tree}/2026-11-30-{name}/{way}.sql");
        std::fs::read_to_string(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap()
    };
    // The table had another name in those days, and whom walls keep out was no table yet.
    let since = ["000072_walled_users", "000017_plain_names", "000005_one_position"];
    let mut script = since.map(|name| migration(name, "down")).concat();
    for (position, from) in [("adopted", 1), ("rejected", 3), ("adopted", 2)] {
        write!(
            script,
            "insert into settlements (id, organization_id, kind, code, position, reason, settled_by, from_at, version) values \
             ('{}', '{}', 'reading', 'nominal_end', '{position}', 'x', '{}', '2026-01-0{from}T00:00:00.000000Z', 1);",
            greffe::ids::PositionId::generate(),
            manager.organization_id,
            manager.id
        )
        .unwrap();
    }
    script.extend(since.iter().rev().map(|name| migration(name, "up")));
    api.db.write_now(|connection| Ok(connection.batch_execute(&script)?)).unwrap();
    let kept = manager.get(&profile(&manager)).must(200)["positions"].clone();
    let until = |nth: usize| kept[nth]["until"].as_str().map(|until| until[..10].to_owned());
    assert_eq!(
        [until(0), until(1), until(2)],
        [Some("2026-01-02".to_owned()), Some("2026-01-03".to_owned()), None],
        "{kept:#}"
    );
    assert_eq!(kept[2]["position"], "rejected");
}

fn reminders_are_set_within_bounds(api: &Api) {
    let manager = api.manager();
    let address = profile(&manager);
    let before = manager.get(&address);
    assert_eq!(before.json["reminders"]["responsible_days"], json!([14, 7, 3, 1]));
    let patch = json!({"reminders": {"responsible_days": [2, 21, 2], "overdue_accountable": false}});
    let after = manager.patch(&address, &before.etag(), patch).must(200);
    assert_eq!(
        after["reminders"],
        json!({"responsible_days": [21, 2], "accountable_days": [1], "overdue_responsible": true, "overdue_accountable": false})
    );
    manager.patch(&address, &before.etag(), json!({})).refused(412, "stale_version");
    manager
        .patch(&address, "*", json!({"reminders": {"accountable_days": [1, 400]}}))
        .refused(422, "invalid_body")
        .at("/reminders/accountable_days/1", "out_of_range");
}

on_both!(
    a_position_is_proposed_before_it_moves_anything,
    a_position_is_given_up_and_stays_on_record,
    new_deadlines_go_by_the_positions_that_hold,
    what_is_pinned_stays_and_is_said_to,
    what_a_walled_manager_may_not_see_is_moved_and_not_shown,
    what_is_not_open_takes_no_position,
    readings_are_listed_with_what_they_bear_on,
    the_law_is_adopted_by_who_may,
    what_is_adopted_already_is_not_adopted_again,
    the_database_itself_lets_one_position_hold,
    of_two_positions_that_both_held_the_later_one_stays,
    reminders_are_set_within_bounds,
);
