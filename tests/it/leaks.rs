//! What somebody behind a wall can find out: nothing that differs from what they would find if the case did not exist.

use crate::support::backend::statements;
use crate::support::document::{document, operations};
use crate::support::fixtures::notify;
use crate::support::world::{NOBODY, World};
use crate::support::*;
use greffe::access::classification::Classification;
use greffe::access::permissions::Role;
use serde_json::{Value, json};

/// A name that stands in one case and in no other.
const MARKERS: [&str; 2] = ["Zbigniewska", "Wojciechowska"];

/// Status, body, `ETag`, `Link`.
type Said = (u16, Value, Option<String>, Option<String>);

/// What an answer says, without what differs from one request to the next.
fn said(answer: &Answer) -> Said {
    let mut json = answer.essence();
    // Cursors are sealed, and differ from one making to the next.
    if let Some(fields) = json.as_object_mut()
        && fields.contains_key("next_cursor")
    {
        fields.insert("next_cursor".to_owned(), json!("there is more"));
    }
    if let Some(fields) = json.as_object_mut() {
        fields.remove("as_of");
    }
    let link = answer.header("link").map(|_| "there is more".to_owned());
    (answer.status, json, answer.header("etag").map(str::to_owned), link)
}

/// Every list and every document of the API that is no part of one case, as this person finds it.
fn everything(world: &World<'_>, actor: &Actor<'_>) -> Vec<(String, Said)> {
    let mut found = Vec::new();
    for operation in &world.operations {
        let of_service = ["/health", "/metrics", "/v1/auth", "/v1/feeds/{token}"];
        let is_elsewhere = of_service.iter().any(|start| operation.path.starts_with(start));
        // Who takes cases out is on the record, which is then read with the changes: see `routes::exports`.
        if operation.id.starts_with("export_cases")
            || operation.method != "GET"
            || operation.path.contains("/cases/{id}")
            || is_elsewhere
        {
            continue;
        }
        let mut addresses = vec![world.address(operation)];
        if operation.takes("query", "include") && operation.takes("query", "cursor") {
            addresses = vec![world.asking(operation, "include=count&limit=200")];
        }
        for address in addresses {
            found.push((address.clone(), said(&actor.get(&address))));
        }
    }
    found
}

/// A case with something in every part of it, and a wall around it from the first.
fn hidden_case(marker: &str, manager: &Actor<'_>, colleague: &Actor<'_>, walled: &Actor<'_>) -> String {
    let mut body = new_case("2026-03-02");
    body["style_of_cause"] = json!(format!("{marker} v. The Minister of Citizenship and Immigration"));
    body["parties"][0]["name"] = json!(format!("Maria {marker}"));
    let case = manager.post("/v1/cases", body).must(201)["id"].as_str().unwrap().to_owned();
    let at = format!("/v1/cases/{case}");
    let wall = json!({"user_id": walled.id, "reason": "Acted for the applicant."});
    manager.post(&format!("{at}/walls"), wall).must(201);
    let role = json!({"user_id": colleague.id, "role": "JCO"});
    manager.post(&format!("{at}/assignments"), role).must(201);
    manager.post(&format!("{at}/notes"), json!({"body": format!("{marker} called.")})).must(201);
    take_to(manager, &case, "notice_of_appearance_filed");
    case
}

fn a_hidden_case_changes_nothing_that_one_can_ask(api: &Api) {
    // Of one's own: nobody else adds an organisation between the two rounds.
    let api = &api.own(Settings::default());
    let organization = api.organization();
    let world = World::within(api, &organization);
    let (manager, colleague) = (organization.manager(), organization.litigator());
    // One who works on all cases of the organisation, and one who directs it.
    for (marker, walled) in MARKERS.into_iter().zip([organization.analyst(), organization.manager()]) {
        let before = everything(&world, &walled);
        assert!(before.len() > 40, "{}", before.len());
        let case = hidden_case(marker, &manager, &colleague, &walled);
        let after = everything(&world, &walled);
        for ((address, was), (_, is)) in before.iter().zip(&after) {
            // What one was refused in the first round is in one's journal in the second.
            if !address.starts_with("/v1/journal") {
                assert!(was == is, "{address} tells of a case that is hidden");
            }
        }
        for (address, is) in &after {
            let text = format!("{is:?}");
            let at = [marker, &case].into_iter().find_map(|word| text.find(word));
            let around = at.map(|at| text[at.saturating_sub(300)..].chars().take(400).collect::<String>());
            assert_eq!(around, None, "{address}");
        }
        // The same questions do show it to who may see it.
        let open = format!("{:?}", everything(&world, &manager));
        assert!(open.contains(marker) && open.contains(&case));
    }
}

/// A case on which somebody has all that one can have on a case of one's own: a role that they hold, one that they are offered,
/// one that they act in, one that they hold through a group, one that ended, a feed, and what they were told of. The ids of
/// what has an address of its own.
fn own_case(marker: &str, manager: &Actor<'_>, owner: &Actor<'_>) -> (String, Vec<String>) {
    let mut body = new_case("2026-03-02");
    body["style_of_cause"] = json!(format!("{marker} v. The Minister of Citizenship and Immigration"));
    let case = manager.post("/v1/cases", body).must(201)["id"].as_str().unwrap().to_owned();
    let at = format!("/v1/cases/{case}");
    take_to(manager, &case, "notice_of_appearance_filed");
    let id = |made: Value| made["id"].as_str().unwrap().to_owned();
    let assign = |body: Value| id(manager.post(&format!("{at}/assignments"), body).must(201));
    let held = assign(json!({"user_id": owner.id, "role": "JCO"}));
    let offered = assign(json!({"user_id": owner.id, "role": "JPL", "offer": true}));
    let ended = assign(json!({"user_id": owner.id, "role": "LSU"}));
    manager.post(&format!("/v1/assignments/{ended}/end"), json!({})).must(200);
    let group = group_of(manager, &[(&owner.id, "chair", None)]);
    let of_group = assign(json!({"group_id": group, "role": "LSU"}));
    let feed =
        id(owner.post("/v1/feeds", json!({"scope": "case", "case_id": case, "language": "en"})).must(201));
    let deadlines = manager.get(&format!("{at}/deadlines?status=open")).must(200);
    let told = notify(owner, &case, deadlines["items"][0]["id"].as_str().unwrap());
    let assignments = [held, offered, ended, of_group].map(|id| format!("/v1/assignments/{id}"));
    let addresses = assignments.into_iter();
    (case, addresses.chain([format!("/v1/feeds/{feed}"), format!("/v1/notifications/{told}")]).collect())
}

fn what_is_ones_own_on_a_case_is_hidden_with_it(api: &Api) {
    let api = &api.own(Settings::default());
    let organization = api.organization();
    let world = World::within(api, &organization);
    let (manager, cleared) =
        (organization.manager(), organization.cleared(Role::LitigationManager, Classification::ProtectedC));
    let is_told = |owner: &Actor<'_>, case: &str, marker: &str| -> Vec<String> {
        let all = everything(&world, owner).into_iter();
        // What they did themselves before is on record, and is no more than they did.
        let told = all.filter(|(address, _)| !address.starts_with("/v1/journal"));
        let names = |text: &str| text.contains(case) || text.contains(marker);
        told.filter(|(_, said)| names(&format!("{said:?}"))).map(|(address, _)| address).collect()
    };
    for (marker, owner) in
        MARKERS.into_iter().zip([organization.litigator(), organization.user(Role::LitigationManager)])
    {
        let (case, addresses) = own_case(marker, &manager, &owner);
        let before = is_told(&owner, &case, marker);
        for list in ["/v1/assignments", "/v1/feeds", "/v1/notifications", "/v1/deadlines", "/v1/cases"] {
            assert!(before.iter().any(|address| address.starts_with(list)), "{list}: {before:?}");
        }
        for address in &addresses {
            owner.get(address).must(200);
        }
        let at = format!("/v1/cases/{case}");
        let hides = [
            // A wall around the person, or a case that is more than they are cleared for.
            ("walls", json!({"user_id": owner.id, "reason": "Acted for the applicant."})),
            ("classification", json!({"classification": "protected_c"})),
        ];
        for (by, body) in hides {
            let undo: Box<dyn Fn()> = if by == "walls" {
                let wall = manager.post(&format!("{at}/walls"), body).header("location").unwrap().to_owned();
                let (cleared, wall) = (cleared.clone(), wall);
                Box::new(move || {
                    let from = cleared.get(&wall).must(200)["from"].clone();
                    cleared.patch(&wall, "*", json!({"until": from})).must(200);
                })
            } else {
                cleared.patch(&at, "*", body).must(200);
                let (cleared, at) = (cleared.clone(), at.clone());
                Box::new(move || {
                    drop(cleared.patch(&at, "*", json!({"classification": "protected_b"})).must(200));
                })
            };
            assert_eq!(is_told(&owner, &case, marker), Vec::<String>::new(), "{by}");
            for address in &addresses {
                let hidden = owner.get(address).refused(404, "not_found");
                let unknown = owner.get(&format!("{}/{NOBODY}", address.rsplit_once('/').unwrap().0));
                assert_eq!(hidden.essence(), unknown.essence(), "{by}: {address}");
                for act in ["accept", "decline", "end", "delegate", "substitute", "read"] {
                    let acted = owner.post(&format!("{address}/{act}"), json!({}));
                    assert!([404, 405].contains(&acted.status), "{by}: {address}/{act}: {}", acted.text);
                }
            }
            owner.delete(&addresses[4], "*").refused(404, "not_found");
            let handed = json!({"from_user_id": owner.id, "to_user_id": manager.id});
            let handed = owner.post("/v1/assignments/handover?dry_run=true", handed);
            assert!(!handed.text.contains(&case), "{by}: {}", handed.text);
            undo();
            assert_eq!(is_told(&owner, &case, marker), before, "{by}: it is all there again");
        }
    }
}

fn what_names_a_hidden_case_is_answered_like_what_names_none(api: &Api) {
    let organization = api.organization();
    let (manager, colleague, walled) =
        (organization.manager(), organization.litigator(), organization.analyst());
    let own = case_with(&manager, "2026-03-02");
    let case = hidden_case(MARKERS[0], &manager, &colleague, &walled);
    let document = document(api);
    let mut asked = 0;
    for operation in operations(&document) {
        let Some(example) = operation.body_example(&document) else { continue };
        let named: Vec<_> = ["case_id", "case", "other_case_id"]
            .into_iter()
            .filter(|name| example.get(name).is_some())
            .collect();
        let address = operation.path.replacen("{id}", &own, 1);
        if named.is_empty() || address.contains('{') {
            continue;
        }
        let kind = operation.body_type().unwrap();
        let with = |id: &str| {
            let mut body = example.clone();
            for name in &named {
                body[*name] = json!(id);
            }
            if operation.id == "explain_policy" {
                body["user"] = json!(walled.id);
            }
            walled.send(&operation.method, &address, Some((&kind, body.to_string().into_bytes())))
        };
        let (hidden, unknown) = (with(&case), with(NOBODY));
        assert!(hidden.status >= 400, "{}: {}", operation.id, hidden.text);
        let essence = |answer: &Answer| answer.essence().to_string().replace(&case, NOBODY);
        assert_eq!(essence(&hidden), essence(&unknown), "{}", operation.id);
        asked += 1;
    }
    assert!(asked >= 3, "{asked}");
    let of_case = |id: &str| said(&walled.get(&format!("/v1/deadlines?include=count&case_id={id}")));
    assert_eq!(of_case(&case), of_case(NOBODY));
}

fn a_hidden_case_costs_what_none_costs(api: &Api) {
    let api = &api.own(Settings { connections: 1, ..Settings::default() });
    let organization = api.organization();
    let (manager, colleague, walled) =
        (organization.manager(), organization.litigator(), organization.analyst());
    let case = hidden_case(MARKERS[0], &manager, &colleague, &walled);
    let parts = [
        "",
        "/parties",
        "/notes",
        "/events",
        "/deadlines",
        "/assignments",
        "/journal",
        "/walls",
        "/links",
        "/documents",
    ];
    for part in parts {
        let cost = |id: &str| {
            // Who asks is remembered for a moment, and then asked for again: the least of some tries.
            let tries = (0..12).map(|_| {
                let before = statements(api.database());
                walled.get(&format!("/v1/cases/{id}{part}")).refused(404, "not_found");
                statements(api.database()) - before
            });
            tries.min().unwrap()
        };
        assert_eq!(cost(&case), cost(NOBODY), "{part}");
    }
}

on_both!(
    a_hidden_case_changes_nothing_that_one_can_ask,
    what_is_ones_own_on_a_case_is_hidden_with_it,
    what_names_a_hidden_case_is_answered_like_what_names_none,
    a_hidden_case_costs_what_none_costs,
);
