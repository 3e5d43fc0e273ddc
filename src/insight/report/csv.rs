//! The report as a table to compute with: a row a share, in UTF-8 with a byte order mark, as
//! spreadsheets want it. In French the fields are parted by semicolons: where French Canada's
//! settings are in force the comma is the decimal mark, and a spreadsheet takes a row that has
//! commas for a single cell.

use super::model::Report;
use crate::error::{Error, Result};
use crate::spreadsheets::{BYTE_ORDER_MARK, delimiter, harmless};

/// Writes the report as a table.
///
/// # Errors
/// Fails if it cannot be written.
pub fn write(report: &Report) -> Result<Vec<u8>> {
    let mut writer = ::csv::WriterBuilder::new()
        .terminator(::csv::Terminator::CRLF)
        .delimiter(delimiter(report.language))
        .from_writer(BYTE_ORDER_MARK.as_bytes().to_vec());
    for row in &report.shares {
        writer.write_record(row.iter().map(|cell| harmless(cell))).map_err(failed)?;
    }
    writer.into_inner().map_err(|error| failed(error.into_error()))
}

fn failed(error: impl std::fmt::Display) -> Error {
    Error::internal(format!("the table: {error}"))
}
