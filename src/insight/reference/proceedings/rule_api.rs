//! A rule of law on the wire.

use crate::http::page::page_of;
use crate::law::instruments::Instruments;
use crate::law::proceedings as law;
use crate::text::{Language, Text};
use chrono::{NaiveDate, NaiveTime};
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A rule of law that sets a time limit, or says when something counts as received.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "code": "FCCIRPR-10(1)(a)", "name": {"en": "Perfecting the application", "fr": "Mise en état de la demande"},
    "act": {"en": "Serve and file the applicant's record", "fr": "Signifier et déposer le dossier du demandeur"},
    "trigger": {"en": "Filing of the application", "fr": "Dépôt de la demande"},
    "actor": "applicant", "nature": "rule", "optional": false, "fixed": false, "facts": [], "governed_by": "trigger",
    "versions": [{
        "version": "2021", "in_force_from": "2021-06-17", "enacted_not_in_force": false, "confidence": "verified", "kind": "deadline",
        "citation": {"en": "FCCIRPR 10(1)(a)", "fr": "Règles CIPR, al. 10(1)a)"},
        "provisions": [{"instrument": {"en": "Federal Courts Citizenship, Immigration and Refugee Protection Rules, SOR/93-22",
            "fr": "Règles des cours fédérales en matière de citoyenneté, d'immigration et de protection des réfugiés, DORS/93-22"},
            "id": {"en": "SOR-93-22", "fr": "DORS-93-22"}, "section": "10(1)(a)", "current_to": "2025-12-29",
            "address": {"en": "https://laws-lois.justice.gc.ca/eng/regulations/SOR-93-22/section-10.html",
                "fr": "https://laws-lois.justice.gc.ca/fra/reglements/DORS-93-22/article-10.html"}}], "method": "federal-courts-rules",
        "runs_from": {"kind": "filing", "originating": false},
        "period": {"length": 30, "unit": "days", "direction": "after", "clear": false, "days_of_facts": []},
        "no_fixed_date": false, "readings": []
    }]
}))]
#[schema(as = Rule)]
pub struct RuleView {
    /// The code of the rule.
    pub code: String,
    /// The name of the time limit.
    pub name: Text,
    /// The act that must be done.
    pub act: Text,
    /// What the time runs from.
    pub trigger: Text,
    /// The actor who must act.
    pub actor: String,
    /// The kind of norm.
    pub nature: String,
    /// Whether nobody has to do it: a right, or a notice that only some give. Where it is not done
    /// in time, its deadline ends as `not_used`.
    pub optional: bool,
    /// The consequence of missing it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consequence: Option<Text>,
    /// The way to extend it, and who can.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub extension: Option<Text>,
    /// Whether nobody can move or waive it: the day on which something takes effect by law, until
    /// which the law forbids it, or after which it gives no right; and the time in which a
    /// detention must be reviewed.
    pub fixed: bool,
    /// What governs where a hearing is set so late that the time which counts back from it has run
    /// already: its deadline then ends as `elapsed`, with the warning `time_had_run`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub short_notice: Option<Text>,
    /// The reach of the parties' consent: `none` (an order is needed) or `half_once` (once, up to
    /// half of the period); left out where the text does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent: Option<String>,
    /// Facts beside the common ones that a computation may or must carry.
    pub facts: Vec<RuleFactView>,
    /// The date that chooses the version: `trigger`, `claim` or `appeal`.
    pub governed_by: String,
    /// Its wording through time, the oldest first.
    pub versions: Vec<RuleVersionView>,
}

impl From<&law::Rule> for RuleView {
    fn from(known: &law::Rule) -> Self {
        Self {
            code: known.code.clone(),
            name: known.name.clone(),
            act: known.act.clone(),
            trigger: known.trigger.clone(),
            actor: known.actor.clone(),
            nature: code_of(&known.nature),
            optional: known.optional,
            consequence: known.consequence.clone(),
            extension: known.extension.clone(),
            fixed: known.fixed,
            short_notice: known.short_notice.clone(),
            consent: known.consent.as_ref().map(code_of),
            facts: known.facts.iter().map(Into::into).collect(),
            governed_by: code_of(&known.governed_by),
            versions: known.versions.iter().map(Into::into).collect(),
        }
    }
}

page_of!(
    /// A page of rules, by code.
    RulePage,
    RuleView
);

/// A fact that a computation with a rule may or must carry.
#[derive(Serialize, ToSchema)]
#[schema(as = RuleFact)]
pub struct RuleFactView {
    /// Its name in `facts`.
    pub code: String,
    /// The name of the fact, in both languages.
    pub name: Text,
    /// The type of its value: `date`, `boolean`, `days`, `dates`, `spans` or `code`.
    pub kind: String,
    /// Whether a computation without it is refused.
    pub required: bool,
    /// The values that a `code` may have.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<RuleFactValue>,
}

/// A value that a fact of a computation may have.
#[derive(Serialize, ToSchema)]
pub struct RuleFactValue {
    /// The value.
    pub code: String,
    /// The name of the value, in both languages.
    pub name: Text,
}

impl From<&law::RuleFact> for RuleFactView {
    fn from(known: &law::RuleFact) -> Self {
        Self {
            code: known.code.clone(),
            name: known.name.clone(),
            kind: code_of(&known.kind),
            required: known.required,
            values: known
                .values
                .iter()
                .map(|value| RuleFactValue { code: value.code.clone(), name: value.name.clone() })
                .collect(),
        }
    }
}

/// The wording of a rule between two dates.
#[derive(Serialize, ToSchema)]
#[schema(as = RuleVersion)]
pub struct RuleVersionView {
    /// The name of the version, stored on every date computed with it.
    pub version: String,
    /// The first day on which it governs.
    pub in_force_from: NaiveDate,
    /// The last day on which it governs; left out while it is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_force_to: Option<NaiveDate>,
    /// The day on which it was enacted, where that is later than the first day that it reaches.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enacted_on: Option<NaiveDate>,
    /// Whether it was enacted and is not in force: nothing is computed with it.
    pub enacted_not_in_force: bool,
    /// The day after which triggers are reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reaches_after: Option<NaiveDate>,
    /// What the time runs from by this wording, where that is not what the rule says of all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trigger: Option<Text>,
    /// The text in which it is written.
    pub citation: Text,
    /// The provisions that the citation names, where they are in the consolidations of the
    /// Department of Justice: law as it was, guidelines and judgments are not.
    pub provisions: Vec<ProvisionView>,
    /// The confidence with which it is known.
    pub confidence: &'static str,
    /// The kind of answer that it gives: a `bar` has a first day and no last one, a `target` does
    /// not bind, `no_date` is for an order to set, or for nobody.
    #[schema(value_type = String)]
    pub kind: law::RuleKind,
    /// The way of computing time, by code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// The start of the clock, in law.
    pub runs_from: RuleTrigger,
    /// The period; left out where the rule sets none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<RulePeriod>,
    /// The time at which something counts as received, served or filed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub receipt: Option<RuleReceipt>,
    /// Whether the law names no date that binds.
    pub no_fixed_date: bool,
    /// Readings that are open for this rule, beside those of its method.
    pub readings: Vec<RuleReading>,
    /// A remark that a reader should know besides.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Text>,
}

impl From<&law::RuleVersion> for RuleVersionView {
    fn from(known: &law::RuleVersion) -> Self {
        let readings = known.readings.iter();
        Self {
            version: known.version.clone(),
            in_force_from: known.in_force_from,
            in_force_to: known.in_force_to,
            enacted_on: known.enacted_on,
            enacted_not_in_force: known.enacted_not_in_force,
            reaches_after: known.reaches_after,
            trigger: known.trigger.clone(),
            citation: known.citation.clone(),
            provisions: ProvisionView::cited_in(&known.citation),
            confidence: known.confidence.code(),
            kind: known.kind(),
            method: known.method.clone(),
            runs_from: RuleTrigger::from(&known.on),
            period: known.count.as_ref().map(Into::into),
            receipt: known.receipt.as_ref().map(Into::into),
            no_fixed_date: known.no_fixed_date,
            readings: readings
                .map(|reading| RuleReading {
                    code: reading.code.clone(),
                    text: reading.text.clone(),
                    citation: reading.citation.clone(),
                })
                .collect(),
            note: known.note.clone(),
        }
    }
}

/// A provision of an act or a regulation, as the Department of Justice consolidates it.
#[derive(Serialize, ToSchema)]
#[schema(as = Provision)]
pub struct ProvisionView {
    /// The act or the regulation, with its number.
    pub instrument: Text,
    /// Its identifier in the consolidations, which each language has of its own: `SOR-93-22`.
    pub id: Text,
    /// The section, and what is below it: `10(1)(a)`.
    pub section: String,
    /// The addresses of the section on the Justice Laws Website.
    pub address: Text,
    /// The day to which the text that was read is current.
    pub current_to: NaiveDate,
}

impl ProvisionView {
    fn cited_in(citation: &Text) -> Vec<Self> {
        let cited = Instruments::known().cited_in(citation, Language::En);
        let shown = cited.iter().map(|provision| Self {
            instrument: provision.instrument.name.clone(),
            id: provision.instrument.id.clone(),
            section: provision.label(),
            address: provision.addresses(),
            current_to: provision.instrument.current_to,
        });
        shown.collect()
    }
}

/// The start of the clock, in law.
#[derive(Serialize, ToSchema)]
pub struct RuleTrigger {
    /// The kind of happening: `date`, `service`, `service_or_expiry` or `filing`.
    pub kind: String,
    /// The rule that says when it counts as received or served.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deemed_by: Option<String>,
    /// The fact that says by whom it was sent, where that decides which rule deems it received.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deemed_by_fact: Option<String>,
    /// The rule that deems it received, by the value of that fact; none for a value that is not
    /// here.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub deemed_for: BTreeMap<String, String>,
    /// Whether the service is of an originating document.
    pub originating: bool,
    /// The fact whose date replaces the trigger, if it is later.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub later_of_fact: Option<String>,
    /// The text in which that is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub later_of_citation: Option<Text>,
}

impl From<&law::TriggerSpec> for RuleTrigger {
    fn from(known: &law::TriggerSpec) -> Self {
        Self {
            kind: code_of(&known.kind),
            deemed_by: known.deemed_by.clone(),
            deemed_by_fact: known.deemed_by_fact.clone(),
            deemed_for: known.deemed_for.clone(),
            originating: known.originating,
            later_of_fact: known.later_of_fact.clone(),
            later_of_citation: known.later_of_citation.clone(),
        }
    }
}

/// A period of time.
#[derive(Serialize, ToSchema)]
pub struct RulePeriod {
    /// The number of units; left out where facts give the number of days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub length: Option<u32>,
    /// The unit that is counted: `days`, `working_days`, `months` or `hours`.
    pub unit: &'static str,
    /// `after` the trigger or `before` it.
    pub direction: &'static str,
    /// Whether neither the first nor the last day counts ("at least", "clear days").
    pub clear: bool,
    /// The days are the sum of these facts.
    pub days_of_facts: Vec<String>,
    /// The number of days from the trigger during which it may not be done yet, for a window.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_before_days: Option<u32>,
    /// The days of an earlier period from the same trigger, after whose expiry this one begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after_period_of_days: Option<u32>,
    /// The hour of the last day by which it must be done, in the registry's time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_time: Option<String>,
    /// The fact that holds spans during which time does not run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suspended_by_fact: Option<String>,
}

impl From<&law::Count> for RulePeriod {
    fn from(known: &law::Count) -> Self {
        let units = [
            ("working_days", known.working_days),
            ("months", known.months),
            ("hours", known.hours),
            ("days", known.days),
        ];
        let (unit, length) = units.into_iter().find(|(_, length)| length.is_some()).unwrap_or(("days", None));
        Self {
            length,
            unit,
            direction: if known.before { "before" } else { "after" },
            clear: known.clear,
            days_of_facts: known.days_of_facts.clone(),
            not_before_days: known.not_before_days,
            after_period_of_days: known.after_period_of_days,
            by_time: known.by_time.map(hour),
            suspended_by_fact: known.suspended_by_fact.clone(),
        }
    }
}

/// The time at which something counts as received, served or filed.
#[derive(Serialize, ToSchema)]
pub struct RuleReceipt {
    /// The calendar whose days off move it.
    pub calendar: String,
    /// The hour after which something counts as done on the next working day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closes_at: Option<String>,
    /// Whether the hour is read in the registry's time zone, else in the recipient's.
    pub registry_time: bool,
    /// Whether a day off moves to the next working day.
    pub moves_off_holidays: bool,
    /// Whether originating documents count on the very day, whatever the day and hour.
    pub originating_exempt: bool,
    /// The method of service where none is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_method: Option<String>,
    /// The meaning of each method of service.
    pub methods: Vec<RuleReceiptMethod>,
}

impl From<&law::Receipt> for RuleReceipt {
    fn from(known: &law::Receipt) -> Self {
        Self {
            calendar: known.calendar.clone(),
            closes_at: known.closes_at.map(hour),
            registry_time: known.registry_time,
            moves_off_holidays: known.moves_off_holidays,
            originating_exempt: known.originating_exempt,
            default_method: known.default_method.clone(),
            methods: known.methods.iter().map(Into::into).collect(),
        }
    }
}

/// The meaning of one or more methods of service for receipt.
#[derive(Serialize, ToSchema)]
pub struct RuleReceiptMethod {
    /// Codes of the list `service_methods`.
    pub methods: Vec<String>,
    /// Days after sending; 0: the day itself.
    pub days: u32,
    /// Days after sending to a place outside Canada.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_outside_canada: Option<u32>,
    /// Working days after sending, in place of days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub working_days: Option<u32>,
    /// Whether the result moves off a day off; left out: as the rule says for every method.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moves: Option<bool>,
    /// Whether the hour of closing matters.
    pub by_the_hour: bool,
    /// The text in both languages.
    pub text: Text,
    /// The text that says so.
    pub citation: Text,
}

impl From<&law::ReceiptMethod> for RuleReceiptMethod {
    fn from(known: &law::ReceiptMethod) -> Self {
        Self {
            methods: known.methods.clone(),
            days: known.days,
            days_outside_canada: known.days_outside_canada,
            working_days: known.working_days,
            moves: known.moves,
            by_the_hour: known.by_the_hour,
            text: known.text.clone(),
            citation: known.citation.clone(),
        }
    }
}

/// One way to read a rule where the law is open.
#[derive(Serialize, ToSchema)]
pub struct RuleReading {
    /// The code of the reading.
    pub code: String,
    /// The reading in words.
    pub text: Text,
    /// The law that it rests on.
    pub citation: Text,
}

/// The code of a unit variant, as the catalog spells it.
pub(super) fn code_of(variant: &impl Serialize) -> String {
    let written = serde_json::to_value(variant).unwrap_or_default();
    written.as_str().unwrap_or_default().to_owned()
}

fn hour(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}
