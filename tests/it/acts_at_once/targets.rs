//! The things that acts are done to: each made anew for every try, with all that can be done to it.
//!
//! Where an act is done twice at once, it is sent once as it is in the first and once as in the second of its shots: contrary
//! ones, where it can be contrary.

use crate::support::fixtures::{Organization, PASSWORD, notify};
use crate::support::*;
use greffe::access::permissions::Role;
use serde_json::{Value, json};

/// Who makes the things: people of an organisation of their own, who are the same from one try to the next.
pub struct Ground<'a> {
    pub api: &'a Api,
    organization: Organization<'a>,
    administrator: Actor<'a>,
    /// Two to whom something can be given.
    takers: [Actor<'a>; 2],
}

impl<'a> Ground<'a> {
    /// A new organisation.
    pub fn new(api: &'a Api) -> Self {
        Self::within(api, api.organization())
    }

    fn within(api: &'a Api, organization: Organization<'a>) -> Self {
        let takers = [organization.litigator(), organization.litigator()];
        Self { api, administrator: organization.administrator(), organization, takers }
    }

    /// An organisation apart, of what there is one for each of.
    fn apart(&self) -> Self {
        let organization = self.api.organization();
        Self {
            api: self.api,
            administrator: organization.administrator(),
            organization,
            takers: self.takers.clone(),
        }
    }

    fn target(&self, acts: Vec<Act<'a>>, probes: &[&str]) -> Target<'a> {
        let mut target = Target {
            acts,
            probes: Vec::new(),
            people: vec![self.administrator.id.clone()],
            compares_bodies: true,
            labels: Vec::new(),
        };
        for (nth, taker) in self.takers.iter().enumerate() {
            target = target.knowing(taker, ["<first taker>", "<second taker>"][nth]);
        }
        target.knowing(&self.administrator, "<administrator>").leaving(&self.administrator, probes)
    }

    /// An act of the administrator's.
    fn act(&self, id: &'static str, path: impl Into<String>, bodies: [Value; 2]) -> Act<'a> {
        by(&self.administrator, id, path, bodies)
    }

    fn case(&self) -> String {
        format!("/v1/cases/{}", made(&self.administrator, "/v1/cases", new_case_of(&fresh())).0)
    }
}

/// What is sent.
pub struct Shot<'a> {
    pub actor: Actor<'a>,
    pub path: String,
    pub body: Value,
}

/// An operation on a thing.
pub struct Act<'a> {
    /// Its id in the document.
    pub id: &'static str,
    pub shots: [Shot<'a>; 2],
    /// The version that both have seen.
    pub etag: Option<String>,
}

impl Act<'_> {
    fn seen(self, etag: &str) -> Self {
        Self { etag: Some(etag.to_owned()), ..self }
    }
}

fn by<'a>(actor: &Actor<'a>, id: &'static str, path: impl Into<String>, bodies: [Value; 2]) -> Act<'a> {
    let path = path.into();
    let shots = bodies.map(|body| Shot { actor: actor.clone(), path: path.clone(), body });
    Act { id, shots, etag: None }
}

fn same(body: Value) -> [Value; 2] {
    [body.clone(), body]
}

/// A thing, and all that is done to it.
pub struct Target<'a> {
    pub acts: Vec<Act<'a>>,
    /// Who reads what afterwards.
    pub probes: Vec<(Actor<'a>, String)>,
    /// Whose entries in the journal are looked at.
    pub people: Vec<String>,
    /// Whether what is answered is compared whole, and not its status alone.
    pub compares_bodies: bool,
    /// What stands for names and ids that tell who it was.
    pub labels: Vec<(String, &'static str)>,
}

impl<'a> Target<'a> {
    fn knowing(mut self, person: &Actor<'a>, label: &'static str) -> Self {
        self.people.push(person.id.clone());
        self.called(&person.id, label).called(&person.username, label)
    }

    fn called(mut self, name: &str, label: &'static str) -> Self {
        self.labels.push((name.to_owned(), label));
        // One name may be the beginning of another.
        self.labels.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
        self
    }

    /// Where what is answered tells of all that others do, too.
    fn answering_of_all(self) -> Self {
        Self { compares_bodies: false, ..self }
    }

    fn leaving(mut self, reader: &Actor<'a>, probes: &[&str]) -> Self {
        self.probes.extend(probes.iter().map(|path| (reader.clone(), (*path).to_owned())));
        self
    }
}

/// A kind of thing.
pub struct Family {
    pub name: &'static str,
    pub make: for<'a> fn(&Ground<'a>) -> Target<'a>,
}

macro_rules! families {
    ($($make:ident),+ $(,)?) => {
        pub static FAMILIES: [Family; [$(stringify!($make)),+].len()] = [$(Family { name: stringify!($make), make: $make }),+];
    };
}

families!(
    a_case_number,
    a_name,
    a_case,
    a_docket,
    a_struck_entry,
    an_open_deadline,
    a_closed_deadline,
    a_party,
    a_note,
    a_document,
    a_link,
    two_links,
    a_wall,
    an_emergency,
    a_hold,
    an_old_case,
    a_case_that_goes_on,
    a_role_on_a_case,
    somebody_for_a_case,
    an_offer,
    an_assignment,
    a_portfolio,
    an_absence,
    an_office,
    a_feed,
    an_import,
    an_import_file,
    a_webhook,
    a_notification,
    a_group_code,
    a_group,
    two_groups,
    an_officer,
    a_meeting,
    an_action_item,
    a_matrix,
    two_drafts,
    codes,
    the_law,
    an_organization,
    an_organization_code,
    a_user_name,
    a_user,
    two_administrators,
    a_directory,
    a_service_account,
    a_session,
    a_checkpoint,
    a_question
);

fn filed() -> Value {
    json!({"type": "application_filed", "occurred_on": "2026-03-09", "facts": {"reasons_received": true}})
}

/// A new case of somebody whose name is in no other.
fn new_case_of(name: &str) -> Value {
    let mut new = new_case("2026-03-02");
    new["parties"] = json!([{"kind": "person", "capacity": "applicant", "name": name}]);
    new
}

/// A name that nobody else has.
fn fresh() -> String {
    uuid::Uuid::now_v7().simple().to_string()
}

fn made(actor: &Actor<'_>, path: &str, body: Value) -> (String, String) {
    let answer = actor.post(path, body);
    let etag = answer.header("etag").unwrap_or_default().to_owned();
    (answer.must(201)["id"].as_str().unwrap().to_owned(), etag)
}

fn a_case_number<'a>(ground: &Ground<'a>) -> Target<'a> {
    let (one, other) = (ground.case(), ground.case());
    let number = own_number(&fresh(), "26");
    let mut new = new_case_of(&fresh());
    new["file_number"] = json!(number);
    let renumber = |case: &str| Shot {
        actor: ground.administrator.clone(),
        path: case.to_owned(),
        body: json!({"file_number": number}),
    };
    let update =
        Act { id: "update_case", shots: [renumber(&one), renumber(&other)], etag: Some("*".to_owned()) };
    let create = ground.act("create_case", "/v1/cases", same(new));
    ground.target(vec![create, update], &[&one, &other]).called(&number, "<number>")
}

/// A name that comes into two cases: whichever comes second is told of the first.
fn a_name<'a>(ground: &Ground<'a>) -> Target<'a> {
    let name = fresh();
    let party = |name: &str| json!({"kind": "person", "capacity": "applicant", "name": name});
    let (case, new) = (ground.case(), new_case_of(&name));
    let acts = vec![
        ground.act("create_case", "/v1/cases", same(new)),
        ground.act("create_case_party", format!("{case}/parties"), same(party(&name))),
    ];
    ground.target(acts, &[&format!("{case}/conflicts")]).called(&name, "<name>")
}

fn a_case<'a>(ground: &Ground<'a>) -> Target<'a> {
    let (case, names) = (ground.case(), [fresh(), fresh()]);
    let etag = ground.administrator.get(&case).etag();
    let moved = json!({"office": "Toronto", "decision": {"notified_on": "2026-03-03"}});
    let acts = vec![
        ground.act("update_case", &case, [moved, json!({"office": "Vancouver"})]).seen(&etag),
        ground.act(
            "create_case_party",
            format!("{case}/parties"),
            names.each_ref().map(|name| json!({"kind": "person", "capacity": "other", "name": name})),
        ),
        ground.act("create_case_wall", format!("{case}/walls"), same(wall_around(&ground.takers[0]))),
    ];
    ground
        .target(
            acts,
            &[&case, &format!("{case}/deadlines"), &format!("{case}/parties"), &format!("{case}/walls")],
        )
        .called(&names[0], "<one>")
        .called(&names[1], "<other>")
}

fn a_docket<'a>(ground: &Ground<'a>) -> Target<'a> {
    let (case, other) = (ground.case(), ground.case());
    let other = other.rsplit('/').next().unwrap();
    let filed = filed();
    let filed = ground.administrator.post(&format!("{case}/events"), filed);
    let seen = filed.etag();
    let event = format!("{case}/events/{}", filed.must(201)["event"]["id"].as_str().unwrap());
    let served = |on: &str| json!({"type": "application_served", "occurred_on": on, "served_on": on, "service_method": "personal"});
    let deadline = deadline(&ground.administrator, case.rsplit('/').next().unwrap(), "FCCIRPR-10(1)(a)");
    let etag = ground.administrator.get(&case).etag();
    let acts = vec![
        ground
            .act("record_case_event", format!("{case}/events"), [served("2026-03-10"), served("2026-03-11")])
            .seen(&etag),
        ground
            .act(
                "correct_case_event",
                &event,
                ["2026-03-08", "2026-03-10"].map(|on| json!({"occurred_on": on})),
            )
            .seen(&seen),
        ground
            .act("strike_case_event", format!("{event}/strike"), same(json!({"reason": "Another case."})))
            .seen(&seen),
        ground
            .act(
                "move_case_event",
                format!("{event}/move"),
                same(json!({"case_id": other, "reason": "Another case."})),
            )
            .seen(&seen),
        ground
            .act("update_case", &case, same(json!({"decision": {"notified_on": "2026-03-04"}})))
            .seen(&etag),
        ground.act(
            "complete_deadline",
            format!("/v1/deadlines/{}/complete", deadline["id"].as_str().unwrap()),
            same(json!({"on": "2026-03-18"})),
        ),
    ];
    ground.target(acts, &[&case, &format!("{case}/deadlines"), &format!("{case}/events"), &event])
}

/// An entry that was struck, and may count again.
fn a_struck_entry<'a>(ground: &Ground<'a>) -> Target<'a> {
    let case = ground.case();
    let filed = ground.administrator.post(&format!("{case}/events"), filed()).must(201);
    let event = format!("{case}/events/{}", filed["event"]["id"].as_str().unwrap());
    let why = || same(json!({"reason": "Another case."}));
    let struck = ground.administrator.post(&format!("{event}/strike"), why()[0].clone());
    let seen = struck.etag();
    struck.must(200);
    let again = json!({"type": "application_filed", "occurred_on": "2026-03-10"});
    let acts = vec![
        ground.act("restore_case_event", format!("{event}/restore"), why()).seen(&seen),
        ground.act("strike_case_event", format!("{event}/strike"), why()),
        ground.act("record_case_event", format!("{case}/events"), same(again)),
    ];
    ground.target(acts, &[&case, &format!("{case}/deadlines"), &format!("{case}/events"), &event])
}

/// A deadline of a new case and its version.
fn deadline_of(ground: &Ground<'_>) -> (String, String, String) {
    let case = ground.case();
    record(&ground.administrator, &case[10..], filed());
    let found = deadline(&ground.administrator, &case[10..], "FCCIRPR-10(1)(a)");
    let path = format!("/v1/deadlines/{}", found["id"].as_str().unwrap());
    let etag = ground.administrator.get(&path).etag();
    (case, path, etag)
}

/// The acts on a deadline.
fn deadline_acts<'a>(ground: &Ground<'a>, path: &str, etag: &str) -> Vec<Act<'a>> {
    let until = |days: [&str; 2]| days.map(|day| json!({"until": day, "by": "order", "reason": "An order."}));
    let why = || same(json!({"reason": "Instructions."}));
    [
        ("complete_deadline", "complete", ["2026-03-18", "2026-03-19"].map(|day| json!({"on": day}))),
        ("waive_deadline", "waive", why()),
        ("extend_deadline", "extend", until(["2026-12-18", "2026-12-21"])),
        ("shorten_deadline", "shorten", until(["2026-03-16", "2026-03-17"])),
        ("undo_deadline_act", "undo", why()),
        ("reopen_deadline", "reopen", why()),
    ]
    .map(|(id, verb, bodies)| ground.act(id, format!("{path}/{verb}"), bodies).seen(etag))
    .into()
}

fn an_open_deadline<'a>(ground: &Ground<'a>) -> Target<'a> {
    let (case, path, etag) = deadline_of(ground);
    let mut acts = deadline_acts(ground, &path, &etag);
    acts.pop();
    ground.target(acts, &[&path, &case])
}

fn a_closed_deadline<'a>(ground: &Ground<'a>) -> Target<'a> {
    let (case, path, _) = deadline_of(ground);
    let closed = ground.administrator.post(&format!("{path}/complete"), json!({"on": "2026-03-18"}));
    let mut acts = deadline_acts(ground, &path, &closed.etag());
    acts.retain(|act| ["complete_deadline", "undo_deadline_act", "reopen_deadline"].contains(&act.id));
    ground.target(acts, &[&path, &case])
}

fn a_party<'a>(ground: &Ground<'a>) -> Target<'a> {
    let case = ground.case();
    let parties = format!("{case}/parties");
    let names = [fresh(), fresh(), fresh()];
    let [first, one, other] =
        names.each_ref().map(|name| json!({"kind": "person", "capacity": "other", "name": name}));
    let (id, etag) = made(&ground.administrator, &parties, first);
    let party = format!("{parties}/{id}");
    let acts = vec![
        ground.act("create_case_party", &parties, [one, other]),
        ground.act("update_case_party", &party, [1, 2].map(|nth| json!({"name": names[nth]}))).seen(&etag),
        ground.act("delete_case_party", &party, same(Value::Null)).seen(&etag),
    ];
    let target = ground.target(acts, &[&party, &parties, &case]);
    target.called(&names[0], "<first>").called(&names[1], "<one>").called(&names[2], "<other>")
}

fn a_note<'a>(ground: &Ground<'a>) -> Target<'a> {
    let case = ground.case();
    let notes = format!("{case}/notes");
    let (id, etag) = made(&ground.administrator, &notes, json!({"body": "A note."}));
    let note = format!("{notes}/{id}");
    let acts = vec![
        ground.act("create_case_note", &notes, ["One", "Two"].map(|body| json!({"body": body}))),
        ground.act("update_case_note", &note, ["One", "Two"].map(|body| json!({"body": body}))).seen(&etag),
        ground.act("delete_case_note", &note, same(Value::Null)).seen(&etag),
    ];
    ground.target(acts, &[&note, &case])
}

fn a_document<'a>(ground: &Ground<'a>) -> Target<'a> {
    let case = ground.case();
    let documents = format!("{case}/documents");
    let titled = |title: &str| json!({"kind": "memo", "title": title});
    let (id, etag) = made(&ground.administrator, &documents, titled("A memorandum"));
    let document = format!("/v1/documents/{id}");
    let acts = vec![
        ground.act("create_case_document", &documents, ["One", "Two"].map(titled)),
        ground
            .act("update_document", &document, ["One", "Two"].map(|title| json!({"title": title})))
            .seen(&etag),
        ground
            .act("send_document_file", format!("{document}/file"), ["One", "Two"].map(|text| json!(text)))
            .seen(&etag),
        ground.act("check_out_document", format!("{document}/check-out"), same(json!({}))),
        ground.act("check_in_document", format!("{document}/check-in"), same(json!({}))),
    ];
    ground.target(acts, &[&document, &documents, &format!("{document}/versions"), &case])
}

fn a_link<'a>(ground: &Ground<'a>) -> Target<'a> {
    let (case, other) = (ground.case(), ground.case());
    let links = format!("{case}/links");
    let new = json!({"case_id": other[10..], "kind": "related"});
    let (id, etag) = made(&ground.administrator, &links, new.clone());
    let link = format!("{links}/{id}");
    let acts = vec![
        ground.act("create_case_link", &links, same(new)),
        ground.act("delete_case_link", &link, same(Value::Null)).seen(&etag),
    ];
    ground.target(acts, &[&link, &links, &case, &other])
}

/// Two motions into one file.
fn two_links<'a>(ground: &Ground<'a>) -> Target<'a> {
    let main = ground.case();
    let motion = || {
        let mut new = new_case_of(&fresh());
        new["proceeding"] = json!("MOT-WR");
        format!("/v1/cases/{}", made(&ground.administrator, "/v1/cases", new).0)
    };
    let link = |from: String| Shot {
        actor: ground.administrator.clone(),
        path: format!("{from}/links"),
        body: json!({"case_id": main[10..], "kind": "motion_in"}),
    };
    let shots = [link(motion()), link(motion())];
    let acts = vec![Act { id: "create_case_link", shots, etag: None }];
    ground.target(acts, &[&format!("{main}/links"), &main])
}

fn wall_around(person: &Actor<'_>) -> Value {
    json!({"user_id": person.id, "reason": "Acted for the applicant."})
}

fn a_wall<'a>(ground: &Ground<'a>) -> Target<'a> {
    let case = ground.case();
    let walls = format!("{case}/walls");
    let [one, other] = &ground.takers;
    let (id, etag) = made(&ground.administrator, &walls, wall_around(one));
    let wall = format!("{walls}/{id}");
    let assign = |person: &Actor<'_>| json!({"user_id": person.id, "role": "JPL"});
    let acts = vec![
        ground.act("create_case_wall", &walls, same(wall_around(one))),
        ground
            .act(
                "update_case_wall",
                &wall,
                ["One reason.", "Another."].map(|reason| json!({"reason": reason})),
            )
            .seen(&etag),
        ground.act("create_case_assignment", format!("{case}/assignments"), [assign(other), assign(one)]),
    ];
    ground.target(acts, &[&walls, &format!("{case}/assignments"), &case])
}

fn an_emergency<'a>(ground: &Ground<'a>) -> Target<'a> {
    let case = ground.case();
    let walled = ground.organization.manager();
    let (id, etag) = made(&ground.administrator, &format!("{case}/walls"), wall_around(&walled));
    let opens =
        ["A stay is heard in an hour.", "Counsel of record is ill."].map(|why| json!({"reason": why}));
    let acts = vec![
        by(&walled, "create_case_emergency_access", format!("{case}/emergency-accesses"), opens),
        ground
            .act("update_case_wall", format!("{case}/walls/{id}"), same(json!({"reason": "Advised them."})))
            .seen(&etag),
    ];
    ground
        .target(acts, &[&format!("{case}/emergency-accesses"), &format!("{case}/walls")])
        .knowing(&walled, "<walled>")
}

fn a_hold<'a>(ground: &Ground<'a>) -> Target<'a> {
    let case = ground.case();
    let holds = format!("{case}/holds");
    let new = json!({"reason": "A request for access is open."});
    let (id, etag) = made(&ground.administrator, &holds, new.clone());
    let hold = format!("{holds}/{id}");
    let release = ["Answered.", "Withdrawn."]
        .map(|why| json!({"release_reason": why, "until": "2030-03-09T14:00:00Z"}));
    let acts = vec![
        ground.act("create_case_hold", &holds, same(new)),
        ground.act("update_case_hold", &hold, release).seen(&etag),
    ];
    ground.target(acts, &[&hold, &holds, &case])
}

/// A case that was closed long ago.
fn an_old_case<'a>(ground: &Ground<'a>) -> Target<'a> {
    let administrator = &ground.administrator;
    let (id, _) = made(
        administrator,
        "/v1/cases",
        json!({"proceeding": "ALJR", "style_of_cause": "Doe v. Canada", "language": "en",
               "decision": {"body": "Refugee Appeal Division", "decided_on": "2012-02-27", "notified_on": "2012-03-02",
                            "location": "in_canada"}}),
    );
    record(administrator, &id, json!({"type": "application_filed", "occurred_on": "2012-03-09"}));
    let end = json!({"type": "application_discontinued", "occurred_on": "2012-04-02"});
    record(administrator, &id, end);
    let case = format!("/v1/cases/{id}");
    let etag = administrator.get(&case).etag();
    let authority = json!({"authority": "DA 2019/007", "reason": "The years have passed."});
    let acts = vec![
        ground.act("dispose_of_case", format!("{case}/dispose"), same(authority)).seen(&etag),
        ground.act(
            "create_case_hold",
            format!("{case}/holds"),
            same(json!({"reason": "A request is open."})),
        ),
        ground.act("create_case_note", format!("{case}/notes"), same(json!({"body": "A note."}))),
    ];
    ground.target(acts, &[&case, &format!("{case}/holds")])
}

fn a_case_that_goes_on<'a>(ground: &Ground<'a>) -> Target<'a> {
    let case = ground.case();
    let stay = same(json!({"proceeding": "STAY-REM"}));
    let acts = vec![ground.act("create_case_successor", format!("{case}/successor"), stay)];
    ground.target(acts, &[&case, &format!("{case}/links")])
}

fn a_role_on_a_case<'a>(ground: &Ground<'a>) -> Target<'a> {
    let case = ground.case();
    let assignments = format!("{case}/assignments");
    let lead = ground.takers.each_ref().map(|taker| json!({"user_id": taker.id, "role": "JCO"}));
    let acts = vec![ground.act("create_case_assignment", &assignments, lead)];
    ground.target(acts, &[&assignments, &case, &format!("{case}/deadlines")])
}

/// Somebody who is given a role, kept away and deactivated.
fn somebody_for_a_case<'a>(ground: &Ground<'a>) -> Target<'a> {
    let (case, person) = (ground.case(), ground.organization.litigator());
    let (assignments, account) = (format!("{case}/assignments"), format!("/v1/users/{}", person.id));
    let etag = ground.administrator.get(&account).etag();
    let acts = vec![
        ground.act(
            "create_case_assignment",
            &assignments,
            same(json!({"user_id": person.id, "role": "JCO"})),
        ),
        ground.act("create_case_wall", format!("{case}/walls"), same(wall_around(&person))),
        ground.act("update_user", &account, same(json!({"active": false}))).seen(&etag),
    ];
    ground
        .target(acts, &[&assignments, &format!("{case}/walls"), &account, &case])
        .knowing(&person, "<person>")
}

fn an_offer<'a>(ground: &Ground<'a>) -> Target<'a> {
    let (case, person) = (ground.case(), ground.organization.litigator());
    let offer = json!({"user_id": person.id, "role": "JCO", "offer": true});
    let (id, etag) = made(&ground.administrator, &format!("{case}/assignments"), offer);
    let path = format!("/v1/assignments/{id}");
    let acts = vec![
        by(&person, "accept_assignment", format!("{path}/accept"), same(json!({}))).seen(&etag),
        by(&person, "decline_assignment", format!("{path}/decline"), same(json!({}))).seen(&etag),
        ground.act("end_assignment", format!("{path}/end"), same(json!({}))).seen(&etag),
        ground.act(
            "create_case_assignment",
            format!("{case}/assignments"),
            same(json!({"user_id": ground.takers[0].id, "role": "JCO"})),
        ),
    ];
    ground
        .target(acts, &[&path, &format!("{case}/assignments"), &format!("{case}/deadlines")])
        .knowing(&person, "<person>")
}

fn an_assignment<'a>(ground: &Ground<'a>) -> Target<'a> {
    let (case, person) = (ground.case(), ground.organization.litigator());
    let held = json!({"user_id": person.id, "role": "JCO"});
    let (id, etag) = made(&ground.administrator, &format!("{case}/assignments"), held);
    let path = format!("/v1/assignments/{id}");
    let to = |more: Value| {
        ground.takers.each_ref().map(|taker| {
            let mut body = more.clone();
            body["user_id"] = json!(taker.id);
            body
        })
    };
    let hand =
        ground.takers.each_ref().map(|taker| json!({"from_user_id": person.id, "to_user_id": taker.id}));
    let ends = ["2026-12-01T00:00:00Z", "2026-12-02T00:00:00Z"].map(|until| json!({"until": until}));
    let acts = vec![
        by(&person, "accept_assignment", format!("{path}/accept"), same(json!({}))).seen(&etag),
        by(&person, "decline_assignment", format!("{path}/decline"), same(json!({}))).seen(&etag),
        ground.act("end_assignment", format!("{path}/end"), ends).seen(&etag),
        ground.act(
            "delegate_assignment",
            format!("{path}/delegate"),
            to(json!({"until": "2026-12-18T22:00:00Z", "reason": "Leave"})),
        ),
        ground.act("substitute_assignment", format!("{path}/substitute"), to(json!({"reason": "Moves."}))),
        ground.act("hand_over_assignments", "/v1/assignments/handover", hand),
    ];
    ground
        .target(acts, &[&path, &format!("{case}/assignments"), &format!("{case}/deadlines"), &case])
        .knowing(&person, "<person>")
}

fn a_portfolio<'a>(ground: &Ground<'a>) -> Target<'a> {
    let own = &Ground::within(ground.api, ground.api.organization());
    let case = own.case();
    let portfolio = own
        .takers
        .each_ref()
        .map(|taker| json!({"user_id": taker.id, "role": "JCO", "portfolio": {"proceeding": "ALJR"}}));
    let acts = vec![
        own.act("create_assignment", "/v1/assignments", portfolio),
        own.act("update_case", &case, same(json!({"office": "Toronto"}))).seen("*"),
    ];
    own.target(acts, &[&format!("{case}/deadlines")])
        .called(&own.administrator.organization_id, "<organization>")
}

fn an_absence<'a>(ground: &Ground<'a>) -> Target<'a> {
    let person = ground.organization.litigator();
    let away = |from: &str, until: &str| json!({"user_id": person.id, "from": from, "until": until});
    let first = away("2026-12-21T05:00:00Z", "2027-01-04T05:00:00Z");
    let (id, etag) = made(&ground.administrator, "/v1/absences", first);
    let path = format!("/v1/absences/{id}");
    let others = [
        away("2027-01-10T05:00:00Z", "2027-01-20T05:00:00Z"),
        away("2027-01-15T05:00:00Z", "2027-01-25T05:00:00Z"),
    ];
    let until = ["2027-01-11T05:00:00Z", "2027-01-12T05:00:00Z"].map(|until| json!({"until": until}));
    let acts = vec![
        ground.act("create_absence", "/v1/absences", others),
        ground.act("update_absence", &path, until).seen(&etag),
        ground.act("delete_absence", &path, same(Value::Null)).seen(&etag),
    ];
    let list = format!("/v1/absences?user_id={}", person.id);
    ground.target(acts, &[&path, &list]).knowing(&person, "<person>")
}

/// An office of the organisation's own.
fn an_office<'a>(ground: &Ground<'a>) -> Target<'a> {
    let own = &ground.apart();
    let office = |code: &str, region: &str| json!({"code": code, "name": {"en": code, "fr": code}, "region": region, "zone": "America/Toronto"});
    let (id, etag) = made(&own.administrator, "/v1/offices", office("ARNPRIOR", "ontario"));
    let path = format!("/v1/offices/{id}");
    let acts = vec![
        own.act("create_office", "/v1/offices", same(office("BROCKVILLE", "ontario"))),
        own.act("update_office", &path, ["quebec", "northern"].map(|region| json!({"region": region})))
            .seen(&etag),
        own.act("delete_office", &path, same(Value::Null)).seen(&etag),
    ];
    own.target(acts, &[&path, "/v1/offices", "/v1/code-lists/offices"])
        .called(&own.administrator.organization_id, "<organization>")
}

fn a_feed<'a>(ground: &Ground<'a>) -> Target<'a> {
    let person = ground.organization.litigator();
    let (id, etag) = made(&person, "/v1/feeds", json!({"scope": "me", "language": "en"}));
    let path = format!("/v1/feeds/{id}");
    let new = ["en", "fr"].map(|language| json!({"scope": "me", "language": language}));
    let acts = vec![
        by(&person, "create_feed", "/v1/feeds", new),
        by(&person, "delete_feed", &path, same(Value::Null)).seen(&etag),
    ];
    ground.target(acts, &[]).knowing(&person, "<person>").leaving(&person, &[&path])
}

fn an_import<'a>(ground: &Ground<'a>) -> Target<'a> {
    let (id, etag) = made(&ground.administrator, "/v1/imports", json!({"format": "ndjson"}));
    let path = format!("/v1/imports/{id}");
    let acts = vec![
        ground.act("create_import", "/v1/imports", same(json!({"format": "ndjson"}))),
        ground.act("cancel_import", format!("{path}/cancel"), same(json!({}))).seen(&etag),
    ];
    ground.target(acts, &[&path])
}

/// A file is taken in steps: where it is called off between two of them, its version tells of the first.
fn an_import_file<'a>(ground: &Ground<'a>) -> Target<'a> {
    let (id, etag) = made(&ground.administrator, "/v1/imports", json!({"format": "ndjson"}));
    let path = format!("/v1/imports/{id}");
    // A line, as the file of an import holds it.
    let line = same(new_case_of("Doe"));
    ground.target(vec![ground.act("send_import_file", format!("{path}/file"), line).seen(&etag)], &[&path])
}

fn a_webhook<'a>(ground: &Ground<'a>) -> Target<'a> {
    let person = ground.organization.manager();
    let new = |name: &str| json!({"name": name, "url": "https://hooks.example/greffe"});
    let (id, etag) = made(&person, "/v1/webhooks", new("Tracker"));
    let path = format!("/v1/webhooks/{id}");
    let at = |act: &str| format!("{path}/{act}");
    let acts = vec![
        by(&person, "create_webhook", "/v1/webhooks", ["One", "Two"].map(new)),
        by(&person, "update_webhook", &path, [true, false].map(|paused| json!({"paused": paused})))
            .seen(&etag),
        by(&person, "delete_webhook", &path, same(Value::Null)).seen(&etag),
        by(&person, "rotate_webhook", at("rotate"), [0, 24].map(|hours| json!({"overlap_hours": hours}))),
        by(&person, "replay_webhook", at("replay"), same(json!({"from": "2026-11-01T00:00:00Z"}))),
        by(&person, "ping_webhook", at("ping"), same(json!({}))),
    ];
    ground.target(acts, &[]).knowing(&person, "<person>").leaving(&person, &[&path])
}

fn a_notification<'a>(ground: &Ground<'a>) -> Target<'a> {
    let person = ground.organization.manager();
    let (_, deadline, _) = deadline_of(ground);
    let case = ground.administrator.get(&deadline).must(200)["case_id"].as_str().unwrap().to_owned();
    let path = format!("/v1/notifications/{}", notify(&person, &case, deadline.rsplit('/').next().unwrap()));
    let etag = person.get(&path).etag();
    let until = ["2026-11-09", "2026-11-10"].map(|day| json!({"until": day}));
    let acts = vec![
        by(&person, "mark_notification_read", format!("{path}/read"), same(json!({}))).seen(&etag),
        by(&person, "snooze_notification", format!("{path}/snooze"), until).seen(&etag),
    ];
    ground.target(acts, &[]).knowing(&person, "<person>").leaving(&person, &[&path])
}

fn named(name: &str) -> Value {
    json!({"en": name, "fr": name})
}

fn new_group(code: &str) -> Value {
    json!({"code": code, "kind": "working_group", "name": named("Team")})
}

fn a_group_code<'a>(ground: &Ground<'a>) -> Target<'a> {
    let code = format!("G-{}", fresh());
    let acts = vec![ground.act("create_group", "/v1/groups", same(new_group(&code)))];
    ground.target(acts, &[]).called(&code, "<code>")
}

/// A group: its address and its version.
fn group(ground: &Ground<'_>) -> (String, String, String) {
    let code = format!("G-{}", fresh());
    let (id, etag) = made(&ground.administrator, "/v1/groups", new_group(&code));
    (format!("/v1/groups/{id}"), etag, code)
}

fn a_group<'a>(ground: &Ground<'a>) -> Target<'a> {
    let (group, etag, code) = group(ground);
    let members = format!("{group}/members");
    let [chair, member] = &ground.takers;
    let joins = |person: &Actor<'_>, capacity: &str| json!({"user_id": person.id, "capacity": capacity, "from": "2026-01-05T15:00:00Z"});
    let (id, seen) = made(&ground.administrator, &members, joins(chair, "chair"));
    let leaves = ["2027-01-01T05:00:00Z", "2027-02-01T05:00:00Z"].map(|until| json!({"until": until}));
    let acts = vec![
        ground
            .act("update_group", &group, [json!({"dissolved_on": "2026-11-01"}), json!({"quorum": 3})])
            .seen(&etag),
        ground.act("create_group_member", &members, [joins(member, "chair"), joins(member, "member")]),
        ground.act("update_group_member", format!("{members}/{id}"), leaves).seen(&seen),
    ];
    ground.target(acts, &[&group, &members]).called(&code, "<code>")
}

/// Two groups, each of which would be moved below the other.
fn two_groups<'a>(ground: &Ground<'a>) -> Target<'a> {
    let ((one, _, first), (other, _, second)) = (group(ground), group(ground));
    let below = |group: &str, parent: &str| Shot {
        actor: ground.administrator.clone(),
        path: group.to_owned(),
        body: json!({"parent_id": parent.rsplit('/').next().unwrap()}),
    };
    let shots = [below(&one, &other), below(&other, &one)];
    let acts = vec![Act { id: "update_group", shots, etag: Some("*".to_owned()) }];
    ground.target(acts, &[&one, &other]).called(&first, "<first>").called(&second, "<second>")
}

fn an_officer<'a>(ground: &Ground<'a>) -> Target<'a> {
    let new = |name: &str| json!({"name": name, "kind": "cbsa", "deploying_authority": "CBSA", "host_country": "KE"});
    let (id, etag) = made(&ground.administrator, "/v1/liaison-officers", new("First"));
    let officer = format!("/v1/liaison-officers/{id}");
    let changes = [
        json!({"status": "notified", "notified_on": "2026-03-09"}),
        json!({"tasks": ["return"], "contact": "Embassy"}),
    ];
    let acts = vec![
        ground.act("create_liaison_officer", "/v1/liaison-officers", [new("Second"), new("Third")]),
        ground.act("update_liaison_officer", &officer, changes).seen(&etag),
    ];
    ground.target(acts, &[&officer])
}

fn a_meeting<'a>(ground: &Ground<'a>) -> Target<'a> {
    let (group, etag, code) = group(ground);
    let meetings = format!("{group}/meetings");
    let new = |title: &str| json!({"title": title, "starts_at": "2026-12-09T14:00:00Z"});
    let (id, seen) = made(&ground.administrator, &meetings, new("First"));
    let meeting = format!("{meetings}/{id}");
    let decide = ["One", "Another"].map(|title| json!({"title": named(title), "adopted_on": "2026-03-09"}));
    let acts = vec![
        ground.act("create_group_meeting", &meetings, [new("Second"), new("Another")]),
        ground
            .act("update_group_meeting", &meeting, ["One.", "Another."].map(|said| json!({"minutes": said})))
            .seen(&seen),
        ground.act("create_group_decision", format!("{group}/decisions"), decide),
        ground.act("update_group", &group, same(json!({"dissolved_on": "2026-11-01"}))).seen(&etag),
    ];
    ground.target(acts, &[&meeting, &meetings, &group, &format!("{group}/decisions")]).called(&code, "<code>")
}

fn an_action_item<'a>(ground: &Ground<'a>) -> Target<'a> {
    let (group, etag, code) = group(ground);
    let owner = &ground.takers[0];
    let member = json!({"user_id": owner.id, "capacity": "chair", "from": "2026-01-05T15:00:00Z"});
    made(&ground.administrator, &format!("{group}/members"), member);
    let items = format!("{group}/action-items");
    let new = |title: &str| json!({"title": title, "owner_id": owner.id, "due_on": "2026-12-20"});
    let (id, seen) = made(&ground.administrator, &items, new("Report"));
    let item = format!("{items}/{id}");
    let acts = vec![
        ground.act("create_group_action_item", &items, [new("One"), new("Another")]),
        ground
            .act(
                "update_group_action_item",
                &item,
                ["2026-12-30", "2026-12-31"].map(|on| json!({"due_on": on})),
            )
            .seen(&seen),
        by(owner, "complete_action_item", format!("/v1/action-items/{id}/complete"), same(json!({})))
            .seen(&seen),
        ground.act("update_group", &group, same(json!({"dissolved_on": "2026-11-01"}))).seen(&etag),
    ];
    ground.target(acts, &[&item, &items, &group]).called(&code, "<code>")
}

fn draft(ground: &Ground<'_>, title: &str) -> (String, String) {
    let (id, etag) = made(&ground.administrator, "/v1/matrices", json!({"title": named(title)}));
    (format!("/v1/matrices/{id}"), etag)
}

fn a_matrix<'a>(ground: &Ground<'a>) -> Target<'a> {
    let own = &ground.apart();
    let (matrix, etag) = draft(own, "The first");
    let entries = format!("{matrix}/entries");
    let entry = own.administrator.get(&entries).must(200)["items"][0]["id"].as_str().unwrap().to_owned();
    let entry = format!("{entries}/{entry}");
    let seen = own.administrator.get(&entry).etag();
    let new = ["C", "I"].map(|share| json!({"responsibility": "R05", "role": "LSU", "share": share}));
    let acts = vec![
        own.act("create_matrix", "/v1/matrices", same(json!({"title": named("Another")}))),
        own.act("update_matrix", &matrix, ["One", "Two"].map(|title| json!({"title": named(title)})))
            .seen(&etag),
        own.act("delete_matrix", &matrix, same(Value::Null)).seen(&etag),
        own.act("adopt_matrix", format!("{matrix}/adopt"), same(json!({}))).seen(&etag),
        own.act("create_matrix_entry", &entries, new),
        own.act("update_matrix_entry", &entry, ["C", "I"].map(|share| json!({"share": share}))).seen(&seen),
        own.act("delete_matrix_entry", &entry, same(Value::Null)).seen(&seen),
    ];
    own.target(acts, &[&matrix, &entry, "/v1/matrices"])
}

/// Two drafts, each of which would be adopted.
fn two_drafts<'a>(ground: &Ground<'a>) -> Target<'a> {
    let own = &ground.apart();
    let drafts = ["The first", "The second"].map(|title| draft(own, title).0);
    let shots = drafts.each_ref().map(|draft| Shot {
        actor: own.administrator.clone(),
        path: format!("{draft}/adopt"),
        body: json!({}),
    });
    let acts = vec![Act { id: "adopt_matrix", shots, etag: None }];
    own.target(acts, &[&drafts[0], &drafts[1], "/v1/matrices"])
}

/// A role and a responsibility of an organisation's own.
fn codes<'a>(ground: &Ground<'a>) -> Target<'a> {
    let own = &ground.apart();
    let role = |code: &str| json!({"code": code, "name": named("Our own"), "held_by": ["other"]});
    let responsibility = |code: &str| json!({"code": code, "name": named("Our own"), "phase": "intake"});
    let of_role = own.administrator.post("/v1/roles", role("OWN")).etag();
    let of_responsibility = own.administrator.post("/v1/responsibilities", responsibility("OWN")).etag();
    let acts = vec![
        own.act("create_role", "/v1/roles", same(role("NEW"))),
        own.act("update_role", "/v1/roles/OWN", ["One", "Two"].map(|name| json!({"name": named(name)})))
            .seen(&of_role),
        own.act("create_responsibility", "/v1/responsibilities", same(responsibility("NEW"))),
        own.act(
            "update_responsibility",
            "/v1/responsibilities/OWN",
            ["hearing", "record"].map(|phase| json!({"phase": phase})),
        )
        .seen(&of_responsibility),
    ];
    own.target(acts, &["/v1/roles/OWN", "/v1/responsibilities/OWN", "/v1/roles", "/v1/responsibilities"])
}

fn the_law<'a>(ground: &Ground<'a>) -> Target<'a> {
    let own = &ground.apart();
    let case = own.case();
    let organization = format!("/v1/organizations/{}", own.administrator.organization_id);
    let profile = format!("{organization}/profile");
    let etag = own.administrator.get(&profile).etag();
    let positions = ["adopted", "rejected"].map(|position| {
        json!({"code": "nominal_end", "position": position, "reason": "The committee decided so."})
    });
    let acts = vec![
        own.act("create_organization_position", format!("{organization}/positions"), positions).seen(&etag),
        own.act(
            "update_organization_profile",
            &profile,
            [
                json!({"reminders": {"responsible_days": [9]}}),
                json!({"reminders": {"overdue_accountable": false}}),
            ],
        )
        .seen(&etag),
        own.act("adopt_catalog", "/v1/catalog/adopt", same(json!({}))),
        own.act("update_case", &case, same(json!({"decision": {"notified_on": "2026-03-04"}}))).seen("*"),
        own.act("create_case", "/v1/cases", same(new_case_of(&fresh()))),
        own.act("record_case_event", format!("{case}/events"), same(filed())),
    ];
    own.target(acts, &[&profile, "/v1/catalog", &case, &format!("{case}/deadlines")])
        .called(&own.administrator.organization_id, "<organization>")
}

fn an_organization<'a>(ground: &Ground<'a>) -> Target<'a> {
    let own = &ground.apart();
    let path = format!("/v1/organizations/{}", own.administrator.organization_id);
    let etag = own.administrator.get(&path).etag();
    let names = ["One", "Another"].map(|name| json!({"name": named(name)}));
    let code = own.organization.code.clone();
    own.target(vec![own.act("update_organization", &path, names).seen(&etag)], &[&path])
        .called(&code, "<code>")
}

fn an_organization_code<'a>(ground: &Ground<'a>) -> Target<'a> {
    let code = format!("O-{}", &fresh()[20..]).to_uppercase();
    let new = json!({"code": code, "kind": "other", "name": named("Another")});
    let acts = vec![ground.act("create_organization", "/v1/organizations", same(new))];
    ground.target(acts, &[]).called(&code, "<code>")
}

fn a_user_name<'a>(ground: &Ground<'a>) -> Target<'a> {
    let name = format!("u{}", &fresh()[12..]);
    let user = json!({"username": name, "display_name": "An Nguyen", "language": "en", "role": "analyst",
                      "password": "seven otters borrow a piano"});
    let scim = json!({"userName": name});
    let acts = vec![
        ground.act("create_user", "/v1/users", same(user)),
        ground.act("create_provisioned_user", "/v1/scim/v2/Users", same(scim)),
    ];
    ground.target(acts, &[]).called(&name, "<name>")
}

fn a_user<'a>(ground: &Ground<'a>) -> Target<'a> {
    let person = ground.organization.litigator();
    let path = format!("/v1/users/{}", person.id);
    let etag = ground.administrator.get(&path).etag();
    let password = json!({"current_password": PASSWORD, "new_password": "seven otters borrow a piano"});
    let acts = vec![
        ground.act("update_user", &path, [json!({"role": "analyst"}), json!({"active": false})]).seen(&etag),
        ground.act("unlock_user", format!("{path}/unlock"), same(json!({}))).seen(&etag),
        ground
            .act(
                "appoint_user",
                format!("{path}/appoint"),
                [json!({"role": "analyst"}), json!({"role": "viewer"})],
            )
            .seen(&etag),
        by(&person, "change_password", "/v1/me/password", same(password)).seen(&etag),
    ];
    ground.target(acts, &[&path]).knowing(&person, "<person>")
}

/// The only two administrators of an organisation, each of whom would remove the other.
fn two_administrators<'a>(ground: &Ground<'a>) -> Target<'a> {
    let organization = ground.api.organization();
    let both = [organization.administrator(), organization.administrator()];
    let remove = |by: usize, whom: usize| Shot {
        actor: both[by].clone(),
        path: format!("/v1/users/{}", both[whom].id),
        body: json!({"role": "viewer"}),
    };
    let acts =
        vec![Act { id: "update_user", shots: [remove(0, 1), remove(1, 0)], etag: Some("*".to_owned()) }];
    let [one, other] = &both;
    ground.target(acts, &[]).knowing(one, "<one>").knowing(other, "<other>")
}

fn a_directory<'a>(ground: &Ground<'a>) -> Target<'a> {
    let name = format!("u{}@example.org", &fresh()[12..]);
    let (id, etag) = made(&ground.administrator, "/v1/scim/v2/Users", json!({"userName": name}));
    let path = format!("/v1/scim/v2/Users/{id}");
    let patch = ["An", "Anh"].map(|called| {
        json!({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
               "Operations": [{"op": "replace", "path": "displayName", "value": called}]})
    });
    let put = ["One", "Two"].map(|called| json!({"userName": name, "displayName": called}));
    let acts = vec![
        ground.act("update_provisioned_user", &path, patch).seen(&etag),
        ground.act("replace_provisioned_user", &path, put).seen(&etag),
        ground.act("delete_provisioned_user", &path, same(Value::Null)).seen(&etag),
        ground.act("update_user", format!("/v1/users/{id}"), same(json!({"role": "analyst"}))).seen("*"),
    ];
    ground.target(acts, &[&path]).called(&name, "<name>")
}

fn a_service_account<'a>(ground: &Ground<'a>) -> Target<'a> {
    let administrator = &ground.administrator;
    let account = json!({"name": "Directory", "role": "administrator"});
    let (id, etag) = made(administrator, "/v1/service-accounts", account.clone());
    let path = format!("/v1/service-accounts/{id}");
    let new = json!({"name": "2026", "scopes": ["users.provision"], "expires_in_days": 30});
    let (key, _) = made(administrator, &format!("{path}/keys"), new.clone());
    let acts = vec![
        ground.act("create_service_account", "/v1/service-accounts", same(account)),
        ground
            .act("update_service_account", &path, [json!({"active": false}), json!({"name": "Two"})])
            .seen(&etag),
        ground.act("create_service_account_key", format!("{path}/keys"), same(new)),
        ground.act("delete_service_account_key", format!("{path}/keys/{key}"), same(Value::Null)).seen("*"),
    ];
    ground.target(acts, &[&path, &format!("{path}/keys")])
}

/// A session; who acts on it does so in another one of theirs.
fn a_session<'a>(ground: &Ground<'a>) -> Target<'a> {
    let person = ground.organization.user(Role::Litigator);
    let nobody = ground.api.anonymous();
    let credentials = json!({"username": person.username, "password": PASSWORD});
    let begun = nobody.post("/v1/auth/token", credentials.clone()).must(200);
    let here = person.with_token(begun["access_token"].as_str().unwrap());
    let sessions = here.get("/v1/sessions").must(200)["items"].as_array().unwrap().clone();
    let session = sessions.iter().find(|one| one["current"] == true).unwrap_or(&sessions[0]);
    let session = format!("/v1/sessions/{}", session["id"].as_str().unwrap());
    let refresh = json!({"refresh_token": begun["refresh_token"]});
    let etag = ground.administrator.get(&format!("/v1/users/{}", person.id)).etag();
    let password = json!({"current_password": PASSWORD, "new_password": "seven otters borrow a piano"});
    let acts = vec![
        by(&nobody, "create_token", "/v1/auth/token", same(credentials)),
        by(&nobody, "refresh_token", "/v1/auth/refresh", same(refresh.clone())),
        by(&nobody, "revoke_token", "/v1/auth/revoke", same(refresh)),
        by(&person, "delete_session", &session, same(Value::Null)).seen("*"),
        by(&person, "change_password", "/v1/me/password", same(password)).seen(&etag),
    ];
    ground.target(acts, &[&format!("/v1/sessions?user_id={}", person.id)]).knowing(&person, "<person>")
}

fn a_checkpoint<'a>(ground: &Ground<'a>) -> Target<'a> {
    let acts = vec![ground.act("create_journal_checkpoint", "/v1/journal/checkpoints", same(json!({})))];
    ground.target(acts, &[]).answering_of_all()
}

/// What is asked by POST and changes nothing.
fn a_question<'a>(ground: &Ground<'a>) -> Target<'a> {
    let case = ground.case();
    let case = &case[10..];
    let who = json!({"case_id": case, "role": "JCO", "user_id": ground.takers[0].id});
    let explain = json!({"act": "events.record", "case": case, "user": ground.takers[0].id});
    let compute = json!({"rule": "FCCIRPR-13", "trigger_on": "2026-06-14"});
    let acts = vec![
        ground.act("check_conflicts", "/v1/conflicts/check", same(who)),
        ground.act("search_provisioned", "/v1/scim/v2/.search", same(json!({}))),
        ground.act("search_provisioned_users", "/v1/scim/v2/Users/.search", same(json!({}))),
        ground.act("compute_deadlines", "/v1/deadlines/compute", same(compute.clone())),
        ground.act("compute_many_deadlines", "/v1/deadlines/compute.ndjson", same(compute)),
        ground.act("explain_policy", "/v1/policy/explain", same(explain)),
        ground.act(
            "suggest_assignment",
            "/v1/assignments/suggest",
            same(json!({"case_id": case, "role": "JCO"})),
        ),
    ];
    ground.target(acts, &[])
}
