//! The words about a date that people set, moved or kept: by an order, by consent, by a direction.

use super::before_trigger::{is_of_early_act, is_of_early_day};
use super::explain::step;
use super::model::{Explanation, Reading, Step, Warning};
use super::on_a_reading::is_of_reading;
use crate::law::calendars::dates::{English, French};
use crate::law::proceedings::{GoverningRule, Rule};
use crate::text::Text;
use chrono::NaiveDate;

/// The steps that people's acts add.
const EXTENDED: &str = "extended";
/// The code of the step that shortens a time.
pub const SHORTENED: &str = "shortened";

/// The warnings about what was done too early.
const BEFORE_WINDOW: &str = "before_window";
const BEFORE_THE_BAR: &str = "before_the_bar";

const BEFORE_EFFECT: &str = "before_effect";

/// The warning about what was too short already when it was set.
const TIME_HAD_RUN: &str = "time_had_run";

/// The means by which a date was moved to a later one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExtendedBy {
    /// An order of the court or tribunal.
    Order,
    /// Consent of the parties.
    Consent,
    /// A direction of the court or tribunal.
    Direction,
}

/// The explanation of a date that an order set; nothing recalculates it.
#[must_use]
pub fn explain_ordered(law: GoverningRule<'_>, due_on: NaiveDate, order_date: NaiveDate) -> Explanation {
    let (rule, citation) = (law.rule, Some(law.citation()));
    Explanation {
        steps: vec![
            step(
                "trigger",
                Text::new(
                    format!("The order was made on {}.", English(order_date)),
                    format!("L'ordonnance a été rendue {}.", French(order_date)),
                ),
                Some(order_date),
                citation.clone(),
            ),
            step(
                "ordered",
                Text::new(
                    format!(
                        "The order sets {}: {}. No recalculation moves it.",
                        rule.name.en,
                        English(due_on)
                    ),
                    format!(
                        "L'ordonnance fixe l'échéance ({}) : {}. Aucun recalcul ne la déplace.",
                        rule.name.fr,
                        French(due_on)
                    ),
                ),
                Some(due_on),
                citation,
            ),
        ],
        readings: Vec::new(),
    }
}

/// The explanation of an extended date: what came before, then who moved it.
#[must_use]
pub fn explain_extended(
    law: GoverningRule<'_>,
    before: &Explanation,
    until: NaiveDate,
    by: ExtendedBy,
    on: NaiveDate,
) -> Explanation {
    moved_by_hand(EXTENDED, ("Extended", "Prorogée"), law, before, until, by, on)
}

/// The explanation of a shortened time: what came before, then who moved it.
#[must_use]
pub fn explain_shortened(
    law: GoverningRule<'_>,
    before: &Explanation,
    until: NaiveDate,
    by: ExtendedBy,
    on: NaiveDate,
) -> Explanation {
    moved_by_hand(SHORTENED, ("Shortened", "Abrégée"), law, before, until, by, on)
}

fn moved_by_hand(
    code: &str,
    (verb_en, verb_fr): (&str, &str),
    law: GoverningRule<'_>,
    before: &Explanation,
    until: NaiveDate,
    by: ExtendedBy,
    on: NaiveDate,
) -> Explanation {
    let (en, fr) = match by {
        ExtendedBy::Order => ("by order", "par ordonnance"),
        ExtendedBy::Consent => ("by consent", "par consentement"),
        ExtendedBy::Direction => ("by direction", "par directive"),
    };
    let mut steps = before.steps.clone();
    steps.push(step(
        code,
        Text::new(
            format!("{verb_en} {en} on {} to {}. No recalculation moves it.", English(on), English(until)),
            format!(
                "{verb_fr} {fr} {}, jusqu'au terme suivant : {}. Aucun recalcul ne la déplace.",
                French(on),
                French(until)
            ),
        ),
        Some(until),
        Some(law.extension()),
    ));
    Explanation { steps, readings: Vec::new() }
}

/// Whether a step says that people moved the date: [`explain_extended`]'s, or
/// [`explain_shortened`]'s.
#[must_use]
pub fn is_of_act(step: &Step) -> bool {
    matches!(step.code.as_str(), EXTENDED | SHORTENED)
}

/// The reason why consent moves no date where only an order extends.
#[must_use]
pub fn consent_has_no_effect(law: GoverningRule<'_>) -> Text {
    let extension = law.extension();
    Text::new(
        format!(
            "Consent does not extend this time limit ({}): its date stays. Get an order, and send it as by: order.",
            extension.en
        ),
        format!(
            "Le consentement ne proroge pas ce délai ({}) : sa date demeure. Obtenez une ordonnance et envoyez-la avec by: order.",
            extension.fr
        ),
    )
}

/// The warning about an extension by consent that goes further than consent can.
#[must_use]
pub fn consent_reaches_half_once(law: GoverningRule<'_>) -> Warning {
    let extension = law.extension();
    Warning {
        code: "consent_over_half".to_owned(),
        text: Text::new(
            format!(
                "Consent extends this time limit once, by no more than half of it ({}): plan to the day that it had before, or get an order.",
                extension.en
            ),
            format!(
                "Le consentement proroge ce délai une seule fois, d'au plus la moitié ({}) : tenez-vous-en à la date antérieure ou obtenez une ordonnance.",
                extension.fr
            ),
        ),
    }
}

/// The warning about a closed deadline whose date would be another by now.
#[must_use]
pub fn kept_although_moved(would_be: NaiveDate) -> Warning {
    Warning {
        code: "kept_although_moved".to_owned(),
        text: Text::new(
            format!(
                "It was closed by the date that it had then. By what is recorded now it would be due on {}: check whether the act was in time.",
                English(would_be)
            ),
            format!(
                "Elle a été fermée selon la date qu'elle avait alors. D'après ce qui est inscrit maintenant, elle expirerait {} : vérifiez si l'acte a été fait à temps.",
                French(would_be)
            ),
        ),
    }
}

/// The warning about a closed deadline whose time never ran by what is recorded now.
#[must_use]
pub fn kept_although_idle() -> Warning {
    Warning {
        code: "kept_although_idle".to_owned(),
        text: Text::new(
            "It was closed by the docket as it was then. By what is recorded now, this time never ran.",
            "Elle a été fermée selon le dossier d'alors. D'après ce qui est inscrit maintenant, ce délai n'a jamais couru.",
        ),
    }
}

/// The warning about an act that came before the first day on which the law allows it.
#[must_use]
pub fn before_window(opens: NaiveDate) -> Warning {
    Warning {
        code: BEFORE_WINDOW.to_owned(),
        text: Text::new(
            format!("It was done before the first day on which the law allows it, {}.", English(opens)),
            format!("L'acte a été fait avant le premier jour où la loi le permet, {}.", French(opens)),
        ),
    }
}

/// The warning about what was done although the law did not allow it yet.
#[must_use]
pub fn before_the_bar(law: GoverningRule<'_>, opens: NaiveDate) -> Warning {
    let citation = law.citation();
    Warning {
        code: BEFORE_THE_BAR.to_owned(),
        text: Text::new(
            format!("The law forbids it before {} ({}): it was done too early.", English(opens), citation.en),
            format!("La loi l'interdit avant {} ({}) : c'était trop tôt.", French(opens), citation.fr),
        ),
    }
}

/// The warning about time that counts back from a day, and was over when an event set that day.
#[must_use]
pub fn was_over(law: GoverningRule<'_>, last: NaiveDate, set_on: NaiveDate) -> Warning {
    let (rule, citation, extension) = (law.rule, law.citation(), law.extension());
    Warning {
        code: TIME_HAD_RUN.to_owned(),
        text: Text::new(
            format!(
                "{} ({}): its last day, {}, had passed when the day from which it counts back was set, on {}. Check that day, or ask for leave ({}).",
                rule.name.en,
                citation.en,
                English(last),
                English(set_on),
                extension.en
            ),
            format!(
                "{} ({}) : son dernier jour ({}) était passé quand a été fixé le jour à partir duquel il se compte ({}). Vérifiez ce jour, ou demandez l'autorisation requise ({}).",
                rule.name.fr,
                citation.fr,
                French(last),
                French(set_on),
                extension.fr
            ),
        ),
    }
}

/// The warning about what is said to have taken effect before the day on which it does by law.
#[must_use]
pub fn before_effect(law: GoverningRule<'_>, on: NaiveDate, takes_effect: NaiveDate) -> Warning {
    let citation = law.citation();
    Warning {
        code: BEFORE_EFFECT.to_owned(),
        text: Text::new(
            format!(
                "{}: by law the day is {} ({}), and it is recorded as of {}, which is without effect. Correct the day of the entry.",
                law.rule.name.en,
                English(takes_effect),
                citation.en,
                English(on)
            ),
            format!(
                "{} : selon la loi, le jour est {} ({}); l'inscription est datée d'avant ({}) et reste sans effet. Corrigez-en la date.",
                law.rule.name.fr,
                French(takes_effect),
                citation.fr,
                French(on)
            ),
        ),
    }
}

/// The refusal to move or waive a day that the law itself sets.
#[must_use]
pub fn fixed_by_law(law: GoverningRule<'_>) -> Text {
    let citation = law.citation();
    Text::new(
        format!(
            "{}: the law itself sets this day ({}), and nobody has the power to move or to waive it. If it is wrong, correct the entry from which it counts: PATCH /v1/cases/{{id}}/events/{{event_id}}.",
            law.rule.name.en, citation.en
        ),
        format!(
            "{} : la loi elle-même fixe ce jour ({}), et nul n'a le pouvoir de le déplacer ni d'y renoncer. S'il est inexact, corrigez l'inscription à partir de laquelle il se compte : PATCH /v1/cases/{{id}}/events/{{event_id}}.",
            law.rule.name.fr, citation.fr
        ),
    )
}

/// The refusal to move the last day of what has none: a bar.
#[must_use]
pub fn no_last_day(law: GoverningRule<'_>) -> Text {
    let extension = law.extension();
    Text::new(
        format!(
            "{}: until that day something may not be done, and there is no last day to move ({}). Where an earlier day is allowed, waive it: POST .../waive.",
            law.rule.name.en, extension.en
        ),
        format!(
            "{} : jusqu'à ce jour, un acte est interdit; il n'y a pas de dernier jour à déplacer ({}). Si un jour antérieur est permis, renoncez-y : POST .../waive.",
            law.rule.name.fr, extension.fr
        ),
    )
}

/// The warning about a day that is set for what the law allows no later than another.
#[must_use]
pub fn after_window(law: GoverningRule<'_>, set_for: NaiveDate, closes: NaiveDate) -> Warning {
    let citation = law.citation();
    Warning {
        code: "after_window".to_owned(),
        text: Text::new(
            format!(
                "It is set for {}, after the last day on which the law allows it, {} ({}). Check the day, or record what extends the time.",
                English(set_for),
                English(closes),
                citation.en
            ),
            format!(
                "La date fixée ({}) suit le dernier jour où la loi le permet ({}; {}). Vérifiez la date ou consignez ce qui proroge le délai.",
                French(set_for),
                French(closes),
                citation.fr
            ),
        ),
    }
}

/// The warning about time that counts back from a hearing, and had run when that was set or ran out
/// that day. It quotes what governs then, where the law says it.
#[must_use]
pub fn time_had_run(rule: &Rule, last: NaiveDate, set_on: NaiveDate) -> Warning {
    let governs = rule.short_notice.clone().unwrap_or_default();
    let (en, fr) = if last < set_on {
        ("had passed when", "était passé quand")
    } else {
        ("was the very day on which", "était celui même où")
    };
    Warning {
        code: TIME_HAD_RUN.to_owned(),
        text: Text::new(
            format!(
                "{} ({}): its last day, {}, {en} the day from which it counts back was set, on {}, so it is not held against anybody. {} If a date was set, send it as ordered: it is kept then.",
                rule.name.en,
                rule.code,
                English(last),
                English(set_on),
                governs.en
            ),
            format!(
                "{} ({}) : son dernier jour ({}) {fr} a été fixée la date à partir de laquelle il se compte ({}); il n'est donc opposé à personne. {} Si une date a été fixée, envoyez-la dans ordered : elle est alors suivie.",
                rule.name.fr,
                rule.code,
                French(last),
                French(set_on),
                governs.fr
            ),
        ),
    }
}

/// The warning about a deadline that somebody completed by an event that was struck since.
#[must_use]
pub fn completed_by_struck(rule: &Rule) -> Warning {
    let name = &rule.name;
    Warning {
        code: "completed_by_struck".to_owned(),
        text: Text::new(
            format!(
                "{}: somebody completed it by this entry, which no longer stands. Reopen it, or take the act back.",
                name.en
            ),
            format!(
                "{} : une personne l'a fermée en invoquant cette inscription, qui n'est plus en vigueur. Rouvrez-la ou retirez l'acte.",
                name.fr
            ),
        ),
    }
}

/// Whether a warning is [`before_window`]'s or [`before_the_bar`]'s: of what was done too early.
#[must_use]
pub fn is_of_window(warning: &Warning) -> bool {
    [BEFORE_WINDOW, BEFORE_THE_BAR].contains(&warning.code.as_str())
}

/// Whether a warning is [`time_had_run`]'s.
#[must_use]
pub fn is_of_short_notice(warning: &Warning) -> bool {
    warning.code == TIME_HAD_RUN
}

/// Whether a warning is [`before_effect`]'s.
#[must_use]
pub fn is_of_effect(warning: &Warning) -> bool {
    warning.code == BEFORE_EFFECT
}

/// Whether a warning about a deadline is about the event that gave rise to it, too.
#[must_use]
pub fn is_of_event(warning: &Warning) -> bool {
    is_of_window(warning)
        || is_of_early_act(warning)
        || is_of_short_notice(warning)
        || is_of_effect(warning)
        || is_of_reading(warning)
}

/// Whether a warning is about the day on which something was done or set: of what is open again it
/// is not.
#[must_use]
pub fn is_of_day(warning: &Warning) -> bool {
    is_of_event(warning) || is_of_early_day(warning)
}

/// Whether a warning says that a closed deadline would be another now.
#[must_use]
pub fn is_doubt(warning: &Warning) -> bool {
    warning.code.starts_with("kept_although")
}

/// The date that holds if the extension to which somebody consented is without effect.
#[must_use]
pub fn without_consent(law: GoverningRule<'_>, warning: &Warning, date: NaiveDate) -> Reading {
    let citation = law.extension();
    Reading { code: warning.code.clone(), text: warning.text.clone(), date, citation }
}
