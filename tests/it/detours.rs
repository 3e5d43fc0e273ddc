//! Nobody widens their own reach by a detour: what takes two steps is held to what one step is.

use crate::support::fixtures::PASSWORD;
use crate::support::*;
use serde_json::{Value, json};

const ANOTHER: &str = "seven otters borrow a piano";

fn sees(actor: &Actor<'_>, case: &str) -> bool {
    actor.get(&format!("/v1/cases/{case}")).status == 200
}

#[track_caller]
fn id(made: &Value) -> String {
    made["id"].as_str().unwrap().to_owned()
}

#[track_caller]
fn signed_in<'a>(api: &'a Api, username: &str, password: &str) -> Actor<'a> {
    let pair = json!({"username": username, "password": password});
    let pair = api.anonymous().post("/v1/auth/token", pair).must(200);
    api.anonymous().with_token(pair["access_token"].as_str().unwrap())
}

/// A case with a wall around somebody.
fn walled_case(manager: &Actor<'_>, whom: &Actor<'_>) -> String {
    let case = case_with(manager, "2026-03-02");
    let wall = json!({"user_id": whom.id, "reason": "Acted for the applicant."});
    manager.post(&format!("/v1/cases/{case}/walls"), wall).must(201);
    assert!(!sees(whom, &case));
    case
}

fn a_wall_is_around_the_accounts_whose_password_one_knows(api: &Api) {
    let organization = api.organization();
    let (administrator, manager) = (organization.administrator(), organization.manager());
    let earlier = json!({"username": format!("early.{}", &administrator.id[24..]), "display_name": "An Nguyen",
        "password": PASSWORD, "role": "litigation_manager"});
    administrator.post("/v1/users", earlier.clone()).must(201);
    let case = walled_case(&manager, &administrator);
    let early = signed_in(api, earlier["username"].as_str().unwrap(), PASSWORD);
    assert!(!sees(&early, &case), "made before the wall");
    // The wall stops nobody's account from being made, whichever way the role comes to it.
    let later = json!({"username": format!("late.{}", &administrator.id[24..]), "display_name": "An Nguyen",
        "password": PASSWORD, "role": "account_holder"});
    let made = administrator.post("/v1/users", later.clone()).must(201);
    let role = json!({"role": "litigation_manager"});
    administrator.post(&format!("/v1/users/{}/appoint", id(&made)), role).must(200);
    let late = signed_in(api, later["username"].as_str().unwrap(), PASSWORD);
    assert!(!sees(&late, &case), "made after the wall");
    assert_eq!(late.walk("/v1/cases").0.len(), 0);
    // Once only the person knows it, the wall is around the administrator alone.
    let change = json!({"current_password": PASSWORD, "new_password": ANOTHER}).to_string().into_bytes();
    let change = ("application/json", change);
    assert_eq!(late.with_header("If-Match", "*").send("PUT", "/v1/me/password", Some(change)).status, 204);
    let own = signed_in(api, later["username"].as_str().unwrap(), ANOTHER);
    assert!(sees(&own, &case));
    assert!(!sees(&administrator, &case));
}

fn what_an_emergency_opened_is_nobodys_to_give(api: &Api) {
    let organization = api.organization();
    let (administrator, manager, counsel) =
        (organization.administrator(), organization.manager(), organization.litigator());
    let case = walled_case(&manager, &administrator);
    manager
        .post(&format!("/v1/cases/{case}/assignments"), json!({"user_id": counsel.id, "role": "JCO"}))
        .must(201);
    let at = format!("/v1/users/{}", counsel.id);
    let address = json!({"email": "a.rao@example.org"});
    administrator.patch(&at, "*", address.clone()).refused(403, "forbidden").at("/email", "beyond_yours");
    let glass = json!({"reason": "A stay motion is heard within the hour."});
    administrator.post(&format!("/v1/cases/{case}/emergency-accesses"), glass).must(201);
    assert!(sees(&administrator, &case));
    administrator.patch(&at, "*", address).refused(403, "forbidden");
    // A directory's door is no other one.
    let operations = json!({"Operations": [{"op": "replace", "path": "emails",
        "value": [{"value": "a.rao@example.org", "primary": true}]}]});
    let sent = ("application/scim+json", operations.to_string().into_bytes());
    let answer = administrator.send("PATCH", &format!("/v1/scim/v2/Users/{}", counsel.id), Some(sent));
    assert_eq!(answer.status, 403, "{}", answer.text);
}

fn what_rests_on_a_delegation_ends_with_it(api: &Api) {
    let organization = api.organization();
    let manager = organization.manager();
    let [counsel, acting, deputy] = [(); 3].map(|()| organization.litigator());
    for over in [false, true] {
        let case = case_with(&manager, "2026-03-02");
        let held = json!({"user_id": counsel.id, "role": "JCO"});
        let held = id(&manager.post(&format!("/v1/cases/{case}/assignments"), held).must(201));
        let delegate = |by: &Actor<'_>, of: &str, to: &Actor<'_>| {
            let body = json!({"user_id": to.id, "until": "2026-11-20T22:00:00Z"});
            id(&by.post(&format!("/v1/assignments/{of}/delegate"), body).must(201))
        };
        let first = delegate(&counsel, &held, &acting);
        delegate(&acting, &first, &deputy);
        assert!(sees(&acting, &case) && sees(&deputy, &case));
        if over {
            let body = json!({"from_user_id": counsel.id, "to_user_id": organization.litigator().id});
            manager.post("/v1/assignments/handover", body).must(200);
        } else {
            manager.post(&format!("/v1/assignments/{held}/end"), json!({})).must(200);
        }
        assert!(!sees(&acting, &case), "over: {over}");
        assert!(!sees(&deputy, &case), "over: {over}");
    }
}

on_both!(
    a_wall_is_around_the_accounts_whose_password_one_knows,
    what_an_emergency_opened_is_nobodys_to_give,
    what_rests_on_a_delegation_ends_with_it,
);
