//! Whether the times of the record run forward: what the clocks of the machines that wrote it leave
//! to be seen.
//!
//! The order of a chain is that of its hashes; a time that goes back breaks none of them, and is no
//! proof that somebody changed anything. But somebody has to know of it before a date rests on it.

use crate::clock::REGISTRY_ZONE;
use crate::clock::TOLERANCE;
use crate::db::Connection;
use crate::db::types::Instant;
use crate::error::Result;
use crate::journal::dialect;
use crate::law::calendars::dates::spoken;
use crate::text::Text;
use chrono::TimeDelta;

/// Entries whose time is not where it should be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Astray {
    /// The number of entries.
    pub entries: u64,
    /// The sequence number of the first of them that was passed.
    pub first: Option<i64>,
    /// The most by which one is behind, in microseconds.
    pub by: i64,
}

impl Astray {
    /// Counts an entry whose time should not be before, or after, that of another.
    pub(super) fn note(&mut self, sequence: i64, earlier: Instant, later: Instant) {
        self.entries = self.entries.saturating_add(1);
        self.first = Some(self.first.map_or(sequence, |first| first.min(sequence)));
        self.by = self.by.max(later.micros().saturating_sub(earlier.micros()));
    }

    fn told(&self, en: &str, fr: &str) -> Option<Text> {
        let (entries, first) = (self.entries, self.first?);
        let by = spelled(TimeDelta::microseconds(self.by));
        Some(Text::new(
            format!("{entries} {en}, by up to {}; the first is sequence {first}", by.en),
            format!(
                "nombre d'inscriptions datées {fr} : {entries}, d'au plus {}; la première porte le numéro de séquence {first}",
                by.fr
            ),
        ))
    }
}

/// The findings about the times of all entries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TimeFindings {
    /// Entries from before the entry before them in their chain.
    pub back_in_chain: Astray,
    /// Entries from long before an entry of a lower number, in whichever chain: either of two who
    /// write at once may come first, so a little is nothing.
    pub back: Astray,
    /// Entries from after the present time.
    pub ahead: Astray,
}

impl TimeFindings {
    /// One line for each thing that is to be said.
    #[must_use]
    pub fn told(&self) -> Vec<Text> {
        let told = [
            self.back_in_chain.told(
                "are from before the entry before them in their chain",
                "d'avant celle qui les précède dans leur chaîne",
            ),
            self.back.told(
                "are from before an entry of a lower number",
                "d'avant une inscription de numéro inférieur",
            ),
            self.ahead.told(
                "are from after the time that this machine's clock shows",
                "d'après l'heure qu'indique l'horloge de cette machine",
            ),
        ];
        told.into_iter().flatten().collect()
    }
}

/// Goes past all entries in the order of their numbers, at a time.
pub(super) fn look(connection: &mut Connection, now: Instant, times: &mut TimeFindings) -> Result<()> {
    let mut latest: Option<Instant> = None;
    dialect::times(connection, |sequence, at| {
        if let Some(latest) = latest.filter(|latest| latest.since(at) > TOLERANCE) {
            times.back.note(sequence, at, latest);
        }
        if at.since(now) > TOLERANCE {
            times.ahead.note(sequence, now, at);
        }
        latest = latest.max(Some(at));
    })
}

/// An instant in words, for an operator: by the clock of the registry.
#[must_use]
pub fn said_at(at: Instant) -> Text {
    spoken(at.utc(), REGISTRY_ZONE)
}

/// A length of time, in words.
#[must_use]
pub fn spelled(length: TimeDelta) -> Text {
    let seconds = length.num_seconds();
    let same = |spelled: String| Text::new(spelled.clone(), spelled);
    match seconds {
        0 => same(format!("{} ms", length.num_milliseconds().max(1))),
        1..120 => same(format!("{seconds} s")),
        120..7200 => same(format!("{} min", length.num_minutes())),
        7200..172_800 => same(format!("{} h", length.num_hours())),
        _ => {
            let days = length.num_days();
            Text::new(format!("{days} days"), format!("{days} jours"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_of_time_is_told_in_the_unit_that_fits() {
        for (length, told) in [
            (TimeDelta::microseconds(10), "1 ms"),
            (TimeDelta::milliseconds(999), "999 ms"),
            (TimeDelta::seconds(119), "119 s"),
            (TimeDelta::minutes(119), "119 min"),
            (TimeDelta::hours(47), "47 h"),
            (TimeDelta::days(400), "400 days"),
        ] {
            assert_eq!(spelled(length).en, told);
        }
    }
}
