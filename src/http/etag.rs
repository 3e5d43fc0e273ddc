//! Versions on the wire: strong `ETag`s, and the two conditions that are made on them.

use super::answer::Answer;
use crate::error::{Code, Error, Fault, Result};
use actix_web::dev::Payload;
use actix_web::http::header::{HeaderMap, IF_MATCH, IF_NONE_MATCH};
use actix_web::{FromRequest, HttpRequest};
use sha2::{Digest as _, Sha256};
use std::future::{Ready, ready};

/// The version of one resource, as a strong entity tag. What is kept from one reader and shown to another has two tags of one
/// version: neither is told that it has what the other was sent, and either may change what it saw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ETag(pub i64);

impl ETag {
    /// The tag of a version, or of a version of which something is kept from the reader.
    #[must_use]
    pub const fn partly(version: i64, is_partial: bool) -> Self {
        Self(if is_partial { version.saturating_neg() } else { version })
    }

    /// The tag of what has no version of its own, made from what it says.
    #[must_use]
    pub fn of_content(content: impl AsRef<[u8]>) -> Self {
        let digest = Sha256::digest(content);
        Self(digest.first_chunk().map_or(0, |head| i64::from_be_bytes(*head) & i64::MAX))
    }
}

impl std::fmt::Display for ETag {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let partial = if self.0 < 0 { "-partial" } else { "" };
        write!(f, "\"{}{partial}\"", self.0.unsigned_abs())
    }
}

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
    Error::new(Code::InvalidHeader).with(vec![Fault::header(
        name,
        "invalid_entity_tag",
        "Send the ETag of the resource as you received it, in double quotes, or *.",
        "Envoyez l'ETag de la ressource tel que reçu, entre guillemets droits, ou *.",
    )])
}

/// The version that the caller says it has seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Precondition(Option<Tags>);

impl Precondition {
    /// No condition, for acts that come from inside.
    #[must_use]
    pub const fn none() -> Self {
        Self(None)
    }

    /// Refuses a caller who named another version than the present one, or none.
    ///
    /// # Errors
    /// 428 where `If-Match` was not sent, 412 where it names another version.
    pub fn require(&self, present: ETag) -> Result<()> {
        if self.0.is_none() {
            return Err(Error::new(Code::PreconditionRequired).saying(
                "Read the resource first and send its ETag in If-Match, so that nobody's change is lost.",
                "Lisez d'abord la ressource et envoyez son ETag dans If-Match, afin qu'aucune modification ne soit perdue.",
            ));
        }
        self.check(present)
    }

    /// Refuses a caller who named another version than the present one: for acts, which honour
    /// `If-Match` if it is sent.
    ///
    /// # Errors
    /// 412 where it names another version.
    pub fn check(&self, present: ETag) -> Result<()> {
        let is_present =
            |tag: &String| [present, Self::other(present)].iter().any(|present| *tag == present.to_string());
        match &self.0 {
            None | Some(Tags::Any) => Ok(()),
            Some(Tags::These(tags)) if tags.iter().any(is_present) => Ok(()),
            Some(Tags::These(_)) => Err(Error::new(Code::StaleVersion).saying(
                "Read it again, look at what changed, and send the new ETag in If-Match.",
                "Relisez la ressource, examinez ce qui a changé et envoyez le nouvel ETag dans If-Match.",
            )),
        }
    }
}

impl Precondition {
    /// The tag under which others have the same version.
    const fn other(present: ETag) -> ETag {
        ETag(present.0.saturating_neg())
    }
}

impl FromRequest for Precondition {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Tags::read(request.headers(), &IF_MATCH).map(Self))
    }
}

/// The version that the caller already has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen(Option<Tags>);

impl Seen {
    /// The answer, or 304 if the caller has this version already. Tags are compared weakly (RFC
    /// 9110, 13.1.2).
    #[must_use]
    pub fn unless_seen(&self, answer: Answer) -> Answer {
        let Some(etag) = answer.etag else { return answer };
        let seen = match &self.0 {
            None => false,
            Some(Tags::Any) => true,
            Some(Tags::These(tags)) => {
                let present = etag.to_string();
                tags.iter().any(|tag| tag.strip_prefix("W/").unwrap_or(tag) == present)
            }
        };
        if seen { Answer::not_modified(etag) } else { answer }
    }
}

impl FromRequest for Seen {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Tags::read(request.headers(), &IF_NONE_MATCH).map(Self))
    }
}
