//! What is read across features: the journal, the policy, reference lists, reports, agendas and
//! feeds.

pub mod agenda;
pub mod audit;
pub mod feeds;
pub mod policy;
pub mod reference;
pub mod report;
