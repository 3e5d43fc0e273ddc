//! The properties that hold for every rule and every day, which no example can show.

use super::super::*;
use super::day;
use crate::chronology;
use crate::law::calendars::Calendars;
use crate::law::proceedings::{Catalog, RollTo, RuleFact, RuleFactKind, RuleVersion};
use crate::text::Text;
use chrono::{Days, FixedOffset, NaiveDate};
use proptest::prelude::*;
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..36_500).prop_map(|days| day("1999-01-01").checked_add_days(Days::new(days)).unwrap())
}

fn any_rule() -> impl Strategy<Value = &'static str> {
    let codes: Vec<&str> = Catalog::builtin().rules().iter().map(|rule| rule.code.as_str()).collect();
    proptest::sample::select(codes)
}

/// The facts that a rule needs, for a trigger on this day.
fn facts_for(rule: &str, on: NaiveDate) -> EventFacts {
    let value = |fact: &RuleFact| match fact.kind {
        RuleFactKind::Date => json!(on),
        RuleFactKind::Code => json!(fact.values[0].code),
        RuleFactKind::Boolean => json!(true),
        RuleFactKind::Days => json!(9),
        RuleFactKind::Dates | RuleFactKind::Spans => json!([]),
    };
    let rule = Catalog::builtin().rule(rule).unwrap();
    rule.facts.iter().filter(|fact| fact.required).map(|fact| (fact.code.clone(), value(fact))).collect()
}

/// A computation for a trigger at an hour of a day: rules that count days take one, too.
fn at_hour<'a>(rule: &'a str, on: NaiveDate, hour: u32, facts: &'a EventFacts) -> Computation<'a> {
    let trigger = Trigger::AtLocal(on.and_hms_opt(hour, 0, 0).unwrap());
    Computation { trigger, ..Computation::on(rule, on, facts, on) }
}

/// What the law says; nothing where it has no answer for the day, and any other refusal is a fault.
/// Properties assume that there is an answer: another case is then drawn for each that has none,
/// and a property fails where it finds 256 cases among 1,280 no more.
fn computed(law: Law<'_>, request: &Computation<'_>) -> Option<Computed> {
    match compute(law, request) {
        Ok(computed) => Some(computed),
        Err(
            ComputeError::BeforeFirstVersion { .. }
            | ComputeError::NotInForce { .. }
            | ComputeError::NotReached { .. }
            | ComputeError::OutsideCalendar(_),
        ) => None,
        Err(fault) => panic!("{}: {fault}", request.rule),
    }
}

/// The version of a rule that was computed by.
fn version_of(rule: &str, computed: &Computed) -> &'static RuleVersion {
    let versions = &Catalog::builtin().rule(rule).unwrap().versions;
    versions.iter().find(|version| version.version == computed.rule_version).unwrap()
}

/// An end that moves into the recess of a court on the weekend before it may move out of it: every
/// rule that counts by the days of the Federal Courts says so.
#[test]
fn an_end_that_moves_into_the_recess_names_the_day_after_it() {
    let law = Law::current();
    let calendar = law.calendars.get("ca-fc").unwrap();
    let seasonal = calendar.recess("seasonal").unwrap();
    let within = |date: NaiveDate| calendar.in_recess(date, seasonal).unwrap();
    let mut named = Vec::new();
    for rule in law.catalog.rules() {
        let Some(version) = rule.current() else { continue };
        let is_forward =
            version.count.as_ref().is_some_and(|count| !count.before && !count.bar && count.hours.is_none());
        let method = version.method.as_deref().and_then(|method| law.catalog.method(method));
        if !is_forward
            || !method
                .is_some_and(|method| method.calendar.as_deref() == Some("ca-fc") && method.roll.is_some())
        {
            continue;
        }
        for on in day("2026-04-20").iter_days().take(245) {
            let facts = facts_for(&rule.code, on);
            let Some(found) = computed(law, &Computation::on(&rule.code, on, &facts, on)) else { continue };
            let (Some(nominal), Some(due)) = (found.nominal_on, found.due_on) else { continue };
            if within(nominal) || !within(due) {
                continue;
            }
            assert!(
                found.arguable_latest_on >= Some(day("2027-01-08")),
                "{} from {on}: {found:?}",
                rule.code
            );
            let names_it =
                |reading: &Reading| reading.code == "ends_past_recess" && reading.date == day("2027-01-08");
            assert!(found.explanation.readings.iter().any(names_it), "{} from {on}: {found:?}", rule.code);
            named.push(&rule.code);
        }
    }
    named.dedup();
    // Of fewer than seven days only working days are counted: none of those ends on a weekend.
    assert!(named.len() >= 50, "{named:?}");
}

/// What properties draw from holds every rule: none is left out for want of its facts.
#[test]
fn every_rule_has_an_answer_for_a_day_of_today() {
    // After the day on which the last of the rules came into force.
    let on = day("2026-04-20");
    for rule in Catalog::builtin().rules() {
        let facts = facts_for(&rule.code, on);
        let answer = compute(Law::current(), &at_hour(&rule.code, on, 12, &facts));
        assert!(answer.is_ok(), "{}: {}", rule.code, answer.unwrap_err());
    }
}

/// An earlier period that crosses the recess: the days left out belong to it, and not to the one
/// that follows.
#[test]
fn the_recess_of_an_earlier_period_is_told_before_its_end() {
    let on = day("2019-11-21");
    let facts = facts_for("FCR-343(3)", on);
    let computed = compute(Law::current(), &Computation::on("FCR-343(3)", on, &facts, on)).unwrap();
    let codes: Vec<&str> = computed.explanation.steps.iter().map(|step| step.code.as_str()).collect();
    assert_eq!(codes, ["trigger", "not_counted", "count", "period", "count", "roll"]);
    assert_eq!(replayed(&computed.explanation.steps, false, false), computed.due_on);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn one_instant_is_one_date_however_it_is_written(
        rule in any_rule(),
        on in any_day(),
        minute in 0_u32..24 * 60,
        quarters in -56_i32..=56,
        office in proptest::option::of(proptest::sample::select(vec!["VANCOUVER", "EDMONTON", "HALIFAX", "QC"])),
    ) {
        let facts = facts_for(rule, on);
        let at = on.and_hms_opt(minute / 60, minute % 60, 0).unwrap().and_utc().fixed_offset();
        let asked = |at| {
            let computation = Computation::on(rule, on, &facts, on);
            let office = office.map(OfficeChoice::OfCase);
            let found = computed(Law::current(), &Computation { trigger: Trigger::At(at), office, ..computation });
            // With the offset of the hour; how the answer was reached differs by the step that says what was converted.
            found.map(|found| (found.due_at.map(|at| at.to_rfc3339()), Computed { explanation: Explanation::default(), ..found }))
        };
        let written = at.with_timezone(&FixedOffset::east_opt(quarters * 15 * 60).unwrap());
        prop_assert_eq!(asked(at), asked(written));
    }

    #[test]
    fn every_answer_keeps_the_promises(rule in any_rule(), on in any_day(), hour in 0_u32..24) {
        let (law, catalog) = (Law::current(), Catalog::builtin());
        let facts = facts_for(rule, on);
        let request = at_hour(rule, on, hour, &facts);
        let answer = computed(law, &request);
        prop_assume!(answer.is_some());
        let computed = answer.unwrap();
        prop_assert_eq!(&computed, &compute(law, &request).unwrap());
        if let Some(due) = computed.due_on {
            prop_assert!(computed.safe_on.is_none_or(|safe| safe < due));
            prop_assert!(computed.arguable_latest_on.is_none_or(|latest| latest > due));
            prop_assert!(computed.not_before_on.is_none_or(|opens| opens <= due));
            if !computed.no_fixed_date {
                prop_assert_eq!(computed.explanation.steps.last().unwrap().date, Some(due));
            }
            let method = version_of(rule, &computed).method.as_deref().and_then(|code| catalog.method(code)).unwrap();
            if let (Some(_), Some(code)) = (&method.roll, &method.calendar) {
                prop_assert!(Calendars::builtin().get(code).unwrap().is_working(due).unwrap());
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
        let calendar = Calendars::builtin().get("ca-fc").unwrap();
        let holiday = [on.checked_add_days(Days::new(ahead)).unwrap()];
        let without = period::DaysOff { calendar: Some(calendar), recesses: &[0], reading: None, local: &[], suspended: &[] };
        let with = period::DaysOff { local: &holiday, ..without };
        let end = |days_off: period::DaysOff<'_>| {
            let nominal = days_off.count(on, days, period::CountDirection::Forward, days < 7, None).unwrap();
            days_off.rolled(nominal, RollTo::NextWorkingDay).unwrap()
        };
        prop_assert!(end(with) >= end(without));
    }

    #[test]
    fn spans_count_the_same_whether_they_are_merged_or_not(on in any_day(), days in 1_u32..60, spans in proptest::collection::vec((0_u64..200, 0_u64..30), 0..40)) {
        prop_assume!(on < day("2095-01-01"));
        let spans: Vec<_> = spans.into_iter().map(|(from, length)| {
            let from = chronology::days_after(chronology::days_before(on, 50), from);
            (from, chronology::days_after(from, length))
        }).collect();
        let merged = period::merged(spans.clone());
        prop_assert!(merged.windows(2).all(|pair| pair[0].1.succ_opt().unwrap() < pair[1].0));
        let days_off = period::DaysOff { calendar: None, recesses: &[], reading: None, local: &[], suspended: &merged };
        let counted = days_off.count(on, days, period::CountDirection::Forward, false, None).unwrap();
        let free = |day: &NaiveDate| !spans.iter().any(|(from, to)| from <= day && day <= to);
        prop_assert_eq!(counted, on.iter_days().skip(1).filter(free).nth(usize::try_from(days).unwrap() - 1).unwrap());
    }

    #[test]
    fn the_steps_of_an_explanation_lead_to_the_date(rule in any_rule(), on in any_day(), hour in 0_u32..24) {
        let facts = facts_for(rule, on);
        let answer = computed(Law::current(), &at_hour(rule, on, hour, &facts));
        prop_assume!(answer.is_some());
        let computed = answer.unwrap();
        let count = version_of(rule, &computed).count.as_ref().filter(|count| count.hours.is_none() && count.months.is_none());
        prop_assume!(count.is_some());
        let count = count.unwrap();
        let last = if count.bar { computed.nominal_on } else { computed.due_on };
        prop_assert_eq!(replayed(&computed.explanation.steps, count.before, count.clear), last, "{:#?}", computed);
    }

    #[test]
    fn a_new_holiday_never_makes_a_forward_date_earlier(rule in any_rule(), holiday in a_new_holiday(), back in 0_u64..80) {
        let on = holiday.checked_sub_days(Days::new(back)).unwrap();
        let amended = with_holiday(holiday);
        let facts = facts_for(rule, on);
        let request = at_hour(rule, on, 12, &facts);
        let law = Law::current();
        let answers = computed(law, &request).zip(computed(Law { calendars: &amended, ..law }, &request));
        prop_assume!(answers.is_some());
        let (before, after) = answers.unwrap();
        let version = version_of(rule, &before);
        if version.count.as_ref().is_some_and(|count| count.before) {
            // Counting back it never makes a date later, where the last day moves back; the Board's
            // literal rule moves forward.
            let roll = version.method.as_deref().and_then(|code| Catalog::builtin().method(code)).and_then(|method| method.roll.as_ref());
            if roll.is_some_and(|roll| roll.to == RollTo::WorkingDayBefore) {
                prop_assert!(after.due_on <= before.due_on, "{:?} {:?}", before.due_on, after.due_on);
            }
        } else {
            prop_assert!(after.due_on >= before.due_on && after.effective_on >= before.effective_on);
        }
        prop_assert!(after.safe_on.is_none_or(|safe| Some(safe) < after.due_on));
    }

    #[test]
    fn the_law_of_an_earlier_day_never_holds_a_later_rule(rule in any_rule(), on in any_day(), as_of in any_day()) {
        let facts = facts_for(rule, on);
        let request = Computation { as_of: Some(as_of), ..at_hour(rule, on, 12, &facts) };
        let answer = computed(Law::current(), &request);
        prop_assume!(answer.is_some());
        let version = version_of(rule, &answer.unwrap());
        prop_assert!(version.enacted_on.unwrap_or(version.in_force_from) <= as_of);
    }
}

/// One of a few days that no calendar holds as a holiday: in every season, and on every day of a
/// working week.
fn a_new_holiday() -> impl Strategy<Value = NaiveDate> {
    prop::sample::select(
        ["2024-02-06", "2024-06-12", "2025-01-16", "2025-08-15", "2025-12-29", "2026-03-09"]
            .map(day)
            .to_vec(),
    )
}

/// The built-in calendars with one more holiday in the one that all others include. Each is made
/// once.
fn with_holiday(holiday: NaiveDate) -> std::sync::Arc<Calendars> {
    static MADE: Mutex<BTreeMap<NaiveDate, std::sync::Arc<Calendars>>> = Mutex::new(BTreeMap::new());
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    let make = || {
        let text = format!(
            "amends = \"ca-federal\"\n[[holidays]]\ncode = \"one_more\"\nname = {{ en = \"One more\", fr = \"Un de plus\" }}\n\
             on = {{ date = {holiday} }}\ncitation = {{ en = \"Proclamation\", fr = \"Proclamation\" }}\n"
        );
        std::sync::Arc::new(Calendars::load_beside_builtin(&[("one-more.toml", text.as_str())]).unwrap())
    };
    made.entry(holiday).or_insert_with(make).clone()
}

/// The date to which the steps lead, from their own days and dates alone: the reader's check.
fn replayed(steps: &[Step], back: bool, clear: bool) -> Option<NaiveDate> {
    let (mut at, mut days, mut skipped) = (None, 0_i64, 0_i64);
    for step in steps {
        match step.code.as_str() {
            // An earlier period is counted on its own: the later one begins at its end.
            "trigger" | "received" | "later_of" => at = step.date,
            "period" => days = i64::from(step.days.unwrap_or(0)),
            "not_counted" => skipped += i64::from(step.days.unwrap_or(0)),
            "count" if days == 0 => (at, skipped) = (step.date, 0),
            "count" => {
                let span = days + skipped + i64::from(clear);
                let counted =
                    at?.checked_add_signed(chrono::TimeDelta::days(if back { -span } else { span }));
                if counted != step.date {
                    return None;
                }
                at = counted;
            }
            "roll" | "position" => {
                // A day off moves to the nearest working day, so never by more than a long weekend
                // and a recess.
                let moved = step.date?.signed_duration_since(at?).num_days().abs();
                if !(1..=12).contains(&moved) {
                    return None;
                }
                at = step.date;
            }
            _ => {}
        }
    }
    at
}
