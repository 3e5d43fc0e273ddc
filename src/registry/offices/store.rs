//! What names an office in an organisation: cases, people and portfolios.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use crate::db::Connection;
use crate::db::schema::{assignments, cases, hearings, users};
use crate::db::types::Instant;
use crate::error::Result;
use crate::ids::{AssignmentId, CaseId, OrganizationId, UserId};
use crate::people::offices::model::OwnOffice;
use diesel::prelude::*;

/// What names an office, by the way in which it is stored there.
#[derive(Clone, Debug, Default)]
pub struct OfficeUses {
    pub cases: Vec<(CaseId, String)>,
    pub users: Vec<(UserId, String)>,
    pub portfolios: Vec<(AssignmentId, String, OrganizationId)>,
}

/// The ways in which an organisation's cases, people and portfolios name offices.
pub fn ways(connection: &mut Connection, organization: OrganizationId) -> Result<Vec<String>> {
    let mut ways: Vec<Option<String>> = Vec::new();
    macro_rules! read {
        ($($table:ident),+) => {$({
            let rows = $table::table.filter($table::organization_id.eq(organization));
            let rows = rows.filter($table::office.is_not_null());
            ways.extend(rows.select($table::office).distinct().load::<Option<String>>(connection)?);
        })+};
    }
    read!(cases, users, assignments);
    let mut ways: Vec<String> = ways.into_iter().flatten().collect();
    ways.sort_unstable();
    ways.dedup();
    Ok(ways)
}

/// What names an office in one of these ways: in an organisation, or anywhere.
pub fn uses(
    connection: &mut Connection,
    organization: Option<OrganizationId>,
    ways: &[String],
) -> Result<OfficeUses> {
    let ways = || ways.iter().map(|way| Some(way.as_str())).collect::<Vec<_>>();
    macro_rules! read {
        ($table:ident $(, $more:expr)?) => {{
            let mut rows = $table::table.filter($table::office.eq_any(ways())).order($table::id.asc()).into_boxed();
            if let Some(organization) = organization {
                rows = rows.filter($table::organization_id.eq(organization));
            }
            rows.select(($table::id, $table::office.assume_not_null() $(, $more)?)).load(connection)?
        }};
    }
    Ok(OfficeUses {
        cases: read!(cases),
        users: read!(users),
        portfolios: read!(assignments, assignments::organization_id),
    })
}

/// The number of rows that one statement takes.
const BATCH: usize = 1000;

/// Gives everything that names an office the way in which it is kept, and cases what follows from
/// it: each is another version then, since it shows the office.
pub fn rewrite(
    connection: &mut Connection,
    uses: &OfficeUses,
    (kept, own): (&str, &OwnOffice),
    now: Instant,
) -> Result<()> {
    for some in uses.cases.chunks(BATCH) {
        let ids = some.iter().map(|(id, _)| *id);
        diesel::update(cases::table.filter(cases::id.eq_any(ids)))
            .set((
                cases::office.eq(kept),
                cases::office_region.eq(&own.region),
                cases::office_as.eq(&own.read_as),
                cases::version.eq(cases::version + 1),
                cases::updated_at.eq(now),
            ))
            .execute(connection)?;
    }
    macro_rules! rewritten {
        ($table:ident, $rows:expr) => {
            for some in $rows.chunks(BATCH) {
                diesel::update($table::table.filter($table::id.eq_any(some.iter().copied())))
                    .set((
                        $table::office.eq(kept),
                        $table::version.eq($table::version + 1),
                        $table::updated_at.eq(now),
                    ))
                    .execute(connection)?;
            }
        };
    }
    let users: Vec<_> = uses.users.iter().filter(|(_, stored)| stored != kept).map(|(id, _)| *id).collect();
    rewritten!(users, users);
    let portfolios = uses.portfolios.iter().filter(|(_, stored, _)| stored != kept);
    let portfolios: Vec<_> = portfolios.map(|(id, ..)| *id).collect();
    rewritten!(assignments, portfolios);
    Ok(())
}

/// Tells the hours of the hearings of these cases by the clock of a zone from now on.
pub fn rezone(connection: &mut Connection, ids: &[CaseId], zone: &str, now: Instant) -> Result<()> {
    for some in ids.chunks(BATCH) {
        let rows = hearings::table.filter(hearings::case_id.eq_any(some)).filter(hearings::zone.ne(zone));
        diesel::update(rows)
            .set((
                hearings::zone.eq(zone),
                hearings::version.eq(hearings::version + 1),
                hearings::updated_at.eq(now),
            ))
            .execute(connection)?;
    }
    Ok(())
}
