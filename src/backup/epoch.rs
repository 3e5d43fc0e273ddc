//! The epoch that a restored database begins: nothing that let somebody in before is good in it.
//!
//! A copy knows nothing of what was taken back after it was made: a session that was ended because
//! its token was stolen, a key that was revoked, are good in it. So all of them end. What people
//! are and know, their accounts and passwords, comes back as it was, and whoever restores is told
//! to look at it.

use super::manifest::Manifest;
use crate::app::idempotency;
use crate::db::Connection;
use crate::db::types::Instant;
use crate::duties::notifications::mail;
use crate::error::Result;
use crate::insight::feeds;
use crate::integration::webhooks;
use crate::journal::service::record_restore;
use crate::people::identity::{service_accounts, sessions};
use serde::Serialize;

/// The credentials that ended with the epoch before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Ended {
    /// Sessions, with all their tokens.
    pub sessions: usize,
    /// Keys of service accounts.
    pub service_keys: usize,
    /// Addresses of calendars.
    pub feeds: usize,
    /// Stored answers to repeated requests.
    pub kept_answers: usize,
    /// Mails that waited to be sent, and may have been.
    pub mails: usize,
    /// Webhooks, which are paused: a copy that is looked at somewhere sends nothing by itself.
    pub webhooks: usize,
}

/// The journal's entry about a restore.
#[derive(Serialize)]
struct RestoreEntry<'a> {
    backup_id: uuid::Uuid,
    taken_at: Instant,
    last_sequence: i64,
    entries: u64,
    chains: usize,
    greffe: &'a str,
    kept_keys: bool,
    ended: Ended,
}

/// Begins the epoch, and puts on the record which backup was restored. The keys of service accounts
/// and the addresses of calendars stay good where the operator says that none of them was taken
/// back since.
pub fn begin(
    connection: &mut Connection,
    manifest: &Manifest,
    keep_keys: bool,
    now: Instant,
) -> Result<Ended> {
    let (service_keys, feeds) = if keep_keys {
        (0, 0)
    } else {
        (
            service_accounts::service::revoke_all(connection, now)?,
            feeds::service::revoke_all(connection, now)?,
        )
    };
    let ended = Ended {
        sessions: sessions::service::end_all(connection, now)?,
        service_keys,
        feeds,
        kept_answers: idempotency::forget_all(connection)?,
        mails: mail::call_back(connection)?,
        webhooks: webhooks::service::pause_all(connection, now)?,
    };
    let told = RestoreEntry {
        backup_id: manifest.id,
        taken_at: manifest.taken_at,
        last_sequence: manifest.last_sequence,
        entries: manifest.entries,
        chains: manifest.chains,
        greffe: &manifest.greffe,
        kept_keys: keep_keys,
        ended,
    };
    record_restore(connection, &told, now)?;
    Ok(ended)
}
