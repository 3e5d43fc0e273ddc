//! The command line, as somebody types it.

use crate::support::api::eventually;
use crate::support::backend::{Backend, Database, folder, server};
use assert_cmd::Command;
use serde_json::Value;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Stdio};

const SECRET: &str = "only-for-tests-only-for-tests-only-for-tests";

/// A folder that no other test has.
fn place(name: &str) -> PathBuf {
    let place = folder().join(format!("cli-{name}"));
    std::fs::create_dir_all(&place).unwrap();
    place
}

fn greffe(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_greffe"));
    command.env_clear().args(arguments);
    command
}

/// What a command says, where it succeeds.
#[track_caller]
fn says(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{out}{err}");
    out.into_owned()
}

/// What a command complains of, where it fails.
#[track_caller]
fn complains(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(!output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn serve_without_a_secret_says_which_variable_and_how() {
    let said = complains(&mut greffe(&["serve"]));
    for word in ["GREFFE_SIGNING_SECRET", "openssl rand", "GREFFE_SIGNING_KEY_FILE", "openssl genpkey"] {
        assert!(said.contains(word), "no {word} in: {said}");
    }
    let short = complains(greffe(&["serve"]).env("GREFFE_SIGNING_SECRET", "x".repeat(31)));
    assert!(
        short.contains("GREFFE_SIGNING_SECRET") && short.contains("32") && short.contains("openssl rand"),
        "{short}"
    );
    assert!(!short.contains(&"x".repeat(31)), "a secret is never shown");
}

#[test]
fn a_setting_that_nobody_knows_is_fatal() {
    let said =
        complains(greffe(&["check-config"]).env("GREFFE_SIGNING_SECRET", SECRET).env("GREFFE_PROT", "80"));
    assert!(said.contains("GREFFE_PROT") && said.contains("GREFFE_PORT"), "{said}");
    let file = place("unknown-key").join("greffe.toml");
    std::fs::write(&file, "prot = 80\n").unwrap();
    let file = file.to_str().unwrap();
    let said = complains(greffe(&["check-config", "--config", file]).env("GREFFE_SIGNING_SECRET", SECRET));
    assert!(said.contains("prot") && said.contains("port") && said.contains(file), "{said}");
    complains(greffe(&["check-config", "--config", "/no/such/file"]).env("GREFFE_SIGNING_SECRET", SECRET));
}

#[test]
fn the_command_line_goes_before_the_environment_and_that_before_the_file() {
    let file = place("precedence").join("greffe.toml");
    std::fs::write(&file, "port = 7001\nhost = \"127.0.0.2\"\n").unwrap();
    let file = file.to_str().unwrap().to_owned();
    let check = |arguments: &[&str], port: Option<&str>| {
        let mut command = greffe(&["check-config", "--config", &file]);
        command.args(arguments).env("GREFFE_SIGNING_SECRET", SECRET);
        if let Some(port) = port {
            command.env("GREFFE_PORT", port);
        }
        says(&mut command)
    };
    assert!(check(&[], None).contains("127.0.0.2:7001"));
    assert!(check(&[], Some("7002")).contains("127.0.0.2:7002"));
    assert!(check(&["--port", "7003"], Some("7002")).contains("127.0.0.2:7003"));
}

#[test]
fn a_setting_of_the_file_reaches_every_command() {
    let file = place("log").join("greffe.toml");
    std::fs::write(&file, "log = \"no=such=filter\"\n").unwrap();
    let said = complains(&mut greffe(&["rules", "list", "--config", file.to_str().unwrap()]));
    assert!(said.contains("GREFFE_LOG"), "{said}");
}

#[test]
fn every_setting_is_in_the_help_with_its_variable() {
    let said = says(&mut greffe(&["serve", "--help"]));
    for variable in [
        "GREFFE_DATABASE_URL",
        "GREFFE_PORT",
        "GREFFE_HOST",
        "GREFFE_SIGNING_SECRET",
        "GREFFE_LOG",
        "GREFFE_RATE_LIMIT_PER_MINUTE",
    ] {
        assert!(said.contains(variable), "no {variable} in the help");
    }
    assert!(said.contains("[default: 8080]"), "{said}");
    let refused =
        complains(greffe(&["serve", "--database-url", "mysql://x"]).env("GREFFE_SIGNING_SECRET", SECRET));
    assert!(refused.contains("sqlite:PATH"), "{refused}");
}

#[test]
fn the_rules_can_be_listed_and_explained() {
    let list = says(&mut greffe(&["rules", "list"]));
    assert!(list.lines().any(|line| line.starts_with("FCCIRPR-8(1)\t")), "{list}");
    let told = says(&mut greffe(&["rules", "explain", "FCCIRPR-8(1)"]));
    assert!(told.contains("FCCIRPR") && told.contains("RCFCIPR"), "{told}");
    assert!(complains(&mut greffe(&["rules", "explain", "NONE"])).contains("NONE"));
    assert!(says(&mut greffe(&["rules", "check"])).contains("consistent"));
}

#[test]
fn a_broken_catalog_is_named_by_file_key_and_reason() {
    let good = include_str!("../../src/proceedings/catalog/ca-fc-leave-judicial-review.toml");
    let file = place("rules").join("mine.toml");
    let path = file.to_str().unwrap().to_owned();
    let check = |text: &str| {
        std::fs::write(&file, text).unwrap();
        complains(&mut greffe(&["rules", "check", &path]))
    };
    let broken = [
        (
            good.replacen("follows = [\"application_filed\"]", "follows = [\"nothing_filed\"]", 1),
            "nothing_filed",
        ),
        (good.replacen("moves = [{ to = \"commenced\" }]", "moves = [{ to = \"nowhere\" }]", 1), "nowhere"),
        (good.replacen(", fr = \"Introduite\"", "", 1), "fr"),
        (good.replacen("fr = \"Introduite\"", "fr = \"\"", 1), "Fr"),
        ("[proceeding".to_owned(), "line 1"),
    ];
    for (text, key) in broken {
        assert_ne!(text, good, "the catalog no longer has what the test breaks: {key}");
        let said = check(&text);
        assert!(said.contains(&path) && said.to_lowercase().contains(&key.to_lowercase()), "{key}: {said}");
    }
}

#[test]
fn the_document_is_printed() {
    let printed: Value = serde_json::from_str(&says(&mut greffe(&["openapi"]))).unwrap();
    assert!(printed["paths"]["/v1/cases"].is_object());
}

/// A database is migrated, gets its first user, and its journal is walked; no signing key is needed.
fn a_database_is_made_ready(backend: Backend) {
    let database = Database::blank(backend);
    let with = |arguments: &[&str]| {
        let mut command = greffe(arguments);
        command.env("GREFFE_DATABASE_URL", database.spelled());
        command
    };
    assert!(says(&mut with(&["migrate"])).starts_with("Applied: "));
    assert_eq!(says(&mut with(&["migrate"])), "The schema is up to date.\n");
    let create = [
        "user",
        "create",
        "--username",
        "first",
        "--display-name",
        "First",
        "--role",
        "administrator",
        "--organization",
        "DOJ",
    ];
    let made = says(with(&create).write_stdin("correct horse battery staple\n"));
    assert!(made.starts_with("Created first ("), "{made}");
    assert!(complains(with(&create).write_stdin("correct horse battery staple\n")).contains("already"));
    assert!(complains(with(&create).write_stdin("short")).contains("15"));
    let king = [
        "user",
        "create",
        "--username",
        "x",
        "--display-name",
        "X",
        "--role",
        "king",
        "--organization",
        "DOJ",
    ];
    assert!(complains(with(&king).write_stdin("correct horse battery staple")).contains("litigator"));
    assert_eq!(says(&mut with(&["journal", "verify"])), "The journal is whole: 2 entries in 2 chains.\n");
    let db = database.open(1);
    db.write_now(|connection| {
        diesel::connection::SimpleConnection::batch_execute(
            connection,
            "update journal set actor = 'nobody' where action = 'user.created'",
        )?;
        Ok(())
    })
    .unwrap();
    let said = complains(&mut with(&["journal", "verify"]));
    assert!(
        said.contains("user:") && said.contains("entry 1") && said.contains("changed after it was written"),
        "{said}"
    );
}

#[test]
fn a_database_is_made_ready_on_sqlite() {
    a_database_is_made_ready(Backend::Sqlite);
}

#[test]
fn a_database_is_made_ready_on_postgres() {
    if server().is_some() {
        a_database_is_made_ready(Backend::Postgres);
    }
}

/// A demo that runs, and what it printed. Ends with the test.
struct Demo {
    process: Child,
    printed: Vec<String>,
}

impl Demo {
    fn start(data: &str, database: Option<&str>) -> Self {
        Self::start_with(data, database, &[])
    }

    fn start_with(data: &str, database: Option<&str>, more: &[&str]) -> Self {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_greffe"));
        command.env_clear().args([
            "demo",
            "--port",
            "0",
            "--workers",
            "1",
            "--drain-seconds",
            "1",
            "--data-dir",
            data,
        ]);
        command.args(["--clock", "2026-11-01T15:00:00Z"]).args(more);
        if let Some(url) = database {
            command.env("GREFFE_DATABASE_URL", url);
        }
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines().map(Result::unwrap);
        let mut printed = Vec::new();
        for line in lines {
            let is_last = line.starts_with("curl ");
            // The log is no part of what a person is told.
            if !line.contains(" INFO ") && !line.starts_with('{') {
                printed.push(line);
            }
            if is_last {
                break;
            }
        }
        Self { process, printed }
    }

    fn base(&self) -> String {
        let docs = self
            .printed
            .iter()
            .find(|line| line.ends_with("/docs"))
            .unwrap_or_else(|| panic!("{:?}", self.printed));
        docs.trim_end_matches("/docs").to_owned()
    }

    fn get(&self, path: &str) -> Option<u16> {
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        agent.get(format!("{}{path}", self.base())).call().ok().map(|answer| answer.status().as_u16())
    }

    fn stop(&mut self) {
        let sent = std::process::Command::new("kill")
            .args(["-TERM", &self.process.id().to_string()])
            .status()
            .unwrap();
        assert!(sent.success());
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// How many cases and deadlines somebody of the demo sees.
fn counts(demo: &Demo) -> (Value, Value) {
    let agent: ureq::Agent = ureq::Agent::new_with_defaults();
    let manager = demo.printed.iter().find(|line| line.starts_with("litigation_manager ")).unwrap();
    let words: Vec<_> = manager.split(' ').collect();
    let credentials = serde_json::json!({"username": words[1], "password": words[2]});
    let pair: Value = agent
        .post(format!("{}/v1/auth/token", demo.base()))
        .send_json(credentials)
        .unwrap()
        .body_mut()
        .read_json()
        .unwrap();
    let token = format!("Bearer {}", pair["access_token"].as_str().unwrap());
    let count = |list: &str| {
        let request = agent
            .get(format!("{}/v1/{list}?include=count&limit=1", demo.base()))
            .header("Authorization", &token);
        request.call().unwrap().body_mut().read_json::<Value>().unwrap()["count"].clone()
    };
    (count("cases"), count("deadlines"))
}

fn a_demo_starts_twice_with_the_same_data(backend: Backend) {
    let database = Database::blank(backend);
    let data = place(&format!("demo-{backend:?}"));
    let start = || {
        Demo::start(
            data.to_str().unwrap(),
            (backend == Backend::Postgres).then(|| database.spelled()).as_deref(),
        )
    };
    let mut first = start();
    let people: Vec<_> = first.printed.iter().take_while(|line| !line.starts_with("http")).collect();
    assert_eq!(people.len(), 12, "{:?}", first.printed);
    for line in &people {
        let words: Vec<_> = line.split(' ').collect();
        assert!(words.len() == 3 && words[0].parse::<greffe::access::permissions::Role>().is_ok(), "{line}");
    }
    let said: Vec<_> = people.iter().map(|line| (*line).clone()).collect();
    let counted = counts(&first);
    assert!(counted.0.as_i64() > Some(0) && counted.1.as_i64() > Some(0), "{counted:?}");
    assert_eq!(first.get("/health/ready"), Some(200));

    first.stop();
    eventually("ready turns 503", || first.get("/health/ready") == Some(503));
    assert_eq!(
        first.process.wait().unwrap().code(),
        Some(0),
        "a server that is asked to stop has not failed"
    );

    let second = start();
    assert_eq!(second.printed[..12], said[..]);
    assert_eq!(counts(&second), counted, "a second start makes nothing twice");
}

#[test]
fn a_demo_starts_twice_with_the_same_data_on_sqlite() {
    a_demo_starts_twice_with_the_same_data(Backend::Sqlite);
}

#[test]
fn a_demo_starts_twice_with_the_same_data_on_postgres() {
    if server().is_some() {
        a_demo_starts_twice_with_the_same_data(Backend::Postgres);
    }
}

/// How many notifications somebody of the demo has.
fn notified(demo: &Demo, username: &str) -> u64 {
    let person = demo.printed.iter().find(|line| line.contains(&format!(" {username} "))).unwrap();
    let password = person.rsplit(' ').next().unwrap();
    let agent: ureq::Agent = ureq::Agent::new_with_defaults();
    let credentials = serde_json::json!({"username": username, "password": password});
    let pair = agent.post(format!("{}/v1/auth/token", demo.base())).send_json(credentials);
    let pair: Value = pair.unwrap().body_mut().read_json().unwrap();
    let list = agent
        .get(format!("{}/v1/notifications?include=count&limit=1", demo.base()))
        .header("Authorization", format!("Bearer {}", pair["access_token"].as_str().unwrap()));
    list.call().unwrap().body_mut().read_json::<Value>().unwrap()["count"].as_u64().unwrap()
}

#[test]
fn a_server_reminds_while_it_runs_and_stops_when_it_is_asked() {
    let data = place("reminders");
    let tuesday = ["--clock", "2026-11-03T15:00:00Z", "--reminder-interval-seconds", "1"];
    let mut demo = Demo::start_with(data.to_str().unwrap(), None, &tuesday);
    eventually("somebody is told", || notified(&demo, "litigator") > 0);
    demo.stop();
    assert_eq!(demo.process.wait().unwrap().code(), Some(0));
}

#[test]
fn people_are_reminded_from_the_command_line() {
    let database = Database::blank(Backend::Sqlite);
    let with = |arguments: &[&str]| {
        let mut command = greffe(arguments);
        command.env("GREFFE_DATABASE_URL", database.spelled());
        command
    };
    says(&mut with(&["migrate"]));
    assert_eq!(
        says(&mut with(&["remind"])),
        "Told: 0 notifications of 0 deadlines. Mailed: 0; not taken: 0.\n"
    );
}

#[test]
fn the_settings_of_mail_are_checked_and_never_shown() {
    let check = |url: Option<&str>, from: Option<&str>| {
        let mut command = greffe(&["check-config"]);
        command.env("GREFFE_SIGNING_SECRET", SECRET);
        command.envs(url.map(|url| ("GREFFE_SMTP_URL", url)));
        command.envs(from.map(|from| ("GREFFE_MAIL_FROM", from)));
        command
    };
    let from = Some("Greffe <greffe@example.org>");
    says(&mut check(Some("smtp://mail.example.org"), from));
    says(&mut check(Some("smtp://user:hunter2@mail.example.org:587?tls=required"), from));
    for (url, from, variable) in [
        (Some("smtp://mail.example.org"), None, "GREFFE_MAIL_FROM"),
        (Some("smtp://mail.example.org"), Some("nobody"), "GREFFE_MAIL_FROM"),
        (None, from, "GREFFE_SMTP_URL"),
        (Some("http://hunter2.example.org"), from, "GREFFE_SMTP_URL"),
        (Some("hunter2"), from, "GREFFE_SMTP_URL"),
        (Some("smtp://user:hunter2@mail.example.org"), from, "GREFFE_SMTP_URL"),
    ] {
        let said = complains(&mut check(url, from));
        assert!(said.contains(variable) && !said.contains("hunter2"), "{url:?} {from:?}: {said}");
    }
}
