//! Absences: from when until when somebody is away.
//!
//! Why is nobody's business here, and is not kept. Who acts for whoever is away is an assignment of its own. Absences are seen
//! by the people of the same organisation; one's own are recorded by oneself, another's by whoever manages assignments there.
//! A person is away once at a time. [`service::away`] tells who of many people is away at an instant.

pub mod api;
pub mod routes;
pub mod service;
pub mod store;
