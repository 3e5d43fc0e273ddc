//! The words of a report for dates, states and capacities. Pure.

use crate::clock::REGISTRY_ZONE;
use crate::db::types::Instant;
use crate::duties::responsibilities::matrices::model::MatrixStatus;
use crate::law::calendars::dates::{BareFrench, English, spoken};
use crate::text::{Language, Text};
use chrono::NaiveDate;

/// What a report says, in its language.
#[derive(Clone, Copy, Debug)]
pub struct ReportWords(pub Language);

impl ReportWords {
    /// One of two wordings.
    #[must_use]
    pub fn say(self, en: &str, fr: &str) -> String {
        match self.0 {
            Language::En => en.to_owned(),
            Language::Fr => fr.to_owned(),
        }
    }

    /// A text.
    #[must_use]
    pub fn text(self, text: &Text) -> String {
        text.in_language(self.0).to_owned()
    }

    /// A day.
    #[must_use]
    pub fn day(self, day: NaiveDate) -> String {
        date(day, self.0)
    }

    /// An instant, by the clock of the registry.
    #[must_use]
    pub fn instant(self, at: Instant) -> String {
        self.text(&spoken(at.utc(), REGISTRY_ZONE))
    }
}

/// A date in words.
#[must_use]
pub fn date(date: NaiveDate, language: Language) -> String {
    match language {
        Language::En => English(date).to_string(),
        Language::Fr => BareFrench(date).to_string(),
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
