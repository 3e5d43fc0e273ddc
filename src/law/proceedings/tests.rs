//! The built-in catalog, and what the loader says of files that are wrong.

use super::*;

mod graphs;

#[test]
fn the_builtin_catalog_is_consistent_and_complete() {
    let catalog = Catalog::builtin();
    let listed: Vec<serde_json::Value> = serde_json::from_str(EXAMPLES).unwrap();
    for example in listed {
        let code = example["request"]["rule"].as_str().unwrap();
        assert!(catalog.rule(code).is_some(), "{code}");
    }
    assert!(catalog.rules().len() >= 82);
    assert!(catalog.proceeding("ALJR").is_some());
}

const EXAMPLES: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/examples.json"));

fn proceeding() -> &'static Proceeding {
    Catalog::builtin().proceeding("ALJR").unwrap()
}

/// The stage after an event, by the rule that the docket follows.
fn after<'a>(stage: &'a str, event: &str, facts: &[(&str, serde_json::Value)]) -> &'a str {
    let event = proceeding().event(event).unwrap();
    assert!(event.may_be_recorded_in(stage), "{} in {stage}", event.code);
    let fits =
        |condition: &FactCondition| facts.contains(&(condition.fact.as_str(), condition.equals.clone()));
    event
        .moves
        .iter()
        .find(|step| {
            (step.from.is_empty() || step.from.iter().any(|from| from == stage)) && step.when.iter().all(fits)
        })
        .map_or(stage, |step| proceeding().stage(&step.to).map_or(stage, |found| found.code.as_str()))
}

/// Rules that no docket starts: they say when something counts as received, or are asked for by
/// hand.
const ASKED_FOR: [&str; 96] = [
    "ALJR-NOTICE",
    "ATIA-27(1)",
    "ATIA-28(1)(a)",
    "ATIA-28(1)(b)",
    "ATIA-31",
    "ATIA-41(1)",
    "ATIA-41(2)",
    "ATIA-41(3)",
    "ATIA-41(6)",
    "ATIA-44(1)",
    "ATIA-7",
    "ATIA-9(1)",
    "CEA-37(4)",
    "CEA-37.1(2)(b)",
    "CEA-38.02(1.1)",
    "CEA-38.03(3)",
    "CEA-38.09(2)(b)",
    "CEA-38.1(a)",
    "CEA-38.131(7)",
    "CEA-38.23(2)",
    "CEA-38.28(2)",
    "CEA-38.29(a)",
    "CIT-14(1)",
    "CLPA-32",
    "COSTS",
    "FCA-39(2)",
    "FCCIRPR-4.1",
    "FCR-143",
    "FCR-203(1)",
    "FCR-204(1)(a)",
    "FCR-204(1)(b)",
    "FCR-205",
    "FCR-206",
    "FCR-343(4)",
    "FCR-346(3)(b)",
    "FCR-348(1)",
    "FCR-354",
    "FCR-355",
    "FCR-374(1)",
    "FCR-420(3)(a)",
    "FCR-7-CONSENT",
    "FCR-71.1",
    "FCR-GENERIC",
    "IAD-MAIL",
    "IADR-11(1)",
    "IADR-19",
    "IADR-53(2)",
    "IADR-7(3)(b)",
    "IADR-88(2)",
    "IADR-93(5)",
    "ID-DFN",
    "ID-MAIL",
    "IDR-16(2)",
    "IDR-17(1)",
    "IDR-45(4)",
    "IDR-46(4)",
    "IRPA-49(2)",
    "IRPA-82(4)",
    "IRPA-82.2(2)",
    "IRPR-172(3)",
    "IRPR-182(1)",
    "IRPR-225(1)",
    "IRPR-225(3)",
    "IRPR-253(2)",
    "IRPR-254(1)",
    "IRPR-255(1)",
    "IRPR-258(2)",
    "IRPR-9.3",
    "PA-14",
    "PA-15",
    "PA-41",
    "PRRA-MAIL",
    "RAD-MAIL",
    "RADR-19(3)",
    "RADR-22(3)",
    "RADR-45(12)",
    "RADR-45(3)",
    "RADR-46(19)",
    "RADR-46(7)",
    "RADR-49(1)",
    "RADR-59",
    "RADR-66(3)",
    "RPDR-15(1)",
    "RPDR-17(2)",
    "RPDR-19",
    "RPDR-4(2)",
    "RPDR-53(3)",
    "RPDR-56(4)",
    "RPDR-62(1)",
    "RPDR-63(1)",
    "SCC-19",
    "SCC-20",
    "SCC-20(8)",
    "SCC-35(2)",
    "SCC-35(3)",
    "SCC-37(2)(b)",
];

#[test]
fn every_time_limit_is_on_the_docket_of_some_proceeding() {
    let catalog = Catalog::builtin();
    let deadlines = || catalog.proceedings().iter().flat_map(|proceeding| &proceeding.deadlines);
    let wired: Vec<&str> = deadlines().map(|deadline| deadline.rule.as_str()).collect();
    let mut idle: Vec<&str> =
        catalog.rules().iter().map(|rule| rule.code.as_str()).filter(|code| !wired.contains(code)).collect();
    idle.sort_unstable();
    assert_eq!(idle, ASKED_FOR);
}

#[test]
fn an_application_goes_from_filing_to_judgment() {
    let mut stage = "anticipated";
    for (event, expected) in [
        ("application_filed", "commenced"),
        ("application_served", "commenced"),
        ("notice_of_appearance_filed", "appearance_filed"),
        ("reasons_requested", "awaiting_reasons"),
        ("reasons_received", "awaiting_perfection"),
        ("applicant_record_filed", "perfected"),
        ("respondent_memorandum_filed", "reply_due"),
        ("reply_filed", "ripe_for_leave"),
        ("leave_granted", "leave_granted"),
        ("tribunal_record_received", "further_steps"),
        ("hearing_scheduled", "hearing_scheduled"),
        ("tribunal_record_received", "hearing_scheduled"),
        ("hearing_held", "heard"),
        ("judgment_reserved", "reserved"),
    ] {
        stage = after(stage, event, &[]);
        assert_eq!(stage, expected, "{event}");
    }
    let outcome = |outcome: &str, certified: bool| {
        after(
            "reserved",
            "judgment_delivered",
            &[("outcome", outcome.into()), ("question_certified", certified.into())],
        )
    };
    assert_eq!(outcome("dismissed", false), "dismissed");
    assert_eq!(outcome("dismissed", true), "question_certified");
    assert_eq!(outcome("allowed", false), "allowed");
    assert_eq!(outcome("allowed_in_part", false), "allowed");
}

#[test]
fn steps_left_out_block_nothing() {
    assert_eq!(after("commenced", "applicant_record_filed", &[]), "perfected");
    assert_eq!(after("perfected", "leave_granted", &[]), "leave_granted");
    assert_eq!(after("commenced", "leave_dismissed", &[]), "leave_dismissed");
    assert_eq!(after("heard", "judgment_delivered", &[("outcome", "dismissed".into())]), "dismissed");
    assert_eq!(after("hearing_scheduled", "stay_granted", &[]), "hearing_scheduled");
}

#[test]
fn no_open_stage_is_without_a_way_on() {
    for stage in proceeding().stages.iter().filter(|stage| stage.open) {
        let moves = proceeding().events_in(&stage.code).any(|event| !event.moves.is_empty());
        assert!(moves, "{}", stage.code);
    }
}

/// A small file that is right, to be made wrong in one place at a time.
const SMALL: &str = r#"
[proceeding]
code = "X"
name = { en = "X", fr = "X" }
court = "FC"
calendar = "ca-fc"
zone = "America/Toronto"
initial_stage = "begun"
citation = { en = "c", fr = "c" }
in_force_from = 2020-01-01
confidence = "verified"

[[stages]]
code = "begun"
name = { en = "Begun", fr = "Commencé" }
open = true
phase = "intake"

[[stages]]
code = "over"
name = { en = "Over", fr = "Fini" }
open = false
phase = "closed"

[[events]]
code = "ended"
name = { en = "Ended", fr = "Terminé" }
stages = ["begun"]
moves = [{ to = "over" }]

[[deadlines]]
rule = "X-1"
started_by = [{ event = "ended", anchor = "occurred_on" }]
met_by = [["ended"]]

[[rules]]
code = "X-1"
name = { en = "n", fr = "n" }
act = { en = "a", fr = "a" }
trigger = { en = "t", fr = "t" }
actor = "party"
nature = "rule"

[[rules.versions]]
version = "1"
in_force_from = 2020-01-01
in_force_to = 2021-12-31
citation = { en = "c", fr = "c" }
confidence = "verified"
method = "federal-courts-rules"
count = { days = 10 }

[[rules.versions]]
version = "2"
in_force_from = 2022-01-01
citation = { en = "c", fr = "c" }
confidence = "verified"
method = "federal-courts-rules"
count = { days = 20 }
"#;

#[test]
fn a_right_file_has_no_fault() {
    assert_eq!(check_file("x.toml", SMALL), []);
}

#[test]
fn every_kind_of_fault_is_found_where_it_is() {
    for (from, to, key, reason) in [
        ("to = \"over\"", "to = \"elsewhere\"", "events.ended.moves[0].to", "unknown stage `elsewhere`"),
        ("moves = [{ to = \"over\" }]", "", "stages.over", "no event moves a case to this stage"),
        (
            "met_by = [[\"ended\"]]",
            "met_by = [[\"begun\"]]",
            "deadlines[0].met_by[0][0]",
            "unknown event `begun`",
        ),
        (
            "met_by = [[\"ended\"]]",
            "",
            "deadlines[0].met_by",
            "nothing satisfies it: name the events that do",
        ),
        ("rule = \"X-1\"", "rule = \"X-9\"", "deadlines[0].rule", "unknown rule `X-9`"),
        ("fr = \"Fini\"", "fr = \" \"", "stages.over.name.fr", "the French text is missing"),
        ("calendar = \"ca-fc\"", "calendar = \"mars\"", "proceeding.calendar", "unknown calendar `mars`"),
        (
            "in_force_from = 2022-01-01",
            "in_force_from = 2021-12-31",
            "rules.X-1.versions[1].in_force_from",
            "overlaps version 1, in force to 2021-12-31",
        ),
        (
            "in_force_from = 2022-01-01",
            "in_force_from = 2022-01-03",
            "rules.X-1.versions[1].in_force_from",
            "leaves a gap after version 1, in force to 2021-12-31",
        ),
        ("code = \"over\"", "code = \"begun\"", "stages[1].code", "`begun` is there twice"),
        (
            "method = \"federal-courts-rules\"\ncount = { days = 20 }",
            "method = \"guess\"\ncount = { days = 20 }",
            "rules.X-1.versions[1].method",
            "unknown method `guess`",
        ),
        ("actor = \"party\"", "actor = \"somebody\"", "rules.X-1.actor", "unknown actor"),
        (
            "anchor = \"occurred_on\"",
            "anchor = \"fact:when\"",
            "deadlines[0].started_by[0].anchor",
            "`when` is no date fact of `ended`",
        ),
        ("open = true", "open = true\ncolour = 1", "line 17", "unknown field `colour`"),
        ("in_force_from = 2022-01-01", "in_force_from = 2022-02-30", "line 55", ""),
        ("name = { en = \"X\", fr = \"X\" }", "name = { en = \"X\" }", "line 4", "missing field `fr`"),
        (
            "count = { days = 10 }",
            "count = { days = 10 }\non = { deemed_by_fact = \"by\", deemed_for = { post = \"X-1\" } }",
            "rules.X-1.versions[0].on.deemed_for.post",
            "`X-1` is no rule of receipt",
        ),
        (
            "count = { days = 10 }",
            "count = { days = 10, bar = true, not_before_days = 5 }",
            "rules.X-1.versions[0].count",
            "a bar is a number of days or months",
        ),
        (
            "nature = \"rule\"",
            "nature = \"rule\"\ngoverned_by = \"appeal\"",
            "rules.X-1.governed_by",
            "needs the fact `appeal_filed_on`",
        ),
        (
            "met_by = [[\"ended\"]]",
            "met_by = [[\"ended\"]]\npasses_days = [{ fact = \"since\", event = \"begun\" }]",
            "deadlines[0].passes_days[0].fact",
            "the rule `X-1` reads no fact `since`",
        ),
        (
            "anchor = \"occurred_on\" }",
            "anchor = \"occurred_on\", where_record = { event = \"begun\" } }",
            "deadlines[0].started_by[0].where_record.event[0]",
            "unknown event `begun`",
        ),
    ] {
        let text = SMALL.replacen(from, to, 1);
        assert_ne!(text, SMALL, "{from} is not in the file");
        let faults = check_file("x.toml", &text);
        let found = faults.iter().any(|fault| fault.key == key && fault.reason.starts_with(reason));
        assert!(found, "{key}: {reason}: {faults:?}");
    }
}

#[test]
fn all_faults_are_told_at_once() {
    let text =
        SMALL.replacen("to = \"over\"", "to = \"elsewhere\"", 1).replacen("fr = \"Terminé\"", "fr = \"\"", 1);
    assert!(check_file("x.toml", &text).len() >= 3);
    let shown = FileFault { file: "x.toml".into(), key: "k".into(), reason: "r".into() }.to_string();
    assert_eq!(shown, "x.toml: k: r");
}
