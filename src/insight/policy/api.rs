//! The policy on the wire.

use crate::access::classification::Classification;
use crate::access::confidentiality::Confidentiality;
use crate::access::permissions::{Permission, Role, RoleScope};
use crate::access::policy::{self, FieldLine, PolicyLine, ScopeLine, Tie, TieLine};
use crate::access::privilege::Privilege;
use crate::ids::{CaseId, UserId};
use crate::text::Text;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The policy: who may see and do what.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "digest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "lines": [{"code": "clearance", "text": {"en": "The person is cleared up to the classification of the case.",
        "fr": "L'habilitation de la personne atteint la classification du dossier."},
        "otherwise": {"en": "The case is classified higher than the person is cleared.",
        "fr": "Le dossier est classifié au-delà de l'habilitation de la personne."}}],
    "facts": [{"code": "own_organization", "text": {"en": "The case is one of the person's own organisation.",
        "fr": "Le dossier relève de l'organisme de la personne."}}],
    "scopes": [{"code": "assigned", "name": {"en": "The cases on which one holds a role", "fr": "Les dossiers où l'on tient un rôle"},
        "reach": ["held", "portfolio", "emergency"]}],
    "roles": [{"code": "viewer", "name": {"en": "Viewer", "fr": "Lecteur"}, "scope": "organization", "permissions": ["cases.read"]}],
    "permissions": [{"code": "cases.read", "name": {"en": "Read cases with their parts.", "fr": "Lire les dossiers et leurs éléments."},
        "roles": ["viewer"]}],
    "classifications": [{"code": "protected_b", "name": {"en": "Protected B", "fr": "Protégé B"}}],
    "confidentiality": [{"code": "sealed", "name": {"en": "Sealed", "fr": "Sous scellés"}}],
    "privileges": [{"code": "settlement", "name": {"en": "Settlement privilege", "fr": "Privilège relatif aux règlements"},
        "permission": "privilege.settlement"}],
    "fields": [{"code": "party.uci", "permission": "identifiers.read", "text": {"en": "A party's unique client identifier.",
        "fr": "L'identificateur unique de client d'une partie."}}]
}))]
pub struct PolicyTable {
    /// The SHA-256 of the policy: another one, another policy.
    pub digest: &'static str,
    /// The lines that have to hold for an act, in the order in which they are asked: the first line
    /// that does not is the answer.
    pub lines: &'static [PolicyLine],
    /// The ties between a person and a case that the lines go by.
    pub facts: &'static [TieLine],
    /// The cases that a role reaches.
    pub scopes: &'static [ScopeLine],
    /// The grants of each role.
    pub roles: Vec<PolicyRole>,
    /// Every permission, and the roles that give it.
    pub permissions: Vec<PolicyPermission>,
    /// The levels up to which people are cleared, lowest first.
    pub classifications: Vec<PolicyCode>,
    /// The orders of a court that may make a case confidential.
    pub confidentiality: Vec<PolicyCode>,
    /// The privileges that an item may be under, and the permission that reading it takes.
    pub privileges: Vec<PolicyPrivilege>,
    /// The fields that are left out for whoever may not read them.
    pub fields: &'static [FieldLine],
}

/// A role, and what it gives.
#[derive(Serialize, ToSchema)]
pub struct PolicyRole {
    /// The code of the role.
    pub code: Role,
    /// The name of the role, in both languages.
    pub name: Text,
    /// The cases that it reaches.
    pub scope: RoleScope,
    /// The permissions that it gives, by code.
    pub permissions: Vec<&'static str>,
}

/// A permission, and who has it.
#[derive(Serialize, ToSchema)]
pub struct PolicyPermission {
    /// The code of the permission.
    pub code: &'static str,
    /// What it allows, in both languages.
    pub name: Text,
    /// The roles that give it, the most powerful first.
    pub roles: Vec<Role>,
}

/// A code with its name.
#[derive(Serialize, ToSchema)]
pub struct PolicyCode {
    /// The code of the level.
    pub code: &'static str,
    /// The name of the level, in both languages.
    pub name: Text,
}

/// A privilege, and the permission that reading takes.
#[derive(Serialize, ToSchema)]
pub struct PolicyPrivilege {
    /// The code of the privilege.
    pub code: &'static str,
    /// The name of the privilege, in both languages.
    pub name: Text,
    /// The permission.
    pub permission: &'static str,
}

impl PolicyTable {
    /// The policy that the service goes by.
    #[must_use]
    pub fn current() -> Self {
        let policy = policy::policy();
        let permissions = |role: Role| role.permissions().iter().copied().map(Permission::code).collect();
        let roles = |permission| Role::ALL.into_iter().filter(|role| role.gives(permission)).collect();
        Self {
            digest: policy::digest(),
            lines: &policy.lines,
            facts: &policy.facts,
            scopes: &policy.scopes,
            roles: Role::ALL
                .map(|role| PolicyRole {
                    code: role,
                    name: role.name(),
                    scope: role.scope(),
                    permissions: permissions(role),
                })
                .into(),
            permissions: Permission::ALL
                .iter()
                .map(|one| PolicyPermission { code: one.code(), name: one.name(), roles: roles(*one) })
                .collect(),
            classifications: Classification::ALL
                .map(|level| PolicyCode { code: level.code(), name: level.name() })
                .into(),
            confidentiality: Confidentiality::ALL
                .map(|order| PolicyCode { code: order.code(), name: order.name() })
                .into(),
            privileges: Privilege::ALL
                .map(|privilege| PolicyPrivilege {
                    code: privilege.code(),
                    name: privilege.name(),
                    permission: privilege.permission().code(),
                })
                .into(),
            fields: &policy.fields,
        }
    }
}

/// Whether somebody may do something.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "user": "019a8e2a-0000-7000-8000-000000000003", "case": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10", "act": "events.record"
}))]
pub struct PolicyQuestion {
    /// The person who would act: somebody of the caller's organisation; the caller, if it is left
    /// out.
    #[serde(default)]
    #[schema(nullable = false)]
    pub user: Option<UserId>,
    /// The case on which it would be done: one that the caller may see; none for an act that
    /// concerns no case.
    #[serde(default)]
    #[schema(nullable = false)]
    pub case: Option<CaseId>,
    /// The act: the code of a permission of `GET /v1/policy`.
    #[schema(min_length = 1, max_length = 100)]
    pub act: String,
    /// The gift of the act, if it is one that gives: the lines `own_reach` and `gift` are then
    /// asked, too.
    #[serde(default)]
    #[schema(nullable = false)]
    pub gives: Option<PolicyGift>,
}

/// The gift of an act on an account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PolicyGift {
    /// The person to whom it would be given: somebody of the caller's organisation; a new account,
    /// if it is left out.
    #[serde(default)]
    #[schema(nullable = false)]
    pub to: Option<UserId>,
    /// A role.
    #[serde(default)]
    #[schema(nullable = false)]
    pub role: Option<Role>,
    /// A clearance.
    #[serde(default)]
    #[schema(nullable = false)]
    pub clearance: Option<Classification>,
}

/// Whether somebody may do something, and by which line of the policy.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "allowed": false, "line": "wall", "text": {"en": "A wall keeps the person from the case.", "fr": "Un cloisonnement interdit le dossier à la personne."},
    "user": "019a8e2a-0000-7000-8000-000000000003", "case": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10", "act": "events.record",
    "role": "analyst", "facts": ["own_organization", "cleared", "walled"],
    "lines": [{"code": "account", "holds": true}, {"code": "wall", "holds": false}, {"code": "clearance", "holds": true},
        {"code": "scope", "holds": true}, {"code": "permission", "holds": true}]
}))]
pub struct PolicyAnswer {
    /// Whether the person may.
    pub allowed: bool,
    /// The line that says so: the first that does not hold; if all hold, the last of them.
    pub line: &'static str,
    /// The text of that line as it holds, or what is missing where it does not.
    pub text: Text,
    /// The user who was asked about.
    pub user: UserId,
    /// The case that was asked about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseId>,
    /// The act that was asked about.
    pub act: &'static str,
    /// The role of the person; left out if the account is not active.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// The facts that tie the person to the case.
    pub facts: Vec<Tie>,
    /// Every line that concerns the act, in the order in which it is asked.
    pub lines: Vec<LineAnswer>,
}

/// Whether a line of the policy holds.
#[derive(Serialize, ToSchema)]
pub struct LineAnswer {
    /// The code of the line.
    pub code: &'static str,
    /// Whether it holds.
    pub holds: bool,
}
