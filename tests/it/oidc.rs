//! Tokens of an identity provider: which are taken, which are not, and how often the provider is asked.

use crate::support::fixtures::PASSWORD;
use crate::support::provider::{AUDIENCE, ED25519, IdentityProvider, Key, NEXT, P256, RSA, p521, unsigned};
use crate::support::*;
use diesel::prelude::*;
use greffe::db::schema::journal;
use jsonwebtoken::Algorithm;
use serde_json::{Value, json};
use std::time::Duration;

/// So long that nobody asks twice in a test.
const LONG: Duration = Duration::from_secs(3600);

/// A server that trusts a provider.
fn trusting(api: &Api, provider: &IdentityProvider, pause: Duration) -> Api {
    api.own(Settings { provider: Some(provider.trusted(pause)), ..Settings::default() })
}

fn now(api: &Api) -> i64 {
    api.app.clock.now().utc().timestamp()
}

/// Asks who one is.
fn ask(api: &Api, token: &str) -> Answer {
    api.anonymous().with_token(token).get("/v1/me")
}

#[track_caller]
fn refused(answer: Answer) -> Answer {
    let answer = answer.refused(401, "invalid_token");
    assert_eq!(
        answer.header("www-authenticate"),
        Some("Bearer realm=\"greffe\", error=\"invalid_token\""),
        "{}",
        answer.text
    );
    answer
}

/// Somebody of an organisation of their own, who signs in at the provider.
fn federated(api: &Api) -> Actor<'_> {
    let organization = api.organization();
    let analyst = organization.analyst();
    federate(&organization.administrator(), &analyst, true);
    analyst
}

/// Says whether somebody signs in at the provider.
#[track_caller]
fn federate(administrator: &Actor<'_>, who: &Actor<'_>, federated: bool) {
    let address = format!("/v1/users/{}", who.id);
    let changed = administrator.patch(&address, "*", json!({"federated": federated})).must(200);
    assert_eq!(changed["federated"], federated);
}

/// What the journal says of a user: actions, with what kind of entry each is.
fn recorded(api: &Api, user: &str) -> Vec<(String, String)> {
    let entries = journal::table
        .filter(journal::subject.eq(format!("user:{user}")))
        .order(journal::sequence.asc())
        .select((journal::action, journal::kind));
    api.db.read_now(|connection| Ok(entries.load(connection)?)).unwrap()
}

fn a_token_of_the_provider_signs_in_and_is_linked_once(api: &Api) {
    let provider = IdentityProvider::with(&[RSA]);
    let api = &trusting(api, &provider, LONG);
    let organization = api.organization();
    let (analyst, other) = (organization.analyst(), organization.analyst());
    federate(&organization.administrator(), &analyst, true);
    let token =
        |subject: &str, username: &str| RSA.sign(|_| (), &provider.claims(subject, username, now(api)));
    let me = ask(api, &token("one", &analyst.username.to_uppercase())).must(200);
    assert_eq!((&me["id"], &me["roles"]), (&json!(analyst.id), &json!(["analyst"])));
    ask(api, &token("one", &analyst.username)).must(200);
    let links = recorded(api, &analyst.id).into_iter().filter(|(action, _)| action == "identity.linked");
    assert_eq!(links.collect::<Vec<_>>(), [("identity.linked".to_owned(), "security".to_owned())]);
    let renamed = ask(api, &token("one", &other.username)).must(200);
    assert_eq!(renamed["id"], analyst.id.as_str(), "the subject counts, no longer the name");
    let second = refused(ask(api, &token("two", &analyst.username)));
    assert!(second.json["detail"].as_str().unwrap().contains("no account for you"), "{}", second.text);
    refused(ask(api, &token("three", "nobody")));
    let mut nameless = provider.claims("four", "", now(api));
    nameless.as_object_mut().unwrap().remove("preferred_username");
    refused(ask(api, &RSA.sign(|_| (), &nameless)));
    let password = json!({"username": analyst.username, "password": PASSWORD});
    api.anonymous().post("/v1/auth/token", password).must(200);
    assert_eq!(analyst.get("/v1/me").status, 200, "our own tokens are as good as before");
}

fn two_first_requests_at_once_link_once(api: &Api) {
    let provider = IdentityProvider::with(&[RSA]);
    let api = &trusting(api, &provider, LONG);
    let analyst = federated(api);
    let token = RSA.sign(|_| (), &provider.claims("one", &analyst.username, now(api)));
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| ask(api, &token).must(200));
        }
    });
    let links = recorded(api, &analyst.id).into_iter().filter(|(action, _)| action == "identity.linked");
    assert_eq!(links.count(), 1);
    assert_eq!((provider.asked_for("/keys"), provider.asked()), (1, 2), "eight waited for one answer");
}

fn who_is_deactivated_is_out_with_the_next_request(api: &Api) {
    let provider = IdentityProvider::with(&[RSA]);
    let api = &trusting(api, &provider, LONG);
    let organization = api.organization();
    let (administrator, linked, fresh) =
        (organization.administrator(), organization.analyst(), organization.analyst());
    for actor in [&linked, &fresh] {
        federate(&administrator, actor, true);
    }
    let token = |actor: &Actor<'_>| RSA.sign(|_| (), &provider.claims(&actor.id, &actor.username, now(api)));
    ask(api, &token(&linked)).must(200);
    for actor in [&linked, &fresh] {
        administrator.patch(&format!("/v1/users/{}", actor.id), "*", json!({"active": false})).must(200);
        refused(ask(api, &token(actor)));
    }
    administrator.patch(&format!("/v1/users/{}", fresh.id), "*", json!({"active": true})).must(200);
    ask(api, &token(&fresh)).must(200);
}

fn every_algorithm_on_the_list_is_taken(api: &Api) {
    let provider = IdentityProvider::with(&[RSA, ED25519, P256]);
    // What nobody can read, and what is not for signatures, hides nothing.
    provider.publishes_also(json!({"kty": "new", "kid": "new"}));
    provider.publishes_also(json!("nonsense"));
    let api = &trusting(api, &provider, LONG);
    let analyst = federated(api);
    let claims = provider.claims("one", &analyst.username, now(api));
    for key in [
        RSA,
        RSA.with(Algorithm::RS384),
        RSA.with(Algorithm::RS512),
        RSA.with(Algorithm::PS256),
        RSA.with(Algorithm::PS384),
        RSA.with(Algorithm::PS512),
        ED25519,
        P256,
    ] {
        for typ in ["at+jwt", "AT+JWT", "application/at+jwt", "JWT"] {
            let token = key.sign(|header| header.typ = Some(typ.to_owned()), &claims);
            assert_eq!(ask(api, &token).status, 200, "{:?} {typ}", key.algorithm);
        }
    }
    for key in [ED25519, P256] {
        let nameless = key.sign(|header| header.kid = None, &claims);
        assert_eq!(ask(api, &nameless).status, 200, "the only one of its type needs no name");
    }
    let named = ED25519.sign_under(&json!({"alg": "Ed25519", "typ": "JWT", "kid": "ed25519"}), &claims);
    assert_eq!(ask(api, &named).status, 200, "EdDSA by the name of its curve (RFC 9864)");
    let misnamed = ED25519.sign_under(&json!({"alg": "Ed448", "typ": "JWT", "kid": "ed25519"}), &claims);
    refused(ask(api, &misnamed));
}

fn what_the_library_has_not_is_taken_too(api: &Api) {
    let provider = IdentityProvider::with(&[RSA]);
    let mut curve = ED25519.public();
    curve["alg"] = json!("Ed25519");
    provider.publishes_also(curve);
    let api = &trusting(api, &provider, LONG);
    let claims = provider.claims("one", &federated(api).username, now(api));
    let (public, token) = p521("p521", &claims);
    provider.publishes_also(public);
    assert_eq!(ask(api, &token).status, 200, "ES512");
    let (head, signature) = token.rsplit_once('.').unwrap();
    refused(ask(api, &format!("{head}.{}A", &signature[1..])));
    let named = ED25519.sign(|_| (), &claims);
    assert_eq!(ask(api, &named).status, 200, "a key for Ed25519 verifies EdDSA: they are one");
}

/// RFC 7519 lets an instant have a fraction, and some providers write one.
fn an_instant_may_have_a_fraction(api: &Api) {
    let provider = IdentityProvider::with(&[RSA]);
    let api = &trusting(api, &provider, LONG);
    let analyst = federated(api);
    let now = now(api);
    let with = |from: f64, until: f64| {
        let mut claims = provider.claims("one", &analyst.username, now);
        claims["iat"] = json!(from);
        claims["nbf"] = json!(from);
        claims["auth_time"] = json!(from);
        claims["exp"] = json!(until);
        ask(api, &RSA.sign(|_| (), &claims))
    };
    let second = f64::from(u32::try_from(now).unwrap());
    with(second - 0.5, second + 300.25).must(200);
    with(1.0e3, 4.2e9).must(200);
    refused(with(second - 0.5, second - 31.5));
    refused(with(second + 90.5, second + 300.0));
}

/// Providers that give no `typ` are taken where the operator says so, and what goes before a type makes no difference.
fn a_type_may_be_missing_where_the_operator_says_so(api: &Api) {
    let provider = IdentityProvider::with(&[RSA]);
    let types = vec!["application/AT+JWT".to_owned()];
    let trusted = provider.trusted(LONG).reading("preferred_username".to_owned(), &types, 30);
    let strict = provider.trusted(LONG);
    let api = &api.own(Settings { provider: Some(trusted.taking_untyped(true)), ..Settings::default() });
    let claims = provider.claims("one", &federated(api).username, now(api));
    let token = |typ: Option<&str>| RSA.sign(|header| header.typ = typ.map(str::to_owned), &claims);
    for typ in [None, Some("at+jwt"), Some("application/at+jwt")] {
        assert_eq!(ask(api, &token(typ)).status, 200, "{typ:?}");
    }
    for typ in ["JWT", "id+jwt", "application/", ""] {
        refused(ask(api, &token(Some(typ))));
    }
    let verified = actix_web::rt::System::new().block_on(strict.verify(&token(None), api.app.clock.now()));
    assert_eq!(verified.unwrap_err().cause(), Some("token refused: type"), "not, unless it is said");
}

/// The log has the reason, of which the caller learns nothing.
#[test]
fn a_refused_token_leaves_its_reason() {
    let provider = IdentityProvider::with(&[RSA, ED25519]);
    let trusted = provider.trusted(LONG);
    let now = greffe::clock::Clock::of_the_machine().now();
    let second = now.utc().timestamp();
    let good = provider.claims("one", "nobody", second);
    let with = |field: &str, value: Value| {
        let mut claims = good.clone();
        claims[field] = value;
        RSA.sign(|_| (), &claims)
    };
    for (reason, token) in [
        ("unreadable", "nonsense".to_owned()),
        ("unreadable", with("exp", json!("tomorrow"))),
        ("algorithm", unsigned(&json!({"alg": "none", "typ": "JWT"}), &good, "")),
        ("type", RSA.sign(|header| header.typ = Some("id+jwt".to_owned()), &good)),
        ("critical", RSA.sign(|header| header.crit = Some(vec!["b64".to_owned()]), &good)),
        ("unknown_key", RSA.named("other").sign(|_| (), &good)),
        ("unsuited_key", ED25519.named("rsa").sign(|_| (), &good)),
        ("signature", NEXT.named("rsa").sign(|_| (), &good)),
        ("issuer", with("iss", json!("https://login.example.org"))),
        ("audience", with("aud", json!("api://other"))),
        ("expired", with("exp", json!(second - 31))),
        ("not_yet", with("nbf", json!(second + 60))),
        ("subject", with("sub", json!(""))),
        ("too_long", with("padding", json!("x".repeat(8192)))),
    ] {
        let refused = actix_web::rt::System::new().block_on(trusted.verify(&token, now)).unwrap_err();
        assert_eq!(refused.cause(), Some(format!("token refused: {reason}").as_str()));
    }
}

fn what_is_wrong_with_the_claims_is_found(api: &Api) {
    let provider = IdentityProvider::with(&[RSA, ED25519]);
    let api = &trusting(api, &provider, LONG);
    let analyst = federated(api);
    let (now, name) = (now(api), analyst.username.as_str());
    let good = provider.claims("one", name, now);
    let with = |field: &str, value: Value| {
        let mut claims = good.clone();
        claims[field] = value;
        claims
    };
    let without = |field: &str| {
        let mut claims = good.clone();
        claims.as_object_mut().unwrap().remove(field);
        claims
    };
    for (what, claims) in [
        ("another audience", with("aud", json!("api://other"))),
        ("other audiences", with("aud", json!(["api://other", "api://another"]))),
        ("no audience", without("aud")),
        ("another issuer", with("iss", json!("https://login.example.org"))),
        ("an issuer with a slash", with("iss", json!(format!("{}/", provider.url())))),
        ("no issuer", without("iss")),
        ("our own name as issuer", with("iss", json!("greffe"))),
        ("expired", with("exp", json!(now - 31))),
        ("no end", without("exp")),
        ("an end that is no number", with("exp", json!("tomorrow"))),
        ("not yet", with("nbf", json!(now + 60))),
        ("issued in time to come", with("iat", json!(now + 60))),
        ("no subject", without("sub")),
        ("an empty subject", with("sub", json!(""))),
        ("a long subject", with("sub", json!("x".repeat(256)))),
        ("over 8 KiB", with("padding", json!("x".repeat(8192)))),
    ] {
        let answer = refused(ask(api, &RSA.sign(|_| (), &claims)));
        assert!(!answer.text.contains(name), "{what}: {}", answer.text);
    }
    assert!(recorded(api, &analyst.id).iter().all(|(action, _)| action != "identity.linked"));
    for claims in [
        good.clone(),
        with("aud", json!(["api://other", AUDIENCE])),
        with("exp", json!(now - 10)),
        with("nbf", json!(now + 10)),
        without("nbf"),
    ] {
        assert_eq!(ask(api, &RSA.sign(|_| (), &claims)).status, 200, "{claims}");
    }
}

fn what_is_wrong_with_a_signature_is_found(api: &Api) {
    let provider = IdentityProvider::with(&[RSA, ED25519]);
    let api = &trusting(api, &provider, LONG);
    let analyst = federated(api);
    let name = analyst.username.as_str();
    let good = provider.claims("one", name, now(api));
    let evil = format!("{}/evil", provider.url());
    let public = RSA.public();
    let stranger = NEXT.named("rsa");
    for (what, token) in [
        ("no type", RSA.sign(|header| header.typ = None, &good)),
        ("an identity token", RSA.sign(|header| header.typ = Some("id+jwt".to_owned()), &good)),
        ("another key under the same name", stranger.sign(|_| (), &good)),
        ("a key of another type", ED25519.named("rsa").sign(|_| (), &good)),
        ("no name", NEXT.sign(|header| header.kid = None, &good)),
        ("keys elsewhere", stranger.sign(|header| header.jku = Some(evil.clone()), &good)),
        ("a certificate elsewhere", stranger.sign(|header| header.x5u = Some(evil.clone()), &good)),
        (
            "a key of its own",
            stranger.sign(|header| header.jwk = serde_json::from_value(NEXT.public()).unwrap(), &good),
        ),
        ("a criticality", RSA.sign(|header| header.crit = Some(vec!["b64".to_owned()]), &good)),
        (
            "the public key as a secret",
            Key { pem: Box::leak(public["n"].as_str().unwrap().to_owned().into_boxed_str()), ..RSA }
                .with(Algorithm::HS256)
                .sign(|_| (), &good),
        ),
        ("nothing", unsigned(&json!({"alg": "none", "typ": "JWT", "kid": "rsa"}), &good, "")),
        ("nothing, in capitals", unsigned(&json!({"alg": "NONE", "typ": "JWT"}), &good, "")),
        ("an algorithm alone", unsigned(&json!({"alg": "RS256", "typ": "JWT", "kid": "rsa"}), &good, "")),
        ("nonsense", unsigned(&json!({"alg": "RS256", "typ": "JWT", "kid": "rsa"}), &good, "e30")),
    ] {
        let answer = refused(ask(api, &token));
        assert!(!answer.text.contains(name), "{what}: {}", answer.text);
    }
    let token = RSA.sign(|_| (), &good);
    refused(ask(api, &token[..token.len() - 2]));
    refused(ask(api, token.rsplit_once('.').unwrap().0));
    assert_eq!((provider.asked_for("/evil"), provider.asked_for("/keys")), (0, 1));
    ask(api, &token).must(200);
}

/// What the server's own limit on headers would stop before.
#[test]
fn a_long_token_is_not_looked_at() {
    let provider = IdentityProvider::with(&[RSA]);
    let trusted = provider.trusted(LONG);
    let now = greffe::clock::Clock::of_the_machine().now();
    let mut claims = provider.claims("one", "nobody", now.utc().timestamp());
    claims["padding"] = json!("x".repeat(75_000));
    let token = RSA.sign(|_| (), &claims);
    assert!(token.len() > 100_000 && !trusted.is_named_by(&token));
    let verified = actix_web::rt::System::new().block_on(trusted.verify(&token, now));
    assert_eq!(verified.unwrap_err().code(), greffe::error::Code::InvalidToken);
    assert_eq!(provider.asked(), 0);
}

/// After a restore no token is good that was issued before it, whoever issued it.
#[test]
fn a_token_from_before_an_instant_is_not_taken() {
    let provider = IdentityProvider::with(&[RSA]);
    let now = greffe::clock::Clock::of_the_machine().now();
    let trusted = provider.trusted(LONG).since(Some(now));
    let verified = |issued: i64| {
        let token = RSA.sign(|_| (), &provider.claims("one", "nobody", issued));
        actix_web::rt::System::new().block_on(trusted.verify(&token, now))
    };
    let second = now.utc().timestamp();
    assert_eq!(verified(second - 1).unwrap_err().code(), greffe::error::Code::InvalidToken);
    assert_eq!(verified(second).unwrap().subject, "one");
}

fn an_unknown_key_is_asked_for_once(api: &Api) {
    let provider = IdentityProvider::with(&[RSA]);
    let api = &trusting(api, &provider, LONG);
    let analyst = federated(api);
    let claims = provider.claims("one", &analyst.username, now(api));
    ask(api, &RSA.sign(|_| (), &claims)).must(200);
    assert_eq!(provider.asked_for("/keys"), 1);
    std::thread::scope(|scope| {
        for number in 0..4 {
            let claims = &claims;
            scope.spawn(move || {
                for more in 0..10 {
                    let kid = format!("unknown-{number}-{more}");
                    refused(ask(api, &NEXT.sign(|header| header.kid = Some(kid), claims)));
                }
            });
        }
    });
    assert_eq!(provider.asked_for("/keys"), 2, "forty unknown names, one question");
    ask(api, &RSA.sign(|_| (), &claims)).must(200);
}

fn keys_that_were_rotated_are_found(api: &Api) {
    let provider = IdentityProvider::with(&[RSA]);
    let api = &trusting(api, &provider, LONG);
    let analyst = federated(api);
    let claims = provider.claims("one", &analyst.username, now(api));
    ask(api, &RSA.sign(|_| (), &claims)).must(200);
    provider.publishes(&[NEXT]);
    ask(api, &RSA.sign(|_| (), &claims)).must(200);
    assert_eq!(provider.asked_for("/keys"), 1, "a known key needs no question");
    ask(api, &NEXT.sign(|_| (), &claims)).must(200);
    refused(ask(api, &RSA.sign(|_| (), &claims)));
    assert_eq!(provider.asked_for("/keys"), 2);
}

fn a_provider_that_is_away_is_503_for_its_own_tokens_alone(api: &Api) {
    let provider = IdentityProvider::with(&[RSA]);
    let api = &trusting(api, &provider, Duration::ZERO);
    let analyst = federated(api);
    let claims = provider.claims("one", &analyst.username, now(api));
    let token = RSA.sign(|_| (), &claims);
    provider.is_away(true);
    let answer = ask(api, &token).refused(503, "unavailable");
    assert!(answer.header("retry-after").is_some_and(|wait| wait.parse::<u64>().is_ok_and(|wait| wait > 0)));
    assert_eq!(analyst.get("/v1/me").status, 200, "who is local does not notice");
    provider.is_away(false);
    ask(api, &token).must(200);
    provider.is_away(true);
    ask(api, &token).must(200);
    refused(ask(api, &NEXT.sign(|_| (), &claims)));
}

fn a_provider_that_is_away_is_not_asked_again_and_again(api: &Api) {
    let provider = IdentityProvider::with(&[RSA]);
    let api = &trusting(api, &provider, LONG);
    let token = RSA.sign(|_| (), &provider.claims("one", "nobody", now(api)));
    provider.is_away(true);
    for _ in 0..5 {
        ask(api, &token).refused(503, "unavailable");
    }
    assert_eq!(provider.asked(), 1);
}

fn documents_that_cannot_be_trusted_are_not(api: &Api) {
    let provider = IdentityProvider::with(&[RSA]);
    let api = &trusting(api, &provider, Duration::ZERO);
    let analyst = federated(api);
    let token = RSA.sign(|_| (), &provider.claims("one", &analyst.username, now(api)));
    for lies in [
        json!({"issuer": "https://login.example.org"}),
        json!({"issuer": format!("{}/", provider.url())}),
        json!({"jwks_uri": "http://keys.example.org/keys"}),
        json!({"jwks_uri": "file:///etc/passwd"}),
        json!({"jwks_uri": 7}),
        json!({"jwks_uri": format!("{}/missing", provider.url())}),
    ] {
        provider.lies(lies.clone());
        ask(api, &token).refused(503, "unavailable");
        assert_eq!(provider.asked_for("/keys"), 0, "{lies}");
    }
    provider.lies(json!({}));
    provider.pads(1024 * 1024);
    ask(api, &token).refused(503, "unavailable");
    provider.pads(0);
    ask(api, &token).must(200);
}

fn a_name_at_the_provider_takes_over_no_account_that_is_not_meant_for_it(api: &Api) {
    let provider = IdentityProvider::with(&[RSA]);
    let api = &trusting(api, &provider, LONG);
    let organization = api.organization();
    let (administrator, analyst) = (organization.administrator(), organization.analyst());
    let token =
        |subject: &str, username: &str| RSA.sign(|_| (), &provider.claims(subject, username, now(api)));
    let unknown = refused(ask(api, &token("nobody", "nobody.of.that.name")));
    for (subject, local) in [("one", &analyst), ("two", &administrator)] {
        let answer = refused(ask(api, &token(subject, &local.username.to_uppercase())));
        assert_eq!(answer.essence(), unknown.essence(), "whether there is such an account is not told");
        let told = recorded(api, &local.id);
        assert!(told.contains(&("identity.refused".to_owned(), "security".to_owned())), "{told:?}");
        assert!(told.iter().all(|(action, _)| action != "identity.linked"), "{told:?}");
    }
    let own = format!("/v1/users/{}", administrator.id);
    administrator.patch(&own, "*", json!({"federated": true})).refused(409, "conflict");
    let seen = analyst.get(&format!("/v1/users/{}", analyst.id)).must(200);
    assert!(seen.get("federated").is_none(), "who signs in where is for who manages users: {seen}");

    federate(&administrator, &analyst, true);
    let spelled = format!(" {}", analyst.username.to_uppercase());
    assert_eq!(ask(api, &token("one", &spelled)).must(200)["id"], analyst.id.as_str());
    refused(ask(api, &token("another", &analyst.username)));
    let told = recorded(api, &analyst.id).into_iter().filter(|(action, _)| action == "identity.refused");
    assert_eq!(told.count(), 2, "who is linked already is linked to nobody else");
    federate(&administrator, &analyst, false);
    refused(ask(api, &token("one", &analyst.username)));
    federate(&administrator, &analyst, true);
    ask(api, &token("another", &analyst.username)).must(200);
    refused(ask(api, &token("one", &analyst.username)));

    let provisioned = format!("Directory.{}@example.org", administrator.username);
    let body = json!({"userName": provisioned});
    let kind = ("application/scim+json", body.to_string().into_bytes());
    let made = administrator.send("POST", "/v1/scim/v2/Users", Some(kind)).must(201);
    assert_eq!(ask(api, &token("three", &provisioned)).must(200)["id"], made["id"]);
}

fn who_is_refused_again_and_again_fills_no_journal(api: &Api) {
    let provider = IdentityProvider::with(&[RSA]);
    let api = &trusting(api, &provider, LONG);
    let analyst = api.organization().analyst();
    let token = RSA.sign(|_| (), &provider.claims("one", &analyst.username, now(api)));
    let waits = (0..300).find(|_| ask(api, &token).status == 429).expect("it never had to wait");
    let told = recorded(api, &analyst.id).into_iter().filter(|(action, _)| action == "identity.refused");
    assert_eq!(told.count(), waits);
    let other = RSA.sign(|_| (), &provider.claims("two", &analyst.username, now(api)));
    refused(ask(api, &other));
}

fn without_a_provider_its_tokens_are_nobodys(api: &Api) {
    let provider = IdentityProvider::with(&[RSA]);
    let analyst = federated(api);
    refused(ask(api, &RSA.sign(|_| (), &provider.claims("one", &analyst.username, now(api)))));
    assert_eq!(provider.asked(), 0);
}

on_both!(
    a_token_of_the_provider_signs_in_and_is_linked_once,
    two_first_requests_at_once_link_once,
    who_is_deactivated_is_out_with_the_next_request,
    every_algorithm_on_the_list_is_taken,
    what_the_library_has_not_is_taken_too,
    an_instant_may_have_a_fraction,
    a_type_may_be_missing_where_the_operator_says_so,
    what_is_wrong_with_the_claims_is_found,
    what_is_wrong_with_a_signature_is_found,
    an_unknown_key_is_asked_for_once,
    keys_that_were_rotated_are_found,
    a_provider_that_is_away_is_503_for_its_own_tokens_alone,
    a_provider_that_is_away_is_not_asked_again_and_again,
    documents_that_cannot_be_trusted_are_not,
    a_name_at_the_provider_takes_over_no_account_that_is_not_meant_for_it,
    who_is_refused_again_and_again_fills_no_journal,
    without_a_provider_its_tokens_are_nobodys,
);
