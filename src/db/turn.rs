//! How writes stand to each other.

/// How a transaction that writes stands to the others that do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// No other one is under way: what it reads stays as it is until it ends, whatever it reads.
    Alone,
    /// Others of this kind are under way beside it, never one that is alone. For acts that are done often, and that take the
    /// one row on which the rest of what they read hangs before they read it: a case, first of all.
    Beside,
}
