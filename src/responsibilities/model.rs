//! From the roles that people hold to who answers for what. Pure.

use super::matrix::{Matrix, Responsibility, Share};
use crate::clock::REGISTRY_ZONE;
use crate::db::types::Instant;
use crate::ids::UserId;
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta};

/// A role that a user holds on a case at the time that is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// Who.
    pub user_id: UserId,
    /// As what: a code of the matrix's roles.
    pub role: String,
}

/// Who holds a responsibility.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holders {
    /// Who does it.
    pub responsible: Option<Holding>,
    /// Who answers for it.
    pub accountable: Option<Holding>,
}

/// Who holds a responsibility among those who hold roles now, in the order in which they took them: the first whose role
/// does it; where nobody's does, it falls to whoever answers for it. An unknown responsibility is held by nobody.
#[must_use]
pub fn holders(responsibility: &str, current: &[Holding]) -> Holders {
    let Some(known) = Matrix::builtin().responsibility(responsibility) else { return Holders::default() };
    let accountable = current.iter().find(|holding| known.is_answered_for_by(&holding.role));
    let responsible = current.iter().find(|holding| known.is_done_by(&holding.role)).or(accountable);
    Holders { responsible: responsible.cloned(), accountable: accountable.cloned() }
}

/// Whether nobody holds a role that does it, or nobody the role that answers for it.
#[must_use]
pub fn is_gap(responsibility: &Responsibility, is_held: impl Fn(&str) -> bool) -> bool {
    let done = responsibility.roles(Share::is_responsible).any(&is_held);
    let answered_for = responsibility.roles(Share::is_accountable).any(&is_held);
    !(done && answered_for)
}

/// The instant that a caller means by `as_of`: itself, or the end of a day at the registry; of the present day, now.
/// `None` where it is neither an instant nor a date.
#[must_use]
pub fn instant_of(as_of: &str, now: Instant, today: NaiveDate) -> Option<Instant> {
    if let Ok(at) = DateTime::parse_from_rfc3339(as_of) {
        return Some(Instant::at(at.to_utc()));
    }
    // Written as YYYY-MM-DD and not otherwise, which chrono alone would let pass.
    let date = NaiveDate::parse_from_str(as_of, "%Y-%m-%d").ok().filter(|date| date.to_string() == as_of)?;
    if date == today {
        return Some(now);
    }
    let next = date.succ_opt()?.and_time(NaiveTime::MIN).and_local_timezone(REGISTRY_ZONE).earliest()?;
    Some(Instant::at(next.to_utc().checked_sub_signed(TimeDelta::microseconds(1))?))
}

/// The role on a case of a litigator who opens it, by the kind of their organisation.
#[must_use]
pub fn default_role(organization_kind: &str) -> &'static str {
    match organization_kind {
        "immigration_department" => "LIT",
        "enforcement_agency" => "CLU",
        "tribunal" => "IRB",
        _ => "JCO",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::model::OrganizationKind;

    fn holding(role: &str) -> Holding {
        Holding { user_id: UserId::generate(), role: role.to_owned() }
    }

    #[test]
    fn the_first_who_does_it_is_responsible_and_the_one_role_answers_for_it() {
        let (counsel, paralegal, other) = (holding("JCO"), holding("JPL"), holding("JPL"));
        let current = [counsel.clone(), paralegal.clone(), other];
        // R05: JCO is accountable, JPL responsible.
        let found = holders("R05", &current);
        assert_eq!(found, Holders { responsible: Some(paralegal), accountable: Some(counsel) });
    }

    #[test]
    fn what_nobody_does_falls_to_who_answers_for_it_and_is_a_gap_all_the_same() {
        let counsel = holding("JCO");
        let found = holders("R05", std::slice::from_ref(&counsel));
        assert_eq!(found, Holders { responsible: Some(counsel.clone()), accountable: Some(counsel.clone()) });
        let known = Matrix::builtin().responsibility("R05").unwrap();
        assert!(is_gap(known, |role| role == "JCO"));
        assert!(is_gap(known, |role| role == "JPL"));
        assert!(!is_gap(known, |role| ["JCO", "JPL"].contains(&role)));
    }

    #[test]
    fn one_role_can_do_it_and_answer_for_it() {
        let registry = holding("IRB");
        let known = Matrix::builtin().responsibility("R18").unwrap();
        assert!(!is_gap(known, |role| role == "IRB"));
        assert_eq!(holders("R18", std::slice::from_ref(&registry)).responsible, Some(registry));
    }

    #[test]
    fn nobody_holds_what_is_unknown_or_unassigned() {
        assert_eq!(holders("R99", &[holding("JCO")]), Holders::default());
        assert_eq!(holders("R05", &[]), Holders::default());
    }

    #[test]
    fn whoever_opens_a_case_can_hold_the_role_that_this_gives() {
        for kind in OrganizationKind::ALL {
            let role = Matrix::builtin().role(default_role(kind.code())).unwrap();
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
