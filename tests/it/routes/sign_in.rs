//! `/v1/auth`: what comes in the way of a sign-in, who shuts whom out, and two who refresh at once.

use crate::support::fixtures::PASSWORD;
use crate::support::*;
use chrono::TimeDelta;
use diesel::prelude::*;
use greffe::db::schema::{journal, sign_in_places};
use greffe::db::types::Instant;
use greffe::error::Code;
use greffe::http::client::{Forwarded, Proxies};
use greffe::http::edge::Edge;
use greffe::people::identity::credentials::{self, PasswordProof};
use greffe::people::identity::sessions::client::SignInClient;
use greffe::people::identity::sessions::service::{GRACE, Refreshed, refresh};
use greffe::server::housekeeping;
use serde_json::{Value, json};

const OTHER_PASSWORD: &str = "seven otters borrow a piano";

fn client(api: &Api, seconds: i64, address: &str, agent: &str) -> SignInClient {
    SignInClient {
        user_agent: Some(agent.to_owned()),
        address: Some(address.to_owned()),
        request_id: "test".to_owned(),
        now: Instant::at(api.app.clock.now().utc() + TimeDelta::seconds(seconds)),
    }
}

/// The password of an account is looked at, and found right.
fn proven(api: &Api, username: &str, client: &SignInClient) -> PasswordProof {
    let found = api
        .db
        .read_now(|connection| credentials::authenticate(connection, username, &PASSWORD.into(), client));
    found.unwrap()
}

fn signed_in(api: &Api, proof: &PasswordProof, username: &str, client: &SignInClient) -> Result<Value, Code> {
    let pair = api
        .db
        .write_now(|connection| credentials::sign_in(connection, &api.app.tokens, proof, username, client));
    pair.map(|pair| serde_json::to_value(pair).unwrap()).map_err(|error| error.code())
}

/// What the journal says of a user.
fn recorded(api: &Api, user: &str, action: &str) -> usize {
    let entries =
        journal::table.filter(journal::subject.eq(format!("user:{user}"))).filter(journal::action.eq(action));
    let count: i64 = api.db.read_now(|connection| Ok(entries.count().get_result(connection)?)).unwrap();
    usize::try_from(count).unwrap()
}

/// What happens to an account.
type Change<'a> = Box<dyn Fn(&Actor<'_>) + 'a>;

fn a_sign_in_under_way_while_the_account_changes_opens_nothing(api: &Api) {
    let organization = api.organization();
    let administrator = organization.administrator();
    let here = client(api, 0, "192.0.2.1", "Desk/2.0");
    let changes: [(&str, Change<'_>); 4] = [
        (
            "their own password",
            Box::new(|who: &Actor<'_>| {
                let body = json!({"current_password": PASSWORD, "new_password": OTHER_PASSWORD});
                let body = Some(("application/json", body.to_string().into_bytes()));
                assert_eq!(who.with_header("If-Match", "*").send("PUT", "/v1/me/password", body).status, 204);
            }),
        ),
        (
            "a password that was given",
            Box::new(|who: &Actor<'_>| {
                administrator
                    .patch(&format!("/v1/users/{}", who.id), "*", json!({"password": OTHER_PASSWORD}))
                    .must(200);
            }),
        ),
        (
            "a password from the command line",
            Box::new(|who: &Actor<'_>| {
                let now = who.api.app.clock.now();
                let set = who.api.db.write_now(|connection| {
                    credentials::set(connection, &who.username.to_uppercase(), &OTHER_PASSWORD.into(), now)
                });
                set.unwrap();
            }),
        ),
        (
            "deactivation, by a directory",
            Box::new(|who: &Actor<'_>| {
                assert_eq!(administrator.delete(&format!("/v1/scim/v2/Users/{}", who.id), "*").status, 204);
            }),
        ),
    ];
    for (what, change) in changes {
        let who = organization.litigator();
        let proof = proven(api, &who.username, &here);
        change(&who);
        assert_eq!(signed_in(api, &proof, &who.username, &here), Err(Code::InvalidCredentials), "{what}");
        assert_eq!(recorded(api, &who.id, "session.begun"), 1, "{what}: that of the fixture");
    }
    let who = organization.litigator();
    let proof = proven(api, &who.username, &here);
    let pair = signed_in(api, &proof, &who.username, &here).unwrap();
    assert_eq!(api.anonymous().with_token(pair["access_token"].as_str().unwrap()).get("/v1/me").status, 200);
}

fn of_a_sign_in_and_a_change_at_once_no_session_is_left(api: &Api) {
    let organization = api.organization();
    let administrator = organization.administrator();
    let here = client(api, 0, "192.0.2.1", "Desk/2.0");
    for _ in 0..20 {
        let who = organization.litigator();
        let proof = proven(api, &who.username, &here);
        let pair = std::thread::scope(|scope| {
            let coming = scope.spawn(|| signed_in(api, &proof, &who.username, &here));
            let address = format!("/v1/users/{}", who.id);
            administrator.patch(&address, "*", json!({"active": false})).must(200);
            coming.join().unwrap()
        });
        if let Ok(pair) = pair {
            let token = pair["access_token"].as_str().unwrap();
            api.anonymous().with_token(token).get("/v1/me").refused(401, "invalid_token");
        }
        let list = format!("/v1/sessions?user_id={}", who.id);
        assert_eq!(administrator.get(&list).must(200)["items"], json!([]));
    }
}

/// A server that believes what is said of addresses.
fn behind_a_proxy(api: &Api) -> Api {
    let local = vec!["127.0.0.0/8".parse().unwrap()];
    let edge = Edge { proxies: Proxies::new(local, Forwarded::XForwarded), ..Edge::default() };
    api.own(Settings { edge, ..Settings::default() })
}

fn attempt(api: &Api, address: &str, username: &str, password: &str) -> Answer {
    let from = api.anonymous().with_header("X-Forwarded-For", address);
    from.post("/v1/auth/token", json!({"username": username, "password": password}))
}

/// Fails to sign in from an address until it has to wait: how often it was tried.
#[track_caller]
fn lock(api: &Api, address: &str, username: &str) -> usize {
    (0..30).find(|_| attempt(api, address, username, "wrong").status == 429).expect("it never had to wait")
}

fn a_name_is_one_account_however_it_is_typed(api: &Api) {
    let api = &behind_a_proxy(api);
    let analyst = api.organization().analyst();
    let spelled = format!(" {} ", analyst.username.to_uppercase());
    let tried = lock(api, "198.51.100.7", &spelled);
    assert_eq!(recorded(api, &analyst.id, "sign_in.refused"), tried);
    assert!(recorded(api, &analyst.id, "sign_in.locked") >= 1);
    attempt(api, "198.51.100.8", &analyst.username, PASSWORD).refused(429, "too_many_requests");
    let other = api.organization().analyst();
    attempt(api, "198.51.100.7", &other.username.to_uppercase(), PASSWORD).must(200);
    let administrator = api.administrator();
    let username = format!("roy.{}", administrator.id);
    let new = json!({"userName": username.to_uppercase(), "active": true});
    let kind = |body: &Value| Some(("application/scim+json", body.to_string().into_bytes()));
    let made = administrator.send("POST", "/v1/scim/v2/Users", kind(&new)).must(201);
    assert_eq!(made["userName"], username);
    let twin =
        json!({"username": username, "display_name": "Roy", "password": OTHER_PASSWORD, "role": "viewer"});
    administrator.post("/v1/users", twin).refused(409, "duplicate").at("/username", "taken");
}

fn who_guesses_elsewhere_locks_nobody_out_at_their_desk(api: &Api) {
    let api = &behind_a_proxy(api);
    let (desk, home, guesser) = ("192.0.2.10", "2001:db8:1:2::10", "198.51.100.7");
    let organization = api.organization();
    let (administrator, litigator) = (organization.administrator(), organization.litigator());
    let name = &litigator.username;
    attempt(api, desk, name, PASSWORD).must(200);
    attempt(api, home, name, PASSWORD).must(200);
    assert!(lock(api, guesser, name) >= 11);
    attempt(api, guesser, name, PASSWORD).refused(429, "too_many_requests");
    attempt(api, "203.0.113.9", name, PASSWORD).refused(429, "too_many_requests");
    attempt(api, desk, name, "mistyped").refused(401, "invalid_credentials");
    attempt(api, desk, name, PASSWORD).must(200);
    attempt(api, "2001:db8:1:2:ffff::1", name, PASSWORD).must(200);
    attempt(api, "2001:db8:1:3::10", name, PASSWORD).refused(429, "too_many_requests");
    attempt(api, guesser, name, PASSWORD).refused(429, "too_many_requests");
    assert!(lock(api, desk, name) >= 11, "at the desk, too, there are only so many tries");
    attempt(api, home, name, PASSWORD).must(200);
    administrator.post(&format!("/v1/users/{}/unlock", litigator.id), json!({})).must(200);
    for address in [guesser, desk] {
        attempt(api, address, name, PASSWORD).must(200);
    }
}

fn what_is_remembered_of_places_goes(api: &Api) {
    let api = &behind_a_proxy(api);
    let litigator = api.litigator();
    attempt(api, "192.0.2.10", &litigator.username, PASSWORD).must(200);
    for name in [litigator.username.as_str(), "nobody.of.that.name"] {
        attempt(api, "198.51.100.7", name, "wrong").refused(401, "invalid_credentials");
    }
    let left = |days: i64| {
        let now = Instant::at(api.app.clock.now().utc() + TimeDelta::days(days));
        housekeeping::sweep(&api.db, now).unwrap();
        let rows = sign_in_places::table.order(sign_in_places::network).select(sign_in_places::network);
        api.db.read_now(|connection| Ok(rows.load::<String>(connection)?)).unwrap()
    };
    assert_eq!(left(0), ["", "", "192.0.2.10/32"]);
    assert_eq!(left(2), ["192.0.2.10/32"]);
    assert_eq!(left(31), [""; 0]);
    attempt(api, "198.51.100.7", &litigator.username, "wrong").refused(401, "invalid_credentials");
}

fn two_who_refresh_one_token_at_once_both_go_on(api: &Api) {
    let litigator = api.litigator();
    let body = json!({"username": litigator.username, "password": PASSWORD});
    for _ in 0..5 {
        let pair = api.anonymous().post("/v1/auth/token", body.clone()).must(200);
        let ask = |pair: &Value| {
            api.anonymous().post("/v1/auth/refresh", json!({"refresh_token": pair["refresh_token"]}))
        };
        let (one, other) = std::thread::scope(|scope| {
            let (one, other) = (scope.spawn(|| ask(&pair)), scope.spawn(|| ask(&pair)));
            (one.join().unwrap().must(200), other.join().unwrap().must(200))
        });
        assert_ne!(one["refresh_token"], other["refresh_token"]);
        for pair in [&one, &other] {
            let token = pair["access_token"].as_str().unwrap();
            assert_eq!(api.anonymous().with_token(token).get("/v1/me").status, 200);
        }
        ask(&one).must(200);
    }
    assert_eq!(recorded(api, &litigator.id, "session.revoked"), 0);
}

/// Refreshes at a time, from somewhere: the next refresh token, or nothing.
fn refreshed(api: &Api, token: &str, client: &SignInClient) -> Option<String> {
    let done =
        api.db.write_now(|connection| refresh(connection, &api.app.tokens, &token.to_owned().into(), client));
    match done.unwrap() {
        Refreshed::Tokens(pair) => Some(pair.refresh_token),
        Refreshed::Refused | Refreshed::Revoked => None,
    }
}

fn the_grace_is_short_and_for_the_same_client(api: &Api) {
    let litigator = api.litigator();
    let at = |seconds| client(api, seconds, "192.0.2.1", "Desk/2.0");
    let fresh = || {
        let proof = proven(api, &litigator.username, &at(0));
        let pair = signed_in(api, &proof, &litigator.username, &at(0)).unwrap();
        pair["refresh_token"].as_str().unwrap().to_owned()
    };
    let late = GRACE.num_seconds() + 1;
    for (what, thief) in [
        ("later", at(late)),
        ("from another network", client(api, 1, "192.0.2.2", "Desk/2.0")),
        ("from another program", client(api, 1, "192.0.2.1", "Desk/2.1")),
    ] {
        let first = fresh();
        let second = refreshed(api, &first, &at(0)).unwrap();
        assert_eq!(refreshed(api, &first, &thief), None, "{what}");
        assert_eq!(refreshed(api, &second, &at(late)), None, "{what}: the session has ended");
    }
    // Of two who go on from one token, the second ends the session.
    let first = fresh();
    let (ours, theirs) = (refreshed(api, &first, &at(0)).unwrap(), refreshed(api, &first, &at(1)).unwrap());
    let ours = refreshed(api, &ours, &at(3600)).unwrap();
    assert_eq!(refreshed(api, &theirs, &at(7200)), None);
    assert_eq!(refreshed(api, &ours, &at(7201)), None);
    // The grace begins with the first use and is not prolonged.
    let first = fresh();
    refreshed(api, &first, &at(0)).unwrap();
    let last = refreshed(api, &first, &at(late - 2)).unwrap();
    assert_eq!(refreshed(api, &first, &at(late)), None);
    assert_eq!(refreshed(api, &last, &at(late)), None);
}

fn refresh_tokens_that_have_expired_are_removed(api: &Api) {
    let api = &api.own(Settings::default());
    let litigator = api.litigator();
    let count = |days: i64| {
        let now = Instant::at(api.app.clock.now().utc() + TimeDelta::days(days));
        housekeeping::sweep(&api.db, now).unwrap();
        let tokens = greffe::db::schema::refresh_tokens::table.count();
        api.db.read_now(|connection| Ok(tokens.get_result::<i64>(connection)?)).unwrap()
    };
    assert_eq!((count(0), count(15)), (1, 0));
    assert_eq!(litigator.get("/v1/me").status, 200, "the session itself is not theirs to end");
}

on_both!(
    a_sign_in_under_way_while_the_account_changes_opens_nothing,
    of_a_sign_in_and_a_change_at_once_no_session_is_left,
    a_name_is_one_account_however_it_is_typed,
    who_guesses_elsewhere_locks_nobody_out_at_their_desk,
    what_is_remembered_of_places_goes,
    two_who_refresh_one_token_at_once_both_go_on,
    the_grace_is_short_and_for_the_same_client,
    refresh_tokens_that_have_expired_are_removed,
);
