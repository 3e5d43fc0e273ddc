//! Filters (RFC 7644, 3.4.2.2), as far as directories use them to find one user.

use crate::error::{Code, Error, Fault, Result};
use crate::ids::UserId;
use crate::people::identity::model::Username;
use serde_json::de::{Deserializer, StrRead};

/// One thing that is asked of a user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// Its id; `None` for a text that is no id of anybody.
    Id(Option<UserId>),
    /// Its user name, in the form in which names are kept.
    UserName(String),
    /// The directory's own id.
    ExternalId(String),
}

/// The terms of a filter, all of which must hold.
///
/// # Errors
/// 400 where it cannot be read, or asks for something else.
pub fn parse(filter: &str) -> Result<Vec<Term>> {
    let mut terms = Vec::new();
    let mut rest = filter.trim();
    loop {
        let (term, after) = term(rest).ok_or_else(unreadable)?;
        terms.push(term);
        rest = after.trim_start();
        if rest.is_empty() {
            return Ok(terms);
        }
        rest = word(rest, "and").ok_or_else(unreadable)?;
    }
}

/// A term at the beginning of a text, and what is left after it.
fn term(text: &str) -> Option<(Term, &str)> {
    let (attribute, rest) = text.split_once(char::is_whitespace)?;
    let rest = word(rest.trim_start(), "eq")?;
    // A text of SCIM is one of JSON, with quotes in it if there are any.
    let mut values = Deserializer::<StrRead<'_>>::from_str(rest).into_iter::<String>();
    let value = values.next()?.ok()?;
    let rest = rest.get(values.byte_offset()..)?;
    let term = match attribute.to_ascii_lowercase().as_str() {
        "id" => Term::Id(value.parse().ok()),
        "username" => Term::UserName(Username::typed(&value).into()),
        "externalid" => Term::ExternalId(value),
        _ => return None,
    };
    Some((term, rest))
}

/// The rest of a text after a word and the blank behind it.
fn word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let (first, rest) = text.split_once(char::is_whitespace)?;
    first.eq_ignore_ascii_case(word).then(|| rest.trim_start())
}

fn unreadable() -> Error {
    Error::new(Code::InvalidQuery).with_faults(vec![Fault::query(
        "filter",
        "invalid_filter",
        "Filter as userName eq \"...\", externalId eq \"...\" or id eq \"...\", joined by and.",
        "Filtrez par userName eq \"...\", externalId eq \"...\" ou id eq \"...\", reliés par and.",
    )])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_read_as_directories_write_it() {
        let named = |name: &str| Term::UserName(name.to_owned());
        assert_eq!(
            parse(r#"userName eq "An.Nguyen@Example.org""#).unwrap(),
            [named("an.nguyen@example.org")]
        );
        assert_eq!(parse(r#" username EQ "a \"b\" and c" "#).unwrap(), [named(r#"a "b" and c"#)]);
        let both = parse(r#"externalId eq "X" and userName eq "y""#).unwrap();
        assert_eq!(both, [Term::ExternalId("X".to_owned()), named("y")]);
        assert_eq!(parse(r#"id eq "nobody""#).unwrap(), [Term::Id(None)]);
        for wrong in [
            "",
            "userName",
            "userName eq",
            "userName eq x",
            "userName eq \"x",
            r#"userName co "x""#,
            r#"userName eq "x" or userName eq "y""#,
            r#"userName eq "x" and"#,
            r#"userName eq "x" trailing"#,
            r#"password eq "x""#,
            r#"(userName eq "x")"#,
        ] {
            assert!(parse(wrong).is_err(), "{wrong}");
        }
    }
}
