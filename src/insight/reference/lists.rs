//! The code lists, from those who own the codes.

use crate::access::classification::Classification;
use crate::access::confidentiality::Confidentiality;
use crate::access::holding::{AssignmentStatus, Capacity};
use crate::access::permissions::Role;
use crate::access::privilege::Privilege;
use crate::duties::deadlines::model::DeadlineStatus;
use crate::duties::notifications::model::NotificationKind;
use crate::duties::responsibilities::matrix::Matrix;
use crate::law::calendars::offices::Offices;
use crate::law::docket::model::DecisionLocation;
use crate::law::proceedings::{ActingSide, Catalog, DecisionBody, SERVICE_METHODS};
use crate::matters::cases::model::CaseStatus;
use crate::matters::cases::party::{PartyCapacity, PartyKind};
use crate::matters::documents::model::DocumentKind;
use crate::matters::links::model::LinkKind;
use crate::network::officers::model::{LiaisonTask, OfficerKind, OfficerStatus};
use crate::people::identity::model::OrganizationKind;
use crate::teams::conflicts::model::{MatchGround, MatchStrength};
use crate::teams::gaps::model::GapKind;
use crate::teams::groups::model::{ActionItemStatus, GroupKind, MeetingStatus};
use crate::text::{Language, Text};
use std::sync::LazyLock;

/// A code list.
#[derive(Clone, Debug)]
pub struct CodeList {
    /// The name under which it is asked for.
    pub name: &'static str,
    /// The title of the list.
    pub title: Text,
    /// The codes and their names, in the order in which a person would want them.
    pub items: Vec<(String, Text)>,
}

/// The name of the list of offices: those that everybody knows, and those of one's organisation.
pub const OFFICES: &str = "offices";

/// All code lists.
#[must_use]
pub fn all() -> &'static [CodeList] {
    static ALL: LazyLock<Vec<CodeList>> =
        LazyLock::new(|| lists().into_iter().chain(of_the_network()).collect());
    &ALL
}

/// The list of this name.
#[must_use]
pub fn named(name: &str) -> Option<&'static CodeList> {
    all().iter().find(|list| list.name == name)
}

macro_rules! of_enum {
    ($name:literal, $en:literal, $fr:literal, $kind:ty) => {
        CodeList {
            name: $name,
            title: Text::new($en, $fr),
            items: <$kind>::ALL.into_iter().map(|item| (item.code().to_owned(), item.name())).collect(),
        }
    };
}

fn lists() -> Vec<CodeList> {
    let proceedings = Catalog::current().proceedings().iter();
    let case_roles = Matrix::builtin().roles().iter();
    vec![
        CodeList {
            name: "proceedings",
            title: Text::new("Proceedings", "Instances"),
            items: proceedings.map(|proceeding| (proceeding.code.clone(), proceeding.name.clone())).collect(),
        },
        of_enum!("classifications", "Levels of protection", "Niveaux de protection", Classification),
        of_enum!(
            "confidentiality",
            "Confidentiality orders",
            "Ordonnances de confidentialité",
            Confidentiality
        ),
        of_enum!("privileges", "Privileges", "Privilèges", Privilege),
        CodeList {
            name: "languages",
            title: Text::new("Official languages", "Langues officielles"),
            items: vec![
                (Language::En.code().to_owned(), Text::new("English", "Anglais")),
                (Language::Fr.code().to_owned(), Text::new("French", "Français")),
            ],
        },
        of_enum!("roles", "Roles in the service", "Rôles dans le service", Role),
        CodeList {
            name: "case_roles",
            title: Text::new("Roles on a case", "Rôles dans un dossier"),
            items: case_roles.map(|role| (role.code.clone(), role.name.clone())).collect(),
        },
        of_enum!("organization_kinds", "Kinds of organisations", "Types d'organismes", OrganizationKind),
        of_enum!("party_kinds", "Kinds of parties", "Types de parties", PartyKind),
        of_enum!("party_capacities", "Capacities of parties", "Qualités des parties", PartyCapacity),
        of_enum!(
            "match_strengths",
            "How sure it is that names are one",
            "Certitude d'une concordance de noms",
            MatchStrength
        ),
        of_enum!("match_grounds", "What makes names one", "Motifs d'une concordance de noms", MatchGround),
        of_enum!("document_kinds", "Kinds of documents", "Types de documents", DocumentKind),
        of_enum!("link_kinds", "Kinds of links between cases", "Types de liens entre dossiers", LinkKind),
        CodeList {
            name: "service_methods",
            title: Text::new("Methods of service", "Modes de signification"),
            items: SERVICE_METHODS.into_iter().map(|code| (code.to_owned(), service_method(code))).collect(),
        },
        CodeList {
            name: "decision_bodies",
            title: Text::new("Bodies whose decisions are challenged", "Auteurs des décisions contestées"),
            items: {
                let listed = DecisionBody::all().iter().map(|body| (body.code.clone(), body.name.clone()));
                let other = Text::new(
                    "Another body: name it in body_text",
                    "Un autre organisme : nommez-le dans body_text",
                );
                listed.chain([(DecisionBody::OTHER.to_owned(), other)]).collect()
            },
        },
        of_enum!("acting_sides", "Sides that have to act", "Parties qui doivent agir", ActingSide),
        of_enum!("deadline_statuses", "States of a deadline", "États d'une échéance", DeadlineStatus),
        of_enum!("notification_kinds", "Kinds of notifications", "Types d'avis", NotificationKind),
        of_enum!(
            "assignment_statuses",
            "States of an assignment",
            "États d'une affectation",
            AssignmentStatus
        ),
        of_enum!("gap_kinds", "Kinds of gaps", "Types de lacunes", GapKind),
        CodeList {
            name: OFFICES,
            title: Text::new("Offices", "Bureaux"),
            items: Offices::current()
                .all()
                .iter()
                .map(|office| (office.code.clone(), office.name.clone()))
                .collect(),
        },
        CodeList {
            name: "regions",
            title: Text::new("Regions", "Régions"),
            items: Offices::current()
                .regions()
                .iter()
                .map(|region| (region.code.clone(), region.name.clone()))
                .collect(),
        },
        of_enum!("case_statuses", "States of a case", "États d'un dossier", CaseStatus),
        of_enum!(
            "decision_locations",
            "Where the matter arose",
            "Lieu d'origine de l'affaire",
            DecisionLocation
        ),
        of_enum!("group_kinds", "Kinds of groups", "Types de groupes", GroupKind),
        of_enum!(
            "group_capacities",
            "Capacities of members of a group",
            "Qualités des membres d'un groupe",
            Capacity
        ),
        of_enum!("meeting_statuses", "States of a meeting", "États d'une réunion", MeetingStatus),
        of_enum!("action_item_statuses", "States of an action item", "États d'un suivi", ActionItemStatus),
    ]
}

/// The lists of the liaison network.
fn of_the_network() -> [CodeList; 3] {
    [
        of_enum!(
            "liaison_officer_kinds",
            "Who sends a liaison officer",
            "Qui envoie un officier de liaison",
            OfficerKind
        ),
        of_enum!(
            "liaison_officer_statuses",
            "States of the deployment of a liaison officer",
            "États du déploiement d'un officier de liaison",
            OfficerStatus
        ),
        of_enum!(
            "liaison_tasks",
            "Tasks of liaison officers",
            "Tâches des officiers de liaison",
            LiaisonTask
        ),
    ]
}

/// The name of a method of service. The catalog has codes only: the law that it quotes gives them
/// their meaning.
#[must_use]
pub fn service_method(code: &str) -> Text {
    match code {
        "personal" => Text::new("Personal service", "Signification à personne"),
        "ordinary_mail" => Text::new("Ordinary mail", "Courrier ordinaire"),
        "registered_mail" => Text::new("Registered mail", "Courrier recommandé"),
        "courier" => Text::new("Courier", "Service de messagerie"),
        "electronic" => Text::new("Electronic service", "Signification électronique"),
        "fax" => Text::new("Fax", "Télécopieur"),
        "irb_mail" => Text::new("Regular mail of the Board", "Courrier ordinaire de la Commission"),
        other => Text::new(other, other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn the_catalog_knows_the_codes_of_cases_and_parties() {
        use crate::law::proceedings::{CAPACITIES, CONFIDENTIALITY_ORDERS, LINK_KINDS, LOCATIONS};
        assert_eq!(Confidentiality::ALL.map(Confidentiality::code), CONFIDENTIALITY_ORDERS);
        assert_eq!(LinkKind::ALL.map(LinkKind::code), LINK_KINDS);
        assert_eq!(PartyCapacity::ALL.map(PartyCapacity::code), CAPACITIES);
        assert_eq!(DecisionLocation::ALL.map(DecisionLocation::code), LOCATIONS);
    }

    #[test]
    fn every_list_has_one_name_and_every_code_speaks_both_languages() {
        let names: HashSet<_> = all().iter().map(|list| list.name).collect();
        assert_eq!(names.len(), all().len());
        for list in all() {
            assert!(list.title.is_complete());
            let codes: HashSet<_> = list.items.iter().map(|(code, _)| code).collect();
            assert!(!codes.is_empty() && codes.len() == list.items.len(), "{}", list.name);
            for (code, name) in &list.items {
                assert!(name.is_complete(), "{}: {code}", list.name);
            }
        }
    }

    #[test]
    fn every_method_of_service_has_a_name() {
        for code in SERVICE_METHODS {
            assert_ne!(service_method(code).en, code);
        }
    }
}
