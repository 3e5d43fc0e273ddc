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

use crate::access::context::Context;
use crate::app::App;
use crate::db::dialect;
use crate::db::schema::idempotency_keys;
use crate::db::types::{Instant, Json};
use crate::db::{Connection, WriteTurn};
use crate::error::{Code, Error, Fault, Result};
use crate::http::answer::Answer;
use crate::ids::UserId;
use crate::unparsed::Unparsed;
use crate::version::Precondition;
use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use diesel::prelude::*;
use hmac::{Hmac, Mac};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};
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
    let key = value.to_str().ok().filter(|key| (1..=255).contains(&key.len()));
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
    /// Does the work in a transaction, or answers again what was answered before: `work` says what was done, as it is found
    /// again, and answers; `again` finds it, for the caller as they are now, and answers alike. It is asked in the order of any
    /// read: 404 what the caller may not see, then 403.
    ///
    /// # Errors
    /// What `work` and `again` return; 409 while the same request is being carried out, or where it was done by a version of
    /// the service that kept something else; 422 where the key was used for another.
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

/// The slot in which the outcome of one request is stored.
struct Slot {
    user_id: UserId,
    operation: String,
    key: String,
    /// The fingerprint of what was sent.
    fingerprint: Vec<u8>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = idempotency_keys)]
struct StoredAnswer {
    fingerprint: Vec<u8>,
    pointer: String,
}

/// The time for which a key is good.
const KEPT_FOR: TimeDelta = TimeDelta::hours(24);

/// Removes what is stored of requests that are older than a day, whosever they were, and returns
/// how many.
pub fn sweep(connection: &mut Connection, now: Instant) -> Result<usize> {
    let old = idempotency_keys::table.filter(idempotency_keys::created_at.lt(oldest(now)));
    Ok(diesel::delete(old).execute(connection)?)
}

fn oldest(now: Instant) -> Instant {
    now.before(KEPT_FOR)
}

impl Slot {
    fn find(&self, connection: &mut Connection, now: Instant) -> Result<Option<StoredAnswer>> {
        let digest = Sha256::new()
            .chain_update(self.user_id.uuid().as_bytes())
            .chain_update(&self.operation)
            .chain_update([0])
            .chain_update(&self.key)
            .finalize();
        let name = digest.first_chunk().map_or(0, |head| i64::from_be_bytes(*head));
        if !dialect::try_lock(connection, name)? {
            return Err(Error::new(Code::RequestInFlight).with_detail(
                "Wait for the answer to the first one, or ask again in a moment with the same key.",
                "Attendez la réponse à la première requête, ou réessayez dans un instant avec la même clé.",
            ));
        }
        sweep(connection, now)?;
        // As it was sent is how it was kept before keys were hashed.
        let keys = [self.hashed_key(), self.key.clone()];
        let found = idempotency_keys::table
            .filter(idempotency_keys::user_id.eq(self.user_id))
            .filter(idempotency_keys::operation.eq(&self.operation))
            .filter(idempotency_keys::key.eq_any(keys));
        Ok(found.select(StoredAnswer::as_select()).first(connection).optional()?)
    }

    /// The key as stored, hashed: a key is what its sender likes, a name for instance.
    fn hashed_key(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(&self.key))
    }

    fn keep(&self, connection: &mut Connection, pointer: &Json, now: Instant) -> Result<()> {
        diesel::insert_into(idempotency_keys::table)
            .values((
                idempotency_keys::user_id.eq(self.user_id),
                idempotency_keys::operation.eq(&self.operation),
                idempotency_keys::key.eq(self.hashed_key()),
                idempotency_keys::fingerprint.eq(&self.fingerprint),
                idempotency_keys::pointer.eq(pointer.get()),
                idempotency_keys::created_at.eq(now),
            ))
            .execute(connection)?;
        Ok(())
    }
}

impl StoredAnswer {
    /// The outcome that was stored, if it was the same request. Whoever may not do such a thing at
    /// all learns nothing of what was sent before.
    fn pointer<P: DeserializeOwned>(&self, slot: &Slot, caller: &Context) -> Result<P> {
        if self.fingerprint != slot.fingerprint {
            caller.require_permission()?;
            return Err(Error::new(Code::IdempotencyKeyReused).with_faults(vec![Fault::header(
                "Idempotency-Key",
                "reused",
                "This key was sent before with another body or address. Use a new key for a new request.",
                "Cette clé a déjà servi avec un autre corps ou une autre adresse. Utilisez une nouvelle clé pour une nouvelle requête.",
            )]));
        }
        serde_json::from_str(&self.pointer).map_err(|_| {
            Error::new(Code::Conflict).with_detail(
                "This was done, by another version of the service, and cannot be answered again. Read what it made or changed.",
                "Ceci a été fait par une autre version du service, et la réponse ne peut être redonnée. Lisez ce qui a été créé ou modifié.",
            )
        })
    }
}

/// Forgets every stored answer, and returns how many there were. What is sent again after that is
/// done again.
pub fn forget_all(connection: &mut Connection) -> Result<usize> {
    Ok(diesel::delete(idempotency_keys::table).execute(connection)?)
}
