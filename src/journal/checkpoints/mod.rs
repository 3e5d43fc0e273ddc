//! Checkpoints: signed statements of where the chains of the journal stand.
//!
//! A chain proves the order of its own entries, but whoever can write to the database can rewrite a
//! whole chain. A checkpoint puts the heads of the chains under a signature, which is kept
//! elsewhere, too: from then on a chain that was rewritten no longer leads to what was signed.
//!
//! Each covers the entries after the one before it. The leaves of its Merkle tree (RFC 6962) are
//! the root of the checkpoint before it and then the heads of the chains that moved since, so that
//! it costs what has changed and not what there is. A chain that did not move is where the last
//! checkpoint with a leaf of it says: all of them together are a statement of all heads, and the
//! last one covers them all, through the roots that each hands on to the next.
//!
//! What came after the last checkpoint is only chained, and a journal whose last checkpoints were
//! removed with the entries is an older journal: keep the statements where whoever writes to the
//! database cannot reach.

pub mod statement;
pub mod store;
pub mod tree;

pub use store::CheckpointRow;
