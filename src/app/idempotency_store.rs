//! What is stored of requests in case they are sent again.

use crate::access::context::Context;
use crate::db::schema::idempotency_keys;
use crate::db::types::{Instant, Json};
use crate::db::{Connection, dialect, worded};
use crate::error::{Code, Error, Fault, Result};
use crate::ids::UserId;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use diesel::prelude::*;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};

/// The slot in which the outcome of one request is stored.
pub(super) struct Slot {
    pub(super) user_id: UserId,
    pub(super) operation: String,
    pub(super) key: String,
    /// The fingerprint of what was sent.
    pub(super) fingerprint: Vec<u8>,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = idempotency_keys)]
pub(super) struct StoredAnswer {
    fingerprint: Vec<u8>,
    pointer: String,
    created_at: Instant,
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
    pub(super) fn find(&self, connection: &mut Connection, now: Instant) -> Result<Option<StoredAnswer>> {
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
        // As it was sent is how it was kept before keys were hashed.
        let keys = [self.hashed_key(), self.key.clone()];
        let found = idempotency_keys::table
            .filter(idempotency_keys::user_id.eq(self.user_id))
            .filter(idempotency_keys::operation.eq(&self.operation))
            .filter(idempotency_keys::key.eq_any(keys));
        let found = worded(connection, found.select(StoredAnswer::as_select()).limit(1))?.kept();
        let stored: Option<StoredAnswer> = found.get_result(connection).optional()?;
        if stored.as_ref().is_some_and(|stored| stored.created_at < oldest(now)) {
            // The next sweep would remove it, with all others of its age.
            sweep(connection, now)?;
            return Ok(None);
        }
        Ok(stored)
    }

    /// The key as stored, hashed: a key is what its sender likes, a name for instance.
    fn hashed_key(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(&self.key))
    }

    pub(super) fn keep(&self, connection: &mut Connection, pointer: &Json, now: Instant) -> Result<()> {
        let row = diesel::insert_into(idempotency_keys::table).values((
            idempotency_keys::user_id.eq(self.user_id),
            idempotency_keys::operation.eq(&self.operation),
            idempotency_keys::key.eq(self.hashed_key()),
            idempotency_keys::fingerprint.eq(&self.fingerprint),
            idempotency_keys::pointer.eq(pointer.get()),
            idempotency_keys::created_at.eq(now),
        ));
        worded(connection, row)?.kept().execute(connection)?;
        Ok(())
    }
}

impl StoredAnswer {
    /// The outcome that was stored, if it was the same request. Whoever may not do such a thing at
    /// all learns nothing of what was sent before.
    pub(super) fn pointer<P: DeserializeOwned>(&self, slot: &Slot, caller: &Context) -> Result<P> {
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
