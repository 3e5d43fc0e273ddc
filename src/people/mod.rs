//! Who uses greffe: organisations with their positions on the law, users, sessions and service
//! accounts.

pub mod identity;
pub mod offices;
pub mod profiles;
