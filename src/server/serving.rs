//! The server: the application put together, and listening.

use super::{docs, openapi, router};
use crate::app::fallback::fallback;
use crate::app::{App, Described, request_guard, request_scope};
use crate::clock::Clock;
use crate::db::Db;
use crate::http::body::LIMIT;
use crate::http::cors;
use crate::http::document::Served;
use crate::http::operations::{Operations, Routes};
use crate::http::tls::Certificate;
use crate::http::unread;
use crate::people::identity::principals::Accounts;
use crate::people::identity::providers::Provider;
use crate::signing::tokens::Tokens;
use crate::text::Language;
use actix_web::dev::Server;
use actix_web::middleware::{Compress, Condition, from_fn};
use actix_web::web::{Data, PayloadConfig};
use actix_web::{App as ActixApp, HttpServer};
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;
use utoipa_actix_web::AppExt as _;

/// The application over a database: its operations, and the accounts that call them.
#[must_use]
pub fn application(
    db: Db,
    clock: Clock,
    tokens: Tokens,
    provider: Option<Provider>,
    requests_per_minute: u32,
) -> App {
    let document = openapi::document();
    let operations = Described {
        routes: Routes::of(&document),
        names: Operations::of(&document),
        components: Arc::new(openapi::components(&document)),
        document: Served::of(openapi::text(&document, Language::En), || {
            openapi::text(&openapi::document(), Language::Fr)
        }),
    };
    let accounts = Arc::new(Accounts::trusting(provider));
    App::new(db, clock, tokens, accounts, requests_per_minute, operations)
}

/// How the server listens.
#[derive(Clone, Debug)]
pub struct Serving {
    /// Threads that handle requests.
    pub workers: usize,
    /// The time that requests in flight may take when the server is asked to stop.
    pub grace: Duration,
    /// The time that a client may take to send its headers.
    pub header_timeout: Duration,
    /// The time that a connection may stay open without a request.
    pub keep_alive: Duration,
    /// The number of connections that one worker serves at a time.
    pub connections: usize,
    /// The certificate that HTTPS is served with; HTTP is served if there is none.
    pub certificate: Option<Arc<Certificate>>,
}

/// Two workers, and the defaults of the settings.
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

/// Starts the server on a listener that is already bound.
///
/// # Errors
/// Fails if the listener cannot be served.
pub fn serve(app: Data<App>, listener: TcpListener, serving: Serving) -> std::io::Result<Server> {
    let certificate =
        serving.certificate.map(Certificate::server).transpose().map_err(std::io::Error::other)?;
    let server = HttpServer::new(move || {
        let origins = &app.edge.origins;
        // The last one is the outermost. The one before it makes a problem document of every
        // refusal of the others.
        ActixApp::new()
            .wrap(Compress::default())
            .wrap(from_fn(request_guard::request_guard))
            .wrap(Condition::new(!origins.is_empty(), cors::cors(origins)))
            .wrap(from_fn(request_scope::request_scope))
            .wrap(from_fn(unread::kept_until_answered))
            .app_data(app.clone())
            .app_data(Data::from(app.edge.clone()))
            .app_data(Data::from(app.operations.components.clone()))
            .app_data(PayloadConfig::new(LIMIT))
            .into_utoipa_app()
            .configure(router::operations)
            .into_app()
            .configure(docs::routes)
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
