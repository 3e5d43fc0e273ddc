//! Content lines of a calendar (RFC 5545, 3.1), none of which any text can begin.
//!
//! The crate `icalendar` writes them, and escapes texts. They are folded here: the last piece of a
//! line that it folds may have an octet too many.

use crate::db::types::Instant;
use crate::text::one_line;
use chrono::NaiveDate;
use icalendar::{Parameter, Property};
use std::fmt;

/// The octets that a line may have without its end (RFC 5545, 3.1).
const WIDTH: usize = 75;

/// Content lines, as they are written.
#[derive(Default)]
pub(super) struct Lines(String);

impl Lines {
    /// The text that was written.
    pub fn text(self) -> String {
        self.0
    }

    pub fn add(&mut self, name: &str, value: impl Into<String>) -> fmt::Result {
        self.write(Property::new(name, harmless(&value.into())))
    }

    pub fn with(&mut self, name: &str, parameter: (&str, &str), value: impl Into<String>) -> fmt::Result {
        let mut property = Property::new(name, harmless(&value.into()));
        property.append_parameter(Parameter::from(parameter));
        self.write(property)
    }

    pub fn date(&mut self, name: &str, day: NaiveDate) -> fmt::Result {
        self.with(name, ("VALUE", "DATE"), day.format("%Y%m%d").to_string())
    }

    pub fn instant(&mut self, name: &str, at: Instant) -> fmt::Result {
        self.add(name, at.utc().format("%Y%m%dT%H%M%SZ").to_string())
    }

    fn write(&mut self, property: Property) -> fmt::Result {
        let line: String = property.try_into()?;
        self.fold(&line.replace("\r\n ", ""));
        Ok(())
    }

    /// A line with its end, folded between characters; the space that goes before a later piece is
    /// one of its octets.
    fn fold(&mut self, line: &str) {
        let mut room = WIDTH;
        for character in line.trim_end_matches("\r\n").chars() {
            if character.len_utf8() > room {
                self.0.push_str("\r\n ");
                room = WIDTH - 1;
            }
            self.0.push(character);
            room -= character.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

/// Reduces what ends a line to the one thing that the crate escapes. A bare carriage return is not,
/// and would begin a line of somebody's own.
fn harmless(value: &str) -> String {
    let lines: Vec<_> = value.replace("\r\n", "\n").split(['\n', '\r']).map(one_line).collect();
    lines.join("\n")
}
