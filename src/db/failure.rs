//! The database's own errors, mapped once: what is away, full or may only be read is 503, what is
//! there already is 409.
//!
//! Diesel hands on what a server or `SQLite` says in words, in the language of the server, and few
//! of its codes: where it gives a kind, that decides, and otherwise the words.

use crate::error::{Code, Error, Hint, Trouble};
use diesel::result::{DatabaseErrorKind as Kind, Error as Diesel};

/// Seconds after which a database whose disk is full is worth another try.
const UNTIL_THERE_IS_ROOM: u64 = 30;

impl From<Diesel> for Error {
    fn from(error: Diesel) -> Self {
        match &error {
            Diesel::NotFound => Self::not_found(),
            Diesel::DatabaseError(Kind::UniqueViolation, info) => {
                let constraint = info.constraint_name().unwrap_or_else(|| info.message()).to_owned();
                Self::new(Code::Duplicate).with_cause(format!("unique violation: {constraint}"))
            }
            // A constraint over time: an exclusion in `PostgreSQL`, a trigger in `SQLite`, which
            // has no kind of its own.
            Diesel::DatabaseError(Kind::ExclusionViolation, info) => exclusion(info.message()),
            Diesel::DatabaseError(_, info) if info.message().contains("held by one at a time") => {
                exclusion(info.message())
            }
            Diesel::DatabaseError(Kind::SerializationFailure, _) => overtaken(&error),
            Diesel::DatabaseError(_, info) if says(info.message(), &DEADLOCK) => overtaken(&error),
            Diesel::DatabaseError(Kind::ReadOnlyTransaction, _) => unwritable(&error),
            Diesel::DatabaseError(_, info) if says(info.message(), &UNWRITABLE) => unwritable(&error),
            Diesel::DatabaseError(Kind::ClosedConnection | Kind::UnableToSendCommand, _)
            | Diesel::BrokenTransactionManager => unavailable(&error),
            Diesel::DatabaseError(_, info) if says(info.message(), &AWAY) => unavailable(&error),
            Diesel::RollbackErrorOnCommit { commit_error, .. } => match &**commit_error {
                Diesel::DatabaseError(kind, info) => {
                    Diesel::DatabaseError(*kind, Box::new(info.message().to_owned())).into()
                }
                _ => unavailable(&error),
            },
            Diesel::DeserializationError(unread) => Self::internal(unreadable(&**unread)),
            _ => Self::internal(error.to_string()),
        }
    }
}

/// What cannot be read of a row, and why: diesel names the column, and what it holds is for the
/// error behind that to say.
fn unreadable(error: &(dyn std::error::Error + 'static)) -> String {
    match error.source() {
        Some(reason) => format!("{error}: {reason}"),
        None => error.to_string(),
    }
}

fn exclusion(message: &str) -> Error {
    Error::new(Code::Duplicate).with_cause(format!("exclusion violation: {message}"))
}

fn unavailable(error: &Diesel) -> Error {
    Error::new(Code::Unavailable).with_hint(Hint::RetryAfter(1)).with_cause(error.to_string())
}

fn overtaken(error: &Diesel) -> Error {
    unavailable(error).meeting(Trouble::Overtaken)
}

fn unwritable(error: &Diesel) -> Error {
    Error::new(Code::Unavailable)
        .with_detail(
            "Nothing can be kept at the moment: the operator has to look after the database. Nothing was changed.",
            "Rien ne peut être conservé pour l'instant : l'exploitant doit intervenir sur la base de données. Rien n'a été modifié.",
        )
        .with_hint(Hint::RetryAfter(UNTIL_THERE_IS_ROOM))
        .with_cause(error.to_string())
        .meeting(Trouble::Storage)
}

fn says(message: &str, signs: &[&str]) -> bool {
    signs.iter().any(|sign| message.contains(sign))
}

/// 40P01.
const DEADLOCK: [&str; 3] = ["deadlock", "loquage mortel", "nterblocage"];

/// The database is there, and cannot write, or cannot read what it wrote. The first are `SQLite`'s;
/// the others go with `PostgreSQL`'s 53100, 58030 and XX001, whose reasons are the operating
/// system's words.
const UNWRITABLE: [&str; 17] = [
    "database or disk is full",
    "attempt to write a readonly database",
    "unable to open database file",
    "disk I/O error",
    "database disk image is malformed",
    "file is not a database",
    "locking protocol",
    "No space left on device",
    "space disponible sur le périphérique",
    "Disk quota exceeded",
    "Quota disque dépassé",
    "Input/output error",
    "rreur d'entrée/sortie",
    "Read-only file system",
    "Système de fichiers accessible en lecture seulement",
    "invalid page in block",
    "File too large",
];

/// The database is not there, or has no room for this request now: 08xxx, 53200, 53300, 55P03,
/// 57014, 57P0x, and `SQLite`'s queue of writers.
const AWAY: [&str; 21] = [
    "server closed the connection",
    "SSL ",
    "terminating connection",
    "connection to server",
    "no connection to the server",
    "could not receive data from server",
    "could not send data to server",
    "arrêt des connexions",
    "database is locked",
    "database table is locked",
    "the database system is",
    "le système de bases de données",
    "canceling statement due to",
    "annulation de la requête",
    "too many clients",
    "trop de clients",
    "remaining connection slots",
    "out of memory",
    "mémoire épuisée",
    "out of shared memory",
    "mémoire partagée épuisée",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn met(kind: Kind, message: &str) -> Error {
        Diesel::DatabaseError(kind, Box::new(message.to_owned())).into()
    }

    #[test]
    fn a_database_that_cannot_write_is_told_from_one_that_is_away_and_from_a_fault_of_ours() {
        for (kind, message, trouble) in [
            (Kind::Unknown, "database or disk is full", Some(Trouble::Storage)),
            (Kind::Unknown, "attempt to write a readonly database", Some(Trouble::Storage)),
            (Kind::Unknown, "disk I/O error", Some(Trouble::Storage)),
            (Kind::Unknown, "database disk image is malformed", Some(Trouble::Storage)),
            (
                Kind::Unknown,
                "could not extend file \"base/5/16384\": No space left on device",
                Some(Trouble::Storage),
            ),
            (
                Kind::Unknown,
                "n'a pas pu étendre le fichier « base/5/16384 » : Aucun espace disponible sur le périphérique",
                Some(Trouble::Storage),
            ),
            (
                Kind::ReadOnlyTransaction,
                "ne peut pas exécuter UPDATE dans une transaction en lecture seule",
                Some(Trouble::Storage),
            ),
            (Kind::Unknown, "deadlock detected", Some(Trouble::Overtaken)),
            (Kind::SerializationFailure, "could not serialize access", Some(Trouble::Overtaken)),
            (Kind::ClosedConnection, "terminating connection due to administrator command", None),
            (Kind::Unknown, "database is locked", None),
            (Kind::Unknown, "sorry, too many clients already", None),
            (Kind::Unknown, "canceling statement due to statement timeout", None),
        ] {
            let error = met(kind, message);
            assert_eq!((error.code(), error.trouble()), (Code::Unavailable, trouble), "{message}");
            let waits = matches!(error.hint(), Some(Hint::RetryAfter(_)));
            assert!(waits, "{message}");
        }
        let ours = met(Kind::Unknown, "no such column: x");
        assert_eq!((ours.code(), ours.trouble()), (Code::Internal, None));
    }

    #[test]
    fn what_went_wrong_with_a_commit_is_what_is_told_where_rolling_back_failed_too() {
        let error: Error = Diesel::RollbackErrorOnCommit {
            rollback_error: Box::new(Diesel::BrokenTransactionManager),
            commit_error: Box::new(Diesel::DatabaseError(
                Kind::Unknown,
                Box::new("database or disk is full".to_owned()),
            )),
        }
        .into();
        assert_eq!(error.trouble(), Some(Trouble::Storage));
    }
}
