//! The documentation for people: Swagger UI at `/docs`, in English or French, from files that are
//! part of the binary. It asks no other host for anything.
//!
//! The page and the script that starts it are our own, for what Swagger UI cannot be told: its
//! title, its language and the document in that language. Its own few words (Parameters, Responses)
//! are English, as it has no others.

use crate::http::locale;
use crate::text::Language;
use actix_web::http::header::{CONTENT_LANGUAGE, LOCATION, VARY};
use actix_web::web::{self, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};

const PAGE: &str = include_str!("docs/index.html");
const INITIALIZER: &str = include_str!("docs/initializer.js");

/// The routes of the documentation.
pub fn routes(config: &mut ServiceConfig) {
    let files = utoipa_swagger_ui::SwaggerUi::new("/docs/{_:.*}")
        .config(utoipa_swagger_ui::Config::from("/openapi.json"));
    config
        .route("/docs", web::get().to(redirect))
        .route("/docs/", web::get().to(page))
        .route("/docs/index.html", web::get().to(page))
        .route("/docs/swagger-initializer.js", web::get().to(initializer))
        .service(files);
}

async fn redirect(request: HttpRequest) -> HttpResponse {
    let query = request.uri().query().map_or_else(String::new, |query| format!("?{query}"));
    HttpResponse::PermanentRedirect().insert_header((LOCATION, format!("/docs/{query}"))).finish()
}

/// The page, in the language that `lang` names, or else `Accept-Language`.
async fn page(request: HttpRequest) -> HttpResponse {
    let asked: Vec<(String, String)> = serde_urlencoded::from_str(request.query_string()).unwrap_or_default();
    let named = asked.iter().find(|(name, _)| name == "lang").and_then(|(_, code)| code.parse().ok());
    let language = named.unwrap_or_else(|| locale::negotiate(request.headers()));
    let (other, its_name, hint) = match language {
        Language::En => (Language::Fr, "Français", "This page needs JavaScript. The document is at"),
        Language::Fr => (Language::En, "English", "Cette page exige JavaScript. Le document se trouve à"),
    };
    let page = PAGE
        .replace("{lang}", language.code())
        .replace("{other}", other.code())
        .replace("{its_name}", its_name)
        .replace("{hint}", hint);
    HttpResponse::Ok()
        .insert_header((CONTENT_LANGUAGE, language.code()))
        .insert_header((VARY, "Accept-Language"))
        .content_type("text/html; charset=utf-8")
        .body(page)
}

async fn initializer() -> HttpResponse {
    HttpResponse::Ok().content_type("text/javascript; charset=utf-8").body(INITIALIZER)
}
