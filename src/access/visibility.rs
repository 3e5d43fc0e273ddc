//! Which cases a person may see: one rule, asked of a list, of a row, or of what was read of many people and cases.

use super::context::{Context, Principal};
use super::permissions::Scope;
use crate::db::connection::MultiBackend;
use crate::db::dialect::held::{Asked, Held, InPortfolio, NotWalled};
use crate::db::schema::cases;
use crate::ids::OrganizationId;
use diesel::prelude::*;
use diesel::sql_types::Bool;

/// A condition on rows of a query in which `cases` appears.
pub type Visible<Rows> = Box<dyn BoxableExpression<Rows, MultiBackend, SqlType = Bool>>;

/// The cases that the caller may see.
#[must_use]
pub fn visible<Rows>(caller: &Context, asked: Asked) -> Visible<Rows>
where
    Rows: 'static,
    cases::organization_id: SelectableExpression<Rows>,
    cases::classification: SelectableExpression<Rows>,
    diesel::helper_types::Eq<cases::organization_id, OrganizationId>:
        BoxableExpression<Rows, MultiBackend, SqlType = Bool>,
    diesel::helper_types::LtEq<cases::classification, i16>:
        BoxableExpression<Rows, MultiBackend, SqlType = Bool>,
{
    let (user, now) = (caller.user.id, caller.now);
    let cleared = cases::classification.le(caller.user.clearance.rank());
    let screened = NotWalled { user, now, asked };
    let held = Held { user, groups: caller.user.groups.clone(), now, asked };
    let of_portfolios = InPortfolio(caller.user.portfolios.clone());
    let of_organization = cases::organization_id.eq(caller.user.organization_id);
    // Almost nobody holds a portfolio: whoever does not is spared the question.
    match (caller.user.role.scope(), caller.user.roams, caller.user.portfolios.is_empty()) {
        (Scope::Assigned, _, true) => Box::new(held.and(cleared).and(screened)),
        (Scope::Assigned, _, false) => Box::new(held.or(of_portfolios).and(cleared).and(screened)),
        (Scope::Organization, false, _) => Box::new(of_organization.and(cleared).and(screened)),
        (Scope::Organization, true, _) => {
            Box::new(of_organization.or(held.or(of_portfolios)).and(cleared).and(screened))
        }
    }
}

/// The cases on which the caller holds a role now: themselves, through a group or a portfolio.
#[must_use]
pub fn held_by(caller: &Context) -> Visible<cases::table> {
    let groups = caller.user.groups.clone();
    let held = Held { user: caller.user.id, groups, now: caller.now, asked: Asked::OfAList };
    if caller.user.portfolios.is_empty() {
        return Box::new(held);
    }
    Box::new(held.or(InPortfolio(caller.user.portfolios.clone())))
}

/// What of a case and of a person's ties to it the rule goes by.
#[derive(Clone, Copy, Debug)]
pub struct Ties {
    /// Whose case it is.
    pub organization_id: OrganizationId,
    /// The rank of its classification.
    pub classification: i16,
    /// Whether the person holds a role on it now: themselves, through a group or a portfolio.
    pub held: bool,
    /// Whether a wall keeps the person from it.
    pub walled: bool,
}

/// The rule of [`visible`], where both sides were read before: for many people and cases at once, none of whom asks.
#[must_use]
pub fn may_see(person: &Principal, ties: Ties) -> bool {
    let reached = match person.role.scope() {
        Scope::Assigned => ties.held,
        Scope::Organization => ties.held || ties.organization_id == person.organization_id,
    };
    reached && ties.classification <= person.clearance.rank() && !ties.walled
}
