//! The parameters that operations share, written once among the components.

use serde_json::{Value, json};
use std::collections::HashMap;

/// Name among the components, name of the parameter, whether it must be sent. An operation that
/// says something else of one says it in a parameter of its own.
const SHARED: [(&str, &str, bool); 9] = [
    ("AcceptLanguage", "Accept-Language", false),
    ("Cursor", "cursor", false),
    ("DryRun", "dry_run", false),
    ("IdempotencyKey", "Idempotency-Key", false),
    ("IfMatch", "If-Match", true),
    ("IfMatchOptional", "If-Match", false),
    ("IfNoneMatch", "If-None-Match", false),
    ("Include", "include", false),
    ("Limit", "limit", false),
];

/// Puts the commonest form of each among the components, and a reference wherever it stands.
pub(super) fn share(document: &mut Value) {
    let mut forms: HashMap<&str, HashMap<String, (usize, Value)>> = HashMap::new();
    each(document, &mut |parameter| {
        if let Some(name) = name_among_components(parameter) {
            let form = forms.entry(name).or_default().entry(parameter.to_string());
            let (times, _) = form.or_insert_with(|| (0, parameter.clone()));
            *times = times.saturating_add(1);
        }
    });
    let commonest = forms.into_iter().filter_map(|(name, forms)| {
        let most = |(one, (few, _)): &(String, (usize, Value)),
                    (other, (many, _)): &(String, (usize, Value))| {
            (few, other).cmp(&(many, one))
        };
        forms.into_iter().max_by(most).map(|(_, (_, parameter))| (name, parameter))
    });
    let commonest: HashMap<_, _> = commonest.collect();
    each(document, &mut |parameter| {
        let Some(name) = name_among_components(parameter) else { return };
        if commonest.get(name) == Some(parameter) {
            *parameter = json!({ "$ref": format!("#/components/parameters/{name}") });
        }
    });
    let components = document.get_mut("components").and_then(Value::as_object_mut);
    if let Some(components) = components {
        let shared = commonest.into_iter().map(|(name, parameter)| (name.to_owned(), parameter));
        components.insert("parameters".to_owned(), Value::Object(shared.collect()));
    }
}

fn name_among_components(parameter: &Value) -> Option<&'static str> {
    let is_required = parameter.get("required") == Some(&Value::Bool(true));
    let named = parameter.get("name")?;
    SHARED
        .into_iter()
        .find(|(_, name, required)| named == name && *required == is_required)
        .map(|(component, _, _)| component)
}

/// Shows every parameter of every operation.
fn each(document: &mut Value, visit: &mut impl FnMut(&mut Value)) {
    let paths = document.get_mut("paths").and_then(Value::as_object_mut);
    let items = paths.into_iter().flat_map(|paths| paths.values_mut());
    for operation in items.filter_map(Value::as_object_mut).flat_map(|item| item.values_mut()) {
        let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut);
        parameters.into_iter().flatten().for_each(&mut *visit);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commonest_form_is_shared_and_another_stays_where_it_is() {
        let limit = |most: u32| json!({"name": "limit", "in": "query", "schema": {"maximum": most}});
        let own = json!({"name": "q", "in": "query"});
        let mut document = json!({"components": {}, "paths": {
            "/a": {"get": {"parameters": [limit(50), own.clone()]}},
            "/b": {"get": {"parameters": [limit(200)]}, "post": {}},
            "/c": {"get": {"parameters": [limit(200)]}},
        }});
        share(&mut document);
        let shared = json!({"$ref": "#/components/parameters/Limit"});
        let expected = json!({"components": {"parameters": {"Limit": limit(200)}}, "paths": {
            "/a": {"get": {"parameters": [limit(50), own]}},
            "/b": {"get": {"parameters": [shared.clone()]}, "post": {}},
            "/c": {"get": {"parameters": [shared]}},
        }});
        assert_eq!(document, expected);
    }
}
