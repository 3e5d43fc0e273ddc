//! The examples, run as their reader runs them: against a demo that is up.

use crate::support::backend::{Database, folder};
use crate::support::demo::Demo;
use crate::support::*;
use greffe::insight::audit::checkpoints::api::Proof;
use greffe::insight::audit::checkpoints::proof::check;
use greffe::journal::checkpoints::statement::StatementKeys;
use greffe::journal::checkpoints::tree;
use greffe::journal::model::{Hashed, content_hash, link};
use greffe::signing::key::SigningKey;
use greffe::signing::tokens::Tokens;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// Each of them, and what it has to tell.
const STORIES: [(&str, &[&str]); 3] = [
    (
        "why_this_date.py",
        &[
            "Due / Échéance : 2026-01-13 (ALJR-72-IN",
            "Safe on every reading / Sûre selon toute lecture : ",
            "Last arguable / Dernière soutenable : 2026-01-22",
        ],
    ),
    (
        "who_answers.py",
        &[
            "Liam Fraser would hand over",
            "Handed over to Camille Tremblay",
            "does it: Liam Fraser",
            "does it: Camille Tremblay",
        ],
    ),
    (
        "follow_and_update.py",
        &[
            "pages, each once, and all that the service counts: True.",
            "Sent twice, opened once: True.",
            "If-None-Match \"1\": 304.",
            "Changed without If-Match: 428",
            "412 stale_version",
            "Changed with the present one: 200, Roe v. Canada (MPSEP), Toronto",
        ],
    ),
];

/// What they share, the check of a proof with the page that says what it is, and the stories of the
/// clients, which `sdk/check` runs.
const OTHERS: [&str; 5] = ["api.py", "check_proof.py", "proof.md", "sdk_story.py", "sdk_story.ts"];

fn has_python() -> bool {
    let has = Command::new("python3").arg("--version").output().is_ok();
    if !has {
        left_out("the examples: there is no python3");
    }
    has
}

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples")
}

/// What the check of a proof says, and whether it holds.
fn checked(proof: &Value, keys: &Value) -> (bool, String) {
    let folder = TempDir::new().unwrap();
    let written = |name: &str, value: &Value| {
        let path = folder.path().join(name);
        std::fs::write(&path, value.to_string()).unwrap();
        path
    };
    let mut python = Command::new("python3");
    python.arg(examples().join("check_proof.py")).env("PYTHONDONTWRITEBYTECODE", "1");
    let output = python.arg(written("proof.json", proof)).arg(written("keys.json", keys)).output().unwrap();
    (output.status.success(), String::from_utf8([output.stdout, output.stderr].concat()).unwrap())
}

/// Whether this machine has an openssl that can check a signature of Ed25519.
fn has_openssl() -> bool {
    let has = Command::new("openssl").arg("version").output().is_ok_and(|output| {
        let said = String::from_utf8(output.stdout).unwrap_or_default();
        said.split(' ').nth(1).is_some_and(|version| !version.starts_with("1."))
    });
    if !has {
        left_out("the check of a proof: there is no openssl 3");
    }
    has
}

/// The blocks of JSON of the page, and the values of its table.
fn page() -> (Vec<Value>, Vec<(String, String)>) {
    let text = std::fs::read_to_string(examples().join("proof.md")).unwrap();
    let blocks = text.split("```json\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    let blocks = blocks.map(|block| serde_json::from_str(block).unwrap()).collect();
    let rows = text.split("| hash | value |").nth(1).unwrap().lines().filter_map(|row| {
        let cells: Vec<_> = row.split('|').map(|cell| cell.trim().trim_matches('`').to_owned()).collect();
        (cells.len() == 4 && cells[2].len() == 64).then(|| (cells[1].clone(), cells[2].clone()))
    });
    (blocks, rows.collect())
}

/// What the page says is what the program does.
#[test]
fn the_page_on_proofs_says_what_is_hashed() {
    let (blocks, rows) = page();
    let [proof, keys] = blocks.as_slice() else { panic!("{blocks:?}") };
    let parsed: Proof = serde_json::from_value(proof.clone()).unwrap();
    let keys = StatementKeys::read(&keys.to_string()).unwrap();
    let stated = check(&parsed, &keys).unwrap();
    let entry = &parsed.entry;
    let hashed = Hashed {
        subject: &entry.subject,
        position: entry.position,
        action: &entry.action,
        actor: &entry.actor,
        request_id: &entry.request_id,
        at: &entry.at,
        kind: &entry.kind,
    };
    let digest = hashed.digest(&entry.content_hash);
    let head = link(&entry.hash, &parsed.later[0]);
    let leaf = tree::leaf(&entry.subject, 3, &head);
    let before = hex::encode(tree::handed_on(1, &stated.previous_root));
    assert_eq!(before, parsed.path[0], "leaf 0 is the checkpoint before");
    let handed_on = tree::handed_on(1, &stated.previous_root);
    let expected = [
        content_hash(entry.before.as_deref(), entry.after.as_deref()),
        digest.clone(),
        link(&entry.previous_hash, &digest),
        head,
        hex::encode(leaf),
        hex::encode(tree::root(&[handed_on, leaf])),
        stated.root,
    ];
    assert_eq!(rows.into_iter().map(|(_, value)| value).collect::<Vec<_>>(), expected);
}

/// A stranger has the proof, the keys and the page.
fn a_stranger_checks_a_proof(api: &Api) {
    if !has_python() || !has_openssl() {
        return;
    }
    let tokens = Tokens::with_key(&SigningKey::new_pem()).unwrap();
    let api = &api.own(Settings { tokens, ..Settings::default() });
    let administrator = api.administrator();
    let case = case_with(&administrator, "2026-03-02");
    administrator.post("/v1/journal/checkpoints", json!({})).must(201);
    (0..5).for_each(|_| drop(case_with(&administrator, "2026-03-02")));
    administrator.post(&format!("/v1/cases/{case}/notes"), json!({"body": "Reçu."})).must(201);
    let checkpoint = administrator.post("/v1/journal/checkpoints", json!({})).must(201);
    let keys = api.anonymous().get("/.well-known/journal-keys.json").must(200);
    let (entries, _) = administrator.walk(&format!("/v1/cases/{case}/journal"));
    let at = format!("/v1/journal/checkpoints/{}/proof", checkpoint["id"].as_str().unwrap());
    let proof = administrator.get(&format!("{at}?entry={}", entries[0]["sequence"])).must(200);
    let (holds, said) = checked(&proof, &keys);
    assert!(holds && said.starts_with("Proved: note."), "{said}");
    let other = |text: &str| match text.strip_prefix('0') {
        Some(rest) => format!("1{rest}"),
        None => format!("0{}", &text[1..]),
    };
    for (place, reason) in [
        ("/entry/after", "what the entry says does not fit"),
        ("/entry/action", "the entry does not fit its hash"),
        ("/entry/previous_hash", "the entry does not fit its hash"),
        ("/entry/hash", "the entry does not fit its hash"),
        ("/path/0", "does not lead to the root"),
        ("/leaf_index", "not"),
        ("/statement", "signature is not good"),
    ] {
        let mut changed = proof.clone();
        let found = changed.pointer_mut(place).unwrap();
        *found = match &*found {
            Value::String(text) if place == "/statement" => {
                let (said, signature) = text.rsplit_once('.').unwrap();
                let first = if signature.starts_with('A') { "B" } else { "A" };
                json!(format!("{said}.{first}{}", &signature[1..]))
            }
            Value::String(text) => json!(other(text)),
            number => json!(number.as_i64().unwrap() + 1),
        };
        let (holds, said) = checked(&changed, &keys);
        assert!(!holds && said.contains(reason), "{place}: {said}");
    }
    let (holds, said) = checked(&proof, &json!({"keys": []}));
    assert!(!holds && said.contains("not among the keys"), "{said}");
    let (blocks, _) = page();
    assert!(checked(&blocks[0], &blocks[1]).0, "the example of the page");
}

fn every_example_tells_its_story(api: &Api) {
    if !has_python() {
        return;
    }
    let scripts = examples();
    let names =
        std::fs::read_dir(&scripts).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let known: BTreeSet<_> = STORIES.iter().map(|(name, _)| *name).chain(OTHERS).map(str::to_owned).collect();
    assert_eq!(names.filter(|name| name != "__pycache__").collect::<BTreeSet<_>>(), known);
    let database = Database::blank(api.backend());
    let data = folder().join(format!("examples-{:?}", api.backend()));
    std::fs::create_dir_all(&data).unwrap();
    let url = (api.backend() == Backend::Postgres).then(|| database.spelled());
    let demo = Demo::start(data.to_str().unwrap(), url.as_deref());
    // Twice: whoever tries one out tries it again.
    for (name, words) in STORIES.iter().chain(&STORIES) {
        let mut python = Command::new("python3");
        python
            .arg(scripts.join(name))
            .arg(demo.base())
            .env("LC_ALL", "C")
            .env("PYTHONDONTWRITEBYTECODE", "1");
        let output = python.output().unwrap();
        let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert!(output.status.success(), "{name}: {said}");
        for word in *words {
            assert!(said.contains(word), "{name} does not say {word}: {said}");
        }
    }
}

on_both!(every_example_tells_its_story, a_stranger_checks_a_proof);
