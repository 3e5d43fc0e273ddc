//! The OpenAPI document: committed as it is served, and fit to make SDKs from.

use crate::support::document::{Operation, document, example, operations, resolved};
use crate::support::*;
use greffe::text::Language;
use serde_json::{Value, json};
use std::collections::HashSet;
use std::path::PathBuf;

fn the_document() -> (Value, Vec<Operation>) {
    let text = greffe::server::openapi::text(&greffe::server::openapi::document(), Language::En);
    let document: Value = serde_json::from_str(&text).unwrap();
    let operations = operations(&document);
    (document, operations)
}

#[test]
fn the_committed_document_is_the_generated_one() {
    for (language, file) in [(Language::En, "openapi.json"), (Language::Fr, "openapi.fr.json")] {
        is_committed(language, file);
    }
}

#[track_caller]
fn is_committed(language: Language, file: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("openapi").join(file);
    let generated = greffe::server::openapi::text(&greffe::server::openapi::document(), language);
    if std::env::var("UPDATE_OPENAPI").as_deref() == Ok("1") {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &generated).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = committed.lines().zip(generated.lines()).position(|(one, other)| one != other);
    assert!(
        committed == generated,
        "run UPDATE_OPENAPI=1 cargo test --test it openapi ({file}, first at line {differs:?})"
    );
}

fn the_server_gives_the_committed_document(api: &Api) {
    let (committed, _) = the_document();
    assert_eq!(document(api), committed);
    assert!(committed["openapi"].as_str().unwrap().starts_with("3.1"));
}

fn the_documentation_needs_no_other_host(api: &Api) {
    let anonymous = api.anonymous();
    let moved = anonymous.get("/docs");
    assert_eq!((moved.status, moved.header("location")), (308, Some("/docs/")));
    let moved = anonymous.get("/docs?lang=fr");
    assert_eq!((moved.status, moved.header("location")), (308, Some("/docs/?lang=fr")));
    let page = anonymous.get("/docs/");
    assert_eq!(page.status, 200);
    assert!(page.header("content-type").unwrap().starts_with("text/html"));
    for line in page.text.lines().filter(|line| line.contains("src=") || line.contains("href=")) {
        assert!(!line.contains("http://") && !line.contains("https://") && !line.contains("\"//"), "{line}");
    }
    for file in ["swagger-ui-bundle.js", "swagger-ui.css", "index.css", "favicon-32x32.png"] {
        assert!(page.text.contains(file) || file.ends_with("png"), "{file} is not asked for");
        assert_eq!(anonymous.get(&format!("/docs/{file}")).status, 200, "{file}");
    }
    let starts = anonymous.get("/docs/swagger-initializer.js");
    assert!(starts.header("content-type").unwrap().starts_with("text/javascript"));
    for setting in ["../openapi.json?lang=${language}", "docExpansion: \"none\"", "validatorUrl: \"none\""] {
        assert!(starts.text.contains(setting), "{setting}: {}", starts.text);
    }
}

fn readers_of_french_get_the_document_in_french(api: &Api) {
    let anonymous = api.anonymous();
    let french = anonymous.accept_language("fr-CA");
    for (reader, query, language) in [
        (&anonymous, "", "en"),
        (&french, "", "fr"),
        (&anonymous, "?lang=fr", "fr"),
        (&french, "?lang=en", "en"),
    ] {
        let document = reader.get(&format!("/openapi.json{query}"));
        assert_eq!(document.header("content-language"), Some(language), "{query}");
        let vary = document.header("vary").unwrap().to_lowercase();
        assert!(vary.contains("accept-language") && vary.contains("accept-encoding"), "{vary}");
        let document = document.must(200);
        let summary = &document["paths"]["/v1/cases"]["get"]["summary"];
        let expected = if language == "fr" { "Liste les dossiers." } else { "Lists cases." };
        assert_eq!(summary, expected);
        for page in ["/docs/", "/docs/index.html"] {
            let page = reader.get(&format!("{page}{query}"));
            assert_eq!(page.header("content-language"), Some(language), "{query}");
            assert!(page.header("vary").unwrap().to_lowercase().contains("accept-language"));
            assert!(page.text.contains(&format!("<html lang=\"{language}\">")), "{}", page.text);
            assert!(page.text.contains("<title>greffe</title>"), "{}", page.text);
            let other = if language == "fr" { "?lang=en" } else { "?lang=fr" };
            assert!(page.text.contains(other) && !page.text.contains("{lang}"), "{}", page.text);
        }
    }
    anonymous.get("/openapi.json?lang=de").refused(400, "invalid_query");
}

on_both!(
    the_server_gives_the_committed_document,
    the_documentation_needs_no_other_host,
    readers_of_french_get_the_document_in_french
);

/// What is shown beside each refusal is one of that status, in the language of the document.
#[test]
fn every_problem_has_an_example_of_its_own() {
    for language in [Language::En, Language::Fr] {
        let text = greffe::server::openapi::text(&greffe::server::openapi::document(), language);
        let document: Value = serde_json::from_str(&text).unwrap();
        let mut shown = 0;
        for operation in operations(&document) {
            for (status, response) in operation.described["responses"].as_object().unwrap() {
                let problem = &resolved(&document, response)["content"]["application/problem+json"];
                if problem.is_null() {
                    continue;
                }
                let example = &problem["example"];
                assert_eq!(example["status"].to_string(), *status, "{}: {example}", operation.id);
                let code = example["code"].as_str().unwrap();
                let known = greffe::error::Code::ALL.iter().find(|known| known.as_str() == code).unwrap();
                assert_eq!(example["title"], known.title().in_language(language), "{}", operation.id);
                assert_eq!(example["type"], format!("urn:greffe:problem:{code}"));
                shown += 1;
            }
        }
        assert!(shown > 1_000, "{shown}");
        let of =
            |name: &str| &document["components"]["responses"][name]["content"]["application/problem+json"];
        let gone = of("Gone")["example"]["detail"].as_str().unwrap();
        assert_eq!(gone.starts_with("Il a été disposé"), language == Language::Fr, "{gone}");
        let faults = of("UnprocessableContent")["example"]["errors"][0]["message"].as_str().unwrap();
        assert_eq!(faults.starts_with("Cette date"), language == Language::Fr, "{faults}");
    }
}

#[test]
fn every_operation_is_named_told_and_tagged() {
    let (document, operations) = the_document();
    let tags: HashSet<_> =
        document["tags"].as_array().unwrap().iter().map(|tag| tag["name"].clone()).collect();
    let mut seen = HashSet::new();
    for operation in &operations {
        let id = &operation.id;
        assert!(seen.insert(id.clone()), "{id} is there twice");
        assert!(
            id.contains('_') && id.chars().all(|c| c.is_ascii_lowercase() || c == '_'),
            "{id} is no verb_noun"
        );
        let own = operation.described["tags"].as_array().unwrap();
        assert!(own.len() == 1 && tags.contains(&own[0]), "{id} has the tags {own:?}");
        for text in ["summary", "description"] {
            assert!(
                operation.described[text].as_str().is_some_and(|text| text.len() > 5),
                "{id} has no {text}"
            );
        }
        let summary = operation.described["summary"].as_str().unwrap();
        assert!(!summary.contains('`'), "{id}: a summary is plain text, and would show its back-ticks");
        for parameter in operation.parameters("path").iter().chain(&operation.parameters("query")) {
            assert!(parameter["description"].is_string(), "{id}: {parameter}");
        }
    }
    let unused: Vec<_> =
        tags.iter().filter(|tag| !operations.iter().any(|one| one.described["tags"][0] == **tag)).collect();
    assert!(unused.is_empty(), "tags without operations: {unused:?}");
}

/// `list_case_events`: the noun carries its owners, each by its name in the singular.
#[test]
fn every_operation_is_named_after_what_owns_it() {
    let (_, operations) = the_document();
    let mut wrong = Vec::new();
    for Operation { id, path, .. } in &operations {
        let parts: Vec<_> = path.split('/').collect();
        for pair in parts.windows(2).filter(|pair| pair[1].starts_with('{')) {
            let owner = singular(&pair[0].to_lowercase().replace('-', "_"));
            if !format!("{id}_").contains(&format!("_{owner}_")) {
                wrong.push(format!("{id} at {path}: no {owner}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn singular(plural: &str) -> String {
    match plural {
        "matrices" => "matrix".to_owned(),
        _ if plural.ends_with("ies") => format!("{}y", plural.trim_end_matches("ies")),
        _ if plural.ends_with("ses") && !plural.ends_with("cases") => {
            plural.trim_end_matches("es").to_owned()
        }
        _ => plural.trim_end_matches('s').to_owned(),
    }
}

#[test]
fn every_body_has_an_example() {
    let (document, operations) = the_document();
    let mut missing = Vec::new();
    for operation in &operations {
        if operation.body_type().is_some() && operation.body_example(&document).is_none() {
            missing.push(format!("the request of {}", operation.id));
        }
        for (status, response) in operation.described["responses"].as_object().unwrap() {
            let contents = response["content"].as_object().into_iter().flatten();
            for (kind, content) in contents.filter(|_| status.starts_with('2')) {
                if example(&document, content).is_none() {
                    missing.push(format!("the {status} {kind} of {}", operation.id));
                }
            }
        }
    }
    assert!(missing.is_empty(), "no example: {missing:#?}");
}

#[test]
fn every_example_fits_its_schema() {
    let (document, _) = the_document();
    let mut wrong = Vec::new();
    let mut checked = 0;
    let mut check = |schema: &Value, example: &Value, at: &str| {
        let mut schema = schema.clone();
        schema["components"] = document["components"].clone();
        let validator =
            jsonschema::draft202012::options().should_validate_formats(true).build(&schema).unwrap();
        checked += 1;
        wrong.extend(validator.iter_errors(example).map(|fault| format!("{at}: {fault}")));
    };
    // A schema has examples of its own; a body or a parameter has a schema and an example beside it.
    located(&document, "", &mut |at, value| {
        let schema = value.get("schema").unwrap_or(value);
        if ["type", "$ref", "oneOf", "anyOf"].iter().any(|key| schema.get(key).is_some()) {
            let examples = value["examples"].as_array().into_iter().flatten();
            examples.chain(value.get("example")).for_each(|example| check(schema, example, at));
        }
    });
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(checked > 150, "{checked}");
}

/// Every object of the document but what examples hold, with where it stands.
fn located(value: &Value, at: &str, visit: &mut impl FnMut(&str, &Value)) {
    if value.is_object() {
        visit(at, value);
    }
    for (name, inner) in
        value.as_object().into_iter().flatten().filter(|(name, _)| !name.starts_with("example"))
    {
        located(inner, &format!("{at}/{name}"), visit);
    }
    for (index, inner) in value.as_array().into_iter().flatten().enumerate() {
        located(inner, &format!("{at}/{index}"), visit);
    }
}

/// What each header and each cursor may look like, and what it may not.
#[test]
fn what_is_read_as_a_text_has_a_form() {
    let (_, operations) = the_document();
    let tags = [
        &["*", "\"3\"", "W/\"3\"", "\"1\", W/\"2\"", "\"7-partial\",, \"a,b\"", "\"\""][..],
        &["", "3", "\"3", "w/\"3\"", "\"1\" \"2\"", "*, \"3\""][..],
    ];
    let forms = [
        ("If-Match", tags),
        ("If-None-Match", tags),
        (
            "Idempotency-Key",
            [&["019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e15", "a key"][..], &["", "clé", "a\tb"][..]],
        ),
        ("cursor", [&["AAAA-_09"][..], &["", "a b", "a=="][..]]),
    ];
    let mut seen = HashSet::new();
    for operation in &operations {
        for parameter in operation.parameters("header").into_iter().chain(operation.parameters("query")) {
            let Some((name, [good, bad])) = forms.iter().find(|(name, _)| parameter["name"] == *name) else {
                continue;
            };
            seen.insert(name);
            let form = jsonschema::validator_for(&parameter["schema"]).unwrap();
            for text in *good {
                assert!(form.is_valid(&json!(text)), "{} {name}: {text}", operation.id);
            }
            for text in *bad {
                assert!(!form.is_valid(&json!(text)), "{} {name}: {text}", operation.id);
            }
        }
    }
    assert_eq!(seen.len(), forms.len());
}

#[test]
fn every_operation_tells_its_problems_and_its_security() {
    let (document, operations) = the_document();
    assert_eq!(document["security"], json!([{"bearer": []}]));
    assert_eq!(document["components"]["securitySchemes"]["bearer"]["scheme"], "bearer");
    let public: Vec<_> = operations.iter().filter(|one| one.is_public()).map(|one| one.id.as_str()).collect();
    let known = [
        "create_token",
        "find_openapi_document",
        "find_feed_calendar",
        "find_index",
        "find_liveness",
        "find_metrics",
        "find_readiness",
        "find_version",
        "list_journal_keys",
        "list_public_keys",
        "refresh_token",
        "revoke_token",
    ];
    for id in &public {
        assert!(known.contains(id), "{id} is open to everybody");
    }
    for operation in &operations {
        let responses = operation.described["responses"].as_object().unwrap();
        let mut wanted = vec!["400", "429", "500", "503"];
        if !operation.is_public() {
            wanted.extend(["401", "403"]);
        }
        if operation.body_type().is_some() {
            wanted.extend(["413", "415", "422"]);
        }
        if operation.path.contains('{') {
            wanted.push("404");
        }
        if ["create_token", "refresh_token"].contains(&operation.id.as_str()) {
            wanted.push("401");
        }
        let is_scim = operation.path.starts_with("/v1/scim/");
        // For a directory, what was read and is wrong is 400 (RFC 7644, 3.12).
        wanted.retain(|status| !is_scim || *status != "422");
        let (kind, name) = if is_scim {
            ("application/scim+json", "#/components/schemas/ScimError")
        } else {
            ("application/problem+json", "#/components/schemas/Problem")
        };
        for status in wanted {
            let response =
                responses.get(status).unwrap_or_else(|| panic!("{} has no {status}", operation.id));
            let content = &resolved(&document, response)["content"];
            assert_eq!(content[kind]["schema"]["$ref"], name, "{} {status}", operation.id);
        }
        assert!(responses.keys().any(|status| status.starts_with('2')), "{} never succeeds", operation.id);
    }
}

#[test]
fn no_reference_dangles_and_no_schema_is_idle() {
    let (document, _) = the_document();
    // What a line of a file holds.
    let mut named = HashSet::from(["ImportedCase".to_owned()]);
    walk(&document, &mut |value| {
        if let Some(name) = value["$ref"].as_str() {
            resolved(&document, value);
            named.insert(name.rsplit('/').next().unwrap().to_owned());
        }
    });
    let part = |kind: &str| document["components"][kind].as_object().unwrap();
    let (schemas, responses) = (part("schemas"), part("responses"));
    let names = || schemas.keys().chain(responses.keys());
    let idle: Vec<_> = names().chain(part("headers").keys()).filter(|name| !named.contains(*name)).collect();
    assert!(idle.is_empty(), "components that nothing names: {idle:?}");
    assert!(
        responses.keys().all(|name| !schemas.contains_key(name)),
        "an SDK would have two types of a name"
    );
    for name in names() {
        assert!(name.chars().all(|c| c.is_ascii_alphanumeric()), "{name} is no name for an SDK");
    }
}

#[test]
fn answers_have_no_nulls_and_no_unions() {
    let (document, operations) = the_document();
    let mut wrong = Vec::new();
    for operation in &operations {
        for (status, response) in operation.described["responses"].as_object().unwrap() {
            let response = resolved(&document, response);
            for content in response["content"].as_object().into_iter().flat_map(|content| content.values()) {
                let mut seen = HashSet::new();
                unclear(
                    &document,
                    &content["schema"],
                    &format!("{} {status}", operation.id),
                    &mut seen,
                    &mut wrong,
                );
            }
        }
    }
    wrong.sort();
    wrong.dedup();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Finds what a generator of clients cannot make a plain type of.
fn unclear(document: &Value, schema: &Value, at: &str, seen: &mut HashSet<String>, wrong: &mut Vec<String>) {
    if let Some(name) = schema["$ref"].as_str()
        && !seen.insert(name.to_owned())
    {
        return;
    }
    let at = schema["$ref"]
        .as_str()
        .map_or_else(|| at.to_owned(), |name| name.rsplit('/').next().unwrap().to_owned());
    let schema = resolved(document, schema);
    let types = schema["type"].as_array().cloned().unwrap_or_else(|| vec![schema["type"].clone()]);
    if types.contains(&json!("null")) {
        wrong.push(format!("{at} may be null"));
    }
    for union in ["oneOf", "anyOf", "allOf"] {
        if schema.get(union).is_some() {
            wrong.push(format!("{at} is {union}"));
        }
    }
    for (name, inner) in schema["properties"].as_object().into_iter().flatten() {
        unclear(document, inner, &format!("{at}.{name}"), seen, wrong);
    }
    if schema["items"].is_object() {
        unclear(document, &schema["items"], &format!("{at}[]"), seen, wrong);
    }
}

fn walk(value: &Value, visit: &mut impl FnMut(&Value)) {
    visit(value);
    match value {
        Value::Object(fields) => fields.values().for_each(|inner| walk(inner, visit)),
        Value::Array(items) => items.iter().for_each(|inner| walk(inner, visit)),
        _ => {}
    }
}
