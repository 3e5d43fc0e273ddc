//! What a server answered, and what a test asks of it.

use regex_lite::Regex;
use serde_json::Value;
use std::sync::LazyLock;
use ureq::Body;
use ureq::http::{HeaderMap, Response};

/// An answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What was asked, for messages.
    pub asked: String,
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, as it came.
    pub bytes: Vec<u8>,
    /// The body as text; empty where it is none.
    pub text: String,
    /// The body as JSON; null where it is none.
    pub json: Value,
}

/// Fails where a text for people holds an instant as it is written for programs: it is said by the clock of an office or
/// of the registry, to the minute. Every answer that a test reads is looked at.
fn says_no_time_as_machines_write_it(asked: &str, json: &Value) {
    static WRITTEN: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\dT\d\d:\d\d|\d\d:\d\d:\d\d\.\d{3}|\d\d:\d\d ?[+-]\d\d:\d\d").unwrap());
    match json {
        Value::Array(all) => all.iter().for_each(|one| says_no_time_as_machines_write_it(asked, one)),
        Value::Object(fields) => {
            // The document of the API holds examples of all that it takes.
            for (name, value) in fields.iter().filter(|(name, _)| *name != "example") {
                let is_text = matches!(name.as_str(), "en" | "fr" | "detail" | "message" | "hint");
                if let Some(text) = value.as_str().filter(|_| is_text) {
                    // What says how to write one shows one.
                    let tells_how = [
                        "Write it ",
                        "Écrivez",
                        "RFC 3339",
                        "instant (2026",
                        " 2026-03-09T14:30",
                        " 2026-04-03T14:30-04:00",
                    ]
                    .iter()
                    .any(|how| text.contains(how));
                    assert!(tells_how || !WRITTEN.is_match(text), "{asked} says {name}: {text}");
                }
                says_no_time_as_machines_write_it(asked, value);
            }
        }
        _ => {}
    }
}

impl Answer {
    pub(super) fn read(asked: &str, response: Response<Body>) -> Self {
        let (parts, mut body) = response.into_parts();
        let bytes = body.with_config().limit(64 * 1024 * 1024).read_to_vec().unwrap_or_default();
        let text = String::from_utf8(bytes.clone()).unwrap_or_default();
        let json = serde_json::from_str(&text).unwrap_or_default();
        says_no_time_as_machines_write_it(asked, &json);
        let (status, headers) = (parts.status.as_u16(), parts.headers);
        Self { asked: asked.to_owned(), status, headers, bytes, text, json }
    }

    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The version that came with it.
    #[track_caller]
    pub fn etag(&self) -> String {
        self.header("etag").unwrap_or_else(|| panic!("{} has no ETag: {}", self.asked, self.text)).to_owned()
    }

    /// The JSON of an answer with this status; anything else fails the test.
    #[track_caller]
    pub fn must(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}: {}", self.asked, self.text);
        self.json
    }

    /// Fails where it is not the problem of this status and code.
    #[track_caller]
    pub fn refused(self, status: u16, code: &str) -> Self {
        if self.is_scim() {
            // RFC 7644 has no 422, and no codes but its own.
            assert_eq!(
                self.status,
                if status == 422 { 400 } else { status },
                "{}: {}",
                self.asked,
                self.text
            );
            self.is_problem();
            return self;
        }
        assert_eq!(
            (self.status, self.json["code"].as_str()),
            (status, Some(code)),
            "{}: {}",
            self.asked,
            self.text
        );
        self.is_problem();
        self
    }

    /// Fails where the problem does not name this fault at this place.
    #[track_caller]
    pub fn at(self, pointer: &str, code: &str) -> Self {
        if self.is_scim() {
            let detail = self.json["detail"].as_str().unwrap_or_default();
            assert!(
                pointer.is_empty() || detail.contains(&format!(" {pointer}: ")),
                "{} names nothing at {pointer}: {}",
                self.asked,
                self.text
            );
            return self;
        }
        let errors = self.json["errors"].as_array().cloned().unwrap_or_default();
        let found = errors.iter().any(|fault| fault["pointer"] == pointer && fault["code"] == code);
        assert!(found, "{} names no {code} at {pointer}: {}", self.asked, self.text);
        self
    }

    /// Fails where it is not a whole problem document.
    #[track_caller]
    pub fn is_problem(&self) {
        let (asked, text) = (&self.asked, &self.text);
        assert!(matches!(self.header("content-language"), Some("en" | "fr")), "{asked}: {:?}", self.headers);
        let vary = self.header("vary").unwrap_or_default().to_ascii_lowercase();
        assert!(vary.contains("accept-language"), "{asked}: vary is {vary}");
        for leak in ["diesel", "select ", "src/", "panicked", "SQLite", "PostgreSQL"] {
            assert!(!text.contains(leak), "{asked} leaks {leak}: {text}");
        }
        if self.is_scim() {
            let names: Vec<_> = self.json.as_object().unwrap().keys().map(String::as_str).collect();
            assert!(
                names.iter().all(|name| ["schemas", "status", "scimType", "detail"].contains(name)),
                "{names:?}"
            );
            assert_eq!(
                self.json["schemas"],
                serde_json::json!(["urn:ietf:params:scim:api:messages:2.0:Error"])
            );
            assert_eq!(self.json["status"], self.status.to_string(), "{asked}: {text}");
            assert!(self.json["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{asked}: {text}");
            return;
        }
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{asked}: {text}");
        for name in ["type", "title", "code", "instance", "request_id"] {
            let value = self.json[name].as_str();
            assert!(value.is_some_and(|value| !value.is_empty()), "{asked} has no {name}: {text}");
        }
        assert_eq!(self.json["status"], self.status, "{asked}: {text}");
        assert_eq!(self.json["request_id"].as_str(), self.header("x-request-id"), "{asked}: {text}");
        for fault in self.json["errors"].as_array().into_iter().flatten() {
            for name in ["in", "pointer", "code", "message"] {
                assert!(fault[name].is_string(), "{asked}: a fault without {name}: {text}");
            }
        }
    }

    /// Whether it is an error of SCIM.
    pub fn is_scim(&self) -> bool {
        self.status >= 400 && self.header("content-type") == Some("application/scim+json")
    }

    /// The problem without what differs from one request to the next.
    pub fn essence(&self) -> Value {
        let mut json = self.json.clone();
        if let Some(fields) = json.as_object_mut() {
            fields.remove("request_id");
            fields.remove("instance");
        }
        json
    }
}
