//! Whether a catalog is consistent: every fault, with its file and key.

mod numbers;
mod turn;
mod wiring;

use super::load::{Catalog, CatalogFile, FileFault};
use super::method::{Method, Overlay};
use super::model::{Actor, Governs, Rule, RuleFactKind, RuleVersion, SERVICE_METHODS};
use crate::law::calendars::Calendars;
use crate::text::Text;
use std::collections::{BTreeMap, BTreeSet};

/// Checks files together, and against what an earlier catalog already holds.
pub(super) fn check(files: &[CatalogFile], beside: Option<&Catalog>, faults: &mut Vec<FileFault>) {
    let mut known = DefinedNames::default();
    if let Some(catalog) = beside {
        known.rules.extend(catalog.rules().iter().map(|rule| rule.code.as_str()));
        known
            .receipts
            .extend(catalog.rules().iter().filter(|r| is_receipt(r)).map(|rule| rule.code.as_str()));
        known.methods.extend(catalog.methods().iter().map(|method| (method.code.as_str(), method)));
        known.proceedings.extend(catalog.proceedings().iter().map(|proceeding| proceeding.code.as_str()));
        for rule in catalog.rules() {
            known.learn(rule);
        }
    }
    let mut check = Checker { faults, file: "" };
    let mut rules = BTreeSet::new();
    let mut overlays = BTreeSet::new();
    let mut proceedings = BTreeSet::new();
    for file in files {
        check.file = &file.name;
        for (index, method) in file.methods.iter().enumerate() {
            if known.methods.insert(&method.code, method).is_some() {
                check.fault(format!("methods[{index}].code"), format!("`{}` is there twice", method.code));
            }
        }
        for (index, rule) in file.rules.iter().enumerate() {
            if !rules.insert(rule.code.as_str()) {
                check.fault(format!("rules[{index}].code"), format!("`{}` is there twice", rule.code));
            }
            known.rules.insert(&rule.code);
            known.learn(rule);
            if is_receipt(rule) {
                known.receipts.insert(&rule.code);
            }
        }
        known.proceedings.extend(file.proceeding.iter().map(|proceeding| proceeding.code.as_str()));
    }
    let own = files.iter().flat_map(|file| &file.file_numbers);
    let is_replaced = |code: &str| own.clone().any(|form| form.code == code);
    let kept = beside.iter().flat_map(|catalog| catalog.file_numbers());
    let forms: Vec<_> = kept.filter(|form| !is_replaced(&form.code)).chain(own.clone()).collect();
    for file in files {
        check.file = &file.name;
        for method in &file.methods {
            check.method(method);
        }
        for form in &file.file_numbers {
            check.form(form, &forms);
        }
        for fact in &file.hearing_facts {
            check.hearing_fact(fact);
        }
        let is_common = |code: &str| {
            files.iter().flat_map(|file| &file.common_facts).any(|fact| fact.code == code)
                || beside.is_some_and(|catalog| catalog.has_common_fact(code))
        };
        check.carried(file, is_common);
        for rule in &file.rules {
            check.rule(rule, &known);
        }
        for overlay in &file.overlays {
            if !overlays.insert(overlay.code.as_str()) {
                check.fault(format!("overlays.{}.code", overlay.code), "is there twice");
            }
            check.overlay(overlay, &known);
        }
        match &file.proceeding {
            Some(proceeding) => {
                if !proceedings.insert(proceeding.code.as_str()) {
                    check.fault("proceeding.code", format!("`{}` is there twice", proceeding.code));
                }
                check.proceeding(proceeding, file, &known);
                check.file_number(proceeding, &forms);
            }
            None if !(file.stages.is_empty()
                && file.events.is_empty()
                && file.deadlines.is_empty()
                && file.hearings.is_empty()
                && file.successors.is_empty()) =>
            {
                check.fault(
                    "proceeding",
                    "stages, events, deadlines, hearings and successors belong to a [proceeding]; there is none",
                );
            }
            None => {}
        }
    }
}

fn is_receipt(rule: &Rule) -> bool {
    rule.versions.iter().any(|version| version.receipt.is_some())
}

/// The names that may be referred to.
#[derive(Default)]
struct DefinedNames<'a> {
    rules: BTreeSet<&'a str>,
    receipts: BTreeSet<&'a str>,
    methods: BTreeMap<&'a str, &'a Method>,
    proceedings: BTreeSet<&'a str>,
    /// The facts that each rule reads.
    facts: BTreeMap<&'a str, BTreeSet<&'a str>>,
    /// The rules that count hours.
    hours: BTreeSet<&'a str>,
}

impl<'a> DefinedNames<'a> {
    fn learn(&mut self, rule: &'a Rule) {
        self.facts.insert(&rule.code, rule.facts.iter().map(|fact| fact.code.as_str()).collect());
        if rule
            .versions
            .iter()
            .any(|version| version.count.as_ref().is_some_and(|count| count.hours.is_some()))
        {
            self.hours.insert(&rule.code);
        }
    }
}

struct Checker<'f, 'n> {
    faults: &'f mut Vec<FileFault>,
    file: &'n str,
}

impl Checker<'_, '_> {
    fn fault(&mut self, key: impl Into<String>, reason: impl Into<String>) {
        self.faults.push(FileFault { file: self.file.to_owned(), key: key.into(), reason: reason.into() });
    }

    fn text(&mut self, key: &str, text: &Text) {
        if text.en.trim().is_empty() {
            self.fault(format!("{key}.en"), "the English text is missing");
        }
        if text.fr.trim().is_empty() {
            self.fault(format!("{key}.fr"), "the French text is missing");
        }
    }

    fn calendar(&mut self, key: String, code: &str) {
        if Calendars::current().get(code).is_none() {
            self.fault(key, format!("unknown calendar `{code}`"));
        }
    }

    fn method(&mut self, method: &Method) {
        let key = format!("methods.{}", method.code);
        self.text(&format!("{key}.name"), &method.name);
        self.text(&format!("{key}.citation"), &method.citation);
        let calendar = method.calendar.as_deref().and_then(|code| Calendars::current().get(code));
        if let Some(code) = &method.calendar {
            self.calendar(format!("{key}.calendar"), code);
        }
        for (index, skip) in method.skips.iter().enumerate() {
            self.text(&format!("{key}.skips[{index}].citation"), &skip.citation);
            if calendar.is_some_and(|calendar| calendar.recess(&skip.recess).is_none()) {
                self.fault(
                    format!("{key}.skips[{index}].recess"),
                    format!("unknown recess `{}`", skip.recess),
                );
            }
        }
        for (index, reading) in method.readings.iter().enumerate() {
            self.text(&format!("{key}.readings[{index}].text"), &reading.text);
            self.text(&format!("{key}.readings[{index}].citation"), &reading.citation);
        }
    }

    fn rule(&mut self, rule: &Rule, known: &DefinedNames<'_>) {
        let key = format!("rules.{}", rule.code);
        self.text(&format!("{key}.name"), &rule.name);
        self.text(&format!("{key}.act"), &rule.act);
        self.text(&format!("{key}.trigger"), &rule.trigger);
        for (name, text) in [
            ("consequence", &rule.consequence),
            ("extension", &rule.extension),
            ("short_notice", &rule.short_notice),
        ] {
            if let Some(text) = text {
                self.text(&format!("{key}.{name}"), text);
            }
        }
        let counts_back = |version: &RuleVersion| version.count.as_ref().is_some_and(|count| count.before);
        if rule.short_notice.is_some() && !rule.versions.iter().any(counts_back) {
            self.fault(format!("{key}.short_notice"), "is of what counts back, and no version does");
        }
        if rule.fixed && (rule.extension.is_some() || (rule.optional && rule.takes_effect_by_law())) {
            self.fault(
                format!("{key}.fixed"),
                "what nobody can move has no extension, and what happens by law is no right to use",
            );
        }
        if rule.actor.parse::<Actor>().is_err() {
            self.fault(
                format!("{key}.actor"),
                format!(
                    "unknown actor `{}`: use one of {}",
                    rule.actor,
                    Actor::ALL.map(Actor::code).join(", ")
                ),
            );
        }
        for fact in &rule.facts {
            if (fact.kind == RuleFactKind::Code) == fact.values.is_empty() {
                self.fault(format!("{key}.facts.{}", fact.code), "a code, and only a code, has values");
            }
        }
        if rule.governed_by == Governs::Appeal
            && !rule.facts.iter().any(|fact| fact.code == "appeal_filed_on")
        {
            self.fault(format!("{key}.governed_by"), "needs the fact `appeal_filed_on`");
        }
        if rule.versions.is_empty() {
            self.fault(format!("{key}.versions"), "a rule needs a version");
        }
        self.versions(&key, &rule.versions);
        for (index, version) in rule.versions.iter().enumerate() {
            self.version(&format!("{key}.versions[{index}]"), rule, version, known);
        }
    }

    /// Checks that the versions are in order, without overlap and without a gap.
    fn versions(&mut self, key: &str, versions: &[RuleVersion]) {
        let governing: Vec<_> =
            versions.iter().enumerate().filter(|(_, version)| !version.enacted_not_in_force).collect();
        for ((_, earlier), (index, later)) in governing.iter().zip(governing.iter().skip(1)) {
            match earlier.in_force_to {
                Some(to) if to >= later.in_force_from => self.fault(
                    format!("{key}.versions[{index}].in_force_from"),
                    format!("overlaps version {}, in force to {to}", earlier.version),
                ),
                None => self.fault(
                    format!("{key}.versions[{index}].in_force_from"),
                    format!("overlaps version {}, whose end is open", earlier.version),
                ),
                Some(to) if to.succ_opt() != Some(later.in_force_from) => self.fault(
                    format!("{key}.versions[{index}].in_force_from"),
                    format!("leaves a gap after version {}, in force to {to}", earlier.version),
                ),
                Some(_) => {}
            }
        }
        for (index, version) in versions.iter().enumerate() {
            if version.in_force_to.is_some_and(|to| to < version.in_force_from) {
                self.fault(format!("{key}.versions[{index}].in_force_to"), "is before in_force_from");
            }
        }
    }

    fn version(&mut self, key: &str, rule: &Rule, version: &RuleVersion, known: &DefinedNames<'_>) {
        self.text(&format!("{key}.citation"), &version.citation);
        if let Some(trigger) = &version.trigger {
            self.text(&format!("{key}.trigger"), trigger);
        }
        if let Some(note) = &version.note {
            self.text(&format!("{key}.note"), note);
        }
        if version.count.is_none() && version.receipt.is_none() && !version.no_fixed_date {
            self.fault(key, "needs `count`, `receipt` or `no_fixed_date = true`");
        }
        match &version.method {
            Some(method) if !known.methods.contains_key(method.as_str()) => {
                self.fault(format!("{key}.method"), format!("unknown method `{method}`"));
            }
            None if version.count.is_some() => self.fault(format!("{key}.method"), "a count needs a method"),
            _ => {}
        }
        if let Some(calendar) = &version.received_at {
            self.calendar(format!("{key}.received_at"), calendar);
        }
        if let Some(deeming) = version.on.deemed_by.as_deref().filter(|code| !known.receipts.contains(code)) {
            self.fault(format!("{key}.on.deemed_by"), format!("`{deeming}` is no rule of receipt"));
        }
        if let Some(other) = version.on.or_deemed_by.as_deref().filter(|code| !known.receipts.contains(code))
        {
            self.fault(format!("{key}.on.or_deemed_by"), format!("`{other}` is no rule of receipt"));
        }
        let count = version.count.as_ref();
        if let Some(count) = count.filter(|count| count.bar) {
            let has_last_day = count.before
                || count.clear
                || count.hours.is_some()
                || count.working_days.is_some()
                || count.not_before_days.is_some() == (count.days.is_some() || count.months.is_some())
                || count.after_period_of_days.is_some()
                || count.by_time.is_some();
            if has_last_day {
                self.fault(
                    format!("{key}.count"),
                    "a bar is a number of days or months after its trigger, or of days before which it may not be done, and nothing else",
                );
            }
        }
        self.deeming(key, rule, version, known);
        let facts = count
            .iter()
            .flat_map(|count| count.days_of_facts.iter().chain(&count.suspended_by_fact))
            .chain(&version.on.later_of_fact)
            .chain(&version.on.deemed_by_fact);
        for fact in facts {
            if !rule.facts.iter().any(|known| known.code == *fact) {
                self.fault(key, format!("reads the fact `{fact}`, which the rule does not list"));
            }
        }
        for (index, reading) in version.readings.iter().enumerate() {
            self.text(&format!("{key}.readings[{index}].text"), &reading.text);
            self.text(&format!("{key}.readings[{index}].citation"), &reading.citation);
        }
        let Some(receipt) = &version.receipt else { return };
        self.calendar(format!("{key}.receipt.calendar"), &receipt.calendar);
        for (index, method) in receipt.methods.iter().enumerate() {
            let key = format!("{key}.receipt.methods[{index}]");
            self.text(&format!("{key}.text"), &method.text);
            self.text(&format!("{key}.citation"), &method.citation);
            for code in method.methods.iter().filter(|code| !SERVICE_METHODS.contains(&code.as_str())) {
                self.fault(format!("{key}.methods"), format!("unknown service method `{code}`"));
            }
        }
    }

    /// Checks that every sender that a rule knows of has a rule of receipt, and each is a value of
    /// the fact that names it.
    fn deeming(&mut self, key: &str, rule: &Rule, version: &RuleVersion, known: &DefinedNames<'_>) {
        let fact = version.on.deemed_by_fact.as_deref();
        let fact = rule.facts.iter().find(|one| Some(one.code.as_str()) == fact);
        for (sender, code) in &version.on.deemed_for {
            let key = format!("{key}.on.deemed_for.{sender}");
            if !known.receipts.contains(code.as_str()) {
                self.fault(&key, format!("`{code}` is no rule of receipt"));
            }
            if !fact.is_some_and(|fact| fact.values.iter().any(|value| value.code == *sender)) {
                self.fault(&key, "is no value of `deemed_by_fact`");
            }
        }
    }

    fn overlay(&mut self, overlay: &Overlay, known: &DefinedNames<'_>) {
        let key = format!("overlays.{}", overlay.code);
        self.text(&format!("{key}.name"), &overlay.name);
        self.text(&format!("{key}.citation"), &overlay.citation);
        for (index, rule) in overlay.rules.iter().enumerate() {
            if !known.rules.contains(rule.as_str()) {
                self.fault(format!("{key}.rules[{index}]"), format!("unknown rule `{rule}`"));
            }
        }
        if overlay.in_force_to.is_some_and(|to| to < overlay.in_force_from) {
            self.fault(format!("{key}.in_force_to"), "is before in_force_from");
        }
    }
}
