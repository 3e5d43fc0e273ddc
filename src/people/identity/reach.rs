//! The reach of an act on an account: whether its author has what it gives; and who has to stay, so
//! that somebody manages accounts.
//!
//! An account is changed by users, directories and service accounts. All of them come by here: what
//! changes is compared with what the account was before ([`beyond`]), and what makes whoever does
//! it able to come in as somebody else counts as all that the account has ([`take_password`],
//! [`take_address`]).

use super::model::UserKind;
use super::store::{self, UserRow};
use crate::access::beyond::sees_beyond;
use crate::access::classification::Classification;
use crate::access::context::{Context, Principal};
use crate::access::grants::{self, AccountStanding, PLAIN, Pointers};
use crate::access::permissions::{Permission, Role};
use crate::db::Connection;
use crate::error::{Code, Error, Fault, Result};

/// The standing of an account, by its row.
#[must_use]
pub fn standing(row: &UserRow) -> AccountStanding {
    AccountStanding { role: row.role, clearance: Classification::of_rank(row.clearance) }
}

/// The parts of a changed account that its author lacks and that the account did not have before.
/// Whoever comes back has all of it from now on, beside what every such account may begin with.
#[must_use]
pub fn beyond(
    caller: &Context,
    before: &UserRow,
    after: &UserRow,
    begins: AccountStanding,
    at: Pointers<'_>,
) -> Vec<Fault> {
    let comes_back = after.active && !before.active;
    let had = if comes_back { begins } else { standing(before) };
    grants::beyond(&caller.user, had, standing(after), at)
}

/// Refuses to set the password of an account that has something the caller lacks: a role, a
/// clearance, or a case that it sees. Whoever sets a password knows it. An account that they make
/// is kept from what they are kept from ([`Principal::walled_as`]): a wall around them stops
/// nobody's account from being made.
///
/// # Errors
/// 403.
pub fn take_password(connection: &mut Connection, caller: &Context, account: &UserRow) -> Result<()> {
    take(connection, caller, account, "/password")
}

/// Refuses a caller who lacks something that an account has, when its mail will go where they say,
/// or somebody will come in as they say.
///
/// # Errors
/// 403.
pub fn take_address(connection: &mut Connection, caller: &Context, account: &UserRow) -> Result<()> {
    take(connection, caller, account, "/email")
}

fn take(connection: &mut Connection, caller: &Context, account: &UserRow, at: &str) -> Result<()> {
    let of = standing(account);
    grants::refuse(grants::beyond_use(&caller.user, of, PLAIN))?;
    let other = store::principal_of(connection, account, caller.now)?;
    if opens_no_file(&other) || !sees_beyond(connection, caller, &other)? {
        return Ok(());
    }
    Err(grants::refused("gift").with_faults(vec![Fault::body(
        at,
        "beyond_yours",
        "This account sees cases that you may not see: whoever has its password or its address has them, too. Ask somebody who sees as much, or the operator (greffe user set-password).",
        "Ce compte a accès à des dossiers que vous ne pouvez voir : qui en a le mot de passe ou l'adresse y a accès aussi. Adressez-vous à une personne qui voit autant, ou à l'exploitant (greffe user set-password).",
    )]))
}

fn opens_no_file(person: &Principal) -> bool {
    !person.role.gives(Permission::ReadCases)
}

/// Refuses a gift to an account whose password was set by somebody who lacks what is given: whoever
/// set it for the person knew it, and may since have come in with it. It is then set again in the
/// same act, by whoever gives.
///
/// # Errors
/// 403 that names the password.
pub fn unknown_to_lesser(connection: &mut Connection, before: &UserRow, after: &UserRow) -> Result<()> {
    let Some(setter) = after.password_by.filter(|_| !after.password_hash.is_empty()) else { return Ok(()) };
    let (had, has) = (standing(before), standing(after));
    if before.active && grants_nothing(had, has) {
        return Ok(());
    }
    if grants_nothing(AccountStanding::NOTHING, has) {
        return Ok(());
    }
    let setter = store::account(connection, setter)?;
    let knows = store::principal_of(connection, &setter, after.updated_at)?;
    // What a key was confined to is not kept with the password that it set: it counts as having
    // nothing.
    if setter.kind == UserKind::Person && grants::beyond_use(&knows, has, PLAIN).is_empty() {
        return Ok(());
    }
    Err(grants::refused("gift").with_faults(vec![Fault::body(
        "/password",
        "known_to_another",
        "The password of this account was set by somebody who lacks what you give it. Send a new password with it, and hand it to the person yourself.",
        "Le mot de passe de ce compte a été défini par une personne qui n'a pas ce que vous lui attribuez. Joignez un nouveau mot de passe et remettez-le vous-même à la personne.",
    )]))
}

/// Whether the later standing gives nothing that the earlier did not.
fn grants_nothing(before: AccountStanding, after: AccountStanding) -> bool {
    after.clearance <= before.clearance
        && after.role.scope() <= before.role.scope()
        && after.role.permissions().iter().all(|permission| before.role.gives(*permission))
}

/// Refuses a change after which nobody manages the accounts of the organisation. Two who remove
/// each other at once come one after the other, each in a turn of its own
/// ([`WriteTurn::Alone`](crate::db::WriteTurn)).
///
/// # Errors
/// 409 where the last one would go.
pub fn somebody_stays(connection: &mut Connection, before: &UserRow, after: &UserRow) -> Result<()> {
    let manages =
        |row: &UserRow| row.active && row.kind == UserKind::Person && row.role.gives(Permission::ManageUsers);
    if !manages(before) || manages(after) {
        return Ok(());
    }
    for role in Role::ALL.into_iter().filter(|role| role.gives(Permission::ManageUsers)) {
        let others = store::of_role(connection, before.organization_id, role)?;
        if others.iter().any(|other| *other != before.id) {
            return Ok(());
        }
    }
    Err(Error::new(Code::Conflict).with_detail(
        "This is the last active person who manages the accounts of the organisation. Make another administrator first; where there is nobody to do it, the operator can: greffe user create.",
        "Cette personne est la dernière, active, qui gère les comptes de l'organisme. Nommez d'abord un autre administrateur; si personne ne le peut, l'exploitant le peut : greffe user create.",
    ))
}

/// The error of shutting oneself out, or of raising oneself.
pub(super) fn ones_own() -> Error {
    Error::new(Code::Conflict).with_detail(
        "You cannot deactivate yourself, change your own role, or say whether you sign in at the identity provider. Ask another administrator.",
        "Vous ne pouvez ni désactiver votre compte, ni changer votre propre rôle, ni décider si vous vous authentifiez par le fournisseur d'identité. Adressez-vous à un autre administrateur.",
    )
}
