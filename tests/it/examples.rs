//! The examples, run as their reader runs them: against a demo that is up.

use crate::support::backend::{Database, folder};
use crate::support::demo::Demo;
use crate::support::*;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

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

/// What they share.
const SHARED: &str = "api.py";

fn every_example_tells_its_story(api: &Api) {
    if Command::new("python3").arg("--version").output().is_err() {
        left_out("the examples: there is no python3");
        return;
    }
    let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let names =
        std::fs::read_dir(&scripts).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let known: BTreeSet<_> =
        STORIES.iter().map(|(name, _)| *name).chain([SHARED]).map(str::to_owned).collect();
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

on_both!(every_example_tells_its_story);
