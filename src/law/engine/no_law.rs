//! The version of a rule that was law for what happened. Where none was, no time starts.

use super::error::ComputeError;
use super::law::Law;
use super::model::{Computation, Warning};
use super::{office_clock, request};
use crate::law::calendars::dates::{English, French};
use crate::law::proceedings::{Rule, RuleVersion};
use crate::text::Text;

/// The warning about a rule that was not in force when what would start its time happened, or that
/// does not reach back to it; none where it governs.
#[must_use]
pub fn no_law(law: Law<'_>, computation: &Computation<'_>) -> Option<Warning> {
    let reason = version(law, computation).err()?;
    starts_nothing(law.catalog.rule(computation.rule)?, &reason)
}

/// The version of the rule that governs, where one does.
#[must_use]
pub fn governing<'l>(law: Law<'l>, computation: &Computation<'_>) -> Option<&'l RuleVersion> {
    version(law, computation).ok()
}

fn version<'l>(law: Law<'l>, computation: &Computation<'_>) -> Result<&'l RuleVersion, ComputeError> {
    let trigger = office_clock::by_the_clock(law.calendars, computation.office, computation.trigger);
    let placed = Computation { trigger, ..*computation };
    Ok(request::version(law.catalog, &placed)?.1)
}

fn starts_nothing(rule: &Rule, reason: &ComputeError) -> Option<Warning> {
    let (en, fr) = match reason {
        ComputeError::BeforeFirstVersion { first, claim: false, .. } => (
            format!("it is in force only from {}", English(*first)),
            format!("elle n'est en vigueur que depuis {}", French(*first)),
        ),
        ComputeError::BeforeFirstVersion { first, claim: true, .. } => (
            format!("it reaches only claims made from {}", English(*first)),
            format!("elle ne vise que les demandes faites depuis {}", French(*first)),
        ),
        ComputeError::NotInForce { on, .. } => (
            format!("it was not in force on {}", English(*on)),
            format!("elle n'était pas en vigueur {}", French(*on)),
        ),
        ComputeError::NotReached { after, .. } => (
            format!("it reaches only what happened after {}", English(*after)),
            format!("elle ne vise que ce qui est survenu après {}", French(*after)),
        ),
        _ => return None,
    };
    let (code, name) = (&rule.code, &rule.name);
    Some(Warning {
        code: "rule_not_in_force".to_owned(),
        text: Text::new(
            format!("No time runs under {code} ({}): {en}. Check the date.", name.en),
            format!("Aucun délai ne court selon la règle {code} ({}) : {fr}. Vérifiez la date.", name.fr),
        ),
    })
}
