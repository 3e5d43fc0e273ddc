//! A docket that an act makes another: whether each entry may still stand where it stands.

use crate::access::context::Context;
use crate::error::{Code, Error, Fault, Result};
use crate::ids::EventId;
use crate::law::docket::heard;
use crate::law::docket::hearings::SetHearing;
use crate::law::docket::model::DocketEvent;
use crate::law::docket::motion_warnings;
use crate::law::docket::replay::{self, State};
use crate::law::engine::{Law, Warning};
use crate::law::proceedings::Proceeding;
use crate::matters::cases::CaseRow;
use crate::matters::docket::model::MovedEntry;
use crate::matters::docket::service::{facts, recorded};
use crate::matters::docket::{EventRow, about, admission, validate};
use crate::text::Text;
use chrono::NaiveDate;

/// The act by which a docket is another now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Course<'a> {
    /// This entry was corrected, or, without one, the case.
    Corrected(Option<EventId>),
    /// An entry was struck.
    Struck,
    /// An entry was struck, and is recorded in another case: there.
    Moved(MovedEntry),
    /// An entry that was struck counts again, for this reason.
    Restored(&'a str),
}

impl Course<'_> {
    /// The refusal, where an entry could not stand on the docket any more.
    fn refused_at(self, name: &Text, event: &DocketEvent) -> Option<Error> {
        let on = event.occurred_on;
        let (en, fr) = match self {
            Self::Corrected(_) => return None,
            Self::Struck | Self::Moved(_) => (
                format!("\"{}\" of {on} rests on it: strike that first.", name.en),
                format!("« {} » du {on} en dépend : radiez d'abord cette inscription.", name.fr),
            ),
            Self::Restored(_) => (
                format!("With it, \"{}\" of {on} would not fit the docket.", name.en),
                format!("Avec elle, « {} » du {on} ne concorderait pas avec le dossier de la cour.", name.fr),
            ),
        };
        Some(Error::new(Code::DocketOutOfOrder).with_detail(en, fr))
    }

    /// The faults of the dates of an entry, as ones of the request. That holds the entry which is
    /// corrected, or the decision, and not a later entry that rests on them: this is named.
    fn faults_of(
        self,
        case: &CaseRow,
        rows: &[EventRow],
        (name, event): (&Text, &DocketEvent),
        faults: Vec<Fault>,
    ) -> Vec<Fault> {
        let Self::Corrected(corrected) = self else { return faults };
        let Some(corrected) = corrected else { return vec![before_the_decision(case, name, event)] };
        let day = rows.iter().find(|row| row.id == corrected).map(|row| row.occurred_on);
        match day.filter(|_| corrected != event.id) {
            Some(day) => vec![before_its_cause(name, event, day)],
            None => faults,
        }
    }
}

/// The fault of a correction that puts an entry after one that follows it.
fn before_its_cause(name: &Text, event: &DocketEvent, corrected_to: NaiveDate) -> Fault {
    let (on, by) = (event.occurred_on, event.id);
    // Its own day may be as good as before, and that of its service is not.
    let pointer = if on < corrected_to { "/occurred_on" } else { "/served_on" };
    Fault::body(
        pointer,
        "before_cause",
        format!(
            "\"{}\" of {on} follows it, and would come before it. If that entry is wrong, correct it or strike it first: PATCH /v1/cases/{{id}}/events/{by}, or POST .../{by}/strike.",
            name.en
        ),
        format!(
            "« {} » du {on} en découle et la précéderait. Si cette inscription est erronée, corrigez-la ou radiez-la d'abord : PATCH /v1/cases/{{id}}/events/{by}, ou POST .../{by}/strike.",
            name.fr
        ),
    )
}

/// The fault of a decision that is put after an entry.
fn before_the_decision(case: &CaseRow, name: &Text, event: &DocketEvent) -> Fault {
    let (on, by) = (event.occurred_on, event.id);
    let is_decided = case.decision().decided_on.is_some();
    Fault::body(
        if is_decided { "/decision/decided_on" } else { "/decision/notified_on" },
        "before_decision",
        format!(
            "\"{}\" of {on} would come before the decision under review. If that entry is wrong, correct it or strike it first: PATCH /v1/cases/{{id}}/events/{by}, or POST .../{by}/strike.",
            name.en
        ),
        format!(
            "« {} » du {on} précéderait la décision contestée. Si cette inscription est erronée, corrigez-la ou radiez-la d'abord : PATCH /v1/cases/{{id}}/events/{by}, ou POST .../{by}/strike.",
            name.fr
        ),
    )
}

/// What is odd about the hearings and the motions on a docket, each with the entry that says it.
type Oddities = Vec<(EventId, Warning)>;

/// Replays a docket that is another now, checking at each event that it may still stand where it
/// stands; and says what is odd about it.
///
/// # Errors
/// 409 where one may not; 500 where one is no longer readable.
pub(super) fn replay_checked(
    caller: &Context,
    case: &CaseRow,
    proceeding: &Proceeding,
    rows: &[EventRow],
    course: Course<'_>,
) -> Result<(State, Oddities)> {
    let facts = facts(case);
    let mut state = replay::opening(proceeding, &facts);
    let mut odd = Vec::new();
    for event in &recorded(rows)? {
        if event.struck {
            replay::apply(&mut state, proceeding, &facts, event);
            continue;
        }
        let definition = validate::event_type(proceeding, &event.event_type)?;
        let name = &definition.name;
        admission::admissible(definition, &state).map_err(|refusal| {
            let refused = || admission::refused(definition, proceeding, &state, refusal);
            course.refused_at(name, event).unwrap_or_else(refused)
        })?;
        let faults = validate::dates(definition, proceeding, &state, &facts, event, caller.today);
        if !faults.is_empty() {
            let on = event.occurred_on;
            let faults = course.faults_of(case, rows, (name, event), faults);
            return Err(course.refused_at(name, event).unwrap_or_else(|| {
                Error::new(Code::EventOutOfOrder)
                    .with_detail(
                        format!("It would put the docket out of order at \"{}\" of {on}.", name.en),
                        format!("Le dossier de la cour ne serait plus en ordre à « {} » du {on}.", name.fr),
                    )
                    .with_faults(faults)
            }));
        }
        let kind = (proceeding, definition);
        let is_corrected = course == Course::Corrected(Some(event.id));
        // What another entry says otherwise since then is warned of, and put right there.
        let mut faults: Vec<_> = about::fault(kind, &state, event).into_iter().collect();
        if faults.is_empty() && is_corrected {
            faults = about::contradictions(kind, &state, event);
        }
        if !faults.is_empty() {
            return Err(course.refused_at(name, event).unwrap_or_else(|| {
                if is_corrected {
                    return Error::invalid(faults);
                }
                let on = event.occurred_on;
                Error::new(Code::DocketOutOfOrder).with_detail(
                    format!("\"{}\" of {on} would be about no entry that it can be about. Correct that first: PATCH /v1/cases/{{id}}/events/{}.", name.en, event.id),
                    format!("« {} » du {on} ne viserait plus aucune inscription qu'il puisse viser. Corrigez-la d'abord : PATCH /v1/cases/{{id}}/events/{}.", name.fr, event.id),
                )
            }));
        }
        odd.extend(oddities(case, proceeding, &state, event));
        replay::apply(&mut state, proceeding, &facts, event);
    }
    Ok((state, odd))
}

/// The state that a docket makes, and what is odd about it, each with the entry that says it.
///
/// # Errors
/// 500 where an entry is no longer readable.
pub(super) fn with_oddities(
    case: &CaseRow,
    proceeding: &Proceeding,
    rows: &[EventRow],
) -> Result<(State, Oddities)> {
    let facts = facts(case);
    let mut state = replay::opening(proceeding, &facts);
    let mut odd = Vec::new();
    for event in &recorded(rows)? {
        if !event.struck {
            odd.extend(oddities(case, proceeding, &state, event));
        }
        replay::apply(&mut state, proceeding, &facts, event);
    }
    Ok((state, odd))
}

fn oddities(
    case: &CaseRow,
    proceeding: &Proceeding,
    before: &State,
    event: &DocketEvent,
) -> impl Iterator<Item = (EventId, Warning)> {
    let calendars = Law::current().calendars;
    let mut found = motion_warnings::warnings(proceeding, before, &facts(case), event);
    found.extend(heard::warnings(calendars, proceeding, case.place(), before, event));
    let id = event.id;
    found.into_iter().map(move |warning| (id, warning))
}

/// The refusal of another docket, as one of the act on this one: what is wrong is the entry, which
/// the request does not hold.
pub(super) fn refused_there(error: Error, there: &Text) -> Error {
    if error.faults().is_empty() {
        return error;
    }
    let said = error.faults().iter().map(|fault| fault.message.clone());
    let (en, fr): (Vec<_>, Vec<_>) = said.map(|text| (text.en, text.fr)).unzip();
    if error.code() == Code::EventNotAllowed {
        return Error::new(Code::EventNotAllowed).with_detail(en.join(" "), fr.join(" "));
    }
    Error::new(Code::DocketOutOfOrder)
        .with_detail(format!("{}: {}", there.en, en.join(" ")), format!("{} : {}", there.fr, fr.join(" ")))
}

/// Refuses to strike what set the day of a hearing that a later entry says was held, or is not
/// held: that entry would be about no hearing.
///
/// # Errors
/// 409 that names the later entry; 500 where one is no longer readable.
pub(super) fn keep_hearings(
    proceeding: &Proceeding,
    rows: &[EventRow],
    course: Course<'_>,
    (before, after): (&[SetHearing], &[SetHearing]),
) -> Result<()> {
    if !matches!(course, Course::Struck | Course::Moved(_)) {
        return Ok(());
    }
    let ends_one = |hearings: &[SetHearing], event: &DocketEvent| {
        hearings.iter().any(|hearing| hearing.ended_by() == Some(event.id))
    };
    for event in recorded(rows)?.iter().filter(|event| !event.struck) {
        if ends_one(before, event) && !ends_one(after, event) {
            let name = &validate::event_type(proceeding, &event.event_type)?.name;
            return course.refused_at(name, event).map_or(Ok(()), Err);
        }
    }
    Ok(())
}
