//! Signing keys: how one follows another, and what `greffe keys` does.

use crate::support::command::{SECRET, complains, greffe, says};
use crate::support::*;
use chrono::TimeDelta;
use greffe::db::types::Instant;
use greffe::ids::{SessionId, UserId};
use greffe::journal::checkpoints::statement::StatementKeys;
use greffe::signing::directory::Directory;
use greffe::signing::statement;
use greffe::signing::tokens::{Bearer, Tokens};
use serde_json::{Value, json};
use std::path::Path;
use tempfile::TempDir;

fn at(text: &str) -> Instant {
    Instant::at(text.parse().unwrap())
}

fn tokens(place: &Path) -> Tokens {
    Tokens::with_directory(Directory::at(place)).unwrap()
}

fn issue(tokens: &Tokens, now: Instant) -> (String, Bearer) {
    let bearer = Bearer { user: UserId::generate(), session: SessionId::generate() };
    (tokens.issue(bearer.user, bearer.session, now).unwrap(), bearer)
}

fn kid(token: &str) -> String {
    jsonwebtoken::decode_header(token).unwrap().kid.unwrap()
}

#[test]
fn a_new_key_signs_from_its_instant_and_the_old_one_still_verifies() {
    let place = TempDir::new().unwrap();
    let directory = Directory::at(place.path());
    let old = directory.add(at("2026-11-01T12:00:00Z")).unwrap();
    let server = tokens(place.path());
    let (before, whose) = issue(&server, at("2026-11-01T15:00:00Z"));
    let new = directory.add(at("2026-11-01T15:10:00Z")).unwrap();
    let (old, new) = (old.key.id().unwrap(), new.key.id().unwrap());
    assert_ne!(old, new);
    // Another process sees the new key at its start; this one when it is named.
    let other = tokens(place.path());
    assert_eq!(kid(&issue(&other, at("2026-11-01T15:09:59Z")).0), old, "not yet");
    let (after, whose_else) = issue(&other, at("2026-11-01T15:10:00Z"));
    assert_eq!((kid(&before).as_str(), kid(&after).as_str()), (old, new));
    assert_eq!(server.public_keys().keys.len(), 1, "it has not looked again");
    assert_eq!(server.verify(&after, at("2026-11-01T15:10:01Z")).unwrap(), whose_else);
    assert_eq!(server.public_keys().keys.len(), 2, "the keys are both public");
    for tokens in [&server, &other] {
        assert_eq!(tokens.verify(&before, at("2026-11-01T15:59:00Z")).unwrap(), whose);
        assert_eq!(kid(&issue(tokens, at("2026-11-01T15:20:00Z")).0), new);
    }
    assert_eq!(server.derived_key("cursors"), other.derived_key("cursors"), "cursors outlive a key");
    assert_eq!(server.derived_key("cursors"), tokens(place.path()).derived_key("cursors"));
}

#[test]
fn a_key_is_removed_when_no_token_can_need_it_and_what_it_signed_to_be_kept_stays_good() {
    let place = TempDir::new().unwrap();
    let directory = Directory::at(place.path());
    let token = TimeDelta::hours(1);
    let old = directory.add(at("2026-11-01T12:00:00Z")).unwrap();
    let said = json!({"root": "00ff"});
    let statement = tokens(place.path()).sign_statement("x+jwt", &said, at("2026-11-01T13:00:00Z")).unwrap();
    let (last, _) = issue(&tokens(place.path()), at("2026-11-01T13:59:59Z"));
    directory.add(at("2026-11-01T14:00:00Z")).unwrap();
    directory.add(at("2026-11-01T20:00:00Z")).unwrap();
    assert!(directory.retire(at("2026-11-01T14:59:59Z"), token).unwrap().is_empty(), "too soon");
    let long_known = tokens(place.path());
    assert!(long_known.verify(&last, at("2026-11-01T14:30:00Z")).is_ok());
    let removed = directory.retire(at("2026-11-01T15:00:00Z"), token).unwrap();
    assert_eq!(removed.iter().map(|key| key.key.id()).collect::<Vec<_>>(), [old.key.id()]);
    assert_eq!(directory.keys().unwrap().len(), 2, "the one that signs, and the one to come");
    assert!(directory.retire(at("2026-11-01T15:00:00Z"), token).unwrap().is_empty());
    let now = tokens(place.path());
    assert!(now.verify(&last, at("2026-11-01T14:30:00Z")).is_err(), "a key that is gone verifies no token");
    assert_eq!(now.public_keys().keys.len(), 2);
    assert_eq!(now.verify_statement::<Value>(&statement, "x+jwt").unwrap(), said);
    assert_eq!(statement::verify::<Value>(&statement, "x+jwt", &now.statement_keys()).unwrap(), said);
}

#[test]
fn what_is_no_key_is_named() {
    let place = TempDir::new().unwrap();
    let complaint = |place: &Path| Tokens::with_directory(Directory::at(place)).err().unwrap().to_string();
    assert!(complaint(place.path()).contains("there is no key in it"));
    assert!(complaint(&place.path().join("nowhere")).contains("nowhere"));
    Directory::at(place.path()).add(at("2026-11-01T12:00:00Z")).unwrap();
    let wrong = place.path().join("signing.pem");
    std::fs::write(&wrong, "x").unwrap();
    assert!(complaint(place.path()).contains("20261124T120000Z.pem"), "{}", complaint(place.path()));
    std::fs::rename(&wrong, place.path().join("20261101T130000Z.pem")).unwrap();
    let said = complaint(place.path());
    assert!(said.contains("20261101T130000Z.pem") && said.contains("Ed25519"), "{said}");
}

fn a_key_that_was_retired_stays_published_for_what_it_signed(api: &Api) {
    let place = TempDir::new().unwrap();
    let directory = Directory::at(place.path());
    let old = directory.add(at("2026-10-01T12:00:00Z")).unwrap();
    let statement =
        tokens(place.path()).sign_statement("x+jwt", &json!({"root": "00ff"}), at("2026-10-02T12:00:00Z"));
    let new = directory.add(at("2026-10-03T12:00:00Z")).unwrap();
    assert_eq!(directory.retire(at("2026-10-04T12:00:00Z"), TimeDelta::hours(1)).unwrap().len(), 1);
    let api = &api.own(Settings { tokens: tokens(place.path()), ..Settings::default() });
    let keys = api.anonymous().get("/.well-known/journal-keys.json").must(200);
    let listed: Vec<_> = keys["keys"]
        .as_array()
        .unwrap()
        .iter()
        .map(|key| (key["kid"].clone(), key["retired"].clone()))
        .collect();
    assert_eq!(
        listed,
        [(json!(new.key.id().unwrap()), Value::Null), (json!(old.key.id().unwrap()), json!(true))]
    );
    let set = StatementKeys::read(&keys.to_string()).unwrap();
    assert_eq!(set.open_as::<Value>(&statement.unwrap(), "x+jwt").unwrap(), json!({"root": "00ff"}));
    let tokens = api.anonymous().get("/.well-known/jwks.json").must(200);
    assert_eq!(tokens["keys"].as_array().unwrap().len(), 1, "it verifies no access token");
}

fn a_server_publishes_the_keys_of_its_directory(api: &Api) {
    let place = TempDir::new().unwrap();
    let directory = Directory::at(place.path());
    directory.add(at("2026-10-01T12:00:00Z")).unwrap();
    let to_come = directory.add(at("2027-10-01T12:00:00Z")).unwrap();
    let api = &api.own(Settings { tokens: tokens(place.path()), ..Settings::default() });
    let litigator = api.litigator();
    assert_eq!(litigator.get("/v1/me").status, 200);
    let keys = api.anonymous().get("/.well-known/jwks.json").must(200)["keys"].clone();
    let keys = keys.as_array().unwrap();
    assert!(keys.iter().any(|key| key["kid"] == to_come.key.id().unwrap()), "in time for its verifiers");
    for key in keys {
        assert_eq!((&key["kty"], &key["alg"], &key["use"]), (&json!("OKP"), &json!("EdDSA"), &json!("sig")));
        assert!(key.get("d").is_none());
    }
    assert_eq!(keys.len(), 2);
}

on_both!(
    a_server_publishes_the_keys_of_its_directory,
    a_key_that_was_retired_stays_published_for_what_it_signed,
);

#[test]
fn keys_are_made_shown_and_removed_from_the_command_line() {
    let folder = TempDir::new().unwrap();
    let place = folder.path().join("keys");
    let keys = |arguments: &[&str]| {
        let mut command = greffe(&["keys"]);
        command.args(arguments).env("GREFFE_SIGNING_KEYS_DIR", &place);
        command
    };
    let serve = |arguments: &[&str]| {
        let mut command = greffe(&["check-config"]);
        command.args(arguments).env("GREFFE_SIGNING_KEYS_DIR", &place);
        command
    };
    let said = complains(&mut serve(&[]));
    assert!(said.contains("greffe keys rotate"), "{said}");
    assert!(says(&mut keys(&["rotate"])).contains("it signs from"));
    says(&mut serve(&[]));
    says(&mut keys(&["rotate", "--after", "2h"]));
    let list = says(&mut keys(&["list"]));
    let states: Vec<_> = list.lines().map(|line| line.split('\t').collect::<Vec<_>>()).collect();
    assert_eq!(states.iter().map(|line| line[3]).collect::<Vec<_>>(), ["signs", "to come"], "{list}");
    assert!(states.iter().all(|line| line[1] == "EdDSA"), "{list}");
    assert_eq!(says(&mut keys(&["retire"])), "No key can be removed yet.\n");
    let other = serve(&["--signing-secret", SECRET]).output().unwrap();
    assert!(!other.status.success(), "one way to sign, not two");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&place), 0o700);
        for file in std::fs::read_dir(&place).unwrap() {
            let path = file.unwrap().path();
            assert_eq!(mode(&path), 0o600, "{}", path.display());
        }
    }
    assert_eq!(std::fs::read_dir(&place).unwrap().count(), 3, "two keys and a root, and no drafts");
}
