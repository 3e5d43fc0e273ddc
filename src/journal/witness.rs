//! The record of the journal that was stored elsewhere: the heads that a backup's manifest names,
//! and the signed statements of checkpoints.
//!
//! A chain that is whole as far as it goes does not say how far it went. What was stored elsewhere
//! does: every entry that it names must be there, at its place and with its hash. What came after
//! it nobody can know.

use super::checkpoints::statement::{Statement, StatementKeys, unverified};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The place of a chain at some time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChainEnd {
    /// The chain: `case:` and an id, for instance.
    pub subject: String,
    /// The number of entries that it had.
    pub length: i64,
    /// The hash of the last: 64 hexadecimal digits.
    pub hash: String,
}

/// The record that was stored elsewhere.
#[derive(Clone, Debug, Default)]
pub struct Witness {
    /// The places of chains: each has an entry of this hash at this place.
    pub heads: Vec<ChainEnd>,
    /// Statements of checkpoints, as they were signed.
    pub statements: Vec<String>,
}

impl Witness {
    /// Whether nothing was stored.
    #[must_use]
    pub const fn is_none(&self) -> bool {
        self.heads.is_empty() && self.statements.is_empty()
    }

    /// The statements of a file: as `greffe journal checkpoint` prints them, one a line, or as the
    /// API answers, a checkpoint or a page of them.
    ///
    /// # Errors
    /// Fails if there is none in it.
    pub fn statements_of(text: &str) -> Result<Vec<String>, String> {
        let statements: Vec<String> = match serde_json::from_str::<Value>(text) {
            Ok(answer) => {
                let items = answer.get("items").and_then(Value::as_array).cloned();
                let statement = |one: &Value| one.get("statement").and_then(Value::as_str).map(str::to_owned);
                items.unwrap_or_else(|| vec![answer.clone()]).iter().filter_map(statement).collect()
            }
            Err(_) => text.split_whitespace().map(str::to_owned).collect(),
        };
        if statements.is_empty() || statements.iter().any(|one| unverified(one).is_none()) {
            return Err(
                "it holds no statement of a checkpoint: one a line, or as GET /v1/journal/checkpoints \
                        answers"
                    .to_owned(),
            );
        }
        Ok(statements)
    }
}

/// The content of a statement: verified by one of the keys, if there are keys.
///
/// # Errors
/// Why it is not believed.
pub(super) fn read(signed: &str, keys: Option<&StatementKeys<'_>>) -> Result<Statement, String> {
    match keys {
        Some(keys) => keys.open(signed).map_err(|error| error.to_string()),
        None => unverified(signed).ok_or_else(|| "it has no statement".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_a_statement_is_refused() {
        for text in ["", " \n", "{}", r#"{"items": []}"#, "a.b.c", r#"{"statement": "a.b.c"}"#, "[1]"] {
            assert!(Witness::statements_of(text).is_err(), "{text}");
        }
    }
}
