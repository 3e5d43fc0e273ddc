//! The reasons for which a token is refused: told to the log, and not to whoever sent it, who could
//! try until it fits.

use crate::coded::coded;
use crate::error::Error;

coded! {
    /// The reason for which a token is refused.
    pub enum RefusedToken {
        /// Longer than any that is looked at.
        TooLong = "too_long";
        /// No signed token, or one whose header or claims cannot be read.
        Unreadable = "unreadable";
        /// Signed with an algorithm that is not taken.
        Algorithm = "algorithm";
        /// Of another `typ`, or of none.
        Type = "type";
        /// The header calls something critical (`crit`) that is not understood.
        Critical = "critical";
        /// Signed with a key that is not published.
        UnknownKey = "unknown_key";
        /// The key is not one for that algorithm, or none is named and several would do.
        UnsuitedKey = "unsuited_key";
        /// The signature is not that of the key.
        Signature = "signature";
        /// Another issuer.
        Issuer = "issuer";
        /// Meant for another service.
        Audience = "audience";
        /// No longer good.
        Expired = "expired";
        /// Not good yet, or issued in the future.
        NotYet = "not_yet";
        /// Issued before the instant from which tokens are taken: a backup was restored since.
        BeforeRestore = "before_restore";
        /// No subject, or one that is too long.
        Subject = "subject";
    }
}

impl RefusedToken {
    /// The same error with the reason, for the log.
    #[must_use]
    pub fn explain(self, error: Error) -> Error {
        error.with_cause(format!("token refused: {}", self.code()))
    }
}
