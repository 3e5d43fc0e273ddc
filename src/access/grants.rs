//! The gifts of an act, and whether whoever gives them has them: the lines `own_reach` and `gift`
//! of the [policy](super::policy). Pure.
//!
//! Whatever makes somebody reach further asks here, whichever door it comes by: users, service
//! accounts and their keys, directories, assignments and portfolios, groups, walls, and what is
//! taken off a case. Two questions cover them all.
//!
//! - **gift**: is what is given within what the giver has, with the key they came with? What an
//!   account gives is its [`AccountStanding`] ([`beyond`]); what a case gives is that it is read,
//!   so the giver must read it ([`sees_what_it_opens`]).
//! - **own reach**: where the giver is the one who gets it, would they reach it without
//!   ([`within_own_scope`])? What is within reach already widens nothing.
//!
//! A password and a key are gifts, too: whoever sets one knows it, and has from then on all that
//! the account opens. A key may be told, when it is made, to give more than it opens itself
//! ([`MayGive`](super::context::MayGive)): a directory makes litigators and reads no file.

use super::classification::Classification;
use super::context::{Context, Principal};
use super::permissions::{Permission, Role, RoleScope};
use super::policy::policy;
use crate::error::{Code, Error, Fault, Result};
use crate::ids::OrganizationId;

/// The standing of an account: what is given with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccountStanding {
    /// The role, with its permissions and its scope.
    pub role: Role,
    /// The clearance.
    pub clearance: Classification,
}

impl AccountStanding {
    /// The standing with which every account may begin, whoever makes it: it opens no file.
    pub const NOTHING: Self = Self { role: Role::AccountHolder, clearance: Classification::Unclassified };

    /// The standing with which an account made by a directory may begin. Nobody knows its password:
    /// it has none.
    pub const PROVISIONED: Self = Self { role: Role::Viewer, clearance: Classification::Unclassified };
}

/// The places in a body where the parts of what is given stand.
#[derive(Clone, Copy, Debug)]
pub struct Pointers<'a> {
    /// The role.
    pub role: &'a str,
    /// The clearance.
    pub clearance: &'a str,
}

/// The places without a prefix.
pub const PLAIN: Pointers<'static> = Pointers { role: "/role", clearance: "/clearance" };

/// The parts of a standing that the giver lacks, and would give to an account that had less before;
/// nothing, if they may give it.
#[must_use]
pub fn beyond(
    giver: &Principal,
    before: AccountStanding,
    after: AccountStanding,
    at: Pointers<'_>,
) -> Vec<Fault> {
    let may_give = giver.may_give.as_ref();
    let mut faults = Vec::new();
    if !gives_role(giver, before.role, after.role)
        && !may_give.is_some_and(|given| given.roles.contains(&after.role))
    {
        faults.push(role_beyond(giver, after.role, at.role));
    }
    let highest = may_give.map_or(giver.clearance, |given| given.clearance.max(giver.clearance));
    if after.clearance > before.clearance.max(highest) {
        faults.push(Fault::body(
            at.clearance,
            "above_own_clearance",
            "Nobody clears another, or themselves, further than they are cleared. Send a lower level, or have a person who is cleared so far do it.",
            "Nul n'accorde, à autrui ou à soi-même, une habilitation supérieure à la sienne. Envoyez un niveau inférieur ou adressez-vous à une personne habilitée à ce niveau.",
        ));
    }
    faults
}

/// The same for an account whose password or key the giver comes to know: they can use that, but
/// not what a key may give.
#[must_use]
pub fn beyond_use(giver: &Principal, account: AccountStanding, at: Pointers<'_>) -> Vec<Fault> {
    let user = Principal { may_give: None, ..giver.clone() };
    beyond(&user, AccountStanding::NOTHING, account, at)
}

/// Whether the giver has what the one role gives more than the other: its permissions, and its
/// scope. Who reads no case, as with a key that does not, has no scope to give.
fn gives_role(giver: &Principal, before: Role, after: Role) -> bool {
    let mut more = after.permissions().iter().filter(|permission| !before.gives(**permission));
    let opens_cases = after.scope() > before.scope() && after.gives(Permission::ReadCases);
    after.scope() <= before.scope().max(giver.role.scope())
        && (!opens_cases || giver.may(Permission::ReadCases))
        && more.all(|permission| giver.may(*permission))
}

fn role_beyond(giver: &Principal, role: Role, pointer: &str) -> Fault {
    let (name, lacking) =
        (role.name(), role.permissions().iter().find(|permission| !giver.may(**permission)));
    let (en, fr) = match lacking {
        Some(permission) => (
            format!("it gives {}, which you lack, or lack with this key", permission.code()),
            format!("il donne {}, que vous n'avez pas, ou que cette clé ne donne pas", permission.code()),
        ),
        None => (
            "it reaches cases that your own role does not".to_owned(),
            "il donne accès à des dossiers que votre propre rôle n'atteint pas".to_owned(),
        ),
    };
    Fault::body(
        pointer,
        "beyond_yours",
        format!("You cannot give the role \"{}\": {en}. Send another, or ask somebody who has it.", name.en),
        format!(
            "Vous ne pouvez attribuer le rôle « {} » : {fr}. Envoyez-en un autre ou adressez-vous à une personne qui l'a.",
            name.fr
        ),
    )
}

/// Refuses a gift of which the giver was found to lack something.
///
/// # Errors
/// 403 that names each part.
pub fn refuse(faults: Vec<Fault>) -> Result<()> {
    if faults.is_empty() { Ok(()) } else { Err(refused("gift").with_faults(faults)) }
}

/// 403, with what a line of the policy says.
#[must_use]
pub fn refused(line: &'static str) -> Error {
    let refused = Error::new(Code::Forbidden);
    match policy().lines.iter().find(|known| known.code == line) {
        Some(line) => refused.with_detail(&line.text.en, &line.text.fr),
        None => refused,
    }
}

/// Holds where the caller reads cases: whoever gives sight of one gives what they have.
///
/// # Errors
/// 403 where the key they came with does not.
pub fn sees_what_it_opens(caller: &Context) -> Result<()> {
    Context { required: Permission::ReadCases, ..caller.clone() }.require_permission()
}

/// Whether the caller reaches the cases of an organisation by their role alone, and by nothing that
/// ends or that they could give themselves.
#[must_use]
pub fn within_own_scope(caller: &Principal, organization: OrganizationId) -> bool {
    caller.role.scope() == RoleScope::Organization && caller.organization_id == organization
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::context::MayGive;
    use crate::ids::UserId;

    fn person(role: Role, scopes: Option<&[Permission]>) -> Principal {
        Principal {
            id: UserId::generate(),
            organization_id: OrganizationId::generate(),
            role,
            clearance: Classification::ProtectedA,
            holds_elsewhere: false,
            has_large_caseload: false,
            groups: Vec::new(),
            portfolios: Vec::new(),
            emergency_cases: Vec::new(),
            scopes: scopes.map(<[Permission]>::to_vec),
            may_give: None,
            known_to: None,
        }
    }

    fn gives(giver: &Principal, before: AccountStanding, role: Role, clearance: Classification) -> bool {
        beyond(giver, before, AccountStanding { role, clearance }, PLAIN).is_empty()
    }

    #[test]
    fn nobody_gives_what_they_lack() {
        let none = Classification::Unclassified;
        for giver in Role::ALL {
            for given in Role::ALL {
                let may = gives(&person(giver, None), AccountStanding::NOTHING, given, none);
                let has =
                    given.permissions().iter().all(|one| giver.gives(*one)) && given.scope() <= giver.scope();
                assert_eq!(may, has || given == Role::AccountHolder, "{giver:?} gives {given:?}");
            }
        }
        let manager = person(Role::LitigationManager, None);
        assert!(gives(&manager, AccountStanding::NOTHING, Role::Litigator, Classification::ProtectedA));
        assert!(!gives(&manager, AccountStanding::NOTHING, Role::Litigator, Classification::ProtectedB));
        assert!(!gives(&manager, AccountStanding::NOTHING, Role::AccountAdministrator, none));
    }

    #[test]
    fn what_an_account_had_already_is_no_gift_and_a_wider_scope_is_one() {
        let accounts = person(Role::AccountAdministrator, None);
        let litigator = AccountStanding { role: Role::Litigator, clearance: Classification::ProtectedC };
        assert!(gives(&accounts, litigator, Role::Litigator, Classification::ProtectedC));
        assert!(gives(&accounts, litigator, Role::AccountHolder, Classification::Unclassified));
        // A viewer does less than a litigator, to more cases.
        assert!(!gives(&accounts, litigator, Role::Viewer, Classification::Unclassified));
        assert!(gives(
            &person(Role::LitigationManager, None),
            litigator,
            Role::Viewer,
            Classification::Unclassified
        ));
    }

    #[test]
    fn a_key_gives_what_it_opens_and_what_it_was_told_to() {
        let mut key = person(Role::Administrator, Some(&[Permission::ProvisionUsers]));
        let none = Classification::Unclassified;
        assert!(gives(&key, AccountStanding::PROVISIONED, Role::Viewer, none));
        assert!(!gives(&key, AccountStanding::PROVISIONED, Role::Analyst, none));
        key.may_give = Some(MayGive { roles: vec![Role::Analyst], clearance: Classification::ProtectedB });
        assert!(gives(&key, AccountStanding::PROVISIONED, Role::Analyst, Classification::ProtectedB));
        assert!(!gives(&key, AccountStanding::PROVISIONED, Role::Litigator, none));
        assert!(!gives(&key, AccountStanding::PROVISIONED, Role::Analyst, Classification::ProtectedC));
        let analyst = AccountStanding { role: Role::Analyst, clearance: none };
        assert!(!beyond_use(&key, analyst, PLAIN).is_empty(), "it sets no password of theirs");
    }
}
