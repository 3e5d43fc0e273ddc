//! A real server in this process, and how to reach it.

use super::actor::Actor;
use super::backend::{Backend, Database};
use super::command::SECRET;
use super::fixtures::Organization;
use super::log;
use actix_web::dev::ServerHandle;
use actix_web::web::Data;
use greffe::access::classification::Classification;
use greffe::app::App;
use greffe::clock::Clock;
use greffe::contents::Contents;
use greffe::db::Db;
use greffe::egress::Egress;
use greffe::http::edge::Edge;
use greffe::http::public_url::PublicUrl;
use greffe::http::tls::Certificate;
use greffe::people::identity::providers::Provider;
use greffe::server::serving::{Serving, application, serve};
use greffe::signing::tokens::Tokens;
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, OnceLock, mpsc};
use std::time::{Duration, Instant};

/// The day that it is in the tests: what happened early in 2026 is past.
pub const TODAY: &str = "2026-11-01";
const NOW: &str = "2026-11-01T15:00:00Z";

/// How a server of one's own differs from the shared one.
pub struct Settings {
    /// Requests a minute; 0 for no limit.
    pub requests_per_minute: u32,
    /// The address under which clients reach it.
    pub public_url: Option<PublicUrl>,
    /// Whom it believes and lets in, and how long it waits.
    pub edge: Edge,
    /// How long a client may take to send its headers, and how long what is left of a refused body is read.
    pub header_timeout: Duration,
    /// What it serves HTTPS with.
    pub certificate: Option<Arc<Certificate>>,
    /// What signs the tokens.
    pub tokens: Tokens,
    /// The identity provider that is trusted beside them.
    pub provider: Option<Provider>,
    /// How many threads take requests: each of them is made ready at a start, which most tests wait for and few need twice.
    pub workers: usize,
    /// How many connections to the database there are.
    pub connections: u32,
    /// How long a request waits for one.
    pub wait: Duration,
    /// From which classification upward reads are recorded: by default only from where the answer waits for it, so that what a
    /// journal holds does not depend on when a test looks.
    pub record_reads_from: Classification,
    /// What time it is.
    pub clock: Clock,
    /// Where its own requests may go.
    pub egress: Egress,
    /// How large a file of a document may be.
    pub largest_file: u64,
}

/// Where the requests of a server of the tests may go: to the tests, by `http`; and no name is looked up in the network.
pub fn egress() -> Egress {
    Egress::default().reaching_itself().looking_up(|host, port| match host {
        "hooks.example" => Ok(vec![([1, 1, 1, 1], port).into()]),
        "inside.example" => Ok(vec![([1, 1, 1, 1], port).into(), ([10, 0, 0, 5], port).into()]),
        _ => Err(std::io::Error::other("no such name")),
    })
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            requests_per_minute: 0,
            public_url: None,
            edge: Edge::default(),
            header_timeout: Serving::default().header_timeout,
            certificate: None,
            tokens: Tokens::with_secret(&SECRET.into()).unwrap(),
            provider: None,
            workers: 1,
            connections: 4,
            wait: Duration::from_secs(20),
            record_reads_from: Classification::ProtectedC,
            clock: Clock::starting_at(NOW.parse().unwrap()),
            egress: egress(),
            largest_file: 64 * 1024 * 1024,
        }
    }
}

/// A server, its database, and the way to both.
pub struct Api {
    /// Where it listens.
    pub address: SocketAddr,
    /// What its requests share.
    pub app: Data<App>,
    /// Its database.
    pub db: Db,
    pub(super) agent: ureq::Agent,
    backend: Backend,
    handle: ServerHandle,
    /// Where the files of its documents are kept.
    pub files: tempfile::TempDir,
    // Last, so that the database goes after the server.
    database: Database,
}

impl Api {
    /// The server that most tests of a backend share: each makes an organisation and people of its own.
    pub fn shared(backend: Backend) -> &'static Self {
        static SHARED: [OnceLock<Api>; 2] = [const { OnceLock::new() }; 2];
        let [sqlite, postgres] = &SHARED;
        let place = if backend == Backend::Sqlite { sqlite } else { postgres };
        place.get_or_init(|| Self::start(backend, Settings { workers: 2, ..Settings::default() }))
    }

    /// A server of one's own on the same backend.
    pub fn own(&self, settings: Settings) -> Self {
        Self::start(self.backend, settings)
    }

    fn start(backend: Backend, settings: Settings) -> Self {
        Self::over(backend, Database::create(backend), settings)
    }

    /// A server on a database that is there.
    pub fn over(backend: Backend, database: Database, settings: Settings) -> Self {
        log::start();
        let db = Db::open(&database.url, settings.connections, settings.wait).unwrap();
        let app = application(
            db.clone(),
            settings.clock,
            settings.tokens,
            settings.provider,
            settings.requests_per_minute,
        );
        let app = app.reached_at(settings.public_url).facing(settings.edge).reaching(settings.egress);
        let files = tempfile::tempdir().unwrap();
        let contents = Contents::at(files.path(), settings.largest_file);
        contents.prepare().unwrap();
        let app = app.keeping(contents);
        let app = Data::new(app.recording_reads_from(settings.record_reads_from));
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let serving = Serving {
            workers: settings.workers,
            grace: Duration::from_secs(5),
            header_timeout: settings.header_timeout,
            certificate: settings.certificate,
            ..Serving::default()
        };
        let (send, receive) = mpsc::channel();
        let shared = app.clone();
        std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let server = serve(shared, listener, serving).unwrap();
                send.send(server.handle()).unwrap();
                server.await.unwrap();
            });
        });
        let handle = receive.recv().expect("the server starts");
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            // What is compressed is looked at by itself: the others need not wait for it.
            .accept_encoding("identity")
            .timeout_global(Some(Duration::from_secs(60)));
        Self { address, app, db, agent: config.build().into(), backend, handle, files, database }
    }

    /// Its backend.
    pub fn backend(&self) -> Backend {
        self.backend
    }

    /// Where its database is.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// A new organisation, with nobody in it.
    pub fn organization(&self) -> Organization<'_> {
        Organization::new(self, greffe::people::identity::model::OrganizationKind::JusticeDepartment)
    }

    /// Somebody who is not signed in.
    pub fn anonymous(&self) -> Actor<'_> {
        Actor::anonymous(self)
    }

    /// A litigator, in an organisation of their own.
    pub fn litigator(&self) -> Actor<'_> {
        self.organization().litigator()
    }

    /// A litigation manager, in an organisation of their own.
    pub fn manager(&self) -> Actor<'_> {
        self.organization().manager()
    }

    /// An administrator, in an organisation of their own.
    pub fn administrator(&self) -> Actor<'_> {
        self.organization().administrator()
    }
}

impl Drop for Api {
    fn drop(&mut self) {
        actix_web::rt::System::new().block_on(self.handle.stop(false));
    }
}

/// Asks until the answer is yes; fails where it has not been after ten seconds.
#[track_caller]
pub fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(10);
    while !holds() {
        assert!(Instant::now() < deadline, "it never came: {what}");
        std::thread::yield_now();
    }
}
