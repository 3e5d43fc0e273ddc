//! Counting failures, and making whoever fails wait.

use super::store::{self, ELSEWHERE, PlaceRow};
use crate::db::Connection;
use crate::db::types::Instant;
use crate::error::{Error, Result};
use crate::journal::Subject;
use crate::journal::service::{ABSENT, Author, append_security};
use crate::people::identity::model::Username;
use crate::people::identity::sessions::client::SignInClient;
use crate::people::identity::store as accounts;
use chrono::TimeDelta;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

/// Failures in a row that are forgiven.
pub const FORGIVEN: i32 = 10;
/// The longest wait.
const LONGEST: TimeDelta = TimeDelta::minutes(15);
/// The time without any after which failures are forgotten.
const KEPT_FOR: TimeDelta = TimeDelta::days(1);
/// The time for which, after a sign-in, an account is known to be signed in to from there.
const FAMILIAR_FOR: TimeDelta = TimeDelta::days(30);

/// An account, as failures on it are stored: by the hash of the user name, which is never stored as
/// it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountHash(Vec<u8>);

impl AccountHash {
    /// The account of a user name.
    #[must_use]
    pub fn named(username: &str) -> Self {
        Self(Sha256::digest(Username::typed(username).as_str()).to_vec())
    }
}

/// The record of an account and the place of a visit: that of its network, if the account was
/// signed in to from there of late, or else that of everywhere else.
fn place(connection: &mut Connection, account: &AccountHash, client: &SignInClient) -> Result<PlaceRow> {
    let network = client.network().unwrap_or_default();
    let lately = client.now.before(FAMILIAR_FOR);
    let mut elsewhere = None;
    for row in store::find(connection, &account.0, &network)? {
        if row.network == ELSEWHERE {
            elsewhere = Some(row);
        } else if row.signed_in_at.is_some_and(|at| at > lately) {
            return Ok(row);
        }
    }
    Ok(elsewhere.unwrap_or_else(|| PlaceRow {
        account: account.0.clone(),
        network: ELSEWHERE.to_owned(),
        failures: 0,
        last_failed_at: None,
        locked_until: None,
        signed_in_at: None,
    }))
}

/// The wait after so many failures in a row.
fn wait(failures: i32) -> Option<TimeDelta> {
    let beyond = u32::try_from(failures.saturating_sub(FORGIVEN)).ok().filter(|beyond| *beyond > 0)?;
    let seconds = 1_i64.checked_shl(beyond.saturating_sub(1)).filter(|seconds| *seconds > 0);
    Some(seconds.and_then(TimeDelta::try_seconds).map_or(LONGEST, |wait| wait.min(LONGEST)))
}

/// Refuses an account that may not be tried now, from where the visit comes.
///
/// # Errors
/// 429 with `Retry-After` where it may not yet.
pub fn check(connection: &mut Connection, account: &AccountHash, client: &SignInClient) -> Result<()> {
    let locked = place(connection, account, client)?.locked_until;
    let Some(until) = locked.filter(|until| *until > client.now) else { return Ok(()) };
    let left = until.utc().signed_duration_since(client.now.utc()).num_seconds();
    Err(Error::too_many_requests(u64::try_from(left).unwrap_or(0).saturating_add(1)))
}

/// Counts a failure, with an entry in the journal if the account is somebody's.
pub fn failed(connection: &mut Connection, username: &str, client: &SignInClient) -> Result<()> {
    #[derive(Serialize)]
    struct FailureEntry<'a> {
        failures: i32,
        #[serde(skip_serializing_if = "Option::is_none")]
        address: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        locked_until: Option<Instant>,
    }

    let (account, now) = (AccountHash::named(username), client.now);
    store::lock(connection, &account.0)?;
    let before = place(connection, &account, client)?;
    let oldest = now.before(KEPT_FOR);
    let counted = before.last_failed_at.filter(|last| *last > oldest).map_or(0, |_| before.failures);
    let failures = counted.saturating_add(1);
    let locked_until = wait(failures).map(|wait| now.after(wait));
    store::put(connection, &PlaceRow { failures, last_failed_at: Some(now), locked_until, ..before })?;
    let Some(user) = accounts::user_by_name(connection, username)? else { return Ok(()) };
    let subject = Subject::User(user.id);
    let by = Author::anonymous(&client.request_id, now);
    let told = FailureEntry { failures, address: client.address.as_deref(), locked_until: None };
    append_security(connection, &by, subject, "sign_in.refused", ABSENT, Some(&told))?;
    if locked_until.is_some() {
        let told = FailureEntry { locked_until, ..told };
        append_security(connection, &by, subject, "sign_in.locked", ABSENT, Some(&told))?;
    }
    Ok(())
}

/// Forgets the failures from where somebody has signed in, and remembers that it was from there.
/// Failures from everywhere else stay if the network was familiar already: they are somebody
/// else's.
pub fn succeeded(connection: &mut Connection, account: &AccountHash, client: &SignInClient) -> Result<()> {
    store::lock(connection, &account.0)?;
    if place(connection, account, client)?.network == ELSEWHERE {
        store::remove_elsewhere(connection, &account.0)?;
    }
    let Some(network) = client.network() else { return Ok(()) };
    let row = PlaceRow {
        account: account.0.clone(),
        network,
        failures: 0,
        last_failed_at: None,
        locked_until: None,
        signed_in_at: Some(client.now),
    };
    store::put(connection, &row)
}

/// Forgets the failures on an account, wherever they came from, and says whether there were any.
pub fn forget(connection: &mut Connection, account: &AccountHash) -> Result<bool> {
    store::forget_failures(connection, &account.0)
}

/// Removes what nobody asks forany more, and returns how many rows.
pub fn sweep(connection: &mut Connection, now: Instant) -> Result<usize> {
    store::sweep(connection, now.before(KEPT_FOR), now.before(FAMILIAR_FOR))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_failure_beyond_the_forgiven_ones_doubles_the_wait_up_to_a_quarter_of_an_hour() {
        let seconds = |failures| wait(failures).map(|wait| wait.num_seconds());
        assert_eq!([0, 1, FORGIVEN].map(seconds), [None, None, None]);
        assert_eq!([11, 12, 13, 20, 21, 60, i32::MAX].map(seconds), [1, 2, 4, 512, 900, 900, 900].map(Some));
    }

    #[test]
    fn a_name_is_one_account_however_it_is_written() {
        assert_eq!(AccountHash::named("A.Nguyen"), AccountHash::named(" a.nguyen"));
        assert_ne!(AccountHash::named("a.nguyen"), AccountHash::named("b.nguyen"));
    }
}
