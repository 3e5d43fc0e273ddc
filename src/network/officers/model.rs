//! The kinds, tasks and states of liaison officers.

use crate::coded::{UnknownCode, coded};
use crate::db::stored;

coded! {
    /// Who sends a liaison officer.
    pub enum OfficerKind {
        /// A member State.
        MemberState = "member_state", "Member State", "État membre";
        /// The European Commission.
        Commission = "commission", "European Commission", "Commission européenne";
        /// An agency of the Union.
        Agency = "agency", "Agency of the Union", "Agence de l'Union";
        /// The Canada Border Services Agency.
        Cbsa = "cbsa", "Canada Border Services Agency", "Agence des services frontaliers du Canada";
    }
}
stored!(OfficerKind);

coded! {
    /// Where the deployment of a liaison officer stands.
    #[derive(Default)]
    pub enum OfficerStatus {
        /// It is intended.
        #[default]
        Planned = "planned", "Planned", "Prévu";
        /// The others were notified of it.
        Notified = "notified", "Notified", "Notifié";
        /// The officer is there.
        Deployed = "deployed", "Deployed", "Déployé";
        /// The officer is no longer there.
        Ended = "ended", "Ended", "Terminé";
    }
}
stored!(OfficerStatus);

impl OfficerStatus {
    /// The state after this one.
    #[must_use]
    pub const fn next(self) -> Option<Self> {
        match self {
            Self::Planned => Some(Self::Notified),
            Self::Notified => Some(Self::Deployed),
            Self::Deployed => Some(Self::Ended),
            Self::Ended => None,
        }
    }

    /// Whether a deployment in this state has been through another one, or is in it.
    #[must_use]
    pub fn has_reached(self, other: Self) -> bool {
        let place = |status| Self::ALL.iter().position(|known| *known == status);
        place(self) >= place(other)
    }
}

coded! {
    /// What a liaison officer is sent to do.
    #[derive(PartialOrd, Ord)]
    pub enum LiaisonTask {
        /// Collects information on flows.
        Flows = "flows", "Migration flows", "Flux migratoires";
        /// Collects information on routes.
        Routes = "routes", "Routes", "Itinéraires";
        /// Collects information on how it is done.
        ModusOperandi = "modus_operandi", "Modus operandi", "Mode opératoire";
        /// Collects information on criminal organisations.
        CriminalOrganisations = "criminal_organisations", "Criminal organisations", "Organisations criminelles";
        /// Collects information on incidents.
        Incidents = "incidents", "Incidents and events", "Incidents et événements";
        /// Collects information on false documents.
        DocumentFraud = "document_fraud", "False or falsified documents", "Documents faux ou falsifiés";
        /// Collects information on legislation and practice.
        Legislation = "legislation", "Legislation and practice", "Législation et pratique";
        /// Helps the host country.
        HostAssistance = "host_assistance", "Assistance to the host country", "Aide au pays hôte";
        /// Helps with returns.
        Return = "return", "Return and readmission", "Retour et réadmission";
        /// Works with carriers.
        Carriers = "carriers", "Commercial carriers", "Transporteurs commerciaux";
        /// Trains others.
        Training = "training", "Training", "Formation";
        /// Informs of legal pathways.
        LegalPathways = "legal_pathways", "Legal pathways", "Voies d'entrée légales";
        /// Works on protection and reception.
        Protection = "protection", "Protection and reception", "Protection et accueil";
        /// Works on integration before departure.
        Integration = "integration", "Pre-departure integration measures", "Mesures d'intégration avant le départ";
    }
}

impl LiaisonTask {
    /// Tasks as they are kept: each once, in the order of the list, joined by commas.
    #[must_use]
    pub fn written(tasks: &[Self]) -> String {
        let known = Self::ALL.into_iter().filter(|task| tasks.contains(task));
        known.map(Self::code).collect::<Vec<_>>().join(",")
    }

    /// Tasks, as they were kept.
    ///
    /// # Errors
    /// A code that is not known.
    pub fn read(written: &str) -> Result<Vec<Self>, UnknownCode> {
        written.split(',').filter(|code| !code.is_empty()).map(str::parse).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tasks_are_kept_once_in_the_order_of_the_list() {
        let written = LiaisonTask::written(&[LiaisonTask::Return, LiaisonTask::Flows, LiaisonTask::Return]);
        assert_eq!(written, "flows,return");
        assert_eq!(LiaisonTask::read(&written), Ok(vec![LiaisonTask::Flows, LiaisonTask::Return]));
        assert_eq!(LiaisonTask::read(""), Ok(Vec::new()));
        assert!(LiaisonTask::read("flows,newer").is_err());
    }

    #[test]
    fn one_state_follows_another() {
        assert_eq!(OfficerStatus::Planned.next(), Some(OfficerStatus::Notified));
        assert_eq!(OfficerStatus::Ended.next(), None);
        assert!(OfficerStatus::Ended.has_reached(OfficerStatus::Deployed));
        assert!(!OfficerStatus::Planned.has_reached(OfficerStatus::Notified));
    }
}
