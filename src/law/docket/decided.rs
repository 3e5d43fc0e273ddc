//! A decision on what was decided already: on the same motion, appeal, application or review. Pure.
//!
//! A court may decide twice, to correct or to amend what it decided; so nothing of this is refused.
//! But a second one is as likely the same decision recorded twice, or one about something else.

use super::model::DocketEvent;
use super::motions::{self, Meant, Motion, step};
use super::replay::State;
use crate::ids::EventId;
use crate::law::calendars::dates::{BareFrench, English};
use crate::law::engine::Warning;
use crate::law::proceedings::{EventType, MotionStep, Proceeding};
use crate::text::Text;

/// The warning about an event that decides what was decided before: `decided_already`.
pub(super) fn warning(
    proceeding: &Proceeding,
    before: &State,
    (definition, event, meant): (&EventType, &DocketEvent, &Meant),
) -> Option<Warning> {
    if event.tells {
        return None;
    }
    let earlier = match step(definition) {
        Some(MotionStep::Decision) => on_motion(proceeding, before, (definition, meant))?,
        _ => of_what_it_decides(proceeding, before, definition)?,
    };
    let past = before.occurrences.iter().find(|past| past.by == earlier)?;
    let name = &proceeding.event(&past.event_type)?.name;
    let (on, by) = (past.on, past.by);
    Some(Warning {
        code: "decided_already".to_owned(),
        text: Text::new(
            format!(
                "By the docket this was decided already: \"{}\" of {} ({by}). If this corrects or amends that decision, record it as what it is. If it decides something else, record first what brought that, and say of a motion which it is (about). If it was recorded twice, strike one: POST /v1/cases/{{id}}/events/{by}/strike.",
                name.en,
                English(on)
            ),
            format!(
                "Selon le dossier de la cour, ceci a déjà été tranché : « {} » du {} ({by}). Si l'inscription corrige ou modifie cette décision, consignez-la comme telle. Si elle tranche autre chose, consignez d'abord ce qui l'a introduit et, s'il s'agit d'une requête, précisez laquelle (about). Si elle a été consignée deux fois, radiez-en une : POST /v1/cases/{{id}}/events/{by}/strike.",
                name.fr,
                BareFrench(on)
            ),
        ),
    })
}

/// The decision by which the motion that an event is about was decided before; of one that is about
/// none, since none is pending, the latest decision of its kind.
fn on_motion(
    proceeding: &Proceeding,
    before: &State,
    (definition, meant): (&EventType, &Meant),
) -> Option<EventId> {
    let decided_by = |motion: &Motion| {
        let by = motion.ended_by?;
        let past = before.occurrences.iter().find(|past| past.by == by)?;
        let decision = proceeding.event(&past.event_type)?;
        (step(decision) == Some(MotionStep::Decision)).then_some((decision, by))
    };
    match meant {
        Meant::Known(known) => {
            let motion = before.motions.iter().find(|motion| motion.id == *known)?;
            decided_by(motion).map(|(_, by)| by)
        }
        Meant::Nothing => {
            let so_far = before.motions_so_far();
            if motions::pending(&so_far, definition).next().is_some() {
                return None;
            }
            // What may be ordered without a motion is no second decision on another kind of one.
            let entries = |of: &EventType| of.about.as_ref().map(|about| about.entries.clone());
            let own = motions::nameable(&before.motions, definition).filter_map(decided_by);
            own.filter(|(decision, _)| entries(decision) == entries(definition)).map(|(_, by)| by).last()
        }
        Meant::Own | Meant::OneOf(_) => None,
    }
}

/// The latest decision on what an event decides, where all of that was decided.
fn of_what_it_decides(proceeding: &Proceeding, before: &State, definition: &EventType) -> Option<EventId> {
    if definition.decides.is_empty() {
        return None;
    }
    let decides_the_same = |code: &str| {
        let other = proceeding.event(code);
        other.is_some_and(|other| other.decides.iter().any(|brought| definition.decides.contains(brought)))
    };
    let (mut pending, mut latest) = (0_usize, None);
    for past in &before.occurrences {
        if definition.decides.contains(&past.event_type) {
            pending = pending.saturating_add(1);
        } else if decides_the_same(&past.event_type) {
            pending = pending.saturating_sub(1);
            latest = Some(past.by);
        }
    }
    latest.filter(|_| pending == 0)
}
