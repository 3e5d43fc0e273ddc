//! The law that a computation goes by: the rules and the calendars, as one thing with a version.

use crate::law::calendars::Calendars;
use crate::law::proceedings::Catalog;
use sha2::{Digest as _, Sha256};

/// Rules, practice directions and calendars, to be computed with.
#[derive(Clone, Copy, Debug)]
pub struct Law<'a> {
    /// The rules.
    pub catalog: &'a Catalog,
    /// The days off.
    pub calendars: &'a Calendars,
}

impl Law<'static> {
    /// The law that this process goes by.
    #[must_use]
    pub fn current() -> Self {
        Self { catalog: Catalog::current(), calendars: Calendars::current() }
    }
}

impl Law<'_> {
    /// The digest that tells this state of the law from any other: 16 hexadecimal digits over all
    /// its files.
    #[must_use]
    pub fn version(&self) -> String {
        let digest = Sha256::new().chain_update(self.catalog.digest()).chain_update(self.calendars.digest());
        let mut version = hex::encode(digest.finalize());
        version.truncate(16);
        version
    }
}
