//! The report as a text document (Office Open XML): real headings, real lists, real tables with a
//! heading row that is repeated, and the language said, so that it can be read aloud, navigated and
//! edited.

use super::model::{Block, Report, Section, Table};
use super::package;
use crate::error::{Error, Result};
use crate::text::Language;
use chrono::SecondsFormat;
use docx_rs::{
    AbstractNumbering, AlignmentType, BorderType, Docx, Footer, IndentLevel, Level, LevelJc, LevelText,
    LineSpacing, NumPages, NumberFormat, Numbering, NumberingId, PageMargin, PageNum, PageOrientationType,
    Paragraph, Run, RunFonts, Shading, SpecialIndentType, Start, Style, StyleType, TableBorder,
    TableBorderPosition, TableBorders, TableCell, TableCellMargins, TableLayoutType, TableRow, WidthType,
};
use std::io::Cursor;

/// Twentieths of a point: a letter-size page on its side, and what is left of it between the
/// margins.
const PAGE: (u32, u32) = (15_840, 12_240);
const MARGIN: i32 = 1_000;
const WIDTH: usize = 13_840;

/// The number of the list: the library has one of its own, the first.
const BULLETS: usize = 2;

const ACCENT: &str = "26374A";

/// The report as a text document.
///
/// # Errors
/// Fails if it cannot be written.
pub fn write(report: &Report) -> Result<Vec<u8>> {
    let mut document = framed(report);
    document = document.add_paragraph(styled("Title", &report.title));
    if let Some(subtitle) = &report.subtitle {
        document = document.add_paragraph(styled("Subtitle", subtitle));
    }
    for (label, value) in &report.facts {
        let colon = if report.language == Language::Fr { "\u{a0}: " } else { ": " };
        let label = Run::new().add_text(format!("{label}{colon}")).bold();
        document =
            document.add_paragraph(Paragraph::new().add_run(label).add_run(Run::new().add_text(value)));
    }
    for section in &report.sections {
        document = with_section(document, section);
    }
    let mut parts = document.build();
    parts.styles = marked(parts.styles, |styles| with_defaults(&styles, report.language))?;
    parts.document = marked(parts.document, |text| with_accessible_tables(&text, report))?;
    parts.doc_props.core = marked(parts.doc_props.core, |core| described(&core, report))?;
    let mut bytes = Cursor::new(Vec::new());
    let failed = |error: String| Error::internal(format!("the text document: {error}"));
    parts.pack(&mut bytes).map_err(|error| failed(error.to_string()))?;
    package::dated(bytes.into_inner(), report.dated).map_err(|error| failed(error.to_string()))
}

fn framed(report: &Report) -> Docx {
    let margin = PageMargin::new().top(MARGIN).bottom(MARGIN).left(MARGIN).right(MARGIN);
    let page = Paragraph::new()
        .align(AlignmentType::Right)
        .add_page_num(PageNum::new())
        .add_run(Run::new().add_text(" / "))
        .add_num_pages(NumPages::new());
    let heading = |level: usize, size: usize| {
        Style::new(format!("Heading{level}"), StyleType::Paragraph)
            .name(format!("heading {level}"))
            .based_on("Normal")
            .next("Normal")
            .q_format(true)
            .outline_lvl(level.saturating_sub(1))
            .size(size)
            .bold()
            .color(ACCENT)
            .line_spacing(LineSpacing::new().before(280).after(120))
    };
    let plain = |id: &str, name: &str| {
        Style::new(id, StyleType::Paragraph).name(name).based_on("Normal").q_format(true)
    };
    let bullet = Level::new(
        0,
        Start::new(1),
        NumberFormat::new("bullet"),
        LevelText::new("\u{2022}"),
        LevelJc::new("left"),
    )
    .indent(Some(540), Some(SpecialIndentType::Hanging(270)), None, None);
    let dated = report.dated.utc().to_rfc3339_opts(SecondsFormat::Secs, true);
    Docx::new()
        .page_size(PAGE.0, PAGE.1)
        .page_orient(PageOrientationType::Landscape)
        .page_margin(margin)
        .default_fonts(RunFonts::new().ascii("Arial").hi_ansi("Arial").cs("Arial"))
        .default_size(21)
        .default_line_spacing(LineSpacing::new().after(100))
        .created_at(&dated)
        .updated_at(&dated)
        .footer(Footer::new().add_paragraph(page))
        .add_abstract_numbering(AbstractNumbering::new(BULLETS).add_level(bullet))
        .add_numbering(Numbering::new(BULLETS, BULLETS))
        // The library writes a style `Normal` of its own, and a second one would not be valid: what
        // holds for all text is among the defaults.
        .add_style(
            plain("Title", "Title")
                .size(48)
                .bold()
                .color(ACCENT)
                .line_spacing(LineSpacing::new().before(1_200).after(200)),
        )
        .add_style(plain("Subtitle", "Subtitle").size(28).color("5A6675"))
        .add_style(plain("Caption", "caption").size(18).italic().color("5A6675"))
        .add_style(plain("ListBullet", "List Bullet").line_spacing(LineSpacing::new().after(40)))
        .add_style(plain("TableText", "Table Text").size(17).line_spacing(LineSpacing::new().after(0)))
        .add_style(heading(1, 34))
        .add_style(heading(2, 25))
}

fn styled(style: &str, text: &str) -> Paragraph {
    Paragraph::new().style(style).add_run(Run::new().add_text(text))
}

fn with_section(document: Docx, section: &Section) -> Docx {
    let mut document =
        document.add_paragraph(styled("Heading1", &section.title).page_break_before(true).keep_next(true));
    for block in &section.blocks {
        document = match block {
            Block::Heading(text) => document.add_paragraph(styled("Heading2", text).keep_next(true)),
            Block::Paragraph(text) => {
                let lines = text.split('\n').filter(|line| !line.trim().is_empty());
                lines.fold(document, |document, line| {
                    document.add_paragraph(Paragraph::new().add_run(Run::new().add_text(line)))
                })
            }
            Block::Lists(lists) => lists.iter().fold(document, with_list),
            Block::Table(table) => document
                .add_paragraph(styled("Caption", &table.caption).keep_next(true))
                .add_table(drawn(table))
                .add_paragraph(Paragraph::new()),
        };
    }
    document
}

fn with_list(document: Docx, (label, items): &(String, Vec<String>)) -> Docx {
    let label = Paragraph::new().add_run(Run::new().add_text(label).bold()).keep_next(true);
    items.iter().fold(document.add_paragraph(label), |document, item| {
        let bullet = NumberingId::new(BULLETS);
        document.add_paragraph(styled("ListBullet", item).numbering(bullet, IndentLevel::new(0)))
    })
}

/// The width of each column: in a matrix the names get what the shares leave, and elsewhere each
/// column its part of the page by the longest text in it.
fn widths(table: &Table) -> Vec<usize> {
    let columns = table.columns.len();
    if table.is_matrix {
        let (code, share) = (800, 640);
        let shares = columns.saturating_sub(2);
        let name = WIDTH.saturating_sub(code).saturating_sub(share * shares).max(3_000);
        let mut widths = vec![code, name];
        widths.resize(columns, share);
        return widths;
    }
    let longest = table.columns.iter().enumerate().map(|(column, (label, _))| {
        let rows = table.groups.iter().flat_map(|(_, rows)| rows);
        let cells = rows.filter_map(|row| row.get(column)).chain(std::iter::once(label));
        cells.map(|text| text.chars().count()).max().unwrap_or_default().clamp(10, 60)
    });
    let longest: Vec<_> = longest.collect();
    let all: usize = longest.iter().sum();
    longest.iter().map(|chars| WIDTH.saturating_mul(*chars).checked_div(all).unwrap_or(WIDTH)).collect()
}

fn drawn(table: &Table) -> docx_rs::Table {
    let widths = widths(table);
    let heading = table.columns.iter().zip(&widths).map(|((label, _), width)| {
        let text = Run::new().add_text(label).bold().color("FFFFFF");
        let text = Paragraph::new().style("TableText").keep_next(true).add_run(text);
        cell(text, *width).shading(filled(ACCENT))
    });
    let mut rows = vec![TableRow::new(heading.collect()).cant_split()];
    for (label, group) in &table.groups {
        if let Some(label) = label {
            let text = Run::new().add_text(label).bold().color(ACCENT);
            let text = Paragraph::new().style("TableText").keep_next(true).add_run(text);
            let cell = cell(text, widths.iter().sum()).grid_span(widths.len()).shading(filled("DFE6EE"));
            rows.push(TableRow::new(vec![cell]).cant_split());
        }
        for row in group {
            let cells = row.iter().zip(&widths).enumerate().map(|(index, (text, width))| {
                let is_share = table.is_matrix && index > 1;
                let run = Run::new().add_text(text);
                let run = if index == 0 || is_share { run.bold() } else { run };
                let paragraph = Paragraph::new().style("TableText").add_run(run);
                let centred = if is_share { paragraph.align(AlignmentType::Center) } else { paragraph };
                let cell = cell(centred, *width);
                match tint(text).filter(|_| is_share) {
                    Some(tint) => cell.shading(filled(tint)),
                    None => cell,
                }
            });
            rows.push(TableRow::new(cells.collect()).cant_split());
        }
    }
    docx_rs::Table::new(rows)
        .set_grid(widths.clone())
        .width(widths.iter().sum(), WidthType::Dxa)
        .layout(TableLayoutType::Fixed)
        .margins(TableCellMargins::new().margin(40, 60, 40, 60))
        .set_borders(borders())
}

fn cell(text: Paragraph, width: usize) -> TableCell {
    TableCell::new().width(width, WidthType::Dxa).add_paragraph(text)
}

fn borders() -> TableBorders {
    use TableBorderPosition::{Bottom, InsideH, InsideV, Left, Right, Top};
    [Top, Bottom, Left, Right, InsideH, InsideV].into_iter().fold(TableBorders::new(), |borders, position| {
        borders.set(TableBorder::new(position).border_type(BorderType::Single).size(4).color("C9D1DB"))
    })
}

fn filled(color: &str) -> Shading {
    Shading::new().fill(color)
}

/// The tint of a share, so that a row is read at a glance; the letters say it too.
fn tint(share: &str) -> Option<&'static str> {
    match share {
        "R" => Some("D9E8D6"),
        "A" => Some("F4D9B8"),
        "AR" => Some("F0C3A0"),
        "C" => Some("DBE7F5"),
        "I" => Some("EFEFEF"),
        _ => None,
    }
}

/// Changes a part of the package, which is text.
fn marked(part: Vec<u8>, change: impl FnOnce(String) -> String) -> Result<Vec<u8>> {
    let text = String::from_utf8(part).map_err(|error| Error::internal(error.to_string()))?;
    Ok(change(text).into_bytes())
}

/// Sets what holds for all text and for which the library has no word: the language, and that
/// `Normal` is the style of every paragraph that names none.
fn with_defaults(styles: &str, language: Language) -> String {
    let normal = "<w:style w:type=\"paragraph\" w:styleId=\"Normal\">";
    let by_default = "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\">";
    let styles = styles.replacen(normal, by_default, 1);
    let tag = language.tag();
    let said = format!("<w:lang w:val=\"{tag}\" w:eastAsia=\"{tag}\" w:bidi=\"ar-SA\" />");
    styles.replacen("</w:rPr></w:rPrDefault>", &format!("{said}</w:rPr></w:rPrDefault>"), 1)
}

/// Repeats the first row of each table as its heading row on each page, and names the table to
/// whoever cannot see it: the library has no word for either.
fn with_accessible_tables(document: &str, report: &Report) -> String {
    let blocks = report.sections.iter().flat_map(|section| &section.blocks);
    let mut captions = blocks.filter_map(|block| match block {
        Block::Table(table) => Some(table.caption.as_str()),
        _ => None,
    });
    let mut parts = document.split("<w:tbl>");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let caption = escaped(captions.next().unwrap_or_default());
        let caption = format!("<w:tblCaption w:val=\"{caption}\" /></w:tblPr>");
        text.push_str("<w:tbl>");
        let part = part.replacen("</w:tblPr>", &caption, 1);
        text.push_str(&part.replacen("<w:trPr>", "<w:trPr><w:tblHeader />", 1));
    }
    text
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Sets the title of the document, for which it has no word either.
fn described(core: &str, report: &Report) -> String {
    let (title, author) = (escaped(&report.title), escaped(&report.author));
    let language = report.language.tag();
    core.replace("<dc:creator>unknown<", &format!("<dc:creator>{author}<"))
        .replace("<cp:lastModifiedBy>unknown<", &format!("<cp:lastModifiedBy>{author}<"))
        .replace(
            "</cp:coreProperties>",
            &format!("<dc:language>{language}</dc:language><dc:title>{title}</dc:title></cp:coreProperties>"),
        )
}
