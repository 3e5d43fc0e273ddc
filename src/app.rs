//! The application: what every request shares, and how the server is put together.

use crate::access::classification::Classification;
use crate::access::context::Context;
use crate::clock::Clock;
use crate::config::PublicUrl;
use crate::db::{Connection, Db, Turn};
use crate::feeds::model::Secrets;
use crate::http::body::LIMIT;
use crate::http::client;
use crate::http::document::Served;
use crate::http::edge::Edge;
use crate::http::fallback::{Routes, fallback};
use crate::http::limits::Limits;
use crate::http::page::{Cursors, Paging};
use crate::http::recording::Operations;
use crate::http::tls::Certificate;
use crate::http::{cors, guard, openapi, shell};
use crate::identity::principals::{self, Principals};
use crate::identity::providers::Provider;
use crate::identity::service_accounts::model::KeySecrets;
use crate::identity::throttle::Throttle;
use crate::identity::tokens::Tokens;
use crate::ids::UserId;
use crate::journal::recorder::Recorder;
use crate::lanes::{Lanes, off_the_event_loop};
use actix_web::dev::Server;
use actix_web::middleware::{Compress, Condition, from_fn};
use actix_web::web::{Data, PayloadConfig};
use actix_web::{App as ActixApp, HttpRequest, HttpServer};
use metrics_exporter_prometheus::PrometheusHandle;
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use utoipa_actix_web::AppExt as _;
use utoipa_actix_web::service_config::ServiceConfig;

/// What every request shares.
pub struct App {
    /// The database.
    pub db: Db,
    /// What is dear, apart from what is cheap.
    pub lanes: Lanes,
    /// The time.
    pub clock: Clock,
    /// Who signs and verifies tokens.
    pub tokens: Tokens,
    /// Who signs and verifies cursors.
    pub cursors: Cursors,
    /// Who makes the secrets of feeds.
    pub feeds: Secrets,
    /// Who makes the keys of service accounts.
    pub service_keys: KeySecrets,
    /// The people who were seen lately.
    pub principals: Principals,
    /// The limit on failed sign-ins from an address.
    pub throttle: Throttle,
    /// The limit on requests, where there is one.
    pub limits: Option<Limits<UserId>>,
    /// Whom the service believes and lets in, and how long it waits.
    pub edge: Edge,
    /// The addresses of the API.
    pub routes: Routes,
    /// What the operations are called.
    pub operations: Operations,
    /// Who records what is read, and who is refused.
    pub recorder: Recorder,
    /// The `OpenAPI` document, as it is served.
    pub document: Served,
    /// The counters, where they are kept.
    pub metrics: Option<PrometheusHandle>,
    /// The identity provider that is trusted beside our own tokens, where there is one.
    pub provider: Option<Provider>,
    public_url: Option<PublicUrl>,
    draining: AtomicBool,
}

/// How the server listens.
#[derive(Clone, Debug)]
pub struct Serving {
    /// Threads that handle requests.
    pub workers: usize,
    /// How long requests in flight may take when the server is asked to stop.
    pub grace: Duration,
    /// How long a client may take to send its headers.
    pub header_timeout: Duration,
    /// How long a connection may stay open without a request.
    pub keep_alive: Duration,
    /// How many connections one worker serves at a time.
    pub connections: usize,
    /// What HTTPS is served with; HTTP is, where there is nothing.
    pub certificate: Option<Arc<Certificate>>,
}

/// Two workers, and what the settings say where nothing else is said.
impl Default for Serving {
    fn default() -> Self {
        Self {
            workers: 2,
            grace: Duration::from_secs(30),
            header_timeout: Duration::from_secs(10),
            keep_alive: Duration::from_secs(5),
            connections: 4096,
            certificate: None,
        }
    }
}

impl App {
    /// Puts together what was configured.
    #[must_use]
    pub fn new(
        db: Db,
        clock: Clock,
        tokens: Tokens,
        requests_per_minute: u32,
        metrics: Option<PrometheusHandle>,
    ) -> Self {
        let document = openapi::document();
        let cursors = Cursors::with_key(tokens.derived_key("cursors"));
        let feeds = Secrets::with_key(tokens.derived_key("feeds"));
        let recorder = Recorder::start(db.clone(), Classification::ProtectedB);
        let service_keys = KeySecrets::with_key(tokens.derived_key("service keys"));
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            lanes: Lanes::beside(db.connections(), cores),
            db,
            clock,
            cursors,
            feeds,
            service_keys,
            tokens,
            principals: Principals::default(),
            throttle: Throttle::default(),
            limits: Limits::per_minute(requests_per_minute),
            edge: Edge::default(),
            routes: Routes::of(&document),
            operations: Operations::of(&document),
            recorder,
            document: Served::of(openapi::text(&document)),
            metrics,
            provider: None,
            public_url: None,
            draining: AtomicBool::new(false),
        }
    }

    /// Sets the address under which clients reach the service.
    #[must_use]
    pub fn reached_at(mut self, url: Option<PublicUrl>) -> Self {
        self.public_url = url;
        self
    }

    /// Sets from which classification upward it is recorded who read a case.
    #[must_use]
    pub fn recording_reads_from(mut self, classification: Classification) -> Self {
        self.recorder = self.recorder.with_reads_from(classification);
        self
    }

    /// Sets whom the service believes and lets in, and how long it waits.
    #[must_use]
    pub fn facing(mut self, edge: Edge) -> Self {
        self.edge = edge;
        self
    }

    /// Sets the identity provider whose tokens are taken beside our own.
    #[must_use]
    pub fn trusting(mut self, provider: Option<Provider>) -> Self {
        self.provider = provider;
        self
    }

    /// What an address of this service begins with: as it was configured, or as the request itself came.
    #[must_use]
    pub fn base_url(&self, request: &HttpRequest) -> String {
        self.public_url.as_ref().map_or_else(|| client::reached(request), ToString::to_string)
    }

    /// From now on the server is not ready: what stands before it sends it nothing new.
    pub fn drain(&self) {
        self.draining.store(true, Ordering::SeqCst);
    }

    /// Whether the server is about to stop.
    #[must_use]
    pub fn is_draining(&self) -> bool {
        self.draining.load(Ordering::SeqCst)
    }

    /// Reads on behalf of a request.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Connection) -> crate::error::Result<T> + Send + 'static,
    ) -> crate::error::Result<T> {
        self.db.read(work).await
    }

    /// Does on behalf of a caller what writes, in a transaction of its own and in a turn of its own ([`Turn::Alone`]). The caller
    /// is who they are when that has come, and it is that moment for them: what changed while they waited holds for what they
    /// do, which is not dated before it.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub async fn write<T: Send + 'static>(
        &self,
        caller: Context,
        work: impl FnMut(&mut Connection, &Context) -> crate::error::Result<T> + Send + 'static,
    ) -> crate::error::Result<T> {
        self.write_in(Turn::Alone, caller, work).await
    }

    /// [`App::write`], in either kind of turn. Beside others the caller is who they were when they asked: what the act rests on
    /// is the case that it takes, and whether it is theirs to see.
    ///
    /// # Errors
    /// As [`Db::write`]; 401 where the caller's account was deactivated meanwhile.
    pub async fn write_in<T: Send + 'static>(
        &self,
        turn: Turn,
        caller: Context,
        mut work: impl FnMut(&mut Connection, &Context) -> crate::error::Result<T> + Send + 'static,
    ) -> crate::error::Result<T> {
        let clock = self.clock.clone();
        self.db
            .write_in(turn, move |connection| {
                let now = clock.now();
                let caller = match turn {
                    Turn::Alone => principals::again(connection, &caller, now)?,
                    Turn::Beside => caller.at(now),
                };
                work(connection, &caller)
            })
            .await
    }

    /// Reads on behalf of a person what is dear, in the lane of such queries: a count over a caseload, a report, a proof.
    ///
    /// # Errors
    /// As [`Lane::enter`](crate::lanes::Lane::enter) and [`Db::read`].
    pub async fn read_dear<T: Send + 'static>(
        &self,
        who: UserId,
        work: impl FnOnce(&mut Connection) -> crate::error::Result<T> + Send + 'static,
    ) -> crate::error::Result<T> {
        let turn = self.lanes.dear.enter(Some(who)).await?;
        let held = move |connection: &mut Connection| {
            let _turn = turn;
            work(connection)
        };
        self.db.read(held).await
    }

    /// Reads a page on behalf of a person: what [`App::read_dear`] reads, where all items are to be counted.
    ///
    /// # Errors
    /// As `read` or `read_dear`.
    pub async fn read_page<T: Send + 'static>(
        &self,
        who: UserId,
        paging: &Paging,
        work: impl FnOnce(&mut Connection) -> crate::error::Result<T> + Send + 'static,
    ) -> crate::error::Result<T> {
        if paging.count { self.read_dear(who, work).await } else { self.read(work).await }
    }

    /// Computes on behalf of a person, away from the threads that answer requests.
    ///
    /// # Errors
    /// What `work` returns; 503 where too much is being computed.
    pub async fn compute<T: Send + 'static>(
        &self,
        who: UserId,
        work: impl FnOnce() -> crate::error::Result<T> + Send + 'static,
    ) -> crate::error::Result<T> {
        let turn = self.lanes.computing.enter(Some(who)).await?;
        off_the_event_loop(move || {
            let _turn = turn;
            work()
        })
        .await
    }
}

/// Every operation of the API, registered once: route and documentation together.
pub fn operations(config: &mut ServiceConfig<'_>) {
    crate::http::health::routes(config);
    crate::identity::routes::routes(config);
    crate::policy::routes::routes(config);
    crate::identity::scim::routes::routes(config);
    crate::proceedings::routes::routes(config);
    crate::calendars::routes::routes(config);
    crate::reference::routes::routes(config);
    crate::cases::routes::routes(config);
    crate::parties::routes::routes(config);
    crate::conflicts::routes::routes(config);
    crate::notes::routes::routes(config);
    crate::walls::routes::routes(config);
    crate::walls::emergency::routes::routes(config);
    crate::docket::routes::routes(config);
    crate::deadlines::routes::routes(config);
    crate::law::routes::routes(config);
    crate::feeds::routes::routes(config);
    crate::responsibilities::workload::routes::routes(config);
    crate::responsibilities::routes::routes(config);
    crate::groups::routes::routes(config);
    crate::absences::routes::routes(config);
    crate::notifications::routes::routes(config);
    crate::journal::routes::routes(config);
    crate::retention::routes::routes(config);
    crate::journal::checkpoints::routes::routes(config);
}

/// Starts the server on a listener that is already bound.
///
/// # Errors
/// Where the listener cannot be served.
pub fn serve(app: Data<App>, listener: TcpListener, serving: Serving) -> std::io::Result<Server> {
    let certificate =
        serving.certificate.map(Certificate::server).transpose().map_err(std::io::Error::other)?;
    let server = HttpServer::new(move || {
        let origins = &app.edge.origins;
        // The last one is the outermost: it makes a problem document of every refusal of the others.
        ActixApp::new()
            .wrap(Compress::default())
            .wrap(from_fn(guard::guard))
            .wrap(Condition::new(!origins.is_empty(), cors::cors(origins)))
            .wrap(from_fn(shell::shell))
            .app_data(app.clone())
            .app_data(PayloadConfig::new(LIMIT))
            .into_utoipa_app()
            .configure(operations)
            .into_app()
            .configure(openapi::swagger)
            .default_service(actix_web::web::to(fallback))
    });
    let server = server
        .workers(serving.workers)
        .client_request_timeout(serving.header_timeout)
        .tls_handshake_timeout(serving.header_timeout)
        .keep_alive(serving.keep_alive)
        .max_connections(serving.connections)
        .shutdown_timeout(serving.grace.as_secs())
        .disable_signals();
    let server = match certificate {
        Some(tls) => server.listen_rustls_0_23(listener, tls)?,
        None => server.listen(listener)?,
    };
    Ok(server.run())
}
