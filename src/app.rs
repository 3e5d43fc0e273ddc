//! The application: what every request shares, and how the server is put together.

use crate::clock::Clock;
use crate::config::PublicUrl;
use crate::db::{Connection, Db};
use crate::feeds::model::Secrets;
use crate::http::body::LIMIT;
use crate::http::fallback::{Routes, fallback};
use crate::http::limits::Limits;
use crate::http::page::Cursors;
use crate::http::{openapi, shell};
use crate::identity::principals::Principals;
use crate::identity::throttle::Throttle;
use crate::identity::tokens::Tokens;
use actix_web::dev::Server;
use actix_web::middleware::{Compress, from_fn};
use actix_web::web::{Data, PayloadConfig};
use actix_web::{App as ActixApp, HttpRequest, HttpServer};
use metrics_exporter_prometheus::PrometheusHandle;
use std::net::TcpListener;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use utoipa_actix_web::AppExt as _;
use utoipa_actix_web::service_config::ServiceConfig;

/// What every request shares.
pub struct App {
    /// The database.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// Who signs and verifies tokens.
    pub tokens: Tokens,
    /// Who signs and verifies cursors.
    pub cursors: Cursors,
    /// Who makes the secrets of feeds.
    pub feeds: Secrets,
    /// The people who were seen lately.
    pub principals: Principals,
    /// The limit on failed sign-ins.
    pub throttle: Throttle,
    /// The limit on requests, where there is one.
    pub limits: Option<Limits>,
    /// The addresses of the API.
    pub routes: Routes,
    /// The `OpenAPI` document, as it is served.
    pub document: String,
    /// The counters, where they are kept.
    pub metrics: Option<PrometheusHandle>,
    public_url: Option<PublicUrl>,
    draining: AtomicBool,
}

/// How the server listens.
#[derive(Clone, Copy, Debug)]
pub struct Serving {
    /// Threads that handle requests.
    pub workers: usize,
    /// How long requests in flight may take when the server is asked to stop.
    pub grace: Duration,
    /// How long a client may take to send its headers.
    pub header_timeout: Duration,
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
        Self {
            db,
            clock,
            cursors,
            feeds,
            tokens,
            principals: Principals::default(),
            throttle: Throttle::default(),
            limits: Limits::per_minute(requests_per_minute),
            routes: Routes::of(&document),
            document: openapi::text(&document),
            metrics,
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

    /// What an address of this service begins with: as it was configured, or as the request itself came.
    #[must_use]
    pub fn base_url(&self, request: &HttpRequest) -> String {
        self.public_url.as_ref().map_or_else(
            || {
                let asked = request.connection_info();
                format!("{}://{}", asked.scheme(), asked.host())
            },
            ToString::to_string,
        )
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
}

/// Every operation of the API, registered once: route and documentation together.
pub fn operations(config: &mut ServiceConfig<'_>) {
    crate::http::health::routes(config);
    crate::identity::routes::routes(config);
    crate::proceedings::routes::routes(config);
    crate::calendars::routes::routes(config);
    crate::reference::routes::routes(config);
    crate::cases::routes::routes(config);
    crate::parties::routes::routes(config);
    crate::conflicts::routes::routes(config);
    crate::notes::routes::routes(config);
    crate::walls::routes::routes(config);
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
    crate::journal::checkpoints::routes::routes(config);
}

/// Starts the server on a listener that is already bound.
///
/// # Errors
/// Where the listener cannot be served.
pub fn serve(app: Data<App>, listener: TcpListener, serving: Serving) -> std::io::Result<Server> {
    let server = HttpServer::new(move || {
        ActixApp::new()
            .wrap(Compress::default())
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
        .shutdown_timeout(serving.grace.as_secs())
        .disable_signals()
        .listen(listener)?;
    Ok(server.run())
}
