//! Counting days: forward and back, with what is not counted, and the move off a day off.

use crate::law::calendars::{Calendar, FIRST_DAY, LAST_DAY, OutsideCalendar};
use crate::law::proceedings::{ReadingSpec, RollTo};
use chrono::{Days, NaiveDate};

/// The days off and the seasons that one count knows of.
#[derive(Clone, Copy)]
pub(super) struct DaysOff<'a> {
    /// The calendar; without one every day is like another.
    pub calendar: Option<&'a Calendar>,
    /// Recesses that are not counted.
    pub recesses: &'a [usize],
    /// A recess that one reading does not count either, from a day on.
    pub reading: Option<(usize, Option<NaiveDate>)>,
    /// Days off of the place, for the readings that count them as such, in order.
    pub local: &'a [NaiveDate],
    /// Spans in which time does not run, in order and apart from each other: see [`merged`].
    pub suspended: &'a [(NaiveDate, NaiveDate)],
}

/// The same spans in order, those that touch each other as one: so a day is looked up, however many
/// were given.
pub(super) fn merged(mut spans: Vec<(NaiveDate, NaiveDate)>) -> Vec<(NaiveDate, NaiveDate)> {
    spans.sort_unstable();
    let mut apart: Vec<(NaiveDate, NaiveDate)> = Vec::with_capacity(spans.len());
    for (from, to) in spans {
        match apart.last_mut() {
            Some((_, end)) if end.succ_opt().is_none_or(|next| from <= next) => *end = (*end).max(to),
            _ => apart.push((from, to)),
        }
    }
    apart
}

/// The reason why a day was not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotCounted {
    DayOff,
    Recess(usize),
    Suspended,
}

/// Days that were not counted, next to each other and for the same cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub cause: NotCounted,
}

/// The direction in which to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CountDirection {
    Forward,
    Back,
}

impl CountDirection {
    fn of(to: RollTo) -> Self {
        match to {
            RollTo::NextWorkingDay => Self::Forward,
            RollTo::WorkingDayBefore => Self::Back,
        }
    }

    fn step(self, day: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Forward => day.succ_opt(),
            Self::Back => day.pred_opt(),
        }
    }
}

impl DaysOff<'_> {
    /// Whether a day is a working day, local days off aside if they are not known here.
    pub fn is_working(&self, day: NaiveDate) -> Result<bool, OutsideCalendar> {
        match self.calendar {
            Some(calendar) => Ok(calendar.is_working(day)? && self.local.binary_search(&day).is_err()),
            None => Ok(self.local.binary_search(&day).is_err()),
        }
    }

    fn is_suspended(&self, day: NaiveDate) -> bool {
        let begun = self.suspended.partition_point(|(from, _)| *from <= day);
        begun.checked_sub(1).and_then(|last| self.suspended.get(last)).is_some_and(|(_, to)| day <= *to)
    }

    fn excluded(
        &self,
        day: NaiveDate,
        only_working_days: bool,
    ) -> Result<Option<NotCounted>, OutsideCalendar> {
        if self.is_suspended(day) {
            return Ok(Some(NotCounted::Suspended));
        }
        if let Some(calendar) = self.calendar {
            for recess in self.recesses {
                if calendar.in_recess(day, *recess)? {
                    return Ok(Some(NotCounted::Recess(*recess)));
                }
            }
            if let Some((recess, from)) = self.reading
                && from.is_none_or(|from| day >= from)
                && calendar.in_recess(day, recess)?
            {
                return Ok(Some(NotCounted::Recess(recess)));
            }
        }
        Ok((only_working_days && !self.is_working(day)?).then_some(NotCounted::DayOff))
    }

    /// The `number`th day counted from a day, itself not counted. `runs` takes what was left out.
    pub fn count(
        &self,
        from: NaiveDate,
        number: u32,
        direction: CountDirection,
        only_working_days: bool,
        mut runs: Option<&mut Vec<Run>>,
    ) -> Result<NaiveDate, OutsideCalendar> {
        let mut day = from;
        let mut left = number;
        while left > 0 {
            day = self.covered(direction.step(day).ok_or_else(|| self.beyond(day))?)?;
            match self.excluded(day, only_working_days)? {
                None => left -= 1,
                Some(cause) => {
                    if let Some(runs) = runs.as_deref_mut() {
                        record(runs, day, cause);
                    }
                }
            }
        }
        self.covered(day)
    }

    /// A day that the calendars cover. Asked at every step, calendar or none: so a count takes no
    /// more steps than they have days.
    fn covered(&self, day: NaiveDate) -> Result<NaiveDate, OutsideCalendar> {
        if (FIRST_DAY..=LAST_DAY).contains(&day) { Ok(day) } else { Err(self.beyond(day)) }
    }

    /// The working day to which a day off moves; a working day stays.
    pub fn rolled(&self, day: NaiveDate, to: RollTo) -> Result<NaiveDate, OutsideCalendar> {
        let direction = CountDirection::of(to);
        let mut day = day;
        while !self.is_working(day)? {
            day = self.covered(direction.step(day).ok_or_else(|| self.beyond(day))?)?;
        }
        Ok(day)
    }

    /// The first working day past a recess into which a day off moved; nothing where it moves into
    /// none that the reading leaves out.
    pub fn past_recess(
        &self,
        nominal: NaiveDate,
        spec: &ReadingSpec,
        to: RollTo,
    ) -> Result<Option<NaiveDate>, OutsideCalendar> {
        let recess = spec.recess.as_deref().and_then(|code| self.calendar?.recess(code).zip(self.calendar));
        let Some((position, calendar)) = recess else { return Ok(None) };
        let is_left_out = |day: NaiveDate| {
            Ok(spec.days_from.is_none_or(|from| day >= from) && calendar.in_recess(day, position)?)
        };
        let mut day = self.rolled(nominal, to)?;
        if is_left_out(nominal)? || !is_left_out(day)? {
            return Ok(None);
        }
        let direction = CountDirection::of(to);
        while is_left_out(day)? {
            let next = self.covered(direction.step(day).ok_or_else(|| self.beyond(day))?)?;
            day = self.rolled(next, to)?;
        }
        Ok(Some(day))
    }

    fn beyond(&self, date: NaiveDate) -> OutsideCalendar {
        OutsideCalendar { calendar: self.calendar.map_or_else(String::new, |c| c.code.clone()), date }
    }
}

fn record(runs: &mut Vec<Run>, day: NaiveDate, cause: NotCounted) {
    if let Some(last) = runs.last_mut().filter(|last| last.cause == cause) {
        if last.to.succ_opt() == Some(day) {
            last.to = day;
            return;
        }
        if last.from.pred_opt() == Some(day) {
            last.from = day;
            return;
        }
    }
    runs.push(Run { from: day, to: day, cause });
}

/// The day this many calendar days later.
pub(super) fn days_after(day: NaiveDate, days: u32) -> Result<NaiveDate, OutsideCalendar> {
    day.checked_add_days(Days::new(u64::from(days)))
        .filter(|day| *day <= LAST_DAY)
        .ok_or_else(|| OutsideCalendar { calendar: String::new(), date: day })
}
