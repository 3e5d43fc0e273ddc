//! Absences: the times at which somebody is away.
//!
//! The reason is nobody's business here, and is not stored. The person who acts for whoever is away
//! has an assignment of their own. Absences are seen by the people of the same organisation; one's
//! own are recorded by oneself, another's by whoever manages assignments there. A person is away
//! once at a time. [`service::away`] tells who of many people is away at an instant.

pub mod api;
pub mod routes;
pub mod service;
pub mod store;
