//! `/v1/notifications`: what one was told, and what one does with it; and the address that it is mailed to.

use crate::support::fixtures::notify;
use crate::support::*;
use serde_json::{Value, json};

/// A viewer who was told of two deadlines, an administrator beside them, and the case: the notifications, the later first.
fn a_viewer_who_was_told(api: &Api) -> (Actor<'_>, Actor<'_>, String, [String; 2]) {
    let organization = api.organization();
    let (administrator, viewer) = (organization.administrator(), organization.viewer());
    let case = case_with(&administrator, "2026-03-02");
    take_to(&administrator, &case, "application_served");
    let of = |rule: &str| {
        let deadline = deadline(&administrator, &case, rule);
        notify(&viewer, &case, deadline["id"].as_str().unwrap())
    };
    let (first, second) = (of("ALJR-72-IN"), of("FCCIRPR-8(1)"));
    (viewer, administrator, case, [second, first])
}

fn listed(actor: &Actor<'_>, filter: &str) -> Vec<String> {
    let (items, _) = actor.walk(&format!("/v1/notifications?limit=1{filter}"));
    items.iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

fn a_notification_says_what_it_is_about(api: &Api) {
    let (viewer, _, case, [latest, _]) = a_viewer_who_was_told(api);
    let answer = viewer.get(&format!("/v1/notifications/{latest}"));
    assert_eq!(answer.etag(), "\"1\"");
    let shown = answer.must(200);
    assert_eq!((&shown["kind"], &shown["days_before"]), (&json!("deadline_reminder"), &json!(3)));
    assert_eq!((&shown["case_id"], &shown["rule"]), (&json!(case), &json!("FCCIRPR-8(1)")));
    assert_eq!((&shown["watch_on"], &shown["due_on"]), (&json!("2026-11-04"), &json!("2026-03-20")));
    assert!(shown["style_of_cause"].as_str().unwrap().contains("Doe"));
    for (language, said) in
        [("en", "by Wednesday 4 November 2026, 3 days left."), ("fr", "il reste 3 jours.")]
    {
        let text = shown["text"][language].as_str().unwrap();
        assert!(text.ends_with(said) && !text.contains("Doe"), "{text}");
    }
    for absent in ["file_number", "read_at", "snoozed_until", "mail_state", "user_id"] {
        assert!(shown.get(absent).is_none(), "{absent}");
    }
}

fn the_list_is_ones_own_the_newest_first(api: &Api) {
    let (viewer, administrator, _, all) = a_viewer_who_was_told(api);
    assert_eq!(listed(&viewer, ""), all);
    assert_eq!(listed(&viewer, "&kind=deadline_reminder"), all);
    assert_eq!(listed(&viewer, "&kind=deadline_overdue"), Vec::<String>::new());
    assert_eq!(viewer.get("/v1/notifications?include=count&limit=1").must(200)["count"], 2);
    assert_eq!(listed(&administrator, ""), Vec::<String>::new());
    administrator.get(&format!("/v1/notifications/{}", all[0])).refused(404, "not_found");
    for (filter, pointer, code) in
        [("kind=none", "/kind", "invalid_value"), ("unread=perhaps", "/unread", "wrong_type")]
    {
        viewer.get(&format!("/v1/notifications?{filter}")).refused(400, "invalid_query").at(pointer, code);
    }
}

fn what_was_read_is_no_longer_unread(api: &Api) {
    let (viewer, administrator, _, [latest, first]) = a_viewer_who_was_told(api);
    let read = format!("/v1/notifications/{latest}/read");
    administrator.post(&read, json!({})).refused(404, "not_found");
    let answer = viewer.post(&read, json!({}));
    assert_eq!(answer.etag(), "\"2\"");
    let shown = answer.must(200);
    assert!(shown["read_at"].as_str().unwrap().starts_with("2026-11-01T15:"), "{shown:#}");
    assert_eq!(listed(&viewer, "&unread=true"), std::slice::from_ref(&first));
    assert_eq!(listed(&viewer, "&unread=false"), std::slice::from_ref(&latest));
    assert_eq!(viewer.post(&read, json!({})).must(200), shown, "a second time changes nothing");
    viewer.with_header("If-Match", "\"1\"").post(&read, json!({})).refused(412, "stale_version");
    viewer.post(&read, json!({"at": 1})).refused(422, "invalid_body").at("/at", "unknown_field");
}

fn what_is_put_off_comes_back_unread(api: &Api) {
    let (viewer, _, _, [latest, first]) = a_viewer_who_was_told(api);
    let at = format!("/v1/notifications/{latest}");
    viewer.post(&format!("{at}/read"), json!({})).must(200);
    let snooze = |until: &str| viewer.post(&format!("{at}/snooze"), json!({"until": until}));
    for (until, code) in [
        ("2026-11-01", "not_in_future"),
        ("2026-11-01T14:00:00Z", "not_in_future"),
        ("2027-02-15", "too_late"),
        ("tomorrow", "invalid_instant"),
        ("2026-11-31", "invalid_instant"),
        ("", "empty"),
    ] {
        snooze(until).refused(422, "invalid_body").at("/until", code);
    }
    let shown = snooze("2026-11-09").must(200);
    assert_eq!((&shown["snoozed_until"], shown.get("read_at")), (&json!("2026-11-09T05:00:00Z"), None));
    assert_eq!(listed(&viewer, ""), std::slice::from_ref(&first), "it is left out");
    assert_eq!(listed(&viewer, "&snoozed=true"), [latest.clone(), first.clone()]);
    assert_eq!(viewer.get(&at).must(200)["version"], 3, "who asks for it by its id finds it");
    // As if its time had come.
    let past = format!(
        "update notifications set snoozed_until = '2026-11-01T14:00:00.000000Z' where id = '{latest}'"
    );
    api.db
        .write_now(|connection| Ok(diesel::connection::SimpleConnection::batch_execute(connection, &past)?))
        .unwrap();
    assert_eq!(listed(&viewer, "&unread=true"), [latest, first]);
}

fn a_case_that_may_not_be_seen_takes_its_notifications_along(api: &Api) {
    let (viewer, administrator, case, all) = a_viewer_who_was_told(api);
    let wall = json!({"user_id": viewer.id, "reason": "Acted for the applicant."});
    let made = administrator.post(&format!("/v1/cases/{case}/walls"), wall);
    let wall = made.header("location").unwrap().to_owned();
    assert_eq!(listed(&viewer, ""), Vec::<String>::new());
    assert_eq!(viewer.get("/v1/notifications?include=count").must(200)["count"], 0);
    let at = format!("/v1/notifications/{}", all[0]);
    viewer.get(&at).refused(404, "not_found");
    viewer.post(&format!("{at}/read"), json!({})).refused(404, "not_found");
    viewer.post(&format!("{at}/snooze"), json!({"until": "2026-11-09"})).refused(404, "not_found");
    let now = administrator.get(&wall).must(200)["from"].clone();
    administrator.patch(&wall, "*", json!({"until": now})).must(200);
    assert_eq!(listed(&viewer, ""), all);
}

fn an_address_is_its_owners_and_the_administrators(api: &Api) {
    let organization = api.organization();
    let (administrator, analyst) = (organization.administrator(), organization.analyst());
    let colleague = organization.manager();
    let at = format!("/v1/users/{}", analyst.id);
    let set = |email: Value| administrator.patch(&at, "*", json!({"email": email}));
    for wrong in
        ["", "x", "x@", "@example.org", "x@example", "x y@example.org", "x@example.org\ny", "Éve@example.org"]
    {
        set(json!(wrong)).refused(422, "invalid_body");
    }
    set(json!("x\u{7}@example.org")).refused(422, "invalid_body").at("/email", "control_characters");
    assert_eq!(set(json!("a.rao@example.org")).must(200)["email"], "a.rao@example.org");
    assert_eq!(analyst.get("/v1/me").must(200)["email"], "a.rao@example.org");
    assert_eq!(administrator.get(&at).must(200)["email"], "a.rao@example.org");
    assert!(colleague.get(&at).must(200).get("email").is_none());
    let mine = format!("/v1/users?organization_id={}", analyst.organization_id);
    let shown = |actor: &Actor<'_>| {
        let (items, _) = actor.walk(&mine);
        items.iter().filter(|user| user["email"] == "a.rao@example.org").count()
    };
    assert_eq!((shown(&administrator), shown(&colleague), shown(&analyst)), (1, 0, 0));
    assert!(set(Value::Null).must(200).get("email").is_none(), "null takes it away");
    let name = format!("a.nguyen.{}", administrator.id);
    let new = json!({"username": name, "display_name": "An Nguyen", "password": "correct horse battery staple",
        "role": "analyst", "email": "an.nguyen@example.org"});
    assert_eq!(administrator.post("/v1/users", new).must(201)["email"], "an.nguyen@example.org");
}

on_both!(
    a_notification_says_what_it_is_about,
    the_list_is_ones_own_the_newest_first,
    what_was_read_is_no_longer_unread,
    what_is_put_off_comes_back_unread,
    a_case_that_may_not_be_seen_takes_its_notifications_along,
    an_address_is_its_owners_and_the_administrators,
);
