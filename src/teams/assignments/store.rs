//! Rows of assignments with what was known of them when, and the parts of a user that matter to an
//! assignment.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use super::model::Of;
use crate::access::context::Context;
use crate::access::holding::{AssignmentStatus, Capacity};
use crate::access::portfolio::{FileLanguage, Portfolio};
use crate::db::dialect::bulk::{self, Column};
use crate::db::predicates::{is_held, unended_at, was_in_force};
use crate::db::schema::{assignment_versions, assignments, group_members, groups, organizations, users};
use crate::db::types::{Instant, Json};
use crate::db::{Connection, worded};
use crate::error::Result;
use crate::ids::{AssignmentId, CaseId, GroupId, OrganizationId, UserId};
use crate::people::identity::model::{OrganizationKind, UserKind};
use diesel::prelude::*;

/// An assignment, as stored.
#[derive(Clone, Debug, PartialEq, Queryable, Selectable, AsChangeset)]
#[diesel(table_name = assignments, treat_none_as_null = true)]
pub struct AssignmentRow {
    pub id: AssignmentId,
    pub case_id: Option<CaseId>,
    pub user_id: Option<UserId>,
    pub role: String,
    pub from_at: Instant,
    pub until_at: Option<Instant>,
    pub version: i64,
    pub created_by: UserId,
    pub created_at: Instant,
    pub updated_at: Instant,
    pub organization_id: OrganizationId,
    pub proceeding: Option<String>,
    pub office: Option<String>,
    pub region: Option<String>,
    pub language: Option<FileLanguage>,
    pub group_id: Option<GroupId>,
    pub status: AssignmentStatus,
    pub delegates: Option<AssignmentId>,
    pub replaces: Option<AssignmentId>,
    pub reason: Option<String>,
    pub accepted_at: Option<Instant>,
    pub waiver: Option<Json>,
    pub exclusive_key: Option<String>,
}

impl AssignmentRow {
    /// What the assignment is of.
    #[must_use]
    pub fn of(&self) -> Of {
        self.case_id.map_or_else(|| Of::Portfolio(self.portfolio()), Of::Case)
    }

    /// Its criteria, if it is on a portfolio.
    #[must_use]
    pub fn portfolio(&self) -> Portfolio {
        Portfolio {
            organization_id: self.organization_id,
            proceeding: self.proceeding.clone(),
            office: self.office.clone(),
            region: self.region.clone(),
            language: self.language,
        }
    }

    /// Whether it holds, held or will hold.
    #[must_use]
    pub fn is_held(&self) -> bool {
        self.status == AssignmentStatus::Held
    }

    /// Whether it has ended by an instant.
    #[must_use]
    pub fn is_over(&self, now: Instant) -> bool {
        self.until_at.is_some_and(|until| until <= now)
    }

    /// The values of a new row, in the order of [`COLUMNS`].
    fn values(&self) -> bulk::Values {
        let text = ToString::to_string;
        vec![
            Some(self.id.to_string()),
            self.case_id.as_ref().map(ToString::to_string),
            self.user_id.as_ref().map(ToString::to_string),
            Some(self.role.clone()),
            Some(self.from_at.written()),
            self.until_at.map(Instant::written),
            Some(self.version.to_string()),
            Some(self.created_by.to_string()),
            Some(self.created_at.written()),
            Some(self.updated_at.written()),
            Some(self.organization_id.to_string()),
            self.proceeding.clone(),
            self.office.clone(),
            self.region.clone(),
            self.language.map(|language| language.code().to_owned()),
            self.group_id.as_ref().map(ToString::to_string),
            Some(self.status.code().to_owned()),
            self.delegates.as_ref().map(text),
            self.replaces.as_ref().map(text),
            self.reason.clone(),
            self.accepted_at.map(Instant::written),
            self.waiver.as_ref().map(|waiver| waiver.get().to_owned()),
            self.exclusive_key.clone(),
        ]
    }

    fn version_values(&self, recorded_at: Instant) -> bulk::Values {
        vec![
            Some(self.id.to_string()),
            Some(self.version.to_string()),
            Some(self.status.code().to_owned()),
            Some(self.from_at.written()),
            self.until_at.map(Instant::written),
            Some(recorded_at.written()),
        ]
    }
}

const COLUMNS: [Column; 23] = [
    ("id", "uuid"),
    ("case_id", "uuid"),
    ("user_id", "uuid"),
    ("role", "text"),
    ("from_at", "timestamptz"),
    ("until_at", "timestamptz"),
    ("version", "bigint"),
    ("created_by", "uuid"),
    ("created_at", "timestamptz"),
    ("updated_at", "timestamptz"),
    ("organization_id", "uuid"),
    ("proceeding", "text"),
    ("office", "text"),
    ("region", "text"),
    ("language", "text"),
    ("group_id", "uuid"),
    ("status", "text"),
    ("delegates", "uuid"),
    ("replaces", "uuid"),
    ("reason", "text"),
    ("accepted_at", "timestamptz"),
    ("waiver", "json"),
    ("exclusive_key", "text"),
];

const VERSION_COLUMNS: [Column; 6] = [
    ("assignment_id", "uuid"),
    ("version", "bigint"),
    ("status", "text"),
    ("from_at", "timestamptz"),
    ("until_at", "timestamptz"),
    ("recorded_at", "timestamptz"),
];

/// Adds assignments with their first versions, and returns how many were added: fewer than there
/// are if another holds meanwhile what one holds at a time.
///
/// # Errors
/// 409 where `SQLite` finds what `PostgreSQL` leaves out.
pub fn insert(connection: &mut Connection, rows: &[AssignmentRow]) -> Result<usize> {
    let values: Vec<_> = rows.iter().map(AssignmentRow::values).collect();
    let added = bulk::insert_missing(connection, "assignments", &COLUMNS, &values)?;
    if added == rows.len() {
        let versions: Vec<_> = rows.iter().map(|row| row.version_values(row.created_at)).collect();
        bulk::insert_missing(connection, "assignment_versions", &VERSION_COLUMNS, &versions)?;
    }
    Ok(added)
}

/// Writes assignments that were taken for a change, and stores what was known of each before, and
/// returns how many were written.
pub fn update(connection: &mut Connection, rows: &[AssignmentRow], now: Instant) -> Result<usize> {
    let columns = [
        ("id", "uuid"),
        ("status", "text"),
        ("from_at", "timestamptz"),
        ("until_at", "timestamptz"),
        ("accepted_at", "timestamptz"),
        ("reason", "text"),
        ("waiver", "json"),
        ("exclusive_key", "text"),
        ("version", "bigint"),
        ("updated_at", "timestamptz"),
    ];
    let values = rows.iter().map(|row| {
        vec![
            Some(row.id.to_string()),
            Some(row.status.code().to_owned()),
            Some(row.from_at.written()),
            row.until_at.map(Instant::written),
            row.accepted_at.map(Instant::written),
            row.reason.clone(),
            row.waiver.as_ref().map(|waiver| waiver.get().to_owned()),
            row.exclusive_key.clone(),
            Some(row.version.to_string()),
            Some(row.updated_at.written()),
        ]
    });
    let written = bulk::update(connection, "assignments", &columns, &values.collect::<Vec<_>>())?;
    for chunk in rows.chunks(1000) {
        let ids: Vec<_> = chunk.iter().map(|row| row.id).collect();
        diesel::update(
            assignment_versions::table
                .filter(assignment_versions::assignment_id.eq_any(ids))
                .filter(assignment_versions::superseded_at.is_null()),
        )
        .set(assignment_versions::superseded_at.eq(now))
        .execute(connection)?;
    }
    let versions: Vec<_> = rows.iter().map(|row| row.version_values(now)).collect();
    bulk::insert_missing(connection, "assignment_versions", &VERSION_COLUMNS, &versions)?;
    Ok(written)
}

/// A user who may be assigned.
#[derive(Clone, Copy, Debug)]
pub struct Assignee {
    /// Whether the user may sign in.
    pub active: bool,
    /// The rank up to which the user is cleared.
    pub clearance: i16,
    /// The kind of the user's organisation.
    pub organization_kind: OrganizationKind,
}

/// The user who is to hold a role, with what is checked of them.
pub fn candidate(connection: &mut Connection, user: UserId) -> Result<Option<Assignee>> {
    let found: Option<(bool, i16, OrganizationKind)> = users::table
        .inner_join(organizations::table.on(organizations::id.eq(users::organization_id)))
        .filter(users::id.eq(user))
        .filter(users::kind.eq(UserKind::Person))
        .select((users::active, users::clearance, organizations::kind))
        .first(connection)
        .optional()?;
    Ok(found.map(|(active, clearance, organization_kind)| Assignee { active, clearance, organization_kind }))
}

/// All assignments of a case, past, present and to come, in the order in which they begin.
pub fn of_case(connection: &mut Connection, case: CaseId) -> Result<Vec<AssignmentRow>> {
    let found = assignments::table.filter(assignments::case_id.eq(case));
    let rows = found.order((assignments::from_at.asc(), assignments::id.asc()));
    Ok(worded(connection, rows.select(AssignmentRow::as_select()))?.load(connection)?)
}

/// The assignments on some cases, by when they began.
pub fn of_cases(connection: &mut Connection, cases: &[CaseId]) -> Result<Vec<AssignmentRow>> {
    let ids: Vec<_> = cases.iter().copied().map(Some).collect();
    let rows = assignments::table.filter(assignments::case_id.eq_any(ids));
    let rows = rows.order((assignments::from_at.asc(), assignments::id.asc()));
    Ok(rows.select(AssignmentRow::as_select()).load(connection)?)
}

/// A page of the assignments of a case. `ge` beside the `or` is what lets the index be entered in
/// the middle.
pub fn list_of_case(
    connection: &mut Connection,
    case: CaseId,
    after: Option<(Instant, AssignmentId)>,
    limit: i64,
) -> Result<Vec<AssignmentRow>> {
    let mut query = assignments::table.filter(assignments::case_id.eq(case)).into_boxed();
    if let Some((from, id)) = after {
        query = query
            .filter(assignments::from_at.ge(from))
            .filter(assignments::from_at.gt(from).or(assignments::id.gt(id)));
    }
    Ok(query
        .order((assignments::from_at.asc(), assignments::id.asc()))
        .limit(limit)
        .select(AssignmentRow::as_select())
        .load(connection)?)
}

/// Counts the assignments of a case.
pub fn count_of_case(connection: &mut Connection, case: CaseId) -> Result<i64> {
    Ok(assignments::table.filter(assignments::case_id.eq(case)).count().get_result(connection)?)
}

/// The assignment with this id.
///
/// # Errors
/// 404 where there is none.
pub fn find(connection: &mut Connection, id: AssignmentId) -> Result<AssignmentRow> {
    Ok(assignments::table.find(id).select(AssignmentRow::as_select()).first(connection)?)
}

/// The assignments that are held on the same case or portfolio, in the same role, at some time
/// between the ends of this one, except itself and delegations.
pub fn alongside(connection: &mut Connection, wanted: &AssignmentRow) -> Result<Vec<AssignmentRow>> {
    let mut query = assignments::table
        .filter(assignments::role.eq(wanted.role.clone()))
        .filter(assignments::id.ne(wanted.id))
        .filter(is_held())
        .filter(assignments::delegates.is_null())
        .filter(unended_at(assignments::until_at, wanted.from_at))
        // One that ended when it began was called off, and stands in nobody's way.
        .filter(was_in_force(assignments::from_at, assignments::until_at))
        .into_boxed();
    query = match wanted.case_id {
        Some(case) => query.filter(assignments::case_id.eq(case)),
        None => query
            .filter(assignments::case_id.is_null())
            .filter(assignments::organization_id.eq(wanted.organization_id)),
    };
    if let Some(until) = wanted.until_at {
        query = query.filter(assignments::from_at.lt(until));
    }
    let found: Vec<AssignmentRow> = query.select(AssignmentRow::as_select()).load(connection)?;
    Ok(found.into_iter().filter(|row| row.of() == wanted.of()).collect())
}

/// The delegations on assignments, and those on them in turn, that are held and have not ended by
/// an instant.
pub fn delegations_under(
    connection: &mut Connection,
    mut delegated: Vec<AssignmentId>,
    now: Instant,
) -> Result<Vec<AssignmentRow>> {
    let mut found: Vec<AssignmentRow> = Vec::new();
    while !delegated.is_empty() {
        let next = delegations_on(connection, &delegated, now)?;
        delegated = next.iter().map(|row| row.id).collect();
        found.extend(next);
    }
    Ok(found)
}

/// The delegations on an assignment that are held and have not ended by an instant.
pub fn delegations_on(
    connection: &mut Connection,
    delegated: &[AssignmentId],
    now: Instant,
) -> Result<Vec<AssignmentRow>> {
    let mut found = Vec::new();
    for chunk in delegated.chunks(1000) {
        let rows: Vec<AssignmentRow> = assignments::table
            .filter(assignments::delegates.eq_any(chunk.iter().copied().map(Some)))
            .filter(is_held())
            .filter(assignments::until_at.gt(now))
            .order(assignments::from_at.asc())
            .select(AssignmentRow::as_select())
            .load(connection)?;
        found.extend(rows);
    }
    Ok(found)
}

/// The kind of the organisation of a group that still works: one of the caller's organisation, or
/// one that the caller belongs to.
pub fn group_kind(
    connection: &mut Connection,
    caller: &Context,
    group: GroupId,
) -> Result<Option<OrganizationKind>> {
    let of_caller = groups::organization_id
        .eq(caller.user.organization_id)
        .or(groups::id.eq_any(caller.user.groups.clone()));
    Ok(groups::table
        .inner_join(organizations::table.on(organizations::id.eq(groups::organization_id)))
        .filter(groups::id.eq(group))
        .filter(groups::dissolved_on.is_null().or(groups::dissolved_on.gt(caller.today)))
        .filter(of_caller)
        .select(organizations::kind)
        .first(connection)
        .optional()?)
}

/// The assignments that a group holds at an instant, will hold, or is offered.
pub fn of_group(connection: &mut Connection, group: GroupId, now: Instant) -> Result<Vec<AssignmentRow>> {
    let lasting = assignments::table
        .filter(assignments::group_id.eq(group))
        .filter(assignments::status.eq_any([AssignmentStatus::Held, AssignmentStatus::Offered]))
        .filter(unended_at(assignments::until_at, now));
    Ok(lasting.select(AssignmentRow::as_select()).load(connection)?)
}

/// Whether somebody takes part in a group, now or later.
pub fn takes_part(connection: &mut Connection, group: GroupId, user: UserId, now: Instant) -> Result<bool> {
    let member = group_members::table
        .filter(group_members::group_id.eq(group))
        .filter(group_members::user_id.eq(user))
        .filter(group_members::capacity.ne(Capacity::Observer))
        .filter(unended_at(group_members::until_at, now))
        .select(group_members::group_id);
    Ok(member.first::<GroupId>(connection).optional()?.is_some())
}

/// The organisations of those who take part in a group at an instant, or will.
pub fn organizations_of_group(
    connection: &mut Connection,
    group: GroupId,
    now: Instant,
) -> Result<Vec<OrganizationId>> {
    Ok(group_members::table
        .inner_join(users::table.on(users::id.eq(group_members::user_id)))
        .filter(group_members::group_id.eq(group))
        .filter(group_members::capacity.ne(Capacity::Observer))
        .filter(unended_at(group_members::until_at, now))
        .select(users::organization_id)
        .distinct()
        .load(connection)?)
}
