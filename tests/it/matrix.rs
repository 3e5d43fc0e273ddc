//! Every operation x every role x every tie between a person and what it is about: what is answered is what the policy says.
//!
//! Nothing is listed here by hand but what is no case's: an operation's permission is read from its handler, the roles that give
//! it and what they reach from the policy. A new operation is in the matrix as soon as it is in the document.

use crate::support::document::Operation;
use crate::support::world::{ANSWERS, World};
use crate::support::*;
use greffe::access::classification::Classification;
use greffe::access::permissions::{Permission, Role};
use greffe::access::policy::{Tie, policy};
use serde_json::json;
use std::collections::HashMap;
use std::path::Path;

/// What ties a person to the case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Situation {
    /// It is of their organisation, and they hold a role on it.
    Own,
    /// It is of another organisation, and a group of theirs holds a role on it.
    Group,
    /// It is of another organisation, and they have nothing to do with it.
    Other,
    /// As `Own`, and a wall keeps them from it.
    Walled,
    /// As `Own`, and it is above their clearance.
    Above,
    /// As `Own`, and the court has sealed it.
    Sealed,
}

impl Situation {
    const ALL: [Self; 6] = [Self::Own, Self::Group, Self::Other, Self::Walled, Self::Above, Self::Sealed];

    /// Whether a fact of the policy holds in it.
    fn is(self, fact: Tie) -> bool {
        match fact {
            Tie::OwnOrganization => !matches!(self, Self::Group | Self::Other),
            Tie::Held => !matches!(self, Self::Other | Self::Above),
            Tie::Portfolio | Tie::Emergency => false,
            Tie::Cleared => self != Self::Above,
            Tie::Walled => self == Self::Walled,
        }
    }
}

/// What an operation is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum About {
    /// A case or a part of one: hidden where the case is.
    ACase,
    /// What an organisation keeps to itself: hidden from others.
    AnOrganization,
    /// What is one person's: hidden from everybody else.
    OnePerson,
    /// Something else, or nothing in particular.
    Anything,
}

fn about(operation: &Operation) -> About {
    let begins = |starts: &[&str]| starts.iter().any(|start| operation.path.starts_with(start));
    if begins(&["/v1/cases/{id}", "/v1/deadlines/{id}", "/v1/documents/{id}", "/v1/assignments/{id}"]) {
        About::ACase
    } else if begins(&[
        "/v1/groups/{id}",
        "/v1/action-items/{id}",
        "/v1/matrices/{id}",
        "/v1/liaison-officers/{id}",
    ]) {
        About::AnOrganization
    } else if begins(&["/v1/feeds/{id}", "/v1/notifications/{id}"]) {
        About::OnePerson
    } else {
        About::Anything
    }
}

/// The permission of each operation, as its handler declares it: `caller: Caller<can::ReadCases>`.
fn needs() -> HashMap<String, Permission> {
    fn gather(folder: &Path, found: &mut HashMap<String, Permission>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                gather(&path, found);
            } else if path.file_name().is_some_and(|name| name == "routes.rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                for handler in text.split("\nasync fn ").skip(1) {
                    let name = handler.split(['(', '<']).next().unwrap();
                    let Some((_, rest)) = handler.split(") -> ").next().unwrap().split_once("Caller<can::")
                    else {
                        continue;
                    };
                    let called = rest.split('>').next().unwrap();
                    let known = Permission::ALL.iter().find(|one| format!("{one:?}") == called);
                    found.insert(name.to_owned(), *known.unwrap_or_else(|| panic!("{name} needs {called}?")));
                }
            }
        }
    }
    let mut found = HashMap::new();
    gather(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    found
}

/// Operations that ask for more than the policy does: a note is its author's, a group's record its chair's and its secretary's,
/// an action item its owner's, an absence that of who is away, a session that of who signed in,
/// the file and the results of an import are whose it is, an assignment delegated by its holder or by whoever assigns, a webhook
/// its owner's and seen by administrators, and a link shows only where both its cases do.
const NARROWED: [&str; 25] = [
    "send_import_file",
    "list_import_results",
    "find_webhook",
    "update_webhook",
    "delete_webhook",
    "rotate_webhook",
    "replay_webhook",
    "ping_webhook",
    "list_webhook_deliveries",
    "find_webhook_delivery",
    "update_case_note",
    "delete_case_note",
    "find_case_link",
    "delete_case_link",
    "create_group_action_item",
    "update_group_action_item",
    "complete_action_item",
    "create_group_decision",
    "create_group_meeting",
    "update_group_meeting",
    "update_absence",
    "delete_absence",
    "find_session",
    "delegate_assignment",
    "delete_session",
];

/// What is answered to somebody who may: to a probe that changes nothing, because it has no version or no body to go by.
fn is_let_through(operation: &Operation, answer: &Answer) -> bool {
    match operation.method.as_str() {
        _ if NARROWED.contains(&operation.id.as_str()) && matches!(answer.status, 403 | 404) => true,
        "GET" => answer.status == 200,
        "PATCH" | "PUT" | "DELETE" => answer.status == 428 || operation.path.starts_with("/v1/scim/"),
        // Each line of a body of lines is refused by itself.
        _ if operation.body_type().as_deref() == Some("application/x-ndjson") => answer.status == 200,
        _ if operation.body_type().is_some() => answer.status == 400,
        _ => !matches!(answer.status, 401 | 403 | 404),
    }
}

fn probe(world: &World<'_>, actor: &Actor<'_>, operation: &Operation) -> Answer {
    let address = world.address(operation);
    let body = operation.body_type().map(|kind| (kind, b"{".to_vec()));
    // Who is deleted is gone for the next: a version that nobody has seen leaves them there.
    let stale = actor.with_header("If-Match", "\"0\"");
    let actor = if operation.id == "delete_provisioned_user" { &stale } else { actor };
    actor.send(&operation.method, &address, body.as_ref().map(|(kind, body)| (kind.as_str(), body.clone())))
}

/// The status that the policy gives; nothing where it lets the operation through.
fn refusal(operation: &Operation, role: Role, permission: Permission, situation: Situation) -> Option<u16> {
    let is_theirs = !matches!(situation, Situation::Group | Situation::Other);
    let sees = policy().sees(role).holds(&|fact| situation.is(fact));
    let lacks = (!role.gives(permission)).then_some(403);
    match about(operation) {
        About::ACase if operation.id == "create_case_emergency_access" && !sees => {
            // The one act on what is hidden: by whoever may, in their own organisation, within their clearance.
            let opens = is_theirs && situation.is(Tie::Cleared) && role.gives(permission);
            if opens { None } else { Some(404) }
        }
        About::ACase if !sees => Some(404),
        // What was offered to somebody else is nobody's to answer.
        About::ACase if ANSWERS.contains(&operation.id.as_str()) => Some(403),
        About::AnOrganization if situation == Situation::Other => Some(404),
        About::ACase | About::AnOrganization | About::Anything => lacks,
        About::OnePerson => Some(404),
    }
}

/// Where the policy is not the whole answer.
fn is_asked(operation: &Operation, situation: Situation) -> bool {
    let elsewhere = matches!(situation, Situation::Group | Situation::Other);
    match about(operation) {
        About::ACase => true,
        // A member of a group sees it and changes nothing of another organisation's; what is no case's does not know
        // walls, clearance and seals.
        About::AnOrganization => matches!(situation, Situation::Own | Situation::Other),
        About::OnePerson => situation == Situation::Own,
        // Users and organisations are known to all and changed by their own.
        About::Anything => situation == Situation::Own || (!operation.path.contains('{') && !elsewhere),
    }
}

/// Somebody of a role in a situation of this world's case.
fn somebody<'a>(
    api: &'a Api,
    world: &World<'a>,
    organization: &fixtures::Organization<'a>,
    role: Role,
    situation: Situation,
) -> Actor<'a> {
    let administrator = &world.administrator;
    let case = world.case();
    let hold = |holder: serde_json::Value| {
        administrator.post(&format!("/v1/cases/{case}/assignments"), holder).must(201);
    };
    match situation {
        Situation::Own | Situation::Sealed | Situation::Walled => {
            let actor = organization.user(role);
            hold(json!({"user_id": actor.id, "role": "JPL"}));
            if situation == Situation::Walled {
                let wall = json!({"user_id": actor.id, "reason": "Acted for the applicant."});
                administrator.post(&format!("/v1/cases/{case}/walls"), wall).must(201);
            }
            actor
        }
        Situation::Above => organization.cleared(role, Classification::ProtectedA),
        Situation::Other => api.organization().user(role),
        Situation::Group => {
            let actor = api.organization().user(role);
            let group = group_of(administrator, &[(&actor.id, "member", None)]);
            hold(json!({"group_id": group, "role": "JPL"}));
            actor
        }
    }
}

fn every_operation_answers_as_the_policy_says(api: &Api) {
    let needs = needs();
    let organizations = [api.organization(), api.organization()];
    let worlds = [0, 1].map(|nth| World::within(api, &organizations[nth]));
    let at = format!("/v1/cases/{}", worlds[1].case());
    worlds[1].administrator.patch(&at, "*", json!({"confidentiality": "sealed"})).must(200);
    let (mut asked, mut wrong) = (0, Vec::new());
    for situation in Situation::ALL {
        let nth = usize::from(situation == Situation::Sealed);
        let (world, organization) = (&worlds[nth], &organizations[nth]);
        for role in Role::ALL {
            let actor = somebody(api, world, organization, role, situation);
            for operation in world.operations.iter().filter(|operation| !operation.is_public()) {
                let permission = needs.get(&operation.id);
                let permission = permission
                    .unwrap_or_else(|| panic!("no handler of {} declares what it needs", operation.id));
                if !is_asked(operation, situation) {
                    continue;
                }
                let answer = probe(world, &actor, operation);
                let fits = match refusal(operation, role, *permission, situation) {
                    Some(403) if NARROWED.contains(&operation.id.as_str()) => {
                        matches!(answer.status, 403 | 404)
                    }
                    Some(status) => answer.status == status,
                    None => is_let_through(operation, &answer),
                };
                asked += 1;
                if !fits {
                    wrong.push(format!(
                        "{} as {role:?} {situation:?}: {} {}",
                        operation.id, answer.status, answer.text
                    ));
                }
            }
        }
    }
    let unknown: Vec<_> =
        NARROWED.iter().filter(|id| worlds[0].operations.iter().all(|one| one.id != **id)).collect();
    assert!(unknown.is_empty(), "no such operations: {unknown:?}");
    assert!(asked > 2000, "{asked}");
    assert!(wrong.is_empty(), "{} of {asked}:\n{}", wrong.len(), wrong.join("\n"));
}

on_both!(every_operation_answers_as_the_policy_says);
