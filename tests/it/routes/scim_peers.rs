//! What the peers of `/v1/scim/v2` publish that they send: Okta's test of SCIM 2.0, and the requests that Microsoft documents
//! for Entra ID.

use crate::support::*;
use serde_json::{Value, json};

const USERS: &str = "/v1/scim/v2/Users";
const EXTENSION: &str = "urn:greffe:scim:schemas:extension:2.0:User";
const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";
const ERROR: &str = "urn:ietf:params:scim:api:messages:2.0:Error";

fn send(actor: &Actor<'_>, method: &str, path: &str, body: &Value) -> Answer {
    actor.send(method, path, Some(("application/scim+json", body.to_string().into_bytes())))
}

fn at(user: &Value) -> String {
    format!("{USERS}/{}", user["id"].as_str().unwrap())
}

fn operate(actor: &Actor<'_>, user: &Value, operations: Value) -> Answer {
    let body =
        json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations});
    send(actor, "PATCH", &at(user), &body)
}

fn found(actor: &Actor<'_>, filter: &str) -> Value {
    let filter = filter.replace(' ', "%20").replace('"', "%22").replace('@', "%40").replace('+', "%2B");
    actor.get(&format!("{USERS}?filter={filter}")).must(200)
}

fn error(answer: &Answer, status: u16, name: Option<&str>) {
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (status, Some("application/scim+json")),
        "{}",
        answer.text
    );
    assert_eq!(
        (&answer.json["schemas"], &answer.json["status"]),
        (&json!([ERROR]), &json!(status.to_string()))
    );
    assert_eq!(answer.json["scimType"].as_str(), name, "{}", answer.text);
    answer.is_problem();
}

fn brock(administrator: &Actor<'_>) -> Value {
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": format!("a.brock.{}@example.org", administrator.username),
        "name": {"givenName": "Isaac", "familyName": "Brock"},
        "emails": [{"primary": true, "value": "isaac@example.org", "type": "work"}],
        "displayName": "Isaac Brock", "locale": "en-US", "externalId": "00ujl29u0le5T6Aj10h7", "groups": [], "active": true
    })
}

/// Okta's published test, in its order.
fn okta_tests_the_service(api: &Api) {
    let administrator = api.administrator();
    let brock = brock(&administrator);
    let made = send(&administrator, "POST", USERS, &brock);
    assert_eq!((made.status, made.header("content-type")), (201, Some("application/scim+json")));
    let user = made.json;
    assert_eq!(
        (&user["active"], &user["name"], &user["userName"]),
        (&json!(true), &brock["name"], &brock["userName"])
    );
    assert_eq!(user["schemas"][0], "urn:ietf:params:scim:schemas:core:2.0:User");
    let page = administrator.get(&format!("{USERS}?count=1&startIndex=1")).must(200);
    let first = &page["Resources"][0];
    for full in [&first["id"], &first["name"]["familyName"], &first["name"]["givenName"], &first["userName"]]
    {
        assert!(full.as_str().is_some_and(|text| !text.is_empty()), "{page:#}");
    }
    assert!(first["active"].is_boolean() && first["emails"][0]["value"].is_string(), "{page:#}");
    assert!(
        page["itemsPerPage"] == 1 && page["startIndex"] == 1 && page["totalResults"].is_number(),
        "{page:#}"
    );
    assert_eq!(administrator.get(&at(&user)).must(200), user);
    let none = found(&administrator, "userName eq \"abcdefgh@example.com\"");
    assert_eq!((&none["totalResults"], &none["Resources"]), (&json!(0), &json!([])));
    assert_eq!(none["schemas"], json!(["urn:ietf:params:scim:api:messages:2.0:ListResponse"]));
    error(&administrator.get(&format!("{USERS}/00919288221112222")), 404, None);
    error(&administrator.get(&format!("{USERS}/{}", world::NOBODY)), 404, None);
    error(&send(&administrator, "POST", USERS, &brock), 409, Some("uniqueness"));
    error(&api.anonymous().get(USERS), 401, None);
    // What it does afterwards: a change of everything at once, and a change of one value.
    let mut whole = user.clone();
    whole["name"] = json!({"givenName": "Ike", "familyName": "Brock", "honorificPrefix": "Mr."});
    whole["emails"][0]["value"] = json!("ike@example.org");
    let put = send(&administrator, "PUT", &at(&user), &whole).must(200);
    assert_eq!((&put["name"], &put["emails"]), (&whole["name"], &whole["emails"]));
    let off =
        operate(&administrator, &user, json!([{"op": "replace", "value": {"active": false}}])).must(200);
    assert_eq!((&off["active"], &off["name"]), (&json!(false), &put["name"]));
    let known = found(&administrator, "externalId eq \"00ujl29u0le5T6Aj10h7\"");
    assert_eq!(known["Resources"], json!([off]));
}

/// The bodies that Microsoft documents, with its own capitals and texts.
fn entra_sends_what_it_documents(api: &Api) {
    let administrator = api.administrator();
    let username = format!("Test_User_{}@testuser.com", administrator.username);
    let new = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],
        "externalId": "0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef", "userName": username, "active": true,
        "emails": [{"primary": true, "type": "work", "value": "Test_User_fd0ea19b@testuser.com"}],
        "meta": {"resourceType": "User"}, "name": {"formatted": "givenName familyName", "familyName": "familyName", "givenName": "givenName"},
        "roles": []
    });
    let user = send(&administrator, "POST", USERS, &new).must(201);
    assert_eq!((&user["name"], &user["emails"]), (&new["name"], &new["emails"]));
    let several = operate(
        &administrator,
        &user,
        json!([
            {"op": "Replace", "path": "emails[type eq \"work\"].value", "value": "updatedEmail@microsoft.com"},
            {"op": "Replace", "path": "name.familyName", "value": "updatedFamilyName"}
        ]),
    );
    let several = several.must(200);
    assert_eq!(
        several["emails"],
        json!([{"primary": true, "type": "work", "value": "updatedEmail@microsoft.com"}])
    );
    assert_eq!(several["name"]["familyName"], "updatedFamilyName");
    assert_eq!(several["name"]["formatted"], "givenName familyName", "what is not named stays");
    let home = operate(
        &administrator,
        &user,
        json!([{"op": "Add", "path": "emails[type eq \"home\"].value", "value": "home@testuser.com"}]),
    );
    assert_eq!(home.must(200)["emails"].as_array().unwrap().len(), 2);
    let here = administrator.get(&format!("/v1/users/{}", user["id"].as_str().unwrap())).must(200);
    assert_eq!(
        here["email"], "updatedEmail@microsoft.com",
        "an address at home takes the place of none at work"
    );
    let renamed = username.replace("Test_User", "Other_User");
    let named =
        operate(&administrator, &user, json!([{"op": "Replace", "path": "userName", "value": renamed}]))
            .must(200);
    assert_eq!(named["userName"], renamed.to_lowercase());
    let off = operate(&administrator, &user, json!([{"op": "Replace", "path": "active", "value": "False"}]))
        .must(200);
    assert_eq!(off["active"], false);
    let on = operate(&administrator, &user, json!([{"op": "ADD", "value": {
        "Active": "True", "displayName": "Full", "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department": "Litigation",
        "urn:greffe:scim:schemas:extension:2.0:User:office": "Toronto", "emails[type eq \"work\"].value": "work@testuser.com"
    }}])).must(200);
    assert_eq!(
        (&on["active"], &on["displayName"], &on[EXTENSION]["office"]),
        (&json!(true), &json!("Full"), &json!("Toronto"))
    );
    assert_eq!(on["emails"][0]["value"], "work@testuser.com");
    let bare = operate(
        &administrator,
        &user,
        json!([
            {"op": "remove", "path": "displayName"}, {"op": "Remove", "path": "name.formatted"},
            {"op": "Remove", "path": "emails[type eq \"home\"]"}, {"op": "remove", "path": "externalId"}
        ]),
    )
    .must(200);
    assert!(bare.get("displayName").is_none() && bare.get("externalId").is_none(), "{bare:#}");
    assert_eq!(bare["name"], json!({"givenName": "givenName", "familyName": "updatedFamilyName"}));
    assert_eq!(bare["emails"].as_array().unwrap().len(), 1);
    for filter in [
        format!("urn:ietf:params:scim:schemas:core:2.0:User:userName eq \"{renamed}\""),
        "emails[type eq \"work\"].value eq \"WORK@testuser.com\"".to_owned(),
        "emails.value eq \"work@testuser.com\" and active eq true".to_owned(),
        "emails[type eq \"work\"] and name.familyName sw \"updated\"".to_owned(),
    ] {
        let found = found(&administrator, &filter);
        assert_eq!(
            (&found["totalResults"], &found["Resources"][0]["id"]),
            (&json!(1), &user["id"]),
            "{filter}"
        );
    }
}

/// Every field that the default mappings of Entra ID and Okta name, in one user.
fn everything(administrator: &Actor<'_>) -> Value {
    let work = json!({"type": "work", "primary": true, "streetAddress": "284 Wellington Street", "locality": "Ottawa",
                      "region": "ON", "postalCode": "K1A 0H8", "country": "CA", "formatted": "284 Wellington Street\nOttawa"});
    json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User", ENTERPRISE],
        "userName": format!("all.{}@example.org", administrator.username), "active": true, "displayName": "Ann Lee",
        "nickName": "Annie", "profileUrl": "https://people.example.org/ann", "title": "Senior Counsel", "userType": "Employee",
        "preferredLanguage": "fr-CA", "locale": "fr-CA", "timezone": "America/Toronto",
        "phoneNumbers": [{"type": "work", "value": "+1 613 555 0100", "primary": true}, {"type": "mobile", "value": "+1 613 555 0101"}],
        "addresses": [work], "ims": [{"type": "xmpp", "value": "ann@example.org"}],
        "photos": [{"type": "photo", "value": "https://people.example.org/ann.png"}],
        "roles": [{"value": "App.Litigator", "display": "Litigator", "primary": true}], "entitlements": [{"value": "library"}],
        ENTERPRISE: {"employeeNumber": "701984", "costCenter": "4130", "organization": "Justice", "division": "Litigation",
                     "department": "Immigration", "manager": {"value": "26118915", "displayName": "Jo Roy"}}
    })
}

fn what_a_directory_says_is_kept_and_given_back(api: &Api) {
    let administrator = api.administrator();
    let sent = everything(&administrator);
    let made = send(&administrator, "POST", USERS, &sent).must(201);
    let shown = administrator.get(&at(&made)).must(200);
    for (name, value) in sent.as_object().unwrap() {
        if !["userName", "schemas"].contains(&name.as_str()) {
            assert_eq!(shown[name], *value, "{name}");
        }
    }
    let described: Vec<Value> = administrator.get("/v1/scim/v2/Schemas").must(200)["Resources"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|schema| schema["attributes"].as_array().unwrap().clone())
        .collect();
    for name in sent.as_object().unwrap().keys().chain(sent[ENTERPRISE].as_object().unwrap().keys()) {
        let is_described =
            described.iter().any(|one| one["name"] == **name && one["mutability"] == "readWrite");
        assert!(is_described || name == "schemas" || name == ENTERPRISE, "{name}");
    }
    for filter in [
        "title eq \"senior counsel\"".to_owned(),
        "phoneNumbers[type eq \"mobile\"].value eq \"+1 613 555 0101\"".to_owned(),
        "addresses[type eq \"work\" and locality sw \"ott\"]".to_owned(),
        format!("{ENTERPRISE}:department eq \"immigration\""),
        format!("{ENTERPRISE}:manager eq \"26118915\" and {ENTERPRISE}:manager.displayName co \"roy\""),
    ] {
        let found = found(&administrator, &filter);
        assert_eq!(
            (&found["totalResults"], &found["Resources"][0]["id"]),
            (&json!(1), &made["id"]),
            "{filter}"
        );
    }
    let patched = operate(
        &administrator,
        &made,
        json!([
            {"op": "Replace", "path": "title", "value": "General Counsel"},
            {"op": "Replace", "path": "phoneNumbers[type eq \"mobile\"].value", "value": "+1 613 555 0199"},
            {"op": "Add", "path": "phoneNumbers[type eq \"fax\"].value", "value": "+1 613 555 0102"},
            {"op": "Replace", "path": "addresses[type eq \"work\"].locality", "value": "Gatineau"},
            {"op": "Add", "path": format!("{ENTERPRISE}:manager"), "value": "99"},
            {"op": "Replace", "path": format!("{ENTERPRISE}:manager.displayName"), "value": "Lou Ng"},
            {"op": "Add", "value": {format!("{ENTERPRISE}:division"): "Appeals", "nickName": "An"}},
            {"op": "Remove", "path": format!("{ENTERPRISE}:costCenter")},
            {"op": "Remove", "path": "timezone"}, {"op": "Remove", "path": "photos"}
        ]),
    )
    .must(200);
    assert_eq!((&patched["title"], &patched["nickName"]), (&json!("General Counsel"), &json!("An")));
    let numbers = patched["phoneNumbers"].as_array().unwrap();
    let numbers: Vec<_> = numbers.iter().map(|one| (one["type"].as_str(), one["value"].as_str())).collect();
    let (work, mobile) = ((Some("work"), Some("+1 613 555 0100")), (Some("mobile"), Some("+1 613 555 0199")));
    assert_eq!(numbers, [work, mobile, (Some("fax"), Some("+1 613 555 0102"))]);
    assert_eq!(patched["addresses"][0]["locality"], "Gatineau");
    assert_eq!(patched["addresses"][0]["region"], "ON", "what is not named stays");
    assert_eq!(patched[ENTERPRISE]["manager"], json!({"value": "99", "displayName": "Lou Ng"}));
    assert_eq!(patched[ENTERPRISE]["division"], "Appeals");
    assert!(
        patched[ENTERPRISE].get("costCenter").is_none() && patched.get("timezone").is_none(),
        "{patched:#}"
    );
    assert!(patched.get("photos").is_none());
    let bare = json!({"userName": sent["userName"]});
    let put = send(&administrator, "PUT", &at(&made), &bare).must(200);
    assert!(put.get("phoneNumbers").is_none() && put.get(ENTERPRISE).is_none(), "{put:#}");
}

fn what_is_not_kept_is_refused_by_name(api: &Api) {
    let administrator = api.administrator();
    let mut sent = everything(&administrator);
    let made = send(&administrator, "POST", USERS, &sent).must(201);
    sent["x509Certificates"] = json!([{"value": "MIID"}]);
    sent[ENTERPRISE]["grade"] = json!("LP-02");
    sent["phoneNumbers"][0]["extension"] = json!("12");
    for method in ["POST", "PUT"] {
        let path = if method == "POST" { USERS.to_owned() } else { at(&made) };
        let refused = send(&administrator, method, &path, &sent);
        error(&refused, 400, Some("invalidValue"));
        refused
            .refused(422, "invalid_body")
            .at("/x509Certificates", "unknown_field")
            .at(&format!("/{ENTERPRISE}/grade"), "unknown_field")
            .at("/phoneNumbers/0/extension", "unknown_field");
    }
    for operation in [
        json!({"op": "add", "path": "x509Certificates[type eq \"work\"].value", "value": "MIID"}),
        json!({"op": "replace", "path": format!("{ENTERPRISE}:grade"), "value": "LP-02"}),
        json!({"op": "replace", "value": {"displayName": "Ann", "phoneNumbers.extension": "12"}}),
        json!({"op": "replace", "path": "urn:okta:custom:1.0:user:grade", "value": "x"}),
    ] {
        error(&operate(&administrator, &made, json!([operation])), 400, Some("invalidPath"));
    }
    assert_eq!(administrator.get(&at(&made)).must(200)["meta"], made["meta"], "nothing of it was done");
}

fn who_is_deleted_is_gone_for_the_directory_and_comes_back(api: &Api) {
    let administrator = api.administrator();
    let brock = brock(&administrator);
    let make = |body: &Value| send(&administrator, "POST", USERS, body);
    let user = make(&brock).must(201);
    let filter = format!("userName eq \"{}\"", brock["userName"].as_str().unwrap());
    let delete = || assert_eq!(administrator.send("DELETE", &at(&user), None).status, 204);
    delete();
    error(&administrator.get(&at(&user)), 404, None);
    error(&administrator.send("DELETE", &at(&user), None), 404, None);
    error(
        &operate(&administrator, &user, json!([{"op": "replace", "path": "active", "value": true}])),
        404,
        None,
    );
    error(&send(&administrator, "PUT", &at(&user), &brock), 404, None);
    assert_eq!(found(&administrator, &filter)["totalResults"], 0);
    assert_eq!(administrator.get(USERS).must(200)["totalResults"], 1, "only the administrator is there");
    let back = make(&brock).must(201);
    assert_eq!((&back["id"], &back["active"], &back["name"]), (&user["id"], &json!(true), &user["name"]));
    assert_eq!(found(&administrator, &filter)["totalResults"], 1);
    // Somebody else of the same name is somebody else; and the name is gone then.
    delete();
    let mut other = brock.clone();
    other["externalId"] = json!("another");
    let other = make(&other).must(201);
    assert_ne!(other["id"], user["id"]);
    let id = user["id"].as_str().unwrap();
    let whole = administrator.get(&format!("/v1/users/{id}"));
    let (path, etag) = (format!("/v1/users/{id}"), whole.etag());
    administrator
        .patch(&path, &etag, json!({"active": true}))
        .refused(409, "duplicate")
        .at("/active", "taken");
    assert_eq!(administrator.send("DELETE", &at(&other), None).status, 204);
    let named = administrator.patch(&path, &etag, json!({"active": true})).must(200);
    assert_eq!(named["username"], user["userName"]);
    assert_eq!(administrator.get(&at(&user)).must(200)["active"], true, "the directory has them again");
}

fn only_the_fields_that_are_asked_for_are_shown(api: &Api) {
    let administrator = api.administrator();
    let user = send(&administrator, "POST", &format!("{USERS}?attributes=userName"), &brock(&administrator))
        .must(201);
    let names = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&user), ["id", "schemas", "userName"]);
    let ask = |query: &str| administrator.get(&format!("{}?{query}", at(&user))).must(200);
    let some = ask("attributes=name.familyName,URN:ietf:params:scim:schemas:core:2.0:User:EMAILS.value");
    assert_eq!(
        (&some["name"], &some["emails"]),
        (&json!({"familyName": "Brock"}), &json!([{"value": "isaac@example.org"}]))
    );
    assert_eq!(names(&some), ["emails", "id", "name", "schemas"]);
    let rest = ask("excludedAttributes=id,emails,name.givenName,meta");
    assert!(rest.get("emails").is_none() && rest.get("meta").is_none() && rest["id"].is_string(), "{rest:#}");
    assert_eq!(rest["name"], json!({"familyName": "Brock"}));
    let page = administrator.get(&format!("{USERS}?attributes={EXTENSION}:role")).must(200);
    assert_eq!(page["Resources"][0][EXTENSION], json!({"role": "viewer"}), "{page:#}");
    let put = send(
        &administrator,
        "PUT",
        &format!("{}?excludedAttributes=name", at(&user)),
        &brock(&administrator),
    )
    .must(200);
    assert!(put.get("name").is_none() && put["displayName"] == "Isaac Brock", "{put:#}");
}

/// Whatever goes wrong, a directory is told of it in SCIM.
fn every_refusal_is_one_of_scim(api: &Api) {
    let administrator = api.administrator();
    error(&administrator.get("/v1/scim/v2/Groups"), 404, None);
    error(&administrator.get("/v1/scim/v2/"), 404, None);
    error(&administrator.get("/v1/scim/v2/Schemas/urn:nonsense"), 404, None);
    error(&administrator.get("/v1/scim/v2/ResourceTypes/Group"), 404, None);
    error(&administrator.send("DELETE", USERS, None), 405, None);
    error(&administrator.send("POST", USERS, Some(("text/plain", b"{}".to_vec()))), 415, None);
    error(
        &administrator.send("POST", USERS, Some(("application/scim+json", vec![b' '; 2 << 20]))),
        413,
        None,
    );
    error(
        &administrator.send("POST", USERS, Some(("application/scim+json", b"{".to_vec()))),
        400,
        Some("invalidSyntax"),
    );
    error(&administrator.get(&format!("{USERS}?filter=nonsense")), 400, Some("invalidFilter"));
    error(&send(&administrator, "POST", USERS, &json!({"userName": "a b"})), 400, Some("invalidValue"));
    error(&api.organization().viewer().get(USERS), 403, None);
    let elsewhere = administrator.get("/v1/users/nonsense").refused(400, "invalid_path");
    assert_eq!(elsewhere.header("content-type"), Some("application/problem+json"));
}

/// What the service says of itself can be followed.
fn what_is_listed_is_found_at_its_address(api: &Api) {
    let administrator = api.administrator();
    for list in ["ResourceTypes", "Schemas", "Users"] {
        let page = administrator.get(&format!("/v1/scim/v2/{list}")).must(200);
        for one in page["Resources"].as_array().unwrap() {
            let location = one["meta"]["location"].as_str().unwrap();
            assert!(location.starts_with("http://"), "{location}");
            let path = format!("/v1/{}", location.split_once("/v1/").unwrap().1);
            assert_eq!(administrator.get(&path).must(200), *one, "{location}");
        }
    }
    let schemas = administrator.get("/v1/scim/v2/Schemas").must(200);
    let names = |of: &Value| {
        let all = of.as_array().unwrap();
        all.iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let described = &schemas["Resources"][0]["attributes"];
    for (field, expected) in [
        (
            "name",
            vec!["formatted", "givenName", "middleName", "familyName", "honorificPrefix", "honorificSuffix"],
        ),
        ("emails", vec!["value", "display", "type", "primary"]),
    ] {
        let one = described.as_array().unwrap().iter().find(|one| one["name"] == field).unwrap();
        assert_eq!(names(&one["subAttributes"]), expected);
    }
}

on_both!(
    what_a_directory_says_is_kept_and_given_back,
    what_is_not_kept_is_refused_by_name,
    okta_tests_the_service,
    entra_sends_what_it_documents,
    who_is_deleted_is_gone_for_the_directory_and_comes_back,
    only_the_fields_that_are_asked_for_are_shown,
    every_refusal_is_one_of_scim,
    what_is_listed_is_found_at_its_address,
);
