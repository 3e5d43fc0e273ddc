//! Cases as a workbook: the table of [`super::table`], a row a case. Every cell is text, so that
//! nothing in it is a formula, and no more than a row is held: the rest is in files.

use super::line::ExportedLine;
use super::table::{COLUMNS, cells};
use crate::db::types::Instant;
use crate::error::{Code, Error, Fault, Result};
use crate::http::download::{Download, no_room};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};
use std::fs::File;
use std::io::{Seek as _, Write as _};

/// The rows that a sheet has room for, with the one that names the columns.
const ROWS: u32 = 1_048_576;

/// How wide a column is, in characters.
const WIDTH: f64 = 22.0;

/// A workbook in the making.
pub struct CaseSheet {
    workbook: Workbook,
    /// The row that is written next.
    row: u32,
}

impl CaseSheet {
    /// A workbook with the names of the columns.
    ///
    /// # Errors
    /// 503 where there is no room for its files.
    pub fn new(now: Instant) -> Result<Self> {
        let begun = || -> std::result::Result<Workbook, XlsxError> {
            let mut workbook = Workbook::new();
            let at = ExcelDateTime::from_timestamp(now.utc().timestamp())?;
            workbook.set_properties(&DocProperties::new().set_author("greffe").set_creation_datetime(&at));
            let sheet = workbook.add_worksheet_with_constant_memory()?;
            sheet.set_name("cases")?.set_freeze_panes(1, 0)?;
            let bold = Format::new().set_bold();
            for (column, (name, _)) in (0..).zip(COLUMNS) {
                sheet.set_column_width(column, WIDTH)?;
                sheet.write_string_with_format(0, column, name, &bold)?;
            }
            Ok(workbook)
        };
        Ok(Self { workbook: begun().map_err(|error| failed(&error))?, row: 1 })
    }

    /// Adds cases.
    ///
    /// # Errors
    /// 400 where a sheet has no room for them; 503 where the file has none.
    pub fn add(&mut self, lines: &[ExportedLine]) -> Result<()> {
        lines.iter().try_for_each(|line| self.add_row(&cells(line)?))
    }

    fn add_row(&mut self, cells: &[String]) -> Result<()> {
        if self.row >= ROWS {
            return Err(too_many());
        }
        let sheet = self.workbook.worksheet_from_index(0).map_err(|error| failed(&error))?;
        for (column, cell) in (0..).zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            sheet.write_string(self.row, column, cell).map_err(|error| failed(&error))?;
        }
        self.row = self.row.saturating_add(1);
        Ok(())
    }

    /// The workbook, whole.
    ///
    /// # Errors
    /// 503 where the file has no room for it.
    pub fn finish(mut self) -> Result<File> {
        let mut file = Download::room()?;
        self.workbook.save_to_writer(&mut file).map_err(|error| failed(&error))?;
        file.flush().and_then(|()| file.rewind()).map_err(|error| no_room(&error))?;
        Ok(file)
    }
}

fn failed(error: &XlsxError) -> Error {
    match error {
        XlsxError::IoError(error) => no_room(error),
        error => Error::internal(format!("the workbook: {error}")),
    }
}

fn too_many() -> Error {
    let most = ROWS.saturating_sub(1);
    Error::new(Code::InvalidQuery).with_faults(vec![Fault::query(
        "format",
        "too_many_rows",
        format!("A sheet has room for {most} cases, and there are more. Ask for fewer with the filters, or for csv or ndjson, which hold any number."),
        format!("Une feuille peut contenir {most} dossiers, et il y en a davantage. Demandez-en moins au moyen des filtres, ou le format csv ou ndjson, qui en contient autant qu'il y en a."),
    )])
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{Data, Reader as _, Xlsx, open_workbook_from_rs};
    use chrono::DateTime;

    #[test]
    fn a_cell_is_text_whatever_it_begins_with() {
        let mut sheet = CaseSheet::new(Instant::at(DateTime::UNIX_EPOCH)).unwrap();
        let cells = ["=1+1", "", "{=SUM(A1)}", "2026-03-02", "https://example.ca"].map(str::to_owned);
        sheet.add_row(&cells).unwrap();
        let mut book: Xlsx<File> = open_workbook_from_rs(sheet.finish().unwrap()).unwrap();
        assert!(book.worksheet_formula("cases").unwrap().is_empty());
        let range = book.worksheet_range("cases").unwrap();
        assert_eq!(range.get_value((0, 0)), Some(&Data::String("id".to_owned())));
        for (column, cell) in (0..).zip(&cells).filter(|(_, cell)| !cell.is_empty()) {
            assert_eq!(range.get_value((1, column)), Some(&Data::String(cell.clone())));
        }
    }

    #[test]
    fn what_a_sheet_has_no_room_for_is_refused() {
        let mut sheet = CaseSheet::new(Instant::at(DateTime::UNIX_EPOCH)).unwrap();
        sheet.row = ROWS - 1;
        sheet.add_row(&["the last".to_owned()]).unwrap();
        let refused = sheet.add_row(&["one more".to_owned()]).unwrap_err();
        assert_eq!(refused.code(), Code::InvalidQuery);
        assert_eq!(refused.faults()[0].code, "too_many_rows");
    }
}
