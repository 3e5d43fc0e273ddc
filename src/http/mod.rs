//! The conventions of the API, each once, as small pieces that a handler composes.
//!
//! A handler's signature says what it needs, and the order of its arguments is the order in which a
//! request is refused: who calls ([`Caller`](crate::app::caller::Caller): 401, 429), the body's
//! size and type ([`Unparsed`](crate::unparsed::Unparsed): 413, 415), the path and the query
//! ([`path::Path`], [`query::Query`]: 400). What depends on the resource (404, 403, 428, 412, 422,
//! 409) is the service's, in that order. Nothing here knows an operation or the application.

pub mod answer;
pub mod body;
pub mod client;
pub mod cors;
pub mod document;
pub mod download;
pub mod edge;
pub mod etag;
pub mod headers;
pub mod inflate;
pub mod limits;
pub mod listing;
pub mod locale;
pub mod operations;
pub mod page;
pub mod patch;
pub mod path;
pub mod problem;
pub mod public_url;
pub mod query;
pub mod scim;
pub mod stored_file;
pub mod tls;
pub mod unread;
pub mod unwinding;
pub mod upload;
