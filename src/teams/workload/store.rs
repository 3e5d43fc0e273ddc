//! Work, counted: by person, by group, by role.

#![expect(missing_docs, reason = "the names are those of the columns")]

use crate::access::context::Context;
use crate::access::visibility::{shape_for_parts_of_cases, visible};
use crate::db::Connection;
use crate::db::connection::MultiBackend;
use crate::db::predicates::{held_at, in_force_at};
use crate::db::schema::{assignments, cases, deadlines, organizations, users, walled_users};
use crate::db::types::Instant;
use crate::duties::deadlines::listing_store::{of_side, owed};
use crate::duties::deadlines::model::DeadlineStatus;
use crate::error::Result;
use crate::ids::{CaseId, GroupId, OrganizationId, UserId};
use crate::law::proceedings::ActingSide;
use crate::matters::cases::model::StoredStatus;
use crate::people::identity::model::{OrganizationKind, UserKind};
use crate::text::Language;
use chrono::NaiveDate;
use diesel::dsl::{Eq, InnerJoinQuerySource, Nullable};
use diesel::prelude::*;
use diesel::sql_types::Bool;
use std::collections::{BTreeSet, HashMap};

diesel::allow_columns_to_appear_in_same_group_by_clause!(assignments::user_id, cases::proceeding);
diesel::allow_columns_to_appear_in_same_group_by_clause!(assignments::group_id, cases::proceeding);
diesel::allow_columns_to_appear_in_same_group_by_clause!(assignments::role, cases::proceeding);

/// The work that is counted.
#[derive(Clone, Debug, Default)]
pub struct WorkloadFilter {
    /// Only work on this organisation's cases.
    pub organization: Option<OrganizationId>,
    /// Only work of this person.
    pub user: Option<UserId>,
    /// Only work in this role.
    pub role: Option<String>,
}

type Assigned =
    InnerJoinQuerySource<assignments::table, cases::table, Eq<assignments::case_id, Nullable<cases::id>>>;
type Due = InnerJoinQuerySource<deadlines::table, cases::table>;
type WorkCondition<Rows> = Box<dyn BoxableExpression<Rows, MultiBackend, SqlType = Bool>>;

/// The assignments that are held now on open cases.
fn held(caller: &Context, filter: &WorkloadFilter) -> Vec<WorkCondition<Assigned>> {
    let mut all: Vec<WorkCondition<Assigned>> = vec![
        visible::<Assigned>(caller, shape_for_parts_of_cases(&caller.user, filter.user.is_some())),
        Box::new(cases::status.eq(StoredStatus::Open)),
        Box::new(held_at(caller.now)),
    ];
    if let Some(organization) = filter.organization {
        all.push(Box::new(cases::organization_id.eq(organization)));
    }
    if let Some(user) = filter.user {
        all.push(Box::new(assignments::user_id.eq(user).assume_not_null()));
    }
    if let Some(role) = filter.role.clone() {
        all.push(Box::new(assignments::role.eq(role)));
    }
    all
}

/// The deadlines that are open.
fn open(caller: &Context, filter: &WorkloadFilter) -> Vec<WorkCondition<Due>> {
    let mut all: Vec<WorkCondition<Due>> = vec![
        visible::<Due>(caller, shape_for_parts_of_cases(&caller.user, filter.user.is_some())),
        Box::new(deadlines::status.eq(DeadlineStatus::Open)),
    ];
    // What visibility says of the case, said once more of the deadline, where its index can use it.
    for organization in caller.confined_to().into_iter().chain(filter.organization) {
        all.push(Box::new(deadlines::organization_id.eq(organization)));
    }
    if let Some(user) = filter.user {
        all.push(Box::new(deadlines::responsible_user_id.eq(user).assume_not_null()));
    }
    if let Some(role) = filter.role.clone() {
        all.push(Box::new(deadlines::responsible_role.eq(role).assume_not_null()));
    }
    all
}

/// The window of the open deadlines that are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DueWindow {
    /// The deadlines that are watched from one day to another, both included.
    Between(NaiveDate, NaiveDate),
    /// The deadlines of our own side that were watched before this day.
    Before(NaiveDate),
}

impl DueWindow {
    fn conditions(self) -> Vec<WorkCondition<Due>> {
        match self {
            Self::Between(first, last) => {
                vec![Box::new(deadlines::watch_on.ge(first)), Box::new(deadlines::watch_on.le(last))]
            }
            Self::Before(day) => {
                vec![
                    Box::new(deadlines::watch_on.lt(day)),
                    Box::new(diesel::dsl::not(of_side(ActingSide::Theirs))),
                    owed(),
                ]
            }
        }
    }
}

/// Defines one module for each thing by which work is counted, all of one shape.
macro_rules! by {
    ($(#[$doc:meta])* $name:ident, $key:ty, $kept:ty, $assigned:ident, $responsible:ident, $as_kept:expr) => {
        $(#[$doc])*
        pub mod $name {
            use super::*;

            /// The keys of those who have work: the first after one, by key.
            pub fn keys(
                connection: &mut Connection,
                caller: &Context,
                filter: &WorkloadFilter,
                after: Option<&$key>,
                limit: i64,
            ) -> Result<BTreeSet<$key>> {
                let mut query = assignments::table
                    .inner_join(cases::table.on(assignments::case_id.eq(cases::id.nullable())))
                    .group_by(assignments::$assigned)
                    .select(assignments::$assigned)
                    .into_boxed();
                for condition in held(caller, filter) {
                    query = query.filter(condition);
                }
                query = query.filter(assignments::$assigned.is_not_null());
                if let Some(after) = after {
                    query = query.filter(assignments::$assigned.gt(after.clone()));
                }
                let assigned: Vec<$kept> =
                    query.order(assignments::$assigned.asc()).limit(limit).load(connection)?;
                let mut query = deadlines::table
                    .inner_join(cases::table)
                    .group_by(deadlines::$responsible)
                    .select(deadlines::$responsible)
                    .into_boxed();
                for condition in open(caller, filter) {
                    query = query.filter(condition);
                }
                query = query.filter(deadlines::$responsible.is_not_null());
                if let Some(after) = after {
                    query = query.filter(deadlines::$responsible.gt(after.clone()));
                }
                let responsible: Vec<Option<$key>> =
                    query.order(deadlines::$responsible.asc()).limit(limit).load(connection)?;
                Ok(assigned.into_iter().filter_map(Option::<$key>::from).chain(responsible.into_iter().flatten()).collect())
            }

            /// The number of open cases that each of these has, by proceeding.
            pub fn cases_of(
                connection: &mut Connection,
                caller: &Context,
                filter: &WorkloadFilter,
                keys: &[$key],
            ) -> Result<HashMap<$key, Vec<(String, i64)>>> {
                let mut query = assignments::table
                    .inner_join(cases::table.on(assignments::case_id.eq(cases::id.nullable())))
                    .group_by((assignments::$assigned, cases::proceeding))
                    .select((
                        assignments::$assigned,
                        cases::proceeding,
                        diesel::dsl::count(assignments::case_id).aggregate_distinct(),
                    ))
                    .into_boxed();
                for condition in held(caller, filter) {
                    query = query.filter(condition);
                }
                let wanted: Vec<$kept> = keys.iter().cloned().map($as_kept).collect();
                let rows: Vec<($kept, String, i64)> =
                    query.filter(assignments::$assigned.eq_any(wanted)).load(connection)?;
                let mut all: HashMap<$key, Vec<(String, i64)>> = HashMap::new();
                for (key, proceeding, count) in rows {
                    if let Some(key) = Option::<$key>::from(key) {
                        all.entry(key).or_default().push((proceeding, count));
                    }
                }
                Ok(all)
            }

            /// The number of open deadlines that each of these has that fall into a window.
            pub fn deadlines_of(
                connection: &mut Connection,
                caller: &Context,
                filter: &WorkloadFilter,
                keys: &[$key],
                window: DueWindow,
            ) -> Result<HashMap<$key, i64>> {
                let mut query = deadlines::table
                    .inner_join(cases::table)
                    .group_by(deadlines::$responsible)
                    .select((deadlines::$responsible, diesel::dsl::count_star()))
                    .into_boxed();
                for condition in open(caller, filter).into_iter().chain(window.conditions()) {
                    query = query.filter(condition);
                }
                let wanted: Vec<Option<$key>> = keys.iter().cloned().map(Some).collect();
                let rows: Vec<(Option<$key>, i64)> =
                    query.filter(deadlines::$responsible.eq_any(wanted)).load(connection)?;
                Ok(rows.into_iter().filter_map(|(key, count)| Some((key?, count))).collect())
            }
        }
    };
}
by!(
    /// Each person.
    person, UserId, Option<UserId>, user_id, responsible_user_id, Some
);
by!(
    /// Each group.
    group, GroupId, Option<GroupId>, group_id, responsible_group_id, Some
);
by!(
    /// Each role.
    role, String, String, role, responsible_role, std::convert::identity
);

/// A user who could be assigned.
#[derive(Clone, Debug, Queryable)]
pub struct CandidateRow {
    pub id: UserId,
    pub display_name: String,
    pub language: Language,
    pub clearance: i16,
    pub office: Option<String>,
}

/// The active users of those of these organisations that are of one of these kinds.
pub fn candidates(
    connection: &mut Connection,
    of: [OrganizationId; 2],
    kinds: &[OrganizationKind],
) -> Result<Vec<CandidateRow>> {
    Ok(users::table
        .inner_join(organizations::table.on(organizations::id.eq(users::organization_id)))
        .filter(users::organization_id.eq_any(of))
        .filter(users::active.eq(true))
        .filter(users::kind.eq(UserKind::Person))
        .filter(organizations::kind.eq_any(kinds))
        .order(users::id.asc())
        .select((users::id, users::display_name, users::language, users::clearance, users::office))
        .load(connection)?)
}

/// The holders of this role on this case now.
pub fn holders(connection: &mut Connection, case: CaseId, role: &str, now: Instant) -> Result<Vec<UserId>> {
    Ok(assignments::table
        .filter(assignments::case_id.eq(case))
        .filter(assignments::role.eq(role.to_owned()))
        .filter(held_at(now))
        .filter(assignments::user_id.is_not_null())
        .select(assignments::user_id.assume_not_null())
        .load(connection)?)
}

/// The people whom a wall keeps from this case now.
pub fn walled(connection: &mut Connection, case: CaseId, now: Instant) -> Result<Vec<UserId>> {
    Ok(walled_users::table
        .filter(walled_users::case_id.eq(case))
        .filter(in_force_at(walled_users::from_at, walled_users::until_at, now))
        .select(walled_users::user_id)
        .load(connection)?)
}
