//! `/v1/assignments`: portfolios, offers, delegations, hand-overs; and who holds what at any time.

use crate::support::fixtures::Organization;
use crate::support::story::full_docket;
use crate::support::*;
use diesel::connection::SimpleConnection as _;
use greffe::people::identity::model::OrganizationKind;
use serde_json::{Value, json};

#[track_caller]
fn assign(actor: &Actor<'_>, case: &str, user: &Actor<'_>, role: &str) -> Value {
    let body = json!({"user_id": user.id, "role": role});
    actor.post(&format!("/v1/cases/{case}/assignments"), body).must(201)
}

fn of(assignment: &Value, act: &str) -> String {
    format!("/v1/assignments/{}/{act}", assignment["id"].as_str().unwrap())
}

/// Who answers for a responsibility, asked with these parameters.
#[track_caller]
fn accountable(actor: &Actor<'_>, case: &str, code: &str, asked: &str) -> Value {
    let (all, _) = actor.walk(&format!("/v1/cases/{case}/responsibilities?all=true{asked}"));
    all.iter().find(|one| one["code"] == code).unwrap()["accountable"][0].clone()
}

fn sees(actor: &Actor<'_>, case: &str) -> bool {
    actor.get(&format!("/v1/cases/{case}")).status == 200
}

/// Who holds the first open deadline of a case.
#[track_caller]
fn holder_of_deadline(actor: &Actor<'_>, case: &str, share: &str) -> Value {
    let list = actor.get(&format!("/v1/cases/{case}/deadlines?status=open")).must(200);
    let held = list["items"].as_array().unwrap().iter().find(|one| one["responsibility"] == "R06");
    held.unwrap_or_else(|| panic!("{list:#}"))[share].clone()
}

fn one_holds_an_exclusive_role_at_any_instant(api: &Api) {
    let organization = api.organization();
    let (manager, one, other) = (organization.manager(), organization.litigator(), organization.litigator());
    let case = case_with(&manager, "2026-03-02");
    let address = format!("/v1/cases/{case}/assignments");
    let first = assign(&manager, &case, &one, "JCO");
    let wanted = json!({"user_id": other.id, "role": "JCO"});
    let refused =
        manager.post(&address, wanted.clone()).refused(409, "duplicate").at("/role", "held_by_another");
    let said = refused.json["errors"][0]["message"].as_str().unwrap();
    assert!(said.contains(&one.username) && said.contains(first["id"].as_str().unwrap()), "{said}");
    manager.post(&of(&first, "end"), json!({"until": "2026-12-01T00:00:00Z"})).must(200);
    let later = json!({"user_id": other.id, "role": "JCO", "from": "2026-12-01T00:00:00Z"});
    manager.post(&address, later).must(201);
    manager.post(&address, wanted).refused(409, "duplicate").at("/role", "taken");
    let both = json!({"user_id": other.id, "group_id": world::NOBODY, "role": "JPL"});
    manager.post(&address, both).refused(422, "invalid_body").at("/user_id", "one_holder");
    manager.post(&address, json!({"role": "JPL"})).refused(422, "invalid_body").at("/user_id", "one_holder");
}

fn the_database_itself_lets_one_hold_it(api: &Api) {
    let organization = api.organization();
    let (manager, one) = (organization.manager(), organization.litigator());
    let case = case_with(&manager, "2026-03-02");
    let held = assign(&manager, &case, &one, "JCO");
    let again = |from: &str| {
        let sql = format!(
            "insert into assignments (id, case_id, user_id, role, from_at, version, created_by, created_at, updated_at, \
             organization_id, status, exclusive_key) select '{}', case_id, user_id, role, {from}, 1, created_by, created_at, \
             updated_at, organization_id, status, exclusive_key from assignments where id = '{}'",
            greffe::ids::AssignmentId::generate(),
            held["id"].as_str().unwrap()
        );
        api.db.write_now(|connection| Ok(connection.batch_execute(&sql)?))
    };
    for from in ["from_at", "'2026-12-01T00:00:00.000000Z'", "'2020-01-01T00:00:00.000000Z'"] {
        let error = again(from).expect_err("two would hold it");
        assert_eq!(error.code(), greffe::error::Code::Duplicate, "{error}");
    }
    manager.post(&of(&held, "end"), json!({"until": "2026-12-01T00:00:00Z"})).must(200);
    again("'2026-12-01T00:00:00.000000Z'").unwrap();
}

fn of_two_clients_at_once_one_wins(api: &Api) {
    let organization = api.organization();
    let manager = organization.manager();
    let people: Vec<_> = (0..6).map(|_| organization.litigator()).collect();
    let case = case_with(&manager, "2026-03-02");
    let address = format!("/v1/cases/{case}/assignments");
    let answers: Vec<_> = std::thread::scope(|scope| {
        let ask = |person: &Actor<'_>| {
            let body = json!({"user_id": person.id, "role": "JCO"});
            let (manager, address) = (manager.clone(), address.clone());
            scope.spawn(move || manager.post(&address, body))
        };
        let asked: Vec<_> = people.iter().map(ask).collect();
        asked.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let won: Vec<_> = answers.iter().filter(|answer| answer.status == 201).collect();
    assert_eq!(won.len(), 1);
    let winner = people.iter().find(|person| won[0].json["user_id"] == person.id.as_str()).unwrap();
    for lost in answers.into_iter().filter(|answer| answer.status != 201) {
        let lost = lost.refused(409, "duplicate").at("/role", "held_by_another");
        assert!(lost.text.contains(&winner.username), "{}", lost.text);
    }
}

fn an_offer_holds_nothing_until_it_is_accepted(api: &Api) {
    let organization = api.organization();
    let (manager, one, other) = (organization.manager(), organization.litigator(), organization.litigator());
    let case = case_with(&manager, "2026-03-02");
    let offer = |user: &Actor<'_>, role: &str| {
        let body = json!({"user_id": user.id, "role": role, "offer": true});
        manager.post(&format!("/v1/cases/{case}/assignments"), body).must(201)
    };
    let offered = offer(&one, "JCO");
    assert_eq!(offered["status"], "offered");
    assert!(!sees(&one, &case));
    let mine = one.get("/v1/assignments?user_id=me&status=offered").must(200);
    assert_eq!(mine["items"][0]["id"], offered["id"], "whom it is offered to sees the offer");
    other.post(&of(&offered, "accept"), json!({})).refused(404, "not_found");
    manager.post(&of(&offered, "accept"), json!({})).refused(403, "forbidden");
    let accepted = one.post(&of(&offered, "accept"), json!({})).must(200);
    assert_eq!((&accepted["status"], accepted["accepted_at"].is_string()), (&json!("held"), true));
    assert!(sees(&one, &case));
    assert_eq!(holder_of_deadline(&manager, &case, "accountable")["user_id"], one.id.as_str());
    one.post(&of(&offered, "decline"), json!({})).refused(409, "conflict");
    let second = offer(&other, "JPL");
    let declined = other.post(&of(&second, "decline"), json!({"reason": "On leave."})).must(200);
    assert_eq!((&declined["status"], &declined["reason"]), (&json!("declined"), &json!("On leave.")));
    other.post(&of(&second, "accept"), json!({})).refused(409, "conflict");
    let third = offer(&other, "JPL");
    assert_eq!(manager.post(&of(&third, "end"), json!({})).must(200)["status"], "withdrawn");
    other.post(&of(&third, "accept"), json!({})).refused(409, "conflict");
    let exclusive = offer(&other, "JCO");
    let refused = other.post(&of(&exclusive, "accept"), json!({}));
    refused.refused(409, "duplicate").at("/role", "held_by_another");
}

fn a_delegate_acts_and_gives_back(api: &Api) {
    let organization = api.organization();
    let (manager, counsel, acting) =
        (organization.manager(), organization.litigator(), organization.litigator());
    let case = case_with(&manager, "2026-03-02");
    let held = assign(&manager, &case, &counsel, "JCO");
    let until = "2026-11-20T22:00:00Z";
    let delegate = |user: &Actor<'_>, more: Value| {
        let mut body = json!({"user_id": user.id, "until": until});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        counsel.post(&of(&held, "delegate"), body)
    };
    delegate(&counsel, json!({})).refused(422, "invalid_body").at("/user_id", "oneself");
    delegate(&acting, json!({"from": "2026-11-21T00:00:00Z"}))
        .refused(422, "invalid_body")
        .at("/until", "ends_before_it_begins");
    let delegation = delegate(&acting, json!({"reason": "Leave."})).must(201);
    assert_eq!(delegation["delegates"], held["id"]);
    assert!(sees(&acting, &case));
    let now = accountable(&manager, &case, "R06", "");
    assert_eq!(
        (&now["user_id"], &now["acting_for"], &now["via"]),
        (&json!(acting.id), &json!(counsel.id), &json!("delegation"))
    );
    let then = accountable(&manager, &case, "R06", "&as_of=2026-11-21");
    assert_eq!(
        (&then["user_id"], &then["via"]),
        (&json!(counsel.id), &json!("assignment")),
        "back by itself"
    );
    assert_eq!(holder_of_deadline(&manager, &case, "accountable")["user_id"], acting.id.as_str());
    let third = organization.litigator();
    delegate(&third, json!({})).refused(409, "duplicate").at("/role", "held_by_another");
    let circle = json!({"user_id": counsel.id, "until": "2026-11-10T00:00:00Z"});
    acting.post(&of(&delegation, "delegate"), circle).refused(422, "invalid_body").at("/user_id", "circle");
    let longer = json!({"user_id": third.id, "until": "2027-01-01T00:00:00Z"});
    acting
        .post(&of(&delegation, "delegate"), longer)
        .refused(422, "invalid_body")
        .at("/until", "longer_than_what_is_delegated");
    // Time alone gives the deadlines back.
    let turn = |at: &str| {
        let at = greffe::db::types::Instant::at(at.parse::<chrono::DateTime<chrono::Utc>>().unwrap());
        greffe::duties::deadlines::scheduled_changes::run(&api.db, at).unwrap()
    };
    manager.post(&of(&held, "end"), json!({})).must(200);
    let ended = manager.get(&format!("/v1/assignments/{}", delegation["id"].as_str().unwrap())).must(200);
    assert!(ended["until"].as_str().unwrap() < until, "it ends with what is delegated: {ended:#}");
    assert!(!sees(&acting, &case));
    assert_eq!(holder_of_deadline(&manager, &case, "accountable"), Value::Null);
    manager
        .post(&of(&held, "delegate"), json!({"user_id": third.id, "until": until}))
        .refused(409, "conflict");
    turn("2026-11-01T15:00:00Z");
}

fn who_holds_a_role_may_delegate_it_and_no_other(api: &Api) {
    let organization = api.organization();
    let (manager, paralegal, other) =
        (organization.manager(), organization.analyst(), organization.analyst());
    let case = case_with(&manager, "2026-03-02");
    let own = assign(&manager, &case, &paralegal, "JPL");
    let to = json!({"user_id": other.id, "until": "2026-11-20T22:00:00Z"});
    other.post(&of(&own, "delegate"), to.clone()).refused(403, "forbidden");
    paralegal.post(&of(&own, "delegate"), to).must(201);
    paralegal.post(&of(&own, "substitute"), json!({"user_id": other.id})).refused(403, "forbidden");
}

fn time_alone_gives_deadlines_back(api: &Api) {
    let api = &api.own(Settings::default());
    let organization = api.organization();
    let (manager, counsel, acting) =
        (organization.manager(), organization.litigator(), organization.litigator());
    let case = case_with(&manager, "2026-03-02");
    let held = assign(&manager, &case, &counsel, "JCO");
    let until = json!({"user_id": acting.id, "until": "2026-11-20T22:00:00Z"});
    manager.post(&of(&held, "delegate"), until).must(201);
    let turn = |at: &str| {
        let at = greffe::db::types::Instant::at(at.parse::<chrono::DateTime<chrono::Utc>>().unwrap());
        greffe::duties::deadlines::scheduled_changes::run(&api.db, at).unwrap()
    };
    turn("2026-11-02T00:00:00Z");
    assert_eq!(turn("2026-11-19T00:00:00Z"), 0);
    assert_eq!(holder_of_deadline(&manager, &case, "accountable")["user_id"], acting.id.as_str());
    assert!(turn("2026-11-21T00:00:00Z") > 0);
    assert_eq!(holder_of_deadline(&manager, &case, "accountable")["user_id"], counsel.id.as_str());
    assert_eq!(turn("2026-11-22T00:00:00Z"), 0, "once");
}

fn another_takes_an_assignment_over(api: &Api) {
    let organization = api.organization();
    let (manager, one, other) = (organization.manager(), organization.litigator(), organization.litigator());
    let case = case_with(&manager, "2026-03-02");
    let held = assign(&manager, &case, &one, "JCO");
    let taken = json!({"user_id": other.id, "reason": "Moves."});
    let new = manager.post(&of(&held, "substitute"), taken.clone()).must(201);
    assert_eq!((&new["replaces"], &new["user_id"]), (&held["id"], &json!(other.id)));
    assert!(sees(&other, &case) && !sees(&one, &case));
    assert_eq!(holder_of_deadline(&manager, &case, "accountable")["user_id"], other.id.as_str());
    manager.post(&of(&held, "substitute"), taken.clone()).refused(409, "conflict");
    manager.post(&of(&new, "substitute"), taken).refused(422, "invalid_body").at("/user_id", "oneself");
}

fn a_portfolio_holds_what_nobody_holds_on_the_case(api: &Api) {
    let organization = api.organization();
    let (manager, wide, narrow) =
        (organization.manager(), organization.litigator(), organization.litigator());
    let mut new = new_case("2026-03-02");
    new["office"] = json!("Montréal");
    let case = manager.post("/v1/cases", new).must(201)["id"].as_str().unwrap().to_owned();
    let give = |user: &Actor<'_>, portfolio: Value| {
        manager.post("/v1/assignments", json!({"portfolio": portfolio, "user_id": user.id, "role": "JCO"}))
    };
    let all = give(&wide, json!({})).must(201);
    assert!(all["portfolio"]["organization_id"].is_string() && all.get("case_id").is_none(), "{all:#}");
    assert_eq!(holder_of_deadline(&manager, &case, "accountable")["user_id"], wide.id.as_str());
    assert!(sees(&wide, &case), "a portfolio shows its cases");
    for list in ["/v1/cases", "/v1/cases?assigned_to=me"] {
        let listed = wide.get(list).must(200);
        assert_eq!(listed["items"][0]["id"], case.as_str(), "{list}");
    }
    give(&narrow, json!({})).refused(409, "duplicate").at("/role", "held_by_another");
    give(&narrow, json!({"region": "quebec", "language": "en"})).must(201);
    let now = accountable(&manager, &case, "R06", "");
    assert_eq!((&now["user_id"], &now["via"]), (&json!(narrow.id), &json!("portfolio")));
    assert!(sees(&narrow, &case));
    let direct = organization.litigator();
    let on_case = assign(&manager, &case, &direct, "JCO");
    assert_eq!(accountable(&manager, &case, "R06", "")["user_id"], direct.id.as_str());
    manager.post(&of(&on_case, "end"), json!({})).must(200);
    assert_eq!(accountable(&manager, &case, "R06", "")["user_id"], narrow.id.as_str());
    // The case leaves the narrow portfolio with its office; what was before stays.
    let read = manager.get(&format!("/v1/cases/{case}"));
    manager.patch(&format!("/v1/cases/{case}"), &read.etag(), json!({"office": "Toronto"})).must(200);
    assert_eq!(accountable(&manager, &case, "R06", "")["user_id"], wide.id.as_str());
    assert_eq!(holder_of_deadline(&manager, &case, "accountable")["user_id"], wide.id.as_str());
    assert!(!sees(&narrow, &case));
    for (portfolio, pointer, code) in [
        (json!({"region": "atlantis"}), "/portfolio/region", "unknown_region"),
        (json!({"proceeding": "NOPE"}), "/portfolio/proceeding", "unknown_proceeding"),
        (json!({"organization_id": world::NOBODY}), "/portfolio/organization_id", "foreign_organization"),
        (json!({"language": "de"}), "/portfolio/language", "invalid_value"),
    ] {
        give(&narrow, portfolio).refused(422, "invalid_body").at(pointer, code);
    }
    let stranger = api.manager();
    let address = format!("/v1/assignments/{}", all["id"].as_str().unwrap());
    stranger.get(&address).refused(404, "not_found");
    let later = case_with(&manager, "2026-03-02");
    assert_eq!(
        holder_of_deadline(&manager, &later, "accountable")["user_id"],
        wide.id.as_str(),
        "of what comes later, too"
    );
}

fn all_that_a_person_holds_goes_in_one_act(api: &Api) {
    let organization = api.organization();
    let (manager, leaves, takes) =
        (organization.manager(), organization.litigator(), organization.litigator());
    let cases: Vec<_> = (0..3).map(|_| case_with(&manager, "2026-03-02")).collect();
    for case in &cases {
        assign(&manager, case, &leaves, "JCO");
    }
    assign(&manager, &cases[0], &leaves, "JPL");
    let portfolio = json!({"portfolio": {"proceeding": "RAD"}, "user_id": leaves.id, "role": "JPL"});
    manager.post("/v1/assignments", portfolio).must(201);
    let body = json!({"from_user_id": leaves.id, "to_user_id": takes.id, "reason": "Retires."});
    let hand = |body: Value| manager.post("/v1/assignments/handover", body);
    let dry = manager.post("/v1/assignments/handover?dry_run=true", body.clone()).must(200);
    assert_eq!((&dry["count"], dry["deadlines"].as_array().unwrap().len()), (&json!(5), 3));
    assert!(dry["assignments"][0].get("new_id").is_none() && dry["dry_run"] == true, "{dry:#}");
    assert_eq!(
        holder_of_deadline(&manager, &cases[0], "accountable")["user_id"],
        leaves.id.as_str(),
        "nothing written"
    );
    // A wall around one case, and nothing goes.
    let wall = json!({"user_id": takes.id, "reason": "Acted for the applicant."});
    let wall = manager.post(&format!("/v1/cases/{}/walls", cases[1]), wall);
    let address = wall.header("location").unwrap().to_owned();
    hand(body.clone()).refused(422, "invalid_body").at("/to_user_id", "walled");
    assert_eq!(holder_of_deadline(&manager, &cases[0], "accountable")["user_id"], leaves.id.as_str());
    manager.patch(&address, "*", json!({"until": "2026-11-01T15:00:00Z"}));
    let now = api.app.clock.now().written();
    manager.patch(&address, "*", json!({"until": now})).must(200);
    let done = hand(body.clone()).must(200);
    assert_eq!((&done["count"], &done["dry_run"]), (&json!(5), &json!(false)));
    for case in &cases {
        assert_eq!(holder_of_deadline(&manager, case, "accountable")["user_id"], takes.id.as_str());
        assert!(sees(&takes, case) && !sees(&leaves, case));
        assert!(actions(&manager, case).contains(&"assignment.handed_over".to_owned()));
    }
    assert_eq!(hand(body).must(200)["count"], 0, "there is nothing left");
    let to = |user: &str| json!({"from_user_id": leaves.id, "to_user_id": user});
    hand(to(&leaves.id)).refused(422, "invalid_body").at("/to_user_id", "oneself");
    hand(to(world::NOBODY)).refused(422, "invalid_body").at("/to_user_id", "unknown_user");
    let administrator = organization.administrator();
    let gone = organization.litigator();
    let user = format!("/v1/users/{}", gone.id);
    administrator.patch(&user, "*", json!({"active": false})).must(200);
    hand(to(&gone.id)).refused(422, "invalid_body").at("/to_user_id", "unknown_user");
    let elsewhere = Organization::new(api, OrganizationKind::Tribunal).litigator();
    let back = json!({"from_user_id": takes.id, "to_user_id": elsewhere.id});
    hand(back).refused(422, "invalid_body").at("/to_user_id", "role_not_held_by_organization");
}

fn answers_for_a_past_date_stay_and_what_was_known_can_be_asked(api: &Api) {
    let organization = api.organization();
    let (manager, one, other) = (organization.manager(), organization.litigator(), organization.litigator());
    let case = case_with(&manager, "2026-03-02");
    let past = json!({"user_id": one.id, "role": "JCO", "from": "2026-03-01T05:00:00Z"});
    let held = manager.post(&format!("/v1/cases/{case}/assignments"), past).must(201);
    record(&manager, &case, json!({"type": "application_filed", "occurred_on": "2026-03-09"}));
    let ask = |as_of: &str| {
        let (all, _) = manager.walk(&format!("/v1/cases/{case}/responsibilities?as_of={as_of}"));
        json!(all)
    };
    let before = (ask("2026-03-03"), ask("2026-03-10"));
    assert!(before.0.as_array().unwrap().iter().any(|one| one["code"] == "R06"));
    // Later acts: the role changes hands, the case moves on, a wall goes up, the holder's account is closed.
    let taken = json!({"user_id": other.id});
    manager.post(&of(&held, "substitute"), taken).must(201);
    for event in full_docket().into_iter().skip(1).take(5) {
        record(&manager, &case, event);
    }
    let wall = json!({"user_id": one.id, "reason": "Left for the other side."});
    manager.post(&format!("/v1/cases/{case}/walls"), wall).must(201);
    let administrator = organization.administrator();
    administrator.patch(&format!("/v1/users/{}", one.id), "*", json!({"active": false})).must(200);
    let without_end = |answer: &Value| {
        let mut answer = answer.clone();
        for one in answer.as_array_mut().unwrap() {
            for share in ["responsible", "accountable", "consulted", "informed"] {
                for holder in one[share].as_array_mut().unwrap() {
                    // When it ended, and that this was recorded, is new; who held it is not.
                    holder
                        .as_object_mut()
                        .unwrap()
                        .retain(|key, _| !["until", "recorded_at"].contains(&key.as_str()));
                }
            }
        }
        answer
    };
    assert_eq!(without_end(&ask("2026-03-03")), without_end(&before.0));
    assert_eq!(without_end(&ask("2026-03-10")), without_end(&before.1));
    // What was recorded on 1 November was not known in March.
    let known = |known_at: &str| {
        accountable(&manager, &case, "R06", &format!("&as_of=2026-03-03&known_at={known_at}"))
    };
    assert_eq!(known("2026-03-04").get("user_id"), None);
    assert_eq!(known("2026-11-02")["user_id"], one.id.as_str());
    let bound = |as_of: &str| -> Vec<String> {
        let all = ask(as_of);
        all.as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap().to_owned()).collect()
    };
    assert!(bound("2026-03-10").contains(&"R05".to_owned()), "intake");
    assert!(!bound("2026-04-15").contains(&"R05".to_owned()), "the leave stage");
    assert!(bound("2026-04-15").contains(&"R15".to_owned()));
    let unknown =
        manager.walk(&format!("/v1/cases/{case}/responsibilities?as_of=2026-04-15&known_at=2026-04-16"));
    assert!(
        unknown.0.iter().any(|one| one["code"] == "R06"),
        "nothing was recorded yet: the case was at its beginning"
    );
    manager
        .get(&format!("/v1/cases/{case}/responsibilities?known_at=soon"))
        .refused(400, "invalid_query")
        .at("/known_at", "invalid_value");
}

fn a_correction_does_not_change_what_was_known(api: &Api) {
    let manager = api.manager();
    let case = case_with(&manager, "2026-03-02");
    let event = record(&manager, &case, json!({"type": "application_filed", "occurred_on": "2026-03-09"}));
    let known = api.app.clock.now().written();
    let address = format!("/v1/cases/{case}/events/{}", event["event"]["id"].as_str().unwrap());
    manager.patch(&address, "*", json!({"occurred_on": "2026-03-12"})).must(200);
    record(&manager, &case, json!({"type": "notice_of_appearance_filed", "occurred_on": "2026-03-18"}));
    let codes = |asked: &str| -> Vec<String> {
        let (all, _) = manager.walk(&format!("/v1/cases/{case}/responsibilities?{asked}"));
        all.iter().map(|one| one["code"].as_str().unwrap().to_owned()).collect()
    };
    let (then, now) = (codes(&format!("as_of=2026-04-01&known_at={known}")), codes("as_of=2026-04-01"));
    assert_ne!(then, now);
    assert!(then.contains(&"R05".to_owned()) && now.contains(&"R15".to_owned()), "{then:?} {now:?}");
}

on_both!(
    one_holds_an_exclusive_role_at_any_instant,
    the_database_itself_lets_one_hold_it,
    of_two_clients_at_once_one_wins,
    an_offer_holds_nothing_until_it_is_accepted,
    a_delegate_acts_and_gives_back,
    who_holds_a_role_may_delegate_it_and_no_other,
    time_alone_gives_deadlines_back,
    another_takes_an_assignment_over,
    a_portfolio_holds_what_nobody_holds_on_the_case,
    all_that_a_person_holds_goes_in_one_act,
    answers_for_a_past_date_stay_and_what_was_known_can_be_asked,
    a_correction_does_not_change_what_was_known,
);
