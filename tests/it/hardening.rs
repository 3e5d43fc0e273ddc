//! The shell around the service: headers, scripts of other origins, proxies, limits of size and time, TLS.

use crate::support::api::eventually;
use crate::support::backend::folder;
use crate::support::command::{SECRET, greffe, outcome, says};
use crate::support::raw::{exchange, parts};
use crate::support::world::World;
use crate::support::*;
use base64::Engine as _;
use greffe::http::client::{Forwarded, Proxies};
use greffe::http::edge::Edge;
use greffe::http::limits::Limits;
use greffe::http::tls::Certificate;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use serde_json::json;
use std::io::Read as _;
use std::path::PathBuf;
use std::sync::{Arc, mpsc};
use std::time::Duration;
use ureq::tls::{RootCerts, TlsConfig};

fn facing(api: &Api, edge: Edge) -> Api {
    api.own(Settings { edge, ..Settings::default() })
}

/// An edge that trusts whoever is on this machine.
fn behind(header: Forwarded) -> Edge {
    let local = vec!["127.0.0.0/8".parse().unwrap()];
    Edge { proxies: Proxies::new(local, header), ..Edge::default() }
}

fn with_cors() -> Edge {
    Edge {
        origins: vec!["https://app.example".parse().unwrap(), "http://localhost:3000".parse().unwrap()],
        ..Edge::default()
    }
}

#[track_caller]
fn is_hardened(answer: &Answer) {
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(answer.header(name), Some(value), "{}: {name}", answer.asked);
    }
    let policy = answer.header("content-security-policy").unwrap_or_default();
    for part in ["default-src 'none'", "frame-ancestors 'none'"] {
        assert!(policy.contains(part), "{}: {policy}", answer.asked);
    }
    assert!(!policy.contains("unsafe-eval") && !policy.contains("http"), "{}: {policy}", answer.asked);
    for name in ["permissions-policy", "cache-control", "vary"] {
        assert!(answer.header(name).is_some(), "{} has no {name}", answer.asked);
    }
    for name in ["server", "x-powered-by", "access-control-allow-origin", "access-control-expose-headers"] {
        assert_eq!(answer.header(name), None, "{}: {name}", answer.asked);
    }
    assert_eq!(answer.header("strict-transport-security"), None, "{}: this is not HTTPS", answer.asked);
}

fn every_answer_is_hardened(api: &Api) {
    let world = World::of(api);
    for operation in world.operations.iter().filter(|operation| operation.method != "DELETE") {
        let actor = world.caller(operation).with_header("Origin", "https://app.example");
        let address = world.address(operation);
        let answer = if operation.method == "GET" {
            actor.get(&address)
        } else {
            actor.send(
                &operation.method,
                &address,
                Some((&operation.body_type().unwrap_or_default(), b"{".to_vec())),
            )
        };
        is_hardened(&answer);
        if operation.method != "GET" {
            assert_eq!(answer.header("cache-control"), Some("no-store"), "{}", operation.id);
        }
        let policy = answer.header("content-security-policy").unwrap();
        let is_page = answer.header("content-type").is_some_and(|kind| kind.starts_with("text/html"));
        assert_eq!(policy.contains("style-src"), is_page, "{}: {policy}", operation.id);
        assert!(!policy.contains("script-src"), "{}: {policy}", operation.id);
    }
    let anonymous = api.anonymous();
    for address in ["/nowhere", "/v1/me", "/docs", "/docs/", "/v1/cases/nonsense", "/openapi.json"] {
        is_hardened(&anonymous.get(address));
    }
    is_hardened(&anonymous.send("DELETE", "/v1/me", None));
    let docs = anonymous.get("/docs/index.html");
    let policy = docs.header("content-security-policy").unwrap();
    assert!(policy.contains("script-src 'self';") && policy.contains("connect-src 'self';"), "{policy}");
    // What that policy forbids is not in the page: scripts in the text of it, and anything from elsewhere.
    assert!(docs.text.contains("<script src=\"./swagger-ui-bundle.js\""), "{}", docs.text);
    assert!(!docs.text.contains("<script>") && !docs.text.contains("https://"), "{}", docs.text);
    let matrix = world.operations.iter().find(|operation| operation.path.ends_with("/report")).unwrap();
    let report = world.administrator.get(&format!("{}?format=html", world.address(matrix)));
    assert!(report.header("content-type").unwrap().starts_with("text/html"), "{}", report.text);
    is_hardened(&report);
    let policy = report.header("content-security-policy").unwrap();
    assert!(policy.contains("style-src 'unsafe-inline';") && !policy.contains("script-src"), "{policy}");
    assert!(!report.text.contains("<script"));
}

fn tokens_are_kept_nowhere(api: &Api) {
    let manager = api.manager();
    let credentials = json!({"username": manager.username, "password": fixtures::PASSWORD});
    let signed_in = api.anonymous().post("/v1/auth/token", credentials);
    assert_eq!(signed_in.header("cache-control"), Some("no-store"));
    let refresh = signed_in.must(200)["refresh_token"].clone();
    let refreshed = api.anonymous().post("/v1/auth/refresh", json!({"refresh_token": refresh}));
    assert_eq!((refreshed.status, refreshed.header("cache-control")), (200, Some("no-store")));
}

fn scripts_of_other_origins_are_let_in_by_name(api: &Api) {
    let api = &facing(api, with_cors());
    let preflight = |origin: &str, method: &str, headers: &str| {
        let actor = api
            .anonymous()
            .with_header("Origin", origin)
            .with_header("Access-Control-Request-Method", method)
            .with_header("Access-Control-Request-Headers", headers);
        actor.send("OPTIONS", "/v1/cases", None)
    };
    let needed =
        "authorization,content-type,if-match,if-none-match,idempotency-key,accept-language,x-request-id";
    for method in ["GET", "POST", "PATCH", "PUT", "DELETE"] {
        let answer = preflight("https://app.example", method, needed);
        assert_eq!(answer.status, 200, "{}", answer.text);
        assert_eq!(answer.header("access-control-allow-origin"), Some("https://app.example"));
        assert!(answer.header("access-control-max-age").is_some());
        assert_eq!(answer.header("access-control-allow-credentials"), None);
        let allowed = answer.header("access-control-allow-headers").unwrap().to_ascii_lowercase();
        assert!(needed.split(',').all(|name| allowed.contains(name)), "{allowed}");
    }
    for (origin, method, headers) in [
        ("https://evil.example", "GET", ""),
        ("null", "GET", ""),
        ("https://app.example.evil.example", "GET", ""),
        ("http://app.example", "GET", ""),
        ("https://app.example", "TRACE", ""),
        ("https://app.example", "GET", "x-odd"),
    ] {
        let answer = preflight(origin, method, headers).refused(400, "bad_request");
        assert_eq!(answer.header("access-control-allow-origin"), None, "{origin} {method} {headers}");
    }
    let manager = api.manager();
    let known = manager.with_header("Origin", "http://localhost:3000");
    let answer = known.get("/v1/cases");
    assert_eq!(answer.header("access-control-allow-origin"), Some("http://localhost:3000"));
    let shown = answer.header("access-control-expose-headers").unwrap().to_ascii_lowercase();
    for name in [
        "etag",
        "link",
        "location",
        "ratelimit",
        "retry-after",
        "content-language",
        "idempotency-replayed",
        "x-request-id",
    ] {
        assert!(shown.contains(name), "no {name} in {shown}");
    }
    let vary: Vec<_> = answer
        .headers
        .get_all("vary")
        .iter()
        .map(|line| line.to_str().unwrap().to_ascii_lowercase())
        .collect();
    assert!(vary.concat().contains("origin") && vary.concat().contains("accept-language"), "{vary:?}");
    // A refusal is a problem document, and one that the script may read.
    for refused in
        [known.get("/nowhere"), known.post("/v1/cases", json!({})), known.with_token("no").get("/v1/me")]
    {
        refused.is_problem();
        assert_eq!(
            refused.header("access-control-allow-origin"),
            Some("http://localhost:3000"),
            "{}",
            refused.asked
        );
    }
    is_hardened(&manager.with_header("Origin", "https://evil.example").get("/v1/cases"));
    is_hardened(&manager.with_header("Origin", "https://evil.example").get("/nowhere"));
}

fn who_is_not_signed_in_is_limited_by_address(api: &Api) {
    let limited = || Edge { anonymous: Limits::per_minute(5), ..behind(Forwarded::XForwarded) };
    let api = &facing(api, limited());
    let from = |address: &str| api.anonymous().with_header("X-Forwarded-For", address);
    for left in (0..5).rev() {
        let answer = from("198.51.100.1").get("/version");
        assert_eq!(
            (answer.status, answer.header("ratelimit")),
            (200, Some(&*format!("\"default\";r={left};t=60")))
        );
    }
    let refused = from("198.51.100.1").get("/v1/feeds/guessed.ics").refused(429, "too_many_requests");
    assert!(refused.header("retry-after").unwrap().parse::<u32>().unwrap() >= 1);
    // What others wrote before the address that the proxy saw changes nothing.
    from("203.0.113.9, 198.51.100.1").get("/version").refused(429, "too_many_requests");
    assert_eq!(from("198.51.100.1, 203.0.113.9").get("/version").status, 200, "another address");
    assert_eq!(from("198.51.100.1").get("/health/live").status, 200, "a probe is never in the way");
    let manager = api.manager().with_header("X-Forwarded-For", "198.51.100.1");
    assert_eq!(manager.get("/v1/me").status, 200, "who is signed in is counted as a person");
    // One subscriber of IPv6 has a whole network.
    for host in 1..=5 {
        assert_eq!(from(&format!("2001:db8:1:2::{host}")).get("/version").status, 200);
    }
    from("[2001:db8:1:2:ffff::1]:4711").get("/version").refused(429, "too_many_requests");
    // Tokens that are none are guesses, and count as such.
    let guessing = from("192.0.2.33").with_token("guess");
    for _ in 0..5 {
        guessing.get("/v1/me").refused(401, "invalid_token");
    }
    guessing.get("/v1/me").refused(429, "too_many_requests");
}

/// As it would come from a proxy that says `X-Forwarded-...`.
fn said<'a>(actor: &Actor<'a>) -> Actor<'a> {
    actor
        .with_header("X-Forwarded-For", "203.0.113.7")
        .with_header("X-Forwarded-Proto", "https")
        .with_header("X-Forwarded-Host", "greffe.example")
}

/// As it would come from one that says it as RFC 7239 has it.
fn standard<'a>(actor: &Actor<'a>) -> Actor<'a> {
    actor.with_header("Forwarded", "for=203.0.113.7;proto=https;host=greffe.example")
}

fn who_is_no_trusted_proxy_is_not_believed(api: &Api) {
    let feed = json!({"scope": "me", "language": "en"});
    let url = |actor: &Actor<'_>| {
        let answer = actor.post("/v1/feeds", feed.clone());
        let is_https = answer.header("strict-transport-security").is_some();
        (answer.must(201)["url"].as_str().unwrap().to_owned(), is_https)
    };
    let stranger = &facing(api, Edge { anonymous: Limits::per_minute(1), ..Edge::default() });
    for actor in [said(&stranger.manager()), standard(&stranger.manager())] {
        let (url, is_https) = url(&actor);
        assert!(url.starts_with(&format!("http://{}/", stranger.address)) && !is_https, "{url}");
    }
    assert_eq!(said(&stranger.anonymous()).get("/version").status, 200);
    said(&stranger.anonymous())
        .with_header("X-Forwarded-For", "203.0.113.8")
        .get("/version")
        .refused(429, "too_many_requests");
    let trusting = &facing(api, behind(Forwarded::XForwarded));
    let (secure, is_https) = url(&said(&trusting.manager()));
    assert!(secure.starts_with("https://greffe.example/") && is_https, "{secure}");
    let (url_of_other_header, is_https) = url(&standard(&trusting.manager()));
    assert!(url_of_other_header.starts_with("http://127") && !is_https, "{url_of_other_header}");
    let (odd, _) = url(&said(&trusting.manager()).with_header("X-Forwarded-Host", "evil@greffe.example/x"));
    assert!(odd.starts_with("https://127"), "what is no host is not believed: {odd}");
    let trusting = &facing(api, behind(Forwarded::Forwarded));
    let (secure, is_https) = url(&standard(&trusting.manager()));
    assert!(secure.starts_with("https://greffe.example/") && is_https, "{secure}");
}

/// 100 MiB of spaces in 172 bytes of Brotli.
const BROTLI: &str = "cbffff3ff82540e2b14020f7fe8fffff7ff04b00c4611180eefd1fffffffe0970088c30200ddfb3ffeffffc12f0110870500baf77ffcffff835f02200e0b0074effff8ffff07bf04401c1600e8defff1ffff0f7e0980382c00d0bdffe3ffff1ffc1200715800a07bffc7ffff3ff82500e2b00040f7fe8fffff7ff04b00c4610180eefd1fffffffe0970088c30200ddfb3ffeffffc12f0110870500baf77ff9ffff835f02200e0b0074ef7f00";

/// 100 MiB of spaces in 100 KiB of gzip, which are kept here as gzip once more.
const GZIP: &str = "H4sIAAAAAAACA+3cLU4DYRSG0aFtSIPgRzQIBLXsAEMyGDQCLIQFsAaGEBQC1UVAsCwAh8QVXBMsClFFM2RmGd97jrr6ypubZ/9hXHUGw5+3225oprPVwe7TRgUAAAAUrvm6G651w7Sdn5yeAwAAAKW72toc9UeBv8u9Y+sAAACA4t0fHW73HwK/N9cj6wAAAIDiTZaLur8FvLevO2f2AQAAAMX7FAwAAACAKIIBAAAAkEUwAAAAALIIBgAAAEAYwQAAAADIIhgAAAAAWQQDAAAAIItgAAAAAIQRDAAAAIAsggEAAACQRTAAAAAAsggGAAAAQBjBAAAAAMgiGAAAAABZBAMAAAAgi2AAAAAAhBEMAAAAgCyCAQAAAJBFMAAAAACyzJaLpnsMqD/a+Wo8qQAAAAp0MXh5fP6uqnr9H33wuIE2jgEA";

fn a_few_bytes_do_not_become_many(api: &Api) {
    let anonymous = api.anonymous();
    let send = |coding: &str, bytes: Vec<u8>| {
        let actor = anonymous.with_header("Content-Encoding", coding);
        actor.send("POST", "/v1/auth/token", Some(("application/json", bytes)))
    };
    let mut gzip = Vec::new();
    let packed = base64::engine::general_purpose::STANDARD.decode(GZIP).unwrap();
    flate2::read::GzDecoder::new(&*packed).read_to_end(&mut gzip).unwrap();
    send("gzip", gzip).refused(413, "body_too_large");
    send("br", hex::decode(BROTLI).unwrap()).refused(413, "body_too_large");
    let zip = |bytes: &[u8]| {
        let mut encoded = Vec::new();
        flate2::read::ZlibEncoder::new(bytes, flate2::Compression::fast()).read_to_end(&mut encoded).unwrap();
        encoded
    };
    send("deflate", zip(&vec![b' '; 2 * 1024 * 1024])).refused(413, "body_too_large");
    send("deflate", zip(b"{}")).refused(422, "invalid_body");
    send("identity", b"{}".to_vec()).refused(422, "invalid_body");
    send("gzip", b"{}".to_vec()).refused(400, "malformed_body");
    for coding in ["zstd", "compress", "gzip, gzip", "nonsense", ""] {
        let refused = send(coding, b"{}".to_vec()).refused(415, "unsupported_media_type");
        assert_eq!(refused.header("accept-encoding"), Some("gzip, deflate, br"), "{coding}");
    }
}

fn addresses_and_heads_have_an_end(api: &Api) {
    let long = format!("/v1/cases?q={}", "x".repeat(9000));
    api.anonymous().get(&long).refused(414, "address_too_long");
    api.litigator().get(&long).refused(414, "address_too_long");
    let many: Vec<_> = (0..200).map(|number| format!("X-Filler-{number}: x\r\n")).collect();
    let many = many.concat();
    let answer = exchange(api, format!("GET /version HTTP/1.1\r\nHost: x\r\n{many}\r\n").as_bytes());
    assert!(answer.starts_with("HTTP/1.1 431"), "{answer}");
    let large = "x".repeat(200 * 1024);
    let answer =
        exchange(api, format!("GET /version HTTP/1.1\r\nHost: x\r\nX-Filler: {large}\r\n\r\n").as_bytes());
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 431"), "{answer}");
}

fn a_body_that_does_not_arrive_is_not_waited_for(api: &Api) {
    let api = &api.own(Settings {
        edge: Edge { body_timeout: Duration::from_millis(200), ..Edge::default() },
        header_timeout: Duration::from_secs(1),
        ..Settings::default()
    });
    let head = "POST /v1/auth/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
    for rest in
        ["Content-Length: 100\r\n\r\n{\"username\"", "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"use\r\n"]
    {
        // The server closes the connection, or this would be read to the end of the test's own patience.
        let answer = exchange(api, format!("{head}{rest}").as_bytes());
        let (first, body) = parts(&answer);
        assert!(first.starts_with("HTTP/1.1 408"), "{answer}");
        assert!(body.contains("\"request_timeout\""), "{answer}");
    }
}

fn a_request_does_not_take_for_ever(api: &Api) {
    let edge = Edge { request_timeout: Duration::from_millis(300), ..with_cors() };
    let api = &api.own(Settings { connections: 1, edge, ..Settings::default() });
    let manager = api.manager().with_header("Origin", "https://app.example");
    let (held, is_held) = mpsc::channel();
    let (release, released) = mpsc::channel::<()>();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            api.db.read_now(|_| {
                held.send(()).unwrap();
                released.recv().unwrap();
                Ok(())
            })
        });
        is_held.recv().unwrap();
        let refused = manager.get("/v1/cases").refused(503, "unavailable");
        assert!(refused.json["detail"].as_str().unwrap().contains("too long"), "{}", refused.text);
        assert!(refused.header("retry-after").is_some());
        assert_eq!(refused.header("access-control-allow-origin"), Some("https://app.example"));
        assert_eq!(refused.header("x-frame-options"), Some("DENY"));
        release.send(()).unwrap();
    });
    eventually("it answers again", || manager.get("/v1/cases").status == 200);
}

/// A certificate for this machine and its key, in files of their own.
struct Files {
    chain: PathBuf,
    key: PathBuf,
}

impl Files {
    fn new(name: &str) -> Self {
        let folder = folder().join(format!("tls-{name}"));
        std::fs::create_dir_all(&folder).unwrap();
        let files = Self { chain: folder.join("chain.pem"), key: folder.join("key.pem") };
        files.renew(0);
        files
    }

    /// Writes a new certificate, changed so many seconds from now: the clock of a file system may be slow.
    fn renew(&self, later: u64) {
        let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        std::fs::write(&self.key, made.signing_key.serialize_pem()).unwrap();
        std::fs::write(&self.chain, made.cert.pem()).unwrap();
        let file = std::fs::File::options().append(true).open(&self.chain).unwrap();
        let written = file.metadata().unwrap().modified().unwrap();
        file.set_modified(written + Duration::from_secs(later)).unwrap();
    }

    fn certificate(&self) -> Arc<Certificate> {
        Arc::new(Certificate::read(&self.chain, &self.key, Duration::ZERO).unwrap())
    }

    /// A client that trusts the certificate of now, and only that.
    fn client(&self) -> ureq::Agent {
        let pem = std::fs::read(&self.chain).unwrap();
        let root = ureq::tls::Certificate::from_pem(&pem).unwrap();
        let tls = TlsConfig::builder().root_certs(RootCerts::new_with_certs(&[root])).build();
        ureq::Agent::config_builder().tls_config(tls).http_status_as_error(false).build().into()
    }
}

fn https_is_served_and_a_certificate_renewed(api: &Api) {
    let files = Files::new(&format!("{:?}", api.backend()));
    let settings = Settings { certificate: Some(files.certificate()), ..Settings::default() };
    let api = &api.own(settings);
    let address = format!("https://localhost:{}/version", api.address.port());
    let ask = |agent: &ureq::Agent| agent.get(&address).call();
    let first = files.client();
    let answer = ask(&first).unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["strict-transport-security"], "max-age=31536000");
    let plain = exchange(api, b"GET /version HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assert!(!plain.contains("HTTP/1.1 200") && !plain.contains("greffe"), "plain HTTP is answered: {plain}");
    assert_eq!(handshake(api, &files), (Some(b"h2".to_vec()), Some(rustls::ProtocolVersion::TLSv1_3)));
    files.renew(2);
    assert!(ask(&files.client()).is_ok(), "the new certificate is served");
    std::fs::write(&files.key, "half written").unwrap();
    let pem = std::fs::File::options().append(true).open(&files.key).unwrap();
    let written = pem.metadata().unwrap().modified().unwrap();
    pem.set_modified(written + Duration::from_secs(4)).unwrap();
    assert!(ask(&files.client()).is_ok(), "what cannot be read leaves the old certificate in place");
}

/// What a client that would speak either is answered: the protocol, and the version of TLS.
fn handshake(api: &Api, files: &Files) -> (Option<Vec<u8>>, Option<rustls::ProtocolVersion>) {
    let mut roots = rustls::RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(&files.chain).unwrap()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let mut client =
        rustls::ClientConnection::new(Arc::new(config), "localhost".try_into().unwrap()).unwrap();
    let mut stream = std::net::TcpStream::connect(api.address).unwrap();
    client.complete_io(&mut stream).unwrap();
    (client.alpn_protocol().map(<[u8]>::to_vec), client.protocol_version())
}

/// What `check-config` says to these settings, and whether they would do.
fn check(settings: &[(&str, &str)]) -> (bool, String) {
    let mut command = greffe(&["check-config"]);
    outcome(command.env("GREFFE_SIGNING_SECRET", SECRET).envs(settings.iter().copied()))
}

#[test]
fn settings_of_the_edge_are_checked() {
    let (one, other) = (Files::new("one"), Files::new("other"));
    let path = |file: &PathBuf| file.to_str().unwrap().to_owned();
    let (chain, key, strange) = (path(&one.chain), path(&one.key), path(&other.key));
    let tls =
        |chain: &str, key: &str| check(&[("GREFFE_TLS_CERT_FILE", chain), ("GREFFE_TLS_KEY_FILE", key)]);
    assert!(tls(&chain, &key).0);
    for (chain, key, word) in [
        (chain.as_str(), strange.as_str(), "do not go together"),
        (key.as_str(), key.as_str(), "no certificate"),
        (chain.as_str(), chain.as_str(), chain.as_str()),
        ("/no/such/file", key.as_str(), "/no/such/file"),
    ] {
        let (good, said) = tls(chain, key);
        assert!(!good && said.contains("GREFFE_TLS_CERT_FILE") && said.contains(word), "{word}: {said}");
        assert!(!said.contains("PRIVATE KEY"), "{said}");
    }
    let (good, said) = check(&[("GREFFE_TLS_CERT_FILE", chain.as_str())]);
    assert!(!good && said.contains("GREFFE_TLS_KEY_FILE"), "{said}");
    let (good, said) = check(&[("GREFFE_TLS_KEY_FILE", key.as_str())]);
    assert!(!good && said.contains("GREFFE_TLS_CERT_FILE"), "{said}");
    assert!(check(&[("GREFFE_CORS_ORIGINS", "https://a.example,http://localhost:3000")]).0);
    for wrong in ["*", "https://a.example,*", "null", "https://a.example/"] {
        assert!(!check(&[("GREFFE_CORS_ORIGINS", wrong)]).0, "{wrong}");
    }
    assert!(check(&[("GREFFE_TRUSTED_PROXIES", "10.0.0.0/8, 192.0.2.7,2001:db8::/32")]).0);
    for wrong in ["*", "10.0.0.0/33", "proxy.example"] {
        assert!(!check(&[("GREFFE_TRUSTED_PROXIES", wrong)]).0, "{wrong}");
    }
}

#[test]
fn no_complaint_shows_a_secret() {
    for wrong in [
        ("GREFFE_DATABASE_URL", "mysql://greffe:hunter2@db.example/greffe"),
        ("GREFFE_SMTP_URL", "nonsense://greffe:hunter2@mail.example"),
    ] {
        let (good, said) = check(&[wrong, ("GREFFE_MAIL_FROM", "greffe@example.org")]);
        assert!(!good && !said.contains("hunter2"), "{said}");
        let option = format!("--{}", wrong.0.trim_start_matches("GREFFE_").to_lowercase().replace('_', "-"));
        assert!(said.contains(wrong.0) || said.contains(&option), "{said}");
    }
    let said = says(
        greffe(&["serve", "--help"])
            .env("GREFFE_DATABASE_URL", "postgres://greffe:hunter2@db.example/greffe")
            .env("GREFFE_SIGNING_SECRET", "hunter2-hunter2-hunter2-hunter2-hunter2")
            .env("GREFFE_SMTP_URL", "smtp://greffe:hunter2@mail.example"),
    );
    assert!(said.contains("GREFFE_TLS_CERT_FILE") && !said.contains("hunter2"), "{said}");
    // A database that cannot be reached, and a URL that its library cannot read.
    for url in ["postgres://greffe:hunter2@127.0.0.1:1/greffe", "postgres://greffe:hunter2@[127.0.0.1/greffe"]
    {
        let (is_done, said) = outcome(greffe(&["migrate", "--log", "trace"]).env("GREFFE_DATABASE_URL", url));
        assert!(!is_done && !said.contains("hunter2"), "{said}");
    }
}

on_both!(
    every_answer_is_hardened,
    tokens_are_kept_nowhere,
    scripts_of_other_origins_are_let_in_by_name,
    who_is_not_signed_in_is_limited_by_address,
    who_is_no_trusted_proxy_is_not_believed,
    a_few_bytes_do_not_become_many,
    addresses_and_heads_have_an_end,
    a_body_that_does_not_arrive_is_not_waited_for,
    a_request_does_not_take_for_ever,
    https_is_served_and_a_certificate_renewed,
);
