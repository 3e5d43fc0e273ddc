//! The errors of the service, each with a stable code, both languages, and the field that is meant.
//!
//! Nothing here knows of HTTP; `http::problem` maps a [`Class`] to a status. What the caller may
//! read (`detail`, `faults`) is apart from what only the log may hold (`cause`): no SQL, path or
//! trace leaves the service.

mod fault;

pub use fault::{Fault, FaultPlace, Faults, MOST};

use crate::coded::UnknownCode;
use crate::text::{Complaint, Text};

/// The result of a fallible use case.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// The kind of answer that a problem calls for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// 400: it cannot be read.
    Unreadable,
    /// 401: nobody we know.
    Unauthenticated,
    /// 403: known, but not allowed.
    Forbidden,
    /// 404: not there, or not to be known of.
    NotFound,
    /// 405.
    MethodNotAllowed,
    /// 406.
    NotAcceptable,
    /// 408.
    Timeout,
    /// 409: the state forbids it.
    Conflict,
    /// 410: it was there, and was disposed of.
    Gone,
    /// 412: somebody else was first.
    PreconditionFailed,
    /// 413.
    TooLarge,
    /// 414.
    AddressTooLong,
    /// 415.
    UnsupportedMedia,
    /// 416: that part is not in it.
    RangeNotSatisfiable,
    /// 422: read, but wrong.
    Invalid,
    /// 428: say what you have seen.
    PreconditionRequired,
    /// 429.
    TooMany,
    /// 431.
    HeadersTooLarge,
    /// 500: our fault.
    Internal,
    /// 503: not now.
    Unavailable,
    /// 507: there is no room for it.
    NoRoom,
}

macro_rules! codes {
    ($($name:ident = $code:literal, $class:ident, $en:literal, $fr:literal;)+) => {
        /// The stable code of a problem: never translated, never renamed.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Code {
            $(
                #[doc = concat!("`", $code, "`: ", $en, ".")]
                $name,
            )+
        }

        impl Code {
            /// All codes, for the documentation and its tests.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The code, as written on the wire.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code),+ }
            }

            /// The kind of answer it calls for.
            #[must_use]
            pub const fn class(self) -> Class {
                match self { $(Self::$name => Class::$class),+ }
            }

            /// The title, in both languages.
            #[must_use]
            pub fn title(self) -> Text {
                match self { $(Self::$name => Text::new($en, $fr)),+ }
            }
        }
    };
}

codes! {
    MalformedBody = "malformed_body", Unreadable, "The body cannot be read", "Le corps de la requête est illisible";
    DuplicateKey = "duplicate_key", Unreadable, "The body names a field twice", "Le corps de la requête nomme un champ deux fois";
    InvalidPath = "invalid_path", Unreadable, "The path cannot be read", "Le chemin est illisible";
    InvalidQuery = "invalid_query", Unreadable, "The query cannot be read", "Les paramètres de la requête sont illisibles";
    InvalidHeader = "invalid_header", Unreadable, "A header cannot be read", "Un en-tête est illisible";
    InvalidCursor = "invalid_cursor", Unreadable, "The cursor is not valid", "Le curseur n'est pas valide";
    BadRequest = "bad_request", Unreadable, "The request cannot be read", "La requête est illisible";
    Unauthenticated = "unauthenticated", Unauthenticated, "Sign in first", "Authentification requise";
    InvalidToken = "invalid_token", Unauthenticated, "The token is not valid", "Le jeton n'est pas valide";
    InvalidCredentials = "invalid_credentials", Unauthenticated, "The user name or the password is wrong", "Le nom d'utilisateur ou le mot de passe est erroné";
    InvalidRefreshToken = "invalid_refresh_token", Unauthenticated, "The refresh token is not valid", "Le jeton d'actualisation n'est pas valide";
    Forbidden = "forbidden", Forbidden, "You may not do this", "Action non permise";
    NotFound = "not_found", NotFound, "There is nothing here", "Introuvable";
    RouteNotFound = "route_not_found", NotFound, "There is no such address", "Cette adresse n'existe pas";
    MethodNotAllowed = "method_not_allowed", MethodNotAllowed, "This address does not take that method", "Cette adresse n'accepte pas cette méthode";
    NotAcceptable = "not_acceptable", NotAcceptable, "The answer has no such form", "La réponse n'existe pas sous cette forme";
    RequestTimeout = "request_timeout", Timeout, "The request took too long to arrive", "La requête a mis trop de temps à arriver";
    Conflict = "conflict", Conflict, "The present state forbids this", "L'état actuel ne le permet pas";
    Duplicate = "duplicate", Conflict, "It exists already", "L'élément existe déjà";
    EventNotAllowed = "event_not_allowed", Conflict, "The stage does not allow this event", "L'étape ne permet pas cet événement";
    DocketOutOfOrder = "docket_out_of_order", Conflict, "The docket would not be in order", "Le dossier de la cour ne serait pas en ordre";
    DeadlineClosed = "deadline_closed", Conflict, "The deadline is no longer open", "L'échéance n'est plus ouverte";
    StillOpen = "still_open", Conflict, "The case is still open", "Le dossier est encore ouvert";
    UnderHold = "under_hold", Conflict, "The case is under a legal hold", "Le dossier fait l'objet d'une suspension de disposition";
    StillRetained = "still_retained", Conflict, "The case is still to be kept", "Le dossier doit encore être conservé";
    Disposed = "disposed", Gone, "The case was disposed of", "Il a été disposé du dossier";
    RequestInFlight = "request_in_flight", Conflict, "The same request is being carried out", "La même requête est en cours d'exécution";
    StaleVersion = "stale_version", PreconditionFailed, "Somebody changed it since you read it", "L'élément a été modifié depuis votre lecture";
    BodyTooLarge = "body_too_large", TooLarge, "The body is too large", "Le corps de la requête est trop volumineux";
    AddressTooLong = "address_too_long", AddressTooLong, "The address is too long", "L'adresse est trop longue";
    UnsupportedMediaType = "unsupported_media_type", UnsupportedMedia, "The body has the wrong media type", "Le type de média du corps n'est pas accepté";
    RangeNotSatisfiable = "range_not_satisfiable", RangeNotSatisfiable, "The file has no such part", "Le fichier n'a pas cette partie";
    DigestMismatch = "digest_mismatch", Invalid, "The file is not what its digest says", "Le fichier ne correspond pas à son empreinte";
    CheckedOut = "checked_out", Conflict, "Somebody else has the document out", "Le document est réservé par une autre personne";
    InvalidBody = "invalid_body", Invalid, "The body is not valid", "Le corps de la requête n'est pas valide";
    IdempotencyKeyReused = "idempotency_key_reused", Invalid, "The key was used for another request", "La clé a servi à une autre requête";
    EventOutOfOrder = "event_out_of_order", Invalid, "The date does not fit the docket", "La date ne concorde pas avec le dossier de la cour";
    RuleNotComputable = "rule_not_computable", Invalid, "The deadline cannot be computed", "L'échéance ne peut être calculée";
    OutsideCalendar = "outside_calendar", Invalid, "The calendar does not cover this date", "Le calendrier ne couvre pas cette date";
    PreconditionRequired = "precondition_required", PreconditionRequired, "Say which version you have seen", "Précisez la version que vous avez lue";
    TooManyRequests = "too_many_requests", TooMany, "Too many requests", "Trop de requêtes";
    HeadersTooLarge = "headers_too_large", HeadersTooLarge, "The headers are too large", "Les en-têtes sont trop volumineux";
    Internal = "internal", Internal, "Something went wrong on our side", "Une erreur est survenue de notre côté";
    Unavailable = "unavailable", Unavailable, "The service is not available at the moment", "Le service est momentanément indisponible";
    StorageFull = "storage_full", NoRoom, "There is no room for the file", "Il n'y a plus de place pour le fichier";
}

/// A problem: what the caller is told, and beside it what only the log may hold.
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    code: Code,
    detail: Option<Text>,
    faults: Faults,
    hint: Option<Hint>,
    cause: Option<String>,
    trouble: Option<Trouble>,
}

/// The trouble that the database met, if it is more than an answer to this request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The database let another transaction through in place of this one, of which nothing remains:
    /// it may simply be done again.
    Overtaken,
    /// The database cannot write: its disk is full, it may only read, or what it reads back is
    /// damaged.
    Storage,
}

/// The hint that goes with a problem beside its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hint {
    /// The seconds after which to try again.
    RetryAfter(u64),
    /// The methods that the address takes.
    Allow(String),
    /// The media type that the address takes.
    Accept(&'static str),
    /// The length of the whole of which a part was asked for.
    WholeLength(u64),
    /// The encodings by which what is sent may be compressed.
    AcceptEncoding(&'static str),
}

impl Error {
    /// A problem of this code.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self(Box::new(Inner {
            code,
            detail: None,
            faults: Faults::default(),
            hint: None,
            cause: None,
            trouble: None,
        }))
    }

    /// A fault of our own: the caller learns nothing of it but that it happened.
    #[must_use]
    pub fn internal(cause: impl Into<String>) -> Self {
        Self::new(Code::Internal).with_cause(cause)
    }

    /// The error of what is not there, or must not be known of.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(Code::NotFound).with_detail(
            "It does not exist, or you may not know of it. Check the id, or ask whoever gave it to you.",
            "L'élément n'existe pas, ou vous ne pouvez en connaître l'existence. Vérifiez l'identifiant ou renseignez-vous auprès de la personne qui vous l'a donné.",
        )
    }

    /// Asked too often, with when to come back.
    #[must_use]
    pub fn too_many_requests(wait: u64) -> Self {
        Self::new(Code::TooManyRequests)
            .with_detail(
                format!("Wait {wait} seconds before the next request."),
                format!("Attendez {wait} secondes avant la prochaine requête."),
            )
            .with_hint(Hint::RetryAfter(wait))
    }

    /// The error of a body that was read and found wrong in these places.
    #[must_use]
    pub fn invalid(faults: Vec<Fault>) -> Self {
        Self::new(Code::InvalidBody).with_faults(faults)
    }

    /// Names the places that were found, where none were named so far.
    #[must_use]
    pub fn with_all(mut self, faults: Faults) -> Self {
        self.0.faults = faults;
        self
    }

    /// Says what happened and the way out.
    #[must_use]
    pub fn with_detail(mut self, en: impl Into<String>, fr: impl Into<String>) -> Self {
        self.0.detail = Some(Text::new(en, fr));
        self
    }

    /// Names the places that are wrong.
    #[must_use]
    pub fn with_faults(mut self, faults: Vec<Fault>) -> Self {
        self.0.faults.extend(faults);
        self
    }

    /// Names the fields as the caller sent them, where a use case was given them under this prefix.
    #[must_use]
    pub fn without_prefix(mut self, prefix: &str) -> Self {
        for fault in self.0.faults.named_mut() {
            if let Some(rest) = fault.pointer.strip_prefix(prefix).filter(|rest| rest.starts_with('/')) {
                fault.pointer = rest.to_owned();
            }
        }
        self
    }

    /// Names the fields under the place that the part has in what was sent.
    #[must_use]
    pub fn with_prefix(mut self, prefix: &str) -> Self {
        for fault in self.0.faults.named_mut() {
            fault.pointer.insert_str(0, prefix);
        }
        self
    }

    /// Says what is wrong in other words.
    #[must_use]
    pub fn reworded(mut self, words: impl Fn(&mut Text)) -> Self {
        for fault in self.0.faults.named_mut() {
            words(&mut fault.message);
        }
        if let Some(detail) = &mut self.0.detail {
            words(detail);
        }
        self
    }

    /// Adds what a machine should know.
    #[must_use]
    pub fn with_hint(mut self, hint: Hint) -> Self {
        self.0.hint = Some(hint);
        self
    }

    /// Adds what only the log may hold.
    #[must_use]
    pub fn with_cause(mut self, cause: impl Into<String>) -> Self {
        self.0.cause = Some(cause.into());
        self
    }

    /// Says what the database met.
    #[must_use]
    pub fn meeting(mut self, trouble: Trouble) -> Self {
        self.0.trouble = Some(trouble);
        self
    }

    /// The trouble that the database met, if it is more than an answer to this request.
    #[must_use]
    pub fn trouble(&self) -> Option<Trouble> {
        self.0.trouble
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// The detail, if there is more to say than the title.
    #[must_use]
    pub fn detail(&self) -> Option<&Text> {
        self.0.detail.as_ref()
    }

    /// The places that are wrong.
    #[must_use]
    pub fn faults(&self) -> &[Fault] {
        self.0.faults.named()
    }

    /// The places that are wrong, with the number of those that are not named.
    #[must_use]
    pub fn all_faults(&self) -> &Faults {
        &self.0.faults
    }

    /// The hint for a machine.
    #[must_use]
    pub fn hint(&self) -> Option<&Hint> {
        self.0.hint.as_ref()
    }

    /// The cause, which only the log may hold.
    #[must_use]
    pub fn cause(&self) -> Option<&str> {
        self.0.cause.as_deref()
    }
}

/// For whoever runs the service, and may know the cause.
impl From<Error> for Complaint {
    fn from(error: Error) -> Self {
        let said = error.to_string();
        match (error.cause(), error.detail()) {
            (None, Some(detail)) => Self::new(said, format!("{} : {}", error.code().as_str(), detail.fr)),
            _ => Self::verbatim(said),
        }
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0.code.as_str())?;
        match (&self.0.cause, &self.0.detail) {
            (Some(cause), _) => write!(f, ": {cause}"),
            (None, Some(detail)) => write!(f, ": {}", detail.en),
            (None, None) => Ok(()),
        }
    }
}

impl std::error::Error for Error {}

/// A code that the catalog or a record of our own holds, and that we do not know.
impl From<UnknownCode> for Error {
    fn from(error: UnknownCode) -> Self {
        Self::internal(error.to_string())
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::internal(format!("JSON: {error}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_code_is_its_own_and_speaks_both_languages() {
        let codes: HashSet<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(codes.len(), Code::ALL.len());
        for code in Code::ALL {
            let title = code.title();
            assert!(title.is_complete() && title.en != title.fr, "{code:?}");
        }
    }
}
