//! Scripts of web pages that another host serves: let in by name, and only so (the Fetch standard,
//! CORS).
//!
//! Nothing is said about this at all without an origin in the settings, and browsers let no such
//! script read an answer. Nothing here uses cookies: the token is sent in `Authorization`, so
//! credentials are never allowed.

use crate::text::Complaint;
use actix_cors::Cors;
use actix_web::http::Uri;
use actix_web::http::header::{self, HeaderMap, HeaderValue};
use std::str::FromStr;

/// The methods that the API takes.
const METHODS: [&str; 6] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];

/// The headers that a request to it may have.
const TAKEN: [&str; 7] = [
    "Authorization",
    "Content-Type",
    "If-Match",
    "If-None-Match",
    "Idempotency-Key",
    "Accept-Language",
    "X-Request-Id",
];

/// The headers of an answer that a script may read.
const SHOWN: [&str; 11] = [
    "ETag",
    "Link",
    "Location",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
    "Content-Language",
    "Content-Disposition",
    "Idempotency-Replayed",
    "WWW-Authenticate",
    "X-Request-Id",
];

/// The seconds for which a browser may go by what it was told: the longest that any of them does.
const REMEMBERED: usize = 7200;

/// An origin as browsers write it: a scheme, a host, and a port that is not the scheme's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin(String);

impl FromStr for Origin {
    type Err = Complaint;

    fn from_str(text: &str) -> Result<Self, Complaint> {
        let wrong = || {
            Complaint::new(
                "an origin is https://HOST or https://HOST:PORT, without a path and without the port that goes without \
                 saying; * is not one: name each",
                "une origine est https://HOST ou https://HOST:PORT, sans chemin et sans le port qui va de soi; * n'en est pas \
                 une : nommez chacune",
            )
        };
        let text = text.trim().to_ascii_lowercase();
        let parsed: Uri = text.parse().map_err(|_| wrong())?;
        let usual = match parsed.scheme_str() {
            Some("https") => 443,
            Some("http") => 80,
            _ => return Err(wrong()),
        };
        let authority = parsed.authority().ok_or_else(wrong)?;
        let whole = format!("{}://{authority}", parsed.scheme_str().unwrap_or_default());
        let is_odd = authority.as_str().contains(['@', '*']) || authority.port_u16() == Some(usual);
        if is_odd || whole != text { Err(wrong()) } else { Ok(Self(text)) }
    }
}

/// The middleware that lets these origins in, and nobody else.
pub fn cors(origins: &[Origin]) -> Cors {
    let cors = Cors::default()
        .allowed_methods(METHODS)
        .allowed_headers(TAKEN)
        .expose_headers(SHOWN)
        .max_age(REMEMBERED)
        // Programs that are no browsers, and pages of the service itself, send an Origin too.
        .block_on_origin_mismatch(false);
    origins.iter().fold(cors, |cors, Origin(origin)| cors.allowed_origin(origin))
}

/// Takes over what was said about this to the problem document that takes an answer's place.
pub fn carry_over(from: &HeaderMap, to: &mut HeaderMap) {
    let said =
        from.iter().filter(|(name, _)| name.as_str().starts_with("access-control-") || *name == header::VARY);
    for (name, value) in said {
        to.append(name.clone(), value.clone());
    }
}

/// Tells whoever is not let in nothing of what those who are may see.
pub fn tidy(headers: &mut HeaderMap) {
    if !headers.contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN) {
        headers.remove(header::ACCESS_CONTROL_EXPOSE_HEADERS);
    }
    // An answer is in the language that was asked for, whatever else it depends on.
    let depends = |line: &HeaderValue| {
        line.to_str().is_ok_and(|line| line.to_ascii_lowercase().contains("accept-language"))
    };
    if !headers.get_all(header::VARY).any(depends) {
        headers.append(header::VARY, HeaderValue::from_static("Accept-Language"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_written_as_browsers_write_it() {
        for good in ["https://app.example", "http://localhost:3000", "https://[2001:db8::1]:8443"] {
            assert_eq!(good.parse(), Ok(Origin(good.to_owned())));
        }
        assert_eq!("https://App.Example".parse(), Ok(Origin("https://app.example".to_owned())));
        for wrong in [
            "*",
            "null",
            "",
            "app.example",
            "https://app.example/",
            "https://app.example/path",
            "https://app.example:443",
            "http://app.example:80",
            "https://*.example",
            "https://user@app.example",
            "ftp://app.example",
        ] {
            assert!(wrong.parse::<Origin>().is_err(), "{wrong}");
        }
    }
}
