//! The reasons why a computation is refused, and what to do about them.

use crate::law::calendars::OutsideCalendar;
use crate::law::proceedings::SERVICE_METHODS;
use crate::text::Text;
use chrono::NaiveDate;

/// A computation that was refused. Each has a stable [`code`](Self::code), the JSON
/// [`pointer`](Self::pointer) of the field at fault, and a [`message`](Self::message) that names
/// the way out in both languages.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message().en)]
pub enum ComputeError {
    /// No rule has this code.
    UnknownRule(String),
    /// No overlay has this code.
    UnknownOverlay {
        /// The position in the list.
        index: usize,
        /// The code.
        code: String,
    },
    /// The overlay does not change the period of this rule.
    OverlayNotOfRule {
        /// The position in the list.
        index: usize,
        /// The overlay.
        code: String,
        /// The rule.
        rule: String,
        /// The rules that it changes.
        rules: Vec<String>,
    },
    /// A fact that the rule does not read.
    UnknownFact {
        /// The fact.
        name: String,
        /// The facts that it reads.
        known: Vec<String>,
    },
    /// A fact that the rule needs.
    MissingFact {
        /// The fact.
        name: String,
        /// The meaning of the fact, in both languages.
        meaning: Text,
    },
    /// A fact of the wrong type or value.
    InvalidFact {
        /// The fact.
        name: String,
        /// The kind of value that is expected.
        expected: Text,
    },
    /// Two things that cannot both be true.
    Contradiction {
        /// The field that is likeliest at fault.
        pointer: &'static str,
        /// The two that contradict each other.
        text: Text,
    },
    /// The service method is none that we know.
    UnknownServiceMethod(String),
    /// The rule does not provide for this service method.
    UnsupportedServiceMethod {
        /// The method.
        method: String,
        /// The methods that it provides for.
        supported: Vec<String>,
    },
    /// The registry has no such office.
    UnknownOffice {
        /// The office.
        office: String,
        /// The readings that it has.
        known: Vec<String>,
    },
    /// The rule counts hours.
    NeedsTriggerAt(String),
    /// The trigger is before every version of the rule.
    BeforeFirstVersion {
        /// The rule.
        rule: String,
        /// The first day on which it is in force.
        first: NaiveDate,
        /// Whether the day that decides is that of the claim.
        claim: bool,
    },
    /// The rule was not law on the day that governs.
    NotInForce {
        /// The rule.
        rule: String,
        /// The day that governs.
        on: NaiveDate,
    },
    /// The rule reaches only later triggers.
    NotReached {
        /// The rule.
        rule: String,
        /// The day after which a trigger is covered.
        after: NaiveDate,
    },
    /// A day outside the calendars.
    OutsideCalendar(OutsideCalendar),
    /// The catalog refers to something that it does not hold; a checked catalog never does.
    Catalog(String),
}

/// The place of a fact in a request, as a JSON pointer.
pub(super) fn pointer_to_fact(name: &str) -> String {
    format!("/facts/{}", name.replace('~', "~0").replace('/', "~1"))
}

impl From<OutsideCalendar> for ComputeError {
    fn from(outside: OutsideCalendar) -> Self {
        Self::OutsideCalendar(outside)
    }
}

impl ComputeError {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownRule(_) => "unknown_rule",
            Self::UnknownOverlay { .. } => "unknown_overlay",
            Self::OverlayNotOfRule { .. } => "overlay_does_not_apply",
            Self::UnknownFact { .. } => "unknown_fact",
            Self::MissingFact { .. } => "missing_fact",
            Self::InvalidFact { .. } => "invalid_fact",
            Self::Contradiction { .. } => "contradictory_facts",
            Self::UnknownServiceMethod(_) => "unknown_service_method",
            Self::UnsupportedServiceMethod { .. } => "unsupported_service_method",
            Self::UnknownOffice { .. } => "unknown_office",
            Self::NeedsTriggerAt(_) => "trigger_at_required",
            Self::BeforeFirstVersion { .. } => "before_first_version",
            Self::NotInForce { .. } => "rule_not_in_force",
            Self::NotReached { .. } => "rule_does_not_reach",
            Self::OutsideCalendar(_) => "outside_calendar",
            Self::Catalog(_) => "catalog_fault",
        }
    }

    /// The field at fault, as a JSON pointer into the request.
    #[must_use]
    pub fn pointer(&self) -> String {
        match self {
            Self::UnknownRule(_) | Self::Catalog(_) => "/rule".to_owned(),
            Self::UnknownOverlay { index, .. } | Self::OverlayNotOfRule { index, .. } => {
                format!("/overlays/{index}")
            }
            Self::UnknownFact { name, .. }
            | Self::MissingFact { name, .. }
            | Self::InvalidFact { name, .. } => pointer_to_fact(name),
            Self::Contradiction { pointer, .. } => (*pointer).to_owned(),
            Self::UnknownServiceMethod(_) | Self::UnsupportedServiceMethod { .. } => {
                "/service_method".to_owned()
            }
            Self::UnknownOffice { .. } => "/office".to_owned(),
            Self::NeedsTriggerAt(_) => "/trigger_at".to_owned(),
            Self::BeforeFirstVersion { claim: true, .. } => "/facts/claim_on".to_owned(),
            Self::BeforeFirstVersion { .. }
            | Self::NotInForce { .. }
            | Self::NotReached { .. }
            | Self::OutsideCalendar(_) => "/trigger_on".to_owned(),
        }
    }

    /// The fault and what to do, in both languages.
    #[expect(clippy::too_many_lines, reason = "one arm an error, and nothing else")]
    #[must_use]
    pub fn message(&self) -> Text {
        match self {
            Self::UnknownRule(rule) => Text::new(
                format!("No rule has the code {rule}; GET /v1/proceedings lists the rules."),
                format!("Aucune règle ne porte le code {rule}; GET /v1/proceedings énumère les règles."),
            ),
            Self::UnknownOverlay { code, .. } => Text::new(
                format!("No practice direction or special order has the code {code}."),
                format!("Aucune directive ni ordonnance spéciale ne porte le code {code}."),
            ),
            Self::OverlayNotOfRule { code, rule, rules, .. } => {
                let rules = rules.join(", ");
                Text::new(
                    format!("{code} does not change {rule}; it changes {rules}. Leave it out."),
                    format!("{code} ne modifie pas {rule}; il modifie {rules}. Omettez-le."),
                )
            }
            Self::UnknownFact { name, known } => {
                let known = known.join(", ");
                Text::new(
                    format!("The rule reads no fact {name}; it reads {known}."),
                    format!("La règle ne tient pas compte du fait {name}; elle tient compte de {known}."),
                )
            }
            Self::MissingFact { name, meaning } => Text::new(
                format!("The rule needs the fact {name}: {}.", meaning.en),
                format!("La règle exige le fait {name} : {}.", meaning.fr),
            ),
            Self::InvalidFact { name, expected } => Text::new(
                format!("The fact {name} must be {}.", expected.en),
                format!("Le fait {name} doit être {}.", expected.fr),
            ),
            Self::UnknownServiceMethod(method) => {
                let known = SERVICE_METHODS.join(", ");
                Text::new(
                    format!("{method} is no service method; use one of {known}."),
                    format!("{method} n'est pas un mode de signification; utilisez l'un de : {known}."),
                )
            }
            Self::UnsupportedServiceMethod { method, supported } => {
                let supported = supported.join(", ");
                Text::new(
                    format!(
                        "No rule deems a document sent by {method} received here, or time does not run from its receipt; \
                         use one of {supported}, or leave service_method out and give the day from which time runs."
                    ),
                    format!(
                        "Aucune règle ne fixe ici la réception d'un document envoyé par {method}, ou le délai ne court pas \
                         de sa réception; utilisez l'un de : {supported}, ou omettez service_method et donnez le jour \
                         à partir duquel le délai court."
                    ),
                )
            }
            Self::Contradiction { text, .. } => text.clone(),
            Self::UnknownOffice { office, known } => {
                let known = known.join(", ");
                Text::new(
                    format!(
                        "There is no office {office} of this registry; use one of {known}, or leave it out."
                    ),
                    format!(
                        "Ce greffe n'a pas de bureau {office}; utilisez l'un de : {known}, ou omettez-le."
                    ),
                )
            }
            Self::NeedsTriggerAt(rule) => Text::new(
                format!("{rule} counts hours; give trigger_at, such as 2026-04-03T14:30-04:00."),
                format!("{rule} compte des heures; donnez trigger_at, par exemple 2026-04-03T14:30-04:00."),
            ),
            Self::BeforeFirstVersion { rule, first, claim: false } => Text::new(
                format!(
                    "{rule} is in force from {first}; the trigger is earlier. Give a later one, or another rule."
                ),
                format!(
                    "{rule} est en vigueur depuis le {first}; le fait déclencheur est antérieur. Donnez-en un \
                     postérieur, ou une autre règle."
                ),
            ),
            Self::BeforeFirstVersion { rule, first, claim: true } => Text::new(
                format!("{rule} reaches claims made from {first}; give the date of the claim as claim_on."),
                format!(
                    "{rule} vise les demandes faites à compter du {first}; donnez la date de la demande dans claim_on."
                ),
            ),
            Self::NotInForce { rule, on } => Text::new(
                format!(
                    "{rule} was not in force on {on}; give a trigger or an as_of within its in-force dates."
                ),
                format!(
                    "{rule} n'était pas en vigueur le {on}; donnez un fait déclencheur ou un as_of compris dans sa \
                     période de vigueur."
                ),
            ),
            Self::NotReached { rule, after } => Text::new(
                format!(
                    "{rule} reaches only what happened after {after}; no time limit follows from it here."
                ),
                format!(
                    "{rule} ne vise que ce qui est survenu après le {after}; aucun délai n'en découle ici."
                ),
            ),
            Self::OutsideCalendar(outside) => Text::new(
                format!(
                    "The calendars cover 1993-01-01 to 2099-12-31; this computation needs {}.",
                    outside.date
                ),
                format!(
                    "Les calendriers vont du 1993-01-01 au 2099-12-31; ce calcul exige le {}.",
                    outside.date
                ),
            ),
            Self::Catalog(reason) => Text::new(
                format!("The catalog is at fault: {reason}. Run `greffe rules check`."),
                format!("Le catalogue est en défaut : {reason}. Exécutez « greffe rules check »."),
            ),
        }
    }
}
