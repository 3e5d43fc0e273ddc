//! Rows of what is to be erased, and which contents any row still names.

use crate::db::Connection;
use crate::db::schema::{content_erasures, document_versions};
use crate::db::types::Instant;
use crate::error::Result;
use crate::ids::CaseId;
use diesel::prelude::*;
use std::collections::BTreeSet;

/// Asks for the contents of a case to be erased: what no other row names goes, once this is
/// committed.
pub fn ask(connection: &mut Connection, case: CaseId, now: Instant) -> Result<()> {
    let named = document_versions::table.filter(document_versions::case_id.eq(case));
    let named: Vec<String> = named.select(document_versions::sha256).distinct().load(connection)?;
    for sha256 in named {
        let row = (
            content_erasures::sha256.eq(sha256),
            content_erasures::case_id.eq(case),
            content_erasures::asked_at.eq(now),
        );
        diesel::insert_into(content_erasures::table).values(row).execute(connection)?;
    }
    Ok(())
}

/// The next contents that are to be erased, each with the case that named it.
pub fn asked(connection: &mut Connection, limit: i64) -> Result<Vec<(CaseId, String)>> {
    let rows = content_erasures::table.order((content_erasures::case_id, content_erasures::sha256));
    Ok(rows.limit(limit).select((content_erasures::case_id, content_erasures::sha256)).load(connection)?)
}

/// Forgets that a content was to be erased.
pub fn done(connection: &mut Connection, case: CaseId, sha256: &str) -> Result<()> {
    let row = content_erasures::table.filter(content_erasures::case_id.eq(case));
    diesel::delete(row.filter(content_erasures::sha256.eq(sha256))).execute(connection)?;
    Ok(())
}

/// Whether any version of a document is this content.
pub fn is_named(connection: &mut Connection, sha256: &str) -> Result<bool> {
    let rows = document_versions::table.filter(document_versions::sha256.eq(sha256));
    let found: Option<i64> = rows.select(document_versions::number).first(connection).optional()?;
    Ok(found.is_some())
}

/// The next contents that versions name, each with its size, after this one.
pub fn named(connection: &mut Connection, after: &str, limit: i64) -> Result<BTreeSet<(String, i64)>> {
    let rows = document_versions::table.filter(document_versions::sha256.gt(after.to_owned()));
    let rows = rows.select((document_versions::sha256, document_versions::size)).distinct();
    let found: Vec<(String, i64)> =
        rows.order(document_versions::sha256.asc()).limit(limit).load(connection)?;
    Ok(found.into_iter().collect())
}
