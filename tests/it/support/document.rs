//! The OpenAPI document, as a list of operations to walk.

use super::answer::Answer;
use super::api::Api;
use serde_json::Value;

/// An operation of the API.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its id.
    pub id: String,
    /// In capitals.
    pub method: String,
    /// With its parameters in braces.
    pub path: String,
    /// All that the document says of it, with the parameters that it shares.
    pub described: Value,
}

/// The document as the server gives it.
pub fn document(api: &Api) -> Value {
    api.anonymous().get("/openapi.json").must(200)
}

/// Every operation.
pub fn operations(document: &Value) -> Vec<Operation> {
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, described) in item.as_object().unwrap() {
            let mut described = described.clone();
            for parameter in described["parameters"].as_array_mut().into_iter().flatten() {
                *parameter = resolved(document, parameter).clone();
            }
            all.push(Operation {
                id: described["operationId"].as_str().unwrap().to_owned(),
                method: method.to_uppercase(),
                path: path.clone(),
                described,
            });
        }
    }
    assert!(all.len() > 40, "the document has lost its operations");
    all
}

impl Operation {
    /// Whether nobody has to be signed in.
    pub fn is_public(&self) -> bool {
        self.described["security"]
            .as_array()
            .is_some_and(|schemes| schemes.iter().all(|one| one == &serde_json::json!({})))
    }

    /// Whether it changes something, as its method says.
    pub fn is_write(&self) -> bool {
        self.method != "GET"
    }

    /// The parameters of a place: `path`, `query`, `header`.
    pub fn parameters(&self, place: &str) -> Vec<&Value> {
        let all = self.described["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
        all.iter().filter(|parameter| parameter["in"] == place).collect()
    }

    /// Whether it takes this parameter.
    pub fn takes(&self, place: &str, name: &str) -> bool {
        self.parameters(place).iter().any(|parameter| parameter["name"] == name)
    }

    /// The greatest value that a query parameter may have.
    pub fn maximum(&self, name: &str) -> i64 {
        let named = self.parameters("query").into_iter().find(|parameter| parameter["name"] == name);
        named.and_then(|parameter| parameter["schema"]["maximum"].as_i64()).expect("it has a maximum")
    }

    /// The media type of a body that is JSON: a file is none.
    pub fn json_type(&self) -> Option<String> {
        self.body_type().filter(|kind| kind.ends_with("json") && kind != "application/x-ndjson")
    }

    /// The media type of its body, where it takes one.
    pub fn body_type(&self) -> Option<String> {
        let content = self.described["requestBody"]["content"].as_object()?;
        content.keys().next().cloned()
    }

    /// An example of its body.
    pub fn body_example(&self, document: &Value) -> Option<Value> {
        let content = self.described["requestBody"]["content"].as_object()?;
        example(document, content.values().next()?)
    }

    /// Whether it looks at what an address says after its `?`: programs add to that of a calendar.
    pub fn reads_its_query(&self) -> bool {
        self.id != "find_feed_calendar"
    }

    /// Fails where the document does not know this answer, or promises a version that does not come.
    #[track_caller]
    pub fn documents(&self, answer: &Answer) {
        let status = answer.status.to_string();
        let Some(described) = self.described["responses"].get(&status) else {
            panic!("{} does not document its {status}: {}", self.id, answer.text)
        };
        if answer.status < 300 {
            let promised = described["headers"].get("ETag").is_some();
            assert_eq!(answer.header("etag").is_some(), promised, "the ETag of {} with {status}", self.id);
        }
    }
}

/// What a `$ref` names, or the schema itself.
pub fn resolved<'a>(document: &'a Value, schema: &'a Value) -> &'a Value {
    match schema["$ref"].as_str() {
        Some(name) => {
            document.pointer(name.trim_start_matches('#')).unwrap_or_else(|| panic!("dangling {name}"))
        }
        None => schema,
    }
}

/// The example of a body: its own, or its schema's, or one made of the examples of what it holds.
pub fn example(document: &Value, content: &Value) -> Option<Value> {
    if let Some(own) = content.get("example") {
        return Some(own.clone());
    }
    of_schema(document, &content["schema"])
}

fn of_schema(document: &Value, schema: &Value) -> Option<Value> {
    let schema = resolved(document, schema);
    if let Some(own) = schema.get("example") {
        return Some(own.clone());
    }
    if let Some(first) = schema["examples"].as_array().and_then(|all| all.first()) {
        return Some(first.clone());
    }
    // A page shows one of its items.
    let items = schema["properties"]["items"]["items"].as_object()?;
    let item = of_schema(document, &Value::Object(items.clone()))?;
    Some(serde_json::json!({ "items": [item] }))
}
