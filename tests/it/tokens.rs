//! Tokens that somebody made up or tampered with: each is refused with a challenge, and none is our fault.

use crate::support::*;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use greffe::signing::tokens::Tokens;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

const ED25519: &str = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n-----END PRIVATE KEY-----\n";
const OTHER: &str = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f\n-----END PRIVATE KEY-----\n";
/// Private keys that were made for this test.
const RSA: &str = include_str!("support/keys/rsa.pem");
const OTHER_RSA: &str = include_str!("support/keys/other-rsa.pem");

fn part(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

fn read(part: &str) -> Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

/// A token that a server gave, taken apart.
struct Genuine {
    token: String,
    header: Value,
    claims: Value,
    signature: String,
}

impl Genuine {
    fn of(api: &Api) -> Self {
        let litigator = api.litigator();
        let body = json!({"username": litigator.username, "password": fixtures::PASSWORD});
        let pair = api.anonymous().post("/v1/auth/token", body).must(200);
        let token = pair["access_token"].as_str().unwrap().to_owned();
        let parts: Vec<_> = token.split('.').collect();
        let (header, claims, signature) = (read(parts[0]), read(parts[1]), parts[2].to_owned());
        Self { header, claims, signature, token: token.clone() }
    }

    /// The header with this in it.
    fn header_with(&self, name: &str, value: Value) -> Value {
        let mut header = self.header.clone();
        header[name] = value;
        header
    }

    /// The claims with this in them.
    fn claims_with(&self, name: &str, value: Value) -> Value {
        let mut claims = self.claims.clone();
        claims[name] = value;
        claims
    }

    /// Another header over the same claims, under the signature of the first.
    fn reheaded(&self, header: &Value) -> String {
        format!("{}.{}.{}", part(header), part(&self.claims), self.signature)
    }
}

/// Signs with a key of somebody's choice, under the id of ours.
fn signed(kid: &Value, typ: &str, algorithm: Algorithm, key: &EncodingKey, claims: &Value) -> String {
    let mut header = Header::new(algorithm);
    header.typ = Some(typ.to_owned());
    header.kid = kid.as_str().map(str::to_owned);
    jsonwebtoken::encode(&header, claims, key).unwrap()
}

#[track_caller]
fn refused(api: &Api, what: &str, token: &str) {
    let shown: String = token.chars().take(60).collect();
    let answer = api.anonymous().with_token(token).get("/v1/me");
    assert_eq!(answer.status, 401, "{what} ({shown}): {}", answer.text);
    let answer = answer.refused(401, "invalid_token");
    let challenge = answer.header("www-authenticate").unwrap_or_default();
    assert!(challenge.starts_with("Bearer "), "{what}: {challenge}");
    assert!(challenge.contains("error=\"invalid_token\""), "{what}: {challenge}");
    assert!(token.len() < 20 || !answer.text.contains(token), "{what}: the token is given back");
}

/// The public half of a server's key, in each form in which it could be mistaken for a shared secret.
fn public_forms(api: &Api) -> Vec<Vec<u8>> {
    let key = api.anonymous().get("/.well-known/jwks.json").must(200)["keys"][0].clone();
    let text = key["x"].as_str().or_else(|| key["n"].as_str()).unwrap().to_owned();
    let bytes = URL_SAFE_NO_PAD.decode(&text).unwrap();
    let der = if key["kty"] == "OKP" {
        [&[0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00][..], &bytes].concat()
    } else {
        bytes.clone()
    };
    let pem = format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", STANDARD.encode(&der));
    let forms = [bytes, text.into_bytes(), der, pem.trim_end().as_bytes().to_vec(), pem.into_bytes()];
    [&forms[..], &[key.to_string().into_bytes()]].concat()
}

/// All that can be done to a token of a server that signs with this private key.
fn attack(api: &Api, pem: &str, other: &EncodingKey, algorithm: Algorithm) {
    let tokens = Tokens::with_key(&pem.into()).unwrap();
    let api = &api.own(Settings { tokens, ..Settings::default() });
    let genuine = Genuine::of(api);
    let (kid, claims) = (&genuine.header["kid"], &genuine.claims);
    let own = match algorithm {
        Algorithm::EdDSA => EncodingKey::from_ed_pem(pem.as_bytes()),
        _ => EncodingKey::from_rsa_pem(pem.as_bytes()),
    };
    let own = own.unwrap();
    let ours = |typ: &str, claims: &Value| signed(kid, typ, algorithm, &own, claims);
    let good = |token: &str| assert_eq!(api.anonymous().with_token(token).get("/v1/me").status, 200);
    good(&genuine.token);
    // What is refused below is refused for what was altered: the same made with care is good.
    good(&ours("at+jwt", claims));

    for alg in ["none", "None", "NONE", ""] {
        let header = genuine.header_with("alg", json!(alg));
        refused(api, alg, &format!("{}.{}.", part(&header), part(claims)));
        refused(api, alg, &genuine.reheaded(&header));
    }
    for secret in public_forms(api) {
        for shared in [Algorithm::HS256, Algorithm::HS384, Algorithm::HS512] {
            let key = EncodingKey::from_secret(&secret);
            refused(api, "the public key as a secret", &signed(kid, "at+jwt", shared, &key, claims));
            refused(api, "without an id", &signed(&Value::Null, "at+jwt", shared, &key, claims));
        }
    }
    refused(api, "another key", &signed(kid, "at+jwt", algorithm, other, claims));
    for typ in ["JWT", "jwt", "checkpoint+jwt", "application/at+jwt", ""] {
        refused(api, "another type", &ours(typ, claims));
    }
    let now = api.app.clock.now().utc().timestamp();
    for (what, name, value) in [
        ("another audience", "aud", json!("other")),
        ("another audience", "aud", json!(["greffe", "other"])),
        ("another issuer", "iss", json!("https://greffe.example")),
        ("expired", "exp", json!(now - 60)),
        ("expired long ago", "exp", json!(0)),
        ("no number", "exp", json!("never")),
        ("not yet", "nbf", json!(now + 600)),
        ("nobody", "sub", json!("../../admin")),
        ("nobody", "sub", json!(world::NOBODY)),
        ("no session", "sid", json!(world::NOBODY)),
        ("no session", "sid", Value::Null),
    ] {
        refused(api, what, &ours("at+jwt", &genuine.claims_with(name, value)));
    }
    for name in ["exp", "iss", "aud", "sub", "sid"] {
        let mut less = claims.clone();
        less.as_object_mut().unwrap().remove(name);
        refused(api, "a claim left out", &ours("at+jwt", &less));
    }
    let key = genuine.header["kid"].as_str().unwrap().to_owned();
    for injected in [
        "../../../../etc/passwd",
        "/dev/null",
        "' or '1'='1",
        "x' union select password_hash from users --",
        "unknown",
        "",
        &format!("{key}\u{0}"),
        &key.to_lowercase(),
        &"k".repeat(5000),
    ] {
        let kid = json!(injected);
        refused(api, "an id of a key", &signed(&kid, "at+jwt", algorithm, &own, claims));
        let empty = EncodingKey::from_secret(b"");
        refused(api, "an id of a key", &signed(&kid, "at+jwt", Algorithm::HS256, &empty, claims));
    }
    let stranger = Tokens::with_key(&OTHER.into()).unwrap();
    let jwk = serde_json::to_value(&stranger.public_keys().keys[0]).unwrap();
    for (name, value) in [
        ("jku", json!("http://127.0.0.1:9/jwks.json")),
        ("jwk", jwk.clone()),
        ("x5u", json!("http://127.0.0.1:9/cert.pem")),
        ("x5c", json!(["MIIB"])),
        ("crit", json!(["exp"])),
    ] {
        let mut header = genuine.header_with(name, value.clone());
        refused(api, name, &genuine.reheaded(&header));
        header["kid"] = jwk["kid"].clone();
        header["alg"] = json!("EdDSA");
        let head = part(&header);
        let forged = EncodingKey::from_ed_pem(OTHER.as_bytes()).unwrap();
        let message = format!("{head}.{}", part(claims));
        let signature = jsonwebtoken::crypto::sign(message.as_bytes(), &forged, Algorithm::EdDSA).unwrap();
        refused(api, name, &format!("{message}.{signature}"));
    }
    let token = &genuine.token;
    for length in [1, 10, token.len() / 3, token.len() / 2, token.len() - 1] {
        refused(api, "truncated", &token[..length]);
    }
    let dotted = format!("{token}.{}", genuine.signature);
    for wrong in ["", ".", "..", "...", "a.b.c", "\u{fffd}", &dotted, &"x".repeat(9000)] {
        if wrong.is_ascii() && !wrong.is_empty() {
            refused(api, "nonsense", wrong);
        }
    }
    good(token);
}

fn nothing_gets_past_an_ed25519_key(api: &Api) {
    let other = EncodingKey::from_ed_pem(OTHER.as_bytes()).unwrap();
    attack(api, ED25519, &other, Algorithm::EdDSA);
}

fn nothing_gets_past_an_rsa_key(api: &Api) {
    // Another algorithm under the same key is another token, too.
    let own = EncodingKey::from_rsa_pem(RSA.as_bytes()).unwrap();
    let tokens = Tokens::with_key(&RSA.into()).unwrap();
    {
        let api = &api.own(Settings { tokens, ..Settings::default() });
        let genuine = Genuine::of(api);
        for other in [Algorithm::RS384, Algorithm::RS512, Algorithm::PS256] {
            let token = signed(&genuine.header["kid"], "at+jwt", other, &own, &genuine.claims);
            refused(api, "another algorithm", &token);
        }
        let ed = EncodingKey::from_ed_pem(OTHER.as_bytes()).unwrap();
        let token = signed(&genuine.header["kid"], "at+jwt", Algorithm::EdDSA, &ed, &genuine.claims);
        refused(api, "another kind of key", &token);
    }
    let other = EncodingKey::from_rsa_pem(OTHER_RSA.as_bytes()).unwrap();
    attack(api, RSA, &other, Algorithm::RS256);
}

fn a_token_of_a_hundred_kilobytes_is_refused(api: &Api) {
    // Before it is a token at all it is a header that is too long.
    let answer = api.anonymous().with_token(&"x".repeat(100_000)).get("/v1/me");
    assert!(matches!(answer.status, 400 | 401 | 431), "{} {}", answer.status, answer.text);
    refused(api, "long", &"x".repeat(20_000));
}

fn a_token_of_another_server_is_refused(api: &Api) {
    let one = api.own(Settings { tokens: Tokens::with_key(&ED25519.into()).unwrap(), ..Settings::default() });
    let other = api.own(Settings { tokens: Tokens::with_key(&OTHER.into()).unwrap(), ..Settings::default() });
    let token = Genuine::of(&one).token;
    refused(&other, "of another server", &token);
    refused(api, "of another server", &token);
}

on_both!(
    nothing_gets_past_an_ed25519_key,
    nothing_gets_past_an_rsa_key,
    a_token_of_a_hundred_kilobytes_is_refused,
    a_token_of_another_server_is_refused,
);
