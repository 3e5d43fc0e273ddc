//! The step of a deadline that is told on a day, to whom, and when to look again. Pure.
//!
//! A step is a number of days before the day that the deadline is watched by, or [`PASSED`]. One
//! that falls on a day off of the registry has its day on the working day before; `PASSED` has it
//! on the first working day after. Nothing is told on a day off. Only the latest of the steps whose
//! day has come is told, and none that is not later than one that the person was told already: a
//! run that was missed makes no flood, and a clock that goes back tells nothing twice.

use super::model::PASSED;
use crate::chronology;
use crate::duties::deadlines::computation::NO_DATE;
use crate::ids::UserId;
use crate::law::calendars::Calendar;
use crate::people::profiles::model::ReminderPolicy;
use chrono::NaiveDate;

/// A deadline, as far as reminding goes.
#[derive(Clone, Copy, Debug)]
pub struct Watched<'a> {
    /// The day that it is watched by.
    pub watch_on: NaiveDate,
    /// Whether the other side has to act: nothing is told before the day.
    pub is_other_side: bool,
    /// Whether nobody has to act: nothing is overdue after the day.
    pub is_nobodys: bool,
    /// The times at which the organisation reminds its people.
    pub policy: &'a ReminderPolicy,
    /// The days off of the registry. If none is known, and on days that it does not cover, every
    /// day is a working day.
    pub calendar: Option<&'a Calendar>,
}

/// The parts of the policy that are for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReminderShare {
    /// Whether the reminders of whoever is responsible are for them.
    pub responsible: bool,
    /// Whether the reminders of whoever is accountable are for them.
    pub accountable: bool,
}

impl ReminderShare {
    const BOTH: Self = Self { responsible: true, accountable: true };
    const RESPONSIBLE: Self = Self { responsible: true, accountable: false };
    const ACCOUNTABLE: Self = Self { responsible: false, accountable: true };
}

/// The decision about a deadline on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReminderDecision {
    /// The people who are told, each with the step.
    pub told: Vec<(UserId, i16)>,
    /// The day on which to look again; none where there is nothing more to tell.
    pub look_again_on: Option<NaiveDate>,
}

/// The people who are told of a deadline: whoever is responsible and whoever is accountable, among
/// those who may see the case. What is for one who is missing goes to the accountable; if both are
/// missing, to the managers.
#[must_use]
pub fn audience(
    responsible: Option<UserId>,
    accountable: Option<UserId>,
    managers: impl IntoIterator<Item = UserId>,
    may_see: impl Fn(UserId) -> bool,
) -> Vec<(UserId, ReminderShare)> {
    let here = |user: &UserId| may_see(*user);
    match (responsible.filter(here), accountable.filter(here)) {
        (Some(one), Some(other)) if one == other => vec![(one, ReminderShare::BOTH)],
        (Some(one), Some(other)) => {
            vec![(one, ReminderShare::RESPONSIBLE), (other, ReminderShare::ACCOUNTABLE)]
        }
        (Some(one), None) => vec![(one, ReminderShare::RESPONSIBLE)],
        (None, Some(other)) => vec![(other, ReminderShare::BOTH)],
        (None, None) => managers.into_iter().filter(here).map(|user| (user, ReminderShare::BOTH)).collect(),
    }
}

/// The decision about a deadline on a day, given who is to be told and who was told what for this
/// very date.
#[must_use]
pub fn decide(
    watched: &Watched<'_>,
    audience: &[(UserId, ReminderShare)],
    told_before: &[(UserId, i16)],
    today: NaiveDate,
) -> ReminderDecision {
    if watched.watch_on >= NO_DATE {
        return ReminderDecision { told: Vec::new(), look_again_on: None };
    }
    if !watched.is_working(today) {
        return ReminderDecision { told: Vec::new(), look_again_on: Some(watched.working_from(next(today))) };
    }
    let is_news = |user: UserId, step: i16| {
        !told_before.iter().any(|(other, before)| *other == user && *before <= step)
    };
    let told = audience.iter().filter_map(|(user, share)| {
        let step = watched.latest(*share, today)?;
        is_news(*user, step).then_some((*user, step))
    });
    // Where there is nobody to tell, there may be somebody tomorrow.
    let waits = audience.is_empty() && watched.latest(ReminderShare::BOTH, today).is_some();
    let look_again_on = if waits { Some(watched.working_from(next(today))) } else { watched.next_day(today) };
    ReminderDecision { told: told.collect(), look_again_on }
}

/// Whether people are told today that a date is another than the one of which they were told last:
/// on a working day, and not of a date that binds nobody.
#[must_use]
pub fn tells_of_move(watched: &Watched<'_>, today: NaiveDate) -> bool {
    watched.watch_on < NO_DATE && watched.is_working(today)
}

impl Watched<'_> {
    /// The steps that are for a share.
    fn steps(&self, share: ReminderShare) -> Vec<i16> {
        let mut steps = Vec::new();
        if share.responsible && !self.is_other_side {
            steps.extend(&self.policy.responsible_days);
        }
        if share.accountable && !self.is_other_side {
            steps.extend(&self.policy.accountable_days);
        }
        steps.retain(|step| *step >= 0);
        let responsible = share.responsible && self.policy.overdue_responsible;
        let accountable = share.accountable && self.policy.overdue_accountable;
        if (responsible || accountable) && !self.is_nobodys {
            steps.push(PASSED);
        }
        steps
    }

    /// The latest step whose day has come.
    fn latest(&self, share: ReminderShare, today: NaiveDate) -> Option<i16> {
        self.steps(share).into_iter().filter(|step| self.day_of(*step) <= today).min()
    }

    /// The first day after this one that is a step's.
    fn next_day(&self, today: NaiveDate) -> Option<NaiveDate> {
        self.steps(ReminderShare::BOTH)
            .into_iter()
            .map(|step| self.day_of(step))
            .filter(|day| *day > today)
            .min()
    }

    /// The day of a step.
    fn day_of(&self, step: i16) -> NaiveDate {
        match u64::try_from(step) {
            Err(_) => self.working_from(next(self.watch_on)),
            Ok(days) => {
                let mut day = chronology::days_before(self.watch_on, days);
                while !self.is_working(day) {
                    day = chronology::days_before(day, 1);
                }
                day
            }
        }
    }

    fn working_from(&self, mut day: NaiveDate) -> NaiveDate {
        while !self.is_working(day) {
            day = next(day);
        }
        day
    }

    fn is_working(&self, day: NaiveDate) -> bool {
        self.calendar.is_none_or(|calendar| calendar.is_working(day).unwrap_or(true))
    }
}

fn next(day: NaiveDate) -> NaiveDate {
    chronology::days_after(day, 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::calendars::Calendars;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn watched<'a>(policy: &'a ReminderPolicy, watch_on: &str) -> Watched<'a> {
        let calendar = Calendars::builtin().get("ca-fc");
        assert!(calendar.is_some());
        Watched { watch_on: day(watch_on), is_other_side: false, is_nobodys: false, policy, calendar }
    }

    /// The story of what one who has both shares is told, looked at on the days on which it has to
    /// be, from a day on.
    fn story(watched: &Watched<'_>, from: &str) -> Vec<(String, i16)> {
        let user = UserId::generate();
        let (mut told, mut said) = (Vec::new(), Vec::new());
        let mut look = Some(day(from));
        while let Some(today) = look {
            let decision = decide(watched, &[(user, ReminderShare::BOTH)], &told, today);
            said.extend(decision.told.iter().map(|(_, step)| (today.to_string(), *step)));
            told.extend(decision.told);
            assert!(decision.look_again_on.is_none_or(|next| next > today), "it looks at {today} for ever");
            look = decision.look_again_on;
        }
        said
    }

    #[test]
    fn a_step_on_a_day_off_is_told_on_the_working_day_before() {
        let policy = ReminderPolicy::default();
        for (watch_on, from, expected) in [
            // Wednesday 11 November is Remembrance Day.
            (
                "2026-11-12",
                "2026-10-01",
                vec![("10-29", 14), ("11-05", 7), ("11-09", 3), ("11-10", 1), ("11-13", -1)],
            ),
            // Three days before a Monday is a Friday, and so is the working day before the day
            // before it.
            ("2026-11-16", "2026-10-01", vec![("11-02", 14), ("11-09", 7), ("11-13", 1), ("11-17", -1)]),
            // The day after a Friday is no working day.
            (
                "2026-11-13",
                "2026-10-01",
                vec![("10-30", 14), ("11-06", 7), ("11-10", 3), ("11-12", 1), ("11-16", -1)],
            ),
            // Good Friday and Easter Monday of 2026 are 3 and 6 April.
            ("2026-04-07", "2026-03-01", vec![("03-24", 14), ("03-31", 7), ("04-02", 1), ("04-08", -1)]),
            // Made on a Sunday, four days before: the last step that has passed, on the next
            // working day.
            ("2026-11-05", "2026-11-01", vec![("11-02", 3), ("11-04", 1), ("11-06", -1)]),
        ] {
            let told = story(&watched(&policy, watch_on), from);
            let told: Vec<_> = told.iter().map(|(day, step)| (&day[5..], *step)).collect();
            assert_eq!(told, expected, "{watch_on}");
        }
    }

    #[test]
    fn the_other_sides_day_is_told_once_it_has_passed() {
        let policy = ReminderPolicy::default();
        let other = Watched { is_other_side: true, ..watched(&policy, "2026-11-12") };
        assert_eq!(story(&other, "2026-10-01"), [("2026-11-13".to_owned(), PASSED)]);
    }

    #[test]
    fn what_happens_by_itself_is_never_overdue() {
        let policy = ReminderPolicy::default();
        let own = Watched { is_nobodys: true, ..watched(&policy, "2026-11-12") };
        let steps: Vec<_> = story(&own, "2026-10-01").into_iter().map(|(_, step)| step).collect();
        assert_eq!(steps, [14, 7, 3, 1]);
    }

    #[test]
    fn what_has_no_date_is_never_told() {
        let policy = ReminderPolicy::default();
        let decision = decide(&watched(&policy, "2100-01-01"), &[], &[], day("2026-11-02"));
        assert_eq!(decision, ReminderDecision { told: Vec::new(), look_again_on: None });
    }

    #[test]
    fn a_policy_of_an_organisation_is_gone_by() {
        let policy = ReminderPolicy {
            responsible_days: vec![30, 0],
            accountable_days: vec![],
            overdue_responsible: false,
            overdue_accountable: false,
        };
        let told = story(&watched(&policy, "2026-11-12"), "2026-10-01");
        assert_eq!(told, [("2026-10-13".to_owned(), 30), ("2026-11-12".to_owned(), 0)]);
    }

    #[test]
    fn nothing_is_told_twice_nor_out_of_turn() {
        let policy = ReminderPolicy::default();
        let watched = watched(&policy, "2026-11-12");
        let (one, other) = (UserId::generate(), UserId::generate());
        let audience = [(one, ReminderShare::RESPONSIBLE), (other, ReminderShare::ACCOUNTABLE)];
        let told = |before: &[(UserId, i16)], on: &str| decide(&watched, &audience, before, day(on)).told;
        assert_eq!(told(&[], "2026-11-09"), [(one, 3)], "the accountable is told the day before alone");
        assert_eq!(told(&[], "2026-11-10"), [(one, 1), (other, 1)], "the last step alone");
        assert_eq!(told(&[(one, 1)], "2026-11-10"), [(other, 1)]);
        assert_eq!(told(&[(one, -1), (other, -1)], "2026-11-10"), [], "the clock went back");
        assert_eq!(told(&[(one, 7)], "2026-11-10"), [(one, 1), (other, 1)]);
    }

    #[test]
    fn where_there_is_nobody_there_may_be_somebody_tomorrow() {
        let policy = ReminderPolicy::default();
        let watched = watched(&policy, "2026-11-12");
        let look = |on: &str| decide(&watched, &[], &[], day(on)).look_again_on;
        assert_eq!(look("2026-10-15"), Some(day("2026-10-29")), "nothing has to be told yet");
        assert_eq!(look("2026-11-06"), Some(day("2026-11-09")));
    }

    #[test]
    fn what_nobody_holds_goes_up() {
        let (one, other, manager) = (UserId::generate(), UserId::generate(), UserId::generate());
        let to = |responsible, accountable, blind: &[UserId]| {
            audience(responsible, accountable, [manager], |user| !blind.contains(&user))
        };
        assert_eq!(
            to(Some(one), Some(other), &[]),
            [(one, ReminderShare::RESPONSIBLE), (other, ReminderShare::ACCOUNTABLE)]
        );
        assert_eq!(to(Some(one), Some(one), &[]), [(one, ReminderShare::BOTH)]);
        assert_eq!(to(Some(one), None, &[]), [(one, ReminderShare::RESPONSIBLE)]);
        assert_eq!(to(None, Some(other), &[]), [(other, ReminderShare::BOTH)]);
        assert_eq!(
            to(Some(one), Some(other), &[one]),
            [(other, ReminderShare::BOTH)],
            "who may not see it is nobody"
        );
        assert_eq!(to(Some(one), None, &[one]), [(manager, ReminderShare::BOTH)]);
        assert_eq!(to(None, None, &[manager]), []);
    }
}
