//! Hours as people write them: with the name of the time that they are.

use crate::text::Text;
use chrono::{DateTime, Timelike as _};
use chrono_tz::Tz;
use serde::Deserialize;
use std::sync::LazyLock;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ZonesFile {
    zones: Vec<NamedZone>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NamedZone {
    zone: Tz,
    name: Text,
}

fn zones() -> &'static [NamedZone] {
    #[expect(clippy::panic, reason = "the file is part of the program, and a test loads it")]
    static ZONES: LazyLock<Vec<NamedZone>> =
        LazyLock::new(|| match toml::from_str::<ZonesFile>(include_str!("catalog/zones.toml")) {
            Ok(file) => file.zones,
            Err(error) => panic!("zones.toml: {error}"),
        });
    &ZONES
}

/// What people call the time of a zone: `Eastern Time`. One that has no name here is called by its
/// code.
#[must_use]
pub fn name_of(zone: Tz) -> Text {
    let named = zones().iter().find(|known| known.zone == zone);
    named.map_or_else(|| Text::new(zone.name(), zone.name()), |known| known.name.clone())
}

/// An hour with the name of its time: `14:00 Eastern Time`, « 14 h (heure de l'Est) ».
#[must_use]
pub fn spelled(at: DateTime<Tz>) -> Text {
    let name = name_of(at.timezone());
    let minutes = if at.minute() == 0 { String::new() } else { format!(" {:02}", at.minute()) };
    Text::new(
        format!("{} {}", at.format("%H:%M"), name.en),
        format!("{} h{minutes} ({})", at.hour(), name.fr),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::calendars::Calendars;
    use chrono::{TimeZone as _, Utc};

    #[test]
    fn an_hour_names_its_time_in_both_languages() {
        let at = Utc.with_ymd_and_hms(2026, 10, 20, 18, 0, 0).unwrap();
        let said = spelled(at.with_timezone(&Tz::America__Toronto));
        assert_eq!((said.en.as_str(), said.fr.as_str()), ("14:00 Eastern Time", "14 h (heure de l'Est)"));
        let said = spelled(at.with_timezone(&Tz::America__St_Johns));
        assert_eq!(
            (said.en.as_str(), said.fr.as_str()),
            ("15:30 Newfoundland Time", "15 h 30 (heure de Terre-Neuve)")
        );
        assert_eq!(name_of(Tz::Europe__Paris), Text::new("Europe/Paris", "Europe/Paris"));
    }

    #[test]
    fn every_office_of_a_calendar_has_a_time_with_a_name() {
        for office in Calendars::builtin().all().flat_map(|calendar| &calendar.offices) {
            let name = name_of(office.zone);
            assert!(name.is_complete() && name.en != office.zone.name(), "{}", office.zone);
        }
    }
}
