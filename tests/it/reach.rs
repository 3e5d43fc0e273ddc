//! Nobody widens their own reach, and nobody gives what they lack: one example for each door by which it could be tried.

use crate::support::fixtures::{Organization, PASSWORD};
use crate::support::*;
use greffe::access::classification::Classification;
use greffe::access::permissions::{Permission, Role};
use greffe::people::identity::model::OrganizationKind;
use serde_json::{Value, json};

const ANOTHER: &str = "seven otters borrow a piano";
const EXTENSION: &str = "urn:greffe:scim:schemas:extension:2.0:User";

fn seen(actor: &Actor<'_>) -> usize {
    actor.walk("/v1/cases?limit=200").0.len()
}

fn sees(actor: &Actor<'_>, case: &str) -> bool {
    actor.get(&format!("/v1/cases/{case}")).status == 200
}

#[track_caller]
fn id(made: &Value) -> String {
    made["id"].as_str().unwrap().to_owned()
}

/// A program of the administrator's organisation, with a key that is confined to these permissions.
#[track_caller]
fn program<'a>(by: &Actor<'a>, role: &str, clearance: &str, key: Value) -> Actor<'a> {
    let account = json!({"name": "Program", "role": role, "clearance": clearance});
    let account = id(&by.post("/v1/service-accounts", account).must(201));
    let mut body = json!({"name": "2026", "expires_in_days": 30});
    body.as_object_mut().unwrap().extend(key.as_object().unwrap().clone());
    let made = by.post(&format!("/v1/service-accounts/{account}/keys"), body).must(201);
    by.api.anonymous().with_token(made["key"].as_str().unwrap())
}

fn scoped(scopes: &[&str]) -> Value {
    json!({"scopes": scopes})
}

/// A user name that nobody else has.
fn name(by: &Actor<'_>, name: &str) -> String {
    format!("{name}.{}", &by.id[24..])
}

fn new_user(by: &Actor<'_>, username: &str, role: &str) -> Value {
    json!({"username": name(by, username), "display_name": "An Nguyen", "password": PASSWORD, "role": role})
}

fn signed_in<'a>(api: &'a Api, username: &str, password: &str) -> Option<Actor<'a>> {
    let pair = api.anonymous().post("/v1/auth/token", json!({"username": username, "password": password}));
    (pair.status == 200).then(|| api.anonymous().with_token(pair.json["access_token"].as_str().unwrap()))
}

fn portfolios_are_given_by_who_manages_them(api: &Api) {
    let organization = api.organization();
    let (administrator, manager) = (organization.administrator(), organization.manager());
    let (litigator, other) = (organization.litigator(), organization.litigator());
    case_with(&manager, "2026-03-02");
    let tribunal = Organization::new(api, OrganizationKind::Tribunal).viewer();
    let give = |by: &Actor<'_>, to: &Actor<'_>, role: &str| {
        by.post("/v1/assignments", json!({"portfolio": {}, "user_id": to.id, "role": role}))
    };
    give(&litigator, &litigator, "JPL").refused(403, "forbidden");
    give(&litigator, &tribunal, "TRL").refused(403, "forbidden");
    assert_eq!(seen(&litigator), 0);
    // A whole caseload leaves the house only by who runs it.
    give(&manager, &tribunal, "JPL").refused(403, "forbidden");
    assert!(give(&administrator, &tribunal, "JPL").status != 403);
    let given = give(&manager, &other, "JPL").must(201);
    assert_eq!(seen(&other), 1);
    let act = |by: &Actor<'_>, act: &str, body: Value| {
        by.post(&format!("/v1/assignments/{}/{act}", id(&given)), body)
    };
    let until = "2026-11-20T22:00:00Z";
    for by in [&litigator, &other] {
        act(by, "end", json!({})).refused(403, "forbidden");
        act(by, "substitute", json!({"user_id": litigator.id})).refused(403, "forbidden");
        act(by, "delegate", json!({"user_id": litigator.id, "until": until})).refused(403, "forbidden");
    }
    let over = json!({"from_user_id": other.id, "to_user_id": litigator.id});
    for dry in ["?dry_run=true", ""] {
        let at = format!("/v1/assignments/handover{dry}");
        litigator.post(&at, over.clone()).refused(403, "forbidden");
        other.post(&at, over.clone()).refused(403, "forbidden");
    }
    assert_eq!((seen(&litigator), seen(&other)), (0, 1));
    act(&manager, "delegate", json!({"user_id": litigator.id, "until": until})).must(201);
    manager.post("/v1/assignments/handover", over).must(200);
    assert_eq!((seen(&litigator), seen(&other)), (1, 0));
}

fn nobody_assigns_to_themselves_what_they_see_for_a_while(api: &Api) {
    let organization = api.organization();
    let (manager, counsel) = (organization.manager(), organization.litigator());
    let (acting, colleague) = (organization.litigator(), organization.litigator());
    let case = case_with(&manager, "2026-03-02");
    let at = format!("/v1/cases/{case}/assignments");
    let held = manager.post(&at, json!({"user_id": counsel.id, "role": "JCO"})).must(201);
    let delegate = json!({"user_id": acting.id, "until": "2026-11-20T22:00:00Z"});
    counsel.post(&format!("/v1/assignments/{}/delegate", id(&held)), delegate).must(201);
    assert!(sees(&acting, &case));
    let group = group_of(&manager, &[(&acting.id, "member", None)]);
    for offer in [false, true] {
        acting
            .post(&at, json!({"user_id": acting.id, "role": "JPL", "offer": offer}))
            .refused(403, "forbidden");
        acting.post(&at, json!({"group_id": group, "role": "JPL", "offer": offer})).refused(403, "forbidden");
    }
    let mine = json!({"user_id": acting.id});
    acting.post(&format!("/v1/assignments/{}/substitute", id(&held)), mine).refused(403, "forbidden");
    // To others, what they see; and who reaches the case by their role widens nothing.
    acting.post(&at, json!({"user_id": colleague.id, "role": "JPL"})).must(201);
    manager.post(&at, json!({"user_id": manager.id, "role": "JPL"})).must(201);
    // A manager of another organisation sees the case through a group, and no longer.
    let elsewhere = api.organization().manager();
    let team = group_of(&manager, &[(&elsewhere.id, "member", None)]);
    manager.post(&at, json!({"group_id": team, "role": "JPL"})).must(201);
    assert!(sees(&elsewhere, &case));
    elsewhere.post(&at, json!({"user_id": elsewhere.id, "role": "JPL"})).refused(403, "forbidden");
}

fn a_key_that_cannot_read_opens_no_case_to_others(api: &Api) {
    let organization = api.organization();
    let administrator = organization.administrator();
    let litigator = organization.litigator();
    let case = case_with(&administrator, "2026-03-02");
    let body = json!({"user_id": litigator.id, "role": "JPL"});
    let assigns = |scopes: &[&str]| {
        let key = program(&administrator, "administrator", "protected_b", scoped(scopes));
        key.post(&format!("/v1/cases/{case}/assignments"), body.clone())
    };
    assigns(&["assignments.manage"]).refused(403, "forbidden");
    let sealed = json!({"confidentiality": "sealed"});
    administrator.patch(&format!("/v1/cases/{case}"), "*", sealed).must(200);
    assigns(&["assignments.manage", "cases.read"]).refused(403, "forbidden");
    assigns(&["assignments.manage", "cases.read", "sealed.read"]).must(201);
}

fn nobody_raises_themselves(api: &Api) {
    let organization = api.organization();
    let administrator = organization.administrator();
    let me = format!("/v1/users/{}", administrator.id);
    let raised = administrator.patch(&me, "*", json!({"clearance": "protected_c"})).refused(403, "forbidden");
    raised.at("/clearance", "above_own_clearance");
    let operations = json!({"Operations": [{"op": "replace", "path": format!("{EXTENSION}:clearance"), "value": "protected_c"}]});
    let scim = ("application/scim+json", operations.to_string().into_bytes());
    administrator
        .send("PATCH", &format!("/v1/scim/v2/Users/{}", administrator.id), Some(scim))
        .refused(422, "invalid_body");
    administrator.patch(&me, "*", json!({"role": "viewer"})).refused(409, "conflict");
    // Nor by another account, of which they would have the password.
    let mut cleared = new_user(&administrator, "cleared", "analyst");
    cleared["clearance"] = json!("protected_c");
    administrator
        .post("/v1/users", cleared)
        .refused(403, "forbidden")
        .at("/clearance", "above_own_clearance");
    let high = organization.cleared(Role::Analyst, Classification::ProtectedC);
    for change in [json!({"password": ANOTHER}), json!({"email": "mine@example.org"})] {
        administrator
            .patch(&format!("/v1/users/{}", high.id), "*", change)
            .refused(403, "forbidden")
            .at("/clearance", "above_own_clearance");
    }
    let manager = organization.manager();
    let appoint = |to: &Actor<'_>, body: Value| manager.post(&format!("/v1/users/{}/appoint", to.id), body);
    appoint(&manager, json!({"clearance": "protected_c"})).refused(403, "forbidden");
    appoint(&manager, json!({"role": "viewer"})).refused(409, "conflict");
    appoint(&high, json!({"role": "administrator"})).refused(403, "forbidden").at("/role", "beyond_yours");
    assert_eq!(administrator.get("/v1/me").must(200)["clearance"], "protected_b");
}

fn a_key_makes_nobody_who_is_more_than_it(api: &Api) {
    let organization = api.organization();
    let administrator = organization.administrator();
    let analyst = organization.analyst();
    let key = program(&administrator, "administrator", "protected_b", scoped(&["users.manage"]));
    for role in ["administrator", "litigation_manager", "analyst", "viewer"] {
        let made = key.post("/v1/users", new_user(&administrator, role, role));
        made.refused(403, "forbidden").at("/role", "beyond_yours");
    }
    key.post("/v1/users", new_user(&administrator, "holder", "account_holder")).must(201);
    let at = format!("/v1/users/{}", analyst.id);
    for change in
        [json!({"role": "administrator"}), json!({"password": ANOTHER}), json!({"email": "mine@example.org"})]
    {
        key.patch(&at, "*", change).refused(403, "forbidden");
    }
    key.patch(&at, "*", json!({"display_name": "Ann", "active": false})).must(200);
    key.patch(&at, "*", json!({"active": true})).refused(403, "forbidden");
    let keys = program(&administrator, "administrator", "protected_b", scoped(&["service_accounts.manage"]));
    keys.post("/v1/service-accounts", json!({"name": "Mine", "role": "administrator"}))
        .refused(403, "forbidden");
    let weak = keys.post("/v1/service-accounts", json!({"name": "Mine", "role": "account_holder"})).must(201);
    let weak = format!("/v1/service-accounts/{}", id(&weak));
    keys.patch(&weak, "*", json!({"role": "administrator"})).refused(403, "forbidden");
    keys.patch(&weak, "*", json!({"clearance": "protected_c"})).refused(403, "forbidden");
}

fn nobody_makes_a_key_of_an_account_that_reaches_further(api: &Api) {
    let organization = api.organization();
    let high = organization.cleared(Role::Administrator, Classification::ProtectedC);
    let low = organization.administrator();
    let account = json!({"name": "Archive", "role": "viewer", "clearance": "protected_c"});
    let account = id(&high.post("/v1/service-accounts", account).must(201));
    let keys = format!("/v1/service-accounts/{account}/keys");
    let key = json!({"name": "2026", "scopes": ["cases.read"], "expires_in_days": 30});
    low.post(&keys, key.clone()).refused(422, "invalid_body").at("/scopes", "beyond_yours");
    high.post(&keys, key.clone()).must(201);
    // And the account is not raised above who knows a key of it.
    let account = json!({"name": "Feed", "role": "viewer", "clearance": "protected_b"});
    let account =
        format!("/v1/service-accounts/{}", id(&low.post("/v1/service-accounts", account).must(201)));
    let made = low.post(&format!("{account}/keys"), key).must(201);
    let raise = || high.patch(&account, "*", json!({"clearance": "protected_c"}));
    raise().refused(403, "forbidden").at("/clearance", "known_to_another");
    high.delete(&format!("{account}/keys/{}", id(&made)), "*");
    raise().must(200);
}

/// Sends SCIM as a directory does.
fn scim(actor: &Actor<'_>, method: &str, path: &str, body: Value) -> Answer {
    actor.send(method, path, Some(("application/scim+json", body.to_string().into_bytes())))
}

fn a_directory_gives_what_its_key_was_told_to(api: &Api) {
    let organization = api.organization();
    let administrator = organization.administrator();
    let users = "/v1/scim/v2/Users";
    let bare = program(&administrator, "administrator", "unclassified", scoped(&["users.provision"]));
    let body = |who: &str, extra: Value| json!({"userName": name(&administrator, who), EXTENSION: extra});
    let viewer = scim(&bare, "POST", users, json!({"userName": name(&administrator, "viewer")})).must(201);
    assert_eq!(viewer[EXTENSION], json!({"role": "viewer", "clearance": "unclassified"}));
    for (extra, at) in
        [(json!({"role": "analyst"}), "role"), (json!({"clearance": "protected_a"}), "clearance")]
    {
        let refused = scim(&bare, "POST", users, body("more", extra)).refused(422, "invalid_body");
        let code = if at == "role" { "beyond_yours" } else { "above_own_clearance" };
        refused.at(&format!("/{EXTENSION}/{at}"), code);
    }
    let analyst = organization.analyst();
    let at = format!("{users}/{}", analyst.id);
    let renamed = json!({"Operations": [{"op": "replace", "path": "userName", "value": name(&administrator, "mallory")}]});
    scim(&bare, "PATCH", &at, renamed.clone())
        .refused(422, "invalid_body")
        .at("/Operations/0/value", "beyond_yours");
    let shown = json!({"Operations": [{"op": "replace", "path": "displayName", "value": "An Tran"}]});
    scim(&bare, "PATCH", &at, shown).must(200);
    let told = json!({"scopes": ["users.provision"], "may_give": {"roles": ["analyst", "litigator"], "clearance": "protected_b"}});
    let told = program(&administrator, "account_administrator", "unclassified", told);
    let made =
        scim(&told, "POST", users, body("told", json!({"role": "litigator", "clearance": "protected_b"})))
            .must(201);
    assert_eq!(made[EXTENSION]["role"], "litigator");
    scim(&told, "PATCH", &at, renamed).must(200);
    for extra in [json!({"role": "administrator"}), json!({"role": "litigator", "clearance": "protected_c"})]
    {
        scim(&told, "POST", users, body("beyond", extra)).refused(422, "invalid_body");
    }
    told.get("/v1/cases").refused(403, "forbidden");
    // Nobody tells a key that it may give what they lack.
    let account = json!({"name": "Directory", "role": "account_administrator"});
    let accounts = organization.user(Role::AccountAdministrator);
    let account = id(&accounts.post("/v1/service-accounts", account).must(201));
    let more = json!({"name": "2026", "scopes": ["users.provision"], "expires_in_days": 30,
                      "may_give": {"roles": ["account_holder", "litigator"], "clearance": "protected_c"}});
    accounts
        .post(&format!("/v1/service-accounts/{account}/keys"), more)
        .refused(422, "invalid_body")
        .at("/may_give/roles/1", "beyond_yours")
        .at("/may_give/clearance", "above_own_clearance");
}

fn the_last_who_manages_accounts_stays(api: &Api) {
    let organization = api.organization();
    let administrator = organization.administrator();
    let provisions = program(&administrator, "administrator", "protected_b", scoped(&["users.provision"]));
    let manages = program(&administrator, "administrator", "protected_b", scoped(&["users.manage"]));
    let (at, there) =
        (format!("/v1/users/{}", administrator.id), format!("/v1/scim/v2/Users/{}", administrator.id));
    let off = json!({"Operations": [{"op": "replace", "path": "active", "value": false}]});
    let less =
        json!({"Operations": [{"op": "replace", "path": format!("{EXTENSION}:role"), "value": "viewer"}]});
    let removals = || {
        [
            provisions.send("DELETE", &there, None),
            scim(&provisions, "PATCH", &there, off.clone()),
            scim(&provisions, "PATCH", &there, less.clone()),
            manages.patch(&at, "*", json!({"active": false})),
            manages.patch(&at, "*", json!({"role": "account_holder"})),
        ]
    };
    for refused in removals() {
        assert!(
            refused.clone().refused(409, "conflict").text.contains("greffe user create"),
            "{}",
            refused.text
        );
    }
    administrator.get("/v1/me").must(200);
    // Somebody who opens no file is enough to manage accounts.
    organization.user(Role::AccountAdministrator);
    assert_eq!(provisions.send("DELETE", &there, None).status, 204);
    administrator.get("/v1/me").refused(401, "invalid_token");
}

fn of_two_who_remove_each_other_one_stays(api: &Api) {
    for _ in 0..8 {
        let organization = api.organization();
        let pair = [organization.administrator(), organization.administrator()];
        let answers: Vec<_> = std::thread::scope(|scope| {
            let remove = |by: usize, whom: usize| {
                let (by, at) = (pair[by].clone(), format!("/v1/users/{}", pair[whom].id));
                scope.spawn(move || by.patch(&at, "*", json!({"active": false})).status)
            };
            let asked = [remove(0, 1), remove(1, 0)];
            asked.into_iter().map(|one| one.join().unwrap()).collect()
        });
        api.app.principals.forget();
        let stay = pair.iter().filter(|one| one.get("/v1/me").status == 200).count();
        assert_eq!(stay, 1, "{answers:?}");
    }
}

fn a_stolen_token_sets_no_password(api: &Api) {
    let administrator = api.administrator();
    let me = format!("/v1/users/{}", administrator.id);
    let refused = administrator.patch(&me, "*", json!({"password": ANOTHER})).refused(409, "conflict");
    assert!(refused.text.contains("/v1/me/password"), "{}", refused.text);
    refused.at("/password", "ones_own");
    assert!(signed_in(api, &administrator.username, PASSWORD).is_some());
}

fn declassifying_has_a_permission_of_its_own(api: &Api) {
    let organization = api.organization();
    let (manager, analyst, litigator) =
        (organization.manager(), organization.analyst(), organization.litigator());
    let case = case_with(&manager, "2026-03-02");
    let at = format!("/v1/cases/{case}");
    manager.post(&format!("{at}/assignments"), json!({"user_id": litigator.id, "role": "JCO"})).must(201);
    analyst.patch(&at, "*", json!({"classification": "protected_b", "confidentiality": "sealed"})).must(200);
    for by in [&analyst, &litigator] {
        for lower in [json!({"classification": "protected_a"}), json!({"confidentiality": "anonymised"})] {
            by.patch(&at, "*", lower).refused(403, "forbidden");
        }
    }
    let raised = analyst.patch(&at, "*", json!({"classification": "protected_c"}));
    raised.refused(422, "invalid_body").at("/classification", "above_clearance");
    manager.patch(&at, "*", json!({"classification": "protected_a", "confidentiality": "none"})).must(200);
    let journal = manager.get(&format!("{at}/journal?limit=1")).must(200);
    let entry = &journal["items"][0];
    assert_eq!(
        (&entry["before"]["classification"], &entry["after"]["classification"]),
        (&json!("protected_b"), &json!("protected_a"))
    );
    assert_eq!(entry["actor"], format!("user:{}", manager.id));
}

fn nobody_changes_the_wall_around_themselves(api: &Api) {
    let organization = api.organization();
    let (director, walled) = (organization.manager(), organization.manager());
    let case = case_with(&director, "2026-03-02");
    let at = format!("/v1/cases/{case}");
    let wall = |around: Value| {
        let mut wall = json!({"reason": "Acted for the applicant."});
        wall.as_object_mut().unwrap().extend(around.as_object().unwrap().clone());
        director.post(&format!("{at}/walls"), wall).must(201)
    };
    let group = group_of(&director, &[(&walled.id, "observer", None)]);
    let walls = [
        wall(json!({"user_id": walled.id})),
        wall(json!({"group_id": group})),
        wall(json!({"user_id": walled.id, "from": "2026-12-01T05:00:00Z"})),
    ];
    walled
        .post(&format!("{at}/emergency-accesses"), json!({"reason": "A stay motion is heard in an hour."}))
        .must(201);
    assert!(sees(&walled, &case));
    // They leave the group, on paper long ago: it was around them while they were in it.
    let members = director.get(&format!("/v1/groups/{group}/members")).must(200);
    let member = format!("/v1/groups/{group}/members/{}", members["items"][0]["id"].as_str().unwrap());
    walled.patch(&member, "*", json!({"until": "2026-02-01T05:00:00Z"})).must(200);
    for wall in &walls {
        let address = format!("{at}/walls/{}", id(wall));
        for change in [
            json!({"until": wall["from"]}),
            json!({"reason": "None."}),
            json!({"until": "2027-01-01T05:00:00Z"}),
        ] {
            let refused = walled.patch(&address, "*", change).refused(403, "forbidden");
            assert!(refused.json["detail"].as_str().unwrap().contains("around"), "{}", refused.text);
        }
        director.patch(&address, "*", json!({"until": wall["from"]})).must(200);
    }
}

fn leaving_a_group_in_the_past_opens_nothing(api: &Api) {
    let organization = api.organization();
    let manager = organization.manager();
    let (leaves, was_to_leave) = (organization.analyst(), organization.analyst());
    let case = case_with(&manager, "2026-03-02");
    let group = group_of(&manager, &[]);
    let join = |user: &Actor<'_>, from: &str| {
        let body = json!({"user_id": user.id, "capacity": "member", "from": from});
        id(&manager.post(&format!("/v1/groups/{group}/members"), body).must(201))
    };
    let members = [join(&leaves, "2026-01-05T15:00:00Z"), join(&was_to_leave, "2026-01-05T15:00:00Z")];
    let end = |member: &str, until: Value| {
        manager.patch(&format!("/v1/groups/{group}/members/{member}"), "*", json!({"until": until})).must(200)
    };
    manager
        .post(
            &format!("/v1/cases/{case}/walls"),
            json!({"group_id": group, "reason": "Advised the applicant."}),
        )
        .must(201);
    end(&members[0], json!("2026-02-01T05:00:00Z"));
    // Once more, after it has ended; and by way of an end that is still to come.
    end(&members[0], json!("2026-01-06T05:00:00Z"));
    end(&members[1], json!("2026-12-01T05:00:00Z"));
    end(&members[1], json!("2026-01-05T15:00:00Z"));
    for kept_out in [&leaves, &was_to_leave] {
        kept_out.get(&format!("/v1/cases/{case}")).refused(404, "not_found");
        assert_eq!(seen(kept_out), 0);
    }
    // A membership that is entered as one of the past never stood while the wall did.
    let earlier = organization.analyst();
    let body = json!({"user_id": earlier.id, "capacity": "member", "from": "2026-01-05T15:00:00Z", "until": "2026-02-01T05:00:00Z"});
    manager.post(&format!("/v1/groups/{group}/members"), body).must(201);
    assert!(sees(&earlier, &case));
}

fn who_joins_a_group_gets_what_its_manager_could_open(api: &Api) {
    let (ours, theirs) = (api.organization(), api.organization());
    let (manager, member) = (ours.manager(), ours.manager());
    let (joins, director) = (ours.analyst(), theirs.manager());
    let case = case_with(&director, "2026-03-02");
    let group = group_of(&manager, &[(&member.id, "chair", None), (&director.id, "secretary", None)]);
    let at = format!("/v1/groups/{group}/members");
    let join = |by: &Actor<'_>, user: &Actor<'_>, capacity: &str| {
        by.post(&at, json!({"user_id": user.id, "capacity": capacity}))
    };
    director
        .post(&format!("/v1/cases/{case}/assignments"), json!({"group_id": group, "role": "JPL"}))
        .must(201);
    assert!(sees(&member, &case) && !sees(&manager, &case));
    join(&manager, &manager, "member").refused(403, "forbidden");
    join(&manager, &joins, "member").refused(403, "forbidden");
    join(&manager, &manager, "observer").must(201);
    assert!(!sees(&manager, &case) && !sees(&joins, &case));
    // Who is in it sees what it holds, and lets others in.
    let joined = join(&member, &joins, "member").must(201);
    assert!(sees(&joins, &case));
    let of_joins = format!("{at}/{}", id(&joined));
    manager.patch(&of_joins, "*", json!({"until": "2026-12-01T05:00:00Z"})).must(200);
    manager.patch(&of_joins, "*", json!({"until": null})).refused(403, "forbidden");
    let own = director_of_own(&member, &at);
    member.patch(&own, "*", json!({"until": "2026-12-01T05:00:00Z"})).must(200);
    member.patch(&own, "*", json!({"until": null})).refused(403, "forbidden");
}

/// The address of somebody's own membership.
fn director_of_own(member: &Actor<'_>, at: &str) -> String {
    let all = member.get(at).must(200);
    let own = all["items"].as_array().unwrap().iter().find(|one| one["user_id"] == json!(member.id)).unwrap();
    format!("{at}/{}", id(own))
}

fn a_walled_person_comes_in_by_no_other_name(api: &Api) {
    let organization = api.organization();
    let (administrator, walled) = (organization.administrator(), organization.administrator());
    let analyst = organization.analyst();
    let case = case_with(&administrator, "2026-03-02");
    let before = program(&walled, "viewer", "protected_b", scoped(&["cases.read"]));
    assert!(sees(&before, &case));
    let wall = json!({"user_id": walled.id, "reason": "Acted for the applicant."});
    administrator.post(&format!("/v1/cases/{case}/walls"), wall).must(201);
    let after = program(&walled, "viewer", "protected_b", scoped(&["cases.read"]));
    for key in [&before, &after] {
        key.get(&format!("/v1/cases/{case}")).refused(404, "not_found");
        assert_eq!(seen(key), 0);
    }
    walled.post("/v1/users", new_user(&walled, "alias", "analyst")).must(201);
    let alias = signed_in(api, &name(&walled, "alias"), PASSWORD).unwrap();
    assert!(!sees(&alias, &case) && seen(&alias) == 0, "the wall comes with the password");
    let at = format!("/v1/users/{}", analyst.id);
    for change in [json!({"password": ANOTHER}), json!({"email": "mine@example.org"})] {
        walled.patch(&at, "*", change.clone()).refused(403, "forbidden");
        administrator.patch(&at, "*", change).must(200);
    }
    walled.post("/v1/users", new_user(&walled, "holder", "litigator")).must(201);
}

fn the_walls_go_along_to_the_case_that_follows(api: &Api) {
    let organization = api.organization();
    let (manager, walled) = (organization.manager(), organization.manager());
    let case = case_with(&manager, "2026-03-02");
    take_to(&manager, &case, "notice_of_appeal_filed");
    let at = format!("/v1/cases/{case}");
    let wall = json!({"user_id": walled.id, "reason": "Acted for the applicant."});
    manager.post(&format!("{at}/walls"), wall.clone()).must(201);
    let reason = json!({"reason": "A stay motion is heard in an hour."});
    walled.post(&format!("{at}/emergency-accesses"), reason).must(201);
    let next = id(&walled.post(&format!("{at}/successor"), json!({"proceeding": "FCA-CQ"})).must(201));
    assert!(sees(&manager, &next) && !sees(&walled, &next));
    let walls = manager.get(&format!("/v1/cases/{next}/walls")).must(200);
    assert_eq!(walls["items"][0]["reason"], wall["reason"]);
}

fn who_manages_accounts_reads_no_file(api: &Api) {
    let organization = api.organization();
    let (accounts, manager) = (organization.user(Role::AccountAdministrator), organization.manager());
    let case = case_with(&manager, "2026-03-02");
    let group = group_of(&manager, &[(&accounts.id, "member", None)]);
    manager
        .post(&format!("/v1/cases/{case}/assignments"), json!({"group_id": group, "role": "JPL"}))
        .must(201);
    for closed in [
        "/v1/cases",
        "/v1/deadlines",
        "/v1/journal",
        "/v1/groups",
        "/v1/assignments",
        "/v1/responsibilities/gaps",
        "/v1/workload",
    ] {
        accounts.get(closed).refused(403, "forbidden");
    }
    for part in ["", "/parties", "/notes", "/events", "/deadlines", "/journal", "/assignments"] {
        accounts.get(&format!("/v1/cases/{case}{part}")).refused(403, "forbidden");
    }
    // Nor by an account whose password they know.
    for role in ["viewer", "analyst", "litigator", "litigation_manager", "administrator"] {
        accounts
            .post("/v1/users", new_user(&accounts, role, role))
            .refused(403, "forbidden")
            .at("/role", "beyond_yours");
    }
    let litigator = organization.litigator();
    let other = format!("/v1/users/{}", litigator.id);
    accounts.patch(&other, "*", json!({"password": ANOTHER})).refused(403, "forbidden");
    let key = json!({"name": "Reader", "role": "viewer"});
    accounts.post("/v1/service-accounts", key).refused(403, "forbidden");
    accounts.patch(&other, "*", json!({"active": false})).must(200);
    accounts.patch(&other, "*", json!({"active": true})).refused(403, "forbidden");
    manager.post(&format!("{other}/appoint"), json!({"active": true})).must(200);
    // Two people: one makes the account, the other gives it what it opens, with a password that the first does not know.
    let new = new_user(&accounts, "new", "account_holder");
    let made = accounts.post("/v1/users", new.clone()).must(201);
    let username = new["username"].as_str().unwrap();
    let holder = signed_in(api, username, PASSWORD).unwrap();
    holder.get("/v1/cases").refused(403, "forbidden");
    let appoint = |body: Value| manager.post(&format!("/v1/users/{}/appoint", id(&made)), body);
    appoint(json!({"role": "analyst"})).refused(403, "forbidden").at("/password", "known_to_another");
    let appointed = appoint(json!({"role": "analyst", "password": ANOTHER})).must(200);
    assert_eq!(appointed["roles"], json!(["analyst"]));
    assert!(signed_in(api, username, PASSWORD).is_none());
    holder.get("/v1/me").refused(401, "invalid_token");
    assert_eq!(seen(&signed_in(api, username, ANOTHER).unwrap()), 1);
    // From then on the password is none of theirs.
    accounts
        .patch(&format!("/v1/users/{}", id(&made)), "*", json!({"password": PASSWORD}))
        .refused(403, "forbidden");
    assert!(
        Permission::ALL
            .iter()
            .all(|one| !Role::AccountHolder.gives(*one) || Role::AccountAdministrator.gives(*one))
    );
}

fn the_policy_says_why_a_gift_is_refused(api: &Api) {
    let organization = api.organization();
    let (manager, analyst) = (organization.manager(), organization.analyst());
    let ask = |gives: Value| {
        let said =
            manager.post("/v1/policy/explain", json!({"act": "users.appoint", "gives": gives})).must(200);
        (said["allowed"].as_bool().unwrap(), said["line"].as_str().unwrap().to_owned())
    };
    let line = |allowed: bool, line: &str| (allowed, line.to_owned());
    assert_eq!(ask(json!({"to": analyst.id, "role": "litigator"})), line(true, "gift"));
    assert_eq!(ask(json!({"to": analyst.id, "role": "administrator"})), line(false, "gift"));
    assert_eq!(ask(json!({"to": analyst.id, "clearance": "protected_c"})), line(false, "gift"));
    assert_eq!(ask(json!({"to": manager.id, "clearance": "protected_c"})), line(false, "own_reach"));
    let stranger = api.manager();
    manager
        .post("/v1/policy/explain", json!({"act": "users.appoint", "gives": {"to": stranger.id}}))
        .refused(422, "invalid_body")
        .at("/gives/to", "unknown_user");
}

on_both!(
    portfolios_are_given_by_who_manages_them,
    nobody_assigns_to_themselves_what_they_see_for_a_while,
    a_key_that_cannot_read_opens_no_case_to_others,
    nobody_raises_themselves,
    a_key_makes_nobody_who_is_more_than_it,
    nobody_makes_a_key_of_an_account_that_reaches_further,
    a_directory_gives_what_its_key_was_told_to,
    the_last_who_manages_accounts_stays,
    of_two_who_remove_each_other_one_stays,
    a_stolen_token_sets_no_password,
    declassifying_has_a_permission_of_its_own,
    nobody_changes_the_wall_around_themselves,
    leaving_a_group_in_the_past_opens_nothing,
    who_joins_a_group_gets_what_its_manager_could_open,
    a_walled_person_comes_in_by_no_other_name,
    the_walls_go_along_to_the_case_that_follows,
    who_manages_accounts_reads_no_file,
    the_policy_says_why_a_gift_is_refused,
);
