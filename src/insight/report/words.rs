//! The words of a report for dates, states and capacities. Pure.

use crate::duties::responsibilities::matrices::model::MatrixStatus;
use crate::law::calendars::dates::{English, French};
use crate::text::{Language, Text};
use chrono::NaiveDate;

/// A date in words.
#[must_use]
pub fn date(date: NaiveDate, language: Language) -> String {
    match language {
        Language::En => English(date).to_string(),
        Language::Fr => French(date).to_string().trim_start_matches("le ").to_owned(),
    }
}

/// The word for the status of a version, for its readers.
#[must_use]
pub fn status(status: MatrixStatus) -> Text {
    match status {
        MatrixStatus::Draft => Text::new("Draft: it binds nobody", "Projet\u{a0}: ne lie personne"),
        MatrixStatus::Adopted | MatrixStatus::Superseded => status.name(),
    }
}
