//! The time of an answer, and the role of whoever opens a case. Pure.

use crate::chronology;
use crate::clock::end_of_registry_day;
use crate::db::types::Instant;
use crate::people::identity::model::OrganizationKind;
use chrono::{NaiveDate, TimeDelta};

/// The instant that a caller means by `as_of`: itself, or the end of a day at the registry; of the
/// present day, now. `None` where it is neither an instant nor a date.
#[must_use]
pub fn instant_of(as_of: &str, now: Instant, today: NaiveDate) -> Option<Instant> {
    if let Ok(at) = chronology::instant(as_of) {
        return Some(Instant::at(at.to_utc()));
    }
    let date = chronology::day(as_of).ok()?;
    if date == today {
        return Some(now);
    }
    let next = end_of_registry_day(date)?;
    Some(next.before(TimeDelta::microseconds(1)))
}

/// The role on a case of a litigator who opens it, by the kind of their organisation.
#[must_use]
pub const fn default_role(organization: OrganizationKind) -> &'static str {
    match organization {
        OrganizationKind::ImmigrationDepartment => "LIT",
        OrganizationKind::EnforcementAgency => "CLU",
        OrganizationKind::Tribunal => "IRB",
        OrganizationKind::JusticeDepartment | OrganizationKind::Other => "JCO",
    }
}

#[cfg(test)]
mod tests {
    use super::super::matrix::Matrix;
    use super::*;
    use chrono::DateTime;

    #[test]
    fn whoever_opens_a_case_can_hold_the_role_that_this_gives() {
        for kind in OrganizationKind::ALL {
            let role = Matrix::builtin().role(default_role(kind)).unwrap();
            assert!(role.held_by.contains(&kind), "{kind:?}");
        }
    }

    #[test]
    fn a_date_means_the_end_of_its_day_at_the_registry() {
        let at = |text: &str| Instant::at(text.parse::<DateTime<chrono::Utc>>().unwrap());
        let (now, today) = (at("2026-03-09T14:00:00Z"), NaiveDate::from_ymd_opt(2026, 3, 9).unwrap());
        let asked = |as_of: &str| instant_of(as_of, now, today);
        assert_eq!(asked("2026-03-03"), Some(at("2026-03-04T04:59:59.999999Z")));
        assert_eq!(
            asked("2026-03-08"),
            Some(at("2026-03-09T03:59:59.999999Z")),
            "the day on which summer time begins"
        );
        assert_eq!(asked("2026-03-09"), Some(now));
        assert_eq!(asked("2026-03-03T12:00:00-05:00"), Some(at("2026-03-03T17:00:00Z")));
        for neither in ["", "yesterday", "2026-02-30", "2026-3-3", "2026-03-03T12:00:00"] {
            assert_eq!(asked(neither), None, "{neither}");
        }
    }
}
