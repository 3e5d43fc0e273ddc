//! What an entry says of a motion against what the motion says of itself: who brought it, and what
//! it is. Pure.
//!
//! Of a response the catalog asks who answers; of all else about a motion, who brought it. What the
//! motion's own entries say holds.

use super::model::DocketEvent;
use super::motion_times::{filer, filer_fact};
use super::motion_warnings::named;
use super::motions::{self, Meant, Motion, MotionsSoFar, step};
use super::replay::State;
use crate::law::engine::Warning;
use crate::law::proceedings::{Actor, EventType, FactDef, FactKind, MotionStep, Proceeding};
use crate::text::Text;
use std::collections::BTreeSet;

/// The contradiction of an event that names a motion which somebody else brought than it says: the
/// fact that says it, and the reason.
#[must_use]
pub fn contradiction<'a>(
    proceeding: &'a Proceeding,
    definition: &EventType,
    before: &State,
    event: &DocketEvent,
) -> Option<(&'a str, Text)> {
    let named_entry = event.about?;
    let motion = before.motions.iter().find(|motion| motion.has(named_entry))?;
    let (brought_by, filed_by) = motion.filed_by.zip(filer(proceeding, event))?;
    let answers = step(definition) == Some(MotionStep::Response);
    let is_wrong =
        if answers { filed_by == brought_by && brought_by != Actor::Party } else { filed_by != brought_by };
    if !is_wrong {
        return None;
    }
    let fact = filer_fact(proceeding)?;
    let who = match brought_by {
        Actor::Party => {
            Text::new("neither of the parties", "une personne qui n'est ni l'une ni l'autre des parties")
        }
        known => known.name(),
    };
    let what = named(proceeding, std::iter::once(motion));
    let (en, fr) = meaning(answers);
    let entry = motion.id;
    Some((
        fact,
        Text::new(
            format!(
                "The motion that it is about was brought by {}: {}. {en} Correct the fact, or leave it out. If the entry of the motion is wrong, correct that first: PATCH /v1/cases/{{id}}/events/{entry} {{\"facts\": {{\"{fact}\": \"...\"}}}}.",
                who.en, what.en
            ),
            format!(
                "La requête visée a été présentée par {} : {}. {fr} Corrigez ce fait ou retirez-le. Si l'inscription de la requête est erronée, corrigez-la d'abord : PATCH /v1/cases/{{id}}/events/{entry} {{\"facts\": {{\"{fact}\": \"...\"}}}}.",
                who.fr, what.fr
            ),
        ),
    ))
}

const fn meaning(answers: bool) -> (&'static str, &'static str) {
    if answers {
        ("Of a response it says who answers.", "Dans le cas d'une réponse, il indique qui répond.")
    } else {
        ("It says who brought the motion.", "Il indique qui a présenté la requête.")
    }
}

/// The contradictions of an event that serves or files a motion which it names, and says that it is
/// another than that motion's own entries do: the facts, each with the reason. A day that is set
/// for a hearing is set anew, and contradicts nothing.
#[must_use]
pub fn of_what_it_is<'a>(
    proceeding: &Proceeding,
    definition: &'a EventType,
    before: &State,
    event: &DocketEvent,
) -> Vec<(&'a str, Text)> {
    let brings = matches!(step(definition), Some(MotionStep::Filing | MotionStep::Service));
    let named_entry = event.about.filter(|_| brings);
    let motion = before.motions.iter().find(|motion| named_entry.is_some_and(|entry| motion.has(entry)));
    let Some(motion) = motion else { return Vec::new() };
    let what = named(proceeding, std::iter::once(motion));
    let differing = motions::differing_facts(motion, event);
    differing
        .filter_map(|fact| says_what_it_is(proceeding, definition, fact))
        .map(|fact| {
            let (code, name, entry) = (&fact.code, &fact.name, motion.id);
            let text = Text::new(
                format!(
                    "The motion that it is about says otherwise ({}): {}. Correct the fact, or leave it out; if it is another motion, leave out about. If the entry of the motion is wrong, correct that first: PATCH /v1/cases/{{id}}/events/{entry} {{\"facts\": {{\"{code}\": \"...\"}}}}.",
                    name.en, what.en
                ),
                format!(
                    "La requête visée indique autre chose ({}) : {}. Corrigez ce fait ou retirez-le; s'il s'agit d'une autre requête, retirez about. Si l'inscription de la requête est erronée, corrigez-la d'abord : PATCH /v1/cases/{{id}}/events/{entry} {{\"facts\": {{\"{code}\": \"...\"}}}}.",
                    name.fr, what.fr
                ),
            );
            (fact.code.as_str(), text)
        })
        .collect()
}

/// The fact of an event, if it says what a motion is: who brought it is told by itself.
fn says_what_it_is<'a>(
    proceeding: &Proceeding,
    definition: &'a EventType,
    fact: &str,
) -> Option<&'a FactDef> {
    let fact = definition.fact(fact).filter(|_| filer_fact(proceeding) != Some(fact))?;
    matches!(fact.kind, FactKind::Code | FactKind::Boolean).then_some(fact)
}

/// The warning about an event that says otherwise of a motion than that does: it names one all the
/// same (`filer_differs`, `differs_from_motion`), or it is about none for that reason
/// (`filer_differs`), or it is taken for another motion (`differs_from_motion`).
pub(super) fn warning(
    proceeding: &Proceeding,
    definition: &EventType,
    before: &State,
    (event, meant): (&DocketEvent, &Meant),
) -> Option<Warning> {
    if event.tells {
        return None;
    }
    if let Some((_, text)) = contradiction(proceeding, definition, before, event) {
        return Some(Warning { code: "filer_differs".to_owned(), text });
    }
    if let Some((_, text)) = of_what_it_is(proceeding, definition, before, event).into_iter().next() {
        return Some(Warning { code: "differs_from_motion".to_owned(), text });
    }
    if event.about.is_some() || !matches!(meant, Meant::Own | Meant::Nothing) {
        return None;
    }
    let so_far = before.motions_so_far();
    if definition.brings_motion {
        return of_another(proceeding, definition, &so_far, event);
    }
    of_none(proceeding, definition, motions::meant_but_for_facts(&so_far, definition, event))
}

fn of_none<'a>(
    proceeding: &Proceeding,
    definition: &EventType,
    pending: impl Iterator<Item = &'a Motion>,
) -> Option<Warning> {
    let what = named(proceeding, pending);
    let fact = filer_fact(proceeding).filter(|_| !what.en.is_empty())?;
    let (en, fr) = meaning(step(definition) == Some(MotionStep::Response));
    Some(Warning {
        code: "filer_differs".to_owned(),
        text: Text::new(
            format!(
                "By the fact {fact} it is about none of the pending motions, and meets, moves and ends none of their times: {}. {en} If it is about one of them, correct the fact, or say which: PATCH /v1/cases/{{id}}/events/{{event_id}} {{\"facts\": {{\"{fact}\": null}}, \"about\": \"...\"}}.",
                what.en
            ),
            format!(
                "Selon le fait {fact}, l'inscription ne vise aucune des requêtes en instance, et aucun de leurs délais n'est respecté, déplacé ni éteint par elle : {}. {fr} Si elle vise l'une d'elles, corrigez ce fait ou précisez laquelle : PATCH /v1/cases/{{id}}/events/{{event_id}} {{\"facts\": {{\"{fact}\": null}}, \"about\": \"...\"}}.",
                what.fr
            ),
        ),
    })
}

fn of_another(
    proceeding: &Proceeding,
    definition: &EventType,
    so_far: &MotionsSoFar<'_>,
    event: &DocketEvent,
) -> Option<Warning> {
    let like: Vec<_> = motions::meant_but_for_facts(so_far, definition, event).collect();
    let differing = like.iter().flat_map(|motion| motions::differing_facts(motion, event));
    let differing: BTreeSet<_> = differing.collect();
    if differing.is_empty() {
        return None;
    }
    let nulls: Vec<_> = differing.iter().map(|fact| format!("\"{fact}\": null")).collect();
    let nulls = nulls.join(", ");
    let facts = differing.into_iter().collect::<Vec<_>>().join(", ");
    let what = named(proceeding, like.into_iter());
    Some(Warning {
        code: "differs_from_motion".to_owned(),
        text: Text::new(
            format!(
                "It says otherwise of the motion ({facts}) than what is on record, and is taken for another: {}. If it is the same, correct or take out what differs and say so: PATCH /v1/cases/{{id}}/events/{{event_id}} {{\"facts\": {{{nulls}}}, \"about\": \"...\"}}.",
                what.en
            ),
            format!(
                "L'inscription décrit la requête autrement ({facts}) que ce qui est consigné et est tenue pour une autre : {}. S'il s'agit de la même, corrigez ou retirez ce qui diffère et précisez-le : PATCH /v1/cases/{{id}}/events/{{event_id}} {{\"facts\": {{{nulls}}}, \"about\": \"...\"}}.",
                what.fr
            ),
        ),
    })
}
