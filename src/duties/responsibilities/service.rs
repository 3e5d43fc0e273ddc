//! The holders of cases: now, at another time, and as it was known at yet another.

use super::api::CaseResponsibility;
use super::holdings_store::{self, CaseHoldings};
use super::resolution::CaseTraits;
use crate::access::context::Context;
use crate::access::portfolio::Traits;
use crate::clock::registry_day;
use crate::db::Connection;
use crate::db::types::Instant;
use crate::error::{Error, Result};
use crate::ids::{CaseId, UserId};
use crate::matters::cases::CaseRow;
use crate::matters::{cases, docket};

/// The traits that the resolution goes by in a case as it stands.
#[must_use]
pub fn facts(case: &CaseRow) -> CaseTraits {
    CaseTraits {
        id: case.id,
        traits: Traits {
            organization_id: case.organization_id,
            proceeding: case.proceeding.clone(),
            office: case.office.clone(),
            office_region: case.office_region.clone(),
            language: case.language,
        },
        stage: case.stage.clone(),
    }
}

/// The holders of the roles of these cases at an instant, and the matrices that bind: in a number
/// of statements that does not depend on theirs.
pub fn held(
    connection: &mut Connection,
    cases: &[CaseRow],
    at: Instant,
) -> Result<Vec<(CaseId, CaseHoldings)>> {
    let facts: Vec<_> = cases.iter().map(facts).collect();
    let reading = holdings_store::read(connection, &facts, at, None)?;
    let one = |case: &CaseTraits| {
        let matrix = reading.matrix(case.traits.organization_id)?.clone();
        Ok((case.id, CaseHoldings { holdings: reading.holdings(case), matrix }))
    };
    facts.iter().map(one).collect()
}

/// The times for which the responsibilities of a case are asked.
#[derive(Clone, Copy, Debug)]
pub struct HoldersQuery {
    /// The instant at which they are held.
    pub at: Instant,
    /// The instant as known at which it is asked; now, if it is left out.
    pub known_at: Option<Instant>,
    /// Whether responsibilities of every phase are asked for, and not only those that bind then.
    pub all: bool,
}

/// The responsibilities that bind on a case at a time, with who holds them.
///
/// # Errors
/// 404, 403.
pub fn of_time(
    connection: &mut Connection,
    caller: &Context,
    case: CaseId,
    asked: HoldersQuery,
) -> Result<Vec<CaseResponsibility>> {
    let mut row = cases::service::find_visible(connection, caller, case)?;
    caller.require_permission()?;
    if asked.at != caller.now || asked.known_at.is_some() {
        let known_by = asked.known_at.map_or(asked.at, |known_at| known_at.min(asked.at));
        row = cases::service::as_it_was(connection, &row, known_by)?;
        row.stage = docket::service::stage_at(connection, &row, registry_day(asked.at), asked.known_at)?;
    }
    let facts = facts(&row);
    let reading = holdings_store::read(connection, std::slice::from_ref(&facts), asked.at, asked.known_at)?;
    let in_force = reading.matrix(row.organization_id)?;
    let holdings = reading.holdings(&facts);
    let phase = docket_phase(&row)?;
    let matrix = &in_force.matrix;
    let binding: Vec<&str> =
        matrix.binding(&row.proceeding, phase).map(|known| known.code.as_str()).collect();
    let wanted =
        matrix.responsibilities().iter().filter(|known| asked.all || binding.contains(&known.code.as_str()));
    let of = |known| CaseResponsibility::of(known, in_force, &holdings, &binding);
    Ok(wanted.map(of).collect())
}

/// The people who answer for what binds on a case as it stands, each once.
pub fn accountable(connection: &mut Connection, case: &CaseRow, at: Instant) -> Result<Vec<UserId>> {
    let phase = docket_phase(case)?;
    let mut found = Vec::new();
    for (_, held) in held(connection, std::slice::from_ref(case), at)? {
        let binding = held.matrix.matrix.binding(&case.proceeding, phase);
        let accountable = binding.filter_map(|known| held.holders(&known.code).accountable?.user_id);
        found.extend(accountable);
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// The phase of its docket in which a case stands.
///
/// # Errors
/// 500 where the catalog no longer has its proceeding or its stage.
pub fn docket_phase(case: &CaseRow) -> Result<&'static str> {
    let stage = cases::service::proceeding(case)?.stage(&case.stage);
    stage
        .map(|stage| stage.phase.as_str())
        .ok_or_else(|| Error::internal(format!("no stage {} in proceeding {}", case.stage, case.proceeding)))
}
