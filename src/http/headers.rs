//! The headers that every answer has, so that a browser does with it only what is meant (OWASP REST
//! Security, ASVS 5.0 V3).

use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};

/// The policy of an answer that is data: nothing in it runs, loads or is framed.
const DATA: &str = "default-src 'none'; frame-ancestors 'none'";

/// The policy of a report that is a page: its own style sheet, and nothing else.
const PAGE: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The policy of the pages under `/docs`: their own scripts and style sheets, which set styles and
/// show images from within, and requests to this service.
const DOCS: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                    font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const FIXED: [(&str, &str); 7] = [
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("x-permitted-cross-domain-policies", "none"),
];

/// The parts of a request on which the headers of its answer depend.
pub struct HeaderContext {
    /// Whether it is under `/docs`.
    pub is_docs: bool,
    /// Whether it only reads: an answer to anything else may hold a token or a key, and must not be
    /// stored anywhere.
    pub is_read: bool,
    /// Whether the client speaks HTTPS.
    pub is_https: bool,
}

/// Adds these headers.
pub fn harden(headers: &mut HeaderMap, asked: &HeaderContext) {
    for (name, value) in FIXED {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    let is_page =
        headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let policy = match (asked.is_docs, is_page) {
        (true, _) => DOCS,
        (false, true) => PAGE,
        (false, false) => DATA,
    };
    // A file that somebody sent has a narrower one of its own.
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    }
    if asked.is_https {
        // A year. Other names of the same domain are not ours to speak for.
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    if !asked.is_read {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    } else if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    }
}
