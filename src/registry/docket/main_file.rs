//! What happens in the file of a motion, on the docket of the file that the motion is in.
//!
//! A motion, a stay or an extension is a case of its own, with its own clocks, in one file of the
//! court. What its data says the docket of that file shows (`in_main_file`) is recorded there in
//! the same act, and an order in it sets dates there. The entry there follows the one in the
//! motion: it is corrected, struck and restored with it, and not by itself.

use super::api::{RecordedEvent, ToldEvent};
use super::course::{Course, refused_there};
use super::entry::DocketEntry;
use super::service::{self, put_in_place};
use super::strike;
use crate::access::context::Context;
use crate::db::types::Json;
use crate::db::{Connection, Mode};
use crate::duties::notifications;
use crate::duties::notifications::model::NotificationKind;
use crate::error::{Class, Code, Error, Result};
use crate::ids::{CaseId, EventId};
use crate::law::docket::model::{DocketEvent, OrderedDate};
use crate::law::docket::time_limits;
use crate::law::engine::EventFacts;
use crate::law::proceedings::{Catalog, EventType, MainFileEntry, Proceeding};
use crate::matters::cases::service::proceeding;
use crate::matters::cases::{self, CaseRow};
use crate::matters::docket::api::TellingEntry;
use crate::matters::docket::model::MovedEntry;
use crate::matters::docket::{EventRow, store, validate};
use crate::matters::links;
use crate::text::Text;

/// The file that a motion is in, taken for what is told there.
pub(super) struct MainFile {
    pub case: CaseRow,
    /// Whether the caller may see it. What a court ordered reaches it all the same, and nothing is
    /// said of it.
    pub is_seen: bool,
}

/// Takes a case, and the file in which it is a motion, if the docket of that shows such an event.
/// Nothing is asked or taken for what no motion tells.
pub(super) fn lock(
    connection: &mut Connection,
    caller: &Context,
    motion: CaseId,
    event_type: &str,
) -> Result<Option<MainFile>> {
    let Some((main, told)) = to_be_told(connection, caller, motion, event_type)? else { return Ok(None) };
    caller.require_permission()?;
    let main = lock_both(connection, caller, motion, main)?;
    Ok(main.filter(|main| main.knows(told)))
}

/// The file in which a case is a motion, and what it is told of such an event, if anything.
pub(super) fn to_be_told(
    connection: &mut Connection,
    caller: &Context,
    motion: CaseId,
    event_type: &str,
) -> Result<Option<(CaseId, &'static MainFileEntry)>> {
    if !Catalog::current().is_told_in_main_files(event_type) {
        return Ok(None);
    }
    let case = cases::service::find_visible(connection, caller, motion)?;
    let told = proceeding(&case)?.event(event_type).and_then(|event| event.in_main_file.as_ref());
    let Some(told) = told else { return Ok(None) };
    Ok(links::service::main_file_of(connection, motion)?.map(|main| (main, told)))
}

/// Takes two cases, in the order of their ids, and gives the second.
fn lock_both(
    connection: &mut Connection,
    caller: &Context,
    motion: CaseId,
    main: CaseId,
) -> Result<Option<MainFile>> {
    let mut both = [motion, main];
    both.sort_unstable();
    cases::dialect::lock_cases(connection, &both)?;
    MainFile::take(connection, caller, main)
}

impl MainFile {
    /// Takes the main file, whose lock is held already: as it is now.
    pub(super) fn take(connection: &mut Connection, caller: &Context, main: CaseId) -> Result<Option<Self>> {
        let is_seen = !cases::service::visible_among(connection, caller, &[main])?.is_empty();
        let case = cases::service::lock_unseen(connection, caller, main)?;
        Ok(case.map(|case| Self { case, is_seen }))
    }

    /// Whether its docket has such an entry.
    pub(super) fn knows(&self, told: &MainFileEntry) -> bool {
        proceeding(&self.case).is_ok_and(|main| main.event(&told.event).is_some())
    }
}

/// The dates that an order in a motion sets there, and those that it sets in the main file: of
/// rules that only the latter knows.
///
/// # Errors
/// 422 that names the rules of both, where neither knows one and the caller may see the main file.
pub(super) fn divide(
    ordered: Vec<OrderedDate>,
    (own, event_type): (&Proceeding, &str),
    main: &MainFile,
) -> Result<(Vec<OrderedDate>, Vec<OrderedDate>)> {
    let of_main = proceeding(&main.case)?;
    let event = own.event(event_type);
    let (_, there) = telling(event, of_main)?;
    let catalog = Catalog::current();
    let here: Vec<_> = event.into_iter().flat_map(|event| catalog.may_be_set(event, own)).collect();
    let there: Vec<_> = catalog.may_be_set(there, of_main).collect();
    let knows = |rules: &[&str], date: &OrderedDate| rules.contains(&date.rule.as_str());
    if main.is_seen && event.is_some_and(|event| event.order) {
        let mut rules = here.clone();
        rules.extend(there.iter().filter(|rule| !here.contains(rule)));
        let unknown = (0..).zip(&ordered).filter(|(_, date)| !knows(&rules, date));
        let faults: Vec<_> = unknown.map(|(index, _)| validate::unknown_rule(index, &rules)).collect();
        if !faults.is_empty() {
            return Err(Error::invalid(faults));
        }
    }
    Ok(ordered.into_iter().partition(|date| knows(&here, date) || !knows(&there, date)))
}

/// Records an event in a motion, and tells of it on the docket of the main file. Where the caller
/// may not see that file, it is told there without a word about it; what does not fit there is then
/// recorded in the motion alone, as if there were no main file, and whoever answers for that file
/// is told so.
pub(super) fn record(
    connection: &mut Connection,
    caller: &Context,
    (motion, main): (&CaseRow, &MainFile),
    mut entry: DocketEntry<'_>,
    mode: Mode,
) -> Result<RecordedEvent> {
    let own = proceeding(motion)?;
    let all = std::mem::take(&mut entry.event.ordered);
    let (here, there) = divide(all.clone(), (own, &entry.event.event_type), main)?;
    let without_relief = own
        .event(&entry.event.event_type)
        .and_then(|event| time_limits::warn_of_dates_without_relief(event, &entry.event, &there));
    if main.is_seen {
        entry.event.ordered = here;
        let (event, id) = (entry.event.clone(), motion.id);
        let mut recorded = service::enter(connection, caller, motion, entry, mode)?;
        recorded.effects.warnings.extend(without_relief);
        let shown = tell(connection, caller, (id, main), (own, &event, there), mode);
        return Ok(with(recorded, shown.map_err(in_main_file)?));
    }
    let told = tell(connection, caller, (motion.id, main), (own, &entry.event, there), mode);
    entry.event.ordered = match told {
        Ok(_) => here,
        Err(refused) if is_refusal(&refused) => {
            // Its author is told nothing of that file, so whoever answers for it is.
            let kind = NotificationKind::MotionNotTold;
            notifications::service::tell_accountable(connection, caller, kind, &main.case)?;
            all
        }
        Err(error) => return Err(error),
    };
    let mut recorded = service::enter(connection, caller, motion, entry, mode)?;
    recorded.effects.warnings.extend(without_relief);
    Ok(recorded)
}

/// Tells of an entry in a motion on the docket of the main file.
fn tell(
    connection: &mut Connection,
    caller: &Context,
    (motion, main): (CaseId, &MainFile),
    (own, event, ordered): (&Proceeding, &DocketEvent, Vec<OrderedDate>),
    mode: Mode,
) -> Result<RecordedEvent> {
    let (definition, there) = telling(own.event(&event.event_type), proceeding(&main.case)?)?;
    let told = told(definition, there, event, ordered);
    let of = MovedEntry { case_id: motion, event_id: event.id };
    service::enter(connection, caller, &main.case, DocketEntry::telling_of(told, of), mode)
}

/// Tells of an entry that was corrected, and of which the main file did not tell yet.
///
/// # Errors
/// 409 where it sets dates there and does not fit the docket.
pub(super) fn tell_late(
    connection: &mut Connection,
    caller: &Context,
    (motion, main): (&CaseRow, &MainFile),
    corrected: RecordedEvent,
    (entry, ordered): (&EventRow, Vec<OrderedDate>),
    mode: Mode,
) -> Result<RecordedEvent> {
    let (own, event) = (proceeding(motion)?, entry.recorded()?);
    let sets_none = ordered.is_empty();
    match tell(connection, caller, (motion.id, main), (own, &event, ordered), mode) {
        Ok(shown) => Ok(with(corrected, shown)),
        // It was not told before either, and the correction need not be about that.
        Err(refused) if sets_none && is_refusal(&refused) => Ok(corrected),
        Err(error) => Err(in_main_file(error)),
    }
}

/// Whether a docket refuses an entry, and nothing else went wrong.
fn is_refusal(error: &Error) -> bool {
    matches!(error.code().class(), Class::Conflict | Class::Invalid)
}

/// Puts the entry of the main file in the place of what it was, after that of the motion was.
///
/// # Errors
/// 409 where it does not fit the docket there; 403 where the caller may not see that.
pub(super) fn follow(
    connection: &mut Connection,
    caller: &Context,
    main: &MainFile,
    (recorded, rows): (RecordedEvent, (EventRow, EventRow)),
    course: Course<'_>,
    mode: Mode,
) -> Result<RecordedEvent> {
    let shown = put_in_place(connection, caller, &main.case, rows, course, mode);
    if main.is_seen {
        return Ok(with(recorded, shown.map_err(in_main_file)?));
    }
    match shown {
        Ok(_) => Ok(recorded),
        Err(refused) if is_refusal(&refused) => Err(Error::new(Code::Forbidden)),
        Err(error) => Err(error),
    }
}

/// The entry of the main file, after the one that it tells of was corrected. The entry in the
/// motion does not show the dates that it sets here: a correction changes those whose rules it
/// names, and leaves the others.
///
/// # Errors
/// 500 where its facts are no longer readable.
pub(super) fn corrected(
    caller: &Context,
    (motion, main): (&CaseRow, &CaseRow),
    before: &EventRow,
    entry: &EventRow,
    named: Vec<OrderedDate>,
) -> Result<EventRow> {
    let definition = proceeding(motion)?.event(&entry.event_type);
    let (definition, there) = telling(definition, proceeding(main)?)?;
    let mut ordered: Vec<OrderedDate> = before.ordered.parse()?;
    ordered.retain(|kept| named.iter().all(|date| date.rule != kept.rule));
    ordered.extend(named);
    let told = told(definition, there, &entry.recorded()?, ordered);
    Ok(EventRow {
        occurred_on: told.occurred_on,
        served_on: told.served_on,
        service_method: told.service_method,
        facts: Json::of(&told.facts)?,
        ordered: Json::of(&told.ordered)?,
        ..strike::next_version(before, caller)
    })
}

/// An entry that is to be changed, and the case, which is taken for it; with the entry of the main
/// file that tells of it, and that file, if one does.
pub(super) struct TakenEntry {
    pub case: CaseRow,
    pub before: EventRow,
    pub told: Option<(MainFile, EventRow)>,
}

impl TakenEntry {
    /// Takes the case of an entry for a change of it, and the main file.
    ///
    /// # Errors
    /// 404; 403, which is also what there is where the main file was disposed of.
    pub fn take(
        connection: &mut Connection,
        caller: &Context,
        id: CaseId,
        event_id: EventId,
    ) -> Result<Self> {
        let told = match store::telling_of(connection, id, event_id)? {
            None => None,
            Some(seen) => {
                cases::service::find_visible(connection, caller, id)?;
                caller.require_permission()?;
                let main = lock_both(connection, caller, id, seen.case_id)?;
                let main = main.ok_or_else(|| Error::new(Code::Forbidden))?;
                let row = store::find(connection, main.case.id, seen.id)?;
                Some((main, row))
            }
        };
        let case = cases::service::lock(connection, caller, id)?.case;
        let before = store::find(connection, id, event_id)?;
        Ok(Self { case, before, told })
    }

    /// Changes the entry, and what tells of it, in the same way.
    ///
    /// # Errors
    /// 409 where either docket forbids it.
    pub fn put(
        self,
        connection: &mut Connection,
        caller: &Context,
        change: impl Fn(&EventRow) -> EventRow,
        course: Course<'_>,
        mode: Mode,
    ) -> Result<RecordedEvent> {
        let Self { case, before, told } = self;
        let row = change(&before);
        let here = put_in_place(connection, caller, &case, (before, row), course, mode)?;
        let Some((main, seen)) = told else { return Ok(here) };
        let after = change(&seen);
        follow(connection, caller, &main, (here, (seen, after)), course, mode)
    }
}

/// Refuses to change an entry that tells of one in a motion.
///
/// # Errors
/// 409 that says where, if the caller may see the motion.
pub(super) fn refuse_told(connection: &mut Connection, caller: &Context, entry: &EventRow) -> Result<()> {
    let Some(MovedEntry { case_id, event_id }) = entry.motion() else { return Ok(()) };
    let is_seen = !cases::service::visible_among(connection, caller, &[case_id])?.is_empty();
    let (en, fr) = if is_seen {
        let address = format!("/v1/cases/{case_id}/events/{event_id}");
        (
            format!("It tells of an entry in the file of a motion, and follows that: change {address}."),
            format!(
                "Cette inscription rend compte d'une inscription au dossier d'une requête et la suit : modifiez {address}."
            ),
        )
    } else {
        (
            "It tells of an entry in the file of a motion, which you may not see, and follows that.".to_owned(),
            "Cette inscription rend compte d'une inscription au dossier d'une requête, que vous ne pouvez consulter, et la suit.".to_owned(),
        )
    };
    Err(Error::new(Code::Conflict).with_detail(en, fr))
}

/// What an event is in the main file, and its type there.
fn telling<'a>(
    definition: Option<&'a EventType>,
    main: &'a Proceeding,
) -> Result<(&'a MainFileEntry, &'a EventType)> {
    let told = definition.and_then(|event| event.in_main_file.as_ref());
    let there = told.and_then(|told| Some((told, main.event(&told.event)?)));
    there.ok_or_else(|| Error::internal("the main file has no such event".to_owned()))
}

fn told(
    entry: &MainFileEntry,
    there: &EventType,
    event: &DocketEvent,
    ordered: Vec<OrderedDate>,
) -> DocketEvent {
    let passed = entry.passes.iter().filter_map(|fact| Some((fact.clone(), event.facts.get(fact)?.clone())));
    let said = entry.with.iter().map(|(fact, value)| (fact.clone(), value.clone()));
    let facts: EventFacts = said.chain(passed).collect();
    DocketEvent {
        id: EventId::generate(),
        position: 0,
        event_type: entry.event.clone(),
        occurred_on: event.occurred_on,
        served_on: event.served_on.filter(|_| there.takes_service),
        service_method: event.service_method.clone().filter(|_| there.takes_service),
        about: None,
        facts,
        ordered,
        tells: true,
        came_from_elsewhere: false,
        struck: false,
    }
}

fn with(mut recorded: RecordedEvent, shown: RecordedEvent) -> RecordedEvent {
    let RecordedEvent { event, effects, .. } = shown;
    // It was read before the entry of the main file was written.
    recorded.event.in_main_file = event.id.map(|id| TellingEntry {
        case_id: event.case_id,
        event_id: id,
        ordered: event.ordered.clone(),
    });
    RecordedEvent { in_main_file: Some(ToldEvent { event, effects }), ..recorded }
}

/// A refusal of the main file's docket, as one of this act.
fn in_main_file(error: Error) -> Error {
    let there = Text::new(
        "It does not fit the docket of the file that the motion is in",
        "L'inscription ne concorde pas avec le dossier dans lequel la requête est présentée",
    );
    refused_there(error, &there)
}
