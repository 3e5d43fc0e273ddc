//! `/v1/service-accounts`: programs that call in their own name.

use crate::support::fixtures::PASSWORD;
use crate::support::*;
use diesel::connection::SimpleConnection as _;
use greffe::http::edge::Edge;
use greffe::http::limits::Limits;
use serde_json::{Value, json};

/// A service account with this role: its address.
#[track_caller]
fn account(administrator: &Actor<'_>, role: &str) -> String {
    let new = json!({"name": "Docket import", "role": role, "clearance": "protected_b"});
    let made = administrator.post("/v1/service-accounts", new).must(201);
    format!("/v1/service-accounts/{}", made["id"].as_str().unwrap())
}

/// A key of it: what was answered, and who comes with it.
#[track_caller]
fn key<'a>(administrator: &Actor<'a>, account: &str, scopes: Value) -> (Value, Actor<'a>) {
    let new = json!({"name": "2026", "scopes": scopes, "expires_in_days": 30});
    let made = administrator.post(&format!("{account}/keys"), new).must(201);
    let program = administrator.api.anonymous().with_token(made["key"].as_str().unwrap());
    (made, program)
}

fn a_key_opens_what_it_is_confined_to(api: &Api) {
    let organization = api.organization();
    let administrator = organization.administrator();
    let case = case_with(&administrator, "2026-03-02");
    let account = account(&administrator, "analyst");
    let (made, program) = key(&administrator, &account, json!(["cases.read", "profile.read"]));
    assert!(made["key"].as_str().is_some_and(|key| key.starts_with("greffe_sk_") && key.len() == 53));
    assert_eq!(program.get("/v1/cases?include=count").must(200)["count"], 1);
    let me = program.get("/v1/me").must(200);
    assert_eq!(me["permissions"], json!(["profile.read", "cases.read"]));
    assert_eq!(format!("/v1/service-accounts/{}", me["id"].as_str().unwrap()), account);
    // The role gives it, the key does not.
    program.post(&format!("/v1/cases/{case}/notes"), json!({"body": "A note."})).refused(403, "forbidden");
    let (_, writer) = key(&administrator, &account, json!(["cases.read", "notes.write"]));
    writer.post(&format!("/v1/cases/{case}/notes"), json!({"body": "A note."})).must(201);
    let journal = administrator.get(&format!("/v1/cases/{case}/journal?limit=1")).must(200);
    assert_eq!(journal["items"][0]["actor"], format!("user:{}", me["id"].as_str().unwrap()));
    // It is no session, and has no password to change.
    let (_, own) = key(&administrator, &account, json!(["account.manage"]));
    assert_eq!(own.get("/v1/sessions").must(200)["items"], json!([]));
    let change = json!({"current_password": PASSWORD, "new_password": "seven otters borrow a piano"});
    let change = ("application/json", change.to_string().into_bytes());
    own.with_header("If-Match", "*")
        .send("PUT", "/v1/me/password", Some(change))
        .refused(422, "invalid_body")
        .at("/current_password", "wrong_password");
}

fn a_key_is_shown_once_and_kept_nowhere(api: &Api) {
    let administrator = api.administrator();
    let account = account(&administrator, "viewer");
    let keys = format!("{account}/keys");
    let new = json!({"name": "2026", "scopes": ["cases.read"], "expires_on": "2027-01-31"});
    let first = administrator.post_once(&keys, "one-key", new.clone());
    let again = administrator.post_once(&keys, "one-key", new);
    assert_eq!(first.text, again.text, "what is repeated is answered alike");
    let location = first.header("location").unwrap().to_owned();
    let made = first.must(201);
    let secret = made["key"].as_str().unwrap();
    assert_eq!(made["expires_at"], "2027-02-01T05:00:00Z", "the end of the day");
    let read = administrator.get(&location);
    let list = administrator.get(&keys);
    assert!(!read.text.contains(secret) && !list.text.contains("greffe_sk_"), "{}", read.text);
    assert_eq!(list.must(200)["items"].as_array().unwrap().len(), 1);
    assert!(read.must(200).get("last_used_at").is_none());
    assert_eq!(administrator.api.anonymous().with_token(secret).get("/v1/cases").status, 200);
    let used = administrator.get(&location).must(200);
    assert!(used["last_used_at"].is_string(), "{used:#}");
    let kept: Vec<String> = api
        .db
        .read_now(|connection| {
            use diesel::prelude::*;
            use greffe::db::schema::idempotency_keys::dsl::*;
            Ok(idempotency_keys.select(pointer).load(connection)?)
        })
        .unwrap();
    assert!(kept.iter().any(|answer| answer.contains(made["id"].as_str().unwrap())));
    assert!(!kept.iter().any(|answer| answer.contains("greffe_sk_")), "a secret is kept");
}

#[track_caller]
fn opens_nothing(program: &Actor<'_>) {
    let refused = program.get("/v1/cases").refused(401, "invalid_token");
    let challenge = refused.header("www-authenticate").unwrap_or_default();
    assert!(challenge.starts_with("Bearer") && challenge.contains("invalid_token"), "{challenge}");
}

fn a_key_that_is_not_good_opens_nothing(api: &Api) {
    let administrator = api.administrator();
    let account = account(&administrator, "viewer");
    let (revoked, program) = key(&administrator, &account, json!(["cases.read"]));
    assert_eq!(program.get("/v1/cases").status, 200);
    let address = format!("{account}/keys/{}", revoked["id"].as_str().unwrap());
    assert_eq!(administrator.delete(&address, &administrator.get(&address).etag()).status, 204);
    opens_nothing(&program);
    assert!(administrator.get(&address).must(200)["revoked_at"].is_string());
    let (expired, program) = key(&administrator, &account, json!(["cases.read"]));
    api.db
        .write_now(|connection| {
            let id = expired["id"].as_str().unwrap();
            let past = "2026-10-31T00:00:00.000000Z";
            let sql = format!("update service_keys set expires_at = '{past}' where id = '{id}'");
            Ok(connection.batch_execute(&sql)?)
        })
        .unwrap();
    opens_nothing(&program);
    let (_, program) = key(&administrator, &account, json!(["cases.read"]));
    assert_eq!(program.get("/v1/cases").status, 200);
    administrator.patch(&account, "*", json!({"active": false})).must(200);
    opens_nothing(&program);
    for unknown in ["greffe_sk_", "greffe_sk_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] {
        opens_nothing(&api.anonymous().with_token(unknown));
    }
}

fn a_service_account_is_no_person(api: &Api) {
    let organization = api.organization();
    let administrator = organization.administrator();
    let account = account(&administrator, "litigator");
    let id = account.rsplit('/').next().unwrap();
    let (users, _) =
        administrator.walk(&format!("/v1/users?organization_id={}", administrator.organization_id));
    assert!(users.iter().all(|user| user["id"] != id));
    administrator.get(&format!("/v1/users/{id}")).refused(404, "not_found");
    let password = json!({"password": "seven otters borrow a piano"});
    administrator.patch(&format!("/v1/users/{id}"), "*", password).refused(404, "not_found");
    let case = case_with(&administrator, "2026-03-02");
    let refused =
        administrator.post(&format!("/v1/cases/{case}/assignments"), json!({"user_id": id, "role": "JCO"}));
    assert_eq!(refused.status, 422, "nobody is assigned to what is no person: {}", refused.text);
    for password in ["x", ""] {
        let body = json!({"username": format!("service-{id}"), "password": password});
        let answer = api.anonymous().post("/v1/auth/token", body);
        assert!(matches!(answer.status, 401 | 422), "{}", answer.text);
    }
}

fn only_who_manages_them_sees_those_of_their_organisation(api: &Api) {
    let organization = api.organization();
    let administrator = organization.administrator();
    let account = account(&administrator, "viewer");
    let manager = organization.manager();
    manager.get("/v1/service-accounts").refused(403, "forbidden");
    manager.get(&account).refused(403, "forbidden");
    let stranger = api.administrator();
    assert_eq!(stranger.get("/v1/service-accounts").must(200)["items"], json!([]));
    stranger.get(&account).refused(404, "not_found");
    let renamed = administrator.patch(&account, "*", json!({"name": "Docket feed", "role": "analyst"}));
    let renamed = renamed.must(200);
    assert_eq!((&renamed["name"], &renamed["role"]), (&json!("Docket feed"), &json!("analyst")));
}

fn a_key_gives_no_more_than_there_is_to_give(api: &Api) {
    let administrator = api.administrator();
    let viewer = account(&administrator, "viewer");
    let ask = |actor: &Actor<'_>, at: &str, body: Value| actor.post(&format!("{at}/keys"), body);
    let with = |scopes: Value, end: Value| {
        let mut body = json!({"name": "2026", "scopes": scopes});
        body.as_object_mut().unwrap().extend(end.as_object().unwrap().clone());
        ask(&administrator, &viewer, body)
    };
    let both = with(json!(["cases.read", "cases.create", "cases.fly"]), json!({}));
    both.refused(422, "invalid_body")
        .at("/scopes/1", "not_given_by_role")
        .at("/scopes/2", "unknown_permission")
        .at("/expires_on", "required");
    let scopes = json!(["cases.read"]);
    let twice = with(scopes.clone(), json!({"expires_in_days": 1, "expires_on": "2026-12-01"}));
    twice.refused(422, "invalid_body").at("/expires_on", "required");
    for day in ["2026-10-31", "2027-11-03"] {
        let late = with(scopes.clone(), json!({"expires_on": day}));
        late.refused(422, "invalid_body").at("/expires_on", "out_of_range");
    }
    with(scopes.clone(), json!({"expires_in_days": 367}))
        .refused(422, "invalid_body")
        .at("/expires_in_days", "too_large");
    with(json!([]), json!({"expires_in_days": 1})).refused(422, "invalid_body");
    // Who came with a confined key cannot make one that is less confined.
    let strong = account(&administrator, "administrator");
    let (_, program) = key(&administrator, &strong, json!(["service_accounts.manage"]));
    let more = json!({"name": "more", "scopes": ["users.manage"], "expires_in_days": 1});
    ask(&program, &strong, more).refused(422, "invalid_body").at("/scopes/0", "beyond_yours");
}

fn a_system_has_a_limit_of_its_own(api: &Api) {
    let edge = Edge { services: Limits::per_minute(3), ..Edge::default() };
    let api = &api.own(Settings { edge, ..Settings::default() });
    let house = api.organization();
    let administrator = house.administrator();
    let [one, other] = [(), ()].map(|()| {
        let account = account(&administrator, "analyst");
        key(&administrator, &account, json!(["cases.read"])).1
    });
    let statuses = [(); 4].map(|()| one.get("/v1/cases").status);
    assert_eq!(statuses, [200, 200, 200, 429]);
    assert_eq!(other.get("/v1/cases").header("ratelimit-policy"), Some("\"default\";q=3;w=60"));
    assert_eq!([(); 4].map(|()| administrator.get("/v1/me").status), [200; 4], "people have theirs");
}

on_both!(
    a_system_has_a_limit_of_its_own,
    a_key_opens_what_it_is_confined_to,
    a_key_is_shown_once_and_kept_nowhere,
    a_key_that_is_not_good_opens_nothing,
    a_service_account_is_no_person,
    only_who_manages_them_sees_those_of_their_organisation,
    a_key_gives_no_more_than_there_is_to_give,
);
