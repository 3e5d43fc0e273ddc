//! The scope of a feed, its secret, and who has to act on what it shows.

use crate::coded::coded;
use crate::db::stored;
use crate::error::{Error, Result};
use crate::ids::FeedId;
use crate::law::proceedings::Side;
use crate::text::Text;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use sha2::{Digest as _, Sha256};

coded! {
    /// Of what a feed is.
    pub enum FeedScope {
        /// The deadlines that its owner has to meet, or answers for, and the owner's action items.
        Me = "me";
        /// The deadlines of a case.
        Case = "case";
        /// The deadlines that a group has to meet, or answers for, and its action items: for its members.
        Group = "group";
    }
}
stored!(FeedScope);

/// Makes the secrets of feeds: a keyed hash of the feed's id, so that it can be made again but is
/// stored nowhere.
///
/// A feed whose address was given under an earlier signing key stays good, because what is stored
/// is the hash of the secret; only a repetition of the request that made it would then give
/// another, dead address.
#[derive(Clone)]
pub struct Secrets(Vec<u8>);

impl Secrets {
    /// Makes it with a key of its own, derived from the signing key.
    #[must_use]
    pub const fn with_key(key: Vec<u8>) -> Self {
        Self(key)
    }

    /// The secret of a feed: 43 characters that need no escape in an address.
    ///
    /// # Errors
    /// Never: HMAC takes a key of any length.
    pub fn of(&self, feed: FeedId) -> Result<String> {
        let mac =
            Hmac::<Sha256>::new_from_slice(&self.0).map_err(|error| Error::internal(error.to_string()))?;
        Ok(URL_SAFE_NO_PAD.encode(mac.chain_update(feed.uuid().as_bytes()).finalize().into_bytes()))
    }
}

/// A secret, as stored.
#[must_use]
pub fn hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret).to_vec()
}

/// The side that has to act, seen from the side of a case's organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Our own side.
    Ours,
    /// The other side.
    Theirs,
    /// A court, a tribunal, or nobody in particular.
    Neither,
}

impl Turn {
    /// Of an actor of [`crate::law::proceedings::ACTORS`].
    #[must_use]
    pub fn of(actor: &str, side: Side) -> Self {
        if side.is_opposed_by(actor) {
            return Self::Theirs;
        }
        match actor {
            "tribunal" | "court" | "registry" | "sender" | "nobody" => Self::Neither,
            _ => Self::Ours,
        }
    }

    /// The name, as a category of a calendar.
    #[must_use]
    pub fn name(self) -> Text {
        match self {
            Self::Ours => Text::new("Our side", "Notre partie"),
            Self::Theirs => Text::new("Other side", "Partie adverse"),
            Self::Neither => Text::new("Court or tribunal", "Cour ou tribunal"),
        }
    }
}

/// What an actor of [`crate::law::proceedings::ACTORS`] is called; the code, where it is none.
#[must_use]
pub fn actor_name(code: &str) -> Text {
    let (en, fr) = match code {
        "applicant" => ("the applicant", "le demandeur"),
        "respondent" => ("the respondent", "le défendeur"),
        "appellant" => ("the appellant", "l'appelant"),
        "moving_party" => ("the moving party", "la partie requérante"),
        "either" => ("either party", "l'une ou l'autre des parties"),
        "party" => ("the party", "la partie"),
        "tribunal" => ("the tribunal", "le tribunal administratif"),
        "court" => ("the court", "la cour"),
        "registry" => ("the registry", "le greffe"),
        "minister" => ("the Minister", "le ministre"),
        "person_concerned" => ("the person concerned", "la personne en cause"),
        "officer" => ("the officer", "l'agent"),
        "sender" => ("the sender", "l'expéditeur"),
        "nobody" => ("nobody", "personne"),
        other => (other, other),
    };
    Text::new(en, fr)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::law::proceedings::ACTORS;

    #[test]
    fn a_secret_is_the_feed_s_own_under_the_key_and_can_be_made_again() {
        let (secrets, feed) = (Secrets::with_key(vec![7; 32]), FeedId::generate());
        let secret = secrets.of(feed).unwrap();
        assert_eq!(secret, secrets.of(feed).unwrap());
        assert_ne!(secret, secrets.of(FeedId::generate()).unwrap());
        assert_ne!(secret, Secrets::with_key(vec![8; 32]).of(feed).unwrap());
        assert_eq!(URL_SAFE_NO_PAD.decode(&secret).unwrap().len(), 32, "256 bits");
        assert_eq!(hash(&secret).len(), 32);
    }

    #[test]
    fn every_actor_has_a_name_and_a_turn() {
        for actor in ACTORS {
            let name = actor_name(actor);
            assert!(
                name.is_complete() && name.en != name.fr && name.en != actor || actor == "nobody",
                "{actor}"
            );
        }
        assert_eq!(Turn::of("applicant", Side::Responding), Turn::Theirs);
        assert_eq!(Turn::of("applicant", Side::Initiating), Turn::Ours);
        assert_eq!(Turn::of("respondent", Side::Responding), Turn::Ours);
        assert_eq!(Turn::of("tribunal", Side::Responding), Turn::Neither);
    }
}
