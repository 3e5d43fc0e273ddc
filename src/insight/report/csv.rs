//! The report as a table to compute with: a row a share, in UTF-8 with a byte order mark, as
//! spreadsheets want it. In French the fields are parted by semicolons: where French Canada's
//! settings are in force the comma is the decimal mark, and a spreadsheet takes a row that has
//! commas for a single cell.

use super::model::Report;
use crate::error::{Error, Result};
use crate::text::Language;

/// The mark that tells spreadsheets that the text is UTF-8.
const BYTE_ORDER_MARK: &str = "\u{feff}";

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

const fn delimiter(language: Language) -> u8 {
    match language {
        Language::En => b',',
        Language::Fr => b';',
    }
}

/// A cell that a spreadsheet cannot take for a formula, which it would run.
fn harmless(cell: &str) -> String {
    // Some take the wide forms of these characters for the narrow ones.
    let is_formula = cell.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n']);
    if is_formula { format!("'{cell}") } else { cell.to_owned() }
}

fn failed(error: impl std::fmt::Display) -> Error {
    Error::internal(format!("the table: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_it_is_a_formula() {
        assert_eq!(harmless("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(harmless("@SUM(1)"), "'@SUM(1)");
        assert_eq!(harmless("＝1+1"), "'＝1+1");
        assert_eq!(harmless("R05"), "R05");
    }
}
