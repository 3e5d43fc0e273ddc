//! What came of two acts: what each was answered, what can be read afterwards, and what the journal says was done.
//!
//! Two outcomes are the same where they differ in nothing but ids, instants and secrets, which are made anew each time.

use crate::support::*;
use diesel::prelude::*;
use greffe::db::schema::journal;
use greffe::db::types::Json;
use serde_json::{Map, Value, json};

/// What came of two acts.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// What each was answered.
    pub answers: [Value; 2],
    /// What can be read afterwards.
    pub left: Vec<Value>,
    /// What the people of the target did, as the journal tells it.
    pub told: Vec<Value>,
}

impl Outcome {
    /// How many of the two were done.
    pub fn done(&self) -> usize {
        self.answers.iter().filter(|answer| answer["status"].as_u64().unwrap() < 300).count()
    }
}

/// Fields whose values are made anew each time, or count what everybody does.
const MADE_ANEW: [&str; 16] = [
    "public_key",
    "secret",
    "access_token",
    "refresh_token",
    "url",
    "key",
    "hash",
    "previous_hash",
    "request_id",
    "sequence",
    "prefix",
    "root",
    "statement",
    "previous_root",
    "through_sequence",
    "after_sequence",
];

/// A value without what is made anew each time; what has a label has that.
pub fn settled(value: &Value, labels: &[(String, &'static str)]) -> Value {
    match value {
        Value::String(text) => Value::String(settled_text(text, labels)),
        Value::Array(items) => items.iter().map(|item| settled(item, labels)).collect(),
        Value::Object(fields) => {
            let field = |(name, value): (&String, &Value)| {
                let anew = MADE_ANEW.contains(&name.as_str());
                (name.clone(), if anew { json!("*") } else { settled(value, labels) })
            };
            Value::Object(fields.iter().map(field).collect::<Map<_, _>>())
        }
        other => other.clone(),
    }
}

fn settled_text(text: &str, labels: &[(String, &'static str)]) -> String {
    let mut text = text.to_owned();
    for (known, label) in labels {
        text = text.replace(known, label);
    }
    // An instant of the clock has microseconds; one that was sent has none.
    if text.contains('.') && text.parse::<chrono::DateTime<chrono::Utc>>().is_ok() {
        return "@".to_owned();
    }
    let is_part = |letter: char| letter.is_ascii_hexdigit() || letter == '-';
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some(start) = rest.find(is_part) {
        let (before, from) = rest.split_at(start);
        let end = from.find(|letter| !is_part(letter)).unwrap_or(from.len());
        let (run, after) = from.split_at(end);
        out.push_str(before);
        out.push_str(if run.parse::<uuid::Uuid>().is_ok() { "#" } else { run });
        rest = after;
    }
    out + rest
}

/// What an answer comes to.
pub fn answered(answer: &Answer, labels: &[(String, &'static str)]) -> Value {
    if answer.status < 300 {
        json!({"status": answer.status, "etag": answer.header("etag").map(numbered), "body": settled(&answer.json, labels)})
    } else {
        json!({"status": answer.status, "code": answer.json["code"]})
    }
}

/// The number of the last entry of the journal.
pub fn last_sequence(api: &Api) -> i64 {
    let last = journal::table.select(diesel::dsl::max(journal::sequence));
    api.db.read_now(|connection| Ok(last.first::<Option<i64>>(connection)?)).unwrap().unwrap_or_default()
}

/// What these people did after an entry, in its order. Reads and refusals are recorded beside what is done, in their own time.
pub fn told(api: &Api, people: &[String], after: i64, labels: &[(String, &'static str)]) -> Vec<Value> {
    let actors: Vec<_> = people.iter().map(|id| format!("user:{id}")).collect();
    let entries = journal::table
        .filter(journal::sequence.gt(after))
        .filter(journal::actor.eq_any(actors))
        .filter(journal::kind.ne("read"))
        .filter(journal::action.ne("access.refused"))
        .order(journal::sequence.asc())
        .select((journal::subject, journal::action, journal::before, journal::after));
    let entries: Vec<(String, String, Option<Json>, Option<Json>)> =
        api.db.read_now(|connection| Ok(entries.load(connection)?)).unwrap();
    let content = |json: &Option<Json>| {
        json.as_ref().map(|json| settled(&serde_json::from_str(json.get()).unwrap(), labels))
    };
    let entry = |(subject, action, before, after): &(String, String, Option<Json>, Option<Json>)| {
        json!([settled_text(subject, labels), action, content(before), content(after)])
    };
    entries.iter().map(entry).collect()
}

/// A version that has a number; one that is made of what the answer says differs with its ids.
fn numbered(etag: &str) -> &str {
    if etag.len() < 12 { etag } else { "of content" }
}
