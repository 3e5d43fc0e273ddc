//! What the `OpenAPI` document says of the operations: their addresses, and what they are called.

use actix_web::http::Method;
use std::collections::HashMap;
use utoipa::openapi::OpenApi;

/// The addresses of the API and the methods that each takes.
#[derive(Clone, Debug, Default)]
pub struct Routes(Vec<(Vec<String>, Vec<&'static str>)>);

impl Routes {
    /// Reads the routes from the document.
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

    /// The methods of the address that a path names: of the patterns that fit, the one with the
    /// most literal text.
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

/// The rest of a segment after a parameter: nothing for `{id}`, `.ics` for `{token}.ics`.
fn suffix(segment: &str) -> Option<&str> {
    segment.strip_prefix('{').and_then(|rest| rest.split_once('}')).map(|(_, suffix)| suffix)
}

/// The names of the operations, by method and pattern.
#[derive(Clone, Debug, Default)]
pub struct Operations(HashMap<(Method, String), String>);

impl Operations {
    /// Reads the routes from the document.
    #[must_use]
    pub fn of(document: &OpenApi) -> Self {
        let operations = document.paths.paths.iter().flat_map(|(path, item)| {
            let present = [
                (Method::GET, &item.get),
                (Method::POST, &item.post),
                (Method::PUT, &item.put),
                (Method::PATCH, &item.patch),
                (Method::DELETE, &item.delete),
            ];
            present.into_iter().filter_map(|(method, operation)| {
                Some(((method, path.clone()), operation.as_ref()?.operation_id.clone()?))
            })
        });
        Self(operations.collect())
    }

    /// The name of the operation at a pattern; the pattern itself if there is none.
    #[must_use]
    pub fn name(&self, method: &Method, pattern: &str) -> String {
        let known = self.0.get(&(method.clone(), pattern.to_owned()));
        known.cloned().unwrap_or_else(|| format!("{method} {pattern}"))
    }
}
