//! Whether the stage of a case, and what is on record, allow an event: if not, a 409 that names the
//! stage, the reason, and what may be recorded instead.

use crate::error::{Code, Error, Fault};
use crate::law::docket::model::Occurrence;
use crate::law::docket::replay::State;
use crate::law::proceedings::{EventType, PREVIOUS_STAGE, Proceeding};
use crate::text::Text;

/// The reason why an event may not be recorded now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The stage does not allow it.
    Stage,
    /// The event is on record already.
    Recorded,
    /// What the event needs is not on record.
    Needs,
    /// What the event needs was on record, and has ended since.
    Ended,
}

/// Refuses an event of a type that may not be recorded now.
///
/// # Errors
/// The reason why it is not.
pub fn admissible(definition: &EventType, state: &State) -> Result<(), Refusal> {
    if !definition.may_be_recorded_in(&state.stage) {
        return Err(Refusal::Stage);
    }
    if !definition.repeatable && state.has(&definition.code) {
        return Err(Refusal::Recorded);
    }
    if !definition.requires.is_empty() && !definition.requires.iter().any(|needed| state.has(needed)) {
        return Err(Refusal::Needs);
    }
    if ended_by(definition, state).is_some() {
        return Err(Refusal::Ended);
    }
    Ok(())
}

/// What ended all that an event needs, if something did and nothing of it began since.
fn ended_by<'a>(definition: &EventType, state: &'a State) -> Option<&'a Occurrence> {
    let is_end = |past: &&Occurrence| definition.requires_since.contains(&past.event_type);
    let mut latest = state.occurrences.iter().rev();
    latest.find(|past| is_end(past) || definition.requires.contains(&past.event_type)).filter(is_end)
}

/// The events that may be recorded now.
pub fn next<'a>(proceeding: &'a Proceeding, state: &'a State) -> impl Iterator<Item = &'a EventType> {
    proceeding.events.iter().filter(|definition| admissible(definition, state).is_ok())
}

/// The 409 that names the stage, the reason, and what may be recorded instead.
#[must_use]
pub fn refused(definition: &EventType, proceeding: &Proceeding, state: &State, refusal: Refusal) -> Error {
    let Text { en, fr } = reason(definition, proceeding, state, refusal);
    Error::new(Code::EventNotAllowed).with_detail(en, fr)
}

/// The same, for an event that is sent: it names the field, too.
#[must_use]
pub fn refused_as_sent(
    definition: &EventType,
    proceeding: &Proceeding,
    state: &State,
    refusal: Refusal,
) -> Error {
    let Text { en, fr } = reason(definition, proceeding, state, refusal);
    let code = match refusal {
        Refusal::Stage => "not_at_this_stage",
        Refusal::Recorded => "recorded_already",
        Refusal::Needs => "needs_another_first",
        Refusal::Ended => "ended_already",
    };
    let fault = Fault::body("/type", code, en.clone(), fr.clone());
    Error::new(Code::EventNotAllowed).with_detail(en, fr).with_faults(vec![fault])
}

fn reason(definition: &EventType, proceeding: &Proceeding, state: &State, refusal: Refusal) -> Text {
    let stage = proceeding.stage(&state.stage).map(|stage| stage.name.clone()).unwrap_or_default();
    let nearest = nearest(definition, proceeding, state).join(", ");
    let (near_en, near_fr) = if nearest.is_empty() {
        ("Nothing may be recorded now.".to_owned(), "Rien ne peut être consigné maintenant.".to_owned())
    } else {
        (
            format!(
                "What may be recorded now and comes nearest: {nearest}. GET /v1/cases/{{id}}/next-events lists all of it."
            ),
            format!(
                "Ce qui peut être consigné maintenant et s'en rapproche le plus : {nearest}. GET /v1/cases/{{id}}/next-events énumère le tout."
            ),
        )
    };
    let name = &definition.name;
    let (en, fr) = match refusal {
        Refusal::Stage => (
            format!("\"{}\" cannot be recorded at this stage", name.en),
            format!("« {} » ne peut être consigné à cette étape", name.fr),
        ),
        Refusal::Recorded => {
            (format!("\"{}\" is on record already", name.en), format!("« {} » est déjà consigné", name.fr))
        }
        Refusal::Needs => {
            let needed = definition.requires.join(", ");
            (
                format!("\"{}\" needs one of these on record first: {needed}", name.en),
                format!("« {} » exige que l'un de ces événements soit d'abord consigné : {needed}", name.fr),
            )
        }
        Refusal::Ended => {
            let needed = definition.requires.join(", ");
            let end = ended_by(definition, state);
            let ended = end.and_then(|end| proceeding.event(&end.event_type));
            let by = ended.map(|end| end.name.clone()).unwrap_or_default();
            let on = end.map(|end| end.on.to_string()).unwrap_or_default();
            (
                format!("\"{}\" needs one of these on record since \"{}\" of {on}: {needed}", name.en, by.en),
                format!(
                    "« {} » exige que l'un de ces événements soit consigné depuis « {} » du {on} : {needed}",
                    name.fr, by.fr
                ),
            )
        }
    };
    let en = format!("{en}. The case is at the stage {} ({}). {near_en}", state.stage, stage.en);
    let fr = format!("{fr}. Le dossier est à l'étape {} ({}). {near_fr}", state.stage, stage.fr);
    Text::new(en, fr)
}

/// How many events a refusal names instead of the one that it is about.
const NEAREST: usize = 5;

/// The events that may be recorded now and come nearest to one that may not: first those that take
/// the case to a stage where it may be, or reopen it, then those of the most like codes.
fn nearest<'a>(definition: &EventType, proceeding: &'a Proceeding, state: &'a State) -> Vec<&'a str> {
    let opens = |event: &EventType| {
        !definition.may_be_recorded_in(&state.stage)
            && event.moves.iter().any(|to| to.to == PREVIOUS_STAGE || definition.may_be_recorded_in(&to.to))
    };
    let mut open: Vec<_> = next(proceeding, state)
        .map(|event| {
            let likeness = strsim::normalized_levenshtein(&event.code, &definition.code);
            (opens(event), likeness, event.code.as_str())
        })
        .collect();
    open.sort_by(|one, other| other.0.cmp(&one.0).then(other.1.total_cmp(&one.1)));
    open.into_iter().take(NEAREST).map(|(_, _, code)| code).collect()
}
