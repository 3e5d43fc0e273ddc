//! The parts of a case that are removed when it is disposed of.
//!
//! This is the one place that touches the rows of every feature: whoever adds a table that says
//! something of a case adds it here. A test plants a mark in every text of a case and looks for it
//! in every column of the database afterwards.

use crate::contents::erasures_store;
use crate::db::Connection;
use crate::db::schema::{
    assignment_versions, assignments, case_links, case_names, cases, deadlines, document_versions, documents,
    emergency_accesses, events, feeds, hearings, idempotency_keys, import_lines, legal_holds, notes,
    notifications, parties, walls,
};
use crate::db::types::Instant;
use crate::error::Result;
use crate::external_ids;
use crate::external_ids::model::ExternalIds;
use crate::ids::{CaseId, EventId};
use crate::law::docket::model::DecisionLocation;
use crate::matters::cases::model::StoredStatus;
use diesel::prelude::*;

/// The number of rows of each kind that disposal removes from a case.
pub fn parts(connection: &mut Connection, case: CaseId) -> Result<Vec<(&'static str, i64)>> {
    macro_rules! counted {
        ($($table:ident),+) => {
            vec![$((
                stringify!($table),
                $table::table.filter($table::case_id.eq(case)).count().get_result(connection)?,
            )),+]
        };
    }
    let mut parts: Vec<(&'static str, i64)> = counted!(
        parties,
        events,
        deadlines,
        hearings,
        notes,
        documents,
        document_versions,
        assignments,
        feeds,
        notifications,
        legal_holds,
        emergency_accesses
    );
    let links: i64 = linked(case).count().get_result(connection)?;
    parts.push(("links", links));
    Ok(parts)
}

/// The links from a case and to it.
#[diesel::dsl::auto_type(no_type_alias)]
fn linked(case: CaseId) -> _ {
    let here: diesel::dsl::Eq<case_links::case_id, CaseId> = case_links::case_id.eq(case);
    let there: diesel::dsl::Eq<case_links::other_case_id, CaseId> = case_links::other_case_id.eq(case);
    case_links::table.filter(here.or(there))
}

/// Removes the parts of a case, and what its own row and the walls around it say; asks for the
/// files of its documents to be erased.
pub fn remove(connection: &mut Connection, case: CaseId, now: Instant) -> Result<()> {
    macro_rules! removed {
        ($($table:ident),+) => {
            $(diesel::delete($table::table.filter($table::case_id.eq(case))).execute(connection)?;)+
        };
    }
    erasures_store::ask(connection, case, now)?;
    let versions = assignments::table.filter(assignments::case_id.eq(case)).select(assignments::id);
    diesel::delete(assignment_versions::table.filter(assignment_versions::assignment_id.eq_any(versions)))
        .execute(connection)?;
    // What refers to others goes before them.
    removed!(
        document_versions,
        documents,
        notifications,
        deadlines,
        hearings,
        events,
        assignments,
        case_names,
        parties,
        notes
    );
    removed!(feeds, emergency_accesses, legal_holds);
    diesel::delete(linked(case)).execute(connection)?;
    external_ids::service::forget_case(connection, case)?;
    diesel::delete(import_lines::table.filter(import_lines::case_id.eq(case))).execute(connection)?;
    // Another docket no longer names an entry that there is not.
    let nowhere =
        (events::moved_to_case_id.eq(None::<CaseId>), events::moved_to_event_id.eq(None::<EventId>));
    diesel::update(events::table.filter(events::moved_to_case_id.eq(case)))
        .set(nowhere)
        .execute(connection)?;
    let of_nothing = (events::motion_case_id.eq(None::<CaseId>), events::motion_event_id.eq(None::<EventId>));
    diesel::update(events::table.filter(events::motion_case_id.eq(case)))
        .set(of_nothing)
        .execute(connection)?;
    // What is kept of a request, in case it is sent again, may say what followed in the case.
    diesel::delete(idempotency_keys::table.filter(idempotency_keys::pointer.like(format!("%{case}%"))))
        .execute(connection)?;
    // The tombstone is hidden from whom the case was hidden from.
    diesel::update(walls::table.filter(walls::case_id.eq(case)))
        .set(walls::reason.eq(""))
        .execute(connection)?;
    diesel::update(cases::table.filter(cases::id.eq(case)))
        .set((
            cases::status.eq(StoredStatus::Disposed),
            cases::style_of_cause.eq(""),
            cases::file_number.eq(None::<String>),
            cases::office.eq(None::<String>),
            cases::office_region.eq(None::<String>),
            cases::office_as.eq(None::<String>),
            cases::decision_body.eq(None::<String>),
            cases::decided_on.eq(None::<chrono::NaiveDate>),
            cases::notified_on.eq(None::<chrono::NaiveDate>),
            cases::decision_location.eq(None::<DecisionLocation>),
            cases::external_ids.eq(ExternalIds::default()),
        ))
        .execute(connection)?;
    Ok(())
}
