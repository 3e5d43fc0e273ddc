//! JSON as it comes, read within a budget: before anything is judged it is known to be neither deep
//! nor many.
//!
//! A body of a mebibyte may hold half a million values, each of which a schema would look at and
//! each of which may be wrong; no body that the API takes holds a hundredth of that. So reading
//! stops where the budget is spent, and what comes after, whoever sent it, has a size.
//!
//! A name that stands twice in one object stops it too. RFC 8259 leaves open which of the two
//! counts: whoever looked at the body before us may have gone by the other.

use super::schema::escape;
use serde::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use std::cell::Cell;
use std::fmt;

/// The depth to which lists and objects may stand in each other.
pub const DEEPEST: usize = 32;
/// The number of values that there may be in all, lists and objects among them.
pub const MOST_VALUES: usize = 10_000;
/// The longest name of a field, in bytes.
const LONGEST_NAME: usize = 1000;

/// The reason why a text was not read.
#[derive(Debug)]
pub enum Unread {
    /// The text is not JSON.
    Malformed(serde_json::Error),
    /// The text is deeper than [`DEEPEST`].
    TooDeep,
    /// The text holds more than [`MOST_VALUES`].
    TooMany,
    /// A name is longer than any that is known: in the object at this place, as a JSON pointer.
    LongName(String),
    /// An object has two fields of one name: the place of the field, as a JSON pointer.
    Repeated(String),
}

/// Reads a text.
///
/// # Errors
/// [`Unread`].
pub fn read(text: &[u8]) -> Result<Value, Unread> {
    let budget = Budget { left: Cell::new(MOST_VALUES), spent: Cell::new(None) };
    let mut reader = serde_json::Deserializer::from_slice(text);
    let read = ValueReader { budget: &budget, depth: 0 }.deserialize(&mut reader);
    let read = read.and_then(|value| reader.end().map(|()| value));
    read.map_err(|error| budget.spent.take().unwrap_or(Unread::Malformed(error)))
}

struct Budget {
    left: Cell<usize>,
    spent: Cell<Option<Unread>>,
}

impl Budget {
    /// Says why nothing more is read.
    fn refuse<E: serde::de::Error>(&self, why: Unread) -> E {
        self.spent.set(Some(why));
        E::custom("beyond the budget")
    }

    /// The name of the field in which a name was refused, on the way back out.
    fn place(&self, segment: impl fmt::Display) {
        let placed = |inner: String| format!("/{segment}{inner}");
        self.spent.set(match self.spent.take() {
            Some(Unread::LongName(inner)) => Some(Unread::LongName(placed(inner))),
            Some(Unread::Repeated(inner)) => Some(Unread::Repeated(placed(inner))),
            other => other,
        });
    }
}

/// One value, this deep in the whole.
#[derive(Clone, Copy)]
struct ValueReader<'b> {
    budget: &'b Budget,
    depth: usize,
}

impl ValueReader<'_> {
    fn within<E: serde::de::Error>(self) -> Result<Self, E> {
        let depth = self.depth.saturating_add(1);
        if depth > DEEPEST { Err(self.budget.refuse(Unread::TooDeep)) } else { Ok(Self { depth, ..self }) }
    }
}

impl<'de> DeserializeSeed<'de> for ValueReader<'_> {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        match self.budget.left.get().checked_sub(1) {
            Some(left) => self.budget.left.set(left),
            None => return Err(self.budget.refuse(Unread::TooMany)),
        }
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for ValueReader<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value of JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Value, E> {
        Number::from_f64(value).map(Value::Number).ok_or_else(|| E::custom("a number is finite"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let inner = self.within()?;
        let mut read = Vec::new();
        loop {
            match items.next_element_seed(inner) {
                Ok(Some(item)) => read.push(item),
                Ok(None) => return Ok(Value::Array(read)),
                Err(error) => {
                    self.budget.place(read.len());
                    return Err(error);
                }
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Value, A::Error> {
        let inner = self.within()?;
        let mut read = Map::new();
        while let Some(name) = fields.next_key::<String>()? {
            if name.len() > LONGEST_NAME {
                return Err(self.budget.refuse(Unread::LongName(String::new())));
            }
            if read.contains_key(&name) {
                return Err(self.budget.refuse(Unread::Repeated(format!("/{}", escape(&name)))));
            }
            match fields.next_value_seed(inner) {
                Ok(value) => {
                    read.insert(name, value);
                }
                Err(error) => {
                    self.budget.place(escape(&name));
                    return Err(error);
                }
            }
        }
        Ok(Value::Object(read))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_text_within_the_budget_is_read_as_it_stands() {
        for text in
            [r#"{"a":[1,-2,3.5,null,true,"\u00e9"],"b":{"c":{}}}"#, "18446744073709551615", "\"x\"", " [] "]
        {
            assert_eq!(read(text.as_bytes()).unwrap(), serde_json::from_str::<Value>(text).unwrap());
        }
        let deep = format!("{}1{}", "[".repeat(DEEPEST), "]".repeat(DEEPEST));
        assert!(read(deep.as_bytes()).is_ok());
        let many = json!(vec![0; MOST_VALUES - 1]).to_string();
        assert!(read(many.as_bytes()).is_ok());
    }

    #[test]
    fn reading_stops_where_the_budget_is_spent() {
        let deep = "[".repeat(DEEPEST + 1);
        assert!(matches!(read(deep.as_bytes()), Err(Unread::TooDeep)));
        let many = json!(vec![0; MOST_VALUES]).to_string();
        assert!(matches!(read(many.as_bytes()), Err(Unread::TooMany)));
        let long = json!({"a/b": [0, {"n".repeat(LONGEST_NAME + 1): 1}]}).to_string();
        assert!(matches!(read(long.as_bytes()), Err(Unread::LongName(place)) if place == "/a~1b/1"));
        for malformed in ["", "{", "{} {}", "1e999", "[1,]", "nonsense"] {
            assert!(matches!(read(malformed.as_bytes()), Err(Unread::Malformed(_))), "{malformed}");
        }
    }

    #[test]
    fn a_name_that_stands_twice_is_refused_where_it_stands() {
        for (text, place) in [
            (r#"{"a": 1, "a": 1}"#, "/a"),
            (r#"{"a": 1, "b": 2, "\u0061": null}"#, "/a"),
            (r#"{"": 1, "": 2}"#, "/"),
            (r#"{"a/b": {"c~d": 1, "e": [], "c~d": 2}}"#, "/a~1b/c~0d"),
            (r#"[{}, [{"a": {"a": 1}, "b": {"a": {}, "a": {}}}]]"#, "/1/0/b/a"),
        ] {
            assert!(matches!(read(text.as_bytes()), Err(Unread::Repeated(at)) if at == place), "{text}");
        }
        for text in [r#"{"a": {"a": {"a": 1}}}"#, r#"[{"a": 1}, {"a": 1}]"#, r#"{"a": 1, "A": 1}"#] {
            assert!(read(text.as_bytes()).is_ok(), "{text}");
        }
    }
}
