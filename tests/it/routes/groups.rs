//! `/v1/groups`, `/v1/action-items`: groups, who belongs to them, what they decided and whom they asked to do what.

use crate::support::backend::statements;
use crate::support::world::NOBODY;
use crate::support::*;
use greffe::access::permissions::Role;
use greffe::people::identity::model::OrganizationKind;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicUsize, Ordering};

fn code() -> String {
    static NEXT: AtomicUsize = AtomicUsize::new(1);
    format!("G-{:04}", NEXT.fetch_add(1, Ordering::Relaxed))
}

fn named(name: &str) -> Value {
    json!({"en": name, "fr": format!("{name} (fr)")})
}

#[track_caller]
fn id(answer: &Value) -> String {
    answer["id"].as_str().unwrap().to_owned()
}

/// A group of the manager's organisation: its address.
#[track_caller]
fn group(manager: &Actor<'_>) -> String {
    let body = json!({"code": code(), "kind": "working_group", "name": named("Working group")});
    format!("/v1/groups/{}", id(&manager.post("/v1/groups", body).must(201)))
}

/// A membership since the beginning of the year: its address.
#[track_caller]
fn join(manager: &Actor<'_>, group: &str, user: &str, capacity: &str) -> String {
    let body = json!({"user_id": user, "capacity": capacity, "from": "2026-01-05T15:00:00Z"});
    format!("{group}/members/{}", id(&manager.post(&format!("{group}/members"), body).must(201)))
}

#[track_caller]
fn asked(recorder: &Actor<'_>, group: &str, owner: &str, due_on: &str) -> String {
    let body = json!({"title": "Report", "owner_id": owner, "due_on": due_on});
    id(&recorder.post(&format!("{group}/action-items"), body).must(201))
}

fn a_working_group_from_its_mandate_to_its_last_action_item(api: &Api) {
    let (justice, department) =
        (api.organization(), fixtures::Organization::new(api, OrganizationKind::ImmigrationDepartment));
    let (manager, secretary, analyst) = (justice.manager(), justice.litigator(), department.analyst());
    let observer = department.viewer();
    let (code, mandate) = (code(), json!({"en": "Says who does what.", "fr": "Fixe qui fait quoi."}));
    let made = manager.post(
        "/v1/groups",
        json!({"code": code, "kind": "working_group", "name": named("Litigation"), "mandate": mandate, "quorum": 3}),
    );
    let (location, etag) = (made.header("location").unwrap().to_owned(), made.etag());
    let made = made.must(201);
    assert_eq!(
        (&made["code"], &made["mandate"], &made["organization_id"], &made["quorum"]),
        (&json!(code), &mandate, &json!(manager.organization_id), &json!(3))
    );
    assert!(made.get("parent_id").is_none() && made.get("dissolved_on").is_none());
    assert_eq!(manager.get(&location).must(200), made);

    analyst.get(&location).refused(404, "not_found");
    join(&manager, &location, &manager.id, "chair");
    join(&manager, &location, &secretary.id, "secretary");
    join(&manager, &location, &analyst.id, "member");
    join(&manager, &location, &observer.id, "observer");
    assert_eq!(analyst.get(&location).must(200), made, "a member of another organisation sees it now");
    let (members, _) = analyst.walk(&format!("{location}/members?limit=3"));
    let capacities: Vec<_> = members.iter().map(|member| member["capacity"].as_str().unwrap()).collect();
    assert_eq!(capacities, ["chair", "secretary", "member", "observer"]);
    assert!(members[0]["display_name"].as_str().unwrap().starts_with("Fictional"));

    let meetings = format!("{location}/meetings");
    let planned = secretary
        .post(
            &meetings,
            json!({"title": "First", "starts_at": "2026-10-30T14:00:00Z", "place": "Ottawa",
                "agenda": [{"title": "Matrix", "note": "A draft"}, {"title": "Next steps"}],
                "documents": [{"title": "Draft", "url": "https://documents.example/draft"}]}),
        )
        .must(201);
    assert_eq!(
        (&planned["number"], &planned["status"], &planned["attendance"]),
        (&json!(1), &json!("planned"), &json!([]))
    );
    assert!(planned.get("quorum_met").is_none() && planned.get("minutes").is_none());
    let meeting = format!("{meetings}/{}", id(&planned));
    let held = |attendance: Value| {
        let etag = secretary.get(&meeting).etag();
        secretary.patch(&meeting, &etag, json!({"status": "held", "attendance": attendance})).must(200)
    };
    assert_eq!(
        held(json!([manager.id, analyst.id, observer.id]))["quorum_met"],
        false,
        "observers do not count"
    );
    assert_eq!(held(json!([manager.id, analyst.id, secretary.id]))["quorum_met"], true);
    let etag_of_meeting = secretary.get(&meeting).etag();
    let minutes = secretary.patch(&meeting, &etag_of_meeting, json!({"minutes": "Agreed."})).must(200);
    assert_eq!((&minutes["minutes"], &minutes["quorum_met"]), (&json!("Agreed."), &json!(true)));
    assert_eq!(analyst.get(&meeting).must(200), minutes);

    let decisions = format!("{location}/decisions");
    let first = json!({"title": named("The matrix"), "body": mandate, "adopted_on": "2026-10-30", "meeting_id": planned["id"]});
    let first = manager.post(&decisions, first).must(201);
    let at = format!("{decisions}/{}", id(&first));
    let seen = analyst.get(&at).etag();
    let second =
        json!({"title": named("The new matrix"), "adopted_on": "2026-11-01", "supersedes_id": first["id"]});
    let second = secretary.post(&decisions, second).must(201);
    assert_eq!((&first["number"], &second["number"]), (&json!(1), &json!(2)));
    let superseded = analyst.get(&at);
    assert_ne!(superseded.etag(), seen, "what it says is another thing now");
    assert_eq!(superseded.must(200)["superseded_by_id"], second["id"]);
    let (listed, _) = analyst.walk(&format!("{decisions}?limit=1"));
    assert_eq!((&listed[0]["id"], &listed[1]["superseded_by_id"]), (&second["id"], &second["id"]));
    assert!(listed[0].get("superseded_by_id").is_none());

    let item = json!({"title": "Send it round", "owner_id": analyst.id, "due_on": "2026-11-20",
        "meeting_id": planned["id"], "decision_id": second["id"]});
    let item = secretary.post(&format!("{location}/action-items"), item).must(201);
    assert_eq!(analyst.get("/v1/action-items?owner=me&status=open").must(200)["items"], json!([item]));
    let complete = format!("/v1/action-items/{}/complete", id(&item));
    let done = analyst.post(&complete, json!({"completed_on": "2026-10-31"})).must(200);
    assert_eq!((&done["status"], &done["completed_on"]), (&json!("done"), &json!("2026-10-31")));
    analyst.post(&complete, json!({})).refused(409, "conflict");

    let dissolved =
        manager.patch(&location, &etag, json!({"dissolved_on": "2026-11-01", "quorum": null})).must(200);
    assert!(dissolved["dissolved_on"] == "2026-11-01" && dissolved.get("quorum").is_none());
    secretary
        .post(&meetings, json!({"title": "Another", "starts_at": "2026-12-01T14:00:00Z"}))
        .refused(409, "conflict");
    assert_eq!(analyst.get(&meeting).must(200), minutes, "its record stays");
}

fn a_group_is_there_for_its_organisation_and_its_present_members(api: &Api) {
    let justice = api.organization();
    let (manager, viewer, stranger) = (justice.manager(), justice.viewer(), api.administrator());
    let member = api.organization().manager();
    let group = group(&manager);
    let membership = join(&manager, &group, &member.id, "secretary");
    let item = asked(&member, &group, &member.id, "2026-11-20");
    let meeting = json!({"title": "First", "starts_at": "2026-12-01T14:00:00Z"});
    let meeting = id(&member.post(&format!("{group}/meetings"), meeting).must(201));
    let decision = json!({"title": named("One"), "adopted_on": "2026-10-01"});
    let decision = id(&member.post(&format!("{group}/decisions"), decision).must(201));
    let all = [
        group.clone(),
        membership.clone(),
        format!("{group}/members"),
        format!("{group}/meetings"),
        format!("{group}/meetings/{meeting}"),
        format!("{group}/decisions"),
        format!("{group}/decisions/{decision}"),
        format!("{group}/action-items"),
        format!("{group}/action-items/{item}"),
    ];
    for address in &all {
        viewer.get(address).must(200);
        member.get(address).must(200);
        stranger.get(address).refused(404, "not_found");
    }
    let of = |actor: &Actor<'_>, list: &str| actor.walk(list).0.len();
    assert_eq!(
        (of(&viewer, "/v1/groups"), of(&member, "/v1/groups"), of(&stranger, "/v1/groups")),
        (1, 1, 0)
    );
    assert_eq!((of(&viewer, "/v1/groups?member=me"), of(&member, "/v1/groups?member=me")), (0, 1));
    assert_eq!((of(&viewer, "/v1/action-items"), of(&stranger, "/v1/action-items")), (1, 0));
    assert_eq!(of(&stranger, &format!("/v1/action-items?owner={}", member.id)), 0);

    member.patch(&group, "*", json!({"quorum": 2})).refused(403, "forbidden");
    let another = json!({"user_id": viewer.id, "capacity": "member"});
    member.post(&format!("{group}/members"), another.clone()).refused(403, "forbidden");
    member.patch(&membership, "*", json!({"until": "2026-11-02T00:00:00Z"})).refused(403, "forbidden");
    viewer.post(&format!("{group}/members"), another).refused(403, "forbidden");

    manager.patch(&membership, "*", json!({"until": "2026-11-01T14:00:00Z"})).must(200);
    for address in &all {
        member.get(address).refused(404, "not_found");
    }
    member.post(&format!("/v1/action-items/{item}/complete"), json!({})).refused(404, "not_found");
    assert_eq!((of(&member, "/v1/groups"), of(&member, "/v1/action-items?owner=me")), (0, 0));
}

fn who_belongs_to_a_group_has_a_time_and_one_chair(api: &Api) {
    let justice = api.organization();
    let (manager, one, other) = (justice.manager(), justice.litigator(), justice.analyst());
    let group = group(&manager);
    let members = format!("{group}/members");
    let post = |user: &str, capacity: &str, from: &str, until: Option<&str>| {
        let mut body = json!({"user_id": user, "capacity": capacity, "from": from});
        if let Some(until) = until {
            body["until"] = json!(until);
        }
        manager.post(&members, body)
    };
    let chair = join(&manager, &group, &one.id, "chair");
    let refused = post(&other.id, "chair", "2026-06-01T12:00:00Z", None).refused(409, "duplicate");
    let refused = refused.at("/capacity", "taken");
    assert!(refused.text.contains(&one.username), "it names the other: {}", refused.text);
    post(&one.id, "member", "2026-06-01T12:00:00Z", None)
        .refused(409, "duplicate")
        .at("/user_id", "member_already");
    post(&other.id, "chair", "2025-06-01T12:00:00Z", Some("2026-01-05T15:00:00Z")).must(201);
    manager.patch(&chair, "*", json!({"until": "2026-06-01T12:00:00Z"})).must(200);
    post(&other.id, "chair", "2026-06-01T12:00:00Z", None).must(201);
    manager.patch(&chair, "*", json!({"until": null})).refused(409, "duplicate").at("/capacity", "taken");
    manager
        .patch(&chair, "*", json!({"until": "2026-01-01T00:00:00Z"}))
        .refused(422, "invalid_body")
        .at("/until", "ends_before_it_begins");
    let later = post(&one.id, "secretary", "2027-06-01T12:00:00Z", None).must(201);
    let later = format!("{members}/{}", id(&later));
    manager.patch(&later, "*", json!({"until": "2027-06-01T12:00:00Z"})).must(200);
    post(&one.id, "secretary", "2027-01-01T12:00:00Z", None).must(201);

    post(NOBODY, "member", "2026-06-01T12:00:00Z", Some("2026-05-01T12:00:00Z"))
        .refused(422, "invalid_body")
        .at("/user_id", "unknown_user")
        .at("/until", "ends_before_it_begins");
    let administrator = justice.administrator();
    let gone = justice.analyst();
    administrator.patch(&format!("/v1/users/{}", gone.id), "*", json!({"active": false})).must(200);
    post(&gone.id, "member", "2026-06-01T12:00:00Z", None)
        .refused(422, "invalid_body")
        .at("/user_id", "unknown_user");
    manager
        .post(&members, json!({"user_id": other.id, "capacity": "treasurer"}))
        .refused(422, "invalid_body")
        .at("/capacity", "invalid_value");
    manager.send("DELETE", &chair, None).refused(405, "method_not_allowed");
}

fn groups_have_one_code_and_no_circle(api: &Api) {
    let (manager, stranger) = (api.manager(), api.manager());
    let (top, middle, bottom) = (group(&manager), group(&manager), group(&manager));
    let (top_id, middle_id, bottom_id) = (
        id(&manager.get(&top).must(200)),
        id(&manager.get(&middle).must(200)),
        id(&manager.get(&bottom).must(200)),
    );
    let taken = manager.get(&top).must(200)["code"].clone();
    let same = json!({"code": taken, "kind": "litigation_team", "name": named("Team")});
    manager.post("/v1/groups", same.clone()).refused(409, "duplicate").at("/code", "taken");
    // Another organisation learns nothing of it, and whoever belongs to both groups pages through both.
    let another = id(&stranger.post("/v1/groups", same).must(201));
    let joined = json!({"user_id": manager.id, "capacity": "member", "from": "2026-01-05T15:00:00Z"});
    stranger.post(&format!("/v1/groups/{another}/members"), joined).must(201);
    let seen: Vec<_> = manager.walk("/v1/groups?limit=1").0.iter().map(id).collect();
    assert!([&top_id, &middle_id, &bottom_id, &another].iter().all(|group| seen.contains(group)), "{seen:?}");
    manager.patch(&middle, "*", json!({"parent_id": top_id})).must(200);
    manager.patch(&bottom, "*", json!({"parent_id": middle_id})).must(200);
    for below in [&bottom_id, &middle_id, &top_id] {
        let refused = manager.patch(&top, "*", json!({"parent_id": below}));
        refused.refused(422, "invalid_body").at("/parent_id", "circle");
    }
    let hidden = id(&stranger.get(&group(&stranger)).must(200));
    for unknown in [hidden.as_str(), NOBODY] {
        let refused = manager.patch(&top, "*", json!({"parent_id": unknown}));
        refused.refused(422, "invalid_body").at("/parent_id", "unknown_group");
    }
    let listed: Vec<_> = manager.walk(&format!("/v1/groups?parent_id={top_id}")).0;
    assert_eq!(listed.iter().map(id).collect::<Vec<_>>(), std::slice::from_ref(&middle_id));
    assert!(manager.patch(&middle, "*", json!({"parent_id": null})).must(200).get("parent_id").is_none());
    let foreign = json!({"code": code(), "kind": "working_group", "name": named("x"), "organization_id": stranger.organization_id});
    manager
        .post("/v1/groups", foreign)
        .refused(422, "invalid_body")
        .at("/organization_id", "other_organization");
    let wrong = json!({"code": "no blanks", "kind": "club", "name": {"en": "Only English"}, "quorum": 0});
    manager
        .post("/v1/groups", wrong)
        .refused(422, "invalid_body")
        .at("/code", "invalid_value")
        .at("/kind", "invalid_value")
        .at("/name/fr", "required")
        .at("/quorum", "too_small");
}

fn groups_are_listed_by_code_and_filtered(api: &Api) {
    let manager = api.manager();
    for kind in ["working_group", "computer_network_governance", "working_group", "organizational_unit"] {
        let body = json!({"code": code(), "kind": kind, "name": named("Group")});
        manager.post("/v1/groups", body).must(201);
    }
    let (items, pages) = manager.walk("/v1/groups?limit=2");
    let codes: Vec<_> = items.iter().map(|item| item["code"].as_str().unwrap().to_owned()).collect();
    assert!(codes.is_sorted() && codes.len() == 4 && pages == 2, "{codes:?}");
    let of = |filter: &str| manager.walk(&format!("/v1/groups?limit=1&{filter}")).0.len();
    assert_eq!((of("kind=working_group"), of("kind=litigation_team")), (2, 0));
    assert_eq!(of(&format!("organization_id={}", manager.organization_id)), 4);
    assert_eq!(of(&format!("organization_id={NOBODY}")), 0);
    assert_eq!(of(&format!("member={}", manager.id)), 0);
    assert_eq!(manager.get("/v1/groups?include=count&kind=working_group").must(200)["count"], 2);
    manager.get("/v1/groups?kind=club").refused(400, "invalid_query").at("/kind", "invalid_value");
    manager.get("/v1/groups?member=you").refused(400, "invalid_query");
    manager
        .get(&format!("/v1/groups?member={}", "-".repeat(36)))
        .refused(400, "invalid_query")
        .at("/member", "invalid_id");
}

fn the_record_is_written_by_chair_secretary_and_those_who_manage(api: &Api) {
    let justice = api.organization();
    let (manager, other_manager) = (justice.manager(), justice.manager());
    let elsewhere = api.organization();
    let (chair, member) = (elsewhere.analyst(), elsewhere.manager());
    let (idle, viewing) = (justice.litigator(), elsewhere.viewer());
    let group = group(&manager);
    let membership = join(&manager, &group, &chair.id, "chair");
    join(&manager, &group, &member.id, "member");
    join(&manager, &group, &viewing.id, "secretary");
    let decision = || json!({"title": named("One"), "adopted_on": "2026-10-01"});
    let meeting = || json!({"title": "One", "starts_at": "2026-12-01T14:00:00Z"});
    let item = || json!({"title": "One", "owner_id": member.id, "due_on": "2026-12-01"});
    let all = || [("decisions", decision()), ("meetings", meeting()), ("action-items", item())];
    for allowed in [&chair, &manager, &other_manager] {
        for (part, body) in all() {
            allowed.post(&format!("{group}/{part}"), body).must(201);
        }
    }
    // A manager of another organisation is a member like others; a viewer who is secretary lacks the permission.
    for refused in [&member, &idle, &viewing] {
        for (part, body) in all() {
            refused.post(&format!("{group}/{part}"), body).refused(403, "forbidden");
        }
    }
    let planned = chair.walk(&format!("{group}/meetings")).0;
    let planned = format!("{group}/meetings/{}", id(&planned[0]));
    member.patch(&planned, "*", json!({"status": "cancelled"})).refused(403, "forbidden");
    let item = asked(&chair, &group, &member.id, "2026-12-01");
    idle.post(&format!("/v1/action-items/{item}/complete"), json!({})).refused(403, "forbidden");
    member
        .patch(&format!("{group}/action-items/{item}"), "*", json!({"due_on": "2027-01-01"}))
        .refused(403, "forbidden");
    let seen = chair.get(&format!("{group}/action-items/{item}")).etag();
    let act = chair.with_header("If-Match", "\"9\"");
    act.post(&format!("/v1/action-items/{item}/complete"), json!({})).refused(412, "stale_version");
    let act = chair.with_header("If-Match", &seen);
    act.post(&format!("/v1/action-items/{item}/complete"), json!({})).must(200);

    let own = asked(&chair, &group, &viewing.id, "2026-12-01");
    viewing.post(&format!("/v1/action-items/{own}/complete"), json!({})).must(200);
    manager.patch(&membership, "*", json!({"until": "2026-11-01T14:00:00Z"})).must(200);
    chair.post(&format!("{group}/decisions"), decision()).refused(404, "not_found");
}

fn a_meeting_says_what_can_be_true_of_it(api: &Api) {
    let justice = api.organization();
    let (manager, member, stranger) = (justice.manager(), justice.analyst(), justice.viewer());
    let group = group(&manager);
    join(&manager, &group, &member.id, "member");
    let meetings = format!("{group}/meetings");
    let refused = |body: Value| manager.post(&meetings, body).refused(422, "invalid_body");
    let planned = json!({"title": "x", "starts_at": "2026-12-01T14:00:00Z", "attendance": [member.id], "minutes": "Said."});
    refused(planned).at("/attendance", "not_held").at("/minutes", "not_held");
    let early = json!({"title": "x", "starts_at": "2026-12-01T14:00:00Z", "status": "held"});
    refused(early).at("/status", "in_the_future");
    let attended = json!({"title": "x", "starts_at": "2026-10-01T14:00:00Z", "status": "held",
        "attendance": [member.id, stranger.id, member.id]});
    refused(attended).at("/attendance/1", "not_a_member").at("/attendance/2", "repeated");
    let before = json!({"title": "x", "starts_at": "2025-12-01T14:00:00Z", "status": "held", "attendance": [member.id]});
    refused(before).at("/attendance/0", "not_a_member");
    let odd = json!({"title": " ", "starts_at": "soon", "agenda": [{"note": "no title"}],
        "documents": [{"title": "x", "url": "javascript:alert(1)"}]});
    refused(odd)
        .at("/title", "empty")
        .at("/starts_at", "invalid_instant")
        .at("/agenda/0/title", "required")
        .at("/documents/0/url", "invalid_value");

    let held = json!({"title": "x", "starts_at": "2026-10-01T14:00:00Z", "status": "held", "attendance": [member.id]});
    let held = manager.post(&meetings, held).must(201);
    assert!(held.get("quorum_met").is_none(), "the group has no quorum");
    let at = format!("{meetings}/{}", id(&held));
    for status in ["planned", "cancelled"] {
        let changed = manager.patch(&at, "*", json!({"status": status, "attendance": []}));
        changed.refused(409, "conflict").at("/status", "settled");
    }
    manager.patch(&at, "*", json!({"status": "held", "place": "Ottawa"})).must(200);
    let numbers: Vec<_> = (2..=4)
        .map(|_| json!({"title": "y", "starts_at": "2026-12-01T14:00:00Z"}))
        .map(|body| manager.post(&meetings, body).must(201)["number"].clone())
        .collect();
    assert_eq!(numbers, [2, 3, 4]);
    let (listed, pages) = manager.walk(&format!("{meetings}?limit=3"));
    let listed: Vec<_> = listed.iter().map(|meeting| meeting["number"].as_i64().unwrap()).collect();
    assert_eq!((listed, pages), (vec![4, 3, 2, 1], 2));
    assert_eq!(manager.get(&format!("{meetings}?status=held&include=count")).must(200)["count"], 1);
}

fn a_decision_is_superseded_once_and_never_edited(api: &Api) {
    let manager = api.manager();
    let (group, other) = (group(&manager), group(&manager));
    let decide = |group: &str, more: Value| {
        let mut body = json!({"title": named("Decision"), "adopted_on": "2026-10-01"});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        manager.post(&format!("{group}/decisions"), body)
    };
    let first = id(&decide(&group, json!({})).must(201));
    let elsewhere = id(&decide(&other, json!({})).must(201));
    let meeting = json!({"title": "x", "starts_at": "2026-12-01T14:00:00Z"});
    let meeting = id(&manager.post(&format!("{other}/meetings"), meeting).must(201));
    decide(&group, json!({"supersedes_id": elsewhere, "meeting_id": meeting, "adopted_on": "2026-11-02"}))
        .refused(422, "invalid_body")
        .at("/supersedes_id", "unknown_decision")
        .at("/meeting_id", "unknown_meeting")
        .at("/adopted_on", "in_the_future");
    let second = id(&decide(&group, json!({"supersedes_id": first})).must(201));
    let again = decide(&group, json!({"supersedes_id": first})).refused(409, "conflict");
    let again = again.at("/supersedes_id", "superseded_already");
    assert!(again.text.contains(&second), "{}", again.text);
    let at = format!("{group}/decisions/{first}");
    manager.patch(&at, "*", json!({"adopted_on": "2026-09-01"})).refused(405, "method_not_allowed");
    manager.get(&format!("{other}/decisions/{first}")).refused(404, "not_found");
    let third = decide(&group, json!({"supersedes_id": second})).must(201);
    assert_eq!(third["number"], 3, "numbers are given to what was entered only");
}

fn action_items_are_for_present_members_and_listed_by_day(api: &Api) {
    let justice = api.organization();
    let (manager, member, stranger) = (justice.manager(), justice.analyst(), justice.viewer());
    let (one, two) = (group(&manager), group(&manager));
    let membership = join(&manager, &one, &member.id, "member");
    join(&manager, &two, &member.id, "member");
    let items = format!("{one}/action-items");
    let decision = json!({"title": named("Two"), "adopted_on": "2026-10-01"});
    let decision = id(&manager.post(&format!("{two}/decisions"), decision).must(201));
    manager
        .post(&items, json!({"title": "x", "owner_id": stranger.id, "due_on": "2026-12-01", "decision_id": decision, "meeting_id": NOBODY}))
        .refused(422, "invalid_body")
        .at("/owner_id", "not_a_member")
        .at("/decision_id", "unknown_decision")
        .at("/meeting_id", "unknown_meeting");
    for (group, day) in
        [(&one, "2026-12-03"), (&two, "2026-12-01"), (&one, "2026-12-02"), (&one, "2026-12-01")]
    {
        asked(&manager, group, &member.id, day);
    }
    let (listed, pages) = member.walk("/v1/action-items?owner=me&limit=3");
    let days: Vec<_> = listed.iter().map(|item| item["due_on"].as_str().unwrap()).collect();
    assert_eq!((days, pages), (vec!["2026-12-01", "2026-12-01", "2026-12-02", "2026-12-03"], 2));
    let of = |filter: &str| manager.walk(&format!("/v1/action-items?{filter}")).0.len();
    assert_eq!((of("due_before=2026-12-02"), of("due_after=2026-12-02"), of("owner=me")), (2, 1, 0));
    let group_id = one.rsplit('/').next().unwrap();
    assert_eq!((of(&format!("group_id={group_id}")), of(&format!("group_id={NOBODY}"))), (3, 0));
    assert_eq!(manager.get(&format!("{items}?owner={}&include=count", member.id)).must(200)["count"], 3);
    manager.get("/v1/action-items?status=late").refused(400, "invalid_query").at("/status", "invalid_value");

    let at = format!("{items}/{}", id(&listed[3]));
    let done = manager.patch(&at, "*", json!({"status": "done"})).must(200);
    assert_eq!(done["completed_on"], "2026-11-01");
    let open = manager.patch(&at, "*", json!({"status": "open", "due_on": "2026-12-31"})).must(200);
    assert!(open.get("completed_on").is_none() && open["status"] == "open");
    manager
        .patch(&at, "*", json!({"owner_id": stranger.id}))
        .refused(422, "invalid_body")
        .at("/owner_id", "not_a_member");
    let complete = format!("/v1/action-items/{}/complete", id(&open));
    manager
        .post(&complete, json!({"completed_on": "2026-11-02"}))
        .refused(422, "invalid_body")
        .at("/completed_on", "in_the_future");
    assert_eq!(manager.patch(&at, "*", json!({"status": "cancelled"})).must(200)["status"], "cancelled");
    manager.post(&complete, json!({})).refused(409, "conflict");
    assert_eq!((of("status=open"), of("status=cancelled"), of("status=done")), (3, 1, 0));
    // Whoever left keeps what they were asked to do, until somebody gives it to another.
    manager.patch(&membership, "*", json!({"until": "2026-11-01T14:00:00Z"})).must(200);
    manager.patch(&at, "*", json!({"title": "y"})).must(200);
}

fn action_items_stand_beside_deadlines(api: &Api) {
    let justice = api.organization();
    let (manager, litigator) = (justice.manager(), justice.litigator());
    let group = group(&manager);
    join(&manager, &group, &litigator.id, "member");
    let case = case_with(&litigator, "2026-03-02");
    let item = asked(&manager, &group, &litigator.id, "2026-03-18");
    let days = |actor: &Actor<'_>, more: &str| {
        let address = format!("/v1/deadlines/calendar?from=2026-03-01&to=2026-05-31{more}");
        actor.get(&address).must(200)["days"].as_array().unwrap().clone()
    };
    let items = |actor: &Actor<'_>, more: &str| {
        let days = days(actor, more);
        let shown: Vec<_> =
            days.iter().flat_map(|day| day["action_items"].as_array().unwrap().clone()).collect();
        shown.iter().map(id).collect::<Vec<_>>()
    };
    let own = days(&litigator, "");
    let day = own.iter().find(|day| day["date"] == "2026-03-18").unwrap();
    assert_eq!((&day["count"], id(&day["action_items"][0])), (&json!(0), item.clone()));
    let dates: Vec<_> = own.iter().map(|day| day["date"].as_str().unwrap()).collect();
    assert!(dates.is_sorted() && dates.len() >= 2, "{dates:?}");
    assert_eq!(items(&manager, ""), Vec::<String>::new(), "the manager has none");
    let his = format!("&responsible={}", litigator.id);
    assert_eq!(items(&manager, &his), std::slice::from_ref(&item));
    assert!(
        items(&litigator, &format!("&case_id={case}")).is_empty()
            && items(&litigator, "&court=FC").is_empty()
    );
    assert!(items(&litigator, "&status=met").is_empty());

    let feed = |actor: &Actor<'_>, body: Value| {
        let url = actor.post("/v1/feeds", body).must(201)["url"].as_str().unwrap().to_owned();
        url[url.find("/v1/").unwrap()..].to_owned()
    };
    let shown = |address: &str| api.anonymous().get(address).text.replace("\r\n ", "");
    let me = feed(&litigator, json!({"scope": "me", "language": "en"}));
    assert!(shown(&me).contains(&format!("UID:action-item-{item}@greffe")));
    assert!(shown(&me).contains("SUMMARY:Report"));
    litigator.post(&format!("/v1/action-items/{item}/complete"), json!({})).must(200);
    assert!(!shown(&me).contains("action-item") && items(&litigator, "").is_empty());
}

fn a_group_has_a_calendar_for_its_members(api: &Api) {
    let justice = api.organization();
    let (manager, member, stranger) = (justice.manager(), api.organization().analyst(), api.manager());
    let group = group(&manager);
    let group_id = group.rsplit('/').next().unwrap();
    let membership = join(&manager, &group, &member.id, "member");
    let item = asked(&manager, &group, &member.id, "2026-11-20");
    let body = json!({"scope": "group", "group_id": group_id, "language": "fr"});
    for outside in [&manager, &stranger] {
        let refused = outside.post("/v1/feeds", body.clone()).refused(422, "invalid_body");
        refused.at("/group_id", "unknown_group");
    }
    let feed = member.post("/v1/feeds", body).must(201);
    assert_eq!((&feed["scope"], &feed["group_id"]), (&json!("group"), &json!(group_id)));
    let url = feed["url"].as_str().unwrap();
    let address = &url[url.find("/v1/").unwrap()..];
    let calendar = api.anonymous().get(address);
    assert_eq!(calendar.status, 200, "{}", calendar.text);
    let text = calendar.text.replace("\r\n ", "");
    assert!(text.contains(&item) && text.contains("X-WR-CALNAME:greffe : Working group (fr)"), "{text}");

    // Its deadlines are there for those who may see their cases.
    let case = case_with(&manager, "2026-03-02");
    join(&manager, &group, &manager.id, "chair");
    let given = format!("update deadlines set responsible_group_id = '{group_id}' where case_id = '{case}'");
    api.db
        .write_now(|connection| Ok(diesel::connection::SimpleConnection::batch_execute(connection, &given)?))
        .unwrap();
    let of_chair = json!({"scope": "group", "group_id": group_id, "language": "en"});
    let of_chair = manager.post("/v1/feeds", of_chair).must(201);
    let of_chair = of_chair["url"].as_str().unwrap();
    let shown = api.anonymous().get(&of_chair[of_chair.find("/v1/").unwrap()..]).text;
    assert!(shown.contains("UID:deadline-") && shown.contains("UID:action-item-"), "{shown}");
    assert!(!api.anonymous().get(address).text.contains("UID:deadline-"), "the case is not the member's");
    let listed = manager.walk(&format!("/v1/deadlines?group_id={group_id}")).0;
    assert!(!listed.is_empty() && listed.iter().all(|deadline| deadline["case_id"] == case));
    assert!(member.walk(&format!("/v1/deadlines?group_id={group_id}")).0.is_empty());
    assert!(manager.walk(&format!("/v1/deadlines?group_id={NOBODY}")).0.is_empty());

    manager.patch(&membership, "*", json!({"until": "2026-11-01T14:00:00Z"})).must(200);
    api.anonymous().get(address).refused(404, "not_found");
}

fn whoever_asks_together_gets_one_chair_and_numbers_in_order(api: &Api) {
    let justice = api.organization();
    let manager = justice.manager();
    let group = group(&manager);
    let candidates: Vec<_> = (0..4).map(|_| justice.analyst().id).collect();
    let answers: Vec<_> = std::thread::scope(|scope| {
        let asking: Vec<_> = candidates
            .iter()
            .map(|user| {
                let (manager, group) = (&manager, &group);
                scope.spawn(move || {
                    let meeting = json!({"title": "x", "starts_at": "2026-12-01T14:00:00Z"});
                    let number =
                        manager.post(&format!("{group}/meetings"), meeting).must(201)["number"].as_i64();
                    let chair = json!({"user_id": user, "capacity": "chair"});
                    (manager.post(&format!("{group}/members"), chair).status, number.unwrap())
                })
            })
            .collect();
        asking.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let mut statuses: Vec<_> = answers.iter().map(|(status, _)| *status).collect();
    let mut numbers: Vec<_> = answers.iter().map(|(_, number)| *number).collect();
    statuses.sort_unstable();
    numbers.sort_unstable();
    assert_eq!((statuses, numbers), (vec![201, 409, 409, 409], vec![1, 2, 3, 4]));
}

fn lists_cost_the_same_however_long_they_are(api: &Api) {
    let api = &api.own(Settings { connections: 1, ..Settings::default() });
    let justice = api.organization();
    let (manager, member) = (justice.manager(), justice.user(Role::Analyst));
    let (few, many) = (group(&manager), group(&manager));
    for (group, size) in [(&few, 1), (&many, 9)] {
        for number in 0..size {
            let user = if number == 0 { member.id.clone() } else { justice.viewer().id };
            join(&manager, group, &user, "member");
            asked(&manager, group, &member.id, "2026-12-01");
            let meeting = json!({"title": "x", "starts_at": "2026-12-01T14:00:00Z"});
            manager.post(&format!("{group}/meetings"), meeting).must(201);
            let decision = json!({"title": named("x"), "adopted_on": "2026-10-01"});
            manager.post(&format!("{group}/decisions"), decision).must(201);
        }
    }
    let cost = |address: &str| {
        let ask = || drop(manager.get(address).must(200));
        ask();
        let tries = (0..4).map(|_| {
            let before = statements(api.database());
            ask();
            statements(api.database()) - before
        });
        tries.min().unwrap()
    };
    for (part, expected) in
        [("", 1), ("/members", 2), ("/meetings", 2), ("/decisions", 3), ("/action-items", 2)]
    {
        let costs = (cost(&format!("{few}{part}")), cost(&format!("{many}{part}")));
        assert_eq!(costs, (expected, expected), "{part}");
    }
    assert_eq!((cost("/v1/groups"), cost("/v1/action-items"), cost("/v1/groups?include=count")), (1, 1, 2));
}

on_both!(
    a_working_group_from_its_mandate_to_its_last_action_item,
    a_group_is_there_for_its_organisation_and_its_present_members,
    who_belongs_to_a_group_has_a_time_and_one_chair,
    groups_have_one_code_and_no_circle,
    groups_are_listed_by_code_and_filtered,
    the_record_is_written_by_chair_secretary_and_those_who_manage,
    a_meeting_says_what_can_be_true_of_it,
    a_decision_is_superseded_once_and_never_edited,
    action_items_are_for_present_members_and_listed_by_day,
    action_items_stand_beside_deadlines,
    a_group_has_a_calendar_for_its_members,
    whoever_asks_together_gets_one_chair_and_numbers_in_order,
    lists_cost_the_same_however_long_they_are,
);
