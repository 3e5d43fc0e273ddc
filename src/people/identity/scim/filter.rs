//! Filters (RFC 7644, 3.4.2.2): which users a directory asks for, and which of their addresses an
//! operation means.
//!
//! A filter is held against a user as the directory is shown it, so that nothing can be asked for
//! that cannot be read. What the database has an index for is asked there first
//! ([`Filter::terms`]).

use super::paths::{FieldPath, field, parts, spelled};
use crate::db::types::Instant;
use crate::error::{Code, Error, Fault, Result};
use crate::ids::UserId;
use crate::people::identity::model::Username;
use serde_json::Value;
use serde_json::de::{Deserializer, StrRead};

/// The depth to which parentheses and brackets may stand in each other.
const DEEPEST: usize = 10;

/// One thing that the database is asked of a user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// Its id; `None` for a text that is no id of anybody.
    Id(Option<UserId>),
    /// Its user name, in the form in which names are kept.
    UserName(String),
    /// The directory's own id.
    ExternalId(String),
}

/// How a value is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// `eq`.
    Equal,
    /// `ne`.
    NotEqual,
    /// `co`.
    Contains,
    /// `sw`.
    StartsWith,
    /// `ew`.
    EndsWith,
    /// `gt`.
    Greater,
    /// `ge`.
    GreaterOrEqual,
    /// `lt`.
    Less,
    /// `le`.
    LessOrEqual,
}

/// What must hold.
#[derive(Clone, Debug, PartialEq)]
pub enum Filter {
    /// All of these.
    All(Vec<Filter>),
    /// One of these.
    Any(Vec<Filter>),
    /// Not this.
    Not(Box<Filter>),
    /// The field has a value (`pr`).
    Present(FieldPath),
    /// The field compares so with a value.
    Compares(FieldPath, Comparison, Value),
    /// This holds for one value of a field that has several, whose parts it names as fields.
    OneOf(&'static str, Box<Filter>),
}

impl Filter {
    /// The filter of users that a text spells.
    ///
    /// # Errors
    /// 400 where it cannot be read, or asks for what no user has.
    pub fn of_users(text: &str) -> Result<Self> {
        Self::read(text, None).ok_or_else(unreadable)
    }

    /// The filter of the values of a field, as it stands in brackets.
    #[must_use]
    pub fn of_values(field: &'static str, text: &str) -> Option<Self> {
        Self::read(text, Some(field))
    }

    fn read(text: &str, within: Option<&'static str>) -> Option<Self> {
        let mut reader = Reader { rest: text.trim(), depth: 0 };
        let filter = reader.any(within)?;
        reader.rest.is_empty().then_some(filter)
    }

    /// Whether it holds for a user, or for a value of a field.
    #[must_use]
    pub fn holds(&self, value: &Value) -> bool {
        match self {
            Self::All(filters) => filters.iter().all(|filter| filter.holds(value)),
            Self::Any(filters) => filters.iter().any(|filter| filter.holds(value)),
            Self::Not(filter) => !filter.holds(value),
            Self::Present(path) => values(value, *path).iter().any(|found| !is_nothing(found)),
            Self::Compares(path, Comparison::NotEqual, wanted) => {
                !values(value, *path).iter().any(|found| compares(*path, Comparison::Equal, found, wanted))
            }
            Self::Compares(path, Comparison::Equal, Value::Null) => {
                values(value, *path).iter().all(|found| is_nothing(found))
            }
            Self::Compares(path, comparison, wanted) => {
                values(value, *path).iter().any(|found| compares(*path, *comparison, found, wanted))
            }
            Self::OneOf(field, filter) => {
                let items = value.get(field).and_then(Value::as_array).into_iter().flatten();
                items.into_iter().any(|item| filter.holds(item))
            }
        }
    }

    /// What the database is asked, and whether that is all of the filter.
    #[must_use]
    pub fn terms(&self) -> (Vec<Term>, bool) {
        match self {
            Self::All(filters) => {
                let mut terms = Vec::new();
                let mut is_all = true;
                for filter in filters {
                    let (inner, is_whole) = filter.terms();
                    terms.extend(inner);
                    is_all &= is_whole;
                }
                (terms, is_all)
            }
            Self::Compares(path, Comparison::Equal, Value::String(text)) => {
                let term = match (path.field, path.part) {
                    ("id", None) => Term::Id(text.parse().ok()),
                    ("userName", None) => Term::UserName(Username::typed(text).into()),
                    ("externalId", None) => Term::ExternalId(text.clone()),
                    _ => return (Vec::new(), false),
                };
                (vec![term], true)
            }
            _ => (Vec::new(), false),
        }
    }

    /// The parts that a value has for which it holds, as far as it says so: of
    /// `type eq "work"` they are `type` and `"work"`.
    pub fn equalities(&self) -> Vec<(&'static str, Value)> {
        match self {
            Self::All(filters) => filters.iter().flat_map(Self::equalities).collect(),
            Self::Compares(path, Comparison::Equal, wanted) => vec![(path.field, wanted.clone())],
            _ => Vec::new(),
        }
    }
}

fn is_nothing(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}

/// The values that a path has. Of a field with parts of which none is named it is the `value` that
/// counts (RFC 7644, 3.4.2.2).
fn values(value: &Value, path: FieldPath) -> Vec<&Value> {
    let Some(found) = value.get(path.field) else { return Vec::new() };
    match found {
        Value::Array(items) => items.iter().filter_map(|item| part_of(item, path.part)).collect(),
        _ => part_of(found, path.part).and_then(|part| part_of(part, path.inner)).into_iter().collect(),
    }
}

fn part_of<'v>(item: &'v Value, part: Option<&str>) -> Option<&'v Value> {
    match part {
        Some(part) => item.get(part),
        None => Some(item.get("value").unwrap_or(item)),
    }
}

fn compares(path: FieldPath, comparison: Comparison, found: &Value, wanted: &Value) -> bool {
    match (found, wanted) {
        (Value::Bool(found), Value::Bool(wanted)) => comparison == Comparison::Equal && found == wanted,
        // Entra ID writes truth values as texts.
        (Value::Bool(found), Value::String(wanted)) => {
            comparison == Comparison::Equal && wanted.eq_ignore_ascii_case(&found.to_string())
        }
        (Value::String(found), Value::String(wanted)) => {
            if path.field == "meta"
                && let (Ok(found), Ok(wanted)) =
                    (Instant::try_from(found.clone()), Instant::try_from(wanted.clone()))
            {
                return ordered(comparison, found.cmp(&wanted));
            }
            let (found, wanted) = if path.field == "userName" {
                (found.clone(), Username::typed(wanted).into())
            } else if path.is_case_exact() {
                (found.clone(), wanted.clone())
            } else {
                (found.to_lowercase(), wanted.to_lowercase())
            };
            match comparison {
                Comparison::Contains => found.contains(&wanted),
                Comparison::StartsWith => found.starts_with(&wanted),
                Comparison::EndsWith => found.ends_with(&wanted),
                other => ordered(other, found.cmp(&wanted)),
            }
        }
        _ => false,
    }
}

fn ordered(comparison: Comparison, order: std::cmp::Ordering) -> bool {
    match comparison {
        Comparison::Equal => order.is_eq(),
        Comparison::NotEqual => order.is_ne(),
        Comparison::Greater => order.is_gt(),
        Comparison::GreaterOrEqual => order.is_ge(),
        Comparison::Less => order.is_lt(),
        Comparison::LessOrEqual => order.is_le(),
        Comparison::Contains | Comparison::StartsWith | Comparison::EndsWith => false,
    }
}

/// What is left of a text to be read.
struct Reader<'a> {
    rest: &'a str,
    depth: usize,
}

impl Reader<'_> {
    /// Filters joined by `or`.
    fn any(&mut self, within: Option<&'static str>) -> Option<Filter> {
        let first = self.all(within)?;
        let mut filters = vec![first];
        while self.word("or") {
            filters.push(self.all(within)?);
        }
        if filters.len() == 1 { filters.pop() } else { Some(Filter::Any(filters)) }
    }

    /// Filters joined by `and`, which binds more tightly.
    fn all(&mut self, within: Option<&'static str>) -> Option<Filter> {
        let first = self.one(within)?;
        let mut filters = vec![first];
        while self.word("and") {
            filters.push(self.one(within)?);
        }
        if filters.len() == 1 { filters.pop() } else { Some(Filter::All(filters)) }
    }

    fn one(&mut self, within: Option<&'static str>) -> Option<Filter> {
        if self.word("not") {
            return self.grouped('(', ')', within).map(|filter| Filter::Not(Box::new(filter)));
        }
        if self.rest.starts_with('(') {
            return self.grouped('(', ')', within);
        }
        let end = self.rest.find(|c: char| c.is_whitespace() || "[]()".contains(c));
        let (name, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        let path = match within {
            Some(whole) => FieldPath::whole(spelled(parts(whole), name)?),
            None => field(name)?,
        };
        if within.is_none() && path.part.is_none() && self.rest.starts_with('[') {
            return self.one_of(path.field);
        }
        self.compared(path)
    }

    /// `emails[type eq "work"]`, or with a comparison behind it of a part of the same value:
    /// `emails[type eq "work"].value eq "a@example.org"`.
    fn one_of(&mut self, field: &'static str) -> Option<Filter> {
        let inner = self.grouped('[', ']', Some(field))?;
        let inner = match self.rest.strip_prefix('.') {
            None => inner,
            Some(rest) => {
                let (name, rest) = rest.split_once(char::is_whitespace)?;
                let part = FieldPath::whole(spelled(parts(field), name)?);
                self.rest = rest;
                Filter::All(vec![inner, self.compared(part)?])
            }
        };
        Some(Filter::OneOf(field, Box::new(inner)))
    }

    fn grouped(&mut self, open: char, close: char, within: Option<&'static str>) -> Option<Filter> {
        self.depth = self.depth.saturating_add(1);
        if self.depth > DEEPEST {
            return None;
        }
        self.rest = self.rest.trim_start().strip_prefix(open)?.trim_start();
        let filter = self.any(within)?;
        self.rest = self.rest.trim_start().strip_prefix(close)?;
        self.depth = self.depth.saturating_sub(1);
        Some(filter)
    }

    /// An operator and its value.
    fn compared(&mut self, path: FieldPath) -> Option<Filter> {
        if self.word("pr") {
            return Some(Filter::Present(path));
        }
        let comparison = [
            ("eq", Comparison::Equal),
            ("ne", Comparison::NotEqual),
            ("co", Comparison::Contains),
            ("sw", Comparison::StartsWith),
            ("ew", Comparison::EndsWith),
            ("gt", Comparison::Greater),
            ("ge", Comparison::GreaterOrEqual),
            ("lt", Comparison::Less),
            ("le", Comparison::LessOrEqual),
        ]
        .into_iter()
        .find_map(|(word, comparison)| self.word(word).then_some(comparison))?;
        let value = self.value()?;
        let is_ordering = !matches!(comparison, Comparison::Equal | Comparison::NotEqual);
        let fits = value.is_string() || !is_ordering;
        fits.then_some(Filter::Compares(path, comparison, value))
    }

    /// A value as JSON writes it: a text in double quotes, a truth value or null. No field holds a
    /// number.
    fn value(&mut self) -> Option<Value> {
        for (word, value) in
            [("true", Value::Bool(true)), ("false", Value::Bool(false)), ("null", Value::Null)]
        {
            if self.word(word) {
                return Some(value);
            }
        }
        let mut texts = Deserializer::<StrRead<'_>>::from_str(self.rest).into_iter::<String>();
        let text = texts.next()?.ok()?;
        self.rest = self.rest.get(texts.byte_offset()..)?;
        Some(Value::String(text))
    }

    /// Whether a word comes next, in any case; if so, it is read.
    fn word(&mut self, word: &str) -> bool {
        let rest = self.rest.trim_start();
        let Some((head, tail)) = rest.split_at_checked(word.len()) else { return false };
        let ends = tail.chars().next().is_none_or(|next| next.is_whitespace() || "()[]".contains(next));
        let is_next = ends && head.eq_ignore_ascii_case(word);
        if is_next {
            self.rest = tail.trim_start();
        }
        is_next
    }
}

fn unreadable() -> Error {
    Error::new(Code::InvalidQuery).with_faults(vec![Fault::query(
        "filter",
        "invalid_filter",
        "Filter by a field of GET /v1/scim/v2/Schemas, as userName eq \"...\" or emails[type eq \"work\"].value eq \"...\": eq, ne, co, sw, ew, gt, ge, lt, le or pr, joined by and, or, not and parentheses.",
        "Filtrez par un champ de GET /v1/scim/v2/Schemas, comme userName eq \"...\" ou emails[type eq \"work\"].value eq \"...\" : eq, ne, co, sw, ew, gt, ge, lt, le ou pr, reliés par and, or, not et des parenthèses.",
    )])
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn user() -> Value {
        json!({
            "id": "1", "externalId": "X", "userName": "an.nguyen@example.org", "name": {"familyName": "Nguyen"}, "active": true,
            "emails": [{"value": "an@w.ca", "type": "work", "primary": true}, {"value": "an@h.ca", "type": "home"}],
            "urn:greffe:scim:schemas:extension:2.0:User": {"role": "viewer"},
            "meta": {"created": "2026-03-09T14:00:00.000000Z"}
        })
    }

    #[test]
    fn a_filter_is_held_against_the_user_as_it_is_shown() {
        for held in [
            r#"userName eq "An.Nguyen@Example.org""#,
            r#" username EQ "an.nguyen@example.org" "#,
            r#"externalId eq "X" and active eq true"#,
            r#"urn:ietf:params:scim:schemas:core:2.0:User:name.familyName sw "nguy""#,
            r#"urn:greffe:scim:schemas:extension:2.0:User:role eq "viewer""#,
            r#"emails.value eq "AN@h.ca""#,
            r#"emails co "@w.""#,
            r#"emails[type eq "work"].value eq "an@w.ca""#,
            r#"emails[type eq "work" and value ew "w.ca"]"#,
            r#"emails[primary eq "True"]"#,
            "emails pr and name.familyName pr",
            "name.givenName eq null",
            r#"name.givenName ne "An""#,
            "not(displayName pr)",
            r#"displayName pr or (userName co "nguyen" and not (active eq false))"#,
            r#"userName eq "x" and displayName pr or active eq true"#,
            r#"meta.created gt "2026-03-09T08:59:00-05:00""#,
            r#"meta.created le "2026-03-09T14:00:00Z""#,
        ] {
            assert!(Filter::of_users(held).unwrap().holds(&user()), "{held}");
        }
        for not_held in [
            r#"userName eq "x""#,
            r#"externalId eq "x""#,
            r#"emails[type eq "home"].value eq "an@w.ca""#,
            "displayName pr",
            "active eq false",
            r#"userName eq "x" and (displayName pr or active eq true)"#,
            r#"meta.created lt "2026-03-09T14:00:00Z""#,
        ] {
            assert!(!Filter::of_users(not_held).unwrap().holds(&user()), "{not_held}");
        }
    }

    #[test]
    fn what_is_no_filter_is_refused() {
        let deep = format!("{}active eq true{}", "(".repeat(DEEPEST + 1), ")".repeat(DEEPEST + 1));
        for wrong in [
            "",
            "userName",
            "userName eq",
            "userName eq x",
            "userName eq \"x",
            "userName eq 1",
            "userName is \"x\"",
            r#"userName eq "x" and"#,
            r#"userName eq "x" trailing"#,
            r#"password eq "x""#,
            r#"x509Certificates eq "x""#,
            "active gt true",
            "(active eq true",
            "active eq true)",
            "emails[type eq \"work\"",
            "emails[nonsense pr]",
            "not active eq true",
            &deep,
        ] {
            assert!(Filter::of_users(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn what_has_an_index_is_asked_of_the_database() {
        let terms = |text: &str| Filter::of_users(text).unwrap().terms();
        let named = || Term::UserName("y".to_owned());
        let both = vec![Term::ExternalId("X".to_owned()), named()];
        assert_eq!(terms(r#"externalId eq "X" and userName eq "Y""#), (both, true));
        assert_eq!(terms(r#"userName eq "Y" and active eq true"#), (vec![named()], false));
        assert_eq!(terms(r#"userName eq "y" or active eq true"#), (Vec::new(), false));
        assert_eq!(terms(r#"id eq "nobody""#), (vec![Term::Id(None)], true));
    }
}
