//! What is to be said of an entry about a motion: that nothing says which motion it is about, that
//! the motion is recorded in two files, that no service of it is on record. Pure.
//!
//! Nothing of this is refused, and no time is lost by it.

use super::decided;
use super::model::{CaseFacts, DocketEvent};
use super::motion_filers;
use super::motion_times;
use super::motions::{self, Meant, Motion};
use super::replay::{State, holds};
use super::time_limits::{Dated, dated};
use super::undecided;
use crate::ids::EventId;
use crate::law::calendars::dates::{BareFrench, English};
use crate::law::engine::Warning;
use crate::law::proceedings::{Anchor, Catalog, EventType, Proceeding};
use crate::text::Text;

/// The most motions that a text names.
const MOST_NAMED: usize = 20;

/// The warnings about an event and the motions of a docket as it was before: `which_motion`,
/// `motion_in_two_files`, `service_not_recorded`, `which_time_is_ordered`, `filer_differs`,
/// `differs_from_motion`, `fact_not_sent`, `decided_already`.
#[must_use]
pub fn warnings(
    proceeding: &Proceeding,
    before: &State,
    case: &CaseFacts,
    event: &DocketEvent,
) -> Vec<Warning> {
    let Some(definition) = proceeding.event(&event.event_type) else { return Vec::new() };
    let meant = motions::meant(&before.motions_so_far(), proceeding, definition, event);
    let motion = meant.motion(event.id).filter(|_| !event.tells);
    let known = before.motions.iter().find(|known| Some(known.id) == motion);
    let mut found = undecided::warnings(proceeding, definition, event, known);
    found.extend(about_motions(proceeding, before, case, (definition, event, &meant)));
    found.extend(undated(proceeding, before, event, motion));
    found.extend(decided::warning(proceeding, before, (definition, event, &meant)));
    found
}

fn about_motions(
    proceeding: &Proceeding,
    before: &State,
    case: &CaseFacts,
    (definition, event, meant): (&EventType, &DocketEvent, &Meant),
) -> Vec<Warning> {
    if definition.about.is_none() && !definition.brings_motion && definition.in_main_file.is_none() {
        return Vec::new();
    }
    let mut found = Vec::new();
    if let Meant::OneOf(several) = meant {
        let meant = before.motions.iter().filter(|motion| several.contains(&motion.id));
        let named = named(proceeding, meant);
        found.push(match several.as_slice() {
            _ if event.tells => which_is_told(&named),
            [_] => which_here(&named),
            _ => which(definition, &named),
        });
    }
    found.extend(motion_filers::warning(proceeding, definition, before, (event, meant)));
    if definition.brings_motion {
        found.extend(in_two_files(proceeding, before, definition, (event, meant)));
    }
    if definition.brings_motion || definition.in_main_file.is_some() {
        found.extend(not_served(proceeding, before, case, (definition, event, meant)));
    }
    found
}

/// Motions, as a text names them: each with its entry, or the last of those.
#[must_use]
pub fn named<'a>(proceeding: &Proceeding, motions: impl Iterator<Item = &'a Motion>) -> Text {
    let (en, fr): (Vec<_>, Vec<_>) = motions
        .take(MOST_NAMED)
        .filter_map(|motion| motion.entries.last())
        .map(|entry| {
            let name =
                proceeding.event(&entry.event_type).map(|event| event.name.clone()).unwrap_or_default();
            (
                format!("\"{}\" of {} ({})", name.en, English(entry.on), entry.id),
                format!("« {} » du {} ({})", name.fr, BareFrench(entry.on), entry.id),
            )
        })
        .unzip();
    Text::new(en.join(", "), fr.join(", "))
}

fn which(definition: &EventType, several: &Text) -> Warning {
    let (en, fr) = if definition.brings_motion {
        (
            " If it is another motion, send the day of its own service (served_on).",
            " S'il s'agit d'une autre requête, envoyez la date de sa propre signification (served_on).",
        )
    } else {
        ("", "")
    };
    warning(
        "which_motion",
        format!(
            "It could be about any of these, and nothing says about which: {}. It meets, moves and ends no time of theirs. Say which: PATCH /v1/cases/{{id}}/events/{{event_id}} {{\"about\": \"...\"}}.{en}",
            several.en
        ),
        format!(
            "L'inscription pourrait viser chacune de celles-ci, et rien n'indique laquelle : {}. Aucun de leurs délais n'est respecté, déplacé ni éteint par elle. Précisez-le : PATCH /v1/cases/{{id}}/events/{{event_id}} {{\"about\": \"...\"}}.{fr}",
            several.fr
        ),
    )
}

/// The warning about an entry that was about something on another docket, and does not say about
/// what it is here.
fn which_here(named: &Text) -> Warning {
    warning(
        "which_motion",
        format!(
            "It was recorded on another docket, and does not say which motion of this one it is about. It could be: {}. It meets, moves and ends none of its times. Say so: PATCH /v1/cases/{{id}}/events/{{event_id}} {{\"about\": \"...\"}}.",
            named.en
        ),
        format!(
            "L'inscription provient d'un autre dossier et n'indique pas quelle requête de celui-ci elle vise. Ce pourrait être : {}. Aucun de ses délais n'est respecté, déplacé ni éteint par elle. Précisez-le : PATCH /v1/cases/{{id}}/events/{{event_id}} {{\"about\": \"...\"}}.",
            named.fr
        ),
    )
}

/// The warnings about the dates of an order that no time limit gets, since nothing says of which
/// motion it is the time.
fn undated<'a>(
    proceeding: &'a Proceeding,
    before: &'a State,
    event: &'a DocketEvent,
    motion: Option<EventId>,
) -> impl Iterator<Item = Warning> + 'a {
    event.ordered.iter().filter_map(move |ordered| {
        let Dated::OneOf(several) = dated(before, &ordered.rule, motion) else { return None };
        let named = named(proceeding, before.motions.iter().filter(|known| several.contains(&known.id)));
        let rule = &ordered.rule;
        Some(warning(
            "which_time_is_ordered",
            format!(
                "A time under {rule} runs in each of these motions, and nothing says of which the order sets the day: {}. It moves none of them. Move the one that it is: POST /v1/deadlines/{{id}}/extend or /shorten {{\"by\": \"order\"}}.",
                named.en
            ),
            format!(
                "Un délai selon {rule} court dans chacune de ces requêtes, et rien n'indique de laquelle l'ordonnance fixe le jour : {}. Elle n'en déplace aucun. Déplacez celui dont il s'agit : POST /v1/deadlines/{{id}}/extend ou /shorten {{\"by\": \"order\"}}.",
                named.fr
            ),
        ))
    })
}

fn which_is_told(several: &Text) -> Warning {
    warning(
        "which_motion",
        format!(
            "The motion in a file of its own could be any of these: {}. Their times run on here as well. Strike here the one that it is.",
            several.en
        ),
        format!(
            "La requête qui a son propre dossier pourrait être chacune de celles-ci : {}. Leurs délais courent aussi ici. Radiez ici celle dont il s'agit.",
            several.fr
        ),
    )
}

/// The warning about a motion that is recorded here, and has a file of its own, too: its times run
/// in both. They end here where the two are of the same day, and this one came first.
fn in_two_files(
    proceeding: &Proceeding,
    before: &State,
    definition: &EventType,
    (event, meant): (&DocketEvent, &Meant),
) -> Option<Warning> {
    let filed_by = motion_times::filer(proceeding, event);
    let mut twins = before.motions.iter().filter(|known| motion_times::may_be(known.filed_by, filed_by));
    if event.tells {
        let kinds = [Some(&definition.code), definition.records_service_as.as_ref()];
        let is_like = |known: &&Motion| {
            let mut own = known.entries.iter();
            known.ended_by.is_none()
                && !known.has_own_file
                && own.any(|entry| kinds.contains(&Some(&entry.event_type)))
        };
        let like: Vec<_> = twins.filter(is_like).filter(|_| *meant == Meant::Nothing).collect();
        if like.is_empty() {
            return None;
        }
        let named = named(proceeding, like.into_iter());
        return Some(warning(
            "motion_in_two_files",
            format!(
                "On this docket there is already, of another day: {}. If it is the same motion, its times run in both files: strike that entry here.",
                named.en
            ),
            format!(
                "Ce dossier comporte déjà, à une autre date : {}. S'il s'agit de la même requête, ses délais courent dans les deux dossiers : radiez ici cette inscription.",
                named.fr
            ),
        ));
    }
    let is_same = |known: &&Motion| {
        known.has_own_file
            && *meant == Meant::Own
            && motions::shares_a_day(&before.occurrences, known, definition, event)
    };
    let named = named(proceeding, twins.find(is_same).into_iter());
    (!named.en.is_empty()).then(|| {
        warning(
            "motion_in_two_files",
            format!("A motion of that day has a file of its own, which told of it here: {}. If it is the same, strike this entry, or its times run in both files.", named.en),
            format!("Une requête de cette date a son propre dossier, qui en a rendu compte ici : {}. S'il s'agit de la même, radiez cette inscription, sans quoi ses délais courent dans les deux dossiers.", named.fr),
        )
    })
}

/// The warning about a motion that is filed, where the times to answer it run from its service and
/// none is on record.
fn not_served(
    proceeding: &Proceeding,
    before: &State,
    case: &CaseFacts,
    (definition, event, meant): (&EventType, &DocketEvent, &Meant),
) -> Option<Warning> {
    let service = definition.records_service_as.as_deref()?;
    // In a file of its own there is one motion; elsewhere one that was served is known.
    let is_served = if definition.brings_motion { *meant != Meant::Own } else { before.has(service) };
    if event.tells || event.served_on.is_some() || is_served {
        return None;
    }
    let runs = proceeding.deadlines.iter().filter(|deadline| {
        let mut starts = deadline.started_by.iter();
        starts.any(|start| {
            start.event.as_deref() == Some(service)
                && start.anchor == Anchor::ServedOn
                && holds(&start.when, Some(&event.facts), case)
        })
    });
    let (en, fr): (Vec<_>, Vec<_>) = runs
        .filter_map(|deadline| Catalog::current().rule(&deadline.rule))
        .map(|rule| {
            let citation = rule.versions.last().map(|version| version.citation.clone()).unwrap_or_default();
            (format!("{} ({})", rule.name.en, citation.en), format!("{} ({})", rule.name.fr, citation.fr))
        })
        .unzip();
    (!en.is_empty()).then(|| {
        warning(
            "service_not_recorded",
            format!("No service of it is on record, and from that this time runs: {}. Until it is recorded, none does: PATCH /v1/cases/{{id}}/events/{{event_id}} {{\"served_on\": \"...\"}}, or the event {service}.", en.join("; ")),
            format!("Aucune signification n'en est consignée, et c'est d'elle que court ce délai : {}. Tant qu'elle n'est pas consignée, aucun ne court : PATCH /v1/cases/{{id}}/events/{{event_id}} {{\"served_on\": \"...\"}}, ou l'événement {service}.", fr.join("; ")),
        )
    })
}

fn warning(code: &str, en: String, fr: String) -> Warning {
    Warning { code: code.to_owned(), text: Text::new(en, fr) }
}
