//! What an entry of the journal says, and the hash that it carries.

use crate::db::types::{Instant, Json};
use crate::ids::{CaseId, GroupId, OrganizationId, UserId};
use sha2::{Digest as _, Sha256};

/// What an entry is about: each has a chain of its own.
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
    /// The case, where it is one.
    #[must_use]
    pub const fn case(self) -> Option<CaseId> {
        match self {
            Self::Case(id) => Some(id),
            Self::User(_) | Self::Organization(_) | Self::Group(_) | Self::Service => None,
        }
    }
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

/// What was done, as `noun.verb`: `case.created`, `event.recorded`, `deadline.extended`.
pub type Action = &'static str;

/// What kind of act an entry records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Something was changed.
    Write,
    /// Something sensitive was read.
    Read,
    /// Somebody signed in, or was refused.
    Security,
}

impl Kind {
    /// As it is kept and written on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Write => "write",
            Self::Read => "read",
            Self::Security => "security",
        }
    }
}

/// The hash before the first entry of a chain.
pub const GENESIS: &str = "";

/// What the hash of an entry covers: everything but its sequence number, which the database gives.
#[expect(missing_docs, reason = "they are the columns of an entry")]
pub struct Hashed<'a> {
    pub previous_hash: &'a str,
    pub subject: &'a str,
    pub position: i64,
    pub action: &'a str,
    pub actor: &'a str,
    pub request_id: &'a str,
    pub at: Instant,
    pub kind: &'a str,
    pub before: Option<&'a Json>,
    pub after: Option<&'a Json>,
}

impl Hashed<'_> {
    /// SHA-256 over the parts, each with its length before it, so that no part can lend a byte to its neighbour.
    #[must_use]
    pub fn hash(&self) -> String {
        let position = self.position.to_string();
        let at = self.at.to_string();
        let parts = [
            Some(self.previous_hash),
            Some(self.subject),
            Some(&position),
            Some(self.action),
            Some(self.actor),
            Some(self.request_id),
            Some(&at),
            Some(self.kind),
            self.before.map(Json::get),
            self.after.map(Json::get),
        ];
        let mut hasher = Sha256::new();
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
}
