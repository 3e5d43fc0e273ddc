//! The version of a resource, and the condition that a change is made on.

use crate::error::{Code, Error, Result};
use sha2::{Digest as _, Sha256};

/// The version of one resource: its number. What is kept from one reader and shown to another is
/// two variants of one version: neither is told that they have what the other was sent, and either
/// may change what they saw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version(pub i64);

impl Version {
    /// The version with this number, in the variant of a reader from whom something is kept, where
    /// it is.
    #[must_use]
    pub const fn partly(number: i64, is_partial: bool) -> Self {
        Self(if is_partial { number.saturating_neg() } else { number })
    }

    /// The version of what is not numbered: made from what it says.
    #[must_use]
    pub fn of_content(content: impl AsRef<[u8]>) -> Self {
        let digest = Sha256::digest(content);
        Self(digest.first_chunk().map_or(0, |head| i64::from_be_bytes(*head) & i64::MAX))
    }

    /// The number.
    #[must_use]
    pub const fn number(self) -> u64 {
        self.0.unsigned_abs()
    }

    /// Whether something of it is kept from the reader.
    #[must_use]
    pub const fn is_partial(self) -> bool {
        self.0 < 0
    }
}

/// What the caller says of the version that they have seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Precondition {
    /// Nothing.
    None,
    /// That there is one, whichever it is.
    Any,
    /// That it is one of these.
    OneOf(Vec<Version>),
}

impl Precondition {
    /// Holds where the caller named the present version; refuses where they named none.
    ///
    /// # Errors
    /// 428 where nothing was said of the version, 412 where another one was named.
    pub fn require(&self, present: Version) -> Result<()> {
        if *self == Self::None {
            return Err(Error::new(Code::PreconditionRequired).with_detail(
                "Read the resource first and send its ETag in If-Match, so that nobody's change is lost.",
                "Lisez d'abord la ressource et envoyez son ETag dans If-Match, afin qu'aucune modification ne soit perdue.",
            ));
        }
        self.check(present)
    }

    /// Holds where the caller named the present version, or none: for acts, which honour a
    /// precondition where it is sent.
    ///
    /// # Errors
    /// 412 where another version was named.
    pub fn check(&self, present: Version) -> Result<()> {
        match self {
            Self::None | Self::Any => Ok(()),
            Self::OneOf(seen) if seen.iter().any(|seen| seen.number() == present.number()) => Ok(()),
            Self::OneOf(_) => Err(Error::new(Code::StaleVersion).with_detail(
                "Read it again, look at what changed, and send the new ETag in If-Match.",
                "Relisez la ressource, examinez ce qui a changé et envoyez le nouvel ETag dans If-Match.",
            )),
        }
    }
}
