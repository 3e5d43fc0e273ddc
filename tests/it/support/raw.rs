//! Requests that no client library would send.

use super::api::Api;
use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

/// Writes these bytes on a new connection and reads what comes until the server closes it, as it must within 20 s.
pub fn exchange(api: &Api, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(api.address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    // A server that has seen enough may close the door while we are still talking.
    drop(stream.write_all(request));
    let mut answer = Vec::new();
    let read = stream.read_to_end(&mut answer).map_err(|error| error.kind());
    let is_open = matches!(read, Err(ErrorKind::WouldBlock | ErrorKind::TimedOut));
    assert!(!is_open, "the connection stays open after {}", String::from_utf8_lossy(&answer));
    String::from_utf8_lossy(&answer).into_owned()
}

/// The head of a raw answer, and its body.
pub fn parts(answer: &str) -> (&str, &str) {
    answer.split_once("\r\n\r\n").unwrap_or((answer, ""))
}
