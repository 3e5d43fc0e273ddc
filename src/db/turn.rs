//! How writes stand to each other.

/// The relation of a transaction that writes to the others that do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WriteTurn {
    /// The write runs while no other one is under way: what it reads stays as it is until it ends,
    /// whatever it reads.
    Alone,
    /// The write runs beside others of this kind, but never beside one that is alone. It is meant
    /// for acts that are done often, and that take the one row on which the rest of what they read
    /// hangs before they read it: a case, first of all.
    Beside,
}

/// Whether what an act writes is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// It is.
    Apply,
    /// It is not: the act shows what would follow. What it makes has no id, for it will not be
    /// found under it.
    Preview,
}

impl Mode {
    /// Whether nothing is kept.
    #[must_use]
    pub const fn is_preview(self) -> bool {
        matches!(self, Self::Preview)
    }
}
