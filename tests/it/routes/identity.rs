//! `/v1/auth`, `/v1/me`, `/v1/users`, `/v1/organizations`: who signs in, and what becomes of their tokens.

use crate::support::fixtures::PASSWORD;
use crate::support::*;
use greffe::signing::tokens::Tokens;
use serde_json::{Value, json};

const ED25519: &str = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n";

#[track_caller]
fn sign_in(api: &Api, username: &str) -> Value {
    api.anonymous().post("/v1/auth/token", json!({"username": username, "password": PASSWORD})).must(200)
}

fn refresh(api: &Api, token: &Value) -> Answer {
    api.anonymous().post("/v1/auth/refresh", json!({"refresh_token": token["refresh_token"]}))
}

/// An actor with the access token of a pair.
fn bearing<'a>(api: &'a Api, pair: &Value) -> Actor<'a> {
    api.anonymous().with_token(pair["access_token"].as_str().unwrap())
}

fn a_password_opens_the_door_to_ones_own_profile(api: &Api) {
    let litigator = api.litigator();
    let pair = sign_in(api, &litigator.username);
    assert_eq!((&pair["token_type"], &pair["expires_in"]), (&json!("Bearer"), &json!(3600)));
    let me = bearing(api, &pair).get("/v1/me").must(200);
    assert_eq!(me["id"], litigator.id.as_str());
    assert_eq!(me["username"], litigator.username.as_str());
    assert_eq!(me["organization_id"], litigator.organization_id.as_str());
    assert_eq!(
        (&me["language"], &me["clearance"], &me["roles"]),
        (&json!("en"), &json!("protected_b"), &json!(["litigator"]))
    );
    let permissions: Vec<_> =
        me["permissions"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(
        permissions.contains(&"cases.create") && !permissions.contains(&"walls.manage"),
        "{permissions:?}"
    );
    assert!(me["display_name"].is_string() && me.get("password_hash").is_none());
}

fn a_wrong_password_and_an_unknown_name_are_refused_alike(api: &Api) {
    let api = &api.own(Settings::default());
    let litigator = api.litigator();
    let attempt = |username: &str, password: &str| {
        api.anonymous().post("/v1/auth/token", json!({"username": username, "password": password}))
    };
    let wrong = attempt(&litigator.username, "not the password").refused(401, "invalid_credentials");
    let unknown = attempt("nobody", PASSWORD).refused(401, "invalid_credentials");
    assert_eq!(wrong.essence(), unknown.essence());
    assert!(wrong.header("www-authenticate").is_some());
    for malformed in [
        json!({"username": "x"}),
        json!({"username": "", "password": "x"}),
        json!({"username": 1, "password": "x"}),
    ] {
        api.anonymous().post("/v1/auth/token", malformed).refused(422, "invalid_body");
    }
}

fn failed_sign_ins_have_to_wait(api: &Api) {
    let api = &api.own(Settings::default());
    let litigator = api.litigator();
    let attempt = || {
        api.anonymous().post("/v1/auth/token", json!({"username": litigator.username, "password": "wrong"}))
    };
    let refused =
        (0..30).map(|_| attempt()).find(|answer| answer.status == 429).expect("it never had to wait");
    assert!(
        refused.header("retry-after").is_some_and(|wait| wait.parse::<u64>().is_ok_and(|wait| wait > 0)),
        "{}",
        refused.text
    );
    refused.refused(429, "too_many_requests");
}

fn a_refresh_token_is_good_for_one_use(api: &Api) {
    let litigator = api.litigator();
    let first = sign_in(api, &litigator.username);
    let second = refresh(api, &first).must(200);
    assert_ne!(second["refresh_token"], first["refresh_token"]);
    assert_eq!(bearing(api, &second).get("/v1/me").status, 200);
    let third = refresh(api, &second).must(200);
    let elsewhere = api.anonymous().with_header("User-Agent", "Another/1.0");
    let again = json!({"refresh_token": first["refresh_token"]});
    elsewhere.post("/v1/auth/refresh", again).refused(401, "invalid_refresh_token");
    refresh(api, &third).refused(401, "invalid_refresh_token");
    let apart = sign_in(api, &litigator.username);
    assert_eq!(refresh(api, &apart).status, 200, "another sign-in is another line");
}

fn signing_out_ends_the_line(api: &Api) {
    let litigator = api.litigator();
    let pair = sign_in(api, &litigator.username);
    let next = refresh(api, &pair).must(200);
    let revoke = |pair: &Value| {
        api.anonymous().post("/v1/auth/revoke", json!({"refresh_token": pair["refresh_token"]}))
    };
    assert_eq!(revoke(&next).status, 204);
    refresh(api, &next).refused(401, "invalid_refresh_token");
    assert_eq!(revoke(&next).status, 204, "a second time is no fault");
    assert_eq!(revoke(&json!({"refresh_token": "unknown"})).status, 204, "nor is an unknown one");
}

fn who_is_deactivated_is_out_with_the_next_request(api: &Api) {
    let organization = api.organization();
    let (administrator, analyst) = (organization.administrator(), organization.analyst());
    let pair = sign_in(api, &analyst.username);
    assert_eq!(analyst.get("/v1/me").status, 200);
    let address = format!("/v1/users/{}", analyst.id);
    let gone = administrator
        .patch(&address, &administrator.get(&address).etag(), json!({"active": false}))
        .must(200);
    assert_eq!(gone["active"], false);
    analyst.get("/v1/me").refused(401, "invalid_token");
    refresh(api, &pair).refused(401, "invalid_refresh_token");
    let again =
        api.anonymous().post("/v1/auth/token", json!({"username": analyst.username, "password": PASSWORD}));
    again.refused(401, "invalid_credentials");
    administrator.patch(&address, "*", json!({"active": true})).must(200);
    analyst.get("/v1/me").refused(401, "invalid_token");
    let pair = sign_in(api, &analyst.username);
    assert_eq!(bearing(api, &pair).get("/v1/me").status, 200, "with a new sign-in");
}

fn another_password_signs_out_everywhere(api: &Api) {
    let organization = api.organization();
    let (administrator, analyst) = (organization.administrator(), organization.analyst());
    let pair = sign_in(api, &analyst.username);
    let address = format!("/v1/users/{}", analyst.id);
    administrator
        .patch(&address, "*", json!({"password": "short"}))
        .refused(422, "invalid_body")
        .at("/password", "too_short");
    let answer = administrator.patch(&address, "*", json!({"password": "another correct horse"}));
    assert!(!answer.text.contains("another correct horse"), "a password is never given back");
    answer.must(200);
    refresh(api, &pair).refused(401, "invalid_refresh_token");
    api.anonymous()
        .post("/v1/auth/token", json!({"username": analyst.username, "password": "another correct horse"}))
        .must(200);
}

fn an_administrator_makes_users_of_their_own_organisation(api: &Api) {
    let administrator = api.administrator();
    let name = format!("a.nguyen.{}", administrator.id);
    let new = json!({"username": name, "display_name": "An Nguyen", "password": PASSWORD, "role": "analyst"});
    let made = administrator.post("/v1/users", new.clone());
    let (location, etag) = (made.header("location").unwrap().to_owned(), made.etag());
    assert!(!made.text.contains(PASSWORD));
    let user = made.must(201);
    assert_eq!(user["organization_id"], administrator.organization_id.as_str());
    let read = administrator.get(&location);
    assert_eq!((read.etag(), &read.json), (etag, &user));
    sign_in(api, &name);
    administrator.post("/v1/users", new.clone()).refused(409, "duplicate").at("/username", "taken");
    let with = |field: &str, value: Value| {
        let mut body = new.clone();
        body["username"] = json!(format!("{name}.x"));
        body[field] = value;
        administrator.post("/v1/users", body)
    };
    with("username", json!("Not A Name")).refused(422, "invalid_body").at("/username", "invalid_value");
    with("role", json!("king")).refused(422, "invalid_body").at("/role", "invalid_value");
    with("display_name", json!("  ")).refused(422, "invalid_body").at("/display_name", "empty");
    let stranger = api.administrator();
    with("organization_id", json!(stranger.organization_id)).refused(403, "forbidden");
    let theirs = format!("/v1/users/{}", user["id"].as_str().unwrap());
    stranger.patch(&theirs, "*", json!({"active": false})).refused(403, "forbidden");
    let own = format!("/v1/users/{}", administrator.id);
    administrator.patch(&own, "*", json!({"active": false})).refused(409, "conflict");
}

fn organisations_have_names_in_both_languages(api: &Api) {
    let administrator = api.administrator();
    let code = format!("DEPT-{}", &administrator.id[24..]);
    let new = json!({"code": code, "kind": "tribunal", "name": {"en": "A Board", "fr": "Une commission"}});
    let made = administrator.post("/v1/organizations", new.clone()).must(201);
    administrator.post("/v1/organizations", new).refused(409, "duplicate").at("/code", "taken");
    let other = format!("/v1/organizations/{}", made["id"].as_str().unwrap());
    for change in [json!({"name": {"en": "Ours", "fr": "La nôtre"}}), json!({"kind": "other"})] {
        administrator.patch(&other, "\"1\"", change).refused(403, "forbidden");
    }
    assert_eq!(administrator.get(&other).must(200)["version"], 1);
    let address = format!("/v1/organizations/{}", administrator.organization_id);
    administrator
        .patch(&address, "\"1\"", json!({"name": {"en": "The Board"}}))
        .refused(422, "invalid_body")
        .at("/name/fr", "required");
    let renamed = administrator
        .patch(&address, "\"1\"", json!({"name": {"en": "The Board", "fr": "La commission"}}))
        .must(200);
    assert_eq!((&renamed["name"]["fr"], &renamed["version"]), (&json!("La commission"), &json!(2)));
    administrator.patch(&address, "\"1\"", json!({"kind": "other"})).refused(412, "stale_version");
}

fn keys_that_are_asymmetric_are_published(api: &Api) {
    assert_eq!(
        api.anonymous().get("/.well-known/jwks.json").must(200),
        json!({"keys": []}),
        "a shared secret is not"
    );
    let tokens = Tokens::with_key(&ED25519.into()).unwrap();
    let api = &api.own(Settings { tokens, ..Settings::default() });
    let litigator = api.litigator();
    let keys = api.anonymous().get("/.well-known/jwks.json").must(200);
    let key = &keys["keys"][0];
    assert_eq!((&key["kty"], &key["crv"], &key["alg"]), (&json!("OKP"), &json!("Ed25519"), &json!("EdDSA")));
    assert!(key["x"].is_string() && key["kid"].is_string() && key.get("d").is_none(), "{keys:#}");
    let pair = sign_in(api, &litigator.username);
    assert_eq!(bearing(api, &pair).get("/v1/me").status, 200);
}

fn requests_are_limited_where_that_is_configured(api: &Api) {
    let api = &api.own(Settings { requests_per_minute: 5, ..Settings::default() });
    let litigator = api.litigator();
    let answers: Vec<_> = (0..6).map(|_| litigator.get("/v1/me")).collect();
    let first = answers.iter().find(|answer| answer.status == 200).unwrap();
    assert_eq!(first.header("ratelimit-policy"), Some("\"default\";q=5;w=60"));
    assert!(
        first.header("ratelimit").is_some_and(|state| state.starts_with("\"default\";r=")),
        "{:?}",
        first.headers
    );
    let refused = answers.last().unwrap().clone().refused(429, "too_many_requests");
    assert!(
        refused.header("retry-after").is_some() && refused.header("ratelimit").is_some(),
        "{:?}",
        refused.headers
    );
    assert_eq!(api.organization().analyst().get("/v1/me").status, 200, "others have a bucket of their own");
}

on_both!(
    a_password_opens_the_door_to_ones_own_profile,
    a_wrong_password_and_an_unknown_name_are_refused_alike,
    failed_sign_ins_have_to_wait,
    a_refresh_token_is_good_for_one_use,
    signing_out_ends_the_line,
    who_is_deactivated_is_out_with_the_next_request,
    another_password_signs_out_everywhere,
    an_administrator_makes_users_of_their_own_organisation,
    organisations_have_names_in_both_languages,
    keys_that_are_asymmetric_are_published,
    requests_are_limited_where_that_is_configured,
);
