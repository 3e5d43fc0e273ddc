//! The conventions that hold for every operation, asked of each by walking the OpenAPI document.

use crate::support::document::{document, operations};
use crate::support::world::{World, is_id};
use crate::support::*;
use serde_json::json;
use std::collections::BTreeSet;

fn nobody_gets_in_without_a_token(api: &Api) {
    let anonymous = api.anonymous();
    let world = World::of(api);
    for operation in world.operations.iter().filter(|operation| !operation.is_public()) {
        let address = World::nowhere(operation);
        let answer = anonymous.send(&operation.method, &address, None).refused(401, "unauthenticated");
        assert_eq!(answer.header("www-authenticate"), Some("Bearer realm=\"greffe\""), "{}", operation.id);
        operation.documents(&answer);
        let forged = anonymous.with_token("e30.e30.e30").send(&operation.method, &address, None);
        let forged = forged.refused(401, "invalid_token");
        let challenge = forged.header("www-authenticate").unwrap_or_default();
        assert!(challenge.contains("error=\"invalid_token\""), "{}: {challenge}", operation.id);
        let basic =
            anonymous.with_header("Authorization", "Basic dTpw").send(&operation.method, &address, None);
        basic.refused(401, "unauthenticated");
    }
}

fn another_method_is_405_and_says_which_ones_go(api: &Api) {
    let document = document(api);
    let all = operations(&document);
    for path in document["paths"].as_object().unwrap().keys() {
        // RFC 7644 (3.4.3) searches at an address which by any other method is that of a user; an export is at one that is that of
        // a case.
        if path == "/v1/scim/v2/Users/.search" || path.starts_with("/v1/cases/export") {
            continue;
        }
        let here: Vec<_> = all.iter().filter(|operation| operation.path == *path).collect();
        let mut allowed: BTreeSet<_> = here.iter().map(|operation| operation.method.clone()).collect();
        if allowed.contains("GET") {
            allowed.insert("HEAD".to_owned());
        }
        let address = World::nowhere(here[0]);
        for method in
            ["GET", "POST", "PUT", "PATCH", "DELETE"].into_iter().filter(|method| !allowed.contains(*method))
        {
            let answer = api.anonymous().send(method, &address, None).refused(405, "method_not_allowed");
            let told: BTreeSet<_> = answer
                .header("allow")
                .unwrap_or_default()
                .split(',')
                .map(|one| one.trim().to_owned())
                .collect();
            assert_eq!(told, allowed, "{method} {path}");
        }
    }
}

fn an_unknown_address_is_404_in_both_languages(api: &Api) {
    for path in ["/v1", "/v1/nothing", "/v1/cases/", "/nothing", "/v1/cases/1/2/3/4", "/%FF", "/v1//cases"] {
        let answer = api.anonymous().get(path).refused(404, "route_not_found");
        assert_eq!(answer.json["instance"], path);
        let french = api.anonymous().accept_language("fr").get(path).refused(404, "route_not_found");
        assert_ne!(french.json["title"], answer.json["title"]);
        assert_ne!(french.json["detail"], answer.json["detail"]);
    }
}

fn an_unknown_query_parameter_is_refused(api: &Api) {
    let world = World::of(api);
    for operation in world.operations.iter().filter(|operation| operation.reads_its_query()) {
        let actor = world.caller(operation);
        let answer = world.call(&actor, operation, &world.asking(operation, "nonsense=1"));
        let answer = answer.refused(400, "invalid_query").at("/nonsense", "unknown_parameter");
        assert!(answer.is_scim() || answer.json["errors"][0]["in"] == "query");
        operation.documents(&answer);
    }
}

fn an_id_that_is_no_uuid_is_400(api: &Api) {
    let world = World::of(api);
    for operation in &world.operations {
        for parameter in operation.parameters("path").into_iter().filter(|parameter| is_id(parameter)) {
            let name = parameter["name"].as_str().unwrap();
            let broken = operation.path.replace(&format!("{{{name}}}"), "not-a-uuid");
            let address = broken.replace("{id}", world::NOBODY);
            let answer = world.call(&world.administrator, operation, &address);
            if answer.is_scim() {
                // For a directory an id that is none is one that nobody has (RFC 7644, 3.12).
                answer.refused(404, "not_found");
                continue;
            }
            let answer = answer.refused(400, "invalid_path");
            answer.at(&format!("/{name}"), "invalid_id");
        }
    }
}

fn a_body_of_another_type_is_415_and_says_which_one_goes(api: &Api) {
    let world = World::of(api);
    for operation in &world.operations {
        let Some(kind) = operation.json_type() else { continue };
        let actor = world.caller(operation);
        let announced = if operation.method == "PATCH" { "accept-patch" } else { "accept" };
        // A merge patch may be sent as the JSON that it is, and nothing else as a merge patch; directories may send SCIM as plain
        // JSON (RFC 7644, 3.8).
        let is_patch = kind == "application/merge-patch+json";
        let other = if is_patch { "application/json-patch+json" } else { "application/merge-patch+json" };
        for wrong in ["text/plain", other, ""] {
            let answer =
                actor.send(&operation.method, &world.address(operation), Some((wrong, b"{}".to_vec())));
            let answer = answer.refused(415, "unsupported_media_type");
            assert_eq!(answer.header(announced), Some(kind.as_str()), "{} {wrong}", operation.id);
            operation.documents(&answer);
        }
    }
}

fn a_body_that_cannot_be_read_is_400(api: &Api) {
    let world = World::of(api);
    let deep = "[".repeat(100_000);
    for operation in &world.operations {
        let Some(kind) = operation.json_type() else { continue };
        let actor = world.caller(operation).with_header("If-Match", "*");
        for unreadable in [&b"{"[..], b"", b"{\"a\": \"\xff\xfe\"}", b"{} {}", b"nonsense", deep.as_bytes()] {
            let answer =
                actor.send(&operation.method, &world.address(operation), Some((&kind, unreadable.to_vec())));
            operation.documents(&answer.refused(400, "malformed_body"));
        }
    }
}

fn a_field_that_is_there_twice_is_400_at_its_pointer(api: &Api) {
    let world = World::of(api);
    for operation in &world.operations {
        let Some(kind) = operation.json_type() else { continue };
        let actor = world.caller(operation).with_header("If-Match", "*");
        let body = world.body(operation).to_string();
        // Whatever else is wrong with it, and whether the two agree: nobody can tell which one is meant.
        for (twice, place) in [
            (body.replacen('{', r#"{"a/b": [{"x": 1, "x": 1}], "#, 1), "/a~1b/0/x"),
            (body.replacen('{', r#"{"a": 1, "\u0061": 2, "#, 1), "/a"),
        ] {
            let sent = Some((kind.as_str(), twice.into_bytes()));
            let answer = actor.send(&operation.method, &world.address(operation), sent);
            operation.documents(&answer.refused(400, "duplicate_key").at(place, "duplicate_key"));
        }
    }
}

fn a_body_over_the_limit_is_413(api: &Api) {
    let world = World::of(api);
    for operation in &world.operations {
        let Some(kind) = operation.json_type() else { continue };
        let actor = world.caller(operation).with_header("If-Match", "*");
        let body = format!("{{\"a\": \"{}\"}}", "x".repeat(1024 * 1024));
        let answer =
            actor.send(&operation.method, &world.address(operation), Some((&kind, body.into_bytes())));
        operation.documents(&answer.refused(413, "body_too_large"));
    }
}

fn an_unknown_field_is_422_at_its_pointer(api: &Api) {
    let world = World::of(api);
    for operation in &world.operations {
        let Some(kind) = operation.json_type() else { continue };
        let actor = world.caller(operation).with_header("If-Match", "*");
        let mut body = world.body(operation);
        body["non~sense"] = json!(1);
        let send = |body: &serde_json::Value| {
            actor.send(
                &operation.method,
                &world.address(operation),
                Some((&kind, body.to_string().into_bytes())),
            )
        };
        let answer = send(&body).refused(422, "invalid_body").at("/non~0sense", "unknown_field");
        operation.documents(&answer);
        for wrong in [json!([]), json!("text"), json!(null), json!(7)] {
            send(&wrong).refused(422, "invalid_body").at("", "wrong_type");
        }
    }
}

fn every_text_of_a_body_is_refused_where_it_holds_control_characters(api: &Api) {
    let world = World::of(api);
    for operation in &world.operations {
        let Some(kind) = operation.json_type() else { continue };
        let actor = world.caller(operation).with_header("If-Match", "*");
        let body = world.body(operation);
        let texts = body.as_object().unwrap().iter().filter(|(_, value)| value.is_string());
        for (name, _) in texts {
            for character in ["\u{0}", "\u{7}", "\u{85}"] {
                let mut body = body.clone();
                body[name] = json!(format!("x{character}y"));
                let body = body.to_string().into_bytes();
                let answer = actor.send(&operation.method, &world.address(operation), Some((&kind, body)));
                answer.refused(422, "invalid_body").at(&format!("/{name}"), "control_characters");
            }
        }
    }
}

/// Fields that are names and titles, wherever they stand; in a text of both languages, each of the two.
const NAMES: [&str; 10] = [
    "name",
    "title",
    "style_of_cause",
    "display_name",
    "displayName",
    "office",
    "username",
    "userName",
    "file_number",
    "counsel",
];

/// The places of the names in a body.
fn names(body: &serde_json::Value, at: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (name, value) in body.as_object().into_iter().flatten() {
        let at = format!("{at}/{name}");
        if NAMES.contains(&name.as_str()) && value.is_string() {
            found.push(at);
        } else if NAMES.contains(&name.as_str()) && value["en"].is_string() {
            found.extend([format!("{at}/en"), format!("{at}/fr")]);
        } else {
            found.extend(names(value, &at));
        }
    }
    for (index, value) in body.as_array().into_iter().flatten().enumerate() {
        found.extend(names(value, &format!("{at}/{index}")));
    }
    found
}

/// What no name and no title holds: what ends a line, what sets the direction of writing, and what is not shown.
const BROKEN: [&str; 18] = [
    "\r", "\n", "\r\n", "\t", "\u{2028}", "\u{202A}", "\u{202B}", "\u{202C}", "\u{202D}", "\u{202E}",
    "\u{2066}", "\u{2067}", "\u{2068}", "\u{2069}", "\u{200F}", "\u{AD}", "\u{200B}", "\u{FEFF}",
];

fn names_and_titles_are_one_line_that_is_read_as_it_is_written(api: &Api) {
    let world = World::of(api);
    let mut tried = BTreeSet::new();
    for operation in &world.operations {
        let Some(kind) = operation.json_type() else { continue };
        let actor = world.caller(operation).with_header("If-Match", "*");
        let body = world.body(operation);
        for place in names(&body, "") {
            for broken in BROKEN {
                let mut body = body.clone();
                *body.pointer_mut(&place).unwrap() = json!(format!("x{broken}y"));
                let body = body.to_string().into_bytes();
                let answer = actor.send(&operation.method, &world.address(operation), Some((&kind, body)));
                answer.refused(422, "invalid_body").at(&place, "control_characters");
            }
            tried.insert(format!("{} {place}", operation.id));
        }
    }
    assert!(tried.len() > 25, "{tried:#?}");
}

fn names_are_kept_as_they_are_shown(api: &Api) {
    let manager = api.manager();
    let case = case_with(&manager, "2026-03-02");
    let at = format!("/v1/cases/{case}");
    let patch =
        json!({"style_of_cause": "Doe v. \u{2068}Canada\u{2069} (MCI)", "office": "Mont\u{200D}re\u{301}al"});
    let refused = manager.patch(&at, "*", patch).refused(422, "invalid_body");
    let refused = refused.at("/style_of_cause", "control_characters").at("/office", "control_characters");
    assert!(refused.text.contains("U+2068"), "the character is named: {}", refused.text);
    // One name is written in one way, decomposed or not, when it is kept and when it is looked for.
    let patch = json!({"style_of_cause": "Zoe\u{301} v. Canada (MCI)", "office": "Montre\u{301}al"});
    let kept = manager.patch(&at, "*", patch).must(200);
    assert_eq!(
        (&kept["style_of_cause"], &kept["office"]),
        (&json!("Zoé v. Canada (MCI)"), &json!("Montréal"))
    );
    for asked in ["Montr%C3%A9al", "Montre%CC%81al"] {
        let found = manager.get(&format!("/v1/cases?office={asked}")).must(200);
        assert_eq!(found["items"][0]["id"], json!(case), "asked for as it is kept");
    }
    // What a script or the language needs stays.
    for name in ["علی\u{200C}رضا", "ශ්\u{200D}රී", "M.\u{202F}d’Orléans\u{A0}\u{2011} Zoé"]
    {
        let party = json!({"name": name, "kind": "person", "capacity": "applicant"});
        let party = manager.post(&format!("{at}/parties"), party).must(201);
        assert_eq!(party["name"], json!(name));
    }
    // A text in paragraphs is nobody's name, and stays as it was sent.
    let body = "One.\u{200B}\n\tTwo\u{2066}.\u{2069}";
    let note = manager.post(&format!("{at}/notes"), json!({"body": body})).must(201);
    assert_eq!(note["body"], json!(body));
}

fn the_request_id_is_echoed_where_it_can_be(api: &Api) {
    let anonymous = api.anonymous();
    let named = anonymous.with_header("X-Request-Id", "my-id_1.2").get("/v1/me");
    assert_eq!(named.header("x-request-id"), Some("my-id_1.2"));
    named.is_problem();
    let named = anonymous.with_header("X-Request-Id", "my-id").get("/health/live");
    assert_eq!((named.status, named.header("x-request-id")), (200, Some("my-id")));
    for unusable in ["with space", "<script>", &"x".repeat(129)] {
        let answer = anonymous.with_header("X-Request-Id", unusable).get("/health/live");
        let given = answer.header("x-request-id").unwrap();
        assert!(given.parse::<uuid::Uuid>().is_ok(), "{unusable} became {given}");
    }
}

fn every_problem_speaks_both_languages(api: &Api) {
    let world = World::of(api);
    for operation in world.operations.iter().filter(|operation| operation.reads_its_query()) {
        let actor = world.caller(operation);
        let address = world.asking(operation, "nonsense=1");
        let english = world.call(&actor, operation, &address);
        let french = world.call(&actor.accept_language("de, fr-CA;q=0.9, en;q=0.2"), operation, &address);
        assert_eq!(
            (english.header("content-language"), french.header("content-language")),
            (Some("en"), Some("fr"))
        );
        assert_eq!((&english.json["code"], english.status), (&french.json["code"], french.status));
        if english.is_scim() {
            assert_ne!(english.json["detail"], french.json["detail"], "{}", operation.id);
            continue;
        }
        assert_ne!(english.json["title"], french.json["title"], "{}", operation.id);
        assert_ne!(
            english.json["errors"][0]["message"], french.json["errors"][0]["message"],
            "{}",
            operation.id
        );
    }
}

fn head_is_get_without_the_body(api: &Api) {
    let world = World::of(api);
    for operation in world.operations.iter().filter(|operation| operation.method == "GET") {
        let actor = world.caller(operation);
        let address = world.address(operation);
        let (get, head) = (actor.get(&address), actor.head(&address));
        operation.documents(&get);
        assert_eq!((head.status, head.text.as_str()), (get.status, ""), "{}", operation.id);
        for name in ["content-type", "etag", "cache-control"] {
            assert_eq!(head.header(name), get.header(name), "{name} of {}", operation.id);
        }
    }
}

fn what_a_list_is_asked_for_has_bounds(api: &Api) {
    let world = World::of(api);
    let lists: Vec<_> =
        world.operations.iter().filter(|operation| operation.takes("query", "limit")).collect();
    assert!(lists.len() >= 15, "lists have lost their limits: {}", lists.len());
    for operation in lists {
        let ask = |parameter: &str| world.administrator.get(&world.asking(operation, parameter));
        let most = operation.maximum("limit");
        let (most, too_many) = (most.to_string(), most.saturating_add(1).to_string());
        for (limit, code) in [
            ("0", "too_small"),
            ("-1", "too_small"),
            (too_many.as_str(), "too_large"),
            ("x", "wrong_type"),
            ("", "wrong_type"),
        ] {
            let answer = ask(&format!("limit={limit}")).refused(400, "invalid_query").at("/limit", code);
            operation.documents(&answer);
        }
        for limit in ["1", most.as_str()] {
            let page = ask(&format!("limit={limit}")).must(200);
            assert!(page["items"].is_array() && page.get("count").is_none(), "{}: {page:#}", operation.id);
        }
        for cursor in ["garbage", "", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] {
            ask(&format!("cursor={cursor}")).refused(400, "invalid_cursor");
        }
        if operation.takes("query", "include") {
            let counted = ask("include=count").must(200);
            let shown = counted["items"].as_array().map(|items| items.len().try_into().unwrap());
            assert!(counted["count"].as_u64() >= shown, "{counted:#}");
            ask("include=everything").refused(400, "invalid_query").at("/include", "invalid_value");
        }
        ask("limit=1&limit=2").refused(400, "invalid_query").at("/limit", "repeated");
    }
}

on_both!(
    nobody_gets_in_without_a_token,
    another_method_is_405_and_says_which_ones_go,
    an_unknown_address_is_404_in_both_languages,
    an_unknown_query_parameter_is_refused,
    an_id_that_is_no_uuid_is_400,
    a_body_of_another_type_is_415_and_says_which_one_goes,
    a_body_that_cannot_be_read_is_400,
    a_field_that_is_there_twice_is_400_at_its_pointer,
    a_body_over_the_limit_is_413,
    an_unknown_field_is_422_at_its_pointer,
    every_text_of_a_body_is_refused_where_it_holds_control_characters,
    names_and_titles_are_one_line_that_is_read_as_it_is_written,
    names_are_kept_as_they_are_shown,
    the_request_id_is_echoed_where_it_can_be,
    every_problem_speaks_both_languages,
    head_is_get_without_the_body,
    what_a_list_is_asked_for_has_bounds,
);
