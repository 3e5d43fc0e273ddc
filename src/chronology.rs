//! Days and instants from outside: one reader, one range, and arithmetic that stays within it.
//! Pure.
//!
//! greffe holds the years 1 to 9998: four digits, so that text sorts as time does, and room at both
//! ends for the offsets of clocks and the day after. Whatever is read here is in that range, and so
//! is whatever is made of it here; the operators of `chrono`, which panic at the ends of its own,
//! are forbidden everywhere else (`arithmetic_side_effects`). What the calendars of the registries
//! cover is less (`calendars::FIRST_DAY`), and is asked where a time limit is computed.

use chrono::{DateTime, Datelike as _, Days, FixedOffset, NaiveDate, NaiveDateTime, TimeDelta, Utc};

/// The first day.
pub const FIRST: NaiveDate = match NaiveDate::from_ymd_opt(1, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// The last day.
pub const LAST: NaiveDate = match NaiveDate::from_ymd_opt(9998, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

/// The reason why a text is no day, and no instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// The text is not written like a day or an instant, or there is no such day or hour.
    #[error("not a day or an instant that exists")]
    Form,
    /// The year is not among those that are held.
    #[error("the year is outside 1 to 9998")]
    Range,
}

/// A day with an hour, as it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// An instant: a time with an offset.
    At(DateTime<FixedOffset>),
    /// A time without an offset: an hour by the clock of whoever wrote it.
    Local(NaiveDateTime),
}

/// A day: `2026-03-09`, and not otherwise.
///
/// # Errors
/// [`Unreadable`].
pub fn day(written: &str) -> Result<NaiveDate, Unreadable> {
    let digits = |text: &str, least: usize| {
        (text.len() >= least && text.bytes().all(|byte| byte.is_ascii_digit())).then_some(text.len())
    };
    let unsigned = written.strip_prefix(['+', '-']).unwrap_or(written);
    let mut parts = unsigned.split('-');
    let [year, month, day] = [(); 3].map(|()| parts.next().unwrap_or_default());
    let shaped = digits(year, 4).is_some()
        && digits(month, 2) == Some(2)
        && digits(day, 2) == Some(2)
        && parts.next().is_none();
    if !shaped {
        return Err(Unreadable::Form);
    }
    if unsigned != written || year.len() > 4 {
        return Err(Unreadable::Range);
    }
    let read = |text: &str| text.parse::<u32>().map_err(|_| Unreadable::Form);
    let numbers = (i32::try_from(read(year)?).map_err(|_| Unreadable::Form)?, read(month)?, read(day)?);
    let found = NaiveDate::from_ymd_opt(numbers.0, numbers.1, numbers.2).ok_or(Unreadable::Form)?;
    held(found).then_some(found).ok_or(Unreadable::Range)
}

/// An instant: `2026-03-09T14:00:00Z`, or with another offset (RFC 3339).
///
/// # Errors
/// [`Unreadable`].
pub fn instant(written: &str) -> Result<DateTime<FixedOffset>, Unreadable> {
    let (date, _) = written.split_once(['T', 't']).ok_or(Unreadable::Form)?;
    day(date)?;
    let at = DateTime::parse_from_rfc3339(written).map_err(|_| Unreadable::Form)?;
    within(at)
}

/// A day with an hour: `2026-03-21T10:00-04:00`, `2026-03-21T10:00:00Z` or, without an offset,
/// `2026-03-21T10:00`; seconds may be left out.
///
/// # Errors
/// [`Unreadable`].
pub fn hour(written: &str) -> Result<Written, Unreadable> {
    const OFFSETS: [&str; 3] = ["%Y-%m-%dT%H:%M:%S%.f%:z", "%Y-%m-%dT%H:%M%:z", "%Y-%m-%dT%H:%M:%S%#z"];
    const LOCAL: [&str; 2] = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%dT%H:%M"];
    let written = written.trim();
    let (date, _) = written.split_once('T').ok_or(Unreadable::Form)?;
    day(date)?;
    let numeric = written.strip_suffix(['Z', 'z']).map(|head| format!("{head}+00:00"));
    let candidate = numeric.as_deref().unwrap_or(written);
    if let Some(at) = OFFSETS.iter().find_map(|form| DateTime::parse_from_str(candidate, form).ok()) {
        return within(at).map(Written::At);
    }
    let local = LOCAL.iter().find_map(|form| NaiveDateTime::parse_from_str(candidate, form).ok());
    local.map(Written::Local).ok_or(Unreadable::Form)
}

/// An instant whose year is held, in UTC and in its own offset.
fn within(at: DateTime<FixedOffset>) -> Result<DateTime<FixedOffset>, Unreadable> {
    let here = at.naive_utc().checked_add_offset(*at.offset()).map(|local| local.date());
    let both = held(at.naive_utc().date()) && here.is_some_and(held);
    both.then_some(at).ok_or(Unreadable::Range)
}

/// Whether a day is among those that are held.
#[must_use]
pub fn held(day: NaiveDate) -> bool {
    (FIRST.year()..=LAST.year()).contains(&day.year())
}

/// The day this many days later; the last day that is held, if that would be later.
#[must_use]
pub fn days_after(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).map_or(LAST, |later| later.min(LAST))
}

/// The day this many days earlier; the first day that is held, if that would be earlier.
#[must_use]
pub fn days_before(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).map_or(FIRST, |earlier| earlier.max(FIRST))
}

/// The instant this much later, or earlier if it is negative; the first or the last instant that is
/// held, if that would be beyond.
#[must_use]
pub fn moved(at: DateTime<Utc>, by: TimeDelta) -> DateTime<Utc> {
    let first = FIRST.and_time(chrono::NaiveTime::MIN).and_utc();
    // Midnight before the last day: no offset of a clock carries it beyond.
    let last = LAST.and_time(chrono::NaiveTime::MIN).and_utc();
    let beyond = if by < TimeDelta::zero() { first } else { last };
    at.checked_add_signed(by).unwrap_or(beyond).clamp(first, last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_in_one_form_and_within_its_years() {
        for (written, read) in [
            ("2026-03-09", Ok(NaiveDate::from_ymd_opt(2026, 3, 9).unwrap())),
            ("0001-01-01", Ok(FIRST)),
            ("9998-12-31", Ok(LAST)),
            ("0000-12-31", Err(Unreadable::Range)),
            ("9999-01-01", Err(Unreadable::Range)),
            ("+262142-12-31", Err(Unreadable::Range)),
            ("-0001-01-01", Err(Unreadable::Range)),
            ("12026-03-09", Err(Unreadable::Range)),
            ("99999999999999999999-03-09", Err(Unreadable::Range)),
            ("2026-02-30", Err(Unreadable::Form)),
            ("2026-3-9", Err(Unreadable::Form)),
            ("2026-03-09T00:00", Err(Unreadable::Form)),
            (" 2026-03-09", Err(Unreadable::Form)),
            ("+2026-1-01", Err(Unreadable::Form)),
            ("2026-03-09-", Err(Unreadable::Form)),
            ("٢٠٢٦-03-09", Err(Unreadable::Form)),
            ("", Err(Unreadable::Form)),
        ] {
            assert_eq!(day(written), read, "{written}");
        }
    }

    #[test]
    fn an_instant_is_held_in_utc_and_where_it_was_written() {
        for (written, wrong) in [
            ("2026-03-09T14:00:00Z", None),
            ("2026-03-09T14:00:00.123456789-04:00", None),
            ("0001-01-01T00:00:00Z", None),
            ("9998-12-31T23:59:59Z", None),
            ("9998-12-31T23:59:59-23:59", Some(Unreadable::Range)),
            ("0001-01-01T00:00:00+23:59", Some(Unreadable::Range)),
            ("9999-12-31T23:59:59-23:59", Some(Unreadable::Range)),
            ("+262142-12-31T23:59:59Z", Some(Unreadable::Range)),
            ("2026-03-09 14:00:00Z", Some(Unreadable::Form)),
            ("2026-03-09T25:00:00Z", Some(Unreadable::Form)),
            ("2026-03-09T14:00:00", Some(Unreadable::Form)),
            ("2026-03-09T14:00:00+99:99", Some(Unreadable::Form)),
        ] {
            assert_eq!(instant(written).err(), wrong, "{written}");
        }
    }

    #[test]
    fn an_hour_needs_neither_seconds_nor_an_offset() {
        for written in ["2026-03-21T10:00", "2026-03-21T10:00:00.5", "0001-01-01T00:00"] {
            assert!(matches!(hour(written), Ok(Written::Local(_))), "{written}");
        }
        for written in ["2026-03-21T10:00-04:00", "2026-03-21T10:00Z", "2026-03-21T10:00:00-0400"] {
            assert!(matches!(hour(written), Ok(Written::At(_))), "{written}");
        }
        for written in
            ["+262142-12-31T23:59", "-9999-01-01T00:00", "9998-12-31T23:59-23:59", "10000-01-01T00:00Z"]
        {
            assert_eq!(hour(written), Err(Unreadable::Range), "{written}");
        }
        for written in ["yesterday", "2026-03-21", "2026-03-21T", "2026-02-30T10:00", "T10:00"] {
            assert_eq!(hour(written), Err(Unreadable::Form), "{written}");
        }
    }

    #[test]
    fn nothing_is_moved_beyond_what_is_held() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        let now = at("2026-03-09T14:00:00Z");
        assert_eq!(moved(now, TimeDelta::hours(-2)), at("2026-03-09T12:00:00Z"));
        for by in [TimeDelta::MAX, TimeDelta::days(9_000_000)] {
            assert_eq!(moved(now, by), at("9998-12-31T00:00:00Z"));
        }
        assert_eq!(moved(now, TimeDelta::MIN), at("0001-01-01T00:00:00Z"));
        assert_eq!((days_after(LAST, 1), days_after(FIRST, u64::MAX)), (LAST, LAST));
        assert_eq!((days_before(FIRST, 1), days_before(LAST, u64::MAX)), (FIRST, FIRST));
    }
}
