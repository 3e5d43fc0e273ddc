//! The report as a workbook: a sheet a section. Every cell is text, so that nothing in it is a
//! formula.

use super::model::{Block, Report, Section, Table};
use crate::error::{Error, Result};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

/// The report as a workbook.
///
/// # Errors
/// Fails if it cannot be written.
pub fn write(report: &Report) -> Result<Vec<u8>> {
    drawn(report).map_err(|error| Error::internal(format!("the workbook: {error}")))
}

fn drawn(report: &Report) -> Result<Vec<u8>, XlsxError> {
    let formats = Formats::default();
    let mut workbook = Workbook::new();
    let mut properties = DocProperties::new().set_title(&report.title).set_author(&report.author);
    if let Ok(dated) = ExcelDateTime::parse_from_str(report.dated.trim_end_matches('Z')) {
        properties = properties.set_creation_datetime(&dated);
    }
    workbook.set_properties(&properties);
    let sheet = workbook.add_worksheet();
    sheet.set_name(report.language.code().to_uppercase())?;
    cover(sheet, report, &formats)?;
    for section in &report.sections {
        let sheet = workbook.add_worksheet();
        sheet.set_name(section.short.chars().take(31).collect::<String>())?;
        sheet.set_landscape();
        sheet.set_print_fit_to_pages(1, 0);
        fill(sheet, section, &formats)?;
    }
    workbook.save_to_buffer()
}

struct Formats {
    title: Format,
    heading: Format,
    label: Format,
    text: Format,
    head: Format,
    group: Format,
    cell: Format,
    share: Format,
}

impl Default for Formats {
    fn default() -> Self {
        let accent = Color::RGB(0x0026_374A);
        let cell = Format::new()
            .set_text_wrap()
            .set_align(FormatAlign::Top)
            .set_border(FormatBorder::Thin)
            .set_border_color(Color::RGB(0x00C9_D1DB));
        Self {
            title: Format::new().set_bold().set_font_size(16).set_font_color(accent),
            heading: Format::new().set_bold().set_font_size(12).set_font_color(accent),
            label: Format::new().set_bold().set_align(FormatAlign::Top),
            text: Format::new().set_text_wrap().set_align(FormatAlign::Top),
            head: cell.clone().set_bold().set_font_color(Color::White).set_background_color(accent),
            group: cell.clone().set_bold().set_background_color(Color::RGB(0x00DF_E6EE)),
            share: cell.clone().set_bold().set_align(FormatAlign::Center),
            cell,
        }
    }
}

fn cover(sheet: &mut Worksheet, report: &Report, formats: &Formats) -> Result<(), XlsxError> {
    sheet.set_column_width(0, 28)?;
    sheet.set_column_width(1, 80)?;
    sheet.write_string_with_format(0, 0, &report.title, &formats.title)?;
    if let Some(subtitle) = &report.subtitle {
        sheet.write_string_with_format(1, 0, subtitle, &formats.heading)?;
    }
    for (row, (label, value)) in (3..).zip(&report.facts) {
        sheet.write_string_with_format(row, 0, label, &formats.label)?;
        sheet.write_string_with_format(row, 1, value, &formats.text)?;
    }
    Ok(())
}

/// Fills a sheet. A section that is one table begins with its heading row, which stays in sight.
fn fill(sheet: &mut Worksheet, section: &Section, formats: &Formats) -> Result<(), XlsxError> {
    sheet.set_column_width(0, 24)?;
    sheet.set_column_width(1, 60)?;
    let mut row = 0;
    if let [Block::Table(table)] = section.blocks.as_slice() {
        sheet.set_freeze_panes(1, 2)?;
        sheet.set_repeat_rows(0, 0)?;
        rows(sheet, table, &mut row, formats)?;
        let last = u16::try_from(table.columns.len()).unwrap_or(u16::MAX);
        if table.is_matrix {
            sheet.set_column_width(0, 10)?;
            sheet.set_column_range_width(2, last, 6)?;
        }
        return Ok(());
    }
    sheet.write_string_with_format(row, 0, &section.title, &formats.title)?;
    sheet.set_freeze_panes(1, 0)?;
    row = 2;
    for block in &section.blocks {
        match block {
            Block::Heading(text) => {
                sheet.write_string_with_format(row, 0, text, &formats.heading)?;
                row = row.saturating_add(1);
            }
            Block::Paragraph(text) => {
                sheet.merge_range(row, 0, row, 1, text, &formats.text)?;
                let lines = u32::try_from(text.chars().count()).unwrap_or(u32::MAX) / 85 + 1;
                sheet.set_row_height(row, 15.0 * f64::from(lines))?;
                row = row.saturating_add(2);
            }
            Block::Lists(lists) => {
                for (label, items) in lists {
                    sheet.write_string_with_format(row, 0, label, &formats.text)?;
                    for item in items {
                        sheet.write_string_with_format(row, 1, item, &formats.text)?;
                        row = row.saturating_add(1);
                    }
                }
                row = row.saturating_add(1);
            }
            Block::Table(table) => {
                sheet.write_string_with_format(row, 0, &table.caption, &formats.label)?;
                row = row.saturating_add(1);
                rows(sheet, table, &mut row, formats)?;
                row = row.saturating_add(1);
            }
        }
    }
    Ok(())
}

fn rows(sheet: &mut Worksheet, table: &Table, row: &mut u32, formats: &Formats) -> Result<(), XlsxError> {
    for (column, (label, explained)) in (0..).zip(&table.columns) {
        sheet.write_string_with_format(*row, column, label, &formats.head)?;
        if let Some(explained) = explained {
            sheet.insert_note(
                *row,
                column,
                &rust_xlsxwriter::Note::new(explained).add_author_prefix(false),
            )?;
        }
        if column > 1 && !table.is_matrix {
            sheet.set_column_width(column, 34)?;
        }
    }
    *row = row.saturating_add(1);
    for (label, group) in &table.groups {
        if let Some(label) = label {
            for column in (0..).zip(&table.columns).map(|(column, _)| column) {
                sheet.write_blank(*row, column, &formats.group)?;
            }
            sheet.write_string_with_format(*row, 0, label, &formats.group)?;
            *row = row.saturating_add(1);
        }
        for cells in group {
            for (column, cell) in (0..).zip(cells) {
                let is_share = table.is_matrix && column > 1;
                let format = if is_share { &formats.share } else { &formats.cell };
                sheet.write_string_with_format(*row, column, cell, format)?;
            }
            *row = row.saturating_add(1);
        }
    }
    Ok(())
}
