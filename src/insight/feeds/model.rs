//! The scope of a feed.

use crate::coded::coded;
use crate::db::stored;

coded! {
    /// Of what a feed is.
    pub enum FeedScope {
        /// The deadlines that its owner has to meet, or answers for, and the owner's action items.
        Me = "me";
        /// The deadlines of a case.
        Case = "case";
        /// The deadlines that a group has to meet, or answers for, and its action items: for its
        /// members.
        Group = "group";
    }
}
stored!(FeedScope);
