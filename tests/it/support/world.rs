//! One of everything, so that every operation of the API can be called.

use super::actor::Actor;
use super::answer::Answer;
use super::api::Api;
use super::document::{Operation, document, operations};
use super::fixtures::{Organization, notify};
use super::story::{case_with, record};
use serde_json::{Value, json};

/// A case with all that can be in it, and the people around it.
pub struct World<'a> {
    /// The operations of the API.
    pub operations: Vec<Operation>,
    /// Who may do everything in it.
    pub administrator: Actor<'a>,
    /// Who may only look.
    pub viewer: Actor<'a>,
    /// The organisation whose case it is.
    pub organization: Organization<'a>,
    /// Who may do everything elsewhere.
    pub stranger: Actor<'a>,
    document: Value,
    /// Something that was offered to the administrator.
    own_assignment: String,
    /// An entry of the docket that was struck.
    struck_event: String,
    /// An entry of its case that belongs to another, and that one.
    lost_event: String,
    right_case: String,
    /// An entry of the journal that the checkpoint covers.
    entry_proved: i64,
    ids: Vec<(&'static str, String)>,
}

/// What stands in braces where an id that nobody ever gave is wanted.
pub const NOBODY: &str = "0198ffff-ffff-7fff-8fff-ffffffffffff";

/// Operations that only whom something was offered to may call.
pub const ANSWERS: [&str; 2] = ["accept_assignment", "decline_assignment"];

#[track_caller]
fn made(actor: &Actor<'_>, path: &str, body: Value) -> String {
    actor.post(path, body).must(201)["id"].as_str().unwrap().to_owned()
}

/// A group with a chair, a meeting that was held, a decision and an action item: their ids.
fn group(administrator: &Actor<'_>, chair: &str) -> [String; 5] {
    let name = json!({"en": "Working group", "fr": "Groupe de travail"});
    let code = format!("WG-{}", &administrator.id[24..]);
    let group =
        made(administrator, "/v1/groups", json!({"code": code, "kind": "working_group", "name": name}));
    let part = |part: &str, body: Value| made(administrator, &format!("/v1/groups/{group}/{part}"), body);
    let member =
        part("members", json!({"user_id": chair, "capacity": "chair", "from": "2026-01-05T15:00:00Z"}));
    let held = json!({"title": "First", "status": "held", "starts_at": "2026-02-02T15:00:00Z"});
    let meeting = part("meetings", held);
    let decision = part("decisions", json!({"title": name, "adopted_on": "2026-02-02"}));
    let item = part("action-items", json!({"title": "Report", "owner_id": chair, "due_on": "2026-12-01"}));
    [group, member, meeting, decision, item]
}

/// An event of this type that was recorded: its id.
fn recorded(administrator: &Actor<'_>, case: &str, event: &str) -> String {
    let event = json!({"type": event, "occurred_on": "2026-03-09"});
    record(administrator, case, event)["event"]["id"].as_str().unwrap().to_owned()
}

/// An order that sets nothing, and was struck because it was another case's: its id.
fn struck_event(administrator: &Actor<'_>, case: &str) -> String {
    let order = recorded(administrator, case, "extension_granted");
    let why = json!({"reason": "It belongs to another case."});
    administrator.post(&format!("/v1/cases/{case}/events/{order}/strike"), why).must(200);
    order
}

/// An entry that belongs to another case at the same stage, and that case.
fn lost_event(administrator: &Actor<'_>, case: &str) -> (String, String) {
    let order = recorded(administrator, case, "extension_granted");
    let right = case_with(administrator, "2026-03-02");
    recorded(administrator, &right, "application_filed");
    (order, right)
}

/// A document with a file.
fn document_of(administrator: &Actor<'_>, case: &str) -> String {
    let document = json!({"kind": "memo", "title": "A memorandum"});
    let id = made(administrator, &format!("/v1/cases/{case}/documents"), document);
    let file = ("application/octet-stream", b"What is said in it.".to_vec());
    let sender = administrator.with_header("If-Match", "*");
    sender.send("PUT", &format!("/v1/documents/{id}/file"), Some(file)).must(200);
    id
}

/// A time for which somebody is away.
fn absence(administrator: &Actor<'_>, user: &str) -> String {
    let away = json!({"user_id": user, "from": "2026-12-21T05:00:00Z", "until": "2027-01-04T05:00:00Z"});
    made(administrator, "/v1/absences", away)
}

/// An office of the organisation's own.
fn office(administrator: &Actor<'_>) -> String {
    let name = json!({"en": "World's End", "fr": "Bout du monde"});
    let office = json!({"code": "WORLD", "name": name, "region": "ontario", "zone": "America/Toronto"});
    made(administrator, "/v1/offices", office)
}

/// A liaison officer whose deployment is planned.
fn of_the_network(administrator: &Actor<'_>) -> [(&'static str, String); 1] {
    let officer = json!({"name": "A. Officer", "kind": "cbsa", "deploying_authority": "CBSA", "host_country": "KE",
        "tasks": ["routes"], "represents": ["CA"], "contact": "+254 20 555 0100"});
    [("/v1/liaison-officers/{id}", made(administrator, "/v1/liaison-officers", officer))]
}

/// A feed, and the secret in its address.
fn feed(administrator: &Actor<'_>) -> (String, String) {
    let feed = administrator.post("/v1/feeds", json!({"scope": "me", "language": "en"})).must(201);
    let secret =
        feed["url"].as_str().unwrap().rsplit('/').next().unwrap().trim_end_matches(".ics").to_owned();
    (feed["id"].as_str().unwrap().to_owned(), secret)
}

/// A webhook, and something that is to be sent to it.
fn webhook(administrator: &Actor<'_>) -> (String, String) {
    let new = json!({"name": "Tracker", "url": "https://hooks.example/greffe"});
    let webhook = made(administrator, "/v1/webhooks", new);
    let ping = administrator.post(&format!("/v1/webhooks/{webhook}/ping"), json!({})).must(200);
    (webhook, ping["id"].as_str().unwrap().to_owned())
}

/// A role and a responsibility of the organisation's own: where they are.
fn own_codes(administrator: &Actor<'_>) -> [(&'static str, String); 2] {
    let name = json!({"en": "Our own", "fr": "Le nôtre"});
    let own = json!({"code": "OWN", "name": name, "held_by": ["other"]});
    administrator.post("/v1/roles", own).must(201);
    let own = json!({"code": "OWN", "name": name, "phase": "intake"});
    administrator.post("/v1/responsibilities", own).must(201);
    [
        ("/v1/roles/{code}", "/v1/roles/OWN".to_owned()),
        ("/v1/responsibilities/{code}", "/v1/responsibilities/OWN".to_owned()),
    ]
}

impl<'a> World<'a> {
    /// Makes it, in an organisation of its own.
    pub fn of(api: &'a Api) -> Self {
        Self::within(api, &api.organization())
    }

    /// The id of its case.
    pub fn case(&self) -> &str {
        &self.ids.iter().find(|(pattern, _)| *pattern == "/v1/cases/{id}").unwrap().1
    }

    /// Makes it within an organisation.
    pub fn within(api: &'a Api, organization: &Organization<'a>) -> Self {
        let administrator = organization.administrator();
        let viewer = organization.viewer();
        let (litigator, analyst) = (organization.litigator(), organization.analyst());
        let case = case_with(&administrator, "2026-03-02");
        let other = case_with(&administrator, "2026-03-02");
        let at = format!("/v1/cases/{case}");
        let event = recorded(&administrator, &case, "application_filed");
        let struck_event = struck_event(&administrator, &case);
        let (lost_event, right_case) = lost_event(&administrator, &case);
        let first = |part: &str| {
            let items = administrator.get(&format!("{at}/{part}")).must(200);
            items["items"][0]["id"].as_str().unwrap().to_owned()
        };
        let (deadline, party) = (first("deadlines"), first("parties"));
        let note = made(&administrator, &format!("{at}/notes"), json!({"body": "A note."}));
        let document_id = document_of(&administrator, &case);
        let link = made(&administrator, &format!("{at}/links"), json!({"case_id": other, "kind": "related"}));
        let wall = made(
            &administrator,
            &format!("{at}/walls"),
            json!({"user_id": analyst.id, "reason": "Acted for the applicant."}),
        );
        let hold =
            made(&administrator, &format!("{at}/holds"), json!({"reason": "A request for access is open."}));
        let assignment = made(
            &administrator,
            &format!("{at}/assignments"),
            json!({"user_id": litigator.id, "role": "JCO"}),
        );
        let own_assignment = made(
            &administrator,
            &format!("{at}/assignments"),
            json!({"user_id": administrator.id, "role": "JPL", "offer": true}),
        );
        let provisioned = json!({"userName": format!("{}@example.org", administrator.username)});
        let provisioned = made(&administrator, "/v1/scim/v2/Users", provisioned);
        let (feed, secret) = feed(&administrator);
        let (webhook, delivery) = webhook(&administrator);
        let [group, member, meeting, decision, item] = group(&administrator, &litigator.id);
        let absence = absence(&administrator, &litigator.id);
        let office = office(&administrator);
        let notification = notify(&administrator, &case, &deadline);
        let title = json!({"en": "Roles and responsibilities", "fr": "Rôles et responsabilités"});
        let matrix = made(&administrator, "/v1/matrices", json!({"title": title}));
        // Another one for its entries: versions are removed before entries are.
        let entries =
            format!("/v1/matrices/{}/entries", made(&administrator, "/v1/matrices", json!({"title": title})));
        let entry = administrator.get(&entries).must(200)["items"][0]["id"].as_str().unwrap().to_owned();
        let signed_in = format!("/v1/sessions?user_id={}", analyst.id);
        let session = administrator.get(&signed_in).must(200)["items"][0]["id"].as_str().unwrap().to_owned();
        let account = json!({"name": "Directory", "role": "administrator"});
        let account = made(&administrator, "/v1/service-accounts", account);
        let new_key = json!({"name": "2026", "scopes": ["users.provision"], "expires_in_days": 30});
        let key = made(&administrator, &format!("/v1/service-accounts/{account}/keys"), new_key);
        let checkpoint = administrator.post("/v1/journal/checkpoints", json!({})).must(201);
        let entry_proved = checkpoint["through_sequence"].as_i64().unwrap();
        let mut ids = vec![
            ("/v1/sessions/{id}", session),
            ("/v1/service-accounts/{id}", account),
            ("{key_id}", key),
            ("/v1/journal/checkpoints/{id}", checkpoint["id"].as_str().unwrap().to_owned()),
            ("/v1/matrices/{id}/entries/{entry_id}", format!("{entries}/{entry}")),
            ("/v1/matrices/{id}", matrix),
            ("/v1/organizations/{id}", administrator.organization_id.clone()),
            ("/v1/users/{id}", litigator.id),
            ("/v1/scim/v2/Users/{id}", provisioned),
            ("/v1/deadlines/{id}", deadline),
            ("/v1/notifications/{id}", notification),
            ("/v1/imports/{id}", made(&administrator, "/v1/imports", json!({"format": "ndjson"}))),
            ("/v1/assignments/{id}", assignment),
            ("/v1/absences/{id}", absence),
            ("/v1/offices/{id}", office),
            ("/v1/documents/{id}", document_id),
            ("/v1/cases/{id}", case),
            ("/v1/groups/{id}", group),
            ("/v1/action-items/{id}", item.clone()),
            ("{member_id}", member),
            ("{meeting_id}", meeting),
            ("{decision_id}", decision),
            ("{item_id}", item),
            ("/v1/webhooks/{id}", webhook),
            ("{delivery_id}", delivery),
            ("/v1/feeds/{id}", feed),
            ("{token}", secret),
            ("{event_id}", event),
            ("{party_id}", party),
            ("{note_id}", note),
            ("{link_id}", link),
            ("{wall_id}", wall),
            ("{hold_id}", hold),
        ];
        ids.extend(own_codes(&administrator));
        ids.extend(of_the_network(&administrator));
        let document = document(api);
        let operations = operations(&document);
        Self {
            operations,
            administrator,
            viewer,
            organization: organization.clone(),
            stranger: api.administrator(),
            document,
            own_assignment,
            struck_event,
            lost_event,
            right_case,
            entry_proved,
            ids,
        }
    }

    /// The address of an operation, with what is there in the place of each parameter.
    pub fn address(&self, operation: &Operation) -> String {
        let mut address = operation.path.clone();
        if ANSWERS.contains(&operation.id.as_str()) {
            address = address.replace("{id}", &self.own_assignment);
        }
        if operation.id == "move_case_event" {
            address = address.replace("{event_id}", &self.lost_event);
        }
        if operation.id == "restore_case_event" {
            address = address.replace("{event_id}", &self.struck_event);
        }
        for (pattern, id) in &self.ids {
            if let Some(before) = pattern.strip_suffix("{id}") {
                if address.starts_with(pattern) {
                    address = address.replacen(pattern, &format!("{before}{id}"), 1);
                }
            } else {
                address = address.replace(pattern, id);
            }
        }
        if operation.id == "find_journal_checkpoint_proof" {
            address = format!("{address}?entry={}", self.entry_proved);
        }
        Self::finished(operation, address)
    }

    /// The address of an operation, with ids in it that nobody ever gave.
    pub fn nowhere(operation: &Operation) -> String {
        let mut address = operation.path.clone();
        for parameter in operation.parameters("path") {
            if is_id(parameter) {
                address = address.replace(&format!("{{{}}}", parameter["name"].as_str().unwrap()), NOBODY);
            }
        }
        Self::finished(operation, address)
    }

    /// Fills in the codes from their examples, and the query parameters without which nothing goes.
    fn finished(operation: &Operation, mut address: String) -> String {
        for parameter in operation.parameters("path").into_iter().filter(|parameter| !is_id(parameter)) {
            let name = parameter["name"].as_str().unwrap();
            let example = parameter["example"]
                .as_str()
                .unwrap_or_else(|| panic!("{} has no example of {name}", operation.id));
            address = address.replace(&format!("{{{name}}}"), example);
        }
        assert!(!address.contains('{'), "teach the world what to put into {}", operation.path);
        if operation.id == "list_calendar_days" {
            address.push_str("?from=2026-03-01&to=2026-03-31");
        }
        if operation.id == "find_deadline_calendar" {
            address.push_str("?from=2026-03-01&to=2026-03-31");
        }
        if operation.id == "find_journal_checkpoint_proof" && !address.contains('?') {
            address.push_str("?entry=1");
        }
        address
    }

    /// The address with one more query parameter.
    pub fn asking(&self, operation: &Operation, parameter: &str) -> String {
        let address = self.address(operation);
        let joint = if address.contains('?') { '&' } else { '?' };
        format!("{address}{joint}{parameter}")
    }

    /// A body that the operation takes, for what is in this world.
    pub fn body(&self, operation: &Operation) -> Value {
        match operation.id.as_str() {
            "update_case" => json!({"office": "Toronto"}),
            "move_case_event" => json!({"case_id": self.right_case, "reason": "It belongs there."}),
            "explain_policy" => json!({"act": "cases.read"}),
            "update_case_party" => json!({"name": "Jane Roe"}),
            "update_case_wall" => json!({"reason": "Advised the applicant."}),
            "correct_case_event" => json!({"note": "As the registry's index says."}),
            "create_provisioned_user" => {
                json!({"userName": format!("{}@example.ca", self.administrator.username)})
            }
            "replace_provisioned_user" => {
                json!({"userName": format!("{}@example.com", self.administrator.username)})
            }
            _ => operation
                .body_example(&self.document)
                .unwrap_or_else(|| panic!("{} has no example", operation.id)),
        }
    }

    /// Calls an operation as it should be called, with any `If-Match`.
    pub fn call(&self, actor: &Actor<'_>, operation: &Operation, address: &str) -> Answer {
        let actor = if operation.takes("header", "If-Match") {
            actor.with_header("If-Match", "*")
        } else {
            actor.clone()
        };
        self.call_as_is(&actor, operation, address)
    }

    /// Calls an operation with the headers that the actor brings. Whatever is answered is documented.
    pub fn call_as_is(&self, actor: &Actor<'_>, operation: &Operation, address: &str) -> Answer {
        let answer = match operation.body_type() {
            Some(kind) => {
                let body = self.body(operation).to_string().into_bytes();
                actor.send(&operation.method, address, Some((&kind, body)))
            }
            None => actor.send(&operation.method, address, None),
        };
        operation.documents(&answer);
        answer
    }

    /// Who an operation is open to: nobody in particular where it is public.
    pub fn caller(&self, operation: &Operation) -> Actor<'a> {
        if operation.is_public() { self.administrator.api.anonymous() } else { self.administrator.clone() }
    }
}

/// Whether a parameter of a path is an id.
pub fn is_id(parameter: &Value) -> bool {
    let schema = &parameter["schema"];
    let reference = schema["$ref"].as_str().is_some_and(|name| name.ends_with("Id"));
    reference || schema["format"] == "uuid"
}
