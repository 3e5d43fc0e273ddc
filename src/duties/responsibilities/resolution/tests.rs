//! The tests of who holds what, from assignments that hold.

use super::*;
use crate::access::portfolio::FileLanguage;
use crate::ids::OrganizationId;
use chrono::{DateTime, Utc};

fn at(day: u32) -> Instant {
    Instant::at(format!("2026-03-{day:02}T12:00:00Z").parse::<DateTime<Utc>>().unwrap())
}

fn case() -> CaseTraits {
    let traits = Traits {
        organization_id: OrganizationId::generate(),
        proceeding: "ALJR".to_owned(),
        office_region: None,
        office: Some("Toronto".to_owned()),
        language: FileLanguage::En,
    };
    CaseTraits { id: CaseId::generate(), traits, stage: "commenced".to_owned() }
}

fn tenure(case: &CaseTraits, role: &str, day: u32) -> Tenure {
    Tenure {
        id: AssignmentId::generate(),
        scope: AssignmentScope::Case(case.id),
        role: role.to_owned(),
        user_id: Some(UserId::generate()),
        group_id: None,
        from: at(day),
        until: None,
        delegates: None,
        recorded_at: at(day),
    }
}

fn portfolio(case: &CaseTraits, proceeding: Option<&str>, office: Option<&str>) -> AssignmentScope {
    AssignmentScope::Portfolio(Portfolio {
        organization_id: case.traits.organization_id,
        proceeding: proceeding.map(str::to_owned),
        office: office.map(str::to_owned),
        region: None,
        language: None,
    })
}

fn users(holdings: &[Holding]) -> Vec<Option<UserId>> {
    holdings.iter().map(|holding| holding.user_id).collect()
}

#[test]
fn the_first_who_does_it_is_responsible_and_the_one_role_answers_for_it() {
    let case = case();
    let tenures = [tenure(&case, "JCO", 3), tenure(&case, "JPL", 1), tenure(&case, "JPL", 2)];
    let held = holdings(&case, &tenures, |_| false);
    // R05: JCO is accountable, JPL responsible.
    let found = holders(Matrix::builtin(), "R05", &held);
    assert_eq!(found.accountable.unwrap().user_id, tenures[0].user_id);
    assert_eq!(found.responsible.unwrap().user_id, tenures[1].user_id);
}

#[test]
fn what_nobody_does_falls_to_who_answers_for_it_and_is_a_gap_all_the_same() {
    let case = case();
    let tenures = [tenure(&case, "JCO", 1)];
    let held = holdings(&case, &tenures, |_| false);
    let found = holders(Matrix::builtin(), "R05", &held);
    assert_eq!(found.responsible, found.accountable);
    let known = Matrix::builtin().responsibility("R05").unwrap();
    assert!(is_gap(known, |role| role == "JCO") && is_gap(known, |role| role == "JPL"));
    assert!(!is_gap(known, |role| ["JCO", "JPL"].contains(&role)));
    let alone = Matrix::builtin().responsibility("R18").unwrap();
    assert!(!is_gap(alone, |role| role == "IRB"), "one role can do it and answer for it");
}

#[test]
fn nobody_holds_what_is_unknown_or_unassigned() {
    let case = case();
    let held = holdings(&case, &[tenure(&case, "JCO", 1)], |_| false);
    assert_eq!(holders(Matrix::builtin(), "R99", &held), Holders::default());
    assert_eq!(holders(Matrix::builtin(), "R05", &[]), Holders::default());
}

#[test]
fn the_case_comes_before_a_portfolio_and_a_narrow_portfolio_before_a_wide_one() {
    let case = case();
    let wide = Tenure { scope: portfolio(&case, None, None), ..tenure(&case, "JCO", 1) };
    let narrow = Tenure { scope: portfolio(&case, Some("ALJR"), Some("Toronto")), ..tenure(&case, "JCO", 2) };
    let elsewhere = Tenure { scope: portfolio(&case, Some("RAD"), None), ..tenure(&case, "JCO", 1) };
    let other_role = Tenure { scope: portfolio(&case, None, None), ..tenure(&case, "JPL", 4) };
    let all = [wide.clone(), narrow.clone(), elsewhere, other_role.clone()];
    let held = holdings(&case, &all, |_| false);
    assert_eq!(users(&held), [narrow.user_id, other_role.user_id]);
    assert!(held.iter().all(|holding| holding.via == Via::Portfolio));
    let direct = tenure(&case, "JCO", 9);
    let held = holdings(&case, &[wide, narrow, direct.clone()], |_| false);
    assert_eq!(users(&held), [direct.user_id]);
}

#[test]
fn a_delegate_acts_for_the_holder() {
    let case = case();
    let counsel = tenure(&case, "JCO", 1);
    let acting = Tenure { delegates: Some(counsel.id), ..tenure(&case, "JCO", 2) };
    let held = holdings(&case, &[counsel.clone(), acting.clone()], |_| false);
    assert_eq!(users(&held), [acting.user_id]);
    assert_eq!((held[0].via, held[0].acting_for), (Via::Delegation, counsel.user_id));
    let second = Tenure { delegates: Some(acting.id), ..tenure(&case, "JCO", 3) };
    let chain = [counsel.clone(), acting.clone(), second.clone()];
    let held = holdings(&case, &chain, |_| false);
    assert_eq!((users(&held), held[0].acting_for), (vec![second.user_id], counsel.user_id));
    let delegate = acting.user_id.unwrap();
    let held = holdings(&case, &[counsel.clone(), acting], |user| user == delegate);
    assert_eq!(users(&held), [counsel.user_id], "a wall around the delegate gives it back");
}

#[test]
fn whoever_is_kept_from_the_case_holds_nothing_on_it() {
    let case = case();
    let counsel = tenure(&case, "JCO", 1);
    assert!(holdings(&case, std::slice::from_ref(&counsel), |user| Some(user) == counsel.user_id).is_empty());
    let other = tenure(&CaseTraits { id: CaseId::generate(), ..case.clone() }, "JCO", 1);
    assert!(holdings(&case, &[other], |_| false).is_empty(), "another case");
}
