//! A court file that is given another number or office: its cases go with it, and the dates that
//! the clock of an office decides.

use super::service::recalculate;
use crate::access::context::Context;
use crate::db::{Connection, Mode};
use crate::duties::deadlines;
use crate::error::Result;
use crate::matters::cases::CaseRow;
use crate::registry::court_files;
use crate::registry::court_files::service::NewlyGiven;

/// Gives the other cases of a court file what one of them was given, with all that follows there.
///
/// # Errors
/// 422 where a date cannot be computed.
pub fn carry(
    connection: &mut Connection,
    caller: &Context,
    case: &CaseRow,
    given: NewlyGiven,
    mode: Mode,
) -> Result<()> {
    let carried = court_files::service::carry(connection, caller, case, given)?;
    if given.office && !carried.is_empty() {
        let ids: Vec<_> = carried.iter().map(|other| other.id).collect();
        deadlines::holders_store::refresh(connection, &ids, caller.now)?;
        for other in &carried {
            recalculate(connection, caller, other, mode)?;
        }
    }
    Ok(())
}
