//! What leaves the journal, and for whom: every way out of it says the same, and no more than the rest of the API does.

use crate::support::fixtures::PASSWORD;
use crate::support::world::World;
use crate::support::*;
use greffe::insight::audit::checkpoints::api::Proof;
use greffe::insight::audit::checkpoints::proof::check;
use greffe::journal::checkpoints::statement::StatementKeys;
use greffe::signing::key::SigningKey;
use greffe::signing::tokens::Tokens;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A server with a key that has a public half.
fn signing(api: &Api) -> Api {
    api.own(Settings { tokens: Tokens::with_key(&SigningKey::new_pem()).unwrap(), ..Settings::default() })
}

fn wall_off(manager: &Actor<'_>, case: &str, walled: &Actor<'_>) {
    let wall = json!({"user_id": walled.id, "reason": "Acted for the applicant."});
    manager.post(&format!("/v1/cases/{case}/walls"), wall).must(201);
}

/// Everything that the API can do, done: each act that goes through leaves its entry. What removes comes last.
fn do_everything(world: &World<'_>) {
    let mut writes: Vec<_> =
        world.operations.iter().filter(|one| one.is_write() && !one.is_public()).collect();
    writes.sort_by_key(|one| (one.method == "DELETE", one.id.contains("password"), one.id == "update_user"));
    for operation in writes {
        world.call(&world.administrator, operation, &world.address(operation));
    }
}

fn text_of(entry: &Value) -> String {
    format!("{} {}", entry["before"], entry["after"])
}

fn what_names_a_hidden_case_says_nothing_of_it_under_whatever_key(api: &Api) {
    let api = &api.own(Settings::default());
    let organization = api.organization();
    let walled = organization.manager();
    let world = World::within(api, &organization);
    let manager = organization.manager();
    // A case of which others speak: it is linked, followed, told of, and a calendar is made of it.
    let hidden = case_with(&world.administrator, "2026-03-02");
    let own = format!("/v1/cases/{}", world.case());
    let link = |kind: &str| json!({"case_id": hidden, "kind": kind});
    let made = manager.post(&format!("{own}/links"), link("related")).must(201);
    manager.delete(&format!("{own}/links/{}", made["id"].as_str().unwrap()), "*");
    let feed = json!({"scope": "case", "case_id": hidden, "language": "en"});
    manager.post("/v1/feeds", feed).must(201);
    take_to(&manager, &hidden, "application_filed");
    let deadline = manager.get(&format!("/v1/cases/{hidden}/deadlines")).must(200)["items"][0]["id"].clone();
    let told = fixtures::notify(&manager, &hidden, deadline.as_str().unwrap());
    manager.post(&format!("/v1/notifications/{told}/read"), json!({})).must(200);
    do_everything(&world);
    wall_off(&manager, &hidden, &walled);
    let entries = |actor: &Actor<'_>| actor.walk("/v1/journal?limit=200").0;
    let (whole, partial) = (entries(&manager), entries(&walled));
    let actions: BTreeSet<_> = whole.iter().map(|entry| entry["action"].as_str().unwrap()).collect();
    assert!(actions.len() >= 40, "{}: {actions:?}", actions.len());
    let names = |entries: &[Value]| -> BTreeSet<String> {
        let naming = entries.iter().filter(|entry| text_of(entry).contains(&hidden));
        naming.map(|entry| entry["action"].as_str().unwrap().to_owned()).collect()
    };
    let elsewhere: Vec<_> =
        whole.iter().filter(|entry| entry["subject"] != format!("case:{hidden}")).cloned().collect();
    let expected = ["link.created", "link.deleted", "feed.created", "notification.read"];
    let named = names(&elsewhere);
    assert!(expected.iter().all(|action| named.contains(*action)), "{named:?}");
    assert_eq!(names(&partial), BTreeSet::new());
    let kept_back = partial.iter().filter(|entry| expected.contains(&entry["action"].as_str().unwrap()));
    let kept_back = kept_back.filter(|entry| entry["withheld"] == true).count();
    assert!(kept_back >= expected.len(), "{kept_back}");
    // Whoever was walled off after all of that reads of the case of the world all that is not about the hidden one.
    assert!(partial.iter().any(|entry| entry["action"] == "note.created" && entry.get("withheld").is_none()));
}

fn a_proof_says_what_the_journal_says(api: &Api) {
    let api = &signing(api);
    let organization = api.organization();
    let (administrator, walled) = (organization.administrator(), organization.manager());
    let (case, hidden) = (case_with(&administrator, "2026-03-02"), case_with(&administrator, "2026-03-02"));
    let link = json!({"case_id": hidden, "kind": "related"});
    administrator.post(&format!("/v1/cases/{case}/links"), link).must(201);
    wall_off(&administrator, &hidden, &walled);
    let login = json!({"username": administrator.username, "password": PASSWORD});
    api.anonymous().post("/v1/auth/token", login).must(200);
    let checkpoint = administrator.post("/v1/journal/checkpoints", json!({})).must(201);
    let at = format!("/v1/journal/checkpoints/{}/proof", checkpoint["id"].as_str().unwrap());
    let keys = StatementKeys::Set(api.app.tokens.public_keys());
    let last = checkpoint["through_sequence"].as_i64().unwrap();
    let nothing = walled.get(&format!("{at}?entry=999999")).refused(404, "not_found").essence();
    for actor in [&administrator, &walled] {
        let (entries, _) = actor.walk("/v1/journal?limit=200");
        let (mut shown, mut withheld) = (0, 0);
        for sequence in 1..=last {
            let answer = actor.get(&format!("{at}?entry={sequence}"));
            let Some(entry) = entries.iter().find(|entry| entry["sequence"] == sequence) else {
                assert_eq!(answer.refused(404, "not_found").essence(), nothing, "{sequence}");
                continue;
            };
            let proof: Proof = serde_json::from_value(answer.must(200)).unwrap();
            check(&proof, &keys).unwrap_or_else(|why| panic!("{sequence}: {why}"));
            let said = serde_json::to_value(&proof).unwrap();
            if entry.get("withheld").is_some() {
                withheld += 1;
                assert_eq!(said["content"], "withheld", "{entry:#}");
                assert!(said["entry"].get("before").is_none() && said["entry"].get("after").is_none());
            } else {
                shown += 1;
                assert_eq!(said["content"], "shown", "{entry:#}");
                let after: Option<Value> =
                    said["entry"]["after"].as_str().map(|text| serde_json::from_str(text).unwrap());
                assert_eq!(after.as_ref(), entry.get("after"), "to the byte what the journal says");
            }
        }
        let expected = if actor.id == walled.id { (true, true) } else { (true, false) };
        assert_eq!((shown > 5, withheld > 0), expected, "{shown} {withheld}");
    }
    // The entry that names the hidden case is there, without what it says.
    let (entries, _) = walled.walk(&format!("/v1/cases/{case}/journal"));
    let linked = entries.iter().find(|entry| entry["action"] == "link.created").unwrap();
    let proof = walled.get(&format!("{at}?entry={}", linked["sequence"]));
    assert!(!proof.text.contains(&hidden) && proof.json["content"] == "withheld", "{}", proof.text);
}

fn an_entry_is_for_who_may_read_what_it_is_about(api: &Api) {
    let api = &signing(api);
    let organization = api.organization();
    let (administrator, manager, other) =
        (organization.administrator(), organization.manager(), organization.manager());
    let case = case_with(&manager, "2026-03-02");
    let at = format!("/v1/cases/{case}");
    wall_off(&manager, &case, &other);
    let hold = json!({"reason": "A request for access is open."});
    manager.post(&format!("{at}/holds"), hold).must(201);
    let glass = json!({"reason": "A stay motion is heard in an hour."});
    other.post(&format!("{at}/emergency-accesses"), glass).must(201);
    let kept = ["wall.created", "hold.placed", "case.opened_in_emergency"];
    for (actor, may) in [
        (&manager, true),
        (&administrator, true),
        (&organization.viewer(), false),
        (&organization.analyst(), false),
    ] {
        let page = actor.get(&format!("{at}/journal?include=count&limit=200")).must(200);
        let items = page["items"].as_array().unwrap();
        assert_eq!(page["count"], items.len(), "what is not there is not counted");
        let found: BTreeSet<_> = items.iter().map(|entry| entry["action"].as_str().unwrap()).collect();
        assert!(found.contains("case.created") && found.contains("party.created"));
        for action in kept {
            assert_eq!(found.contains(action), may, "{action}");
        }
        let reads_them = ["walls", "holds", "emergency-accesses"]
            .into_iter()
            .all(|part| actor.get(&format!("{at}/{part}")).status == 200);
        assert_eq!(reads_them, may, "the journal shows what the API does");
        let text = page.to_string();
        let said = ["Acted for", "request for access", "stay motion"];
        assert!(said.iter().all(|words| text.contains(words) == may), "{text}");
    }
}

fn where_people_are_and_come_from_is_for_who_manages_them(api: &Api) {
    let organization = api.organization();
    let (administrator, manager, analyst) =
        (organization.administrator(), organization.manager(), organization.analyst());
    let address = json!({"email": "quibblewick@example.org"});
    administrator.patch(&format!("/v1/users/{}", analyst.id), "*", address).must(200);
    let wrong = json!({"username": analyst.username, "password": "not this one at all"});
    api.anonymous().post("/v1/auth/token", wrong).refused(401, "invalid_credentials");
    let login = json!({"username": analyst.username, "password": PASSWORD});
    api.anonymous().with_header("User-Agent", "Zarquon/1.0").post("/v1/auth/token", login).must(200);
    let of = |actor: &Actor<'_>| actor.walk(&format!("/v1/journal?subject=user:{}&limit=200", analyst.id)).0;
    let (all, some) = (of(&administrator), of(&manager));
    assert_eq!(all.len(), some.len(), "that somebody signed in is no secret");
    let text = |entries: &[Value]| entries.iter().map(text_of).collect::<String>();
    for word in ["quibblewick", "Zarquon", "127.0.0.1"] {
        assert!(text(&all).contains(word), "{word}: {}", text(&all));
        assert!(!text(&some).contains(word), "{word}: {}", text(&some));
    }
    let begun = some.iter().filter(|entry| entry["action"] == "session.begun");
    assert_eq!(begun.filter(|entry| entry["withheld"] == true).count(), 1, "{some:#?}");
}

on_both!(
    what_names_a_hidden_case_says_nothing_of_it_under_whatever_key,
    a_proof_says_what_the_journal_says,
    an_entry_is_for_who_may_read_what_it_is_about,
    where_people_are_and_come_from_is_for_who_manages_them,
);
