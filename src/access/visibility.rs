//! The cases that a person may see: the policy's condition, asked of a list, of a row, or of what
//! was read of many people and cases.

use super::confidentiality::Confidentiality;
use super::context::{Context, Principal};
use super::permissions::{Permission, RoleScope};
use super::policy::{AccessCondition, Tie, policy};
use crate::access::dialect::{HoldsRole, InPortfolio, OneOf, QueryShape, Walled};
use crate::db::connection::MultiBackend;
use crate::db::schema::cases;
use crate::ids::OrganizationId;
use diesel::dsl::not;
use diesel::prelude::*;
use diesel::sql_types::Bool;

/// A condition on rows of a query in which `cases` appears.
pub type Visible<Rows> = Box<dyn BoxableExpression<Rows, MultiBackend, SqlType = Bool>>;

/// The cases that the caller may see.
#[must_use]
pub fn visible<Rows>(caller: &Context, shape: QueryShape) -> Visible<Rows>
where
    Rows: 'static,
    cases::organization_id: SelectableExpression<Rows>,
    cases::classification: SelectableExpression<Rows>,
    diesel::helper_types::Eq<cases::organization_id, OrganizationId>:
        BoxableExpression<Rows, MultiBackend, SqlType = Bool>,
    diesel::helper_types::LtEq<cases::classification, i16>:
        BoxableExpression<Rows, MultiBackend, SqlType = Bool>,
{
    let left = residual(&caller.user, None);
    in_sql(&left, &|fact| condition_for(caller, fact, shape))
}

/// The cases that the caller may see, of those that they are known to hold: themselves or through a
/// group.
#[must_use]
pub fn visible_of_held(caller: &Context) -> Visible<cases::table> {
    let left = residual(&caller.user, Some(true));
    in_sql(&left, &|fact| condition_for(caller, fact, QueryShape::List))
}

/// The cases of which the caller is told what is theirs, though their role may not reach them: an
/// offer that waits for an answer, an assignment that has ended. Walls and clearance keep that from
/// them as they keep the case.
#[must_use]
pub fn within_walls<Rows>(caller: &Context, shape: QueryShape) -> Visible<Rows>
where
    Rows: 'static,
    diesel::helper_types::Eq<cases::organization_id, OrganizationId>:
        BoxableExpression<Rows, MultiBackend, SqlType = Bool>,
    diesel::helper_types::LtEq<cases::classification, i16>:
        BoxableExpression<Rows, MultiBackend, SqlType = Bool>,
{
    let between = policy().between(caller.user.role).iter().rev();
    let kept = between.filter(|(line, _)| *line != "scope").map(|(_, condition)| condition.clone());
    let left = AccessCondition::All(kept.collect()).simplify(&|fact| known(&caller.user, fact));
    in_sql(&left, &|fact| condition_for(caller, fact, shape))
}

/// Whether the caller sees nothing but what they hold: themselves or through a group.
#[must_use]
pub fn sees_only_held(person: &Principal) -> bool {
    residual(person, Some(false)) == AccessCondition::Any(Vec::new())
}

/// The way in which a list of what hangs on cases asks whether the caller may see them. Somebody
/// who sees only what they hold has few among many: those are found first, and what hangs on them
/// then, unless the list finds its rows by what it asks for.
#[must_use]
pub fn shape_for_parts_of_cases(person: &Principal, is_found: bool) -> QueryShape {
    let is_few = sees_only_held(person) && !person.has_large_caseload && !is_found;
    if is_few { QueryShape::List } else { QueryShape::Row }
}

/// The part of the policy that is left to ask, if it is known whether the person holds the cases,
/// or if it is not.
fn residual(person: &Principal, is_held: Option<bool>) -> AccessCondition {
    policy().sees(person.role).simplify(&|fact| match fact {
        Tie::Held if is_held.is_some() => is_held,
        fact => known(person, fact),
    })
}

/// The answer to a fact that is known of a person before any case is looked at. Almost nobody holds
/// a portfolio, has opened a case in an emergency or works on the cases of other organisations:
/// whoever does not is spared the question.
fn known(person: &Principal, fact: Tie) -> Option<bool> {
    let is_confined = person.role.scope() == RoleScope::Organization && !person.holds_elsewhere;
    match fact {
        // What one holds is then a case of one's own organisation, which is asked anyway.
        Tie::Held | Tie::Portfolio if is_confined => Some(false),
        Tie::Portfolio if person.portfolios.is_empty() => Some(false),
        Tie::Emergency if person.emergency_cases.is_empty() => Some(false),
        _ => None,
    }
}

/// A fact as a condition on rows.
fn condition_for<Rows>(caller: &Context, fact: Tie, shape: QueryShape) -> Visible<Rows>
where
    Rows: 'static,
    diesel::helper_types::Eq<cases::organization_id, OrganizationId>:
        BoxableExpression<Rows, MultiBackend, SqlType = Bool>,
    diesel::helper_types::LtEq<cases::classification, i16>:
        BoxableExpression<Rows, MultiBackend, SqlType = Bool>,
{
    let person = &caller.user;
    match fact {
        Tie::OwnOrganization => Box::new(cases::organization_id.eq(person.organization_id)),
        Tie::Held => Box::new(HoldsRole {
            user: Some(person.id),
            groups: person.groups.clone(),
            now: caller.now,
            shape,
        }),
        Tie::Portfolio => Box::new(InPortfolio(person.portfolios.clone())),
        Tie::Emergency => Box::new(OneOf(person.emergency_cases.clone())),
        Tie::Cleared => Box::new(cases::classification.le(person.clearance.rank())),
        Tie::Walled => Box::new(Walled { users: person.walled_as(), now: caller.now, shape }),
    }
}

/// A condition of the policy as one on rows.
fn in_sql<Rows: 'static>(condition: &AccessCondition, fact: &impl Fn(Tie) -> Visible<Rows>) -> Visible<Rows> {
    let joined = |parts: &[AccessCondition], join: fn(Visible<Rows>, Visible<Rows>) -> Visible<Rows>| {
        parts.iter().map(|part| in_sql(part, fact)).reduce(join)
    };
    match condition {
        AccessCondition::Is(one) => fact(*one),
        AccessCondition::Not(one) => Box::new(not(fact(*one))),
        AccessCondition::All(parts) => joined(parts, |one, other| Box::new(one.and(other)))
            .unwrap_or_else(|| Box::new(diesel::dsl::sql::<Bool>("1 = 1"))),
        AccessCondition::Any(parts) => joined(parts, |one, other| Box::new(one.or(other)))
            .unwrap_or_else(|| Box::new(diesel::dsl::sql::<Bool>("1 = 0"))),
    }
}

/// Each fact of the caller and a row, in the order of [`Tie::ALL`]: for an explanation.
#[must_use]
pub fn facts(caller: &Context) -> [Visible<cases::table>; 6] {
    Tie::ALL.map(|fact| condition_for(caller, fact, QueryShape::Row))
}

/// The cases on which the caller holds a role now: themselves, through a group or a portfolio.
#[must_use]
pub fn held_by(caller: &Context) -> Visible<cases::table> {
    let held =
        AccessCondition::Any(vec![AccessCondition::Is(Tie::Held), AccessCondition::Is(Tie::Portfolio)]);
    let left =
        held.simplify(&|fact| (fact == Tie::Portfolio && caller.user.portfolios.is_empty()).then_some(false));
    in_sql(&left, &|fact| condition_for(caller, fact, QueryShape::List))
}

/// The cases, of those that the caller may see, in which the caller is shown the names of persons:
/// the rule of [`super::fields::View`], asked of rows.
#[must_use]
pub fn named<Rows>(caller: &Context, shape: QueryShape) -> Visible<Rows>
where
    Rows: 'static,
    diesel::helper_types::Eq<cases::organization_id, OrganizationId>:
        BoxableExpression<Rows, MultiBackend, SqlType = Bool>,
    diesel::helper_types::LtEq<cases::classification, i16>:
        BoxableExpression<Rows, MultiBackend, SqlType = Bool>,
    diesel::helper_types::Eq<cases::confidentiality, Confidentiality>:
        BoxableExpression<Rows, MultiBackend, SqlType = Bool>,
{
    if caller.user.may(Permission::ReadSealed) {
        return Box::new(diesel::dsl::sql::<Bool>("1 = 1"));
    }
    let open: Visible<Rows> = Box::new(cases::confidentiality.eq(Confidentiality::None));
    let privy = [Tie::Held, Tie::Portfolio, Tie::Emergency].map(AccessCondition::Is).to_vec();
    // Of whom nothing is known but that they hold nothing so, nothing is asked.
    let left = AccessCondition::Any(privy).simplify(&|fact| match fact {
        Tie::Portfolio if caller.user.portfolios.is_empty() => Some(false),
        Tie::Emergency if caller.user.emergency_cases.is_empty() => Some(false),
        _ => None,
    });
    Box::new(open.or(in_sql(&left, &|fact| condition_for(caller, fact, shape))))
}

/// The parts of a case, and of a person's ties to it, that the rule goes by.
#[derive(Clone, Copy, Debug)]
pub struct Ties {
    /// The organisation whose case it is.
    pub organization_id: OrganizationId,
    /// The rank of its classification.
    pub classification: i16,
    /// Whether the person holds a role on it now: themselves, through a group or a portfolio.
    pub held: bool,
    /// Whether a wall keeps the person from it.
    pub walled: bool,
}

/// The rule of [`visible`] when both sides were read before: for many people and cases at once,
/// none of whom asks. Nobody who reads no case is told of one.
#[must_use]
pub fn may_see(person: &Principal, ties: Ties) -> bool {
    person.may(Permission::ReadCases)
        && policy().sees(person.role).holds(&|fact| match fact {
            Tie::OwnOrganization => ties.organization_id == person.organization_id,
            Tie::Held | Tie::Portfolio => ties.held,
            // What is told without being asked for is told by standing ties alone.
            Tie::Emergency => false,
            Tie::Cleared => ties.classification <= person.clearance.rank(),
            Tie::Walled => ties.walled,
        })
}
