//! A docket that an act makes another: whether each entry may still stand where it stands.

use crate::access::context::Context;
use crate::error::{Code, Error, Result};
use crate::ids::EventId;
use crate::law::docket::heard;
use crate::law::docket::hearings::SetHearing;
use crate::law::docket::model::DocketEvent;
use crate::law::docket::replay::{self, State};
use crate::law::engine::{Law, Warning};
use crate::law::proceedings::Proceeding;
use crate::matters::cases::CaseRow;
use crate::matters::docket::model::MovedEntry;
use crate::matters::docket::service::{facts, recorded};
use crate::matters::docket::{EventRow, validate};
use crate::text::Text;

/// The act by which a docket is another now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Course<'a> {
    /// An entry, or the case, was corrected.
    Corrected,
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
            Self::Corrected => return None,
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
}

/// Replays a docket that is another now, checking at each event that it may still stand where it
/// stands.
///
/// # Errors
/// 409 where one may not; 500 where one is no longer readable.
pub(super) fn replay_checked(
    caller: &Context,
    case: &CaseRow,
    proceeding: &Proceeding,
    rows: &[EventRow],
    course: Course<'_>,
) -> Result<State> {
    let facts = facts(case);
    let mut state = replay::opening(proceeding, &facts);
    for event in &recorded(rows)? {
        if event.struck {
            replay::apply(&mut state, proceeding, &facts, event);
            continue;
        }
        let definition = validate::event_type(proceeding, &event.event_type)?;
        let name = &definition.name;
        validate::admissible(definition, &state).map_err(|refusal| {
            let refused = || validate::refused(definition, proceeding, &state, refusal);
            course.refused_at(name, event).unwrap_or_else(refused)
        })?;
        let faults = validate::dates(definition, proceeding, &state, &facts, event, caller.today);
        if !faults.is_empty() {
            let on = event.occurred_on;
            return Err(course.refused_at(name, event).unwrap_or_else(|| {
                Error::new(Code::EventOutOfOrder)
                    .with_detail(
                        format!("It would put the docket out of order at \"{}\" of {on}.", name.en),
                        format!("Le dossier de la cour ne serait plus en ordre à « {} » du {on}.", name.fr),
                    )
                    .with_faults(faults)
            }));
        }
        replay::apply(&mut state, proceeding, &facts, event);
    }
    Ok(state)
}

/// The state that a docket makes, and what is odd about the hearings on it, each with the entry
/// that says it.
///
/// # Errors
/// 500 where an entry is no longer readable.
pub(super) fn with_oddities(
    case: &CaseRow,
    proceeding: &Proceeding,
    rows: &[EventRow],
) -> Result<(State, Vec<(EventId, Warning)>)> {
    let (facts, calendars) = (facts(case), Law::current().calendars);
    let mut state = replay::opening(proceeding, &facts);
    let mut odd = Vec::new();
    for event in &recorded(rows)? {
        if !event.struck {
            let office = case.place();
            let found = heard::warnings(calendars, proceeding, office, &state.hearings, event);
            odd.extend(found.into_iter().map(|warning| (event.id, warning)));
        }
        replay::apply(&mut state, proceeding, &facts, event);
    }
    Ok((state, odd))
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
