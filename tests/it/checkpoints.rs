//! Checkpoints of the journal, and the proofs that are taken from them.

use crate::support::tamper::{Formula, tamper, write_anew};
use crate::support::*;
use chrono::TimeDelta;
use greffe::app::App;
use greffe::insight::audit::checkpoints::api::Proof;
use greffe::insight::audit::checkpoints::proof::check;
use greffe::insight::audit::checkpoints::runner;
use greffe::journal::checkpoints::statement::StatementKeys;
use greffe::journal::verify::{Break, walk};
use greffe::signing::key::SigningKey;
use greffe::signing::tokens::Tokens;
use serde_json::{Value, json};

/// A server with a key that has a public half.
fn signing(api: &Api) -> Api {
    api.own(Settings { tokens: Tokens::with_key(&SigningKey::new_pem()).unwrap(), ..Settings::default() })
}

fn keys(app: &App) -> StatementKeys<'static> {
    StatementKeys::Set(app.tokens.public_keys())
}

#[track_caller]
fn make(actor: &Actor<'_>) -> Value {
    actor.post("/v1/journal/checkpoints", json!({})).must(201)
}

fn breaks(api: &Api) -> Vec<Break> {
    let keys = keys(&api.app);
    api.db.snapshot_now(|connection| walk(connection, Some(&keys), true)).unwrap().breaks
}

/// The sequence numbers of a case's entries, the first first.
fn sequences(actor: &Actor<'_>, case: &str) -> Vec<i64> {
    let (entries, _) = actor.walk(&format!("/v1/cases/{case}/journal"));
    entries.iter().rev().map(|entry| entry["sequence"].as_i64().unwrap()).collect()
}

fn each_covers_what_came_after_the_one_before(api: &Api) {
    let api = &signing(api);
    let administrator = api.administrator();
    let case = case_with(&administrator, "2026-03-02");
    let first = make(&administrator);
    assert_eq!(
        (&first["number"], &first["after_sequence"], &first["previous_root"]),
        (&json!(1), &json!(0), &json!(""))
    );
    take_to(&administrator, &case, "application_filed");
    let second = make(&administrator);
    assert_eq!((&second["number"], &second["after_sequence"]), (&json!(2), &first["through_sequence"]));
    assert_eq!(second["previous_root"], first["root"]);
    assert_eq!(second["chains"], 2, "the case's, and the service's: who asked for it is in it, too");
    let page = administrator.get("/v1/journal/checkpoints?limit=1&include=count").must(200);
    assert_eq!((&page["items"][0], &page["count"]), (&second, &json!(2)), "the latest first");
    let (all, _) = administrator.walk("/v1/journal/checkpoints?limit=1");
    assert_eq!(all, [second.clone(), first.clone()]);
    let address = format!("/v1/journal/checkpoints/{}", first["id"].as_str().unwrap());
    assert_eq!(administrator.get(&address).must(200), first);
    let stated = keys(&api.app).open(second["statement"].as_str().unwrap()).unwrap();
    assert_eq!(
        (json!(stated.number), json!(stated.root)),
        (second["number"].clone(), second["root"].clone())
    );
    let token = administrator.get("/v1/me").must(200);
    assert!(keys(&api.app).open(token["id"].as_str().unwrap()).is_err());
    assert_eq!(breaks(api), []);
}

fn one_is_made_at_an_interval_where_something_was_written(api: &Api) {
    let api = &signing(api);
    let administrator = api.administrator();
    let count = || administrator.get("/v1/journal/checkpoints?include=count").must(200)["count"].clone();
    runner::make(&api.app, TimeDelta::hours(1)).unwrap();
    assert_eq!(count(), 1);
    runner::make(&api.app, TimeDelta::zero()).unwrap();
    assert_eq!(count(), 1, "nothing was written");
    case_with(&administrator, "2026-03-02");
    runner::make(&api.app, TimeDelta::hours(1)).unwrap();
    assert_eq!(count(), 1, "the last one is not that old");
    runner::make(&api.app, TimeDelta::zero()).unwrap();
    assert_eq!(count(), 2);
    assert_eq!(breaks(api), []);
}

fn makers_and_writers_at_once_leave_checkpoints_that_fit(api: &Api) {
    let api = &signing(api);
    let administrator = &api.administrator();
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| (0..4).for_each(|_| drop(case_with(administrator, "2026-03-02"))));
            scope.spawn(|| (0..4).for_each(|_| drop(make(administrator))));
        }
    });
    make(administrator);
    assert_eq!(breaks(api), []);
}

fn a_proof_holds_without_the_service(api: &Api) {
    let api = &signing(api);
    let administrator = api.administrator();
    let case = case_with(&administrator, "2026-03-02");
    (0..5).for_each(|_| drop(case_with(&administrator, "2026-03-02")));
    make(&administrator);
    take_to(&administrator, &case, "application_served");
    let checkpoint = make(&administrator);
    let later = {
        administrator.post(&format!("/v1/cases/{case}/notes"), json!({"body": "Later."})).must(201);
        *sequences(&administrator, &case).last().unwrap()
    };
    let at = format!("/v1/journal/checkpoints/{}/proof", checkpoint["id"].as_str().unwrap());
    let keys = keys(&api.app);
    let covered: Vec<_> =
        sequences(&administrator, &case).into_iter().filter(|number| *number != later).collect();
    assert!(covered.len() >= 3);
    for sequence in covered {
        let proof = administrator.get(&format!("{at}?entry={sequence}")).must(200);
        let proof: Proof = serde_json::from_value(proof).unwrap();
        let stated = check(&proof, &keys).unwrap();
        assert_eq!(json!(stated.number), checkpoint["number"]);
        assert!(
            check(
                &proof,
                &StatementKeys::Set(Tokens::with_key(&SigningKey::new_pem()).unwrap().public_keys())
            )
            .is_err()
        );
    }
    administrator.get(&format!("{at}?entry={later}")).refused(404, "not_found");
    administrator.get(&format!("{at}?entry=999999")).refused(404, "not_found");
    administrator.get(&at).refused(400, "invalid_query");
}

/// Every way to change one thing in a document.
fn altered(value: &Value) -> Vec<Value> {
    match value {
        Value::Object(fields) => {
            let inner = fields.iter().flat_map(|(name, inner)| {
                altered(inner).into_iter().map(|other| {
                    let mut fields = fields.clone();
                    fields.insert(name.clone(), other);
                    Value::Object(fields)
                })
            });
            let less = fields.keys().map(|name| {
                let mut fields = fields.clone();
                fields.remove(name);
                Value::Object(fields)
            });
            let mut more = fields.clone();
            more.insert("more".to_owned(), json!("x"));
            inner.chain(less).chain([Value::Object(more)]).collect()
        }
        Value::Array(items) => {
            let inner = items.iter().enumerate().flat_map(|(index, inner)| {
                altered(inner).into_iter().map(move |other| {
                    let mut items = items.clone();
                    items[index] = other;
                    Value::Array(items)
                })
            });
            let shorter = (!items.is_empty()).then(|| Value::Array(items[1..].to_vec()));
            let longer = Value::Array([&items[..], &[json!("00".repeat(32))]].concat());
            inner.chain(shorter).chain([longer]).collect()
        }
        Value::String(text) => {
            let half = text.len() / 2;
            let other = if text[half..].starts_with('1') { '2' } else { '1' };
            let changed: String =
                text.char_indices().map(|(at, old)| if at == half { other } else { old }).collect();
            vec![json!(changed), json!(format!("{text}0")), json!(text.to_uppercase())]
                .into_iter()
                .filter(|changed| changed != value)
                .collect()
        }
        Value::Number(number) => {
            vec![json!(number.as_i64().unwrap() + 1), json!(number.as_i64().unwrap() - 1)]
        }
        _ => Vec::new(),
    }
}

fn a_proof_in_which_anything_was_changed_does_not_hold(api: &Api) {
    let api = &signing(api);
    let administrator = api.administrator();
    let case = case_with(&administrator, "2026-03-02");
    (0..5).for_each(|_| drop(case_with(&administrator, "2026-03-02")));
    take_to(&administrator, &case, "application_served");
    let checkpoint = make(&administrator);
    let at = format!("/v1/journal/checkpoints/{}/proof", checkpoint["id"].as_str().unwrap());
    let sequence = sequences(&administrator, &case)[1];
    let proof = administrator.get(&format!("{at}?entry={sequence}")).must(200);
    assert_eq!(proof["content"], "shown");
    assert!(!proof["later"].as_array().unwrap().is_empty() && !proof["path"].as_array().unwrap().is_empty());
    let keys = keys(&api.app);
    let all = altered(&proof);
    assert!(all.len() > 60, "{}", all.len());
    for changed in all {
        let holds =
            serde_json::from_value::<Proof>(changed.clone()).is_ok_and(|proof| check(&proof, &keys).is_ok());
        assert!(!holds, "{changed:#}");
    }
    // Whoever passes it on may withhold what the entry says, and must say so.
    let mut withheld: Proof = serde_json::from_value(proof).unwrap();
    (withheld.entry.before, withheld.entry.after) = (None, None);
    assert!(check(&withheld, &keys).unwrap_err().contains("says"));
    withheld.content = greffe::insight::audit::checkpoints::api::Content::Withheld;
    assert!(check(&withheld, &keys).is_ok());
}

fn a_proof_is_given_to_who_may_see_the_entry(api: &Api) {
    let api = &signing(api);
    let organization = api.organization();
    let (administrator, manager, walled) =
        (organization.administrator(), organization.manager(), organization.manager());
    let case = case_with(&administrator, "2026-03-02");
    let wall = json!({"user_id": walled.id, "reason": "Acted for the applicant."});
    administrator.post(&format!("/v1/cases/{case}/walls"), wall).must(201);
    let checkpoint = make(&administrator);
    let sequence = sequences(&administrator, &case)[0];
    let at = format!("/v1/journal/checkpoints/{}/proof?entry={sequence}", checkpoint["id"].as_str().unwrap());
    administrator.get(&at).must(200);
    assert_eq!(manager.get(&at).must(200)["content"], "shown");
    let nothing = manager.get(&at.replace(&format!("={sequence}"), "=999999")).refused(404, "not_found");
    for other in [&walled, &api.manager(), &api.administrator()] {
        let refused = other.get(&at).refused(404, "not_found");
        assert_eq!(refused.json["detail"], nothing.json["detail"], "as an entry that is not there");
    }
    for other in [organization.analyst(), organization.viewer(), organization.litigator()] {
        other.get(&at).refused(403, "forbidden");
        other.post("/v1/journal/checkpoints", json!({})).refused(403, "forbidden");
    }
    manager.post("/v1/journal/checkpoints", json!({})).refused(403, "forbidden");
    // The chain of a user, of one's own organisation or another's.
    let stranger = api.administrator();
    let checkpoint = make(&administrator);
    let made = checkpoint["through_sequence"].as_i64().unwrap();
    let at = format!("/v1/journal/checkpoints/{}/proof?entry={made}", checkpoint["id"].as_str().unwrap());
    assert_eq!(stranger.get(&at).must(200)["entry"]["action"], "checkpoint.made");
}

fn a_chain_that_was_written_anew_no_longer_fits(api: &Api) {
    let api = &signing(api);
    let administrator = api.administrator();
    let case = case_with(&administrator, "2026-03-02");
    make(&administrator);
    take_to(&administrator, &case, "application_served");
    make(&administrator);
    case_with(&administrator, "2026-03-02");
    make(&administrator);
    let subject = format!("case:{case}");
    tamper(
        api,
        &format!("update journal set actor = 'user:nobody' where subject = '{subject}' and position = 3"),
    );
    api.db
        .write_now(|connection| {
            write_anew(connection, &subject, 3, Formula::New);
            Ok(())
        })
        .unwrap();
    let found = breaks(api);
    assert!(matches!(&found[..], [Break::Checkpoint { number: 2, .. }]), "{found:#?}");
}

fn a_checkpoint_that_was_changed_or_removed_is_named(api: &Api) {
    for (statement, number, reason) in [
        ("update journal_checkpoints set root = previous_root where number = 2", 2, "statement says"),
        ("update journal_checkpoints set entries = entries + 1 where number = 2", 2, "statement says"),
        (
            "update journal_checkpoints set created_at = '2026-01-01T00:00:00.000000Z' where number = 2",
            2,
            "statement says",
        ),
        (
            "update journal_checkpoints set statement = replace(statement, '.', '.A') where number = 2",
            2,
            "signature",
        ),
        ("update journal_checkpoints set statement = 'x' where number = 1", 1, "statement"),
        ("delete from journal_checkpoints where number = 1", 2, "before it is missing"),
        ("delete from journal_checkpoints where number = 2", 3, "before it is missing"),
    ] {
        let api = &signing(api);
        let administrator = api.administrator();
        (0..3).for_each(|_| drop(make(&administrator)));
        tamper(api, statement);
        let found = breaks(api);
        let named = found.iter().any(|one| match one {
            Break::Checkpoint { number: found, reason: why, .. } => *found == number && why.contains(reason),
            Break::Chain { .. } | Break::Row { .. } | Break::Statement { .. } => false,
        });
        assert!(named, "{statement}: {found:#?}");
    }
}

on_both!(
    each_covers_what_came_after_the_one_before,
    one_is_made_at_an_interval_where_something_was_written,
    makers_and_writers_at_once_leave_checkpoints_that_fit,
    a_proof_holds_without_the_service,
    a_proof_in_which_anything_was_changed_does_not_hold,
    a_proof_is_given_to_who_may_see_the_entry,
    a_chain_that_was_written_anew_no_longer_fits,
    a_checkpoint_that_was_changed_or_removed_is_named,
);
