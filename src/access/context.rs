//! The context of every use case: who asks, as what, when, and in which language.

use super::classification::Classification;
use super::permissions::{Permission, Role, RoleScope};
use super::portfolio::Portfolio;
use super::trace::Trace;
use crate::clock::registry_day;
use crate::db::types::Instant;
use crate::error::{Code, Error, Result};
use crate::ids::{CaseId, GroupId, HolderId, OrganizationId, UserId};
use crate::text::Language;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The roles and the clearance that a key may give although it is confined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"roles": ["analyst", "litigator"], "clearance": "protected_b"}))]
pub struct MayGive {
    /// These roles.
    #[schema(min_items = 1, max_items = 10)]
    pub roles: Vec<Role>,
    /// A clearance up to this one.
    pub clearance: Classification,
}

/// A person who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal {
    /// The user.
    pub id: UserId,
    /// The user's organisation.
    pub organization_id: OrganizationId,
    /// The role.
    pub role: Role,
    /// Cleared up to here.
    pub clearance: Classification,
    /// Whether the person holds, or will hold, assignments on cases of other organisations. Almost
    /// nobody does, and the lists of those who do not are answered from one index.
    pub holds_elsewhere: bool,
    /// Whether the person, or a group of theirs, holds so many cases that lists of what hangs on
    /// cases are walked in their order, and not begun from the cases. Nothing but speed depends on
    /// it.
    pub has_large_caseload: bool,
    /// The groups whose assignments are the person's, too: as chair, secretary or member, now.
    pub groups: Vec<GroupId>,
    /// The portfolios in which the person holds a role now, themselves or through a group.
    pub portfolios: Vec<Portfolio>,
    /// The cases that the person has opened in an emergency ([`Permission::BreakGlass`]), until the
    /// end of the day.
    pub emergency_cases: Vec<CaseId>,
    /// The permissions to which a key of a service account is confined, beside its role; everything
    /// that the role gives, if it is not set.
    pub scopes: Option<Vec<Permission>>,
    /// What a key may give although it is confined: stated when it was made, by somebody who had
    /// it.
    pub may_give: Option<MayGive>,
    /// The other person who knows what the person came in with: whoever made the key, or set the
    /// password that the person has not changed since. A wall around them keeps out the person,
    /// too.
    pub known_to: Option<UserId>,
}

impl Principal {
    /// Those whose assignments are the person's: themselves first, then their groups.
    pub fn holders(&self) -> impl Iterator<Item = HolderId> {
        let groups = self.groups.iter().map(|group| group.uuid());
        std::iter::once(self.id.uuid()).chain(groups).map(HolderId::from)
    }

    /// Those whose walls keep the person from a case: themselves, and whoever knows their key or
    /// their password.
    #[must_use]
    pub fn walled_as(&self) -> Vec<UserId> {
        std::iter::once(self.id).chain(self.known_to).collect()
    }

    /// Whether the person has the permission: by the role, and by the key with which they came.
    #[must_use]
    pub fn may(&self, permission: Permission) -> bool {
        self.role.gives(permission) && self.scopes.as_ref().is_none_or(|scopes| scopes.contains(&permission))
    }
}

/// The context of one request.
#[derive(Clone, Debug)]
pub struct Context {
    /// The principal who asks.
    pub user: Principal,
    /// The instant.
    pub now: Instant,
    /// The day that it is in the registry's time zone.
    pub today: NaiveDate,
    /// The request's id.
    pub request_id: String,
    /// The language that the caller reads.
    pub language: Language,
    /// The permission that the operation needs.
    pub required: Permission,
    /// The parts of cases that the request came to see.
    pub trace: Trace,
}

impl Context {
    /// The caller as they are without the cases that they have opened in an emergency.
    #[must_use]
    pub fn without_emergencies(&self) -> Self {
        Self { user: Principal { emergency_cases: Vec::new(), ..self.user.clone() }, ..self.clone() }
    }

    /// Somebody on whose behalf something is done that they asked for before, in a run of this
    /// name.
    #[must_use]
    pub fn in_background(user: Principal, required: Permission, run: String, now: Instant) -> Self {
        Self {
            user,
            now,
            today: registry_day(now),
            request_id: run,
            language: Language::En,
            required,
            trace: Trace::default(),
        }
    }

    /// The same caller at another moment.
    #[must_use]
    pub fn at(&self, now: Instant) -> Self {
        Self { now, today: registry_day(now), ..self.clone() }
    }

    /// The organisation whose cases alone the caller sees, if visibility comes to that.
    #[must_use]
    pub fn confined_to(&self) -> Option<OrganizationId> {
        let is_confined = self.user.role.scope() == RoleScope::Organization && !self.user.holds_elsewhere;
        is_confined.then_some(self.user.organization_id)
    }

    /// Refuses a caller whose role does not give what the operation needs. It is asked after the
    /// resource was found visible.
    ///
    /// # Errors
    /// 403 where it does not.
    pub fn require_permission(&self) -> Result<()> {
        if self.user.may(self.required) {
            return Ok(());
        }
        let (needed, role) = (self.required.code(), self.user.role.name());
        Err(Error::new(Code::Forbidden).with_detail(
            format!("This needs the permission {needed}, which the role \"{}\" does not give. Ask your administrator.", role.en),
            format!("Cette action exige la permission {needed}, que le rôle « {} » ne donne pas. Adressez-vous à votre administrateur.", role.fr),
        ))
    }
}
