//! `Idempotency-Key`: a POST that is sent again is answered again, not done again.
//!
//! What is stored is not the answer but a pointer to what was done: ids, and what followed from a
//! few acts, which stands nowhere else. The answer to a repetition is read again by it, through the
//! same rules as any read, so that it shows what the caller may see now, with the key that they
//! come with now: whoever was walled off, or has another role or clearance by then, is refused as
//! they would be anywhere, and what they see is on the record. Secrets are not stored; they are
//! made for each answer.
//!
//! The pointer is stored in the transaction of the write, so that either both are there or neither.
//! Keys belong to a caller and an operation, and are kept for a day.

pub use super::idempotency_store::{forget_all, sweep};

use super::idempotency_store::Slot;
use crate::access::context::Context;
use crate::app::App;
use crate::db::types::Json;
use crate::db::{Connection, WriteTurn};
use crate::error::{Code, Error, Fault, Result};
use crate::http::answer::Answer;
use crate::unparsed::Unparsed;
use crate::version::Precondition;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use hmac::{Hmac, Mac};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::Sha256;
use std::future::Future;
use std::pin::Pin;

/// A POST: its body, its conditions, and the key under which it may be sent again.
pub struct Idempotent<T> {
    /// The body, not yet judged.
    pub body: Unparsed<T>,
    /// `If-Match`, which acts honour where it is sent.
    pub precondition: Precondition,
    operation: String,
    /// The address with its query: the same key on another resource is another request.
    address: String,
    key: Option<String>,
}

impl<T: 'static> FromRequest for Idempotent<T> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let body = Unparsed::<T>::from_request(request, payload);
        let precondition = Precondition::from_request(request, payload).into_inner();
        let key = key(request);
        let (operation, address) =
            (operation(request), format!("{}?{}", request.path(), request.query_string()));
        Box::pin(async move {
            let body = body.await?;
            Ok(Self { body, precondition: precondition?, operation, address, key: key? })
        })
    }
}

/// What two requests with one key must agree in. It is hashed with a key of the service's own: a
/// body may hold a password, which nobody shall find by trying.
fn fingerprint(app: &App, address: &str, body: &[u8]) -> Result<Vec<u8>> {
    let secret = app.tokens.derived_key("idempotency");
    let mut mac =
        <Hmac<Sha256> as Mac>::new_from_slice(&secret).map_err(|error| Error::internal(error.to_string()))?;
    Mac::update(&mut mac, address.as_bytes());
    Mac::update(&mut mac, &[0]);
    Mac::update(&mut mac, body);
    Ok(mac.finalize().into_bytes().to_vec())
}

fn operation(request: &HttpRequest) -> String {
    format!("{} {}", request.method(), request.match_pattern().unwrap_or_default())
}

fn key(request: &HttpRequest) -> Result<Option<String>> {
    let Some(value) = request.headers().get("Idempotency-Key") else { return Ok(None) };
    let is_visible = |key: &&str| key.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    let key = value.to_str().ok().filter(|key| (1..=255).contains(&key.len())).filter(is_visible);
    key.map(|key| Some(key.to_owned())).ok_or_else(|| {
        Error::new(Code::InvalidHeader).with_faults(vec![Fault::header(
            "Idempotency-Key",
            "invalid_value",
            "A key is 1 to 255 visible ASCII characters, a UUID for instance.",
            "Une clé compte de 1 à 255 caractères ASCII visibles, par exemple un UUID.",
        )])
    })
}

impl<T: Send + 'static> Idempotent<T> {
    /// Does the work in a transaction, or answers again what was answered before: `work` says what
    /// was done, as it is found again, and answers; `again` finds it, for the caller as they are
    /// now, and answers alike. It is asked in the order of any read: 404 what the caller may not
    /// see, then 403.
    ///
    /// # Errors
    /// What `work` and `again` return; 409 while the same request is being carried out, or where it
    /// was done by a version of the service that kept something else; 422 where the key was used
    /// for another.
    pub async fn once<P: Serialize + DeserializeOwned + 'static>(
        self,
        app: &App,
        caller: Context,
        work: impl FnMut(&mut Connection, &Context, &Unparsed<T>, &Precondition) -> Result<(P, Answer)>
        + Send
        + 'static,
        again: impl FnMut(&mut Connection, &Context, P) -> Result<Answer> + Send + 'static,
    ) -> Result<Answer> {
        self.once_in(WriteTurn::Alone, app, caller, work, again).await
    }

    /// [`Idempotent::once`], in either kind of turn.
    ///
    /// # Errors
    /// As `once`.
    pub async fn once_in<P: Serialize + DeserializeOwned + 'static>(
        self,
        turn: WriteTurn,
        app: &App,
        caller: Context,
        mut work: impl FnMut(&mut Connection, &Context, &Unparsed<T>, &Precondition) -> Result<(P, Answer)>
        + Send
        + 'static,
        mut again: impl FnMut(&mut Connection, &Context, P) -> Result<Answer> + Send + 'static,
    ) -> Result<Answer> {
        let Self { body, precondition, operation, address, key } = self;
        let slot = match key {
            Some(key) => {
                let fingerprint = fingerprint(app, &address, body.bytes())?;
                Some(Slot { user_id: caller.user.id, operation, key, fingerprint })
            }
            None => None,
        };
        app.write_in(turn, caller, move |connection, caller| {
            let Some(slot) = &slot else {
                return work(connection, caller, &body, &precondition).map(|(_, answer)| answer);
            };
            if let Some(kept) = slot.find(connection, caller.now)? {
                let answer = again(connection, caller, kept.pointer(slot, caller)?)?;
                return Ok(Answer { replayed: true, ..answer });
            }
            let (pointer, answer) = work(connection, caller, &body, &precondition)?;
            slot.keep(connection, &Json::of(&pointer)?, caller.now)?;
            Ok(answer)
        })
        .await
    }
}

impl<T: Send + 'static> Idempotent<T> {
    /// [`Idempotent::once`], for what is dear: in its lane, so that it holds no more connections
    /// than the lane has turns.
    ///
    /// # Errors
    /// As `once`; 503 where the lane is full.
    pub async fn once_dear<P: Serialize + DeserializeOwned + 'static>(
        self,
        app: &App,
        caller: Context,
        mut work: impl FnMut(&mut Connection, &Context, &Unparsed<T>, &Precondition) -> Result<(P, Answer)>
        + Send
        + 'static,
        again: impl FnMut(&mut Connection, &Context, P) -> Result<Answer> + Send + 'static,
    ) -> Result<Answer> {
        let turn = app.lanes.dear.enter(Some(caller.user.id)).await?;
        let work = move |connection: &mut Connection,
                         caller: &Context,
                         body: &Unparsed<T>,
                         precondition: &Precondition| {
            let _held = &turn;
            work(connection, caller, body, precondition)
        };
        self.once(app, caller, work, again).await
    }
}
