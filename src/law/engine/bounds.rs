//! The bounds on what facts may hold.
//!
//! What is sent is measured at each door through which facts come, by [`beyond_bounds`]: a
//! computation, an event. What is kept already is computed with all the same, for a count takes no
//! more steps than the calendars have days, and a day is looked up among spans that were merged.

use super::error::pointer_to_fact;
use super::model::EventFacts;
use crate::error::Fault;
use crate::law::calendars::{FIRST_DAY, LAST_DAY};
use crate::text::Text;
use chrono::NaiveDate;
use serde_json::Value;

/// The number of facts that are sent at once. No event and no rule reads half as many.
const MOST_FACTS: usize = 50;
/// The number of days or spans that one fact lists: each may become a step of the explanation.
const MOST_IN_LIST: usize = 100;
/// The longest text of a fact, in bytes: an instant with its offset, or a code.
const LONGEST_TEXT: usize = 100;

/// The facts beyond their bounds, by which nothing is computed: the number of them, or the first
/// thing of each fact that is too much. That is more than a hundred days or spans, a day of a list
/// that no calendar covers, a text that no fact is as long as, or a list in a list in a list.
#[must_use]
pub fn beyond_bounds(facts: &EventFacts) -> Vec<Fault> {
    if facts.len() > MOST_FACTS {
        return vec![Fault::body(
            "/facts",
            "too_many",
            format!("Too many: at most {MOST_FACTS}."),
            format!("Trop d'éléments : au plus {MOST_FACTS}."),
        )];
    }
    let beyond = facts.iter().filter_map(|(name, value)| Some((name, excess(value)?)));
    beyond
        .map(|(name, Excess { pointer, code, text })| {
            Fault::body(format!("{}{pointer}", pointer_to_fact(name)), code, text.en, text.fr)
        })
        .collect()
}

/// An excess in a fact.
struct Excess {
    /// The place in the fact, as a JSON pointer from it: `/3/1`, or nothing for the whole.
    pointer: String,
    code: &'static str,
    text: Text,
}

fn excess(value: &Value) -> Option<Excess> {
    match value {
        Value::Array(items) => of_list(items),
        Value::Object(_) => Some(too_deep(String::new())),
        other => of_text(other, String::new()),
    }
}

fn of_list(items: &[Value]) -> Option<Excess> {
    if items.len() > MOST_IN_LIST {
        return Some(too_many(String::new()));
    }
    items.iter().enumerate().find_map(|(index, item)| {
        let pointer = format!("/{index}");
        match item {
            Value::Array(ends) if ends.len() > 2 => Some(too_many(pointer)),
            Value::Array(ends) => ends.iter().enumerate().find_map(|(end, day)| {
                let pointer = format!("{pointer}/{end}");
                if day.is_array() || day.is_object() { Some(too_deep(pointer)) } else { of_day(day, pointer) }
            }),
            Value::Object(_) => Some(too_deep(pointer)),
            day => of_day(day, pointer),
        }
    })
}

fn of_day(value: &Value, pointer: String) -> Option<Excess> {
    let day = value.as_str().filter(|text| text.len() <= LONGEST_TEXT);
    match day.and_then(|text| text.parse::<NaiveDate>().ok()) {
        Some(day) if !(FIRST_DAY..=LAST_DAY).contains(&day) => Some(Excess {
            pointer,
            code: "outside_calendar",
            text: Text::new(
                format!("The calendars cover {FIRST_DAY} to {LAST_DAY}. Check the year."),
                format!("Les calendriers vont du {FIRST_DAY} au {LAST_DAY}. Vérifiez l'année."),
            ),
        }),
        _ => of_text(value, pointer),
    }
}

fn of_text(value: &Value, pointer: String) -> Option<Excess> {
    let is_long = value.as_str().is_some_and(|text| text.len() > LONGEST_TEXT);
    is_long.then(|| Excess {
        pointer,
        code: "too_long",
        text: Text::new(
            format!("Too long: at most {LONGEST_TEXT} characters."),
            format!("Trop long : au plus {LONGEST_TEXT} caractères."),
        ),
    })
}

fn too_many(pointer: String) -> Excess {
    let most = if pointer.is_empty() { MOST_IN_LIST } else { 2 };
    Excess {
        pointer,
        code: "too_many",
        text: Text::new(format!("Too many: at most {most}."), format!("Trop d'éléments : au plus {most}.")),
    }
}

fn too_deep(pointer: String) -> Excess {
    Excess {
        pointer,
        code: "too_deep",
        text: Text::new(
            "A fact is a value, a list of days, or a list of pairs of days.",
            "Un fait est une valeur, une liste de jours ou une liste de paires de jours.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn beyond(value: Value) -> Option<(String, &'static str)> {
        let facts = EventFacts::from([("suspended".to_owned(), value)]);
        let fault = beyond_bounds(&facts).into_iter().next()?;
        assert!(fault.message.is_complete());
        Some((fault.pointer, fault.code))
    }

    #[test]
    fn what_the_law_needs_is_within_bounds() {
        let span = json!(["1993-01-01", "2099-12-31"]);
        for fact in [
            json!(vec![span; MOST_IN_LIST]),
            json!(["2026-06-24"]),
            json!(true),
            json!("1971-02-03"),
            json!(3650),
        ] {
            assert_eq!(beyond(fact.clone()), None, "{fact}");
        }
    }

    #[test]
    fn what_is_beyond_bounds_is_named_where_it_stands() {
        let at = |rest: &str| format!("/facts/suspended{rest}");
        for (fact, pointer, code) in [
            (json!(vec![["2026-01-01", "2026-01-02"]; MOST_IN_LIST + 1]), at(""), "too_many"),
            (json!([["2026-01-01", "9999-12-31"]]), at("/0/1"), "outside_calendar"),
            (json!(["2026-01-01", "1992-12-31"]), at("/1"), "outside_calendar"),
            (json!([["2026-01-01", "2026-01-02", "2026-01-03"]]), at("/0"), "too_many"),
            (json!([[["2026-01-01"]]]), at("/0/0"), "too_deep"),
            (json!({"from": "2026-01-01"}), at(""), "too_deep"),
            (json!("x".repeat(LONGEST_TEXT + 1)), at(""), "too_long"),
            (json!(["x".repeat(LONGEST_TEXT + 1)]), at("/0"), "too_long"),
        ] {
            assert_eq!(beyond(fact), Some((pointer, code)));
        }
        let many: EventFacts = (0..=MOST_FACTS).map(|number| (number.to_string(), Value::Null)).collect();
        let faults = beyond_bounds(&many);
        assert!(matches!(&*faults, [only] if only.pointer == "/facts" && only.code == "too_many"));
    }
}
