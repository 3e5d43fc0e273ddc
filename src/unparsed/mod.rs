//! What is asked of a use case, before it is judged.
//!
//! A use case takes an [`Unparsed`] and judges it ([`Unparsed::parse`]) only once it has found that
//! the resource exists and may be changed, so that a hidden case answers like an unknown one.
//! Whoever calls it need not speak JSON: beside the body of a request there are a JSON value and a
//! value of the type itself.
//!
//! # Invariants
//! - What came as text is read within a budget, and no field of it stands there twice ([`json`]).
//! - What came as text or as JSON is judged by the schema that documents its type ([`schema`]).

pub mod json;
pub mod lines;
pub mod schema;

use crate::error::{Code, Error, Fault, FaultPlace, Result};
use json::{DEEPEST, MOST_VALUES, Unread};
use serde::de::DeserializeOwned;
use serde_json::Value;
use utoipa::ToSchema;

/// A `T` that is asked for and not yet judged.
pub struct Unparsed<T>(BodyForm<T>);

enum BodyForm<T> {
    Text(Vec<u8>),
    Json(Value),
    Typed(Box<dyn Fn() -> T + Send + Sync>),
}

impl<T> Unparsed<T> {
    /// The text of a request's body.
    #[must_use]
    pub const fn text(text: Vec<u8>) -> Self {
        Self(BodyForm::Text(text))
    }

    /// A JSON value from inside, judged like one from outside.
    #[must_use]
    pub const fn json(value: Value) -> Self {
        Self(BodyForm::Json(value))
    }

    /// A value of the type itself. It is taken at its word: what the schema says beyond the type, a
    /// longest text for instance, is for its maker to keep.
    #[must_use]
    pub fn typed(value: T) -> Self
    where
        T: Clone + Send + Sync + 'static,
    {
        Self(BodyForm::Typed(Box::new(move || value.clone())))
    }

    /// The text as it came; empty where it came otherwise.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        match &self.0 {
            BodyForm::Text(text) => text,
            BodyForm::Json(_) | BodyForm::Typed(_) => &[],
        }
    }
}

impl<T: DeserializeOwned + ToSchema + 'static> Unparsed<T> {
    /// The value, every fault named.
    ///
    /// # Errors
    /// 400 where it is no JSON, or names a field twice; 422 where it is not what the schema of `T`
    /// describes.
    pub fn parse(&self) -> Result<T> {
        match &self.0 {
            BodyForm::Text(text) => judge(json::read(text).map_err(|unread| refused(&unread))?),
            BodyForm::Json(value) => judge(value.clone()),
            BodyForm::Typed(value) => Ok(value()),
        }
    }
}

fn judge<T: DeserializeOwned + ToSchema + 'static>(mut value: Value) -> Result<T> {
    let checked_by = schema::compiled::<T>(|| {
        let mut referenced = Vec::new();
        T::schemas(&mut referenced);
        schema::standalone(&T::schema(), referenced)
    })
    .map_err(Error::internal)?;
    checked_by.tidy(&mut value);
    let faults = schema::faults(&checked_by, &value, FaultPlace::Body);
    if !faults.is_empty() {
        let is_all_outside = faults.named().iter().all(|fault| fault.code == schema::OUTSIDE);
        let code = if is_all_outside { Code::OutsideCalendar } else { Code::InvalidBody };
        return Err(Error::new(code).with_all(faults));
    }
    // The schema has been through it; what is left is a value that only the type knows to refuse.
    serde_json::from_value(value).map_err(|error| {
        Error::invalid(vec![Fault::body(
            "",
            "invalid_value",
            format!("The body is not accepted: {error}."),
            format!("Le corps n'est pas accepté : {error}."),
        )])
    })
}

/// The refusal of a text that was not read.
#[must_use]
pub fn refused(unread: &Unread) -> Error {
    match unread {
        Unread::Malformed(error) => malformed(error),
        Unread::TooDeep => Error::new(Code::MalformedBody).with_detail(
            format!("Lists and objects stand more than {DEEPEST} deep in each other. No body does."),
            format!("Des listes et objets sont imbriqués à plus de {DEEPEST} niveaux. Aucun corps ne l'est."),
        ),
        Unread::TooMany => Error::invalid(vec![Fault::body(
            "",
            "too_many",
            format!(
                "Too many values: a body holds at most {MOST_VALUES}. Send less, or in several requests."
            ),
            format!(
                "Trop de valeurs : un corps en contient au plus {MOST_VALUES}. Envoyez-en moins, ou en plusieurs requêtes."
            ),
        )]),
        Unread::LongName(place) => Error::invalid(vec![Fault::body(
            place.as_str(),
            "unknown_field",
            "A field here has a name that is longer than any. Leave it out or check its spelling.",
            "Un champ porte ici un nom plus long que tout autre. Retirez-le ou vérifiez son orthographe.",
        )]),
        Unread::Repeated(place) => repeated(place.as_str()),
    }
}

/// The refusal of a field that an object holds twice, at a JSON pointer: nobody can tell which of
/// the two is meant.
#[must_use]
pub fn repeated(place: impl Into<String>) -> Error {
    let code = Code::DuplicateKey;
    Error::new(code).with_faults(vec![Fault::body(
        place,
        code.as_str(),
        "This field is here twice. Send it once.",
        "Ce champ figure deux fois. Envoyez-le une seule fois.",
    )])
}

fn malformed(error: &serde_json::Error) -> Error {
    Error::new(Code::MalformedBody).with_detail(
        format!(
            "The body is not JSON (line {}, column {}). Send a JSON object in UTF-8.",
            error.line(),
            error.column()
        ),
        format!(
            "Le corps n'est pas du JSON (ligne {}, colonne {}). Envoyez un objet JSON en UTF-8.",
            error.line(),
            error.column()
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;
    use serde_json::json;

    #[derive(Clone, Debug, PartialEq, Deserialize, ToSchema)]
    struct Request {
        #[schema(max_length = 3)]
        word: String,
    }

    #[test]
    fn text_json_and_a_value_say_the_same() {
        let word = || Request { word: "yes".to_owned() };
        let forms = [
            Unparsed::text(br#"{"word": "yes"}"#.to_vec()),
            Unparsed::json(json!({"word": "yes"})),
            Unparsed::typed(word()),
        ];
        for form in forms {
            assert_eq!(form.parse().unwrap(), word());
            assert_eq!(form.parse().unwrap(), word(), "a transaction that is done again asks again");
        }
    }

    #[test]
    fn what_is_written_is_judged_and_what_is_typed_is_taken_at_its_word() {
        let long = json!({"word": "never"});
        let code = |form: Unparsed<Request>| form.parse().unwrap_err().code();
        assert_eq!(code(Unparsed::text(long.to_string().into_bytes())), Code::InvalidBody);
        assert_eq!(code(Unparsed::json(long)), Code::InvalidBody);
        assert_eq!(code(Unparsed::text(b"word".to_vec())), Code::MalformedBody);
        assert!(Unparsed::typed(Request { word: "never".to_owned() }).parse().is_ok());
    }
}
