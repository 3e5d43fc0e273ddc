//! The holders of roles on a case at an instant, and the holders of responsibilities that follow.
//! Pure.
//!
//! A role is held by whoever was assigned to it on the case itself. Where nobody was, it is held by
//! whoever holds it in a portfolio that the case is in: of two such portfolios the narrower one
//! counts, whatever was assigned first. While a delegation lasts, the delegate acts for the holder.
//! Whoever a wall keeps from the case holds nothing on it.

use super::matrix::{Matrix, Responsibility, Share};
use crate::access::portfolio::{Portfolio, Traits};
use crate::coded::coded;
use crate::db::types::Instant;
use crate::ids::{AssignmentId, CaseId, GroupId, UserId};

/// The traits of a case that the resolution goes by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseTraits {
    /// The case.
    pub id: CaseId,
    /// The traits that portfolios go by.
    pub traits: Traits,
    /// The stage of its proceeding at that time.
    pub stage: String,
}

/// The case or the portfolio that an assignment is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AssignmentScope {
    /// One case.
    Case(CaseId),
    /// Every case of a portfolio.
    Portfolio(Portfolio),
}

/// An assignment that holds at the instant that is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tenure {
    /// The assignment.
    pub id: AssignmentId,
    /// What the assignment is of.
    pub scope: AssignmentScope,
    /// The role: a code of the matrix's roles.
    pub role: String,
    /// The holder: a person, or whoever chairs the group at that instant.
    pub user_id: Option<UserId>,
    /// The group, if it is one.
    pub group_id: Option<GroupId>,
    /// The instant since which it holds.
    pub from: Instant,
    /// The instant until which it holds, if an end is set.
    pub until: Option<Instant>,
    /// The assignment on which this one acts for its holder.
    pub delegates: Option<AssignmentId>,
    /// The instant at which that was recorded, or last changed, as it was known.
    pub recorded_at: Instant,
}

coded! {
    /// The way in which somebody holds a role.
    pub enum Via {
        /// An assignment to the case.
        Assignment = "assignment";
        /// A delegation by the holder.
        Delegation = "delegation";
        /// An assignment to a portfolio.
        Portfolio = "portfolio";
    }
}

/// A role that somebody holds on a case at the time that is asked about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// The role: a code of the matrix's roles.
    pub role: String,
    /// The user who acts: the holder, the delegate, or whoever chairs the group; nobody where a
    /// group has no chair.
    pub user_id: Option<UserId>,
    /// The group that holds it, if it is one.
    pub group_id: Option<GroupId>,
    /// The assignment that gives the role.
    pub assignment_id: AssignmentId,
    /// The way in which it is held.
    pub via: Via,
    /// The person it acts for, if it is a delegation.
    pub acting_for: Option<UserId>,
    /// The instant since which it holds.
    pub from: Instant,
    /// The instant until which it holds, if an end is set.
    pub until: Option<Instant>,
    /// The instant at which that was recorded, or last changed.
    pub recorded_at: Instant,
}

/// The holders of roles on a case, in the order in which they took them: of the assignments that
/// hold at that instant.
#[must_use]
pub fn holdings(case: &CaseTraits, tenures: &[Tenure], is_walled: impl Fn(UserId) -> bool) -> Vec<Holding> {
    let fitting = tenures.iter().filter(|tenure| match &tenure.scope {
        AssignmentScope::Case(id) => *id == case.id,
        AssignmentScope::Portfolio(portfolio) => portfolio.fits(&case.traits),
    });
    let (delegations, own): (Vec<_>, Vec<_>) = fitting.partition(|tenure| tenure.delegates.is_some());
    let is_screened = |tenure: &Tenure| tenure.user_id.is_some_and(&is_walled);
    // Whoever acts may have delegated in turn: the last of them acts.
    let acting = |tenure: &Tenure| {
        let on = |id: AssignmentId| {
            delegations.iter().copied().find(|one| one.delegates == Some(id) && !is_screened(one))
        };
        std::iter::successors(on(tenure.id), |delegation| on(delegation.id)).last()
    };
    let mut found: Vec<Holding> = Vec::new();
    for tenure in &own {
        let outdone = |other: &&Tenure| other.role == tenure.role && rank(other) > rank(tenure);
        if own.iter().any(outdone) {
            continue;
        }
        match acting(tenure) {
            Some(delegation) => found.push(Holding {
                via: Via::Delegation,
                acting_for: tenure.user_id.filter(|_| tenure.group_id.is_none()),
                ..Holding::of(delegation)
            }),
            None if is_screened(tenure) => {}
            None => found.push(Holding::of(tenure)),
        }
    }
    found.sort_by(|one, other| {
        (one.from, one.assignment_id.uuid()).cmp(&(other.from, other.assignment_id.uuid()))
    });
    found
}

/// The case itself before every portfolio, a narrow portfolio before a wide one.
fn rank(tenure: &Tenure) -> usize {
    match &tenure.scope {
        AssignmentScope::Case(_) => usize::MAX,
        AssignmentScope::Portfolio(portfolio) => portfolio.narrowness(),
    }
}

impl Holding {
    fn of(tenure: &Tenure) -> Self {
        let via = match tenure.scope {
            AssignmentScope::Case(_) => Via::Assignment,
            AssignmentScope::Portfolio(_) => Via::Portfolio,
        };
        Self {
            role: tenure.role.clone(),
            user_id: tenure.user_id,
            group_id: tenure.group_id,
            assignment_id: tenure.id,
            via,
            acting_for: None,
            from: tenure.from,
            until: tenure.until,
            recorded_at: tenure.recorded_at,
        }
    }
}

/// The holders of a responsibility.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holders {
    /// The holder who does it.
    pub responsible: Option<Holding>,
    /// The holder who answers for it.
    pub accountable: Option<Holding>,
}

/// The holders of a responsibility among those who hold roles, in the order in which they took
/// them: the first whose role does it; where nobody's does, it falls to whoever answers for it. An
/// unknown responsibility is held by nobody.
#[must_use]
pub fn holders(matrix: &Matrix, responsibility: &str, current: &[Holding]) -> Holders {
    let Some(known) = matrix.responsibility(responsibility) else { return Holders::default() };
    let accountable = current.iter().find(|holding| known.is_answered_for_by(&holding.role));
    let responsible = current.iter().find(|holding| known.is_done_by(&holding.role)).or(accountable);
    Holders { responsible: responsible.cloned(), accountable: accountable.cloned() }
}

/// Whether nobody holds a role that does it, or nobody the role that answers for it.
#[must_use]
pub fn is_gap(responsibility: &Responsibility, is_held: impl Fn(&str) -> bool) -> bool {
    let done = responsibility.roles(Share::is_responsible).any(&is_held);
    let answered_for = responsibility.roles(Share::is_accountable).any(&is_held);
    !(done && answered_for)
}

#[cfg(test)]
mod tests;
