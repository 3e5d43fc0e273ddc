//! The caller: the bearer token, checked, and the person behind it as they are now.

use super::principals::Identified;
use super::{limits, recording, request_scope};
use crate::access::context::Context;
use crate::access::permissions::{Act, Permission};
use crate::access::trace::Trace;
use crate::app::App;
use crate::clock::registry_day;
use crate::error::{Code, Error, Result};
use crate::http::locale;
use crate::ids::{SessionId, UserId};
use crate::text::Language;
use actix_web::dev::Payload;
use actix_web::http::header::AUTHORIZATION;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage as _, HttpRequest};
use std::future::Future;
use std::marker::PhantomData;
use std::ops::Deref;
use std::pin::Pin;

/// The caller of an operation that needs the permission of `A`. Being known is checked here (401,
/// 429); having the permission is checked by the service, after it has found the resource (404
/// before 403).
pub struct Caller<A>(Context, Option<SessionId>, PhantomData<fn() -> A>);

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

    /// The session in which the caller asks: none for a service account.
    #[must_use]
    pub const fn session(&self) -> Option<SessionId> {
        self.1
    }
}

impl<A: Act + 'static> FromRequest for Caller<A> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let app = request.app_data::<Data<App>>().ok_or_else(|| Error::internal("no application"))?;
            let (context, session) = match met(app, &request, A::PERMISSION).await {
                Ok(met) => met,
                Err(error) => {
                    // Tokens can be guessed no faster than anything else that a stranger does.
                    if request.headers().contains_key(AUTHORIZATION) {
                        limits::check_anonymous(app, &request)?;
                    }
                    return Err(error);
                }
            };
            limits::check_caller(app, &request, &context.user)?;
            Ok(Self(context, session, PhantomData))
        })
    }
}

/// The context of a request with a token or a key, and the session that the token names.
async fn met(app: &App, request: &HttpRequest, required: Permission) -> Result<(Context, Option<SessionId>)> {
    let token = bearer(request)?;
    let request_id = request_scope::request_id(request);
    let who = app.principals.identify(app, token, &request_id).await?;
    let session = who.session;
    Ok((context_of(request, who, request_id, required, locale::negotiate(request.headers())), session))
}

/// The context of a request on behalf of a person, as they are now.
///
/// # Errors
/// 401 where there is no such person, or they were deactivated.
pub async fn on_behalf_of(
    app: &App,
    request: &HttpRequest,
    user: UserId,
    required: Permission,
    language: Language,
) -> Result<Context> {
    let who = app.principals.find(app, user).await?;
    Ok(context_of(request, who, request_scope::request_id(request), required, language))
}

fn context_of(
    request: &HttpRequest,
    Identified { user, at: now, .. }: Identified,
    request_id: String,
    required: Permission,
    language: Language,
) -> Context {
    let today = registry_day(now);
    let context = Context { user, now, today, request_id, language, required, trace: Trace::default() };
    request.extensions_mut().insert(recording::RequestAuthor::as_in(&context));
    context
}

/// The token of `Authorization: Bearer` (RFC 6750, 2.1).
///
/// # Errors
/// 401 where there is none.
pub fn bearer(request: &HttpRequest) -> Result<&str> {
    let value = request.headers().get(AUTHORIZATION).ok_or_else(not_signed_in)?;
    let value = value.to_str().map_err(|_| Error::new(Code::InvalidToken))?;
    let (scheme, token) = value.split_once(' ').ok_or_else(not_signed_in)?;
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Err(not_signed_in());
    }
    Ok(token.trim())
}

/// The refusal of a request that brings no token.
#[must_use]
pub fn not_signed_in() -> Error {
    Error::new(Code::Unauthenticated).with_detail(
        "Sign in at POST /v1/auth/token and send the access token as Authorization: Bearer.",
        "Authentifiez-vous par POST /v1/auth/token et envoyez le jeton d'accès dans Authorization: Bearer.",
    )
}
