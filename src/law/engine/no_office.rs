//! What depends on the office, where none is named.

use super::compute::compute;
use super::law::Law;
use super::model::{Computation, Computed, OfficeChoice, Trigger, Warning};
use super::request;
use crate::chronology;
use crate::law::calendars::{Calendar, Office};
use crate::law::proceedings::{Receipt, RuleVersion};
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
    let elsewhere = Elsewhere::of(law, request, computed)?;
    let calendar = elsewhere.calendar;
    let may_differ = calendar.offices.iter().filter(|office| elsewhere.may_differ_at(office));
    let differing = may_differ.filter(|office| differs_at(law, request, computed, office));
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

/// Whether a date is another at an office.
fn differs_at(law: Law<'_>, request: &Computation<'_>, computed: &Computed, office: &Office) -> bool {
    let Some(code) = office.codes.first() else { return false };
    let there = Computation { office: Some(OfficeChoice::Asked(code)), ..*request };
    compute(law, &there).is_ok_and(|there| dates(&there) != dates(computed))
}

/// The days around a computation at which a holiday of the place, or who is there, could matter.
const NEAR: u64 = 45;

/// What an office may have of its own that the computation could go by: most have nothing near, and
/// nothing has to be computed for those.
struct Elsewhere<'c> {
    calendar: &'c Calendar,
    near: (NaiveDate, NaiveDate),
    /// Whether its clock matters.
    by_the_clock: bool,
    /// Whether other calendars have a part in it, by which an office may be another.
    by_others: bool,
}

impl<'c> Elsewhere<'c> {
    /// Nothing, where the rule goes by no calendar.
    fn of(law: Law<'c>, request: &Computation<'_>, computed: &Computed) -> Option<Self> {
        let (_, version) = request::version(law.catalog, request).ok()?;
        let method = version.method.as_deref().and_then(|code| law.catalog.method(code));
        let counted_by = method.and_then(|method| method.calendar.as_ref());
        let calendar = law.calendars.get(version.received_at.as_ref().or(counted_by)?)?;
        let (found, due_at) = dates(computed);
        let begun = request.trigger.day();
        let days = found.into_iter().flatten().chain(computed.effective_on).chain([begun]);
        let (first, last) = days.fold((begun, begun), |(first, last), day| (first.min(day), last.max(day)));
        let near = (chronology::days_before(first, NEAR), chronology::days_after(last, NEAR));
        Some(Self {
            calendar,
            near,
            by_the_clock: due_at.is_some() || matches!(request.trigger, Trigger::At(_) | Trigger::AtLocal(_)),
            by_others: counted_by.is_some_and(|code| *code != calendar.code)
                || received_by(law, version).any(|receipt| receipt.calendar != calendar.code),
        })
    }

    fn may_differ_at(&self, office: &Office) -> bool {
        self.by_the_clock
            || self.by_others
            || office.calendar.is_some()
            || self.calendar.differs_between(self.near, (Some(office), self.calendar.seat()))
    }
}

/// The rules by which what starts the time may be deemed received.
fn received_by<'l>(law: Law<'l>, version: &'l RuleVersion) -> impl Iterator<Item = &'l Receipt> {
    let on = &version.on;
    let deemed = on.deemed_by.iter().chain(on.deemed_for.values()).chain(&on.or_deemed_by);
    let rules = deemed.filter_map(move |code| law.catalog.rule(code));
    let versions = rules.flat_map(|rule| &rule.versions).chain([version]);
    versions.filter_map(|version| version.receipt.as_ref())
}

type Dates = [Option<NaiveDate>; 4];

fn dates(computed: &Computed) -> (Dates, Option<DateTime<FixedOffset>>) {
    let days = [computed.due_on, computed.not_before_on, computed.safe_on, computed.arguable_latest_on];
    (days, computed.due_at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::engine::EventFacts;
    use proptest::prelude::*;

    /// Computed there, no office that is passed over gives another date.
    #[test]
    fn what_is_passed_over_differs_nowhere() {
        let law = Law::current();
        let rules: Vec<_> = law.catalog.rules().iter().map(|rule| rule.code.as_str()).collect();
        let asked =
            (proptest::sample::select(rules), 0_u64..12_000, proptest::sample::select(METHODS.to_vec()));
        proptest!(ProptestConfig::with_cases(2000), |((rule, days, service_method) in asked)| {
            let day = chronology::days_after(NaiveDate::from_ymd_opt(1996, 1, 1).unwrap(), days);
            let facts = EventFacts::new();
            let request = Computation { service_method, ..Computation::on(rule, day, &facts, day) };
            let Ok(computed) = compute(law, &request) else { return Ok(()) };
            let Some(elsewhere) = Elsewhere::of(law, &request, &computed) else { return Ok(()) };
            for office in elsewhere.calendar.offices.iter().filter(|office| !elsewhere.may_differ_at(office)) {
                prop_assert!(!differs_at(law, &request, &computed, office), "{rule} {day} {:?}", office.codes);
            }
        });
    }

    const METHODS: [Option<&str>; 4] = [None, Some("personal"), Some("ordinary_mail"), Some("email")];
}
