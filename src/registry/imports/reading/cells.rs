//! What the cell of a table says: a text, a date in one of the ways in which people write dates,
//! yes or no, a number.

use super::mapping::MappedColumn;
use crate::coded::coded;
use crate::text::Text;
use chrono::{Duration, NaiveDate};
use deunicode::deunicode;
use serde_json::{Number, Value};

coded! {
    /// What the cells of a column hold.
    pub enum CellKind {
        /// Text.
        Text = "text", "Text", "Texte";
        /// A date.
        Date = "date", "Date", "Date";
        /// Yes or no.
        Boolean = "boolean", "Yes or no", "Oui ou non";
        /// A number.
        Number = "number", "Number", "Nombre";
    }
}

/// A cell, as the file holds it.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Text; empty where there is nothing.
    Text(String),
    /// A number of a workbook, which may be a day.
    Number(f64),
    /// A day of a workbook.
    Day(NaiveDate),
    /// Yes or no, in a workbook.
    Boolean(bool),
    /// What is computed, and what cannot be: it is not known what it said when the file was made.
    Formula,
}

impl Cell {
    /// Whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Text(text) if text.trim().is_empty())
    }
}

/// The names of the months without accents, English and French, and how they are shortened.
const MONTHS: [&[&str]; 12] = [
    &["january", "jan", "janvier", "janv"],
    &["february", "feb", "fevrier", "fevr", "fev"],
    &["march", "mar", "mars"],
    &["april", "apr", "avril", "avr"],
    &["may", "mai"],
    &["june", "jun", "juin"],
    &["july", "jul", "juillet", "juil"],
    &["august", "aug", "aout"],
    &["september", "sep", "sept", "septembre"],
    &["october", "oct", "octobre"],
    &["november", "nov", "novembre"],
    &["december", "dec", "decembre"],
];

/// The value that a cell says in its column.
///
/// # Errors
/// What is wrong with it, in both languages.
pub fn value(cell: &Cell, column: &MappedColumn) -> Result<Value, Text> {
    let kind = column.kind.unwrap_or(if is_day(&column.to) { CellKind::Date } else { CellKind::Text });
    let said = match cell {
        Cell::Text(text) => text.trim().to_owned(),
        Cell::Number(number) => written(*number),
        Cell::Day(day) => day.to_string(),
        Cell::Boolean(yes) => yes.to_string(),
        Cell::Formula => {
            return Err(Text::new(
                "the cell holds a formula. Replace it with its value (copy, paste values).",
                "la cellule contient une formule. Remplacez-la par sa valeur (copier, coller les valeurs).",
            ));
        }
    };
    if let Some(code) = column.codes.get(&said) {
        return Ok(constant(code, column.kind));
    }
    match kind {
        CellKind::Text => Ok(Value::String(said)),
        CellKind::Boolean => yes_or_no(&said).map(Value::Bool).ok_or_else(|| {
            Text::new(
                "say yes or no: yes, no, oui, non, true, false, vrai, faux, 1 or 0.",
                "indiquez oui ou non : oui, non, yes, no, vrai, faux, true, false, 1 ou 0.",
            )
        }),
        CellKind::Number => said
            .replace(',', ".")
            .parse::<Number>()
            .map(Value::Number)
            .map_err(|_| Text::new("this is no number.", "ce n'est pas un nombre.")),
        CellKind::Date => {
            let day = match cell {
                Cell::Number(number) => of_workbook(*number).ok_or_else(no_date)?,
                _ => day(&said, column)?,
            };
            Ok(Value::String(day.to_string()))
        }
    }
}

/// The value of a constant.
#[must_use]
pub fn constant(text: &str, kind: Option<CellKind>) -> Value {
    let number = || text.parse::<Number>().ok().map(Value::Number);
    let said = match kind {
        Some(CellKind::Boolean) => yes_or_no(text).map(Value::Bool),
        Some(CellKind::Number) => number(),
        _ => None,
    };
    said.unwrap_or_else(|| Value::String(text.to_owned()))
}

/// Whether a place of a case is a day.
fn is_day(pointer: &str) -> bool {
    let name = pointer.rsplit('/').next().unwrap_or_default();
    name.ends_with("_on")
        || matches!(name, "date_of_birth" | "on" | "until") && !pointer.contains("/assignments/")
}

/// A number without the `.0` that a workbook gives every number.
fn written(number: f64) -> String {
    format!("{number}")
}

/// The day that a workbook counts by a number: days since 30 December 1899, as its programs do from
/// 1 March 1900 on.
fn of_workbook(number: f64) -> Option<NaiveDate> {
    let whole = format!("{:.0}", number.floor())
        .parse::<i64>()
        .ok()
        .filter(|days| (61..=2_958_465).contains(days))?;
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_signed(Duration::try_days(whole)?)
}

fn yes_or_no(said: &str) -> Option<bool> {
    match said.to_lowercase().as_str() {
        "yes" | "y" | "true" | "oui" | "o" | "vrai" | "1" | "x" => Some(true),
        "no" | "n" | "false" | "non" | "faux" | "0" => Some(false),
        _ => None,
    }
}

fn day(said: &str, column: &MappedColumn) -> Result<NaiveDate, Text> {
    for pattern in &column.dates {
        // A year of two figures would be one of the first century.
        let day = NaiveDate::parse_from_str(said, &pattern.0).ok();
        if let Some(day) = day.filter(|day| (1800..2200).contains(&chrono::Datelike::year(day))) {
            return Ok(day);
        }
    }
    // An hour behind the day says nothing more of it.
    let said = said.split_once(['T', ' ']).map_or(said, |(day, hour)| {
        let is_hour = hour.starts_with(|c: char| c.is_ascii_digit()) && hour.contains(':');
        if is_hour { day } else { said }
    });
    let words: Vec<String> = deunicode(said)
        .to_lowercase()
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    let parts: Vec<&str> = words.iter().map(String::as_str).collect();
    match parts.as_slice() {
        [year, month, day] if year.len() == 4 && is_number(month) && is_number(year) => of(year, month, day),
        [month, day, year] | [day, month, year] if month_of(month).is_some() && year.len() == 4 => {
            let month = month_of(month).map(|month| month.to_string()).unwrap_or_default();
            of(year, &month, first(day))
        }
        _ if !column.dates.is_empty() => Err(Text::new(
            "this is no day of the calendar, written as the mapping says (with a year of four figures).",
            "ce n'est pas un jour du calendrier, écrit comme le dit la correspondance (l'année en quatre chiffres).",
        )),
        [_, _, year] if year.len() == 4 && parts.iter().all(|part| is_number(part)) => Err(Text::new(
            "it is not known which of the first two numbers is the day. Say in the mapping how dates are written: \"dates\": [\"%d/%m/%Y\"] or [\"%m/%d/%Y\"].",
            "on ne sait lequel des deux premiers nombres est le jour. Indiquez dans la correspondance la forme des dates : \"dates\": [\"%d/%m/%Y\"] ou [\"%m/%d/%Y\"].",
        )),
        _ => Err(no_date()),
    }
}

fn no_date() -> Text {
    Text::new(
        "this is no date that can be read. Write 2026-03-09, or say in the mapping how dates are written.",
        "ce n'est pas une date lisible. Écrivez 2026-03-09, ou indiquez dans la correspondance la forme des dates.",
    )
}

fn is_number(part: &str) -> bool {
    part.bytes().all(|byte| byte.is_ascii_digit())
}

fn month_of(word: &str) -> Option<usize> {
    MONTHS.iter().position(|names| names.contains(&word)).map(|month| month.saturating_add(1))
}

/// The number of a day, without the ending of "1er" or "2nd".
fn first(day: &str) -> &str {
    day.trim_end_matches(|c: char| c.is_ascii_alphabetic())
}

fn of(year: &str, month: &str, day: &str) -> Result<NaiveDate, Text> {
    let (Ok(year), Ok(month), Ok(day)) = (year.parse(), month.parse(), day.parse()) else {
        return Err(no_date());
    };
    NaiveDate::from_ymd_opt(year, month, day).ok_or_else(|| {
        Text::new("there is no such day in the calendar.", "ce jour n'existe pas au calendrier.")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn column(to: &str, more: &Value) -> MappedColumn {
        let mut column = json!({"column": "A", "to": to});
        column.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        serde_json::from_value(column).unwrap()
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        let plain = column("/decision/notified_on", &json!({}));
        for said in [
            "2026-03-09",
            "2026/3/9",
            "2026-03-09 00:00:00",
            "2026-03-09T14:00:00Z",
            "9 mars 2026",
            "March 9, 2026",
            "9-Mar-2026",
            "09 MARS 2026",
        ] {
            assert_eq!(value(&Cell::Text(said.to_owned()), &plain), Ok(json!("2026-03-09")), "{said}");
        }
        let read = |said: &str| value(&Cell::Text(said.to_owned()), &plain).ok();
        assert_eq!(read("1er février 2026"), Some(json!("2026-02-01")));
        assert_eq!(read("15 août 2026"), Some(json!("2026-08-15")));
        for wrong in ["31 février 2026", "2026-02-31", "09/03/2026", "hier", "9 mars", "2026"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        let canadian = column("/decision/notified_on", &json!({"dates": ["%d/%m/%Y"]}));
        assert_eq!(value(&Cell::Text("09/03/2026".to_owned()), &canadian), Ok(json!("2026-03-09")));
        for wrong in ["9/3/26", "31/02/2026"] {
            assert!(value(&Cell::Text(wrong.to_owned()), &canadian).is_err(), "{wrong}");
        }
        assert_eq!(value(&Cell::Number(46090.0), &plain), Ok(json!("2026-03-09")));
        assert_eq!(
            value(&Cell::Number(59.0), &plain).ok(),
            None,
            "before 1 March 1900 workbooks count wrong"
        );
    }

    #[test]
    fn what_a_value_is_called_here_goes_first() {
        let decided = column("/decision/body", &json!({"codes": {"SAR": "rad"}}));
        assert_eq!(value(&Cell::Text(" SAR ".to_owned()), &decided), Ok(json!("rad")));
        assert_eq!(value(&Cell::Text("rpd".to_owned()), &decided), Ok(json!("rpd")));
        let number = column("/external_ids/0/id", &json!({}));
        assert_eq!(value(&Cell::Number(1234.0), &number), Ok(json!("1234")), "no case is number 1234.0");
        let fact = column("/events/0/facts/reasons_received", &json!({"kind": "boolean"}));
        assert_eq!(value(&Cell::Text("Oui".to_owned()), &fact), Ok(json!(true)));
        assert!(value(&Cell::Text("peut-être".to_owned()), &fact).is_err());
        assert!(value(&Cell::Formula, &number).is_err());
    }
}
