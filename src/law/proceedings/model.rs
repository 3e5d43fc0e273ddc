//! A proceeding, and the law that it runs on, as types.
//!
//! Two things are apart. A [`Rule`] is the law: who must do what, within which period, counted how,
//! under which citation, in force between which dates. A [`super::Proceeding`] is the wiring: which
//! stages a case passes, which docket events move it, which event starts a rule's clock and which
//! event meets it. One rule may serve several proceedings.
//!
//! Every type is read straight from the TOML of the catalog; an unknown key is refused. What a type
//! cannot promise by itself (that a code exists, that dates do not overlap) is promised by
//! `check`, which every catalog has passed.

use super::choice::Choice;
use super::method::ReadingSpec;
use crate::coded::coded;
use crate::law::calendars::dates;
use crate::text::Text;
use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

coded! {
    /// How well a statement of law is known.
    pub enum Confidence {
        /// Read in the official consolidation.
        Verified = "verified", "read in the official consolidation", "lu dans la codification officielle";
        /// Read in another published source.
        VerifiedSecondary = "verified_secondary", "read in another published source", "lu dans une autre source publiée";
        /// From memory, with high confidence.
        MemoryHigh = "memory_high", "from memory, with high confidence", "de mémoire, avec un haut degré de confiance";
        /// From memory, with medium confidence.
        MemoryMedium = "memory_medium", "from memory, with medium confidence", "de mémoire, avec un degré de confiance moyen";
        /// Put together from fragments.
        Reconstructed = "reconstructed", "put together from fragments", "reconstitué à partir de fragments";
    }
}

/// The kind of norm that a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nature {
    /// An Act of Parliament.
    Statute,
    /// A regulation.
    Regulation,
    /// A rule of a court or tribunal.
    Rule,
    /// A date or period that an order sets.
    Order,
    /// A practice direction or guideline.
    PracticeOverlay,
    /// The common law.
    CommonLaw,
}

/// One rule of law that sets a time limit, or says when something counts as received.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The code that clients ask for, such as `FCCIRPR-10(1)(a)`.
    pub code: String,
    /// The name of the time limit.
    pub name: Text,
    /// The act that must be done.
    pub act: Text,
    /// What the time runs from.
    pub trigger: Text,
    /// Who must act: the code of an [`Actor`].
    pub actor: String,
    /// The kind of norm.
    pub nature: Nature,
    /// Whether nobody has to do it: a right, or a notice that is due only from whoever wants
    /// something. What was not done in its time was then not used, and nothing was missed.
    #[serde(default)]
    pub optional: bool,
    /// The reach of the parties' consent; absent where the text does not say.
    pub consent: Option<Consent>,
    /// The consequence of missing it.
    pub consequence: Option<Text>,
    /// The way to extend it, and who can.
    pub extension: Option<Text>,
    /// Whether nobody has the power to move or to waive it, neither a court nor an officer nor the
    /// parties: the day on which something takes effect by law, until which the law forbids it, or
    /// after which it gives no right; and the time in which a detention must be reviewed.
    #[serde(default)]
    pub fixed: bool,
    /// What governs where a hearing is set so late that the time which counts back from it has run
    /// already, with the provision. Only of what counts back from a day that the court or the
    /// tribunal sets: whoever chooses the day owes the notice.
    pub short_notice: Option<Text>,
    /// Facts beside the common ones that a computation may or must carry.
    #[serde(default)]
    pub facts: Vec<RuleFact>,
    /// The date that chooses the version.
    #[serde(default)]
    pub governed_by: Governs,
    /// The wording through time, oldest first, without overlap.
    pub versions: Vec<RuleVersion>,
}

impl Rule {
    /// The newest wording that is law; the first that will be, of a rule that is not yet.
    #[must_use]
    pub fn current(&self) -> Option<&RuleVersion> {
        self.versions.iter().rfind(|version| !version.enacted_not_in_force).or_else(|| self.versions.first())
    }

    /// Whether a date under it can be moved: a bar has no last day, and what is fixed is so.
    #[must_use]
    pub fn can_be_moved(&self) -> bool {
        !self.fixed && self.current().is_none_or(|version| version.kind() != RuleKind::Bar)
    }

    /// Whether it is the day on which something takes effect by law, whoever does what.
    #[must_use]
    pub fn takes_effect_by_law(&self) -> bool {
        self.fixed && self.actor == Actor::Nobody.code()
    }

    /// What is enacted and not in force.
    pub fn pending(&self) -> impl Iterator<Item = &RuleVersion> {
        self.versions.iter().filter(|version| version.enacted_not_in_force)
    }
}

/// The reach of the parties' consent to extend a time limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Consent {
    /// Not at all: an order is needed (FCCIRPR 21(2), FCR 7(3)).
    None,
    /// Once, by up to half of the period (FCR 7(2)).
    HalfOnce,
}

coded! {
    /// Who may have to act under a rule.
    pub enum Actor {
        /// Who applied.
        Applicant = "applicant", "the applicant", "le demandeur";
        /// Against whom somebody applied.
        Respondent = "respondent", "the respondent", "le défendeur";
        /// Who appealed.
        Appellant = "appellant", "the appellant", "l'appelant";
        /// Who brought the motion.
        MovingParty = "moving_party", "the moving party", "la partie requérante";
        /// One of the parties, whichever.
        Either = "either", "either party", "l'une ou l'autre des parties";
        /// The party that the rule is about.
        Party = "party", "the party", "la partie";
        /// The tribunal.
        Tribunal = "tribunal", "the tribunal", "le tribunal administratif";
        /// The court.
        Court = "court", "the court", "la cour";
        /// The court's registry.
        Registry = "registry", "the registry", "le greffe";
        /// The Minister.
        Minister = "minister", "the Minister", "le ministre";
        /// The person who is the subject of the proceeding.
        PersonConcerned = "person_concerned", "the person concerned", "la personne en cause";
        /// An officer of a department or an agency.
        Officer = "officer", "the officer", "l'agent";
        /// Who sends something.
        Sender = "sender", "the sender", "l'expéditeur";
        /// Nobody in particular.
        Nobody = "nobody", "nobody", "personne";
    }
}

/// A fact that a rule reads.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleFact {
    /// The name in `facts`.
    pub code: String,
    /// The type of its value.
    pub kind: RuleFactKind,
    /// Whether a computation without it is refused.
    #[serde(default)]
    pub required: bool,
    /// The name of the fact, in both languages.
    pub name: Text,
    /// The values that a `code` may have.
    #[serde(default)]
    pub values: Vec<Choice>,
}

/// The types of facts of a computation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleFactKind {
    /// A date, `2026-03-09`.
    Date,
    /// `true` or `false`.
    Boolean,
    /// A number of days, 1 to 3650.
    Days,
    /// A list of dates.
    Dates,
    /// A list of `[from, to]` pairs of dates, both inclusive.
    Spans,
    /// One of the listed codes.
    Code,
}

/// The date that chooses the version of a rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Governs {
    /// The date of the trigger.
    #[default]
    Trigger,
    /// The date of the claim (fact `claim_on`), or today.
    Claim,
    /// The day on which the appeal was filed (fact `appeal_filed_on`), or that of the trigger: new
    /// rules leave the times of an appeal that was pending.
    Appeal,
}

/// The wording of a rule between two dates.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleVersion {
    /// The name of the version, stored on every date computed with it.
    pub version: String,
    /// The first day on which it governs; of what is not in force, the day on which it was enacted.
    #[serde(deserialize_with = "dates::civil")]
    pub in_force_from: NaiveDate,
    /// The last day on which it governs; open when absent.
    #[serde(default, deserialize_with = "dates::civil_option")]
    pub in_force_to: Option<NaiveDate>,
    /// The day on which it was enacted, where that is later than the first day that it reaches.
    #[serde(default, deserialize_with = "dates::civil_option")]
    pub enacted_on: Option<NaiveDate>,
    /// Whether it is enacted and not yet in force: listed, never computed with.
    #[serde(default)]
    pub enacted_not_in_force: bool,
    /// The day after which triggers are reached, whatever the governing date.
    #[serde(default, deserialize_with = "dates::civil_option")]
    pub reaches_after: Option<NaiveDate>,
    /// What the time runs from by this wording, where that is not what the rule says of all.
    pub trigger: Option<Text>,
    /// The text in which it is written.
    pub citation: Text,
    /// The confidence with which it is known.
    pub confidence: Confidence,
    /// The way of computing time, by code; see [`super::Method`].
    pub method: Option<String>,
    /// The calendar of the office that must receive what is done, where the method has none: what
    /// falls on a day on which nobody is there is safe only before.
    pub received_at: Option<String>,
    /// The trigger in law, and what deems it received.
    #[serde(default)]
    pub on: TriggerSpec,
    /// The period. A rule without it (and without `receipt`) has no fixed date.
    pub count: Option<Count>,
    /// The time at which something counts as received, served or filed.
    pub receipt: Option<Receipt>,
    /// Whether the law names no date that binds: a target, an order, or no limit at all.
    #[serde(default)]
    pub no_fixed_date: bool,
    /// Readings that are open for this rule, beside those of its method.
    #[serde(default)]
    pub readings: Vec<ReadingSpec>,
    /// A remark that a reader should know besides.
    pub note: Option<Text>,
}

coded! {
    /// The kind of answer that a rule gives.
    pub enum RuleKind {
        /// A last day, or a last hour, by which something has to be done.
        Deadline = "deadline", "Deadline", "Délai";
        /// A first and a last day.
        Window = "window", "Window", "Période";
        /// A day that does not bind.
        Target = "target", "Target", "Cible";
        /// A first day, before which something may not be done, and no last one.
        Bar = "bar", "Bar", "Interdiction temporaire";
        /// The day on which something counts as received, served or filed.
        Receipt = "receipt", "Receipt", "Réception";
        /// No day of its own: an order sets it, or the law names none.
        NoDate = "no_date", "No date", "Aucune date";
    }
}

impl RuleVersion {
    /// The kind of answer that it gives.
    #[must_use]
    pub fn kind(&self) -> RuleKind {
        match &self.count {
            _ if self.receipt.is_some() => RuleKind::Receipt,
            None => RuleKind::NoDate,
            Some(count) if count.bar => RuleKind::Bar,
            Some(_) if self.no_fixed_date => RuleKind::Target,
            Some(count) if count.not_before_days.is_some() => RuleKind::Window,
            Some(_) => RuleKind::Deadline,
        }
    }
}

/// The start of the clock, in law.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TriggerSpec {
    /// The kind of happening.
    #[serde(default)]
    pub kind: TriggerKind,
    /// The rule that says when it counts as received or served.
    pub deemed_by: Option<String>,
    /// The fact that says by whom it was sent, where that decides which rule deems it received.
    pub deemed_by_fact: Option<String>,
    /// The rule that deems it received, by the value of that fact. A sender that is not here has
    /// none: what that one sends counts when it is received.
    #[serde(default)]
    pub deemed_for: BTreeMap<String, String>,
    /// Another rule that may be said to deem it received, later: by the rules of the division that
    /// sent it, and not of the one that receives what is due.
    pub or_deemed_by: Option<String>,
    /// The service is of an originating document.
    #[serde(default)]
    pub originating: bool,
    /// The fact whose date replaces the trigger, if it is later.
    pub later_of_fact: Option<String>,
    /// The citation of that "later of".
    pub later_of_citation: Option<Text>,
}

/// The kind of happening that starts the clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TriggerKind {
    /// Something happened on a day.
    #[default]
    Date,
    /// A document was served or received.
    Service,
    /// A document was served or received, or a time expired: fact `trigger_is_service` says which.
    ServiceOrExpiry,
    /// A document was filed at the registry.
    Filing,
}

/// A period of time.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Count {
    /// The number of days.
    pub days: Option<u32>,
    /// The numbers by which the text says the period, where it is their sum: thirty days, and
    /// thirty more.
    #[serde(default)]
    pub said_as: Vec<u32>,
    /// The number of working days of the method's calendar.
    pub working_days: Option<u32>,
    /// The number of calendar months.
    pub months: Option<u32>,
    /// The number of hours.
    pub hours: Option<u32>,
    /// The days are the sum of these facts.
    #[serde(default)]
    pub days_of_facts: Vec<String>,
    /// Whether it is counted back from the trigger.
    #[serde(default)]
    pub before: bool,
    /// Whether it is "at least": neither the first nor the last day counts.
    #[serde(default)]
    pub clear: bool,
    /// The earliest day, for a window: this many days from the trigger.
    pub not_before_days: Option<u32>,
    /// Whether it is a bar: what the rule forbids may be done once all of it has passed, and there
    /// is no last day ("not before at least 30 days", IRPR 162); with `not_before_days` in place of
    /// a period, it may be done on that day itself ("not earlier than 20 days after", RPDR 25(3)).
    #[serde(default)]
    pub bar: bool,
    /// The days of an earlier period from the same trigger, after whose expiry this one begins.
    pub after_period_of_days: Option<u32>,
    /// The hour of the last day by which it must be done, in the registry's time.
    #[serde(default, deserialize_with = "dates::clock_option")]
    pub by_time: Option<NaiveTime>,
    /// The fact that holds spans during which time does not run.
    pub suspended_by_fact: Option<String>,
}

/// The time at which something counts as received, served or filed.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// The calendar whose days off move it.
    pub calendar: String,
    /// The hour after which something counts as done on the next working day.
    #[serde(default, deserialize_with = "dates::clock_option")]
    pub closes_at: Option<NaiveTime>,
    /// Whether the hour is read in the registry's time zone (else in the recipient's).
    #[serde(default)]
    pub registry_time: bool,
    /// A day off moves to the next working day.
    #[serde(default)]
    pub moves_off_holidays: bool,
    /// The words for when it moves.
    pub moved: Option<Text>,
    /// Whether originating documents count on the very day, whatever the day and hour.
    #[serde(default)]
    pub originating_exempt: bool,
    /// The method of service where the request names none.
    pub default_method: Option<String>,
    /// The methods of service that it provides for.
    pub methods: Vec<ReceiptMethod>,
}

/// The meaning of one or more methods of service for receipt.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReceiptMethod {
    /// Codes of [`SERVICE_METHODS`].
    pub methods: Vec<String>,
    /// Days after sending; 0: the day itself.
    #[serde(default)]
    pub days: u32,
    /// Days after sending where fact `outside_canada` is true.
    pub days_outside_canada: Option<u32>,
    /// Working days of the calendar after sending, in place of days.
    pub working_days: Option<u32>,
    /// Whether the result moves off a day off; absent: as the rule says for every method.
    pub moves: Option<bool>,
    /// The hour of closing matters to this method.
    #[serde(default)]
    pub by_the_hour: bool,
    /// The text in both languages.
    pub text: Text,
    /// The text that says so.
    pub citation: Text,
}

/// The codes of ways to serve or send a document.
pub const SERVICE_METHODS: [&str; 7] =
    ["personal", "ordinary_mail", "registered_mail", "courier", "electronic", "fax", "irb_mail"];
