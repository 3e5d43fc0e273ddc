//! The limits on requests, as this application sets them.

use super::App;
use crate::access::context::Principal;
use crate::error::Result;
use crate::http::client::client_address;
use crate::http::limits::network;
use crate::ids::UserId;
use actix_web::HttpRequest;

/// Takes one request out of the bucket of a person.
///
/// # Errors
/// 429 with `Retry-After` if it is empty.
pub fn check(app: &App, request: &HttpRequest, user: UserId) -> Result<()> {
    app.limits.as_ref().map_or(Ok(()), |limits| limits.take(request, &user))
}

/// Takes one request out of the caller's bucket: that of a service account, whose key is confined
/// to scopes, or that of a person.
///
/// # Errors
/// 429 with `Retry-After` if it is empty.
pub fn check_caller(app: &App, request: &HttpRequest, caller: &Principal) -> Result<()> {
    if caller.scopes.is_none() {
        return check(app, request, caller.id);
    }
    let limits = app.edge.services.as_ref();
    limits.map_or(Ok(()), |limits| limits.take(request, &caller.id))
}

/// Takes one request out of the bucket of the network that it came from: somebody who is not
/// signed in, or whose token is not good.
///
/// # Errors
/// 429 with `Retry-After` if it is empty.
pub fn check_anonymous(app: &App, request: &HttpRequest) -> Result<()> {
    let limits = app.edge.anonymous.as_ref();
    limits.map_or(Ok(()), |limits| limits.take(request, &network(client_address(request))))
}
