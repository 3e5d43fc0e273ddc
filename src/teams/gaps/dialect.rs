//! The coverage of the roles of open cases, one line a case: the question behind gaps, in the words
//! of each backend.
//!
//! Each role that somebody holds on a case has a bit in three masks of the line: held at all; by
//! somebody who is there (active, not away, cleared); and by somebody who is there and for longer
//! than a time ahead. A fourth mask has a bit for each date that an order was to set. A window of
//! cases is taken by id, so that a page costs what its window costs.

use crate::access::portfolio::FileLanguage;
use crate::access::visibility::Visible;
use crate::db::Connection;
use crate::db::connection::MultiBackend;
use crate::db::predicates::{pass_in_force, pass_is_held, pass_unended};
use crate::db::schema::cases;
use crate::db::types::{DbUuid, Instant};
use crate::error::Result;
use crate::ids::{CaseId, OrganizationId};
use crate::teams::gaps::model::{RequiredDate, bit_of};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::result::QueryResult;
use diesel::sql_types::{BigInt, Nullable, Text};

/// The open cases that are looked at, and how.
pub struct Coverage {
    /// The cases that the caller may see.
    pub visible: Visible<cases::table>,
    /// Only cases of this organisation.
    pub organization: Option<OrganizationId>,
    /// Only cases of this proceeding.
    pub proceeding: Option<String>,
    /// Only cases at this stage.
    pub stage: Option<String>,
    /// The case from which on cases are read.
    pub from: Option<CaseId>,
    /// The greatest number.
    pub limit: i64,
    /// The dates that the law makes orders set, in the order of their bits: 62 at most.
    pub dates: Vec<RequiredDate>,
    /// The roles, in the order of their bits: 62 at most.
    pub roles: Vec<String>,
    /// The instant.
    pub now: Instant,
    /// The time ahead.
    pub horizon: Instant,
}

/// What portfolios go by: the proceeding, the office, the language, and the region of an office of
/// the organisation's own.
pub type PortfolioTraits = (String, Option<String>, FileLanguage, Option<String>);

/// A line: the case, what portfolios go by, its stage, the three masks, and that of the dates.
pub type CoverageLine = (CaseId, OrganizationId, PortfolioTraits, String, (i64, i64, i64, i64));

/// The number of cases that have the same line: a handful of lines tells of all cases.
pub struct CoverageCount(pub Coverage);

/// A line of many cases: their organisation, what portfolios go by, their stage, the three masks,
/// that of the dates, and their number.
pub type CountedLine = (OrganizationId, PortfolioTraits, String, (i64, i64, i64, i64), i64);

impl Coverage {
    /// The lines, one a case.
    pub fn lines(self, connection: &mut Connection) -> Result<Vec<CoverageLine>> {
        Ok(self.load(connection)?)
    }
}

impl CoverageCount {
    /// The lines, each of many cases.
    pub fn lines(self, connection: &mut Connection) -> Result<Vec<CountedLine>> {
        Ok(self.load(connection)?)
    }
}

impl Query for CoverageCount {
    type SqlType = (
        DbUuid,
        (Text, Nullable<Text>, Text, Nullable<Text>),
        Text,
        (BigInt, BigInt, BigInt, BigInt),
        BigInt,
    );
}

impl QueryId for CoverageCount {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Connection> RunQueryDsl<Connection> for CoverageCount {}

impl QueryFragment<MultiBackend> for CoverageCount {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        const LINE: &str = "g.organization_id, g.proceeding, g.office, g.language, g.office_region, g.stage, g.held, g.there, g.lasting, g.undated";
        out.push_sql("select ");
        out.push_sql(LINE);
        out.push_sql(", count(*) from (");
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(") g group by ");
        out.push_sql(LINE);
        Ok(())
    }
}

impl Query for Coverage {
    type SqlType = (
        DbUuid,
        DbUuid,
        (Text, Nullable<Text>, Text, Nullable<Text>),
        Text,
        (BigInt, BigInt, BigInt, BigInt),
    );
}

impl QueryId for Coverage {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Connection> RunQueryDsl<Connection> for Coverage {}

impl Coverage {
    fn pass_current<'b>(
        &'b self,
        out: &mut AstPass<'_, 'b, MultiBackend>,
        columns: (&str, &str),
    ) -> QueryResult<()> {
        out.push_sql(" and ");
        pass_in_force(out, columns, &self.now)
    }

    /// The bits of the roles that are held so.
    fn pass_mask<'b>(
        &'b self,
        out: &mut AstPass<'_, 'b, MultiBackend>,
        condition: &[&str],
        durable: bool,
    ) -> QueryResult<()> {
        // Who sees no case asks of no role.
        if self.roles.is_empty() {
            out.push_sql(", cast(0 as bigint)");
            return Ok(());
        }
        // Each bit is a power of two: the sum of those that differ is what all of them together
        // are.
        let is_postgres = matches!(out.backend(), MultiBackend::Pg(_));
        out.push_sql(if is_postgres {
            ", coalesce(bit_or(case when "
        } else {
            ", coalesce(sum(distinct case when "
        });
        out.push_sql(&condition.join(" and "));
        if durable {
            out.push_sql(" and ");
            pass_unended(out, "x.until_at", &self.horizon)?;
        }
        out.push_sql(" then case x.role");
        for (bit, role) in self.roles.iter().enumerate() {
            out.push_sql(" when ");
            out.push_bind_param::<Text, _>(role)?;
            out.push_sql(&format!(" then {}", 1_u64 << bit.min(62)));
        }
        out.push_sql(if is_postgres {
            " else 0 end else 0 end::bigint), 0)"
        } else {
            " else 0 end else 0 end), 0)"
        });
        Ok(())
    }

    /// The bits of the dates that an order was to set, and that nothing sets: the order is on the
    /// docket, nothing is on it after which the date matters no more, and there is no deadline, but
    /// one that was taken back with what set it.
    fn pass_dates<'b>(&'b self, out: &mut AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        const ON_DOCKET: &str = "exists (select 1 from events e where e.case_id = cases.id and e.struck_at is null and e.type in (";
        out.push_sql("cast(0 as bigint)");
        for (bit, date) in self.dates.iter().enumerate().take(62) {
            out.push_sql(" + case when cases.proceeding = ");
            out.push_bind_param::<Text, _>(&date.proceeding)?;
            out.push_sql(" and ");
            out.push_sql(ON_DOCKET);
            out.push_bind_param::<Text, _>(&date.event)?;
            out.push_sql(")) and not ");
            out.push_sql(ON_DOCKET);
            for (index, over) in date.over.iter().enumerate() {
                out.push_sql(if index == 0 { "" } else { ", " });
                out.push_bind_param::<Text, _>(over)?;
            }
            out.push_sql(
                ")) and not exists (select 1 from deadlines d where d.case_id = cases.id and d.rule = ",
            );
            out.push_bind_param::<Text, _>(&date.rule)?;
            out.push_sql(" and (d.status <> 'cancelled' or d.closed_by_event_id is not null)) then ");
            out.push_sql(&format!("cast({} as bigint) else cast(0 as bigint) end", bit_of(bit)));
        }
        Ok(())
    }

    fn pass_window<'b>(&'b self, out: &mut AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        out.push_sql(
            "(select cases.id, cases.organization_id, cases.proceeding, cases.office, cases.language, cases.office_region, cases.stage, \
             cases.classification, ",
        );
        self.pass_dates(out)?;
        out.push_sql(" as undated from cases where ");
        self.visible.walk_ast(out.reborrow())?;
        out.push_sql(" and cases.status = 'open'");
        if let Some(organization) = &self.organization {
            out.push_sql(" and cases.organization_id = ");
            out.push_bind_param::<DbUuid, _>(organization)?;
        }
        if let Some(proceeding) = &self.proceeding {
            out.push_sql(" and cases.proceeding = ");
            out.push_bind_param::<Text, _>(proceeding)?;
        }
        if let Some(stage) = &self.stage {
            out.push_sql(" and cases.stage = ");
            out.push_bind_param::<Text, _>(stage)?;
        }
        if let Some(from) = &self.from {
            out.push_sql(" and cases.id >= ");
            out.push_bind_param::<DbUuid, _>(from)?;
        }
        out.push_sql(" order by cases.id limit ");
        out.push_bind_param::<BigInt, _>(&self.limit)?;
        out.push_sql(") c");
        Ok(())
    }
}

const HELD: &str = "x.id is not null and w.case_id is null";
const THERE: &str = "u.active and a.id is null and u.clearance >= c.classification";

impl QueryFragment<MultiBackend> for Coverage {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        out.push_sql(
            "select c.id, c.organization_id, c.proceeding, c.office, c.language, c.office_region, c.stage",
        );
        self.pass_mask(&mut out, &[HELD], false)?;
        out.push_sql(" as held");
        self.pass_mask(&mut out, &[HELD, THERE], false)?;
        out.push_sql(" as there");
        self.pass_mask(&mut out, &[HELD, THERE], true)?;
        out.push_sql(" as lasting, c.undated");
        out.push_sql(" from ");
        self.pass_window(&mut out)?;
        out.push_sql(" left join assignments x on x.case_id = c.id");
        pass_is_held(&mut out);
        self.pass_current(&mut out, ("x.from_at", "x.until_at"))?;
        out.push_sql(" left join group_members m on m.group_id = x.group_id and m.capacity = 'chair'");
        self.pass_current(&mut out, ("m.from_at", "m.until_at"))?;
        out.push_sql(" left join users u on u.id = coalesce(x.user_id, m.user_id)");
        out.push_sql(" left join walled_users w on w.case_id = c.id and w.user_id = u.id");
        self.pass_current(&mut out, ("w.from_at", "w.until_at"))?;
        out.push_sql(" left join absences a on a.user_id = u.id");
        self.pass_current(&mut out, ("a.from_at", "a.until_at"))?;
        out.push_sql(
            " group by c.id, c.organization_id, c.proceeding, c.office, c.language, c.office_region, c.stage, c.undated order by c.id",
        );
        Ok(())
    }
}
