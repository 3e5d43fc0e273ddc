//! The demo as a process of its own, and the people who sign in to it.

use super::command::PROGRAM;
use serde_json::Value;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Stdio};

/// A demo that runs, and what it printed. Ends with the test.
pub struct Demo {
    pub process: Child,
    pub printed: Vec<String>,
}

impl Demo {
    /// Starts it on a free port, with its data in this folder, or in this database.
    pub fn start(data: &str, database: Option<&str>) -> Self {
        Self::start_with(data, database, &[])
    }

    /// [`Demo::start`] with more arguments.
    pub fn start_with(data: &str, database: Option<&str>, more: &[&str]) -> Self {
        let mut command = std::process::Command::new(PROGRAM);
        command.env_clear().args([
            "demo",
            "--port",
            "0",
            "--workers",
            "1",
            "--drain-seconds",
            "1",
            "--data-dir",
            data,
        ]);
        command.args(["--clock", "2026-11-01T15:00:00Z"]).args(more);
        if let Some(url) = database {
            command.env("GREFFE_DATABASE_URL", url);
        }
        // All that is ever logged, for whoever wants to look: what is written there and what is not is tested below.
        let log = std::fs::File::create(Self::log(data)).unwrap();
        command.args(["--log", "trace", "--public-url", "https://greffe.example/"]);
        let mut process = command.stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines().map(Result::unwrap);
        let mut printed = Vec::new();
        for line in lines {
            let is_last = line.starts_with("curl ");
            // The log is no part of what a person is told.
            if !line.contains(" INFO ") && !line.starts_with('{') {
                printed.push(line);
            }
            if is_last {
                break;
            }
        }
        Self { process, printed }
    }

    /// Where its log is.
    fn log(data: &str) -> PathBuf {
        PathBuf::from(data).join("log")
    }

    /// What it has logged so far, without the colours of a terminal.
    pub fn logged(data: &str) -> String {
        let text = std::fs::read_to_string(Self::log(data)).unwrap();
        let mut plain = String::new();
        let mut parts = text.split('\u{1b}');
        plain.push_str(parts.next().unwrap());
        parts.for_each(|part| plain.push_str(part.split_once('m').unwrap().1));
        plain
    }

    /// The address that it serves.
    pub fn base(&self) -> String {
        let docs = self
            .printed
            .iter()
            .find(|line| line.ends_with("/docs"))
            .unwrap_or_else(|| panic!("{:?}", self.printed));
        docs.trim_end_matches("/docs").to_owned()
    }

    /// The status of an address, if it answers.
    pub fn get(&self, path: &str) -> Option<u16> {
        let agent: ureq::Agent = ureq::Agent::config_builder().http_status_as_error(false).build().into();
        agent.get(format!("{}{path}", self.base())).call().ok().map(|answer| answer.status().as_u16())
    }

    /// The access token of the first person of a role.
    pub fn token(&self, role: &str) -> String {
        let person = self.printed.iter().find(|line| line.starts_with(&format!("{role} "))).unwrap();
        let words: Vec<_> = person.split(' ').collect();
        let credentials = serde_json::json!({"username": words[1], "password": words[2]});
        let pair: Value = ureq::post(format!("{}/v1/auth/token", self.base()))
            .send_json(credentials)
            .unwrap()
            .body_mut()
            .read_json()
            .unwrap();
        pair["access_token"].as_str().unwrap().to_owned()
    }

    /// Asks it to stop.
    pub fn stop(&mut self) {
        let sent = std::process::Command::new("kill")
            .args(["-TERM", &self.process.id().to_string()])
            .status()
            .unwrap();
        assert!(sent.success());
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
    }
}

/// Somebody of a demo, signed in.
pub struct Person<'a> {
    demo: &'a Demo,
    token: String,
}

impl<'a> Person<'a> {
    pub fn of(demo: &'a Demo, username: &str) -> Self {
        let line = demo.printed.iter().find(|line| line.split(' ').nth(1) == Some(username)).unwrap();
        let password = line.split(' ').nth(2).unwrap();
        let person = Self { demo, token: String::new() };
        let credentials = serde_json::json!({"username": username, "password": password});
        let pair = person.post("/v1/auth/token", &credentials);
        Self { token: pair["access_token"].as_str().unwrap().to_owned(), ..person }
    }

    pub fn get(&self, path: &str) -> Value {
        let request = ureq::get(format!("{}{path}", self.demo.base()));
        let request = request.header("Authorization", &format!("Bearer {}", self.token));
        request.call().unwrap().body_mut().read_json().unwrap()
    }

    pub fn post(&self, path: &str, body: &Value) -> Value {
        let request = ureq::post(format!("{}{path}", self.demo.base()));
        let request = request.header("Authorization", &format!("Bearer {}", self.token));
        request.send_json(body).unwrap().body_mut().read_json().unwrap()
    }
}
