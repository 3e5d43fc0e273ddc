//! A report on the wire.

use super::model::{Report, ReportSource};
use super::{csv, docx, html, xlsx};
use crate::error::Result;
use crate::http::answer::Document;
use crate::text::Language;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// The format that a report is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum ReportFormat {
    /// A page, to be read and printed.
    #[default]
    Html,
    /// A text document (Office Open XML).
    Docx,
    /// A table with a row for each share, in UTF-8 with a byte order mark: commas part its fields
    /// in English and semicolons in French, as the spreadsheets of each want it.
    Csv,
    /// A workbook with a sheet for each section (Office Open XML).
    Xlsx,
}

impl ReportFormat {
    const fn media(self) -> &'static str {
        match self {
            Self::Html => "text/html; charset=utf-8",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }

    const fn extension(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Docx => "docx",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    /// The report in this format.
    ///
    /// # Errors
    /// Fails if it cannot be written.
    pub fn write(self, source: &ReportSource, report: &Report) -> Result<Document> {
        let bytes = match self {
            Self::Html => html::write(report).into_bytes(),
            Self::Docx => docx::write(report)?,
            Self::Csv => csv::write(report)?,
            Self::Xlsx => xlsx::write(report)?,
        };
        let name = match report.language {
            Language::En => "roles-and-responsibilities",
            Language::Fr => "roles-et-responsabilites",
        };
        let (number, language, extension) = (source.number, report.language.code(), self.extension());
        Ok(Document {
            kind: self.media(),
            name: format!("{name}-{number}-{language}.{extension}"),
            is_attachment: self != Self::Html,
            language: report.language,
            bytes,
        })
    }
}

/// The query of a report.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AskReport {
    /// The format; `html`, if it is left out. Each of the others has an address of its own: prefer
    /// that.
    #[param(inline)]
    pub format: Option<ReportFormat>,
    /// The language of the report; that of `Accept-Language`, if it is left out.
    #[param(inline)]
    pub lang: Option<Language>,
}

/// The query of a report in a format of its own address.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AskReportFile {
    /// The language of the report; that of `Accept-Language`, if it is left out.
    #[param(inline)]
    pub lang: Option<Language>,
}
