//! Which of the works that follow a migration were done.

use super::Connection;
use super::schema::finished_works as works;
use super::types::Instant;
use crate::error::Result;
use diesel::prelude::*;

/// The works that were done, by name.
pub fn finished(connection: &mut Connection) -> Result<Vec<String>> {
    Ok(works::table.select(works::name).load(connection)?)
}

/// Writes down that a work was done.
pub fn finish(connection: &mut Connection, name: &str, now: Instant) -> Result<()> {
    if !finished(connection)?.iter().any(|known| known == name) {
        let row = (works::name.eq(name), works::finished_at.eq(now));
        diesel::insert_into(works::table).values(row).execute(connection)?;
    }
    Ok(())
}
