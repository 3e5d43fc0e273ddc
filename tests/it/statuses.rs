//! Which refusal comes first, for every operation: a caller learns nothing that they may not know.

use crate::support::document::Operation;
use crate::support::world::{ANSWERS, World};
use crate::support::*;
use serde_json::json;

/// Operations that change nothing, although their method is POST.
const READS: [&str; 3] = ["compute_deadlines", "compute_many_deadlines", "explain_policy"];

/// Writes that need no more than reading does: whoever may read deadlines may have feeds of them, everybody may be away, and
/// has a password.
const OWN: [&str; 4] = ["create_feed", "delete_feed", "create_absence", "change_password"];

/// Acts on what is one person's: nobody may do them to another's, which is not there.
const OF_ANOTHER: [&str; 8] = [
    "mark_notification_read",
    "snooze_notification",
    "delete_session",
    "update_webhook",
    "delete_webhook",
    "rotate_webhook",
    "replay_webhook",
    "ping_webhook",
];

/// Changes that need not say which version they are of: directories speak SCIM, in which `If-Match` is the client's choice
/// (RFC 7644, 3.14), and Entra ID and Okta do not send it. Where it is sent, it holds.
const UNVERSIONED: [&str; 3] =
    ["replace_provisioned_user", "update_provisioned_user", "delete_provisioned_user"];

/// Whose resource is not everybody's: the operations whose address names a case or a group or a part of one, or what is one
/// person's.
fn is_guarded(operation: &Operation) -> bool {
    [
        "/v1/cases/{id}",
        "/v1/deadlines/{id}",
        "/v1/documents/{id}",
        "/v1/assignments/{id}",
        "/v1/feeds/{id}",
        "/v1/webhooks/{id}",
        "/v1/groups/{id}",
        "/v1/liaison-officers/{id}",
        "/v1/action-items/{id}",
        "/v1/matrices/{id}",
        "/v1/notifications/{id}",
        "/v1/absences/{id}",
        "/v1/offices/{id}",
        "/v1/sessions/{id}",
        "/v1/service-accounts/{id}",
    ]
    .iter()
    .any(|start| operation.path.starts_with(start))
}

fn what_is_hidden_and_what_never_was_are_the_same(api: &Api) {
    let world = World::of(api);
    let guarded: Vec<_> = world.operations.iter().filter(|operation| is_guarded(operation)).collect();
    assert!(guarded.len() >= 30, "{}", guarded.len());
    let viewer = api.organization().viewer();
    for operation in guarded {
        for actor in [&world.stranger, &viewer] {
            for headers in [None, Some("*"), Some("\"1\""), Some("\"77\"")] {
                let actor = headers.map_or_else(|| actor.clone(), |tag| actor.with_header("If-Match", tag));
                let hidden = world.call_as_is(&actor, operation, &world.address(operation));
                let unknown = world.call_as_is(&actor, operation, &World::nowhere(operation));
                let hidden = hidden.refused(404, "not_found");
                assert_eq!(hidden.essence(), unknown.essence(), "{}", operation.id);
                operation.documents(&hidden);
            }
            let Some(kind) = operation.json_type() else { continue };
            for body in ["{", "{}", "{\"nonsense\": 1}"] {
                let send = |address: &str| actor.send(&operation.method, address, Some((&kind, body.into())));
                let (hidden, unknown) = (send(&world.address(operation)), send(&World::nowhere(operation)));
                assert_eq!(
                    hidden.refused(404, "not_found").essence(),
                    unknown.essence(),
                    "{} {body}",
                    operation.id
                );
            }
        }
    }
}

fn a_viewer_may_write_nothing_but_what_is_their_own(api: &Api) {
    let world = World::of(api);
    let feed = world.viewer.post("/v1/feeds", json!({"scope": "me", "language": "en"})).must(201);
    let own = format!("/v1/feeds/{}", feed["id"].as_str().unwrap());
    let mut allowed = Vec::new();
    for operation in
        world.operations.iter().filter(|operation| operation.is_write() && !operation.is_public())
    {
        let address = if operation.id == "delete_feed" { own.clone() } else { world.address(operation) };
        let answer = world.call(&world.viewer, operation, &address);
        if OF_ANOTHER.contains(&operation.id.as_str()) {
            answer.refused(404, "not_found");
            continue;
        }
        if ANSWERS.contains(&operation.id.as_str()) {
            answer.refused(403, "forbidden");
            continue;
        }
        if answer.status < 300 {
            allowed.push(operation.id.clone());
            continue;
        }
        let answer = answer.refused(403, "forbidden");
        assert!(answer.json["detail"].as_str().unwrap().contains("permission"), "{}", answer.text);
        operation.documents(&answer);
    }
    allowed.sort();
    let mut expected = [&READS[..], &OWN[..]].concat();
    expected.sort_unstable();
    assert_eq!(allowed, expected);
}

fn refusals_come_in_their_order(api: &Api) {
    let world = World::of(api);
    let anonymous = api.anonymous();
    for operation in world.operations.iter().filter(|operation| !operation.is_public()) {
        let Some(kind) = operation.json_type() else { continue };
        let send = |actor: &Actor<'_>, kind: &str, address: &str, body: &str| {
            actor.send(&operation.method, address, Some((kind, body.into())))
        };
        let address = world.address(operation);
        let broken = operation.path.replace("{id}", "not-a-uuid").replace(['{', '}'], "");
        let broken = format!("{broken}?nonsense=1");
        send(&anonymous, "text/plain", &broken, "{").refused(401, "unauthenticated");
        send(&world.viewer, "text/plain", &broken, "{").refused(415, "unsupported_media_type");
        let path_or_query = send(&world.viewer, &kind, &broken, "{");
        // For a directory an id that is none is one that nobody has (RFC 7644, 3.12).
        let is_unknown = path_or_query.is_scim() && operation.path.contains("{id}");
        let status = if is_unknown { 404 } else { 400 };
        assert_eq!(path_or_query.status, status, "{}: {}", operation.id, path_or_query.text);
        assert_ne!(path_or_query.json["code"], "malformed_body", "{}", operation.id);
        let (status, code) =
            if OF_ANOTHER.contains(&operation.id.as_str()) { (404, "not_found") } else { (403, "forbidden") };
        if ![&READS[..], &OWN[..]].concat().contains(&operation.id.as_str()) {
            send(&world.viewer, &kind, &address, "{").refused(status, code);
            let stale = world.viewer.with_header("If-Match", "\"0\"");
            send(&stale, &kind, &address, "{").refused(status, code);
        }
        if operation.method == "PATCH" {
            if !UNVERSIONED.contains(&operation.id.as_str()) {
                send(&world.administrator, &kind, &address, "{").refused(428, "precondition_required");
            }
            let stale = world.administrator.with_header("If-Match", "\"0\"");
            send(&stale, &kind, &address, "{").refused(412, "stale_version");
        }
        let fresh = world.administrator.with_header("If-Match", "*");
        send(&fresh, &kind, &address, "{").refused(400, "malformed_body");
    }
}

fn what_was_not_seen_cannot_be_changed(api: &Api) {
    let world = World::of(api);
    // What is removed goes last: other operations need it.
    let mut changes: Vec<_> = world
        .operations
        .iter()
        .filter(|one| matches!(one.method.as_str(), "PATCH" | "PUT" | "DELETE"))
        .collect();
    changes.sort_by_key(|operation| operation.method == "DELETE");
    for (number, operation) in changes.into_iter().enumerate() {
        let address = world.address(operation);
        let call = |tag: &str| {
            world.call_as_is(&world.administrator.with_header("If-Match", tag), operation, &address)
        };
        let required =
            operation.parameters("header").into_iter().find(|one| one["name"] == "If-Match").unwrap();
        assert_eq!(required["required"], !UNVERSIONED.contains(&operation.id.as_str()), "{}", operation.id);
        if required["required"] == true {
            let unseen = world.call_as_is(&world.administrator, operation, &address);
            operation.documents(&unseen.refused(428, "precondition_required"));
        }
        operation.documents(&call("\"0\"").refused(412, "stale_version"));
        operation.documents(&call("W/\"0\"").refused(412, "stale_version"));
        call("unquoted").refused(400, "invalid_header").at("/If-Match", "invalid_entity_tag");
        // A password is never read: its version is that of whose it is.
        // A file is of its import.
        let read =
            if operation.id == "change_password" { "/v1/me" } else { address.trim_end_matches("/file") };
        let present = world.administrator.get(read).etag();
        // One of several is enough, and so is what a proxy that compresses makes of it.
        let forms = [
            format!("\"0\", {present}"),
            format!("W/{present}"),
            format!("{}-gzip\"", present.trim_end_matches('"')),
            format!("\"another,\",, W/{present}"),
        ];
        let seen = &forms[number % forms.len()];
        let answer = call(seen);
        assert!(matches!(answer.status, 200 | 202 | 204), "{} {seen}: {}", operation.id, answer.text);
    }
}

fn any_version_will_do_for_a_star(api: &Api) {
    let world = World::of(api);
    let mut changes: Vec<_> = world
        .operations
        .iter()
        .filter(|one| matches!(one.method.as_str(), "PATCH" | "PUT" | "DELETE"))
        .collect();
    changes.sort_by_key(|operation| operation.method == "DELETE");
    for operation in changes {
        let answer = world.call(&world.administrator, operation, &world.address(operation));
        assert!(matches!(answer.status, 200 | 202 | 204), "{}: {}", operation.id, answer.text);
        operation.documents(&answer);
        if operation.method == "PATCH" {
            let now = world.administrator.get(&world.address(operation)).etag();
            assert_eq!(answer.etag(), now, "{} answers with the new version", operation.id);
        }
    }
}

fn an_act_honours_if_match_where_it_says_that_it_does(api: &Api) {
    let world = World::of(api);
    let acts: Vec<_> = world
        .operations
        .iter()
        .filter(|one| one.method == "POST" && one.takes("header", "If-Match"))
        .collect();
    assert!(acts.len() >= 5, "{}", acts.len());
    for operation in acts {
        let stale = world.administrator.with_header("If-Match", "\"0\"");
        let answer = world.call_as_is(&stale, operation, &world.address(operation));
        operation.documents(&answer.refused(412, "stale_version"));
    }
}

fn what_was_seen_is_not_sent_again(api: &Api) {
    let world = World::of(api);
    let mut single = 0;
    for operation in world.operations.iter().filter(|operation| operation.method == "GET") {
        let actor = world.caller(operation);
        let address = world.address(operation);
        let first = actor.get(&address);
        if !operation.takes("header", "If-None-Match") {
            assert_eq!(first.header("etag"), None, "{} does not document its ETag", operation.id);
            continue;
        }
        single += 1;
        let etag = first.etag();
        assert!(etag.starts_with('"') && etag.ends_with('"'), "{} has a strong ETag: {etag}", operation.id);
        let zipped = format!("{}-gzip\"", etag.trim_end_matches('"'));
        for seen in [etag.clone(), format!("W/{etag}"), zipped, "*".to_owned(), format!("\"0\", {etag}")] {
            let again = actor.with_header("If-None-Match", &seen).get(&address);
            assert_eq!((again.status, again.text.as_str()), (304, ""), "{} {seen}", operation.id);
            operation.documents(&again);
            assert_eq!(again.etag(), etag);
        }
        assert_eq!(actor.with_header("If-None-Match", "\"0\"").get(&address).status, 200, "{}", operation.id);
        actor.with_header("If-None-Match", "unquoted").get(&address).refused(400, "invalid_header");
    }
    assert!(single >= 10, "{single}");
}

on_both!(
    what_is_hidden_and_what_never_was_are_the_same,
    a_viewer_may_write_nothing_but_what_is_their_own,
    refusals_come_in_their_order,
    what_was_not_seen_cannot_be_changed,
    any_version_will_do_for_a_star,
    an_act_honours_if_match_where_it_says_that_it_does,
    what_was_seen_is_not_sent_again,
);
