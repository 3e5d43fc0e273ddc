//! `/v1/sessions`, `/v1/me/password`, `/v1/users/{id}/unlock`: where one is signed in, and who is kept out.

use crate::support::fixtures::PASSWORD;
use crate::support::*;
use diesel::prelude::*;
use greffe::db::schema::journal as entries;
use greffe::error::Code;
use greffe::journal::store::EntryRow;
use greffe::people::identity::credentials;
use serde_json::{Value, json};

/// Signs in from a program.
#[track_caller]
fn sign_in<'a>(api: &'a Api, username: &str, agent: &str) -> (Actor<'a>, Value) {
    let body = json!({"username": username, "password": PASSWORD});
    let pair = api.anonymous().with_header("User-Agent", agent).post("/v1/auth/token", body).must(200);
    (api.anonymous().with_token(pair["access_token"].as_str().unwrap()), pair)
}

fn refresh(api: &Api, pair: &Value) -> Answer {
    api.anonymous().post("/v1/auth/refresh", json!({"refresh_token": pair["refresh_token"]}))
}

/// What the journal says of a user: action, kind, actor, and what came of it.
fn journal(api: &Api, user: &str) -> Vec<(String, String, String, String)> {
    let subject = format!("user:{user}");
    let of_user = entries::table.filter(entries::subject.eq(subject)).order(entries::position);
    let of_user = of_user.select(EntryRow::as_select());
    let found: Vec<EntryRow> = api.db.read_now(|connection| Ok(of_user.load(connection)?)).unwrap();
    found
        .into_iter()
        .map(|entry| {
            let after = entry.after.map(|after| after.get().to_owned()).unwrap_or_default();
            (entry.action, entry.kind, entry.actor, after)
        })
        .collect()
}

fn times(journal: &[(String, String, String, String)], action: &str) -> usize {
    journal.iter().filter(|(done, kind, ..)| done == action && kind == "security").count()
}

fn a_session_is_listed_and_ended(api: &Api) {
    let litigator = api.litigator();
    let long = format!("Docket/1.0 {}", "x".repeat(300));
    let ((here, _), (there, pair)) =
        (sign_in(api, &litigator.username, "Desk/2.0"), sign_in(api, &litigator.username, &long));
    let list = here.get("/v1/sessions?include=count").must(200);
    assert_eq!(list["count"], 3, "with the one of the fixture");
    let items = list["items"].as_array().unwrap();
    assert_eq!((&items[1]["user_agent"], &items[1]["current"]), (&json!("Desk/2.0"), &json!(true)));
    assert_eq!((items[0]["user_agent"].as_str().unwrap().len(), &items[0]["current"]), (200, &json!(false)));
    assert_eq!((&items[0]["address"], &items[0]["user_id"]), (&json!("127.0.0.1"), &json!(litigator.id)));
    assert_eq!(here.walk("/v1/sessions?limit=1"), (items.clone(), 3));
    let address = format!("/v1/sessions/{}", items[0]["id"].as_str().unwrap());
    assert_eq!(there.get("/v1/me").status, 200);
    assert_eq!(here.delete(&address, &here.get(&address).etag()).status, 204);
    there.get("/v1/me").refused(401, "invalid_token");
    refresh(api, &pair).refused(401, "invalid_refresh_token");
    here.get(&address).refused(404, "not_found");
    here.delete(&address, "*").refused(404, "not_found");
    assert_eq!(here.get("/v1/sessions?include=count").must(200)["count"], 2);
    let told = journal(api, &litigator.id);
    assert_eq!((times(&told, "session.begun"), times(&told, "session.ended")), (3, 1), "{told:#?}");
}

fn a_session_is_seen_by_whose_it_is_and_by_who_manages_them(api: &Api) {
    let organization = api.organization();
    let (litigator, administrator) = (organization.litigator(), organization.administrator());
    let of_theirs = format!("/v1/sessions?user_id={}", litigator.id);
    let theirs = administrator.get(&of_theirs).must(200);
    assert_eq!(theirs["items"][0]["user_id"], litigator.id.as_str());
    let address = format!("/v1/sessions/{}", theirs["items"][0]["id"].as_str().unwrap());
    for other in [organization.manager(), api.administrator()] {
        other.get(&of_theirs).refused(403, "forbidden");
        other.get(&address).refused(404, "not_found");
        other.delete(&address, "*").refused(404, "not_found");
    }
    administrator.get(&format!("/v1/sessions?user_id={}", world::NOBODY)).refused(404, "not_found");
    assert_eq!(administrator.delete(&address, "*").status, 204);
    litigator.get("/v1/me").refused(401, "invalid_token");
}

fn a_refresh_token_that_comes_twice_ends_the_session(api: &Api) {
    let litigator = api.litigator();
    let (_, first) = sign_in(api, &litigator.username, "Desk/2.0");
    let second = refresh(api, &first).must(200);
    let bearing = api.anonymous().with_token(second["access_token"].as_str().unwrap());
    assert_eq!(bearing.get("/v1/me").status, 200);
    let session = bearing.get("/v1/sessions?limit=1").must(200)["items"][0].clone();
    assert_eq!(session["current"], true, "it is still the same session");
    let copied = json!({"refresh_token": first["refresh_token"]});
    let elsewhere = api.anonymous().with_header("User-Agent", "Another/1.0");
    let reused = elsewhere.post("/v1/auth/refresh", copied).refused(401, "invalid_refresh_token");
    assert!(reused.header("www-authenticate").is_some_and(|told| told.starts_with("Bearer")));
    bearing.get("/v1/me").refused(401, "invalid_token");
    refresh(api, &second).refused(401, "invalid_refresh_token");
    assert_eq!(times(&journal(api, &litigator.id), "session.revoked"), 1);
    assert_eq!(litigator.get("/v1/me").status, 200, "another session goes on");
}

fn who_signs_out_is_out_with_the_access_token(api: &Api) {
    let litigator = api.litigator();
    let (here, pair) = sign_in(api, &litigator.username, "Desk/2.0");
    assert_eq!(here.get("/v1/me").status, 200);
    let out = api.anonymous().post("/v1/auth/revoke", json!({"refresh_token": pair["refresh_token"]}));
    assert_eq!(out.status, 204);
    here.get("/v1/me").refused(401, "invalid_token");
}

fn another_password_ends_the_other_sessions(api: &Api) {
    let litigator = api.litigator();
    let (here, _) = sign_in(api, &litigator.username, "Desk/2.0");
    let (there, pair) = sign_in(api, &litigator.username, "Docket/1.0");
    let put = |current: &str, new: &str, etag: Option<&str>| {
        let body = json!({"current_password": current, "new_password": new}).to_string().into_bytes();
        let actor = etag.map_or_else(|| here.clone(), |etag| here.with_header("If-Match", etag));
        actor.send("PUT", "/v1/me/password", Some(("application/json", body)))
    };
    let new = "seven otters borrow a piano";
    put(PASSWORD, new, None).refused(428, "precondition_required");
    put(PASSWORD, new, Some("\"77\"")).refused(412, "stale_version");
    let both = put("not the one it is", "passwordpassword", Some("*")).refused(422, "invalid_body");
    let both = both.at("/current_password", "wrong_password").at("/new_password", "guessable");
    assert!(!both.text.contains("passwordpassword"), "a password is never given back");
    put(PASSWORD, &litigator.username.repeat(2), Some("*")).refused(422, "invalid_body");
    put(PASSWORD, &"ñ ".repeat(200), Some("*")).refused(422, "invalid_body").at("/new_password", "too_long");
    assert_eq!(there.get("/v1/me").status, 200, "nothing has changed");
    let refused = times(&journal(api, &litigator.id), "sign_in.refused");
    assert_eq!(refused, 1, "a session is no way to try out passwords");
    let etag = here.get("/v1/me").etag();
    assert_eq!(put(PASSWORD, new, Some(&etag)).status, 204);
    assert_eq!(here.get("/v1/me").status, 200, "this session goes on");
    there.get("/v1/me").refused(401, "invalid_token");
    litigator.get("/v1/me").refused(401, "invalid_token");
    refresh(api, &pair).refused(401, "invalid_refresh_token");
    let attempt = |password: &str| {
        let body = json!({"username": litigator.username, "password": password});
        api.anonymous().post("/v1/auth/token", body)
    };
    attempt(PASSWORD).refused(401, "invalid_credentials");
    attempt(new).must(200);
    assert_eq!(times(&journal(api, &litigator.id), "user.password_changed"), 1);
}

fn a_password_that_is_easy_to_guess_is_refused_in_both_languages(api: &Api) {
    let administrator = api.administrator();
    let new = |password: &str| {
        let name = format!("b.roy.{}", administrator.id);
        json!({"username": name, "display_name": "Bernadette Roy", "password": password, "role": "analyst"})
    };
    for guessable in ["bernadette roy roy", "aaaaaaaaaaaaaaaaaaaa", "qwertyuiop123456"] {
        let refused = administrator.post("/v1/users", new(guessable)).refused(422, "invalid_body");
        let refused = refused.at("/password", "guessable");
        assert!(refused.json["errors"][0]["message"].as_str().unwrap().contains("Choose"));
    }
    let french = administrator.accept_language("fr").post("/v1/users", new("qwertyuiop123456"));
    let message = french.refused(422, "invalid_body").json["errors"][0]["message"].clone();
    assert!(message.as_str().unwrap().contains("Choisissez"), "{message}");
}

/// Fails to sign in until it has to wait: how often it was tried.
fn lock(api: &Api, username: &str) -> usize {
    let attempt = || {
        let body = json!({"username": username, "password": "planted-wrong-password"});
        api.anonymous().post("/v1/auth/token", body)
    };
    for count in 1..30 {
        let answer = attempt();
        if answer.status == 429 {
            let wait = answer.header("retry-after").unwrap().parse::<u64>().unwrap();
            assert!((1..=901).contains(&wait), "{wait}");
            answer.refused(429, "too_many_requests");
            return count - 1;
        }
        answer.refused(401, "invalid_credentials");
    }
    panic!("it never had to wait");
}

fn an_account_is_locked_until_it_is_unlocked(api: &Api) {
    let api = &api.own(Settings::default());
    let organization = api.organization();
    let (litigator, administrator) = (organization.litigator(), organization.administrator());
    let tried = lock(api, &litigator.username);
    assert!((11..=20).contains(&tried), "{tried}");
    let unknown = lock(api, "nobody.of.that.name");
    assert!((11..=20).contains(&unknown), "an unknown name is locked as a known one is: {unknown}");
    let told = journal(api, &litigator.id);
    assert_eq!(times(&told, "sign_in.refused"), tried, "{told:#?}");
    assert!(times(&told, "sign_in.locked") >= 1, "{told:#?}");
    assert!(told.iter().any(|(.., actor, after)| actor == "anonymous" && after.contains("127.0.0.1")));
    assert!(!format!("{told:?}").contains("planted-wrong-password"));
    let unlock = format!("/v1/users/{}/unlock", litigator.id);
    litigator.post(&unlock, json!({})).refused(403, "forbidden");
    api.administrator().post(&unlock, json!({})).refused(403, "forbidden");
    administrator.post(&unlock, json!({})).must(200);
    sign_in(api, &litigator.username, "Desk/2.0");
    let told = journal(api, &litigator.id);
    assert!(told.iter().any(|(action, ..)| action == "user.unlocked"));
    assert!(lock(api, &litigator.username) >= 11, "success forgets the failures");
}

fn who_is_locked_stays_so_for_other_servers(api: &Api) {
    use greffe::people::identity::lockout::service::{AccountHash, FORGIVEN, check, failed, forget};
    use greffe::people::identity::sessions::client::SignInClient;
    let litigator = api.litigator();
    let account = AccountHash::named(&litigator.username);
    let now = api.app.clock.now();
    let client = |minutes: i64| {
        let now = greffe::db::types::Instant::at(now.utc() + chrono::TimeDelta::minutes(minutes));
        SignInClient { user_agent: None, address: None, request_id: "test".to_owned(), now }
    };
    let fail = |client: &SignInClient| {
        api.db.write_now(|connection| failed(connection, &litigator.username, client)).unwrap();
    };
    let is_open =
        |client: &SignInClient| api.db.read_now(|connection| check(connection, &account, client)).is_ok();
    for _ in 0..FORGIVEN {
        fail(&client(0));
    }
    assert!(is_open(&client(0)));
    for _ in 0..20 {
        fail(&client(0));
    }
    let elsewhere = api.database().open(1);
    let refused = elsewhere.read_now(|connection| {
        credentials::authenticate(connection, &litigator.username, &PASSWORD.into(), &client(14))
    });
    assert_eq!(refused.map(drop).unwrap_err().code(), Code::TooManyRequests, "and the right password");
    assert!(is_open(&client(16)), "the longest wait is a quarter of an hour");
    fail(&client(60 * 25));
    assert!(is_open(&client(60 * 25)), "after a day the failures are forgotten");
    assert!(api.db.write_now(|connection| forget(connection, &account)).unwrap());
}

on_both!(
    a_session_is_listed_and_ended,
    a_session_is_seen_by_whose_it_is_and_by_who_manages_them,
    a_refresh_token_that_comes_twice_ends_the_session,
    who_signs_out_is_out_with_the_access_token,
    another_password_ends_the_other_sessions,
    a_password_that_is_easy_to_guess_is_refused_in_both_languages,
    an_account_is_locked_until_it_is_unlocked,
    who_is_locked_stays_so_for_other_servers,
);
