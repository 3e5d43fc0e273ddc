//! The states of a webhook and of what is sent to it, and when it is sent again. Pure.

use crate::coded::coded;
use crate::db::stored;
use chrono::TimeDelta;

/// The type of what is sent to try a webhook out.
pub const PING: &str = "webhook.ping";

coded! {
    /// Whether anything is sent to a webhook.
    pub enum WebhookStatus {
        /// It is sent what is to be sent.
        Active = "active", "Active", "Actif";
        /// It is sent nothing until somebody says so; then, what came meanwhile.
        Paused = "paused", "Paused", "Suspendu";
        /// It is sent nothing because something is wrong, until somebody says so.
        SetAside = "set_aside", "Set aside", "Mis de côté";
    }
}
stored!(WebhookStatus);

coded! {
    /// The reason why a webhook was set aside.
    pub enum SetAsideReason {
        /// For three days nothing could be delivered.
        Failing = "failing", "Nothing could be delivered for three days", "Rien n'a pu être livré pendant trois jours";
        /// The receiver answered 410: it wants nothing any more.
        Gone = "gone", "The receiver wants nothing any more (410)", "Le destinataire ne veut plus rien recevoir (410)";
        /// The account of its owner is not active.
        OwnerInactive = "owner_inactive", "The account of its owner is not active", "Le compte de son propriétaire n'est pas actif";
        /// Its owner may not have webhooks any more.
        OwnerLostRight = "owner_lost_right", "Its owner may not have webhooks any more", "Son propriétaire ne peut plus avoir de webhooks";
        /// The server's key is another, so that its secrets are.
        SecretLost = "secret_lost", "Its secret was made with another key of the service: rotate it", "Son secret vient d'une autre clé du service : remplacez-le";
    }
}
stored!(SetAsideReason);

coded! {
    /// How far something is that is to be sent.
    pub enum DeliveryStatus {
        /// It is to be sent, again perhaps.
        Pending = "pending", "Pending", "En attente";
        /// The receiver took it.
        Delivered = "delivered", "Delivered", "Livré";
        /// The receiver did not take it for three days, and it is not sent again by itself.
        SetAside = "set_aside", "Set aside", "Mis de côté";
        /// Its owner may not see any more what it is about: it was not sent.
        Withheld = "withheld", "Withheld", "Retenu";
    }
}
stored!(DeliveryStatus);

coded! {
    /// The reason why an attempt failed.
    pub enum DeliveryProblem {
        /// The address leads where no request goes.
        AddressRefused = "address_refused", "The address is not one that may be sent to", "L'adresse n'est pas de celles où l'on peut envoyer";
        /// The name stands for no address.
        NameNotFound = "name_not_found", "The name of the host stands for no address", "Le nom de l'hôte ne correspond à aucune adresse";
        /// There was no connection, or it broke.
        ConnectionFailed = "connection_failed", "The connection failed", "La connexion a échoué";
        /// It took too long.
        TimedOut = "timed_out", "The receiver took too long", "Le destinataire a mis trop de temps";
        /// The certificate is not good, or the way cannot be encrypted.
        TlsFailed = "tls_failed", "The connection could not be encrypted", "La connexion n'a pu être chiffrée";
        /// The receiver sent us elsewhere.
        Redirected = "redirected", "The receiver answered with a redirect, which is not followed", "Le destinataire a répondu par une redirection, qui n'est pas suivie";
        /// The receiver answered with another status than 2xx.
        Refused = "refused", "The receiver did not take it", "Le destinataire ne l'a pas accepté";
        /// What it answered is no HTTP.
        Unreadable = "unreadable_answer", "The answer could not be read", "La réponse n'a pu être lue";
    }
}
stored!(DeliveryProblem);

/// The seconds after each failed attempt at which the next one comes, as the specification has
/// them: after the last there is one more, three days after the first.
pub const BACK_OFF: [i64; 9] = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];

/// The time after a failed attempt at which the next one comes, with a jitter from -100 to 100 that
/// moves it by a fifth at most; nothing, if that was the last.
#[must_use]
pub fn back_off(attempts: i32, jitter: i64) -> Option<TimeDelta> {
    let tried = usize::try_from(attempts).ok()?;
    let seconds = BACK_OFF.get(tried.checked_sub(1)?)?;
    let percent = 500_i64.saturating_add(jitter.clamp(-100, 100));
    Some(TimeDelta::milliseconds(seconds.saturating_mul(2).saturating_mul(percent)))
}

/// The time within which what is new is tried for the first time, as a rule.
pub const TRIED_WITHIN: TimeDelta = TimeDelta::hours(1);

/// The longest that a receiver may put us off by `Retry-After`.
pub const LONGEST_WAIT: TimeDelta = TimeDelta::days(1);

/// The time for which nothing is sent to a receiver after so many failed attempts in a row.
#[must_use]
pub fn quiet(failures: i32) -> Option<TimeDelta> {
    let doublings = u32::try_from(failures).ok()?.checked_sub(2).filter(|doublings| *doublings > 0)?;
    Some(TimeDelta::seconds(1_i64.checked_shl(doublings.min(9)).unwrap_or(300).min(300)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attempts_go_on_for_three_days() {
        let all: TimeDelta = (1..=9).filter_map(|attempt| back_off(attempt, 0)).sum();
        assert_eq!(all, TimeDelta::seconds(BACK_OFF.iter().sum()));
        assert!(all >= TimeDelta::days(3) && all < TimeDelta::days(4));
        assert_eq!((back_off(0, 0), back_off(10, 0)), (None, None));
    }

    #[test]
    fn jitter_moves_an_attempt_by_a_fifth() {
        let seconds = |jitter| back_off(2, jitter).unwrap().num_seconds();
        assert_eq!((seconds(-100), seconds(0), seconds(100), seconds(900)), (240, 300, 360, 360));
    }

    #[test]
    fn one_that_goes_on_failing_is_left_alone_for_longer() {
        let seconds = |failures| quiet(failures).map(|time| time.num_seconds());
        let all = [0, 1, 2, 3, 4, 10, 11, i32::MAX].map(seconds);
        assert_eq!(all, [None, None, None, Some(2), Some(4), Some(256), Some(300), Some(300)]);
    }
}
