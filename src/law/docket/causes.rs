//! The entry that an event may not come before. Pure.

use super::model::{DocketEvent, Occurrence};
use super::motions::{self, Meant};
use super::replay::State;
use crate::law::proceedings::{EventType, MotionStep, Proceeding};

/// The latest of the causes of an event, on a docket as it was before. Of motions it is the motion
/// that the event is about: another one may have come later. Where nothing says which it is about,
/// it follows the first of them at least.
#[must_use]
pub fn latest<'a>(
    proceeding: &Proceeding,
    definition: &EventType,
    before: &'a State,
    event: &DocketEvent,
) -> Option<&'a Occurrence> {
    let served = event.about.filter(|_| motions::step(definition) == Some(MotionStep::Filing));
    // The filing of a motion that names its service follows that.
    let follows =
        |past: &&Occurrence| definition.follows.contains(&past.event_type) || served == Some(past.by);
    let causes = before.occurrences.iter().filter(follows);
    let Some(about) = &definition.about else { return causes.max_by_key(|past| past.on) };
    let (of_motions, others): (Vec<_>, Vec<_>) =
        causes.partition(|past| about.entries.contains(&past.event_type));
    let of = |motion| {
        let own = of_motions.iter().copied().filter(move |past| past.motion == Some(motion));
        own.max_by_key(|past| past.on)
    };
    let meant = match motions::meant(&before.motions_so_far(), proceeding, definition, event) {
        Meant::Known(motion) => of(motion),
        Meant::OneOf(several) => several.into_iter().filter_map(of).min_by_key(|past| past.on),
        Meant::Own | Meant::Nothing => of_motions.iter().copied().min_by_key(|past| past.on),
    };
    others.into_iter().chain(meant).max_by_key(|past| past.on)
}
