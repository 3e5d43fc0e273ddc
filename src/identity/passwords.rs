//! Passwords: argon2id, and never anything but its hash.

use crate::error::{Error, Result};
use argon2::password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use secrecy::{ExposeSecret as _, SecretString};
use std::sync::LazyLock;

/// The least that a password may hold (NIST SP 800-63B, 3.1.1.2, for a password beside no other factor).
pub const SHORTEST: usize = 15;

/// 19 MiB, two passes, one lane: the first recommendation of OWASP for argon2id.
fn hasher() -> Result<Argon2<'static>> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|error| Error::internal(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// The hash of a password, with a salt of its own.
///
/// # Errors
/// Where hashing fails: never for a password of sane length.
pub fn hash(password: &SecretString) -> Result<String> {
    let salt = SaltString::encode_b64(&rand::random::<[u8; 16]>())
        .map_err(|error| Error::internal(error.to_string()))?;
    let hash = hasher()?.hash_password(password.expose_secret().as_bytes(), &salt);
    Ok(hash.map_err(|error| Error::internal(error.to_string()))?.to_string())
}

/// Whether a password is the one of this hash; against no hash the same work is done in vain, so that an unknown user
/// takes as long as a wrong password.
///
/// # Errors
/// Where the kept hash cannot be read.
pub fn verify(password: &SecretString, hash: Option<&str>) -> Result<bool> {
    static NOBODY: LazyLock<String> = LazyLock::new(|| self::hash(&"nobody".into()).unwrap_or_default());
    // Who came from a directory has none.
    let hash = hash.filter(|hash| !hash.is_empty());
    let parsed =
        PasswordHash::new(hash.unwrap_or(&NOBODY)).map_err(|error| Error::internal(error.to_string()))?;
    let right = hasher()?.verify_password(password.expose_secret().as_bytes(), &parsed).is_ok();
    Ok(right && hash.is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_opens_only_its_own_hash() {
        let right: SecretString = "correct horse battery staple".into();
        let hash = hash(&right).unwrap();
        assert!(verify(&right, Some(&hash)).unwrap());
        assert!(!verify(&"wrong".into(), Some(&hash)).unwrap());
        assert!(!verify(&"nobody".into(), None).unwrap());
        assert!(!verify(&"".into(), Some("")).unwrap() && !verify(&"nobody".into(), Some("")).unwrap());
        assert!(!hash.contains("horse"));
    }
}
