//! Checkpoints and proofs on the wire.

use crate::db::types::Instant;
use crate::http::page::page_of;
use crate::ids::CheckpointId;
use crate::journal::checkpoints::store::CheckpointRow;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A signed statement of where the chains of the journal stood that had moved since the one before.
#[derive(Serialize, ToSchema)]
#[schema(example = json!({
    "id": "019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e31", "number": 2, "after_sequence": 120, "through_sequence": 188,
    "entries": 66, "chains": 9, "root": "5c1d1dd0c5f1b4a9c2d6a1f8e0b7c3d2a4958671f0e1d2c3b4a5968778695a4b",
    "previous_root": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "statement": "eyJ0eXAiOiJjaGVja3BvaW50K2p3dCIsImFsZyI6IkVkRFNBIn0.eyJpc3MiOiJncmVmZmUifQ.c2lnbmF0dXJl",
    "created_at": "2026-03-09T14:00:00.000000Z"
}))]
pub struct Checkpoint {
    /// The id of the checkpoint.
    pub id: CheckpointId,
    /// Its place among all checkpoints, from 1.
    pub number: i64,
    /// The sequence number after which the entries are covered.
    pub after_sequence: i64,
    /// The sequence number up to which the entries are covered.
    pub through_sequence: i64,
    /// The number of those entries.
    pub entries: i64,
    /// The number of chains.
    pub chains: i64,
    /// The Merkle root (RFC 6962, SHA-256) over the root before and the heads of those chains: 64
    /// hexadecimal digits.
    pub root: String,
    /// The root of the checkpoint before; empty in the first.
    pub previous_root: String,
    /// All of this, signed: a JWS whose `typ` is `checkpoint+jwt`. The keys are at `GET
    /// /.well-known/journal-keys.json`, those that were retired, too; with a shared secret (HS256)
    /// only whoever has the secret can check it. Keep it where whoever writes to the database
    /// cannot reach.
    pub statement: String,
    /// The instant at which it was made.
    pub created_at: Instant,
}

impl From<CheckpointRow> for Checkpoint {
    fn from(row: CheckpointRow) -> Self {
        Self {
            id: row.id,
            number: row.number,
            after_sequence: row.after_sequence,
            through_sequence: row.through_sequence,
            entries: row.entries,
            chains: row.chains,
            root: row.root,
            previous_root: row.previous_root,
            statement: row.statement,
            created_at: row.created_at,
        }
    }
}

page_of!(
    /// A page of checkpoints, the latest first.
    CheckpointPage,
    Checkpoint
);

/// A request for a checkpoint: there is nothing to say about it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({}))]
pub struct CheckpointInput {}

/// The entry that is to be proved.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Proving {
    /// The sequence number of the entry, as the journal lists it.
    #[param(minimum = 1)]
    pub entry: i64,
}

/// The proof that an entry is in the journal that a checkpoint states. `greffe journal verify
/// --proof FILE` checks it with nothing but the public key; `examples/proof.md` and
/// `examples/check_proof.py` of the program's source say, byte for byte, how anybody does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "statement": "eyJ0eXAiOiJjaGVja3BvaW50K2p3dCIsImFsZyI6IkVkRFNBIn0.eyJpc3MiOiJncmVmZmUifQ.c2lnbmF0dXJl",
    "content": "shown",
    "entry": {
        "subject": "case:019a8e2a-6c1e-7c31-9d57-0a4a5a8f7e10", "position": 2, "action": "event.recorded",
        "actor": "user:019a8e2a-0000-7000-8000-000000000001", "request_id": "019a8e2b-11aa-7f00-a000-000000000000",
        "at": "2026-03-09T14:00:00.000000Z", "kind": "write", "after": "{\"stage\":\"commenced\"}",
        "content_hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "previous_hash": "5c1d1dd0c5f1b4a9c2d6a1f8e0b7c3d2a4958671f0e1d2c3b4a5968778695a4b",
        "hash": "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae"
    },
    "later": ["fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9"],
    "leaf_index": 1, "path": ["baa5a0964d3320fbc0c6a922140453c8513ea24ab8fd0577034804a967248096"]
}))]
pub struct Proof {
    /// The signed statement of the checkpoint.
    pub statement: String,
    /// Whether the proof shows what the entry says: it does where the caller may see all of it and
    /// it is still there.
    pub content: Content,
    /// The entry.
    pub entry: ProvenEntry,
    /// The digests of the entries that came after it in its chain, up to the head that the
    /// checkpoint covers: what they say is not shown.
    pub later: Vec<String>,
    /// The leaf of the tree that is the head of the chain; leaf 0 is the root of the checkpoint
    /// before.
    pub leaf_index: u64,
    /// The hashes to combine with the leaf, from the bottom up, to come to the root of the
    /// statement.
    pub path: Vec<String>,
}

/// Whether a proof shows what its entry says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ProofContent)]
pub enum Content {
    /// `before` and `after` are as they were written.
    Shown,
    /// The hash alone: the caller may not see all of the entry, or the case was disposed of.
    Withheld,
}

/// An entry, as it was hashed. Its sequence number is no part of it: the database gives that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProvenEntry {
    /// Its chain.
    pub subject: String,
    /// Its place in it, from 1.
    pub position: i64,
    /// The act.
    pub action: String,
    /// The author.
    pub actor: String,
    /// The request that did it.
    pub request_id: String,
    /// The instant: UTC, with six digits of a second.
    pub at: String,
    /// `write`, `read` or `security`.
    pub kind: String,
    /// The state before: JSON as text, to the byte.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// The state after: JSON as text, to the byte.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// The hash of both.
    pub content_hash: String,
    /// The hash of the entry before it in its chain; empty for the first.
    pub previous_hash: String,
    /// Its own hash.
    pub hash: String,
}
