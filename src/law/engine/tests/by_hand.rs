//! One date for every rule of the catalog, worked by hand from its text.
//!
//! Each entry is a request, the date that is due, the safe date and the latest that can be argued,
//! the last two empty where they are absent. The column of the due date holds also:
//! - for a rule that says when something counts as received, served or filed, the effective day;
//! - for a limit with an hour, the local clock, such as `2026-11-02T12:00`;
//! - for a window, its two ends, `2025-11-01..2025-12-31`; for a bar, its one, `2026-04-09..`;
//! - for a rule without a fixed date, `none`, or its target if it has one.
//!
//! "n-m" in a comment is a run of days, "= k" the count that it brings. IA is the Interpretation
//! Act.

mod board;
mod courts_above;
mod courts_practice;
mod departments;
mod divisions;
mod evidence_and_access;
mod federal_court;

/// request, due, safe, arguable latest ("" where it is absent).
type Entry = (serde_json::Value, &'static str, &'static str, &'static str);

fn table() -> Vec<Entry> {
    [
        federal_court::leave(),
        federal_court::time(),
        federal_court::motions(),
        federal_court::review(),
        courts_above::appeal_court(),
        courts_above::supreme_court(),
        board::refugee_divisions(),
        board::appeal_division(),
        board::immigration_division(),
        departments::removal(),
        departments::after_decisions(),
        departments::citizenship(),
        divisions::refugee_protection(),
        divisions::appeals(),
        divisions::immigration(),
        courts_practice::federal_courts(),
        courts_practice::supreme_court(),
        evidence_and_access::evidence_and_access(),
        evidence_and_access::departments(),
    ]
    .concat()
}

/// The answer, as the table writes it.
fn told(computed: &super::super::Computed) -> (String, String, String) {
    let day = |date: Option<chrono::NaiveDate>| date.map(|date| date.to_string()).unwrap_or_default();
    let due = match (computed.due_at, computed.effective_on, computed.due_on, computed.not_before_on) {
        (Some(at), ..) => at.naive_local().format("%Y-%m-%dT%H:%M").to_string(),
        (None, _, Some(due), Some(opens)) => format!("{opens}..{due}"),
        (None, _, Some(due), None) => due.to_string(),
        (None, _, None, Some(opens)) => format!("{opens}.."),
        (None, Some(effective), None, None) => effective.to_string(),
        (None, None, None, _) => "none".to_owned(),
    };
    (due, day(computed.safe_on), day(computed.arguable_latest_on))
}

#[test]
fn every_date_of_the_table_comes_out() {
    let mut wrong = Vec::new();
    for (request, due, safe, latest) in table() {
        let found = told(&super::answer(&request));
        let worked = (due.to_owned(), safe.to_owned(), latest.to_owned());
        if found != worked {
            wrong.push(format!("{request}: worked {worked:?}, computed {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_rule_is_without_a_date_worked_by_hand() {
    let worked: std::collections::BTreeSet<String> =
        table().into_iter().map(|(request, ..)| request["rule"].as_str().unwrap().to_owned()).collect();
    let rules = crate::law::proceedings::Catalog::builtin().rules().iter();
    let missing: Vec<_> = rules.map(|rule| &rule.code).filter(|code| !worked.contains(*code)).collect();
    assert!(missing.is_empty(), "work a date by hand for {missing:?}");
}

#[test]
fn a_reading_cites_the_rules_of_the_division_before_which_it_is() {
    for (rule, on, en, fr) in [
        ("RPD-DISCLOSE-REPLY", "2026-06-11", "RPD Rules 41(3)", "RSPR, par. 41(3)"),
        ("IAD-DISCLOSE-REPLY", "2026-06-08", "IADR 41", "RSAI, règle 41"),
        ("IAD-SPONSOR", "2026-03-05", "IADR 1 “working day”", "RSAI, règle 1 « jour ouvrable »"),
        ("RAD-REPLY", "2026-03-20", "RADR 1 “working day”", "RSAR, règle 1 « jour ouvrable »"),
        ("RADR-61(3)", "2026-06-26", "RADR 35(3)", "RSAR, par. 35(3)"),
        ("IDR-47(4)", "2026-06-23", "Interpretation Act, s. 26", "Loi d'interprétation, art. 26"),
    ] {
        let computed = super::answer(&serde_json::json!({"rule": rule, "trigger_on": on}));
        let cited: Vec<_> = computed.explanation.readings.iter().map(|reading| &reading.citation).collect();
        assert_eq!(cited, [&crate::text::Text::new(en, fr)], "{rule}");
    }
}

#[test]
fn a_day_on_which_the_board_is_closed_cites_the_rules_of_all_its_divisions() {
    let computed = super::answer(&serde_json::json!({"rule": "ID-30D", "trigger_on": "2026-03-05"}));
    let citation = &computed.explanation.readings.first().unwrap().citation;
    assert_eq!(citation.en, "RPD, RAD and IAD Rules, r. 1 “working day”; ID Rules, r. 31(2)");
}

#[test]
fn at_least_a_number_of_days_leaves_out_both_days() {
    for (rule, on) in
        [("PRRA-NODECISION", "2026-03-02"), ("RADR-25(5)", "2026-06-08"), ("IADR-61", "2026-06-01")]
    {
        let computed = super::answer(&serde_json::json!({"rule": rule, "trigger_on": on}));
        let cited: Vec<_> = computed
            .explanation
            .steps
            .iter()
            .filter_map(|step| step.citation.as_ref())
            .map(|one| &one.en)
            .collect();
        assert!(cited.iter().any(|one| one.contains("s. 27(1)")), "{rule}: {cited:?}");
        assert!(!cited.iter().any(|one| one.contains("27(2)")), "{rule}: {cited:?}");
    }
}
