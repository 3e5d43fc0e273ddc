//! What is said of an act that is in time on one reading of the law alone.

use super::model::Warning;
use crate::law::calendars::dates::{English, French};
use crate::law::proceedings::GoverningRule;
use crate::text::Text;
use chrono::NaiveDate;

const ON_A_READING: &str = "in_time_on_a_reading";

/// The warning about what was done after the last day on the stated policy, and in time on another
/// reading of the law: it may be said to be late.
#[must_use]
pub fn in_time_on_a_reading(law: GoverningRule<'_>, due_on: NaiveDate, last: NaiveDate) -> Warning {
    let citation = law.citation();
    Warning {
        code: ON_A_READING.to_owned(),
        text: Text::new(
            format!(
                "It was done after {}, the last day ({}), and by {}, the last one that can be argued: it is in time on that reading alone. Whoever relies on it says so; whoever is against it may object that it is late.",
                English(due_on),
                citation.en,
                English(last)
            ),
            format!(
                "L'acte a été fait après le dernier jour ({}; {}) et au plus tard à celui qui peut être soutenu ({}) : il n'est fait à temps que selon cette lecture. Qui l'invoque le dit; qui s'y oppose peut faire valoir le retard.",
                French(due_on),
                citation.fr,
                French(last)
            ),
        ),
    }
}

/// Whether a warning is [`in_time_on_a_reading`]'s.
#[must_use]
pub fn is_of_reading(warning: &Warning) -> bool {
    warning.code == ON_A_READING
}
