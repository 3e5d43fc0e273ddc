//! Versions on the wire: strong `ETag`s, and the two conditions that are made on them.

use super::answer::Answer;
use crate::error::{Code, Error, Fault, Result};
use crate::version::{Precondition, Version};
use actix_web::dev::Payload;
use actix_web::http::header::{HeaderMap, IF_MATCH, IF_NONE_MATCH};
use actix_web::{FromRequest, HttpRequest};
use std::future::{Ready, ready};

/// A version as a strong entity tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ETag(pub Version);

impl std::fmt::Display for ETag {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let partial = if self.0.is_partial() { PARTIAL } else { "" };
        write!(f, "\"{}{partial}\"", self.0.number())
    }
}

impl ETag {
    /// The version that a tag names. One that is weak, or that we did not write, names none.
    fn read(tag: &str) -> Option<Version> {
        let opaque = tag.strip_prefix('"')?.strip_suffix('"')?;
        let number = opaque.strip_suffix(PARTIAL);
        let version = Version::partly(number.unwrap_or(opaque).parse().ok()?, number.is_some());
        Some(version).filter(|version| Self(*version).to_string() == tag)
    }
}

/// Ends the tag of what is kept in part from who reads it.
const PARTIAL: &str = "-partial";

/// A list of entity tags, or `*`.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Tags {
    Any,
    These(Vec<String>),
}

impl Tags {
    fn read(headers: &HeaderMap, name: &actix_web::http::header::HeaderName) -> Result<Option<Self>> {
        let mut tags = Vec::new();
        let mut sent = false;
        for value in headers.get_all(name) {
            sent = true;
            let text = value.to_str().map_err(|_| unreadable(name.as_str()))?;
            for tag in text.split(',').map(str::trim) {
                if tag == "*" {
                    return Ok(Some(Self::Any));
                }
                let opaque = tag.strip_prefix("W/").unwrap_or(tag);
                if opaque.len() < 2 || !opaque.starts_with('"') || !opaque.ends_with('"') {
                    return Err(unreadable(name.as_str()));
                }
                tags.push(tag.to_owned());
            }
        }
        Ok(sent.then_some(Self::These(tags)))
    }
}

fn unreadable(header: &str) -> Error {
    let name = if header.eq_ignore_ascii_case("if-match") { "If-Match" } else { "If-None-Match" };
    Error::new(Code::InvalidHeader).with_faults(vec![Fault::header(
        name,
        "invalid_entity_tag",
        "Send the ETag of the resource as you received it, in double quotes, or *.",
        "Envoyez l'ETag de la ressource tel que reçu, entre guillemets droits, ou *.",
    )])
}

impl FromRequest for Precondition {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Tags::read(request.headers(), &IF_MATCH).map(|sent| match sent {
            None => Self::None,
            Some(Tags::Any) => Self::Any,
            Some(Tags::These(tags)) => Self::OneOf(tags.iter().filter_map(|tag| ETag::read(tag)).collect()),
        }))
    }
}

/// The version that the caller already has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IfNoneMatch(Option<Tags>);

impl IfNoneMatch {
    /// The answer, or 304 if the caller has this version already. Tags are compared weakly (RFC
    /// 9110, 13.1.2).
    #[must_use]
    pub fn unless_seen(&self, answer: Answer) -> Answer {
        let Some(version) = answer.etag else { return answer };
        let seen = match &self.0 {
            None => false,
            Some(Tags::Any) => true,
            Some(Tags::These(tags)) => {
                let present = ETag(version).to_string();
                tags.iter().any(|tag| tag.strip_prefix("W/").unwrap_or(tag) == present)
            }
        };
        if seen { Answer::not_modified(version) } else { answer }
    }
}

impl FromRequest for IfNoneMatch {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Tags::read(request.headers(), &IF_NONE_MATCH).map(Self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_read_as_it_was_written_and_no_other_way() {
        for version in [Version(1), Version(0), Version(i64::MAX), Version::partly(7, true)] {
            assert_eq!(ETag::read(&ETag(version).to_string()), Some(version));
        }
        assert_eq!(ETag(Version::partly(7, true)).to_string(), "\"7-partial\"");
        for foreign in [
            "\"01\"",
            "\"+1\"",
            "\"-1\"",
            "\"0-partial\"",
            "\"1-part\"",
            "W/\"1\"",
            "\"\"",
            "1",
            "\"a\"",
            "\"--1-partial\"",
        ] {
            assert_eq!(ETag::read(foreign), None, "{foreign}");
        }
    }
}
