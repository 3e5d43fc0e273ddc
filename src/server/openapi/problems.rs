//! What operations answer where they refuse: the problems that they share, and an example of each.

use super::carries;
use crate::app::caller::not_signed_in;
use crate::app::request_guard::too_long;
use crate::error::{Code, Error, Fault, FaultPlace};
use crate::http::body::{of_another_type, too_large, too_slow};
use crate::http::problem::{self, PROBLEM_JSON, ProblemContext};
use crate::http::scim::SCIM_JSON;
use crate::http::stored_file::no_such_part;
use crate::text::{Language, Text};
use crate::version::{Precondition, Version};
use serde_json::{Value, json};
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::{ContentBuilder, Ref, Response};

/// The problems that operations share: status, name among the components, description. An operation
/// that has more to say of a status says it in a response of its own.
pub(super) const PROBLEMS: [(&str, &str, &str); 18] = [
    (
        "400",
        "BadRequest",
        "It cannot be read: malformed JSON, a field that stands twice, an id that is no UUID, an unknown parameter.",
    ),
    ("401", "Unauthorized", "Nobody is signed in."),
    ("403", "Forbidden", "You may not do this."),
    ("404", "NotFound", "It does not exist, or you may not know of it."),
    ("408", "RequestTimeout", "The body did not arrive in time."),
    ("409", "Conflict", "The present state forbids it."),
    ("410", "Gone", "The case was disposed of."),
    ("412", "PreconditionFailed", "Somebody changed it since you read it."),
    ("413", "ContentTooLarge", "The body is over 1 MiB."),
    ("414", "AddressTooLong", "The address is over 8 KiB."),
    ("415", "UnsupportedMediaType", "The body has the wrong media type."),
    ("416", "RangeNotSatisfiable", "The file has no such part: see `Content-Range`."),
    ("422", "UnprocessableContent", "It was read and is wrong: every fault is named."),
    ("428", "PreconditionRequired", "Send the `ETag` in `If-Match`."),
    ("429", "TooManyRequests", "Too many requests: see `Retry-After`."),
    ("500", "InternalServerError", "Something went wrong on our side."),
    ("503", "ServiceUnavailable", "Not available at the moment: see `Retry-After`."),
    ("507", "InsufficientStorage", "There is no room for the file."),
];

/// The answer to whoever has what there is: name among the components, description.
pub(super) const NOT_MODIFIED: (&str, &str) = ("NotModified", "You have this version already.");

/// The refusal of a directory: name among the components, description.
pub(super) const SCIM_ERROR: (&str, &str) = ("ScimRefusal", "What was wrong, as RFC 7644 (3.12) has it.");

/// What stands for an id in an example.
const ID: &str = "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e15";
/// The id of the request in an example.
const REQUEST: &str = "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10";

pub(super) fn response(description: &str) -> Response {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    let mut response = ResponseBuilder::new().description(description).content(PROBLEM_JSON, content).build();
    carries(&mut response, "X-Request-Id");
    response
}

pub(super) fn scim_refusal() -> Response {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("ScimError"))).build();
    let mut response = ResponseBuilder::new().description(SCIM_ERROR.1).content(SCIM_JSON, content).build();
    carries(&mut response, "X-Request-Id");
    response
}

pub(super) fn not_modified() -> Response {
    let mut response = ResponseBuilder::new().description(NOT_MODIFIED.1).build();
    carries(&mut response, "ETag");
    carries(&mut response, "X-Request-Id");
    response
}

/// Gives each problem of the document an example, in either language: those that operations share,
/// and those that an operation has of its own.
pub(super) fn show_examples(document: &mut Value, language: Language) {
    for (status, name, _) in PROBLEMS {
        if let Some(response) = document.pointer_mut(&format!("/components/responses/{name}")) {
            let (error, path) = shared(status);
            show(response, &error, path, language);
        }
    }
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    for (path, item) in paths.into_iter().flatten() {
        for operation in item.as_object_mut().into_iter().flat_map(|item| item.values_mut()) {
            let responses = operation.get_mut("responses").and_then(Value::as_object_mut);
            for (status, response) in responses.into_iter().flatten() {
                let error = own(path, status);
                show(response, &error, &with_ids(path), language);
            }
        }
    }
}

/// Puts an example beside the schema of a problem, if the answer is one.
fn show(response: &mut Value, error: &Error, path: &str, language: Language) {
    let content = response.get_mut("content").and_then(|content| content.get_mut(PROBLEM_JSON));
    let Some(content) = content.and_then(Value::as_object_mut) else { return };
    let asked = ProblemContext { language, path: path.to_owned(), id: REQUEST.to_owned(), is_patch: false };
    let example = problem::document(error, &asked).and_then(|bytes| serde_json::from_slice(&bytes));
    content.insert("example".to_owned(), example.unwrap_or_else(|_| json!({})));
}

/// A problem of this status, and an address that answers with it.
fn shared(status: &str) -> (Error, &'static str) {
    const CASE: &str = "/v1/cases/019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e15";
    const CASES: &str = "/v1/cases";
    const FILE: &str = "/v1/documents/019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e15/file";
    match status {
        "400" => (
            Error::new(Code::InvalidPath).with_faults(vec![Fault {
                place: FaultPlace::Path,
                pointer: "/id".to_owned(),
                code: "invalid_id",
                message: Text::new(
                    "This part of the path is not a UUID.",
                    "Cette partie du chemin n'est pas un UUID.",
                ),
            }]),
            "/v1/cases/1",
        ),
        "401" => (not_signed_in(), CASES),
        "403" => (
            Error::new(Code::Forbidden).with_detail(
                "This needs the permission cases.update, which the role \"Viewer\" does not give. Ask your administrator.",
                "Cette action exige la permission cases.update, que le rôle « Lecteur » ne donne pas. Adressez-vous à votre administrateur.",
            ),
            CASE,
        ),
        "404" => (Error::not_found(), CASE),
        "408" => (too_slow(), CASES),
        "409" => (
            Error::new(Code::DeadlineClosed).with_detail(
                "It is not open (Met). Only an open deadline can be changed so. POST .../reopen opens it again.",
                "Elle n'est pas en cours (Respectée). Seule une échéance en cours peut être ainsi modifiée. POST .../reopen la rouvre.",
            ),
            "/v1/deadlines/019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e15/extend",
        ),
        "410" => (
            Error::new(Code::Disposed).with_detail(
                "The case was disposed of on 2026-03-09 under the authority 2019/006. What is left is its record: GET /v1/journal.",
                "Il a été disposé du dossier le 2026-03-09 en vertu de l'autorisation 2019/006. Il n'en reste que la trace : GET /v1/journal.",
            ),
            CASE,
        ),
        "412" => (seen(&Precondition::OneOf(vec![Version(2)])), CASE),
        "413" => (too_large(), CASES),
        "414" => (too_long(), CASES),
        "415" => (of_another_type("application/json"), CASES),
        "416" => (no_such_part(48_211), FILE),
        "507" => (Error::new(Code::StorageFull), FILE),
        "422" => (
            Error::invalid(vec![Fault::body(
                "/decision/notified_on",
                "invalid_date",
                "This is not a date that exists. Write it as YYYY-MM-DD.",
"Cette date n'existe pas. Écrivez-la sous la forme AAAA-MM-JJ.",
            )]),
            CASES,
        ),
        "428" => (seen(&Precondition::None), CASE),
        "429" => (Error::too_many_requests(3), CASES),
        "503" => (Error::new(Code::Unavailable), CASES),
        _ => (Error::new(Code::Internal), CASES),
    }
}

/// What a change is answered of which the caller says this, of a resource at its third version.
fn seen(precondition: &Precondition) -> Error {
    precondition.require(Version(3)).err().unwrap_or_else(|| Error::new(Code::StaleVersion))
}

/// A problem that an operation says more of than others do.
fn own(path: &str, status: &str) -> Error {
    match (path, status) {
        ("/v1/auth/token", "401") => Error::new(Code::InvalidCredentials),
        ("/v1/auth/refresh", "401") => Error::new(Code::InvalidRefreshToken),
        (_, "404") => Error::not_found(),
        (_, "409") => Error::new(Code::Conflict),
        (_, status) => shared(status).0,
    }
}

/// An address with an id for each of its parameters.
fn with_ids(path: &str) -> String {
    let parts = path.split('/').map(|part| if part.starts_with('{') { ID } else { part });
    parts.collect::<Vec<_>>().join("/")
}
