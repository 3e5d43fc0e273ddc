//! Requests that no client library would send.

use super::api::Api;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

/// Writes these bytes on a new connection and reads what comes until it is closed.
pub fn exchange(api: &Api, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(api.address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    // A server that has seen enough may close the door while we are still talking.
    drop(stream.write_all(request));
    let mut answer = Vec::new();
    drop(stream.read_to_end(&mut answer));
    String::from_utf8_lossy(&answer).into_owned()
}

/// The head of a raw answer, and its body.
pub fn parts(answer: &str) -> (&str, &str) {
    answer.split_once("\r\n\r\n").unwrap_or((answer, ""))
}
