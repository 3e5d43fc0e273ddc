//! `Idempotency-Key`: a POST that is sent again is answered again, not done again.
//!
//! The answer is kept in the transaction of the write, so that either both are there or neither. Keys belong to a
//! caller and an operation, and are kept for a day.

use super::answer::{Answer, Media};
use super::body::Body;
use super::etag::{ETag, Precondition};
use crate::access::context::Context;
use crate::app::App;
use crate::db::dialect;
use crate::db::schema::idempotency_keys;
use crate::db::types::Instant;
use crate::db::{Connection, Turn};
use crate::error::{Code, Error, Fault, Result};
use crate::ids::UserId;
use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::{FromRequest, HttpRequest};
use chrono::TimeDelta;
use diesel::prelude::*;
use hmac::{Hmac, Mac};
use sha2::{Digest as _, Sha256};
use std::future::Future;
use std::pin::Pin;

/// A POST: its body, its conditions, and the key under which it may be sent again.
pub struct Post<T> {
    /// The body, not yet judged.
    pub body: Body<T>,
    /// `If-Match`, which acts honour where it is sent.
    pub precondition: Precondition,
    operation: String,
    /// With its query: the same key on another resource is another request.
    address: String,
    key: Option<String>,
}

impl<T: 'static> FromRequest for Post<T> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let body = Body::<T>::from_request(request, payload);
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

/// What two requests under one key must agree in. Under a key of the service's own: a body may hold a password, which nobody
/// shall find by trying.
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
        Error::new(Code::InvalidHeader).with(vec![Fault::header(
            "Idempotency-Key",
            "invalid_value",
            "A key is 1 to 255 visible ASCII characters, a UUID for instance.",
            "Une clé compte de 1 à 255 caractères ASCII visibles, par exemple un UUID.",
        )])
    })
}

impl<T: Send + 'static> Post<T> {
    /// Does the work in a transaction, or gives the answer that was given before.
    ///
    /// # Errors
    /// What the work returns; 409 while the same request is being carried out; 422 where the key was used for another.
    pub async fn once(
        self,
        app: &App,
        caller: Context,
        work: impl FnMut(&mut Connection, &Context, &Body<T>, &Precondition) -> Result<Answer> + Send + 'static,
    ) -> Result<Answer> {
        self.once_in(Turn::Alone, app, caller, work).await
    }

    /// [`Post::once`], in either kind of turn.
    ///
    /// # Errors
    /// As `once`.
    pub async fn once_in(
        self,
        turn: Turn,
        app: &App,
        caller: Context,
        mut work: impl FnMut(&mut Connection, &Context, &Body<T>, &Precondition) -> Result<Answer>
        + Send
        + 'static,
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
                return work(connection, caller, &body, &precondition);
            };
            if let Some(before) = slot.find(connection, caller.now)? {
                return before.again(&slot.fingerprint);
            }
            let answer = work(connection, caller, &body, &precondition)?;
            slot.keep(connection, &answer, caller.now)?;
            Ok(answer)
        })
        .await
    }
}

/// Where the answer of one request is kept.
struct Slot {
    user_id: UserId,
    operation: String,
    key: String,
    /// Of what was sent.
    fingerprint: Vec<u8>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = idempotency_keys)]
struct Kept {
    fingerprint: Vec<u8>,
    status: i16,
    etag: Option<i64>,
    location: Option<String>,
    body: String,
}

const KEPT_FOR: TimeDelta = TimeDelta::hours(24);

impl Slot {
    fn find(&self, connection: &mut Connection, now: Instant) -> Result<Option<Kept>> {
        let digest = Sha256::new()
            .chain_update(self.user_id.uuid().as_bytes())
            .chain_update(&self.operation)
            .chain_update([0])
            .chain_update(&self.key)
            .finalize();
        let name = digest.first_chunk().map_or(0, |head| i64::from_be_bytes(*head));
        if !dialect::try_lock(connection, name)? {
            return Err(Error::new(Code::RequestInFlight).saying(
                "Wait for the answer to the first one, or ask again in a moment with the same key.",
                "Attendez la réponse à la première requête, ou réessayez dans un instant avec la même clé.",
            ));
        }
        let oldest = Instant::at(now.utc() - KEPT_FOR);
        diesel::delete(
            idempotency_keys::table
                .filter(idempotency_keys::created_at.lt(oldest))
                .filter(idempotency_keys::user_id.eq(self.user_id)),
        )
        .execute(connection)?;
        Ok(idempotency_keys::table
            .find((self.user_id, &self.operation, &self.key))
            .select(Kept::as_select())
            .first(connection)
            .optional()?)
    }

    fn keep(&self, connection: &mut Connection, answer: &Answer, now: Instant) -> Result<()> {
        diesel::insert_into(idempotency_keys::table)
            .values((
                idempotency_keys::user_id.eq(self.user_id),
                idempotency_keys::operation.eq(&self.operation),
                idempotency_keys::key.eq(&self.key),
                idempotency_keys::fingerprint.eq(&self.fingerprint),
                idempotency_keys::status.eq(i16::try_from(answer.status.as_u16()).unwrap_or(200)),
                idempotency_keys::etag.eq(answer.etag.map(|etag| etag.0)),
                idempotency_keys::location.eq(&answer.location),
                idempotency_keys::body.eq(&answer.body),
                idempotency_keys::created_at.eq(now),
            ))
            .execute(connection)?;
        Ok(())
    }
}

impl Kept {
    fn again(self, fingerprint: &[u8]) -> Result<Answer> {
        if self.fingerprint != fingerprint {
            return Err(Error::new(Code::IdempotencyKeyReused).with(vec![Fault::header(
                "Idempotency-Key",
                "reused",
                "This key was sent before with another body or address. Use a new key for a new request.",
                "Cette clé a déjà servi avec un autre corps ou une autre adresse. Utilisez une nouvelle clé pour une nouvelle requête.",
            )]));
        }
        let status = u16::try_from(self.status).ok().and_then(|status| StatusCode::from_u16(status).ok());
        Ok(Answer {
            status: status.unwrap_or(StatusCode::OK),
            etag: self.etag.map(ETag),
            location: self.location,
            link: None,
            body: self.body,
            media: Media::JSON,
            document: None,
            replayed: true,
        })
    }
}

/// Forgets every answer that was kept: how many that were. What is sent again after that is done again.
///
/// # Errors
/// The database's own.
pub fn forget_all(connection: &mut Connection) -> Result<usize> {
    Ok(diesel::delete(idempotency_keys::table).execute(connection)?)
}
