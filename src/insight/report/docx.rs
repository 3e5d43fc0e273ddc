//! The report as a text document (Office Open XML): real headings, real tables with a heading row
//! that is repeated, and the language said, so that it can be read aloud, navigated and edited.

use super::model::{Block, Report, Section, Table};
use crate::error::{Error, Result};
use crate::text::Language;
use docx_rs::{
    AlignmentType, BorderType, Docx, Footer, LineSpacing, NumPages, PageMargin, PageNum, PageOrientationType,
    Paragraph, Run, RunFonts, Shading, Style, StyleType, TableBorder, TableBorderPosition, TableBorders,
    TableCell, TableCellMargins, TableLayoutType, TableRow, WidthType,
};
use std::io::Cursor;

/// Twentieths of a point: a letter-size page on its side, and what is left of it between the
/// margins.
const PAGE: (u32, u32) = (15_840, 12_240);
const MARGIN: i32 = 1_000;
const WIDTH: usize = 13_840;

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
    parts.styles = marked(parts.styles, |styles| speaking(&styles, report.language))?;
    parts.document = marked(parts.document, |text| repeating(&text))?;
    parts.doc_props.core = marked(parts.doc_props.core, |core| described(&core, report))?;
    let mut bytes = Cursor::new(Vec::new());
    parts.pack(&mut bytes).map_err(|error| Error::internal(format!("the text document: {error}")))?;
    Ok(bytes.into_inner())
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
    Docx::new()
        .page_size(PAGE.0, PAGE.1)
        .page_orient(PageOrientationType::Landscape)
        .page_margin(margin)
        .default_fonts(RunFonts::new().ascii("Arial").hi_ansi("Arial").cs("Arial"))
        .default_size(21)
        .created_at(&report.dated)
        .updated_at(&report.dated)
        .footer(Footer::new().add_paragraph(page))
        .add_style(
            Style::new("Normal", StyleType::Paragraph)
                .name("Normal")
                .q_format(true)
                .line_spacing(LineSpacing::new().after(100)),
        )
        .add_style(
            plain("Title", "Title")
                .size(48)
                .bold()
                .color(ACCENT)
                .line_spacing(LineSpacing::new().before(1_200).after(200)),
        )
        .add_style(plain("Subtitle", "Subtitle").size(28).color("5A6675"))
        .add_style(plain("Caption", "caption").size(18).italic().color("5A6675"))
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
        let item = Run::new().add_text(format!("\u{2022}\u{a0}{item}"));
        document.add_paragraph(Paragraph::new().indent(Some(360), None, None, None).add_run(item))
    })
}

/// The width of each column: in a matrix the names get what the shares leave.
fn widths(table: &Table) -> Vec<usize> {
    let columns = table.columns.len();
    if !table.is_matrix {
        let first = WIDTH / 7;
        let rest = columns.saturating_sub(1);
        let mut widths = vec![first];
        widths.resize(columns, WIDTH.saturating_sub(first).checked_div(rest).unwrap_or(WIDTH));
        return widths;
    }
    let (code, share) = (800, 640);
    let shares = columns.saturating_sub(2);
    let name = WIDTH.saturating_sub(code).saturating_sub(share * shares).max(3_000);
    let mut widths = vec![code, name];
    widths.resize(columns, share);
    widths
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

/// Sets the language of the text, for which the library has no word.
fn speaking(styles: &str, language: Language) -> String {
    let tag = match language {
        Language::En => "en-CA",
        Language::Fr => "fr-CA",
    };
    let said = format!("<w:lang w:val=\"{tag}\" w:eastAsia=\"{tag}\" w:bidi=\"ar-SA\" />");
    let Some((defaults, rest)) = styles.split_once("</w:rPrDefault>") else { return styles.to_owned() };
    let defaults = match defaults.strip_suffix("</w:rPr>") {
        Some(properties) => format!("{properties}{said}</w:rPr>"),
        None => defaults.replace("<w:rPr />", &format!("<w:rPr>{said}</w:rPr>")),
    };
    format!("{defaults}</w:rPrDefault>{rest}")
}

/// Repeats the first row of each table as its heading row on each page, for which it has no word
/// either.
fn repeating(document: &str) -> String {
    let mut parts = document.split("<w:tbl>");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push_str("<w:tbl>");
        text.push_str(&part.replacen("<w:trPr>", "<w:trPr><w:tblHeader />", 1));
    }
    text
}

/// Sets the title of the document, for which it has no word either.
fn described(core: &str, report: &Report) -> String {
    let escaped = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let (title, author) = (escaped(&report.title), escaped(&report.author));
    let language = report.language.code();
    core.replace("<dc:creator>unknown<", &format!("<dc:creator>{author}<"))
        .replace("<cp:lastModifiedBy>unknown<", &format!("<cp:lastModifiedBy>{author}<"))
        .replace(
            "</cp:coreProperties>",
            &format!("<dc:language>{language}</dc:language><dc:title>{title}</dc:title></cp:coreProperties>"),
        )
}
