//! `/v1/scim/v2`: what the directories of Entra ID and Okta send, and what comes of it.

use crate::support::fixtures::PASSWORD;
use crate::support::*;
use diesel::prelude::*;
use greffe::access::classification::Classification;
use greffe::access::permissions::Role;
use greffe::db::schema::{journal, users};
use serde_json::{Value, json};

const USERS: &str = "/v1/scim/v2/Users";
const EXTENSION: &str = "urn:greffe:scim:schemas:extension:2.0:User";
const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/// Sends SCIM under its own media type.
fn send(actor: &Actor<'_>, method: &str, path: &str, body: &Value) -> Answer {
    actor.send(method, path, Some(("application/scim+json", body.to_string().into_bytes())))
}

fn post(actor: &Actor<'_>, body: &Value) -> Answer {
    send(actor, "POST", USERS, body)
}

fn at(user: &Value) -> String {
    format!("{USERS}/{}", user["id"].as_str().unwrap())
}

fn patch(actor: &Actor<'_>, user: &Value, operations: Value) -> Answer {
    let body =
        json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations});
    send(actor, "PATCH", &at(user), &body)
}

/// A user name that nobody else has.
fn name(administrator: &Actor<'_>, name: &str) -> String {
    format!("{name}.{}@example.org", administrator.username)
}

fn made(administrator: &Actor<'_>, username: &str) -> Value {
    post(administrator, &json!({"userName": username, "active": true})).must(201)
}

fn find(actor: &Actor<'_>, filter: &str) -> Value {
    let filter = filter.replace(' ', "%20").replace('"', "%22").replace('@', "%40");
    actor.get(&format!("{USERS}?filter={filter}")).must(200)
}

fn recorded(api: &Api, user: &str) -> Vec<String> {
    let entries = journal::table
        .filter(journal::subject.eq(format!("user:{user}")))
        .order(journal::sequence.asc())
        .select(journal::action);
    api.db.read_now(|connection| Ok(entries.load(connection)?)).unwrap()
}

/// What Entra ID does with a person who comes, changes and goes.
fn entra_provisions_a_person(api: &Api) {
    let administrator = api.administrator();
    let username = name(&administrator, "An.Nguyen");
    let filter = format!("userName eq \"{username}\"");
    let none = find(&administrator, &filter);
    assert_eq!((&none["totalResults"], &none["Resources"]), (&json!(0), &json!([])));
    let answer = post(
        &administrator,
        &json!({
            "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User",
                        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
            "externalId": "0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef", "userName": username, "active": true,
            "displayName": "An Nguyen", "title": "Counsel", "preferredLanguage": "fr-CA",
            "emails": [{"primary": true, "type": "work", "value": "an.nguyen@example.org"}],
            "meta": {"resourceType": "User"}, "name": {"formatted": "An T. Nguyen", "familyName": "Nguyen", "givenName": "An"},
            "phoneNumbers": [{"type": "work", "value": "+1 555 0100"}], "roles": [],
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"department": "Litigation"}
        }),
    );
    assert_eq!(answer.header("content-type"), Some("application/scim+json"));
    assert_eq!(answer.header("location").unwrap(), answer.json["meta"]["location"]);
    assert_eq!(answer.etag(), answer.json["meta"]["version"]);
    let user = answer.must(201);
    assert_eq!(user["userName"], username.to_lowercase());
    assert_eq!((&user["displayName"], &user["preferredLanguage"]), (&json!("An Nguyen"), &json!("fr-CA")));
    assert_eq!(user["emails"][0]["value"], "an.nguyen@example.org");
    assert_eq!(user[EXTENSION], json!({"role": "viewer", "clearance": "unclassified"}));
    assert_eq!((&user["title"], &user["active"]), (&json!("Counsel"), &json!(true)));
    assert_eq!(user["phoneNumbers"], json!([{"type": "work", "value": "+1 555 0100"}]));
    assert_eq!(user[ENTERPRISE], json!({"department": "Litigation"}));
    assert_eq!(user["schemas"][2], ENTERPRISE);
    assert_eq!(user["name"], json!({"formatted": "An T. Nguyen", "familyName": "Nguyen", "givenName": "An"}));
    let id = user["id"].as_str().unwrap();
    let here = administrator.get(&format!("/v1/users/{id}")).must(200);
    assert_eq!(
        (&here["organization_id"], &here["roles"]),
        (&json!(administrator.organization_id), &json!(["viewer"]))
    );
    assert_eq!((&here["display_name"], &here["language"]), (&json!("An Nguyen"), &json!("fr")));
    let found = find(&administrator, &filter);
    assert_eq!((&found["totalResults"], &found["Resources"][0]["id"]), (&json!(1), &user["id"]));
    let changed = patch(
        &administrator,
        &user,
        json!([
            {"op": "Replace", "path": "displayName", "value": "An Tran"},
            {"op": "Add", "path": "emails[type eq \"work\"].value", "value": "an.tran@example.org"},
            {"op": "Replace", "path": "name.familyName", "value": "Tran"},
            {"op": "Add", "path": "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department", "value": "Appeals"},
            {"op": "Replace", "path": "preferredLanguage", "value": "en-CA"},
            {"op": "Add", "path": "urn:greffe:scim:schemas:extension:2.0:User:office", "value": "Toronto"}
        ]),
    );
    let changed = changed.must(200);
    assert_eq!(
        (&changed["displayName"], &changed["preferredLanguage"]),
        (&json!("An Tran"), &json!("en-CA"))
    );
    assert_eq!(
        (&changed["emails"][0]["value"], changed["emails"].as_array().unwrap().len()),
        (&json!("an.tran@example.org"), 1)
    );
    assert_eq!(changed["name"]["familyName"], "Tran");
    assert_eq!(changed[EXTENSION]["office"], "Toronto");
    assert_eq!(changed[ENTERPRISE]["department"], "Appeals");
    assert_eq!(changed["externalId"], user["externalId"], "what is not named stays");
    let off = patch(&administrator, &user, json!([{"op": "Replace", "path": "active", "value": "False"}]))
        .must(200);
    assert_eq!(off["active"], false);
    let on = patch(&administrator, &user, json!([{"op": "replace", "value": {"active": true}}])).must(200);
    assert_eq!(on["active"], true);
    assert_eq!(administrator.send("DELETE", &at(&user), None).status, 204);
    administrator.get(&at(&user)).refused(404, "not_found");
    administrator.send("DELETE", &at(&user), None).refused(404, "not_found");
    let here = administrator.get(&format!("/v1/users/{id}")).must(200);
    assert_eq!((&here["active"], &here["username"]), (&json!(false), &user["userName"]), "the record stays");
    assert_eq!(
        recorded(api, id),
        ["user.created", "user.updated", "user.updated", "user.updated", "user.updated"],
        "what is refused is no change"
    );
}

/// What Okta does: everything at once by PUT, and no path in a PATCH.
fn okta_provisions_a_person(api: &Api) {
    let administrator = api.administrator();
    let username = name(&administrator, "isaac");
    let mut user = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": username,
        "name": {"givenName": "Isaac", "familyName": "Brock"}, "locale": "en-US", "groups": [], "password": "1mz050nq",
        "emails": [{"primary": true, "value": "isaac@example.org", "type": "work", "display": "isaac@example.org"}],
        "externalId": "00ujl29u0le5T6Aj10h7", "active": true
    });
    let made = post(&administrator, &user).must(201);
    assert_eq!(made["name"], json!({"givenName": "Isaac", "familyName": "Brock"}));
    assert!(made.get("displayName").is_none(), "nothing is said that was not said");
    let shown = |user: &Value| {
        administrator.get(&format!("/v1/users/{}", user["id"].as_str().unwrap())).must(200)["display_name"]
            .clone()
    };
    assert_eq!(shown(&made), "Isaac Brock");
    let sign_in = json!({"username": username, "password": "1mz050nq"});
    api.anonymous().post("/v1/auth/token", sign_in).refused(401, "invalid_credentials");
    api.anonymous()
        .post("/v1/auth/token", json!({"username": username, "password": PASSWORD}))
        .refused(401, "invalid_credentials");
    assert_eq!(made["locale"], "en-US");
    let changed = send(&administrator, "PUT", &at(&made), &user).refused(422, "invalid_body");
    changed.at("/password", "not_kept");
    for operation in [
        json!({"op": "replace", "path": "password", "value": "another"}),
        json!({"op": "replace", "value": {"password": "another"}}),
    ] {
        let refused = patch(&administrator, &made, json!([operation])).refused(422, "invalid_body");
        refused.at("", "not_kept");
    }
    user.as_object_mut().unwrap().remove("password");
    user["id"] = made["id"].clone();
    user["meta"] = made["meta"].clone();
    let same = send(&administrator, "PUT", &at(&made), &user);
    assert_eq!(same.etag(), made["meta"]["version"], "what changes nothing is no change");
    same.must(200);
    user["name"]["givenName"] = json!("Ike");
    user["emails"] =
        json!([{"value": "home@example.org", "type": "home"}, {"value": "ike@example.org", "type": "Work"}]);
    user["active"] = json!(false);
    let put = send(&administrator, "PUT", &at(&made), &user).must(200);
    assert_eq!((shown(&put), &put["active"]), (json!("Ike Brock"), &json!(false)));
    assert_eq!(put["emails"], user["emails"]);
    let here = administrator.get(&format!("/v1/users/{}", put["id"].as_str().unwrap())).must(200);
    assert_eq!(here["email"], "ike@example.org", "reminders go to the address at work");
    let bare = send(&administrator, "PUT", &at(&made), &json!({"userName": username})).must(200);
    assert_eq!(
        (shown(&bare), &bare["active"]),
        (json!(username), &json!(false)),
        "who has no name has a user name"
    );
    for gone in ["emails", "externalId", "name"] {
        assert!(bare.get(gone).is_none(), "{gone} stays: {bare:#}");
    }
    let back = patch(
        &administrator,
        &made,
        json!([{"op": "add", "value": {
            "active": true, "name.givenName": "Isaac", "name.familyName": "Brock", "emails[type eq \"work\"].value": "b@example.org",
            EXTENSION: {"clearance": "protected_a"}
        }}]),
    );
    let back = back.must(200);
    assert_eq!((&back["active"], shown(&back)), (&json!(true), json!("Isaac Brock")));
    assert_eq!(back[EXTENSION], json!({"role": "viewer", "clearance": "protected_a"}), "a group is merged");
    let removed = patch(&administrator, &made, json!([{"op": "remove", "path": "emails[type eq \"work\"]"}]));
    assert!(removed.must(200).get("emails").is_none());
}

fn who_is_deactivated_is_out_with_the_next_request(api: &Api) {
    let organization = api.organization();
    let (administrator, analyst) = (organization.administrator(), organization.analyst());
    let password = json!({"username": analyst.username, "password": PASSWORD});
    let pair = api.anonymous().post("/v1/auth/token", password).must(200);
    let user = json!({"id": analyst.id});
    assert_eq!(analyst.get("/v1/me").status, 200);
    patch(&administrator, &user, json!([{"op": "Replace", "path": "active", "value": false}])).must(200);
    analyst.get("/v1/me").refused(401, "invalid_token");
    let refresh = json!({"refresh_token": pair["refresh_token"]});
    api.anonymous().post("/v1/auth/refresh", refresh.clone()).refused(401, "invalid_refresh_token");
    patch(&administrator, &user, json!([{"op": "Replace", "path": "active", "value": true}])).must(200);
    // Who comes back signs in again: what they held before stays void.
    analyst.get("/v1/me").refused(401, "invalid_token");
    let password = json!({"username": analyst.username, "password": PASSWORD});
    let again = api.anonymous().post("/v1/auth/token", password).must(200);
    analyst.with_token(again["access_token"].as_str().unwrap()).get("/v1/me").must(200);
    api.anonymous().post("/v1/auth/refresh", refresh).refused(401, "invalid_refresh_token");
}

fn names_are_taken_once(api: &Api) {
    let (administrator, other) = (api.administrator(), api.administrator());
    let (one, two) = (name(&administrator, "one"), name(&administrator, "two"));
    let mut body = json!({"userName": one, "externalId": "A"});
    let first = post(&administrator, &body).must(201);
    let taken = post(&administrator, &body).refused(409, "duplicate");
    assert_eq!(taken.json["scimType"], "uniqueness");
    assert_eq!(taken.json["schemas"], json!(["urn:ietf:params:scim:api:messages:2.0:Error"]));
    taken.at("/userName", "taken");
    post(&other, &json!({"userName": one.to_uppercase()})).refused(409, "duplicate").at("/userName", "taken");
    body["userName"] = json!(two);
    let second = post(&administrator, &body).must(201);
    let renamed = patch(
        &administrator,
        &second,
        json!([{"op": "replace", "path": "active", "value": true},
                                                        {"op": "replace", "path": "userName", "value": one}]),
    );
    renamed.refused(409, "duplicate").at("/Operations/1/value", "taken");
    let third = name(&administrator, "three");
    post(&other, &json!({"userName": third, "externalId": "A"})).must(201);
    let both = find(&administrator, "externalId eq \"A\"");
    assert_eq!(both["totalResults"], 2, "a directory's own ids are its own affair");
    assert_eq!(both["Resources"][0]["id"], first["id"]);
}

fn a_directory_reaches_its_own_people_only(api: &Api) {
    let (organization, elsewhere) = (api.organization(), api.organization());
    let (administrator, stranger) = (organization.administrator(), elsewhere.administrator());
    let (analyst, manager) = (organization.analyst(), organization.manager());
    let user = json!({"id": analyst.id});
    let before = stranger.get(USERS).must(200);
    assert_eq!(before["totalResults"], 1, "the stranger alone: {before:#}");
    stranger.get(&at(&user)).refused(404, "not_found");
    patch(&stranger, &user, json!([{"op": "replace", "path": "active", "value": false}]))
        .refused(404, "not_found");
    send(&stranger, "PUT", &at(&user), &json!({"userName": "x"})).refused(404, "not_found");
    stranger.send("DELETE", &at(&user), None).refused(404, "not_found");
    assert_eq!(find(&stranger, &format!("id eq \"{}\"", analyst.id))["totalResults"], 0);
    for forbidden in [manager.get(USERS), manager.get(&at(&user)), manager.get("/v1/scim/v2/Schemas")] {
        forbidden.refused(403, "forbidden");
    }
    post(&manager, &json!({"userName": name(&manager, "new")})).refused(403, "forbidden");
    let id: greffe::ids::UserId = manager.id.parse().unwrap();
    let robot = diesel::update(users::table.find(id)).set(users::kind.eq("service"));
    api.db.write_now(|connection| Ok(robot.clone().execute(connection)?)).unwrap();
    administrator.get(&at(&json!({"id": manager.id}))).refused(404, "not_found");
    assert_eq!(
        administrator.get(USERS).must(200)["totalResults"],
        2,
        "service accounts are no directory's business"
    );
}

fn nobody_gives_what_they_do_not_have(api: &Api) {
    let organization = api.organization();
    let administrator = organization.cleared(Role::Administrator, Classification::ProtectedA);
    let cleared = organization.cleared(Role::Analyst, Classification::ProtectedC);
    let body = |clearance: &str| json!({"userName": name(&administrator, clearance), EXTENSION: {"role": "litigator", "clearance": clearance}});
    let at_clearance = format!("/{EXTENSION}/clearance");
    post(&administrator, &body("protected_b"))
        .refused(422, "invalid_body")
        .at(&at_clearance, "above_own_clearance");
    let made = post(&administrator, &body("protected_a")).must(201);
    assert_eq!(made[EXTENSION], json!({"role": "litigator", "clearance": "protected_a"}));
    let raised = patch(
        &administrator,
        &made,
        json!([{"op": "replace", "path": format!("{EXTENSION}:clearance"), "value": "protected_c"}]),
    );
    raised.refused(422, "invalid_body").at("/Operations/0/value", "above_own_clearance");
    let user = json!({"id": cleared.id});
    let kept =
        patch(&administrator, &user, json!([{"op": "replace", "path": "displayName", "value": "Cleared"}]));
    assert_eq!(kept.must(200)[EXTENSION]["clearance"], "protected_c", "what is there may stay");
    let myself = json!({"id": administrator.id});
    patch(&administrator, &myself, json!([{"op": "replace", "path": "active", "value": false}]))
        .refused(409, "conflict");
    administrator.send("DELETE", &at(&myself), None).refused(409, "conflict");
    assert_eq!(administrator.get("/v1/me").status, 200);
}

fn what_is_wrong_is_named_where_it_was_sent(api: &Api) {
    let administrator = api.administrator();
    let username = name(&administrator, "wrong");
    let answer = post(
        &administrator,
        &json!({"USERNAME": "with blanks in it", "emails": [{"value": "nonsense"}], "nonsense": 1,
                                              "active": "perhaps", "displayName": " ", EXTENSION: {"role": "king"}}),
    );
    let answer = answer.refused(422, "invalid_body");
    assert_eq!(answer.json["scimType"], "invalidValue");
    answer
        .at("/userName", "invalid_value")
        .at("/emails/0/value", "invalid_value")
        .at("/nonsense", "unknown_field")
        .at("/active", "wrong_type")
        .at("/displayName", "empty")
        .at(&format!("/{EXTENSION}/role"), "invalid_value");
    post(&administrator, &json!({"displayName": "X"}))
        .refused(422, "invalid_body")
        .at("/userName", "required");
    let user = made(&administrator, &username);
    let wrong = |operations: Value| patch(&administrator, &user, operations).refused(422, "invalid_body");
    let paths = wrong(json!([
        {"op": "replace", "path": "nonsense", "value": 1}, {"op": "add", "value": {"active": true, "non/sense": 1}},
        {"op": "remove"}, {"op": "add", "value": "text"}
    ]));
    assert_eq!(paths.json["scimType"], "invalidPath");
    paths
        .at("/Operations/0/path", "invalid_path")
        .at("/Operations/1/value/non~1sense", "invalid_path")
        .at("/Operations/2/value", "no_target")
        .at("/Operations/3/value", "no_target");
    for (operation, place, name) in [
        (json!({"op": "remove", "path": "userName"}), "/Operations/0/path", "mutability"),
        (json!({"op": "remove", "path": "active"}), "/Operations/0/path", "mutability"),
        (json!({"op": "remove", "path": EXTENSION}), "/Operations/0/path", "mutability"),
        (json!({"op": "replace", "path": "id", "value": "x"}), "/Operations/0/path", "mutability"),
        (json!({"op": "replace", "path": "meta.created", "value": "x"}), "/Operations/0/path", "mutability"),
        (
            json!({"op": "replace", "path": "emails[type eq \"home\"].value", "value": "a@example.org"}),
            "/Operations/0/path",
            "noTarget",
        ),
    ] {
        let refused = wrong(json!([operation]));
        assert_eq!(refused.json["scimType"], name, "{operation}");
        refused.at(place, "");
    }
    wrong(json!([
        {"op": "replace", "path": "displayName", "value": 7}, {"op": "replace", "value": {"userName": "a b"}},
        {"op": "add", "path": "emails[type eq \"work\"].value", "value": "nonsense"},
        {"op": "add", "path": EXTENSION, "value": {"role": "king"}}
    ]))
    .at("/Operations/0/value", "wrong_type")
    .at("/Operations/1/value/userName", "invalid_value")
    .at("/Operations/2/value", "invalid_value")
    .at("/Operations/3/value/role", "invalid_value");
    wrong(json!([{"op": "move", "path": "active"}])).at("/Operations/0/op", "invalid_value");
    wrong(json!([])).at("/Operations", "empty");
    assert_eq!(administrator.get(&at(&user)).must(200)["meta"], user["meta"], "nothing of it was done");
}

fn lists_are_pages_by_place(api: &Api) {
    let administrator = api.administrator();
    for number in 0..4 {
        made(&administrator, &name(&administrator, &format!("z{number}")));
    }
    let page = |query: &str| {
        let page = administrator.get(&format!("{USERS}?{query}")).must(200);
        assert_eq!(page["schemas"], json!(["urn:ietf:params:scim:api:messages:2.0:ListResponse"]));
        assert_eq!(page["totalResults"], 5);
        let names: Vec<_> = page["Resources"]
            .as_array()
            .unwrap()
            .iter()
            .map(|user| user["userName"].as_str().unwrap()[..2].to_owned())
            .collect();
        assert_eq!(page["itemsPerPage"], names.len());
        (page["startIndex"].as_i64().unwrap(), names)
    };
    let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
    assert_eq!(page(""), (1, names(&["ad", "z0", "z1", "z2", "z3"])));
    assert_eq!(page("startIndex=2&count=2"), (2, names(&["z0", "z1"])));
    assert_eq!(page("startIndex=5&count=100000"), (5, names(&["z3"])));
    assert_eq!(page("startIndex=0&count=1"), (1, names(&["ad"])));
    assert_eq!(page("startIndex=6"), (6, names(&[])));
    assert_eq!(page("count=0"), (1, names(&[])));
    assert_eq!(page("count=-3"), (1, names(&[])));
    for wrong in ["filter=userName%20is%20%22x%22", "filter=nonsense", "filter=password%20eq%20%22x%22"] {
        let answer = administrator.get(&format!("{USERS}?{wrong}")).refused(400, "invalid_query");
        assert_eq!(answer.json["scimType"], "invalidFilter");
        answer.at("/filter", "invalid_filter");
    }
    administrator.get(&format!("{USERS}?count=x")).refused(400, "invalid_query").at("/count", "wrong_type");
    let both = format!("userName eq \"{}\" and externalId eq \"none\"", name(&administrator, "z0"));
    assert_eq!(find(&administrator, &both)["totalResults"], 0);
    let in_part = "userName sw \"z\" and active eq true and not (userName co \"z3\")";
    let found = find(&administrator, in_part);
    assert_eq!((&found["totalResults"], &found["itemsPerPage"]), (&json!(3), &json!(3)));
    let ask = json!({"filter": in_part, "startIndex": 2, "count": 1, "attributes": ["userName"]});
    for place in ["/v1/scim/v2/Users/.search", "/v1/scim/v2/.search"] {
        let found = send(&administrator, "POST", place, &ask).must(200);
        assert_eq!((&found["totalResults"], &found["itemsPerPage"]), (&json!(3), &json!(1)));
        let only = found["Resources"][0].as_object().unwrap();
        assert!(only["userName"].as_str().unwrap().starts_with("z1"), "{found:#}");
        assert_eq!(only.keys().collect::<Vec<_>>(), ["id", "schemas", "userName"]);
    }
}

fn both_media_types_go_in(api: &Api) {
    let administrator = api.administrator();
    let body = json!({"userName": name(&administrator, "plain")});
    let user = administrator.post(USERS, body).must(201);
    let operations = json!({"Operations": [{"op": "replace", "path": "displayName", "value": "Plain"}]});
    let plain = Some(("application/json; charset=utf-8", operations.to_string().into_bytes()));
    let answer = administrator.send("PATCH", &at(&user), plain);
    assert_eq!(answer.header("content-type"), Some("application/scim+json"));
    assert_eq!(answer.must(200)["displayName"], "Plain");
    let stale = administrator.with_header("If-Match", "\"1\"");
    let refused = send(&stale, "PATCH", &at(&user), &operations).refused(412, "stale_version");
    assert_eq!(refused.json["schemas"], json!(["urn:ietf:params:scim:api:messages:2.0:Error"]));
    let elsewhere = administrator.get("/v1/users/nonsense").refused(400, "invalid_path");
    assert!(elsewhere.json.get("schemas").is_none());
}

fn the_service_says_what_it_can(api: &Api) {
    let administrator = api.administrator();
    let config = administrator.get("/v1/scim/v2/ServiceProviderConfig").must(200);
    assert_eq!((&config["patch"]["supported"], &config["bulk"]["supported"]), (&json!(true), &json!(false)));
    assert_eq!(config["filter"], json!({"supported": true, "maxResults": 200}));
    let types = administrator.get("/v1/scim/v2/ResourceTypes").must(200);
    assert_eq!((&types["totalResults"], &types["Resources"][0]["endpoint"]), (&json!(1), &json!("/Users")));
    let schemas = administrator.get("/v1/scim/v2/Schemas").must(200);
    let french = administrator.accept_language("fr").get("/v1/scim/v2/Schemas").must(200);
    let ids = ["urn:ietf:params:scim:schemas:core:2.0:User", EXTENSION, ENTERPRISE];
    for (number, id) in ids.into_iter().enumerate() {
        let (one, other) = (&schemas["Resources"][number], &french["Resources"][number]);
        assert_eq!(one["id"], id);
        for (english, french) in
            one["attributes"].as_array().unwrap().iter().zip(other["attributes"].as_array().unwrap())
        {
            assert_ne!(english["description"], french["description"]);
        }
    }
    let user = made(&administrator, &name(&administrator, "described"));
    let known: Vec<_> = schemas["Resources"][0]["attributes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    let shown = user
        .as_object()
        .unwrap()
        .keys()
        .filter(|name| !["id", "meta", "schemas", EXTENSION].contains(&name.as_str()));
    assert!(shown.clone().all(|name| known.contains(&name.as_str())), "{known:?}");
}

fn a_field_that_is_there_in_two_spellings_is_refused(api: &Api) {
    let administrator = api.administrator();
    let user = made(&administrator, &name(&administrator, "twice"));
    let other = name(&administrator, "other");
    let refused =
        |answer: Answer, place: &str| answer.refused(400, "duplicate_key").at(place, "duplicate_key");
    refused(post(&administrator, &json!({"userName": other, "USERNAME": other})), "/userName");
    let named = json!({"userName": other, "name": {"familyName": "Roe", "familyname": "Doe"}});
    refused(send(&administrator, "PUT", &at(&user), &named), "/name/familyname");
    let operations = json!([{"op": "replace", "value": {"active": false, "Active": true}}]);
    refused(patch(&administrator, &user, operations), "/Operations/0/value/active");
}

on_both!(
    a_field_that_is_there_in_two_spellings_is_refused,
    entra_provisions_a_person,
    okta_provisions_a_person,
    who_is_deactivated_is_out_with_the_next_request,
    names_are_taken_once,
    a_directory_reaches_its_own_people_only,
    nobody_gives_what_they_do_not_have,
    what_is_wrong_is_named_where_it_was_sent,
    lists_are_pages_by_place,
    both_media_types_go_in,
    the_service_says_what_it_can,
);
