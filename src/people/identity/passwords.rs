//! Passwords, as NIST SP 800-63B-4 (3.1.1) asks: long, of any characters, and not easy to guess;
//! stored as an argon2id hash.
//!
//! There are no rules of composition and no forced changes. What is easy to guess is told by
//! zxcvbn, from lists of common passwords, words and names, patterns of the keyboard, dates and
//! repetitions, and from what is known of the person.

use crate::error::{Error, Fault, Result};
use argon2::password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use secrecy::{ExposeSecret as _, SecretString};
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization as _;
use zxcvbn::{Score, zxcvbn};

/// The least length of a password (NIST SP 800-63B-4, 3.1.1.2, for a password beside no other
/// factor).
pub const SHORTEST: usize = 15;
/// The most that a password may hold.
pub const LONGEST: usize = 256;

/// 19 MiB, two passes, one lane: the first recommendation of OWASP for argon2id.
fn hasher() -> Result<Argon2<'static>> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|error| Error::internal(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// The one form of a password, so that it is the same characters however it was typed.
fn normalized(password: &SecretString) -> SecretString {
    password.expose_secret().nfkc().collect::<String>().into()
}

/// The hash of a password, with a salt of its own.
///
/// # Errors
/// Fails only if hashing does: never for a password of sane length.
pub fn hash(password: &SecretString) -> Result<String> {
    let salt = SaltString::encode_b64(&rand::random::<[u8; 16]>())
        .map_err(|error| Error::internal(error.to_string()))?;
    let hash = hasher()?.hash_password(normalized(password).expose_secret().as_bytes(), &salt);
    Ok(hash.map_err(|error| Error::internal(error.to_string()))?.to_string())
}

/// Whether a password is the one of this hash; if there is no hash, the same work is done in vain,
/// so that an unknown user takes as long as a wrong password. Whoever signs in elsewhere has an
/// empty hash, which is none.
///
/// # Errors
/// Fails if the stored hash cannot be read.
pub fn verify(password: &SecretString, hash: Option<&str>) -> Result<bool> {
    static NOBODY: LazyLock<String> = LazyLock::new(|| self::hash(&"nobody".into()).unwrap_or_default());
    let hash = hash.filter(|hash| !hash.is_empty());
    let parsed =
        PasswordHash::new(hash.unwrap_or(&NOBODY)).map_err(|error| Error::internal(error.to_string()))?;
    let hasher = hasher()?;
    let opens = |password: &SecretString| {
        hasher.verify_password(password.expose_secret().as_bytes(), &parsed).is_ok()
    };
    let same = normalized(password);
    // A hash from before passwords were normalized is of the characters as they were typed.
    let right = opens(&same) || (same.expose_secret() != password.expose_secret() && opens(password));
    Ok(right && hash.is_some())
}

/// The words about a person of which a password should not be made.
pub struct PersonalWords(Vec<String>);

impl PersonalWords {
    /// The words of these names, and the names themselves.
    #[must_use]
    pub fn named<'a>(names: impl IntoIterator<Item = Option<&'a str>>) -> Self {
        let mut all = vec!["greffe".to_owned()];
        for name in names.into_iter().flatten() {
            all.push(name.to_lowercase());
            // Written in one word, as passwords are.
            all.push(name.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect());
            let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 2);
            all.extend(words.map(str::to_lowercase));
        }
        Self(all)
    }
}

/// The faults of a new password, at this place of the body.
#[must_use]
pub fn faults(password: &SecretString, pointer: &str, whose: &PersonalWords) -> Vec<Fault> {
    let password = normalized(password);
    let text = password.expose_secret();
    let length = text.chars().count();
    if length < SHORTEST {
        return vec![Fault::body(
            pointer,
            "too_short",
            format!(
                "A password holds at least {SHORTEST} characters: a phrase of several words, for instance."
            ),
            format!(
                "Un mot de passe compte au moins {SHORTEST} caractères : une phrase de plusieurs mots, par exemple."
            ),
        )];
    }
    if length > LONGEST {
        return vec![Fault::body(
            pointer,
            "too_long",
            format!("A password holds at most {LONGEST} characters. Choose a shorter one."),
            format!("Un mot de passe compte au plus {LONGEST} caractères. Choisissez-en un plus court."),
        )];
    }
    let known: Vec<&str> = whose.0.iter().map(String::as_str).collect();
    if zxcvbn(text, &known).score() >= Score::Three {
        return Vec::new();
    }
    vec![Fault::body(
        pointer,
        "guessable",
        "This password is easy to guess: it is a common one, or made of names, of words about you or your organisation, of \
         dates, repetitions or rows of keys. Choose four or more words that have nothing to do with each other, or let a \
         password manager make one.",
        "Ce mot de passe est facile à deviner : il est courant, ou fait de noms, de mots qui vous concernent, vous ou votre \
         organisme, de dates, de répétitions ou de suites de touches. Choisissez au moins quatre mots sans lien entre eux, \
         ou laissez un gestionnaire de mots de passe en créer un.",
    )]
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

    #[test]
    fn a_password_is_the_same_however_its_characters_are_composed() {
        let (composed, apart): (SecretString, SecretString) = (
            "l'été à Montréal, déjà".into(),
            "l'e\u{301}te\u{301} a\u{300} Montre\u{301}al, de\u{301}ja\u{300}".into(),
        );
        let kept = hash(&composed).unwrap();
        assert!(verify(&apart, Some(&kept)).unwrap());
        let salt = SaltString::encode_b64(&[7; 16]).unwrap();
        let before =
            hasher().unwrap().hash_password(apart.expose_secret().as_bytes(), &salt).unwrap().to_string();
        assert!(verify(&apart, Some(&before)).unwrap(), "a hash from before opens as it did");
    }

    #[test]
    fn what_is_short_or_easy_to_guess_will_not_do() {
        let whose =
            PersonalWords::named([Some("a.nguyen"), Some("An Nguyen"), Some("Department of Justice"), None]);
        let code =
            |password: &str| faults(&password.into(), "/password", &whose).first().map(|fault| fault.code);
        for good in [
            "correct horse battery staple",
            "fictional-people-only",
            "another correct horse",
            "ma tante élève des lamas bleus",
            "日本語のとても長いパスワードです、はい",
            "x9!Kq2#vT8zLm4$wR7p",
        ] {
            assert_eq!(code(good), None, "{good}");
        }
        for easy in [
            "aaaaaaaaaaaaaaaaaaaa",
            "passwordpassword",
            "qwertyuiop123456",
            "nguyennguyennguyen",
            "departmentofjustice",
            "123456789012345",
            "greffegreffegreffe",
        ] {
            assert_eq!(code(easy), Some("guessable"), "{easy}");
        }
        assert_eq!(code("tr0ub4dor&3"), Some("too_short"));
        assert_eq!(code(&"correct horse ".repeat(20)), Some("too_long"));
    }
}
