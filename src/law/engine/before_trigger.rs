//! The words about what was done before its time began to run: by hand, or by the docket.

use super::model::Warning;
use crate::law::calendars::dates::{English, French};
use crate::law::proceedings::GoverningRule;
use crate::text::Text;
use chrono::NaiveDate;

const BEFORE_TRIGGER: &str = "before_trigger";
const MET_BEFORE_TRIGGER: &str = "met_before_trigger";

/// The warning about what was done before its time began to run.
#[must_use]
pub fn before_its_time(began: NaiveDate) -> Warning {
    Warning {
        code: BEFORE_TRIGGER.to_owned(),
        text: Text::new(
            format!(
                "It was done before the day from which time runs, {}. What was done early may count, but a wrong date is likelier: check both, and take this back if it is one (POST .../undo).",
                English(began)
            ),
            format!(
                "L'acte a été fait avant le point de départ du délai, {}. Ce qui est fait d'avance peut compter, mais une erreur de date est plus probable : vérifiez les deux et, le cas échéant, retirez l'acte (POST .../undo).",
                French(began)
            ),
        ),
    }
}

/// The warning about an entry that meets a time of a day before that began to run.
#[must_use]
pub fn met_before_its_time(law: GoverningRule<'_>, on: NaiveDate, began: NaiveDate) -> Warning {
    let (rule, citation) = (law.rule, law.citation());
    Warning {
        code: MET_BEFORE_TRIGGER.to_owned(),
        text: Text::new(
            format!(
                "{} ({}): by the docket it was done on {}, before the day from which its time runs, {}. What was done early may count, but a wrong date is likelier: check both, and correct the one that is wrong (PATCH /v1/cases/{{id}}/events/{{event_id}}).",
                rule.name.en,
                citation.en,
                English(on),
                English(began)
            ),
            format!(
                "{} ({}) : selon le dossier de la cour, l'acte a été fait {}, avant le point de départ du délai, {}. Ce qui est fait d'avance peut compter, mais une erreur de date est plus probable : vérifiez les deux dates et corrigez celle qui est erronée (PATCH /v1/cases/{{id}}/events/{{event_id}}).",
                rule.name.fr,
                citation.fr,
                French(on),
                French(began)
            ),
        ),
    }
}

/// Whether a warning is [`met_before_its_time`]'s.
#[must_use]
pub fn is_of_early_act(warning: &Warning) -> bool {
    warning.code == MET_BEFORE_TRIGGER
}

/// Whether a warning is [`before_its_time`]'s.
#[must_use]
pub fn is_of_early_day(warning: &Warning) -> bool {
    warning.code == BEFORE_TRIGGER
}
