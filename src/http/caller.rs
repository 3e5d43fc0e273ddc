//! Who calls: the bearer token, checked, and the person behind it as they are now.

use super::{limits, locale, shell};
use crate::access::context::Context;
use crate::access::permissions::{Act, Permission};
use crate::app::App;
use crate::clock::registry_day;
use crate::error::{Code, Error, Result};
use crate::identity::principals;
use crate::ids::UserId;
use crate::text::Language;
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
            let subject = app.tokens.verify(bearer(&request)?, app.clock.now())?.user;
            let language = locale::negotiate(request.headers());
            let context = on_behalf_of(app, &request, subject, A::PERMISSION, language).await?;
            limits::check(app, &request, context.user.id)?;
            Ok(Self(context, PhantomData))
        })
    }
}

/// The context of a request on behalf of a person, as they are now.
///
/// # Errors
/// 401 where there is no such person, or they were deactivated.
pub async fn on_behalf_of(
    app: &App,
    request: &HttpRequest,
    person: UserId,
    needs: Permission,
    language: Language,
) -> Result<Context> {
    let now = app.clock.now();
    let user = principals::find(app, person, now).await?;
    let (today, request_id) = (registry_day(now), shell::request_id(request));
    Ok(Context { user, now, today, request_id, language, needs })
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
