//! CSV files: a row is a case.

use super::cells::Cell;
use super::mapping::{BoundMapping, ImportMapping};
use super::{LONGEST_LINE, ReadLine, Taker, unreadable};
use crate::error::{Code, Error, Fault, Result};
use crate::unparsed::lines::pass_line;
use csv::{ByteRecord, ReaderBuilder};
use std::io::{BufRead, Cursor, Read};

/// What may part the cells of a row.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Reads the rows, one after the other; empty ones are passed over.
///
/// # Errors
/// What `take` returns; 422 where the file has no such columns, or cannot be read.
pub fn read(mut text: Box<dyn BufRead>, mapping: &ImportMapping, take: Taker<'_>) -> Result<()> {
    let header_row = mapping.header_row.unwrap_or(1);
    let mut passed: i32 = 1;
    while passed < header_row {
        pass_line(&mut text).map_err(|error| unreadable(&error))?;
        passed = passed.saturating_add(1);
    }
    let mut first = Vec::new();
    let limit = u64::try_from(LONGEST_LINE).unwrap_or(u64::MAX);
    text.by_ref().take(limit).read_until(b'\n', &mut first).map_err(|error| unreadable(&error))?;
    let delimiter = mapping.delimiter.as_ref().and_then(|written| written.bytes().next());
    let delimiter = delimiter.unwrap_or_else(|| likeliest(&first));
    // The reader says where a row begins before it has passed the line feed behind a carriage
    // return.
    let late = u64::from(first.ends_with(b"\r\n"));
    let before = u64::try_from(header_row.saturating_sub(1)).unwrap_or(0).saturating_add(late);
    let whole = Quotes { inner: Cursor::new(first).chain(text), is_odd: false };
    let mut rows =
        ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(whole);
    let mut record = ByteRecord::new();
    if !next(&mut rows, &mut record)? {
        return Err(empty());
    }
    let header: Vec<String> = record.iter().map(text_of).collect();
    let bound = BoundMapping::bind(mapping, &header)?;
    let mut last = (0, false);
    while next(&mut rows, &mut record)? {
        let is_several_lines = record.iter().any(|cell| cell.contains(&b'\n'));
        let line = record.position().map_or(0, csv::Position::line).saturating_add(before);
        let number = i32::try_from(line).unwrap_or(i32::MAX);
        last = (number, is_several_lines);
        let cells: Vec<_> = record.iter().map(|cell| Cell::Text(text_of(cell))).collect();
        let spare = cells.get(header.len()..).unwrap_or_default();
        if spare.iter().any(|cell| !cell.is_empty()) {
            take(ReadLine { number, case: Err(too_many(header.len(), cells.len())) })?;
            continue;
        }
        match bound.case(&cells) {
            Ok(None) => {}
            Ok(Some(case)) => take(ReadLine { number, case: Ok(case) })?,
            Err(error) => take(ReadLine { number, case: Err(error) })?,
        }
    }
    match last {
        (number, true) if rows.get_ref().is_odd => Err(unclosed(number)),
        _ => Ok(()),
    }
}

fn next(rows: &mut csv::Reader<impl Read>, record: &mut ByteRecord) -> Result<bool> {
    rows.read_byte_record(record).map_err(|error| {
        Error::new(Code::InvalidBody).with_cause(error.to_string()).with_detail(
            "The file cannot be read as CSV. Check its delimiter and its quotation marks.",
            "Le fichier ne peut être lu comme CSV. Vérifiez son séparateur et ses guillemets.",
        )
    })
}

/// What is read, with whether its quotation marks are an odd number so far.
struct Quotes<R> {
    inner: R,
    is_odd: bool,
}

impl<R: Read> Read for Quotes<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        for byte in buffer.get(..read).unwrap_or_default() {
            self.is_odd ^= *byte == b'"';
        }
        Ok(read)
    }
}

/// The refusal of a file whose last row would swallow all lines after a quotation mark.
fn unclosed(line: i32) -> Error {
    Error::new(Code::InvalidBody).with_detail(
        format!("The row that begins in line {line} opens a quotation mark that nothing closes: all lines after it would be one cell. Close it, or double it where it is a part of the text."),
        format!("La rangée qui commence à la ligne {line} ouvre un guillemet que rien ne ferme : toutes les lignes qui suivent n'en feraient qu'une cellule. Fermez-le, ou doublez-le s'il fait partie du texte."),
    )
}

/// The delimiter that stands most often in the row that names the columns, outside quotation marks.
fn likeliest(header: &[u8]) -> u8 {
    let mut is_quoted = false;
    let mut counts = [0_usize; DELIMITERS.len()];
    for byte in header {
        is_quoted ^= *byte == b'"';
        if !is_quoted && let Some(count) = DELIMITERS.iter().zip(&mut counts).find(|(one, _)| *one == byte) {
            *count.1 = count.1.saturating_add(1);
        }
    }
    let best =
        DELIMITERS.into_iter().zip(counts).max_by_key(|(one, count)| (*count, std::cmp::Reverse(*one)));
    best.filter(|(_, count)| *count > 0).map_or(b',', |(delimiter, _)| delimiter)
}

fn text_of(cell: &[u8]) -> String {
    String::from_utf8_lossy(cell).into_owned()
}

/// The refusal of a file that names no column.
pub(super) fn empty() -> Error {
    Error::new(Code::InvalidBody).with_detail(
        "The file is empty: it names no columns.",
        "Le fichier est vide : il ne nomme aucune colonne.",
    )
}

fn too_many(columns: usize, cells: usize) -> Error {
    Error::invalid(vec![Fault::body(
        "",
        "too_many_cells",
        format!(
            "The row has {cells} cells, and the file names {columns} columns. Check its quotation marks."
        ),
        format!(
            "La ligne compte {cells} cellules alors que le fichier nomme {columns} colonnes. Vérifiez ses guillemets."
        ),
    )])
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn lines(file: &str, mapping: serde_json::Value) -> Vec<(i32, String)> {
        let mapping: ImportMapping = serde_json::from_value(mapping).unwrap();
        let mut lines = Vec::new();
        let mut take = |line: ReadLine| {
            let said =
                line.case.map_or_else(|error| error.faults()[0].code.to_owned(), |case| case.to_string());
            lines.push((line.number, said));
            Ok(())
        };
        read(Box::new(Cursor::new(file.to_owned())), &mapping, &mut take).unwrap();
        lines
    }

    #[test]
    fn a_quotation_mark_that_nothing_closes_is_named_by_its_row() {
        let mapping = serde_json::from_value(json!({"columns": [{"column": "No", "to": "/a"}]})).unwrap();
        let refusal = |file: &'static str| {
            let read = read(Box::new(Cursor::new(file)), &mapping, &mut |_| Ok(()));
            read.err().map(|error| error.detail().map(|detail| detail.en.clone()).unwrap_or_default())
        };
        let unclosed = refusal("No;Cause\nA1;Doe\nA2;\"Roe\nA3;Poe\nA4;Moe\n").unwrap();
        assert!(unclosed.contains("line 3"), "{unclosed}");
        for good in ["No;Cause\nA1;\"Doe\n\"\"c.\"\" Canada\"\n", "No;Cause\nA1;5\" pipe\n", "No\nA1\n"] {
            assert_eq!(refusal(good), None, "{good}");
        }
    }

    #[test]
    fn rows_are_read_with_the_numbers_that_people_see() {
        let columns = json!([{"column": "No", "to": "/a"}, {"column": "Cause; et autres", "to": "/b"}]);
        let file =
            "Export du 30 novembre\nNo;\"Cause; et autres\"\nA1;\"Doe\nc. Canada\"\n;\nA2;Roe;plus\nA3;Poe\n";
        let read = lines(file, json!({"columns": columns, "header_row": 2}));
        assert_eq!(
            read,
            [
                (3, r#"{"a":"A1","b":"Doe\nc. Canada"}"#.to_owned()),
                (6, "too_many_cells".to_owned()),
                (7, r#"{"a":"A3","b":"Poe"}"#.to_owned())
            ]
        );
    }
}
