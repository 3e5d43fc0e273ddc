//! Who has to act, where the docket says who filed; and the facts that say so.

use super::super::load::CatalogFile;
use super::super::wiring::{DeadlineDef, FactKind};
use super::Checker;

impl Checker<'_, '_> {
    /// Checks that whatever starts a deadline says who filed, where that decides who has to act.
    pub(super) fn turn(&mut self, key: &str, deadline: &DeadlineDef, file: &CatalogFile) {
        let Some(turn) = &deadline.turn else { return };
        for code in deadline.started_by.iter().filter_map(|start| start.event.as_deref()) {
            let event = file.events.iter().find(|event| event.code == code);
            let fact = event.and_then(|event| event.fact(&turn.fact));
            if event.is_some() && fact.is_none_or(|fact| fact.kind != FactKind::Code) {
                let reason = format!("`{}` is no code that `{code}` carries", turn.fact);
                self.fault(format!("{key}.turn.fact"), reason);
            }
        }
    }

    /// Checks that whatever starts a time of a motion brings that motion, or is about it: else the
    /// time of one could not be told from that of another.
    pub(super) fn of_motion(&mut self, key: &str, deadline: &DeadlineDef, file: &CatalogFile) {
        for code in deadline.started_by.iter().filter_map(|start| start.event.as_deref()) {
            let event = file.events.iter().find(|event| event.code == code);
            let is_of_one = event.is_none_or(|event| event.brings_motion || event.about.is_some());
            if deadline.of_motion && !is_of_one {
                let reason = format!("`{code}` neither brings a motion nor is about one");
                self.fault(format!("{key}.of_motion"), reason);
            }
        }
    }

    /// Checks that the facts exist which events in common carry.
    pub(super) fn carried(&mut self, file: &CatalogFile, is_common: impl Fn(&str) -> bool) {
        for common in &file.common_events {
            for code in common.carries.iter().filter(|code| !is_common(code)) {
                let key = format!("common_events.{}.carries", common.event.code);
                self.fault(key, format!("`{code}` is none of `common_facts`"));
            }
        }
    }
}
