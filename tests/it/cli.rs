//! The command line, as somebody types it.

use crate::support::backend::{Database, admin, folder, on, server};
use crate::support::command::{PROGRAM, SECRET, complains, create_user, greffe, says};
use crate::support::demo::Demo;
use crate::support::tamper::lift;
use crate::support::*;
use secrecy::ExposeSecret as _;
use serde_json::Value;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::Stdio;

/// What a walk adds where nothing was kept elsewhere.
const AS_FAR_AS_IT_GOES: &str = "As far as it goes: whether entries are missing at its end cannot be known without what was kept \
                                 elsewhere (--manifest, --statement).\n";

/// A folder that no other test has.
fn place(name: &str) -> PathBuf {
    let place = folder().join(format!("cli-{name}"));
    std::fs::create_dir_all(&place).unwrap();
    place
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

/// Settings that `serve` does not take, and a command that does.
const OF_OTHERS: [(&str, &str); 4] = [
    ("GREFFE_CLOCK", "demo"),
    ("GREFFE_DATA_DIR", "demo"),
    ("GREFFE_CASES", "demo"),
    ("GREFFE_POSTGRES_TOOLS", "backup"),
];

#[test]
fn every_setting_is_in_the_help_with_its_variable() {
    let said = complains(greffe(&["check-config"]).env("GREFFE_NO_SETTING", "1"));
    let (_, known) = said.trim().trim_end_matches('.').split_once("Known: ").unwrap();
    let known: Vec<_> = known.split(", ").collect();
    assert!(known.len() > 40, "{known:?}");
    let others: Vec<_> = OF_OTHERS.iter().filter(|(variable, _)| !known.contains(variable)).collect();
    assert!(others.is_empty(), "no settings any more: {others:?}");
    for variable in known {
        let command = OF_OTHERS.iter().find(|(other, _)| *other == variable).map_or("serve", |(_, of)| *of);
        let help = says(&mut greffe(&[command, "--help"]));
        let named = [']', '='].map(|end| format!("[env: {variable}{end}"));
        let mut options = help.split("\n      --");
        let option = options.find(|option| named.iter().any(|named| option.contains(named)));
        let option = option.unwrap_or_else(|| panic!("the help of {command} does not show {variable}"));
        let meaning = option.lines().nth(1).unwrap_or_default().trim_start();
        assert!(meaning.starts_with(char::is_alphanumeric), "{variable} does not say what it is: {option}");
    }
    let said = says(&mut greffe(&["serve", "--help"]));
    assert!(said.contains("[default: 8080]"), "{said}");
    let refused =
        complains(greffe(&["serve", "--database-url", "mysql://x"]).env("GREFFE_SIGNING_SECRET", SECRET));
    assert!(refused.contains("sqlite:PATH"), "{refused}");
}

/// Every command, and every command of a command, by the words that call it.
fn commands(words: &[&str]) -> Vec<Vec<String>> {
    let mut all = vec![words.iter().map(ToString::to_string).collect()];
    let help = says(&mut greffe(&[words, &["--help"]].concat()));
    let below = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    for line in below.take_while(|line| !line.is_empty()) {
        let name = line.strip_prefix("  ").and_then(|line| line.split(' ').next()).unwrap_or_default();
        if !["", "help"].contains(&name) {
            all.extend(commands(&[words, &[name]].concat()));
        }
    }
    all
}

#[test]
fn no_help_shows_the_marks_of_its_source() {
    let all = commands(&[]);
    assert!(all.len() > 20, "{all:?}");
    for words in all {
        for help in ["-h", "--help"] {
            let said = says(greffe(&[]).args(&words).arg(help));
            let marked: Vec<_> = said.lines().filter(|line| line.contains('`')).collect();
            assert!(marked.is_empty(), "greffe {} {help}: {marked:#?}", words.join(" "));
        }
    }
}

#[test]
fn the_rules_can_be_listed_and_explained() {
    let list = says(&mut greffe(&["rules", "list"]));
    assert!(list.lines().any(|line| line.starts_with("FCCIRPR-8(1)\t")), "{list}");
    let told = says(&mut greffe(&["rules", "explain", "FCCIRPR-8(1)"]));
    assert!(told.contains("FCCIRPR") && !told.contains("Règles CIPR"), "one language at a time: {told}");
    assert!(told.contains("the respondent") && told.contains("official consolidation"), "{told}");
    let french = says(&mut greffe(&["rules", "explain", "FCCIRPR-8(1)", "--language", "fr"]));
    assert!(french.contains("Règles CIPR") && french.contains("le défendeur"), "{french}");
    assert!(
        french.contains("lu dans la codification officielle") && french.contains("Cour fédérale"),
        "{french}"
    );
    for other in ["respondent", "verified", "ca-fc", " / "] {
        assert!(!french.contains(other), "{other}: {french}");
    }
    assert!(complains(&mut greffe(&["rules", "explain", "NONE"])).contains("NONE"));
    assert!(says(&mut greffe(&["rules", "check"])).contains("consistent"));
    let pending = says(&mut greffe(&["rules", "pending"]));
    for words in ["RAD-DECIDE", "enacted 2026-03-26, not in force", "SC 2026, c. 4, s. 49(2)"] {
        assert!(pending.contains(words), "{words}: {pending}");
    }
    assert!(!pending.contains("abrogé par LC 2026"), "one language at a time: {pending}");
    let french = says(&mut greffe(&["rules", "pending", "--language", "fr"]));
    assert!(french.contains("abrogé par LC 2026") && !french.contains("SC 2026, c. 4"), "{french}");
    assert!(!pending.contains("IRPA-49(2)"), "what is in force is not pending: {pending}");
    let current = list.lines().find(|line| line.starts_with("RAD-DECIDE\t")).unwrap();
    assert!(current.contains("IRPR 159.92"), "the list has the wording that is law: {current}");
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
fn a_database_is_made_ready(api: &Api) {
    let backend = api.backend();
    let database = Database::blank(backend);
    let with = |arguments: &[&str]| {
        let mut command = greffe(arguments);
        command.env("GREFFE_DATABASE_URL", database.spelled());
        command
    };
    assert!(says(&mut with(&["migrate"])).starts_with("Applied: "));
    assert_eq!(says(&mut with(&["migrate"])), "The schema is up to date.\n");
    let create = create_user("administrator");
    let made = says(with(&create).write_stdin("correct horse battery staple\n"));
    assert!(made.starts_with("Created first ("), "{made}");
    assert!(complains(with(&create).write_stdin("correct horse battery staple\n")).contains("already"));
    assert!(complains(with(&create).write_stdin("short")).contains("15"));
    let king = create_user("king");
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
fn checkpoints_are_made_and_checked(api: &Api) {
    let backend = api.backend();
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
    let create = create_user("administrator");
    says(with(&create).write_stdin("correct horse battery staple\n"));
    let make = ["journal", "checkpoint"];
    assert!(complains(&mut with(&make)).contains("GREFFE_SIGNING_KEY_FILE"));
    let statement = says(with(&make).env("GREFFE_SIGNING_KEY_FILE", pem));
    assert_eq!(statement.split('.').count(), 3, "{statement}");
    let again = says(with(&make).env("GREFFE_SIGNING_KEY_FILE", pem));
    assert_eq!(again, "Nothing was written since the last checkpoint.\n");
    let whole = "The journal is whole: 2 entries in 2 chains, 1 checkpoint";
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

/// A role that got what `database grants` prints serves, and writes, and cannot change the journal.
fn a_role_of_its_own_serves_and_cannot_change_the_journal(_: &Api) {
    use diesel::connection::SimpleConnection as _;
    let url = server();
    let database = Database::create(Backend::Postgres);
    let role = format!("greffe_app_{}", std::process::id());
    admin(&format!("create role {role} login"));
    let owner = database.open(1);
    let grants = says(&mut greffe(&["database", "grants", "--role", &role]));
    owner.read_now(|connection| Ok(connection.batch_execute(&grants)?)).unwrap();
    let app = format!("postgres://{role}@{}/{}", url.rsplit('@').next().unwrap(), database.place);
    let create = [&create_user("administrator")[..], &["--clearance", "protected_c"]].concat();
    let mut command = greffe(&create);
    says(command.env("GREFFE_DATABASE_URL", &app).write_stdin("correct horse battery staple\n"));
    let mut serve = std::process::Command::new(PROGRAM);
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
    let (status, case) = send("/v1/cases", token, new_case("2026-03-02"));
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
fn a_role_of_its_own_serves_and_cannot_change_the_journal_on_postgres() {
    on(Backend::Postgres, a_role_of_its_own_serves_and_cannot_change_the_journal);
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
        "Told: 0 notifications of 0 deadlines and 0 hearings. Mailed: 0; not taken: 0.\n"
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

on_both!(a_database_is_made_ready, checkpoints_are_made_and_checked);

#[test]
fn the_files_of_documents_are_looked_after() {
    let place = place("documents");
    let data = place.to_str().unwrap();
    says(&mut greffe(&["demo", "--fill-only", "--cases", "5", "--data-dir", data]));
    let documents = |act: &str| greffe(&["documents", act, "--data-dir", data]);
    let said = says(&mut documents("verify"));
    assert_eq!(said, "All 3 files are there, and as they were.\n");
    let swept = says(documents("sweep").args(["--language", "fr"]));
    assert!(swept.contains("0 qu'aucun document ne nomme"), "{swept}");
    let mut files = Vec::new();
    let mut folders = vec![place.join("documents")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    assert_eq!(files.len(), 3);
    std::fs::write(&files[0], "Another.").unwrap();
    std::fs::remove_file(&files[1]).unwrap();
    let said = complains(&mut documents("verify"));
    assert!(said.contains("2 of 3 files are missing or altered"), "{said}");
    let elsewhere = place.join("nowhere");
    let said = complains(documents("sweep").args(["--documents-dir", elsewhere.to_str().unwrap()]));
    assert!(said.contains("nowhere"), "{said}");
}
