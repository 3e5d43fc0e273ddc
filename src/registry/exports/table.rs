//! Cases as a table: a row a case, with what the case says of itself, in UTF-8 with a byte order
//! mark.

use super::line::ExportedLine;
use crate::error::{Error, Result};
use crate::spreadsheets::{BYTE_ORDER_MARK, delimiter, harmless};
use crate::text::Language;
use serde_json::Value;

/// The columns: their names, and the places of a line that they show.
pub(super) const COLUMNS: [(&str, &str); 19] = [
    ("id", "/exported/id"),
    ("external_system", "/external_ids/0/system"),
    ("external_id", "/external_ids/0/id"),
    ("proceeding", "/proceeding"),
    ("file_number", "/file_number"),
    ("style_of_cause", "/style_of_cause"),
    ("stage", "/exported/stage"),
    ("status", "/exported/status"),
    ("language", "/language"),
    ("classification", "/classification"),
    ("confidentiality", "/confidentiality"),
    ("office", "/office"),
    ("side", "/side"),
    ("decision_body", "/decision/body"),
    ("decided_on", "/decision/decided_on"),
    ("notified_on", "/decision/notified_on"),
    ("decision_location", "/decision/location"),
    ("created_at", "/exported/created_at"),
    ("updated_at", "/exported/updated_at"),
];

/// The cells of a case, as it says them.
///
/// # Errors
/// Fails if the case has no JSON form.
pub(super) fn cells(line: &ExportedLine) -> Result<[String; 19]> {
    let line = serde_json::to_value(line)?;
    let cell = |place: &str| line.pointer(place).and_then(Value::as_str).unwrap_or_default().to_owned();
    Ok(COLUMNS.map(|(_, place)| cell(place)))
}

/// Writes cases as rows, after the names of the columns if they are the first.
///
/// # Errors
/// Fails if they cannot be written.
pub fn write(piece: &mut Vec<u8>, lines: &[ExportedLine], are_first: bool, language: Language) -> Result<()> {
    if are_first {
        piece.extend_from_slice(BYTE_ORDER_MARK.as_bytes());
    }
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .delimiter(delimiter(language))
        .from_writer(piece);
    let failed = |error: csv::Error| Error::internal(format!("the table: {error}"));
    if are_first {
        writer.write_record(COLUMNS.map(|(name, _)| name)).map_err(failed)?;
    }
    for line in lines {
        writer.write_record(cells(line)?.map(|cell| harmless(&cell))).map_err(failed)?;
    }
    writer.flush().map_err(|error| Error::internal(format!("the table: {error}")))
}
