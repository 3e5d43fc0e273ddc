//! An operator's copy: taken under load, tampered with, brought back, and what is good in it then.

use crate::support::api::eventually;
use crate::support::backend::{Database, folder};
use crate::support::command::{complains, create_user, greffe, outcome, says};
use crate::support::fixtures::PASSWORD;
use crate::support::tamper::tamper;
use crate::support::*;
use greffe::backup::CopyError;
use greffe::backup::manifest::Manifest;
use greffe::backup::restore::{RestoreTarget, Restored, restore};
use greffe::backup::take::{BackupSource, take};
use greffe::backup::tools::Tools;
use greffe::clock::Clock;
use greffe::db::{DatabaseUrl, dialect};
use greffe::journal::checkpoints::statement::StatementKeys;
use greffe::journal::verify::{VerifyOptions, examine};
use greffe::journal::witness::Witness;
use greffe::signing::key::SigningKey;
use greffe::signing::tokens::Tokens;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Where `pg_dump` is: the newest of Debian's, or that of the path.
fn tools() -> Tools {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<_> = versions
        .filter(|one| one.path().join("bin/pg_dump").exists())
        .filter_map(|one| one.file_name().to_str()?.parse::<u32>().ok())
        .collect();
    found.sort_unstable();
    let newest = found.pop().map(|version| PathBuf::from(format!("/usr/lib/postgresql/{version}/bin")));
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = || std::env::split_paths(&path).find(|folder| folder.join("pg_dump").exists());
    Tools { folder: newest.or_else(on_path) }
}

/// A folder that is not there yet.
fn nowhere() -> PathBuf {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    folder().join(format!("backup-{}", NEXT.fetch_add(1, Ordering::Relaxed)))
}

#[track_caller]
fn backup(api: &Api, tokens: Option<&Tokens>) -> (PathBuf, Manifest) {
    let place = nowhere();
    let source = BackupSource { url: &api.database().url, db: &api.db, tools: &tools(), tokens };
    let made = take(&source, &place, &api.app.clock).unwrap();
    (place, made)
}

fn bring_back(
    api: &Api,
    from: &Path,
    to: &Database,
    keys: Option<&StatementKeys<'_>>,
    keep_keys: bool,
) -> Result<Restored, CopyError> {
    let tools = tools();
    let target = RestoreTarget { url: &to.url, tools: &tools, keys, keep_keys, accept_clock: false };
    restore(&target, from, &api.app.clock)
}

/// Whether there is nothing at all in a place.
fn is_untouched(database: &Database) -> bool {
    match &database.url {
        DatabaseUrl::Sqlite(path) => {
            let name = path.file_name().unwrap().to_str().unwrap();
            let mut beside = std::fs::read_dir(path.parent().unwrap()).unwrap();
            !beside.any(|one| one.unwrap().file_name().to_str().unwrap().starts_with(name))
        }
        DatabaseUrl::Postgres(_) => database.open(1).read_now(dialect::copies::is_empty).unwrap(),
    }
}

fn sign_in(api: &Api, username: &str) -> Value {
    api.anonymous().post("/v1/auth/token", json!({"username": username, "password": PASSWORD})).must(200)
}

fn again<'a>(api: &'a Api, username: &str) -> Actor<'a> {
    api.anonymous().with_token(sign_in(api, username)["access_token"].as_str().unwrap())
}

/// Whoever writes stops with this, also where the test fails.
struct Stopped<'a>(&'a AtomicBool);

impl Drop for Stopped<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// Three people write while a backup is taken; then all is lost, and brought back.
fn a_drill_brings_back_what_was_acknowledged_and_nothing_by_halves(api: &Api) {
    let lost = api.own(Settings::default());
    let backend = lost.backend();
    let people = [(); 3].map(|()| lost.manager());
    let usernames: Vec<String> = people.iter().map(|person| person.username.clone()).collect();
    let (stop, acknowledged) = (AtomicBool::new(false), Mutex::new(Vec::<(usize, String)>::new()));
    let count = || acknowledged.lock().unwrap().len();
    let (place, manifest, before) = std::thread::scope(|scope| {
        for (number, person) in people.iter().enumerate() {
            let (stop, acknowledged) = (&stop, &acknowledged);
            scope.spawn(move || {
                while !stop.load(Ordering::SeqCst) {
                    let case = case_with(person, "2026-03-02");
                    record(person, &case, json!({"type": "application_filed", "occurred_on": "2026-03-09", "facts": {"reasons_received": true}}));
                    acknowledged.lock().unwrap().push((number, case));
                }
            });
        }
        let _ended = Stopped(&stop);
        eventually("everybody writes", || count() >= 6);
        let before = acknowledged.lock().unwrap().clone();
        let (place, manifest) = backup(&lost, None);
        let then = count();
        eventually("they go on writing", || count() > then);
        (place, manifest, before)
    });
    let all = acknowledged.into_inner().unwrap();
    drop(people);
    drop(lost);

    let empty = Database::blank(backend);
    let restored = bring_back(api, &place, &empty, None, false).unwrap();
    assert_eq!((restored.report.entries, restored.report.chains), (manifest.entries, manifest.chains));
    let api = &Api::over(backend, empty, Settings::default());
    let people: Vec<_> = usernames.iter().map(|username| again(api, username)).collect();
    for (number, case) in &before {
        let found = people[*number].get(&format!("/v1/cases/{case}/events")).must(200);
        assert_eq!(found["items"].as_array().unwrap().len(), 1, "its event is there as well: {found:#}");
    }
    let mut cases = 0;
    for person in &people {
        for case in person.walk("/v1/cases").0 {
            cases += 1;
            let id = case["id"].as_str().unwrap();
            let (entries, _) = person.walk(&format!("/v1/cases/{id}/journal"));
            let events =
                person.get(&format!("/v1/cases/{id}/events")).must(200)["items"].as_array().unwrap().len();
            let recorded = entries.iter().filter(|entry| entry["action"] == "event.recorded").count();
            assert_eq!(events, recorded, "an event and its entry are both there or neither");
            assert!(entries.iter().any(|entry| entry["action"] == "case.created"), "{entries:#?}");
        }
    }
    // One more of each may have been written and not yet acknowledged.
    assert!((before.len()..=all.len() + 3).contains(&cases), "{} <= {cases} <= {}", before.len(), all.len());
    let kept = api.db.snapshot_now(|connection| {
        examine(connection, VerifyOptions { witness: manifest.witness(), ..VerifyOptions::default() })
    });
    assert_eq!(kept.unwrap().breaks, []);
}

/// What lets somebody in, one of each kind.
struct Credentials {
    access: String,
    refresh: String,
    service_key: String,
    calendar: String,
}

impl Credentials {
    fn of(api: &Api, username: &str, administrator: &Actor<'_>) -> Self {
        let pair = sign_in(api, username);
        let person = api.anonymous().with_token(pair["access_token"].as_str().unwrap());
        let feed = person.post("/v1/feeds", json!({"scope": "me", "language": "en"})).must(201);
        let url = feed["url"].as_str().unwrap();
        let account =
            administrator.post("/v1/service-accounts", json!({"name": "Directory", "role": "administrator"}));
        let keys = format!("/v1/service-accounts/{}/keys", account.must(201)["id"].as_str().unwrap());
        let key = administrator
            .post(&keys, json!({"name": "2026", "scopes": ["users.provision"], "expires_in_days": 30}));
        Self {
            access: pair["access_token"].as_str().unwrap().to_owned(),
            refresh: pair["refresh_token"].as_str().unwrap().to_owned(),
            service_key: key.must(201)["key"].as_str().unwrap().to_owned(),
            calendar: url[url.find("/v1/").unwrap()..].to_owned(),
        }
    }

    /// What each is answered: the token, the key, the calendar, the refresh token.
    fn tried(&self, api: &Api) -> [u16; 4] {
        let anyone = api.anonymous();
        [
            anyone.with_token(&self.access).get("/v1/me").status,
            anyone.with_token(&self.service_key).get("/v1/scim/v2/Users").status,
            anyone.get(&self.calendar).status,
            anyone.post("/v1/auth/refresh", json!({"refresh_token": self.refresh})).status,
        ]
    }
}

fn a_restored_database_begins_a_new_epoch(api: &Api) {
    let (old, backend) = (api.own(Settings::default()), api.backend());
    let organization = old.organization();
    let (manager, administrator) = (organization.manager(), organization.administrator());
    let keys = Credentials::of(&old, &manager.username, &administrator);
    let case = case_with(&manager, "2026-03-02");
    let told =
        fixtures::notify(&manager, &case, deadline(&manager, &case, "ALJR-72-IN")["id"].as_str().unwrap());
    let waits = format!(
        "update notifications set mail_state = 'pending', mail_next_at = created_at where id = '{told}'"
    );
    tamper(&old, &waits);
    let note = json!({"body": "Called the registry."});
    let notes = format!("/v1/cases/{case}/notes");
    manager.post_once(&notes, "the-same-key", note.clone()).must(201);
    let hook = json!({"name": "Tracker", "url": "https://hooks.example/greffe"});
    let hook = manager.post("/v1/webhooks", hook).must(201)["id"].as_str().unwrap().to_owned();
    let (place, manifest) = backup(&old, None);
    assert_eq!(keys.tried(&old), [200, 200, 200, 200]);

    let restored = |keep_keys| {
        let empty = Database::blank(backend);
        let done = bring_back(api, &place, &empty, None, keep_keys).unwrap();
        (Api::over(backend, empty, Settings::default()), done.ended)
    };
    let (kept, ended) = restored(true);
    assert_eq!((ended.service_keys, ended.feeds), (0, 0));
    assert_eq!(keys.tried(&kept), [401, 200, 200, 401], "where the operator says so, keys stay good");
    let (new, ended) = restored(false);
    assert_eq!((ended.service_keys, ended.feeds, ended.kept_answers, ended.mails), (1, 1, 1, 1));
    assert!(ended.sessions >= 3, "{ended:?}");
    assert_eq!(keys.tried(&new), [401, 401, 404, 401]);
    let person = again(&new, &manager.username);
    let paused = person.get(&format!("/v1/webhooks/{hook}")).must(200);
    assert_eq!((&paused["status"], ended.webhooks), (&json!("paused"), 1), "a copy sends nothing by itself");
    let answer = person.post_once(&notes, "the-same-key", note);
    assert_eq!((answer.status, answer.header("Idempotency-Replayed")), (201, None), "it is done again");
    let (entries, _) = person.walk("/v1/journal?subject=service&action=database.restored");
    let [entry] = &entries[..] else { panic!("{entries:#?}") };
    assert_eq!((&entry["actor"], &entry["kind"]), (&json!("system"), &json!("security")));
    assert_eq!(entry["after"]["backup_id"], manifest.id.to_string());
    assert_eq!(entry["after"]["last_sequence"], manifest.last_sequence);
    assert!(entry["sequence"].as_i64().unwrap() > manifest.last_sequence);
    let whole = new.db.snapshot_now(|connection| examine(connection, VerifyOptions::default())).unwrap();
    assert_eq!(whole.breaks, []);
    if backend == Backend::Postgres {
        let everybody = "select 1 from pg_proc p join pg_namespace n on n.oid = p.pronamespace \
                         where n.nspname = 'public' and p.prosecdef and (p.proacl is null or p.proacl::text ~ '[{,]=X')";
        let open = new.db.read_now(|connection| {
            let greffe::db::Connection::Pg(pg) = connection else { panic!() };
            Ok(diesel::RunQueryDsl::execute(diesel::sql_query(everybody), pg)?)
        });
        assert_eq!(open.unwrap(), 0, "no function that acts as its owner is for everybody");
    }
}

/// A copy of a backup, to be spoilt.
fn copied(place: &Path) -> PathBuf {
    let copy = nowhere();
    std::fs::create_dir_all(&copy).unwrap();
    for one in std::fs::read_dir(place).unwrap() {
        let one = one.unwrap();
        std::fs::copy(one.path(), copy.join(one.file_name())).unwrap();
    }
    copy
}

fn edit(manifest: &Path, change: impl Fn(&mut Value)) {
    let mut read: Value = serde_json::from_slice(&std::fs::read(manifest).unwrap()).unwrap();
    change(&mut read);
    std::fs::write(manifest, read.to_string()).unwrap();
}

fn what_was_tampered_with_is_refused_and_nothing_is_left(api: &Api) {
    let old = api.own(Settings::default());
    let manager = old.manager();
    case_with(&manager, "2026-03-02");
    let signing = Tokens::with_key(&SigningKey::new_pem()).unwrap();
    let (first, _) = backup(&old, Some(&signing));
    case_with(&manager, "2026-03-02");
    let (second, manifest) = backup(&old, Some(&signing));
    let data = manifest.files[0].name.clone();
    let refused = |told: &str, spoil: &dyn Fn(&Path), keys: Option<&StatementKeys<'_>>, word: &str| {
        let copy = copied(&second);
        spoil(&copy);
        let empty = Database::blank(api.backend());
        let error = bring_back(api, &copy, &empty, keys, false).expect_err(told).to_string();
        assert!(error.contains(word), "{told}: {error}");
        assert!(is_untouched(&empty), "{told}: something is left behind");
    };
    let file = |copy: &Path| copy.join(&data);
    let flip = |copy: &Path| {
        let mut bytes = std::fs::read(file(copy)).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(file(copy), bytes).unwrap();
    };
    let cut = |copy: &Path| {
        let bytes = std::fs::read(file(copy)).unwrap();
        std::fs::write(file(copy), &bytes[..bytes.len() / 2]).unwrap();
    };
    let earlier = |copy: &Path| {
        std::fs::copy(file(&first), file(copy)).unwrap();
    };
    refused("a flipped byte", &flip, None, "changed");
    refused("half of a file", &cut, None, "bytes");
    refused("a missing file", &|copy| std::fs::remove_file(file(copy)).unwrap(), None, &data);
    refused(
        "no manifest",
        &|copy| std::fs::remove_file(copy.join("manifest.json")).unwrap(),
        None,
        "manifest",
    );
    refused(
        "half of a manifest",
        &|copy| std::fs::write(copy.join("manifest.json"), "{\"format\": 1").unwrap(),
        None,
        "manifest",
    );
    refused("the data of another backup", &earlier, None, "manifest");
    // Whoever can write the backup can give its files other hashes: the heads still say what must be there.
    let fitted = |copy: &Path| {
        earlier(copy);
        let other: Value =
            serde_json::from_slice(&std::fs::read(first.join("manifest.json")).unwrap()).unwrap();
        edit(&copy.join("manifest.json"), |manifest| manifest["files"] = other["files"].clone());
    };
    refused("an earlier copy with fitting hashes", &fitted, None, "does not fit its manifest");
    let (own, other) = (StatementKeys::Own(&signing), Tokens::with_key(&SigningKey::new_pem()).unwrap());
    refused("the same, and a key", &fitted, Some(&own), "not the manifest that was signed");
    refused(
        "no signature",
        &|copy| std::fs::remove_file(copy.join("manifest.jws")).unwrap(),
        Some(&own),
        "manifest.jws",
    );
    refused("another key", &|_| {}, Some(&StatementKeys::Own(&other)), "manifest.jws");
    let newer = |copy: &Path| {
        edit(&copy.join("manifest.json"), |manifest| {
            manifest["schema"].as_array_mut().unwrap().push(json!("99991231000001"));
        });
    };
    refused("a schema to come", &newer, None, "schema");
    let elsewhere = |copy: &Path| {
        edit(&copy.join("manifest.json"), |manifest| manifest["files"][0]["name"] = json!("../x"));
    };
    refused("a file elsewhere", &elsewhere, None, "contradicts itself");
    let foreign =
        |copy: &Path| edit(&copy.join("manifest.json"), |manifest| manifest["backend"] = json!("oracle"));
    refused("another kind of database", &foreign, None, "oracle");

    // As it was taken, it is restored, by the key that signed it; and nothing is ever overwritten.
    let empty = Database::blank(api.backend());
    let done = bring_back(api, &second, &empty, Some(&own), false).unwrap();
    assert!(done.report.checkpoints >= 2, "a checkpoint was made of each moment");
    let twice = bring_back(api, &second, &empty, Some(&own), false).unwrap_err().to_string();
    assert!(twice.contains("overwrites nothing"), "{twice}");
    let source = BackupSource { url: &old.database().url, db: &old.db, tools: &tools(), tokens: None };
    let over = take(&source, &second, &old.app.clock).unwrap_err().to_string();
    assert!(over.contains("overwrites nothing"), "{over}");
    assert_eq!(Manifest::read(&second.join("manifest.json"), Some(&own)).unwrap().id, manifest.id);
}

fn a_clock_behind_the_backup_stops_a_restore_until_somebody_says_which_is_wrong(api: &Api) {
    let old = api.own(Settings::default());
    old.manager();
    let (place, manifest) = backup(&old, None);
    let yesterday = || Clock::starting_at(manifest.taken_at.utc() - chrono::TimeDelta::days(1));
    let empty = Database::blank(api.backend());
    let tools = tools();
    let target =
        RestoreTarget { url: &empty.url, tools: &tools, keys: None, keep_keys: false, accept_clock: false };
    let refused = restore(&target, &place, &yesterday()).unwrap_err().to_string();
    assert!(refused.contains("clock") && refused.contains("--accept-clock"), "{refused}");
    assert!(is_untouched(&empty));
    restore(&RestoreTarget { accept_clock: true, ..target }, &place, &yesterday()).unwrap();
    let last = empty.open(1).read_now(greffe::journal::service::last).unwrap().unwrap();
    assert!(last.at < manifest.taken_at, "the next start goes by the clock that was accepted");
}

fn a_backup_is_for_its_owner_alone(api: &Api) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let signing = Tokens::with_key(&SigningKey::new_pem()).unwrap();
        let (place, manifest) = backup(&api.own(Settings::default()), Some(&signing));
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&place), 0o700);
        let mut names: Vec<_> = std::fs::read_dir(&place)
            .unwrap()
            .map(|one| one.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        assert_eq!(names, [manifest.files[0].name.as_str(), "manifest.json", "manifest.jws"]);
        for name in names {
            assert_eq!(mode(&place.join(&name)), 0o600, "{name}");
        }
        assert_eq!(manifest.signing_keys.len(), 1);
        assert!(
            manifest
                .checkpoint
                .is_none_or(|checkpoint| checkpoint.through_sequence == manifest.last_sequence)
        );
    }
}

fn a_backup_that_fails_leaves_nothing(api: &Api) {
    let old = api.own(Settings::default());
    old.manager();
    tamper(&old, "update journal set actor = 'nobody'");
    let place = nowhere();
    let source = BackupSource { url: &old.database().url, db: &old.db, tools: &tools(), tokens: None };
    let broken = take(&source, &place, &old.app.clock).unwrap_err().to_string();
    assert!(
        broken.contains("the journal is broken") && broken.contains("changed after it was written"),
        "{broken}"
    );
    assert!(!place.exists());
    if old.backend() == Backend::Postgres {
        let missing = Tools { folder: Some(nowhere()) };
        let source = BackupSource { tools: &missing, ..source };
        let missing = take(&source, &place, &old.app.clock).unwrap_err().to_string();
        assert!(missing.contains("pg_dump") && missing.contains("--postgres-tools"), "{missing}");
        assert!(!place.exists());
    }
}

/// A journal that ends early, every chain of it whole: only what was kept elsewhere tells.
fn what_ends_too_early_is_found_by_what_was_kept(api: &Api) {
    let old = api.own(Settings::default());
    let manager = old.manager();
    let (case, gone) = (case_with(&manager, "2026-03-02"), case_with(&manager, "2026-03-02"));
    record(
        &manager,
        &case,
        json!({"type": "application_filed", "occurred_on": "2026-03-09", "facts": {"reasons_received": true}}),
    );
    let signing = Tokens::with_key(&SigningKey::new_pem()).unwrap();
    let (_, manifest) = backup(&old, Some(&signing));
    let statement = manifest.checkpoint.clone().unwrap().statement;
    let examined = |witness: &Witness| {
        let asked = VerifyOptions { witness: witness.clone(), to_the_end: true, ..VerifyOptions::default() };
        let report = old.db.snapshot_now(|connection| examine(connection, asked)).unwrap();
        report.breaks.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let by_manifest = manifest.witness();
    let by_heads = Witness { statements: Vec::new(), ..by_manifest.clone() };
    let by_statement = Witness { heads: Vec::new(), statements: vec![statement.clone()] };
    let nothing = Witness::default();
    // What goes on is no fault.
    case_with(&manager, "2026-03-02");
    for witness in [&by_manifest, &by_statement, &nothing] {
        assert_eq!(examined(witness), Vec::<String>::new());
    }
    // The checkpoints are gone, and with them whatever said how far the journal went.
    tamper(&old, "delete from journal_checkpoints");
    assert_eq!(examined(&nothing), Vec::<String>::new());
    let [found] = &examined(&by_statement)[..] else { panic!() };
    assert!(found.contains("checkpoint 1") && found.contains("is not there"), "{found}");
    // The last entry of one chain, and the whole of another, with their heads.
    tamper(
        &old,
        &format!(
            "delete from journal where subject = 'case:{gone}'; delete from journal_heads where subject = 'case:{gone}'; \
             update journal_heads set length = length - 1, hash = (select j.previous_hash from journal j \
             where j.subject = journal_heads.subject and j.position = journal_heads.length) where subject = 'case:{case}'; \
             delete from journal where subject = 'case:{case}' and position > \
             (select h.length from journal_heads h where h.subject = 'case:{case}')"
        ),
    );
    assert_eq!(examined(&nothing), Vec::<String>::new(), "every chain is whole");
    let found = examined(&by_heads);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(
        found.iter().any(|one| one.contains(&case) && one.contains("the chain ends before it")),
        "{found:?}"
    );
    assert!(
        found.iter().any(|one| one.contains(&gone) && one.contains("the whole chain is missing")),
        "{found:?}"
    );
}

/// `cp` of the file of a running SQLite, without the log beside it.
#[test]
fn a_naive_copy_of_a_running_file_is_told_from_a_whole_one() {
    backend::on(Backend::Sqlite, |api| {
        let old = api.own(Settings::default());
        let manager = old.manager();
        case_with(&manager, "2026-03-02");
        old.db
            .read_now(|connection| {
                Ok(diesel::connection::SimpleConnection::batch_execute(
                    connection,
                    "pragma wal_checkpoint(truncate)",
                )?)
            })
            .unwrap();
        case_with(&manager, "2026-03-02");
        let naive = nowhere().with_extension("db");
        std::fs::copy(&old.database().place, &naive).unwrap();
        let (place, _) = backup(&old, None);
        let verify = |more: &[&str]| {
            let mut command = greffe(&["journal", "verify"]);
            command.env("GREFFE_DATABASE_URL", format!("sqlite:{}", naive.display()));
            outcome(command.args(more))
        };
        let (whole, said) = verify(&[]);
        assert!(whole && said.contains("cannot be known"), "{said}");
        let manifest = place.join("manifest.json");
        let (whole, said) = verify(&["--manifest", manifest.to_str().unwrap()]);
        assert!(!whole && said.contains("missing"), "{said}");
    });
}

/// From the command line, by the machine's clock, from the first user to a restored one.
fn an_operator_copies_and_brings_back(api: &Api) {
    let (from, to) = (Database::create(api.backend()), Database::blank(api.backend()));
    let pem = nowhere().with_extension("pem");
    std::fs::write(&pem, secrecy::ExposeSecret::expose_secret(&SigningKey::new_pem())).unwrap();
    let with = |database: &Database, arguments: &[&str]| {
        let mut command = greffe(arguments);
        command.env("GREFFE_DATABASE_URL", database.spelled());
        if let Some(folder) = tools().folder {
            command.env("GREFFE_POSTGRES_TOOLS", folder);
        }
        command
    };
    says(with(&from, &create_user("administrator")).write_stdin(PASSWORD));
    let place = nowhere();
    let place = place.to_str().unwrap();
    let said = says(with(&from, &["backup", place]).env("GREFFE_SIGNING_KEY_FILE", &pem));
    assert!(
        said.contains("2 entries in 2 chains") && said.contains("The signing keys are not in the backup"),
        "{said}"
    );
    let said = says(with(&to, &["restore", place]).env("GREFFE_SIGNING_KEY_FILE", &pem));
    for word in
        ["2 entries in 2 chains", "its signatures hold", "0 sessions have ended", "What happened after"]
    {
        assert!(said.contains(word), "no {word} in {said}");
    }
    assert_eq!(said.contains("greffe database grants"), api.backend() == Backend::Postgres, "{said}");
    let manifest = format!("{place}/manifest.json");
    let said = says(&mut with(&to, &["journal", "verify", "--manifest", &manifest]));
    assert!(
        said.starts_with("The journal is whole: 3 entries in 3 chains")
            && said.contains("all that the manifest of"),
        "{said}"
    );
    let statement = nowhere().with_extension("txt");
    let kept: Value = serde_json::from_slice(&std::fs::read(&manifest).unwrap()).unwrap();
    std::fs::write(&statement, kept["checkpoint"]["statement"].as_str().unwrap()).unwrap();
    let statement = ["journal", "verify", "--statement", statement.to_str().unwrap()];
    let said = says(with(&to, &statement).env("GREFFE_SIGNING_KEY_FILE", &pem));
    assert!(
        said.contains("their signatures hold")
            && said.contains("all that the statements say, up to sequence 2"),
        "{said}"
    );
    let said = complains(&mut with(&to, &["restore", place]));
    assert!(said.contains("overwrites nothing"), "{said}");
}

on_both!(
    a_drill_brings_back_what_was_acknowledged_and_nothing_by_halves,
    a_restored_database_begins_a_new_epoch,
    what_was_tampered_with_is_refused_and_nothing_is_left,
    a_clock_behind_the_backup_stops_a_restore_until_somebody_says_which_is_wrong,
    a_backup_is_for_its_owner_alone,
    a_backup_that_fails_leaves_nothing,
    what_ends_too_early_is_found_by_what_was_kept,
    an_operator_copies_and_brings_back,
);
