//! The reach of an assignment: whether whoever makes it may open what it opens. These are the lines
//! `own_reach` and `gift` of the policy, for cases, portfolios, and the groups that hold them.
//!
//! | What opens | Who may open it |
//! |---|---|
//! | a case, to others | who sees it, and is shown its names where a court keeps them |
//! | a case, to oneself or a group of one's own | who reaches it by their role alone |
//! | a portfolio | `portfolios.manage`, of one's own organisation |
//! | a portfolio, to people of other organisations | `portfolios.share`, too: a whole caseload leaves the house |
//! | what a group holds, to who joins it | the same for each case and portfolio that the group holds |

use super::store::{self, AssignmentRow};
use crate::access::context::Context;
use crate::access::grants::{self, refused, within_own_scope};
use crate::access::permissions::Permission;
use crate::db::Connection;
use crate::error::{Code, Error, Result};
use crate::ids::{CaseId, GroupId, OrganizationId, UserId};
use crate::matters::cases;
use crate::matters::cases::CaseRow;
use crate::people::identity;

/// Refuses an assignment on a portfolio by a caller who may not say who carries portfolios.
///
/// # Errors
/// 403.
pub(super) fn permit_portfolio(caller: &Context, row: &AssignmentRow) -> Result<()> {
    if row.case_id.is_some() {
        return Ok(());
    }
    Context { required: Permission::ManagePortfolios, ..caller.clone() }.require_permission()
}

/// Refuses an assignment that the caller may not make, or offer: what it opens must be theirs to
/// open. Its case is given if it is on one.
///
/// # Errors
/// 403.
pub(super) fn permit(
    connection: &mut Connection,
    caller: &Context,
    row: &AssignmentRow,
    case: Option<&CaseRow>,
) -> Result<()> {
    permit_portfolio(caller, row)?;
    grants::sees_what_it_opens(caller)?;
    let is_own = match row.group_id {
        Some(group) => store::takes_part(connection, group, caller.user.id, caller.now)?,
        None => row.user_id == Some(caller.user.id),
    };
    if is_own && !within_own_scope(&caller.user, row.organization_id) {
        return Err(to_oneself());
    }
    match case {
        Some(case) if !cases::views::of(connection, caller, case)?.names => Err(refused("gift")),
        Some(_) => Ok(()),
        None => match (row.user_id, row.group_id) {
            (Some(user), _) => {
                let organization = identity::principals::organization_of(connection, user)?;
                permit_sharing(caller, row.organization_id, organization)
            }
            (None, Some(group)) => {
                let members = store::organizations_of_group(connection, group, caller.now)?;
                members.into_iter().try_for_each(|of| permit_sharing(caller, row.organization_id, Some(of)))
            }
            (None, None) => Ok(()),
        },
    }
}

/// Refuses to give a portfolio to another organisation, unless the caller may.
fn permit_sharing(caller: &Context, of: OrganizationId, to: Option<OrganizationId>) -> Result<()> {
    if to.is_none_or(|to| to == of) {
        return Ok(());
    }
    Context { required: Permission::SharePortfolios, ..caller.clone() }.require_permission()
}

/// Refuses a caller who may not let somebody take part in a group: what the group holds, or will,
/// must be theirs to open.
///
/// # Errors
/// 403.
pub fn permit_member(
    connection: &mut Connection,
    caller: &Context,
    group: GroupId,
    (member, organization): (UserId, OrganizationId),
) -> Result<()> {
    let held = store::of_group(connection, group, caller.now)?;
    if held.is_empty() {
        return Ok(());
    }
    grants::sees_what_it_opens(caller)?;
    let is_own = member == caller.user.id;
    if is_own && held.iter().any(|row| !within_own_scope(&caller.user, row.organization_id)) {
        return Err(to_oneself());
    }
    let mut ids: Vec<CaseId> = held.iter().filter_map(|row| row.case_id).collect();
    ids.sort_unstable();
    ids.dedup();
    // Who takes part does so for longer than an emergency lasts.
    let seen = cases::service::visible_among(connection, &caller.without_emergencies(), &ids)?;
    let holds_it = caller.user.groups.contains(&group);
    for row in &held {
        let reaches = match row.case_id {
            Some(case) => seen.contains(&case),
            None => holds_it || within_own_scope(&caller.user, row.organization_id),
        };
        if !reaches {
            return Err(Error::new(Code::Forbidden).with_detail(
                "Who joins this group reaches what it holds, and not all of that is yours to open. Ask somebody who sees what the group holds.",
                "Qui se joint à ce groupe accède à ce dont il est chargé, et vous ne pouvez l'ouvrir en entier. Adressez-vous à une personne qui voit ce dont le groupe est chargé.",
            ));
        }
        if row.case_id.is_none() {
            permit_sharing(caller, row.organization_id, Some(organization))?;
        }
    }
    if seen.is_empty() {
        return Ok(());
    }
    let views = cases::views::of_ids(connection, caller, &ids)?;
    if views.values().all(|view| view.names) { Ok(()) } else { Err(refused("gift")) }
}

fn to_oneself() -> Error {
    Error::new(Code::Forbidden).with_detail(
        "This would give you, or a group of yours, what you do not reach by your role: nobody widens their own reach. Ask somebody else who may assign.",
        "Ceci vous donnerait, à vous ou à un groupe dont vous êtes membre, un accès que votre rôle ne donne pas : nul n'étend son propre accès. Adressez-vous à une autre personne habilitée à affecter.",
    )
}
