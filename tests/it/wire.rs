//! What goes over the wire beside JSON: compression, oversized and odd requests, headers of every answer.

use crate::support::raw::{exchange, parts};
use crate::support::*;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::time::Duration;

fn answers_are_compressed_where_that_is_asked_for(api: &Api) {
    // The document is kept in one coding; whatever else is large enough is compressed as it goes.
    for (address, accepted, used) in [
        ("/openapi.json", "gzip", "gzip"),
        ("/openapi.json", "br;q=0.5, gzip;q=1.0", "gzip"),
        ("/docs/swagger-ui.css", "br", "br"),
    ] {
        let request = format!(
            "GET {address} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: {accepted}\r\nConnection: close\r\n\r\n"
        );
        let answer = exchange(api, request.as_bytes());
        let head = parts(&answer).0.to_ascii_lowercase();
        assert!(head.starts_with("http/1.1 200"), "{head}");
        assert!(head.contains(&format!("content-encoding: {used}")), "{accepted}: {head}");
        assert!(head.contains("accept-encoding"), "a cache must know what it depends on: {head}");
    }
    let plain = exchange(api, b"GET /openapi.json HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assert!(!parts(&plain).0.to_ascii_lowercase().contains("content-encoding"), "{}", parts(&plain).0);
}

fn headers_without_end_are_refused(api: &Api) {
    let mut request = b"GET /v1/me HTTP/1.1\r\nHost: x\r\nX-Filler: ".to_vec();
    request.extend(std::iter::repeat_n(b'x', 10 * 1024 * 1024));
    request.extend(b"\r\n\r\n");
    let answer = exchange(api, &request);
    // The door may be closed before the answer is read; what is read must be a refusal.
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{}", parts(&answer).0);
    assert_eq!(api.anonymous().get("/health/live").status, 200, "the others are served on");
}

fn a_body_in_pieces_over_the_limit_is_refused(api: &Api) {
    let api = &api.own(Settings { header_timeout: Duration::from_secs(1), ..Settings::default() });
    let full = "x".repeat(64 * 1024);
    let pieces = |more: &str| {
        let mut request = "POST /v1/auth/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n\
                           Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
            .to_owned();
        for piece in [full.as_str(); 16].into_iter().chain([more]) {
            write!(request, "{:x}\r\n{piece}\r\n", piece.len()).unwrap();
        }
        exchange(api, request.as_bytes())
    };
    // An empty piece is the end: 1 MiB is read, and is no JSON.
    // One byte more is too much, and nothing follows it: what the server does not read any more would be thrown back at its answer.
    for (more, status, code) in [("", 400, "malformed_body"), ("x", 413, "body_too_large")] {
        let answer = pieces(more);
        let (head, body) = parts(&answer);
        assert!(head.starts_with(&format!("HTTP/1.1 {status}")), "{answer}");
        assert_eq!(serde_json::from_str::<Value>(body).unwrap()["code"], code, "{answer}");
    }
    assert_eq!(api.anonymous().get("/health/live").status, 200, "the others are served on");
}

fn a_client_that_talks_nonsense_gets_a_refusal(api: &Api) {
    for nonsense in [
        &b"nonsense\r\n\r\n"[..],
        b"GET /v1/me HTTP/9.9\r\n\r\n",
        b"GET /v1/me HTTP/1.1\r\nBad Header\r\n\r\n",
        b"\x16\x03\x01\x00\xa5\x01",
    ] {
        let mut request = nonsense.to_vec();
        request.extend(b"\r\n\r\n");
        let answer = exchange(api, &request);
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer}");
    }
    assert_eq!(api.anonymous().get("/health/live").status, 200);
}

fn a_header_that_is_no_text_is_refused_and_not_a_crash(api: &Api) {
    let with = |header: &[u8]| {
        let mut request = b"GET /v1/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\n".to_vec();
        request.extend(header);
        request.extend(b"\r\n\r\n");
        exchange(api, &request)
    };
    for header in [
        &b"Authorization: Bearer \xff\xfe"[..],
        b"Accept-Language: \xff",
        b"X-Request-Id: \xff",
        b"Authorization: Bearer",
        b"Authorization:",
    ] {
        let answer = with(header);
        let (head, body) = parts(&answer);
        assert!(head.starts_with("HTTP/1.1 401"), "{answer}");
        let problem: Value = serde_json::from_str(body).unwrap_or_else(|_| panic!("{answer}"));
        assert!(problem["request_id"].as_str().unwrap().parse::<uuid::Uuid>().is_ok(), "{problem}");
    }
}

fn every_answer_says_how_it_may_be_used(api: &Api) {
    let litigator = api.litigator();
    let case = case_with(&litigator, "2026-03-02");
    let read = litigator.get(&format!("/v1/cases/{case}"));
    assert_eq!(read.header("cache-control"), Some("private, no-cache"));
    let missing = litigator.get("/v1/nothing");
    assert_eq!(missing.header("cache-control"), Some("no-store"));
    for answer in [read, missing, api.anonymous().get("/health/live")] {
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{}", answer.asked);
        assert!(answer.header("x-request-id").is_some(), "{}", answer.asked);
    }
}

fn the_service_says_what_it_is(api: &Api) {
    let anonymous = api.anonymous();
    let index = anonymous.get("/").must(200);
    assert_eq!(index["name"], "greffe");
    for (name, address) in index["links"].as_object().unwrap() {
        let status = anonymous.get(address.as_str().unwrap()).status;
        assert!(matches!(status, 200 | 308 | 401 | 405), "{name} leads to {address}: {status}");
    }
    let version = anonymous.get("/version").must(200);
    let database = if api.backend() == Backend::Sqlite { "sqlite" } else { "postgresql" };
    assert_eq!(
        (&version["version"], &version["database"]),
        (&json!(env!("CARGO_PKG_VERSION")), &json!(database))
    );
    assert!(anonymous.get("/metrics").header("content-type").unwrap().starts_with("text/plain"));
}

on_both!(
    answers_are_compressed_where_that_is_asked_for,
    headers_without_end_are_refused,
    a_body_in_pieces_over_the_limit_is_refused,
    a_client_that_talks_nonsense_gets_a_refusal,
    a_header_that_is_no_text_is_refused_and_not_a_crash,
    every_answer_says_how_it_may_be_used,
    the_service_says_what_it_is,
);
