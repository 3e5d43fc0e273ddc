//! What answers where no handler does: it knows from the `OpenAPI` document which addresses exist.

use super::shell::no_route;
use crate::app::App;
use crate::error::Error;
use actix_web::HttpRequest;
use actix_web::web::Data;
use utoipa::openapi::OpenApi;

/// The addresses of the API and the methods that each takes.
#[derive(Clone, Debug, Default)]
pub struct Routes(Vec<(Vec<String>, Vec<&'static str>)>);

impl Routes {
    /// Reads them from the document.
    #[must_use]
    pub fn of(document: &OpenApi) -> Self {
        let routes = document.paths.paths.iter().map(|(path, item)| {
            let present = [
                ("GET", item.get.is_some()),
                ("HEAD", item.get.is_some()),
                ("POST", item.post.is_some()),
                ("PUT", item.put.is_some()),
                ("PATCH", item.patch.is_some()),
                ("DELETE", item.delete.is_some()),
            ];
            let methods = present.into_iter().filter_map(|(name, there)| there.then_some(name)).collect();
            (path.split('/').map(str::to_owned).collect(), methods)
        });
        Self(routes.collect())
    }

    /// The methods of the address that a path names: of the patterns that fit, the one with the most literal text.
    #[must_use]
    pub fn allowed(&self, path: &str) -> Option<String> {
        let segments: Vec<_> = path.split('/').collect();
        let fits = |pattern: &[String]| {
            pattern.len() == segments.len()
                && pattern.iter().zip(&segments).all(|(pattern, segment)| match suffix(pattern) {
                    None => pattern == segment,
                    Some(suffix) => segment.len() > suffix.len() && segment.ends_with(suffix),
                })
        };
        let literal = |pattern: &[String]| -> usize {
            pattern.iter().map(|segment| suffix(segment).unwrap_or(segment).len()).sum()
        };
        let found =
            self.0.iter().filter(|(pattern, _)| fits(pattern)).max_by_key(|(pattern, _)| literal(pattern));
        found.map(|(_, methods)| methods.join(", "))
    }
}

/// What follows the parameter in a segment that is one: nothing for `{id}`, `.ics` for `{token}.ics`.
fn suffix(segment: &str) -> Option<&str> {
    segment.strip_prefix('{').and_then(|rest| rest.split_once('}')).map(|(_, suffix)| suffix)
}

/// The default service.
///
/// # Errors
/// Always: 404, or 405 where the address takes other methods.
pub async fn fallback(request: HttpRequest, app: Data<App>) -> Result<actix_web::HttpResponse, Error> {
    Err(no_route(app.routes.allowed(request.path())))
}
