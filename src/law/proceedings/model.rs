//! A proceeding, and the law that it runs on, as types.
//!
//! Two things are kept apart. A [`Rule`] is the law: who must do what, within which period, counted
//! how, under which citation, in force between which dates. A [`super::Proceeding`] is the wiring: which
//! stages a case passes, which docket events move it, which event starts a rule's clock and which
//! event meets it. One rule may serve several proceedings.
//!
//! Every type is read straight from the TOML of the catalog; an unknown key is refused. What a type
//! cannot promise by itself (that a code exists, that dates do not overlap) is promised by
//! `check`, which every catalog has passed.

use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

use crate::law::calendars::dates;
use crate::text::Text;

use super::method::ReadingSpec;

/// How well a statement of law is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// Read in the official consolidation.
    Verified,
    /// Read in another published source.
    VerifiedSecondary,
    /// From memory, with high confidence.
    MemoryHigh,
    /// From memory, with medium confidence.
    MemoryMedium,
    /// Put together from fragments.
    Reconstructed,
}

impl Confidence {
    /// The code, as in the catalog.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::VerifiedSecondary => "verified_secondary",
            Self::MemoryHigh => "memory_high",
            Self::MemoryMedium => "memory_medium",
            Self::Reconstructed => "reconstructed",
        }
    }
}

/// What kind of norm a rule is.
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
    /// What the time limit is called.
    pub name: Text,
    /// What must be done.
    pub act: Text,
    /// From what the time runs.
    pub trigger: Text,
    /// Who must act: a code of [`ACTORS`].
    pub actor: String,
    /// What kind of norm it is.
    pub nature: Nature,
    /// How far the consent of the parties reaches; absent where the text does not say.
    pub consent: Option<Consent>,
    /// What follows if it is missed.
    pub consequence: Option<Text>,
    /// Who can extend it, and how.
    pub extension: Option<Text>,
    /// Facts beside the common ones that a computation may or must carry.
    #[serde(default)]
    pub facts: Vec<RuleFact>,
    /// Which date chooses the version.
    #[serde(default)]
    pub governed_by: Governs,
    /// The wording through time, oldest first, without overlap.
    pub versions: Vec<RuleVersion>,
}

/// How far the consent of the parties extends a time limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Consent {
    /// Not at all: an order is needed (FCCIRPR 21(2), FCR 7(3)).
    None,
    /// Once, by up to half of the period (FCR 7(2)).
    HalfOnce,
}

/// Who may have to act under a rule.
pub const ACTORS: [&str; 14] = [
    "applicant",
    "respondent",
    "appellant",
    "moving_party",
    "either",
    "party",
    "tribunal",
    "court",
    "registry",
    "minister",
    "person_concerned",
    "officer",
    "sender",
    "nobody",
];

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
    /// What it says.
    pub name: Text,
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
}

/// Which date chooses the version of a rule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Governs {
    /// The date of the trigger.
    #[default]
    Trigger,
    /// The date of the claim (fact `claim_on`), or today.
    Claim,
}

/// The wording of a rule between two dates.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleVersion {
    /// The name of the version, kept on every date computed with it.
    pub version: String,
    /// The first day on which it governs.
    #[serde(deserialize_with = "dates::civil")]
    pub in_force_from: NaiveDate,
    /// The last day on which it governs; open when absent.
    #[serde(default, deserialize_with = "dates::civil_option")]
    pub in_force_to: Option<NaiveDate>,
    /// The day on which it was enacted, where that is later than the first day that it reaches.
    #[serde(default, deserialize_with = "dates::civil_option")]
    pub enacted_on: Option<NaiveDate>,
    /// Enacted, and not yet in force: listed, never computed with.
    #[serde(default)]
    pub enacted_not_in_force: bool,
    /// Triggers on or before this day are not reached, whatever the governing date.
    #[serde(default, deserialize_with = "dates::civil_option")]
    pub reaches_after: Option<NaiveDate>,
    /// Where it is written.
    pub citation: Text,
    /// How well it is known.
    pub confidence: Confidence,
    /// The way of computing time, by code; see [`super::Method`].
    pub method: Option<String>,
    /// What the trigger is in law, and what deems it received.
    #[serde(default)]
    pub on: TriggerSpec,
    /// The period. Without it (and without `receipt`) the rule has no fixed date.
    pub count: Option<Count>,
    /// When something counts as received, served or filed.
    pub receipt: Option<Receipt>,
    /// The law names no date that binds: a target, an order, or no limit at all.
    #[serde(default)]
    pub no_fixed_date: bool,
    /// Readings that are open for this rule, beside those of its method.
    #[serde(default)]
    pub readings: Vec<ReadingSpec>,
    /// What a reader should know besides.
    pub note: Option<Text>,
}

/// What starts the clock, in law.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TriggerSpec {
    /// What kind of happening it is.
    #[serde(default)]
    pub kind: TriggerKind,
    /// The rule that says when it counts as received or served.
    pub deemed_by: Option<String>,
    /// The service is of an originating document.
    #[serde(default)]
    pub originating: bool,
    /// A later date in this fact takes the place of the trigger.
    pub later_of_fact: Option<String>,
    /// The citation of that "later of".
    pub later_of_citation: Option<Text>,
}

/// What kind of happening starts the clock.
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
    /// So many days.
    pub days: Option<u32>,
    /// So many working days of the method's calendar.
    pub working_days: Option<u32>,
    /// So many calendar months.
    pub months: Option<u32>,
    /// So many hours.
    pub hours: Option<u32>,
    /// The days are the sum of these facts.
    #[serde(default)]
    pub days_of_facts: Vec<String>,
    /// Counted back from the trigger.
    #[serde(default)]
    pub before: bool,
    /// "At least": neither the first nor the last day counts.
    #[serde(default)]
    pub clear: bool,
    /// The earliest day, for a window: so many days from the trigger.
    pub not_before_days: Option<u32>,
    /// Begins when an earlier period of so many days, from the same trigger, has expired.
    pub after_period_of_days: Option<u32>,
    /// The hour of the last day by which it must be done, in the registry's time.
    #[serde(default, deserialize_with = "dates::clock_option")]
    pub by_time: Option<NaiveTime>,
    /// A fact that holds spans during which time does not run.
    pub suspended_by_fact: Option<String>,
}

/// When something counts as received, served or filed.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// The calendar whose days off move it.
    pub calendar: String,
    /// Later than this hour counts as the next working day.
    #[serde(default, deserialize_with = "dates::clock_option")]
    pub closes_at: Option<NaiveTime>,
    /// The hour is read in the registry's time zone (else in the recipient's).
    #[serde(default)]
    pub registry_time: bool,
    /// A day off moves to the next working day.
    #[serde(default)]
    pub moves_off_holidays: bool,
    /// What is said when it moves.
    pub moved: Option<Text>,
    /// Originating documents count on the very day, whatever the day and hour.
    #[serde(default)]
    pub originating_exempt: bool,
    /// The method of service where the request names none.
    pub default_method: Option<String>,
    /// The methods of service that it provides for.
    pub methods: Vec<ReceiptMethod>,
}

/// What one or more methods of service mean for receipt.
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
    /// The result moves off a day off; absent: as the rule says for every method.
    pub moves: Option<bool>,
    /// The hour of closing matters to this method.
    #[serde(default)]
    pub by_the_hour: bool,
    /// What it says.
    pub text: Text,
    /// Where it says so.
    pub citation: Text,
}

/// The codes of ways to serve or send a document.
pub const SERVICE_METHODS: [&str; 7] =
    ["personal", "ordinary_mail", "registered_mail", "courier", "electronic", "fax", "irb_mail"];
