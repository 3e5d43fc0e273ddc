//! The rows that a report reads beside the matrix: the decision by which it was adopted, its group,
//! and the members of that day.

use super::model::{MatrixAdoption, Member, ReportedDecision};
use crate::access::holding::Capacity;
use crate::db::Connection;
use crate::db::predicates::in_force_at;
use crate::db::schema::{group_decisions, group_members, groups, matrices, organizations, users};
use crate::db::types::Instant;
use crate::error::Result;
use crate::ids::{GroupDecisionId, GroupId, MatrixId, OrganizationId};
use crate::text::Text;
use chrono::NaiveDate;
use diesel::prelude::*;

/// The greatest number of decisions superseding each other that a report follows.
const LONGEST_CHAIN: usize = 20;

#[derive(Queryable, Selectable)]
#[diesel(table_name = group_decisions)]
struct ReportedDecisionRow {
    group_id: GroupId,
    number: i32,
    title_en: String,
    title_fr: String,
    body_en: Option<String>,
    body_fr: Option<String>,
    adopted_on: NaiveDate,
    supersedes_id: Option<GroupDecisionId>,
}

impl From<ReportedDecisionRow> for ReportedDecision {
    fn from(row: ReportedDecisionRow) -> Self {
        Self {
            number: row.number,
            title: Text::new(row.title_en, row.title_fr),
            body: both(row.body_en, row.body_fr),
            adopted_on: row.adopted_on,
        }
    }
}

fn both(en: Option<String>, fr: Option<String>) -> Option<Text> {
    Some(Text::new(en?, fr?))
}

fn decision(connection: &mut Connection, id: GroupDecisionId) -> Result<ReportedDecisionRow> {
    Ok(group_decisions::table.find(id).select(ReportedDecisionRow::as_select()).first(connection)?)
}

/// The decision by which a version was adopted, with its group as it was at an instant.
pub fn adoption(connection: &mut Connection, id: GroupDecisionId, at: Instant) -> Result<MatrixAdoption> {
    let taken = decision(connection, id)?;
    let (name_en, name_fr, mandate_en, mandate_fr): (String, String, Option<String>, Option<String>) =
        groups::table
            .find(taken.group_id)
            .select((groups::name_en, groups::name_fr, groups::mandate_en, groups::mandate_fr))
            .first(connection)?;
    let members: Vec<(String, String, String, Capacity)> = group_members::table
        .inner_join(users::table.on(users::id.eq(group_members::user_id)))
        .inner_join(organizations::table.on(organizations::id.eq(users::organization_id)))
        .filter(group_members::group_id.eq(taken.group_id))
        .filter(in_force_at(group_members::from_at, group_members::until_at, at))
        .order((group_members::from_at.asc(), group_members::id.asc()))
        .select((
            users::display_name,
            organizations::name_en,
            organizations::name_fr,
            group_members::capacity,
        ))
        .load(connection)?;
    let members = members.into_iter().map(|(name, en, fr, capacity)| Member {
        name,
        organization: Text::new(en, fr),
        capacity,
    });
    let mut superseded = Vec::new();
    let mut next = taken.supersedes_id;
    while let Some(before) = next.filter(|_| superseded.len() < LONGEST_CHAIN) {
        let row = decision(connection, before)?;
        next = row.supersedes_id;
        superseded.push(row.into());
    }
    Ok(MatrixAdoption {
        group: Text::new(name_en, name_fr),
        mandate: both(mandate_en, mandate_fr),
        members: members.collect(),
        decision: taken.into(),
        superseded,
    })
}

/// The version of an organisation that bound before one that binds from an instant.
pub fn before(
    connection: &mut Connection,
    organization: OrganizationId,
    from: Instant,
) -> Result<Option<MatrixId>> {
    let earlier = matrices::table
        .filter(matrices::organization_id.eq(organization))
        .filter(matrices::from_at.lt(from))
        .order(matrices::from_at.desc());
    Ok(earlier.select(matrices::id).first(connection).optional()?)
}
