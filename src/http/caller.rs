//! Who calls: the bearer token, checked, and the person behind it as they are now.

use super::{limits, locale, shell};
use crate::access::context::Context;
use crate::access::permissions::Act;
use crate::app::App;
use crate::clock::registry_day;
use crate::error::{Code, Error, Result};
use crate::identity::principals;
use actix_web::dev::Payload;
use actix_web::http::header::AUTHORIZATION;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use std::future::Future;
use std::marker::PhantomData;
use std::ops::Deref;
use std::pin::Pin;

/// The caller of an operation that needs the permission of `A`. Being known is checked here (401, 429); having the
/// permission is checked by the service, after it has found the resource (404 before 403).
pub struct Caller<A>(Context, PhantomData<fn() -> A>);

impl<A> Deref for Caller<A> {
    type Target = Context;

    fn deref(&self) -> &Context {
        &self.0
    }
}

impl<A> Caller<A> {
    /// The context, for a thread that outlives the request.
    #[must_use]
    pub fn context(self) -> Context {
        self.0
    }
}

impl<A: Act + 'static> FromRequest for Caller<A> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let app = request.app_data::<Data<App>>().ok_or_else(|| Error::internal("no application"))?;
            let now = app.clock.now();
            let subject = app.tokens.verify(bearer(&request)?, now)?;
            let user = principals::find(app, subject, now).await?;
            limits::check(app, &request, user.id)?;
            let context = Context {
                user,
                now,
                today: registry_day(now),
                request_id: shell::request_id(&request),
                language: locale::negotiate(request.headers()),
                needs: A::PERMISSION,
            };
            Ok(Self(context, PhantomData))
        })
    }
}

/// The token of `Authorization: Bearer` (RFC 6750, 2.1).
fn bearer(request: &HttpRequest) -> Result<&str> {
    let missing = || {
        Error::new(Code::Unauthenticated).saying(
            "Sign in at POST /v1/auth/token and send the access token as Authorization: Bearer.",
            "Authentifiez-vous par POST /v1/auth/token et envoyez le jeton d'accès dans Authorization: Bearer.",
        )
    };
    let value = request.headers().get(AUTHORIZATION).ok_or_else(missing)?;
    let value = value.to_str().map_err(|_| Error::new(Code::InvalidToken))?;
    let (scheme, token) = value.split_once(' ').ok_or_else(missing)?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(missing());
    }
    Ok(token.trim())
}
