//! The reason why a date is another one now, and why one stays although it would be. Pure.

use super::computation::{Basis, ComputedDate};
use super::model::DeadlineStatus;
use super::store::DeadlineRow;
use crate::law::calendars::dates::{BareFrench, English, French, named_hour};
use crate::law::docket::replay::SetByOrder;
use crate::law::engine::{self, Explanation, Step};
use crate::text::Text;
use chrono::{DateTime, NaiveDate};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The reason why a date is another one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Why)]
pub struct ChangeReason {
    /// `trigger`, `service_method`, `facts`, `office`, `order`, `rule_version`, `position` (a
    /// reading or a practice direction was decided on), `calendar` (the days off, or another part
    /// of the law), `undone` (an act was taken back).
    pub code: String,
    /// The same in words.
    pub text: Text,
}

impl ChangeReason {
    fn new(code: &str, text: Text) -> Self {
        Self { code: code.to_owned(), text }
    }

    /// The act that had set a date was taken back.
    #[must_use]
    pub(super) fn undone(date: Option<NaiveDate>) -> Self {
        let text = match date {
            Some(date) => Text::new(
                format!("The act that had set {} was taken back.", English(date)),
                format!("L'acte qui avait fixé la date, {}, a été retiré.", French(date)),
            ),
            None => Text::new("The act on it was taken back.", "L'acte qui la visait a été retiré."),
        };
        Self::new("undone", text)
    }

    /// An order on the docket sets another date.
    #[must_use]
    pub(super) fn set_by(set: SetByOrder) -> Self {
        Self::new(
            "order",
            Text::new(
                format!("The order made on {} sets {}.", English(set.made_on), English(set.due_on)),
                format!("L'ordonnance rendue {} fixe {}.", French(set.made_on), French(set.due_on)),
            ),
        )
    }

    /// The order that had set a date is gone.
    #[must_use]
    pub(super) fn no_longer_ordered() -> Self {
        Self::new(
            "order",
            Text::new(
                "The order that had set the date sets it no longer.",
                "L'ordonnance qui avait fixé la date ne la fixe plus.",
            ),
        )
    }

    /// By the docket as it is now, its time never ran.
    #[must_use]
    pub(super) fn never_ran() -> Self {
        Self::new(
            "trigger",
            Text::new(
                "By what is recorded now, this time never ran.",
                "D'après ce qui est inscrit maintenant, ce délai n'a jamais couru.",
            ),
        )
    }

    /// The difference in what a date rests on, whatever was ordered; none where it rests on the
    /// same.
    #[must_use]
    pub(super) fn of_bases(kept: &DeadlineRow, fresh: &ComputedDate) -> Option<Self> {
        let (before, after) = bases(kept, fresh)?;
        let after = Basis { ordered: before.ordered, ..after };
        (before != after).then(|| Self::of_basis(&before, &after))
    }

    /// The reason why a date that somebody moved would be another without their act; none where the
    /// computation beneath it is the same as then.
    #[must_use]
    pub(super) fn beneath(kept: &DeadlineRow, fresh: &ComputedDate) -> Option<Self> {
        if let Some(why) = Self::of_bases(kept, fresh) {
            return Some(why);
        }
        let mut old: Explanation = kept.explanation.parse().unwrap_or_default();
        old.steps.retain(|step| !engine::is_of_act(step));
        let is_same =
            kept.rule_version == fresh.rule_version && old.steps == fresh.computed.explanation.steps;
        (!is_same).then(|| Self::of_law(kept, &old.steps, fresh))
    }

    /// The difference between a date that was just computed and the stored one.
    #[must_use]
    pub(super) fn of(kept: &DeadlineRow, fresh: &ComputedDate) -> Self {
        if let Some((before, after)) = bases(kept, fresh)
            && before != after
        {
            return Self::of_basis(&before, &after);
        }
        let old: Explanation = kept.explanation.parse().unwrap_or_default();
        Self::of_law(kept, &old.steps, fresh)
    }

    /// The difference in the law by which a date was computed.
    fn of_law(kept: &DeadlineRow, old: &[Step], fresh: &ComputedDate) -> Self {
        if kept.rule_version != fresh.rule_version {
            let (old, new) = (&kept.rule_version, &fresh.rule_version);
            return Self::new(
                "rule_version",
                Text::new(
                    format!("Version {new} of the rule governs, not version {old}."),
                    format!("La version {new} de la règle s'applique, et non la version {old}."),
                ),
            );
        }
        Self::of_steps(old, &fresh.computed.explanation.steps)
    }

    fn of_basis(before: &Basis, after: &Basis) -> Self {
        let said = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
        match (before.ordered, after.ordered) {
            (before, after) if before == after => {}
            (_, None) => return Self::no_longer_ordered(),
            (None, Some(_)) => {
                return Self::new(
                    "order",
                    Text::new("An order set the date.", "Une ordonnance a fixé la date."),
                );
            }
            (Some(old), Some(new)) => {
                return Self::new(
                    "order",
                    Text::new(
                        format!("The order sets {}, not {}.", English(new), English(old)),
                        format!("L'ordonnance fixe {}, et non {}.", French(new), French(old)),
                    ),
                );
            }
        }
        if before.trigger != after.trigger {
            let (old, new) = (spelled(before.trigger.as_deref()), spelled(after.trigger.as_deref()));
            return Self::new(
                "trigger",
                Text::new(
                    format!("Time runs from {}, not from {}.", new.en, old.en),
                    format!("Le délai court {}, et non {}.", new.fr, old.fr),
                ),
            );
        }
        if before.service_method != after.service_method {
            let (old, new) = (said(&before.service_method), said(&after.service_method));
            return Self::new(
                "service_method",
                Text::new(
                    format!("The way of service is {new}, not {old}."),
                    format!("Le mode de signification est {new}, et non {old}."),
                ),
            );
        }
        if before.office == after.office {
            return Self::new("facts", Text::new("The facts are others.", "Les faits ont changé."));
        }
        let (old, new) = (said(&before.office), said(&after.office));
        Self::new(
            "office",
            Text::new(
                format!("The registry is in {new}, not in {old}."),
                format!("Le greffe est à {new}, et non à {old}."),
            ),
        )
    }

    /// The first step that the old explanation does not have; where there is none, the first that
    /// the new one lacks.
    fn of_steps(old: &[Step], new: &[Step]) -> Self {
        let lacks = |steps: &[Step], step: &Step| !steps.iter().any(|known| known.text == step.text);
        let code = |step: &Step| {
            if matches!(step.code.as_str(), "position" | "overlay") { "position" } else { "calendar" }
        };
        if let Some(step) = new.iter().find(|step| lacks(old, step)) {
            return Self::new(code(step), step.text.clone());
        }
        match old.iter().find(|step| lacks(new, step)) {
            Some(step) => Self::new(
                code(step),
                Text::new(format!("No longer: {}", step.text.en), format!("Ne vaut plus : {}", step.text.fr)),
            ),
            None => Self::new(
                "calendar",
                Text::new("The readings of the law are others.", "Les lectures du droit ont changé."),
            ),
        }
    }
}

/// What a stored date rests on, and one that was just computed.
fn bases(kept: &DeadlineRow, fresh: &ComputedDate) -> Option<(Basis, Basis)> {
    Basis::of(kept).zip(serde_json::from_str(&fresh.basis).ok())
}

/// A trigger as stored, in words: what time runs from.
fn spelled(trigger: Option<&str>) -> Text {
    let Some(trigger) = trigger else { return Text::new("nothing", "à compter de rien") };
    let (of_expiry, written) = match trigger.strip_prefix("expiry ") {
        Some(rest) => (true, rest),
        None => (false, trigger),
    };
    let day = written.get(..10).and_then(|day| day.parse::<NaiveDate>().ok());
    let Some(day) = day else { return Text::new(trigger, format!("à compter de {trigger}")) };
    let at = DateTime::parse_from_rfc3339(written).ok().filter(|_| !of_expiry);
    let (at, a) = at.map_or_else(Default::default, |at| {
        let hour = named_hour(at, None);
        (format!(" at {}", hour.en), format!(" à {}", hour.fr))
    });
    let french = BareFrench(day);
    if of_expiry {
        return Text::new(
            format!("the end of the time before, {}", English(day)),
            format!("à l'expiration du délai précédent, le {french}"),
        );
    }
    Text::new(format!("{}{at}", English(day)), format!("à compter du {french}{a}"))
}

/// The reason why a date stays although a computation would give another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeptBecause {
    /// An order, consent or a direction set it.
    Pinned,
    /// The deadline was met, or ended.
    Closed(DeadlineStatus),
    /// The law has no answer any more.
    NotComputable,
}

impl KeptBecause {
    /// The code, as written on the wire: `pinned`, a code of the list `deadline_statuses`, or
    /// `not_computable`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Pinned => "pinned",
            Self::Closed(status) => status.code(),
            Self::NotComputable => "not_computable",
        }
    }
}
