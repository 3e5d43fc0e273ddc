//! The entry of its docket that an event says it is about.

use crate::error::Fault;
use crate::law::docket::model::DocketEvent;
use crate::law::docket::motion_filers::{contradiction, of_what_it_is};
use crate::law::docket::motion_warnings::named;
use crate::law::docket::motions::nameable;
use crate::law::docket::replay::State;
use crate::law::engine::Warning;
use crate::law::proceedings::{EventType, Proceeding};
use crate::text::Text;
use crate::unparsed::schema::escape;

/// The fault of an event that says it is about an entry which is none that it could be about, on a
/// docket as it was before.
#[must_use]
pub fn fault(
    (proceeding, definition): (&Proceeding, &EventType),
    before: &State,
    event: &DocketEvent,
) -> Option<Fault> {
    let entry = event.about?;
    let about = definition.about.as_ref()?;
    let is_one = nameable(&before.motions, definition)
        .flat_map(|motion| &motion.entries)
        .any(|own| own.id == entry && about.entries.contains(&own.event_type));
    if is_one {
        return None;
    }
    let known = named(proceeding, nameable(&before.motions, definition));
    let Text { en, fr } = if known.en.is_empty() { Text::new("none", "aucune") } else { known };
    Some(Fault::body(
        "/about",
        "no_such_motion",
        format!(
            "On this docket there is, before this event, no entry of that id that it could be about. It could be about: {en}. What was struck does not count, and a motion with a file of its own is answered and decided there."
        ),
        format!(
            "Ce dossier ne comporte, avant cet événement, aucune inscription de cet identifiant qu'il pourrait viser. Il pourrait viser : {fr}. Ce qui a été radié ne compte pas, et une requête qui a son propre dossier y est contestée et tranchée."
        ),
    ))
}

/// The faults of an event that says otherwise of the motion which it names than that does itself,
/// on a docket as it was before: who brought it, and what it is.
#[must_use]
pub fn contradictions(
    (proceeding, definition): (&Proceeding, &EventType),
    before: &State,
    event: &DocketEvent,
) -> Vec<Fault> {
    let fault = |code: &'static str, fact: &str, Text { en, fr }: Text| {
        Fault::body(format!("/facts/{}", escape(fact)), code, en, fr)
    };
    let filer = contradiction(proceeding, definition, before, event);
    let filer = filer.map(|(fact, text)| fault("filer_differs", fact, text));
    let others = of_what_it_is(proceeding, definition, before, event).into_iter();
    filer.into_iter().chain(others.map(|(fact, text)| fault("differs_from_motion", fact, text))).collect()
}

/// The fault of an event that says what it is about, and is of a type that is about no other entry.
#[must_use]
pub fn not_applicable() -> Fault {
    Fault::body(
        "/about",
        "not_applicable",
        "This event is about no other entry of the docket. Leave the field out.",
        "Cet événement ne vise aucune autre inscription du dossier. Retirez ce champ.",
    )
}

/// The warning about an entry that was moved, and was about one of the docket from which it came.
#[must_use]
pub fn not_carried() -> Warning {
    Warning {
        code: "about_not_carried".to_owned(),
        text: Text::new(
            "It was about an entry of the docket from which it came, and does not say here what it is about: PATCH /v1/cases/{id}/events/{event_id} {\"about\": \"...\"} says it.",
            "L'inscription visait une inscription du dossier d'où elle vient et n'indique pas ici ce qu'elle vise : PATCH /v1/cases/{id}/events/{event_id} {\"about\": \"...\"} le précise.",
        ),
    }
}
