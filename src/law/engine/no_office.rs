//! What depends on the office, where none is named.

use super::compute::compute;
use super::law::Law;
use super::model::{Computation, Computed, OfficeChoice, Warning};
use super::request;
use crate::text::Text;
use chrono::{DateTime, FixedOffset, NaiveDate};

/// The warning that a date is that of the principal office, where it is another at one of the
/// others: for a holiday of the place, or by its clock. None, where an office is named, or none of
/// it would matter.
#[must_use]
pub fn depends_on_office(law: Law<'_>, request: &Computation<'_>, computed: &Computed) -> Option<Warning> {
    if request.office.is_some() {
        return None;
    }
    let (_, version) = request::version(law.catalog, request).ok()?;
    let method = version.method.as_deref().and_then(|code| law.catalog.method(code));
    let calendar = version.received_at.as_ref().or(method?.calendar.as_ref())?;
    let calendar = law.calendars.get(calendar)?;
    let differing = calendar.offices.iter().filter(|office| {
        let Some(code) = office.codes.first() else { return false };
        let there = Computation { office: Some(OfficeChoice::Asked(code)), ..*request };
        compute(law, &there).is_ok_and(|there| dates(&there) != dates(computed))
    });
    let names: Vec<_> = differing.map(|office| &office.name).collect();
    if names.is_empty() {
        return None;
    }
    let seat = calendar.seat().map_or(&calendar.name, |seat| &seat.name);
    let joined = |of: fn(&Text) -> &str| names.iter().map(|name| of(name)).collect::<Vec<_>>().join(", ");
    Some(Warning {
        code: "no_office".to_owned(),
        text: Text::new(
            format!(
                "No office is named, so this is by the clock and the holidays of {}. It differs at {}: name the office.",
                seat.en,
                joined(|name| &name.en)
            ),
            format!(
                "Aucun bureau n'est nommé : l'heure et les jours fériés sont ceux de {}. Le résultat diffère à {} : nommez le bureau.",
                seat.fr,
                joined(|name| &name.fr)
            ),
        ),
    })
}

type Dates = [Option<NaiveDate>; 4];

fn dates(computed: &Computed) -> (Dates, Option<DateTime<FixedOffset>>) {
    let days = [computed.due_on, computed.not_before_on, computed.safe_on, computed.arguable_latest_on];
    (days, computed.due_at)
}
