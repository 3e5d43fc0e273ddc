//! What answers where no handler does: it knows from the `OpenAPI` document which addresses exist.

use super::request_scope::no_route;
use crate::app::App;
use crate::error::Error;
use actix_web::HttpRequest;
use actix_web::web::Data;

/// The default service.
///
/// # Errors
/// Always: 404, or 405 where the address takes other methods.
pub async fn fallback(request: HttpRequest, app: Data<App>) -> Result<actix_web::HttpResponse, Error> {
    Err(no_route(app.operations.routes.allowed(request.path())))
}
