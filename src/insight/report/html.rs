//! The report as a page: to be read on a screen, by ear and on paper. It asks no other host for
//! anything.

use super::model::{Block, Report, Section, Table};
use std::fmt::Write as _;

const STYLE: &str = include_str!("report.css");

/// The report as a page.
#[must_use]
pub fn write(report: &Report) -> String {
    let mut page = String::with_capacity(64 * 1024);
    let language = report.language.tag();
    let title = escaped(&report.title);
    let author = escaped(&report.author);
    // Writing to a `String` cannot fail.
    let _ = write!(
        page,
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"author\" content=\"{author}\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n\
         <body>\n<header class=\"cover\">\n<h1>{title}</h1>\n"
    );
    if let Some(subtitle) = &report.subtitle {
        let _ = writeln!(page, "<p class=\"subtitle\">{}</p>", escaped(subtitle));
    }
    page.push_str("<dl class=\"facts\">\n");
    for (label, value) in &report.facts {
        let _ = writeln!(page, "<div><dt>{}</dt><dd>{}</dd></div>", escaped(label), escaped(value));
    }
    let contents = escaped(&report.contents);
    let _ =
        write!(page, "</dl>\n<nav aria-label=\"{contents}\">\n<p class=\"nav-title\">{contents}</p>\n<ol>\n");
    for section in &report.sections {
        let _ = writeln!(page, "<li><a href=\"#{}\">{}</a></li>", section.id, escaped(&section.title));
    }
    page.push_str("</ol>\n</nav>\n</header>\n<main>\n");
    for section in &report.sections {
        write_section(&mut page, section);
    }
    page.push_str("</main>\n</body>\n</html>\n");
    page
}

fn write_section(page: &mut String, section: &Section) {
    let (id, title) = (section.id, escaped(&section.title));
    let _ = writeln!(
        page,
        "<section id=\"{id}\" aria-labelledby=\"{id}-title\">\n<h2 id=\"{id}-title\">{title}</h2>"
    );
    for block in &section.blocks {
        match block {
            Block::Heading(text) => {
                let _ = writeln!(page, "<h3>{}</h3>", escaped(text));
            }
            Block::Paragraph(text) => {
                for paragraph in text.split('\n').filter(|paragraph| !paragraph.trim().is_empty()) {
                    let _ = writeln!(page, "<p>{}</p>", escaped(paragraph));
                }
            }
            Block::Lists(lists) => {
                page.push_str("<dl class=\"lists\">\n");
                for (label, items) in lists {
                    let _ = write!(page, "<div><dt>{}</dt><dd><ul>", escaped(label));
                    for item in items {
                        let _ = write!(page, "<li>{}</li>", escaped(item));
                    }
                    page.push_str("</ul></dd></div>\n");
                }
                page.push_str("</dl>\n");
            }
            Block::Table(table) => write_table(page, table),
        }
    }
    page.push_str("</section>\n");
}

fn write_table(page: &mut String, table: &Table) {
    let class = if table.is_matrix { " class=\"matrix\"" } else { "" };
    // On a narrow screen the table is moved, not the page.
    let _ = write!(
        page,
        "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{0}\">\n<table{class}>\n<caption>{0}</caption>\n<thead>\n<tr>",
        escaped(&table.caption)
    );
    for (label, explained) in &table.columns {
        let label = escaped(label);
        let label = match explained {
            Some(explained) => format!("<abbr title=\"{}\">{label}</abbr>", escaped(explained)),
            None => label,
        };
        let _ = write!(page, "<th scope=\"col\">{label}</th>");
    }
    page.push_str("</tr>\n</thead>\n");
    for (label, rows) in &table.groups {
        page.push_str("<tbody>\n");
        if let Some(label) = label {
            let (span, label) = (table.columns.len(), escaped(label));
            let _ = writeln!(
                page,
                "<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"{span}\">{label}</th></tr>"
            );
        }
        for row in rows {
            page.push_str("<tr>");
            for (index, cell) in row.iter().enumerate() {
                let cell = escaped(cell);
                let _ = match index {
                    0 => write!(page, "<th scope=\"row\">{cell}</th>"),
                    2.. if table.is_matrix && !cell.is_empty() => {
                        write!(page, "<td class=\"share {}\">{cell}</td>", cell.to_ascii_lowercase())
                    }
                    _ => write!(page, "<td>{cell}</td>"),
                };
            }
            page.push_str("</tr>\n");
        }
        page.push_str("</tbody>\n");
    }
    page.push_str("</table>\n</div>\n");
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_people_wrote_is_markup() {
        assert_eq!(escaped("<b a=\"1\" c='2'>&"), "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;");
    }
}
