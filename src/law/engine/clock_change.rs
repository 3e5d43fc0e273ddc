//! Hours without an offset on the days on which the clocks of a place change.
//!
//! An hour that does not exist there is refused where it is sent. One that comes twice is taken the
//! first time, and that is said. What was stored before either was looked at is read by the rule of
//! `office_clock::in_zone`.

use super::model::{Trigger, Warning};
use crate::law::calendars::dates::{English, French, hour};
use crate::law::calendars::zones;
use crate::text::Text;
use chrono::{LocalResult, NaiveDateTime, Offset as _, TimeDelta, TimeZone as _};
use chrono_tz::Tz;

/// Time enough to be on the other side of a change of clocks, whatever the offset.
const BEYOND_A_CHANGE: TimeDelta = TimeDelta::days(1);

fn local(trigger: Trigger) -> Option<NaiveDateTime> {
    match trigger {
        Trigger::AtLocal(at) => Some(at),
        Trigger::At(_) | Trigger::On(_) | Trigger::Expiry { .. } => None,
    }
}

/// The refusal of an hour that the clocks of a place leave out, with the two that it may be meant
/// for: by the clock before the change, and by the one after it.
#[must_use]
pub fn left_out(zone: Tz, trigger: Trigger) -> Option<Text> {
    let at = local(trigger)?;
    let LocalResult::None = zone.from_local_datetime(&at) else { return None };
    let meant = |by: TimeDelta| {
        let offset = zone.offset_from_utc_datetime(&at.checked_add_signed(by)?).fix();
        let instant = at.checked_sub_offset(offset)?;
        Some(hour(zone.from_utc_datetime(&instant).time()))
    };
    let (earlier, later) = (meant(BEYOND_A_CHANGE)?, meant(-BEYOND_A_CHANGE)?);
    let (place, asked) = (zones::name_of(zone), hour(at.time()));
    Some(Text::new(
        format!(
            "There is no {} ({}) on {}: the clocks go forward. Send {} or {}, or an offset.",
            asked.en,
            place.en,
            English(at.date()),
            earlier.en,
            later.en
        ),
        format!(
            "L'heure indiquée ({}, {}) n'existe pas {} : l'heure avance ce jour-là. Envoyez {} ou {}, ou un décalage.",
            asked.fr,
            place.fr,
            French(at.date()),
            earlier.fr,
            later.fr
        ),
    ))
}

/// The warning about an hour that the clocks of a place show twice: which of the two is taken.
#[must_use]
pub fn comes_twice(zone: Tz, trigger: Trigger) -> Option<Warning> {
    let at = local(trigger)?;
    let LocalResult::Ambiguous(first, second) = zone.from_local_datetime(&at) else { return None };
    let (place, asked) = (zones::name_of(zone), hour(at.time()));
    let (first, second) = (first.offset().fix(), second.offset().fix());
    Some(Warning {
        code: "hour_comes_twice".to_owned(),
        text: Text::new(
            format!(
                "{} ({}) comes twice on {}: the first is taken, of UTC{first}. Send UTC{second} as the offset for the second.",
                asked.en,
                place.en,
                English(at.date())
            ),
            format!(
                "L'heure indiquée ({}, {}) survient deux fois {} : la première est retenue, UTC{first}. Pour la seconde, envoyez le décalage UTC{second}.",
                asked.fr,
                place.fr,
                French(at.date())
            ),
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(written: &str) -> Trigger {
        Trigger::parse_at(written).unwrap()
    }

    #[test]
    fn an_hour_that_the_clocks_leave_out_is_named_with_the_two_that_exist() {
        for (zone, written, earlier, later) in [
            (Tz::America__Toronto, "2026-03-08T02:30", "01:30", "03:30"),
            (Tz::America__Halifax, "2026-03-08T02:00", "01:00", "03:00"),
            (Tz::America__St_Johns, "2026-03-08T02:59", "01:59", "03:59"),
            (Tz::America__Vancouver, "2025-03-09T02:30", "01:30", "03:30"),
        ] {
            let said = left_out(zone, at(written)).unwrap();
            assert!(said.is_complete());
            assert!(said.en.contains(&format!("Send {earlier} or {later}, or an offset.")), "{}", said.en);
        }
        for (zone, written) in [
            (Tz::America__Regina, "2026-03-08T02:30"),
            (Tz::America__Toronto, "2026-03-08T01:59"),
            (Tz::America__Toronto, "2026-03-08T03:00"),
            (Tz::America__Toronto, "2026-03-08T02:30-05:00"),
        ] {
            assert_eq!(left_out(zone, at(written)), None, "{zone} {written}");
        }
    }

    #[test]
    fn an_hour_that_comes_twice_is_taken_the_first_time_and_that_is_said() {
        for (zone, written, first, second) in [
            (Tz::America__Toronto, "2026-11-01T01:30", "-04:00", "-05:00"),
            (Tz::America__Halifax, "2026-11-01T01:00", "-03:00", "-04:00"),
            (Tz::America__St_Johns, "2026-11-01T01:30", "-02:30", "-03:30"),
            (Tz::America__Vancouver, "2025-11-02T01:59", "-07:00", "-08:00"),
        ] {
            let warning = comes_twice(zone, at(written)).unwrap();
            let said = &warning.text.en;
            assert!(said.contains(&format!("the first is taken, of UTC{first}.")), "{said}");
            assert!(said.contains(&format!("Send UTC{second} as the offset")), "{said}");
        }
        for (zone, written) in [
            (Tz::America__Regina, "2026-11-01T01:30"),
            (Tz::America__Toronto, "2026-11-01T02:00"),
            (Tz::America__Toronto, "2026-11-01T01:30-05:00"),
        ] {
            assert_eq!(comes_twice(zone, at(written)), None, "{zone} {written}");
        }
    }
}
