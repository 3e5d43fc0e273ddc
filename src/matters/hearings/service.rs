//! Keeping the hearings of a case as its docket has them.

use super::model::HearingStatus;
use super::store::{self, HearingFile, HearingFilter, HearingRow};
use crate::access::context::Context;
use crate::access::portfolio::Portfolio;
use crate::clock::registry_day;
use crate::db::types::{Instant, Json};
use crate::db::{Connection, Db, dialect};
use crate::error::Result;
use crate::ids::{CaseId, GroupId, HearingId};
use crate::law::docket::hearings::{HearingOutcome, SetHearing};
use crate::law::engine::{Law, OfficeChoice, Trigger, by_the_clock, zone_of};
use crate::law::proceedings::Catalog;
use crate::matters::cases::CaseRow;
use crate::matters::{cases, docket};
use chrono::NaiveDate;
use serde_json::Value;
use std::collections::BTreeSet;

/// Hearings of the cases that the caller may see, the earliest first, with what the caller is shown
/// of those cases.
pub fn list(
    connection: &mut Connection,
    caller: &Context,
    filter: &HearingFilter,
    after: Option<(NaiveDate, HearingId)>,
    limit: i64,
) -> Result<Vec<(HearingRow, HearingFile)>> {
    store::list(connection, caller, filter, after, limit)
}

/// The portfolios that a group holds now: what makes the hearings of their cases the group's.
pub fn portfolios_of(connection: &mut Connection, group: GroupId, now: Instant) -> Result<Vec<Portfolio>> {
    store::portfolios_of(connection, group, now)
}

/// Writes what became of the hearings of a case, where it is another than before. One that the
/// docket does not have any more, because what set it was corrected, is vacated.
pub fn write(
    connection: &mut Connection,
    case: &CaseRow,
    (before, after): (&[SetHearing], &[SetHearing]),
    now: Instant,
) -> Result<()> {
    let is_gone = |was: &&SetHearing| !after.iter().any(|hearing| hearing.id == was.id);
    for was in before.iter().filter(is_gone) {
        let gone = SetHearing { outcome: HearingOutcome::Vacated { by: was.set_by }, ..was.clone() };
        store::put(connection, &row(case, &gone, now)?)?;
    }
    for hearing in after.iter().filter(|hearing| !before.contains(hearing)) {
        store::put(connection, &row(case, hearing, now)?)?;
    }
    Ok(())
}

/// A hearing as it is stored.
fn row(case: &CaseRow, hearing: &SetHearing, now: Instant) -> Result<HearingRow> {
    let office = case.place().map(OfficeChoice::OfCase);
    let calendars = Law::current().calendars;
    let hearing_on = match hearing.outcome {
        HearingOutcome::Held { on, .. } => on,
        _ => hearing.on,
    };
    // The hour is of the day that was set: of another day nothing is known but that it was held.
    let hour = hearing.hour().filter(|_| hearing_on == hearing.on);
    let at = hour.map(|at| by_the_clock(calendars, office, at));
    let text = |fact: &str| hearing.text(fact).map(str::to_owned);
    let number = |value: &Value| i32::try_from(value.as_i64()?).ok().filter(|minutes| *minutes > 0);
    let known = Catalog::current().proceeding(&case.proceeding);
    let definition = known.and_then(|known| known.hearings.iter().find(|one| one.code == hearing.code));
    Ok(HearingRow {
        id: HearingId::from(hearing.id.uuid()),
        case_id: case.id,
        organization_id: case.organization_id,
        code: hearing.code.clone(),
        status: match hearing.outcome {
            HearingOutcome::Scheduled => HearingStatus::Scheduled,
            HearingOutcome::Held { .. } => HearingStatus::Held,
            HearingOutcome::Vacated { .. } | HearingOutcome::Closed { .. } | HearingOutcome::Struck => {
                HearingStatus::Vacated
            }
        },
        hearing_on,
        hearing_at: match at {
            Some(Trigger::At(at)) => Some(Instant::at(at.to_utc())),
            _ => None,
        },
        zone: zone_of(calendars, office).name().to_owned(),
        minutes: hearing.facts.get("hearing_minutes").and_then(number),
        place: text("hearing_place"),
        room: text("hearing_room"),
        remote: hearing.facts.get("hearing_remote").and_then(Value::as_bool),
        language: text("hearing_language"),
        judge: text("hearing_judge"),
        responsibility: definition.and_then(|definition| definition.responsibility.clone()),
        event_id: hearing.set_by,
        remind_on: hearing.is_scheduled().then(|| registry_day(now)),
        version: 1,
        created_at: now,
        updated_at: now,
        days: Json::of(&hearing.days)?,
    })
}

/// The number of cases that one transaction takes.
const BATCH: i64 = 200;

/// The lock under which hearings of earlier dockets are put in.
const LOCK: i64 = 0x6865_6172_696e_6700;

/// Brings the hearings that are kept to those that the dockets set, where a docket was recorded
/// before greffe kept hearings of that kind, and returns of how many cases. Nothing is written
/// where nothing is missing.
pub fn index_missing(db: &Db, now: Instant) -> Result<usize> {
    let (mut after, mut done) = (None, 0_usize);
    let types = setting_events();
    loop {
        let (last, behind) = db.read_now(|connection| {
            let found = store::cases_with(connection, &types, after, BATCH)?;
            let missing = missing(connection, &found, now)?;
            let behind: Vec<_> = missing.into_iter().map(|(case, _)| case).collect();
            Ok((found.last().copied(), behind))
        })?;
        let Some(last) = last else { return Ok(done) };
        if !behind.is_empty() {
            let put = db.write_now(|connection| index_batch(connection, &behind, now))?;
            done = done.saturating_add(put);
        }
        after = Some(last);
    }
}

/// The events of every proceeding that set a hearing.
fn setting_events() -> Vec<&'static str> {
    let hearings = Catalog::current().proceedings().iter().flat_map(|known| &known.hearings);
    let types: BTreeSet<&str> =
        hearings.flat_map(|hearing| &hearing.set_by).map(|start| start.event.as_str()).collect();
    types.into_iter().collect()
}

/// The hearings that the dockets of cases set and that are not kept, by case. What is kept of the
/// others is what the acts on the docket wrote.
fn missing(
    connection: &mut Connection,
    cases: &[CaseId],
    now: Instant,
) -> Result<Vec<(CaseId, Vec<HearingRow>)>> {
    let kept: BTreeSet<HearingId> = store::ids_of(connection, cases)?.into_iter().collect();
    let mut found = Vec::new();
    for (case, state) in docket::service::states(connection, cases)? {
        let new = state.hearings.iter().filter(|set| !kept.contains(&HearingId::from(set.id.uuid())));
        let rows = new.map(|set| row(&case, set, now)).collect::<Result<Vec<_>>>()?;
        if !rows.is_empty() {
            found.push((case.id, rows));
        }
    }
    Ok(found)
}

fn index_batch(connection: &mut Connection, behind: &[CaseId], now: Instant) -> Result<usize> {
    dialect::lock(connection, LOCK)?;
    cases::dialect::lock_cases(connection, behind)?;
    // Somebody may have recorded something since.
    let missing = missing(connection, behind, now)?;
    for row in missing.iter().flat_map(|(_, rows)| rows) {
        store::put(connection, row)?;
    }
    Ok(missing.len())
}
