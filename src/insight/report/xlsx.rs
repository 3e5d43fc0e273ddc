//! The report as a workbook: a sheet a section, each as wide as a sheet of paper on its side. Every
//! cell is text, so that nothing in it is a formula.

use super::model::{Block, Report, Section, Table};
use super::package;
use crate::error::{Error, Result};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Note, Workbook, Worksheet,
    XlsxError, cell_autofit_width,
};

/// The paper: letter.
const LETTER: u8 = 1;

/// The height of a line of text, in points, and what a title needs of it.
const LINE: f64 = 15.0;
const TITLE_LINE: f64 = 21.0;

/// How much wider than a cell's text that of a title is, in hundredths.
const TITLE_SCALE: u32 = 155;
/// Bold letters are wider, too.
const BOLD_SCALE: u32 = 110;

/// The narrowest and the widest that a column becomes by what stands in it, in pixels.
const NARROWEST: u32 = 90;
const WIDEST: u32 = 420;
/// The widest that the column of a list's items becomes.
const WIDEST_LIST: u32 = 640;
/// The columns of a matrix: the code, the name, and each share.
const MATRIX: (u32, u32, u32) = (75, 420, 50);

/// The report as a workbook.
///
/// # Errors
/// Fails if it cannot be written.
pub fn write(report: &Report) -> Result<Vec<u8>> {
    let failed = |error: String| Error::internal(format!("the workbook: {error}"));
    let workbook = drawn(report).map_err(|error| failed(error.to_string()))?;
    package::dated(workbook, report.dated).map_err(|error| failed(error.to_string()))
}

fn drawn(report: &Report) -> Result<Vec<u8>, XlsxError> {
    let formats = Formats::default();
    let mut workbook = Workbook::new();
    let dated = ExcelDateTime::from_timestamp(report.dated.utc().timestamp())?;
    let properties = DocProperties::new()
        .set_title(&report.title)
        .set_author(&report.author)
        .set_creation_datetime(&dated);
    workbook.set_properties(&properties);
    let facts: Vec<_> = report.facts.iter().map(|(label, _)| label.as_str()).collect();
    let mut cover = Sheet::new(workbook.add_worksheet(), report, &report.short, &formats)?;
    cover.set_widths(&[widest(facts).max(NARROWEST), 2 * WIDEST])?;
    cover.cover(report)?;
    for section in &report.sections {
        let sheet = workbook.add_worksheet();
        Sheet::new(sheet, report, &section.short, &formats)?.fill(section)?;
    }
    workbook.save_to_buffer()
}

struct Formats {
    title: Format,
    heading: Format,
    label: Format,
    text: Format,
    head: Format,
    share_head: Format,
    group: Format,
    cell: Format,
    share: Format,
}

impl Default for Formats {
    fn default() -> Self {
        let accent = Color::RGB(0x0026_374A);
        let text = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        let cell = text.clone().set_border(FormatBorder::Thin).set_border_color(Color::RGB(0x00C9_D1DB));
        let head = cell.clone().set_bold().set_font_color(Color::White).set_background_color(accent);
        Self {
            title: text.clone().set_bold().set_font_size(16).set_font_color(accent),
            heading: text.clone().set_bold().set_font_size(12).set_font_color(accent),
            label: text.clone().set_bold(),
            share_head: head.clone().set_align(FormatAlign::Center),
            head,
            group: cell.clone().set_bold().set_background_color(Color::RGB(0x00DF_E6EE)),
            share: cell.clone().set_bold().set_align(FormatAlign::Center),
            text,
            cell,
        }
    }
}

/// A sheet that is filled from the top. Its rows are as high as what stands in them: no program
/// makes room for merged cells, and not every one does for others before they are printed.
struct Sheet<'a> {
    worksheet: &'a mut Worksheet,
    formats: &'a Formats,
    /// The width of each column, in pixels.
    widths: Vec<u32>,
    /// The row that is filled next.
    row: u32,
}

impl<'a> Sheet<'a> {
    fn new(
        worksheet: &'a mut Worksheet,
        report: &Report,
        name: &str,
        formats: &'a Formats,
    ) -> Result<Self, XlsxError> {
        worksheet.set_name(name.chars().take(31).collect::<String>())?;
        worksheet.set_paper_size(LETTER).set_landscape().set_print_fit_to_pages(1, 0);
        worksheet.set_margins(0.5, 0.5, 0.75, 0.75, 0.3, 0.3);
        // An ampersand begins a command there.
        let title: String = report.title.replace('&', "&&").chars().take(200).collect();
        worksheet.set_header(format!("&L&9{title}&R&9&A")).set_footer("&R&9&P / &N");
        Ok(Self { worksheet, formats, widths: Vec::new(), row: 0 })
    }

    fn set_widths(&mut self, widths: &[u32]) -> Result<(), XlsxError> {
        for (column, width) in (0..).zip(widths) {
            self.worksheet.set_column_width_pixels(column, *width)?;
        }
        self.widths = widths.to_vec();
        Ok(())
    }

    fn last_column(&self) -> u16 {
        u16::try_from(self.widths.len().saturating_sub(1)).unwrap_or(u16::MAX)
    }

    /// Text across all columns, in a row of its own.
    fn across(&mut self, text: &str, format: &Format, scale: u32, line: f64) -> Result<(), XlsxError> {
        let width: u32 = self.widths.iter().sum();
        self.worksheet.merge_range(self.row, 0, self.row, self.last_column(), text, format)?;
        let lines = lines(text, width.saturating_mul(100) / scale);
        self.worksheet.set_row_height(self.row, line * f64::from(lines))?;
        self.row = self.row.saturating_add(1);
        Ok(())
    }

    /// A row of cells, each with how it looks.
    fn cells<'t>(&mut self, cells: impl Iterator<Item = (&'t str, &'a Format)>) -> Result<(), XlsxError> {
        let mut highest = 1;
        for ((column, width), (text, format)) in (0..).zip(self.widths.clone()).zip(cells) {
            self.worksheet.write_string_with_format(self.row, column, text, format)?;
            highest = highest.max(lines(text, width));
        }
        self.worksheet.set_row_height(self.row, LINE * f64::from(highest))?;
        self.row = self.row.saturating_add(1);
        Ok(())
    }

    fn skip_row(&mut self) {
        self.row = self.row.saturating_add(1);
    }

    fn cover(&mut self, report: &Report) -> Result<(), XlsxError> {
        let formats = self.formats;
        self.across(&report.title, &formats.title, TITLE_SCALE, TITLE_LINE)?;
        if let Some(subtitle) = &report.subtitle {
            self.across(subtitle, &formats.heading, TITLE_SCALE, LINE)?;
        }
        self.skip_row();
        for (label, value) in &report.facts {
            self.cells([(label.as_str(), &formats.label), (value.as_str(), &formats.text)].into_iter())?;
        }
        Ok(())
    }

    /// Fills the sheet. A section that is one table begins with its heading row, which stays in
    /// sight and comes again on every page.
    fn fill(&mut self, section: &Section) -> Result<(), XlsxError> {
        let formats = self.formats;
        self.set_widths(&widths(section))?;
        if let [Block::Table(table)] = section.blocks.as_slice() {
            self.worksheet.set_freeze_panes(1, 2)?;
            self.worksheet.set_repeat_rows(0, 0)?;
            return self.table(table);
        }
        self.worksheet.set_freeze_panes(1, 0)?;
        self.across(&section.title, &formats.title, TITLE_SCALE, TITLE_LINE)?;
        self.skip_row();
        for block in &section.blocks {
            match block {
                Block::Heading(text) => self.across(text, &formats.heading, TITLE_SCALE, LINE + 2.0)?,
                Block::Paragraph(text) => {
                    self.across(text, &formats.text, 100, LINE)?;
                    self.skip_row();
                }
                Block::Lists(lists) => {
                    for (label, items) in lists {
                        let labels = std::iter::once(label.as_str()).chain(std::iter::repeat(""));
                        for (label, item) in labels.zip(items) {
                            let cells = [(label, &formats.label), (item.as_str(), &formats.text)];
                            self.cells(cells.into_iter())?;
                        }
                    }
                    self.skip_row();
                }
                Block::Table(table) => {
                    self.across(&table.caption, &formats.label, BOLD_SCALE, LINE)?;
                    self.table(table)?;
                    self.skip_row();
                }
            }
        }
        Ok(())
    }

    fn table(&mut self, table: &Table) -> Result<(), XlsxError> {
        let formats = self.formats;
        for (column, (_, explained)) in (0..).zip(&table.columns) {
            if let Some(explained) = explained {
                let note = Note::new(explained).add_author_prefix(false);
                self.worksheet.insert_note(self.row, column, &note)?;
            }
        }
        let is_share = |column: usize| table.is_matrix && column > 1;
        self.cells(table.columns.iter().enumerate().map(|(column, (label, _))| {
            (label.as_str(), if is_share(column) { &formats.share_head } else { &formats.head })
        }))?;
        for (label, rows) in &table.groups {
            if let Some(label) = label {
                self.across(label, &formats.group, BOLD_SCALE, LINE)?;
            }
            for row in rows {
                self.cells(row.iter().enumerate().map(|(column, text)| {
                    (text.as_str(), if is_share(column) { &formats.share } else { &formats.cell })
                }))?;
            }
        }
        Ok(())
    }
}

/// The width of each column of a section, in pixels: what stands in it, within bounds.
fn widths(section: &Section) -> Vec<u32> {
    let mut widths = vec![NARROWEST, WIDEST];
    let mut widen = |column: usize, width: u32| {
        let to = widths.len().max(column.saturating_add(1));
        widths.resize(to, NARROWEST);
        if let Some(kept) = widths.get_mut(column) {
            *kept = width.clamp(*kept, WIDEST_LIST.max(*kept));
        }
    };
    for block in &section.blocks {
        match block {
            Block::Table(table) if table.is_matrix => {
                let mut widths = vec![MATRIX.0, MATRIX.1];
                widths.resize(table.columns.len().max(2), MATRIX.2);
                return widths;
            }
            Block::Table(table) => {
                for (column, (label, _)) in table.columns.iter().enumerate() {
                    let rows = table.groups.iter().flat_map(|(_, rows)| rows);
                    let cells = rows.filter_map(|row| row.get(column)).chain(std::iter::once(label));
                    widen(column, widest(cells).min(WIDEST));
                }
            }
            Block::Lists(lists) => {
                widen(0, widest(lists.iter().map(|(label, _)| label)).min(WIDEST));
                widen(1, widest(lists.iter().flat_map(|(_, items)| items)).max(WIDEST));
            }
            Block::Heading(_) | Block::Paragraph(_) => {}
        }
    }
    widths
}

/// The width of the widest of these texts, as bold ones, in pixels.
fn widest(texts: impl IntoIterator<Item = impl AsRef<str>>) -> u32 {
    let widths = texts.into_iter().map(|text| cell_autofit_width(text.as_ref()));
    widths.max().unwrap_or_default().saturating_mul(BOLD_SCALE).div_ceil(100)
}

/// The number of lines that a text takes in a cell of a width in pixels: broken between words, and
/// within them where one alone is too wide.
fn lines(text: &str, width: u32) -> u32 {
    const SPACE: u32 = 4;
    // What a cell keeps free at its sides is part of what the library measures.
    const PADDING: u32 = 7;
    let room = width.saturating_sub(PADDING).max(1);
    let mut lines = 0_u32;
    for paragraph in text.split('\n') {
        let mut left = room;
        lines = lines.saturating_add(1);
        for word in paragraph.split(' ') {
            let wide = cell_autofit_width(word).saturating_sub(PADDING);
            if wide <= left {
                left = left.saturating_sub(wide.saturating_add(SPACE));
                continue;
            }
            let broken = wide.saturating_sub(1) / room;
            lines = lines.saturating_add(broken).saturating_add(u32::from(left < room));
            left = room.saturating_sub(wide.saturating_sub(broken * room)).saturating_sub(SPACE);
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_as_high_as_its_lines() {
        let word = cell_autofit_width("word");
        assert_eq!(lines("", 100), 1);
        assert_eq!(lines("word", word), 1);
        assert_eq!(lines("word word", word), 2);
        assert_eq!(lines("word\nword", 1_000), 2);
        assert_eq!(lines("wordword", word), 2);
        assert_eq!(lines("word word word", 2 * word), 2);
    }
}
