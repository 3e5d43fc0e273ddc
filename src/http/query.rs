//! Query strings, judged by the parameters that the operation documents.

use crate::access::context::Context;
use crate::db::Mode;
use crate::error::{Code, Error, Fault, FaultPlace, Faults, Result};
use crate::ids::UserId;
use crate::unparsed::schema;
use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use serde::de::DeserializeOwned;
use serde_json::{Map, Number, Value, json};
use std::future::{Ready, ready};
use utoipa::IntoParams;
use utoipa::openapi::Required;

/// More parameters than any operation has.
const MOST_PARAMETERS: usize = 50;

/// The named schemas of the document, to which parameters refer.
pub struct Components(pub Value);

/// The query parameters of an operation. An unknown one is an error, and so is one sent twice.
pub struct Query<T>(pub T);

/// The query of operations that take no parameter.
#[derive(serde::Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct NoQuery {}

/// For acts that can be shown before they are done.
#[derive(serde::Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DryRun {
    /// `true`: show what would follow, and write nothing.
    pub dry_run: Option<bool>,
}

impl DryRun {
    /// Whether what is written is to be kept.
    #[must_use]
    pub fn mode(&self) -> Mode {
        if self.dry_run == Some(true) { Mode::Preview } else { Mode::Apply }
    }
}

/// The query of every operation. There is nothing yet that all may be asked beside their own
/// parameters.
impl<T: DeserializeOwned + IntoParams + 'static> FromRequest for Query<T> {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(of_request(request).map(|(query, _)| Self(query)))
    }
}

/// The query of a request as a `T`, and its pairs as they were sent.
///
/// # Errors
/// 400 if a parameter is unknown, sent twice, missing, or not of its schema.
pub fn of_request<T: DeserializeOwned + IntoParams + 'static>(
    request: &HttpRequest,
) -> Result<(T, Vec<(String, String)>)> {
    let named = request.app_data::<Data<Components>>().ok_or_else(|| Error::internal("no named schemas"))?;
    read(request.query_string(), named)
}

/// A query string as a `T`, every fault named, and as the pairs that it was sent as.
///
/// # Errors
/// 400 where a parameter is unknown, sent twice, missing, or not of its schema.
fn read<T: DeserializeOwned + IntoParams + 'static>(
    query: &str,
    named: &Components,
) -> Result<(T, Vec<(String, String)>)> {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).map_err(|_| {
        Error::new(Code::InvalidQuery).with_detail(
            "The query string is not URL-encoded UTF-8.",
            "La chaîne de requête n'est pas de l'UTF-8 encodé pour une URL.",
        )
    })?;
    if pairs.len() > MOST_PARAMETERS {
        return Err(Error::new(Code::InvalidQuery).with_detail(
            format!("An address may have {MOST_PARAMETERS} parameters. Ask for less at once."),
            format!("Une adresse peut comporter {MOST_PARAMETERS} paramètres. Demandez-en moins à la fois."),
        ));
    }
    let judge = schema::compiled::<Query<T>>(|| described::<T>(named)).map_err(Error::internal)?;
    let mut faults = Faults::default();
    let mut object = Map::new();
    for (name, text) in &pairs {
        if object.insert(name.clone(), typed(text, judge.property(name))).is_some() {
            faults.add(|| {
                Fault::query(
                    name,
                    "repeated",
                    "This parameter was sent twice. Send it once.",
                    "Ce paramètre a été envoyé deux fois. Envoyez-le une seule fois.",
                )
            });
        }
    }
    let mut value = Value::Object(object);
    judge.tidy(&mut value);
    faults.join(schema::faults(&judge, &value, FaultPlace::Query));
    for fault in faults.named_mut() {
        if fault.code == "unknown_field" {
            fault.code = "unknown_parameter";
            fault.message = unknown(&T::into_params(|| None));
        }
    }
    if !faults.is_empty() {
        return Err(Error::new(Code::InvalidQuery).with_all(faults));
    }
    let query = serde_json::from_value(value)
        .map_err(|error| Error::new(Code::InvalidQuery).with_detail(error.to_string(), error.to_string()))?;
    Ok((query, pairs))
}

/// The schema of a whole query.
fn described<T: IntoParams>(named: &Components) -> Value {
    let parameters = T::into_params(|| None);
    let properties: Map<String, Value> = parameters
        .iter()
        .map(|known| (known.name.clone(), serde_json::to_value(&known.schema).unwrap_or_default()))
        .collect();
    let required: Vec<_> = parameters
        .iter()
        .filter(|known| matches!(known.required, Required::True))
        .map(|known| known.name.clone())
        .collect();
    json!({
        "type": "object", "properties": properties, "required": required, "additionalProperties": false,
        // A parameter refers to named schemas, as an id's, without bringing them along.
        "components": named.0,
    })
}

fn unknown(parameters: &[utoipa::openapi::path::Parameter]) -> crate::text::Text {
    let names: Vec<_> = parameters.iter().map(|known| known.name.as_str()).collect();
    if names.is_empty() {
        return crate::text::Text::new(
            "This address takes no query parameter.",
            "Cette adresse n'accepte aucun paramètre.",
        );
    }
    let names = names.join(", ");
    crate::text::Text::new(
        format!("There is no such parameter here. Known: {names}."),
        format!("Ce paramètre n'existe pas ici. Paramètres admis : {names}."),
    )
}

/// The text as the type that the schema expects; otherwise the text itself, for the schema to
/// refuse.
fn typed(text: &str, schema: Option<&Value>) -> Value {
    let wants = |name: &str| match schema.and_then(|schema| schema.get("type")) {
        Some(Value::String(kind)) => kind == name,
        Some(Value::Array(kinds)) => kinds.iter().any(|kind| kind == name),
        _ => false,
    };
    if wants("integer")
        && let Ok(number) = text.parse::<i64>()
    {
        return Value::Number(Number::from(number));
    }
    if wants("boolean")
        && let Ok(truth) = text.parse::<bool>()
    {
        return Value::Bool(truth);
    }
    Value::String(text.to_owned())
}

/// The user that a parameter names: an id, or `me`.
///
/// # Errors
/// 400 where it is neither.
pub fn person(caller: &Context, parameter: &str, named: Option<&str>) -> Result<Option<UserId>> {
    match named {
        None => Ok(None),
        Some("me") => Ok(Some(caller.user.id)),
        Some(id) => id.parse().map(Some).map_err(|_| {
            Error::new(Code::InvalidQuery).with_faults(vec![Fault::query(
                parameter,
                "invalid_id",
                "This is neither a UUID nor me.",
                "Ceci n'est ni un UUID ni me.",
            )])
        }),
    }
}
