//! The service about itself: where everything begins, whether it lives, whether it is ready, what
//! it counts.

use crate::app::App;
use crate::clock::TOLERANCE;
use crate::error::{Code, Error, Hint, Result};
use crate::http::document::AskDocument;
use crate::http::locale;
use crate::http::query::{NoQuery, Query};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse, get};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

/// The routes of this feature.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(find_index)
        .service(find_liveness)
        .service(find_readiness)
        .service(find_version)
        .service(find_metrics)
        .service(find_openapi_document);
}

/// The index, where everything begins.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"name": "greffe", "version": "0.1.0", "links": {"documentation": "/docs", "openapi": "/openapi.json",
    "health": "/health/ready", "sign_in": "/v1/auth/token", "me": "/v1/me", "cases": "/v1/cases", "deadlines": "/v1/deadlines",
    "proceedings": "/v1/proceedings", "calendars": "/v1/calendars"}}))]
pub struct ServiceIndex {
    name: &'static str,
    version: &'static str,
    links: IndexLinks,
}

/// The addresses to go on from.
#[derive(Serialize, ToSchema)]
pub struct IndexLinks {
    documentation: &'static str,
    openapi: &'static str,
    health: &'static str,
    sign_in: &'static str,
    me: &'static str,
    cases: &'static str,
    deadlines: &'static str,
    proceedings: &'static str,
    calendars: &'static str,
}

/// Whether the service is well.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"status": "ok"}))]
pub struct Health {
    /// `ok`.
    status: &'static str,
}

/// The build of this service.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({"name": "greffe", "version": "0.1.0", "database": "sqlite"}))]
pub struct Build {
    name: &'static str,
    version: &'static str,
    database: &'static str,
}

/// Shows where everything begins.
///
/// The name, the version, and the addresses to go on from.
#[utoipa::path(tag = "service", security(()), responses((status = 200, description = "The index.", body = ServiceIndex)))]
#[get("/")]
async fn find_index(_query: Query<NoQuery>) -> HttpResponse {
    let links = IndexLinks {
        documentation: "/docs",
        openapi: "/openapi.json",
        health: "/health/ready",
        sign_in: "/v1/auth/token",
        me: "/v1/me",
        cases: "/v1/cases",
        deadlines: "/v1/deadlines",
        proceedings: "/v1/proceedings",
        calendars: "/v1/calendars",
    };
    HttpResponse::Ok().json(ServiceIndex {
        name: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
        links,
    })
}

/// Shows whether the process lives.
///
/// 200 as long as it answers at all; it asks nothing of the database.
#[utoipa::path(tag = "service", security(()), responses((status = 200, description = "It lives.", body = Health)))]
#[get("/health/live")]
async fn find_liveness(_query: Query<NoQuery>) -> HttpResponse {
    HttpResponse::Ok().json(Health { status: "ok" })
}

/// Shows whether the service is ready.
///
/// 503 while the database is away or cannot be written (it is tried, at most once a second), while
/// its schema is of a newer version than this program, while the machine's clock is behind the time
/// that it showed before, and from the moment on which the service was asked to stop. It is
/// answered within two seconds.
#[utoipa::path(tag = "service", security(()), responses((status = 200, description = "It is ready.", body = Health)))]
#[get("/health/ready")]
async fn find_readiness(app: Data<App>, _query: Query<NoQuery>) -> Result<HttpResponse> {
    if app.is_draining() {
        return Err(Error::new(Code::Unavailable)
            .with_detail("The service is stopping.", "Le service s'arrête.")
            .with_hint(Hint::RetryAfter(5)));
    }
    is_in_time(&app)?;
    app.db.ready().await?;
    Ok(HttpResponse::Ok().insert_header(("Cache-Control", "no-store")).json(Health { status: "ok" }))
}

/// Fails if the machine's clock was set back while the service runs, by more than two clocks may
/// differ: dates are counted from today, so somebody has to look. What is written meanwhile goes by
/// the clock as it ran on.
fn is_in_time(app: &App) -> Result<()> {
    let behind = app.clock.behind();
    if behind <= TOLERANCE {
        return Ok(());
    }
    tracing::error!(
        clock.behind_seconds = behind.num_seconds(),
        "the machine's clock was set back: times run on from where they were, and the service is not ready"
    );
    Err(Error::new(Code::Unavailable)
        .with_detail(
            "The machine's clock was set back. Set it right, or start the service again if it is right now.",
            "L'horloge de la machine a été reculée. Réglez-la, ou redémarrez le service si elle est maintenant à l'heure.",
        )
        .with_hint(Hint::RetryAfter(60)))
}

/// Shows which build this is.
///
/// The version of the service and the kind of its database.
#[utoipa::path(tag = "service", security(()), responses((status = 200, description = "The version.", body = Build)))]
#[get("/version")]
async fn find_version(app: Data<App>, _query: Query<NoQuery>) -> HttpResponse {
    let database = match app.db.backend() {
        crate::db::Backend::Postgres => "postgresql",
        crate::db::Backend::Sqlite => "sqlite",
    };
    HttpResponse::Ok().json(Build {
        name: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
        database,
    })
}

/// Shows what the service counts.
///
/// The answer is in the text format of Prometheus.
#[utoipa::path(tag = "service", security(()),
    responses((status = 200, description = "The counters.", body = String, content_type = "text/plain", example = "greffe_http_requests_total 1")))]
#[get("/metrics")]
async fn find_metrics(app: Data<App>, _query: Query<NoQuery>) -> HttpResponse {
    let behind = i32::try_from(app.clock.behind().num_seconds()).unwrap_or(i32::MAX);
    metrics::gauge!("greffe_clock_behind_seconds").set(f64::from(behind));
    let text =
        app.metrics.as_ref().map(metrics_exporter_prometheus::PrometheusHandle::render).unwrap_or_default();
    HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body(text)
}

/// Shows the OpenAPI document.
///
/// OpenAPI 3.1, made from the code, in English or in French; `/docs` shows it to people.
#[utoipa::path(tag = "service", security(()), params(AskDocument),
    responses((status = 200, description = "The document.", body = Object, example = json!({"openapi": "3.1.0"}))))]
#[get("/openapi.json")]
async fn find_openapi_document(
    app: Data<App>,
    query: Query<AskDocument>,
    request: HttpRequest,
) -> HttpResponse {
    let language = query.0.lang.unwrap_or_else(|| locale::negotiate(request.headers()));
    app.operations.document.answer(&request, language)
}
