//! The abeyance in which a proceeding is. Pure. It stops no time limit by itself: only what an
//! order says of time does, and that it sets as dates.

use super::model::DocketEvent;
use crate::ids::EventId;
use crate::law::calendars::dates::{English, French};
use crate::law::engine::Warning;
use crate::law::proceedings::{ABEYANCE_UNTIL, AbeyanceStep, Rule};
use crate::text::Text;
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

/// The abeyance in which a proceeding is. No time limit stops by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Abeyance)]
pub struct HeldInAbeyance {
    /// The event by which it is.
    pub event_id: EventId,
    /// The day from which it is.
    pub since: NaiveDate,
    /// The day until which it is, where one was set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}

/// The abeyance after an event that begins or ends one.
#[must_use]
pub fn after(step: AbeyanceStep, event: &DocketEvent) -> Option<HeldInAbeyance> {
    let until = || event.facts.get(ABEYANCE_UNTIL)?.as_str()?.parse().ok();
    let held = || HeldInAbeyance { event_id: event.id, since: event.occurred_on, until: until() };
    (step == AbeyanceStep::Begins).then(held)
}

/// The warning about the time limits that run on, as an abeyance begins or ends: each with its day.
/// Nothing where none does.
#[must_use]
pub fn runs_on(step: AbeyanceStep, running: &[(&Rule, NaiveDate)]) -> Option<Warning> {
    if running.is_empty() {
        return None;
    }
    let (mut en, mut fr) = (Vec::new(), Vec::new());
    for (rule, day) in running {
        en.push(format!("{} ({}), {}", rule.name.en, rule.code, English(*day)));
        fr.push(format!("{} ({}), {}", rule.name.fr, rule.code, French(*day)));
    }
    let (en, fr) = (en.join("; "), fr.join("; "));
    let text = match step {
        AbeyanceStep::Begins => Text::new(
            format!(
                "No time limit stops by this alone: send what the order says of time as ordered. Still running: {en}."
            ),
            format!(
                "Aucun délai ne cesse de courir de ce seul fait : envoyez dans ordered ce que l'ordonnance prévoit quant aux délais. Courent toujours : {fr}."
            ),
        ),
        AbeyanceStep::Ends => Text::new(
            format!(
                "No time limit had stopped, save as an order said: send what this one says of time as ordered. Running: {en}."
            ),
            format!(
                "Aucun délai n'avait cessé de courir, sauf ordonnance en ce sens : envoyez dans ordered ce que celle-ci prévoit quant aux délais. Courent : {fr}."
            ),
        ),
    };
    Some(Warning { code: "time_runs_on".to_owned(), text })
}
