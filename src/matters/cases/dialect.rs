//! A page of the cases that somebody holds, by their last change: read from `caseloads` until the
//! page is full, so that it costs what a page costs, however many they hold.
//!
//! How many lines are read stands in the text: for a number that it does not know, `PostgreSQL`
//! plans to read the whole table.

use crate::access::dialect::pass_current;
use crate::access::visibility::Visible;
use crate::db::Connection;
use crate::db::connection::MultiBackend;
use crate::db::schema::cases;
use crate::db::types::{DbTimestamp, DbUuid, Instant};
use crate::error::Result;
use crate::ids::{CaseId, HolderId};
use diesel::expression::Expression;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::result::QueryResult;
use diesel::sql_types::{Bool, Nullable, SqlType, Text};

/// The cases that somebody holds, themselves or through others: each once, with the columns asked
/// for where the condition holds of it, and without where it does not.
pub struct Caseload<Columns> {
    /// The holders whose assignments count: one at least.
    pub holders: Vec<HolderId>,
    /// The instant at which the cases are held.
    pub now: Instant,
    /// The status of the cases.
    pub status: StatusCondition,
    /// The position in the order after which cases are read.
    pub after: Option<(Instant, CaseId)>,
    /// Whether the oldest change comes first; otherwise the newest does.
    pub ascending: bool,
    /// The greatest number of cases. Each number is another statement to prepare.
    pub size: usize,
    /// The condition.
    pub passing: Visible<cases::table>,
    /// The columns that are read of `cases`.
    pub columns: Columns,
}

/// The status that a case has.
#[derive(Clone, Copy, Debug)]
pub enum StatusCondition {
    /// This one.
    Is(&'static str),
    /// Any but this one.
    IsNot(&'static str),
}

impl<Columns> Caseload<Columns> {
    const fn order(&self) -> &'static str {
        if self.ascending {
            " order by case_changed_at asc, case_id asc"
        } else {
            " order by case_changed_at desc, case_id desc"
        }
    }

    fn pass_size(&self, out: &mut AstPass<'_, '_, MultiBackend>) {
        out.push_sql(&format!("{} limit {}", self.order(), self.size));
    }

    /// The assignments of one holder, from the index alone and no further than the page goes.
    fn pass_holder<'b>(
        &'b self,
        out: &mut AstPass<'_, 'b, MultiBackend>,
        holder: &'b HolderId,
    ) -> QueryResult<()> {
        out.push_sql(
            "select * from (select distinct case_changed_at, case_id from caseloads x where x.holder_id = ",
        );
        out.push_bind_param::<DbUuid, _>(holder)?;
        match &self.status {
            StatusCondition::Is(status) => {
                out.push_sql(" and x.case_status = ");
                out.push_bind_param::<Text, _>(status)?;
            }
            StatusCondition::IsNot(status) => {
                out.push_sql(" and x.case_status <> ");
                out.push_bind_param::<Text, _>(status)?;
            }
        }
        pass_current(out, &self.now)?;
        if let Some((at, case)) = &self.after {
            // The first of the two lets the index be entered in the middle.
            let [from, beyond] = if self.ascending { [" >= ", " > "] } else { [" <= ", " < "] };
            out.push_sql(" and x.case_changed_at");
            out.push_sql(from);
            out.push_bind_param::<DbTimestamp, _>(at)?;
            out.push_sql(" and (x.case_changed_at");
            out.push_sql(beyond);
            out.push_bind_param::<DbTimestamp, _>(at)?;
            out.push_sql(" or x.case_id");
            out.push_sql(beyond);
            out.push_bind_param::<DbUuid, _>(case)?;
            out.push_sql(")");
        }
        self.pass_size(out);
        out.push_sql(") held");
        Ok(())
    }
}

impl<Columns> Query for Caseload<Columns>
where
    Columns: Expression,
    Columns::SqlType: SqlType,
    Nullable<Columns::SqlType>: SqlType,
{
    type SqlType = (DbTimestamp, DbUuid, Nullable<Columns::SqlType>);
}

impl<Columns> QueryId for Caseload<Columns> {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Columns, Connection> RunQueryDsl<Connection> for Caseload<Columns> {}

impl<Columns: QueryFragment<MultiBackend>> QueryFragment<MultiBackend> for Caseload<Columns> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        out.push_sql("select page.case_changed_at, page.case_id, ");
        self.columns.walk_ast(out.reborrow())?;
        out.push_sql(" from (select * from (");
        for (nth, holder) in self.holders.iter().enumerate() {
            if nth > 0 {
                out.push_sql(" union ");
            }
            self.pass_holder(&mut out, holder)?;
        }
        out.push_sql(") held");
        self.pass_size(&mut out);
        out.push_sql(") page left join cases on cases.id = page.case_id and ");
        self.passing.walk_ast(out.reborrow())?;
        out.push_sql(self.order());
        Ok(())
    }
}

/// Keeps the rows of these cases for the rest of the transaction, so that nobody changes them or
/// their parts meanwhile. What only refers to one of them, as an entry of the journal does, need
/// not wait: nobody changes its key. `SQLite` has one writer, who has all of them.
pub fn lock_cases(connection: &mut Connection, ids: &[CaseId]) -> Result<()> {
    if let Connection::Pg(pg) = connection {
        let ids: Vec<uuid::Uuid> = ids.iter().map(|id| id.uuid()).collect();
        let wanted = diesel::dsl::sql::<Bool>("id = any(")
            .bind::<diesel::sql_types::Array<diesel::sql_types::Uuid>, _>(ids)
            .sql(")");
        let rows = cases::table.select(cases::id).filter(wanted).order(cases::id).for_no_key_update();
        let locked: Vec<CaseId> = rows.load::<CaseId>(pg)?;
        drop(locked);
    }
    Ok(())
}
