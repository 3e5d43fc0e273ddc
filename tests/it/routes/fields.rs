//! What of a case each person is shown, in every representation.

use crate::support::document::Operation;
use crate::support::fixtures::notify;
use crate::support::world::World;
use crate::support::*;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What is planted, and nothing else in the tests spells.
const NAME: &str = "Zarquon";
const BORN: &str = "1987-06-05";
const UCI: &str = "9876501234";
const ADDRESS: &str = "Quibblewick";
const PLAIN: &str = "flummoxed";
const PRIVILEGED: &str = "snollygoster";
const KEPT: &str = "bumfuzzled";
const MARKERS: [&str; 7] = [NAME, BORN, UCI, ADDRESS, PLAIN, PRIVILEGED, KEPT];

/// Where the name stands for who may see it: every representation that has one.
const NAMED: [&str; 14] = [
    "find_case",
    "find_case in full",
    "list_cases",
    "list_case_parties",
    "find_case_party",
    "list_case_journal_entries",
    "list_deadlines",
    "find_deadline_calendar",
    "list_responsibility_gaps",
    "list_notifications",
    "find_notification",
    "links of the other",
    "link of the other",
    "conflicts of the other",
];

fn people<'a>(world: &World<'a>) -> [(&'static str, Actor<'a>); 5] {
    let organization = &world.organization;
    [
        ("viewer", organization.viewer()),
        ("analyst", organization.analyst()),
        ("holder", organization.analyst()),
        ("manager", organization.manager()),
        ("administrator", world.administrator.clone()),
    ]
}

/// Which markers a person may see under an order.
fn shown(person: &str, order: &str) -> BTreeSet<&'static str> {
    let is_privy = ["holder", "manager", "administrator"].contains(&person);
    let mut markers = BTreeSet::new();
    if order == "none" || is_privy {
        markers.insert(NAME);
        if person != "viewer" {
            markers.extend([BORN, UCI, ADDRESS]);
        }
    }
    if order != "sealed" || is_privy {
        markers.insert(PLAIN);
    }
    if ["manager", "administrator"].contains(&person) {
        markers.extend([PRIVILEGED, KEPT]);
    }
    markers
}

fn operation<'w>(world: &'w World<'_>, id: &str) -> &'w Operation {
    world.operations.iter().find(|operation| operation.id == id).unwrap()
}

fn patch_any(actor: &Actor<'_>, path: &str, body: Value) -> Answer {
    actor.patch(path, "*", body)
}

/// Plants the markers into the case of the world: as they are now, as they were, and in what was removed. The other case that
/// the case is linked to.
fn plant(world: &World<'_>) -> (String, String, String) {
    let administrator = &world.administrator;
    let case = world.address(operation(world, "find_case"));
    let style = format!("{NAME} v. The Minister of Citizenship and Immigration");
    patch_any(administrator, &case, json!({"style_of_cause": style, "file_number": null})).must(200);
    let identity = json!({
        "name": format!("Marianne {NAME}"), "aliases": [format!("Marie {NAME}")], "date_of_birth": BORN, "uci": "98-7650-1234",
        "address": format!("7 {ADDRESS} Crescent\nTomorrow ON"), "kind": "person", "capacity": "applicant"
    });
    patch_any(administrator, &world.address(operation(world, "find_case_party")), identity.clone()).must(200);
    // One who is gone is in the journal only.
    let removed = administrator.post(&format!("{case}/parties"), identity).must(201);
    let removed = format!("{case}/parties/{}", removed["id"].as_str().unwrap());
    administrator.delete(&removed, "*").must(204);
    // A note becomes privileged after it was written, and one that was privileged is gone.
    let note = world.address(operation(world, "find_case_note"));
    patch_any(administrator, &note, json!({"body": format!("It is {PRIVILEGED}.")})).must(200);
    patch_any(administrator, &note, json!({"privilege": "settlement"})).must(200);
    let gone = json!({"body": format!("Was {PRIVILEGED}.")});
    let gone = administrator.post(&format!("{case}/notes"), gone).must(201);
    let gone = format!("{case}/notes/{}", gone["id"].as_str().unwrap());
    patch_any(administrator, &gone, json!({"privilege": "cabinet_confidence"})).must(200);
    administrator.delete(&gone, "*").must(204);
    administrator.post(&format!("{case}/notes"), json!({"body": format!("We are {PLAIN}.")})).must(201);
    // What people write elsewhere in the case: a remark on the docket, why a day moved, why somebody left.
    let said = format!("They are {PLAIN}.");
    let event = world.address(operation(world, "find_case_event"));
    patch_any(administrator, &event, json!({"note": said})).must(200);
    let deadline = world.address(operation(world, "find_deadline"));
    let later = json!({"until": "2026-05-20", "by": "order", "reason": said});
    administrator.post(&format!("{deadline}/extend"), later).must(200);
    let assignment = world.address(operation(world, "find_assignment"));
    administrator.post(&format!("{assignment}/end"), json!({"reason": said})).must(200);
    for kept in ["find_case_wall", "find_case_hold"] {
        let kept = world.address(operation(world, kept));
        patch_any(administrator, &kept, json!({"reason": format!("It is {KEPT}.")})).must(200);
    }
    // Another case, under no order, that leads here and in which somebody's name sounds alike.
    let other = format!("/v1/cases/{}", case_with(administrator, "2026-03-02"));
    let alike = json!({"kind": "person", "capacity": "applicant", "name": "Marianne Zarkwon"});
    administrator.post(&format!("{other}/parties"), alike).must(201);
    let id = case.rsplit('/').next().unwrap();
    let link =
        administrator.post(&format!("{other}/links"), json!({"case_id": id, "kind": "related"})).must(201);
    (case, other.clone(), format!("{other}/links/{}", link["id"].as_str().unwrap()))
}

/// Every address at which somebody could read of the case: all that the document has, and what another case says of it.
fn addresses(
    world: &World<'_>,
    planted: &(String, String, String),
    notification: &str,
) -> BTreeMap<String, String> {
    let (case, other, link) = planted;
    let mut all: BTreeMap<String, String> = world
        .operations
        .iter()
        .filter(|operation| operation.method == "GET" && !operation.is_public())
        .map(|operation| (operation.id.clone(), world.address(operation)))
        .collect();
    let mut more = |id: &str, address: String| drop(all.insert(id.to_owned(), address));
    more("find_case in full", format!("{case}?include=parties,events,deadlines,assignments"));
    more("list_cases", "/v1/cases?limit=200".to_owned());
    more("list_deadlines", "/v1/deadlines?limit=200".to_owned());
    more("list_responsibility_gaps", "/v1/responsibilities/gaps?limit=200".to_owned());
    more("list_case_journal_entries", format!("{case}/journal?limit=200"));
    more("list_case_notes", format!("{case}/notes?include=count"));
    more("list_journal_entries", "/v1/journal?limit=200".to_owned());
    more("find_deadline_calendar", "/v1/deadlines/calendar?from=2026-03-01&to=2026-05-31".to_owned());
    more("find_notification", format!("/v1/notifications/{notification}"));
    more("conflicts of the other", format!("{other}/conflicts"));
    more("links of the other", format!("{other}/links"));
    more("link of the other", link.clone());
    more("journal of the other", format!("{other}/journal?limit=200"));
    all
}

/// All that an answer says.
fn said(answer: &Answer) -> String {
    format!("{} {:?} {}", answer.status, answer.headers, answer.text).to_lowercase()
}

fn nobody_is_shown_more_than_they_may_see(api: &Api) {
    let world = World::of(api);
    let planted = plant(&world);
    let people = people(&world);
    let deadlines = world.administrator.get(&format!("{}/deadlines", planted.0)).must(200);
    let deadline = deadlines["items"][0]["id"].as_str().unwrap();
    let id = planted.0.rsplit('/').next().unwrap();
    let told: Vec<_> = people[..4].iter().map(|(_, actor)| notify(actor, id, deadline)).collect();
    // A role in which nothing is due now, so that the case keeps its gaps.
    let role = json!({"user_id": people[2].1.id, "role": "NLC"});
    world.administrator.post(&format!("{}/assignments", planted.0), role).must(201);
    for order in ["none", "anonymised", "sealed"] {
        patch_any(&world.administrator, &planted.0, json!({"confidentiality": order})).must(200);
        for ((person, actor), told) in people.iter().zip(told.iter().chain(&told)) {
            let may = shown(person, order);
            let mut seen: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
            for (id, address) in addresses(&world, &planted, told) {
                let answer = actor.get(&address);
                let said = said(&answer);
                for marker in MARKERS {
                    if !said.contains(&marker.to_lowercase()) {
                        continue;
                    }
                    assert!(may.contains(marker), "{person}, {order}: {marker} in {id}: {}", answer.text);
                    seen.entry(marker).or_default().insert(id.clone());
                }
            }
            for marker in may {
                let seen = seen.remove(marker).unwrap_or_default();
                assert!(
                    seen.contains("list_case_journal_entries"),
                    "{person}, {order}: no {marker} in the journal"
                );
                let expected: &[&str] = match marker {
                    NAME if *person != "administrator" => &NAMED,
                    NAME => &NAMED[..9],
                    PLAIN => &[
                        "list_case_notes",
                        "list_case_events",
                        "find_case_event",
                        "list_case_deadlines",
                        "find_deadline",
                        "list_case_assignments",
                        "find_assignment",
                        "find_case in full",
                    ],
                    KEPT => &["list_case_walls", "find_case_wall", "list_case_holds", "find_case_hold"],
                    PRIVILEGED => &["list_case_notes", "find_case_note"],
                    _ => &["list_case_parties", "find_case_party", "find_case in full"],
                };
                for id in expected {
                    assert!(seen.contains(*id), "{person}, {order}: no {marker} in {id}: {seen:?}");
                }
            }
        }
    }
}

/// A case under an order, its parties' address, and who opened it.
fn under_order(manager: &Actor<'_>, order: &str) -> (String, String) {
    let mut new = new_case("2026-03-02");
    new["confidentiality"] = json!(order);
    new["parties"][0]["uci"] = json!("1234-5678");
    new["parties"][0]["date_of_birth"] = json!("1990-05-17");
    let made = manager.post("/v1/cases", new).must(201);
    let case = format!("/v1/cases/{}", made["id"].as_str().unwrap());
    let party = format!("{case}/parties/{}", made["parties"][0]["id"].as_str().unwrap());
    (case, party)
}

fn names_are_initials_for_who_holds_no_role(api: &Api) {
    let organization = api.organization();
    let (manager, analyst) = (organization.manager(), organization.analyst());
    let (case, party) = under_order(&manager, "anonymised");
    let whole = "Doe v. The Minister of Citizenship and Immigration";
    let initials = "J.D. v. The Minister of Citizenship and Immigration";
    assert_eq!(manager.get(&case).must(200)["style_of_cause"], whole);
    let read = analyst.get(&case).must(200);
    assert_eq!((&read["style_of_cause"], &read["confidentiality"]), (&json!(initials), &json!("anonymised")));
    let listed = analyst.get("/v1/deadlines").must(200);
    assert_eq!(listed["items"][0]["style_of_cause"], initials);
    let seen = analyst.get(&party);
    assert_eq!((seen.etag().as_str(), &seen.json["name"]), ("\"1-partial\"", &json!("J.D.")));
    assert!(seen.json.get("uci").is_none() && seen.json.get("date_of_birth").is_none());
    // What was shown in part is not taken for the whole once more may be seen.
    let partial = analyst.with_header("If-None-Match", "\"1-partial\"");
    assert_eq!(partial.get(&party).status, 304);
    manager.post(&format!("{case}/assignments"), json!({"user_id": analyst.id, "role": "JPL"})).must(201);
    let whole_party = partial.get(&party);
    assert_eq!((whole_party.etag().as_str(), &whole_party.json["name"]), ("\"1\"", &json!("Jane Doe")));
    assert_eq!(whole_party.json["uci"], "12345678");
    assert_eq!(analyst.get(&case).must(200)["style_of_cause"], whole);
}

fn what_is_not_shown_is_not_changed(api: &Api) {
    let organization = api.organization();
    let (manager, analyst) = (organization.manager(), organization.analyst());
    let (case, party) = under_order(&manager, "anonymised");
    let tag = analyst.get(&party).etag();
    let refused = analyst.patch(&party, &tag, json!({"name": "J.D.", "uci": null, "language": "fr"}));
    let refused = refused.refused(422, "invalid_body").at("/name", "not_shown");
    refused.at("/uci", "not_shown");
    analyst
        .patch(&party, &tag, json!({"kind": "organization"}))
        .refused(422, "invalid_body")
        .at("/kind", "not_shown");
    let changed = analyst.patch(&party, &tag, json!({"language": "fr"}));
    assert_eq!((changed.etag().as_str(), &changed.json["name"]), ("\"2-partial\"", &json!("J.D.")));
    let now = manager.get(&party).must(200);
    assert_eq!((&now["uci"], &now["date_of_birth"]), (&json!("12345678"), &json!("1990-05-17")));
    assert_eq!((&now["name"], &now["language"]), (&json!("Jane Doe"), &json!("fr")));
    let style = json!({"style_of_cause": "J.D. v. The Minister"});
    analyst.patch(&case, "*", style.clone()).refused(422, "invalid_body").at("/style_of_cause", "not_shown");
    manager.patch(&case, "*", style).must(200);
}

fn an_order_is_lifted_by_who_may_see_what_it_keeps(api: &Api) {
    let organization = api.organization();
    let (manager, analyst) = (organization.manager(), organization.analyst());
    let (case, _) = under_order(&manager, "none");
    let to = |actor: &Actor<'_>, order: &str| actor.patch(&case, "*", json!({"confidentiality": order}));
    let before = analyst.get(&case).etag();
    let sealed = to(&analyst, "sealed");
    assert_eq!(sealed.json["style_of_cause"], "J.D. v. The Minister of Citizenship and Immigration");
    assert_ne!(sealed.etag().replace("-partial", ""), before, "a change of what is seen is a new version");
    assert_eq!(sealed.etag(), analyst.get(&case).etag());
    for weaker in ["anonymised", "none"] {
        let refused = to(&analyst, weaker).refused(403, "forbidden");
        assert!(refused.json["detail"].as_str().unwrap().contains("sealed.read"));
    }
    to(&analyst, "sealed").must(200);
    to(&manager, "anonymised").must(200);
    to(&manager, "none").must(200);
    assert!(analyst.get(&case).must(200)["style_of_cause"].as_str().unwrap().starts_with("Doe"));
    to(&manager, "secret").refused(422, "invalid_body");
}

fn a_privileged_note_is_not_there_for_others(api: &Api) {
    let organization = api.organization();
    let (manager, analyst) = (organization.manager(), organization.analyst());
    let (case, _) = under_order(&manager, "none");
    let notes = format!("{case}/notes");
    let settle = json!({"body": "We would settle.", "privilege": "settlement"});
    analyst.post(&notes, settle.clone()).refused(422, "invalid_body").at("/privilege", "not_privy");
    let kept = manager.post(&notes, settle).must(201);
    assert_eq!(kept["privilege"], "settlement");
    let kept = format!("{notes}/{}", kept["id"].as_str().unwrap());
    let own = analyst.post(&notes, json!({"body": "Mine.", "privilege": "litigation"})).must(201);
    let own = format!("{notes}/{}", own["id"].as_str().unwrap());
    let list = |actor: &Actor<'_>| {
        let page = actor.get(&format!("{notes}?include=count")).must(200);
        (page["items"].as_array().unwrap().len(), page["count"].as_i64().unwrap())
    };
    assert_eq!((list(&manager), list(&analyst), list(&organization.viewer())), ((2, 2), (1, 1), (0, 0)));
    let nowhere = format!("{notes}/{}", world::NOBODY);
    for address in [&kept, &nowhere] {
        analyst.get(address).refused(404, "not_found");
        analyst.patch(address, "*", json!({"body": "Mine now."})).refused(404, "not_found");
        analyst.delete(address, "*").refused(404, "not_found");
    }
    let version = analyst.get(&case).etag();
    assert_eq!(analyst.get(&case).etag(), version, "what was refused changed nothing");
    analyst
        .patch(&own, "*", json!({"privilege": "cabinet_confidence"}))
        .refused(422, "invalid_body")
        .at("/privilege", "not_privy");
    let freed = analyst.patch(&own, "*", json!({"privilege": null})).must(200);
    assert!(freed.get("privilege").is_none());
    // What was privileged once stays so in the journal, and the entries that are kept back say so.
    let entries = |actor: &Actor<'_>| {
        let (entries, _) = actor.walk(&format!("{case}/journal"));
        let of_notes = entries.into_iter().filter(|entry| {
            entry["kind"] == "write" && entry["action"].as_str().unwrap().starts_with("note.")
        });
        of_notes.map(|entry| (entry["withheld"].as_bool(), entry.get("after").is_some())).collect::<Vec<_>>()
    };
    assert_eq!(entries(&manager), [(None, true); 3]);
    assert_eq!(entries(&analyst), [(None, true), (None, true), (Some(true), false)]);
    assert_eq!(entries(&organization.viewer()), [(Some(true), false); 3]);
}

fn what_identifies_a_person_is_checked(api: &Api) {
    let manager = api.manager();
    let (case, party) = under_order(&manager, "none");
    let set = |body: Value| manager.patch(&party, "*", body);
    assert_eq!(set(json!({"uci": " 11-2233 4455 "})).must(200)["uci"], "1122334455");
    for wrong in ["123", "123456789", "1234567x", "--------"] {
        set(json!({"uci": wrong})).refused(422, "invalid_body").at("/uci", "invalid_value");
    }
    set(json!({"date_of_birth": "2026-11-02"}))
        .refused(422, "invalid_body")
        .at("/date_of_birth", "in_the_future");
    set(json!({"address": " "})).refused(422, "invalid_body");
    let mut new = new_case("2026-03-02");
    new["parties"][0]["date_of_birth"] = json!("2027-01-01");
    let refused = manager.post("/v1/cases", new.clone()).refused(422, "invalid_body");
    refused.at("/parties/0/date_of_birth", "in_the_future");
    let new = new["parties"][0].clone();
    manager
        .post(&format!("{case}/parties"), new)
        .refused(422, "invalid_body")
        .at("/date_of_birth", "in_the_future");
    let cleared = set(json!({"uci": null, "date_of_birth": null})).must(200);
    assert!(cleared.get("uci").is_none() && cleared.get("date_of_birth").is_none());
}

fn a_text_of_a_sealed_case_is_not_changed_unseen(api: &Api) {
    let organization = api.organization();
    let (manager, analyst) = (organization.manager(), organization.analyst());
    let (case, _) = under_order(&manager, "sealed");
    let filed =
        json!({"type": "application_filed", "occurred_on": "2026-03-09", "note": "Said in confidence."});
    let event = manager.post(&format!("{case}/events"), filed).must(201)["event"].clone();
    let at = format!("{case}/events/{}", event["id"].as_str().unwrap());
    let seen = analyst.get(&at);
    assert_eq!((seen.etag().as_str(), seen.json.get("note")), ("\"1-partial\"", None));
    let note = json!({"note": "Mine."});
    analyst.patch(&at, &seen.etag(), note.clone()).refused(422, "invalid_body").at("/note", "not_shown");
    let corrected = analyst.patch(&at, &seen.etag(), json!({"occurred_on": "2026-03-10"})).must(200);
    assert_eq!(corrected["event"].get("note"), None);
    assert_eq!(manager.get(&at).must(200)["note"], "Said in confidence.", "it was left alone");
    // One who writes what they will not be shown is not shown it by the answer either.
    let served = json!({"type": "application_served", "occurred_on": "2026-03-11", "served_on": "2026-03-11",
        "service_method": "personal", "note": "Handed over at the door."});
    let recorded = analyst.post(&format!("{case}/events"), served).must(201);
    assert_eq!(recorded["event"].get("note"), None);
    let why = json!({"reason": "It is another person's."});
    let served = format!("{case}/events/{}", recorded["event"]["id"].as_str().unwrap());
    let struck = analyst.post(&format!("{served}/strike"), why).must(200);
    assert_eq!(
        (struck["event"]["struck"].get("reason"), &struck["event"]["struck"]["by"]),
        (None, &json!(analyst.id))
    );
    assert_eq!(manager.get(&served).must(200)["struck"]["reason"], "It is another person's.");
    manager.post(&format!("{case}/assignments"), json!({"user_id": analyst.id, "role": "JPL"})).must(201);
    assert_eq!(analyst.get(&at).must(200)["note"], "Said in confidence.");
    analyst.patch(&at, "*", note).must(200);
}

fn a_successor_is_under_the_same_order_with_the_same_people(api: &Api) {
    let manager = api.manager();
    let (case, _) = under_order(&manager, "anonymised");
    take_to(&manager, case.rsplit('/').next().unwrap(), "application_served");
    let next = manager.post(&format!("{case}/successor"), json!({"proceeding": "STAY-REM"})).must(201);
    assert_eq!(
        (&next["confidentiality"], &next["parties"][0]["uci"]),
        (&json!("anonymised"), &json!("12345678"))
    );
}

on_both!(
    nobody_is_shown_more_than_they_may_see,
    names_are_initials_for_who_holds_no_role,
    what_is_not_shown_is_not_changed,
    an_order_is_lifted_by_who_may_see_what_it_keeps,
    a_privileged_note_is_not_there_for_others,
    what_identifies_a_person_is_checked,
    a_text_of_a_sealed_case_is_not_changed_unseen,
    a_successor_is_under_the_same_order_with_the_same_people,
);
