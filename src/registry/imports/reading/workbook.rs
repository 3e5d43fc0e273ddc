//! Workbooks of Excel: a row of a sheet is a case.

use super::cells::Cell;
use super::mapping::{BoundMapping, ImportMapping};
use super::table::empty;
use super::{ReadLine, Taker};
use crate::error::{Code, Error, Fault, Result};
use calamine::{Data, Reader as _, Xlsx, XlsxError};
use std::fs::File;
use std::io::{BufReader, Seek as _};
use zip::ZipArchive;

/// The largest that a workbook may be once it is unpacked, in bytes: a kilobyte may unpack to a
/// thousand.
const LARGEST: u64 = 64 * 1024 * 1024;

/// Reads the rows of a sheet, one after the other; empty ones are passed over.
///
/// # Errors
/// What `take` returns; 422 where the file is no workbook, or has no such sheet or columns.
pub fn read(mut file: File, mapping: &ImportMapping, take: Taker<'_>) -> Result<()> {
    let size = unpacked(&file)?;
    if size > LARGEST {
        return Err(Error::new(Code::InvalidBody).with_detail(
            "Unpacked, the workbook is larger than 64 MiB. Send it as CSV, or in parts.",
            "Décompressé, le classeur dépasse 64 Mio. Envoyez-le en CSV ou en plusieurs parties.",
        ));
    }
    file.rewind().map_err(|error| broken(&error.to_string()))?;
    let mut book: Xlsx<_> =
        Xlsx::new(BufReader::new(file)).map_err(|error: XlsxError| broken(&error.to_string()))?;
    let names = book.sheet_names();
    let name = match &mapping.sheet {
        None => names.first().cloned().ok_or_else(empty)?,
        Some(name) if names.contains(name) => name.clone(),
        Some(name) => return Err(no_such_sheet(name, &names)),
    };
    let formulas = book.worksheet_formula(&name).map_err(|error| broken(&error.to_string()))?;
    let cells = book.worksheet_range(&name).map_err(|error| broken(&error.to_string()))?;
    let (first_row, first_column) = cells.start().unwrap_or_default();
    let header_row =
        mapping.header_row.and_then(|row| u32::try_from(row).ok()).unwrap_or(1).saturating_sub(1);
    let mut bound: Option<BoundMapping<'_>> = None;
    for (row, said) in (first_row..).zip(cells.rows()) {
        if row < header_row {
            continue;
        }
        let columns = (0..first_column).map(|_| Cell::Text(String::new()));
        let is_formula =
            |column| formulas.get_value((row, column)).is_some_and(|formula| !formula.is_empty());
        let said = (first_column..)
            .zip(said)
            .map(|(column, cell)| if is_formula(column) { Cell::Formula } else { cell_of(cell) });
        let said: Vec<_> = columns.chain(said).collect();
        let Some(known) = &bound else {
            if row > header_row {
                return Err(empty());
            }
            let header: Vec<_> = said.iter().map(name_of).collect();
            bound = Some(BoundMapping::bind(mapping, &header)?);
            continue;
        };
        let number = i32::try_from(row).unwrap_or(i32::MAX).saturating_add(1);
        match known.case(&said) {
            Ok(None) => {}
            Ok(Some(case)) => take(ReadLine { number, case: Ok(case) })?,
            Err(error) => take(ReadLine { number, case: Err(error) })?,
        }
    }
    if bound.is_none() { Err(empty()) } else { Ok(()) }
}

/// The size that a workbook says that it has once it is unpacked.
fn unpacked(file: &File) -> Result<u64> {
    let file = file.try_clone().map_err(|error| broken(&error.to_string()))?;
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|error| broken(&error.to_string()))?;
    let mut size: u64 = 0;
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(|error| broken(&error.to_string()))?;
        size = size.saturating_add(entry.size());
    }
    Ok(size)
}

fn cell_of(data: &Data) -> Cell {
    match data {
        Data::Empty => Cell::Text(String::new()),
        Data::Float(number) => Cell::Number(*number),
        Data::Int(number) => Cell::Text(number.to_string()),
        Data::Bool(yes) => Cell::Boolean(*yes),
        Data::DateTime(_) | Data::DateTimeIso(_) => {
            calamine::DataType::as_date(data).map_or_else(|| Cell::Text(data.to_string()), Cell::Day)
        }
        Data::String(_) | Data::DurationIso(_) | Data::Error(_) => Cell::Text(data.to_string()),
    }
}

fn name_of(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => number.to_string(),
        Cell::Day(day) => day.to_string(),
        Cell::Boolean(yes) => yes.to_string(),
        Cell::Formula => String::new(),
    }
}

fn broken(cause: &str) -> Error {
    Error::new(Code::InvalidBody).with_cause(cause).with_detail(
        "The file is no workbook of Excel (.xlsx), or it was cut short. Send it again.",
        "Le fichier n'est pas un classeur Excel (.xlsx), ou il a été tronqué. Envoyez-le de nouveau.",
    )
}

fn no_such_sheet(name: &str, names: &[String]) -> Error {
    let known = names.join(", ");
    Error::invalid(vec![Fault::body(
        "/mapping/sheet",
        "unknown_sheet",
        format!("The workbook has no sheet {name}. It has: {known}."),
        format!("Le classeur n'a pas de feuille {name}. Il a : {known}."),
    )])
}
