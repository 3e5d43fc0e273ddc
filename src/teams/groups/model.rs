//! The kinds of groups, memberships, meetings and action items, and the rule of the quorum.

use crate::ids::{OrganizationId, UserId};
use crate::text::Text;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The purpose of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GroupKind {
    /// A working group, such as that on the management of immigration litigation.
    WorkingGroup,
    /// The governance of a network of liaison officers.
    NetworkManagementGroup,
    /// The governance of the computer network: of machines, not of liaison officers.
    ComputerNetworkGovernance,
    /// A team that carries or coordinates litigation.
    LitigationTeam,
    /// A unit of an organisation.
    OrganizationalUnit,
}

impl GroupKind {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::WorkingGroup,
        Self::NetworkManagementGroup,
        Self::ComputerNetworkGovernance,
        Self::LitigationTeam,
        Self::OrganizationalUnit,
    ];

    /// The code, as stored and as written on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::WorkingGroup => "working_group",
            Self::NetworkManagementGroup => "network_management_group",
            Self::ComputerNetworkGovernance => "computer_network_governance",
            Self::LitigationTeam => "litigation_team",
            Self::OrganizationalUnit => "organizational_unit",
        }
    }

    /// The name of the kind of group, in both languages.
    #[must_use]
    pub fn name(self) -> Text {
        match self {
            Self::WorkingGroup => Text::new("Working group", "Groupe de travail"),
            Self::NetworkManagementGroup => {
                Text::new("Management of a liaison network", "Gestion d'un réseau de liaison")
            }
            Self::ComputerNetworkGovernance => {
                Text::new("Management of the computer network", "Gestion du réseau informatique")
            }
            Self::LitigationTeam => Text::new("Litigation team", "Équipe de litige"),
            Self::OrganizationalUnit => Text::new("Organisational unit", "Unité organisationnelle"),
        }
    }
}

/// The capacity in which a user belongs to a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Capacity {
    /// Presides over it: one at a time.
    Chair,
    /// Keeps its record: one at a time.
    Secretary,
    /// Takes part in its decisions.
    Member,
    /// Attends, and does not count towards a quorum.
    Observer,
}

impl Capacity {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Chair, Self::Secretary, Self::Member, Self::Observer];

    /// The code, as stored and as written on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Chair => "chair",
            Self::Secretary => "secretary",
            Self::Member => "member",
            Self::Observer => "observer",
        }
    }

    /// The name of the capacity, in both languages.
    #[must_use]
    pub fn name(self) -> Text {
        match self {
            Self::Chair => Text::new("Chair", "Présidence"),
            Self::Secretary => Text::new("Secretary", "Secrétariat"),
            Self::Member => Text::new("Member", "Membre"),
            Self::Observer => Text::new("Observer", "Observateur"),
        }
    }

    /// The capacity of a stored code; one that is not known counts as an observer's, which gives no
    /// say.
    #[must_use]
    pub fn of(code: &str) -> Self {
        Self::ALL.into_iter().find(|capacity| capacity.code() == code).unwrap_or(Self::Observer)
    }

    /// Whether only one user has it at a time.
    #[must_use]
    pub const fn is_exclusive(self) -> bool {
        matches!(self, Self::Chair | Self::Secretary)
    }

    /// Whether whoever has it writes the group's record.
    #[must_use]
    pub const fn records(self) -> bool {
        matches!(self, Self::Chair | Self::Secretary)
    }

    /// Whether whoever has it counts towards a quorum.
    #[must_use]
    pub const fn counts(self) -> bool {
        !matches!(self, Self::Observer)
    }
}

/// The status of a meeting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MeetingStatus {
    /// The meeting is to take place.
    #[default]
    Planned,
    /// The meeting took place.
    Held,
    /// The meeting did not take place.
    Cancelled,
}

impl MeetingStatus {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Planned, Self::Held, Self::Cancelled];

    /// The code, as stored and as written on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Held => "held",
            Self::Cancelled => "cancelled",
        }
    }

    /// The name of the status, in both languages.
    #[must_use]
    pub fn name(self) -> Text {
        match self {
            Self::Planned => Text::new("Planned", "Prévue"),
            Self::Held => Text::new("Held", "Tenue"),
            Self::Cancelled => Text::new("Cancelled", "Annulée"),
        }
    }

    /// The status of a stored code; one that is not known counts as cancelled, which asks nothing
    /// of anybody.
    #[must_use]
    pub fn of(code: &str) -> Self {
        Self::ALL.into_iter().find(|status| status.code() == code).unwrap_or(Self::Cancelled)
    }
}

/// The status of an action item.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ActionItemStatus {
    /// The item has to be done.
    #[default]
    Open,
    /// The item was done.
    Done,
    /// The item need no longer be done.
    Cancelled,
}

impl ActionItemStatus {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Open, Self::Done, Self::Cancelled];

    /// The code, as stored and as written on the wire.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Done => "done",
            Self::Cancelled => "cancelled",
        }
    }

    /// The name of the status, in both languages.
    #[must_use]
    pub fn name(self) -> Text {
        match self {
            Self::Open => Text::new("Open", "En cours"),
            Self::Done => Text::new("Done", "Réalisé"),
            Self::Cancelled => Text::new("Cancelled", "Annulé"),
        }
    }
}

/// Somebody who belongs to a group at an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Present {
    /// The user.
    pub user_id: UserId,
    /// The name to show.
    pub display_name: String,
    /// The user's organisation.
    pub organization_id: OrganizationId,
    /// The capacity.
    pub capacity: Capacity,
}

/// Whether those who attended make a quorum: observers do not count. Nothing where the group has no quorum.
#[must_use]
pub fn quorum_met(quorum: Option<i16>, members: &[Present], attendance: &[UserId]) -> Option<bool> {
    let wanted = usize::try_from(quorum?).unwrap_or(0);
    let counting = members.iter().filter(|member| member.capacity.counts());
    Some(counting.filter(|member| attendance.contains(&member.user_id)).count() >= wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn observers_make_no_quorum() {
        let present = |capacity| Present {
            user_id: UserId::generate(),
            display_name: "Somebody".to_owned(),
            organization_id: OrganizationId::generate(),
            capacity,
        };
        let members = Capacity::ALL.map(present);
        let ids = members.clone().map(|member| member.user_id);
        assert_eq!(quorum_met(None, &members, &ids), None);
        assert_eq!(quorum_met(Some(3), &members, &ids), Some(true));
        assert_eq!(quorum_met(Some(4), &members, &ids), Some(false), "the observer does not count");
        assert_eq!(quorum_met(Some(1), &members, &[UserId::generate()]), Some(false), "nor does a stranger");
    }
}
