//! Databases to test on: a file a server on SQLite, a database a server on PostgreSQL; each a copy of a template.

use super::api::Api;
use super::{left_out, log};
use diesel::connection::{
    Instrumentation, InstrumentationEvent, SimpleConnection as _, set_default_instrumentation,
};
use greffe::db::{Connection, DatabaseUrl, Db};
use secrecy::ExposeSecret as _;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{LazyLock, Mutex, OnceLock};
use std::time::Duration;

/// The two databases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

/// Where PostgreSQL is: a URL without the name of a database.
const POSTGRES: &str = "GREFFE_TEST_POSTGRES_URL";

/// Runs a test against the server that the tests of a backend share. Without a PostgreSQL to test on its half is left out: this is
/// the only door to that half, so nothing can leave it out in silence.
pub fn on(backend: Backend, test: impl FnOnce(&Api)) {
    if backend == Backend::Postgres && std::env::var_os(POSTGRES).is_none() {
        left_out("the half of the suite that runs on PostgreSQL: GREFFE_TEST_POSTGRES_URL is not set");
        return;
    }
    test(Api::shared(backend));
    // Whatever was logged so far, by this test and by all that ran beside it.
    log::holds_nothing_private();
}

/// The URL of the PostgreSQL server: for what runs inside [`on`].
pub fn server() -> String {
    let server = std::env::var(POSTGRES).expect("a test on PostgreSQL runs inside `on`");
    server.trim_end_matches('/').to_owned()
}

/// A database for one server, removed when the server is.
pub struct Database {
    /// Where it is.
    pub url: DatabaseUrl,
    /// Its file, or its name.
    pub place: String,
}

/// A folder for the files of this run.
pub fn folder() -> PathBuf {
    static SWEPT: OnceLock<()> = OnceLock::new();
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(std::process::id().to_string());
    SWEPT.get_or_init(sweep);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Removes what earlier runs left behind: those whose process is gone.
fn sweep() {
    for entry in std::fs::read_dir(env!("CARGO_TARGET_TMPDIR")).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let is_run = name.to_str().is_some_and(|name| name.parse::<u32>().is_ok());
        if is_run && PathBuf::from("/proc/self").exists() && !PathBuf::from("/proc").join(&name).exists() {
            drop(std::fs::remove_dir_all(entry.path()));
        }
    }
}

fn number() -> usize {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

impl Database {
    /// A new database with its schema up to date.
    pub fn create(backend: Backend) -> Self {
        count_statements();
        let database = match backend {
            Backend::Sqlite => {
                let database = Self::blank(backend);
                std::fs::copy(template_file(), &database.place).unwrap();
                database
            }
            Backend::Postgres => Self::copy_of(template()),
        };
        database.open(1).migrate().expect("migrations run");
        database
    }

    /// A new database without a schema.
    pub fn blank(backend: Backend) -> Self {
        match backend {
            Backend::Sqlite => {
                let path = folder().join(format!("{}.db", number()));
                Self { url: DatabaseUrl::Sqlite(path.clone()), place: path.display().to_string() }
            }
            Backend::Postgres => Self::copy_of("template0"),
        }
    }

    fn copy_of(template: &str) -> Self {
        let place = format!("greffe_test_{}_{}", std::process::id(), number());
        admin(&format!("drop database if exists {place} with (force)"));
        admin(&format!("create database {place} template {template}"));
        Self { url: postgres(&place), place }
    }

    /// A way in.
    pub fn open(&self, connections: u32) -> Db {
        Db::open(&self.url, connections, Duration::from_secs(10)).unwrap()
    }

    /// The URL with its password, as the command line takes it.
    pub fn spelled(&self) -> String {
        match &self.url {
            DatabaseUrl::Postgres(url) => url.expose_secret().to_owned(),
            DatabaseUrl::Sqlite(path) => format!("sqlite:{}", path.display()),
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        match &self.url {
            DatabaseUrl::Postgres(_) => {
                admin(&format!("drop database if exists {} with (force)", self.place));
            }
            DatabaseUrl::Sqlite(path) => drop(std::fs::remove_file(path)),
        }
    }
}

fn postgres(database: &str) -> DatabaseUrl {
    format!("{}/{database}", server()).parse().unwrap()
}

/// A statement for the PostgreSQL server itself. Databases are copied one at a time: a template in use cannot be.
pub fn admin(statement: &str) {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let _turn = ONE_AT_A_TIME.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let db = Db::open(&postgres("postgres"), 1, Duration::from_secs(10)).unwrap();
    db.read_now(|connection| Ok(connection.batch_execute(statement)?)).expect(statement);
}

/// The file that all others of this run are copied from: migrated once.
fn template_file() -> &'static Path {
    static TEMPLATE: OnceLock<Database> = OnceLock::new();
    let template = TEMPLATE.get_or_init(|| {
        let template = Database::blank(Backend::Sqlite);
        let db = template.open(1);
        db.migrate().expect("migrations run");
        // What is still in the log beside the file would not be in a copy of the file.
        let flush = "pragma wal_checkpoint(truncate)";
        db.read_now(|connection| Ok(connection.batch_execute(flush)?)).expect(flush);
        template
    });
    Path::new(&template.place)
}

/// The database that all others of this run are copied from: migrated once.
fn template() -> &'static str {
    static TEMPLATE: OnceLock<String> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let name = format!("greffe_test_{}_template", std::process::id());
        // One that was stopped may have had the same number, and left its own.
        admin(&format!("drop database if exists {name} with (force)"));
        admin(&format!("create database {name} template template0"));
        let db = Db::open(&postgres(&name), 1, Duration::from_secs(10)).unwrap();
        db.migrate().expect("migrations run");
        drop(db);
        // The pool closes its connection in its own time: a copy has to wait for that.
        admin(&format!("select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'"));
        name
    })
}

/// How many statements each database was sent, by its URL.
static SENT: LazyLock<Mutex<HashMap<String, usize>>> = LazyLock::new(Mutex::default);

/// Counts the statements of one connection.
#[derive(Default)]
struct Counter {
    url: String,
}

impl Instrumentation for Counter {
    fn on_connection_event(&mut self, event: InstrumentationEvent<'_>) {
        match event {
            InstrumentationEvent::StartEstablishConnection { url, .. } => url.clone_into(&mut self.url),
            InstrumentationEvent::StartQuery { .. } => {
                *SENT.lock().unwrap().entry(self.url.clone()).or_default() += 1;
            }
            _ => {}
        }
    }
}

/// From now on every new connection of this process is counted.
fn count_statements() {
    static COUNTED: OnceLock<()> = OnceLock::new();
    COUNTED.get_or_init(|| set_default_instrumentation(|| Some(Box::<Counter>::default())).unwrap());
}

/// How many statements a database was sent so far by this process.
pub fn statements(database: &Database) -> usize {
    let url = match &database.url {
        DatabaseUrl::Postgres(url) => url.expose_secret().to_owned(),
        DatabaseUrl::Sqlite(path) => path.display().to_string(),
    };
    SENT.lock().unwrap().get(&url).copied().unwrap_or_default()
}

/// How many lines only one of two queries gives: of what triggers keep, beside what it is kept of.
pub fn lines_between(api: &Api, said: &str, kept: &str) -> i64 {
    #[derive(diesel::QueryableByName)]
    struct Differing {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        lines: i64,
    }
    let asked = format!(
        "select (select count(*) from ({said} except {kept}) missing) \
              + (select count(*) from ({kept} except {said}) superfluous) as lines"
    );
    let found: Differing = api
        .db
        .read_now(|connection| {
            let asked = diesel::sql_query(&asked);
            Ok(match connection {
                Connection::Pg(pg) => diesel::RunQueryDsl::get_result(asked, pg)?,
                Connection::Sqlite(sqlite) => diesel::RunQueryDsl::get_result(asked, sqlite)?,
            })
        })
        .unwrap();
    found.lines
}
