//! The clock of a command that writes: the machine's, held against the record first.

use crate::clock::{Clock, TOLERANCE};
use crate::db::types::Instant;
use crate::db::{Db, dialect};
use crate::journal::service::{LastEntry, accept_clock, last};
use crate::journal::times::{said_at, spelled};
use crate::text::Complaint;

/// The machine's clock. If it is a little behind the last entry of the journal it runs on from
/// that; if it is further behind, nothing is written by it: dates are counted from today, and the
/// order of the record is that of its times.
///
/// # Errors
/// Fails if the clock is far behind the journal.
pub(super) fn of_the_machine(db: &Db) -> Result<Clock, Complaint> {
    let clock = Clock::of_the_machine();
    match last_entry(db)? {
        Some(last) if is_far(last.at, clock.now()) => Err(far_behind(last, clock.now())),
        last => Ok(held_against(clock, last)),
    }
}

/// [`of_the_machine`], or the machine's clock as it is if the operator says that the journal is
/// wrong. That goes on the record.
///
/// # Errors
/// As [`of_the_machine`].
pub(super) fn accepted(db: &Db) -> Result<Clock, Complaint> {
    let clock = Clock::of_the_machine();
    let now = clock.now();
    match last_entry(db)? {
        Some(last) if is_far(last.at, now) => {
            tracing::warn!(
                journal.sequence = last.sequence,
                journal.at = last.at.written(),
                clock = now.written(),
                "the machine's clock is accepted: it is behind the journal"
            );
            db.write_now(|connection| accept_clock(connection, last, now))?;
            Ok(clock)
        }
        last => Ok(held_against(clock, last)),
    }
}

/// Says if the clock of the database's server shows another time: one of the two is wrong.
pub(super) fn compare_with_server(db: &Db, clock: &Clock) {
    match db.read_now(dialect::server_time) {
        Ok(Some(server)) if server.since(clock.now()).abs() > TOLERANCE => {
            tracing::error!(
                clock = clock.now().written(),
                database.clock = server.written(),
                "the machine's clock and that of the database's server differ: one of them is wrong"
            );
        }
        Ok(_) => {}
        Err(error) => tracing::warn!(error = %error, "the time of the database's server could not be asked"),
    }
}

fn last_entry(db: &Db) -> Result<Option<LastEntry>, Complaint> {
    Ok(db.read_now(last)?)
}

fn is_far(last: Instant, now: Instant) -> bool {
    last.since(now) > TOLERANCE
}

fn held_against(clock: Clock, last: Option<LastEntry>) -> Clock {
    if let Some(last) = last {
        clock.not_before(last.at);
    }
    clock
}

fn far_behind(last: LastEntry, now: Instant) -> Complaint {
    let by = spelled(last.at.since(now));
    let (sequence, at, now) = (last.sequence, said_at(last.at), said_at(now));
    Complaint::new(
        format!(
            "the machine's clock shows {}, {} before the last entry of the journal (sequence {sequence}, {}). Dates are counted \
             from today, so nothing is written by a clock that is behind the record. Set the clock right and try again. If it is \
             right, and the clock that wrote that entry was ahead, start once with: greffe serve --accept-clock. That is put on the \
             record, and greffe journal verify names the entries that are from after their time.",
            now.en, by.en, at.en
        ),
        format!(
            "l'horloge de la machine indique le {}, soit {} avant la dernière inscription du journal (séquence {sequence}, {}). Les \
             délais se comptent à partir d'aujourd'hui : rien n'est écrit d'après une horloge qui retarde sur le journal. Réglez \
             l'horloge et réessayez. Si elle est à l'heure, et que l'horloge qui a écrit cette inscription avançait, démarrez une fois \
             avec : greffe serve --accept-clock. Cela est consigné, et greffe journal verify nomme les inscriptions datées d'après \
             leur heure.",
            now.fr, by.fr, at.fr
        ),
    )
}
