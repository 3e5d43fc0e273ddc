//! Somebody who talks to a server.

use super::answer::Answer;
use super::api::Api;
use serde_json::Value;
use ureq::http::Request;

/// A person with a token, or nobody in particular, and what they send with every request.
#[derive(Clone)]
pub struct Actor<'a> {
    /// The server that they talk to.
    pub api: &'a Api,
    /// The user's id; empty where nobody is signed in.
    pub id: String,
    /// The id of the user's organisation.
    pub organization_id: String,
    /// The name to sign in with.
    pub username: String,
    token: Option<String>,
    headers: Vec<(String, String)>,
}

impl<'a> Actor<'a> {
    pub(super) fn anonymous(api: &'a Api) -> Self {
        Self {
            api,
            id: String::new(),
            organization_id: String::new(),
            username: String::new(),
            token: None,
            headers: Vec::new(),
        }
    }

    pub(super) fn known(api: &'a Api, id: String, username: String, token: String) -> Self {
        Self { id, username, token: Some(token), ..Self::anonymous(api) }
    }

    /// The same, with another access token.
    pub fn with_token(&self, token: &str) -> Self {
        Self { token: Some(token.to_owned()), ..self.clone() }
    }

    /// The access token, where somebody is signed in.
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// The same, sending one more header.
    pub fn with_header(&self, name: &str, value: &str) -> Self {
        let mut other = self.clone();
        other.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        other.headers.push((name.to_owned(), value.to_owned()));
        other
    }

    /// The same, reading another language.
    pub fn accept_language(&self, languages: &str) -> Self {
        self.with_header("Accept-Language", languages)
    }

    /// Reads.
    pub fn get(&self, path: &str) -> Answer {
        self.send("GET", path, None)
    }

    /// Reads the headers alone.
    pub fn head(&self, path: &str) -> Answer {
        self.send("HEAD", path, None)
    }

    /// Posts JSON.
    pub fn post(&self, path: &str, body: Value) -> Answer {
        self.send("POST", path, Some(("application/json", body.to_string().into_bytes())))
    }

    /// Posts JSON under an idempotency key.
    pub fn post_once(&self, path: &str, key: &str, body: Value) -> Answer {
        self.with_header("Idempotency-Key", key).post(path, body)
    }

    /// Sends a merge patch of what was seen.
    pub fn patch(&self, path: &str, etag: &str, body: Value) -> Answer {
        let body = body.to_string().into_bytes();
        self.with_header("If-Match", etag).send("PATCH", path, Some(("application/merge-patch+json", body)))
    }

    /// Removes what was seen.
    pub fn delete(&self, path: &str, etag: &str) -> Answer {
        self.with_header("If-Match", etag).send("DELETE", path, None)
    }

    /// Sends anything.
    #[track_caller]
    pub fn send(&self, method: &str, path: &str, body: Option<(&str, Vec<u8>)>) -> Answer {
        let mut request = Request::builder().method(method).uri(format!("http://{}{path}", self.api.address));
        if let Some(token) = &self.token {
            request = request.header("Authorization", format!("Bearer {token}"));
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let takes_body = matches!(method, "POST" | "PUT" | "PATCH");
        let answer = match body {
            Some((kind, bytes)) if !kind.is_empty() => {
                self.api.agent.run(request.header("Content-Type", kind).body(bytes).unwrap())
            }
            Some((_, bytes)) => self.api.agent.run(request.body(bytes).unwrap()),
            None if takes_body => self.api.agent.run(request.body(Vec::new()).unwrap()),
            None => self.api.agent.run(request.body(()).unwrap()),
        };
        Answer::read(
            &format!("{method} {path}"),
            answer.unwrap_or_else(|error| panic!("{method} {path}: {error}")),
        )
    }

    /// Follows `next_cursor` to the end: the items of every page, and how many pages there were.
    #[track_caller]
    pub fn walk(&self, path: &str) -> (Vec<Value>, usize) {
        let (mut items, mut pages, mut address) = (Vec::new(), 0, path.to_owned());
        loop {
            let page = self.get(&address).must(200);
            items.extend(page["items"].as_array().unwrap().iter().cloned());
            pages += 1;
            let Some(cursor) = page["next_cursor"].as_str() else { return (items, pages) };
            let joint = if path.contains('?') { '&' } else { '?' };
            address = format!("{path}{joint}cursor={cursor}");
        }
    }
}
