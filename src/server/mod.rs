//! The server, put together: every route once, the OpenAPI document, the settings, and what runs
//! beside requests.

pub mod config;
pub mod docs;
pub mod housekeeping;
pub mod openapi;
pub mod router;
pub mod serving;
pub mod tags;
pub mod telemetry;
pub mod upkeep;
pub mod works;
