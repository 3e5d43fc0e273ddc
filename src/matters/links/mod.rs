//! Links between cases: the lead case and those held behind it, the stay motion of an application,
//! the appeal of a judgment, the case after a redetermination.
//!
//! A link leads from the case on which it was made to another, and is listed on both. There is one
//! link of a kind between two cases. Whoever may not see the case at one end sees no link: neither
//! the other case nor its id shows through.

pub mod api;
pub mod model;
pub mod service;
pub mod store;
