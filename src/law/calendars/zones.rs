//! What people call the time of a place.

use crate::text::Text;
use chrono_tz::Tz;
use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ZonesFile {
    canada: Vec<Tz>,
    zones: Vec<NamedZone>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NamedZone {
    zone: Tz,
    name: Text,
}

fn file() -> &'static ZonesFile {
    #[expect(clippy::panic, reason = "the file is part of the program, and a test loads it")]
    static FILE: LazyLock<ZonesFile> =
        LazyLock::new(|| match toml::from_str(include_str!("catalog/zones.toml")) {
            Ok(file) => file,
            Err(error) => panic!("zones.toml: {error}"),
        });
    &FILE
}

/// The zones of Canada, from east to west, and the older names of some.
#[must_use]
pub fn of_canada() -> &'static [Tz] {
    &file().canada
}

/// What people call the time of a zone: `Eastern Time`. One that has no name here is called by its
/// code.
#[must_use]
pub fn name_of(zone: Tz) -> Text {
    let named = file().zones.iter().find(|known| known.zone == zone);
    named.map_or_else(|| Text::new(zone.name(), zone.name()), |known| known.name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::calendars::Calendars;

    #[test]
    fn every_office_of_a_calendar_has_a_time_with_a_name() {
        for office in Calendars::builtin().all().flat_map(|calendar| &calendar.offices) {
            let name = name_of(office.zone);
            assert!(of_canada().contains(&office.zone), "{}", office.zone);
            assert!(name.is_complete() && name.en != office.zone.name(), "{}", office.zone);
        }
        assert_eq!(name_of(Tz::Europe__Paris), Text::new("Europe/Paris", "Europe/Paris"));
    }
}
