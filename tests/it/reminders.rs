//! People are told of deadlines: at the right time, the right people, once.

use crate::support::backend::statements;
use crate::support::*;
use chrono::NaiveDate;
use diesel::connection::SimpleConnection as _;
use greffe::clock::registry_day;
use greffe::db::Db;
use greffe::db::types::{Instant, Json};
use greffe::duties::notifications::dispatch::{DispatchSummary, look_again, remind};
use greffe::journal::verify::{Verdict, verify};
use greffe::people::profiles::store::{ReminderPolicyRow, write_reminder_policy};
use serde_json::{Value, json};
use std::sync::Barrier;
use std::sync::atomic::AtomicBool;

/// Eleven in the morning of a day at the registry.
fn morning(day: &str) -> Instant {
    Instant::at(format!("{day}T16:00:00Z").parse::<chrono::DateTime<chrono::Utc>>().unwrap())
}

fn run_on(db: &Db, day: &str) -> DispatchSummary {
    remind(db, morning(day), false, &AtomicBool::new(false)).unwrap()
}

/// A case whose notice of appearance an order put on this day: the case, and the deadline's id.
#[track_caller]
fn appearance_on(actor: &Actor<'_>, day: &str) -> (String, String) {
    let mut new = new_case("2026-03-02");
    new["classification"] = json!("protected_b");
    let case = actor.post("/v1/cases", new).must(201)["id"].as_str().unwrap().to_owned();
    take_to(actor, &case, "application_served");
    let appearance = deadline(actor, &case, "FCCIRPR-8(1)");
    act(actor, &appearance, "extend", json!({"until": day, "by": "order"})).must(200);
    (case, appearance["id"].as_str().unwrap().to_owned())
}

/// What somebody was told of a deadline, but for its moves: on which day, and which step; the first first.
#[track_caller]
fn told(actor: &Actor<'_>, deadline: &str) -> Vec<(String, i64)> {
    let (items, _) = actor.walk("/v1/notifications?limit=3");
    let is_step = |item: &&Value| item["deadline_id"] == deadline && item["kind"] != "deadline_moved";
    let of_it = items.iter().rev().filter(is_step);
    of_it
        .map(|item| {
            let at: chrono::DateTime<chrono::Utc> = item["created_at"].as_str().unwrap().parse().unwrap();
            let step = item["days_before"].as_i64().unwrap_or(-1);
            (registry_day(Instant::at(at)).to_string()[5..].to_owned(), step)
        })
        .collect()
}

fn days(of: &[(&str, i64)]) -> Vec<(String, i64)> {
    of.iter().map(|(day, step)| ((*day).to_owned(), *step)).collect()
}

fn every_day(from: &str, to: &str) -> Vec<String> {
    let (from, to): (NaiveDate, NaiveDate) = (from.parse().unwrap(), to.parse().unwrap());
    from.iter_days().take_while(|day| *day <= to).map(|day| day.to_string()).collect()
}

fn steps_are_told_on_working_days(api: &Api) {
    let api = &api.own(Settings::default());
    let litigator = api.litigator();
    let (case, thursday) = appearance_on(&litigator, "2026-11-12");
    let (_, monday) = appearance_on(&litigator, "2026-11-16");
    for day in every_day("2026-11-01", "2026-11-20") {
        run_on(&api.db, &day);
        run_on(&api.db, &day);
    }
    // 1 November is a Sunday, and the eleventh is Remembrance Day.
    assert_eq!(
        told(&litigator, &thursday),
        days(&[("11-02", 14), ("11-05", 7), ("11-09", 3), ("11-10", 1), ("11-13", -1)])
    );
    assert_eq!(told(&litigator, &monday), days(&[("11-02", 14), ("11-09", 7), ("11-13", 1), ("11-17", -1)]));
    let (entries, _) = litigator.walk(&format!("/v1/cases/{case}/journal"));
    let entries: Vec<_> = entries
        .iter()
        .filter(|entry| {
            entry["action"] == "deadline.reminded" && entry["after"]["deadline_id"] == thursday.as_str()
        })
        .collect();
    assert_eq!(entries.len(), 5, "an entry each time");
    assert_eq!((&entries[0]["actor"], &entries[0]["kind"]), (&json!("system"), &json!("write")));
    assert_eq!(
        entries[0]["after"],
        json!({"deadline_id": thursday, "rule": "FCCIRPR-8(1)", "kind": "deadline_overdue", "step": -1,
            "watch_on": "2026-11-12", "user_ids": [litigator.id]})
    );
    assert!(matches!(api.db.read_now(verify).unwrap(), Verdict::Whole { .. }));
}

fn a_run_that_was_missed_is_caught_up_with_by_one_step(api: &Api) {
    let api = &api.own(Settings::default());
    let litigator = api.litigator();
    let (_, appearance) = appearance_on(&litigator, "2026-11-12");
    run_on(&api.db, "2026-11-10");
    assert_eq!(told(&litigator, &appearance), days(&[("11-10", 1)]));
    let (_, late) = appearance_on(&litigator, "2026-11-04");
    run_on(&api.db, "2027-02-01");
    assert_eq!(told(&litigator, &late), days(&[("02-01", -1)]));
    assert_eq!(told(&litigator, &appearance), days(&[("11-10", 1), ("02-01", -1)]));
}

fn a_clock_that_jumps_tells_nothing_twice(api: &Api) {
    let api = &api.own(Settings::default());
    let litigator = api.litigator();
    let (_, appearance) = appearance_on(&litigator, "2026-11-12");
    run_on(&api.db, "2026-11-05");
    run_on(&api.db, "2026-11-03");
    run_on(&api.db, "2027-06-01");
    let all = days(&[("11-05", 7), ("06-01", -1)]);
    assert_eq!(told(&litigator, &appearance), all);
    let organization = litigator.organization_id.parse().unwrap();
    for day in ["2026-11-05", "2026-11-09", "2026-11-10", "2026-11-13"] {
        let today = day.parse().unwrap();
        api.db.write_now(|connection| look_again(connection, organization, today)).unwrap();
        run_on(&api.db, day);
        assert_eq!(told(&litigator, &appearance), all, "{day}");
    }
}

fn the_other_side_is_watched_and_not_reminded(api: &Api) {
    let api = &api.own(Settings::default());
    let litigator = api.litigator();
    // The application for leave is the applicant's to file.
    let case = case_with(&litigator, "2026-10-20");
    let leave = deadline(&litigator, &case, "ALJR-72-IN");
    let id = leave["id"].as_str().unwrap();
    let last = leave.get("arguable_latest_on").unwrap_or(&leave["due_on"]).as_str().unwrap().to_owned();
    for day in every_day("2026-11-01", "2026-11-30") {
        run_on(&api.db, &day);
    }
    let (items, _) = litigator.walk("/v1/notifications?kind=other_side_late");
    let late: Vec<_> = items.iter().filter(|item| item["deadline_id"] == id).collect();
    assert_eq!(late.len(), 1, "{items:#?}");
    assert_eq!(told(&litigator, id).len(), 1, "and nothing else");
    assert_eq!(late[0]["watch_on"], last.as_str());
    assert!(late[0]["created_at"].as_str().unwrap() > last.as_str(), "not before the day is over");
}

fn who_does_it_is_told_before_who_answers_for_it(api: &Api) {
    let api = &api.own(Settings::default());
    let organization = api.organization();
    let (counsel, paralegal, manager) =
        (organization.litigator(), organization.litigator(), organization.manager());
    let (case, appearance) = appearance_on(&counsel, "2026-11-12");
    counsel
        .post(&format!("/v1/cases/{case}/assignments"), json!({"user_id": paralegal.id, "role": "JPL"}))
        .must(201);
    for day in ["2026-11-05", "2026-11-10", "2026-11-13"] {
        run_on(&api.db, day);
    }
    assert_eq!(told(&paralegal, &appearance), days(&[("11-05", 7), ("11-10", 1), ("11-13", -1)]));
    assert_eq!(told(&counsel, &appearance), days(&[("11-10", 1), ("11-13", -1)]));
    assert_eq!(told(&manager, &appearance), []);
}

/// What keeps somebody from being told: a name, and how it comes about.
type Obstacle = (&'static str, fn(&Actor<'_>, &Actor<'_>, &str));

fn nobody_is_told_who_may_not_see_the_case(api: &Api) {
    let obstacles: [Obstacle; 4] = [
        ("a wall", |administrator, litigator, case| {
            let wall = json!({"user_id": litigator.id, "reason": "Acted for the applicant."});
            administrator.post(&format!("/v1/cases/{case}/walls"), wall).must(201);
        }),
        ("clearance", |administrator, litigator, _| {
            administrator
                .patch(&format!("/v1/users/{}", litigator.id), "*", json!({"clearance": "protected_a"}))
                .must(200);
        }),
        ("an account that is not active", |administrator, litigator, _| {
            administrator
                .patch(&format!("/v1/users/{}", litigator.id), "*", json!({"active": false}))
                .must(200);
        }),
        ("an assignment that ended", |administrator, litigator, case| {
            let held = administrator.get(&format!("/v1/cases/{case}/assignments")).must(200);
            let one =
                held["items"].as_array().unwrap().iter().find(|one| one["user_id"] == litigator.id.as_str());
            let end = format!("/v1/assignments/{}/end", one.unwrap()["id"].as_str().unwrap());
            administrator.post(&end, json!({})).must(200);
        }),
    ];
    let api = &api.own(Settings::default());
    for (name, comes_about) in obstacles {
        let organization = api.organization();
        let (litigator, manager, other) =
            (organization.litigator(), organization.manager(), organization.manager());
        let (administrator, viewer) = (organization.administrator(), organization.viewer());
        let elsewhere = api.manager();
        let (case, appearance) = appearance_on(&litigator, "2026-11-12");
        let wall = json!({"user_id": other.id, "reason": "Is a friend of the applicant."});
        administrator.post(&format!("/v1/cases/{case}/walls"), wall).must(201);
        comes_about(&administrator, &litigator, &case);
        run_on(&api.db, "2026-11-05");
        assert_eq!(told(&manager, &appearance), days(&[("11-05", 7)]), "{name}: it goes to who directs");
        for nobody in [&other, &viewer, &administrator, &elsewhere] {
            assert_eq!(told(nobody, &appearance), [], "{name}");
        }
        let rows = format!("select 1 from notifications where user_id = '{}'", litigator.id);
        let count = api.db.write_now(|connection| {
            Ok(diesel::RunQueryDsl::execute(
                diesel::sql_query(format!(
                    "update notifications set version = version where exists ({rows})"
                )),
                connection,
            )?)
        });
        assert_eq!(count.unwrap(), 0, "{name}");
    }
}

fn where_nobody_can_be_told_somebody_is_told_later(api: &Api) {
    let api = &api.own(Settings::default());
    let organization = api.organization();
    let (litigator, administrator) = (organization.litigator(), organization.administrator());
    let (case, appearance) = appearance_on(&litigator, "2026-11-12");
    let held = administrator.get(&format!("/v1/cases/{case}/assignments")).must(200);
    let end = format!("/v1/assignments/{}/end", held["items"][0]["id"].as_str().unwrap());
    administrator.post(&end, json!({})).must(200);
    run_on(&api.db, "2026-11-05");
    let manager = organization.manager();
    run_on(&api.db, "2026-11-05");
    run_on(&api.db, "2026-11-06");
    assert_eq!(told(&manager, &appearance), days(&[("11-06", 7)]));
}

fn a_date_that_was_moved_is_told_anew(api: &Api) {
    let api = &api.own(Settings::default());
    let litigator = api.litigator();
    let (case, appearance) = appearance_on(&litigator, "2026-11-12");
    run_on(&api.db, "2026-11-05");
    let now = deadline(&litigator, &case, "FCCIRPR-8(1)");
    act(&litigator, &now, "extend", json!({"until": "2026-11-13", "by": "order"})).must(200);
    run_on(&api.db, "2026-11-06");
    assert_eq!(told(&litigator, &appearance), days(&[("11-05", 7), ("11-06", 7)]));
    let (items, _) = litigator.walk("/v1/notifications");
    let of_it: Vec<&Value> = items.iter().filter(|item| item["deadline_id"] == appearance.as_str()).collect();
    assert_eq!(
        (&of_it[0]["watch_on"], &of_it[1]["watch_on"], &of_it[1]["due_on"]),
        (&json!("2026-11-13"), &json!("2026-11-12"), &json!("2026-11-13"))
    );
}

fn whoever_holds_a_deadline_is_told_when_somebody_else_moves_it(api: &Api) {
    let api = &api.own(Settings::default());
    let organization = api.organization();
    let (litigator, manager) = (organization.litigator(), organization.manager());
    let (case, id) = appearance_on(&litigator, "2027-05-12");
    let appearance = json!({"id": id});
    let of_moves = |actor: &Actor<'_>| {
        let (items, _) = actor.walk("/v1/notifications?kind=deadline_moved");
        let texts = items.iter().filter(|item| item["deadline_id"] == id.as_str());
        texts.map(|item| item["text"].clone()).collect::<Vec<_>>()
    };
    run_on(&api.db, "2026-11-02");
    assert_eq!(of_moves(&litigator), Vec::<Value>::new(), "it was their own act");
    let moved = |verb: &str, until: &str| {
        act(&manager, &appearance, verb, json!({"until": until, "by": "order"})).must(200);
    };
    // A Saturday: nothing is told on a day off, and nothing is lost.
    moved("shorten", "2027-04-12");
    run_on(&api.db, "2026-11-07");
    assert_eq!(of_moves(&litigator), Vec::<Value>::new());
    run_on(&api.db, "2026-11-09");
    run_on(&api.db, "2026-11-10");
    let told = of_moves(&litigator);
    assert_eq!(told.len(), 1, "{told:#?}");
    let (en, fr) = (told[0]["en"].as_str().unwrap(), told[0]["fr"].as_str().unwrap());
    assert!(en.ends_with("the date was moved; it is now to be done by Monday 12 April 2027."), "{en}");
    assert!(fr.ends_with("la date a été modifiée; désormais au plus tard le lundi 12 avril 2027."), "{fr}");
    assert_eq!(of_moves(&manager), Vec::<Value>::new());
    // It goes away and comes back before anybody is told: that is no news.
    moved("shorten", "2027-04-05");
    moved("extend", "2027-04-12");
    run_on(&api.db, "2026-11-12");
    assert_eq!(of_moves(&litigator).len(), 1);
    // An act that is taken back moves it as well, and to a date that was told before.
    let undo = || act(&manager, &appearance, "undo", json!({"reason": "By mistake."})).must(200);
    undo();
    run_on(&api.db, "2026-11-13");
    let told = of_moves(&litigator);
    assert_eq!((told.len(), told[0]["en"].as_str().unwrap().contains("5 April")), (2, true), "{told:#?}");
    undo();
    run_on(&api.db, "2026-11-16");
    let told = of_moves(&litigator);
    assert_eq!((told.len(), told[0]["en"].as_str().unwrap().contains("12 April")), (3, true), "{told:#?}");
    // The docket, too.
    let order = json!({"type": "extension_granted", "occurred_on": "2026-04-10",
        "ordered": [{"rule": "FCCIRPR-8(1)", "due_on": "2027-06-14"}]});
    record(&manager, &case, order);
    run_on(&api.db, "2026-11-17");
    assert_eq!(of_moves(&litigator).len(), 4);
}

fn what_is_done_is_not_told_and_what_is_opened_again_is(api: &Api) {
    let api = &api.own(Settings::default());
    let litigator = api.litigator();
    let (case, appearance) = appearance_on(&litigator, "2026-11-12");
    let now = deadline(&litigator, &case, "FCCIRPR-8(1)");
    act(&litigator, &now, "complete", json!({"on": "2026-03-20"})).must(200);
    run_on(&api.db, "2026-11-05");
    assert_eq!(told(&litigator, &appearance), []);
    act(&litigator, &now, "reopen", json!({"reason": "It was another file."})).must(200);
    run_on(&api.db, "2026-11-05");
    assert_eq!(told(&litigator, &appearance), days(&[("11-05", 7)]));
}

fn another_policy_is_gone_by_at_once(api: &Api) {
    let api = &api.own(Settings::default());
    let litigator = api.litigator();
    let (_, appearance) = appearance_on(&litigator, "2026-11-30");
    run_on(&api.db, "2026-11-05");
    assert_eq!(told(&litigator, &appearance), [], "fourteen days before is the sixteenth");
    let organization_id = litigator.organization_id.parse().unwrap();
    let row = ReminderPolicyRow {
        organization_id,
        responsible_days: Json::of(&[28]).unwrap(),
        accountable_days: Json::of(&[2]).unwrap(),
        overdue_responsible: false,
        overdue_accountable: false,
        version: 1,
        updated_at: morning("2026-11-05"),
    };
    let today = "2026-11-05".parse().unwrap();
    api.db
        .write_now(|connection| {
            write_reminder_policy(connection, &row)?;
            look_again(connection, organization_id, today)
        })
        .unwrap();
    for day in every_day("2026-11-05", "2026-12-04") {
        run_on(&api.db, &day);
    }
    assert_eq!(told(&litigator, &appearance), days(&[("11-05", 28), ("11-27", 2)]));
}

fn many_runners_tell_once(api: &Api) {
    const RUNNERS: usize = 4;
    let api = &api.own(Settings::default());
    let litigator = api.litigator();
    let (cases, made): (Vec<_>, Vec<_>) = (0..6).map(|_| appearance_on(&litigator, "2026-11-12")).unzip();
    let mut all = 0;
    let barrier = Barrier::new(RUNNERS);
    for day in ["2026-11-05", "2026-11-09"] {
        let told: usize = std::thread::scope(|scope| {
            let run = || {
                let db = api.database().open(1);
                // Connections are made when they are first needed: the race begins with all of them open.
                db.read_now(|connection| Ok(connection.batch_execute("select 1")?)).unwrap();
                barrier.wait();
                run_on(&db, day).notifications + run_on(&db, day).notifications
            };
            let runners: Vec<_> = (0..RUNNERS).map(|_| scope.spawn(run)).collect();
            runners.into_iter().map(|runner| runner.join().unwrap()).sum()
        });
        assert!(told >= made.len(), "{told}");
        all += told + run_on(&api.db, day).notifications;
    }
    let said = cases.iter().flat_map(|case| actions(&litigator, case));
    let said = said.filter(|action| action == "deadline.reminded").count();
    let listed = litigator.get("/v1/notifications?include=count").must(200)["count"].clone();
    assert_eq!((json!(all), json!(said)), (listed.clone(), listed), "the journal says it once, too");
    for appearance in &made {
        assert_eq!(told(&litigator, appearance), days(&[("11-05", 7), ("11-09", 3)]));
    }
    assert!(matches!(api.db.read_now(verify).unwrap(), Verdict::Whole { .. }));
}

fn a_batch_costs_the_same_whatever_is_in_it(api: &Api) {
    let api = &api.own(Settings { connections: 1, ..Settings::default() });
    let organization = api.organization();
    let (litigator, other) = (organization.litigator(), organization.manager());
    let cost = |day: &str| {
        let before = statements(api.database());
        let told = run_on(&api.db, day);
        (told, statements(api.database()) - before)
    };
    appearance_on(&litigator, "2026-11-12");
    let (few, one) = cost("2026-11-05");
    (0..5).for_each(|_| drop(appearance_on(&litigator, "2026-11-12")));
    appearance_on(&other, "2026-11-12");
    let (many, seven) = cost("2026-11-06");
    assert!(few.deadlines > 0 && many.deadlines > 2 * few.deadlines, "{few:?} {many:?}");
    assert_eq!(one, seven);
    assert!(one <= 18, "{one} for {few:?}");
}

on_both!(
    steps_are_told_on_working_days,
    a_run_that_was_missed_is_caught_up_with_by_one_step,
    a_clock_that_jumps_tells_nothing_twice,
    the_other_side_is_watched_and_not_reminded,
    who_does_it_is_told_before_who_answers_for_it,
    nobody_is_told_who_may_not_see_the_case,
    where_nobody_can_be_told_somebody_is_told_later,
    a_date_that_was_moved_is_told_anew,
    whoever_holds_a_deadline_is_told_when_somebody_else_moves_it,
    what_is_done_is_not_told_and_what_is_opened_again_is,
    another_policy_is_gone_by_at_once,
    many_runners_tell_once,
    a_batch_costs_the_same_whatever_is_in_it,
);
