//! Reads what the resolution needs of any number of cases, in a number of statements that does not
//! depend on theirs.

use super::matrices::service::{InForce, in_force};
use super::resolution::{self, AssignmentScope, CaseTraits, Holders, Holding, Tenure};
use crate::access::holding::{AssignmentStatus, Capacity};
use crate::access::portfolio::Portfolio;
use crate::db::predicates::{held_at, in_force_at};
use crate::db::schema::{assignment_versions, assignments, group_members, walled_users};
use crate::db::types::Instant;
use crate::db::{Connection, worded};
use crate::error::{Error, Result};
use crate::ids::{AssignmentId, CaseId, GroupId, OrganizationId, UserId};
use diesel::prelude::*;
use std::collections::{HashMap, HashSet};

/// The assignments that hold on some cases at an instant, the walls around them, and the matrices
/// that bind them.
pub struct HoldingsIndex {
    of_cases: HashMap<CaseId, Vec<Tenure>>,
    of_portfolios: HashMap<OrganizationId, Vec<Tenure>>,
    walled: HashSet<(CaseId, UserId)>,
    matrices: HashMap<OrganizationId, InForce>,
}

impl HoldingsIndex {
    /// The holders of roles on a case that was read, in the order in which they took them.
    #[must_use]
    pub fn holdings(&self, case: &CaseTraits) -> Vec<Holding> {
        let none = Vec::new();
        let direct = self.of_cases.get(&case.id).unwrap_or(&none);
        let is_walled = |user| self.walled.contains(&(case.id, user));
        match self.of_portfolios.get(&case.traits.organization_id) {
            None => resolution::holdings(case, direct, is_walled),
            Some(portfolios) => {
                let tenures: Vec<_> = direct.iter().chain(portfolios).cloned().collect();
                resolution::holdings(case, &tenures, is_walled)
            }
        }
    }

    /// Whether an organisation has portfolios in which somebody holds a role.
    #[must_use]
    pub fn has_portfolios(&self, organization: OrganizationId) -> bool {
        self.of_portfolios.contains_key(&organization)
    }

    /// Whoever holds a role in a portfolio that was read.
    #[must_use]
    pub fn people_of_portfolios(&self) -> Vec<UserId> {
        self.of_portfolios.values().flatten().filter_map(|tenure| tenure.user_id).collect()
    }

    /// The matrix that binds the cases of an organisation.
    ///
    /// # Errors
    /// 500 where no case of the organisation was read.
    pub fn matrix(&self, organization: OrganizationId) -> Result<&InForce> {
        self.matrices.get(&organization).ok_or_else(|| Error::internal("the matrix was not read"))
    }
}

/// The holders of the roles of one case, and what that makes of its responsibilities.
pub struct CaseHoldings {
    /// The holders, each with the role.
    pub holdings: Vec<Holding>,
    /// The matrix that binds.
    pub matrix: InForce,
}

impl CaseHoldings {
    /// The holders of a responsibility.
    #[must_use]
    pub fn holders(&self, responsibility: &str) -> Holders {
        resolution::holders(&self.matrix.matrix, responsibility, &self.holdings)
    }
}

/// Reads what is known of an instant, or what was `known_at` some earlier one.
pub fn read(
    connection: &mut Connection,
    cases: &[CaseTraits],
    at: Instant,
    known_at: Option<Instant>,
) -> Result<HoldingsIndex> {
    let ids: Vec<CaseId> = cases.iter().map(|case| case.id).collect();
    let mut organizations: Vec<_> = cases.iter().map(|case| case.traits.organization_id).collect();
    organizations.sort_unstable();
    organizations.dedup();
    let rows = match known_at {
        None => tenures_at(connection, &ids, &organizations, at)?,
        Some(known_at) => tenures_as_known(connection, &ids, &organizations, at, known_at)?,
    };
    let mut of_cases: HashMap<CaseId, Vec<Tenure>> = HashMap::new();
    let mut of_portfolios: HashMap<OrganizationId, Vec<Tenure>> = HashMap::new();
    for row in rows {
        let organization = row.0.portfolio.organization_id;
        let tenure = row.tenure();
        match tenure.scope {
            AssignmentScope::Case(case) => of_cases.entry(case).or_default().push(tenure),
            AssignmentScope::Portfolio(_) => of_portfolios.entry(organization).or_default().push(tenure),
        }
    }
    Ok(HoldingsIndex {
        of_cases,
        of_portfolios,
        walled: walled(connection, &ids, at, known_at)?,
        matrices: in_force(connection, &organizations, at, known_at)?,
    })
}

/// The part of an assignment that does not change.
#[derive(Queryable, Selectable)]
#[diesel(table_name = assignments)]
struct Lasting {
    id: AssignmentId,
    case_id: Option<CaseId>,
    user_id: Option<UserId>,
    group_id: Option<GroupId>,
    role: String,
    #[diesel(embed)]
    portfolio: Portfolio,
    delegates: Option<AssignmentId>,
}

/// The part of an assignment that changes: from when, until when, and when that was recorded.
type TenureTimes = (Instant, Option<Instant>, Instant);

/// The role and the holder, and whoever chairs the group, if it is one.
struct TenureRow(Lasting, TenureTimes, Option<UserId>);

impl TenureRow {
    fn tenure(self) -> Tenure {
        let Self(row, (from, until, recorded_at), chair) = self;
        Tenure {
            id: row.id,
            scope: row.case_id.map_or(AssignmentScope::Portfolio(row.portfolio), AssignmentScope::Case),
            role: row.role,
            user_id: row.user_id.or(chair),
            group_id: row.group_id,
            from,
            until,
            delegates: row.delegates,
            recorded_at,
        }
    }
}

/// The assignments that bear on these cases: their own, and the portfolios of their organisations.
macro_rules! bearing_on {
    ($cases:expr, $organizations:expr) => {
        assignments::case_id
            .eq_any($cases.iter().copied().map(Some))
            .assume_not_null()
            .or(assignments::case_id.is_null().and(assignments::organization_id.eq_any($organizations)))
    };
}

/// Whoever chairs the group of an assignment at an instant.
macro_rules! chaired {
    ($at:expr) => {
        group_members::table.on(assignments::group_id
            .eq(group_members::group_id.nullable())
            .and(group_members::capacity.eq(Capacity::Chair))
            .and(in_force_at(group_members::from_at, group_members::until_at, $at)))
    };
}

fn tenures_at(
    connection: &mut Connection,
    cases: &[CaseId],
    organizations: &[OrganizationId],
    at: Instant,
) -> Result<Vec<TenureRow>> {
    let rows = assignments::table
        .left_join(chaired!(at))
        .filter(bearing_on!(cases, organizations))
        .filter(held_at(at))
        .select((
            Lasting::as_select(),
            (assignments::from_at, assignments::until_at, assignments::updated_at),
            group_members::user_id.nullable(),
        ));
    let rows: Vec<(Lasting, TenureTimes, Option<UserId>)> =
        worded(connection, rows)?.kept_if(cases.len() == 1).load(connection)?;
    Ok(rows.into_iter().map(|(lasting, times, chair)| TenureRow(lasting, times, chair)).collect())
}

fn tenures_as_known(
    connection: &mut Connection,
    cases: &[CaseId],
    organizations: &[OrganizationId],
    at: Instant,
    known_at: Instant,
) -> Result<Vec<TenureRow>> {
    let known = assignment_versions::recorded_at.le(known_at).and(
        assignment_versions::superseded_at.is_null().or(assignment_versions::superseded_at.gt(known_at)),
    );
    let rows: Vec<(Lasting, TenureTimes, Option<UserId>)> = assignments::table
        .inner_join(assignment_versions::table.on(assignment_versions::assignment_id.eq(assignments::id)))
        .left_join(chaired!(at))
        .filter(bearing_on!(cases, organizations))
        .filter(known)
        .filter(assignment_versions::status.eq(AssignmentStatus::Held))
        .filter(in_force_at(assignment_versions::from_at, assignment_versions::until_at, at))
        .select((
            Lasting::as_select(),
            (assignment_versions::from_at, assignment_versions::until_at, assignment_versions::recorded_at),
            group_members::user_id.nullable(),
        ))
        .load(connection)?;
    Ok(rows.into_iter().map(|(lasting, times, chair)| TenureRow(lasting, times, chair)).collect())
}

fn walled(
    connection: &mut Connection,
    cases: &[CaseId],
    at: Instant,
    known_at: Option<Instant>,
) -> Result<HashSet<(CaseId, UserId)>> {
    let mut rows = walled_users::table
        .filter(walled_users::case_id.eq_any(cases))
        .filter(in_force_at(walled_users::from_at, walled_users::until_at, at))
        .select((walled_users::case_id, walled_users::user_id))
        .into_boxed();
    if let Some(known_at) = known_at {
        rows = rows.filter(walled_users::created_at.le(known_at));
    }
    let rows = worded(connection, rows)?.kept_if(cases.len() == 1);
    Ok(rows.load(connection)?.into_iter().collect())
}
