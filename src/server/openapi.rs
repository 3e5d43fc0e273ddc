//! The `OpenAPI` document: collected from the handlers, completed with what holds for every
//! operation, and written in either language.
//!
//! The code speaks English. The French of what it says is in `openapi/fr.json`, by the English
//! text.

mod messages;
mod order;
mod parameters;
mod problems;
mod shapes;
pub mod texts;

use self::problems::{NOT_MODIFIED, PROBLEMS, SCIM_ERROR};
use super::tags;
use crate::http::problem::{Problem, ProblemFault};
use crate::http::query::Components;
use crate::http::scim::{ScimError, is_scim};
use crate::registry::imports::line::ImportedCase;
use crate::text::Language;
use utoipa::openapi::header::{Header, HeaderBuilder};
use utoipa::openapi::path::{Operation, ParameterBuilder, ParameterIn};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    InfoBuilder, LicenseBuilder, Object, ObjectBuilder, OpenApi, PathItem, Ref, RefOr, Required, Response,
    ServerBuilder, Type,
};
use utoipa::{PartialSchema as _, ToSchema as _};
use utoipa_actix_web::AppExt as _;

const BEARER: &str = "bearer";

/// What a list of entity tags looks like (RFC 9110, 8.8.3), or `*`.
const TAGS: &str = r#"^(\*|[ \t,]*(W/)?"[^"\s]*"([ \t]*,[ \t]*((W/)?"[^"\s]*")?)*[ \t]*)$"#;
/// What a key of idempotency looks like.
const KEY: &str = "^[ -~]{1,255}$";
/// What a cursor looks like. Whether it is one of ours is another question, and another answer.
const CURSOR: &str = "^[A-Za-z0-9_-]+$";

/// A POST to these addresses is a question: nothing is written, and asked again it is answered
/// anew.
const WRITES_NOTHING: [&str; 5] = [
    "/v1/assignments/suggest",
    "/v1/conflicts/check",
    "/v1/deadlines/compute",
    "/v1/deadlines/compute.ndjson",
    "/v1/policy/explain",
];

/// What is made at these addresses has no version of its own.
const UNVERSIONED: [&str; 2] = ["/v1/cases/{id}/emergency-accesses", "/v1/organizations/{id}/positions"];

/// The headers that answers share.
const HEADERS: [(&str, &str); 7] = [
    ("ETag", "The version of the resource."),
    ("Idempotency-Replayed", "`true`: it was done before, and is answered again."),
    ("Link", "`rel=\"next\"`: the next page."),
    ("Location", "The address of what was made."),
    ("Retry-After", "The seconds after which to ask again."),
    ("WWW-Authenticate", "How to say who you are."),
    ("X-Request-Id", "The id of the request."),
];

/// The document of all operations.
#[must_use]
pub fn document() -> OpenApi {
    let (_, mut document) =
        actix_web::App::new().into_utoipa_app().configure(super::router::operations).split_for_parts();
    document.info = InfoBuilder::new()
        .title("greffe")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "A court registry for immigration litigation: cases, their dockets, who is responsible for what, and \
             deadlines that explain themselves. Errors are problem documents (RFC 9457) in English or French, as \
             `Accept-Language` asks. A code is a text: `x-extensible-enum` lists those that are known, and more may be added. \
             Whatever is asked, an address over 8 KiB is 414, and more than 96 headers or 128 KiB of \
             them are 431.",
        ))
        .license(Some(LicenseBuilder::new().name("Apache-2.0").identifier(Some("Apache-2.0")).build()))
        .build();
    document.servers = Some(vec![ServerBuilder::new().url("/").build()]);
    document.tags = Some(tags::tags());
    document.security = Some(vec![SecurityRequirement::new(BEARER, Vec::<String>::new())]);
    let components = document.components.get_or_insert_default();
    let scheme = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("JWT")
        .description(Some(
            "The `access_token` that `POST /v1/auth/token` answers with, the key of a service account, or an access token of \
             the identity provider.",
        ))
        .build();
    components.security_schemes.insert(BEARER.to_owned(), RefOr::T(SecurityScheme::Http(scheme)));
    let mut referenced = Vec::new();
    Problem::schemas(&mut referenced);
    ImportedCase::schemas(&mut referenced);
    components.schemas.extend(referenced);
    components.schemas.insert("Problem".to_owned(), Problem::schema());
    components.schemas.insert("ImportedCase".to_owned(), ImportedCase::schema());
    components.schemas.insert("ScimError".to_owned(), ScimError::schema());
    components.schemas.insert("ProblemFault".to_owned(), ProblemFault::schema());
    components.responses.insert(NOT_MODIFIED.0.to_owned(), RefOr::T(problems::not_modified()));
    for (status, name, description) in &PROBLEMS {
        let mut response = problems::response(description);
        match *status {
            "401" => carries(&mut response, "WWW-Authenticate"),
            "429" | "503" => carries(&mut response, "Retry-After"),
            _ => {}
        }
        components.responses.insert((*name).to_owned(), RefOr::T(response));
    }
    components.responses.insert(SCIM_ERROR.0.to_owned(), RefOr::T(problems::scim_refusal()));
    for (name, description) in HEADERS {
        components.headers.insert(name.to_owned(), RefOr::T(text_header(description)));
    }
    document.webhooks = Some(messages::sent(components));
    for (path, item) in &mut document.paths.paths {
        for (method, operation) in operations(item) {
            complete(path, method, operation);
        }
    }
    document
}

/// The named schemas of the document, to which parameters refer.
#[must_use]
pub fn components(document: &OpenApi) -> Components {
    Components(serde_json::to_value(&document.components).unwrap_or_default())
}

/// The document as it is served and committed, in either language.
#[must_use]
pub fn text(document: &OpenApi, language: Language) -> String {
    let mut value = serde_json::to_value(document).unwrap_or_default();
    shapes::suit_generators(&mut value);
    parameters::share(&mut value);
    problems::show_examples(&mut value, language);
    if language == Language::Fr {
        texts::translate(&mut value);
    }
    let mut text = order::written(&value, &order::of(document));
    text.push('\n');
    text
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    [
        ("get", item.get.as_mut()),
        ("post", item.post.as_mut()),
        ("put", item.put.as_mut()),
        ("patch", item.patch.as_mut()),
        ("delete", item.delete.as_mut()),
    ]
    .into_iter()
    .filter_map(|(method, operation)| Some((method, operation?)))
}

/// Adds what every operation of its kind has: headers, and the problems that it may answer with.
fn complete(path: &str, method: &str, operation: &mut Operation) {
    let public = operation.security.is_some();
    let is_page = operation.parameters.iter().flatten().any(|parameter| is_named(parameter, "cursor"));
    let has_body = operation.request_body.is_some();
    let is_asked =
        operation.parameters.iter().flatten().any(
            |parameter| matches!(parameter, RefOr::T(known) if known.parameter_in == ParameterIn::Query),
        );
    let is_single = is_single(path, is_page);
    // An act answers 200 with the resource as it left it; what makes a new one has no version to go
    // by.
    let is_act = method == "post" && is_single && operation.responses.responses.contains_key("200");
    let api = path.starts_with("/v1/");
    // Directories speak SCIM: no keys of idempotency, and `If-Match` only where they choose.
    let is_provisioning = is_scim(path);
    let is_changing = matches!(method, "patch" | "put" | "delete");
    give_cursors_a_form(operation);
    let mut header = |name: &str, required: bool, pattern: Option<&str>, description: &str| {
        let schema =
            pattern.map_or_else(|| ObjectBuilder::new().schema_type(Type::String).build(), text_of_form);
        operation.parameters.get_or_insert_default().push(RefOr::T(
            ParameterBuilder::new()
                .name(name)
                .parameter_in(ParameterIn::Header)
                .required(if required { Required::True } else { Required::False })
                .description(Some(description))
                .schema(Some(schema))
                .build(),
        ));
    };
    header("Accept-Language", false, None, "`en` or `fr`: the language of problem documents.");
    let is_asked_for_somebody = method == "post" && !public && !is_provisioning;
    let takes_key = is_asked_for_somebody && !WRITES_NOTHING.contains(&path);
    if takes_key {
        header(
            "Idempotency-Key",
            false,
            Some(KEY),
            "Sent again with the same body within a day, it does nothing twice and is answered with what was done, as you may see it now.",
        );
    }
    match method {
        "patch" | "put" | "delete" => {
            let required = !is_provisioning;
            header(
                "If-Match",
                required,
                Some(TAGS),
                "The `ETag` of the resource as you have seen it, several of them, or `*`. A tag that a proxy made weak (`W/\"3\"`) names the same version.",
            );
        }
        "post" if is_act => header(
            "If-Match",
            false,
            Some(TAGS),
            "The `ETag` of the resource as you have seen it: 412 where it has changed.",
        ),
        "get" if is_single && api => {
            header(
                "If-None-Match",
                false,
                Some(TAGS),
                "The `ETag` that you have, several of them, or `*`: 304 where it still holds.",
            );
        }
        _ => {}
    }
    if method == "get" && is_single && api {
        let unchanged = RefOr::Ref(Ref::from_response_name(NOT_MODIFIED.0));
        operation.responses.responses.insert("304".to_owned(), unchanged);
    }
    let mut problem = |status: &str| {
        if let Some((_, name, _)) = PROBLEMS.iter().find(|(known, _, _)| *known == status) {
            // For a directory, what was read and is wrong is 400 (RFC 7644, 3.12).
            if is_provisioning && status == "422" {
                return;
            }
            let name = if is_provisioning { SCIM_ERROR.0 } else { *name };
            let shared = || RefOr::Ref(Ref::from_response_name(name));
            operation.responses.responses.entry(status.to_owned()).or_insert_with(shared);
        }
    };
    problem("400");
    if is_asked {
        problem("414");
    }
    if !public {
        problem("401");
        problem("403");
    }
    // What was done may be hidden from who sends it again, or gone.
    if path.contains('{') || is_asked_for_somebody {
        problem("404");
    }
    if path == "/v1/documents/{id}/file" {
        problem(if is_changing { "507" } else { "416" });
    }
    if path.starts_with("/v1/cases/{id}") {
        problem("410");
    }
    if has_body {
        for status in ["408", "409", "413", "415", "422"] {
            problem(status);
        }
    }
    if is_changing || is_act {
        problem("412");
    }
    if is_changing && !is_provisioning {
        problem("428");
    }
    for status in ["429", "500", "503"] {
        problem(status);
    }
    give_answers_their_headers(path, method, operation, (is_act, takes_key));
}

/// Whether an address is that of one resource: what is exported is of the moment each time.
fn is_single(path: &str, is_page: bool) -> bool {
    !is_page && !path.ends_with("/export") && (path.contains('{') || path == "/v1/me" || path == "/v1/policy")
}

/// Says what a cursor looks like.
fn give_cursors_a_form(operation: &mut Operation) {
    for parameter in operation.parameters.iter_mut().flatten() {
        if let RefOr::T(parameter) = parameter
            && parameter.name == "cursor"
        {
            parameter.schema = Some(text_of_form(CURSOR).into());
        }
    }
}

/// Adds the headers that answers have: what names a version has one, and a page has a next one.
fn give_answers_their_headers(
    path: &str,
    method: &str,
    operation: &mut Operation,
    (is_act, takes_key): (bool, bool),
) {
    let is_page = operation.parameters.iter().flatten().any(|parameter| is_named(parameter, "cursor"));
    let is_single = is_single(path, is_page);
    let api = path.starts_with("/v1/");
    let makes = operation.responses.responses.contains_key("201");
    for (status, response) in &mut operation.responses.responses {
        let RefOr::T(response) = response else { continue };
        carries(response, "X-Request-Id");
        let is_tagged = match (method, status.as_str()) {
            (_, "204") => false,
            ("get", _) => is_single,
            // Where 201 is the act, 200 is its dry run.
            ("post", "200") => is_act && !makes,
            ("post", _) => !UNVERSIONED.contains(&path),
            _ => true,
        };
        if status.starts_with('2') && api && is_tagged {
            carries(response, "ETag");
        }
        if status == "200" && is_page {
            carries(response, "Link");
        }
        if status == "201" && api {
            carries(response, "Location");
        }
        if status.starts_with('2') && takes_key {
            carries(response, "Idempotency-Replayed");
        }
    }
}

/// A text of a form.
fn text_of_form(pattern: &str) -> Object {
    ObjectBuilder::new().schema_type(Type::String).pattern(Some(pattern)).build()
}

fn is_named(parameter: &RefOr<utoipa::openapi::path::Parameter>, name: &str) -> bool {
    matches!(parameter, RefOr::T(parameter) if parameter.name == name)
}

/// Adds one of [`HEADERS`].
fn carries(response: &mut Response, name: &str) {
    let header = RefOr::Ref(Ref::new(format!("#/components/headers/{name}")));
    response.headers.insert(name.to_owned(), header);
}

fn text_header(description: &str) -> Header {
    HeaderBuilder::new()
        .schema(Some(ObjectBuilder::new().schema_type(Type::String).build()))
        .description(Some(description))
        .build()
}
