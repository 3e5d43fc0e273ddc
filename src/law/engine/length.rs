//! The length of a period: the rule's, the sum of facts, or that of an overlay.

use super::counting_rules::CountingRules;
use super::error::ComputeError;
use super::model::Warning;
use super::period::CountDirection;
use super::running::RunningComputation;
use super::{explain, request};
use crate::law::proceedings::{Count, Overlay, OverlayReach, RollTo};
use crate::text::Text;
use chrono::NaiveDate;

impl RunningComputation<'_, '_> {
    /// The period in days: the rule's, the sum of facts, or that of an overlay.
    pub(super) fn days(
        &mut self,
        count: &Count,
        rules: &CountingRules<'_>,
        start: NaiveDate,
    ) -> Result<u32, ComputeError> {
        let own = match count.days_of_facts.as_slice() {
            [] => count.days.unwrap_or(0),
            facts => facts.iter().map(|fact| request::days_fact(self.request, fact)).sum(),
        };
        let mut days = own;
        for overlay in self.overlays.clone() {
            if self.reaches(overlay, rules, start, own)? {
                self.steps.push(explain::overlay(overlay));
                days = overlay.days;
            } else if self.request.overlays.contains(&overlay.code) {
                self.warnings.push(Warning {
                    code: "overlay_not_in_force".to_owned(),
                    text: Text::new(
                        format!(
                            "{} does not reach a period that ran at this time; it was left out.",
                            overlay.name.en
                        ),
                        format!(
                            "{} ne vise pas un délai qui courait à cette époque; il n'a pas été appliqué.",
                            overlay.name.fr
                        ),
                    ),
                });
            }
        }
        if let [base, extension] = count.days_of_facts.as_slice() {
            let (base, extension) =
                (request::days_fact(self.request, base), request::days_fact(self.request, extension));
            if extension.saturating_mul(2) > base {
                self.warnings.push(Warning {
                    code: "consent_over_half".to_owned(),
                    text: Text::new(
                        "The parties may consent to no more than half of the period (FCR 7(2)); more takes an order.",
                        "Les parties ne peuvent consentir à plus de la moitié du délai (RCF, par. 7(2)); au-delà, il faut une ordonnance.",
                    ),
                });
            }
        }
        Ok(days)
    }

    pub(super) fn reaches(
        &self,
        overlay: &Overlay,
        rules: &CountingRules<'_>,
        start: NaiveDate,
        own: u32,
    ) -> Result<bool, ComputeError> {
        let known = self.request.as_of.is_none_or(|as_of| overlay.in_force_from <= as_of);
        let not_ended = overlay.in_force_to.is_none_or(|to| start <= to);
        let begun = match overlay.reaches {
            OverlayReach::Begun => start >= overlay.in_force_from,
            OverlayReach::Running if start >= overlay.in_force_from => true,
            OverlayReach::Running => {
                let end =
                    rules.stated().count(start, own, CountDirection::Forward, rules.is_short(own), None)?;
                rules.stated().rolled(end, RollTo::NextWorkingDay)? >= overlay.in_force_from
            }
        };
        Ok(known && not_ended && begun)
    }
}

/// A length in English.
pub(super) fn days_en(days: u32) -> String {
    if days == 1 { "1 day".to_owned() } else { format!("{days} days") }
}

/// A length in French.
pub(super) fn days_fr(days: u32) -> String {
    if days <= 1 { format!("{days} jour") } else { format!("{days} jours") }
}
