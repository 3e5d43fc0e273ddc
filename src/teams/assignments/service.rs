//! Assigning people and groups to roles, on a case and on a portfolio.

use super::api::{Assignment, AssignmentInput, PortfolioAssignmentInput, PortfolioCriteria, WaiverInput};
use super::model::{Of, exclusive_key};
use super::store::{self, AssignmentRow};
use super::{checks, listing_store, reach, waivers};
use crate::access::context::Context;
use crate::access::fields::View;
use crate::access::holding::AssignmentStatus;
use crate::access::portfolio::Portfolio;
use crate::db::Connection;
use crate::db::types::Instant;
use crate::duties::deadlines;
use crate::error::{Error, Fault, Result};
use crate::ids::{AssignmentId, CaseId, GroupId, UserId};
use crate::journal::service::ABSENT;
use crate::journal::{self, Subject};
use crate::law::calendars::offices::Offices;
use crate::law::proceedings::Catalog;
use crate::matters::cases;
use crate::matters::cases::CaseRow;
use crate::people::offices;
use crate::unparsed::Unparsed;
use crate::version::{Precondition, Version};

/// An assignment, with its case if it is on one that the caller may see. One's own assignment is
/// seen by oneself, so that an offer can be answered before the case is seen.
///
/// # Errors
/// 404 where the caller may not know of it, 403.
pub fn find(connection: &mut Connection, caller: &Context, id: AssignmentId) -> Result<AssignmentRow> {
    let row = store::find(connection, id)?;
    let is_own = is_own(caller, &row);
    match row.case_id {
        Some(case) if !is_own => drop(cases::service::find_visible(connection, caller, case)?),
        // A wall hides what is offered on the case, too.
        Some(case) if !listing_store::is_told_of(connection, caller, case)? => {
            return Err(Error::not_found());
        }
        None if !is_own && row.organization_id != caller.user.organization_id => {
            return Err(Error::not_found());
        }
        Some(_) | None => {}
    }
    caller.require_permission()?;
    Ok(row)
}

/// Whether the caller, or a group of theirs, holds it.
#[must_use]
pub(super) fn is_own(caller: &Context, row: &AssignmentRow) -> bool {
    match row.group_id {
        Some(group) => caller.user.groups.contains(&group),
        None => row.user_id == Some(caller.user.id),
    }
}

/// The journal's subject for an assignment.
#[must_use]
pub(super) fn subject(row: &AssignmentRow) -> Subject {
    row.case_id.map_or(Subject::Organization(row.organization_id), Subject::Case)
}

/// Takes an assignment for a change, with its case if it is on one, as it stands now that nobody
/// else changes it.
///
/// # Errors
/// 404 where the caller may not know of it, 403, 412.
pub(super) fn take(
    connection: &mut Connection,
    caller: &Context,
    row: &AssignmentRow,
    precondition: &Precondition,
) -> Result<(AssignmentRow, Option<CaseRow>)> {
    let case = match row.case_id {
        Some(case) => Some(cases::service::lock(connection, caller, case)?.case),
        None if row.organization_id != caller.user.organization_id => return Err(Error::not_found()),
        None => {
            caller.require_permission()?;
            reach::permit_portfolio(caller, row)?;
            None
        }
    };
    let row = store::find(connection, row.id)?;
    precondition.check(Version(row.version))?;
    Ok((row, case))
}

/// Gives the open deadlines that an assignment bears on their holders.
pub(super) fn refresh(connection: &mut Connection, caller: &Context, row: &AssignmentRow) -> Result<()> {
    match row.case_id {
        Some(case) => deadlines::holders_store::refresh(connection, &[case], caller.now)?,
        None => deadlines::holders_store::refresh_organization(connection, row.organization_id, caller.now)?,
    };
    Ok(())
}

/// The request for a new assignment.
pub(super) struct Wanted {
    pub user: Option<UserId>,
    pub group: Option<GroupId>,
    pub role: String,
    pub from: Option<Instant>,
    pub until: Option<Instant>,
    pub offer: bool,
}

/// Assigns on a case, and gives the case's open deadlines their new holders.
///
/// # Errors
/// 404, 403, 422; 409 where the role is held already, a wall keeps the user from the case, or a
/// conflict was found.
pub fn create(
    connection: &mut Connection,
    caller: &Context,
    case: CaseId,
    body: &Unparsed<AssignmentInput>,
) -> Result<Assignment> {
    let case = cases::service::lock(connection, caller, case)?.case;
    let row = create_on(connection, caller, &case, body.parse()?)?;
    deadlines::service::refresh_holders(connection, caller, case.id)?;
    Ok(row)
}

/// Assigns on a case that the caller has already taken for a change. The caller has to refresh the
/// holders of its deadlines afterwards.
///
/// # Errors
/// As [`create`].
pub fn create_on(
    connection: &mut Connection,
    caller: &Context,
    case: &CaseRow,
    new: AssignmentInput,
) -> Result<Assignment> {
    let wanted = Wanted {
        user: new.user_id,
        group: new.group_id,
        role: new.role,
        from: new.from,
        until: new.until,
        offer: new.offer,
    };
    let row = wanted.row(caller, &Of::Case(case.id), case.organization_id);
    reach::permit(connection, caller, &row, Some(case))?;
    Ok(add(connection, caller, row, Some(case), new.waiver.as_ref())?.into())
}

/// Assigns on a portfolio, and gives the open deadlines of its organisation their new holders.
///
/// # Errors
/// 403, 422; 409 where the role is held already.
pub fn create_on_portfolio(
    connection: &mut Connection,
    caller: &Context,
    body: &Unparsed<PortfolioAssignmentInput>,
) -> Result<Assignment> {
    caller.require_permission()?;
    let new = body.parse()?;
    let portfolio = criteria(connection, caller, new.portfolio)?;
    let wanted = Wanted {
        user: new.user_id,
        group: new.group_id,
        role: new.role,
        from: new.from,
        until: new.until,
        offer: new.offer,
    };
    let organization = portfolio.organization_id;
    let row = wanted.row(caller, &Of::Portfolio(portfolio), organization);
    reach::permit(connection, caller, &row, None)?;
    let row = add(connection, caller, row, None, None)?;
    refresh(connection, caller, &row)?;
    Ok(row.into())
}

/// The portfolio that is meant, if every criterion exists.
fn criteria(connection: &mut Connection, caller: &Context, criteria: PortfolioCriteria) -> Result<Portfolio> {
    let mut faults = Vec::new();
    let own = caller.user.organization_id;
    if criteria.organization_id.is_some_and(|organization| organization != own) {
        faults.push(Fault::body(
            "/portfolio/organization_id",
            "foreign_organization",
            "A portfolio is of one's own organisation's cases. Leave the field out.",
            "Un portefeuille regroupe les dossiers de son propre organisme. Retirez ce champ.",
        ));
    }
    if criteria.proceeding.as_deref().is_some_and(|code| Catalog::current().proceeding(code).is_none()) {
        faults.push(Fault::body(
            "/portfolio/proceeding",
            "unknown_proceeding",
            "There is no such proceeding. GET /v1/proceedings lists them.",
            "Cette instance n'existe pas. GET /v1/proceedings les énumère.",
        ));
    }
    if criteria
        .region
        .as_deref()
        .is_some_and(|code| !Offices::current().regions().iter().any(|region| region.code == code))
    {
        faults.push(Fault::body(
            "/portfolio/region",
            "unknown_region",
            "There is no such region. GET /v1/code-lists/regions lists them.",
            "Cette région n'existe pas. GET /v1/code-lists/regions les énumère.",
        ));
    }
    if !faults.is_empty() {
        return Err(Error::invalid(faults));
    }
    Ok(Portfolio {
        organization_id: own,
        proceeding: criteria.proceeding,
        office: offices::service::kept(connection, own, criteria.office.as_deref())?,
        region: criteria.region,
        language: criteria.language,
    })
}

impl Wanted {
    pub(super) fn row(
        self,
        caller: &Context,
        of: &Of,
        organization_id: crate::ids::OrganizationId,
    ) -> AssignmentRow {
        let (case_id, portfolio) = match of {
            Of::Case(case) => (Some(*case), None),
            Of::Portfolio(portfolio) => (None, Some(portfolio.clone())),
        };
        let portfolio = portfolio.unwrap_or(Portfolio {
            organization_id,
            proceeding: None,
            office: None,
            region: None,
            language: None,
        });
        let status = if self.offer { AssignmentStatus::Offered } else { AssignmentStatus::Held };
        AssignmentRow {
            id: AssignmentId::generate(),
            case_id,
            user_id: self.user,
            role: self.role,
            // What the database keeps is cut to microseconds: so is what is compared and answered.
            from_at: self.from.unwrap_or(caller.now),
            until_at: self.until,
            version: 1,
            created_by: caller.user.id,
            created_at: caller.now,
            updated_at: caller.now,
            organization_id,
            proceeding: portfolio.proceeding,
            office: portfolio.office,
            region: portfolio.region,
            language: portfolio.language,
            group_id: self.group,
            status,
            delegates: None,
            replaces: None,
            reason: None,
            accepted_at: None,
            waiver: None,
            exclusive_key: None,
        }
    }
}

/// Adds an assignment to what the caller has already taken for a change. The caller has to refresh
/// the holders of the deadlines afterwards.
///
/// # Errors
/// 422, 409.
pub(super) fn add(
    connection: &mut Connection,
    caller: &Context,
    mut row: AssignmentRow,
    case: Option<&CaseRow>,
    waiver: Option<&WaiverInput>,
) -> Result<AssignmentRow> {
    let role = checks::role(connection, caller, &row)?;
    checks::body(connection, caller, &row, case, role.as_ref())?;
    if let Some(role) = role.filter(|_| row.is_held()) {
        row.exclusive_key = exclusive_key(&role, &row.of());
    }
    checks::state(connection, caller, &row)?;
    row.waiver = checks::conflicts(connection, caller, &row, case, waiver)?;
    put(connection, caller, &row)?;
    let action = if row.is_held() { "assignment.created" } else { "assignment.offered" };
    let view = Assignment::from(row.clone());
    journal::append(connection, caller, subject(&row), action, ABSENT, Some(&view))?;
    Ok(row)
}

/// Writes a new assignment; if another took the role at the same moment, says who.
///
/// # Errors
/// 409.
pub(super) fn put(connection: &mut Connection, _caller: &Context, row: &AssignmentRow) -> Result<()> {
    if store::insert(connection, std::slice::from_ref(row))? == 1 {
        return Ok(());
    }
    let others = store::alongside(connection, row)?;
    Err(match others.first() {
        Some(other) => checks::held_by_another(connection, other)?,
        None => Error::new(crate::error::Code::Duplicate),
    })
}

/// Assigns a user to a role on a case that the caller has already taken for a change. The caller
/// has to refresh the holders of its deadlines afterwards.
///
/// # Errors
/// 422 where the user cannot hold the role on this case; 409 where the role is held already, or a
/// wall keeps the user from the case.
pub fn assign(
    connection: &mut Connection,
    caller: &Context,
    case: &CaseRow,
    user: UserId,
    role: &str,
    from: Instant,
    until: Option<Instant>,
) -> Result<Assignment> {
    let (user, role) = (Some(user), role.to_owned());
    let wanted = Wanted { user, group: None, role, from: Some(from), until, offer: false };
    let row = wanted.row(caller, &Of::Case(case.id), case.organization_id);
    Ok(add(connection, caller, row, Some(case), None)?.into())
}

/// The assignments of a case, whole: for a case that is read with its parts.
pub fn of_case(
    connection: &mut Connection,
    caller: &Context,
    (case, view): (CaseId, &View),
) -> Result<Vec<Assignment>> {
    let rows = store::of_case(connection, case)?;
    waivers::redacted_in(connection, caller, (case, view), rows.into_iter().map(Into::into).collect())
}
