//! Versions on the wire: strong `ETag`s, and the two conditions that are made on them.
//!
//! # Quirks
//! A tag is compared by the version that it names, in `If-Match` too, where RFC 9110 (13.1.1) asks
//! for the strong comparison. No tag of ours is weak: one that comes back as `W/"3"` or `"3-gzip"`
//! was rewritten by a proxy that compressed the answer, and whoever sends it has seen version 3. To
//! refuse it would be to refuse every change behind such a proxy, for ever.

use super::answer::Answer;
use crate::error::{Code, Error, Fault, Result};
use crate::version::{Precondition, Version};
use actix_web::dev::Payload;
use actix_web::http::header::{HeaderMap, HeaderName, IF_MATCH, IF_NONE_MATCH};
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
    /// The version that the opaque part of a tag names, with or without the coding that a proxy has
    /// added. One that we did not write names none.
    fn read(opaque: &str) -> Option<Version> {
        let opaque = CODINGS.iter().find_map(|coding| opaque.strip_suffix(coding)).unwrap_or(opaque);
        let number = opaque.strip_suffix(PARTIAL);
        let version = Version::partly(number.unwrap_or(opaque).parse().ok()?, number.is_some());
        Some(version).filter(|version| Self(*version).to_string() == format!("\"{opaque}\""))
    }
}

/// Ends the tag of what is kept in part from who reads it.
const PARTIAL: &str = "-partial";

/// What proxies add to the tag of an answer that they compress, where they do not make it weak:
/// httpd and Caddy do so.
const CODINGS: [&str; 4] = ["-gzip", "-br", "-zstd", "-deflate"];

/// The versions that a header names: a list of tags, or `*`.
fn named(headers: &HeaderMap, name: &HeaderName) -> Result<Precondition> {
    let mut lines = Vec::new();
    for value in headers.get_all(name) {
        lines.push(value.to_str().map_err(|_| unreadable(name))?);
    }
    if lines.is_empty() {
        return Ok(Precondition::None);
    }
    // The lines of one header are one list (RFC 9110, 5.3).
    let list = lines.join(",");
    if list.trim() == "*" {
        return Ok(Precondition::Any);
    }
    listed(&list).map(Precondition::OneOf).ok_or_else(|| unreadable(name))
}

/// The versions that a list of tags names; nothing, if it is no such list (RFC 9110, 5.6.1 and
/// 8.8.3): a tag may hold a comma, and a list may have empty places.
fn listed(list: &str) -> Option<Vec<Version>> {
    let blank = [' ', '\t'];
    let mut versions = Vec::new();
    let mut rest = list;
    let mut has_tag = false;
    loop {
        rest = rest.trim_start_matches([' ', '\t', ',']);
        if rest.is_empty() {
            return has_tag.then_some(versions);
        }
        let quoted = rest.strip_prefix("W/").unwrap_or(rest).strip_prefix('"')?;
        let (opaque, after) = quoted.split_once('"')?;
        if opaque.contains(blank) {
            return None;
        }
        has_tag = true;
        versions.extend(ETag::read(opaque));
        rest = after.trim_start_matches(blank);
        if !rest.is_empty() && !rest.starts_with(',') {
            return None;
        }
    }
}

fn unreadable(header: &HeaderName) -> Error {
    let name = if *header == IF_MATCH { "If-Match" } else { "If-None-Match" };
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
        ready(named(request.headers(), &IF_MATCH))
    }
}

/// The version that the caller already has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IfNoneMatch(Precondition);

impl IfNoneMatch {
    /// The answer, or 304 if the caller has this version already, in the variant that they would be
    /// sent.
    #[must_use]
    pub fn unless_seen(&self, answer: Answer) -> Answer {
        let Some(version) = answer.etag else { return answer };
        if self.has_seen(version) { Answer::not_modified(version) } else { answer }
    }

    /// Whether the caller has this version already.
    #[must_use]
    pub fn has_seen(&self, version: Version) -> bool {
        match &self.0 {
            Precondition::None => false,
            Precondition::Any => true,
            Precondition::OneOf(seen) => seen.contains(&version),
        }
    }
}

impl FromRequest for IfNoneMatch {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(named(request.headers(), &IF_NONE_MATCH).map(Self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::http::header::HeaderValue;

    fn read(lines: &[&str]) -> Option<Precondition> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(IF_MATCH, HeaderValue::from_str(line).unwrap());
        }
        named(&headers, &IF_MATCH).ok()
    }

    #[test]
    fn a_tag_is_read_as_it_was_written_and_as_a_proxy_rewrites_it() {
        for version in [Version(1), Version(0), Version(i64::MAX), Version::partly(7, true)] {
            let tag = ETag(version).to_string();
            let seen = Some(Precondition::OneOf(vec![version]));
            let ends = |coding: &str| format!("{}{coding}\"", tag.trim_end_matches('"'));
            for sent in
                [tag.clone(), format!("W/{tag}"), ends("-gzip"), ends("-br"), format!("W/{}", ends("-zstd"))]
            {
                assert_eq!(read(&[&sent]), seen, "{sent}");
            }
        }
        assert_eq!(ETag(Version::partly(7, true)).to_string(), "\"7-partial\"");
    }

    #[test]
    fn what_we_did_not_write_names_no_version() {
        for foreign in [
            "\"01\"",
            "\"+1\"",
            "\"-1\"",
            "\"0-partial\"",
            "\"1-part\"",
            "\"1-gzip-partial\"",
            "\"1-gzip-gzip\"",
            "\"1-lzw\"",
            "\"\"",
            "\"a\"",
            "\"--1-partial\"",
            "\"W/1\"",
            "\"a,b\"",
        ] {
            assert_eq!(read(&[foreign]), Some(Precondition::OneOf(Vec::new())), "{foreign}");
        }
    }

    #[test]
    fn a_list_of_tags_is_read_by_its_grammar() {
        let these =
            |numbers: &[i64]| Some(Precondition::OneOf(numbers.iter().copied().map(Version).collect()));
        assert_eq!(read(&[]), Some(Precondition::None));
        assert_eq!(read(&["*"]), Some(Precondition::Any));
        assert_eq!(read(&[" * "]), Some(Precondition::Any));
        assert_eq!(read(&["\"1\",W/\"2\" ,\t\"3-gzip\""]), these(&[1, 2, 3]));
        assert_eq!(read(&["\"1\"", "\"2\""]), these(&[1, 2]));
        assert_eq!(read(&[", \"1\",, \"x,\" ,\"2\","]), these(&[1, 2]));
        for unreadable in [
            "",
            ",",
            "1",
            "\"1",
            "1\"",
            "w/\"1\"",
            "W/1",
            "W/ \"1\"",
            "\"1\" \"2\"",
            "\"1\"2\"",
            "\"1 \"",
            "\"1\", *",
            "*, *",
        ] {
            assert_eq!(read(&[unreadable]), None, "{unreadable}");
        }
    }
}
