//! The command line, as somebody types it.

use crate::support::api::eventually;
use crate::support::backend::{Backend, Database, admin, folder, server};
use crate::support::tamper::lift;
use assert_cmd::Command;
use secrecy::ExposeSecret as _;
use serde_json::Value;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Stdio};

/// What a walk adds where nothing was kept elsewhere.
const AS_FAR_AS_IT_GOES: &str = "As far as it goes: whether entries are missing at its end cannot be known without what was kept \
                                 elsewhere (--manifest, --statement).\n";

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
    let first = said.find("greffe keys rotate").unwrap();
    assert!(first < said.find("GREFFE_SIGNING_SECRET").unwrap(), "what can be rotated comes first: {said}");
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
    let good = include_str!("../../src/law/proceedings/catalog/ca-fc-leave-judicial-review.toml");
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
        (
            good.replacen(
                "started_by = [{ event = \"documents_ordered\", anchor = \"occurred_on\" }]",
                "started_by = [{ anchor = \"expiry:FCCIRPR-14(2)\" }]",
                1,
            ),
            "waits for its own expiry",
        ),
        (
            good.replacen("requires = [\"documents_ordered\"]", "requires = [\"documents_received\"]", 1),
            "needs itself",
        ),
        (good.replacen("link = \"redetermination_of\"", "link = \"cousin_of\"", 1), "cousin_of"),
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
    assert_eq!(
        says(&mut with(&["journal", "verify"])),
        format!("The journal is whole: 2 entries in 2 chains.\n{AS_FAR_AS_IT_GOES}")
    );
    let set = |username: &str| with(&["user", "set-password", "--username", username]);
    assert!(complains(set("first").write_stdin("first first first")).contains("easy to guess"));
    assert!(complains(set("second").write_stdin("seven otters borrow a piano")).contains("second"));
    assert!(says(set("first").write_stdin("seven otters borrow a piano\n")).starts_with("Set the password"));
    assert_eq!(
        says(&mut with(&["journal", "verify"])),
        format!("The journal is whole: 3 entries in 2 chains.\n{AS_FAR_AS_IT_GOES}")
    );
    let db = database.open(1);
    let forged =
        format!("{}; update journal set actor = 'nobody' where action = 'user.created'", lift(backend));
    db.write_now(|connection| {
        diesel::connection::SimpleConnection::batch_execute(connection, &forged)?;
        Ok(())
    })
    .unwrap();
    let said = complains(&mut with(&["journal", "verify"]));
    assert!(
        said.contains("user:") && said.contains("entry 1") && said.contains("changed after it was written"),
        "{said}"
    );
}

/// Checkpoints are made and checked from the command line, and what was written anew after one is found.
fn checkpoints_are_made_and_checked(backend: Backend) {
    let database = Database::create(backend);
    let place = place(&format!("checkpoints-{backend:?}"));
    let pem = place.join("signing.pem");
    std::fs::write(&pem, greffe::signing::key::SigningKey::new_pem().expose_secret()).unwrap();
    let public = place.join("public.json");
    let tokens = greffe::signing::tokens::Tokens::with_key(&std::fs::read_to_string(&pem).unwrap().into());
    std::fs::write(&public, serde_json::to_string(&tokens.unwrap().public_keys()).unwrap()).unwrap();
    let (pem, public) = (pem.to_str().unwrap(), public.to_str().unwrap());
    let with = |arguments: &[&str]| {
        let mut command = greffe(arguments);
        command.env("GREFFE_DATABASE_URL", database.spelled());
        command
    };
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
    says(with(&create).write_stdin("correct horse battery staple\n"));
    let make = ["journal", "checkpoint"];
    assert!(complains(&mut with(&make)).contains("GREFFE_SIGNING_KEY_FILE"));
    let statement = says(with(&make).env("GREFFE_SIGNING_KEY_FILE", pem));
    assert_eq!(statement.split('.').count(), 3, "{statement}");
    let again = says(with(&make).env("GREFFE_SIGNING_KEY_FILE", pem));
    assert_eq!(again, "Nothing was written since the last checkpoint.\n");
    let whole = "The journal is whole: 2 entries in 2 chains, 1 checkpoints";
    let verify = ["journal", "verify"];
    assert_eq!(
        says(&mut with(&verify)),
        format!("{whole} (signatures not checked: no key).\n{AS_FAR_AS_IT_GOES}")
    );
    let with_key = ["journal", "verify", "--public-key", public];
    assert_eq!(says(&mut with(&with_key)), format!("{whole} (their signatures hold).\n{AS_FAR_AS_IT_GOES}"));
    let secret = complains(with(&verify).env("GREFFE_SIGNING_SECRET", SECRET));
    assert!(secret.contains("checkpoint 1 (sequence 1 to 2)"), "{secret}");
    let proof = complains(&mut greffe(&["journal", "verify", "--proof", public]));
    assert!(proof.contains("--public-key"), "{proof}");
    let forged = format!("{}; update journal set actor = 'nobody'", lift(backend));
    let db = database.open(1);
    db.write_now(|connection| Ok(diesel::connection::SimpleConnection::batch_execute(connection, &forged)?))
        .unwrap();
    let all = complains(&mut with(&["journal", "verify", "--all"]));
    assert!(all.contains("user:") && all.contains("organization:"), "{all}");
}

#[test]
fn checkpoints_are_made_and_checked_on_sqlite() {
    checkpoints_are_made_and_checked(Backend::Sqlite);
}

#[test]
fn checkpoints_are_made_and_checked_on_postgres() {
    if server().is_some() {
        checkpoints_are_made_and_checked(Backend::Postgres);
    }
}

/// A role that got what `database grants` prints serves, and writes, and cannot change the journal.
#[test]
fn a_role_of_its_own_serves_and_cannot_change_the_journal() {
    use diesel::connection::SimpleConnection as _;
    let Some(url) = server() else { return };
    let database = Database::create(Backend::Postgres);
    let role = format!("greffe_app_{}", std::process::id());
    admin(&format!("create role {role} login"));
    let owner = database.open(1);
    let grants = says(&mut greffe(&["database", "grants", "--role", &role]));
    owner.read_now(|connection| Ok(connection.batch_execute(&grants)?)).unwrap();
    let app = format!("postgres://{role}@{}/{}", url.rsplit('@').next().unwrap(), database.place);
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
        "--clearance",
        "protected_c",
    ];
    let mut command = greffe(&create);
    says(command.env("GREFFE_DATABASE_URL", &app).write_stdin("correct horse battery staple\n"));
    let mut serve = std::process::Command::new(env!("CARGO_BIN_EXE_greffe"));
    serve.env_clear().args(["serve", "--port", "0", "--workers", "1", "--drain-seconds", "0"]);
    serve
        .env("GREFFE_DATABASE_URL", &app)
        .env("GREFFE_SIGNING_SECRET", SECRET)
        .env("GREFFE_LOG_FORMAT", "json");
    let mut process = serve.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let log = process.stderr.take().map(|err| BufReader::new(err).lines());
    let out = process.stdout.take().map(|out| BufReader::new(out).lines());
    // Wherever the log goes, the address is in it.
    let (send, addresses) = std::sync::mpsc::channel();
    let readers = [
        std::thread::spawn({
            let send = send.clone();
            move || log.unwrap().map_while(Result::ok).for_each(|line| drop(send.send(line)))
        }),
        std::thread::spawn(move || out.unwrap().map_while(Result::ok).for_each(|line| drop(send.send(line)))),
    ];
    let mut demo = Demo { process, printed: Vec::new() };
    let mut heard = Vec::new();
    let base = loop {
        let line = addresses
            .recv_timeout(std::time::Duration::from_secs(60))
            .unwrap_or_else(|_| panic!("{heard:#?}"));
        if line.contains("greffe is serving") {
            let address = line.split("127.0.0.1:").nth(1).unwrap();
            let port: String = address.chars().take_while(char::is_ascii_digit).collect();
            break format!("http://127.0.0.1:{port}");
        }
        heard.push(line);
    };
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let send = |path: &str, token: &str, body: Value| {
        let request = agent.post(format!("{base}{path}")).header("Authorization", format!("Bearer {token}"));
        let mut answer = request.send_json(body).unwrap();
        (answer.status().as_u16(), answer.body_mut().read_json::<Value>().unwrap())
    };
    let credentials = serde_json::json!({"username": "first", "password": "correct horse battery staple"});
    let (_, pair) = send("/v1/auth/token", "", credentials);
    let token = pair["access_token"].as_str().unwrap_or_else(|| panic!("{pair}"));
    let (status, case) = send("/v1/cases", token, crate::support::story::new_case("2026-03-02"));
    assert_eq!(status, 201, "{case}");
    let (status, checkpoint) = send("/v1/journal/checkpoints", token, serde_json::json!({}));
    assert_eq!(status, 201, "{checkpoint}");
    demo.stop();
    assert_eq!(demo.process.wait().unwrap().code(), Some(0));
    for reader in readers {
        reader.join().unwrap();
    }
    let url = app.parse().unwrap();
    let db = greffe::db::Db::open(&url, 1, std::time::Duration::from_secs(10)).unwrap();
    for statement in [
        "update journal set actor = 'nobody'",
        "delete from journal",
        "truncate journal",
        "alter table journal disable trigger user",
        "update journal_checkpoints set root = 'x'",
        "delete from journal_checkpoints",
        "delete from __diesel_schema_migrations",
    ] {
        let refused =
            db.write_now(|connection| Ok(connection.batch_execute(statement)?)).unwrap_err().to_string();
        let reason = if statement.starts_with("alter") { "must be owner" } else { "permission denied" };
        assert!(refused.contains(reason), "{statement}: {refused}");
    }
    let verify = says(greffe(&["journal", "verify"]).env("GREFFE_DATABASE_URL", &app));
    assert!(verify.starts_with("The journal is whole"), "{verify}");
    drop(db);
    owner
        .read_now(|connection| {
            Ok(connection.batch_execute(&format!("drop owned by {role}; drop role {role}"))?)
        })
        .unwrap();
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
        // All that is ever logged, for whoever wants to look: what is written there and what is not is tested below.
        let log = std::fs::File::create(Self::log(data)).unwrap();
        command.args(["--log", "trace", "--public-url", "https://greffe.example/"]);
        let mut process = command.stdout(Stdio::piped()).stderr(log).spawn().unwrap();
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

    fn log(data: &str) -> PathBuf {
        PathBuf::from(data).join("log")
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

    /// The access token of the first person of a role.
    fn token(&self, role: &str) -> String {
        let person = self.printed.iter().find(|line| line.starts_with(&format!("{role} "))).unwrap();
        let words: Vec<_> = person.split(' ').collect();
        let credentials = serde_json::json!({"username": words[1], "password": words[2]});
        let pair: Value = ureq::post(format!("{}/v1/auth/token", self.base()))
            .send_json(credentials)
            .unwrap()
            .body_mut()
            .read_json()
            .unwrap();
        pair["access_token"].as_str().unwrap().to_owned()
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

/// Somebody of a demo, signed in.
struct Person<'a> {
    demo: &'a Demo,
    token: String,
}

impl<'a> Person<'a> {
    fn of(demo: &'a Demo, username: &str) -> Self {
        let line = demo.printed.iter().find(|line| line.split(' ').nth(1) == Some(username)).unwrap();
        let password = line.split(' ').nth(2).unwrap();
        let person = Self { demo, token: String::new() };
        let credentials = serde_json::json!({"username": username, "password": password});
        let pair = person.post("/v1/auth/token", &credentials);
        Self { token: pair["access_token"].as_str().unwrap().to_owned(), ..person }
    }

    fn get(&self, path: &str) -> Value {
        let request = ureq::get(format!("{}{path}", self.demo.base()));
        let request = request.header("Authorization", &format!("Bearer {}", self.token));
        request.call().unwrap().body_mut().read_json().unwrap()
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        let request = ureq::post(format!("{}{path}", self.demo.base()));
        let request = request.header("Authorization", &format!("Bearer {}", self.token));
        request.send_json(body).unwrap().body_mut().read_json().unwrap()
    }
}

/// A day of mourning is proclaimed on a day on which a deadline falls: nothing moves until the organisation adopts it.
fn new_law_moves_nothing_until_it_is_adopted(backend: Backend) {
    let database = Database::blank(backend);
    let data = place(&format!("new-law-{backend:?}"));
    let (data, catalog) = (data.to_str().unwrap(), data.join("catalog"));
    std::fs::create_dir_all(catalog.join("calendars")).unwrap();
    let amendment = catalog.join("calendars/mourning.toml");
    std::fs::write(
        &amendment,
        "amends = \"ca-fc\"\n[[holidays]]\ncode = \"mourning_2026\"\nname = { en = \"National day of mourning\", fr = \"jour de deuil national\" }\n\
         on = { date = 2026-11-16 }\ncitation = { en = \"Proclamation\", fr = \"Proclamation\" }\n",
    )
    .unwrap();
    let catalog = catalog.to_str().unwrap().to_owned();
    let url = (backend == Backend::Postgres).then(|| database.spelled());
    let mut demo = Demo::start_with(data, url.as_deref(), &["--drain-seconds", "0"]);
    // Fifteen days from Sunday 1 November 2026: Monday 16 November.
    let case = Person::of(&demo, "litigator").post(
        "/v1/cases",
        &serde_json::json!({"proceeding": "ALJR", "style_of_cause": "Doe v. Canada", "language": "en", "file_number": "IMM-9999-26",
            "decision": {"notified_on": "2026-11-01", "location": "in_canada"}}),
    );
    let deadline = format!("/v1/deadlines/{}", case["deadlines"][0]["id"].as_str().unwrap());
    assert_eq!(case["deadlines"][0]["due_on"], "2026-11-16");
    demo.stop();
    demo.process.wait().unwrap();

    let mut impact = greffe(&["rules", "impact", "--catalog-dir", &catalog, "--data-dir", data]);
    if let Some(url) = &url {
        impact.env("GREFFE_DATABASE_URL", url);
    }
    let said = says(&mut impact);
    let line =
        said.lines().find(|line| line.starts_with("IMM-9999-26\t")).unwrap_or_else(|| panic!("{said}"));
    assert!(line.starts_with("IMM-9999-26\tALJR-72-IN\t2026-11-16\t2026-11-17\t"), "{line}");
    assert!(line.contains("National day of mourning"), "{line}");

    let mut demo =
        Demo::start_with(data, url.as_deref(), &["--drain-seconds", "0", "--catalog-dir", &catalog]);
    let manager = Person::of(&demo, "manager");
    assert_eq!(manager.get("/v1/catalog")["is_adopted"], false);
    let event = serde_json::json!({"type": "extension_granted", "occurred_on": "2026-11-01"});
    manager.post(&format!("/v1/cases/{}/events", case["id"].as_str().unwrap()), &event);
    assert_eq!(manager.get(&deadline)["due_on"], "2026-11-16", "an event moves only what it is about");
    let nothing = serde_json::json!({});
    let shown = manager.post("/v1/catalog/adopt?dry_run=true", &nothing);
    assert_eq!(manager.get(&deadline)["due_on"], "2026-11-16");
    let adopted = manager.post("/v1/catalog/adopt", &nothing);
    assert_eq!((&adopted["moved"], &adopted["proposals"]), (&shown["moved"], &shown["proposals"]));
    let moved = manager.get(&deadline);
    assert_eq!(moved["due_on"], "2026-11-17");
    assert_eq!(moved["previous_dates"][0]["due_on"], "2026-11-16");
    assert!(
        moved["previous_dates"][0]["why"]["fr"].as_str().unwrap().contains("deuil national"),
        "{moved:#}"
    );
    assert_eq!(manager.get("/v1/catalog")["is_adopted"], true);
    assert_eq!(manager.post("/v1/catalog/adopt", &nothing)["moved"], 0, "there is nothing left to move");
    demo.stop();
    demo.process.wait().unwrap();
    let mut verify = greffe(&["journal", "verify", "--data-dir", data]);
    if let Some(url) = &url {
        verify.env("GREFFE_DATABASE_URL", url);
    }
    assert!(says(&mut verify).starts_with("The journal is whole"));
}

#[test]
fn new_law_moves_nothing_until_it_is_adopted_on_sqlite() {
    new_law_moves_nothing_until_it_is_adopted(Backend::Sqlite);
}

#[test]
fn new_law_moves_nothing_until_it_is_adopted_on_postgres() {
    if server().is_some() {
        new_law_moves_nothing_until_it_is_adopted(Backend::Postgres);
    }
}

#[test]
fn an_operators_file_that_is_wrong_stops_the_start() {
    let directory = place("wrong-law");
    std::fs::create_dir_all(directory.join("calendars")).unwrap();
    let path = directory.to_str().unwrap();
    let with = |name: &str, text: &str| {
        let file = directory.join(name);
        std::fs::write(&file, text).unwrap();
        let said = complains(&mut greffe(&["rules", "list", "--catalog-dir", path]));
        std::fs::remove_file(file).unwrap();
        said
    };
    let holiday = "[[holidays]]\ncode = \"x\"\nname = { en = \"X\", fr = \"X\" }\non = { date = 2026-11-16 }\ncitation = { en = \"X\", fr = \"X\" }\n";
    for (name, text, word) in [
        ("calendars/mine.toml", format!("amends = \"ca-mars\"\n{holiday}"), "ca-mars"),
        (
            "calendars/mine.toml",
            format!("amends = \"ca-fc\"\n{}", holiday.replace("fr = \"X\" }\non", "fr = \"\" }\non")),
            "French",
        ),
        ("mine.toml", "[[overlays]]\ncode = \"X\"\n".to_owned(), "mine.toml"),
        (
            "mine.toml",
            include_str!("../../src/law/proceedings/catalog/ca-fc-motion-in-writing.toml").replacen(
                "\"motion_filed\"",
                "\"nothing\"",
                1,
            ),
            "nothing",
        ),
    ] {
        let said = with(name, &text);
        assert!(said.contains(word), "{word}: {said}");
    }
    complains(&mut greffe(&["rules", "list", "--catalog-dir", "/no/such/directory"]));
    let added = directory.join("extra.toml");
    std::fs::write(
        &added,
        "[[overlays]]\ncode = \"MY-ORDER\"\nname = { en = \"My order\", fr = \"Mon ordonnance\" }\nrules = [\"FCCIRPR-13\"]\ndays = 20\n\
         reaches = \"begun\"\nin_force_from = 2026-01-01\ncitation = { en = \"X\", fr = \"X\" }\nconfidence = \"verified\"\n",
    )
    .unwrap();
    let said = says(&mut greffe(&["rules", "check", "--catalog-dir", path]));
    assert!(said.contains("3 overlays"), "{said}");
}

/// How many cases and deadlines somebody of the demo sees.
fn counts(demo: &Demo) -> (Value, Value) {
    let agent: ureq::Agent = ureq::Agent::new_with_defaults();
    let token = format!("Bearer {}", demo.token("litigation_manager"));
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

#[test]
fn the_secret_of_a_feed_is_in_no_line_of_the_log() {
    let data = place("feed-log");
    let data = data.to_str().unwrap();
    let demo = Demo::start(data, None);
    let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let token = format!("Bearer {}", demo.token("litigator"));
    let feed: Value = agent
        .post(format!("{}/v1/feeds", demo.base()))
        .header("Authorization", &token)
        .send_json(serde_json::json!({"scope": "me", "language": "fr"}))
        .unwrap()
        .body_mut()
        .read_json()
        .unwrap();
    let path = feed["url"].as_str().unwrap().strip_prefix("https://greffe.example").unwrap();
    let secret = path.rsplit('/').next().unwrap().trim_end_matches(".ics");
    assert_eq!(demo.get(path), Some(200));
    for misspelled in [format!("{path}?x=1"), format!("/v1/feeds/{secret}"), format!("/feeds{path}")] {
        assert!(demo.get(&misspelled) >= Some(400), "{misspelled}");
    }
    eventually("the last request is logged", || logged(data).matches("http.route=unmatched").count() == 1);
    assert!(logged(data).contains("http.route=/v1/feeds/{token}.ics"), "by its pattern");
    let metrics =
        agent.get(format!("{}/metrics", demo.base())).call().unwrap().body_mut().read_to_string().unwrap();
    assert!(metrics.contains("/v1/feeds/{token}.ics"), "{metrics}");
    for told in [logged(data), metrics] {
        let leak = told.lines().find(|line| line.contains(secret));
        assert_eq!(leak, None);
    }
}

fn logged(data: &str) -> String {
    // Without the colours of a terminal.
    let text = std::fs::read_to_string(Demo::log(data)).unwrap();
    let mut plain = String::new();
    let mut parts = text.split('\u{1b}');
    plain.push_str(parts.next().unwrap());
    parts.for_each(|part| plain.push_str(part.split_once('m').unwrap().1));
    plain
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
