//! Rows of links, with the part of the case at the other end that is shown.

#![expect(missing_docs, reason = "the fields of a row are the columns of its table")]

use super::model::{Direction, LinkKind};
use crate::access::confidentiality::Confidentiality;
use crate::access::context::Context;
use crate::access::dialect::QueryShape;
use crate::access::visibility::visible;
use crate::db::Connection;
use crate::db::schema::{case_links, cases};
use crate::db::types::Instant;
use crate::error::{Error, Result};
use crate::ids::{CaseId, LinkId, UserId};
use diesel::dsl::{Eq, InnerJoinQuerySource};
use diesel::prelude::*;

/// A link, as stored.
#[derive(Clone, Debug, PartialEq, Eq, Queryable, Selectable, Insertable)]
#[diesel(table_name = case_links)]
pub struct LinkRow {
    pub id: LinkId,
    /// The case from which it leads.
    pub case_id: CaseId,
    /// The case to which it leads.
    pub other_case_id: CaseId,
    pub kind: LinkKind,
    pub version: i64,
    pub created_by: UserId,
    pub created_at: Instant,
}

/// A link, seen from one of its cases.
#[derive(Clone, Debug)]
pub struct LinkSide {
    /// The link itself.
    pub link: LinkRow,
    /// The direction in which it leads.
    pub direction: Direction,
    /// The case at the other end.
    pub other: OtherCase,
}

/// The part of the case at its other end that a link shows.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = cases)]
pub struct OtherCase {
    pub id: CaseId,
    pub proceeding: String,
    pub file_number: Option<String>,
    pub style_of_cause: String,
    pub confidentiality: Confidentiality,
}

/// The links that leave a case and those that arrive at it, each joined to the case at the other
/// end: two queries of one shape, each with an index to enter, where an `or` would have none.
macro_rules! end {
    ($name:ident, $here:ident, $there:ident, $direction:expr) => {
        mod $name {
            use super::*;

            type Rows =
                InnerJoinQuerySource<case_links::table, cases::table, Eq<cases::id, case_links::$there>>;

            /// A page of the links of a case to cases that the caller may see.
            pub fn list(
                connection: &mut Connection,
                caller: &Context,
                case: CaseId,
                after: Option<LinkId>,
                limit: i64,
            ) -> Result<Vec<LinkSide>> {
                let mut query = case_links::table
                    .inner_join(cases::table.on(cases::id.eq(case_links::$there)))
                    .filter(case_links::$here.eq(case))
                    .filter(visible::<Rows>(caller, QueryShape::Row))
                    .into_boxed();
                if let Some(after) = after {
                    query = query.filter(case_links::id.gt(after));
                }
                let rows: Vec<(LinkRow, OtherCase)> = query
                    .order(case_links::id.asc())
                    .limit(limit)
                    .select((LinkRow::as_select(), OtherCase::as_select()))
                    .load(connection)?;
                Ok(rows
                    .into_iter()
                    .map(|(link, other)| LinkSide { link, direction: $direction, other })
                    .collect())
            }

            /// The link of a case with this id, if the caller may see the other case.
            pub fn find(
                connection: &mut Connection,
                caller: &Context,
                case: CaseId,
                id: LinkId,
            ) -> Result<Option<LinkSide>> {
                let row: Option<(LinkRow, OtherCase)> = case_links::table
                    .inner_join(cases::table.on(cases::id.eq(case_links::$there)))
                    .filter(case_links::id.eq(id))
                    .filter(case_links::$here.eq(case))
                    .filter(visible::<Rows>(caller, QueryShape::Row))
                    .select((LinkRow::as_select(), OtherCase::as_select()))
                    .first(connection)
                    .optional()?;
                Ok(row.map(|(link, other)| LinkSide { link, direction: $direction, other }))
            }

            /// Counts the links of a case to cases that the caller may see.
            pub fn count(connection: &mut Connection, caller: &Context, case: CaseId) -> Result<i64> {
                Ok(case_links::table
                    .inner_join(cases::table.on(cases::id.eq(case_links::$there)))
                    .filter(case_links::$here.eq(case))
                    .filter(visible::<Rows>(caller, QueryShape::Row))
                    .count()
                    .get_result(connection)?)
            }
        }
    };
}
end!(leaving, case_id, other_case_id, Direction::To);
end!(arriving, other_case_id, case_id, Direction::From);

/// A page of the links of a case, in the order in which they were made; those to a case that the
/// caller may not see are left out.
pub fn list(
    connection: &mut Connection,
    caller: &Context,
    case: CaseId,
    after: Option<LinkId>,
    limit: i64,
) -> Result<Vec<LinkSide>> {
    let mut found = leaving::list(connection, caller, case, after, limit)?;
    found.extend(arriving::list(connection, caller, case, after, limit)?);
    found.sort_by_key(|seen| seen.link.id);
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(found)
}

/// The case to which one is linked first as one of these kinds.
pub fn linked_as(connection: &mut Connection, case: CaseId, kinds: &[LinkKind]) -> Result<Option<CaseId>> {
    let links = case_links::table.filter(case_links::case_id.eq(case)).filter(case_links::kind.eq_any(kinds));
    Ok(links.order(case_links::id.asc()).select(case_links::other_case_id).first(connection).optional()?)
}

/// Counts the links of a case to cases that the caller may see.
pub fn count(connection: &mut Connection, caller: &Context, case: CaseId) -> Result<i64> {
    let leaving = leaving::count(connection, caller, case)?;
    Ok(leaving.saturating_add(arriving::count(connection, caller, case)?))
}

/// The link of a case with this id, seen from that case.
///
/// # Errors
/// 404 where the case has no such link, or the caller may not see the other case.
pub fn find(connection: &mut Connection, caller: &Context, case: CaseId, id: LinkId) -> Result<LinkSide> {
    if let Some(found) = leaving::find(connection, caller, case, id)? {
        return Ok(found);
    }
    arriving::find(connection, caller, case, id)?.ok_or_else(Error::not_found)
}

/// Whether two cases are linked like this already, whichever way it leads.
pub fn exists(connection: &mut Connection, one: CaseId, other: CaseId, kind: LinkKind) -> Result<bool> {
    let there = case_links::case_id.eq(one).and(case_links::other_case_id.eq(other));
    let back = case_links::case_id.eq(other).and(case_links::other_case_id.eq(one));
    let found =
        case_links::table.filter(there.or(back)).filter(case_links::kind.eq(kind)).select(case_links::id);
    Ok(found.first::<LinkId>(connection).optional()?.is_some())
}

/// Those of these cases to which a case is linked, whichever way.
pub fn linked_among(connection: &mut Connection, case: CaseId, others: &[CaseId]) -> Result<Vec<CaseId>> {
    let leaving = case_links::table.filter(case_links::case_id.eq(case));
    let leaving = leaving.filter(case_links::other_case_id.eq_any(others)).select(case_links::other_case_id);
    let mut linked: Vec<CaseId> = leaving.load(connection)?;
    let arriving = case_links::table.filter(case_links::other_case_id.eq(case));
    let arriving = arriving.filter(case_links::case_id.eq_any(others)).select(case_links::case_id);
    linked.extend(arriving.load::<CaseId>(connection)?);
    Ok(linked)
}

/// The links of some kinds between these cases, each by its two ends.
pub fn among(
    connection: &mut Connection,
    cases: &[CaseId],
    kinds: &[LinkKind],
) -> Result<Vec<(CaseId, CaseId)>> {
    let links = case_links::table.filter(case_links::case_id.eq_any(cases));
    let links = links.filter(case_links::other_case_id.eq_any(cases)).filter(case_links::kind.eq_any(kinds));
    Ok(links.select((case_links::case_id, case_links::other_case_id)).load(connection)?)
}

/// Inserts a link.
///
/// # Errors
/// 409 where the two cases are linked like this already.
pub fn insert(connection: &mut Connection, link: &LinkRow) -> Result<()> {
    diesel::insert_into(case_links::table).values(link).execute(connection)?;
    Ok(())
}

/// Whether the row was still there.
pub fn delete(connection: &mut Connection, id: LinkId) -> Result<bool> {
    Ok(diesel::delete(case_links::table.filter(case_links::id.eq(id))).execute(connection)? == 1)
}
