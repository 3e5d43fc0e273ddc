//! The words of a report for dates, states and capacities. Pure.

use crate::clock::REGISTRY_ZONE;
use crate::db::types::Instant;
use crate::duties::responsibilities::matrices::model::MatrixStatus;
use crate::law::calendars::dates::{English, French};
use crate::text::{Language, Text};
use chrono::{NaiveDate, Timelike as _};

/// A date in words.
#[must_use]
pub fn date(date: NaiveDate, language: Language) -> String {
    match language {
        Language::En => English(date).to_string(),
        Language::Fr => French(date).to_string().trim_start_matches("le ").to_owned(),
    }
}

/// An instant in words, as the clocks of the registry showed it.
#[must_use]
pub fn instant(at: Instant, language: Language) -> String {
    let local = at.utc().with_timezone(&REGISTRY_ZONE);
    let day = date(local.date_naive(), language);
    match language {
        Language::En => format!("{day}, {:02}:{:02} (Eastern Time)", local.hour(), local.minute()),
        Language::Fr => {
            format!("{day}, {}\u{a0}h\u{a0}{:02} (heure de l'Est)", local.hour(), local.minute())
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_said_as_the_registry_shows_it() {
        let at = Instant::at("2026-03-09T14:05:00Z".parse().unwrap());
        assert_eq!(instant(at, Language::En), "Monday 9 March 2026, 10:05 (Eastern Time)");
        assert_eq!(instant(at, Language::Fr), "lundi 9 mars 2026, 10\u{a0}h\u{a0}05 (heure de l'Est)");
    }
}
