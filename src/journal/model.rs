//! The content of an entry of the journal, and the hash that it carries.

use crate::coded::coded;
use crate::db::stored;
use crate::ids::{CaseId, GroupId, OrganizationId, UserId};
use sha2::{Digest as _, Sha256};

/// The subject of an entry: each has a chain of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A case, with its parties, docket, deadlines, assignments and notes.
    Case(CaseId),
    /// A user.
    User(UserId),
    /// An organisation, with its matrices, roles and portfolios.
    Organization(OrganizationId),
    /// A group, with its members, meetings, decisions and action items.
    Group(GroupId),
    /// The service as a whole: what it goes by, and what it says of its own record.
    Service,
}

impl Subject {
    /// The case, if it is one.
    #[must_use]
    pub const fn case(self) -> Option<CaseId> {
        match self {
            Self::Case(id) => Some(id),
            Self::User(_) | Self::Organization(_) | Self::Group(_) | Self::Service => None,
        }
    }
}

/// The case that a subject is, as it is written; nothing, if it is something else.
#[must_use]
pub fn case_in(subject: &str) -> Option<CaseId> {
    subject.strip_prefix("case:").and_then(|id| id.parse().ok())
}

impl std::fmt::Display for Subject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Case(id) => write!(f, "case:{id}"),
            Self::User(id) => write!(f, "user:{id}"),
            Self::Organization(id) => write!(f, "organization:{id}"),
            Self::Group(id) => write!(f, "group:{id}"),
            Self::Service => f.write_str("service"),
        }
    }
}

/// The act that was done, as `noun.verb`: `case.created`, `event.recorded`, `deadline.extended`.
pub type Action = &'static str;

coded! {
    /// What kind of act an entry records.
    pub enum EntryKind {
        /// Something was changed.
        Write = "write";
        /// Something sensitive was read.
        Read = "read";
        /// Somebody signed in, or was refused.
        Security = "security";
    }
}
stored!(EntryKind);

/// The hash before the first entry of a chain.
pub const GENESIS: &str = "";

/// The beginning of each hash, so that one kind is never taken for another. What came before these
/// began with a byte of 0 or 1.
const CONTENT: &str = "greffe journal content 1\n";
const ENTRY: &str = "greffe journal entry 1\n";
const LINK: &str = "greffe journal link 1\n";

/// The content that the hash of an entry covers: everything but its sequence number, which the
/// database gives.
#[derive(Clone, Copy, Debug)]
#[expect(missing_docs, reason = "they are the columns of an entry")]
pub struct Hashed<'a> {
    pub subject: &'a str,
    pub position: i64,
    pub action: &'a str,
    pub actor: &'a str,
    pub request_id: &'a str,
    /// The instant in UTC, as [`Instant`](crate::db::types::Instant) writes it.
    pub at: &'a str,
    pub kind: &'a str,
}

impl Hashed<'_> {
    /// The digest of the entry: of all that it holds, with the hash of its content in place of
    /// that. What is before it in its chain has no part in it, so that it can be shown without what
    /// it stands for.
    #[must_use]
    pub fn digest(&self, content: &str) -> String {
        let position = self.position.to_string();
        let parts =
            [self.subject, &position, self.action, self.actor, self.request_id, self.at, self.kind, content];
        hash_of(ENTRY, parts.map(Some))
    }

    /// The hash of an entry from before there were digests: over the hash before it and all parts
    /// at once.
    #[must_use]
    pub fn hash_of_old(&self, previous: &str, before: Option<&str>, after: Option<&str>) -> String {
        let position = self.position.to_string();
        let parts = [
            Some(previous),
            Some(self.subject),
            Some(&position),
            Some(self.action),
            Some(self.actor),
            Some(self.request_id),
            Some(self.at),
            Some(self.kind),
            before,
            after,
        ];
        hash_of("", parts)
    }
}

/// The hash of what an entry says: it stays when the entry has lost what it said.
#[must_use]
pub fn content_hash(before: Option<&str>, after: Option<&str>) -> String {
    hash_of(CONTENT, [before, after])
}

/// The hash that an entry carries: of the hash before it and of its digest.
#[must_use]
pub fn link(previous: &str, digest: &str) -> String {
    hash_of(LINK, [Some(previous), Some(digest)])
}

/// SHA-256 over the parts, each with its length before it, so that no part can lend a byte to its
/// neighbour.
fn hash_of<const N: usize>(domain: &str, parts: [Option<&str>; N]) -> String {
    let mut hasher = Sha256::new_with_prefix(domain);
    for part in parts {
        match part {
            Some(part) => {
                hasher.update([1]);
                hasher.update(part.len().to_be_bytes());
                hasher.update(part);
            }
            None => hasher.update([0]),
        }
    }
    hex::encode(hasher.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ENTRY_OF_A_CASE: Hashed<'_> = Hashed {
        subject: "case:1",
        position: 1,
        action: "case.created",
        actor: "user:1",
        request_id: "r",
        at: "2026-03-09T14:00:00.000000Z",
        kind: "write",
    };

    #[test]
    fn a_byte_that_moves_to_the_next_part_changes_the_hash() {
        assert_ne!(content_hash(Some("ab"), Some("c")), content_hash(Some("a"), Some("bc")));
        assert_ne!(content_hash(None, Some("")), content_hash(Some(""), None));
        let moved = Hashed { action: "case.create", actor: "duser:1", ..ENTRY_OF_A_CASE };
        assert_ne!(ENTRY_OF_A_CASE.digest("x"), moved.digest("x"));
    }

    #[test]
    fn no_kind_of_hash_is_another() {
        let parts = [Some("a"), Some("b")];
        let all = ["", CONTENT, LINK, ENTRY].map(|domain| hash_of(domain, parts));
        let kinds: std::collections::HashSet<_> = all.iter().collect();
        assert_eq!(kinds.len(), 4);
    }

    #[test]
    fn the_formulas_stay_what_they_were() {
        let content = content_hash(None, Some("{}"));
        let hash = link(GENESIS, &ENTRY_OF_A_CASE.digest(&content));
        assert_eq!(hash, "db39804384bcc7b9f9db388bf2e9db449d1cee1fdbd6a218a64a0f3c6a90fa17");
        let old = ENTRY_OF_A_CASE.hash_of_old(GENESIS, None, Some("{}"));
        assert_eq!(old, "19ee1b9867f0582b6e622782fb17d719832c83d1556d752edc0e2f394930d786");
    }
}
