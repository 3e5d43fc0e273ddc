//! The graphs of the proceedings, walked: what a registry officer has to record can be recorded
//! wherever a case stands, and no road around an event leaves out the time that it starts.

use super::*;
use std::collections::BTreeSet;

/// What is on any docket of a court, in any stage, and after the judgment.
const OF_A_COURT: [&str; 14] = [
    "motion_filed",
    "order_made",
    "direction_given",
    "document_filed",
    "solicitor_changed",
    "solicitor_removed",
    "intervention_sought",
    "style_of_cause_amended",
    "abeyance_ordered",
    "consolidation_ordered",
    "confidentiality_requested",
    "confidentiality_ordered",
    "costs_ordered",
    "judgment_amended",
];

/// What is on any docket of the Board.
const OF_THE_BOARD: [&str; 10] = [
    "application_made",
    "application_decided",
    "direction_given",
    "document_filed",
    "counsel_changed",
    "designated_representative_appointed",
    "joinder_decided",
    "constitutional_question_notice",
    "private_hearing_ordered",
    "witness_information_provided",
];

const COURTS: [&str; 4] = ["FC", "FCA", "SCC", "SUPERIOR"];
const BOARD: [&str; 4] = ["RPD", "RAD", "IAD", "ID"];

#[test]
fn the_usual_events_can_be_recorded_in_every_stage() {
    let mut missing = Vec::new();
    for proceeding in Catalog::builtin().proceedings() {
        let usual: &[&str] = match proceeding.court.as_str() {
            court if COURTS.contains(&court) => &OF_A_COURT,
            court if BOARD.contains(&court) => &OF_THE_BOARD,
            _ => &["document_filed", "counsel_changed"],
        };
        let begun = proceeding.stages.iter().filter(|stage| stage.code != proceeding.initial_stage);
        // The motion of a motion's own file is how it begins.
        let of_its_own = |code: &str| code == "motion_filed" && proceeding.code.starts_with("MOT-");
        for (stage, code) in begun.flat_map(|stage| usual.iter().map(move |code| (stage, *code))) {
            let known = proceeding.event(code).is_some_and(|event| event.may_be_recorded_in(&stage.code));
            if !known && !of_its_own(code) {
                missing.push(format!("{}: {code} in {}", proceeding.code, stage.code));
            }
        }
    }
    assert_eq!(missing, [""; 0]);
}

#[test]
fn a_hearing_can_go_on_for_another_day_and_be_followed_by_submissions() {
    for proceeding in Catalog::builtin().proceedings() {
        let Some(heard) = proceeding.stage("heard") else { continue };
        let held = proceeding.event("hearing_held").unwrap();
        assert!(held.repeatable && held.may_be_recorded_in(&heard.code), "{}", proceeding.code);
        let another_day = proceeding.events_in(&heard.code).any(|event| {
            let own = proceeding.hearings.iter().filter(|hearing| !hearing.of_motion);
            own.flat_map(|one| &one.set_by).any(|start| start.event == event.code)
        });
        assert!(another_day, "{}: no further day from {}", proceeding.code, heard.code);
        let after = ["post_hearing_submissions_filed", "post_hearing_documents_provided", "document_filed"];
        let submissions = proceeding.events_in(&heard.code).any(|event| after.contains(&event.code.as_str()));
        assert!(submissions, "{}", proceeding.code);
    }
}

/// Roads around an event on which no time of its kind can run: a new decision is made by who
/// decided before, an appeal is not brought, an application is made that nobody was invited to, leave
/// and what it leads to are decided at once.
const NO_TIME_RUNS: [&str; 4] =
    ["redetermination_begun", "appeal_not_pursued", "application_received", "leave_and_application_decided"];

#[test]
fn no_side_road_skips_a_clock() {
    let mut skipped = BTreeSet::new();
    for proceeding in Catalog::builtin().proceedings() {
        for deadline in &proceeding.deadlines {
            for road in side_roads(proceeding, deadline) {
                skipped.insert(format!("{}: {road} leaves out {}", proceeding.code, deadline.rule));
            }
        }
    }
    assert_eq!(skipped, BTreeSet::new());
}

/// The events that take a case, on which none of a deadline's events is yet, to where nothing that
/// starts its clock can be recorded any more.
fn side_roads<'a>(proceeding: &'a Proceeding, deadline: &DeadlineDef) -> Vec<&'a str> {
    let concerns = |code: &str| {
        let starts = deadline.started_by.iter().filter_map(|start| start.event.as_deref());
        let meets = deadline.met_by.iter().flatten().map(String::as_str);
        starts.chain(meets).chain(deadline.cancelled_by.iter().map(String::as_str)).any(|own| own == code)
    };
    // What rests on one of them is not on a docket without it.
    let rests =
        |event: &EventType| !event.requires.is_empty() && event.requires.iter().all(|code| concerns(code));
    let ignores = |event: &EventType| !concerns(&event.code) && !rests(event);
    let starts: Vec<_> =
        deadline.started_by.iter().filter_map(|start| proceeding.event(start.event.as_deref()?)).collect();
    let can_start = |stage: &str| starts.iter().any(|event| event.may_be_recorded_in(stage));
    let untouched = reached(proceeding, &proceeding.initial_stage, &ignores);
    let mut roads = Vec::new();
    for (event, from, to) in moves(proceeding).filter(|(event, ..)| ignores(event)) {
        let leaves = untouched.contains(from) && can_start(from) && !can_start(to);
        if leaves
            && is_open(proceeding, to)
            && !reached(proceeding, to, &|_| true).iter().any(|stage| can_start(stage))
            && !NO_TIME_RUNS.contains(&event.code.as_str())
        {
            roads.push(event.code.as_str());
        }
    }
    roads
}

/// The open stages that can be reached from one by events of some kind.
fn reached<'a>(
    proceeding: &'a Proceeding,
    from: &'a str,
    by: &dyn Fn(&EventType) -> bool,
) -> BTreeSet<&'a str> {
    let mut reached = BTreeSet::from([from]);
    loop {
        let next: Vec<&str> = moves(proceeding)
            .filter(|(event, from, to)| {
                by(event) && reached.contains(from) && is_open(proceeding, to) && !reached.contains(to)
            })
            .map(|(_, _, to)| to)
            .collect();
        if next.is_empty() {
            return reached;
        }
        reached.extend(next);
    }
}

/// Every way from one stage to another, but those back from the end.
fn moves(proceeding: &Proceeding) -> impl Iterator<Item = (&EventType, &str, &str)> {
    proceeding.events.iter().flat_map(|event| {
        event.moves.iter().filter(|step| step.to != PREVIOUS_STAGE).flat_map(move |step| {
            let from = if step.from.is_empty() { &event.stages } else { &step.from };
            from.iter().map(move |from| (event, from.as_str(), step.to.as_str()))
        })
    })
}

fn is_open(proceeding: &Proceeding, stage: &str) -> bool {
    proceeding.stage(stage).is_some_and(|stage| stage.open)
}
