//! The fictional people of the demo: four organisations, twelve users.

use crate::access::classification::Classification;
use crate::access::permissions::Role;
use crate::clock::Clock;
use crate::db::Db;
use crate::error::Result;
use crate::people::identity::model::OrganizationKind;
use crate::people::identity::service::{NewAccount, create_account};
use crate::people::identity::{self, passwords};
use crate::text::{Language, Text};

/// The password of all of them.
pub const PASSWORD: &str = "fictional-people-only";

/// A person of the demo.
pub struct DemoPerson {
    pub username: &'static str,
    pub display_name: &'static str,
    pub role: Role,
    pub organization: &'static str,
    pub language: Language,
}

const fn person(
    username: &'static str,
    display_name: &'static str,
    role: Role,
    organization: &'static str,
    language: Language,
) -> DemoPerson {
    DemoPerson { username, display_name, role, organization, language }
}

/// All people of the demo.
pub const PEOPLE: &[DemoPerson] = &[
    person("admin", "Alex Moreau", Role::Administrator, "DOJ", Language::En),
    person("manager", "Margaret Osei", Role::LitigationManager, "DOJ", Language::En),
    person("litigator", "Liam Fraser", Role::Litigator, "DOJ", Language::En),
    person("plaideuse", "Camille Tremblay", Role::Litigator, "DOJ", Language::Fr),
    person("analyst", "Anita Rao", Role::Analyst, "DOJ", Language::En),
    person("viewer", "Victor Lam", Role::Viewer, "DOJ", Language::En),
    person("ircc.admin", "Ingrid Larsen", Role::Administrator, "IRCC", Language::En),
    person("ircc.manager", "Mélanie Gagnon", Role::LitigationManager, "IRCC", Language::Fr),
    person("ircc.analyst", "Étienne Roy", Role::Analyst, "IRCC", Language::Fr),
    person("cbsa.litigator", "Chidi Eze", Role::Litigator, "CBSA", Language::En),
    person("cbsa.analyst", "Claire Bouchard", Role::Analyst, "CBSA", Language::Fr),
    person("irb.viewer", "Ruth Abrams", Role::Viewer, "IRB", Language::En),
];

fn organization(code: &str) -> (Text, OrganizationKind) {
    match code {
        "DOJ" => (
            Text::new("Department of Justice", "Ministère de la Justice"),
            OrganizationKind::JusticeDepartment,
        ),
        "IRCC" => (
            Text::new("Immigration, Refugees and Citizenship", "Immigration, Réfugiés et Citoyenneté"),
            OrganizationKind::ImmigrationDepartment,
        ),
        "CBSA" => (
            Text::new("Border Services Agency", "Agence des services frontaliers"),
            OrganizationKind::EnforcementAgency,
        ),
        _ => (
            Text::new("Immigration and Refugee Board", "Commission de l'immigration et du statut de réfugié"),
            OrganizationKind::Tribunal,
        ),
    }
}

/// Makes those who are missing.
pub fn ensure(db: &Db, clock: &Clock) -> Result<()> {
    // All have the same password, and hashing is slow on purpose: once is enough.
    let mut hash: Option<String> = None;
    for person in PEOPLE {
        if db
            .read_now(|connection| identity::principals::user_by_name(connection, person.username))?
            .is_some()
        {
            continue;
        }
        let password_hash = match &hash {
            Some(hash) => hash.clone(),
            None => hash.insert(passwords::hash(&PASSWORD.into())?).clone(),
        };
        let (organization_name, organization_kind) = organization(person.organization);
        let account = NewAccount {
            username: person.username.to_owned(),
            display_name: person.display_name.to_owned(),
            role: person.role,
            language: person.language,
            clearance: Classification::ProtectedB,
            password_hash,
            organization: person.organization.to_owned(),
            organization_name,
            organization_kind,
        };
        db.write_now(|connection| create_account(connection, &account, clock.now()))?;
    }
    Ok(())
}
