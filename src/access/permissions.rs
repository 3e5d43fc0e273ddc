//! Permissions, the roles that give them, and the types that declare them in a handler's signature.

use crate::coded::coded;
use crate::db::stored;
use crate::text::Text;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

macro_rules! permissions {
    ($($name:ident = $code:literal, $en:literal, $fr:literal;)+) => {
        /// One thing that a role lets a person do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Permission {
            $(#[doc = $en] $name,)+
        }

        impl Permission {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The code, as written on the wire.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// What it allows, in both languages.
            #[must_use]
            pub fn name(self) -> Text {
                match self { $(Self::$name => Text::new($en, $fr)),+ }
            }
        }

        impl std::str::FromStr for Permission {
            type Err = ();

            fn from_str(code: &str) -> Result<Self, ()> {
                Self::ALL.iter().copied().find(|known| known.code() == code).ok_or(())
            }
        }

        /// The permissions that handlers ask for, as types in their signatures.
        pub mod can {
            $(
                #[doc = concat!("Needs `", $code, "`.")]
                #[derive(Clone, Copy, Debug)]
                pub struct $name;

                impl super::Act for $name {
                    const PERMISSION: super::Permission = super::Permission::$name;
                }
            )+
        }
    };
}

/// An act that needs a permission.
pub trait Act {
    /// The permission.
    const PERMISSION: Permission;
}

permissions! {
    ReadOwnProfile = "profile.read", "Read one's own profile.", "Lire son propre profil.";
    ReadReference = "reference.read", "Read proceedings, rules, calendars, roles and code lists.", "Lire les instances, règles, calendriers, rôles et listes de codes.";
    ComputeDeadlines = "deadlines.compute", "Compute a deadline without a case.", "Calculer une échéance hors dossier.";
    ReadDirectory = "directory.read", "Read organisations and the names of users.", "Lire les organisations et les noms des utilisateurs.";
    ManageOrganizations = "organizations.manage", "Create and change organisations.", "Créer et modifier des organisations.";
    ManageOffices = "offices.manage", "Add offices of one's organisation to those that everybody knows.", "Ajouter les bureaux de son organisme à ceux que tous connaissent.";
    ManageUsers = "users.manage", "Create, change and deactivate users.", "Créer, modifier et désactiver des utilisateurs.";
    AppointUsers = "users.appoint", "Give the users of one's organisation a role and a clearance, up to one's own.", "Attribuer aux utilisateurs de son organisme un rôle et une habilitation, dans la limite des siens.";
    ReadCases = "cases.read", "Read cases with their parts.", "Lire les dossiers et leurs éléments.";
    CreateCases = "cases.create", "Open cases.", "Ouvrir des dossiers.";
    ImportCases = "cases.import", "Bring cases in from files, with their dockets and assignments.", "Importer des dossiers à partir de fichiers, avec leurs inscriptions et leurs affectations.";
    ExportCases = "cases.export", "Take the cases that one may see out as a file.", "Exporter en un fichier les dossiers que l'on peut voir.";
    UpdateCases = "cases.update", "Change cases, their parties and links.", "Modifier les dossiers, leurs parties et leurs liens.";
    DeclassifyCases = "cases.declassify", "Lower the classification of a case, and lift a confidentiality order.", "Abaisser la classification d'un dossier et lever une ordonnance de confidentialité.";
    RecordEvents = "events.record", "Record and correct what happened on the docket.", "Consigner et corriger les inscriptions au dossier de la cour.";
    CompleteDeadlines = "deadlines.complete", "Record that a deadline was met.", "Consigner le respect d'une échéance.";
    DecideDeadlines = "deadlines.decide", "Extend, waive and reopen deadlines.", "Proroger une échéance, y renoncer ou la rouvrir.";
    WriteDocuments = "documents.write", "Add documents to cases, say what they are, and send their files.", "Ajouter des documents aux dossiers, les décrire et en envoyer les fichiers.";
    WriteNotes = "notes.write", "Write notes.", "Rédiger des notes.";
    AssignPeople = "assignments.manage", "Assign people to roles on a case.", "Affecter des personnes à des rôles dans un dossier.";
    ManagePortfolios = "portfolios.manage", "Say who carries the portfolios of one's organisation, and hand over what others hold.", "Fixer qui est chargé des portefeuilles de son organisme et transmettre ce que d'autres exercent.";
    SharePortfolios = "portfolios.share", "Give people of other organisations a portfolio of one's own.", "Confier un portefeuille de son organisme à des personnes d'un autre organisme.";
    ManageWalls = "walls.manage", "Keep people from a case.", "Interdire à une personne l'accès à un dossier.";
    DecideLaw = "law.decide", "Take positions on what is open in law, adopt new law, and set when people are reminded.", "Prendre position sur les questions de droit ouvertes, adopter le droit nouveau et fixer les rappels.";
    ReadGroups = "groups.read", "Read the groups that one belongs to or whose organisation one is of.", "Lire les groupes dont on est membre ou qui relèvent de son organisme.";
    RecordGroupWork = "groups.record", "Record meetings, decisions and action items of a group.", "Consigner les réunions, décisions et suivis d'un groupe.";
    ManageGroups = "groups.manage", "Set up groups and say who belongs to them.", "Constituer des groupes et en fixer la composition.";
    ReadNetwork = "network.read", "Read the liaison officers of one's organisation.", "Lire les officiers de liaison de son organisme.";
    ManageNetwork = "network.manage", "Enter and change liaison officers.", "Inscrire et modifier des officiers de liaison.";
    ReadNetworkContacts = "network_contacts.read", "Read and write how liaison officers are reached.", "Lire et écrire les coordonnées des officiers de liaison.";
    AnswerOffers = "assignments.answer", "Accept or decline what is offered to oneself.", "Accepter ou refuser ce qui vous est proposé.";
    RecordAbsences = "absences.record", "Record when one is away.", "Consigner ses absences.";
    WaiveConflicts = "conflicts.waive", "Assign a person over a finding of a conflict.", "Affecter une personne malgré un conflit constaté.";
    ManageMatrices = "matrices.manage", "Draft and adopt versions of the matrix of responsibilities.", "Rédiger et adopter des versions de la matrice des responsabilités.";
    ManageRoles = "roles.manage", "Add roles and responsibilities to those that are built in.", "Ajouter des rôles et des responsabilités à ceux qui sont fournis.";
    ReadIdentifiers = "identifiers.read", "Read a party's date of birth, UCI number and address.", "Lire la date de naissance, le numéro IUC et l'adresse d'une partie.";
    ReadSealed = "sealed.read", "Read names and what is sealed in cases under a confidentiality order on which one holds no role.", "Lire les noms et ce qui est scellé dans les dossiers visés par une ordonnance de confidentialité où l'on n'a aucun rôle.";
    ReadSolicitorClient = "privilege.solicitor_client", "Read what is under solicitor-client privilege.", "Lire ce qui est protégé par le secret professionnel de l'avocat.";
    ReadLitigationPrivilege = "privilege.litigation", "Read what is under litigation privilege.", "Lire ce qui est protégé par le privilège relatif au litige.";
    ReadSettlementPrivilege = "privilege.settlement", "Read what is under settlement privilege.", "Lire ce qui est protégé par le privilège relatif aux règlements.";
    ReadCabinetConfidences = "privilege.cabinet_confidence", "Read what is a confidence of the King's Privy Council.", "Lire ce qui est un renseignement confidentiel du Conseil privé du Roi.";
    BreakGlass = "glass.break", "Open, in an emergency and until the end of the day, a case that a wall closes or no assignment opens.", "Ouvrir, en cas d'urgence et jusqu'à la fin de la journée, un dossier qu'un cloisonnement ferme ou qu'aucune affectation n'ouvre.";
    ReadPolicy = "policy.read", "Read who may do what, and why one may or may not do it.", "Lire qui peut faire quoi, et pourquoi on peut ou non le faire.";
    ExplainPolicy = "policy.explain", "Read why another person may or may not do something.", "Lire pourquoi une autre personne peut ou non faire quelque chose.";
    ManageOwnAccount = "account.manage", "Change one's own password, and see and end one's own sessions.", "Changer son mot de passe, voir et terminer ses propres sessions.";
    ManageServiceAccounts = "service_accounts.manage", "Set up service accounts and their keys.", "Créer des comptes de service et leurs clés.";
    ProvisionUsers = "users.provision", "Provision users from a directory (SCIM).", "Approvisionner les utilisateurs depuis un annuaire (SCIM).";
    ReadWholeJournal = "journal.read_all", "Read the journal across cases, with sign-ins, refusals and reads.", "Lire le journal de tous les dossiers, avec les connexions, les refus et les consultations.";
    ReadCheckpoints = "checkpoints.read", "Read signed checkpoints of the journal and proofs from them.", "Lire les points de contrôle signés du journal et les preuves qui en sont tirées.";
    MakeCheckpoints = "checkpoints.make", "Make a checkpoint of the journal.", "Établir un point de contrôle du journal.";
    ManageHolds = "holds.manage", "Place and release legal holds.", "Imposer et lever des suspensions de disposition.";
    DisposeOfCases = "cases.dispose", "Dispose of cases whose retention has ended.", "Disposer des dossiers dont la conservation est échue.";
    ManageWebhooks = "webhooks.manage", "Have changes sent to other systems (webhooks), and see what was sent.", "Faire envoyer les changements à d'autres systèmes (webhooks) et voir ce qui a été envoyé.";
    ReadStatus = "status.read", "Read how far the change feed and the webhooks are behind, and what fails.", "Lire le retard du flux de changements et des webhooks, et ce qui échoue.";
    ReadJournal = "journal.read", "Read the journal of a case.", "Lire le journal d'un dossier.";
}

coded! {
    /// What a person is in the service. Roles on a case (counsel of record, analyst...) are another
    /// thing: assignments.
    pub enum Role {
        /// Runs the service for an organisation: users, organisations, and all its cases. The
        /// whole, for small offices.
        Administrator = "administrator", "Administrator", "Administrateur";
        /// Directs the litigation of an organisation: all its cases, assignments and walls.
        LitigationManager = "litigation_manager", "Litigation manager", "Gestionnaire du contentieux";
        /// Carries cases: those to which they are assigned, and those they open.
        Litigator = "litigator", "Litigator", "Conduite du contentieux";
        /// Works on the cases of an organisation: docket, parties, notes.
        Analyst = "analyst", "Litigation analyst", "Analyste des litiges";
        /// Reads the cases of an organisation.
        Viewer = "viewer", "Viewer", "Lecteur";
        /// Manages the accounts of an organisation, and opens no file.
        AccountAdministrator = "account_administrator", "Administrator of accounts", "Administrateur des comptes";
        /// Has an account, and opens no file: what every account can begin with.
        AccountHolder = "account_holder", "Account holder", "Titulaire de compte";
    }
}
stored!(Role);

/// The cases that a role reaches, before clearance and walls; the wider is the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RoleScope)]
pub enum RoleScope {
    /// Those to which the person is assigned now.
    Assigned,
    /// Those of the person's organisation, and those to which the person is assigned now.
    Organization,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_can_do_what_tells_it_from_the_next() {
        let can = |role: Role, permission| role.gives(permission);
        assert!(can(Role::Viewer, Permission::ReadCases) && !can(Role::Viewer, Permission::WriteNotes));
        assert!(
            can(Role::Analyst, Permission::RecordEvents) && !can(Role::Analyst, Permission::DecideDeadlines)
        );
        assert!(
            can(Role::Litigator, Permission::CreateCases) && !can(Role::Litigator, Permission::ManageWalls)
        );
        assert!(can(Role::LitigationManager, Permission::ManageWalls));
        assert!(!can(Role::LitigationManager, Permission::ManageUsers));
        assert!(Permission::ALL.iter().all(|permission| can(Role::Administrator, *permission)));
    }

    #[test]
    fn who_manages_accounts_and_no_more_reads_nothing_of_a_case() {
        let role = Role::AccountAdministrator;
        assert!(role.gives(Permission::ManageUsers) && role.scope() == RoleScope::Assigned);
        for file in Permission::ALL {
            let opens = [
                "cases.",
                "journal.",
                "groups.",
                "notes.",
                "privilege.",
                "sealed.",
                "identifiers.",
                "glass.",
            ];
            let is_of_files = opens.iter().any(|start| file.code().starts_with(start));
            assert!(!is_of_files || !role.gives(*file), "{}", file.code());
        }
        assert!(Role::AccountHolder.permissions().iter().all(|one| role.gives(*one)));
    }
}
