//! The explanation of why somebody may or may not do something: the policy, line by line.

use super::api::{LineAnswer, PolicyAnswer, PolicyGift, PolicyQuestion};
use super::store;
use crate::access::confidentiality::Confidentiality;
use crate::access::context::{Context, Principal};
use crate::access::fields::View;
use crate::access::grants::{self, AccountStanding, PLAIN};
use crate::access::permissions::Permission;
use crate::access::policy::{Tie, policy};
use crate::access::privilege::Privilege;
use crate::db::Connection;
use crate::error::{Error, Fault, Result};
use crate::ids::{CaseId, UserId};
use crate::matters::cases;
use crate::people::identity;
use crate::unparsed::Unparsed;

/// Answers whether somebody may do something, and by which line.
///
/// # Errors
/// 403 where the caller may not ask that of others; 422 where the user, the case or the act is
/// unknown to the caller.
pub fn explain(
    connection: &mut Connection,
    caller: &Context,
    body: &Unparsed<PolicyQuestion>,
) -> Result<PolicyAnswer> {
    caller.require_permission()?;
    let question = body.parse()?;
    let user = question.user.unwrap_or(caller.user.id);
    if user != caller.user.id {
        Context { required: Permission::ExplainPolicy, ..caller.clone() }.require_permission()?;
    }
    let mut faults = Vec::new();
    let act: Option<Permission> = question.act.parse().ok();
    if act.is_none() {
        faults.push(unknown_act());
    }
    if user != caller.user.id && !is_colleague(connection, caller, user)? {
        faults.push(Fault::unknown_colleague("/user"));
    }
    let to = question.gives.as_ref().and_then(|gift| gift.to);
    if let Some(to) = to.filter(|to| *to != caller.user.id)
        && !is_colleague(connection, caller, to)?
    {
        faults.push(Fault::unknown_colleague("/gives/to"));
    }
    if let Some(case) = question.case
        && cases::service::visible_among(connection, caller, &[case])?.is_empty()
    {
        faults.push(unknown_case());
    }
    let (Some(act), true) = (act, faults.is_empty()) else { return Err(Error::invalid(faults)) };
    let person = if user == caller.user.id {
        Some(caller.user.clone())
    } else {
        identity::principals::active(connection, user, caller.now)?
    };
    let ties = match (&person, question.case) {
        (Some(person), Some(case)) => {
            let asked = Context { user: person.clone(), ..caller.clone() };
            store::ties(connection, &asked, case)?
        }
        _ => None,
    };
    let given = match (&person, question.gives) {
        (Some(person), Some(gift)) => given(connection, caller, person, &gift)?,
        _ => Vec::new(),
    };
    Ok(answer(user, question.case, act, person.as_ref(), ties, given))
}

/// The lines about what an act gives.
fn given(
    connection: &mut Connection,
    caller: &Context,
    giver: &Principal,
    gift: &PolicyGift,
) -> Result<Vec<(&'static str, bool)>> {
    let had = match gift.to {
        Some(to) => identity::principals::active(connection, to, caller.now)?.map_or(
            AccountStanding::NOTHING,
            |has| AccountStanding { role: has.role, clearance: has.clearance },
        ),
        None => AccountStanding::NOTHING,
    };
    let has = AccountStanding {
        role: gift.role.unwrap_or(had.role),
        clearance: gift.clearance.unwrap_or(had.clearance),
    };
    let holds = grants::beyond(giver, had, has, PLAIN).is_empty();
    let own = (gift.to == Some(giver.id)).then_some(("own_reach", holds));
    Ok(own.into_iter().chain([("gift", holds)]).collect())
}

fn answer(
    user: UserId,
    case: Option<CaseId>,
    act: Permission,
    person: Option<&Principal>,
    ties: Option<(Vec<Tie>, Confidentiality)>,
    given: Vec<(&'static str, bool)>,
) -> PolicyAnswer {
    let mut lines = vec![("account", person.is_some())];
    let (facts, order) = ties.unwrap_or((Vec::new(), Confidentiality::Sealed));
    let is = |fact: Tie| facts.contains(&fact);
    if let Some(person) = person {
        if case.is_some() {
            let between = policy().between(person.role).iter();
            lines.extend(between.map(|(code, condition)| (*code, condition.holds(&is))));
        }
        lines.push(("permission", person.role.gives(act)));
        if person.scopes.is_some() {
            lines.push(("key", person.may(act)));
        }
        if case.is_some() && is_restricted(act, order) {
            let is_held = [Tie::Held, Tie::Portfolio, Tie::Emergency].into_iter().any(is);
            lines.push(("seal", View::of(person, order, is_held).names));
        }
    }
    lines.extend(given);
    let deciding =
        lines.iter().find(|(_, holds)| !holds).or(lines.last()).copied().unwrap_or(("account", false));
    let of = |code: &str| policy().lines.iter().find(|line| line.code == code);
    let lines: Vec<_> = lines.into_iter().map(|(code, holds)| LineAnswer { code, holds }).collect();
    #[expect(clippy::expect_used, reason = "a test asks for every line")]
    let line = of(deciding.0).expect("the line stands in the policy");
    let text = if deciding.1 { &line.text } else { &line.otherwise }.clone();
    PolicyAnswer {
        allowed: deciding.1,
        line: deciding.0,
        text,
        user,
        case,
        act: act.code(),
        role: person.map(|person| person.role),
        facts,
        lines,
    }
}

/// Whether the act is one of reading what the court's order about the case restricts, as [`View`]
/// has it.
fn is_restricted(act: Permission, order: Confidentiality) -> bool {
    match order {
        Confidentiality::None => false,
        Confidentiality::Anonymised => act == Permission::ReadIdentifiers,
        Confidentiality::Sealed => {
            act == Permission::ReadIdentifiers
                || Privilege::ALL.into_iter().any(|privilege| privilege.permission() == act)
        }
    }
}

fn is_colleague(connection: &mut Connection, caller: &Context, user: UserId) -> Result<bool> {
    let organization = identity::principals::organization_of(connection, user)?;
    Ok(organization == Some(caller.user.organization_id))
}

fn unknown_act() -> Fault {
    Fault::body(
        "/act",
        "unknown_act",
        "There is no such permission. GET /v1/policy lists them.",
        "Cette permission n'existe pas. GET /v1/policy les énumère.",
    )
}

fn unknown_case() -> Fault {
    Fault::body(
        "/case",
        "unknown_case",
        "There is no such case among those that you may see. GET /v1/cases lists them.",
        "Ce dossier n'existe pas parmi ceux que vous pouvez voir. GET /v1/cases les énumère.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::classification::Classification;
    use crate::access::permissions::Role;
    use crate::ids::OrganizationId;

    fn person(role: Role) -> Principal {
        Principal {
            id: UserId::generate(),
            organization_id: OrganizationId::generate(),
            role,
            clearance: Classification::ProtectedB,
            holds_elsewhere: false,
            has_large_caseload: false,
            groups: Vec::new(),
            portfolios: Vec::new(),
            emergency_cases: Vec::new(),
            scopes: None,
            may_give: None,
            known_to: None,
        }
    }

    fn line(
        person: Option<&Principal>,
        act: Permission,
        ties: Option<(&[Tie], Confidentiality)>,
    ) -> (bool, &'static str) {
        let ties = ties.map(|(facts, order)| (facts.to_vec(), order));
        let case = ties.as_ref().map(|_| CaseId::generate());
        let said = answer(UserId::generate(), case, act, person, ties, Vec::new());
        assert!(!said.text.en.is_empty());
        (said.allowed, said.line)
    }

    #[test]
    fn the_first_line_that_does_not_hold_is_the_answer() {
        use Tie::{Cleared, Emergency, Held, OwnOrganization, Walled};
        let analyst = person(Role::Analyst);
        let of = |facts: &[Tie], act| line(Some(&analyst), act, Some((facts, Confidentiality::None)));
        let read = Permission::ReadCases;
        assert_eq!(line(None, read, None), (false, "account"));
        assert_eq!(line(Some(&analyst), read, None), (true, "permission"));
        assert_eq!(of(&[OwnOrganization, Cleared, Walled], read), (false, "wall"));
        assert_eq!(of(&[OwnOrganization, Cleared, Walled, Emergency], read), (true, "permission"));
        assert_eq!(of(&[OwnOrganization], read), (false, "clearance"));
        assert_eq!(of(&[Cleared], read), (false, "scope"));
        assert_eq!(of(&[Cleared, Held], Permission::ManageWalls), (false, "permission"));
        let mut keyed = person(Role::Analyst);
        keyed.scopes = Some(vec![Permission::ReadCases]);
        let of = |act| line(Some(&keyed), act, Some((&[OwnOrganization, Cleared], Confidentiality::None)));
        assert_eq!((of(read), of(Permission::WriteNotes)), ((true, "key"), (false, "key")));
        let sealed = |facts: &[Tie]| {
            line(Some(&analyst), Permission::ReadIdentifiers, Some((facts, Confidentiality::Sealed)))
        };
        assert_eq!(sealed(&[OwnOrganization, Cleared]), (false, "seal"));
        assert_eq!(sealed(&[OwnOrganization, Cleared, Held]), (true, "seal"));
    }
}
