//! The kinds of groups, memberships, meetings and action items, and the rule of the quorum.

use crate::access::holding::Capacity;
use crate::coded::coded;
use crate::db::stored;
use crate::ids::{OrganizationId, UserId};

coded! {
    /// What a group is for.
    pub enum GroupKind {
        /// A working group, such as that on the management of immigration litigation.
        WorkingGroup = "working_group", "Working group", "Groupe de travail";
        /// The governance of a network of liaison officers.
        NetworkManagementGroup = "network_management_group", "Management of a liaison network", "Gestion d'un réseau de liaison";
        /// The governance of the computer network: of machines, not of liaison officers.
        ComputerNetworkGovernance = "computer_network_governance", "Management of the computer network", "Gestion du réseau informatique";
        /// A team that carries or coordinates litigation.
        LitigationTeam = "litigation_team", "Litigation team", "Équipe de litige";
        /// A unit of an organisation.
        OrganizationalUnit = "organizational_unit", "Organisational unit", "Unité organisationnelle";
    }
}
stored!(GroupKind);

coded! {
    /// Where a meeting stands.
    #[derive(Default)]
    pub enum MeetingStatus {
        /// It is to take place.
        #[default]
        Planned = "planned", "Planned", "Prévue";
        /// It took place.
        Held = "held", "Held", "Tenue";
        /// It did not take place.
        Cancelled = "cancelled", "Cancelled", "Annulée";
    }
}
stored!(MeetingStatus);

coded! {
    /// Where an action item stands.
    #[derive(Default)]
    pub enum ActionItemStatus {
        /// It has to be done.
        #[default]
        Open = "open", "Open", "En cours";
        /// It was done.
        Done = "done", "Done", "Réalisé";
        /// It need not be done any more.
        Cancelled = "cancelled", "Cancelled", "Annulé";
    }
}
stored!(ActionItemStatus);

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

/// Whether those who attended make a quorum: observers do not count. Nothing where the group has no
/// quorum.
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
