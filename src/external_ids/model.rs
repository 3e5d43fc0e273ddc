//! An external id, whose it is, and how a row keeps its own.

use crate::coded::coded;
use crate::db::{stored, stored_json};
use crate::error::{Code, Error, Fault, Result};
use crate::ids::{CaseId, EventId, GroupId, OrganizationId, PartyId, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// An id that another system has given to what is kept here.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"system": "GCMS", "id": "A123"}))]
pub struct ExternalId {
    /// The system, by a short name that its users know. It is brought to capital letters.
    #[schema(min_length = 1, max_length = 40, pattern = "^[A-Za-z][A-Za-z0-9._-]*$")]
    pub system: String,
    /// The id in that system, as it is written there.
    #[schema(min_length = 1, max_length = 200, pattern = r"^\s*\S.*$")]
    pub id: String,
}

impl ExternalId {
    /// The id in the one spelling in which it is kept.
    #[must_use]
    pub fn kept(self) -> Self {
        Self { system: self.system.to_ascii_uppercase(), id: self.id.trim().to_owned() }
    }

    /// The id that a filter names, as `SYSTEM:ID`.
    ///
    /// # Errors
    /// 400 where it is not written so.
    pub fn asked(written: &str) -> Result<Self> {
        let parts = written.split_once(':').map(|(system, id)| (system.trim(), id.trim()));
        match parts {
            Some((system, id)) if !system.is_empty() && !id.is_empty() => {
                Ok(Self { system: system.to_owned(), id: id.to_owned() }.kept())
            }
            _ => Err(Error::new(Code::InvalidQuery).with_faults(vec![Fault::query(
                "external_id",
                "unreadable",
                "An external id is asked for as SYSTEM:ID, such as GCMS:A123.",
                "Un identifiant externe se demande sous la forme SYSTÈME:IDENTIFIANT, par exemple GCMS:A123.",
            )])),
        }
    }
}

/// The external ids of one thing: each once, by system and id.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ExternalIds(Vec<ExternalId>);

impl ExternalIds {
    /// The ids that somebody wrote, in the spelling in which they are kept.
    #[must_use]
    pub fn written(ids: Vec<ExternalId>) -> Self {
        let mut ids: Vec<_> = ids.into_iter().map(ExternalId::kept).collect();
        ids.sort();
        ids.dedup();
        Self(ids)
    }

    /// The ids, by system and id.
    #[must_use]
    pub fn as_slice(&self) -> &[ExternalId] {
        &self.0
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

stored_json!(ExternalIds);

coded! {
    /// What has external ids.
    pub enum ExternalIdKind {
        /// A case.
        Case = "case", "Case", "Dossier";
        /// A party to a case.
        Party = "party", "Party", "Partie";
        /// An entry of a docket.
        Event = "event", "Docket entry", "Inscription";
        /// A user.
        User = "user", "User", "Utilisateur";
        /// A group.
        Group = "group", "Group", "Groupe";
    }
}
stored!(ExternalIdKind);

/// One thing that has external ids, with the scope in which no other of its kind has the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExternallyKnown {
    /// A case, among those of its organisation.
    Case(CaseId, OrganizationId),
    /// A party, among those of its case: one person may be a party to many.
    Party(PartyId, CaseId),
    /// An entry of a docket, among those of its case.
    Event(EventId, CaseId),
    /// A user, among those of their organisation.
    User(UserId, OrganizationId),
    /// A group, among those of its organisation.
    Group(GroupId, OrganizationId),
}

impl ExternallyKnown {
    /// The kind.
    #[must_use]
    pub const fn kind(self) -> ExternalIdKind {
        match self {
            Self::Case(..) => ExternalIdKind::Case,
            Self::Party(..) => ExternalIdKind::Party,
            Self::Event(..) => ExternalIdKind::Event,
            Self::User(..) => ExternalIdKind::User,
            Self::Group(..) => ExternalIdKind::Group,
        }
    }

    /// The id of the thing itself.
    #[must_use]
    pub const fn subject(self) -> Uuid {
        match self {
            Self::Case(id, _) => id.uuid(),
            Self::Party(id, _) => id.uuid(),
            Self::Event(id, _) => id.uuid(),
            Self::User(id, _) => id.uuid(),
            Self::Group(id, _) => id.uuid(),
        }
    }

    /// The id of what its external ids are its own in.
    #[must_use]
    pub const fn scope(self) -> Uuid {
        match self {
            Self::Party(_, case) | Self::Event(_, case) => case.uuid(),
            Self::Case(_, organization) | Self::User(_, organization) | Self::Group(_, organization) => {
                organization.uuid()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(system: &str, id: &str) -> ExternalId {
        ExternalId { system: system.to_owned(), id: id.to_owned() }
    }

    #[test]
    fn an_id_is_kept_once_in_one_spelling() {
        let written = vec![id("gcms", " b2 "), id("NCMS", "7"), id("GCMS", "b2"), id("GCMS", "A1")];
        let kept = ExternalIds::written(written);
        assert_eq!(kept.as_slice(), [id("GCMS", "A1"), id("GCMS", "b2"), id("NCMS", "7")]);
    }

    #[test]
    fn a_filter_names_system_and_id() {
        assert_eq!(ExternalId::asked("gcms:urn:a:1").unwrap(), id("GCMS", "urn:a:1"));
        for unreadable in ["", "GCMS", ":1", "GCMS: "] {
            assert!(ExternalId::asked(unreadable).is_err(), "{unreadable}");
        }
    }
}
