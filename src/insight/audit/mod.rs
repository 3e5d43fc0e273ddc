//! The journal as it is read: by case, across cases, and each entry as its reader may see it.

pub mod api;
pub mod changes;
pub mod checkpoints;
pub mod query_store;
pub mod redacted;
pub mod routes;
pub mod withheld_documents;
