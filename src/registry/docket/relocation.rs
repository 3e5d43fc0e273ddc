//! Moving an entry that was recorded on the docket of another case: it is recorded there, and
//! struck here, in one act.
//!
//! It must fit the other docket as if it were recorded there now, at the end of what stands there:
//! its type and its facts, the dates that it sets as an order, the stage. What does not fit is
//! refused as a whole, with the reason, and nothing is left out on the way but which entry of this
//! docket it is about (`about_not_carried`). One that comes into a
//! motion is told in its main file, as what is recorded there is.

use super::api::MovedEvent;
use super::course::{Course, refused_there};
use super::entry::DocketEntry;
use super::main_file::{self, MainFile};
use super::service::{self, put_in_place};
use super::strike;
use crate::access::context::Context;
use crate::db::{Connection, Mode};
use crate::error::{Code, Error, Fault, Result};
use crate::ids::{CaseId, EventId};
use crate::law::engine::EventFacts;
use crate::matters::cases::service::proceeding;
use crate::matters::cases::{self, CaseRow};
use crate::matters::docket::api::EventPlaceInput;
use crate::matters::docket::model::MovedEntry;
use crate::matters::docket::{EventRow, about, store};
use crate::text::Text;
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};

/// Moves an entry to another case.
///
/// # Errors
/// 404 where the caller may not know of either case, 403, 412, 422; 409 where it is struck, a later
/// entry rests on it, or it does not fit the other docket.
pub fn move_entry(
    connection: &mut Connection,
    caller: &Context,
    (id, event_id): (CaseId, EventId),
    precondition: &Precondition,
    body: &Unparsed<EventPlaceInput>,
    mode: Mode,
) -> Result<MovedEvent> {
    cases::service::find_visible(connection, caller, id)?;
    let seen = store::find(connection, id, event_id)?;
    caller.require_permission()?;
    precondition.check(Version(seen.version))?;
    let EventPlaceInput { case_id: target, reason } = body.parse()?;
    if target == id {
        return Err(Error::invalid(vec![Fault::body(
            "/case_id",
            "same_case",
            "The entry is on the docket of this case already. Name the case to which it belongs.",
            "L'inscription figure déjà au dossier de cette affaire. Indiquez celle dont elle relève.",
        )]));
    }
    cases::service::find_visible(connection, caller, target)?;
    let told = main_file::to_be_told(connection, caller, target, &seen.event_type)?;
    // In the order of their ids, whichever way entries are moved.
    let mut all = vec![id, target];
    all.extend(told.map(|(main, _)| main));
    all.sort_unstable();
    all.dedup();
    cases::dialect::lock_cases(connection, &all)?;
    let from = cases::service::lock(connection, caller, id)?.case;
    let to = cases::service::lock(connection, caller, target)?.case;
    let before = store::find(connection, id, event_id)?;
    precondition.check(Version(before.version))?;
    strike::refuse_struck(&before)?;
    main_file::refuse_told(connection, caller, &before)?;
    refuse_telling(&from, &before)?;
    let from_view = cases::views::of(connection, caller, &from)?;
    let to_view = cases::views::of(connection, caller, &to)?;
    if !(from_view.texts && to_view.texts) {
        // Whoever is not shown what people wrote would take it where others are.
        return Err(Error::new(Code::Forbidden));
    }
    refuse_other_facts(&from, &to, &before)?;
    let moved_to = MovedEntry { case_id: target, event_id: EventId::generate() };
    let row = EventRow {
        struck_at: Some(caller.now),
        struck_by: Some(caller.user.id),
        struck_reason: Some(reason.clone()),
        origin_id: Some(before.origin_id.unwrap_or(before.id)),
        moved_to_case_id: Some(moved_to.case_id),
        moved_to_event_id: Some(moved_to.event_id),
        ..strike::next_version(&before, caller)
    };
    let was_about = before.about_id.is_some();
    let entry = DocketEntry::copied(&before, moved_to.event_id, &reason)?;
    // Struck first: it never stands on both dockets, which the database holds to.
    let mut here = put_in_place(connection, caller, &from, (before, row), Course::Moved(moved_to), mode)?;
    // As it is now: it may be where the entry was.
    let main = match told {
        Some((main, told)) => MainFile::take(connection, caller, main)?.filter(|main| main.knows(told)),
        None => None,
    };
    let there = match main {
        Some(main) => main_file::record(connection, caller, (&to, &main), entry, mode),
        None => service::enter(connection, caller, &to, entry, mode),
    };
    let mut there = there.map_err(|error| {
        let there = Text::new(
            "The entry does not fit the docket of the other case",
            "L'inscription ne concorde pas avec le dossier de l'autre affaire",
        );
        refused_there(error, &there)
    })?;
    if was_about {
        there.effects.warnings.push(about::not_carried());
    }
    if let Some(struck) = here.event.struck.as_mut().filter(|_| mode.is_preview()) {
        struck.moved_to = None;
    }
    Ok(MovedEvent { recorded: there, struck: here })
}

/// Refuses an entry of a motion that is told in a main file: by its type alone, so that the answer
/// says nothing of whether there is such a file.
///
/// # Errors
/// 409.
fn refuse_telling(case: &CaseRow, entry: &EventRow) -> Result<()> {
    let definition = proceeding(case)?.event(&entry.event_type);
    if definition.is_none_or(|definition| definition.in_main_file.is_none()) {
        return Ok(());
    }
    Err(Error::new(Code::Conflict).with_detail(
        "What happens in a motion is told on the docket of the file that it is in, and is not moved. Strike it, and record it in the right motion.",
        "Le dossier dans lequel une requête est présentée rend compte de ce qui s'y passe, et l'inscription n'est pas déplacée. Radiez-la et inscrivez-la dans la bonne requête.",
    ))
}

/// Refuses an entry with facts that an event of its type does not have on the other docket.
///
/// # Errors
/// 409 that names them, and what to do; 500 where they are no longer readable.
fn refuse_other_facts(from: &CaseRow, to: &CaseRow, entry: &EventRow) -> Result<()> {
    let Some(there) = proceeding(to)?.event(&entry.event_type) else { return Ok(()) };
    let facts: EventFacts = entry.facts.parse()?;
    let others: Vec<_> = facts.keys().filter(|name| there.fact(name).is_none()).collect();
    if others.is_empty() {
        return Ok(());
    }
    let here = proceeding(from)?.event(&entry.event_type);
    let fact = |name: &str| here.and_then(|here| here.fact(name));
    let is_needed = others.iter().any(|name| fact(name).is_some_and(|fact| fact.required));
    let names = others.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(", ");
    let (way_out, voie) = if is_needed {
        (
            "Strike it here, and record it there.".to_owned(),
            "Radiez-la ici et inscrivez-la là-bas.".to_owned(),
        )
    } else {
        let nulls = others.iter().map(|name| format!("\"{name}\": null")).collect::<Vec<_>>().join(", ");
        let patch = format!("PATCH /v1/cases/{{id}}/events/{{event_id}} {{\"facts\": {{{nulls}}}}}");
        (
            format!("Correct the entry first ({patch}), then move it."),
            format!("Corrigez d'abord l'inscription ({patch}), puis déplacez-la."),
        )
    };
    Err(Error::new(Code::DocketOutOfOrder).with_detail(
        format!("The entry has facts that its event does not have in the other case ({}): {names}. {way_out}", there.name.en),
        format!("L'inscription comporte des faits que son événement n'a pas dans l'autre affaire ({}) : {names}. {voie}", there.name.fr),
    ))
}
