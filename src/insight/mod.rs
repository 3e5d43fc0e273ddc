//! What is read across features: the journal, the policy, reference lists, reports, agendas, feeds,
//! and a case whole.

pub mod agenda;
pub mod audit;
pub mod dossier;
pub mod feeds;
pub mod policy;
pub mod reference;
pub mod report;
