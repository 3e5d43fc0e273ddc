//! What holds for every rule and every day, which no example can show.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;
use serde_json::json;

use super::super::*;
use super::day;
use crate::proceedings::{Catalog, RollTo};
use crate::text::Text;

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..36_500).prop_map(|days| day("1999-01-01").checked_add_days(Days::new(days)).unwrap())
}

fn any_rule() -> impl Strategy<Value = &'static str> {
    let codes: Vec<&str> = Catalog::builtin().rules().iter().map(|rule| rule.code.as_str()).collect();
    proptest::sample::select(codes)
}

fn facts_for(rule: &str) -> Facts {
    let rule = Catalog::builtin().rule(rule).unwrap();
    rule.facts.iter().filter(|fact| fact.required).map(|fact| (fact.code.clone(), json!(9))).collect()
}

proptest! {
    #[test]
    fn every_answer_keeps_the_promises(rule in any_rule(), on in any_day(), hour in 0_u32..24) {
        let (law, catalog) = (Law::current(), Catalog::builtin());
        let facts = facts_for(rule);
        let mut request = Computation::on(rule, on, &facts, on);
        request.trigger = Trigger::AtLocal(on.and_hms_opt(hour, 0, 0).unwrap());
        let Ok(computed) = compute(law, &request) else { return Ok(()) };
        prop_assert_eq!(&computed, &compute(law, &request).unwrap());
        if let Some(due) = computed.due_on {
            prop_assert!(computed.safe_on.is_none_or(|safe| safe < due));
            prop_assert!(computed.arguable_latest_on.is_none_or(|latest| latest > due));
            prop_assert!(computed.not_before_on.is_none_or(|opens| opens <= due));
            if !computed.no_fixed_date {
                prop_assert_eq!(computed.explanation.steps.last().unwrap().date, Some(due));
            }
            let version = catalog.rule(rule).unwrap().versions.iter().find(|v| v.version == computed.rule_version).unwrap();
            let method = version.method.as_deref().and_then(|code| catalog.method(code)).unwrap();
            if let (Some(_), Some(code)) = (&method.roll, &method.calendar) {
                prop_assert!(crate::calendars::Calendars::builtin().get(code).unwrap().is_working(due).unwrap());
            }
        }
        for reading in &computed.explanation.readings {
            let bounds = [computed.safe_on, computed.arguable_latest_on, computed.due_on];
            let known: Vec<NaiveDate> = bounds.into_iter().flatten().collect();
            prop_assert!(known.iter().min().unwrap() <= &reading.date && &reading.date <= known.iter().max().unwrap());
        }
        for step in &computed.explanation.steps {
            prop_assert!(step.text.is_complete() && step.citation.as_ref().is_some_and(Text::is_complete));
        }
    }

    #[test]
    fn one_more_holiday_never_makes_a_forward_date_earlier(on in any_day(), days in 1_u32..60, ahead in 0_u64..70) {
        let calendar = crate::calendars::Calendars::builtin().get("ca-fc").unwrap();
        let holiday = [on.checked_add_days(Days::new(ahead)).unwrap()];
        let without = period::DaysOff { calendar: Some(calendar), recesses: &[0], reading: None, local: &[], suspended: &[] };
        let with = period::DaysOff { local: &holiday, ..without };
        let end = |days_off: period::DaysOff<'_>| {
            let nominal = days_off.count(on, days, period::Direction::Forward, days < 7, None).unwrap();
            days_off.rolled(nominal, RollTo::NextWorkingDay).unwrap()
        };
        prop_assert!(end(with) >= end(without));
    }
}
