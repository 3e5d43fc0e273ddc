//! The schema that documents a request is the schema that checks it.
//!
//! A type's `OpenAPI` schema is compiled once; what it refuses becomes one [`Fault`] each, in both
//! languages, all of them at once. So the document cannot promise what the server does not hold,
//! nor the other way round. A name or a title is judged as it is kept ([`SchemaJudge::tidy`]).

use crate::chronology::{self, Unreadable};
use crate::error::{Fault, FaultPlace, Faults, MOST};
use crate::text::{Text, compose, not_of_a_line};
use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use jsonschema::{ValidationError, Validator};
use serde_json::{Map, Value, json};
use std::any::TypeId;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, LazyLock, RwLock};
use utoipa::openapi::{RefOr, Schema};

/// A schema that checks values.
pub struct SchemaJudge {
    schema: Value,
    validator: Validator,
}

type Judges = RwLock<HashMap<TypeId, Arc<SchemaJudge>>>;
static COMPILED: LazyLock<Judges> = LazyLock::new(Judges::default);

/// The compiled schema of the type `T`, which `describe` gives on first use.
///
/// # Errors
/// Fails if the schema itself is wrong: a fault of ours, found by the tests.
pub fn compiled<T: 'static>(describe: impl FnOnce() -> Value) -> Result<Arc<SchemaJudge>, String> {
    let id = TypeId::of::<T>();
    if let Some(found) = COMPILED.read().ok().and_then(|judges| judges.get(&id).cloned()) {
        return Ok(found);
    }
    let mut schema = describe();
    mark_lines("", &mut schema);
    let validator = jsonschema::draft202012::options()
        .should_validate_formats(true)
        .with_format("date", |text: &str| chronology::day(text).is_ok())
        .with_format("date-time", |text: &str| chronology::instant(text).is_ok())
        .with_format(LINE, |text: &str| not_of_a_line(text).is_none())
        .build(&schema)
        .map_err(|error| error.to_string())?;
    let judge = Arc::new(SchemaJudge { schema, validator });
    if let Ok(mut judges) = COMPILED.write() {
        judges.insert(id, judge.clone());
    }
    Ok(judge)
}

impl SchemaJudge {
    /// The schema of a property of the value, if it has one of this name.
    #[must_use]
    pub fn property(&self, name: &str) -> Option<&Value> {
        self.schema.get("properties")?.get(name)
    }

    /// The value as it is judged and kept: every text that is one line is composed.
    pub fn tidy(&self, value: &mut Value) {
        tidy(&self.schema, &self.schema, value);
    }
}

/// Tidies a value by a schema, which is a part of this whole.
fn tidy(whole: &Value, schema: &Value, value: &mut Value) {
    let named = schema.get("$ref").and_then(Value::as_str);
    if let Some(named) = named.and_then(|name| whole.pointer(name.trim_start_matches('#'))) {
        tidy(whole, named, value);
    }
    for branches in ["oneOf", "anyOf", "allOf"] {
        for branch in schema.get(branches).and_then(Value::as_array).into_iter().flatten() {
            tidy(whole, branch, value);
        }
    }
    match value {
        Value::String(text) if schema.get("format").is_some_and(|format| format == LINE) => {
            compose(text);
        }
        Value::Array(items) => {
            if let Some(each) = schema.get("items") {
                for item in items {
                    tidy(whole, each, item);
                }
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                let own = schema.get("properties").and_then(|properties| properties.get(name));
                if let Some(schema) = own.or_else(|| schema.get("additionalProperties")) {
                    tidy(whole, schema, field);
                }
            }
        }
        _ => {}
    }
}

/// A schema with all that it refers to, as one document.
#[must_use]
pub fn standalone(root: &RefOr<Schema>, referenced: Vec<(String, RefOr<Schema>)>) -> Value {
    let mut document = serde_json::to_value(root).unwrap_or_default();
    let schemas: Map<String, Value> = referenced
        .into_iter()
        .map(|(name, schema)| (name, serde_json::to_value(schema).unwrap_or_default()))
        .collect();
    if let Some(object) = document.as_object_mut() {
        // Without it a body that takes no field refuses one without naming it.
        object.entry("properties").or_insert_with(|| json!({}));
        object.insert("components".to_owned(), json!({ "schemas": schemas }));
    }
    document
}

/// Everything in `value` that the schema refuses, and every character that no text may hold.
#[must_use]
pub fn faults(judge: &SchemaJudge, value: &Value, place: FaultPlace) -> Faults {
    let mut found = Faults::default();
    for error in judge.validator.iter_errors(value) {
        match error.kind() {
            Kind::AdditionalProperties { unexpected } => {
                let at = error.instance_path();
                for name in unexpected {
                    found.add(|| unknown_field(place, at.as_str(), name));
                }
            }
            // Only what is named is put into words: how the others read nobody learns.
            _ => found.add_all(|| described(&error, place)),
        }
    }
    control_characters(value, &mut String::new(), place, &mut found);
    // Of a value of the wrong type nothing else need be said.
    let wrong = found.named().iter().filter(|fault| fault.code == "wrong_type");
    let mistyped: HashSet<String> = wrong.map(|fault| fault.pointer.clone()).collect();
    found.condense(|fault| fault.code == "wrong_type" || !mistyped.contains(&fault.pointer));
    let mut said = HashSet::new();
    found.condense(|fault| said.insert((fault.pointer.clone(), fault.code)));
    found
}

fn unknown_field(place: FaultPlace, at: &str, name: &str) -> Fault {
    let message = Text::new(
        "There is no such field. Leave it out or check its spelling.",
        "Ce champ n'existe pas. Retirez-le ou vérifiez son orthographe.",
    );
    Fault { place, pointer: format!("{at}/{}", escape(name)), code: "unknown_field", message }
}

fn described(error: &ValidationError<'_>, place: FaultPlace) -> Vec<Fault> {
    let mut found = Vec::new();
    describe(error, place, &mut found);
    found
}

fn describe(error: &ValidationError<'_>, place: FaultPlace, found: &mut Vec<Fault>) {
    let at = error.instance_path().to_string();
    let mut fault =
        |pointer: String, code, message: Text| found.push(Fault { place, pointer, code, message });
    match error.kind() {
        Kind::AdditionalProperties { unexpected } => {
            found.extend(unexpected.iter().take(MOST).map(|name| unknown_field(place, &at, name)));
        }
        Kind::Required { property } => fault(
            format!("{at}/{}", escape(property.as_str().unwrap_or_default())),
            "required",
            Text::new("This field is missing.", "Ce champ est obligatoire."),
        ),
        Kind::Type { kind } => {
            let kinds: Vec<String> = match kind {
                TypeKind::Single(kind) => vec![kind.to_string()],
                TypeKind::Multiple(kinds) => kinds.iter().map(|kind| kind.to_string()).collect(),
            };
            let wanted = kinds.join(", ");
            let french = kinds.iter().map(|kind| french_type(kind)).collect::<Vec<_>>().join(", ");
            fault(
                at,
                "wrong_type",
                Text::new(
                    format!("The wrong type: {wanted} is expected."),
                    format!("Type erroné : {french} attendu."),
                ),
            );
        }
        Kind::Format { format } if is_out_of_range(format, error.instance()) => fault(
            at,
            OUTSIDE,
            Text::new(
                "The year is outside 1 to 9998. Check it.",
                "L'année n'est pas comprise entre 1 et 9998. Vérifiez-la.",
            ),
        ),
        Kind::Format { format } if format == LINE => {
            fault(at, CONTROL, not_one_line(error.instance().as_str().and_then(not_of_a_line)));
        }
        Kind::Format { format } => fault(at, format_code(format), format_message(format)),
        Kind::MaxLength { limit } => fault(
            at,
            "too_long",
            Text::new(
                format!("Too long: at most {limit} characters."),
                format!("Trop long : au plus {limit} caractères."),
            ),
        ),
        Kind::MinLength { limit } if *limit > 1 => fault(
            at,
            "too_short",
            Text::new(
                format!("Too short: at least {limit} characters."),
                format!("Trop court : au moins {limit} caractères."),
            ),
        ),
        Kind::MinLength { .. } | Kind::MinItems { .. } | Kind::MinProperties { .. } => {
            fault(at, "empty", Text::new("This may not be empty.", "Ce champ ne peut être vide."));
        }
        Kind::MaxItems { limit } => fault(
            at,
            "too_many",
            Text::new(format!("Too many: at most {limit}."), format!("Trop d'éléments : au plus {limit}.")),
        ),
        Kind::Enum { options } => {
            let options: Vec<_> =
                options.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            let options = options.join(", ");
            fault(
                at,
                "invalid_value",
                Text::new(format!("Not one of: {options}."), format!("Valeur hors de la liste : {options}.")),
            );
        }
        Kind::Minimum { limit } => fault(
            at,
            "too_small",
            Text::new(format!("At least {limit} is expected."), format!("La valeur minimale est {limit}.")),
        ),
        Kind::Maximum { limit } => fault(
            at,
            "too_large",
            Text::new(format!("At most {limit} is allowed."), format!("La valeur maximale est {limit}.")),
        ),
        Kind::Pattern { .. } if error.instance().as_str().is_some_and(|text| text.trim().is_empty()) => {
            fault(at, "empty", Text::new("This may not be blank.", "Ce champ ne peut être vide."));
        }
        Kind::Pattern { .. } => fault(
            at,
            "invalid_value",
            Text::new(
                "The text does not have the form that is expected here: see the schema.",
                "Le texte n'a pas la forme attendue ici : voir le schéma.",
            ),
        ),
        // A value that may be null or something: what is wrong with the something is what helps.
        Kind::OneOfNotValid { context } | Kind::AnyOf { context } => {
            let branch = context.iter().min_by_key(|branch| {
                let wants_null = branch.iter().any(|error| matches!(error.kind(), Kind::Type { kind: TypeKind::Single(kind) } if kind.to_string() == "null"));
                (wants_null, branch.len())
            });
            for inner in branch.into_iter().flatten() {
                describe(inner, place, found);
            }
        }
        _ => fault(
            at,
            "invalid_value",
            Text::new("This value is not accepted here.", "Cette valeur n'est pas acceptée ici."),
        ),
    }
}

/// The code of a date that nothing covers.
pub const OUTSIDE: &str = "outside_calendar";

fn is_out_of_range(format: &str, value: &Value) -> bool {
    let text = value.as_str().unwrap_or_default();
    let read = match format {
        "date" => chronology::day(text).err(),
        "date-time" => chronology::instant(text).err(),
        _ => None,
    };
    read == Some(Unreadable::Range)
}

fn format_code(format: &str) -> &'static str {
    match format {
        "date" => "invalid_date",
        "date-time" => "invalid_instant",
        "uuid" => "invalid_id",
        _ => "invalid_value",
    }
}

fn format_message(format: &str) -> Text {
    match format {
        "date" => Text::new(
            "This is not a date that exists. Write it as YYYY-MM-DD.",
            "Cette date n'existe pas. Écrivez-la sous la forme AAAA-MM-JJ.",
        ),
        "date-time" => Text::new(
            "This is not an instant. Write it as 2026-03-09T14:00:00Z (RFC 3339).",
            "Ceci n'est pas un instant. Écrivez-le sous la forme 2026-03-09T14:00:00Z (RFC 3339).",
        ),
        "uuid" => Text::new("This is not a UUID.", "Ceci n'est pas un UUID."),
        other => Text::new(
            format!("The text is not of the form {other}."),
            format!("Le texte n'est pas de la forme {other}."),
        ),
    }
}

/// The message about a text that is no line, which names the first character that makes it none.
fn not_one_line(first: Option<char>) -> Text {
    let name = first.map_or_else(String::new, |character| format!(" (U+{:04X})", u32::from(character)));
    Text::new(
        format!(
            "This is one line, of which all is seen: remove line breaks, control characters, what sets the direction of writing, and what is not shown{name}."
        ),
        format!(
            "Ce champ tient sur une ligne, dont tout se voit : retirez les sauts de ligne, les caractères de commande, ceux qui fixent le sens de l'écriture et ceux qui ne s'affichent pas{name}."
        ),
    )
}

/// The code of a text with characters that it may not hold.
const CONTROL: &str = "control_characters";

/// The format of a text that is one line. It is given to every text of a request that is no longer
/// than [`LONGEST_LINE`], and declares no other form: a name, a title, a number. What may be
/// longer, and an address, is written in paragraphs.
const LINE: &str = "line";
const LONGEST_LINE: u64 = 500;
const IN_PARAGRAPHS: [&str; 1] = ["address"];

/// Marks every text that is one line as such.
fn mark_lines(name: &str, schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            let is_text = match object.get("type") {
                Some(Value::String(kind)) => kind == "string",
                Some(Value::Array(kinds)) => kinds.iter().any(|kind| kind == "string"),
                _ => false,
            };
            let longest = object.get("maxLength").and_then(Value::as_u64);
            let is_line = is_text
                && longest.is_none_or(|longest| longest <= LONGEST_LINE)
                && !IN_PARAGRAPHS.contains(&name)
                && !["format", "enum", "const"].iter().any(|key| object.contains_key(*key));
            if is_line {
                object.insert("format".to_owned(), json!(LINE));
            }
            for (key, inner) in object.iter_mut().filter(|(key, _)| *key != "example" && *key != "examples") {
                match inner {
                    Value::Object(fields) if key == "properties" || key == "schemas" => {
                        fields.iter_mut().for_each(|(name, field)| mark_lines(name, field));
                    }
                    inner => mark_lines(name, inner),
                }
            }
        }
        Value::Array(all) => all.iter_mut().for_each(|inner| mark_lines(name, inner)),
        _ => {}
    }
}

/// NUL cannot be stored in `PostgreSQL`, and the other control characters have no business in a
/// text: a tab and a line break excepted, which a carriage return is only before a line feed.
fn control_characters(value: &Value, at: &mut String, place: FaultPlace, found: &mut Faults) {
    let forbidden = |text: &str| {
        let mut rest = text.chars().peekable();
        std::iter::from_fn(|| rest.next().map(|c| (c, rest.peek().copied()))).any(|(c, next)| match c {
            '\n' | '\t' => false,
            '\r' => next != Some('\n'),
            c => c.is_control(),
        })
    };
    match value {
        Value::String(text) if forbidden(text) => found.add(|| Fault {
            place,
            pointer: at.clone(),
            code: CONTROL,
            message: Text::new(
                "The text holds a control character. Remove it.",
                "Le texte contient un caractère de commande. Retirez-le.",
            ),
        }),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                descend(&index.to_string(), item, at, place, found);
            }
        }
        Value::Object(fields) => {
            for (name, item) in fields {
                descend(&escape(name), item, at, place, found);
            }
        }
        _ => {}
    }
}

fn descend(segment: &str, item: &Value, at: &mut String, place: FaultPlace, found: &mut Faults) {
    let length = at.len();
    at.push('/');
    at.push_str(segment);
    control_characters(item, at, place, found);
    at.truncate(length);
}

/// A name as a segment of a JSON pointer (RFC 6901, section 3).
#[must_use]
pub fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// A type of JSON, in French.
fn french_type(kind: &str) -> &str {
    match kind {
        "boolean" => "booléen",
        "integer" => "nombre entier",
        "number" => "nombre",
        "string" => "texte",
        "array" => "tableau",
        "object" => "objet",
        other => other,
    }
}
