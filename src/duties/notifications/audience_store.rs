//! The cases that people may see, read at once for many of both: nobody asks here, and everybody is
//! asked about.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use crate::access::classification::Classification;
use crate::access::context::Principal;
use crate::access::holding::Capacity;
use crate::access::permissions::{Permission, Role};
use crate::access::portfolio::{Portfolio, Traits};
use crate::access::visibility::{Ties, may_see};
use crate::db::Connection;
use crate::db::predicates::{held_at, in_force_at};
use crate::db::schema::{assignments, cases, group_members, users, walled_users};
use crate::db::types::Instant;
use crate::error::Result;
use crate::ids::{CaseId, OrganizationId, UserId};
use crate::text::Language;
use diesel::prelude::*;
use std::collections::{BTreeMap, HashSet};

/// A case, as far as seeing it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CaseKey {
    pub case_id: CaseId,
    pub organization_id: OrganizationId,
    pub classification: i16,
}

/// Somebody who may be told.
#[derive(Clone, Debug)]
pub struct Recipient {
    pub principal: Principal,
    pub email: Option<String>,
    pub language: Language,
}

/// People, and what ties them to cases now.
#[derive(Debug, Default)]
pub struct Audience {
    people: BTreeMap<UserId, Recipient>,
    held: HashSet<(CaseId, UserId)>,
    walled: HashSet<(CaseId, UserId)>,
}

impl Audience {
    /// Reads the active people among those who are named and the litigation managers of the cases'
    /// organisations.
    pub fn read(
        connection: &mut Connection,
        named: &[UserId],
        matters: &[CaseKey],
        now: Instant,
    ) -> Result<Self> {
        let organizations: HashSet<_> = matters.iter().map(|matter| matter.organization_id).collect();
        let cases: HashSet<_> = matters.iter().map(|matter| matter.case_id).collect();
        Ok(Self {
            held: held(connection, &cases, &organizations, now)?,
            people: people(connection, named, organizations)?,
            walled: walled(connection, &cases, now)?,
        })
    }

    /// The person, if there is one who is active.
    #[must_use]
    pub fn person(&self, user: UserId) -> Option<&Recipient> {
        self.people.get(&user)
    }

    /// The litigation managers of an organisation, in the order in which they were made.
    pub fn managers(&self, organization: OrganizationId) -> impl Iterator<Item = UserId> {
        let directs = move |person: &&Recipient| {
            person.principal.organization_id == organization
                && person.principal.role == Role::LitigationManager
        };
        self.people.values().filter(directs).map(|person| person.principal.id)
    }

    /// Whether the person is shown the names in every case that they may see, whatever a court has
    /// ordered.
    #[must_use]
    pub fn reads_sealed(&self, user: UserId) -> bool {
        self.person(user).is_some_and(|person| person.principal.may(Permission::ReadSealed))
    }

    /// Whether the person is active and may see the case.
    #[must_use]
    pub fn may_see(&self, user: UserId, matter: CaseKey) -> bool {
        let ties = Ties {
            organization_id: matter.organization_id,
            classification: matter.classification,
            held: self.held.contains(&(matter.case_id, user)),
            walled: self.walled.contains(&(matter.case_id, user)),
        };
        self.person(user).is_some_and(|person| may_see(&person.principal, ties))
    }
}

fn people(
    connection: &mut Connection,
    named: &[UserId],
    organizations: HashSet<OrganizationId>,
) -> Result<BTreeMap<UserId, Recipient>> {
    let directs = users::organization_id.eq_any(organizations).and(users::role.eq(Role::LitigationManager));
    let rows: Vec<(UserId, OrganizationId, Role, i16, Option<String>, Language)> = users::table
        .filter(users::active.eq(true))
        // Whoever has a role that we do not know can do nothing here, and is told nothing.
        .filter(users::role.eq_any(Role::ALL))
        .filter(users::id.eq_any(named).or(directs))
        .select((
            users::id,
            users::organization_id,
            users::role,
            users::clearance,
            users::email,
            users::language,
        ))
        .load(connection)?;
    let person = |(id, organization_id, role, clearance, email, language)| {
        let clearance = Classification::of_rank(clearance);
        let principal = Principal {
            id,
            organization_id,
            role,
            clearance,
            holds_elsewhere: true,
            has_large_caseload: false,
            groups: Vec::new(),
            portfolios: Vec::new(),
            emergency_cases: Vec::new(),
            scopes: None,
            may_give: None,
            known_to: None,
        };
        (id, Recipient { principal, email, language })
    };
    Ok(rows.into_iter().map(person).collect())
}

/// The holders of a role on these cases: themselves, through a group, or through a portfolio.
fn held(
    connection: &mut Connection,
    cases: &HashSet<CaseId>,
    organizations: &HashSet<OrganizationId>,
    now: Instant,
) -> Result<HashSet<(CaseId, UserId)>> {
    let of_organizations =
        assignments::case_id.is_null().and(assignments::organization_id.eq_any(organizations));
    let of_cases = assignments::case_id.eq_any(cases.iter().copied().map(Some)).assume_not_null();
    let members = group_members::table.on(assignments::group_id
        .eq(group_members::group_id.nullable())
        .and(group_members::capacity.ne(Capacity::Observer))
        .and(in_force_at(group_members::from_at, group_members::until_at, now)));
    let rows: Vec<CurrentHolderRow> = assignments::table
        .left_join(members)
        .filter(of_cases.or(of_organizations))
        .filter(held_at(now))
        .select((
            assignments::case_id,
            assignments::user_id,
            group_members::user_id.nullable(),
            Portfolio::as_select(),
        ))
        .load(connection)?;
    let mut held = HashSet::new();
    let mut portfolios = Vec::new();
    for (case, user, member, portfolio) in rows {
        let Some(person) = user.or(member) else { continue };
        match case {
            Some(case) => drop(held.insert((case, person))),
            None => portfolios.push((portfolio, person)),
        }
    }
    if !portfolios.is_empty() {
        for (case, traits) in traits(connection, cases)? {
            let fitting = portfolios.iter().filter(|(portfolio, _)| portfolio.fits(&traits));
            held.extend(fitting.map(|(_, person)| (case, *person)));
        }
    }
    Ok(held)
}

type CurrentHolderRow = (Option<CaseId>, Option<UserId>, Option<UserId>, Portfolio);

fn traits(connection: &mut Connection, cases: &HashSet<CaseId>) -> Result<Vec<(CaseId, Traits)>> {
    let rows = cases::table.filter(cases::id.eq_any(cases));
    Ok(rows.select((cases::id, Traits::as_select())).load(connection)?)
}

fn walled(
    connection: &mut Connection,
    cases: &HashSet<CaseId>,
    now: Instant,
) -> Result<HashSet<(CaseId, UserId)>> {
    let rows = walled_users::table.filter(walled_users::case_id.eq_any(cases)).filter(in_force_at(
        walled_users::from_at,
        walled_users::until_at,
        now,
    ));
    Ok(rows.select((walled_users::case_id, walled_users::user_id)).load(connection)?.into_iter().collect())
}
