//! Reminders by mail: in the reader's language, to whoever has an address, once.

use crate::support::smtp::{Fault, MailServer};
use crate::support::*;
use chrono::{DateTime, Utc};
use diesel::connection::SimpleConnection as _;
use greffe::clock::Clock;
use greffe::db::Db;
use greffe::duties::notifications::mail::{Delivered, deliver};
use greffe::server::upkeep;
use serde_json::json;
use std::collections::HashSet;
use std::sync::Barrier;
use std::sync::atomic::AtomicBool;

fn at(instant: &str) -> Clock {
    Clock::starting_at(instant.parse::<DateTime<Utc>>().unwrap())
}

/// Sends what is due at an instant.
fn send_at(db: &Db, server: &MailServer, instant: &str) -> Delivered {
    deliver(db, &at(instant), &server.mailer(), &AtomicBool::new(false)).unwrap()
}

/// A litigator with an address, in this language.
fn reader<'a>(api: &'a Api, language: &str, address: &str) -> Actor<'a> {
    let organization = api.organization();
    let (litigator, administrator) = (organization.litigator(), organization.administrator());
    let user = format!("/v1/users/{}", litigator.id);
    administrator.patch(&user, "*", json!({"email": address, "language": language})).must(200);
    litigator
}

/// A case whose notice of appearance an order put on 12 November 2026, and nothing else of which has to be told then.
#[track_caller]
fn told_of_one(actor: &Actor<'_>, number: Option<&str>) -> String {
    let mut new = new_case("2026-03-02");
    if let Some(number) = number {
        new["file_number"] = json!(number);
    }
    let case = actor.post("/v1/cases", new).must(201)["id"].as_str().unwrap().to_owned();
    take_to(actor, &case, "application_served");
    let appearance = deadline(actor, &case, "FCCIRPR-8(1)");
    act(actor, &appearance, "extend", json!({"until": "2026-11-12", "by": "order"})).must(200);
    let open = actor.get(&format!("/v1/cases/{case}/deadlines?status=open")).must(200);
    for other in open["items"].as_array().unwrap().iter().filter(|one| one["rule"] != "FCCIRPR-8(1)") {
        act(actor, other, "waive", json!({"reason": "Only one is looked at."})).must(200);
    }
    case
}

/// Tells, and sends nothing.
fn tell(api: &Api, instant: &str) {
    let now = at(instant).now();
    greffe::duties::notifications::dispatch::remind(&api.db, now, true, &AtomicBool::new(false)).unwrap();
}

fn a_reader_is_written_to_in_their_language(api: &Api) {
    let api = &api.own(Settings::default());
    let server = MailServer::start();
    let english = reader(api, "en", "liam.fraser@example.org");
    let french = reader(api, "fr", "camille.tremblay@example.org");
    let without = api.litigator();
    told_of_one(&english, Some("IMM-1234-26"));
    told_of_one(&french, Some("IMM-1235-26"));
    told_of_one(&without, Some("IMM-1236-26"));
    let stop = AtomicBool::new(false);
    let ran = upkeep::run(&api.db, &at("2026-11-05T16:00:00Z"), Some(&server.mailer()), &stop).unwrap();
    assert_eq!((ran.told.notifications, ran.delivered), (3, Delivered { sent: 2, failed: 0 }));
    let again = upkeep::run(&api.db, &at("2026-11-05T17:00:00Z"), Some(&server.mailer()), &stop).unwrap();
    assert_eq!((again.told.notifications, again.delivered), (0, Delivered::default()));
    let taken = server.taken();
    let to = |address: &str| taken.iter().find(|message| message.to == address).unwrap();
    let message = to("liam.fraser@example.org");
    assert_eq!(message.header("Subject"), "Reminder: FCCIRPR-8(1), IMM-1234-26, Thursday 12 November 2026");
    for said in [
        "court file IMM-1234-26: by Thursday 12 November 2026, 7 days left.",
        "Due: Thursday 12 November 2026",
        "Safe on every reading of the law: Thursday 12 November 2026",
        "Last arguable day: Thursday 12 November 2026",
        "Rule: FCCIRPR-8(1), ",
        "Citation: ",
        "you are responsible for this deadline, and the organisation reminds 7 days before",
    ] {
        assert!(message.body.contains(said), "no {said} in: {}", message.body);
    }
    let message = to("camille.tremblay@example.org");
    assert_eq!(message.header("Subject"), "Rappel : FCCIRPR-8(1), IMM-1235-26, le jeudi 12 novembre 2026");
    for said in [
        "dossier de la cour IMM-1235-26 : au plus tard le jeudi 12 novembre 2026, il reste 7 jours.",
        "Échéance : le jeudi 12 novembre 2026",
        "Règle : FCCIRPR-8(1), ",
        "Référence : ",
        "vous êtes responsable de cette échéance, et l'organisme envoie un rappel 7 jours avant",
    ] {
        assert!(message.body.contains(said), "no {said} in: {}", message.body);
    }
    for (message, reader) in [(to("liam.fraser@example.org"), &english), (message, &french)] {
        let notification = &reader.get("/v1/notifications").must(200)["items"][0];
        let id = format!("<{}@greffe>", notification["id"].as_str().unwrap());
        assert_eq!(message.header("Message-ID"), id);
        assert_eq!(message.header("Auto-Submitted"), "auto-generated");
        assert!(message.header("Content-Type").to_lowercase().contains("utf-8"));
        assert_eq!(message.header("From"), "Greffe <greffe@example.org>");
        assert!(message.header("Date").contains("5 Nov 2026"), "{}", message.header("Date"));
        for name in ["Doe", "Jane", "Fictional"] {
            let whole = format!("{}{}", message.header("Subject"), message.body);
            assert!(!whole.contains(name), "it names {name}: {whole}");
        }
    }
}

fn what_is_not_taken_is_tried_again(api: &Api) {
    for fault in [Fault::Refuse, Fault::HangUp, Fault::HangUpAfterData] {
        let api = &api.own(Settings::default());
        let server = MailServer::start();
        told_of_one(&reader(api, "en", "liam.fraser@example.org"), None);
        tell(api, "2026-11-05T16:00:00Z");
        server.fails(&[fault, fault]);
        let failed = Delivered { sent: 0, failed: 1 };
        assert_eq!(send_at(&api.db, &server, "2026-11-05T16:00:00Z"), failed, "{fault:?}");
        assert_eq!(
            send_at(&api.db, &server, "2026-11-05T16:00:50Z"),
            Delivered::default(),
            "a minute is not over"
        );
        assert_eq!(send_at(&api.db, &server, "2026-11-05T16:01:10Z"), failed);
        assert_eq!(send_at(&api.db, &server, "2026-11-05T16:05:50Z"), Delivered::default(), "nor are five");
        assert_eq!(send_at(&api.db, &server, "2026-11-05T16:06:30Z"), Delivered { sent: 1, failed: 0 });
        assert_eq!(send_at(&api.db, &server, "2026-11-06T16:00:00Z"), Delivered::default());
        assert_eq!(server.taken().len(), 1, "{fault:?}");
    }
}

fn what_nobody_takes_is_given_up(api: &Api) {
    let api = &api.own(Settings::default());
    let server = MailServer::start();
    told_of_one(&reader(api, "en", "liam.fraser@example.org"), None);
    tell(api, "2026-11-05T10:00:00Z");
    server.fails(&[Fault::Refuse; 9]);
    let failed: usize = (10..24)
        .flat_map(|hour| ["00", "10", "50"].map(|minute| format!("2026-11-05T{hour}:{minute}:00Z")))
        .map(|instant| send_at(&api.db, &server, &instant).failed)
        .sum();
    assert_eq!((failed, server.taken().len()), (5, 0));
}

fn what_its_sender_lost_is_sent_when_the_lease_runs_out(api: &Api) {
    let api = &api.own(Settings::default());
    let server = MailServer::start();
    told_of_one(&reader(api, "en", "liam.fraser@example.org"), None);
    tell(api, "2026-11-05T16:00:00Z");
    // As a process leaves it that dies between the claim and the message.
    let claimed = "update notifications set mail_state = 'sending', mail_attempts = 1, mail_next_at = '2026-11-05T16:10:00.000000Z'";
    api.db.write_now(|connection| Ok(connection.batch_execute(claimed)?)).unwrap();
    assert_eq!(send_at(&api.db, &server, "2026-11-05T16:09:00Z"), Delivered::default());
    assert_eq!(send_at(&api.db, &server, "2026-11-05T16:10:30Z"), Delivered { sent: 1, failed: 0 });
}

fn two_senders_send_each_message_once(api: &Api) {
    let api = &api.own(Settings::default());
    let server = MailServer::start();
    let litigator = reader(api, "en", "liam.fraser@example.org");
    (0..8).for_each(|_| drop(told_of_one(&litigator, None)));
    tell(api, "2026-11-05T16:00:00Z");
    let barrier = Barrier::new(2);
    let sent: usize = std::thread::scope(|scope| {
        let run = || {
            let db = api.database().open(1);
            db.read_now(|connection| Ok(connection.batch_execute("select 1")?)).unwrap();
            barrier.wait();
            send_at(&db, &server, "2026-11-05T16:00:01Z").sent
        };
        let senders = [scope.spawn(run), scope.spawn(run)];
        senders.into_iter().map(|sender| sender.join().unwrap()).sum()
    });
    let rest = send_at(&api.db, &server, "2026-11-05T16:00:02Z").sent;
    let taken = server.taken();
    let ids: HashSet<_> = taken.iter().map(|message| message.header("Message-ID").to_owned()).collect();
    assert_eq!((sent + rest, taken.len(), ids.len()), (8, 8, 8));
}

fn what_no_longer_holds_is_not_sent(api: &Api) {
    let api = &api.own(Settings::default());
    let server = MailServer::start();
    let organization = api.organization();
    let administrator = organization.administrator();
    let address = |litigator: &Actor<'_>| {
        let user = format!("/v1/users/{}", litigator.id);
        administrator.patch(&user, "*", json!({"email": "x@example.org"})).must(200);
    };
    let (walled, done, moved, gone) = (
        organization.litigator(),
        organization.litigator(),
        organization.litigator(),
        organization.litigator(),
    );
    let cases: Vec<_> = [&walled, &done, &moved, &gone]
        .into_iter()
        .map(|litigator| {
            address(litigator);
            told_of_one(litigator, None)
        })
        .collect();
    tell(api, "2026-11-05T16:00:00Z");
    let wall = json!({"user_id": walled.id, "reason": "Acted for the applicant."});
    administrator.post(&format!("/v1/cases/{}/walls", cases[0]), wall).must(201);
    let appearance = |case: &str| deadline(&administrator, case, "FCCIRPR-8(1)");
    act(&administrator, &appearance(&cases[1]), "complete", json!({"on": "2026-03-20"})).must(200);
    act(&administrator, &appearance(&cases[2]), "extend", json!({"until": "2026-12-01", "by": "order"}))
        .must(200);
    administrator.patch(&format!("/v1/users/{}", gone.id), "*", json!({"email": null})).must(200);
    assert_eq!(send_at(&api.db, &server, "2026-11-05T16:00:00Z"), Delivered::default());
    assert_eq!(server.taken().len(), 0);
}

fn an_emergency_is_written_of_to_who_answers_for_the_case(api: &Api) {
    let api = &api.own(Settings::default());
    let server = MailServer::start();
    let organization = api.organization();
    let (administrator, manager) = (organization.administrator(), organization.manager());
    let (accountable, opener) = (organization.litigator(), organization.manager());
    let address = json!({"email": "camille.tremblay@example.org", "language": "fr"});
    administrator.patch(&format!("/v1/users/{}", accountable.id), "*", address).must(200);
    let opened = |number: &str| {
        let mut new = new_case("2026-03-02");
        new["file_number"] = json!(number);
        let case = manager.post("/v1/cases", new).must(201)["id"].as_str().unwrap().to_owned();
        let at = format!("/v1/cases/{case}");
        let assigned = json!({"user_id": accountable.id, "role": "JCO"});
        manager.post(&format!("{at}/assignments"), assigned).must(201);
        let wall = json!({"user_id": opener.id, "reason": "Acted for the applicant."});
        manager.post(&format!("{at}/walls"), wall).must(201);
        let reason = json!({"reason": "A stay motion is heard in an hour."});
        opener.post(&format!("{at}/emergency-accesses"), reason).must(201);
        at
    };
    opened("IMM-4321-26");
    let now = api.app.clock.now().utc();
    let after = |hours: i64| (now + chrono::TimeDelta::hours(hours)).to_rfc3339();
    assert_eq!(send_at(&api.db, &server, &after(1)), Delivered { sent: 1, failed: 0 });
    assert_eq!(send_at(&api.db, &server, &after(2)), Delivered::default(), "once");
    let message = &server.taken()[0];
    assert_eq!(message.to, "camille.tremblay@example.org");
    let subject = message.header("Subject");
    assert!(subject.contains("IMM-4321-26") && subject.contains("novembre 2026"), "{subject}");
    for said in ["cas d'urgence, dossier de la cour IMM-4321-26", "vous répondez du dossier"] {
        assert!(message.body.contains(said), "no {said} in: {}", message.body);
    }
    for name in ["Doe", "Jane", "stay motion"] {
        assert!(!format!("{subject}{}", message.body).contains(name), "it names {name}");
    }
    // Days later it is no news; and who is kept from the case by then is told nothing.
    opened("IMM-4322-26");
    assert_eq!(send_at(&api.db, &server, &after(72)), Delivered::default());
    let third = opened("IMM-4323-26");
    let wall = json!({"user_id": accountable.id, "reason": "Acted for the applicant."});
    manager.post(&format!("{third}/walls"), wall).must(201);
    assert_eq!(send_at(&api.db, &server, &after(1)), Delivered::default());
}

on_both!(
    an_emergency_is_written_of_to_who_answers_for_the_case,
    a_reader_is_written_to_in_their_language,
    what_is_not_taken_is_tried_again,
    what_nobody_takes_is_given_up,
    what_its_sender_lost_is_sent_when_the_lease_runs_out,
    two_senders_send_each_message_once,
    what_no_longer_holds_is_not_sent,
);
